//! Options that have no effect on what is made are mistakes: the user expects something that will not come.

use offprint::job::Format;

use super::Stop;
use super::args::{Convert, From};

/// Refuses options about a format that is not made, all at once.
pub fn check(args: &Convert, formats: &[Format]) -> Result<(), Stop> {
    let missing = Format::ALL.into_iter().filter(|format| !formats.contains(format));
    for format in missing {
        refuse(&about(format, args), format, formats)?;
    }
    let markdown = matches!(args.reading.from, Some(From::Markdown));
    let headings = args.reading.no_headings || args.reading.headings == super::args::Headings::Never;
    if markdown && headings {
        return Err(Stop::usage("--headings is about scraped text, but --from says that the input is Markdown"));
    }
    Ok(())
}

/// Options of `args` that only `format` has something of.
fn about(format: Format, args: &Convert) -> Vec<&'static str> {
    match format {
        Format::Epub => about_ebooks(args),
        Format::Pdf => about_pages(args),
    }
}

/// Refuses `options`, which are about the format `missing`, where only the formats `made` are made.
fn refuse(options: &[&str], missing: Format, made: &[Format]) -> Result<(), Stop> {
    let (verb, them) = if options.len() == 1 { ("is", "it") } else { ("are", "them") };
    let named = match options {
        [] => return Ok(()),
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => options.concat(),
    };
    let only = made.iter().map(|format| with_article(*format)).collect::<Vec<_>>().join(" and ");
    let wanted = Format::ALL.into_iter().filter(|format| *format == missing || made.contains(format));
    let wanted: Vec<&str> = wanted.map(Format::extension).collect();
    Err(Stop::usage(format!("{named} {verb} about the {}, but only {only} is made", missing.name()))
        .help(format!("leave {them} out, or ask for both formats: --to {}", wanted.join(","))))
}

/// `an EPUB`, `a PDF`.
fn with_article(format: Format) -> String {
    let article = match format {
        Format::Epub => "an",
        Format::Pdf => "a",
    };
    format!("{article} {}", format.name())
}

/// Options that only the PDF has something of. A design and its fonts are for the EPUB too where it embeds fonts.
fn about_pages(args: &Convert) -> Vec<&'static str> {
    let (pages, printing) = (&args.pages, &args.pages.printing);
    let embeds = pages.ebook.embed_fonts;
    let given = [
        ("--paper", pages.paper.is_some()),
        ("--design", pages.design.is_some() && !embeds),
        ("--font", pages.font.is_some() && !embeds),
        ("--size", pages.size.is_some()),
        ("--margin", pages.margin.is_some()),
        ("--accent", pages.accent.is_some()),
        ("--max-sheets", pages.max_sheets.is_some()),
        ("--max-pages", pages.max_pages.is_some()),
        ("--allow-missing-glyphs", pages.allow_missing_glyphs && !embeds),
        ("--line-numbers", pages.line_numbers),
        ("--impose", printing.impose.is_some()),
        ("--links", printing.links.is_some()),
        ("--qr", printing.qr),
        ("--marks", printing.marks),
        ("--bleed", printing.bleed.is_some()),
    ];
    named(&given)
}

/// Options that only the EPUB has something of.
fn about_ebooks(args: &Convert) -> Vec<&'static str> {
    let ebook = &args.pages.ebook;
    let given = [
        ("--split", ebook.split.is_some()),
        ("--max-size", ebook.max_size.is_some()),
        ("--for", ebook.device.is_some()),
        ("--embed-fonts", ebook.embed_fonts),
    ];
    named(&given)
}

fn named(given: &[(&'static str, bool)]) -> Vec<&'static str> {
    given.iter().filter(|(_, given)| *given).map(|(name, _)| *name).collect()
}
