//! Rejects options that have no effect on the outputs: the user would expect something that never comes.

use offprint::job::Format;

use super::Stop;
use super::args::{Convert, From};

/// Rejects all options about a format that is not made.
pub fn check(args: &Convert, formats: &[Format]) -> Result<(), Stop> {
    let options = options(args);
    for missing in Format::ALL.into_iter().filter(|format| !formats.contains(format)) {
        let given = options.iter().filter(|(about, _, given)| *about == missing && *given);
        let names: Vec<&str> = given.map(|(_, name, _)| *name).collect();
        refuse(&names, missing, formats)?;
    }
    let markdown = matches!(args.reading.from, Some(From::Markdown));
    let headings = args.reading.no_headings || args.reading.headings == super::args::Headings::Never;
    if markdown && headings {
        return Err(Stop::usage("--headings is about scraped text, but --from says that the input is Markdown"));
    }
    Ok(())
}

/// Rejects `options`, which affect only the format `missing`, if only the formats `made` are made.
fn refuse(options: &[&str], missing: Format, made: &[Format]) -> Result<(), Stop> {
    let (verb, them) = if options.len() == 1 { ("is", "it") } else { ("are", "them") };
    let named = match options {
        [] => return Ok(()),
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => options.concat(),
    };
    let only = made.iter().map(|format| format.name_with_article()).collect::<Vec<_>>().join(" and ");
    let wanted = Format::ALL.into_iter().filter(|format| *format == missing || made.contains(format));
    let wanted: Vec<&str> = wanted.map(Format::extension).collect();
    Err(Stop::usage(format!("{named} {verb} about the {}, but only {only} is made", missing.name()))
        .help(format!("leave {them} out, or ask for both formats: --to {}", wanted.join(","))))
}

/// Returns the options that affect only one format, and whether `args` contain them. A design and its fonts also
/// affect an EPUB with embedded fonts.
fn options(args: &Convert) -> [(Format, &'static str, bool); 20] {
    let (pages, printing, ebook) = (&args.pages, &args.pages.printing, &args.pages.ebook);
    let embeds = ebook.embed_fonts;
    [
        (Format::Pdf, "--paper", pages.paper.is_some()),
        (Format::Pdf, "--design", pages.design.is_some() && !embeds),
        (Format::Pdf, "--font", pages.font.is_some() && !embeds),
        (Format::Pdf, "--size", pages.size.is_some()),
        (Format::Pdf, "--margin", pages.margin.is_some()),
        (Format::Pdf, "--cover-page", pages.cover_page.is_some()),
        (Format::Pdf, "--fit", pages.fit.is_some()),
        (Format::Pdf, "--max-sheets", pages.max_sheets.is_some()),
        (Format::Pdf, "--max-pages", pages.max_pages.is_some()),
        (Format::Pdf, "--allow-missing-glyphs", pages.allow_missing_glyphs && !embeds),
        (Format::Pdf, "--line-numbers", pages.line_numbers),
        (Format::Pdf, "--impose", printing.impose.is_some()),
        (Format::Pdf, "--links", printing.links.is_some()),
        (Format::Pdf, "--qr", printing.qr),
        (Format::Pdf, "--marks", printing.marks),
        (Format::Pdf, "--bleed", printing.bleed.is_some()),
        (Format::Epub, "--split", ebook.split.is_some()),
        (Format::Epub, "--max-size", ebook.max_size.is_some()),
        (Format::Epub, "--for", ebook.device.is_some()),
        (Format::Epub, "--embed-fonts", embeds),
    ]
}
