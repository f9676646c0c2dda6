//! Fits a design to other paper, another size or other margins, and decides what gives way.
//!
//! Readability comes first: the measure keeps its number of letters as long as the paper has room. Then the side
//! column is dropped, and only then does the text become narrower.

use super::Margins;
use crate::design::{Design, SideColumn};
use crate::units::{Pt, Size};

/// Maximum measure in ems of running text: about 78 letters.
pub(super) const WIDEST: f64 = 29.5;
/// Cap height, in ems.
const CAPITALS: f64 = 0.7;
/// Minimum distance of anything printed from the paper's edge: about 3 mm.
const EDGE: Pt = Pt(9.0);
/// Minimum measure, in ems, of text with a side column (about 55 letters). The next constant is the minimum width of
/// the side column.
const LEAST_BESIDE: f64 = 21.0;
const LEAST_SIDE: Pt = Pt(72.0);
/// Minimum width of one of several columns, in ems (about 39 letters).
const LEAST_COLUMN: f64 = 15.0;

/// Fits `design` to paper of `size`. Margins and measure keep their proportions to the paper, unless lines would become
/// too long or too short to read.
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

/// Sets running text at `size` and everything else in proportion; the text keeps its place on the paper.
pub(super) fn to_size(design: &mut Design, size: Pt) {
    let by = size / design.styles.body.size;
    let right = design.paper.width - design.margin - design.text_width();
    let (top, foot) = (top(design), super::foot(design));
    for kind in design.styles.all_mut() {
        kind.size = kind.size * by;
    }
    scale_leading(design, by);
    design.spacing = design.spacing.clone().scaled(by);
    design.spacing.least_size = design.spacing.least_size.min(size * 0.75);
    design.measure = design.measure * by;
    design.first_baseline = top + size * CAPITALS;
    fill_height(design, foot);
    let left = design.margin;
    fill_width(design, right);
    share_rest(design, left, right);
}

/// Scales the grid and with it the leading of every kind of text; the number of lines is not adjusted.
pub(super) fn scale_leading(design: &mut Design, by: f64) {
    design.leading = design.leading * by;
    scale_leadings(design, by);
}

/// Scales the leading of every kind of text. Title lines that are set solid get no closer.
pub(super) fn scale_leadings(design: &mut Design, by: f64) {
    for kind in design.styles.all_mut() {
        kind.leading = (kind.leading * by).max(kind.leading.min(kind.size));
    }
}

/// Puts text and side column between `margins`, which also hold running head and page number.
pub(super) fn to_margins(design: &mut Design, margins: &Margins) {
    let above = design.head.map(|head| design.first_baseline - head);
    let below = design.folio - super::foot(design);
    let height = design.paper.height;
    design.first_baseline = margins.top + design.styles.body.size * CAPITALS;
    // The head and the page number are nearly a line away from the text; both keep their distance from the paper's
    // edge.
    let apart = design.leading * 0.9;
    design.head = above.and_then(|above| {
        let head = (design.first_baseline - above).max(EDGE + design.styles.head.size * CAPITALS);
        (head <= design.first_baseline - apart).then_some(head)
    });
    design.folio = (height - margins.bottom + below).min(height - EDGE);
    fill_height(design, (height - margins.bottom).min(design.folio - apart));
    design.folio = design.folio.min(super::foot(design) + below.max(apart));
    design.margin = margins.left;
    fill_width(design, margins.right);
}

/// Divides the width that the text leaves between the two margins, in the proportion of `left` to `right`.
fn share_rest(design: &mut Design, left: Pt, right: Pt) {
    let rest = design.paper.width - left - right - design.text_width();
    if rest > Pt::ZERO && left + right > Pt::ZERO {
        design.margin = left + rest * (left / (left + right));
    }
}

/// Returns the top of the capitals of the first line.
pub(super) fn top(design: &Design) -> Pt {
    design.first_baseline - design.styles.body.size * CAPITALS
}

/// Sets the number of lines to what fits above `foot`.
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
    let share = room / design.text_width();
    let (measure, width) = (design.measure * share, side.width * share);
    if measure < em * LEAST_BESIDE || width < LEAST_SIDE {
        design.side = None;
        design.measure = room.min(widest);
    } else {
        design.measure = measure.min(widest);
        design.side = Some(SideColumn { gap: side.gap * share, width });
    }
}
