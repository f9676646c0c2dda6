//! A portrait picture on a page of its own before the article, to the edges of the paper.
//!
//! Its caption and credit stand in the side column of the opening, or below the title block. The picture is cut a little
//! where its proportions are not those of the paper, as much on either side.
//!
//! Limits: designs with facing pages, several columns or a table of contents, books, drawings, and small or very high
//! pictures keep the picture beside the title.

use super::figures::{self, Canvas};
use super::{BlockContext, Composer, placing};
use crate::article::{Figure, ImageKind};
use crate::design::PortraitPlace;
use crate::layout::{Area, Frame, Item, StructRole};
use crate::units::{Point, Pt, Size};

/// Heights of such pictures as shares of their widths.
const PORTRAIT: std::ops::RangeInclusive<f64> = 1.2..=1.9;
/// Minimum number of pixels across the page.
const PIXELS: u32 = 900;

/// Whether the picture of `cover` gets a page of its own.
pub(super) fn fills_a_page(composer: &Composer<'_>, cover: &Figure) -> bool {
    let design = composer.design;
    let [picture] = cover.pictures.as_slice() else { return false };
    let Ok(id) = picture.asset else { return false };
    let asset = composer.article.asset(id);
    let shape = f64::from(asset.height) / f64::from(asset.width.max(1));
    let plain = !design.duplex && design.columns.count == 1 && design.contents.is_none();
    design.portrait == PortraitPlace::Page
        && plain
        && composer.article.bound.is_empty()
        && picture.extent.is_empty()
        && asset.kind != ImageKind::Svg
        && asset.width >= PIXELS
        && PORTRAIT.contains(&shape)
}

/// Sets the picture of `cover` on a page of its own. Returns its words for the side column; without such a column they
/// are to be set with [`words_below`].
pub(super) fn page<'a>(composer: &mut Composer<'a>, cover: &'a Figure, page: &BlockContext<'a>) -> Option<(Frame, Pt)> {
    let parent = composer.add(page.parent, StructRole::Div);
    let place = BlockContext { parent, ..*page };
    composer.portrait = picture(composer, cover, &place);
    let side = placing::side_place(composer, &place)?;
    let mut words = Canvas::default();
    let height = figures::words_beside(composer, &mut words, cover, &side);
    composer.galley.next.call(words.notes);
    composer.galley.extend(words.rest);
    height.map(|height| (words.frame, height))
}

/// Sets caption and credit below the title block.
pub(super) fn words_below<'a>(composer: &mut Composer<'a>, cover: &'a Figure, page: &BlockContext<'a>) {
    if placing::side_place(composer, page).is_none() {
        composer.galley.next.space(page.unit * 0.5);
        figures::caption(composer, cover, page);
    }
}

/// Returns the page with the picture.
fn picture<'a>(composer: &mut Composer<'a>, cover: &'a Figure, place: &BlockContext<'a>) -> Option<Frame> {
    let paper = composer.design.paper;
    let (shown, _) = figures::sort_pictures(composer, cover);
    let one = *shown.first()?;
    let width = paper.width.max(paper.height * figures::aspect(one.asset));
    let size = Size::new(width, width / figures::aspect(one.asset));
    let whole = Area { at: Point::new((paper.width - size.width) / 2.0, (paper.height - size.height) / 2.0), size };
    let mut canvas = Canvas::default();
    figures::set_one(composer, &mut canvas, cover, one, (Point::default(), paper), place.parent);
    for (_, placed) in &mut canvas.frame.items {
        if let Item::Picture { asset, size } = placed.item {
            placed.item = Item::Detail { asset, size, whole };
        }
    }
    Some(Frame { size: paper, ..canvas.frame })
}
