//! Lowers the tree of elements to the blocks and inlines of the article model.
//!
//! Every element is interpreted here, whether it came from Markdown or HTML. Picture files are looked up by
//! [`super::pictures`]. Links inside the article stay `#fragment` addresses until [`super::resolve`] knows all
//! targets.

mod abbreviations;
mod align;
mod autolinks;
mod callouts;
mod code;
mod code_lines;
mod copies;
mod credits;
mod credits_below;
mod emoji;
mod figures;
mod forms;
mod inlines;
mod lists;
mod page_breaks;
mod ruby;
mod sizes;
mod tables;
mod tidy;

use std::collections::BTreeMap;
use std::fmt::Write;

use super::lang;
use super::pictures::Gallery;
use super::report::Report;
use super::tree::{Element, Node};
use crate::article::{Align, Block, BlockKind, Direction, Inline, Lang, NodeId, Note, QuoteKind, plain_text};
use crate::diag::Diagnostic;
use crate::source::Span;

pub(super) use tidy::tidy;

/// Blocks and their notes; links are not yet resolved.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    /// The text.
    pub blocks: Vec<Block>,
    /// Notes in the order of their first calls.
    pub notes: Vec<Note>,
    /// Names by which links refer to blocks.
    pub anchors: Vec<(String, NodeId)>,
    /// The elements whose classes say that they hold related articles.
    pub related: Vec<Span>,
    /// The author's MathML of formulas, by their TeX.
    pub mathml: BTreeMap<String, String>,
}

/// Lowers the tree under `root`.
pub(super) fn lower(root: Element, gallery: &mut Gallery<'_>, report: &mut Report<'_>) -> Lowered {
    let abbreviations = abbreviations::Abbreviations::new(&root);
    let mut lower = Lower {
        abbreviations,
        report,
        gallery,
        definitions: BTreeMap::new(),
        calls: Vec::new(),
        note_numbers: BTreeMap::new(),
        anchors: Vec::new(),
        pending: Vec::new(),
        next: 1,
        in_link: false,
        forms: forms::OuterElements::default(),
        align: None,
        mathml: BTreeMap::new(),
        related: Vec::new(),
        credits: credits::Marked::default(),
    };
    let mut blocks = lower.flow(root.children);
    let notes = lower.notes(&mut blocks);
    abbreviations::unused_abbreviations(&mut lower);
    credits::settle(&mut blocks, &lower);
    credits_below::in_notes(&mut blocks, &notes);
    credits::alternatives(&mut blocks);
    page_breaks::tidy(&mut blocks);
    if let Some(last) = blocks.last().map(|block| block.id) {
        lower.settle_anchors(last);
    }
    Lowered { blocks, notes, anchors: lower.anchors, related: lower.related, mathml: lower.mathml }
}

/// Lowers the tree under `root` to a line of text; blocks are joined.
pub(super) fn lower_line(root: Element, gallery: &mut Gallery<'_>, report: &mut Report<'_>) -> Vec<Inline> {
    let mut lines = lower(root, gallery, report).blocks.into_iter().filter_map(|block| match block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some(content),
        _ => None,
    });
    let mut line = lines.next().unwrap_or_default();
    for more in lines {
        line.push(Inline::Text(" ".into()));
        line.extend(more);
    }
    line
}

struct Lower<'a, 'f, 'd> {
    abbreviations: abbreviations::Abbreviations,
    report: &'a mut Report<'d>,
    gallery: &'a mut Gallery<'f>,
    /// Note definitions by key.
    definitions: BTreeMap<String, Element>,
    /// Keys of the notes called, in the order of their first calls.
    calls: Vec<String>,
    /// Their numbers.
    note_numbers: BTreeMap<String, usize>,
    anchors: Vec<(String, NodeId)>,
    /// Anchors for the next block.
    pending: Vec<String>,
    next: u32,
    in_link: bool,
    /// The author's MathML of formulas, by their TeX.
    mathml: BTreeMap<String, String>,
    /// The elements whose classes say that they hold related articles.
    related: Vec<Span>,
    forms: forms::OuterElements,
    /// The alignment that enclosing elements request.
    align: Option<Align>,
    /// Wordings that markup says are credits.
    credits: credits::Marked,
}

/// Normalises a note label, so that all of its uses are equal.
fn note_key(label: &str) -> String {
    label.to_lowercase()
}

impl Lower<'_, '_, '_> {
    fn block(&mut self, kind: BlockKind, span: Span) -> Block {
        let id = NodeId(self.next);
        self.next += 1;
        self.settle_anchors(id);
        let align = match kind {
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } => self.align,
            _ => None,
        };
        Block { id, span, lang: None, dir: None, align, kind }
    }

    fn settle_anchors(&mut self, id: NodeId) {
        self.anchors.extend(self.pending.drain(..).map(|name| (name, id)));
    }

    /// Records the names by which links refer to `element`.
    fn note_anchors(&mut self, element: &Element) {
        for name in ["id", "name"] {
            if let Some(value) = element.attribute(name).filter(|value| !value.is_empty()) {
                self.pending.push(value.to_owned());
            }
        }
    }

    fn warn(&mut self, code: &'static str, message: impl Into<String>, span: Span) {
        self.report.say(Diagnostic::warning(code, message).at(span));
    }

    /// Returns the blocks of `nodes`; text between blocks becomes paragraphs.
    fn flow(&mut self, mut nodes: Vec<Node>) -> Vec<Block> {
        copies::drop_copies(&mut nodes);
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for node in lists::listed(nodes) {
            match node {
                Node::Element(element) if element.block => {
                    self.flush(&mut run, &mut blocks);
                    self.element(element, &mut blocks);
                }
                Node::Element(element) if element.name == "br" && page_breaks::of(&element).any() => {
                    self.flush(&mut run, &mut blocks);
                    page_breaks::page_break(self, element.span, &mut blocks);
                }
                node => run.push(node),
            }
        }
        self.flush(&mut run, &mut blocks);
        credits::beside_figures(blocks, self)
    }

    fn flush(&mut self, run: &mut Vec<Node>, blocks: &mut Vec<Block>) {
        let nodes = std::mem::take(run);
        if nodes.iter().all(forms::is_blank) {
            return;
        }
        let span = span_of(&nodes);
        let content = inlines::inlines(self, nodes);
        figures::paragraph(self, content, span, blocks);
    }

    /// Adds the blocks of `element`.
    fn element(&mut self, element: Element, blocks: &mut Vec<Block>) {
        crate::halt::point();
        self.note_anchors(&element);
        let (lang, dir) = (self.declared_lang(&element), declared_dir(&element));
        let from = blocks.len();
        let span = element.span;
        let around = self.align;
        self.align = align::of(&element, around);
        let breaks = page_breaks::of(&element);
        if breaks.before {
            page_breaks::page_break(self, span, blocks);
        }
        let related = matches!(element.name, "aside" | "div" | "section" | "nav" | "article" | "ul" | "ol")
            && !element.attributes.is_empty()
            && callouts::names_related(&element);
        match element.name {
            "offprint-pagebreak" => page_breaks::page_break(self, span, blocks),
            // An empty element with a page break only marks the end of a page.
            "hr" | "p" | "div" if breaks.any() && page_breaks::is_empty(&element) => {}
            "p" | "div" | "small" | "footer" if credits::is_marked_line(&element) => {
                credits::marked_line(self, element, blocks);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, blocks),
            "blockquote" => self.quote(element, blocks),
            "aside" | "div" | "section" | "offprint-callout" | "details" => callouts::division(self, element, blocks),
            "ul" | "ol" | "menu" => lists::list(self, element, blocks),
            "dl" => lists::definition_list(self, element, blocks),
            "pre" => code::code(self, element, blocks),
            "table" => tables::table(self, element, blocks),
            "figure" => figures::figure(self, element, blocks),
            "hr" => {
                let rule = self.block(BlockKind::Rule, span);
                blocks.push(rule);
            }
            "iframe" | "video" | "audio" | "object" => self.embed(element, blocks),
            "offprint-note" => self.define_note(element),
            // Inline elements that contain blocks: their style is applied to each line of text.
            name if element.block
                && super::html::find(name).is_some_and(|(_, place)| place == super::html::ElementPlace::Inline) =>
            {
                forms::around_blocks(self, element, blocks);
            }
            _ => {
                let inner = self.flow(element.children);
                blocks.extend(inner);
            }
        }
        self.align = around;
        if let (true, [first, ..], Some(last)) = (related, &blocks[from..], blocks.last()) {
            self.related.push(Span::new(first.span.start, last.span.end));
        }
        mark(blocks, from, lang, dir, self);
        if breaks.after {
            page_breaks::page_break(self, span, blocks);
        }
    }

    fn heading(&mut self, mut element: Element, blocks: &mut Vec<Block>) {
        let level = element.name.as_bytes()[1] - b'0';
        let slug = element.take("id").unwrap_or_default();
        let span = element.span;
        let (line, rest) = heading_line(element.children);
        let content = tidy(abbreviations::unexpanded(self, line));
        if content.iter().all(|inline| matches!(inline, Inline::Picture(_))) {
            figures::paragraph(self, content, span, blocks);
        } else {
            let heading = self.block(BlockKind::Heading { level, slug, content }, span);
            blocks.push(heading);
        }
        if !rest.is_empty() {
            let inner = self.flow(rest);
            blocks.extend(inner);
        }
    }

    fn quote(&mut self, element: Element, blocks: &mut Vec<Block>) {
        if let Some(callout) = callouts::marked(&element) {
            return callouts::marked_callout(self, element, callout, blocks);
        }
        let kind = if element.has_class(is_pull) { QuoteKind::Pull } else { QuoteKind::Block };
        self.quotation(element, kind, blocks);
    }

    fn quotation(&mut self, element: Element, kind: QuoteKind, blocks: &mut Vec<Block>) {
        let span = element.span;
        let (children, source) = split_attribution(element.children);
        let attribution = tidy(inlines::inlines(self, source));
        let mut inner = self.flow(children);
        let attribution = if attribution.is_empty() { spoken_by(&mut inner) } else { attribution };
        if inner.is_empty() && attribution.is_empty() {
            return;
        }
        let quote = self.block(BlockKind::Quote { kind, blocks: inner, attribution }, span);
        blocks.push(quote);
    }

    /// Lowers embedded content, such as a film, a sound or a page, to a link.
    fn embed(&mut self, mut element: Element, blocks: &mut Vec<Block>) {
        let link = inlines::embedded_link(self, &mut element);
        if !link.is_empty() {
            let line = self.block(BlockKind::Paragraph(link), element.span);
            blocks.push(line);
        }
        // The content of `video` is shown if it cannot be played: a transcript, a link.
        let inner = self.flow(element.children);
        blocks.extend(inner);
    }

    /// Records the note that `element` defines. If a name is defined twice, calls refer to the first note.
    fn define_note(&mut self, element: Element) {
        let mut key = note_key(element.attribute("label").unwrap_or_default());
        if self.definitions.contains_key(&key) {
            // A label never contains a line end, so this key cannot clash.
            let _ = write!(key, "\n{}", self.definitions.len());
        }
        self.definitions.insert(key, element);
    }

    /// Returns the notes in the order of their calls. One that is not called becomes part of the text, so that its
    /// words are not lost.
    fn notes(&mut self, blocks: &mut Vec<Block>) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut at = 0;
        while at < self.calls.len() {
            let key = self.calls[at].clone();
            at += 1;
            let element = self.definitions.remove(&key).unwrap_or_default();
            let label = element.attribute("label").unwrap_or(&key).to_owned();
            let span = element.span;
            notes.push(Note { number: at, label, span, blocks: self.flow(element.children) });
        }
        let mut left = Vec::from_iter(std::mem::take(&mut self.definitions));
        left.sort_by_key(|(_, element)| element.span);
        for (_, element) in left {
            let label = element.attribute("label").unwrap_or_default();
            let why = match self.note_numbers.contains_key(&note_key(label)) {
                true => "is defined more than once",
                false => "is not called anywhere",
            };
            let message = format!("the note `{label}` {why}: it is put at the end of the text");
            self.warn("uncalled-note", message, element.span);
            let inner = self.flow(element.children);
            blocks.extend(inner);
        }
        notes
    }
}

/// Divides the children of a heading into its line and everything that does not belong to it. That is everything from
/// the first list, table or similar block on, or from the first paragraph after words. A heading without an end tag
/// contains the rest of its article.
fn heading_line(mut children: Vec<Node>) -> (Vec<Node>, Vec<Node>) {
    let mut words = false;
    let end = children.iter().position(|child| match child {
        Node::Element(element) if element.block => {
            let ends = !is_line_like(element) || words && (element.name == "p" || element.markdown);
            words = true;
            ends
        }
        child => {
            words |= !forms::is_blank(child);
            false
        }
    });
    let rest = end.map(|end| children.split_off(end)).unwrap_or_default();
    (children, rest)
}

/// Whether the block `element` only contains words, so that it can become part of a line without loss.
fn is_line_like(element: &Element) -> bool {
    let inline =
        || super::html::find(element.name).is_some_and(|(_, place)| place == super::html::ElementPlace::Inline);
    (matches!(element.name, "p" | "div" | "center" | "header" | "main" | "address" | "summary") || inline())
        && element.children.iter().all(|child| match child {
            Node::Element(child) => !child.block || is_line_like(child),
            Node::Text(..) => true,
        })
}

fn is_pull(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    ["pull", "pquote", "pull-quote", "pullquote", "blockquote-pull"].contains(&class.as_str())
        || class.contains("pullquote")
        || class.contains("pull-quote")
}

/// Returns the span from the first to the last of `nodes`.
fn span_of(nodes: &[Node]) -> Span {
    let of = |node: &Node| match node {
        Node::Text(_, span) => *span,
        Node::Element(element) => element.span,
    };
    match (nodes.first(), nodes.last()) {
        (Some(first), Some(last)) => Span::new(of(first).start, of(last).end),
        _ => Span::default(),
    }
}

impl Lower<'_, '_, '_> {
    /// Returns the language that `element` declares. If its tag is malformed, the well-formed part of it is used, with
    /// a warning.
    fn declared_lang(&mut self, element: &Element) -> Option<Lang> {
        let declared = element.attribute("lang").or_else(|| element.attribute("xml:lang"))?.to_owned();
        // GitHub writes the language of code in the same attribute, so an unknown language is not a mistake.
        let told = !matches!(element.name, "pre" | "code") && !matches!(declared.trim(), "" | "und" | "zxx" | "mul");
        let fault = match lang::mended(&declared) {
            Some(lang::Mended { lang, fault: None }) => return Some(lang),
            found if !told => return found.map(|mended| mended.lang),
            None => (None, format!("`{declared}` is not a language")),
            Some(lang::Mended { lang, fault: Some(fault) }) => {
                let message = format!("`{declared}` is not a language tag: {fault}; it is read as `{}`", lang.0);
                (Some(lang), message)
            }
        };
        self.warn("bad-language", fault.1, element.span);
        fault.0
    }
}

fn declared_dir(element: &Element) -> Option<Direction> {
    match element.attribute("dir")?.to_ascii_lowercase().as_str() {
        "rtl" => Some(Direction::Rtl),
        "ltr" => Some(Direction::Ltr),
        _ => None,
    }
}

/// Applies the declared language and direction to `blocks` from `from` on.
fn mark(
    blocks: &mut Vec<Block>,
    from: usize,
    lang: Option<Lang>,
    dir: Option<Direction>,
    lower: &mut Lower<'_, '_, '_>,
) {
    if lang.is_none() && dir.is_none() || blocks.len() == from {
        return;
    }
    match &mut blocks[from..] {
        [only] if only.lang.is_none() && only.dir.is_none() => {
            (only.lang, only.dir) = (lang, dir);
        }
        several => {
            let span = Span::new(several[0].span.start, several[several.len() - 1].span.end);
            let inner = blocks.split_off(from);
            let group = lower.block(BlockKind::Group(inner), span);
            blocks.push(Block { lang, dir, ..group });
        }
    }
}

/// Splits the element with the attribution off the children of a quotation, and returns the content of both.
fn split_attribution(mut children: Vec<Node>) -> (Vec<Node>, Vec<Node>) {
    // `<footer>` (HTML §4.4.4), `<cite>`, or the classes that themes use, such as `quote-credit`.
    let is_credit = |element: &Element| {
        matches!(element.name, "footer" | "figcaption")
            || element.name == "cite"
            || element.has_class(|class| class.contains("credit") || class.contains("attribution") || class == "author")
    };
    // Only the last element of a quotation can be its attribution: a `<cite>` in the middle names a book that is quoted
    // from.
    let last = children.iter().rposition(|node| !matches!(node, Node::Text(text, _) if text.trim().is_empty()));
    let found = last.filter(|&at| matches!(&children[at], Node::Element(element) if is_credit(element)));
    // If a `<cite>` is all that a quotation contains, it stays as the quoted text.
    let Some(at) = found.filter(|&at| at > 0) else { return (children, Vec::new()) };
    let credit = children.remove(at);
    match credit {
        // A `<cite>` stays around its words, because it sets them in italics; a `<footer>` only holds them.
        Node::Element(element) if element.name != "cite" => (children, flatten(element)),
        node => (children, vec![node]),
    }
}

/// Returns the inline content of `element`, without paragraphs around it.
fn flatten(element: Element) -> Vec<Node> {
    let mut out = Vec::new();
    for child in element.children {
        match child {
            Node::Element(inner) if inner.block => {
                out.push(Node::Text(" ".into(), inner.span));
                out.extend(flatten(inner));
            }
            node => out.push(node),
        }
    }
    out
}

/// Removes the last paragraph of a quotation, if it is only an attribution: `— A. Speaker`.
fn spoken_by(blocks: &mut Vec<Block>) -> Vec<Inline> {
    let [.., _, Block { kind: BlockKind::Paragraph(content), .. }] = blocks.as_slice() else { return Vec::new() };
    let text = plain_text(content);
    let dashed = text.starts_with(['—', '―', '–']) || text.starts_with("-- ") || text.starts_with("--- ");
    if !dashed || text.split_whitespace().count() > 30 {
        return Vec::new();
    }
    match blocks.pop().map(|block| block.kind) {
        Some(BlockKind::Paragraph(content)) => content,
        _ => Vec::new(),
    }
}
