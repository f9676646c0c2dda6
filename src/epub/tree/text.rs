//! Documents with text in them (XHTML): walked and changed so that every space stays where it is.

use xot::{Node, Xot};

use super::{Element, Tree, ns};

/// A stretch of text in a [`Tree`].
pub(in crate::epub) type Text = Node;

/// What an element holds.
#[derive(Clone, Copy, Debug)]
pub(in crate::epub) enum Child {
    /// An element.
    Element(Element),
    /// Text.
    Text(Text),
}

/// A part of a text that is cut up.
#[derive(Clone, Debug)]
pub(in crate::epub) struct Piece {
    /// Its text.
    pub(in crate::epub) text: String,
    /// The attributes of the `span` around it, if one is wanted.
    pub(in crate::epub) span: Option<Vec<(&'static str, String)>>,
}

/// Elements that HTML knows as empty (HTML §13.1.2); all others keep their end tag, for readers that take XHTML for HTML.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

impl Tree {
    /// Parses `xhtml`, in which texts that meet are to stay apart.
    pub(in crate::epub) fn parse_text(xhtml: &str) -> Result<Self, String> {
        let mut tree = Self::parse(xhtml)?;
        tree.xot.set_text_consolidation(false);
        Ok(tree)
    }

    /// What `element` holds, in order.
    pub(in crate::epub) fn content(&self, element: Element) -> Vec<Child> {
        let child = |node: Node| match (self.xot.is_element(node), self.xot.is_text(node)) {
            (true, _) => Some(Child::Element(node)),
            (_, true) => Some(Child::Text(node)),
            _ => None,
        };
        self.xot.children(element).filter_map(child).collect()
    }

    /// Every element in `element`, itself included, in document order.
    pub(in crate::epub) fn elements(&self, element: Element) -> Vec<Element> {
        self.xot.descendants(element).filter(|&node| self.xot.is_element(node)).collect()
    }

    /// Every text in `element`, in document order.
    pub(in crate::epub) fn texts(&self, element: Element) -> Vec<Text> {
        self.xot.descendants(element).filter(|&node| self.xot.is_text(node)).collect()
    }

    /// The name of `element` in its namespace.
    pub(in crate::epub) fn local_name(&self, element: Element) -> &str {
        self.xot.element(element).map_or("", |element| self.xot.local_name_str(element.name()))
    }

    /// The element that `node` is in.
    pub(in crate::epub) fn parent(&self, node: Node) -> Option<Element> {
        self.xot.parent(node).filter(|&parent| self.xot.is_element(parent))
    }

    /// The element before `element` among its siblings.
    pub(in crate::epub) fn previous(&self, element: Element) -> Option<Element> {
        self.xot.preceding_siblings(element).filter(|&node| node != element).find(|&node| self.xot.is_element(node))
    }

    /// The words of `text`.
    pub(in crate::epub) fn words(&self, text: Text) -> &str {
        self.xot.text_str(text).unwrap_or_default()
    }

    /// Replaces the words of `text`.
    pub(in crate::epub) fn set_words(&mut self, text: Text, words: &str) {
        if let Some(text) = self.xot.text_mut(text) {
            text.set(words);
        }
    }

    /// Takes the attribute `name` from `element`.
    pub(in crate::epub) fn unset(&mut self, element: Element, name: &str) {
        let name = self.attribute_name(name);
        self.xot.remove_attribute(element, name);
    }

    /// Takes `node` out, with all that is in it.
    pub(in crate::epub) fn remove(&mut self, node: Node) -> Result<(), String> {
        self.xot.remove(node).map_err(|error| error.to_string())
    }

    /// Cuts `text` into `pieces`.
    pub(in crate::epub) fn cut(&mut self, text: Text, pieces: Vec<Piece>) -> Result<(), String> {
        for piece in pieces {
            let node = self.xot.new_text(&piece.text);
            let node = match piece.span {
                None => node,
                Some(attributes) => self.around(node, "span", &attributes)?,
            };
            self.xot.insert_before(text, node).map_err(|error| error.to_string())?;
        }
        self.remove(text)
    }

    /// Puts a `span` around `element`.
    pub(in crate::epub) fn wrap(
        &mut self,
        element: Element,
        attributes: &[(&'static str, String)],
    ) -> Result<Element, String> {
        let name = self.name(ns::XHTML, "span");
        let span = self.xot.element_wrap(element, name).map_err(|error| error.to_string())?;
        attributes.iter().for_each(|(name, value)| self.set(span, name, value));
        Ok(span)
    }

    /// Puts everything in `element` into a new `div` with the identifier `id`.
    pub(in crate::epub) fn enclose(&mut self, element: Element, id: &str) -> Result<Element, String> {
        let children: Vec<Node> = self.xot.children(element).collect();
        let div = self.append(element, (ns::XHTML, "div"), &[("id", id)], "")?;
        children.into_iter().try_for_each(|child| self.xot.append(div, child)).map_err(|error| error.to_string())?;
        Ok(div)
    }

    /// Puts `new`, an element of XHTML with its namespace, where `element` is in a document of XHTML.
    pub(in crate::epub) fn replace_by(&mut self, element: Element, new: &str) -> Result<Element, String> {
        let document = self.xot.parse(new).map_err(|error| error.to_string())?;
        let root = self.xot.document_element(document).map_err(|error| error.to_string())?;
        self.xot.insert_before(element, root).map_err(|error| error.to_string())?;
        // What is around it says the same.
        let default = self.xot.empty_prefix();
        self.xot.remove_namespace(root, default);
        self.remove(element)?;
        Ok(root)
    }

    /// Adds `words` at the end of `element`.
    pub(in crate::epub) fn append_words(&mut self, element: Element, words: &str) -> Result<(), String> {
        let text = self.xot.new_text(words);
        self.xot.append(element, text).map_err(|error| error.to_string())
    }

    /// How many bytes `element` takes when it is written.
    pub(in crate::epub) fn size(&self, element: Element) -> usize {
        self.xot.to_string(element).map_or(0, |xml| xml.len())
    }

    fn around(&mut self, node: Node, name: &str, attributes: &[(&'static str, String)]) -> Result<Element, String> {
        let name = self.name(ns::XHTML, name);
        let element = self.xot.new_element(name);
        attributes.iter().for_each(|(name, value)| self.set(element, name, value));
        self.xot.append(element, node).map_err(|error| error.to_string())?;
        Ok(element)
    }

    /// The document as XHTML that is read in the same way as HTML, every space as it is.
    pub(in crate::epub) fn write_text(&mut self) -> Result<String, String> {
        let bare = |xot: &Xot, node: Node| xot.is_element(node) && xot.first_child(node).is_none();
        let empty: Vec<Node> = self.xot.descendants(self.root).filter(|&node| bare(&self.xot, node)).collect();
        for element in empty {
            if !VOID.contains(&self.local_name(element)) {
                // A text of no letters keeps the end tag.
                let nothing = self.xot.new_text("");
                self.xot.append(element, nothing).map_err(|error| error.to_string())?;
            }
        }
        let xhtml = self.xot.to_string(self.document).map_err(|error| error.to_string())?;
        Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n{}\n", xhtml.trim()))
    }
}
