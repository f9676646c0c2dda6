//! The bands of a page, from the top down: blocks, and columns of text with what floats in them.

use std::ops::Range;

use super::floats::{Place, raise};
use super::{Care, Maker, Room, Short, State};
use crate::layout::flow::Composer;
use crate::layout::flow::breaks::{Fill, Matter, fill_page};
use crate::layout::flow::slug::{Break, snap};
use crate::units::Pt;

/// A band of columns has at least so many lines; with less room, the page ends.
pub(super) const LEAST_BAND: f64 = 4.0;
/// Number of slugs before a block that stay with it, such as the lines of its heading.
const MOST_KEPT: usize = 6;

/// A page that is being made.
pub(super) struct PageMaker {
    pub(super) fills: Vec<Fill>,
    /// The end of the last band.
    pub(super) top: Pt,
    /// Whether the last band is a block.
    pub(super) below_block: bool,
}

impl<'c> Maker<'c> {
    pub(super) fn new(composer: &'c Composer<'_>, state: &'c mut State, (heads, care): (&'c [Pt], Care)) -> Self {
        Maker {
            state,
            slugs: composer.galley.slugs(),
            heads,
            care,
            grid: composer.design.leading,
            height: composer.height(),
            count: composer.design.columns.count,
            sink: composer.sink,
            short: Vec::new(),
        }
    }

    /// Makes the next page.
    pub(super) fn page(&mut self) -> Vec<Fill> {
        let before = (self.state.at, self.state.waiting, self.state.floats.len());
        let mut page = PageMaker { fills: vec![Fill::default(); self.count], top: Pt::ZERO, below_block: false };
        // A block at the page's head, such as a title, stays above what waited.
        while !self.state.is_done() {
            let whole = if self.state.waiting.is_none()
                && self.state.at < self.state.end
                && self.block_at(self.state.at).is_some()
            {
                self.floats_below(&mut page) && self.block(&mut page)
            } else if self.state.at >= self.state.end && self.state.waiting.is_none() {
                self.floats_below(&mut page)
            } else {
                self.text(&mut page)
            };
            if !whole || self.height - page.top < self.grid * LEAST_BAND {
                break;
            }
        }
        if before == (self.state.at, self.state.waiting, self.state.floats.len()) {
            self.force(&mut page);
        }
        page.fills
    }

    /// Places one slug that is higher than a page, so that there is an end.
    pub(super) fn force(&mut self, page: &mut PageMaker) {
        let slug = if let Some(range) = self.state.floats.pop_front() {
            for slug in range.clone().skip(1) {
                page.fills[0].slugs.push((slug, Pt::ZERO));
            }
            range.start
        } else {
            self.state.at += 1;
            self.state.at - 1
        };
        page.fills[0].slugs.push((slug, Pt::ZERO));
        page.fills[0].end = self.slugs[slug].height;
    }

    /// Returns the end of the block that begins at slug `first`, or of as much of it as fills this page; `None` if it is ordinary text. Slugs that stay with the
    /// block, such as its heading, are part of it.
    pub(super) fn block_at(&self, first: usize) -> Option<usize> {
        let kept = self.slugs[first..self.state.end].iter().take(MOST_KEPT);
        let kept = kept.take_while(|slug| !slug.is_block() && slug.after == Break::Never && !slug.floats()).count();
        let start = if self.slugs[first].before > Pt::ZERO { first + kept } else { first };
        if start > first && self.slugs.get(start).is_none_or(|block| block.after_figures) {
            return None;
        }
        let end = self.window(start.min(self.state.end), self.state.end, 1);
        let blocks = self.slugs[start.min(end)..end].iter().take_while(|slug| slug.is_block()).count();
        (blocks > 0).then_some(start + blocks)
    }

    /// Returns the end of the text that begins at the next slug and goes to the next block, or of as much of it as has to be
    /// looked at for this page.
    pub(super) fn text_end(&self) -> usize {
        let limit = self.window(self.state.at, self.state.end, self.count);
        let text = self.slugs[self.state.at..limit].iter().take_while(|slug| !slug.is_block()).count();
        let end = self.state.at + text;
        // Nothing of the text belongs to the parts that follow it.
        if end == limit || self.slugs.get(end).is_none_or(|block| block.after_figures) {
            return end;
        }
        let kept = self.slugs[self.state.at..end].iter().rev().take(MOST_KEPT);
        let kept = kept.take_while(|slug| slug.after == Break::Never && !slug.floats()).count();
        // What has room above it begins something, such as a heading; other lines are the end of a paragraph.
        let first = (end - kept..end).find(|&slug| self.slugs[slug].before > Pt::ZERO).unwrap_or(end);
        if first == self.state.at { end } else { first }
    }

    /// Sets the next block below what is on the page. Returns whether all of it is there.
    pub(super) fn block(&mut self, page: &mut PageMaker) -> bool {
        let Some(end) = self.block_at(self.state.at) else { return true };
        let opens = page.top == Pt::ZERO && self.slugs[self.state.at].opens;
        let (above, under) = match opens {
            true if !self.slugs[self.state.at].bleeds() => (self.sink.max(0), self.sink.min(0)),
            true => (0, self.sink.min(1)),
            false => (0, 0),
        };
        let top = match page.top {
            Pt::ZERO => self.grid * above as f64,
            top if page.below_block => top,
            top => top + self.grid,
        };
        let window = self.window(self.state.at, end, 1);
        let matter = Matter {
            columns: 1,
            first: &[self.height],
            gaps: &[vec![(Pt::ZERO, top)]],
            ..self.matter(self.state.at..window)
        };
        let filled = fill_page(&matter, 0);
        let next = filled.next + self.state.at;
        let Some(fill) = filled.fills.into_iter().next().filter(|fill| !fill.slugs.is_empty()) else { return false };
        let bottom = fill.end;
        // A heading of what follows in columns needs room for some of it.
        let heads = next == end && self.slugs[end - 1].after == Break::Never && end < self.state.end;
        if heads && page.top > Pt::ZERO && self.height - bottom < self.grid * (LEAST_BAND + 1.0) {
            return false;
        }
        // What stays together goes to the next page together, if it was not at the head of this one.
        if next < end && self.slugs[next - 1].after == Break::Never && page.top > Pt::ZERO {
            return false;
        }
        page.add(0, fill, self.state.at);
        let below = (self.slugs[next - 1].below + self.grid * under as f64).max(Pt::ZERO);
        // A heading stands close to what follows it.
        let usual = if heads { Pt::ZERO } else { self.grid };
        page.top = snap(bottom, self.grid) + if below > Pt::ZERO { snap(below, self.grid) } else { usual };
        page.below_block = true;
        self.state.at = next;
        next == end
    }

    /// Sets floating content that waits below what is on the page, across all columns. Returns whether all of it has
    /// room.
    pub(super) fn floats_below(&mut self, page: &mut PageMaker) -> bool {
        while let Some(range) = self.state.floats.front().cloned() {
            let top = if page.top > Pt::ZERO && page.below_block { page.top } else { page.gap(self.grid) };
            let height = self.height_of(&range);
            if (top + height).0 > self.height.0 + 0.001 {
                return false;
            }
            self.put(page, &range, 0, top);
            page.top = snap(top + height, self.grid) + self.grid;
            page.below_block = true;
            self.state.floats.pop_front();
        }
        true
    }

    /// Fills columns below what is on the page with text and the content that floats in it. Returns whether the text up
    /// to the next block is complete.
    pub(super) fn text(&mut self, page: &mut PageMaker) -> bool {
        let end = self.text_end();
        let top = if page.below_block { page.top } else { page.gap(self.grid) };
        let mut room = Room { heights: vec![self.height; self.count], gaps: vec![vec![(Pt::ZERO, top)]; self.count] };
        let mut placed: Vec<(Range<usize>, Place)> = Vec::new();
        self.waiting_at_head(&mut room, &mut placed, top);
        let mut filled = self.columns(&room, end);
        let mut seen = self.state.at;
        let mut quotes = self.waiting_quotes();
        while let Some(float) = quotes.pop_front().or_else(|| self.float_in(seen..filled.next)) {
            seen = seen.max(float.end);
            // Pull quotes have no place of their own in the text, so they keep no order with pictures.
            let ordered = placed.iter().filter(|(one, _)| self.is_quote(one) == self.is_quote(&float));
            let before = ordered.map(|(float, place)| (self.columns_of(float), *place)).collect::<Vec<_>>();
            let after_others = self.state.floats.iter().any(|one| self.is_quote(one) == self.is_quote(&float));
            match self.best_place((&room, &before), &filled, &float, (page, top), end).filter(|_| !after_others) {
                Some((place, better)) => {
                    room = self.with(&room, &float, place);
                    filled = better;
                    placed.push((float, place));
                }
                None => self.state.floats.push_back(float),
            }
        }
        // What is placed in the text of a later page after all waits for that page.
        self.state.floats.retain(|float| float.start < filled.next || filled.next == end);
        let mut bottom = top;
        let complete = filled.next == end && filled.waiting.is_none();
        raise(&mut placed, self.height - filled.foot);
        for (float, place) in &placed {
            self.put(page, float, place.column, place.top);
        }
        if !complete && self.state.waiting.is_none() && filled.fills.iter().any(|fill| fill.short > 0) {
            let part = self.state.at..self.window(self.state.at, end, self.count);
            self.short.push(Short { part, room: room.clone(), next: filled.next });
        }
        for (column, fill) in filled.fills.into_iter().enumerate() {
            bottom = bottom.max(fill.end);
            page.add(column, fill, 0);
        }
        for (float, place) in &placed {
            bottom = bottom.max(place.top + self.height_of(float));
        }
        self.state.at = filled.next;
        self.state.waiting = filled.waiting;
        page.top = snap(bottom, self.grid);
        page.below_block = false;
        complete
    }
}

impl PageMaker {
    /// Returns where the next band begins: a blank line below the last one.
    pub(super) fn gap(&self, grid: Pt) -> Pt {
        if self.top > Pt::ZERO { self.top + grid } else { Pt::ZERO }
    }

    /// Adds the content of a band's column, whose slugs are numbered from `first` on.
    pub(super) fn add(&mut self, column: usize, fill: Fill, first: usize) {
        let page = &mut self.fills[column];
        page.slugs.extend(fill.slugs.into_iter().map(|(slug, top)| (slug + first, top)));
        page.head = page.head.or(fill.head);
        page.end = page.end.max(fill.end);
        page.short = fill.short;
    }
}
