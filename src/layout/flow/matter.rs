//! Prepares the input of page breaking: the text, divided at forced page starts, with its notes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Composer;
use super::breaks::{Fill, Matter, NoteLine, break_pages};
use super::slug::snap;
use crate::design::Hand;
use crate::units::Pt;

/// Height of the rule above notes, in grid lines.
pub(super) const NOTE_GAP: f64 = 0.6;
/// A last page with fewer lines of text than this is avoided even where that leaves other pages short.
pub(super) const LEAST_LAST: f64 = 5.0;

/// Splits the text at forced page starts: articles of a book, and page breaks of the author.
pub(super) fn runs(composer: &Composer<'_>) -> Vec<Range<usize>> {
    let part = text_part(composer);
    let inner = composer.openings.iter().map(|(first, _)| *first).chain(composer.part_pages.iter().copied());
    let inner = inner.chain(composer.galley.page_starts().iter().copied());
    let inner = inner.filter(|first| *first > part.start && *first < part.end);
    let starts: BTreeSet<usize> = std::iter::once(part.start).chain(inner).collect();
    let starts: Vec<usize> = starts.into_iter().collect();
    let ends = starts[1..].iter().copied().chain([part.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether `run` begins on a right-hand page: the title page of a part, and the article after it. The first page of the
/// text of a book is always a right-hand one, whether the design has facing pages or not.
pub(super) fn begins_right(composer: &Composer<'_>, run: &Range<usize>) -> bool {
    let pages = &composer.part_pages;
    let after = || pages.iter().rfind(|first| **first < run.start).copied();
    let opening = |first| composer.openings.iter().map(|(opening, _)| *opening).find(|opening| *opening > first);
    pages.contains(&run.start) || after().and_then(opening) == Some(run.start)
}

/// Fills the columns of the text.
pub(super) fn text_fills(composer: &Composer<'_>, notes: &[NoteLine]) -> Vec<Fill> {
    let columns = composer.design.columns.count.max(1);
    let called = composer.notes.called(composer.galley.slugs(), notes);
    let mut fills = Vec::new();
    for run in runs(composer) {
        fills.resize_with(fills.len().next_multiple_of(columns), Fill::default);
        if begins_right(composer, &run) {
            fills.resize_with(fills.len().next_multiple_of(columns * 2), Fill::default);
        }
        fills.extend(fills_of(composer, notes, &called, run));
    }
    fills
}

/// Fills columns with the slugs of `part`.
pub(super) fn fills_of(composer: &Composer<'_>, notes: &[NoteLine], called: &[usize], part: Range<usize>) -> Vec<Fill> {
    let (first, first_note) = (part.start, part.start.checked_sub(1).map_or(0, |last| called[last]));
    let mut fills = matter(composer, notes, called, part, break_pages);
    for fill in &mut fills {
        fill.slugs.iter_mut().for_each(|(slug, _)| *slug += first);
        fill.notes = fill.notes.start + first_note..fill.notes.end + first_note;
    }
    fills
}

/// Fills columns with the slugs of `part`, which is not text and calls no notes.
pub(super) fn fills_without_notes(composer: &Composer<'_>, part: Range<usize>) -> Vec<Fill> {
    fills_of(composer, &[], &vec![0; composer.galley.len()], part)
}

/// Calls `work` with the input of page breaking for `part`. `called` holds, for each slug of the whole galley, the
/// number of note lines that are called up to its end; it is counted once for all articles of a book.
pub(super) fn matter<T>(
    composer: &Composer<'_>,
    notes: &[NoteLine],
    called: &[usize],
    part: Range<usize>,
    work: impl FnOnce(&Matter) -> T,
) -> T {
    let heads: Vec<Pt> = composer.galley.heads().iter().map(|head| head.height).collect();
    let before = |slug: usize| slug.checked_sub(1).map_or(0, |last| called[last]);
    let first_note = before(part.start);
    let last_note = if part.end == composer.galley.len() { notes.len() } else { before(part.end) };
    let called: Vec<usize> = called[part.clone()].iter().map(|called| called - first_note).collect();
    let height = composer.height();
    // The colophon is at the end of the galley, so only the last part has it.
    let tail = composer
        .colophon
        .filter(|first| part.contains(first))
        .map_or(Pt::ZERO, |first| composer.galley.slugs()[first..].iter().map(|slug| slug.before + slug.height).sum());
    let banner = composer.banner.as_ref().filter(|_| part.start == text_part(composer).start);
    let banner = banner.map(|banner| vec![height - banner.height; composer.design.columns.count]);
    work(&Matter {
        slugs: &composer.galley.slugs()[part],
        notes: &notes[first_note..last_note],
        called: &called,
        heads: &heads,
        grid: composer.design.leading,
        first: &banner.unwrap_or_default(),
        gaps: &[],
        height,
        columns: composer.design.columns.count.max(1),
        note_gap: composer.design.grid(NOTE_GAP),
        facing: composer.design.duplex
            && composer.design.first_page == Hand::Right
            && composer.design.columns.count <= 1,
        least_last: composer.design.grid(composer.least_last),
        tail,
    })
}

/// Returns the height that content and notes take up in the column of `fill`.
pub(super) fn used(composer: &Composer<'_>, notes: &[NoteLine], fill: &Fill) -> Pt {
    let grid = composer.design.leading;
    let lines: Pt = notes[fill.notes.clone()].iter().map(|line| line.slug.height).sum();
    let gap = if fill.notes.is_empty() { Pt::ZERO } else { composer.design.grid(NOTE_GAP) };
    snap(fill.end, grid) + snap(lines + gap, grid)
}

/// Returns the slugs of the text, without a title that has its own page.
pub(super) fn text_part(composer: &Composer<'_>) -> Range<usize> {
    composer.contents.map_or(0, |(_, title)| title)..composer.galley.len()
}
