//! Tracks the markers for the page breaks of a print edition (EPUB Accessibility 1.1 §4.1.3).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::plan::Document;
use crate::article::{NodeId, PageBreak};

/// A page of the print edition.
pub(super) struct PrintedPage {
    /// Its label.
    pub(super) label: String,
    /// Address of its marker.
    pub(super) href: String,
}

/// A marker to be set: after how many letters of the block, and for which page.
pub(super) type Mark = (usize, usize);

/// The markers that are still to be set, and those that have been.
#[derive(Default)]
pub(super) struct PageMarks {
    pub(super) labels: Vec<String>,
    /// Markers inside blocks, in order.
    pub(super) in_blocks: BTreeMap<NodeId, VecDeque<Mark>>,
    /// Pages before the start and after the end of the text.
    pub(super) front: Vec<usize>,
    pub(super) back: Vec<usize>,
    /// Pages without text, between two articles of a book; they are kept with the block that follows.
    pub(super) between: BTreeSet<usize>,
    /// Markers for the current block, and the number of its letters so far.
    pub(super) waiting: VecDeque<Mark>,
    pub(super) letters: usize,
    /// For each marked page, the file that contains its marker.
    pub(super) places: BTreeMap<usize, Document>,
}

impl PageMarks {
    /// Plans the markers of all `breaks`.
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
        // A page that begins with the very first block also shows the title above it.
        if marks.front.is_empty() && text_begins == 0 {
            let first = breaks.first().and_then(|page| page.before).map(|spot| spot.block);
            if let Some(waiting) = first.and_then(|block| marks.in_blocks.get_mut(&block)) {
                marks.front.extend(waiting.pop_front().map(|(_, index)| index));
            }
        }
        marks
    }

    /// Returns all marked pages, in order.
    pub(super) fn printed(&self) -> Vec<PrintedPage> {
        let page = |(&index, place): (&usize, &Document)| PrintedPage {
            label: self.labels[index].clone(),
            href: format!("{}#{}", place.path(), id(index)),
        };
        self.places.iter().map(page).collect()
    }
}

/// Returns the identifier of the marker of page `index`. It contains a dot, so it cannot be the same as one made from a
/// heading.
pub(super) fn id(index: usize) -> String {
    format!("page.{}", index + 1)
}
