//! Front matter between two fence lines.

use std::ops::Range;

use crate::data::is_key_line;

/// The place of front matter in a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Matter {
    /// Its content, without fences.
    pub inner: Range<usize>,
    /// Where the body begins.
    pub body: usize,
    /// Whether it has a closing fence.
    pub closed: bool,
}

/// Finds the front matter at offset `start`, between a line `open` and a line `close`.
pub(super) fn find(text: &str, start: usize, open: &[&str], close: &[&str]) -> Option<Matter> {
    let mut lines = lines(text, start);
    let (_, first) = lines.next()?;
    if !open.contains(&first.trim_end()) {
        return None;
    }
    let inner = start + first.len();
    for (at, line) in lines {
        if close.contains(&line.trim_end()) {
            return Some(Matter { inner: inner..at, body: at + line.len(), closed: true });
        }
    }
    Some(Matter { inner: inner..text.len(), body: text.len(), closed: false })
}

/// Ends front matter without a closing fence before the first line that is neither a key nor belongs to one.
pub(super) fn until_prose(text: &str, matter: &Matter) -> Option<Matter> {
    let mut end = matter.inner.start;
    for (at, line) in lines(text, matter.inner.start) {
        let belongs = line.starts_with([' ', '\t', '#']) || line.starts_with("- ");
        if line.trim().is_empty() || !(is_key_line(line) || belongs) {
            break;
        }
        end = at + line.len();
    }
    (end > matter.inner.start).then_some(Matter { inner: matter.inner.start..end, body: end, closed: false })
}

/// Finds a line of `inner` after an empty one that is text and no YAML. Returns where the keys before it end, and where it
/// begins. What is between them belongs to the text: a comment may be a heading, and other lines are the paragraph before.
pub(super) fn first_text(inner: &str) -> Option<(usize, usize)> {
    let (mut end, mut gap) = (0, false);
    for (at, line) in lines(inner, 0) {
        let continues = line.starts_with([' ', '\t']) || !gap && line.starts_with(['-', '}', ']']);
        // After an empty line, `A sentence with: a colon` is no key.
        let is_key = is_key_line(line) && !(gap && line.split(':').next().is_some_and(|key| key.contains(' ')));
        if line.trim().is_empty() {
            gap = true;
        } else if continues || is_key {
            (end, gap) = (at + line.len(), false);
        } else if gap && !line.starts_with('#') {
            return Some((end, at));
        }
    }
    None
}

/// Iterates over the lines of `text` from `start` on, with line ends, each with its offset.
pub(super) fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let offset = at;
        at += line.len();
        (offset, line)
    })
}
