//! Writes nodes as XML.

use super::nodes::{Edge, NodeId, Nodes, Tag, Value};

/// Number of spaces for one level of indentation.
const INDENTATION: usize = 2;

/// Writes `top` as XML with every space kept.
pub(super) fn plain(nodes: &Nodes, top: NodeId) -> String {
    let mut xml = String::new();
    nodes.walk(top).for_each(|edge| write(nodes, edge, &mut xml));
    xml
}

/// Writes `top` as XML with each element on a line of its own. An element that contains text is written unchanged,
/// with all of its content.
pub(super) fn indented(nodes: &Nodes, top: NodeId) -> String {
    let holds_text = |id| nodes.children(id).any(|child| nodes.text(child).is_some());
    let is_empty = |id| nodes.first(id).is_none();
    let mut xml = String::new();
    let mut depth = 0;
    // The element with text that the traversal is in, if any.
    let mut as_it_is: Option<NodeId> = None;
    for edge in nodes.walk(top) {
        let (Edge::Start(id) | Edge::End(id)) = edge;
        let is_markup = !matches!(nodes.value(id), Value::Document);
        if as_it_is.is_some() || !is_markup {
            write(nodes, edge, &mut xml);
        } else if matches!(edge, Edge::Start(_)) {
            indent(depth, &mut xml);
            write(nodes, edge, &mut xml);
            if holds_text(id) {
                as_it_is = Some(id);
            } else if !is_empty(id) {
                depth += 1;
                xml.push('\n');
            }
        } else {
            if !is_empty(id) {
                depth -= 1;
                indent(depth, &mut xml);
                write(nodes, edge, &mut xml);
            }
            xml.push('\n');
        }
        if as_it_is.is_some_and(|id| edge == Edge::End(id)) {
            as_it_is = None;
            xml.push('\n');
        }
    }
    xml
}

fn indent(depth: usize, xml: &mut String) {
    xml.extend(std::iter::repeat_n(' ', depth * INDENTATION));
}

/// Writes the XML of `edge`.
fn write(nodes: &Nodes, edge: Edge, xml: &mut String) {
    let parts: [&str; 3] = match edge {
        Edge::Start(id) => match nodes.value(id) {
            Value::Document => return,
            Value::Element(tag) => return start_tag(tag, nodes.first(id).is_none(), xml),
            Value::Text(text) => return escape(text, &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")], xml),
            Value::Comment(text) => ["<!--", text, "-->"],
            Value::Instruction(text) => ["<?", text, "?>"],
        },
        Edge::End(id) => match nodes.tag(id) {
            Some(tag) if nodes.first(id).is_some() => ["</", &tag.name, ">"],
            _ => return,
        },
    };
    xml.extend(parts);
}

fn start_tag(tag: &Tag, is_empty: bool, xml: &mut String) {
    xml.extend(["<", &tag.name]);
    for (prefix, address) in &tag.declarations {
        let colon = if prefix.is_empty() { "" } else { ":" };
        xml.extend([" xmlns", colon, prefix, "=\"", address, "\""]);
    }
    for (name, value) in &tag.attributes {
        xml.extend([" ", name, "=\""]);
        escape(value, &[('&', "&amp;"), ('<', "&lt;"), ('\'', "&apos;"), ('"', "&quot;")], xml);
        xml.push('"');
    }
    xml.push_str(if is_empty { "/>" } else { ">" });
}

/// Appends `text`, with each character of `references` replaced by its reference.
fn escape(text: &str, references: &[(char, &str)], xml: &mut String) {
    for char in text.chars() {
        match references.iter().find(|(escaped, _)| *escaped == char) {
            Some((_, reference)) => xml.push_str(reference),
            None => xml.push(char),
        }
    }
}
