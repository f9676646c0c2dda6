//! TOML between `+++` lines, the dialect of Zola and Hugo.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::SyntaxFault;
use super::tree::{Entry, Node, Value};
use crate::source::Span;

/// Parses `toml`, which begins at offset `base` of the source. Returns what could be read, and the first fault.
pub(crate) fn parse(toml: &str, base: usize) -> (Vec<Entry>, Option<SyntaxFault>) {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let fault = errors.first().map(|error| SyntaxFault {
        message: error.message().lines().next().unwrap_or_default().to_owned(),
        at: base + error.span().map_or(0, |span| span.start.min(toml.len())),
    });
    (entries(table.get_ref(), base), fault)
}

fn entries(table: &DeTable<'_>, base: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = (table.iter())
        .map(|(key, value)| Entry::new(key.get_ref().as_ref(), span(key.span(), base), node(value, base)))
        .collect();
    entries.sort_by_key(|entry| entry.span);
    entries
}

fn node(value: &Spanned<DeValue<'_>>, base: usize) -> Node {
    let of = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(item, base)).collect()),
        DeValue::Table(table) => Value::Map(entries(table, base)),
    };
    Node { value: of, span: span(value.span(), base) }
}

fn span(range: std::ops::Range<usize>, base: usize) -> Span {
    Span::new(base + range.start, base + range.end)
}
