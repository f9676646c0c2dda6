//! What is told about an article without making its outputs, as JSON.

use std::sync::Arc;

use offprint::article::Bytes;
use offprint::diag::Diagnostics;
use offprint::{Explained, ledger};
use serde_json::Value;

use crate::metadata::Text;

// The same description as that of `offprint explain --json`.
#[path = "../../../src/cli/understood.rs"]
mod understood;

/// Describes what was understood of `text`.
pub fn understood(text: &Text, explained: Explained) -> String {
    let said = text.tell(explained.diagnostics);
    let understood = understood::Understood::of(&explained.article, &text.source, &said);
    let mut told = serde_json::json!(understood);
    places(&mut told, text);
    replaced(&mut told, text);
    findings(&mut told["diagnostics"], &said, text);
    told.to_string()
}

/// Lists the pictures of `text` with their rights. `path_of` knows where content comes from.
pub fn credits(text: &Text, explained: &Explained, path_of: &dyn Fn(&Arc<[u8]>) -> Option<String>) -> String {
    let path = |name: &str| {
        // What is kept in memory has no path, only a name in the outputs.
        let asset = explained.article.assets.iter().find(|asset| asset.name == name)?;
        let Bytes::Held(content) = &asset.bytes else { return None };
        path_of(content)
    };
    let row = |entry: &ledger::Entry| {
        let mut row = serde_json::json!(entry);
        if let Some(path) = path(&entry.picture).filter(|_| !entry.missing) {
            row["picture"] = path.into();
        }
        let (line, column) = text.place(entry.span.start).unzip();
        (row["line"], row["column"]) = (line.into(), column.into());
        row
    };
    Value::from_iter(ledger::entries(&explained.article).iter().map(row)).to_string()
}

/// Says of values that both state that they are the metadata's.
fn replaced(told: &mut Value, text: &Text) {
    for value in told["values"].as_array_mut().into_iter().flatten() {
        if value["key"].as_str().is_some_and(|key| text.replaces(key)) {
            value["line"] = Value::Null;
        }
    }
}

/// Translates the lines in `told` to those of the article as it was given.
fn places(told: &mut Value, text: &Text) {
    match told {
        Value::Array(items) => items.iter_mut().for_each(|item| places(item, text)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match value.as_u64() {
                    Some(line) if key == "line" => *value = text.line(line as usize).into(),
                    _ if key == "unknown_keys" => {}
                    _ => places(value, text),
                }
            }
        }
        _ => {}
    }
}

/// States the exact places of `said`, whose columns may differ, too.
fn findings(told: &mut Value, said: &Diagnostics, text: &Text) {
    for (finding, said) in told.as_array_mut().into_iter().flatten().zip(said) {
        let (line, column) = said.span.and_then(|span| text.place(span.start)).unzip();
        (finding["line"], finding["column"]) = (line.into(), column.into());
    }
}
