//! The text of a credit line, with the places of its links, emphasised words and line ends.

use std::ops::Range;

use crate::article::{Inline, Style, Target, plain_text};

/// A wording as text, with what its markup says.
#[derive(Debug, Default)]
pub(super) struct Wording {
    /// Its plain text.
    pub text: String,
    /// Its links with their addresses, in order.
    pub links: Vec<(Range<usize>, String)>,
    /// Words that are set off as a work's title is; not those that fill the whole line.
    pub emphasis: Vec<Range<usize>>,
    /// Offsets of line ends.
    pub breaks: Vec<usize>,
}

impl Wording {
    /// Reads `inlines`.
    pub(super) fn of(inlines: &[Inline]) -> Self {
        let mut wording = Self::default();
        wording.add(inlines);
        let whole = wording.text.trim().len();
        wording.emphasis.retain(|range| range.len() < whole);
        wording
    }

    /// Reads `text` without markup.
    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    fn add(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let start = self.text.len();
            match inline {
                Inline::LineBreak => {
                    self.breaks.push(start);
                    self.text.push(' ');
                }
                Inline::Styled { style: Style::RubyText, .. } => self.text += &plain_text(std::slice::from_ref(inline)),
                Inline::Link { target, content, .. } => {
                    self.add(content);
                    if let Target::Url(url) = target {
                        self.links.push((start..self.text.len(), url.clone()));
                    }
                }
                Inline::Styled { style, content } => {
                    self.add(content);
                    if matches!(style, Style::Emphasis | Style::Cite) {
                        self.emphasis.push(start..self.text.len());
                    }
                }
                Inline::Span { content, .. } => self.add(content),
                other => self.text += &plain_text(std::slice::from_ref(other)),
            }
        }
    }

    /// Returns the address of the link that covers most of `range`, if any.
    pub(super) fn link_on(&self, range: &Range<usize>) -> Option<&str> {
        let covers = |link: &Range<usize>| link.start < range.end && range.start < link.end;
        self.links.iter().find(|(link, _)| covers(link)).map(|(_, url)| url.as_str())
    }

    /// Returns the offsets at which a word must end: the ends of links.
    pub(super) fn cuts(&self) -> Vec<usize> {
        let mut cuts: Vec<usize> = self.links.iter().flat_map(|(link, _)| [link.start, link.end]).collect();
        cuts.sort_unstable();
        cuts
    }
}
