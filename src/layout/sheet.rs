//! Sheets: the sides of paper that pages are printed on, if a page is not a sheet of its own.
//!
//! Pages stay unchanged and in reading order; a sheet only says where each of its pages is placed. So the structure,
//! links, anchors and bookmarks, which refer to pages, are valid for every arrangement.

use super::Frame;
use crate::units::{Point, Pt, Size};

/// The sides of all sheets.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    /// The sides in printing order; empty if every page is a sheet.
    pub sides: Vec<Sheet>,
    /// The edge for duplex printing, if the sheets must be printed on both sides.
    pub duplex: Option<Flip>,
}

/// The edge on which a printer flips a sheet to print its back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Flip {
    /// The short edge.
    ShortEdge,
    /// The long edge.
    LongEdge,
}

/// One side of a sheet of paper.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its size, including the part that is trimmed off (PDF's MediaBox).
    pub size: Size,
    /// Its label, such as `16, 1`; empty for an empty side.
    pub label: String,
    /// The part that is trimmed off.
    pub cut: Cut,
    /// The pages on it, in reading order.
    pub pages: Vec<PlacedPage>,
    /// Content of the sheet itself, such as crop marks: artifacts only.
    pub frame: Frame,
}

/// The part of a sheet that is trimmed off on all sides (ISO 32000-1 §14.11.2).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cut {
    /// Distance from the sheet's edge to the trim edge (the TrimBox).
    pub margin: Pt,
    /// How far printing extends beyond the trim edge (the BleedBox); at most the margin.
    pub bleed: Pt,
}

/// A page on a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedPage {
    /// The index of the page.
    pub page: usize,
    /// Position of its top left corner.
    pub at: Point,
    /// Its scale.
    pub scale: f64,
    /// Whether it is rotated by 180 degrees around that corner.
    pub turned: bool,
}

impl PlacedPage {
    /// Returns the factor for lengths on the page, in both directions; negative if it is rotated.
    pub fn factor(&self) -> f64 {
        if self.turned { -self.scale } else { self.scale }
    }

    /// Converts `point` of the page to the sheet.
    pub fn place(&self, point: Point) -> Point {
        self.at + Point::new(point.x * self.factor(), point.y * self.factor())
    }
}
