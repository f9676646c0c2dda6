//! From the tree of elements to the blocks and inlines of the article model.
//!
//! Here every element gets its meaning, whether Markdown or HTML brought it. What a picture shows is looked up
//! ([`super::pictures`]); links inside the article stay `#fragment` addresses until [`super::resolve`] knows all places.

mod callouts;
mod code;
mod code_lines;
mod emoji;
mod figures;
mod inlines;
mod lists;
mod marks;
mod sizes;
mod tables;

use std::collections::BTreeMap;

use super::lang;
use super::pictures::Gallery;
use super::report::Report;
use super::tree::{Element, Node};
use crate::article::{Block, BlockKind, Direction, Inline, Lang, NodeId, Note, QuoteKind, plain_text};
use crate::diag::Diagnostic;
use crate::source::Span;

pub(super) use inlines::tidy;

/// Blocks and what belongs to them, links not yet resolved.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    /// The text.
    pub blocks: Vec<Block>,
    /// Notes in the order of their first call.
    pub notes: Vec<Note>,
    /// Names that links may use for a block.
    pub anchors: Vec<(String, NodeId)>,
}

/// Gives the tree under `root` its meaning.
pub(super) fn lower(root: Element, gallery: &mut Gallery<'_>, report: &mut Report<'_>) -> Lowered {
    let mut lower = Lower {
        report,
        gallery,
        definitions: BTreeMap::new(),
        calls: Vec::new(),
        note_numbers: BTreeMap::new(),
        anchors: Vec::new(),
        pending: Vec::new(),
        next: 1,
        in_link: false,
    };
    let mut blocks = lower.flow(root.children);
    let notes = lower.notes(&mut blocks);
    if let Some(last) = blocks.last().map(|block| block.id) {
        lower.settle_anchors(last);
    }
    Lowered { blocks, notes, anchors: lower.anchors }
}

/// The inlines of the tree under `root`, for a line of text; blocks become one after another.
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
    report: &'a mut Report<'d>,
    gallery: &'a mut Gallery<'f>,
    /// Note definitions by key.
    definitions: BTreeMap<String, Element>,
    /// Keys of the notes called, in the order of their first call.
    calls: Vec<String>,
    /// Their numbers.
    note_numbers: BTreeMap<String, usize>,
    anchors: Vec<(String, NodeId)>,
    /// Anchors that wait for the block that they stand in.
    pending: Vec<String>,
    next: u32,
    in_link: bool,
}

/// The form of a note label under which its uses are the same.
fn note_key(label: &str) -> String {
    label.to_lowercase()
}

impl Lower<'_, '_, '_> {
    fn block(&mut self, kind: BlockKind, span: Span) -> Block {
        let id = NodeId(self.next);
        self.next += 1;
        self.settle_anchors(id);
        Block { id, span, lang: None, dir: None, kind }
    }

    fn settle_anchors(&mut self, id: NodeId) {
        self.anchors.extend(self.pending.drain(..).map(|name| (name, id)));
    }

    /// Remembers the names under which links can lead to `element`.
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

    /// The blocks of `nodes`; text between blocks becomes paragraphs.
    fn flow(&mut self, nodes: Vec<Node>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for node in nodes {
            match node {
                Node::Element(element) if element.block => {
                    self.flush(&mut run, &mut blocks);
                    self.element(element, &mut blocks);
                }
                node => run.push(node),
            }
        }
        self.flush(&mut run, &mut blocks);
        figures::merge_captions(blocks, self)
    }

    fn flush(&mut self, run: &mut Vec<Node>, blocks: &mut Vec<Block>) {
        let nodes = std::mem::take(run);
        if nodes.iter().all(|node| matches!(node, Node::Text(text, _) if text.trim().is_empty())) {
            return;
        }
        let span = span_of(&nodes);
        let content = self.inlines(nodes);
        self.paragraph(content, span, blocks);
    }

    /// Adds the blocks that `element` stands for.
    fn element(&mut self, mut element: Element, blocks: &mut Vec<Block>) {
        self.note_anchors(&element);
        let (lang, dir) = (declared_lang(&element), declared_dir(&element));
        let from = blocks.len();
        let span = element.span;
        match element.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, blocks),
            "blockquote" => self.quote(element, blocks),
            "aside" | "div" | "section" | "offprint-callout" | "details" => self.division(element, blocks),
            "ul" | "ol" | "menu" => self.list(element, blocks),
            "dl" => self.definition_list(element, blocks),
            "pre" => self.code(element, blocks),
            "table" => self.table(element, blocks),
            "figure" => self.figure(element, blocks),
            "hr" => {
                let rule = self.block(BlockKind::Rule, span);
                blocks.push(rule);
            }
            "iframe" | "video" | "audio" | "object" => self.embed(element, blocks),
            "offprint-note" => {
                let key = note_key(element.attribute("label").unwrap_or_default());
                self.definitions.entry(key).or_insert(element);
            }
            // Inline elements with blocks in them: the form goes to each line of text.
            name if element.block
                && super::html::find(name).is_some_and(|(_, place)| place == super::html::Place::Inline) =>
            {
                let children = wrap_lines(&mut element);
                let inner = self.flow(children);
                blocks.extend(inner);
            }
            _ => {
                let inner = self.flow(element.children);
                blocks.extend(inner);
            }
        }
        mark(blocks, from, lang, dir, self);
    }

    fn heading(&mut self, mut element: Element, blocks: &mut Vec<Block>) {
        let level = element.name.as_bytes()[1] - b'0';
        let slug = element.take("id").unwrap_or_default();
        let span = element.span;
        let content = tidy(self.inlines(element.children));
        if content.iter().all(|inline| matches!(inline, Inline::Picture(_))) {
            return self.paragraph(content, span, blocks);
        }
        let heading = self.block(BlockKind::Heading { level, slug, content }, span);
        blocks.push(heading);
    }

    fn quote(&mut self, element: Element, blocks: &mut Vec<Block>) {
        if let Some(callout) = callouts::marked(&element) {
            return self.marked_callout(element, callout, blocks);
        }
        let kind = if element.has_class(is_pull) { QuoteKind::Pull } else { QuoteKind::Block };
        self.quotation(element, kind, blocks);
    }

    fn quotation(&mut self, element: Element, kind: QuoteKind, blocks: &mut Vec<Block>) {
        let span = element.span;
        let (children, source) = split_attribution(element.children);
        let attribution = tidy(self.inlines(source));
        let mut inner = self.flow(children);
        let attribution = if attribution.is_empty() { spoken_by(&mut inner) } else { attribution };
        if inner.is_empty() && attribution.is_empty() {
            return;
        }
        let quote = self.block(BlockKind::Quote { kind, blocks: inner, attribution }, span);
        blocks.push(quote);
    }

    /// A film, a sound or a page inside the page: a link to it.
    fn embed(&mut self, mut element: Element, blocks: &mut Vec<Block>) {
        let what = match element.name {
            "video" => "Video",
            "audio" => "Audio",
            _ => "Embedded",
        };
        let span = element.span;
        let source = ["src", "data-src", "data"].into_iter().find_map(|name| element.take(name));
        let source = source.or_else(|| {
            element.children.iter().find_map(|child| match child {
                Node::Element(child) if child.name == "source" => child.attribute("src").map(str::to_owned),
                _ => None,
            })
        });
        let title = element.take("title").or_else(|| element.take("aria-label"));
        if let Some(url) = source {
            let link = self.embed_link(what, &url, title.as_deref());
            let line = self.block(BlockKind::Paragraph(link), span);
            blocks.push(line);
        }
        // The content of `video` is shown where it cannot be played: a transcript, a link.
        let inner = self.flow(element.children);
        blocks.extend(inner);
    }

    /// The notes in the order of their calls. One that is not called joins the text, so that its words are not lost.
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
            let message = format!("the note `{label}` is not called anywhere: it is put at the end of the text");
            self.warn("uncalled-note", message, element.span);
            let inner = self.flow(element.children);
            blocks.extend(inner);
        }
        notes
    }
}

fn is_pull(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    ["pull", "pquote", "pull-quote", "pullquote", "blockquote-pull"].contains(&class.as_str())
        || class.contains("pullquote")
        || class.contains("pull-quote")
}

/// The place from the first to the last of `nodes`.
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

fn declared_lang(element: &Element) -> Option<Lang> {
    element.attribute("lang").or_else(|| element.attribute("xml:lang")).and_then(lang::normalise)
}

fn declared_dir(element: &Element) -> Option<Direction> {
    match element.attribute("dir")?.to_ascii_lowercase().as_str() {
        "rtl" => Some(Direction::Rtl),
        "ltr" => Some(Direction::Ltr),
        _ => None,
    }
}

/// Gives `blocks` from `from` on their declared language and direction.
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

/// The children of an inline element that holds blocks, each line of text inside the element's form again.
fn wrap_lines(element: &mut Element) -> Vec<Node> {
    let mut out = Vec::new();
    for child in std::mem::take(&mut element.children) {
        let shell = || Element {
            name: element.name,
            attributes: element.attributes.clone(),
            span: element.span,
            markdown: element.markdown,
            ..Element::default()
        };
        match child {
            Node::Element(mut block) if block.block => {
                let structural = matches!(block.name, "ul" | "ol" | "table" | "dl" | "tr" | "tbody" | "thead" | "pre");
                if !structural && !block.children.is_empty() {
                    let inner = Element { children: std::mem::take(&mut block.children), ..shell() };
                    let holds_block = inner.children.iter().any(|node| matches!(node, Node::Element(e) if e.block));
                    block.children = vec![Node::Element(Element { block: holds_block, ..inner })];
                }
                out.push(Node::Element(block));
            }
            Node::Text(text, span) if text.trim().is_empty() => out.push(Node::Text(text, span)),
            line => out.push(Node::Element(Element { children: vec![line], ..shell() })),
        }
    }
    out
}

/// The children of a quotation without the element that says whose words they are, and that element's content.
fn split_attribution(mut children: Vec<Node>) -> (Vec<Node>, Vec<Node>) {
    let is_credit = |element: &Element| {
        matches!(element.name, "footer" | "figcaption")
            || element.name == "cite"
            || element.has_class(|class| class.contains("credit") || class.contains("attribution") || class == "author")
    };
    let last = children.iter().rposition(|node| !matches!(node, Node::Text(text, _) if text.trim().is_empty()));
    let found = last.filter(|&at| matches!(&children[at], Node::Element(element) if is_credit(element)));
    let Some(at) = found.filter(|&at| at > 0) else { return (children, Vec::new()) };
    let credit = children.remove(at);
    match credit {
        Node::Element(element) if element.name != "cite" => (children, flatten(element)),
        node => (children, vec![node]),
    }
}

/// The inline content of `element`, without the paragraphs around it.
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

/// Takes the last paragraph of a quotation out, if it only says whose words they are: `— A. Speaker`.
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
