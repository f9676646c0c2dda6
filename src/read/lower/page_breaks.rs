//! Page breaks that an author asks for, in the style or by the class of an element.

use super::Lower;
use crate::article::{Block, BlockKind, NodeId};
use crate::read::tree::{Element, Node};
use crate::source::Span;

/// Where an element wants a new page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Breaks {
    /// Before it.
    pub before: bool,
    /// After it.
    pub after: bool,
}

impl Breaks {
    /// Whether it wants one at all.
    pub fn any(self) -> bool {
        self.before || self.after
    }
}

/// The page breaks that `element` asks for.
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
            // `<div class="page"/>` is one for printers of Markdown.
            "page" if is_empty(element) && matches!(element.name, "div" | "p") => breaks.before = true,
            _ => {}
        }
    }
    breaks
}

/// Whether nothing is in `element` that is seen.
pub(super) fn is_empty(element: &Element) -> bool {
    element.children.iter().all(|node| match node {
        Node::Text(text, _) => text.trim().is_empty(),
        Node::Element(inner) => inner.name == "br" || inner.name == "p" && is_empty(inner),
    })
}

/// Takes out page breaks at both ends of `blocks`, and all but one of several.
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
    // Links lead to what stands behind it.
    let id = NodeId(lower.next);
    lower.next += 1;
    blocks.push(Block { id, span, lang: None, dir: None, align: None, kind: BlockKind::PageBreak });
}
