//! Calls of notes within the words of a link or picture, where the parser would give the link up for the note.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::sentinel::Insert;
use super::{By, Edit};

/// How far before a call the bracket may be that it stands in, in bytes.
const REACH: usize = 2000;

/// Calls of notes inside of brackets; `None` where there are none.
pub(super) fn find(text: &str) -> Option<Vec<Edit>> {
    let candidates: Vec<(usize, usize)> =
        text.match_indices("[^").filter_map(|(at, _)| Some((at, call(text, at)?))).collect();
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
    let edits: Vec<Edit> = (candidates.into_iter())
        .filter(|(at, end)| labels.contains(&text[at + 2..end - 1].to_lowercase()))
        .filter(|(at, _)| {
            let next = code.partition_point(|range| range.start <= *at);
            code[..next].last().is_none_or(|range| range.end <= *at)
        })
        .map(|(at, end)| Edit { range: at..end, by: By::Insert(Insert::Call(text[at + 2..end - 1].to_owned())) })
        .collect();
    (!edits.is_empty()).then_some(edits)
}

/// The end of the call at byte `at`, if a bracket is open before it that closes as a link does.
fn call(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = bytes[at + 2..].iter().take(200).position(|byte| matches!(byte, b']' | b'[' | b'\n' | b' '))?;
    let end = at + 2 + length + 1;
    if length == 0 || bytes[end - 1] != b']' || bytes.get(end) == Some(&b':') {
        return None;
    }
    let mut depth = 0;
    let before = bytes[at.saturating_sub(REACH)..at].iter().rev().zip(bytes[..at].iter().rev().skip(1).chain([&b'\n']));
    for (byte, earlier) in before {
        match byte {
            _ if *earlier == b'\\' => {}
            b'\n' if *earlier == b'\n' => return None,
            b']' => depth += 1,
            b'[' if depth == 0 => return closes(&bytes[end..]).then_some(end),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether the bracket that is open before `rest` ends the words of a link.
fn closes(rest: &[u8]) -> bool {
    let mut depth = 0;
    for (at, byte) in rest.iter().enumerate().take(REACH) {
        match byte {
            b'\n' if rest.get(at + 1) == Some(&b'\n') => return false,
            b'[' => depth += 1,
            b']' if depth == 0 => return matches!(rest.get(at + 1), Some(b'(' | b'[' | b'{')),
            b']' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Labels of the notes that are defined, in lower case.
fn labels(text: &str) -> BTreeSet<String> {
    let begins =
        |at: usize| text[..at].trim_end_matches([' ', '\t', '>']).ends_with('\n') || text[..at].trim().is_empty();
    let found = text.match_indices("]:").filter_map(|(end, _)| {
        let at = text[..end].rfind('[').filter(|at| text[*at..].starts_with("[^"))?;
        begins(at).then(|| text[at + 2..end].to_lowercase())
    });
    found.collect()
}
