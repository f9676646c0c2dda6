//! Where typeset pages are in the file: a page of their own each, or a place on a sheet (see [`crate::layout::Sheet`]).

use lopdf::Dictionary;
use printpdf::Op;

use super::object::{name, numbers};
use super::surface::{Bounds, PaintedPage};
use crate::layout::{Flip, Pages, PlacedPage};
use crate::units::{Point, Pt, Size};

/// The place of a typeset page.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// Index of the page of the file.
    pub surface: usize,
    /// Height of the typeset page.
    pub height: Pt,
    /// Where its lower left corner is, in PDF's coordinates.
    origin: Point,
    /// What lengths on it are multiplied with; negative where the page is turned by half a turn.
    factor: f64,
    /// Whether it is on a sheet, where other things may be too.
    on_sheet: bool,
}

impl Spot {
    /// A page of `size` that is page `surface` of the file.
    pub fn whole(surface: usize, size: Size) -> Self {
        Self { surface, height: size.height, origin: Point::default(), factor: 1.0, on_sheet: false }
    }

    fn placed(surface: usize, sheet: Size, placed: &PlacedPage, page: Size) -> Self {
        let corner = placed.place(Point::new(Pt::ZERO, page.height));
        let origin = Point::new(corner.x, sheet.height - corner.y);
        Self { surface, height: page.height, origin, factor: placed.factor(), on_sheet: true }
    }

    /// Where `at`, from the top left corner of the page, is on the page of the file.
    pub fn point(&self, at: Point) -> Point {
        self.up(at.x.0, (self.height - at.y).0)
    }

    /// Where a rectangle on the page is on that of the file; both in PDF's coordinates.
    pub fn area(&self, [left, bottom, right, top]: Bounds) -> Bounds {
        let (one, other) = (self.up(left, bottom), self.up(right, top));
        [one.x.min(other.x).0, one.y.min(other.y).0, one.x.max(other.x).0, one.y.max(other.y).0]
    }

    fn up(&self, x: f64, y: f64) -> Point {
        self.origin + Point::new(Pt(x * self.factor), Pt(y * self.factor))
    }

    /// The operator that brings the page there.
    fn matrix(&self) -> String {
        let Point { x, y } = self.origin;
        // A scale is kept to a hundred-thousandth: that is less than a hundredth of a point on any page.
        format!("{0} 0 0 {0} {1} {2} cm", short(self.factor, 5), short(x.0, 2), short(y.0, 2))
    }
}

/// `value` with as many decimals as it has, `digits` at most.
pub(super) fn short(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(text, "" | "-0") { "0".to_owned() } else { text.to_owned() }
}

/// The pages of the file, still empty.
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

/// For each typeset page its spot.
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

/// Adds `ops`, which draw a page, to those of the page of the file, so that they draw it at `spot`.
///
/// On a sheet each page begins with a fresh graphics state, and leaves it as it was.
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

/// Sets the boxes of `page` (ISO 32000-1 §14.11.2) where something is cut off.
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

/// What a reader's print dialogue is to begin with (ISO 32000-1 §12.2): sheets are not scaled again.
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
