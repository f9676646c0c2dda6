//! Edits to a text, collected while it is read and applied at the end, so that an opening can be undone if nothing
//! closes it.

use std::ops::Range;

use crate::read::report::Places;
use crate::read::tags::Rewriter;

/// A piece of a replacement.
pub(super) enum EditPiece {
    /// Generated text.
    Text(String),
    /// A range copied from the original text.
    Copy(Range<usize>),
}

impl From<String> for EditPiece {
    fn from(text: String) -> Self {
        EditPiece::Text(text)
    }
}

impl From<&str> for EditPiece {
    fn from(text: &str) -> Self {
        EditPiece::Text(text.to_owned())
    }
}

struct Edit {
    range: Range<usize>,
    pieces: Vec<EditPiece>,
    kept: bool,
}

/// A list of edits.
#[derive(Default)]
pub(super) struct Edits(Vec<Edit>);

impl Edits {
    /// Replaces `range` by `pieces`; returns the number of the edit.
    pub fn put(&mut self, range: Range<usize>, pieces: Vec<EditPiece>) -> usize {
        self.0.push(Edit { range, pieces, kept: true });
        self.0.len() - 1
    }

    /// Undoes edit `number`.
    pub fn take_back(&mut self, number: usize) {
        self.0[number].kept = false;
    }

    /// Replaces the pieces of edit `number`.
    pub fn change(&mut self, number: usize, pieces: Vec<EditPiece>) {
        self.0[number].pieces = pieces;
    }

    /// Applies the edits to `text`; `None` if there are none.
    pub fn make(mut self, text: &str) -> Option<(String, Places)> {
        self.0.retain(|edit| edit.kept);
        if self.0.is_empty() {
            return None;
        }
        self.0.sort_by_key(|edit| edit.range.start);
        let mut out = Rewriter::new(text);
        for Edit { range, pieces, .. } in self.0 {
            // Overlapping edits must not write anything twice.
            if range.start < out.at {
                continue;
            }
            out.copy_to(range.start);
            for piece in pieces {
                match piece {
                    EditPiece::Text(words) => {
                        // Each tag gets the place of the text that it replaces.
                        let at = range.start.max(out.at);
                        let mut from = 0;
                        for (tag, _) in words.match_indices('<').chain([(words.len(), "")]) {
                            out.replace(at, &words[from..tag]);
                            from = tag;
                        }
                    }
                    EditPiece::Copy(part) => {
                        out.at = part.start;
                        out.copy_to(part.end);
                    }
                }
            }
            out.at = range.end;
        }
        out.copy_to(text.len());
        Some((out.text, out.places))
    }
}
