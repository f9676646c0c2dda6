//! Reports diagnostics about a rewritten text, with places in the original source.
//!
//! Several steps rewrite the text before Markdown is parsed, such as [`super::tags`], so offsets in the parsed text
//! differ from those in the source. [`Places`] maps them back.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// The mapping from a rewritten text to its source.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Sorted by their offsets in the text, which all differ.
    pieces: Vec<Piece>,
}

/// A piece of the text, up to the next one.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the text.
    text: usize,
    /// Where it begins in the source. From there both advance equally, unless it stands for something.
    source: usize,
    /// The end in the source of what the whole piece stands for, such as a template tag that became HTML.
    stands_to: Option<usize>,
}

impl Places {
    /// The mapping of a text that begins at byte `offset` of the source and is not rewritten.
    pub fn from(offset: usize) -> Self {
        Self { pieces: vec![Piece { text: 0, source: offset, stands_to: None }] }
    }

    /// Records that byte `text` of the text comes from byte `source` of the source.
    pub fn step(&mut self, text: usize, source: usize) {
        self.push(Piece { text, source, stands_to: None });
    }

    /// Records that the text from byte `text` on stands for `source` as a whole.
    pub fn stand(&mut self, text: usize, source: Range<usize>) {
        self.push(Piece { text, source: source.start, stands_to: Some(source.end) });
    }

    fn push(&mut self, piece: Piece) {
        // If the text was shortened, no pieces remain beyond its end.
        while self.pieces.last().is_some_and(|last| last.text >= piece.text) {
            self.pieces.pop();
        }
        self.pieces.push(piece);
    }

    /// Records where byte `text` of the text comes from, unless the last piece says so already.
    pub fn go_on(&mut self, text: usize, source: usize) {
        let known = |last: &Piece| last.stands_to.is_none() && source == last.source + (text - last.text);
        if !self.pieces.last().is_some_and(known) {
            self.step(text, source);
        }
    }

    /// Returns the source of the text, if it is one piece.
    pub fn one(&self) -> Option<usize> {
        match self.pieces.as_slice() {
            [only] if only.stands_to.is_none() => Some(only.source),
            _ => None,
        }
    }

    /// Composes two mappings: `outer` maps the source of this one.
    pub fn then(&self, outer: &Places) -> Places {
        self.up_to(usize::MAX, outer)
    }

    /// Composes two mappings, as [`then`](Self::then) does, for the first `length` bytes of the text only.
    fn up_to(&self, length: usize, outer: &Places) -> Places {
        let mut places = Places::default();
        for (at, &Piece { text, source, stands_to }) in self.pieces.iter().enumerate() {
            if let Some(end) = stands_to {
                places.stand(text, outer.source(source)..outer.end(source..end));
                continue;
            }
            match outer.piece(source) {
                Some(Piece { source, stands_to: Some(end), .. }) => places.stand(text, source..end),
                _ => places.step(text, outer.source(source)),
            }
            let next = self.pieces.get(at + 1).map_or(length, |next| next.text);
            let end = source.saturating_add(next.saturating_sub(text));
            let from = outer.pieces.partition_point(|piece| piece.text <= source);
            for middle in outer.pieces[from..].iter().take_while(|piece| piece.text < end) {
                places.push(Piece { text: text + (middle.text - source), ..*middle });
            }
        }
        places
    }

    /// Returns the offset in the source of byte `offset` of the text.
    pub fn source(&self, offset: usize) -> usize {
        let at = self.pieces.partition_point(|piece| piece.text <= offset);
        let piece = if at == 0 { Piece { text: 0, source: 0, stands_to: None } } else { self.pieces[at - 1] };
        if piece.stands_to.is_some() {
            return piece.source;
        }
        let found = piece.source + (offset - piece.text);
        // Inside a replacement that is longer than the original, the next piece limits the offset.
        self.pieces.get(at).map_or(found, |next| found.min(next.source))
    }

    /// Returns the piece that byte `offset` of the text is in.
    fn piece(&self, offset: usize) -> Option<Piece> {
        let at = self.pieces.partition_point(|piece| piece.text <= offset);
        at.checked_sub(1).map(|at| self.pieces[at])
    }

    /// Returns the end in the source of `range` of the text.
    fn end(&self, range: Range<usize>) -> usize {
        let last = if range.is_empty() { None } else { self.piece(range.end - 1) };
        last.and_then(|last| last.stands_to).unwrap_or_else(|| self.source(range.end))
    }
}

/// A sink of diagnostics about a rewritten text.
pub(super) struct Report<'a> {
    /// The mapping to the source.
    pub places: Places,
    diagnostics: &'a mut Diagnostics,
    said: BTreeSet<String>,
}

impl<'a> Report<'a> {
    /// Creates a sink that adds to `diagnostics`.
    pub fn new(places: Places, diagnostics: &'a mut Diagnostics) -> Self {
        Self { places, diagnostics, said: BTreeSet::new() }
    }

    /// Returns the span in the source of `range` of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.places.source(range.start);
        Span::new(start, self.places.end(range).max(start))
    }

    /// Reports about the first `length` bytes of a text that `inner` maps to the present one, until the value that this
    /// returns is put back in `places`.
    pub fn enter(&mut self, inner: &Places, length: usize) -> Places {
        let places = inner.up_to(length, &self.places);
        std::mem::replace(&mut self.places, places)
    }

    /// Reports `diagnostic`.
    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports `diagnostic`, unless its message was reported before.
    pub fn say_once(&mut self, diagnostic: Diagnostic) {
        if self.said.insert(diagnostic.message.clone()) {
            self.diagnostics.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_across_a_replacement() {
        let mut places = Places::from(10);
        places.step(5, 15);
        places.step(12, 40);
        assert_eq!([0, 4, 5, 11, 12, 14].map(|at| places.source(at)), [10, 14, 15, 21, 40, 42]);
    }

    #[test]
    fn what_stands_for_a_tag_leads_to_all_of_it() {
        // 5 bytes as they are, 20 that stand for the tag at 15..22, and more as it is.
        let mut tags = Places::from(10);
        tags.stand(5, 15..22);
        tags.step(25, 22);
        // A second rewriting removes the first 2 bytes and puts 6 in place of bytes 8..10, within the tag.
        let mut second = Places::from(2);
        second.stand(6, 8..10);
        second.step(12, 10);
        let both = second.then(&tags);
        let mut diagnostics = Diagnostics::new();
        for (places, range, source) in [
            (&tags, 0..5, 10..15),
            (&tags, 5..25, 15..22),
            (&tags, 9..12, 15..22),
            (&tags, 25..28, 22..25),
            (&both, 0..3, 12..15),
            (&both, 3..6, 15..22),
            (&both, 6..12, 15..22),
            (&both, 12..20, 15..22),
            (&both, 27..30, 22..25),
        ] {
            let report = Report::new(places.clone(), &mut diagnostics);
            let span = report.span(range.clone());
            assert_eq!(span.start..span.end, source, "{range:?}");
        }
    }
}
