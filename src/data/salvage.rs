//! Salvages malformed YAML: each top-level key is parsed separately with its lines; if these are malformed too, their
//! text is used as it is.

use super::tree::{Entry, Node, Value};
use super::yaml;
use crate::source::Span;

/// Returns the entries of `text`, which begins at offset `base` of the source.
pub(crate) fn read(text: &str, base: usize) -> Vec<Entry> {
    chunks(text).into_iter().filter_map(|(start, chunk)| entry(chunk, base + start)).collect()
}

/// Splits the text into chunks that each begin with a key at the start of a line. A line that can only be prose
/// belongs to the key before it.
fn chunks(text: &str) -> Vec<(usize, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_key_line(line) && !line.starts_with([' ', '\t', '-']) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| (start, &text[start..end])).collect()
}

fn entry(chunk: &str, base: usize) -> Option<Entry> {
    if let Ok(Node { value: Value::Map(entries), .. }) = yaml::parse(chunk, base)
        && let Ok([entry]) = <[Entry; 1]>::try_from(entries)
    {
        return Some(entry);
    }
    let (key, value) = chunk.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    let lines: Vec<&str> = value.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let text = lines.join(" ");
    let text = text.trim_start_matches(['>', '|']).trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    let span = Span::new(base, base + chunk.trim_end().len());
    let node = Node { value: Value::Text(quoted.unwrap_or(text).to_owned()), span };
    Some(Entry::new(key, Span::new(base, base + key.len()), node))
}

/// Returns the entries of malformed JSON whose key and value are on one line.
pub(crate) fn json(text: &str, base: usize) -> Vec<Entry> {
    let mut at = base;
    let mut entries = Vec::new();
    for line in text.split_inclusive('\n') {
        let value = line.trim().trim_end_matches(',');
        if let Ok(serde_json::Value::Object(map)) = serde_json::from_str(&format!("{{{value}}}"))
            && let Some((key, serde_json::Value::String(text))) = map.into_iter().next()
        {
            let span = Span::new(at, at + line.trim_end().len());
            entries.push(Entry::new(key, span, Node { value: Value::Text(text), span }));
        }
        at += line.len();
    }
    entries
}

/// Whether `line` is `key: value` with a key of at most three words.
pub(crate) fn is_key_line(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    let key = key.trim().trim_matches(['"', '\'']);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '@' | '$');
    !key.is_empty()
        && key.len() <= 60
        && key.split(' ').count() <= 3
        && key.chars().all(plain)
        && key.chars().any(char::is_alphanumeric)
        && (value.is_empty() || value.starts_with([' ', '\t', '\n', '\r']))
}
