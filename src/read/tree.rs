//! The tree between parsing and lowering: elements with HTML names, whatever syntax they were written in.
//!
//! Markdown's containers nest strictly. HTML tags may be left open, be closed too late, or overlap: an end tag never
//! closes a Markdown container other than a paragraph, and the end of a Markdown container closes every tag opened in
//! it.

use super::elements::{ElementPlace, find};
use crate::source::Span;

/// Maximum nesting of elements; deeper input is rejected, because later stages traverse the tree recursively.
pub(in crate::read) const MAX_NESTING: usize = 100;

/// Attributes in order, with names in lower case and entities resolved.
pub(in crate::read) type Attributes = Vec<(String, String)>;

/// A node of the tree.
#[derive(Debug)]
pub(in crate::read) enum Node {
    /// An element.
    Element(Element),
    /// Characters.
    Text(String, Span),
}

/// An element.
#[derive(Debug, Default)]
pub(in crate::read) struct Element {
    /// Its HTML name, or one of ours, which contain a hyphen.
    pub name: &'static str,
    /// Its attributes.
    pub attributes: Attributes,
    /// What is in it.
    pub children: Vec<Node>,
    /// Where it stands in the source.
    pub span: Span,
    /// Whether it is or contains a block.
    pub block: bool,
    /// Whether it was written in Markdown.
    pub markdown: bool,
}

impl Element {
    /// Returns the value of attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Removes attribute `name` and returns its value, if it is not empty.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|(known, _)| known == name)?;
        Some(self.attributes.swap_remove(at).1).filter(|value| !value.trim().is_empty())
    }

    /// Whether `test` returns true for one of its classes.
    pub fn has_class(&self, test: impl Fn(&str) -> bool) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(test))
    }

    /// Returns its plain text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    fn collect(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(part, _) => text.push_str(part),
                Node::Element(Element { name: "br", .. }) => text.push('\n'),
                Node::Element(math) if math.name == "offprint-math" => {
                    text.push_str(math.attribute("tex").unwrap_or_default());
                }
                Node::Element(element) => {
                    element.collect(text);
                    if element.name == "p" && element.markdown {
                        text.push_str("\n\n");
                    }
                }
            }
        }
    }
}

/// Builds the tree from a sequence of tags.
pub(in crate::read) struct Builder {
    stack: Vec<Element>,
    /// For each open Markdown container, its height on the stack; `None` if an end tag closed it early.
    marks: Vec<Option<usize>>,
    /// Whether the input was nested deeper than [`MAX_NESTING`].
    pub too_deep: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// Creates an empty builder.
    pub fn new() -> Self {
        Self { stack: vec![Element::default()], marks: Vec::new(), too_deep: false }
    }

    /// Returns the innermost open element.
    pub fn top(&mut self) -> &mut Element {
        self.stack.last_mut().expect("the root is never closed")
    }

    /// Returns the innermost open element called `name`.
    pub fn innermost(&mut self, name: &str) -> Option<&mut Element> {
        self.stack.iter_mut().rev().find(|element| element.name == name)
    }

    /// Opens a Markdown container.
    pub fn open_markdown(&mut self, name: &'static str, attributes: Attributes, span: Span) {
        if is_block(name) {
            self.close_paragraph();
        }
        self.marks.push(Some(self.stack.len()));
        self.push(Element { name, attributes, span, markdown: true, block: is_block(name), ..Element::default() });
    }

    /// Closes the innermost Markdown container and all tags open in it.
    pub fn close_markdown(&mut self) {
        if let Some(Some(height)) = self.marks.pop() {
            self.close_to(height);
        }
    }

    /// Opens an HTML element, after closing those that it closes implicitly (HTML §13.1.2.4).
    pub fn open(&mut self, name: &'static str, attributes: Attributes, span: Span) {
        if matches!(name, "caption" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot") {
            self.imply(&["caption"], &["table"]);
        }
        match name {
            "li" => self.imply(&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => self.imply(&["dt", "dd"], &["dl"]),
            "td" | "th" => self.imply(&["td", "th"], &["tr", "table"]),
            "tr" => self.imply(&["tr"], &["thead", "tbody", "tfoot", "table"]),
            "thead" | "tbody" | "tfoot" => self.imply(&["thead", "tbody", "tfoot"], &["table"]),
            // These elements do not nest: a second one shows that the first was not closed.
            "rb" | "rtc" => self.imply(&["rb", "rt", "rtc", "rp"], &["ruby"]),
            "rt" | "rp" => self.imply(&["rb", "rt", "rp"], &["ruby", "rtc"]),
            "a" => self.imply(&["a"], &["td", "th", "table", "li"]),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.end_heading(),
            _ => {}
        }
        if is_block(name) {
            self.close_paragraph();
        }
        self.push(Element { name, attributes, span, block: is_block(name), ..Element::default() });
    }

    /// Closes the HTML element `name`, if one is open that this end tag can close; `end` is the end of the tag.
    pub fn close(&mut self, name: &str, end: usize) -> bool {
        for height in (1..self.stack.len()).rev() {
            let element = &mut self.stack[height];
            if element.name == name && !element.markdown {
                element.span.end = element.span.end.max(end);
                self.close_to(height);
                return true;
            }
            if element.markdown && element.name != "p" {
                return false;
            }
        }
        false
    }

    /// Adds an element without content.
    pub fn void(&mut self, name: &'static str, attributes: Attributes, span: Span) {
        let element = Element {
            name,
            attributes,
            span,
            block: matches!(name, "hr" | "offprint-pagebreak"),
            ..Element::default()
        };
        self.add(Node::Element(element));
    }

    /// Adds text; adjacent texts are joined.
    pub fn text(&mut self, text: &str, span: Span) {
        if let Some(Node::Text(before, at)) = self.top().children.last_mut() {
            before.push_str(text);
            at.end = span.end;
        } else {
            self.add(Node::Text(text.to_owned(), span));
        }
    }

    /// Closes everything and returns the root.
    pub fn finish(mut self) -> Element {
        self.close_to(1);
        self.stack.pop().unwrap_or_default()
    }

    fn push(&mut self, element: Element) {
        if self.stack.len() > MAX_NESTING {
            self.too_deep = true;
        }
        self.stack.push(element);
    }

    fn add(&mut self, node: Node) {
        let top = self.top();
        if let Node::Element(element) = &node {
            top.block |= element.block;
            top.span.end = top.span.end.max(element.span.end);
        }
        top.children.push(node);
    }

    fn close_to(&mut self, height: usize) {
        while self.stack.len() > height.max(1) {
            if let Some(element) = self.stack.pop() {
                self.add(Node::Element(element));
            }
        }
        for mark in self.marks.iter_mut().rev() {
            match mark {
                Some(open) if *open >= height => *mark = None,
                Some(_) => break,
                None => {}
            }
        }
    }

    /// Closes an open HTML paragraph, if only inline elements are open inside it.
    fn close_paragraph(&mut self) {
        for height in (1..self.stack.len()).rev() {
            let element = &self.stack[height];
            if element.name == "p" && !element.markdown {
                return self.close_to(height);
            }
            if is_block(element.name) {
                return;
            }
        }
    }

    /// Closes an open heading, if only inline elements are open inside it (HTML §13.2.6.4.7).
    fn end_heading(&mut self) {
        for height in (1..self.stack.len()).rev() {
            let element = &self.stack[height];
            if element.markdown {
                return;
            }
            if matches!(element.name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                return self.close_to(height);
            }
            if is_block(element.name) {
                return;
            }
        }
    }

    /// Closes the innermost of `names`, unless one of `bounds` or a Markdown container is open inside it.
    fn imply(&mut self, names: &[&str], bounds: &[&str]) {
        for height in (1..self.stack.len()).rev() {
            let element = &self.stack[height];
            if element.markdown || bounds.contains(&element.name) {
                return;
            }
            if names.contains(&element.name) {
                return self.close_to(height);
            }
        }
    }
}

fn is_block(name: &str) -> bool {
    find(name).map_or(name.starts_with("offprint"), |(_, place)| place == ElementPlace::Block)
}
