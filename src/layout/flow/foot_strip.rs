//! The colophon of a design with several columns: a strip below all of them, at the foot of the last page. So notes
//! stand at the feet of their columns, above nothing else, and the credits come last.
//!
//! Where the last page has no room for it, the last lines of the text go to another page with it. Only a colophon that is
//! longer than that follows the text in the last column.

use super::back::{self, ColophonForm};
use super::breaks::{Fill, NoteLine};
use super::slug::{put, snap};
use super::{BlockContext, Composer, matter};
use crate::layout::Frame;
use crate::units::Pt;

/// Sets the colophon below the columns of a page that is added for it, with the last lines of the text. Returns the
/// columns of all pages, and the colophon.
pub(super) fn on_next_page<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    notes: &[NoteLine],
) -> Option<(Vec<Fill>, Frame)> {
    if composer.design.columns.count < 2 {
        return None;
    }
    // The text is broken as if the colophon followed it, which takes its last lines along.
    let (had, nodes) = (composer.galley.extent(), composer.setter.structure.nodes.len());
    let end = composer.galley.len();
    back::colophon(composer, page, ColophonForm::Close);
    let mut fills = matter::text_fills(composer, notes);
    composer.galley.truncate(had);
    composer.setter.structure.truncate(nodes);
    composer.colophon = None;
    for fill in &mut fills {
        fill.slugs.retain(|(slug, _)| *slug < end);
        let bottom = |(slug, top): &(usize, Pt)| *top + composer.galley.slugs()[*slug].height;
        fill.end = fill.slugs.iter().map(bottom).fold(Pt::ZERO, Pt::max);
    }
    while fills.last().is_some_and(|fill| fill.slugs.is_empty() && fill.notes.is_empty()) {
        fills.pop();
    }
    let strip = colophon_across(composer, page, notes, &fills)?;
    Some((fills, strip))
}

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
