//! Lowers ruby: text with small annotations above it, usually the reading of Chinese characters.
//!
//! The text between two `rt` elements is the base of the second. `rb` elements divide a base into several, to which
//! the following `rt` belong in order. `rtc` contains the annotations of the second level, or of the first if there
//! are no others; a single annotation in it spans all bases before it. `rp` is for browsers without ruby, and removed.
//! (HTML §4.5.10, and HTML Ruby Markup Extensions for `rb` and `rtc`.)
//!
//! Limits: surplus annotations are joined to the last one; a second level always spans the whole element.

use super::forms::is_blank;
use super::{Lower, inlines};
use crate::article::{Inline, Style};
use crate::read::tree::{Element, Node};

/// The parts of a `ruby` element that have been collected.
#[derive(Default)]
struct Gathered {
    /// Complete pairs of bases and annotations.
    pairs: Vec<Inline>,
    /// Bases without annotations so far.
    bases: Vec<Vec<Inline>>,
    /// Whether the last base is not in an `rb`, so that more text can be added to it.
    bare: bool,
    /// Annotations for these bases.
    texts: Vec<Vec<Inline>>,
    /// Annotations of the second level.
    second: Vec<Inline>,
}

/// Adds a `ruby` element.
pub(super) fn ruby(lower: &mut Lower<'_, '_, '_>, element: Element, out: &mut Vec<Inline>) {
    let mut found = Gathered::default();
    ruby_parts(lower, element.children, &mut found);
    found.settle();
    let Gathered { pairs, second, .. } = found;
    let annotated = pairs.iter().any(is_annotation);
    let content = if annotated { vec![Inline::Styled { style: Style::Ruby, content: pairs }] } else { pairs };
    if second.is_empty() || content.is_empty() {
        out.extend(content);
        return out.extend(second);
    }
    let above = Inline::Styled { style: Style::RubyText, content: second };
    let content = content.into_iter().chain([above]).collect();
    out.push(Inline::Styled { style: Style::Ruby, content });
}

fn ruby_parts(lower: &mut Lower<'_, '_, '_>, children: Vec<Node>, found: &mut Gathered) {
    for child in children {
        match child {
            Node::Element(child) if child.name == "rt" => {
                let text = annotation(lower, child.children);
                found.texts.push(text);
            }
            Node::Element(child) if child.name == "rb" => {
                found.next_base();
                let base = annotation(lower, child.children);
                found.bases.push(base);
            }
            Node::Element(child) if child.name == "rtc" => {
                let alone = child.children.iter().filter(|child| !is_blank(child)).count() == 1;
                let texts = container(lower, child);
                found.contained(texts, alone);
            }
            Node::Element(child) if child.name == "rp" && !child.text().contains(char::is_alphanumeric) => {}
            // Line ends between the parts are only formatting of the source.
            node if is_blank(&node) => {}
            node => {
                let more = inlines::within(lower, vec![node]);
                found.text(more);
            }
        }
    }
}

/// Returns the annotations in an `rtc`: each `rt`, or all of its text as one.
fn container(lower: &mut Lower<'_, '_, '_>, element: Element) -> Vec<Vec<Inline>> {
    let is_text = |child: &Node| matches!(child, Node::Element(Element { name: "rt", .. }));
    if !element.children.iter().any(is_text) {
        return vec![annotation(lower, element.children)];
    }
    let nodes = element.children.into_iter().filter(|child| !is_blank(child));
    let texts = nodes.map(|node| match node {
        Node::Element(child) if child.name == "rt" => annotation(lower, child.children),
        other => annotation(lower, vec![other]),
    });
    texts.filter(|text| !text.is_empty()).collect()
}

fn annotation(lower: &mut Lower<'_, '_, '_>, nodes: Vec<Node>) -> Vec<Inline> {
    let mut line = super::tidy(inlines::within(lower, nodes));
    super::tidy::trim_end(&mut line);
    line
}

impl Gathered {
    /// Adds text to the current base.
    fn text(&mut self, more: Vec<Inline>) {
        if !self.texts.is_empty() {
            self.settle();
        }
        match self.bases.last_mut().filter(|_| self.bare) {
            Some(base) => base.extend(more),
            None => self.bases.push(more),
        }
        self.bare = true;
    }

    /// Begins a new base.
    fn next_base(&mut self) {
        if !self.texts.is_empty() {
            self.settle();
        }
        self.bare = false;
    }

    /// Adds the annotations of an `rtc`; one that is `alone` spans all bases.
    fn contained(&mut self, mut texts: Vec<Vec<Inline>>, alone: bool) {
        if !self.texts.is_empty() || self.bases.is_empty() {
            self.settle();
            return self.second.extend(texts.into_iter().flatten());
        }
        if alone && texts.len() == 1 {
            self.bases = vec![std::mem::take(&mut self.bases).into_iter().flatten().collect()];
        }
        self.texts.append(&mut texts);
    }

    /// Pairs the waiting bases with their annotations.
    fn settle(&mut self) {
        let mut texts = std::mem::take(&mut self.texts).into_iter();
        let bases = std::mem::take(&mut self.bases);
        self.bare = false;
        let last = bases.len().saturating_sub(1);
        if bases.is_empty() {
            // An annotation without a base is text.
            return self.pairs.extend(texts.flatten());
        }
        for (index, base) in bases.into_iter().enumerate() {
            let text: Vec<Inline> = match index == last {
                true => texts.by_ref().flatten().collect(),
                false => texts.next().unwrap_or_default(),
            };
            let says_something = !super::tidy(base.clone()).is_empty();
            self.pairs.extend(trimmed(base));
            if text.is_empty() {
                continue;
            }
            match says_something {
                true => self.pairs.push(Inline::Styled { style: Style::RubyText, content: text }),
                false => self.pairs.extend(text),
            }
        }
    }
}

fn is_annotation(inline: &Inline) -> bool {
    matches!(inline, Inline::Styled { style: Style::RubyText, .. })
}

/// Returns a base without the line ends around it.
fn trimmed(mut base: Vec<Inline>) -> Vec<Inline> {
    let is_end = |inline: &Inline| matches!(inline, Inline::Text(text) if text == "\n" || text.trim().is_empty());
    while base.len() > 1 && base.first().is_some_and(is_end) {
        base.remove(0);
    }
    while base.len() > 1 && base.last().is_some_and(is_end) {
        base.pop();
    }
    base
}
