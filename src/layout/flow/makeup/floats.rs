//! Places of what floats over several columns.

use std::collections::VecDeque;
use std::ops::Range;

use super::bands::{LEAST_BAND, PageMaker};
use super::{Maker, Room};
use crate::layout::flow::breaks::{Filled, Gap};
use crate::layout::flow::slug::{Break, snap};
use crate::units::Pt;

/// Maximum share of a page's height that floating content takes up at its head.
const MOST_FLOATS: f64 = 0.7;
/// Minimum number of lines of text above and below something in the middle of a column.
const LEAST_STRETCH: usize = 6;
/// Cost of floating content at the foot of columns, and directly below a block such as the title.
const AT_FOOT: f64 = 1_000.0;
const BELOW_BLOCK: f64 = 12_000.0;
/// The same, if text stands beside it.
const BESIDE_TEXT: f64 = 2_000.0;
/// What a place in the middle of a page is better than one at its head, at this share of the height (the next constant);
/// further away, a height of the whole page costs [`OFF_MIDDLE`].
const AT_MIDDLE: f64 = 4_000.0;
const MIDDLE: f64 = 0.4;
const OFF_MIDDLE: f64 = 4_000.0;
/// Lines between two places in the middle that are tried.
const STEP: usize = 6;
/// Cost of each column between floating content and its place in the text.
const ASIDE: f64 = 3_000.0;

/// A place for floating content.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Its first column.
    pub(super) column: usize,
    /// Its top.
    pub(super) top: Pt,
    /// The bounds of the gap in the text.
    pub(super) gap: Gap,
    /// What it costs in itself.
    pub(super) cost: f64,
    /// Whether it is at the foot of the page.
    pub(super) foot: bool,
    /// Whether text must reach beyond it.
    pub(super) inside: bool,
}

impl Room {
    /// Whether something is between `from` and `to` in one of `columns`.
    fn is_taken(&self, columns: &Range<usize>, from: Pt, to: Pt) -> bool {
        let mut gaps = self.gaps[columns.clone()].iter().flatten();
        gaps.any(|gap| gap.0 < to && from < gap.1) || self.heights[columns.clone()].iter().any(|foot| *foot < to)
    }
}

impl Maker<'_> {
    /// Takes out the pull quotes that wait.
    pub(super) fn waiting_quotes(&mut self) -> VecDeque<Range<usize>> {
        let (quotes, others) = std::mem::take(&mut self.state.floats).into_iter().partition(|one| self.is_quote(one));
        self.state.floats = others;
        quotes
    }

    /// Places pictures and tables that waited at the head of the columns.
    pub(super) fn waiting_at_head(&mut self, room: &mut Room, placed: &mut Vec<(Range<usize>, Place)>, top: Pt) {
        let mut used = top;
        while let Some(index) = self.state.floats.iter().position(|float| !self.is_quote(float)) {
            let float = self.state.floats[index].clone();
            let height = self.height_of(&float) + self.grid;
            if used + height > top + (self.height - top) * MOST_FLOATS && used > top {
                break;
            }
            if used + height > self.height - self.grid * LEAST_BAND && top > Pt::ZERO {
                break;
            }
            let place =
                Place { column: 0, top: used, gap: (used, used + height), cost: 0.0, foot: false, inside: false };
            *room = self.with(room, &float, place);
            placed.push((float, place));
            used += height;
            self.state.floats.remove(index);
        }
    }

    /// Finds the best place for `float` in columns that are filled as in `filled`, and how the columns are filled then.
    /// `None` if it would be on another page than its place in the text.
    pub(super) fn best_place(
        &self,
        (room, before): (&Room, &[(usize, Place)]),
        filled: &Filled,
        float: &Range<usize>,
        (page, top): (&PageMaker, Pt),
        end: usize,
    ) -> Option<(Place, Filled)> {
        let anchor = filled.column_of(float.start).unwrap_or(self.count - 1);
        let mut best: Option<(f64, Place, Filled)> = None;
        for place in self.places(room, float, anchor, (page, top)) {
            // What comes first in the text stands further to the start or further up.
            let after = |(width, one): &(usize, Place)| place.top >= one.top || place.column >= one.column + width;
            if !before.iter().all(after) {
                continue;
            }
            let better = self.columns(&self.with(room, float, place), end);
            let there = float.start < better.next || better.next == end;
            let reached = || {
                let columns = place.column..place.column + self.columns_of(float);
                let fills = better.fills.get(columns.clone()).filter(|fills| fills.len() == columns.len());
                fills.is_some_and(|fills| fills.iter().all(|fill| fill.end > place.gap.1))
            };
            if !there || place.inside && !reached() {
                continue;
            }
            let cost = place.cost + better.cost;
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, place, better));
            }
        }
        best.map(|(_, place, filled)| (place, filled))
    }

    /// Returns the places that are tried for `float`, whose place in the text is in column `anchor`.
    pub(super) fn places(
        &self,
        room: &Room,
        float: &Range<usize>,
        anchor: usize,
        (page, top): (&PageMaker, Pt),
    ) -> Vec<Place> {
        let width = self.columns_of(float);
        // The opening picture stands beside the beginning of the text, at the end of the lines.
        let first = if self.slugs[float.start].opens { self.count - width } else { 0 };
        let places = (first..=self.count - width).flat_map(|column| {
            let columns = column..column + width;
            let away = columns.start.abs_diff(anchor).min(anchor.abs_diff(columns.end));
            let aside = if columns.contains(&anchor) { 0.0 } else { ASIDE * away as f64 };
            let mut found = self.places_at_ends(room, float, column, (page, top));
            if self.is_quote(float) {
                found.extend(self.places_in_the_middle(room, float, column, top));
            }
            found.into_iter().map(move |place| Place { cost: place.cost + aside, ..place })
        });
        places.collect()
    }

    /// Returns the places for `float` at the head and at the foot of columns, the first of which is `column`.
    fn places_at_ends(
        &self,
        room: &Room,
        float: &Range<usize>,
        column: usize,
        (page, top): (&PageMaker, Pt),
    ) -> Vec<Place> {
        let columns = column..column + self.columns_of(float);
        let height = self.height_of(float);
        // Below what is at the head of these columns already, and above what is at their feet.
        let below =
            |column: &Vec<Gap>| column.iter().fold(top, |y, gap| if gap.0 <= y + Pt(0.1) { y.max(gap.1) } else { y });
        let heads = || room.gaps[columns.clone()].iter().map(below);
        let feet = || room.heights[columns.clone()].iter().copied();
        let (head, foot) = (heads().fold(top, Pt::max), feet().fold(self.height, Pt::min));
        let mut found = Vec::new();
        if foot - head - height < self.grid * LEAST_STRETCH as f64 {
            return found;
        }
        // Below what stands in some of the columns only, there would be holes.
        let end = head + height + self.grid;
        if heads().all(|one| one == head) && !room.is_taken(&columns, head + Pt(0.1), end) {
            // The text begins below the title, not below something else.
            let under = if column == 0 { BELOW_BLOCK } else { BESIDE_TEXT };
            let cost = if page.below_block { under } else { 0.0 };
            found.push(Place { column, top: head, gap: (head, end), cost, foot: false, inside: false });
        }
        let from = snap(foot - height - self.grid, self.grid);
        let opens = self.slugs[float.start].opens;
        if feet().all(|one| one == foot) && !opens && !room.is_taken(&columns, from, foot) {
            let (top, gap, cost) = (foot - height, (from, foot), AT_FOOT);
            found.push(Place { column, top, gap, cost, foot: true, inside: false });
        }
        found
    }

    /// Returns the places for `float` in the middle of columns, the first of which is `column`.
    fn places_in_the_middle(&self, room: &Room, float: &Range<usize>, column: usize, top: Pt) -> Vec<Place> {
        let columns = column..column + self.columns_of(float);
        let height = self.height_of(float);
        let lines = (self.height / self.grid).round() as usize;
        let stretch = self.grid * LEAST_STRETCH as f64;
        let place = |line: usize| {
            let from = self.grid * line as f64;
            let to = from + height + self.grid * 2.0;
            let within = from >= top + stretch && to <= self.height - stretch;
            if !within || room.is_taken(&columns, from - stretch, to + stretch) {
                return None;
            }
            let cost = OFF_MIDDLE * (line as f64 / lines as f64 - MIDDLE).abs() - AT_MIDDLE;
            Some(Place { column, top: from + self.grid, gap: (from, to), cost, foot: false, inside: true })
        };
        (LEAST_STRETCH..lines.saturating_sub(LEAST_STRETCH)).step_by(STEP).filter_map(place).collect()
    }

    /// Returns `room` without the place of `float`.
    pub(super) fn with(&self, room: &Room, float: &Range<usize>, place: Place) -> Room {
        let mut room = room.clone();
        for column in place.column..place.column + self.columns_of(float) {
            if place.foot {
                room.heights[column] = room.heights[column].min(place.gap.0);
            } else {
                room.gaps[column].push(place.gap);
                room.gaps[column].sort_by(|one, other| one.0.0.total_cmp(&other.0.0));
            }
        }
        room
    }

    /// Returns the first floating content that spans columns in `part`.
    pub(super) fn float_in(&self, part: Range<usize>) -> Option<Range<usize>> {
        let first = part.clone().find(|&slug| self.slugs[slug].floats_across())?;
        let more = self.slugs[first..self.state.end].array_windows();
        let more = more.take_while(|[one, next]| one.after == Break::Never && next.floats_across()).count();
        Some(first..first + more + 1)
    }

    pub(super) fn columns_of(&self, float: &Range<usize>) -> usize {
        self.slugs[float.start].columns.min(self.count)
    }

    pub(super) fn is_quote(&self, float: &Range<usize>) -> bool {
        self.slugs[float.start].inside
    }

    pub(super) fn height_of(&self, float: &Range<usize>) -> Pt {
        let slugs = &self.slugs[float.clone()];
        let between: Pt = slugs.iter().skip(1).map(|slug| slug.before).sum();
        snap(slugs.iter().map(|slug| slug.height).sum::<Pt>() + between, self.grid)
    }

    pub(super) fn put(&self, page: &mut PageMaker, float: &Range<usize>, column: usize, top: Pt) {
        let mut y = top;
        for slug in float.clone() {
            y += if slug == float.start { Pt::ZERO } else { self.slugs[slug].before };
            page.fills[column].slugs.push((slug, y));
            y += self.slugs[slug].height;
        }
        page.fills[column].end = page.fills[column].end.max(y);
    }
}

/// Raises what is at the foot of a page `by` as much as the columns above it are shorter.
pub(super) fn raise(placed: &mut [(Range<usize>, Place)], by: Pt) {
    placed.iter_mut().filter(|(_, place)| place.foot).for_each(|(_, place)| place.top -= by);
}
