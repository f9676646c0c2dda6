//! Chooses the design of a cover by its picture.
//!
//! | picture | design |
//! |---|---|
//! | none, or smaller than a stamp | `type` |
//! | a drawing, a transparent picture, or one that would have to be enlarged more than twice | `framed` |
//! | upright: a photograph with a calm part | `bleed` |
//! | upright: any other | `framed` |
//! | wide or square | `field` |

use super::design::{CoverDesign, Place};
use super::focus::{self, Part};
use super::picture::Picture;
use crate::raster::Shape;

/// Width of an e-book's cover in pixels.
pub(super) const PIXELS: f64 = 1600.0;
/// How much a picture may be enlarged on it.
pub(super) const ENLARGED: f64 = 2.0;
/// Pictures whose shorter side has fewer pixels are not shown.
const STAMP: f64 = 120.0;
/// A picture at most this wide, at a height of one, is upright.
const UPRIGHT: f64 = 0.9;
/// Minimum number of pixels across a cover that a picture fills.
const LARGE: f64 = 1000.0;
/// Most restlessness of a part that type may stand on.
const CALM: f64 = 0.055;
/// The part of a cover that type on a picture takes up.
const SIDE: f64 = 0.45;
/// Columns and rows at which calm is measured.
const GRID: (usize, usize) = (80, 128);

/// Returns the name of the design that suits `picture`.
pub(super) fn design(picture: Option<&Picture<'_>>) -> &'static str {
    let Some(picture) = picture.filter(|picture| can_show(picture)) else { return "type" };
    let drawing = matches!(picture.shape, Shape::Drawing | Shape::Transparent);
    if drawing || !fits(picture, Place::Above) {
        return "framed";
    }
    if picture.aspect() > UPRIGHT {
        return "field";
    }
    let across = focus::crop(picture.size, (5.0, 8.0), picture.focus);
    let large = across[2] * picture.size.0 >= LARGE;
    let (side, restless) = calm_side(picture, across);
    let _ = side;
    if large && restless <= CALM { "bleed" } else { "framed" }
}

/// Whether `picture` is large enough to be shown at all.
pub(super) fn can_show(picture: &Picture<'_>) -> bool {
    picture.scales || picture.size.0.min(picture.size.1) >= STAMP
}

/// Whether `picture` has enough pixels for `place`.
pub(super) fn fits(picture: &Picture<'_>, place: Place) -> bool {
    let proportions = match place {
        Place::None | Place::Framed => return true,
        Place::Above => (1.0, 1.0),
        Place::Behind => (5.0, 8.0),
    };
    let part = focus::crop(picture.size, proportions, picture.focus);
    picture.scales || part[2] * picture.size.0 * ENLARGED >= PIXELS
}

/// Returns what is used instead of `design` for `picture`, and why, if it does not suit.
pub(super) fn instead(design: &CoverDesign, picture: Option<&Picture<'_>>) -> Option<(&'static str, &'static str)> {
    if design.picture.place == Place::None {
        return None;
    }
    match picture {
        None => Some(("type", "there is no picture")),
        Some(picture) if !can_show(picture) => Some(("type", "the picture is too small to be shown")),
        Some(picture) if !fits(picture, design.picture.place) => {
            Some(("framed", "the picture would have to be enlarged more than twice"))
        }
        Some(_) => None,
    }
}

/// Where on a picture type stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// At its top.
    Top,
    /// At its foot.
    Foot,
}

/// Returns the calmer side of `part` of `picture`, and how restless it is. The foot, where titles usually stand, wins
/// unless the top is much calmer.
pub(super) fn calm_side(picture: &Picture<'_>, part: Part) -> (Side, f64) {
    let (columns, rows) = GRID;
    let luma: Vec<f64> = focus::colours(&picture.pixels, part, GRID).into_iter().map(focus::luma).collect();
    let high = (rows as f64 * SIDE) as usize;
    let restless = |first: usize| {
        let cells = (first..first + high - 1).flat_map(|y| (0..columns - 1).map(move |x| y * columns + x));
        let apart = |at: usize| (luma[at + 1] - luma[at]).abs() + (luma[at + columns] - luma[at]).abs();
        cells.map(apart).sum::<f64>() / ((high - 1) * (columns - 1)) as f64
    };
    let (top, foot) = (restless(0), restless(rows - high));
    if top < foot * 0.6 { (Side::Top, top) } else { (Side::Foot, foot) }
}
