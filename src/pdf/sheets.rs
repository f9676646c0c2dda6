//! Places typeset pages in the file: each is a page of its own, or a part of a sheet (see [`crate::layout::Sheet`]).

use lopdf::Dictionary;
use printpdf::Op;

use super::object::{name, numbers};
use super::surface::{Bounds, PaintedPage};
use crate::layout::{Flip, Pages, PlacedPage};
use crate::units::{Point, Pt, Size};

/// The place of a typeset page.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// Index of the page in the file.
    pub surface: usize,
    /// Height of the typeset page.
    pub height: Pt,
    /// Position of its lower left corner, in PDF's coordinates.
    origin: Point,
    /// Factor for lengths on it; negative if the page is rotated by 180 degrees.
    factor: f64,
    /// Whether it is on a sheet, which may have other content.
    on_sheet: bool,
}

impl Spot {
    /// Returns the place of a page of `size` that is page `surface` of the file.
    pub fn whole(surface: usize, size: Size) -> Self {
        Self { surface, height: size.height, origin: Point::default(), factor: 1.0, on_sheet: false }
    }

    fn placed(surface: usize, sheet: Size, placed: &PlacedPage, page: Size) -> Self {
        let corner = placed.place(Point::new(Pt::ZERO, page.height));
        let origin = Point::new(corner.x, sheet.height - corner.y);
        Self { surface, height: page.height, origin, factor: placed.factor(), on_sheet: true }
    }

    /// Converts `at`, from the top left corner of the typeset page, to the page of the file.
    pub fn point(&self, at: Point) -> Point {
        self.up(at.x.0, (self.height - at.y).0)
    }

    /// Converts a rectangle on the typeset page to the page of the file, both in PDF's coordinates.
    pub fn area(&self, [left, bottom, right, top]: Bounds) -> Bounds {
        let (one, other) = (self.up(left, bottom), self.up(right, top));
        [one.x.min(other.x).0, one.y.min(other.y).0, one.x.max(other.x).0, one.y.max(other.y).0]
    }

    fn up(&self, x: f64, y: f64) -> Point {
        self.origin + Point::new(Pt(x * self.factor), Pt(y * self.factor))
    }

    /// Returns the operator that sets the matrix of the spot.
    fn matrix(&self) -> String {
        let Point { x, y } = self.origin;
        // A scale is rounded to a hundred-thousandth: that is less than a hundredth of a point on any page.
        format!("{0} 0 0 {0} {1} {2} cm", short(self.factor, 5), short(x.0, 2), short(y.0, 2))
    }
}

/// Writes `value` with at most `digits` decimals, without trailing zeros.
pub(super) fn short(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(text, "" | "-0") { "0".to_owned() } else { text.to_owned() }
}

/// Returns the pages of the file, still empty.
pub(super) fn surfaces(pages: &Pages) -> Vec<PaintedPage> {
    let empty = |size, label: &str, cut| PaintedPage {
        size,
        label: label.to_owned(),
        cut,
        ops: Vec::new(),
        owners: Vec::new(),
    };
    if pages.sheets.sides.is_empty() {
        return pages.pages.iter().map(|page| empty(page.size, &page.label, <_>::default())).collect();
    }
    pages.sheets.sides.iter().map(|sheet| empty(sheet.size, &sheet.label, sheet.cut)).collect()
}

/// Returns the place of each typeset page.
pub(super) fn spots(pages: &Pages) -> Vec<Spot> {
    let own = |(index, page): (usize, &crate::layout::Page)| Spot::whole(index, page.size);
    let mut spots: Vec<Spot> = pages.pages.iter().enumerate().map(own).collect();
    for (surface, sheet) in pages.sheets.sides.iter().enumerate() {
        for placed in &sheet.pages {
            spots[placed.page] = Spot::placed(surface, sheet.size, placed, pages.pages[placed.page].size);
        }
    }
    spots
}

/// Appends `ops`, which draw a typeset page, to those of its page in the file, so that they draw it at `spot`.
///
/// On a sheet, each typeset page starts with a fresh graphics state, which is restored afterwards.
pub(super) fn put(onto: &mut Vec<Op>, spot: &Spot, ops: Vec<Op>) {
    if !spot.on_sheet {
        *onto = ops;
        return;
    }
    onto.push(Op::SaveGraphicsState);
    onto.push(Op::Unknown { key: spot.matrix(), value: Vec::new() });
    onto.extend(ops);
    onto.push(Op::RestoreGraphicsState);
}

/// Sets the boxes of `page` (ISO 32000-1 §14.11.2) if something is trimmed off.
pub(super) fn set_boxes(page: &mut Dictionary, painted: &PaintedPage) {
    let inset = |by: Pt| {
        let (right, top) = (painted.size.width - by, painted.size.height - by);
        numbers(&[by.0, by.0, right.0, top.0])
    };
    let cut = painted.cut;
    if cut.margin > Pt::ZERO {
        page.set("TrimBox", inset(cut.margin));
        page.set("BleedBox", inset(cut.margin - cut.bleed));
    }
}

/// Sets the defaults of the reader's print dialogue (ISO 32000-1 §12.2): sheets must not be scaled again.
pub(super) fn set_preferences(preferences: &mut Dictionary, pages: &Pages) {
    if pages.sheets.sides.is_empty() {
        return;
    }
    preferences.set("PrintScaling", name("None"));
    match pages.sheets.duplex {
        Some(Flip::ShortEdge) => preferences.set("Duplex", name("DuplexFlipShortEdge")),
        Some(Flip::LongEdge) => preferences.set("Duplex", name("DuplexFlipLongEdge")),
        None => {}
    }
}
