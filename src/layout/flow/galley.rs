//! The galley: slugs in the order of the text, and the properties of the next one.
//!
//! A printer's galley was the tray in which lines of type were gathered before they were made up into pages. The parts
//! of the page add slugs to it and request room between them; [`super::place`] distributes them over the pages.

use std::collections::BTreeSet;
use std::ops::Range;

use super::BlockContext;
use super::line_slugs::line_slugs;
use super::next::Next;
use super::slug::{Break, Decor, Floating, Head, Slug, Start, put};
use super::variants::Again;
use crate::article::NoteId;
use crate::design::Type;
use crate::layout::inline::Line;
use crate::layout::{Anchor, Frame, Item, Owner};
use crate::units::{Point, Pt};

/// The content of the pages, as far as it is set.
pub(super) struct Galley {
    /// Distance between grid lines.
    grid: Pt,
    /// The slugs.
    slugs: Vec<Slug>,
    /// Paragraphs that can be set with one line more or less.
    paragraphs: Vec<Again>,
    /// Grounds and bars.
    decors: Vec<Decor>,
    /// Headers of tables, repeated on each page.
    heads: Vec<Head>,
    /// Notes that have been called but not yet set.
    called: Vec<NoteId>,
    /// Bookmarks.
    outline: Vec<Bookmark>,
    /// Slugs that begin a page because the author requested a page break.
    page_starts: Vec<usize>,
    /// Properties that the next slug gets.
    pub(super) next: Next,
    /// Nesting depth of boxes (notes, cells) around the current content. Inside them, slugs do not belong to the
    /// running text.
    apart: usize,
    /// Number of [`Anchor::Part`]s so far.
    parts: u32,
    /// Number of columns that the next slugs span.
    columns: usize,
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

/// The state of the galley around a box, put aside while the box is set.
pub(super) struct Outside {
    slugs: Vec<Slug>,
    next: Next,
}

/// How much the galley holds at some point, so that what is added later can be removed again.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    slugs: usize,
    outline: usize,
    parts: u32,
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
            next: Next::first(),
            apart: 0,
            parts: 0,
            columns: 1,
        }
    }

    /// Lets the next slugs of the running text span `columns` columns. Returns the number for the slugs before.
    pub fn span(&mut self, columns: usize) -> usize {
        std::mem::replace(&mut self.columns, columns)
    }

    /// The slugs, in the order of the text.
    pub fn slugs(&self) -> &[Slug] {
        &self.slugs
    }

    /// Returns the number of slugs.
    pub fn len(&self) -> usize {
        self.slugs.len()
    }

    /// The distance between grid lines.
    pub fn grid(&self) -> Pt {
        self.grid
    }

    /// Returns the slugs from number `first` on, so that they can be changed.
    pub fn since(&mut self, first: usize) -> &mut [Slug] {
        self.slugs.get_mut(first..).unwrap_or_default()
    }

    /// The slug that was added last.
    pub fn last_mut(&mut self) -> Option<&mut Slug> {
        self.slugs.last_mut()
    }

    /// Takes all slugs out.
    pub fn take(&mut self) -> Vec<Slug> {
        std::mem::take(&mut self.slugs)
    }

    /// Adds slugs that were set before. The properties in `next` do not apply to them.
    pub fn extend(&mut self, slugs: impl IntoIterator<Item = Slug>) {
        let first = self.slugs.len();
        self.slugs.extend(slugs);
        if self.apart == 0 && self.columns > 1 {
            self.slugs[first..].iter_mut().for_each(|slug| slug.columns = self.columns);
        }
    }

    /// Replaces ranges of slugs by others. `moved` maps indices of old slugs to new ones; replaced paragraphs cannot
    /// be set again.
    pub fn replace(&mut self, chosen: Vec<(Range<usize>, Vec<Slug>)>, moved: impl Fn(usize) -> usize) {
        let set_again: BTreeSet<usize> = chosen.iter().map(|(range, _)| range.start).collect();
        let mut old = self.take().into_iter();
        let mut next = 0;
        for (range, slugs) in chosen {
            self.slugs.extend(old.by_ref().take(range.start - next));
            old.by_ref().take(range.len()).for_each(drop);
            next = range.end;
            self.slugs.extend(slugs);
        }
        self.slugs.extend(old);
        self.paragraphs.retain(|again| !set_again.contains(&again.slugs.start));
        for again in &mut self.paragraphs {
            again.slugs = moved(again.slugs.start)..moved(again.slugs.end);
        }
        for entry in self.outline.iter_mut().filter(|entry| entry.slug != usize::MAX) {
            entry.slug = moved(entry.slug);
        }
        self.page_starts.iter_mut().for_each(|first| *first = moved(*first));
    }

    /// Returns the current extent, for [`Galley::truncate`].
    pub fn extent(&self) -> Extent {
        Extent { slugs: self.slugs.len(), outline: self.outline.len(), parts: self.parts }
    }

    /// Removes everything that was added since the galley had the `extent`.
    pub fn truncate(&mut self, extent: Extent) {
        self.slugs.truncate(extent.slugs);
        self.outline.truncate(extent.outline);
        self.parts = extent.parts;
    }

    /// Begins a box, such as a note or a cell, whose slugs do not belong to the running text. Returns the state
    /// outside of it.
    pub fn open_box(&mut self) -> Outside {
        self.apart += 1;
        Outside { slugs: self.take(), next: std::mem::replace(&mut self.next, Next::first()) }
    }

    /// Closes the box, restores the state `outside` it, and returns the slugs that were in it.
    pub fn close_box(&mut self, outside: Outside) -> Vec<Slug> {
        self.apart -= 1;
        self.next = outside.next;
        std::mem::replace(&mut self.slugs, outside.slugs)
    }

    /// Whether running text is being set, rather than the content of a box.
    pub fn is_in_text(&self) -> bool {
        self.apart == 0
    }

    /// Takes out the paragraphs that can be set with one line more or less, while the other settings are tried.
    pub fn take_paragraphs(&mut self) -> Vec<Again> {
        std::mem::take(&mut self.paragraphs)
    }

    /// Puts back the paragraphs that [`Galley::take_paragraphs`] returned.
    pub fn return_paragraphs(&mut self, paragraphs: Vec<Again>) {
        self.paragraphs = paragraphs;
    }

    /// Notes how a paragraph can be set again.
    pub fn can_be_set_again(&mut self, again: Again) {
        self.paragraphs.push(again);
    }

    /// Adds a ground or bar and returns its number.
    pub fn decorate(&mut self, decor: Decor) -> usize {
        self.decors.push(decor);
        self.decors.len() - 1
    }

    /// The grounds and bars by their numbers.
    pub fn decors(&self) -> &[Decor] {
        &self.decors
    }

    /// Adds the header of a table and returns its number.
    pub fn head(&mut self, head: Head) -> usize {
        self.heads.push(head);
        self.heads.len() - 1
    }

    /// The headers of tables by their numbers.
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Returns the note that was called as number `index` since the last [`Galley::forget_called`].
    pub fn called(&self, index: usize) -> Option<NoteId> {
        self.called.get(index).copied()
    }

    /// Empties the list of called notes, once these have been set.
    pub fn forget_called(&mut self) {
        self.called.clear();
    }

    /// The bookmarks.
    pub fn outline(&self) -> &[Bookmark] {
        &self.outline
    }

    /// Adds a bookmark that leads to the next slug.
    pub fn bookmark(&mut self, title: String, level: u8, anchor: Anchor) {
        self.outline.push(Bookmark { title, level, anchor, slug: self.slugs.len() });
    }

    /// Detaches the bookmarks from number `first` on from slugs, because their content is in a frame of its own beside
    /// the text.
    pub fn lead_nowhere(&mut self, first: usize) {
        self.outline.iter_mut().skip(first).for_each(|entry| entry.slug = usize::MAX);
    }

    /// Lets all bookmarks lead to the first slug.
    pub fn lead_to_first(&mut self) {
        self.outline.iter_mut().for_each(|entry| entry.slug = 0);
    }

    /// Begins a page with the next slug, as the author wants it.
    pub fn begin_page(&mut self) {
        self.page_starts.push(self.slugs.len());
    }

    /// Slugs that begin pages because the author wants it.
    pub fn page_starts(&self) -> &[usize] {
        &self.page_starts
    }

    /// Records that the slug added last is a label, which is to be kept with what follows.
    pub fn end_label(&mut self) {
        self.next.after_label = Some(self.slugs.len());
    }

    /// Whether a label was the last thing added.
    pub fn is_after_label(&self) -> bool {
        self.next.after_label == Some(self.slugs.len())
    }

    /// Forbids a page break after slug `index`.
    pub fn hold(&mut self, index: usize) {
        if let Some(slug) = self.slugs.get_mut(index) {
            slug.after = Break::Never;
        }
    }

    /// Forbids a page break after the slug that was added last.
    pub fn hold_last(&mut self) {
        if let Some(last) = self.slugs.last_mut() {
            last.after = Break::Never;
        }
    }

    /// Adds the lines of a paragraph.
    pub fn push_lines(&mut self, lines: Vec<Line>, kind: &Type, place: &BlockContext) {
        for slug in line_slugs(self.grid, lines, kind, place.x) {
            self.push(slug, place, kind.leading);
        }
    }

    /// Adds `slug` with all pending properties. Labels of list items stand on the baseline `first` below its top.
    pub fn push(&mut self, mut slug: Slug, place: &BlockContext, first: Pt) {
        slug.before = slug.before.max(std::mem::take(&mut self.next.gap));
        slug.decor = place.decor;
        slug.width = place.width;
        if self.apart == 0 {
            slug.columns = slug.columns.max(self.columns);
        }
        self.next.settled = false;
        if self.next.keep > 0 && slug.floating == Floating::No {
            self.next.keep -= 1;
            slug.after = Break::Never;
        }
        slug.notes.append(&mut self.next.notes);
        self.called.extend(&slug.notes);
        let labels = std::mem::take(&mut self.next.labels);
        let anchors = std::mem::take(&mut self.next.anchors);
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

    /// Adds a figure that may float to a later page. The room around it moves with it, and the text closes up without
    /// it. So the paragraph after it has its usual first-line indent.
    pub fn push_floating(&mut self, slug: Slug, place: &BlockContext, room: Pt) {
        let (gap, settled) = (self.next.gap, self.next.settled);
        self.next.space_for_box(room);
        // Half a line above and half a line below are a line together, after which the text is on its grid again.
        let start = if room == place.unit { slug.start } else { Start::RoomOnGrid };
        self.push(Slug { below: room, start, ..slug }, place, place.body.leading);
        (self.next.gap, self.next.settled) = (gap, settled);
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
        self.hold_last();
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
        self.next.anchors.push(anchor);
        self.parts += 1;
        self.bookmark(title, level, anchor);
    }
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
