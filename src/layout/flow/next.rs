//! The properties of the next slug: the room above it, its anchors and labels, and how many slugs must stay together.

use crate::article::NoteId;
use crate::layout::{Anchor, Frame};
use crate::units::Pt;

/// Properties that the next slug gets.
#[derive(Debug, Default)]
pub(super) struct Next {
    /// Room above it.
    pub(super) gap: Pt,
    /// Whether that room is final: after a heading, the heading determines the distance.
    pub(super) settled: bool,
    /// Whether its first line is not indented.
    pub(super) flush: bool,
    /// Number of slugs, counted from the next one, after which no page may end.
    pub(super) keep: usize,
    /// The number of slugs in the galley when a label was added last. If it is still the same, nothing has followed the
    /// label.
    pub(super) after_label: Option<usize>,
    /// Places that links lead to.
    pub(super) anchors: Vec<Anchor>,
    /// Labels of list items, with the left edge of each.
    pub(super) labels: Vec<(Pt, Frame)>,
    /// Notes called above the columns, which stand at the foot of the first column.
    pub(super) notes: Vec<NoteId>,
}

impl Next {
    /// The properties of the first slug of a text or a box.
    pub(super) fn first() -> Self {
        Self { flush: true, ..Self::default() }
    }

    /// Adds `notes` to the notes that the next slug calls.
    pub(super) fn call(&mut self, notes: Vec<NoteId>) {
        self.notes.extend(notes);
    }

    /// Hangs `label`, whose left edge is `x`, beside the next slug.
    pub(super) fn label(&mut self, x: Pt, label: Frame) {
        self.labels.push((x, label));
    }

    /// Returns the last label hung beside the next slug.
    pub(super) fn last_label(&mut self) -> Option<&mut (Pt, Frame)> {
        self.labels.last_mut()
    }

    /// Returns the room above the next slug.
    pub(super) fn gap(&self) -> Pt {
        self.gap
    }

    /// Removes the room above the next slug, until more is requested.
    pub(super) fn close_gap(&mut self) {
        self.gap = Pt::ZERO;
    }

    /// Whether the next paragraph has no first-line indent.
    pub(super) fn is_flush(&self) -> bool {
        self.flush
    }

    /// Restores the first-line indent of the next paragraph.
    pub(super) fn indent(&mut self) {
        self.flush = false;
    }

    /// Allows page breaks again. Returns whether they were forbidden here.
    pub(super) fn release(&mut self) -> bool {
        std::mem::take(&mut self.keep) > 0
    }

    /// Returns the number of next slugs after which no page may end.
    pub(super) fn kept(&self) -> usize {
        self.keep
    }

    /// Sets the next paragraph without a first-line indent.
    pub(super) fn flush(&mut self) {
        self.flush = true;
    }

    /// Keeps the next `slugs` slugs with the slug after them.
    pub(super) fn keep(&mut self, slugs: usize) {
        self.keep = slugs;
    }

    /// Puts an anchor at the next slug.
    pub(super) fn anchor(&mut self, anchor: Anchor) {
        self.anchors.push(anchor);
    }

    /// Allows requests for more room above the next slug again.
    pub(super) fn unsettle(&mut self) {
        self.settled = false;
    }

    /// Requests at least `gap` above the next slug.
    pub(super) fn space(&mut self, gap: Pt) {
        if !self.settled {
            self.gap = self.gap.max(gap);
        }
    }

    /// Requests at least `gap` above something with an edge, such as a picture or a rule, which must not touch even
    /// its heading.
    pub(super) fn space_for_box(&mut self, gap: Pt) {
        if self.settled && self.gap == Pt::ZERO {
            self.gap = gap * 0.5;
        }
        self.space(gap);
    }

    /// Sets the room above the next slug to exactly `gap`.
    pub(super) fn settle_space(&mut self, gap: Pt) {
        self.gap = gap;
        self.settled = true;
    }

    /// Resets all properties of the next slug, because another article begins.
    pub(super) fn begin_anew(&mut self) {
        *self = Self::first();
    }
}
