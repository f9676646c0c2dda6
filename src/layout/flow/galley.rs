//! The galley: slugs in the order of the text, and the properties of the next one.
//!
//! A printer's galley was the tray in which lines of type were gathered before they were made up into pages. The parts
//! of the page add slugs to it and request room between them; [`super::place`] distributes them over the pages.

use super::slug::{Break, Decor, Floating, Head, Slug, Start, put, snap};
use super::variants::Again;
use super::{BlockContext, formulas};
use crate::article::NoteId;
use crate::design::Type;
use crate::layout::inline::Line;
use crate::layout::{Anchor, Frame, Item, Owner};
use crate::units::{Point, Pt};

/// Cost of a page break after a line that ends in a hyphen.
pub(super) const HYPHEN_AT_PAGE_END: u32 = 5_000;

/// The content of the pages, as far as it is set.
pub(super) struct Galley {
    /// Distance between grid lines.
    grid: Pt,
    /// The slugs.
    pub slugs: Vec<Slug>,
    /// Paragraphs that can be set with one line more or less.
    pub paragraphs: Vec<Again>,
    /// Grounds and bars.
    pub decors: Vec<Decor>,
    /// Headers of tables, repeated on each page.
    pub heads: Vec<Head>,
    /// Notes that have been called but not yet set.
    pub called: Vec<NoteId>,
    /// Bookmarks.
    pub outline: Vec<Bookmark>,
    /// Slugs that begin a page because the author requested a page break.
    pub page_starts: Vec<usize>,
    /// Properties that the next slug gets.
    pub pending: Pending,
    /// Nesting depth of boxes (notes, cells) around the current content. Inside them, slugs do not belong to the
    /// running text.
    pub apart: usize,
    /// Number of [`Anchor::Part`]s so far.
    pub parts: u32,
}

/// A bookmark.
#[derive(Clone, Debug)]
pub(super) struct Bookmark {
    pub title: String,
    pub level: u8,
    pub anchor: Anchor,
    /// The slug that it points to.
    pub slug: usize,
}

/// Properties that the next slug gets.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Room above it.
    pub gap: Pt,
    /// Whether that room is final: after a heading, the heading determines the distance.
    pub settled: bool,
    /// Whether its first line is not indented.
    pub flush: bool,
    /// Number of slugs after which no page may end.
    pub keep: usize,
    /// If nothing has followed a label yet: the number of slugs right after it.
    pub label: Option<usize>,
    /// Places that links lead to.
    pub anchors: Vec<Anchor>,
    /// Labels of list items, with the left edge of each.
    pub labels: Vec<(Pt, Frame)>,
    /// Notes called above the columns, which stand at the foot of the first column.
    pub notes: Vec<NoteId>,
}

impl Galley {
    /// Creates an empty galley whose grid lines are `grid` apart.
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

    /// Sets the next paragraph without a first-line indent.
    pub fn flush_next(&mut self) {
        self.pending.flush = true;
    }

    /// Keeps the next `slugs` slugs with the slug after them.
    pub fn keep_next(&mut self, slugs: usize) {
        self.pending.keep = slugs;
    }

    /// Puts an anchor at the next slug.
    pub fn anchor(&mut self, anchor: Anchor) {
        self.pending.anchors.push(anchor);
    }

    /// Allows requests for more room above the next slug again.
    pub fn unsettle(&mut self) {
        self.pending.settled = false;
    }

    /// Requests at least `gap` above the next slug.
    pub fn space(&mut self, gap: Pt) {
        if !self.pending.settled {
            self.pending.gap = self.pending.gap.max(gap);
        }
    }

    /// Requests at least `gap` above something with an edge, such as a picture or a rule, which must not touch even
    /// its heading.
    pub fn space_for_box(&mut self, gap: Pt) {
        if self.pending.settled && self.pending.gap == Pt::ZERO {
            self.pending.gap = gap * 0.5;
        }
        self.space(gap);
    }

    /// Sets the room above the next slug to exactly `gap`.
    pub fn settle_space(&mut self, gap: Pt) {
        self.pending.gap = gap;
        self.pending.settled = true;
    }

    /// Adds the lines of a paragraph.
    pub fn push_lines(&mut self, lines: Vec<Line>, kind: &Type, place: &BlockContext) {
        for slug in self.line_slugs(lines, kind, place.x) {
            self.push(slug, place, kind.leading);
        }
    }

    /// Makes slugs of the lines of a paragraph.
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

    /// Makes a slug of `line` with its left edge at `x`.
    pub fn line(&self, line: Line, leading: Pt, x: Pt) -> Slug {
        let extra = if line.extra > Pt::ZERO { snap(line.extra, self.grid) } else { Pt::ZERO };
        let baseline = leading + extra;
        let below = if line.below > Pt::ZERO { snap(line.below, self.grid) } else { Pt::ZERO };
        let height = baseline + below;
        let mut frame = line.frame;
        frame.items.iter_mut().for_each(|(at, _)| *at = *at + Point::new(x, baseline));
        Slug { frame, height, notes: line.notes, ..Slug::default() }
    }

    /// Adds `slug` with all pending properties. Labels of list items stand on the baseline `first` below its top.
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

    /// Forbids page breaks between the slugs from number `first` on.
    pub fn keep_together(&mut self, first: usize) {
        let end = self.slugs.len().saturating_sub(1).max(first);
        self.slugs[first..end].iter_mut().for_each(|slug| slug.after = Break::Never);
    }

    /// Forbids page breaks between the slugs from number `first` on and after them, so that they stay with the next
    /// slug (keep-with-next).
    pub fn keep_with_next(&mut self, first: usize) {
        self.keep_together(first);
        if let Some(last) = self.slugs.last_mut() {
            last.after = Break::Never;
        }
    }

    /// Raises the cost of a page break after the last slug to at least `cost`.
    pub fn discourage_break(&mut self, cost: u32) {
        if let Some(Slug { after: Break::Cost(has), .. }) = self.slugs.last_mut() {
            *has = cost.max(*has);
        }
    }

    /// Creates an anchor and a bookmark for a part that the design adds.
    pub fn part(&mut self, title: String, level: u8) {
        let anchor = Anchor::Part(self.parts);
        self.pending.anchors.push(anchor);
        self.parts += 1;
        self.outline.push(Bookmark { title, level, anchor, slug: self.slugs.len() });
    }
}

/// Returns the cost of a page break after line `index` of a paragraph of `count` lines: at least two stay together on
/// each side.
pub(super) fn after_line(index: usize, count: usize, hyphenated: bool) -> Break {
    let left = count - index - 1;
    let hyphen = if hyphenated { HYPHEN_AT_PAGE_END } else { 0 };
    if left == 0 || index > 0 && left > 1 { Break::Cost(hyphen) } else { Break::Never }
}

/// Makes a slug of `frame`, with the height `height`.
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
