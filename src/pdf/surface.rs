//! A page of the file that is being painted.

use printpdf::Op;

use crate::layout::{Cut, StructId};
use crate::units::Size;

/// A drawn page.
pub(super) struct PaintedPage {
    /// Its size.
    pub size: Size,
    /// Its printed label.
    pub label: String,
    /// The part of it that is trimmed off.
    pub cut: Cut,
    /// The operators that draw it.
    pub ops: Vec<Op>,
    /// For each marked-content number, its structure element.
    pub owners: Vec<StructId>,
}

/// A rectangle: left, bottom, right, top.
pub(super) type Bounds = [f64; 4];
