//! `check --print`: typesets articles, and lists what would look wrong in print.

mod table;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use clap::ValueEnum;
use clap::builder::PossibleValue;
use offprint::archive;
use offprint::disk::{Disk, Shelf};
use offprint::job::{self, Job, Outcome, Settings};
use offprint::preflight::{Finding, Kind};

use super::args::Check;
use super::diagnostics::Style;
use super::inputs::Inputs;
use super::report::Reporter;
use super::{Exit, SCHEMA, Stop, print_json, print_text, stop_for};

/// Forms of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Columns for people
    Table,
    /// Everything that is known
    Json,
}

/// What `--fail-on` can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Any finding.
    Any,
    /// Findings of this kind.
    Only(Kind),
}

impl FailOn {
    fn covers(self, finding: &Finding) -> bool {
        match self {
            Self::Any => true,
            Self::Only(kind) => finding.kind == kind,
        }
    }
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        use FailOn::{Any, Only};
        &[
            Any,
            Only(Kind::LowResolution),
            Only(Kind::SmallPrint),
            Only(Kind::OutOfGamut),
            Only(Kind::MissingGlyph),
            Only(Kind::SlugByline),
            Only(Kind::NoAlt),
            Only(Kind::BrokenLink),
            Only(Kind::WideGap),
            Only(Kind::River),
            Only(Kind::ShortLastPage),
            Only(Kind::PageCount),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Any => ("any", "Any of these"),
            Self::Only(kind) => (kind.name(), help(*kind)),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

fn help(kind: Kind) -> &'static str {
    match kind {
        Kind::LowResolution => "A picture under 200 dpi at its printed size",
        Kind::SmallPrint => "Text under 7 pt as printed",
        Kind::OutOfGamut => "A colour that coated paper cannot hold",
        Kind::MissingGlyph => "A box in place of a character",
        Kind::SlugByline => "A byline that is a key of the site",
        Kind::NoAlt => "A picture without alternative text that is not said to be decoration",
        Kind::BrokenLink => "A link that leads nowhere in the article or the archive",
        Kind::WideGap => "A word space over 0.85 em",
        Kind::River => "Word spaces one below the other in five lines or more",
        Kind::ShortLastPage => "A last page less than a quarter full",
        Kind::PageCount => "Another number of pages than --fit asks for",
    }
}

/// The findings of one article, each with its line and column.
struct Listed {
    path: String,
    findings: Vec<(Option<(usize, usize)>, Finding)>,
}

/// Checks `jobs`, which were planned from `inputs`.
pub fn check(
    args: &Check,
    jobs: &[Job],
    inputs: &Inputs,
    settings: &[Settings],
    shelf: Arc<Shelf>,
    style: Style,
) -> Result<Exit, Stop> {
    let cancel = settings.first().map(|settings| settings.cancel.clone()).unwrap_or_default();
    let disk = args.reading.web.disk(Disk::default(), &cancel)?.with_shelf(shelf);
    let reporter = Reporter::new(style, jobs);
    let listed: Mutex<BTreeMap<usize, Listed>> = Mutex::default();
    let done = |number: usize, mut outcome: Outcome| {
        if outcome.error.is_none() && outcome.skipped.is_none() {
            let article = listed_of(&jobs[number], &mut outcome);
            listed.lock().unwrap_or_else(PoisonError::into_inner).insert(number, article);
        }
        reporter.done(number, outcome);
    };
    let work = |job: &Job| job::check_print(job, &settings[job.settings], &disk);
    archive::run_until(jobs, args.jobs, &cancel, &work, &done).map_err(|error| stop_for(&error))?;
    let summary = reporter.finish(&inputs.skipped, &inputs.failed, &cancel);
    summary.say_many("checked");
    let listed: Vec<Listed> = listed.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect();
    match args.json || args.format == Form::Json {
        true => print_json(&json(&listed))?,
        false => print_text(&table::text(&listed))?,
    }
    let fails = rows(&listed).any(|(_, _, finding)| args.fail_on.iter().any(|asked| asked.covers(finding)));
    Ok(match summary.exit(&args.terminal) {
        Exit::Success if fails => Exit::Failure,
        exit => exit,
    })
}

/// Takes the findings out of `outcome`.
fn listed_of(job: &Job, outcome: &mut Outcome) -> Listed {
    let path = job.input.path().display().to_string();
    let findings = std::mem::take(&mut outcome.findings);
    let source = outcome.source.as_ref();
    let place = |finding: &Finding| Some(source?.line_column(finding.span?.start));
    Listed { path, findings: findings.into_iter().map(|finding| (place(&finding), finding)).collect() }
}

fn json(listed: &[Listed]) -> serde_json::Value {
    let findings = rows(listed).map(|(article, place, finding)| {
        let mut row = serde_json::json!(finding);
        row["article"] = article.path.clone().into();
        row["line"] = place.map(|place| place.0).into();
        row["column"] = place.map(|place| place.1).into();
        row
    });
    serde_json::json!({ "schema": SCHEMA, "findings": Vec::from_iter(findings) })
}

/// Iterates over all findings, each with its article, line and column.
fn rows(listed: &[Listed]) -> impl Iterator<Item = (&Listed, Option<(usize, usize)>, &Finding)> {
    listed.iter().flat_map(|article| article.findings.iter().map(move |(place, finding)| (article, *place, finding)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_kind_can_be_asked_for() {
        use super::{FailOn, ValueEnum};
        use offprint::preflight::Kind;
        for kind in Kind::ALL {
            assert_eq!(FailOn::from_str(kind.name(), false), Ok(FailOn::Only(kind)));
        }
        assert_eq!(FailOn::value_variants().len(), Kind::ALL.len() + 1);
    }
}
