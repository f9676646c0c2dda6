//! The cost of ending a column at a given place.
//!
//! The unit is that of the demerits: a column that is one line short costs 2,000.

use std::ops::Range;

use super::fill::Way;
use super::{Breaker, Side, Spot, State};
use crate::layout::flow::slug::{Break, Floating, snap};
use crate::units::Pt;

/// Cost of a break that leaves a single line of a paragraph, a heading without text, or half a row. It is higher than
/// the cost of all other faults of a page together.
pub(super) const FORBIDDEN: f64 = 1e6;
/// Cost of a column with a slug that is higher than the column. The layout avoids such slugs, so this only catches
/// rounding errors.
const OVERFULL: f64 = 1e9;
/// Cost of a short page: multiplied by the square of the number of missing lines, up to [`FEW_LINES`].
const SHORT: f64 = 2_000.0;
/// A page that is short by more lines than this has a visible reason, such as a figure.
const FEW_LINES: f64 = 3.0;
/// Cost of each missing line beyond [`FEW_LINES`]. It is less than that of the lines before, because one very short
/// page is better than two.
const VERY_SHORT: f64 = 4_000.0;
/// Cost of each page between a figure's place in the text and the page where it stands.
const FIGURE_AWAY: f64 = 500.0;
/// Cost of facing pages that end at different heights: slightly more than that of a page that is one line short. When
/// it was 1,000, hardly one spread in ten became even.
const FACING: f64 = 3_000.0;
/// Facing pages that are short by more lines than this are treated alike: no reader compares their heights.
const COMPARED: usize = 4;
/// Cost of a note that continues on the next page.
const NOTE_SPLIT: f64 = 8_000.0;
/// Cost of a last page with less text than [`super::Matter::least_last`].
const STRAY_LAST_PAGE: f64 = 30_000.0;
/// Pages that are short by more lines than this are considered only if there is no other way; this keeps the number of
/// states small.
const SHORT_LINES: f64 = 12.0;
/// Minimum number of lines of a note on each side of a split.
const NOTE_LINES: usize = 2;

/// A place where a column may end.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    next: State,
    cost: f64,
    /// Number of lines that the column is short.
    short: f64,
}

impl Breaker<'_> {
    /// Returns the places where a column that begins at `state` may end, with the cost of each.
    pub(super) fn candidates(&self, state: State) -> Vec<(State, f64)> {
        let (mut found, mut forced) = self.ends(state, SHORT_LINES);
        if found.is_empty() {
            (found, forced) = self.ends(state, f64::INFINITY);
        }
        if found.is_empty() {
            found.push(forced.unwrap_or_else(|| self.overfull(state)));
        }
        let least = found.iter().map(|candidate| candidate.short).fold(f64::INFINITY, f64::min);
        found.retain(|candidate| candidate.short <= SHORT_LINES.max(least));
        found.into_iter().map(|found| (found.next, found.cost + shortness(found.short, least))).collect()
    }

    /// Returns the places where a column that begins at `state` may end, and the places of last resort, where it may
    /// end only if there is no other way. Places that leave it short by more than `most` lines are left out. A column
    /// cannot end after most slugs, so these are skipped quickly.
    fn ends(&self, state: State, most: f64) -> (Vec<Candidate>, Option<Candidate>) {
        let mut found = Vec::new();
        let mut forced: Option<Candidate> = None;
        let enough = self.height(state.column) - self.matter.grid * (most + 1.0);
        self.walk(state, &mut Vec::new(), &mut |way, next| {
            let done = next.slug == self.matter.slugs.len();
            // The called notes will need room too. If the column is too short even with all of them, no candidate is
            // needed.
            if !done && way.y + self.note_area(state.note..way.called.max(state.note)) < enough {
                return;
            }
            match self.candidate(state, way, next) {
                Ok(candidate) => found.push(candidate),
                Err(Some(way_out)) if forced.is_none_or(|known| way_out.short <= known.short) => {
                    forced = Some(way_out);
                }
                Err(_) => {}
            }
        });
        (found, forced)
    }

    /// Returns the cost of a column from `state` to `next`; `None` if it cannot end there.
    pub(super) fn cost_of(&self, state: State, way: &Way, next: Spot, end: State) -> Option<f64> {
        let candidate = match self.candidate(state, way, next) {
            Ok(candidate) | Err(Some(candidate)) => candidate,
            Err(None) => return None,
        };
        // Of several ways to the same place, the fuller column is better.
        (candidate.next == end).then_some(candidate.cost + shortness(candidate.short, 0.0))
    }

    /// Returns the candidate that ends the column before `next`. If the column must not end there, the candidate is in
    /// `Err`, for use as the last resort.
    fn candidate(&self, state: State, way: &Way, next: Spot) -> Result<Candidate, Option<Candidate>> {
        let done = next.slug == self.matter.slugs.len();
        let height = self.height(state.column);
        let called = if done { self.matter.notes.len() } else { way.called };
        let room = height - snap(way.y, self.matter.grid);
        let (note, split) = self.notes_in(state.note, called, room);
        let column = (state.column + 1).min(self.matter.first.len());
        let short = self.lines_short(state.column, way.y, state.note..note);
        let next = State { spot: next, figure: way.figure, note, column, side: self.side_after(state.side, short) };
        // A column that is nearly full of what spans it may have no text at all.
        let may_be_empty = state.column < self.matter.gaps.len();
        let empty = (State { column: state.column, side: state.side, ..next }) == state;
        if empty && !may_be_empty {
            return Err(None);
        }
        let waiting = self.waiting(way.figure, next.spot.slug);
        let whole = self.is_end(next);
        let allowed = match way.after {
            _ if done => Some(0.0),
            Some(Break::Cost(cost)) => Some(f64::from(cost)),
            Some(Break::Never) => None,
            None => Some(0.0),
        };
        let cost = if whole { self.last_page(way.y) } else { 0.0 }
            + way.cost
            + FIGURE_AWAY * waiting as f64
            + if whole { 0.0 } else { facing(state.side, short) }
            + allowed.unwrap_or(FORBIDDEN)
            + split.unwrap_or(FORBIDDEN);
        let candidate = Candidate { next, cost, short: if whole { 0.0 } else { short as f64 } };
        if allowed.is_some() && split.is_some() && !empty { Ok(candidate) } else { Err(Some(candidate)) }
    }

    /// Returns the side of the page after one on `side` that is `short` lines short. The first page of a book is a
    /// recto.
    fn side_after(&self, side: Side, short: usize) -> Side {
        match side {
            _ if !self.matter.facing => Side::Alone,
            Side::Verso => Side::Recto(short.min(COMPARED)),
            Side::Alone | Side::Recto(_) => Side::Verso,
        }
    }

    /// Returns the number of whole lines that are free between the text, which ends at `y`, and the given lines of
    /// notes.
    pub(super) fn lines_short(&self, column: usize, y: Pt, notes: Range<usize>) -> usize {
        let used = snap(y, self.matter.grid) + self.note_area(notes);
        ((self.height(column) - used) / self.matter.grid + 1e-6).max(0.0).floor() as usize
    }

    /// Returns the cost of a last page whose text ends at `y`. Several columns are balanced on the last page, so only a
    /// single column can be nearly empty.
    fn last_page(&self, y: Pt) -> f64 {
        if self.matter.columns == 1 && self.is_stray(y) { STRAY_LAST_PAGE } else { 0.0 }
    }

    /// Whether a last page whose content ends at `y` has too little text.
    pub(super) fn is_stray(&self, y: Pt) -> bool {
        (y - self.matter.tail).0 + 0.001 < self.matter.least_last.0
    }

    /// Returns how many note lines, of those from `first` to `called`, fit into `room`, and at what cost; `None` if a
    /// note would have to be split where none may be.
    fn notes_in(&self, first: usize, called: usize, room: Pt) -> (usize, Option<f64>) {
        if first == called || self.note_area(first..called).0 <= room.0 + 0.001 {
            return (called, Some(0.0));
        }
        // A paragraph may call thousands of notes, most of which wait for later columns. So their lines are not tried
        // one by one.
        let (mut most, mut over) = (first, called);
        while most + 1 < over {
            let middle = most.midpoint(over);
            let fits = self.note_area(first..middle).0 <= room.0 + 0.001;
            if fits { most = middle } else { over = middle }
        }
        let tidy = |&line: &usize| {
            let (before, after) = self.matter.notes[line].siblings;
            before >= NOTE_LINES && after + 1 >= NOTE_LINES && called - line == after + 1
        };
        // Only the last note that is called may be split.
        let (before, after) = self.matter.notes[called - 1].siblings;
        let begin = (called - (before + after + 1)).max(first);
        match (begin..=most).rev().find(tidy) {
            Some(line) if line > first => (line, Some(NOTE_SPLIT)),
            _ => (most, None),
        }
    }

    /// Returns the height that these note lines take up at the foot of a column.
    fn note_area(&self, lines: Range<usize>) -> Pt {
        if lines.is_empty() {
            return Pt::ZERO;
        }
        let height = self.note_heights[lines.end] - self.note_heights[lines.start];
        snap(height + self.matter.note_gap, self.matter.grid)
    }

    /// Returns a column that holds only the next item, which is too high for any column.
    fn overfull(&self, state: State) -> Candidate {
        let column = (state.column + 1).min(self.matter.first.len());
        let state = State { side: self.side_after(state.side, 0), ..state };
        let next = match self.figures.get(state.figure).filter(|&&index| index < state.spot.slug) {
            Some(_) => State { figure: state.figure + 1, column, ..state },
            None if state.spot.slug < self.matter.slugs.len() => {
                let floats = self.matter.slugs[state.spot.slug].floating == Floating::Yes
                    && !self.matter.slugs[state.spot.slug].spans();
                State { spot: self.after(state.spot), figure: state.figure + usize::from(floats), column, ..state }
            }
            None => State { note: state.note + 1, column, ..state },
        };
        Candidate { next, cost: OVERFULL, short: 0.0 }
    }
}

/// Returns the cost of a page on `side` that is `short` lines short, compared to the facing page.
fn facing(side: Side, short: usize) -> f64 {
    match side {
        Side::Recto(verso) if verso != short.min(COMPARED) => FACING,
        _ => 0.0,
    }
}

/// Returns the cost of a page that is `lines` short, if `least` of these lines could not be filled in any way.
///
/// The lines that could have been filled count in full.
fn shortness(lines: f64, least: f64) -> f64 {
    let few = least.min(FEW_LINES);
    let more = lines - least;
    SHORT * (few + more) * (few + more) + VERY_SHORT * (least - few)
}
