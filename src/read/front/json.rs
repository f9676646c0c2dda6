//! A JSON object at the start of the file, as in Hugo, or between fences (`---json`).

use super::fence::Matter;

/// Finds the object at offset `start`; `None` if there is none.
pub(super) fn find(text: &str, start: usize) -> Option<Matter> {
    let rest = &text[start..];
    let inside = rest.strip_prefix('{')?.trim_start();
    if !inside.starts_with(['"', '}']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>();
    let (length, closed) = match values.next() {
        Some(Ok(_)) => (values.byte_offset(), true),
        // If it is malformed, it ends with a line that holds only the closing brace.
        _ => (rest.find("\n}")? + 2, true),
    };
    let end = start + length;
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    // Anything after the brace on its line is text.
    let body = if text[end..line_end].trim().is_empty() { line_end } else { end };
    Some(Matter { inner: start..end, body, closed })
}
