//! JSON, with the places of its keys.

use serde_json::Value as Json;

use super::SyntaxFault;
use super::tree::{Entry, Node, Value};
use crate::source::Span;

/// Parses `json`, which begins at offset `base` of the source.
pub(crate) fn parse(json: &str, base: usize) -> Result<Vec<Entry>, SyntaxFault> {
    match serde_json::from_str::<Json>(json) {
        Ok(Json::Object(map)) => Ok(Places { json, base, at: 0 }.entries(map)),
        Ok(_) => Ok(Vec::new()),
        Err(error) => {
            Err(SyntaxFault { message: message(&error), at: base + offset(json, error.line(), error.column()) })
        }
    }
}

fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// Converts line and column, both from 1, to an offset.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}

/// Finds the places that the library does not report: keys are in the order of the text.
struct Places<'a> {
    json: &'a str,
    base: usize,
    at: usize,
}

impl Places<'_> {
    fn entries(&mut self, map: serde_json::Map<String, Json>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (key, value) in map {
            let span = self.key(&key);
            entries.push(Entry::new(key, span, self.node(value, span)));
        }
        entries
    }

    fn key(&mut self, key: &str) -> Span {
        let quoted = Json::from(key).to_string();
        if let Some(found) = self.json[self.at..].find(&quoted) {
            let start = self.at + found;
            self.at = start + quoted.len();
            return Span::new(self.base + start + 1, self.base + self.at - 1);
        }
        Span::new(self.base + self.at, self.base + self.at)
    }

    fn node(&mut self, value: Json, span: Span) -> Node {
        let value = match value {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value),
            Json::Number(number) => Value::Number(number.to_string()),
            Json::String(text) => Value::Text(text),
            Json::Array(items) => Value::List(items.into_iter().map(|item| self.node(item, span)).collect()),
            Json::Object(map) => Value::Map(self.entries(map)),
        };
        Node { value, span }
    }
}
