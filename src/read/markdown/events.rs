//! Parses Markdown to the tree.

use std::collections::BTreeMap;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::settle::sentinel::{self, Insert, Sentinel};
use super::settle::settle;
use crate::read::html::{self, Attributes, Tags};
use crate::read::report::{Places, Report};
use crate::read::tree::{Builder, Element, Node};
use crate::source::Span;

/// Builds the tree of `text`; `None` if it is nested too deeply. The abbreviations that it defines are attributes of
/// the root.
pub(super) fn build(text: &str, report: &mut Report<'_>) -> Option<Element> {
    let settled = settle(text);
    if let Some(places) = &settled.places {
        report.places = places.then(&report.places);
    }
    let text = settled.text.as_ref();
    let mut options = options();
    options.set(Options::ENABLE_WIKILINKS, settled.wikilinks);
    let inserts = &settled.inserts;
    let parser = Parser::new_ext(text, options);
    let definitions = definitions(text, &parser);
    let mut events = Events {
        text,
        inserts,
        definitions: &definitions,
        tags: Tags::new(text),
        builder: Builder::new(),
        raw: None,
        base: 0,
    };
    for (event, range) in parser.into_offset_iter() {
        events.take(event, range.start, range.end, report);
        if events.builder.too_deep {
            return None;
        }
    }
    let mut root = events.builder.finish();
    root.attributes.extend(settled.abbreviations);
    if !inserts.is_empty() {
        put_back(&mut root, inserts, &settled.written);
    }
    Some(root)
}

/// Restores the author's text in code, raw HTML and attributes below `element`, where sentinels have no meaning. An
/// example is a formula on lines of its own within a code span.
fn put_back(element: &mut Element, inserts: &[Insert], written: &[String]) {
    let whole = |text: &mut String| {
        if sentinel::is_in(text) {
            *text = sentinel::put_back(text, inserts, written);
        }
    };
    element.attributes.iter_mut().for_each(|(_, value)| whole(value));
    for child in &mut element.children {
        match child {
            Node::Text(text, _) => whole(text),
            Node::Element(element) => put_back(element, inserts, written),
        }
    }
}

/// Returns the parser's extensions that are unambiguous once a text is settled.
pub(in crate::read) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
}

/// Text that is collected until it is known what it is.
pub(super) enum Raw {
    /// A block of HTML.
    Html(Lines),
    /// An indented block.
    Indented(Lines),
    /// A fenced formula of GitHub and GitLab.
    Math(String, Span),
}

/// The lines of a block without the indentation and marks of the list items and quotations around it.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    /// The mapping to the text that is parsed.
    places: Places,
}

impl Lines {
    /// Adds `text`, which begins at byte `at` of the text that is parsed.
    fn push(&mut self, text: &str, at: usize) {
        self.places.go_on(self.text.len(), at);
        self.text.push_str(text);
    }
}

/// Addresses and titles of links, by their labels in lower case.
pub(super) type Definitions = BTreeMap<String, (String, String)>;

/// Returns the definitions of links in `text`, to which HTML may refer, and those of notes, whose labels begin with
/// `^`.
fn definitions(text: &str, parser: &Parser<'_>) -> Definitions {
    if !text.contains("]:") || !text.contains('<') {
        return Definitions::new();
    }
    let title = |title: &Option<pulldown_cmark::CowStr<'_>>| title.as_deref().unwrap_or_default().to_owned();
    let all = parser.reference_definitions().iter();
    let links = all.map(|(label, link)| (label.to_lowercase(), (link.dest.to_string(), title(&link.title))));
    let notes = text.lines().filter_map(|line| {
        let label = line.trim_start_matches([' ', '>']).strip_prefix('[')?.split_once("]:")?.0;
        label.starts_with('^').then(|| (label.to_lowercase(), Default::default()))
    });
    links.chain(notes).collect()
}

/// Processes the events of a text, or of a part of it.
pub(super) struct Events<'a> {
    /// The parsed text.
    pub text: &'a str,
    pub inserts: &'a [Insert],
    pub definitions: &'a Definitions,
    pub tags: Tags,
    pub builder: Builder,
    pub raw: Option<Raw>,
    /// Its offset in the whole text.
    pub base: usize,
}

fn attribute(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

impl Events<'_> {
    pub(super) fn take(&mut self, event: Event<'_>, start: usize, end: usize, report: &mut Report<'_>) {
        crate::halt::point();
        let at = self.base + start;
        let span = report.span(at..self.base + end);
        match event {
            Event::Start(tag) => self.start(tag, start, span),
            Event::End(tag) => self.end(tag, report),
            Event::Text(text) => match &mut self.raw {
                Some(Raw::Html(raw) | Raw::Indented(raw)) => raw.push(&text, at),
                Some(Raw::Math(raw, _)) => raw.push_str(&text),
                None => self.words(&text, start, span, report),
            },
            Event::Html(html) => match &mut self.raw {
                Some(Raw::Html(raw)) => raw.push(&html, at),
                _ => html::feed(&mut self.builder, &html, at, &self.tags, report),
            },
            // Tags of blocks would end the picture whose words they are in, so they are dropped. CommonMark (§6.4) uses
            // only the text of these words.
            Event::InlineHtml(html) if html::is_block_tag(&html) && self.builder.innermost("img").is_some() => {}
            Event::InlineHtml(html) => html::feed(&mut self.builder, &html, at, &self.tags, report),
            Event::Code(code) => {
                self.builder.open_markdown("code", Attributes::new(), span);
                self.builder.text(&code, span);
                self.builder.close_markdown();
            }
            // The parser's extension for formulas is off, because formulas have been settled already.
            Event::InlineMath(tex) | Event::DisplayMath(tex) => self.builder.text(&tex, span),
            Event::FootnoteReference(label) => {
                self.builder.void("offprint-call", vec![attribute("label", &label)], span);
            }
            Event::SoftBreak => self.builder.text("\n", span),
            Event::HardBreak => self.builder.void("br", Attributes::new(), span),
            Event::Rule => self.builder.void("hr", Attributes::new(), span),
            Event::TaskListMarker(done) => {
                let mut attributes = vec![attribute("type", "checkbox")];
                attributes.extend(done.then(|| attribute("checked", "")));
                self.builder.void("input", attributes, span);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, start: usize, span: Span) {
        let mut attributes = Attributes::new();
        let name = match tag {
            Tag::Paragraph => "p",
            Tag::Heading { level, .. } => ["h1", "h2", "h3", "h4", "h5", "h6"][level as usize - 1],
            Tag::BlockQuote(_) => "blockquote",
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) if info.trim() == "math" => {
                self.raw = Some(Raw::Math(String::new(), span));
                return;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                attributes.push(attribute("language", &info));
                "pre"
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.raw = Some(Raw::Indented(Lines::default()));
                return;
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.raw = Some(Raw::Html(Lines::default()));
                return;
            }
            Tag::List(first) => {
                attributes.extend(first.map(|first| attribute("start", &first.to_string())));
                // The author's punctuation is kept, as in `1)`.
                let mark = self.text[start..].trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
                if first.is_some() && mark.starts_with(')') {
                    attributes.push(attribute("marks", ")"));
                }
                if first.is_some() { "ol" } else { "ul" }
            }
            Tag::Item => "li",
            Tag::FootnoteDefinition(label) => {
                attributes.push(attribute("label", &label));
                "offprint-note"
            }
            Tag::DefinitionList => "dl",
            Tag::DefinitionListTitle => "dt",
            Tag::DefinitionListDefinition => "dd",
            Tag::Table(columns) => {
                attributes.push(attribute("columns", &columns.iter().map(column).collect::<String>()));
                "table"
            }
            Tag::TableHead => {
                self.builder.open_markdown("thead", Attributes::new(), span);
                return;
            }
            Tag::TableRow => "tr",
            Tag::TableCell => {
                if self.builder.top().name == "thead" {
                    "th"
                } else {
                    "td"
                }
            }
            Tag::Emphasis => "em",
            Tag::Strong => "strong",
            Tag::Strikethrough => "s",
            Tag::Superscript => "sup",
            Tag::Subscript => "sub",
            Tag::Link { link_type, dest_url, title, .. } => {
                attributes.push(attribute("href", &dest_url));
                attributes.push(attribute("title", &title));
                match link_type {
                    LinkType::Email => attributes[0].1.insert_str(0, "mailto:"),
                    LinkType::WikiLink { .. } => attributes.push(attribute("wiki", "")),
                    _ => {}
                }
                "a"
            }
            Tag::Image { dest_url, title, .. } => {
                attributes.push(attribute("src", &dest_url));
                attributes.push(attribute("title", &title));
                "img"
            }
        };
        self.builder.open_markdown(name, attributes, span);
    }

    fn end(&mut self, tag: pulldown_cmark::TagEnd, report: &mut Report<'_>) {
        match self.raw.take() {
            Some(Raw::Html(html)) => self.html_lines(&html, report),
            Some(Raw::Indented(code)) => self.indented(&code, report),
            Some(Raw::Math(tex, span)) => self.fence_of_formula(&tex, span),
            None => {
                if tag == pulldown_cmark::TagEnd::Image {
                    take_size(self.builder.top());
                }
                self.builder.close_markdown();
            }
        }
    }

    /// Adds the HTML in `lines`.
    fn html_lines(&mut self, lines: &Lines, report: &mut Report<'_>) {
        match lines.places.one() {
            Some(at) => self.html_block(&lines.text, at, report),
            None => {
                let outer = report.enter(&lines.places, lines.text.len());
                let base = std::mem::take(&mut self.base);
                self.html_block(&lines.text, 0, report);
                (self.base, report.places) = (base, outer);
            }
        }
    }

    /// Handles an indented block: a listing, unless it is HTML or prose that is indented inside other HTML.
    fn indented(&mut self, lines: &Lines, report: &mut Report<'_>) {
        let top = self.builder.top();
        let inside_html = top.block && !top.markdown;
        let code = lines.text.as_str();
        if inside_html && html::is_indented_text(code) {
            return self.html_lines(lines, report);
        }
        let at = lines.places.source(0);
        let span = report.span(at..at + code.len());
        self.builder.open_markdown("pre", Attributes::new(), span);
        self.builder.text(code, span);
        self.builder.close_markdown();
    }

    fn fence_of_formula(&mut self, tex: &str, span: Span) {
        if tex.trim().is_empty() {
            return;
        }
        self.builder.open_markdown("p", Attributes::new(), span);
        self.formula(tex.trim(), true, None, span);
        self.builder.close_markdown();
    }

    fn formula(&mut self, tex: &str, display: bool, label: Option<&str>, span: Span) {
        let mut attributes = vec![attribute("tex", tex), attribute("display", if display { "1" } else { "" })];
        attributes.extend(label.map(|label| attribute("id", label)));
        self.builder.void("offprint-math", attributes, span);
    }

    /// Adds text, with the contents of sentinels in place of the sentinels.
    fn words(&mut self, text: &str, start: usize, span: Span, report: &Report<'_>) {
        if self.inserts.is_empty() || !sentinel::is_in(text) {
            return self.plain(text, start, span);
        }
        let inserts = self.inserts;
        let mut rest = text;
        while let Some(Sentinel { before, number, after }) = sentinel::next(rest, inserts) {
            if !before.is_empty() {
                self.plain(before, start + text.len() - rest.len(), span);
            }
            let at = self.base + start + text.len();
            let own = report.span(at - rest.len() + before.len()..at - after.len());
            self.insert(&inserts[number], own);
            rest = after;
        }
        if !rest.is_empty() {
            self.plain(rest, start + text.len() - rest.len(), span);
        }
    }

    /// Adds text. Escaped characters, and those that later stages would interpret, become nodes of their own.
    fn plain(&mut self, text: &str, start: usize, span: Span) {
        let sign = literal(text, self.builder.top().children.is_empty());
        let length = if sign > 0 && self.is_escaped(start) { sign } else { 0 };
        if length > 0 && self.builder.top().name != "pre" {
            self.builder.open_markdown("span", vec![attribute("literal", "")], span);
            self.builder.text(&text[..length], span);
            self.builder.close_markdown();
        }
        if length < text.len() {
            self.builder.text(&text[length..], span);
        }
    }

    fn is_escaped(&self, start: usize) -> bool {
        let before = self.text.as_bytes().get(..start).unwrap_or_default();
        before.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
    }

    fn insert(&mut self, insert: &Insert, span: Span) {
        match insert {
            Insert::Formula { tex, display, label } => self.formula(tex, *display, label.as_deref(), span),
            Insert::Call(label) => self.builder.void("offprint-call", vec![attribute("label", label)], span),
            Insert::Embed(page) => self.embed(page, span),
            Insert::Span(attributes) => {
                if let Some(Node::Element(element)) = self.builder.top().children.last_mut() {
                    describe(element, attributes);
                }
            }
            Insert::Heading(attributes) => {
                let heading = ["h1", "h2", "h3", "h4", "h5", "h6"];
                if let Some(name) = heading.into_iter().find(|name| self.builder.innermost(name).is_some())
                    && let Some(element) = self.builder.innermost(name)
                {
                    describe(element, attributes);
                }
            }
            Insert::Block(attributes) => self.describe_block(attributes),
            Insert::Name(name) => self.builder.top().attributes.push(attribute("name", name)),
        }
    }

    /// Adds an embedded page or picture, `mill.png|The mill|300`: its address, its words, its size.
    fn embed(&mut self, page: &str, span: Span) {
        let (address, words) = page.split_once('|').map_or((page, None), |(address, words)| (address, Some(words)));
        let kind = if words.is_some() { "named" } else { "" };
        self.builder.open_markdown("img", vec![attribute("src", address), attribute("wiki", kind)], span);
        self.builder.text(words.unwrap_or(address), span);
        take_size(self.builder.top());
        self.builder.close_markdown();
    }

    /// Applies an attribute list alone on a line to the block that it ends, as kramdown and Goldmark do.
    fn describe_block(&mut self, attributes: &Attributes) {
        let get = |name: &str| attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        if get("toc").is_some() {
            self.builder.top().attributes.push(attribute("toc", ""));
        }
        // After a table, the list has been parsed as a row of it.
        if matches!(self.builder.top().name, "td" | "th") {
            self.builder.top().attributes.push(attribute("attributes", ""));
        }
        if let Some(id) = get("id") {
            self.builder.top().attributes.push(attribute("id", id));
        }
        if let Some(quote) = self.builder.innermost("blockquote")
            && let Some(class) = get("class")
        {
            quote.attributes.push(attribute("class", class));
        }
        let mut elements = self.builder.top().children.iter_mut().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(..) => None,
        });
        if let (Some(image), None) = (elements.next().filter(|element| element.name == "img"), elements.next()) {
            describe(image, attributes);
        }
    }
}

/// Adds the attributes of a following list to `element`, unless it already has them.
fn describe(element: &mut Element, attributes: &Attributes) {
    let get = |name: &str| attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    if element.name == "img" {
        let alt = get("alt").or_else(|| get("fig-alt"));
        let caption = get("fig-cap").or_else(|| get("caption")).unwrap_or_default();
        // The words in the picture's brackets then become its caption, as in pandoc and Quarto.
        if alt.is_some() || !caption.is_empty() {
            let words = if alt.is_some() { element.text() } else { String::new() };
            let words = [words, element.take("title").unwrap_or_default(), caption.to_owned()].join(" ");
            element.attributes.retain(|(name, _)| name != "title");
            element.attributes.push(attribute("title", words.trim()));
        }
        element.attributes.extend(alt.map(|alt| attribute("alt", alt)));
    }
    for (name, value) in attributes {
        let own = matches!(name.as_str(), "alt" | "src" | "href" | "wiki" | "literal" | "language" | "label" | "toc");
        if !own && element.attribute(name).is_none_or(str::is_empty) {
            element.attributes.retain(|(known, _)| known != name);
            element.attributes.push(attribute(name, value));
        }
    }
}

/// Moves the size after a bar from the words of a picture to its attributes, as in Obsidian: `![Mill|300](a.png)`,
/// `|300x200`.
fn take_size(image: &mut Element) {
    let named = image.attribute("wiki") == Some("named");
    let Some(Node::Text(text, _)) = image.children.last_mut() else { return };
    let (words, size) = match text.rsplit_once('|') {
        Some((words, size)) => (words.trim_end_matches('\\'), size),
        None if named => ("", text.as_str()),
        None => return,
    };
    let (width, height) = size.trim().split_once(['x', 'X', '×']).unwrap_or((size.trim(), ""));
    let is_number = |text: &str| text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(width) || !is_number(height) || width.is_empty() && height.is_empty() {
        return;
    }
    let found = [("width", width), ("height", height)].into_iter().filter(|(_, value)| !value.is_empty());
    let found: Attributes = found.map(|(name, value)| attribute(name, value)).collect();
    // Themes of vaults put the position of the picture before its size.
    let places = ["|left", "|right", "|center", "|centre"];
    let words = words.trim_end();
    let words = places.iter().find_map(|place| words.strip_suffix(place)).unwrap_or(words);
    text.truncate(words.trim_end().len());
    image.attributes.extend(found);
}

/// Returns the length of the escaped character at the start of `text`, if a later stage would interpret it. Such
/// characters are quotation marks, dashes, ellipses, the colon of an emoji or an address and, at the beginning of a
/// block, the bracket of a callout.
fn literal(text: &str, first: bool) -> usize {
    let run = |mark: char| text.len() - text.trim_start_matches(mark).len();
    match text.as_bytes() {
        [b'"' | b'\'' | b':', ..] => 1,
        [b'-', b'-', ..] => run('-'),
        [b'.', b'.', ..] => run('.'),
        [b'[', ..] if first => 1,
        _ => 0,
    }
}

fn column(alignment: &Alignment) -> char {
    match alignment {
        Alignment::None | Alignment::Left => 's',
        Alignment::Center => 'c',
        Alignment::Right => 'e',
    }
}
