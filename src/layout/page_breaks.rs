//! Finds where in the article each page begins, for other editions that list the page numbers.

use std::collections::BTreeMap;

use super::{Item, Owner, Pages, StructId, StructRole, Structure};
use crate::article::{NodeId, PageBreak, Spot, letters};

/// Returns the beginnings of all `pages`, in order.
///
/// A page begins with its first text. Floats, such as figures that moved to a later page, do not count.
pub fn page_breaks(pages: &Pages) -> Vec<PageBreak> {
    let mut set: BTreeMap<NodeId, usize> = BTreeMap::new();
    let mut furthest = None;
    let mut breaks = Vec::with_capacity(pages.pages.len());
    for page in &pages.pages {
        let before = furthest;
        let mut start = None;
        for (_, placed) in &page.frame.items {
            let Owner::Content(owner) = placed.owner else { continue };
            let Some(block) = block(&pages.structure, owner) else { continue };
            let count = match &placed.item {
                Item::Text(run) if run.text.trim().is_empty() => continue,
                Item::Text(run) => letters(run.actual_text.as_deref().unwrap_or(&run.text)).count(),
                Item::Initial(initial) => letters(&initial.word()).count(),
                Item::Outline { text: Some(text), .. } => letters(text).count(),
                Item::Picture { .. } => 0,
                _ => continue,
            };
            let done = set.entry(block).or_default();
            let spot = Spot { block, letters: *done };
            *done += count;
            if start.is_none() && before.is_none_or(|before| spot >= before) {
                start = Some(spot);
            }
            furthest = furthest.max(Some(spot));
        }
        breaks.push(PageBreak { label: page.label.clone(), before: start });
    }
    breaks
}

/// Returns the innermost block of text around `element`. Returns `None` in notes, in captions, and for items in a line
/// that are not its text: labels, note calls, formulas.
fn block(structure: &Structure, element: StructId) -> Option<NodeId> {
    let node = |id: StructId| &structure.nodes[id.0 as usize];
    let around = || std::iter::successors(Some(element), |id| node(*id).parent);
    let apart = |role| matches!(role, StructRole::Note | StructRole::Caption | StructRole::Lbl | StructRole::Reference);
    if around().any(|id| apart(node(id).role)) {
        return None;
    }
    let found = around().find(|id| node(*id).block.is_some())?;
    let in_line = node(found).role != StructRole::Formula && around().any(|id| node(id).role == StructRole::Formula);
    node(found).block.filter(|_| !in_line)
}
