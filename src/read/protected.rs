//! Finds where markup has no meaning: in code, formulas and scripts.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::html;
use super::markdown::{formulas, options};

/// Ranges of a text without markup: sorted and not nested.
#[derive(Debug, Default)]
pub(super) struct Protected(Vec<Range<usize>>);

impl Protected {
    /// Returns the range around byte `at`.
    pub fn around(&self, at: usize) -> Option<&Range<usize>> {
        let next = self.0.partition_point(|range| range.start <= at);
        self.0[..next].last().filter(|range| at < range.end)
    }

    /// Whether byte `at` is in one of the ranges.
    pub fn holds(&self, at: usize) -> bool {
        self.around(at).is_some()
    }

    /// Returns all ranges, in order.
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.0
    }
}

/// Finds code, formulas and scripts in `text`, where braces are not tags.
pub(super) fn protected(text: &str) -> Protected {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut open = 0;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Html(html) => open = (open + html::open_blocks(&html)).max(0),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))
                if open > 0 && html::is_indented_text(&text[range.clone()]) => {}
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => ranges.push(range),
            _ => {}
        }
    }
    ranges.extend(formulas(text));
    for name in ["pre", "code", "script", "style"] {
        let mut from = 0;
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        while let Some(start) = text[from..].find(&open).map(|at| from + at) {
            let Some(end) = text[start..].find(&close).map(|at| start + at) else { break };
            ranges.push(start..end);
            from = end;
        }
    }
    ranges.sort_by_key(|range| range.start);
    // A nested range would hide the rest of the outer one.
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    Protected(merged)
}
