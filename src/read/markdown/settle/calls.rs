//! Finds note calls within the words of a link or picture, where the parser would drop the link in favour of the note.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::sentinel::Insert;
use super::{By, Edit};

/// Maximum length of a label, in bytes.
const LONGEST: usize = 200;

/// Returns edits for the note calls inside brackets; `None` if there are none.
pub(super) fn find(text: &str) -> Option<Vec<Edit>> {
    let candidates = candidates(text);
    if candidates.is_empty() {
        return None;
    }
    let labels = labels(text);
    let mut code = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::Code(_) | Event::InlineHtml(_) => {
                code.push(range)
            }
            _ => {}
        }
    }
    let label = |call: &Range<usize>| &text[call.start + 2..call.end - 1];
    let edits: Vec<Edit> = (candidates.into_iter())
        .filter(|call| labels.contains(&label(call).to_lowercase()))
        .filter(|call| {
            let next = code.partition_point(|range| range.start <= call.start);
            code[..next].last().is_none_or(|range| range.end <= call.start)
        })
        .map(|call| Edit { by: By::Insert(Insert::Call(label(&call).to_owned())), range: call })
        .collect();
    (!edits.is_empty()).then_some(edits)
}

/// An open bracket with the calls in it.
#[derive(Default)]
struct Open {
    calls: Vec<Range<usize>>,
}

/// Returns the calls within brackets that close like those of a link.
fn candidates(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains("[^") {
        return found;
    }
    let bytes = text.as_bytes();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            // A link ends with its paragraph.
            b'\n' if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => open.clear(),
            b'[' => match call(bytes, at) {
                Some(end) => {
                    if let Some(around) = open.last_mut() {
                        around.calls.push(at..end);
                    }
                    at = end - 1;
                }
                None => open.push(Open::default()),
            },
            b']' => {
                let calls = open.pop().unwrap_or_default().calls;
                if matches!(bytes.get(at + 1), Some(b'(' | b'[' | b'{')) {
                    found.extend(calls);
                } else if let Some(around) = open.last_mut() {
                    around.calls.extend(calls);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found.sort_by_key(|call| call.start);
    found
}

/// Returns the end of the call that begins at byte `at`.
fn call(bytes: &[u8], at: usize) -> Option<usize> {
    let label = bytes.get(at + 1..).filter(|rest| rest.starts_with(b"^"))?;
    let length = label.iter().take(LONGEST).position(|byte| matches!(byte, b']' | b'[' | b'\n' | b' '))?;
    let end = at + 1 + length + 1;
    (length > 1 && bytes[end - 1] == b']' && bytes.get(end) != Some(&b':')).then_some(end)
}

/// Returns the labels of all defined notes, in lower case.
fn labels(text: &str) -> BTreeSet<String> {
    let begins =
        |at: usize| text[..at].trim_end_matches([' ', '\t', '>']).ends_with('\n') || text[..at].trim().is_empty();
    let found = text.match_indices("]:").filter_map(|(end, _)| {
        let before = &text.as_bytes()[end.saturating_sub(LONGEST)..end];
        let at = end - before.len() + before.iter().rposition(|&byte| byte == b'[')?;
        text[at..].strip_prefix("[^")?;
        begins(at).then(|| text[at + 2..end].to_lowercase())
    });
    found.collect()
}
