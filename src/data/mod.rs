//! Data that people write beside articles: YAML, TOML, JSON, and plain data in JavaScript and Python.
//!
//! All become one form, a tree of values with their places ([`tree`]). Front matter and the configuration files of site
//! generators are read from it. Nothing is ever evaluated. What is malformed is read as far as possible
//! ([`salvage`]), and the first fault is reported with its place.

pub(crate) mod json;
pub(crate) mod salvage;
pub(crate) mod script;
pub(crate) mod toml;
pub(crate) mod tree;
pub(crate) mod yaml;

pub(crate) use salvage::is_key_line;
pub(crate) use tree::{Entry, Node, Value, last};

use crate::source::Span;

/// A syntax error and its offset.
#[derive(Clone, Debug)]
pub(crate) struct SyntaxFault {
    pub message: String,
    pub at: usize,
}

/// Reads the data file called `name` with the content `text`: its entries as far as they can be read, and the first
/// fault.
pub(crate) fn of_file(name: &str, text: &str) -> (Vec<Entry>, Option<SyntaxFault>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match name.rsplit('.').next().unwrap_or_default() {
        "toml" => toml::parse(text, 0),
        "json" => match json::parse(text.trim_end(), 0) {
            Ok(entries) => (entries, None),
            Err(fault) => (salvage::json(text, 0), Some(fault)),
        },
        "py" => (script::python(text), None),
        "js" | "ts" | "mjs" | "cjs" | "mts" | "cts" => (script::javascript(text), None),
        _ => match yaml::parse(text, 0) {
            Ok(Node { value: Value::Map(entries), .. }) => (entries, None),
            Ok(Node { value: Value::Null, .. }) => (Vec::new(), None),
            Ok(node) => {
                let message = "there are no keys in it".to_owned();
                (Vec::new(), Some(SyntaxFault { message, at: node.span.start }))
            }
            Err(fault) => (salvage::read(text, 0), Some(fault)),
        },
    }
}

/// Returns the entry at `path`, names of nested maps in their normalised form ([`tree::name`]) separated by dots; a name
/// that is written with dots itself (`"params.author"`) is found too.
pub(crate) fn at<'a>(entries: &'a [Entry], path: &str) -> Option<&'a Entry> {
    if let Some(found) = last(entries, path) {
        return Some(found);
    }
    path.match_indices('.').find_map(|(dot, _)| at(last(entries, &path[..dot])?.node.entries(), &path[dot + 1..]))
}

/// Returns the line of a place in `text`, from 1.
pub(crate) fn line(text: &str, span: Span) -> usize {
    text.as_bytes()[..span.start.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}
