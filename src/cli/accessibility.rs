//! `check --a11y`: prints the accessibility claims for an article's EPUB, and what a person must still judge.
//!
//! The claims are those in the EPUB's metadata, made by the same code. Articles that cannot be read are omitted here;
//! the check itself reports them.

use std::fmt::Write;

use offprint::disk::Disk;
use offprint::epub::{Judgement, Promises, STANDARD};
use offprint::job::{self, Job, Settings};
use offprint::source::Source;
use serde_json::{Value, json};

/// The report of one article.
pub struct Report {
    source: Source,
    promises: Promises,
    judgements: Vec<Judgement>,
}

/// Returns the reports of all articles of `jobs` that can be read.
pub fn reports(jobs: &[Job], settings: &[Settings], disk: &Disk) -> Vec<Report> {
    let report = |(source, promises, judgements)| Report { source, promises, judgements };
    jobs.iter().filter_map(|job| job::accessibility(job, &settings[job.settings], disk).ok().map(report)).collect()
}

/// Formats the reports as JSON.
pub fn json(reports: &[Report]) -> Value {
    let judgement = |report: &Report, one: &Judgement| {
        let place = one.span.map(|span| report.source.line_column(span.start));
        json!({
            "kind": one.kind,
            "line": place.map(|place| place.0),
            "column": place.map(|place| place.1),
            "question": one.question,
        })
    };
    let report = |report: &Report| {
        let judgements = report.judgements.iter().map(|one| judgement(report, one)).collect::<Vec<_>>();
        json!({
            "input": report.source.path.display().to_string(),
            "promises": report.promises,
            "to_judge": judgements,
        })
    };
    reports.iter().map(report).collect()
}

/// Formats the reports as text.
pub fn text(reports: &[Report]) -> String {
    let mut text = String::new();
    for report in reports {
        // Writing to a String cannot fail.
        let _ = write(report, &mut text);
    }
    text
}

fn write(report: &Report, out: &mut String) -> std::fmt::Result {
    let Promises { access_modes, sufficient, features, hazard, summary, print, certifier } = &report.promises;
    let path = report.source.path.display();
    writeln!(out, "{path}\n\n  What the EPUB promises in its metadata:")?;
    writeln!(out, "    access modes: {}", access_modes.join(", "))?;
    writeln!(out, "    sufficient: {}", if sufficient.is_empty() { "none".into() } else { sufficient.join("; ") })?;
    writeln!(out, "    features: {}", features.join(", "))?;
    writeln!(out, "    hazards: {hazard}")?;
    writeln!(out, "    summary: {summary}")?;
    if print.is_some() {
        writeln!(out, "    page numbers: those of the PDF from the same run")?;
    }
    match certifier {
        Some(certifier) => writeln!(out, "    conforms to: {STANDARD}, certified by {certifier}")?,
        None => writeln!(out, "    conformance: not claimed, because nobody certifies it")?,
    }
    writeln!(out, "\n  What a person must judge:")?;
    for Judgement { kind, span, question } in &report.judgements {
        match span.map(|span| report.source.line_column(span.start)) {
            Some((line, column)) => writeln!(out, "    {path}:{line}:{column}: {kind}: {question}")?,
            None => writeln!(out, "    {path}: {kind}: {question}")?,
        }
    }
    let reading = "do the headings describe what follows? Is any information given by colour alone?";
    writeln!(out, "    {path}: reading: {reading}\n")
}
