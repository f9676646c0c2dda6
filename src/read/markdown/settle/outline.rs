//! Parses a source as CommonMark to find its running text: where code, HTML and addresses are, and where spans begin
//! and end. The extensions that are to be settled are switched off.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::read::html::{Token, find, tokens};

/// The outline of a text.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Its leaves: running text of a paragraph, a heading, a cell, an item.
    pub leaves: Vec<Leaf>,
    /// Listings and blocks of HTML, sorted.
    pub blocks: Vec<Range<usize>>,
    /// Colons at the beginning of a line that do not mark a definition, because white space or a term is missing.
    pub colons: Vec<usize>,
    /// Escaped brackets that the parser mistakes for those of a reference: `[words]\\[id]`.
    pub brackets: Vec<Range<usize>>,
}

/// A stretch of running text.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it is a heading.
    pub heading: bool,
    /// Whether it is in a table, where bars are always escaped.
    pub cell: bool,
    /// Ranges without markup, sorted.
    pub opaque: Vec<Opaque>,
    /// Emphasis, links and other spans by their start.
    pub spans: Vec<Range<usize>>,
    /// The links among them; links do not nest.
    pub links: Vec<Range<usize>>,
    /// The ends of spans that may have an attribute list.
    pub ends: BTreeSet<usize>,
}

impl Leaf {
    /// Returns the number of the link around byte `at`.
    pub fn link_at(&self, at: usize) -> Option<usize> {
        let next = self.links.partition_point(|link| link.start <= at);
        next.checked_sub(1).filter(|&last| self.links[last].end > at)
    }

    /// Returns the links that begin in `range`.
    pub fn links_in(&self, range: Range<usize>) -> &[Range<usize>] {
        let from = self.links.partition_point(|link| link.start < range.start);
        let to = self.links.partition_point(|link| link.start < range.end);
        &self.links[from..to.max(from)]
    }
}

/// A range of a line without markup.
#[derive(Clone, Debug)]
pub(super) struct Opaque {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its kind.
    pub kind: OpaqueKind,
}

/// The kind of a range without markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpaqueKind {
    /// Code.
    Code,
    /// A tag.
    Html,
    /// The address and title of a link, or a bare address.
    Address,
    /// A picture.
    Picture,
    /// The prefix of a line in a quotation or an item.
    Prefix,
}

/// The extensions that are on for the outline.
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Makes the outline of `text`.
pub(super) fn outline(text: &str) -> Outline {
    let mut looker = Looker {
        text,
        outline: Outline::default(),
        leaf: None,
        heading: false,
        cell: false,
        labels: Vec::new(),
        opaque_labels: 0,
        line: None,
        prose: false,
    };
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        looker.take(&event, range);
    }
    looker.close();
    looker.outline
}

/// Maximum length of a term above a definition, in characters, if there are several terms.
const LONGEST_TERM: usize = 60;

struct Looker<'t> {
    text: &'t str,
    outline: Outline,
    leaf: Option<Leaf>,
    heading: bool,
    cell: bool,
    /// For each open link, the end of its words so far; `None` for a picture and links in it.
    labels: Vec<Option<usize>>,
    /// The number of `None` entries in `labels`.
    opaque_labels: usize,
    /// The start of the current line of the leaf, if it is needed next.
    line: Option<usize>,
    /// Whether the text before the next colons is not a term.
    prose: bool,
}

impl Looker<'_> {
    fn take(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) if is_inline(tag) => self.open(tag, range),
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(range),
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript,
            ) => {
                let end = range.end;
                self.inline(range);
                self.end_of_span(end);
            }
            Event::Code(_) => {
                self.opaque(range.clone(), OpaqueKind::Code);
                self.end_of_span(range.end);
            }
            Event::InlineHtml(html) => {
                if is_known(html) {
                    self.opaque(range.clone(), OpaqueKind::Html);
                    if html.starts_with("</") || html.starts_with("<img") {
                        self.end_of_span(range.end);
                    }
                } else {
                    self.inline(range);
                }
            }
            Event::Text(_) if self.leaf.is_none() && self.in_block(range.start) => {}
            Event::Text(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.inline(range)
            }
            Event::SoftBreak | Event::HardBreak => {
                let end = range.end;
                self.inline(range);
                self.line = Some(end);
            }
            Event::TaskListMarker(_) => {}
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.close();
                self.outline.blocks.push(range);
            }
            Event::Start(Tag::DefinitionListTitle) => {
                self.close();
                self.prose = is_prose(&self.text[range]);
            }
            Event::Start(Tag::DefinitionListDefinition) => {
                self.close();
                self.colon(range);
            }
            Event::Start(Tag::Heading { .. }) => {
                self.close();
                self.heading = true;
            }
            Event::End(TagEnd::Heading(_)) => {
                self.close();
                self.heading = false;
            }
            Event::Start(tag) => {
                self.close();
                self.cell = matches!(tag, Tag::TableCell);
            }
            Event::End(_) | Event::Html(_) | Event::Rule => {
                self.close();
                self.cell = false;
            }
        }
    }

    fn in_block(&self, at: usize) -> bool {
        self.outline.blocks.last().is_some_and(|block| block.contains(&at))
    }

    /// Handles inline content: `range` belongs to the open leaf, or opens one.
    fn inline(&mut self, range: Range<usize>) {
        let (heading, cell) = (self.heading, self.cell);
        // The event of an escaped character begins after the backslash.
        let escaped = self.leaf.is_none()
            && self.text.as_bytes()[..range.start].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
        let whole = range.start - usize::from(escaped)..range.end;
        let leaf = self.leaf.get_or_insert_with(|| Leaf { range: whole, heading, cell, ..Leaf::default() });
        if let Some(line) = self.line.take().filter(|line| *line <= range.start) {
            let prefix = self.text[line..].find(|c: char| !matches!(c, ' ' | '\t' | '>')).unwrap_or(0);
            let end = (line + prefix).min(range.start);
            if end > line {
                leaf.opaque.push(Opaque { range: line..end, kind: OpaqueKind::Prefix });
            }
        }
        leaf.range.end = leaf.range.end.max(range.end);
        if let Some(Some(label)) = self.labels.last_mut() {
            *label = (*label).max(range.end);
        }
    }

    fn opaque(&mut self, range: Range<usize>, kind: OpaqueKind) {
        self.inline(range.clone());
        if let Some(leaf) = self.leaf.as_mut().filter(|_| self.opaque_labels == 0) {
            leaf.opaque.push(Opaque { range, kind });
        }
    }

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let outer = self.opaque_labels > 0;
        match tag {
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.opaque(range, OpaqueKind::Address);
                self.label(None);
            }
            Tag::Link { .. } => {
                self.inline(range.start..range.start + 1);
                self.label(if outer { None } else { Some(range.start + 1) });
                self.span(range, true);
            }
            Tag::Image { .. } => {
                self.opaque(range, OpaqueKind::Picture);
                self.label(None);
            }
            _ => {
                self.inline(range.start..range.start + 1);
                self.span(range, false);
            }
        }
    }

    fn label(&mut self, label: Option<usize>) {
        self.opaque_labels += usize::from(label.is_none());
        self.labels.push(label);
    }

    fn span(&mut self, range: Range<usize>, link: bool) {
        if let Some(leaf) = self.leaf.as_mut() {
            if link {
                leaf.links.push(range.clone());
            }
            leaf.spans.push(range);
        }
    }

    fn end_link(&mut self, range: Range<usize>) {
        let label = self.labels.pop();
        self.opaque_labels -= usize::from(label == Some(None));
        let label = label.flatten();
        if let Some(label) = label.filter(|label| self.text[*label..range.end].starts_with("]\\["))
            && let Some(leaf) = self.leaf.as_mut()
        {
            self.outline.brackets.push(label + 1..label + 3);
            leaf.links.pop_if(|link| link.start == range.start);
            if let Some(at) = leaf.spans.iter().rposition(|span| span.start == range.start) {
                leaf.spans.remove(at);
            }
            return self.inline(range);
        }
        if let Some(label) = label.filter(|label| *label < range.end) {
            self.opaque(label..range.end, OpaqueKind::Address);
        } else {
            self.inline(range.clone());
        }
        self.end_of_span(range.end);
    }

    fn end_of_span(&mut self, end: usize) {
        if let Some(leaf) = self.leaf.as_mut().filter(|_| self.opaque_labels == 0) {
            leaf.ends.insert(end);
        }
    }

    /// Handles the marker of a definition. White space must follow it (PHP Markdown Extra); `:warning:` and `:)` may
    /// also begin a line.
    fn colon(&mut self, range: Range<usize>) {
        let at = self.text[range.clone()].find(':').map(|at| range.start + at);
        let marker = |at: &usize| !self.text[at + 1..].starts_with(char::is_whitespace) && at + 1 < self.text.len();
        self.outline.colons.extend(at.filter(|at| self.prose || marker(at)));
    }

    fn close(&mut self) {
        self.line = None;
        self.labels.clear();
        self.opaque_labels = 0;
        self.outline.leaves.extend(self.leaf.take());
    }
}

/// Whether `title`, before a colon at the beginning of a line, is a paragraph that happens to be wrapped there, as
/// before the colon of French. Such a paragraph has several lines, which are too long for terms.
fn is_prose(title: &str) -> bool {
    let lines = title.trim().lines();
    lines.clone().count() > 1 && lines.clone().any(|line| line.trim().chars().count() > LONGEST_TERM)
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Whether a tag is known: `a<b and c>d` contains no tag.
fn is_known(html: &str) -> bool {
    tokens(html).next().is_some_and(|(token, _)| match token {
        Token::Open { name, .. } | Token::Close(name) => {
            find(&name.to_ascii_lowercase()).is_some() || name.contains('-') || name.len() > 2
        }
        Token::Comment => true,
        Token::Text(_) => false,
    })
}
