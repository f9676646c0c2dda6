//! Options that have no effect on what is made are mistakes: the user expects something that will not come.

use offprint::job::Format;

use super::Stop;
use super::args::{Convert, From};

/// Refuses options about a format that is not made, all at once.
pub fn check(args: &Convert, formats: &[Format]) -> Result<(), Stop> {
    match formats {
        [Format::Epub] => refuse(&about_pages(args), "the PDF", "an EPUB"),
        [Format::Pdf] => refuse(&about_ebooks(args), "the EPUB", "a PDF"),
        _ => Ok(()),
    }?;
    let markdown = matches!(args.reading.from, Some(From::Markdown));
    let headings = args.reading.no_headings || args.reading.headings == super::args::Headings::Never;
    if markdown && headings {
        return Err(Stop::usage("--headings is about scraped text, but --from says that the input is Markdown"));
    }
    Ok(())
}

fn refuse(options: &[&str], about: &str, made: &str) -> Result<(), Stop> {
    let (verb, them) = if options.len() == 1 { ("is", "it") } else { ("are", "them") };
    let named = match options {
        [] => return Ok(()),
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => options.concat(),
    };
    Err(Stop::usage(format!("{named} {verb} about {about}, but only {made} is made"))
        .help(format!("leave {them} out, or ask for both formats: --to epub,pdf")))
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
