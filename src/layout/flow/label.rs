//! Sets labels beside list items and notes: bullets and numbers.

use super::{BlockContext, Composer};
use crate::article::Inline;
use crate::design::Type;
use crate::layout::inline::Alignment;
use crate::layout::{Frame, StructId};
use crate::units::Pt;

/// Hangs a label for the next slug between the edges of `place` and `inner`.
pub(super) fn hang_label(
    composer: &mut Composer<'_>,
    text: &str,
    kind: &Type,
    owner: StructId,
    place: &BlockContext,
    inner: &BlockContext,
) {
    let gap = composer.design.spacing.label_gap;
    let room = (place.width - inner.width - gap).max(Pt(1.0));
    let x = if place.rtl() { inner.x + inner.width + gap } else { inner.x - gap - room };
    let column = BlockContext { x, width: room, ..*place };
    let style = composer.style(&kind.aligned(Alignment::End), &column);
    let mut lines = composer.setter.lines(&[Inline::Text(text.to_owned())], &style, owner);
    let frame = if lines.is_empty() { Frame::default() } else { lines.swap_remove(0).frame };
    composer.galley.next.label(x, frame);
}
