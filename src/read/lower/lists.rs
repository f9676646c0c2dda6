//! Lists of items, tasks, and terms with definitions.

use super::{Lower, tidy};
use crate::article::{Block, BlockKind, Definition, ListItem};
use crate::read::tree::{Element, Node};

impl Lower<'_, '_, '_> {
    pub(super) fn list(&mut self, element: Element, blocks: &mut Vec<Block>) {
        let start = match element.name {
            "ol" => Some(element.attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1)),
            _ => None,
        };
        // kramdown puts the table of contents where a list marked `{:toc}` stands; outputs have their own.
        if element.children.iter().any(|child| matches!(child, Node::Element(item) if is_toc(item))) {
            return;
        }
        let tight = !element.children.iter().any(|child| matches!(child, Node::Element(item) if is_loose(item)));
        let span = element.span;
        let items = self.items(element.children);
        if !items.is_empty() {
            let list = self.block(BlockKind::List { start, tight, items }, span);
            blocks.push(list);
        }
    }

    fn items(&mut self, children: Vec<Node>) -> Vec<ListItem> {
        let mut items: Vec<ListItem> = Vec::new();
        for child in children {
            match child {
                Node::Element(mut element) if element.name == "li" => {
                    self.note_anchors(&element);
                    let task = take_checkbox(&mut element);
                    items.push(ListItem { task, blocks: self.flow(element.children) });
                }
                Node::Text(text, _) if text.trim().is_empty() => {}
                // Lists right inside lists are common in the wild: they belong to the item before.
                stray => {
                    let inner = self.flow(vec![stray]);
                    match items.last_mut() {
                        Some(item) => item.blocks.extend(inner),
                        None if inner.is_empty() => {}
                        None => items.push(ListItem { task: None, blocks: inner }),
                    }
                }
            }
        }
        items
    }

    pub(super) fn definition_list(&mut self, element: Element, blocks: &mut Vec<Block>) {
        let span = element.span;
        let mut definitions: Vec<Definition> = Vec::new();
        self.definitions_of(element, &mut definitions);
        definitions.retain(|definition| !definition.terms.is_empty() || !definition.definitions.is_empty());
        if !definitions.is_empty() {
            let list = self.block(BlockKind::Definitions(definitions), span);
            blocks.push(list);
        }
    }

    fn definitions_of(&mut self, element: Element, out: &mut Vec<Definition>) {
        for child in element.children {
            let Node::Element(child) = child else { continue };
            match child.name {
                "dt" => {
                    self.note_anchors(&child);
                    let term = tidy(self.inlines(super::flatten(child)));
                    match out.last_mut().filter(|last| last.definitions.is_empty()) {
                        Some(last) => last.terms.push(term),
                        None => out.push(Definition { terms: vec![term], definitions: Vec::new() }),
                    }
                }
                "dd" => {
                    self.note_anchors(&child);
                    let meaning = self.flow(child.children);
                    match out.last_mut() {
                        Some(last) => last.definitions.push(meaning),
                        None => out.push(Definition { terms: vec![Vec::new()], definitions: vec![meaning] }),
                    }
                }
                // HTML allows a `div` around each group.
                _ => self.definitions_of(child, out),
            }
        }
    }
}

fn is_toc(item: &Element) -> bool {
    item.attribute("toc").is_some()
        || item.children.iter().any(|child| matches!(child, Node::Element(p) if p.attribute("toc").is_some()))
}

fn is_loose(item: &Element) -> bool {
    item.children.iter().any(|child| matches!(child, Node::Element(element) if element.name == "p"))
}

/// Takes the box that begins `element` out and says whether it is ticked.
pub(super) fn take_checkbox(element: &mut Element) -> Option<bool> {
    let first =
        element.children.iter().position(|node| !matches!(node, Node::Text(text, _) if text.trim().is_empty()))?;
    match &mut element.children[first] {
        Node::Element(input) if is_checkbox(input) => {
            let done = input.attribute("checked").is_some();
            element.children.remove(first);
            Some(done)
        }
        Node::Element(inner) if matches!(inner.name, "p" | "label") => take_checkbox(inner),
        _ => None,
    }
}

pub(super) fn is_checkbox(element: &Element) -> bool {
    element.name == "input" && element.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
}
