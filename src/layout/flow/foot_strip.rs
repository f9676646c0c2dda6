//! The colophon of a design with several columns: a strip below all of them, at the foot of the last page. So notes
//! stand at the feet of their columns, above nothing else, and the credits come last.
//!
//! Where the last page has no room for it, the colophon follows the text in the last column.

use super::back::{self, ColophonForm};
use super::breaks::{Fill, NoteLine};
use super::slug::{put, snap};
use super::{BlockContext, Composer, matter};
use crate::layout::Frame;
use crate::units::Pt;

/// Sets the colophon below the columns of the last page. Positions in the frame are measured from the top of the text.
pub(super) fn colophon_across<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    notes: &[NoteLine],
    fills: &[Fill],
) -> Option<Frame> {
    let count = composer.design.columns.count;
    if count < 2 || fills.is_empty() {
        return None;
    }
    let last = (fills.len() - 1) / count * count;
    let grid = composer.design.leading;
    let used = |fill: &Fill| {
        let lines: Pt = notes[fill.notes.clone()].iter().map(|line| line.slug.height).sum();
        let gap = if fill.notes.is_empty() { Pt::ZERO } else { composer.design.grid(matter::NOTE_GAP) };
        snap(fill.end, grid) + snap(lines + gap, grid)
    };
    let banner = composer.banner.as_ref().filter(|_| last == 0).map_or(Pt::ZERO, |banner| banner.height);
    let free = composer.height() - banner - fills[last..].iter().map(used).fold(Pt::ZERO, Pt::max);
    let area = composer.text_area(page.parent);
    if back::colophon_estimate(composer, &area) + grid > free {
        return None;
    }
    let entries = composer.galley.outline().len();
    let slugs = composer.apart(|composer| back::colophon(composer, &area, ColophonForm::Open));
    composer.galley.lead_nowhere(entries);
    composer.colophon = None;
    let height: Pt = slugs.iter().map(|slug| slug.before + slug.height).sum();
    let mut frame = Frame::default();
    let mut y = composer.height() - height;
    for slug in slugs {
        y += slug.before;
        put(&mut frame, Pt::ZERO, y, slug.frame);
        y += slug.height;
    }
    composer.strip = snap(height + grid, grid);
    Some(frame)
}
