//! The areas where content is set: the column of text, the side column, or both together, and the decor behind it.

use super::slug::Decor;
use super::{BlockContext, Composer, DEEPEST};
use crate::article::Direction;
use crate::layout::Item;
use crate::units::{Pt, Size};

/// Returns the widest area that a block may use: text and side column together, all columns that it may span, or the
/// text with its overhang.
pub(super) fn full_width<'a>(composer: &Composer<'a>, place: &BlockContext<'a>) -> BlockContext<'a> {
    if composer.design.has_spans() {
        return across(composer, place, composer.design.columns.count);
    }
    let x = if composer.design.side.is_some() { Pt::ZERO } else { -composer.design.overhang };
    BlockContext { x, width: composer.design.full_width(), ..*place }
}

/// Returns the area of `columns` columns, the first of which is that of `place`, with the gutters between them.
pub(super) fn across<'a>(composer: &Composer<'a>, place: &BlockContext<'a>, columns: usize) -> BlockContext<'a> {
    let width = composer.design.columns_width(columns);
    let rtl = composer.article.meta.dir == Direction::Rtl;
    let x = if rtl { composer.design.measure - width } else { Pt::ZERO };
    BlockContext { x, width, ..*place }
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
    composer.galley.slugs()[first..].iter().any(|slug| {
        y += slug.before + slug.height;
        y > height
    })
}

/// Adds `decor` for the blocks in `place` and returns its number, or that of the enclosing decor if the nesting is too
/// deep.
pub(super) fn decorate(composer: &mut Composer<'_>, place: &BlockContext, decor: Decor) -> Option<usize> {
    if place.depth > DEEPEST || !composer.galley.is_in_text() {
        return place.decor;
    }
    Some(composer.galley.decorate(decor))
}

/// Returns the size of an item that is not text.
pub(super) fn extent(item: &Item) -> Size {
    match item {
        Item::Rule { size, .. } | Item::Outline { size, .. } | Item::Picture { size, .. } | Item::Link { size, .. } => {
            *size
        }
        Item::Mosaic { size, .. } | Item::Detail { size, .. } | Item::Scrim { size, .. } => *size,
        Item::Initial(initial) => initial.size,
        Item::Text(_) | Item::Anchor(_) => Size::default(),
    }
}
