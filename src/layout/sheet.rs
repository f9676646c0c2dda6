//! Sheets: the sides of paper that pages are printed on, where a page is not a sheet of its own.
//!
//! Pages stay as they are and in reading order; a sheet only says where each of its pages stands. So the structure,
//! links, anchors and bookmarks, which know pages and places on them, hold for every arrangement.

use super::Frame;
use crate::units::{Point, Pt, Size};

/// The sides of all sheets.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    /// The sides in the order of printing; empty where every page is a sheet.
    pub sides: Vec<Sheet>,
    /// How the sheets are to be printed on both sides, if they must be.
    pub duplex: Option<Flip>,
}

/// The edge on which a printer flips a sheet to print its back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Flip {
    /// The short one.
    ShortEdge,
    /// The long one.
    LongEdge,
}

/// One side of a sheet of paper.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its extent, with what is cut off (PDF's MediaBox).
    pub size: Size,
    /// Its label, such as `16, 1`; empty for an empty side.
    pub label: String,
    /// What is cut off.
    pub cut: Cut,
    /// The pages on it, in reading order.
    pub pages: Vec<PlacedPage>,
    /// What belongs to the sheet itself, such as marks for cutting: artifacts only.
    pub frame: Frame,
}

/// What is cut off a sheet, all round (ISO 32000-1 §14.11.2).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cut {
    /// From the sheet's edge to where it is cut (the TrimBox).
    pub margin: Pt,
    /// How far printing goes beyond the cut (the BleedBox); no more than the margin.
    pub bleed: Pt,
}

/// A page on a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedPage {
    /// Its index among the pages.
    pub page: usize,
    /// Where its top left corner goes.
    pub at: Point,
    /// Its size in parts of its own.
    pub scale: f64,
    /// Whether it is turned by half a turn, about that corner.
    pub turned: bool,
}

impl PlacedPage {
    /// What lengths on the page are multiplied with, in both directions: a half-turn turns both round.
    pub fn factor(&self) -> f64 {
        if self.turned { -self.scale } else { self.scale }
    }

    /// Where `point` of the page is on the sheet.
    pub fn place(&self, point: Point) -> Point {
        self.at + Point::new(point.x * self.factor(), point.y * self.factor())
    }
}
