//! Link definitions with the label `#`, as translation projects write them: `[#]: subject: (A title)`.

use super::fence::{Matter, lines};
use crate::data::tree::Entry;
use crate::source::Span;

const OPEN: &str = "[#]:";

/// Finds such lines at offset `start`.
pub(super) fn find(text: &str, start: usize) -> Option<Matter> {
    let mut end = start;
    for (at, line) in lines(text, start) {
        if !line.starts_with(OPEN) {
            break;
        }
        end = at + line.len();
    }
    (end > start).then_some(Matter { inner: start..end, body: end, closed: true })
}

/// Reads the lines of `text`, which begins at offset `base` of the source.
pub(super) fn parse(text: &str, base: usize) -> Vec<Entry> {
    lines(text, 0).filter_map(|(at, line)| entry(line, base + at)).collect()
}

fn entry(line: &str, base: usize) -> Option<Entry> {
    let rest = line.strip_prefix(OPEN)?;
    let (key, value) = rest.split_once(':')?;
    let value = value.trim();
    let value = [('(', ')'), ('"', '"'), ('<', '>')]
        .into_iter()
        .find_map(|(open, close)| value.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(value);
    let key = key.trim();
    let name = match key {
        "subject" => "title".into(),
        "via" => "source".into(),
        other => crate::data::tree::name(other),
    };
    let start = base + line.find(key)?;
    Some(Entry::called(&name, key, Span::new(start, start + key.len()), value.trim()))
}
