//! XML trees: the one place that names the XML library.

mod text;

use std::collections::HashSet;

pub(super) use text::{Child, Piece, Text};
use xot::{NameId, Node, Xot};

/// Namespaces of the documents in a package.
pub(super) mod ns {
    pub(crate) const OPF: &str = "http://www.idpf.org/2007/opf";
    pub(crate) const DC: &str = "http://purl.org/dc/elements/1.1/";
    pub(crate) const NCX: &str = "http://www.daisy.org/z3986/2005/ncx/";
    pub(crate) const XHTML: &str = "http://www.w3.org/1999/xhtml";
    pub(crate) const EPUB: &str = "http://www.idpf.org/2007/ops";
    pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";
}

/// An XML document that can be changed.
pub(super) struct Tree {
    xot: Xot,
    document: Node,
    root: Node,
}

/// Why a document cannot be read, changed or written.
pub(super) type Error = String;

/// An element of a [`Tree`].
pub(super) type Element = Node;

/// What a walk through a tree comes by.
pub(super) enum Step<'t> {
    /// The start of an element.
    Open {
        /// Its name.
        name: &'t str,
        /// Its classes.
        class: Option<&'t str>,
        /// Its language.
        lang: Option<&'t str>,
    },
    /// Text.
    Text(&'t str),
    /// The end of an element.
    Close,
}

/// Whether `xml` is well-formed, else why not.
pub(super) fn check(xml: &str) -> Result<(), String> {
    Xot::new().parse(xml).map(|_| ()).map_err(|error| error.to_string())
}

impl Tree {
    /// Parses `xml`, whose document type, if any, is left out.
    pub(super) fn parse(xml: &str) -> Result<Self, String> {
        let mut xot = Xot::new();
        let document = xot.parse(&xml.replacen("<!DOCTYPE html>", "", 1)).map_err(|error| error.to_string())?;
        let root = xot.document_element(document).map_err(|error| error.to_string())?;
        Ok(Self { xot, document, root })
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Element {
        self.root
    }

    /// Every element `name` in `namespace`, in document order.
    pub(super) fn all(&mut self, namespace: &str, name: &str) -> Vec<Element> {
        let name = self.name(namespace, name);
        let is_named = |&node: &Node| self.xot.element(node).is_some_and(|element| element.name() == name);
        self.xot.descendants(self.root).filter(is_named).collect()
    }

    /// The first element `name` in `namespace`.
    pub(super) fn first(&mut self, namespace: &str, name: &str) -> Result<Element, String> {
        self.all(namespace, name).first().copied().ok_or_else(|| format!("no `{name}` in the generated package"))
    }

    /// The text in `element`.
    pub(super) fn text(&self, element: Element) -> String {
        self.xot.string_value(element)
    }

    /// Shows `visit` all elements and texts, in document order.
    pub(super) fn walk(&mut self, visit: &mut dyn FnMut(Step<'_>)) {
        let [class, lang] = ["class", "xml:lang"].map(|name| self.attribute_name(name));
        for edge in self.xot.traverse(self.root) {
            let (node, at_start) = match edge {
                xot::NodeEdge::Start(node) => (node, true),
                xot::NodeEdge::End(node) => (node, false),
            };
            match (self.xot.element(node), at_start) {
                (Some(element), true) => visit(Step::Open {
                    name: self.xot.name_ns_str(element.name()).0,
                    class: self.xot.get_attribute(node, class),
                    lang: self.xot.get_attribute(node, lang),
                }),
                (Some(_), false) => visit(Step::Close),
                (None, true) => self.xot.text_str(node).into_iter().for_each(|text| visit(Step::Text(text))),
                (None, false) => {}
            }
        }
    }

    /// The children `name` of `parent`.
    pub(super) fn children(&mut self, parent: Element, namespace: &str, name: &str) -> Vec<Element> {
        let name = self.name(namespace, name);
        let is_named = |&node: &Node| self.xot.element(node).is_some_and(|element| element.name() == name);
        self.xot.children(parent).filter(is_named).collect()
    }

    /// The attribute `name` of `element`; `name` may be prefixed by `xml:` or `epub:`.
    pub(super) fn get(&mut self, element: Element, name: &str) -> Option<String> {
        let name = self.attribute_name(name);
        self.xot.get_attribute(element, name).map(str::to_owned)
    }

    /// Sets the attribute `name` of `element`.
    pub(super) fn set(&mut self, element: Element, name: &str, value: &str) {
        let name = self.attribute_name(name);
        self.xot.set_attribute(element, name, value);
    }

    /// Makes `element` one called `name` in `namespace`.
    pub(super) fn rename(&mut self, element: Element, namespace: &str, name: &str) {
        let name = self.name(namespace, name);
        if let Some(element) = self.xot.element_mut(element) {
            element.set_name(name);
        }
    }

    /// Replaces the content of `element` by `text`.
    pub(super) fn set_text(&mut self, element: Element, text: &str) -> Result<(), String> {
        let children: Vec<Node> = self.xot.children(element).collect();
        children.into_iter().try_for_each(|child| self.xot.remove(child)).map_err(|error| error.to_string())?;
        self.xot.append_text(element, text).map_err(|error| error.to_string())
    }

    /// A new element of `namespace` at the end of `parent`, with `attributes` and, if not empty, `text`.
    pub(super) fn append(
        &mut self,
        parent: Element,
        (namespace, name): (&str, &str),
        attributes: &[(&str, &str)],
        text: &str,
    ) -> Result<Element, String> {
        let element = self.element((namespace, name), attributes, text)?;
        self.xot.append(parent, element).map_err(|error| error.to_string())?;
        Ok(element)
    }

    /// A new element, placed before `sibling`.
    pub(super) fn insert_before(
        &mut self,
        sibling: Element,
        (namespace, name): (&str, &str),
        attributes: &[(&str, &str)],
        text: &str,
    ) -> Result<Element, String> {
        let element = self.element((namespace, name), attributes, text)?;
        self.xot.insert_before(sibling, element).map_err(|error| error.to_string())?;
        Ok(element)
    }

    fn element(
        &mut self,
        (namespace, name): (&str, &str),
        attributes: &[(&str, &str)],
        text: &str,
    ) -> Result<Element, String> {
        let name = self.name(namespace, name);
        let element = self.xot.new_element(name);
        attributes.iter().for_each(|(name, value)| self.set(element, name, value));
        if !text.is_empty() {
            self.xot.append_text(element, text).map_err(|error| error.to_string())?;
        }
        Ok(element)
    }

    /// The document as text, after `prolog`.
    pub(super) fn write(&mut self, prolog: &str) -> Result<String, String> {
        self.remove_space_between_elements()?;
        let parameters = xot::output::xml::Parameters {
            indentation: Some(xot::output::Indentation::default()),
            ..Default::default()
        };
        let xml = self.xot.serialize_xml_string(parameters, self.document).map_err(|error| error.to_string())?;
        Ok(format!("{prolog}{xml}"))
    }

    /// Removes the texts of white space alone that stand between elements only. The library's own function looks at all
    /// children of a parent for each of them, which is slow for the contents of a book with thousands of sections.
    fn remove_space_between_elements(&mut self) -> Result<(), String> {
        let is_space = |node: Node| self.xot.text_str(node).map(|text| text.chars().all(char::is_whitespace));
        let texts = || self.xot.descendants(self.document).filter(|&node| self.xot.is_text(node));
        let with_words = texts().filter(|&text| is_space(text) == Some(false));
        let with_words: HashSet<Node> = with_words.filter_map(|text| self.xot.parent(text)).collect();
        let spaces = texts().filter(|&text| {
            is_space(text) == Some(true) && self.xot.parent(text).is_none_or(|parent| !with_words.contains(&parent))
        });
        let kept = |&text: &Node| {
            let mut declared = self.xot.ancestors(text).filter_map(|node| self.xot.get_attribute(node, self.space()));
            declared.next() != Some("preserve")
        };
        let spaces: Vec<Node> = spaces.filter(kept).collect();
        spaces.into_iter().try_for_each(|space| self.xot.remove(space)).map_err(|error| error.to_string())
    }

    /// The name of `xml:space`.
    fn space(&self) -> NameId {
        self.xot.xml_space_name()
    }

    /// Moves `displaystyle` and `scriptlevel` to `mstyle`: MathML 3 (§3.3.4) has them nowhere else but on tables, MathML
    /// Core on every element.
    fn style_with_mstyle(&mut self) -> Result<(), String> {
        const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
        let [mstyle, mrow, mtable, mtr, mtd] =
            ["mstyle", "mrow", "mtable", "mtr", "mtd"].map(|name| self.name(MATHML, name));
        let styles = ["displaystyle", "scriptlevel"].map(|name| self.attribute_name(name));
        let inner: Vec<Node> = self.xot.descendants(self.root).filter(|&node| node != self.root).collect();
        for node in inner {
            let Some(name) = self.xot.element(node).map(|element| element.name()) else { continue };
            let has = styles.map(|style| self.xot.get_attribute(node, style).map(str::to_owned));
            if has.iter().all(Option::is_none) || name == mstyle || name == mtable {
                continue;
            }
            if name == mrow {
                self.rename(node, MATHML, "mstyle");
                continue;
            }
            styles.iter().for_each(|&style| self.xot.remove_attribute(node, style));
            // Rows and cells have no place for another element around them.
            if name != mtr && name != mtd {
                let wrapper = self.xot.element_wrap(node, mstyle).map_err(|error| error.to_string())?;
                for (style, value) in styles.into_iter().zip(has) {
                    value.into_iter().for_each(|value| self.xot.set_attribute(wrapper, style, value));
                }
            }
        }
        Ok(())
    }

    fn name(&mut self, namespace: &str, name: &str) -> NameId {
        let namespace = self.xot.add_namespace(namespace);
        self.xot.add_name_ns(name, namespace)
    }

    fn attribute_name(&mut self, name: &str) -> NameId {
        match name.split_once(':') {
            Some(("xml", local)) => self.name(ns::XML, local),
            Some(("epub", local)) => self.name(ns::EPUB, local),
            _ => self.xot.add_name(name),
        }
    }
}

/// `markup`, one `math` element, as EPUB takes it: with `tex` as its alternative text and without what is not in
/// MathML 3's presentation part.
pub(super) fn mathml(markup: &str, tex: &str) -> Result<String, String> {
    let mut tree = Tree::parse(markup)?;
    let alttext = super::xml::clean(tex);
    tree.set(tree.root, "alttext", &alttext);
    tree.style_with_mstyle()?;
    tree.xot.to_string(tree.root).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_of_formulas_stand_on_mstyle() {
        let math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mrow displaystyle=\"false\" scriptlevel=\"0\">\
            <mi>x</mi></mrow><mfrac displaystyle=\"true\"><mn>1</mn><mn>2</mn></mfrac></math>";
        let written = mathml(math, "x").unwrap();
        assert!(written.contains("<mstyle displaystyle=\"false\" scriptlevel=\"0\"><mi>x</mi></mstyle>"), "{written}");
        assert!(written.contains("<mstyle displaystyle=\"true\"><mfrac><mn>1</mn>"), "{written}");
    }
}
