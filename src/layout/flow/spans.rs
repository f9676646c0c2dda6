//! How many columns wide content spans, in designs where it may span several.
//!
//! A picture spans the columns that it fills at no less than 96 pixels per inch, or nearly fills: a panorama all of them,
//! a landscape two. Upright pictures stay in one column, since across two they would be higher than half a page. Pull
//! quotes span two columns, so that they interrupt no single column.

use super::sizes::{ABREAST, PIXEL, Shown};
use super::{BlockContext, Composer, figures};
use crate::units::Pt;

/// Aspect ratio from which a picture spans all columns, and from which it spans two.
const PANORAMA: f64 = 2.0;
const LANDSCAPE: f64 = 1.2;
/// Pictures with fewer pixels than this share of the columns need stay in fewer columns.
const NEARLY: f64 = 0.8;

/// Returns the number of columns that the pictures of a figure span.
pub(super) fn of_pictures(composer: &Composer<'_>, shown: &[Shown<'_>], place: &BlockContext<'_>) -> usize {
    let count = composer.design.columns.count;
    if !composer.design.has_spans() {
        return 1;
    }
    let natural = |one: &Shown| Pt(f64::from(one.asset.width) * PIXEL);
    let stated = |one: &Shown| {
        let size = crate::units::Size::new(natural(one), Pt(f64::from(one.asset.height) * PIXEL));
        one.picture.extent.resolve(size, composer.design.columns_width(count), place.body.size).map(|size| size.width)
    };
    let aspects: f64 = shown.iter().map(|one| figures::aspect(one.asset)).sum();
    let width: Pt = shown.iter().map(|one| stated(one).unwrap_or_else(|| natural(one))).sum();
    let wanted = match shown.len() {
        _ if aspects >= PANORAMA && shown.len() != 2 || shown.len() >= ABREAST => count,
        _ if aspects >= LANDSCAPE => 2.min(count),
        _ => 1,
    };
    (1..=wanted).rev().find(|columns| width >= composer.design.columns_width(*columns) * NEARLY).unwrap_or(1)
}

/// Returns the number of columns that a pull quote spans.
pub(super) fn of_quote(composer: &Composer<'_>) -> usize {
    if composer.design.has_spans() { 2.min(composer.design.columns.count) } else { 1 }
}
