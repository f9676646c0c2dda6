//! Make-up of pages on which wide content spans several columns.
//!
//! A page is a stack of **bands**: the columns of a stretch of text, or a **block** that spans all of them, such as the
//! title block or a long table. Columns above a block, and on the last page, are balanced. What may float, such as a wide
//! picture, is lifted out of the text and stands at the head or the foot of some columns of the page where it belongs,
//! or else at the head of the next page; the text flows round it. A pull quote may also stand in the middle of the
//! columns, which flow past it.
//!
//! Pages are made one after the other. For each, several places of the floating content are tried, and the columns that
//! [`super::breaks`] fills at the lowest cost are kept. It looks ahead by about one page, so time is linear in the number
//! of pages.

use std::collections::VecDeque;
use std::ops::Range;

use super::Composer;
use super::breaks::{Fill, Filled, Gap, Matter, balanced_page, fill_page};
use super::slug::{Break, Floating, Slug, snap};
use crate::units::Pt;

/// Pages after the current one that are looked at, so that this one does not end at the next one's expense.
const AHEAD: f64 = 1.0;
/// A band of columns has at least so many lines; with less room, the page ends.
const LEAST_BAND: f64 = 4.0;
/// Maximum share of a page's height that floating content takes up at its head.
const MOST_FLOATS: f64 = 0.7;
/// Minimum number of lines of text above and below something in the middle of a column.
const LEAST_STRETCH: usize = 6;
/// Cost of floating content at the foot of columns, and directly below a block such as the title.
const AT_FOOT: f64 = 1_000.0;
const BELOW_BLOCK: f64 = 12_000.0;
/// The same, if text stands beside it.
const BESIDE_TEXT: f64 = 2_000.0;
/// Cost of each column between floating content and its place in the text.
const ASIDE: f64 = 3_000.0;
/// Number of slugs before a block that stay with it, such as the lines of its heading.
const MOST_KEPT: usize = 6;

/// Makes pages of the slugs `run`: for each page, one [`Fill`] for each column. Content that spans columns is in the fill
/// of its first one.
pub(super) fn fills(composer: &Composer<'_>, run: Range<usize>) -> Vec<Fill> {
    let mut maker = Maker {
        slugs: composer.galley.slugs(),
        heads: composer.galley.heads().iter().map(|head| head.height).collect(),
        grid: composer.design.leading,
        height: composer.height(),
        count: composer.design.columns.count,
        end: run.end,
        at: run.start,
        waiting: None,
        floats: VecDeque::new(),
    };
    let mut fills = Vec::new();
    while !maker.is_done() {
        fills.extend(maker.page());
    }
    fills
}

/// The state between two pages.
struct Maker<'c> {
    slugs: &'c [Slug],
    /// Heights of the repeated headers of tables.
    heads: Vec<Pt>,
    grid: Pt,
    /// Height of a page.
    height: Pt,
    /// Number of columns.
    count: usize,
    /// The end of the text.
    end: usize,
    /// The next slug.
    at: usize,
    /// The first of the figures in one column that wait for room.
    waiting: Option<usize>,
    /// Floating content that spans columns and waits for the next page.
    floats: VecDeque<Range<usize>>,
}

/// A page that is being made.
struct PageMaker {
    fills: Vec<Fill>,
    /// The end of the last band.
    top: Pt,
    /// Whether the last band is a block.
    below_block: bool,
}

/// The room for a band of columns.
#[derive(Clone)]
struct Room {
    heights: Vec<Pt>,
    gaps: Vec<Vec<Gap>>,
}

/// A place for floating content.
#[derive(Clone, Copy)]
struct Place {
    /// Its first column.
    column: usize,
    /// Its top.
    top: Pt,
    /// The bounds of the gap in the text.
    gap: Gap,
    /// What it costs in itself.
    cost: f64,
    /// Whether text must reach beyond it.
    inside: bool,
}

impl Maker<'_> {
    fn is_done(&self) -> bool {
        self.at >= self.end && self.waiting.is_none() && self.floats.is_empty()
    }

    /// Makes the next page.
    fn page(&mut self) -> Vec<Fill> {
        let before = (self.at, self.waiting, self.floats.len());
        let mut page = PageMaker { fills: vec![Fill::default(); self.count], top: Pt::ZERO, below_block: false };
        // A block at the page's head, such as a title, stays above what waited.
        while !self.is_done() {
            let whole = if self.waiting.is_none() && self.at < self.end && self.block_at(self.at).is_some() {
                self.floats_below(&mut page) && self.block(&mut page)
            } else if self.at >= self.end && self.waiting.is_none() {
                self.floats_below(&mut page)
            } else {
                self.text(&mut page)
            };
            if !whole || self.height - page.top < self.grid * LEAST_BAND {
                break;
            }
        }
        if before == (self.at, self.waiting, self.floats.len()) {
            self.force(&mut page);
        }
        page.fills
    }

    /// Places one slug that is higher than a page, so that there is an end.
    fn force(&mut self, page: &mut PageMaker) {
        let slug = if let Some(range) = self.floats.pop_front() {
            for slug in range.clone().skip(1) {
                page.fills[0].slugs.push((slug, Pt::ZERO));
            }
            range.start
        } else {
            self.at += 1;
            self.at - 1
        };
        page.fills[0].slugs.push((slug, Pt::ZERO));
        page.fills[0].end = self.slugs[slug].height;
    }

    /// Returns the end of the block that begins at slug `first`; `None` if it is ordinary text. Slugs that stay with the
    /// block, such as its heading, are part of it.
    fn block_at(&self, first: usize) -> Option<usize> {
        let kept = self.slugs[first..self.end].iter().take(MOST_KEPT);
        let kept = kept.take_while(|slug| !slug.is_block() && slug.after == Break::Never && !slug.floats()).count();
        let start = if self.slugs[first].before > Pt::ZERO { first + kept } else { first };
        let blocks = self.slugs[start..self.end].iter().take_while(|slug| slug.is_block()).count();
        (blocks > 0).then_some(start + blocks)
    }

    /// Returns the end of the text that begins at the next slug and goes to the next block.
    fn text_end(&self) -> usize {
        let text = self.slugs[self.at.min(self.end)..self.end].iter().take_while(|slug| !slug.is_block()).count();
        let end = self.at + text;
        if end >= self.end {
            return end;
        }
        let kept = self.slugs[self.at..end].iter().rev().take(MOST_KEPT);
        let kept = kept.take_while(|slug| slug.after == Break::Never && !slug.floats()).count();
        // What has room above it begins something, such as a heading; other lines are the end of a paragraph.
        let first = (end - kept..end).find(|&slug| self.slugs[slug].before > Pt::ZERO).unwrap_or(end);
        if first == self.at { end } else { first }
    }

    /// Sets the next block below what is on the page. Returns whether all of it is there.
    fn block(&mut self, page: &mut PageMaker) -> bool {
        let Some(end) = self.block_at(self.at) else { return true };
        let top = if page.top > Pt::ZERO { page.top + self.grid } else { Pt::ZERO };
        let window = self.window(self.at, end, 1);
        let matter = Matter {
            columns: 1,
            first: &[self.height],
            gaps: &[vec![(Pt::ZERO, top)]],
            ..self.matter(self.at..window)
        };
        let filled = fill_page(&matter, 0);
        let next = filled.next + self.at;
        let Some(fill) = filled.fills.into_iter().next().filter(|fill| !fill.slugs.is_empty()) else { return false };
        let bottom = fill.end;
        // A heading of what follows in columns needs room for some of it.
        let heads = next == end && self.slugs[end - 1].after == Break::Never && end < self.end;
        if heads && page.top > Pt::ZERO && self.height - bottom < self.grid * (LEAST_BAND + 1.0) {
            return false;
        }
        page.add(0, fill, self.at);
        let below = self.slugs[next - 1].below;
        page.top = snap(bottom, self.grid) + if below > Pt::ZERO { snap(below, self.grid) } else { self.grid };
        page.below_block = true;
        self.at = next;
        next == end
    }

    /// Sets floating content that waits below what is on the page, across all columns. Returns whether all of it has
    /// room.
    fn floats_below(&mut self, page: &mut PageMaker) -> bool {
        while let Some(range) = self.floats.front().cloned() {
            let top = if page.top > Pt::ZERO && page.below_block { page.top } else { page.gap(self.grid) };
            let height = self.height_of(&range);
            if (top + height).0 > self.height.0 + 0.001 {
                return false;
            }
            self.put(page, &range, 0, top);
            page.top = snap(top + height, self.grid) + self.grid;
            page.below_block = true;
            self.floats.pop_front();
        }
        true
    }

    /// Fills columns below what is on the page with text and the content that floats in it. Returns whether the text up
    /// to the next block is complete.
    fn text(&mut self, page: &mut PageMaker) -> bool {
        let end = self.text_end();
        let top = if page.below_block { page.top } else { page.gap(self.grid) };
        let mut room = Room { heights: vec![self.height; self.count], gaps: vec![vec![(Pt::ZERO, top)]; self.count] };
        let mut placed: Vec<(Range<usize>, Place)> = Vec::new();
        self.waiting_at_head(&mut room, &mut placed, top);
        let mut filled = self.columns(&room, end);
        let mut seen = self.at;
        while let Some(float) = self.float_in(seen..filled.next) {
            seen = float.end;
            match self.best_place(&room, &filled, &float, (page, top), end).filter(|_| self.floats.is_empty()) {
                Some((place, better)) => {
                    room = self.with(&room, &float, place);
                    filled = better;
                    placed.push((float, place));
                }
                None => self.floats.push_back(float),
            }
        }
        // What is placed in the text of a later page after all waits for that page.
        self.floats.retain(|float| float.start < filled.next);
        let mut bottom = top;
        let complete = filled.next == end && filled.waiting.is_none();
        if complete {
            let ends = filled.fills.iter().map(|fill| fill.end).fold(top, Pt::max);
            raise(&mut placed, snap(ends, self.grid) + self.grid);
        }
        for (float, place) in &placed {
            self.put(page, float, place.column, place.top);
        }
        for (column, fill) in filled.fills.into_iter().enumerate() {
            bottom = bottom.max(fill.end);
            page.add(column, fill, 0);
        }
        for (float, place) in &placed {
            bottom = bottom.max(place.top + self.height_of(float));
        }
        self.at = filled.next;
        self.waiting = filled.waiting;
        page.top = snap(bottom, self.grid);
        page.below_block = false;
        complete
    }

    /// Places floating content that waited at the head of the columns.
    fn waiting_at_head(&mut self, room: &mut Room, placed: &mut Vec<(Range<usize>, Place)>, top: Pt) {
        let mut used = top;
        while let Some(float) = self.floats.front().cloned() {
            let height = self.height_of(&float) + self.grid;
            if used + height > top + (self.height - top) * MOST_FLOATS && used > top {
                break;
            }
            if used + height > self.height - self.grid * LEAST_BAND && top > Pt::ZERO {
                break;
            }
            let place = Place { column: 0, top: used, gap: (used, used + height), cost: 0.0, inside: false };
            *room = self.with(room, &float, place);
            placed.push((float, place));
            used += height;
            self.floats.pop_front();
        }
    }

    /// Finds the best place for `float` in columns that are filled as in `filled`, and how the columns are filled then.
    /// `None` if it would be on another page than its place in the text.
    fn best_place(
        &self,
        room: &Room,
        filled: &Filled,
        float: &Range<usize>,
        (page, top): (&PageMaker, Pt),
        end: usize,
    ) -> Option<(Place, Filled)> {
        let anchor = filled.column_of(float.start).unwrap_or(self.count - 1);
        let mut best: Option<(f64, Place, Filled)> = None;
        for place in self.places(room, float, anchor, (page, top)) {
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
            // The columns of a complete band are balanced, so what is at their feet must be as wide as all of them.
            let complete = better.next == end && better.waiting.is_none();
            if complete && place.at_foot() && self.columns_of(float) < self.count {
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
    fn places(&self, room: &Room, float: &Range<usize>, anchor: usize, (page, top): (&PageMaker, Pt)) -> Vec<Place> {
        let width = self.columns_of(float);
        let height = snap(self.height_of(float), self.grid);
        let mut found = Vec::new();
        for column in 0..=self.count - width {
            let columns = column..column + width;
            let aside = if columns.contains(&anchor) {
                0
            } else {
                columns.start.abs_diff(anchor).min(anchor.abs_diff(columns.end))
            };
            let aside = ASIDE * aside as f64;
            let taken = |from: Pt, to: Pt| {
                let gaps = room.gaps[columns.clone()].iter().flatten();
                gaps.clone().any(|gap| gap.0 < to && from < gap.1)
                    || room.heights[columns.clone()].iter().any(|foot| *foot < to)
            };
            let end = top + height + self.grid;
            if !taken(top + Pt(0.1), end) {
                let under = if width == self.count { BELOW_BLOCK } else { BESIDE_TEXT };
                let cost = aside + if page.below_block { under } else { 0.0 };
                found.push(Place { column, top, gap: (top, end), cost, inside: false });
            }
            let from = snap(self.height - height - self.grid, self.grid);
            if room.heights[columns.clone()].iter().all(|foot| *foot == self.height) && !taken(from, self.height) {
                let cost = aside + AT_FOOT;
                found.push(Place { column, top: self.height - height, gap: (from, self.height), cost, inside: false });
            }
            if self.is_quote(float) {
                let lines = (self.height / self.grid).round() as usize;
                let middle = |line: &usize| line % 4 == 0;
                for line in (LEAST_STRETCH..lines.saturating_sub(LEAST_STRETCH)).filter(middle) {
                    let from = self.grid * line as f64;
                    let to = from + height + self.grid * 2.0;
                    let clear = from >= top + self.grid * LEAST_STRETCH as f64
                        && to <= self.height - self.grid * LEAST_STRETCH as f64
                        && !taken(from - self.grid * LEAST_STRETCH as f64, to + self.grid * LEAST_STRETCH as f64);
                    if clear {
                        let off = (line as f64 / lines as f64 - 0.4).abs();
                        let cost = aside + off * 4_000.0 - 4_000.0;
                        found.push(Place { column, top: from + self.grid, gap: (from, to), cost, inside: true });
                    }
                }
            }
        }
        found
    }

    /// Returns `room` without the place of `float`.
    fn with(&self, room: &Room, float: &Range<usize>, place: Place) -> Room {
        let mut room = room.clone();
        for column in place.column..place.column + self.columns_of(float) {
            if place.gap.1 == self.height {
                room.heights[column] = room.heights[column].min(place.gap.0);
            } else {
                room.gaps[column].push(place.gap);
                room.gaps[column].sort_by(|one, other| one.0.0.total_cmp(&other.0.0));
            }
        }
        room
    }

    /// Fills columns in `room` with the text up to `end`. If all of it fits, the columns are balanced.
    fn columns(&self, room: &Room, end: usize) -> Filled {
        let base = self.waiting.unwrap_or(self.at);
        let window = self.window(base, end, self.count);
        let matter = Matter { first: &room.heights, gaps: &room.gaps, ..self.matter(base..window) };
        let start = self.at - base;
        let filled = fill_page(&matter, start);
        let filled = match filled.done && window == end {
            true => balanced_page(&matter, start).unwrap_or(filled),
            false => filled,
        };
        filled.moved(base)
    }

    fn matter(&self, part: Range<usize>) -> Matter<'_> {
        Matter {
            slugs: &self.slugs[part],
            notes: &[],
            called: &[],
            heads: &self.heads,
            grid: self.grid,
            first: &[],
            gaps: &[],
            height: self.height,
            columns: self.count,
            note_gap: Pt::ZERO,
            facing: false,
            least_last: Pt::ZERO,
            tail: Pt::ZERO,
        }
    }

    /// Returns the end of what has to be looked at to fill `columns` columns from slug `first` on.
    fn window(&self, first: usize, end: usize, columns: usize) -> usize {
        let room = self.height * (columns as f64 * (1.0 + AHEAD));
        let mut sum = Pt::ZERO;
        let within = |slug: &&Slug| {
            sum += if slug.floats_across() { Pt::ZERO } else { slug.before + slug.height };
            sum <= room
        };
        first + self.slugs[first..end].iter().take_while(within).count()
    }

    /// Returns the first floating content that spans columns in `part`.
    fn float_in(&self, part: Range<usize>) -> Option<Range<usize>> {
        let first = part.clone().find(|&slug| self.slugs[slug].floats_across())?;
        let more = self.slugs[first..self.end].array_windows();
        let more = more.take_while(|[one, next]| one.after == Break::Never && next.floats_across()).count();
        Some(first..first + more + 1)
    }

    fn columns_of(&self, float: &Range<usize>) -> usize {
        self.slugs[float.start].columns.min(self.count)
    }

    fn is_quote(&self, float: &Range<usize>) -> bool {
        self.slugs[float.start].inside
    }

    fn height_of(&self, float: &Range<usize>) -> Pt {
        let slugs = &self.slugs[float.clone()];
        let between: Pt = slugs.iter().skip(1).map(|slug| slug.before).sum();
        snap(slugs.iter().map(|slug| slug.height).sum::<Pt>() + between, self.grid)
    }

    fn put(&self, page: &mut PageMaker, float: &Range<usize>, column: usize, top: Pt) {
        let mut y = top;
        for slug in float.clone() {
            y += if slug == float.start { Pt::ZERO } else { self.slugs[slug].before };
            page.fills[column].slugs.push((slug, y));
            y += self.slugs[slug].height;
        }
        page.fills[column].end = page.fills[column].end.max(y);
    }
}

impl Place {
    /// Whether it is at the foot of the page.
    fn at_foot(&self) -> bool {
        self.top > self.gap.0 && !self.inside
    }
}

/// Raises what is at the foot of a page to `top`, since the text ends above it.
fn raise(placed: &mut [(Range<usize>, Place)], top: Pt) {
    let feet = || placed.iter().filter(|(_, place)| place.at_foot()).map(|(_, place)| place.top);
    let Some(first) = feet().reduce(Pt::min) else { return };
    let by = (first - top).max(Pt::ZERO);
    placed.iter_mut().filter(|(_, place)| place.at_foot()).for_each(|(_, place)| place.top = place.top - by);
}

impl PageMaker {
    /// Returns where the next band begins: a blank line below the last one.
    fn gap(&self, grid: Pt) -> Pt {
        if self.top > Pt::ZERO { self.top + grid } else { Pt::ZERO }
    }

    /// Adds the content of a band's column, whose slugs are numbered from `first` on.
    fn add(&mut self, column: usize, fill: Fill, first: usize) {
        let page = &mut self.fills[column];
        page.slugs.extend(fill.slugs.into_iter().map(|(slug, top)| (slug + first, top)));
        page.head = page.head.or(fill.head);
        page.end = page.end.max(fill.end);
        page.short = fill.short;
    }
}

impl Slug {
    /// Whether it spans several columns.
    pub(super) fn spans(&self) -> bool {
        self.columns > 1
    }

    fn floats(&self) -> bool {
        self.floating == Floating::Yes
    }

    /// Whether it is lifted out of the text and spans several columns.
    pub(super) fn floats_across(&self) -> bool {
        self.spans() && self.floats()
    }

    /// Whether it keeps its place in the text and spans all columns.
    fn is_block(&self) -> bool {
        self.spans() && !self.floats()
    }
}
