//! Fills the columns of a band.

use std::ops::Range;

use super::{Care, Maker, Room};
use crate::layout::flow::breaks::{Filled, Gap, Matter, balanced_page, fill_page};
use crate::layout::flow::slug::Slug;
use crate::units::Pt;

/// Share of a page after the current one that is looked at, so that this one does not end at the next one's expense.
const AHEAD: f64 = 0.34;
/// Text with no more lines above a block is not divided into columns.
const FEW_LINES: usize = 9;
/// Fewer lines than this below something at the head of a balanced column look lost.
const REMNANT: f64 = 3.5;

impl Maker<'_> {
    /// Fills columns in `room` with the text up to `end`. If all of it fits, the columns are balanced.
    pub(super) fn columns(&self, room: &Room, end: usize) -> Filled {
        let base = self.state.waiting.unwrap_or(self.state.at);
        let window = self.window(base, end, self.count);
        let matter = Matter { first: &room.heights, gaps: &room.gaps, ..self.matter(base..window) };
        let start = self.state.at - base;
        let filled = fill_page(&matter, start);
        if !filled.done || window < end {
            return filled.moved(base);
        }
        let least = self.least_lines(end);
        let balanced = balanced_page(&matter, start, (least, self.care == Care::Final)).unwrap_or(filled);
        if self.care == Care::Draft {
            return balanced.moved(base);
        }
        // One or two lines below a picture look lost. The text stands beside it instead, if there is room.
        let without = self.without_remnants(room, &balanced);
        let beside =
            without.and_then(|gaps| balanced_page(&Matter { gaps: &gaps, ..matter.clone() }, start, (least, true)));
        beside.unwrap_or(balanced).moved(base)
    }

    /// Returns the gaps of `room`, with those columns closed that have only a few lines below what is at their head;
    /// `None` if there are none, or only such columns.
    pub(super) fn without_remnants(&self, room: &Room, filled: &Filled) -> Option<Vec<Vec<Gap>>> {
        let mut gaps = room.gaps.clone();
        let mut closed = 0;
        for (column, gaps) in gaps.iter_mut().enumerate() {
            let head = gaps.iter().map(|gap| gap.1).fold(Pt::ZERO, Pt::max);
            let end = filled.fills.get(column).map_or(Pt::ZERO, |fill| fill.end);
            if gaps.len() > 1 && end > head && end - head < self.grid * REMNANT {
                gaps.push((head, self.height));
                closed += 1;
            }
        }
        (1..self.count).contains(&closed).then_some(gaps)
    }

    /// Returns how many lines the columns above the block at `end` have at least: a few lines, such as those between two
    /// listings, stay in one column.
    pub(super) fn least_lines(&self, end: usize) -> usize {
        let block = self.slugs[end..self.state.end].iter().find(|slug| slug.is_block());
        let text = self.slugs[self.state.at..end].iter().filter(|slug| !slug.spans());
        let few = text.map(|slug| slug.before + slug.height).sum::<Pt>() <= self.grid * FEW_LINES as f64;
        if few && block.is_some_and(|block| !block.after_figures) { FEW_LINES } else { 1 }
    }

    pub(super) fn matter(&self, part: Range<usize>) -> Matter<'_> {
        Matter {
            slugs: &self.slugs[part],
            heads: self.heads,
            grid: self.grid,
            height: self.height,
            columns: self.count,
            ..Matter::default()
        }
    }

    /// Returns the end of what has to be looked at to fill `columns` columns from slug `first` on.
    pub(super) fn window(&self, first: usize, end: usize, columns: usize) -> usize {
        let room = self.height * (columns as f64 * (1.0 + AHEAD));
        let mut sum = Pt::ZERO;
        let within = |slug: &&Slug| {
            sum += if slug.floats_across() { Pt::ZERO } else { slug.before + slug.height };
            sum <= room
        };
        let count = self.slugs[first..end].iter().take_while(within).count();
        first + count.max(1).min(end - first)
    }
}
