//! Notes in the side column, each beside its call.
//!
//! A note stands level with the line that calls it. Where the column is taken, by another note, a caption or a wide
//! table, it moves down; what would run past the foot of the page moves up again. If the notes of a page do not fit
//! even so, the column is *crowded*, and the article is set again with its notes at the feet of the pages.

use std::collections::BTreeMap;

use super::breaks::Fill;
use super::slug::{Slug, put};
use super::{BlockContext, Composer, placing};
use crate::article::NoteId;
use crate::layout::{Frame, Item};
use crate::units::Pt;

/// Distance between two notes, in lines of their type.
const APART: f64 = 0.5;
/// Items that only just touch the column are not in it: the end of a line may protrude by a hyphen.
const TOUCH: Pt = Pt(1.0);
/// How far letters reach below their baseline, in ems.
const DESCENT: f64 = 0.3;

/// A note set in the side column.
#[derive(Clone, Debug, Default)]
pub(super) struct SideNote {
    /// Its content, from the top of its first line.
    pub frame: Frame,
    /// Its height.
    pub height: Pt,
    /// Notes that it calls itself.
    pub calls: Vec<NoteId>,
}

impl SideNote {
    /// Joins the slugs of a note.
    pub fn of(slugs: Vec<Slug>) -> Self {
        let mut note = SideNote::default();
        for (index, mut slug) in slugs.into_iter().enumerate() {
            note.height += if index == 0 { Pt::ZERO } else { slug.before };
            put(&mut note.frame, Pt::ZERO, note.height, std::mem::take(&mut slug.frame));
            note.height += slug.height;
            note.calls.append(&mut slug.notes);
        }
        note
    }
}

/// Notes in the side column, by their numbers.
pub(super) type SideNotes = BTreeMap<NoteId, SideNote>;

/// The side column of one page: where its notes stand.
#[derive(Debug, Default)]
pub(super) struct SideFill {
    /// The notes, each with its top.
    pub notes: Vec<(NoteId, Pt)>,
    /// The end of everything in the column.
    pub end: Pt,
    /// Whether the notes do not fit.
    pub crowded: bool,
}

/// Finds places for the notes that the slugs of `fill` call. `slugs` still have their frames; `height` is that of the
/// column.
pub(super) fn side_fill(composer: &Composer<'_>, fill: &Fill, slugs: &[Slug], height: Pt) -> SideFill {
    let page = composer.page(crate::layout::StructId(0));
    let Some(side) = placing::side_place(composer, &page) else { return SideFill::default() };
    let taken = fill.slugs.iter().filter_map(|(slug, top)| {
        let (from, to) = extent(&slugs[*slug].frame, &side)?;
        Some((*top + from, *top + to))
    });
    let mut taken: Vec<(Pt, Pt)> = taken.collect();
    taken.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let leading = composer.design.styles.caption.leading;
    let mut wanted: Vec<(NoteId, Pt, Pt)> = Vec::new();
    for (slug, top) in &fill.slugs {
        let slug = &slugs[*slug];
        // The first lines of note and text share a baseline.
        let level = *top + slug.height.min(composer.design.leading) - leading;
        let mut called = slug.notes.clone();
        while let Some(id) = (!called.is_empty()).then(|| called.remove(0)) {
            let Some(note) = composer.notes.beside.get(&id) else { continue };
            wanted.push((id, level.max(Pt::ZERO), note.height));
            called.splice(0..0, note.calls.iter().copied());
        }
    }
    let apart = leading * APART;
    let mut tops = downwards(&wanted, &taken, apart);
    let crowded = !upwards(&mut tops, &wanted, &taken, (height, apart));
    let notes = wanted.iter().zip(&tops).map(|(note, top)| (note.0, *top));
    let ends = tops.iter().zip(&wanted).map(|(top, note)| *top + note.2).chain(taken.iter().map(|taken| taken.1));
    SideFill { notes: notes.collect(), end: ends.fold(Pt::ZERO, Pt::max), crowded }
}

/// Places notes from the top down: each at its level, or below what is there already.
fn downwards(wanted: &[(NoteId, Pt, Pt)], taken: &[(Pt, Pt)], apart: Pt) -> Vec<Pt> {
    let mut free = Pt::ZERO;
    let place = |(_, level, height): &(NoteId, Pt, Pt)| {
        let mut top = level.max(free);
        for (from, to) in taken {
            if top < *to + apart && top + *height > *from - apart {
                top = *to + apart;
            }
        }
        free = top + *height + apart;
        top
    };
    wanted.iter().map(place).collect()
}

/// Moves notes that run past the foot up, from the last one. Returns whether there is room for all.
fn upwards(tops: &mut [Pt], wanted: &[(NoteId, Pt, Pt)], taken: &[(Pt, Pt)], (foot, apart): (Pt, Pt)) -> bool {
    let mut limit = foot;
    for (top, (.., height)) in tops.iter_mut().zip(wanted).rev() {
        if *top + *height <= limit + Pt(0.01) {
            break;
        }
        *top = limit - *height;
        for (from, to) in taken.iter().rev() {
            if *top < *to + apart && *top + *height > *from - apart {
                *top = *from - apart - *height;
            }
        }
        limit = *top - apart;
        if *top < Pt::ZERO {
            return false;
        }
    }
    true
}

/// Returns from where to where the content of `frame` reaches into the column `side`.
pub(super) fn extent(frame: &Frame, side: &BlockContext) -> Option<(Pt, Pt)> {
    let within = |(at, placed): &&(crate::units::Point, crate::layout::Placed)| {
        let width = match &placed.item {
            Item::Text(run) => run.width(),
            other => placing::extent(other).width,
        };
        at.x + width > side.x + TOUCH && at.x < side.x + side.width - TOUCH
    };
    let reach = |(at, placed): &(crate::units::Point, crate::layout::Placed)| match &placed.item {
        Item::Text(run) => (at.y - run.size, at.y + run.size * DESCENT),
        other => (at.y, at.y + placing::extent(other).height),
    };
    let extents = frame.items.iter().filter(within).map(reach);
    extents.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(notes: &[(f64, f64)]) -> Vec<(NoteId, Pt, Pt)> {
        notes.iter().enumerate().map(|(id, (level, height))| (NoteId(id as u32), Pt(*level), Pt(*height))).collect()
    }

    /// Returns the tops of notes with these levels and heights in a column 100 high; `None` if it is crowded.
    fn place(notes: &[(f64, f64)], taken: &[(f64, f64)]) -> Option<Vec<f64>> {
        let taken: Vec<(Pt, Pt)> = taken.iter().map(|(from, to)| (Pt(*from), Pt(*to))).collect();
        let wanted = wanted(notes);
        let mut tops = downwards(&wanted, &taken, Pt(2.0));
        upwards(&mut tops, &wanted, &taken, (Pt(100.0), Pt(2.0))).then(|| tops.iter().map(|top| top.0).collect())
    }

    #[test]
    fn notes_stand_at_their_calls_or_below_what_is_there() {
        assert_eq!(place(&[(10.0, 20.0), (50.0, 10.0)], &[]), Some(vec![10.0, 50.0]));
        assert_eq!(place(&[(10.0, 20.0), (20.0, 10.0)], &[]), Some(vec![10.0, 32.0]));
        assert_eq!(place(&[(10.0, 20.0)], &[(20.0, 40.0)]), Some(vec![42.0]));
    }

    #[test]
    fn notes_that_would_run_past_the_foot_move_up() {
        assert_eq!(place(&[(10.0, 10.0), (90.0, 30.0)], &[]), Some(vec![10.0, 70.0]));
        assert_eq!(place(&[(60.0, 20.0), (90.0, 30.0)], &[]), Some(vec![48.0, 70.0]));
        assert_eq!(place(&[(90.0, 30.0)], &[(60.0, 80.0)]), Some(vec![28.0]));
    }

    #[test]
    fn a_column_with_too_many_notes_is_crowded() {
        assert_eq!(place(&[(0.0, 60.0), (10.0, 60.0)], &[]), None);
        assert_eq!(place(&[(50.0, 50.0)], &[(20.0, 90.0)]), None);
    }
}
