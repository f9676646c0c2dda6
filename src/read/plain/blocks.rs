//! Splits text into blocks.
//!
//! The lines of a block are joined, except those that a marker separates ([`super::marks`]): list items, steps,
//! speech.

use super::clean;
use super::marks::{self, Mark};
use crate::source::Span;

/// A block with its lines joined and cleaned.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextBlock {
    /// Its characters; never empty.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Its first line, from 1.
    pub line: usize,
    /// The marker of a list item, which is not in the text, with its indentation.
    pub mark: Option<(Mark, usize)>,
}

/// Lines longer than this were not wrapped by hand.
const LONG_LINE: usize = 120;

/// A line with its place.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    number: usize,
}

/// Splits `text` from byte `from` on into blocks at empty lines. If there are none and lines are long, each line is a
/// block.
pub(super) fn split(text: &str, from: usize) -> Vec<TextBlock> {
    let lines = lines(text, from);
    let blocks: Vec<&[Line<'_>]> = lines.split(|line| is_blank(line.text)).filter(|block| !block.is_empty()).collect();
    let long = lines.iter().any(|line| line.text.chars().nth(LONG_LINE).is_some());
    match blocks[..] {
        [only] if long => pieces(only, Width::Lines),
        _ => blocks.into_iter().flat_map(|block| pieces(block, Width::Wrapped)).collect(),
    }
}

/// How the lines of a text are divided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    /// Wrapped at a width: a line without a marker continues the previous one.
    Wrapped,
    /// Each line is a paragraph.
    Lines,
}

/// Returns the pieces of a block.
fn pieces(block: &[Line<'_>], width: Width) -> Vec<TextBlock> {
    let texts: Vec<&str> = block.iter().map(|line| line.text).collect();
    let found = marks::find(&texts);
    let widest = marks::widest(&texts);
    let mut starts: Vec<usize> = Vec::new();
    for index in 0..block.len() {
        let begins = index == 0 || width == Width::Lines || found[index].is_some();
        let is_in_item = starts.last().is_some_and(|&start| found[start].is_some());
        if begins || is_in_item && !marks::goes_on(&texts, index, widest) {
            starts.push(index);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([block.len()]);
    let ranges = starts.iter().copied().zip(ends);
    ranges.filter_map(|(start, end)| piece(&block[start..end], found[start])).collect()
}

/// Splits `text` into lines, ended by LF, CRLF, CR, or Unicode's line and paragraph separators.
fn lines(text: &str, from: usize) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut number = text[..from].matches('\n').count() + 1;
    let mut start = from;
    let mut rest = text[from..].char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}') {
            continue;
        }
        lines.push(Line { text: &text[start..from + at], start, number });
        start = from + at + c.len_utf8();
        if c == '\r' && rest.next_if(|next| next.1 == '\n').is_some() {
            start += 1;
        }
        number += usize::from(matches!(c, '\n' | '\r'));
    }
    lines.push(Line { text: &text[start..], start, number });
    lines
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}'))
}

fn piece(lines: &[Line<'_>], found: Option<marks::FoundMark>) -> Option<TextBlock> {
    let item = found.filter(|found| found.mark != Mark::Line);
    let (first, last) = (lines.first()?, lines.last()?);
    let mut joined = String::new();
    for line in lines {
        let part = match item.filter(|_| joined.is_empty()) {
            Some(item) => line.text[item.length..].trim(),
            None => line.text.trim(),
        };
        if needs_space(&joined, part) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    let text = clean(&joined);
    let span = Span::new(first.start, last.start + last.text.len());
    let mark = item.map(|item| (item.mark, item.indent));
    (!text.is_empty()).then_some(TextBlock { text, span, line: first.number, mark })
}

/// Chinese and Japanese have no spaces, so lines are joined without one between their characters.
fn needs_space(before: &str, after: &str) -> bool {
    let cjk = |c: char| matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    match (before.chars().next_back(), after.chars().next()) {
        (Some(before), Some(after)) => !(cjk(before) && cjk(after)),
        _ => false,
    }
}
