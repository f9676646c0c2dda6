//! Marks in the text where the pages of a printed edition begin (EPUB Accessibility 1.1 §4.1.3).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::plan::Place;
use super::xhtml::{Body, Writer};
use super::xml::Attributes;
use crate::article::{Block, BlockKind, NodeId, PageBreak, letters};

/// A page of the printed edition.
pub(super) struct PrintedPage {
    /// Its label.
    pub(super) label: String,
    /// Address of its mark.
    pub(super) href: String,
}

/// A mark to be set: after how many letters of the block, for which page.
type Mark = (usize, usize);

/// Marks that are still to be set, and those that are.
#[derive(Default)]
pub(super) struct PageMarks {
    labels: Vec<String>,
    /// Marks in blocks, in order.
    in_blocks: BTreeMap<NodeId, VecDeque<Mark>>,
    /// Pages before the text begins, and those after it has ended.
    front: Vec<usize>,
    back: Vec<usize>,
    /// Pages of what is not text, between two articles of a book; they wait in the block that follows.
    between: BTreeSet<usize>,
    /// Marks of the block being written, and its letters so far.
    waiting: VecDeque<Mark>,
    letters: usize,
    /// The files in which pages are marked.
    places: BTreeMap<usize, Place>,
}

impl PageMarks {
    /// Marks for all `breaks`.
    pub(super) fn new(breaks: &[PageBreak]) -> Self {
        let mut marks = Self { labels: breaks.iter().map(|page| page.label.clone()).collect(), ..Self::default() };
        let text_begins = breaks.iter().position(|page| page.before.is_some()).unwrap_or(breaks.len());
        for (index, page) in breaks.iter().enumerate() {
            let next = || breaks[index..].iter().find_map(|page| page.before);
            match page.before {
                Some(spot) => marks.in_blocks.entry(spot.block).or_default().push_back((spot.letters, index)),
                None if index < text_begins => marks.front.push(index),
                None => match next() {
                    Some(spot) => {
                        marks.between.insert(index);
                        marks.in_blocks.entry(spot.block).or_default().push_back((0, index));
                    }
                    None => marks.back.push(index),
                },
            }
        }
        // A page that begins with the first block of all shows the title above it.
        if marks.front.is_empty() && text_begins == 0 {
            let first = breaks.first().and_then(|page| page.before).map(|spot| spot.block);
            if let Some(waiting) = first.and_then(|block| marks.in_blocks.get_mut(&block)) {
                marks.front.extend(waiting.pop_front().map(|(_, index)| index));
            }
        }
        marks
    }

    /// All pages that are marked, in order.
    pub(super) fn printed(&self) -> Vec<PrintedPage> {
        let page = |(&index, place): (&usize, &Place)| PrintedPage {
            label: self.labels[index].clone(),
            href: format!("{}#{}", place.path(), id(index)),
        };
        self.places.iter().map(page).collect()
    }
}

/// Identifier of the mark of page `index`. Slugs hold no dot, so it clashes with none.
fn id(index: usize) -> String {
    format!("page.{}", index + 1)
}

impl Writer<'_> {
    /// Sets the marks of the pages before the text.
    pub(super) fn mark_front(&mut self) {
        std::mem::take(&mut self.marks.front).into_iter().for_each(|index| self.mark(index));
    }

    /// Sets those of the pages after it.
    pub(super) fn mark_back(&mut self) {
        std::mem::take(&mut self.marks.back).into_iter().for_each(|index| self.mark(index));
    }

    /// Sets them at the end of a file that is written.
    pub(super) fn mark_back_in(&mut self, body: &mut Body) {
        let outside = std::mem::replace(&mut self.out, std::mem::take(&mut body.markup));
        self.mark_back();
        body.markup = std::mem::replace(&mut self.out, outside);
    }

    /// Sets those of the pages before the article whose title is `next`, which hold no text.
    pub(super) fn mark_between(&mut self, next: NodeId) {
        let PageMarks { in_blocks, between, .. } = &mut self.marks;
        let Some(waiting) = in_blocks.get_mut(&next) else { return };
        let (now, later) = waiting.iter().copied().partition(|(_, index)| between.contains(index));
        *waiting = later;
        let now: VecDeque<Mark> = now;
        now.into_iter().for_each(|(_, index)| self.mark(index));
    }

    /// Prepares the marks of `block`. Where they cannot stand inside of it, they stand before it.
    pub(super) fn begin_marks(&mut self, block: &Block) {
        match block.kind {
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::Code { .. } => self.marks_inside(block.id),
            _ => {
                let marks = self.marks.in_blocks.remove(&block.id).unwrap_or_default();
                marks.into_iter().for_each(|(_, index)| self.mark(index));
            }
        }
    }

    /// Prepares the marks of `line`, a block of one line of text or a title.
    pub(super) fn marks_inside(&mut self, line: NodeId) {
        if let Some(marks) = self.marks.in_blocks.remove(&line) {
            (self.marks.waiting, self.marks.letters) = (marks, 0);
        }
    }

    /// Sets what is left of the marks of the block that was written.
    pub(super) fn end_marks(&mut self) {
        std::mem::take(&mut self.marks.waiting).into_iter().for_each(|(_, index)| self.mark(index));
    }

    /// Text of the author, with the marks that fall into it.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(&(at, index)) = self.marks.waiting.front() {
            let more = at.saturating_sub(self.marks.letters);
            let found = letters(rest).nth(more);
            let Some((offset, _)) = found else { break };
            self.out.text(&rest[..offset]);
            self.mark(index);
            (self.marks.letters, rest) = (self.marks.letters + more, &rest[offset..]);
            self.marks.waiting.pop_front();
        }
        if !self.marks.waiting.is_empty() {
            self.marks.letters += letters(rest).count();
        }
        self.out.text(rest);
    }

    fn mark(&mut self, index: usize) {
        let label = &self.marks.labels[index];
        let attributes = Attributes::new()
            .with("epub:type", "pagebreak")
            .with("role", "doc-pagebreak")
            .with("id", &id(index))
            .with("aria-label", label);
        self.out.leaf("span", &attributes, "");
        self.marks.places.insert(index, self.place());
    }
}
