//! Traverses and changes documents with text (XHTML) so that every space is kept.

use super::nodes::{NodeId, Value};
use super::{Element, Error, Tree, ns, parse, write};

/// A stretch of text in a [`Tree`].
pub(in crate::epub) type Text = NodeId;

/// A child of an element.
#[derive(Clone, Copy, Debug)]
pub(in crate::epub) enum Child {
    /// An element.
    Element(Element),
    /// Text.
    Text(Text),
}

/// A piece of a divided text.
#[derive(Clone, Debug)]
pub(in crate::epub) struct Piece {
    /// Its text.
    pub(in crate::epub) text: String,
    /// The attributes of the `span` around it, if it needs one.
    pub(in crate::epub) span: Option<Vec<(&'static str, String)>>,
}

/// Void elements of HTML (HTML §13.1.2); all others keep their end tag, for readers that parse XHTML as HTML.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

impl Tree {
    /// Returns the children of `element`, in order.
    pub(in crate::epub) fn content(&self, element: Element) -> Vec<Child> {
        let child = |node: NodeId| match self.nodes.value(node) {
            Value::Element(_) => Some(Child::Element(node)),
            Value::Text(_) => Some(Child::Text(node)),
            Value::Document | Value::Comment(_) | Value::Instruction(_) => None,
        };
        self.nodes.children(element).filter_map(child).collect()
    }

    /// Returns `element` and all elements in it, in document order.
    pub(in crate::epub) fn elements(&self, element: Element) -> Vec<Element> {
        self.nodes.all(element).filter(|&node| self.is_element(node)).collect()
    }

    /// Every text in `element`, in document order.
    pub(in crate::epub) fn texts(&self, element: Element) -> Vec<Text> {
        self.nodes.all(element).filter(|&node| self.nodes.text(node).is_some()).collect()
    }

    /// Returns the local name of `element`.
    pub(in crate::epub) fn local_name(&self, element: Element) -> &str {
        self.nodes.tag(element).map_or("", |tag| tag.local_name())
    }

    /// Returns the element that contains `node`.
    pub(in crate::epub) fn parent(&self, node: NodeId) -> Option<Element> {
        self.nodes.parent(node).filter(|&parent| self.is_element(parent))
    }

    /// Returns the previous sibling element of `element`.
    pub(in crate::epub) fn previous(&self, element: Element) -> Option<Element> {
        self.nodes.before(element).find(|&node| self.is_element(node))
    }

    fn is_element(&self, node: NodeId) -> bool {
        self.nodes.tag(node).is_some()
    }

    /// Returns the characters of `text`.
    pub(in crate::epub) fn words(&self, text: Text) -> &str {
        self.nodes.text(text).unwrap_or_default()
    }

    /// Replaces the characters of `text`.
    pub(in crate::epub) fn set_words(&mut self, text: Text, words: &str) {
        if let Value::Text(text) = self.nodes.value_mut(text) {
            words.clone_into(text);
        }
    }

    /// Removes `node` with its descendants.
    pub(in crate::epub) fn remove(&mut self, node: NodeId) {
        self.nodes.remove(node);
    }

    /// Divides `text` into `pieces`.
    pub(in crate::epub) fn cut(&mut self, text: Text, pieces: Vec<Piece>) {
        for piece in pieces {
            let words = self.nodes.add(Value::Text(piece.text));
            self.nodes.insert_before(text, words);
            if let Some(attributes) = piece.span {
                self.wrap(words, (ns::XHTML, "span"), &attributes);
            }
        }
        self.remove(text);
    }

    /// Wraps `node` in a new element `name` of a namespace.
    pub(in crate::epub) fn wrap(
        &mut self,
        node: NodeId,
        name: (&str, &str),
        attributes: &[(&'static str, String)],
    ) -> Element {
        let attributes: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
        let around = self.insert_before(node, name, &attributes, "");
        self.nodes.append(around, node);
        around
    }

    /// Moves all children of `element` into a new `div` with the identifier `id`.
    pub(in crate::epub) fn enclose(&mut self, element: Element, id: &str) -> Element {
        let children: Vec<NodeId> = self.nodes.children(element).collect();
        let div = self.append(element, (ns::XHTML, "div"), &[("id", id)], "");
        children.into_iter().for_each(|child| self.nodes.append(div, child));
        div
    }

    /// Replaces `element` by `new`, an XHTML element with its namespace declaration.
    ///
    /// # Errors
    /// If `new` is not well-formed.
    pub(in crate::epub) fn replace_by(&mut self, element: Element, new: &str) -> Result<Element, Error> {
        let fragment = self.nodes.add(Value::Document);
        let root = parse::parse_into(&mut self.nodes, fragment, new)?;
        self.nodes.insert_before(element, root);
        if let Some(tag) = self.nodes.tag_mut(root) {
            // The surrounding document declares the same namespace.
            tag.declarations.retain(|(prefix, _)| !prefix.is_empty());
        }
        self.remove(element);
        Ok(root)
    }

    /// Appends `words` to the content of `element`.
    pub(in crate::epub) fn append_words(&mut self, element: Element, words: &str) {
        let text = self.nodes.add(Value::Text(words.to_owned()));
        self.nodes.append(element, text);
    }

    /// Returns the length of `element` in bytes when it is written by itself, including its namespace declarations.
    pub(in crate::epub) fn size(&self, element: Element) -> usize {
        let above = self.nodes.outwards(element).skip(1).filter_map(|node| self.nodes.tag(node));
        let declarations = above.flat_map(|tag| &tag.declarations);
        let inherited: usize = declarations.map(|(prefix, address)| prefix.len() + address.len() + 10).sum();
        inherited + self.xml_of(element).len()
    }

    /// Writes the document as XHTML that HTML parsers read in the same way, with every space kept.
    pub(in crate::epub) fn write_text(&mut self) -> String {
        for element in self.elements(self.root) {
            if self.nodes.first(element).is_none() && !VOID.contains(&self.local_name(element)) {
                // An empty text node keeps the end tag.
                self.append_words(element, "");
            }
        }
        let xhtml = write::plain(&self.nodes, self.nodes.document());
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n{}\n", xhtml.trim())
    }
}
