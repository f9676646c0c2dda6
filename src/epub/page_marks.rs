//! Marks in the text where the pages of a printed edition begin (EPUB Accessibility 1.1 §4.1.3).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::plan::Document;
use crate::article::{NodeId, PageBreak};

/// A page of the printed edition.
pub(super) struct PrintedPage {
    /// Its label.
    pub(super) label: String,
    /// Address of its mark.
    pub(super) href: String,
}

/// A mark to be set: after how many letters of the block, for which page.
pub(super) type Mark = (usize, usize);

/// Marks that are still to be set, and those that are.
#[derive(Default)]
pub(super) struct PageMarks {
    pub(super) labels: Vec<String>,
    /// Marks in blocks, in order.
    pub(super) in_blocks: BTreeMap<NodeId, VecDeque<Mark>>,
    /// Pages before the text begins, and those after it has ended.
    pub(super) front: Vec<usize>,
    pub(super) back: Vec<usize>,
    /// Pages of what is not text, between two articles of a book; they wait in the block that follows.
    pub(super) between: BTreeSet<usize>,
    /// Marks of the block being written, and its letters so far.
    pub(super) waiting: VecDeque<Mark>,
    pub(super) letters: usize,
    /// The files in which pages are marked.
    pub(super) places: BTreeMap<usize, Document>,
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
        let page = |(&index, place): (&usize, &Document)| PrintedPage {
            label: self.labels[index].clone(),
            href: format!("{}#{}", place.path(), id(index)),
        };
        self.places.iter().map(page).collect()
    }
}

/// Identifier of the mark of page `index`. Slugs hold no dot, so it clashes with none.
pub(super) fn id(index: usize) -> String {
    format!("page.{}", index + 1)
}
