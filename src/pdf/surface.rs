//! A page of the file as it is being painted.

use printpdf::Op;

use crate::layout::{Cut, StructId};
use crate::units::Size;

/// A page drawn.
pub(super) struct PaintedPage {
    /// Its extent.
    pub size: Size,
    /// Its label as printed.
    pub label: String,
    /// What is cut off it.
    pub cut: Cut,
    /// What draws it.
    pub ops: Vec<Op>,
    /// By marked content number: the structure element.
    pub owners: Vec<StructId>,
}

/// A rectangle: left, bottom, right, top.
pub(super) type Bounds = [f64; 4];
