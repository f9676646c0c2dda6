//! `credits`: lists the pictures of articles with their rights, and checks them against rules.

mod csv;
mod spdx;
mod table;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use offprint::archive::OutputPlace;
use offprint::diag::Diagnostic;
use offprint::disk::Disk;
use offprint::job::{self, Drafts, Format, Settings};
use offprint::ledger::{self, Entry, Required, Rules};
use offprint::source::Source;
use offprint::{archive, epub};

use super::args::{Reading, Terminal};
use super::config::{Config, Line};
use super::diagnostics::Style;
use super::inputs::gather;
use super::{Exit, Log, SCHEMA, Stop, print, print_json, print_text};

/// Kinds of messages about reading an article that concern the rights of its pictures.
const ABOUT_RIGHTS: [&str; 7] = [
    "credit-conflict",
    "picture-metadata",
    "credit-without-author",
    "missing-picture",
    "picture-not-fetched",
    "credit-not-taken",
    "unknown-license",
];

/// Arguments of `credits`.
#[derive(Debug, Args)]
pub struct Credits {
    /// Articles, folders of articles, or `-` for standard input
    #[arg(required = true, value_name = "FILE|DIR")]
    pub inputs: Vec<PathBuf>,
    /// Form of the list
    #[arg(long, value_name = "FORM", default_value = "table")]
    pub format: Form,
    /// Fail where a picture has no license, credit or alt (alternative text); several with commas
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub require: Vec<Require>,
    /// Fail where a stated licence is none of these: SPDX identifiers with * for any characters, separated by commas
    #[arg(long, value_name = "LICENCES", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// How articles are understood.
    #[command(flatten)]
    pub reading: Reading,
    /// What the terminal sees.
    #[command(flatten)]
    pub terminal: Terminal,
}

/// Forms of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Columns for people
    Table,
    /// A line for each use of a picture (RFC 4180)
    Csv,
    /// Everything that is known
    Json,
    /// An SPDX 2.3 document in JSON
    Spdx,
}

/// What `--require` can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Require {
    /// A licence or other terms
    License,
    /// A credit: who made the picture, or where it comes from
    Credit,
    /// An alternative text, or that the picture is decoration
    Alt,
}

/// The pictures of one article.
struct Listed {
    source: Source,
    entries: Vec<Entry>,
}

/// Lists the pictures of the inputs.
pub fn credits(args: &Credits, line: &Line, style: Style) -> Result<Exit, Stop> {
    let log = Log::new(style.clone());
    let mut config = Config::new(line, &args.reading)?;
    let chain = config.common(&args.inputs);
    let run = config.arguments(chain, &log)?;
    let mut inputs = gather(&args.inputs, run.reading().unwrap_or(&args.reading), None)?;
    inputs.drop_repeated();
    let settings = config.read_with(&mut inputs.requests, &log)?;
    let place = OutputPlace::Folder(PathBuf::new());
    let planned = archive::plan(inputs.requests, &place, &Format::ALL, epub::Device::Any);
    let mut jobs = planned.map_err(|conflicts| Stop::usage(conflicts).help("rename one of them"))?;
    // Drafts are listed too, since their pictures are already chosen.
    jobs.iter_mut().for_each(|job| job.drafts = Drafts::Convert);
    let rules = rules(args);
    let (mut listed, mut exit) = (Vec::new(), Exit::Success);
    let disk = run.reading().unwrap_or(&args.reading).web.disk(Disk::default(), &settings[0].cancel)?;
    for job in &jobs {
        let (article, outcome) = job::explain(job, &settings[job.settings], &disk);
        let path = job.input.path();
        if let Some(error) = &outcome.error {
            log.write(&log.style().error(error, path, outcome.source.as_ref()));
            exit = Exit::Failure;
        }
        let (Some(article), Some(source)) = (article, outcome.source) else { continue };
        let entries = ledger::entries(&article);
        let missed = ledger::missed(&entries, &rules);
        if !missed.is_empty() {
            exit = Exit::Failure;
        }
        let about = outcome.diagnostics.into_iter().filter(|found| ABOUT_RIGHTS.contains(&&*found.code));
        let messages: Vec<Diagnostic> = about.collect();
        log.write(&log.style().diagnostics(&messages, path, Some(&source)).text());
        log.write(&log.style().list("error", &missed, &source));
        listed.push(Listed { source, entries });
    }
    tell(&listed, args.format, &settings[0])?;
    Ok(exit)
}

fn rules(args: &Credits) -> Rules {
    let required = args.require.iter().map(|require| match require {
        Require::License => Required::License,
        Require::Credit => Required::Credit,
        Require::Alt => Required::Alt,
    });
    Rules { required: required.collect(), allowed: args.allow.clone() }
}

fn tell(listed: &[Listed], form: Form, settings: &Settings) -> Result<(), Stop> {
    match form {
        Form::Table => print_text(&table::text(listed)),
        Form::Csv => print(csv::text(listed).as_bytes()),
        Form::Json => print_json(&json(listed)),
        Form::Spdx => print_json(&spdx::document(listed, settings.modified.as_deref())),
    }
}

fn json(listed: &[Listed]) -> serde_json::Value {
    let pictures = rows(listed).map(|(source, entry)| {
        let mut row = serde_json::json!(entry);
        let (line, column) = source.line_column(entry.span.start);
        row["article"] = source.path.display().to_string().into();
        row["line"] = line.into();
        row["column"] = column.into();
        row
    });
    serde_json::json!({ "schema": SCHEMA, "pictures": Vec::from_iter(pictures) })
}

/// Iterates over all uses of pictures, each with its article.
fn rows(listed: &[Listed]) -> impl Iterator<Item = (&Source, &Entry)> {
    listed.iter().flat_map(|article| article.entries.iter().map(|entry| (&article.source, entry)))
}

/// Returns the place of `entry` as `file:line:column`.
fn place(source: &Source, entry: &Entry) -> String {
    let (line, column) = source.line_column(entry.span.start);
    format!("{}:{line}:{column}", source.path.display())
}
