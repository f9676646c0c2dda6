//! The report of a run as JSON.
//!
//! Its form is published as a JSON Schema, `content/schema/report.schema.json`.

use std::path::Path;

use offprint::diag::{Diagnostic, Severity};
use offprint::job::Verdict;
use offprint::source::Source;
use serde_json::{Value, json};

use super::{Entry, Summary};
use crate::cli::SCHEMA;

impl Summary<'_> {
    /// Returns the run as JSON: articles in the order of the run, without times.
    pub fn json(&self) -> Value {
        let article = |entry: &Entry| {
            let status = match (&entry.error, entry.skipped) {
                _ if entry.interrupted => "interrupted",
                (Some(_), _) => "failed",
                (None, Some(_)) => "skipped",
                (None, None) => match entry.verdict {
                    Verdict::Unchanged => "unchanged",
                    Verdict::Due => "due",
                    _ => "converted",
                },
            };
            let outputs =
                self.outputs(entry).iter().map(|output| json!({"format": output.format, "path": shown(&output.path)}));
            let error = entry.error.as_deref().map(|(code, message)| json!({"code": code, "message": message}));
            json!({
                "input": shown(self.input(entry)),
                "status": status,
                "outputs": Vec::from_iter(outputs),
                "warnings": entry.warnings,
                "cause": entry.cause.as_ref().map(|cause| json!({"code": cause.code(), "message": cause.to_string()})),
                "fit": entry.fit,
                "messages": entry.messages,
                "error": error,
            })
        };
        let skipped = (self.skipped.iter())
            .map(|(path, why)| json!({"input": shown(path), "kind": why.code(), "reason": why.to_string()}));
        let folders = self.folders.iter().map(|(path, why)| json!({"input": shown(path), "reason": why}));
        json!({
            "version": SCHEMA,
            "articles": Vec::from_iter(self.entries.iter().map(article)),
            "skipped": Vec::from_iter(skipped),
            "failed_folders": Vec::from_iter(folders),
            "converted": self.converted().count(),
            "unchanged": self.with(Verdict::Unchanged).count(),
            "failed": self.failures().count(),
            "not_done": self.not_done,
            "warnings": self.warnings(),
            "kinds": self.kinds,
        })
    }
}

/// Returns the messages about an article, with their places in `source`.
pub(super) fn messages(diagnostics: &[Diagnostic], source: Option<&Source>) -> Vec<Value> {
    let message = |diagnostic: &Diagnostic| {
        let place = diagnostic.span.zip(source).map(|(span, source)| source.line_column(span.start));
        json!({
            "severity": match diagnostic.severity {
                Severity::Note => "note",
                Severity::Warning => "warning",
            },
            "code": diagnostic.code,
            "message": diagnostic.message,
            "line": place.map(|(line, _)| line),
            "column": place.map(|(_, column)| column),
            "help": diagnostic.help,
        })
    };
    diagnostics.iter().map(message).collect()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
