//! Lays out pictures with stated sizes in the rows that their authors intended: two of 49 per cent stand side by side.
//!
//! A row takes the pictures that fit into the column; if the gaps make it slightly too wide, all its pictures are
//! reduced together. Stated proportions are kept, and nothing exceeds the column or the page.

use super::BlockContext;
use crate::article::{Asset, AssetId, Picture};
use crate::units::{Pt, Size};

/// Points per CSS pixel; pictures are not enlarged beyond it.
pub(in crate::layout) const PIXEL: f64 = 0.75;
/// Maximum number of pictures in a row.
pub(super) const ABREAST: usize = 3;
/// Maximum number of pictures in a row, if their sizes are stated.
const MOST_ABREAST: usize = 12;
/// Factor by which a row may exceed its column: shares that add up to 100 per cent leave no room for gaps.
const CROWDED: f64 = 1.01;

/// A picture whose data is available, unlike that of a missing picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub picture: &'a Picture,
    pub asset: &'a Asset,
    pub id: AssetId,
}

/// Distributes `shown` over rows in `column`.
pub(super) fn rows<'s, 'a>(shown: &'s [Shown<'a>], column: &BlockContext<'_>, gap: Pt) -> Vec<&'s [Shown<'a>]> {
    if shown.iter().any(|one| one.picture.extent.is_empty()) {
        return shown.chunks(ABREAST).collect();
    }
    let mut rows = Vec::new();
    let (mut first, mut width) = (0, Pt::ZERO);
    for (index, one) in shown.iter().enumerate() {
        let own = size(one, column).width;
        let full = width + own > column.width * CROWDED + gap || index - first == MOST_ABREAST;
        if full && index > first {
            rows.push(&shown[first..index]);
            (first, width) = (index, Pt::ZERO);
        }
        width += own;
    }
    rows.push(&shown[first..]);
    rows
}

/// Returns the sizes of the pictures of a row in `column`, each at most `tallest` high, with `gap` between them; `None`
/// if the author states no size for any of them.
pub(super) fn stated(row: &[Shown<'_>], column: &BlockContext<'_>, (tallest, gap): (Pt, Pt)) -> Option<Vec<Size>> {
    if row.iter().all(|one| one.picture.extent.is_empty()) {
        return None;
    }
    let mut sizes: Vec<Size> = row.iter().map(|one| size(one, column)).collect();
    let room = (column.width - gap * (row.len() as f64 - 1.0)).max(Pt(1.0));
    let width: Pt = sizes.iter().map(|size| size.width).sum();
    let across = (room / width).min(1.0);
    for size in &mut sizes {
        let factor = across.min(tallest / size.height);
        *size = Size::new(size.width * factor, size.height * factor);
    }
    Some(sizes)
}

/// Returns the stated size of a picture in `column`, or else its natural size.
fn size(Shown { picture, asset, .. }: &Shown<'_>, column: &BlockContext<'_>) -> Size {
    let side = |pixels: u32| Pt(f64::from(pixels.max(1)) * PIXEL);
    let natural = Size::new(side(asset.width), side(asset.height));
    let stated = picture.extent.resolve(natural, column.width, column.body.size);
    let size = stated.unwrap_or_else(|| {
        let factor = (column.width / natural.width).min(1.0);
        Size::new(natural.width * factor, natural.height * factor)
    });
    Size::new(size.width.max(Pt(1.0)), size.height.max(Pt(1.0)))
}
