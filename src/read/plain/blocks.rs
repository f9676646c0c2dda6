//! Cutting text into its blocks.

use super::clean;
use crate::source::Span;

/// A block: its lines joined and cleaned.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// Its characters; never empty.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Its first line, from 1.
    pub line: usize,
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

/// The blocks of `text` from byte `from` on. Empty lines part them; where there is none and lines are long, each line
/// is a block.
pub(super) fn split(text: &str, from: usize) -> Vec<Piece> {
    let lines = lines(text, from);
    let blocks: Vec<&[Line<'_>]> = lines.split(|line| is_blank(line.text)).filter(|block| !block.is_empty()).collect();
    let long = lines.iter().any(|line| line.text.chars().nth(LONG_LINE).is_some());
    match blocks[..] {
        [only] if long => only.chunks(1).filter_map(piece).collect(),
        _ => blocks.into_iter().filter_map(piece).collect(),
    }
}

/// The lines of `text`, ended by LF, CRLF, CR, or Unicode's line and paragraph separators.
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

fn piece(lines: &[Line<'_>]) -> Option<Piece> {
    let (first, last) = (lines.first()?, lines.last()?);
    let mut joined = String::new();
    for line in lines {
        let part = line.text.trim();
        if needs_space(&joined, part) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    let text = clean(&joined);
    let span = Span::new(first.start, last.start + last.text.len());
    (!text.is_empty()).then_some(Piece { text, span, line: first.number })
}

/// Chinese and Japanese are written without spaces, so a line end between their characters is none.
fn needs_space(before: &str, after: &str) -> bool {
    let cjk = |c: char| matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    match (before.chars().next_back(), after.chars().next()) {
        (Some(before), Some(after)) => !(cjk(before) && cjk(after)),
        _ => false,
    }
}
