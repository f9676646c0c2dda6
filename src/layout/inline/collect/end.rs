//! The mark at the end of an article's text: a square, or characters of the user's own.
//!
//! It is no content, so all of it is an artifact. It is joined to the last word by a space that keeps them on one line.

use super::{Collector, Content, InlineContext};
use crate::design::EndMark;
use crate::layout::inline::{Mark, Purpose};
use crate::units::Em;

/// Side of the square, in ems of the text: that of a small letter.
const SIDE: Em = Em(0.42);

impl Collector<'_, '_, '_> {
    /// Adds the mark that was wished for, if any.
    pub(super) fn end(&mut self, mut place: InlineContext) {
        if self.setter.purpose != Purpose::Setting {
            return;
        }
        let Some(Mark { kind, color }) = self.setter.end_mark.take() else { return };
        place.printed = true;
        place.look.color = color;
        place.look.hyphenate = false;
        match kind {
            EndMark::None => {}
            EndMark::Square => {
                self.text("\u{a0}", place);
                self.push("\u{fffc}", Content::Square(SIDE * place.look.size), place);
            }
            EndMark::Text(mark) => self.text(&format!("\u{a0}{mark}"), place),
        }
    }
}
