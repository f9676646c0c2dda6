//! Lowers lists: items, tasks, and terms with definitions.

use super::forms::is_blank;
use super::{Lower, inlines, tidy};
use crate::article::{Block, BlockKind, Definition, ListItem, Marks, Numbering, Numerals, Order};
use crate::read::tree::{Element, Node};

pub(super) fn list(lower: &mut Lower<'_, '_, '_>, mut element: Element, blocks: &mut Vec<Block>) {
    let numbering = (element.name == "ol").then(|| numbering(&mut element));
    // kramdown puts the table of contents where a list marked `{:toc}` stands; outputs have their own.
    if element.children.iter().any(|child| matches!(child, Node::Element(item) if is_toc(item))) {
        return;
    }
    let tight = !element.children.iter().any(|child| matches!(child, Node::Element(item) if is_loose(item)));
    let span = element.span;
    let items = items(lower, element.children);
    if !items.is_empty() {
        let list = lower.block(BlockKind::List { numbering, tight, items }, span);
        blocks.push(list);
    }
}

fn items(lower: &mut Lower<'_, '_, '_>, children: Vec<Node>) -> Vec<ListItem> {
    let mut items: Vec<ListItem> = Vec::new();
    for child in children {
        match child {
            Node::Element(mut element) if element.name == "li" => {
                lower.note_anchors(&element);
                let task = take_checkbox(&mut element);
                let value = element.attribute("value").and_then(number);
                items.push(ListItem { task, value, blocks: lower.flow(element.children) });
            }
            Node::Text(text, _) if text.trim().is_empty() => {}
            // Lists directly inside lists are common; they belong to the previous item.
            stray => {
                let inner = lower.flow(vec![stray]);
                match items.last_mut() {
                    Some(item) => item.blocks.extend(inner),
                    None if inner.is_empty() => {}
                    None => items.push(ListItem { task: None, value: None, blocks: inner }),
                }
            }
        }
    }
    items
}

pub(super) fn definition_list(lower: &mut Lower<'_, '_, '_>, element: Element, blocks: &mut Vec<Block>) {
    let span = element.span;
    let mut found = Terms::default();
    definitions_of(lower, element, &mut found);
    blocks.append(&mut found.strays);
    // Terms are collected until a definition follows, so only the last ones can lack one.
    let undefined = found.groups.pop_if(|last| last.definitions.is_empty());
    if !found.groups.is_empty() {
        let list = lower.block(BlockKind::Definitions(found.groups), span);
        blocks.push(list);
    }
    for term in undefined.into_iter().flat_map(|group| group.terms).filter(|term| !term.is_empty()) {
        let line = lower.block(BlockKind::Paragraph(term), span);
        blocks.push(line);
    }
}

fn definitions_of(lower: &mut Lower<'_, '_, '_>, element: Element, found: &mut Terms) {
    for child in element.children {
        match child {
            Node::Element(child) if child.name == "dt" => {
                lower.note_anchors(&child);
                let term = tidy(inlines::inlines(lower, super::flatten(child)));
                match found.groups.last_mut().filter(|last| last.definitions.is_empty()) {
                    Some(last) => last.terms.push(term),
                    None => found.groups.push(Definition { terms: vec![term], definitions: Vec::new() }),
                }
            }
            Node::Element(child) if child.name == "dd" => {
                lower.note_anchors(&child);
                let meaning = lower.flow(child.children);
                match found.groups.last_mut() {
                    Some(last) => last.definitions.push(meaning),
                    // A definition without a term is only indentation, as in old wikis.
                    None => found.strays.extend(meaning),
                }
            }
            // HTML allows a `div` around each group.
            Node::Element(child) if holds_terms(&child) => definitions_of(lower, child, found),
            Node::Text(text, _) if text.trim().is_empty() => {}
            stray => {
                let inner = lower.flow(vec![stray]);
                match found.groups.last_mut().and_then(|last| last.definitions.last_mut()) {
                    Some(meaning) => meaning.extend(inner),
                    None => found.strays.extend(inner),
                }
            }
        }
    }
}

/// The content of a definition list.
#[derive(Default)]
struct Terms {
    groups: Vec<Definition>,
    /// Blocks before the first definition that are neither term nor definition.
    strays: Vec<Block>,
}

/// Whether there is a term or a definition in `element`, outside of nested lists.
fn holds_terms(element: &Element) -> bool {
    element.block
        && element.name != "dl"
        && element.children.iter().any(|child| match child {
            Node::Element(child) => matches!(child.name, "dt" | "dd") || holds_terms(child),
            Node::Text(..) => false,
        })
}

/// Puts the items among `nodes` that are outside of any list into lists of their own, as browsers show them.
pub(super) fn listed(nodes: Vec<Node>) -> Vec<Node> {
    let is_item = |node: &Node| matches!(node, Node::Element(Element { name: "li", .. }));
    if !nodes.iter().any(is_item) {
        return nodes;
    }
    let mut out: Vec<Node> = Vec::new();
    let mut open = false;
    for node in nodes {
        let joins = is_item(&node) || open && is_blank(&node);
        match out.last_mut() {
            Some(Node::Element(list)) if open && joins => list.children.push(node),
            _ if joins => {
                let span = super::span_of(std::slice::from_ref(&node));
                let list = Element { name: "ul", block: true, span, children: vec![node], ..Element::default() };
                out.push(Node::Element(list));
            }
            _ => out.push(node),
        }
        open = joins;
    }
    out
}

/// Returns the numbering of `list`, an `ol`: from its attributes and style, or from the marker that
/// [`super::super::tags`] left in its first item, for lists of Markdown numbered by letters.
fn numbering(list: &mut Element) -> Numbering {
    let mark = list.children.iter_mut().find_map(|child| match child {
        Node::Element(item) if item.name == "li" => Some(take_mark(item)),
        _ => None,
    });
    let mark = mark.flatten().unwrap_or_default();
    let get = |name: &str| mark.attribute(name).or_else(|| list.attribute(name));
    let reversed = get("reversed").is_some();
    let items = list.children.iter().filter(|child| matches!(child, Node::Element(Element { name: "li", .. }))).count();
    let styled = list.attribute("style").and_then(list_style);
    Numbering {
        // A reversed list without a start counts down to 1 (HTML §4.4.5).
        start: get("start").and_then(number).unwrap_or(if reversed { items as i64 } else { 1 }),
        order: if reversed { Order::Descending } else { Order::Ascending },
        // `list-style-type` overrides the attribute `type`, as in browsers.
        numerals: styled.or_else(|| get("type").and_then(numerals)).unwrap_or_default(),
        marks: match get("marks") {
            Some(")") => Marks::Parenthesis,
            Some("()") => Marks::Parentheses,
            _ => Marks::Period,
        },
    }
}

/// Returns the number at the start of `text`, by HTML's rules for integers (HTML §2.3.4.1).
fn number(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let sign = usize::from(text.starts_with(['-', '+']));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    text[..sign + digits].parse().ok()
}

/// Returns the numerals for HTML's `type`.
fn numerals(name: &str) -> Option<Numerals> {
    Some(match name.trim() {
        "1" => Numerals::Decimal,
        "a" => Numerals::LowerAlpha,
        "A" => Numerals::UpperAlpha,
        "i" => Numerals::LowerRoman,
        "I" => Numerals::UpperRoman,
        _ => return None,
    })
}

/// Returns the numerals that a style requests.
fn list_style(style: &str) -> Option<Numerals> {
    let style = style.to_ascii_lowercase();
    let values = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let mut values = values.filter(|(name, _)| matches!(name.trim(), "list-style" | "list-style-type"));
    values.next_back().and_then(|(_, value)| {
        value.split_whitespace().find_map(|word| {
            Some(match word {
                "decimal" => Numerals::Decimal,
                "lower-alpha" | "lower-latin" => Numerals::LowerAlpha,
                "upper-alpha" | "upper-latin" => Numerals::UpperAlpha,
                "lower-roman" => Numerals::LowerRoman,
                "upper-roman" => Numerals::UpperRoman,
                _ => return None,
            })
        })
    })
}

/// Removes the marker at the start of an item.
fn take_mark(item: &mut Element) -> Option<Element> {
    let first = item.children.iter().position(|node| !is_blank(node))?;
    match &mut item.children[first] {
        Node::Element(mark) if mark.name == "offprint-numbers" => match item.children.remove(first) {
            Node::Element(mark) => Some(mark),
            Node::Text(..) => None,
        },
        Node::Element(inner) if inner.name == "p" => take_mark(inner),
        _ => None,
    }
}

fn is_toc(item: &Element) -> bool {
    item.attribute("toc").is_some()
        || item.children.iter().any(|child| matches!(child, Node::Element(p) if p.attribute("toc").is_some()))
}

fn is_loose(item: &Element) -> bool {
    item.children.iter().any(|child| matches!(child, Node::Element(element) if element.name == "p"))
}

/// Removes the checkbox at the start of `element` and returns whether it is checked.
pub(super) fn take_checkbox(element: &mut Element) -> Option<bool> {
    let first =
        element.children.iter().position(|node| !matches!(node, Node::Text(text, _) if text.trim().is_empty()))?;
    match &mut element.children[first] {
        Node::Element(input) if is_checkbox(input) => {
            let done = input.attribute("checked").is_some();
            element.children.remove(first);
            Some(done)
        }
        // The checkbox of a loose list is inside a paragraph, and in GitHub's HTML it is inside a label.
        Node::Element(inner) if matches!(inner.name, "p" | "label") => take_checkbox(inner),
        _ => None,
    }
}

pub(super) fn is_checkbox(element: &Element) -> bool {
    element.name == "input" && element.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
}
