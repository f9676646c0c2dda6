//! Crop marks, and the bleed around the trim edge.
//!
//! Limits: no page design prints to the edge of the paper, so the bleed is empty. It exists for printers whose
//! workflow requires the boxes.

use super::Printing;
use crate::layout::sheet::{Cut, Sheet};
use crate::layout::{Color, Item, Owner};
use crate::units::{Point, Pt, Size};

/// Minimum distance from the trim edge to a mark, so that a blade that slips does not show it.
const OFFSET: Pt = Pt(6.0);
/// Length of a mark.
const LENGTH: Pt = Pt(18.0);
/// Distance from a mark to the edge of the sheet.
const EDGE: Pt = Pt(3.0);
/// Thickness of a mark: the thinnest line that presses print reliably.
const THICKNESS: Pt = Pt(0.25);

/// Enlarges `sheets` by the part that is trimmed off, and adds crop marks at the corners.
pub(super) fn add(sheets: &mut [Sheet], printing: &Printing) {
    let bleed = printing.bleed.max(Pt::ZERO);
    let offset = bleed.max(OFFSET);
    let margin = if printing.marks { offset + LENGTH + EDGE } else { bleed };
    if margin == Pt::ZERO {
        return;
    }
    for sheet in sheets {
        let cut = sheet.size;
        sheet.cut = Cut { margin, bleed };
        sheet.size = Size::new(cut.width + margin * 2.0, cut.height + margin * 2.0);
        sheet.pages.iter_mut().for_each(|page| page.at = page.at + Point::new(margin, margin));
        sheet.frame.items.iter_mut().for_each(|(at, _)| *at = *at + Point::new(margin, margin));
        if printing.marks {
            corners(sheet, cut, offset);
        }
    }
}

/// Adds two marks at each corner, aligned with the trim edge and `offset` away from it.
fn corners(sheet: &mut Sheet, cut: Size, offset: Pt) {
    let margin = sheet.cut.margin;
    let half = THICKNESS / 2.0;
    let outside = |length: Pt| [margin - offset - LENGTH, margin + length + offset];
    for x in [margin, margin + cut.width] {
        for y in outside(cut.height) {
            mark(sheet, Point::new(x - half, y), Size::new(THICKNESS, LENGTH));
        }
    }
    for y in [margin, margin + cut.height] {
        for x in outside(cut.width) {
            mark(sheet, Point::new(x, y - half), Size::new(LENGTH, THICKNESS));
        }
    }
}

fn mark(sheet: &mut Sheet, at: Point, size: Size) {
    sheet.frame.push(at, Owner::Artifact, Item::Rule { size, color: Color::BLACK });
}
