//! Writes page-break markers together with the text.

use std::collections::VecDeque;

use super::{Body, Writer};
use crate::article::{Block, BlockKind, NodeId, letters};
use crate::epub::page_marks::{Mark, PageMarks, id};
use crate::epub::xml::Attributes;

impl Writer<'_> {
    /// Writes the markers of the pages before the text.
    pub(in crate::epub) fn mark_front(&mut self) {
        std::mem::take(&mut self.marks.front).into_iter().for_each(|index| self.mark(index));
    }

    /// Writes the markers of the pages after the text.
    pub(in crate::epub) fn mark_back(&mut self) {
        std::mem::take(&mut self.marks.back).into_iter().for_each(|index| self.mark(index));
    }

    /// Adds the markers of the pages after the text to a finished file.
    pub(in crate::epub) fn mark_back_in(&mut self, body: &mut Body) {
        let outside = std::mem::replace(&mut self.out, std::mem::take(&mut body.markup));
        self.mark_back();
        body.markup = std::mem::replace(&mut self.out, outside);
    }

    /// Writes the markers of the pages without text before the article whose title is `next`.
    pub(in crate::epub) fn mark_between(&mut self, next: NodeId) {
        let PageMarks { in_blocks, between, .. } = &mut self.marks;
        let Some(waiting) = in_blocks.get_mut(&next) else { return };
        let (now, later) = waiting.iter().copied().partition(|(_, index)| between.contains(index));
        *waiting = later;
        let now: VecDeque<Mark> = now;
        now.into_iter().for_each(|(_, index)| self.mark(index));
    }

    /// Prepares the markers of `block`. If they cannot be inside it, they are written before it.
    pub(in crate::epub) fn begin_marks(&mut self, block: &Block) {
        match block.kind {
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::Code { .. } => self.marks_inside(block.id),
            _ => {
                let marks = self.marks.in_blocks.remove(&block.id).unwrap_or_default();
                marks.into_iter().for_each(|(_, index)| self.mark(index));
            }
        }
    }

    /// Prepares the markers of `line`, a title or a block of one line of text.
    pub(in crate::epub) fn marks_inside(&mut self, line: NodeId) {
        if let Some(marks) = self.marks.in_blocks.remove(&line) {
            (self.marks.waiting, self.marks.letters) = (marks, 0);
        }
    }

    /// Writes the remaining markers of the finished block.
    pub(in crate::epub) fn end_marks(&mut self) {
        std::mem::take(&mut self.marks.waiting).into_iter().for_each(|(_, index)| self.mark(index));
    }

    /// Writes text of the author, with the markers that fall into it.
    pub(in crate::epub) fn text(&mut self, text: &str) {
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
        self.marks.places.insert(index, self.plan.file(self.place()));
    }
}
