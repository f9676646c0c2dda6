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
    /// Pairs of offsets in the text and in the source from which both advance equally; sorted.
    pieces: Vec<(usize, usize)>,
}

impl Places {
    /// The mapping of a text that begins at byte `offset` of the source and is not rewritten.
    pub fn from(offset: usize) -> Self {
        Self { pieces: vec![(0, offset)] }
    }

    /// Records that byte `text` of the text comes from byte `source` of the source.
    pub fn step(&mut self, text: usize, source: usize) {
        // If the text was shortened, no pieces remain beyond its end.
        while self.pieces.last().is_some_and(|last| last.0 > text) {
            self.pieces.pop();
        }
        match self.pieces.last_mut() {
            Some(last) if last.0 == text => last.1 = source,
            _ => self.pieces.push((text, source)),
        }
    }

    /// Composes two mappings: `outer` maps the source of this one.
    pub fn then(&self, outer: &Places) -> Places {
        let mut places = Places::default();
        for (at, &(text, source)) in self.pieces.iter().enumerate() {
            places.step(text, outer.source(source));
            let end = self.pieces.get(at + 1).map_or(usize::MAX, |next| source.saturating_add(next.0 - text));
            let from = outer.pieces.partition_point(|piece| piece.0 <= source);
            for &(middle, far) in outer.pieces[from..].iter().take_while(|piece| piece.0 < end) {
                places.step(text + (middle - source), far);
            }
        }
        places
    }

    /// Returns the offset in the source of byte `offset` of the text.
    pub fn source(&self, offset: usize) -> usize {
        let at = self.pieces.partition_point(|piece| piece.0 <= offset);
        let (text, source) = if at == 0 { (0, 0) } else { self.pieces[at - 1] };
        let found = source + (offset - text);
        // Inside a replacement that is longer than the original, the next piece limits the offset.
        self.pieces.get(at).map_or(found, |next| found.min(next.1))
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
        Span::new(self.places.source(range.start), self.places.source(range.end))
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
}
