//! The galley: slugs in the order of the text, and what the next one gets.
//!
//! A printer's galley was the tray in which lines of type were gathered before they were made up into pages. Parts of
//! the page add to it and ask for room between; [`super::place`] takes it apart again.

use super::slug::{Break, Decor, Floating, Head, Slug, Start, put, snap};
use super::variants::Again;
use super::{BlockContext, formulas};
use crate::article::NoteId;
use crate::design::Type;
use crate::layout::inline::Line;
use crate::layout::{Anchor, Frame, Item, Owner};
use crate::units::{Point, Pt};

/// Costs of a page break after a line that ends in a hyphen.
pub(super) const HYPHEN_AT_PAGE_END: u32 = 5_000;

/// What the pages are filled with, so far.
pub(super) struct Galley {
    /// Distance between the lines of the grid.
    grid: Pt,
    /// The slugs.
    pub slugs: Vec<Slug>,
    /// Paragraphs that can be set in a line more or less.
    pub paragraphs: Vec<Again>,
    /// Grounds and bars.
    pub decors: Vec<Decor>,
    /// Headers of tables.
    pub heads: Vec<Head>,
    /// Notes that are called and not yet set.
    pub called: Vec<NoteId>,
    /// Bookmarks.
    pub outline: Vec<Bookmark>,
    /// Slugs that begin pages because the author wants it.
    pub page_starts: Vec<usize>,
    /// What the next slug gets.
    pub pending: Pending,
    /// How many boxes (notes, cells) what is being set stands in; there, no slug is one of the text.
    pub apart: usize,
    /// Numbers for [`Anchor::Part`].
    pub parts: u32,
}

/// A bookmark.
#[derive(Clone, Debug)]
pub(super) struct Bookmark {
    pub title: String,
    pub level: u8,
    pub anchor: Anchor,
    /// The slug that it leads to.
    pub slug: usize,
}

/// What the next slug gets.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Room above.
    pub gap: Pt,
    /// Whether that room is settled: what follows a heading has the heading's distance, whatever it is.
    pub settled: bool,
    /// Whether its first line has no indent.
    pub flush: bool,
    /// Slugs after which no page may end.
    pub keep: usize,
    /// How many slugs there were after a label that nothing has followed yet.
    pub label: Option<usize>,
    /// Places that links lead to.
    pub anchors: Vec<Anchor>,
    /// Labels of list items, with the left edge of each.
    pub labels: Vec<(Pt, Frame)>,
    /// Notes that are called above the columns, and stand at the foot of the first.
    pub notes: Vec<NoteId>,
}

impl Galley {
    /// An empty one, whose grid has lines `grid` apart.
    pub fn new(grid: Pt) -> Self {
        Self {
            grid,
            slugs: Vec::new(),
            paragraphs: Vec::new(),
            decors: Vec::new(),
            heads: Vec::new(),
            called: Vec::new(),
            outline: Vec::new(),
            page_starts: Vec::new(),
            pending: Pending { flush: true, ..Pending::default() },
            apart: 0,
            parts: 0,
        }
    }

    /// Lets the first line of what comes next have no indent.
    pub fn flush_next(&mut self) {
        self.pending.flush = true;
    }

    /// Lets no page end after the next `slugs`.
    pub fn keep_next(&mut self, slugs: usize) {
        self.pending.keep = slugs;
    }

    /// Puts a place that links lead to at the next slug.
    pub fn anchor(&mut self, anchor: Anchor) {
        self.pending.anchors.push(anchor);
    }

    /// Lets more room be asked for above the next slug, again.
    pub fn unsettle(&mut self) {
        self.pending.settled = false;
    }

    /// Asks for at least `gap` above the next slug.
    pub fn space(&mut self, gap: Pt) {
        if !self.pending.settled {
            self.pending.gap = self.pending.gap.max(gap);
        }
    }

    /// The same above what has an edge, such as a picture or a rule: it may not touch even its heading.
    pub fn space_for_box(&mut self, gap: Pt) {
        if self.pending.settled && self.pending.gap == Pt::ZERO {
            self.pending.gap = gap * 0.5;
        }
        self.space(gap);
    }

    /// Leaves `gap` above the next slug, and no more.
    pub fn settle_space(&mut self, gap: Pt) {
        self.pending.gap = gap;
        self.pending.settled = true;
    }

    /// Adds the lines of one paragraph.
    pub fn push_lines(&mut self, lines: Vec<Line>, kind: &Type, place: &BlockContext) {
        for slug in self.line_slugs(lines, kind, place.x) {
            self.push(slug, place, kind.leading);
        }
    }

    /// The lines of one paragraph as slugs.
    pub fn line_slugs(&self, mut lines: Vec<Line>, kind: &Type, x: Pt) -> Vec<Slug> {
        formulas::room_for_formulas(&mut lines, kind);
        let count = lines.len();
        let slugs = lines.into_iter().enumerate().map(|(index, line)| {
            let after = after_line(index, count, line.hyphenated);
            let start = if index > 0 && kind.leading != self.grid { Start::Flow } else { Start::Grid };
            Slug { after, start, ..self.line(line, kind.leading, x) }
        });
        slugs.collect()
    }

    /// A slug of `line` with its left edge at `x`.
    pub fn line(&self, line: Line, leading: Pt, x: Pt) -> Slug {
        let extra = if line.extra > Pt::ZERO { snap(line.extra, self.grid) } else { Pt::ZERO };
        let baseline = leading + extra;
        let below = if line.below > Pt::ZERO { snap(line.below, self.grid) } else { Pt::ZERO };
        let height = baseline + below;
        let mut frame = line.frame;
        frame.items.iter_mut().for_each(|(at, _)| *at = *at + Point::new(x, baseline));
        Slug { frame, height, notes: line.notes, ..Slug::default() }
    }

    /// Adds `slug` with all that is pending for it; labels of list items stand on the baseline `first` below its top.
    pub fn push(&mut self, mut slug: Slug, place: &BlockContext, first: Pt) {
        slug.before = slug.before.max(std::mem::take(&mut self.pending.gap));
        slug.decor = place.decor;
        self.pending.settled = false;
        if self.pending.keep > 0 && slug.floating == Floating::No {
            self.pending.keep -= 1;
            slug.after = Break::Never;
        }
        slug.notes.append(&mut self.pending.notes);
        self.called.extend(&slug.notes);
        let labels = std::mem::take(&mut self.pending.labels);
        let anchors = std::mem::take(&mut self.pending.anchors);
        if !labels.is_empty() || !anchors.is_empty() {
            let mut frame = Frame::default();
            for anchor in anchors {
                frame.push(Point::new(place.x, Pt::ZERO), Owner::Artifact, Item::Anchor(anchor));
            }
            let baseline = first.max(slug.height.min(place.body.leading));
            labels.into_iter().for_each(|(x, label)| put(&mut frame, x, baseline, label));
            put(&mut frame, Pt::ZERO, Pt::ZERO, slug.frame);
            slug.frame = frame;
        }
        self.slugs.push(slug);
    }

    /// Forbids page breaks inside what was added since there were `first` slugs.
    pub fn keep_together(&mut self, first: usize) {
        let end = self.slugs.len().saturating_sub(1).max(first);
        self.slugs[first..end].iter_mut().for_each(|slug| slug.after = Break::Never);
    }

    /// Forbids them there, and after it: what was added stays with what comes next.
    pub fn keep_with_next(&mut self, first: usize) {
        self.keep_together(first);
        if let Some(last) = self.slugs.last_mut() {
            last.after = Break::Never;
        }
    }

    /// Makes a page break after what was added last cost at least `cost`.
    pub fn discourage_break(&mut self, cost: u32) {
        if let Some(Slug { after: Break::Cost(has), .. }) = self.slugs.last_mut() {
            *has = cost.max(*has);
        }
    }

    /// An anchor for a part that the design adds.
    pub fn part(&mut self, title: String, level: u8) {
        let anchor = Anchor::Part(self.parts);
        self.pending.anchors.push(anchor);
        self.parts += 1;
        self.outline.push(Bookmark { title, level, anchor, slug: self.slugs.len() });
    }
}

/// What a page break costs after line `index` of a paragraph of `count`: two at least stay together on each side.
pub(super) fn after_line(index: usize, count: usize, hyphenated: bool) -> Break {
    let left = count - index - 1;
    let hyphen = if hyphenated { HYPHEN_AT_PAGE_END } else { 0 };
    if left == 0 || index > 0 && left > 1 { Break::Cost(hyphen) } else { Break::Never }
}

/// A slug that holds `frame`, `height` high, which floats or not.
pub(super) fn boxed(frame: Frame, height: Pt, floating: Floating) -> Slug {
    Slug { frame, height, floating, after: Break::FREE, ..Slug::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_stays_with_what_comes_next() {
        let mut galley = Galley::new(Pt(14.0));
        let free = || Slug { after: Break::FREE, ..Slug::default() };
        galley.slugs.extend([free(), free(), free()]);
        galley.keep_with_next(1);
        let breaks: Vec<Break> = galley.slugs.iter().map(|slug| slug.after).collect();
        assert_eq!(breaks, [Break::FREE, Break::Never, Break::Never]);
    }
}
