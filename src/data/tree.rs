//! The common form of all dialects: a tree of values with their places.

use serde_json::Value as Json;

use crate::source::Span;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub value: Value,
    pub span: Span,
}

/// A value. Numbers and dates keep their original digits: `1.10` may be a version.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The key as written.
    pub key: String,
    /// The normalised key, see [`name`].
    pub name: String,
    /// Where the key stands.
    pub span: Span,
    /// Its value.
    pub node: Node,
}

impl Entry {
    pub(crate) fn new(key: impl Into<String>, span: Span, node: Node) -> Self {
        let key = key.into();
        Self { name: name(&key), key, span, node }
    }

    /// Creates an entry for a key that corresponds to `name` in other dialects.
    pub(crate) fn called(name: &str, key: impl Into<String>, span: Span, text: &str) -> Self {
        Self { key: key.into(), name: name.into(), span, node: Node { value: Value::Text(text.into()), span } }
    }
}

/// Normalises a key: `cover-image`, `cover_image`, `coverImage` and `Cover Image` are equal.
pub(crate) fn name(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

impl Node {
    /// Returns the trimmed text of a scalar; `None` if it is empty.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Returns the entries of a map.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the items of a list; a single value counts as a list of one.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// Returns the entry of a map under the first of `names` that is there and not empty.
    pub(crate) fn child(&self, names: &[&str]) -> Option<&Entry> {
        names.iter().find_map(|name| last(self.entries(), name).filter(|entry| !entry.node.is_empty()))
    }

    /// Returns the text of [`Node::child`].
    pub(crate) fn child_text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| last(self.entries(), name)?.node.text())
    }

    /// Whether the value is empty.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(Node::is_empty),
            Value::Map(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// The value as JSON.
    pub(crate) fn json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(text) => text
                .parse()
                .map(Json::Number)
                .ok()
                .filter(|number| {
                    number.as_i64().is_none_or(|number| format!("{number}") == text.as_str())
                        && number.as_f64().is_none_or(|number| format!("{number}") == text.as_str())
                })
                .unwrap_or_else(|| text.as_str().into()),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(items) => Json::Array(items.iter().map(Node::json).collect()),
            Value::Map(entries) => {
                Json::Object(entries.iter().map(|entry| (entry.key.clone(), entry.node.json())).collect())
            }
        }
    }
}

/// Returns the entry called `name`; of several, the last, as in the generators that accept duplicate keys.
pub(crate) fn last<'a>(entries: &'a [Entry], name: &str) -> Option<&'a Entry> {
    entries.iter().rev().find(|entry| entry.name == name)
}
