//! XML trees, for changing the documents of a package after they have been made.
//!
//! [`nodes`] holds the nodes, [`parse`] makes them from XML, [`write`] makes XML from them. This module and [`text`]
//! add the changes that the package, the navigation and the device editions need.

mod mathml;
mod nodes;
mod parse;
mod text;
mod write;

use std::collections::HashSet;
use std::rc::Rc;
use std::{error, fmt};

pub(super) use mathml::mathml;
use nodes::{Edge, NodeId, Nodes, Tag, Value};
pub(super) use parse::check;
pub(super) use text::{Child, Piece, Text};

/// Namespaces of the documents in a package.
pub(super) mod ns {
    pub(crate) const OPF: &str = "http://www.idpf.org/2007/opf";
    pub(crate) const DC: &str = "http://purl.org/dc/elements/1.1/";
    pub(crate) const NCX: &str = "http://www.daisy.org/z3986/2005/ncx/";
    pub(crate) const XHTML: &str = "http://www.w3.org/1999/xhtml";
    pub(crate) const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
    #[cfg(test)]
    pub(crate) const EPUB: &str = "http://www.idpf.org/2007/ops";
    pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";
}

/// Why a document cannot be parsed, or lacks an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Error {
    /// The XML is not well-formed; holds the reason and the place.
    NotWellFormed(String),
    /// A document of the package lacks an element that every such document has.
    Missing(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWellFormed(reason) => f.write_str(reason),
            Self::Missing(name) => write!(f, "no `{name}` in the generated package"),
        }
    }
}

impl error::Error for Error {}

/// An XML document in memory that can be changed.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Nodes,
    root: Element,
}

/// An element of a [`Tree`].
pub(super) type Element = NodeId;

/// A step of a traversal.
pub(super) enum Step<'t> {
    /// The start of an element.
    Open {
        /// Its name.
        name: &'t str,
        /// Its classes.
        class: Option<&'t str>,
        /// Its language.
        lang: Option<&'t str>,
        /// The name of its column, which the style sheet may show in it.
        label: Option<&'t str>,
    },
    /// Text.
    Text(&'t str),
    /// The end of an element.
    Close,
}

impl Tree {
    /// Parses `xml`; its document type, if any, is dropped.
    ///
    /// # Errors
    /// [`Error::NotWellFormed`].
    pub(super) fn parse(xml: &str) -> Result<Self, Error> {
        let mut nodes = Nodes::new();
        let document = nodes.document();
        let root = parse::parse_into(&mut nodes, document, xml)?;
        Ok(Self { nodes, root })
    }

    /// Returns the outermost element.
    pub(super) fn root(&self) -> Element {
        self.root
    }

    /// Returns every element `name` in `namespace`, in document order.
    pub(super) fn all(&self, namespace: &str, name: &str) -> Vec<Element> {
        self.nodes.all(self.root).filter(|&node| self.is(node, namespace, name)).collect()
    }

    /// Returns the first element `name` in `namespace`.
    ///
    /// # Errors
    /// [`Error::Missing`].
    pub(super) fn first(&self, namespace: &str, name: &str) -> Result<Element, Error> {
        let mut all = self.nodes.all(self.root).filter(|&node| self.is(node, namespace, name));
        all.next().ok_or_else(|| Error::Missing(name.to_owned()))
    }

    /// Returns the children of `parent` called `name`.
    pub(super) fn children(&self, parent: Element, namespace: &str, name: &str) -> Vec<Element> {
        self.nodes.children(parent).filter(|&node| self.is(node, namespace, name)).collect()
    }

    fn is(&self, node: NodeId, namespace: &str, name: &str) -> bool {
        self.nodes.tag(node).is_some_and(|tag| tag.local_name() == name && &*tag.namespace == namespace)
    }

    /// The text in `element`.
    pub(super) fn text(&self, element: Element) -> String {
        self.nodes.all(element).filter_map(|node| self.nodes.text(node)).collect()
    }

    /// Calls `visit` for all elements and texts, in document order.
    pub(super) fn walk(&self, visit: &mut dyn FnMut(Step<'_>)) {
        for edge in self.nodes.walk(self.root) {
            match edge {
                Edge::Start(node) => match self.nodes.value(node) {
                    Value::Element(tag) => visit(Step::Open {
                        name: tag.local_name(),
                        class: attribute(tag, "class"),
                        lang: attribute(tag, "xml:lang"),
                        label: attribute(tag, "data-label"),
                    }),
                    Value::Text(text) => visit(Step::Text(text)),
                    Value::Document | Value::Comment(_) | Value::Instruction(_) => {}
                },
                Edge::End(node) if self.nodes.tag(node).is_some() => visit(Step::Close),
                Edge::End(_) => {}
            }
        }
    }

    /// Returns the attribute `name` of `element`; the name includes its prefix, as in `xml:lang` and `epub:type`.
    pub(super) fn get(&self, element: Element, name: &str) -> Option<String> {
        attribute(self.nodes.tag(element)?, name).map(str::to_owned)
    }

    /// Sets the attribute `name` of `element`.
    pub(super) fn set(&mut self, element: Element, name: &str, value: &str) {
        let Some(tag) = self.nodes.tag_mut(element) else { return };
        match tag.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => tag.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Removes the attribute `name` from `element`.
    pub(super) fn unset(&mut self, element: Element, name: &str) {
        if let Some(tag) = self.nodes.tag_mut(element) {
            tag.attributes.retain(|(known, _)| known != name);
        }
    }

    /// Renames `element` to `name` in `namespace`.
    pub(super) fn rename(&mut self, element: Element, namespace: &str, name: &str) {
        let (qualified, address) = (self.qualified(element, namespace, name), Rc::from(namespace));
        if let Some(tag) = self.nodes.tag_mut(element) {
            (tag.name, tag.namespace) = (qualified, address);
        }
    }

    /// Replaces the content of `element` by `text`.
    pub(super) fn set_text(&mut self, element: Element, text: &str) {
        let children: Vec<NodeId> = self.nodes.children(element).collect();
        children.into_iter().for_each(|child| self.nodes.remove(child));
        self.append_words(element, text);
    }

    /// Appends a new element of `namespace` to `parent`, with `attributes` and, if not empty, `text`.
    pub(super) fn append(
        &mut self,
        parent: Element,
        name: (&str, &str),
        attributes: &[(&str, &str)],
        text: &str,
    ) -> Element {
        let element = self.element(parent, name, attributes, text);
        self.nodes.append(parent, element);
        element
    }

    /// Inserts a new element before `sibling`.
    pub(super) fn insert_before(
        &mut self,
        sibling: Element,
        name: (&str, &str),
        attributes: &[(&str, &str)],
        text: &str,
    ) -> Element {
        let element = self.element(sibling, name, attributes, text);
        self.nodes.insert_before(sibling, element);
        element
    }

    /// Creates an element whose place will be at or in `place`.
    fn element(
        &mut self,
        place: NodeId,
        (namespace, name): (&str, &str),
        attributes: &[(&str, &str)],
        text: &str,
    ) -> Element {
        let attributes = attributes.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        let name = self.qualified(place, namespace, name);
        let tag = Tag { namespace: namespace.into(), name, declarations: Vec::new(), attributes };
        let element = self.nodes.add(Value::Element(tag));
        if !text.is_empty() {
            self.append_words(element, text);
        }
        element
    }

    /// Returns `name` with the prefix of `namespace` at `place`; without one for the default namespace.
    fn qualified(&self, place: NodeId, namespace: &str, name: &str) -> String {
        let tags = self.nodes.outwards(place).filter_map(|node| self.nodes.tag(node));
        let declared: Vec<&(String, String)> = tags.flat_map(|tag| &tag.declarations).collect();
        let default = declared.iter().find(|(prefix, _)| prefix.is_empty());
        let prefixed = declared.iter().find(|(prefix, address)| !prefix.is_empty() && address == namespace);
        match prefixed {
            Some((prefix, _)) if default.is_none_or(|(_, address)| address != namespace) => format!("{prefix}:{name}"),
            _ => name.to_owned(),
        }
    }

    /// Removes white-space text nodes whose siblings are all elements.
    fn remove_space_between_elements(&mut self) {
        let is_space = |node: NodeId| self.nodes.text(node).map(|text| text.chars().all(char::is_whitespace));
        let texts = || self.nodes.all(self.nodes.document()).filter(|&node| self.nodes.text(node).is_some());
        let with_words = texts().filter(|&text| is_space(text) == Some(false));
        let with_words: HashSet<NodeId> = with_words.filter_map(|text| self.nodes.parent(text)).collect();
        let between = |&text: &NodeId| self.nodes.parent(text).is_none_or(|parent| !with_words.contains(&parent));
        let spaces: Vec<NodeId> = texts().filter(|&text| is_space(text) == Some(true)).filter(between).collect();
        spaces.into_iter().for_each(|space| self.nodes.remove(space));
    }

    /// Writes the document after `prolog`. Each element is on a line of its own, unless it stands beside text, where a
    /// line end would add a space.
    pub(super) fn write(&mut self, prolog: &str) -> String {
        self.remove_space_between_elements();
        format!("{prolog}{}", write::indented(&self.nodes, self.nodes.document()))
    }

    /// Writes `element` as XML with every space kept.
    fn xml_of(&self, element: Element) -> String {
        write::plain(&self.nodes, element)
    }
}

/// Returns the attribute `name` of `tag`.
fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_element_takes_the_prefix_that_stands_for_its_namespace_where_it_comes() {
        let package = "<package xmlns=\"http://www.idpf.org/2007/opf\"><metadata \
            xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:opf=\"http://www.idpf.org/2007/opf\"/></package>";
        let mut tree = Tree::parse(package).unwrap();
        let metadata = tree.first(ns::OPF, "metadata").unwrap();
        tree.append(metadata, (ns::DC, "title"), &[("id", "t")], "Salt & <Bread>");
        tree.append(metadata, (ns::OPF, "meta"), &[("content", "\"a\" & 'b'")], "");
        let written = tree.write("");
        assert!(written.contains("    <dc:title id=\"t\">Salt &amp; &lt;Bread&gt;</dc:title>\n"), "{written}");
        assert!(written.contains("    <meta content=\"&quot;a&quot; &amp; &apos;b&apos;\"/>\n"), "{written}");
    }

    #[test]
    fn space_goes_between_elements_only() {
        let mut tree = Tree::parse("<a>\n  <b> one <i>two</i> </b>\n\n<c> </c></a>").unwrap();
        assert_eq!(tree.write(""), "<a>\n  <b> one <i>two</i> </b>\n  <c/>\n</a>\n");
    }

    #[test]
    fn nodes_are_moved_with_all_that_is_in_them() {
        let mut tree =
            Tree::parse("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>a<b/>c</p>d</body></html>").unwrap();
        let body = tree.first(ns::XHTML, "body").unwrap();
        tree.enclose(body, "all");
        let bold = tree.first(ns::XHTML, "b").unwrap();
        tree.replace_by(bold, "<em xmlns=\"http://www.w3.org/1999/xhtml\">new</em>").unwrap();
        let first = tree.texts(body)[0];
        tree.cut(first, vec![Piece { text: "A".into(), span: Some(vec![("class", "x".into())]) }]);
        let expected = "<body><div id=\"all\"><p><span class=\"x\">A</span><em>new</em>c</p>d</div></body>";
        assert!(tree.write_text().contains(expected), "{}", tree.write_text());
        assert_eq!(tree.text(body), "Anewcd");
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for broken in ["<a>", "<a></b>", "<a b=1/>", "<a b='1' b='2'/>", "<x:a/>", "<a>&b;</a>", "<a/><b/>", ""] {
            assert!(Tree::parse(broken).is_err(), "{broken}");
            assert!(check(broken).is_err(), "{broken}");
        }
        assert!(check("<!DOCTYPE a><a/>").is_err() && Tree::parse("<!DOCTYPE html><a/>").is_ok());
    }
}
