//! Finds a part of a note: the section below a heading, or a block named by `^`.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::adapt;
use crate::read::markdown::options;
use crate::read::protected::protected;

/// Finds the part of `note` that `name` names; the whole note for an empty name.
pub(super) fn find(note: &str, name: &str) -> Option<Range<usize>> {
    match name.strip_prefix('^') {
        _ if name.is_empty() => Some(0..note.len()),
        Some(block) => named_block(note, block),
        None => section(note, name),
    }
}

/// Finds the section of the heading `name`, up to the next heading of its level.
fn section(note: &str, name: &str) -> Option<Range<usize>> {
    let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    let wanted = loose(&decoded);
    let headings = adapt::headings(note);
    let at = headings.iter().position(|heading| heading.top && loose(&heading.text) == wanted)?;
    let level = headings[at].level;
    let end = headings[at + 1..].iter().find(|heading| heading.top && heading.level <= level);
    Some(headings[at].range.start..end.map_or(note.len(), |heading| heading.range.start))
}

/// Reduces a heading to what all its forms in links have in common.
fn loose(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// Finds the block that is named by `^name`, at the end of its last line or on a line of its own.
fn named_block(note: &str, name: &str) -> Option<Range<usize>> {
    let mark = mark(note, name)?;
    let mut before: Option<Range<usize>> = None;
    let mut holds: Option<Range<usize>> = None;
    let mut depth = 0;
    for (event, range) in Parser::new_ext(note, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let outermost = depth == 0;
                if range.contains(&mark.start) && (outermost || matches!(tag, Tag::Item)) {
                    holds = Some(range.clone());
                }
                if outermost && range.end <= mark.start {
                    before = Some(range);
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    let holds = holds?;
    let rest = [&note[holds.start..mark.start], &note[mark.end..holds.end.max(mark.end)]].concat();
    if rest.trim().is_empty() { before } else { Some(holds) }
}

/// Finds `^name` at the end of a line of `note`.
fn mark(note: &str, name: &str) -> Option<Range<usize>> {
    let code = protected(note);
    let wanted = format!("^{name}");
    let mut found = note.match_indices(&wanted).filter_map(|(at, _)| {
        let end = at + wanted.len();
        let ends = note[end..].lines().next().unwrap_or_default().trim().is_empty();
        let begins = note[..at].chars().next_back().is_none_or(char::is_whitespace);
        (begins && ends && !code.holds(at)).then_some(at..end)
    });
    found.next()
}

/// Returns the text of `range` of `note` without the mark of the block `part`, followed by the definitions of notes
/// and links that it uses from elsewhere in the note. Labels of notes get the suffix `suffix`.
pub(super) fn extract(note: &str, range: Range<usize>, part: &str, suffix: &str) -> String {
    let mut text = dedented(note, range.clone());
    if part.starts_with('^')
        && let Some(mark) = mark(&text, &part[1..])
    {
        text.replace_range(mark, "");
    }
    if range != (0..note.len()) {
        for definition in definitions(note, &range) {
            text = format!("{}\n\n{}\n", text.trim_end(), note[definition].trim_end());
        }
    }
    with_labels(&text, suffix)
}

/// Returns the text of `range` without the indentation of its first line.
fn dedented(note: &str, range: Range<usize>) -> String {
    let start = note[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let column = range.start - start;
    let text = &note[range];
    if column == 0 {
        return text.to_owned();
    }
    let cut = |line: &str| {
        let spaces = line.bytes().take(column).take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
        line[spaces..].to_owned()
    };
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    std::iter::once(first).chain(lines.map(cut)).collect::<Vec<_>>().join("\n")
}

/// Returns the definitions of notes and links outside of `range`.
fn definitions(note: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(note, options());
    let mut found: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
    let called = |label: &str| note[range.clone()].contains(&format!("[^{label}]"));
    for (event, at) in parser.into_offset_iter() {
        if let Event::Start(Tag::FootnoteDefinition(label)) = event
            && called(&label)
        {
            found.push(at);
        }
    }
    found.retain(|at| at.start < range.start || at.start >= range.end);
    found.sort_by_key(|at| at.start);
    found
}

/// Adds `suffix` to the labels of the notes in `text`, so that they differ from the article's.
fn with_labels(text: &str, suffix: &str) -> String {
    if !text.contains("[^") {
        return text.to_owned();
    }
    let mut labels: BTreeSet<String> = BTreeSet::new();
    for event in Parser::new_ext(text, options()) {
        if let Event::Start(Tag::FootnoteDefinition(label)) = event {
            labels.insert(label.to_string());
        }
    }
    let code = protected(text);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices("[^") {
        let Some(end) = text[at..].find([']', '\n']).map(|end| at + end) else { break };
        if at >= done && !code.holds(at) && labels.contains(&text[at + 2..end]) {
            out.push_str(&text[done..end]);
            out.push_str(suffix);
            done = end;
        }
    }
    out.push_str(&text[done..]);
    out
}

/// Whether `end` ends a heading.
pub(super) fn is_heading_end(end: &TagEnd) -> bool {
    matches!(end, TagEnd::Heading(_))
}
