//! From Markdown to the tree.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use crate::read::html::{self, Attributes, Tags};
use crate::read::report::Report;
use crate::read::tree::{Builder, Element, Node};
use crate::source::Span;

/// The tree of `text`; `None` where it is nested too deep.
pub(super) fn build(text: &str, report: &mut Report<'_>) -> Option<Element> {
    let mut events =
        Events { text, tags: Tags::new(text), builder: Builder::new(), skip: 0, after_span: false, raw: None };
    for (event, range) in Parser::new_ext(text, options(text)).into_offset_iter() {
        events.take(event, range.start, range.end, report);
        if events.builder.too_deep {
            return None;
        }
    }
    Some(events.builder.finish())
}

/// The extensions for `text`.
pub(in crate::read) fn options(text: &str) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT;
    // `[[1]](address)` is a link with brackets in its text, which the extension would take apart.
    if text.contains("[[") && !text.contains("]](") {
        options |= Options::ENABLE_WIKILINKS;
    }
    options
}

/// Text that is collected before it is known what it is.
enum Raw {
    /// A block of HTML; where it begins.
    Html(String, usize),
    /// An indented block; where it begins.
    Indented(String, usize),
}

struct Events<'a> {
    text: &'a str,
    tags: Tags,
    builder: Builder,
    /// Events before this offset are attribute lists, already understood.
    skip: usize,
    /// Whether something that can have an attribute list has just ended.
    after_span: bool,
    raw: Option<Raw>,
}

fn attribute(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

impl Events<'_> {
    fn take(&mut self, event: Event<'_>, start: usize, end: usize, report: &mut Report<'_>) {
        let span = report.span(start..end);
        let after_span = std::mem::replace(&mut self.after_span, false);
        match event {
            Event::Start(tag) => self.start(tag, start, span),
            Event::End(tag) => self.end(tag, report),
            Event::Text(_) if start < self.skip => {}
            Event::Text(text) => match &mut self.raw {
                Some(Raw::Html(raw, _) | Raw::Indented(raw, _)) => raw.push_str(&text),
                None => self.words(&text, start, after_span, span),
            },
            Event::Html(html) => match &mut self.raw {
                Some(Raw::Html(raw, _)) => raw.push_str(&html),
                _ => html::feed(&mut self.builder, &html, start, &self.tags, report),
            },
            Event::InlineHtml(html) => html::feed(&mut self.builder, &html, start, &self.tags, report),
            Event::Code(code) => {
                self.builder.open_markdown("code", Attributes::new(), span);
                self.builder.text(&code, span);
                self.builder.close_markdown();
                self.after_span = true;
            }
            Event::InlineMath(tex) => self.math(&tex, false, start, end, span),
            Event::DisplayMath(tex) => self.math(&tex, true, start, end, span),
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
            Tag::Heading { level, id, attrs, .. } => {
                attributes.extend(id.map(|id| attribute("id", &id)));
                attributes.extend(attrs.iter().filter_map(|(name, value)| Some(attribute(name, value.as_ref()?))));
                ["h1", "h2", "h3", "h4", "h5", "h6"][level as usize - 1]
            }
            Tag::BlockQuote(_) => "blockquote",
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                attributes.push(attribute("language", &info));
                "pre"
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.raw = Some(Raw::Indented(String::new(), start));
                return;
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.raw = Some(Raw::Html(String::new(), start));
                return;
            }
            Tag::List(first) => {
                attributes.extend(first.map(|first| attribute("start", &first.to_string())));
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
            Tag::Image { link_type, dest_url, title, .. } => {
                attributes.push(attribute("src", &dest_url));
                attributes.push(attribute("title", &title));
                if let LinkType::WikiLink { has_pothole } = link_type {
                    attributes.push(attribute("wiki", if has_pothole { "named" } else { "" }));
                }
                "img"
            }
        };
        self.builder.open_markdown(name, attributes, span);
    }

    fn end(&mut self, tag: pulldown_cmark::TagEnd, report: &mut Report<'_>) {
        use pulldown_cmark::TagEnd;
        match self.raw.take() {
            Some(Raw::Html(html, at)) => return html::feed(&mut self.builder, &html, at, &self.tags, report),
            Some(Raw::Indented(code, at)) => return self.indented(&code, at, report),
            None => self.builder.close_markdown(),
        }
        self.after_span =
            matches!(tag, TagEnd::Link | TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough);
    }

    /// An indented block is a listing, unless it is HTML or prose that was indented inside other HTML.
    fn indented(&mut self, code: &str, at: usize, report: &mut Report<'_>) {
        let top = self.builder.top();
        let inside_html = top.block && !top.markdown;
        if inside_html && html::is_indented_text(code) {
            return html::feed(&mut self.builder, code, at, &self.tags, report);
        }
        let span = report.span(at..at + code.len());
        self.builder.open_markdown("pre", Attributes::new(), span);
        self.builder.text(code, span);
        self.builder.close_markdown();
    }

    /// Adds text, without the attribute list that may stand in it.
    fn words(&mut self, text: &str, start: usize, after_span: bool, span: Span) {
        if self.builder.top().name == "pre" {
            return self.builder.text(text, span);
        }
        let line_start = self.text[..start].trim_end_matches([' ', '\t', '>']).ends_with('\n') || start == 0;
        if let Some(length) = attribute_list(&self.text[start..], after_span, line_start) {
            self.skip = start + length;
            let list = &self.text[start..self.skip];
            if line_start {
                self.describe_block(list);
            } else {
                self.describe_picture(list);
            }
            if text.len() > length {
                self.builder.text(&text[length..], span);
            }
            return;
        }
        self.builder.text(text, span);
    }

    /// What an attribute list alone on a line says of the block that it ends: kramdown's and Goldmark's custom.
    fn describe_block(&mut self, list: &str) {
        let list = list.trim_matches(|c| matches!(c, '{' | '}' | ':') || char::is_whitespace(c));
        if list.to_ascii_lowercase().contains("toc") {
            self.builder.top().attributes.push(attribute("toc", ""));
        }
        // After a table, the list has become a row of it.
        if matches!(self.builder.top().name, "td" | "th") {
            self.builder.top().attributes.push(attribute("attributes", ""));
        }
        if let Some(id) = list.split_whitespace().find_map(|part| part.strip_prefix('#')) {
            self.builder.top().attributes.push(attribute("id", id));
        }
        let classes: Vec<&str> = list.split_whitespace().filter_map(|part| part.strip_prefix('.')).collect();
        if let Some(quote) = self.builder.innermost("blockquote").filter(|_| !classes.is_empty()) {
            quote.attributes.push(attribute("class", &classes.join(" ")));
        }
    }

    /// The alternative text that an attribute list gives the picture before it, as pandoc and Quarto have it: the words
    /// in the picture's brackets are its caption then.
    fn describe_picture(&mut self, list: &str) {
        let Some(Node::Element(image)) = self.builder.top().children.last_mut() else { return };
        if let Some(alt) = value(list, "alt").or_else(|| value(list, "fig-alt")).filter(|_| image.name == "img") {
            let words = [image.text(), image.take("title").unwrap_or_default()].join(" ");
            image.attributes.push(attribute("title", words.trim()));
            image.attributes.push(attribute("alt", alt));
        }
    }

    /// A formula; or money, as in `$5-$10`.
    fn math(&mut self, tex: &str, display: bool, start: usize, end: usize, span: Span) {
        let digit_follows = self.text.as_bytes().get(end).is_some_and(u8::is_ascii_digit);
        if !display && (digit_follows || is_money(tex)) {
            return self.builder.text(&self.text[start..end], span);
        }
        let attributes = vec![attribute("tex", tex), attribute("display", if display { "1" } else { "" })];
        self.builder.void("offprint-math", attributes, span);
    }
}

/// Whether `tex` begins as an amount and goes on in words.
fn is_money(tex: &str) -> bool {
    tex.starts_with(|c: char| c.is_ascii_digit())
        && tex.split_whitespace().any(|word| word.len() > 2 && word.chars().all(char::is_alphabetic))
        && !tex.contains(['\\', '^', '_', '='])
}

fn column(alignment: &Alignment) -> char {
    match alignment {
        Alignment::None | Alignment::Left => 's',
        Alignment::Center => 'c',
        Alignment::Right => 'e',
    }
}

/// Longest attribute list, in bytes.
const MAX_ATTRIBUTES: usize = 1000;

/// The value of `key` in an attribute list.
fn value<'l>(list: &'l str, key: &str) -> Option<&'l str> {
    let begins = |at: usize| list[..at].ends_with(|before: char| before == '{' || before.is_whitespace());
    let (at, _) = list.match_indices(key).find(|&(at, _)| begins(at) && list[at + key.len()..].starts_with('='))?;
    let rest = &list[at + key.len() + 1..];
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next(),
        _ => rest.split([' ', '}']).next(),
    }
}

/// Length of the attribute list (kramdown's `{: .class}`, pandoc's `{.class #id key=value}`) at the start of `rest`.
fn attribute_list(rest: &str, after_span: bool, line_start: bool) -> Option<usize> {
    if !rest.starts_with('{') {
        return None;
    }
    // Only so far: looking for the end of a long line again and again would be quadratic.
    let window = &rest.as_bytes()[..rest.len().min(MAX_ATTRIBUTES)];
    let line = window.split(|&byte| byte == b'\n').next()?;
    let end = line.iter().position(|&byte| byte == b'}')? + 1;
    let inner = rest[1..end - 1].trim_start();
    let kramdown = inner.starts_with(':');
    let alone = line_start && line[end..].trim_ascii().is_empty();
    let pandoc = inner.starts_with(['.', '#']) && !inner.starts_with("##")
        || inner.split_once('=').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        });
    let class = inner.starts_with(['.', '#']) && inner[1..].starts_with(|c: char| c.is_alphabetic());
    ((kramdown && (alone || after_span)) || (pandoc && after_span) || (class && alone)).then_some(end)
}
