//! Changes to a text, collected while it is read and made at the end, so that an opening can be taken back when nothing
//! closes it.

use std::ops::Range;

use crate::read::report::Places;
use crate::read::tags::Rewriter;

/// What stands in place of a stretch of the text.
pub(super) enum EditPiece {
    /// Words of ours.
    Text(String),
    /// A stretch of the text.
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

/// The changes to a text.
#[derive(Default)]
pub(super) struct Edits(Vec<Edit>);

impl Edits {
    /// Puts `pieces` in place of `range`; returns the number of the change.
    pub fn put(&mut self, range: Range<usize>, pieces: Vec<EditPiece>) -> usize {
        self.0.push(Edit { range, pieces, kept: true });
        self.0.len() - 1
    }

    /// Takes change `number` back.
    pub fn take_back(&mut self, number: usize) {
        self.0[number].kept = false;
    }

    /// Gives change `number` other pieces.
    pub fn change(&mut self, number: usize, pieces: Vec<EditPiece>) {
        self.0[number].pieces = pieces;
    }

    /// `text` with the changes made; `None` where there are none.
    pub fn make(mut self, text: &str) -> Option<(String, Places)> {
        self.0.retain(|edit| edit.kept);
        if self.0.is_empty() {
            return None;
        }
        self.0.sort_by_key(|edit| edit.range.start);
        let mut out = Rewriter::new(text);
        for Edit { range, pieces, .. } in self.0 {
            // Nothing is written twice, whatever was asked for.
            if range.start < out.at {
                continue;
            }
            out.copy_to(range.start);
            for piece in pieces {
                match piece {
                    EditPiece::Text(words) => {
                        // Each tag has the place of what it stands for.
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
