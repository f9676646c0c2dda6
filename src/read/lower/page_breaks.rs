//! Page breaks that an author requests, by the style or the class of an element.

use super::Lower;
use crate::article::{Block, BlockKind, NodeId};
use crate::read::tree::{Element, Node};
use crate::source::Span;

/// Page breaks that an element requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Breaks {
    /// Whether a page break is requested before the element.
    pub before: bool,
    /// Whether a page break is requested after the element.
    pub after: bool,
}

impl Breaks {
    /// Whether there is any.
    pub fn any(self) -> bool {
        self.before || self.after
    }
}

/// Returns the page breaks that `element` requests.
pub(super) fn of(element: &Element) -> Breaks {
    let mut breaks = Breaks::default();
    if element.attributes.is_empty() {
        return breaks;
    }
    for rule in element.attribute("style").unwrap_or_default().split(';') {
        let Some((name, value)) = rule.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        let wanted = matches!(value, "always" | "page" | "left" | "right" | "recto" | "verso" | "all");
        match name.trim().to_ascii_lowercase().as_str() {
            "page-break-before" | "break-before" => breaks.before |= wanted,
            "page-break-after" | "break-after" => breaks.after |= wanted,
            _ => {}
        }
    }
    for class in element.attribute("class").unwrap_or_default().split_ascii_whitespace() {
        let name: String = class.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        match name.as_str() {
            "pagebreak" | "pagebreakbefore" | "newpage" | "breakpage" | "breakbeforepage" => breaks.before = true,
            "pagebreakafter" | "breakafterpage" => breaks.after = true,
            // Some programs that print Markdown use `<div class="page"/>`.
            "page" if is_empty(element) && matches!(element.name, "div" | "p") => breaks.before = true,
            _ => {}
        }
    }
    breaks
}

/// Whether `element` has no visible content.
pub(super) fn is_empty(element: &Element) -> bool {
    element.children.iter().all(|node| match node {
        Node::Text(text, _) => text.trim().is_empty(),
        Node::Element(inner) => inner.name == "br" || inner.name == "p" && is_empty(inner),
    })
}

/// Removes page breaks at both ends of `blocks`, and all but one of consecutive ones.
pub(super) fn tidy(blocks: &mut Vec<Block>) {
    let is_break = |block: &Block| block.kind == BlockKind::PageBreak;
    if !blocks.iter().any(is_break) {
        return;
    }
    while blocks.last().is_some_and(is_break) {
        blocks.pop();
    }
    let mut before = true;
    blocks.retain(|block| !(std::mem::replace(&mut before, is_break(block)) && is_break(block)));
}

pub(super) fn page_break(lower: &mut Lower<'_, '_, '_>, span: Span, blocks: &mut Vec<Block>) {
    // Links to the break lead to the next block.
    let id = NodeId(lower.next);
    lower.next += 1;
    blocks.push(Block { id, span, lang: None, dir: None, align: None, kind: BlockKind::PageBreak });
}
