//! `explain`: prints what Offprint understood of an article, each value with its source key and line.

use std::fmt::Write;
use std::slice;

use offprint::diag::{Diagnostic, Severity};
use offprint::disk::Disk;
use offprint::job::{self, Job};

use super::args::Explain;
use super::config::{Config, DEFAULT, Line, Setting};
use super::diagnostics::Style;
use super::explain_folder;
use super::inputs::gather;
use super::understood::{CreditEntry, PictureEntry, Pictured, Understood};
use super::{Exit, Log, Stop, print_json, print_text};

/// Explains the input.
pub fn explain(args: &Explain, line: &Line, style: Style) -> Result<Exit, Stop> {
    if args.input.is_dir() {
        return explain_folder::explain(args, line, &style);
    }
    let log = Log::new(style.clone());
    let mut config = Config::new(line, &args.reading)?;
    let mut inputs = gather(slice::from_ref(&args.input), &args.reading, None)?;
    let settings = config.read_with(&mut inputs.requests, &log)?.swap_remove(0);
    let request = inputs.requests.into_iter().next().ok_or_else(|| Stop::usage("there is no input"))?;
    let job = Job::from(request);
    let disk = args.reading.web.disk(Disk::default(), &settings.cancel)?;
    let (article, outcome) = job::explain(&job, &settings, &disk);
    let (path, source, diagnostics) = (job.input.path(), outcome.source, outcome.diagnostics);
    log.write(&log.style().diagnostics(&diagnostics, path, source.as_ref()).text());
    match (article, source, outcome.error) {
        (_, source, Some(error)) => {
            log.write(&log.style().error(&error, path, source.as_ref()));
            Ok(Exit::Failure)
        }
        (Some(article), Some(source), None) => {
            let understood = Understood::of(&article, &source, &diagnostics);
            let chain = config.common(slice::from_ref(&args.input));
            tell(&understood, &config.explained(chain), args)?;
            let is_warning = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Warning;
            let warned = args.terminal.fail_on_warnings && diagnostics.iter().any(is_warning);
            Ok(if warned { Exit::Failure } else { Exit::Success })
        }
        _ => Err(Stop::failure("the input was understood without being read")),
    }
}

fn tell(understood: &Understood, settings: &[Setting], args: &Explain) -> Result<(), Stop> {
    if args.json {
        let mut value = serde_json::json!(understood);
        value["settings"] = serde_json::json!(settings);
        return print_json(&value);
    }
    print_text(&(text(understood, args.terminal.verbose) + &settings_text(settings)))
}

/// Formats the settings with their origins; those that have their defaults only by name.
pub fn settings_text(settings: &[Setting]) -> String {
    let (usual, stated): (Vec<_>, Vec<_>) = settings.iter().partition(|setting| setting.from == DEFAULT);
    let width = stated.iter().map(|setting| setting.name.len()).max().unwrap_or_default();
    let line = |setting: &&Setting| {
        let value = setting.value.as_deref().unwrap_or_default();
        format!("  {:width$}  {value}  [{}]\n", setting.name, setting.from)
    };
    let lines: String = stated.iter().map(line).collect();
    if usual.is_empty() {
        return format!("\nSettings\n{lines}");
    }
    let usual = Vec::from_iter(usual.iter().map(|setting| setting.name.as_str())).join(", ");
    format!("\nSettings\n{lines}  default: {usual}\n")
}

/// Formats the explanation as text, with a section for each part.
fn text(understood: &Understood, verbose: bool) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = sections(understood, verbose, &mut text);
    text
}

fn sections(understood: &Understood, verbose: bool, out: &mut String) -> std::fmt::Result {
    let (words, minutes) = (understood.words, understood.reading_minutes);
    writeln!(out, "{}: {words} words, {minutes} min to read, language {}", understood.input, understood.lang)?;
    values(understood, out)?;
    structure(understood, out)?;
    if let Some(cover) = &understood.cover {
        writeln!(out, "\nCover")?;
        figure(cover, verbose, out)?;
    }
    section("Pictures", &understood.figures, out, |entry, out| figure(entry, verbose, out))?;
    if let Some(disclaimer) = &understood.disclaimer {
        writeln!(out, "\nDisclaimer\n  {disclaimer}")?;
    }
    section("Related reading", &understood.related, out, |related, out| {
        writeln!(out, "  {} (line {})", related.title, related.line)?;
        related.url.iter().chain(&related.blurb).try_for_each(|line| writeln!(out, "    {line}"))?;
        let facts = [
            ("printed as", &related.shown),
            ("author", &related.author),
            ("date", &related.date),
            ("picture", &related.picture),
        ];
        for (name, value) in facts.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            writeln!(out, "    {name}: {value}")?;
        }
        writeln!(out, "    since: {}", related.reason)
    })
}

fn section<T>(
    title: &str,
    items: &[T],
    out: &mut String,
    show: impl Fn(&T, &mut String) -> std::fmt::Result,
) -> std::fmt::Result {
    if !items.is_empty() {
        writeln!(out, "\n{title}")?;
    }
    items.iter().try_for_each(|item| show(item, out))
}

fn values(understood: &Understood, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\nValues")?;
    let width = understood.values.iter().map(|value| value.field.len()).max().unwrap_or(0);
    for value in &understood.values {
        let line = value.line.map(|line| format!(", line {line}")).unwrap_or_default();
        writeln!(out, "  {:width$}  {}  [{}{line}]", value.field, value.value, value.key)?;
    }
    if !understood.not_stated.is_empty() {
        writeln!(out, "  not stated: {}", understood.not_stated.join(", "))?;
    }
    if !understood.unknown_keys.is_empty() {
        let keys = understood.unknown_keys.keys().map(String::as_str);
        writeln!(out, "  keys that Offprint does not use: {}", Vec::from_iter(keys).join(", "))?;
    }
    Ok(())
}

fn structure(understood: &Understood, out: &mut String) -> std::fmt::Result {
    let counts = understood.counts.iter().map(|(name, count)| format!("{count} {name}"));
    writeln!(out, "\nStructure\n  {}", Vec::from_iter(counts).join(", "))?;
    for heading in &understood.headings {
        let indent = 2 * usize::from(heading.level.saturating_sub(1));
        writeln!(out, "{:indent$}{} (line {})", "", heading.text, heading.line)?;
    }
    Ok(())
}

fn figure(figure: &Pictured, verbose: bool, out: &mut String) -> std::fmt::Result {
    for entry in &figure.pictures {
        writeln!(out, "  {} (line {})", picture(entry), figure.line)?;
        let alt = match entry.alt.as_deref() {
            Some("") => "decorative",
            Some(alt) => alt,
            None => "not stated",
        };
        writeln!(out, "    alternative text: {alt}")?;
    }
    if figure.pictures.is_empty() {
        writeln!(out, "  no picture, only words (line {})", figure.line)?;
    }
    if let Some(caption) = &figure.caption {
        writeln!(out, "    caption: {caption}")?;
    }
    figure.credit.iter().try_for_each(|entry| credit(entry, verbose, out))
}

fn picture(entry: &PictureEntry) -> String {
    match (&entry.name, entry.kind, entry.width, entry.height) {
        (Some(name), Some(kind), Some(width), Some(height)) => format!("{name}: {kind}, {width} × {height}"),
        _ => format!("missing: {}", entry.missing_url.as_deref().unwrap_or("no address is given")),
    }
}

fn credit(credit: &CreditEntry, verbose: bool, out: &mut String) -> std::fmt::Result {
    writeln!(out, "    credit: {}", credit.verbatim)?;
    if verbose && !credit.reasons.is_empty() {
        writeln!(out, "      credit, since: {}", credit.reasons.join(", "))?;
    }
    // Many credits have no label ("Photo:"), so a missing one is not worth a line.
    if let Some(label) = &credit.label {
        writeln!(out, "      label: {label}")?;
    }
    // An attribution consists of these four (Creative Commons: title, author, source, licence), so a gap is shown.
    let attribution = [
        ("title", &credit.title),
        ("author", &credit.author),
        ("source", &credit.source),
        ("licence", &credit.license),
    ];
    for (name, value) in attribution {
        writeln!(out, "      {name}: {}", value.as_deref().unwrap_or("not stated"))?;
    }
    Ok(())
}
