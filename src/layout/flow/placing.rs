//! Where things are set: in the column of text, beside it or across both, and with what behind them.

use super::slug::{Decor, Slug};
use super::{BlockContext, Composer, DEEPEST};
use crate::article::Direction;
use crate::layout::Item;
use crate::units::{Pt, Size};

/// Returns the area of text and side column together.
pub(super) fn full_width<'a>(composer: &Composer<'a>, place: &BlockContext<'a>) -> BlockContext<'a> {
    BlockContext { x: Pt::ZERO, width: composer.design.full_width(), ..*place }
}

/// Returns the side column, if there is one.
pub(super) fn side_place<'a>(composer: &Composer<'a>, place: &BlockContext<'a>) -> Option<BlockContext<'a>> {
    let side = composer.design.side?;
    let rtl = composer.article.meta.dir == Direction::Rtl;
    let x = if rtl { Pt::ZERO } else { composer.design.measure + side.gap };
    Some(BlockContext { x, width: side.width, ..*place })
}

/// Whether the side column is empty at the next slug.
pub(super) fn side_is_free(composer: &Composer<'_>) -> bool {
    let Some((first, height)) = composer.side_taken else { return true };
    let mut y = Pt::ZERO;
    composer.galley.slugs[first..].iter().any(|slug| {
        y += slug.before + slug.height;
        y > height
    })
}

/// Adds a figure that may float. Its room moves along with it, and the surrounding text closes up, so the next
/// paragraph is indented as usual.
pub(super) fn push_floating<'a>(composer: &mut Composer<'a>, slug: Slug, place: &BlockContext<'a>) {
    let (gap, settled) = (composer.galley.pending.gap, composer.galley.pending.settled);
    composer.galley.space_for_box(place.unit);
    composer.galley.push(Slug { below: place.unit, ..slug }, place, place.body.leading);
    (composer.galley.pending.gap, composer.galley.pending.settled) = (gap, settled);
}

/// Adds `decor` for the blocks in `place` and returns its number, or that of the enclosing decor if the nesting is too
/// deep.
pub(super) fn decorate(composer: &mut Composer<'_>, place: &BlockContext, decor: Decor) -> Option<usize> {
    if place.depth > DEEPEST || composer.galley.apart > 0 {
        return place.decor;
    }
    composer.galley.decors.push(decor);
    Some(composer.galley.decors.len() - 1)
}

/// Returns the size of an item that is not text.
pub(super) fn extent(item: &Item) -> Size {
    match item {
        Item::Rule { size, .. } | Item::Outline { size, .. } | Item::Picture { size, .. } | Item::Link { size, .. } => {
            *size
        }
        Item::Mosaic { size, .. } => *size,
        Item::Text(_) | Item::Anchor(_) => Size::default(),
    }
}
