//! A design on other paper, at another size, with other margins: what gives way, and in which order.
//!
//! Lines stay readable first: the measure keeps its number of letters as long as the paper has room. Then the side
//! column gives way, and only then does the text become narrower.

use crate::design::{Design, SideColumn};
use crate::units::{Pt, Size};

/// The widest measure in ems of running text: about 78 letters.
const WIDEST: f64 = 29.5;
/// A side column stands beside text of at least so many ems (about 55 letters), and is itself at least so wide.
const LEAST_BESIDE: f64 = 21.0;
const LEAST_SIDE: Pt = Pt(72.0);
/// One of several columns is at least so many ems wide (about 39 letters).
const LEAST_COLUMN: f64 = 15.0;

/// Puts `design` on paper of `size`, everything in proportion as far as lines stay readable.
pub(super) fn to_paper(design: &mut Design, size: Size) {
    let (across, down) = (size.width / design.paper.width, size.height / design.paper.height);
    let foot = super::foot(design) * down;
    let right = (design.paper.width - design.margin - design.text_width()) * across;
    design.paper = size;
    design.margin = design.margin * across;
    design.first_baseline = (design.first_baseline * down).max(design.leading * 2.0);
    design.head = design.head.map(|head| head * down);
    design.folio = design.folio * down;
    fill_height(design, foot);
    fill_width(design, right);
}

/// As many lines as fit with the last baseline at `foot` or above it.
pub(super) fn fill_height(design: &mut Design, foot: Pt) {
    let more = ((foot - design.first_baseline) / design.leading + 1e-6).floor();
    design.lines = more.max(0.0) as usize + 1;
}

/// Makes text and side column fill the paper from the left margin to `right`, as far as lines stay readable.
pub(super) fn fill_width(design: &mut Design, right: Pt) {
    let room = design.paper.width - design.margin - right;
    let em = design.styles.body.size;
    let widest = (em * WIDEST).max(design.measure);
    let Some(side) = design.side else {
        let column = |count: usize, gutter: Pt| (room - gutter * (count - 1) as f64) / count as f64;
        while design.columns.count > 1 && column(design.columns.count, design.columns.gutter) < em * LEAST_COLUMN {
            design.columns.count -= 1;
        }
        design.measure = column(design.columns.count.max(1), design.columns.gutter).min(widest);
        return;
    };
    let share = room / design.full_width();
    let (measure, width) = (design.measure * share, side.width * share);
    if measure < em * LEAST_BESIDE || width < LEAST_SIDE {
        design.side = None;
        design.measure = room.min(widest);
    } else {
        design.measure = measure.min(widest);
        design.side = Some(SideColumn { gap: side.gap * share, width });
    }
}
