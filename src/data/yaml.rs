//! YAML between `---` lines, the dialect of Jekyll, Hugo, Eleventy, pandoc and most others.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{AliasLimits, DuplicateKeyPolicy};
use serde_saphyr::{Options, Spanned};

use super::SyntaxFault;
use super::tree::{Entry, Node, Value};
use crate::source::Span;

/// Maximum nesting; real front matter has a few levels.
const DEPTH: usize = 32;
/// Maximum number of values; real front matter has tens.
const NODES: usize = 8_000;

/// Parses `yaml`, which begins at offset `base` of the source.
pub(crate) fn parse(yaml: &str, base: usize) -> Result<Node, SyntaxFault> {
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(yaml, options()) {
        Ok(raw) => Ok(node(raw, yaml, base)),
        Err(error) => {
            let at = error.location().map_or(0, |location| offset(yaml, &location));
            Err(SyntaxFault { message: message(&error), at: base + at })
        }
    }
}

fn options() -> Options {
    let mut limits = AliasLimits::default();
    limits.max_total_replayed_events = NODES;
    limits.max_replay_stack_depth = 8;
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: DEPTH,
            flow_nesting_limit: DEPTH,
            max_nodes: NODES,
            max_events: 4 * NODES,
            max_aliases: 200,
            max_anchors: 200,
            max_documents: 1,
        },
        alias_limits: limits,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
    }
}

/// Returns the first line of the library's message, without the place.
fn message(error: &serde_saphyr::Error) -> String {
    let text = error.without_snippet().to_string();
    let line = text.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    line.trim_start_matches("error: ").trim_end_matches(['.', ':']).to_owned()
}

/// Returns the offset of an error from its line and column, both from 1.
fn offset(yaml: &str, location: &serde_saphyr::Location) -> usize {
    let number = |value: u64| usize::try_from(value).unwrap_or(0).saturating_sub(1);
    let start: usize = yaml.split_inclusive('\n').take(number(location.line())).map(str::len).sum();
    let line = yaml[start..].split('\n').next().unwrap_or_default();
    start + line.char_indices().nth(number(location.column())).map_or(line.len(), |(at, _)| at)
}

/// A value as the library returns it.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }
    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

fn node(raw: Spanned<Raw>, yaml: &str, base: usize) -> Node {
    let within = span(&raw, yaml);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value),
        Raw::Number => Value::Number(yaml[within.start..within.end].trim().to_owned()),
        Raw::Text(text) => Value::Text(text),
        Raw::List(items) => Value::List(items.into_iter().map(|item| node(item, yaml, base)).collect()),
        Raw::Map(entries) => Value::Map(
            (entries.into_iter())
                .map(|(key, value)| {
                    let at = span(&key, yaml);
                    Entry::new(key.value, Span::new(base + at.start, base + at.end), node(value, yaml, base))
                })
                .collect(),
        ),
    };
    Node { value, span: Span::new(base + within.start, base + within.end) }
}

/// Returns the span of a value, on character boundaries.
fn span<T>(spanned: &Spanned<T>, yaml: &str) -> Span {
    let place = spanned.defined.span();
    let number = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok()).unwrap_or(0);
    let start = number(place.byte_offset()).min(yaml.len());
    let end = start.saturating_add(number(place.byte_len())).min(yaml.len());
    Span::new(yaml.floor_char_boundary(start), yaml.floor_char_boundary(end))
}
