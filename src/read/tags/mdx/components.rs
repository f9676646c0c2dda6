//! Interprets components of documentation sites (Docusaurus, Starlight, Nextra, Mintlify and others), and JSX that
//! HTML does not support.

use std::collections::BTreeMap;

use super::super::meaning::escape;
use super::super::words;
use super::expressions::{self, literal};
use super::jsx::{self, Tag, TagKind, Value};
use super::pictures;

/// The replacement of a component.
pub(super) struct Component {
    /// Replacement of its start tag.
    pub html: String,
    /// Replacement of its end tag.
    pub close: String,
    /// Whether it is a block.
    pub block: bool,
}

/// Properties of a group of tabs that its tabs need.
#[derive(Default)]
pub(super) struct Tabs {
    /// Labels by value.
    labels: BTreeMap<String, String>,
    /// Labels in order, the next one last.
    next: Vec<String>,
}

/// Components that only MDX has, if they begin a line and are closed.
const PROOFS: [&str; 22] = [
    "Tabs",
    "TabItem",
    "Tab",
    "Admonition",
    "Callout",
    "Card",
    "CardGroup",
    "CardGrid",
    "Cards",
    "Steps",
    "Step",
    "Accordion",
    "AccordionGroup",
    "Details",
    "Aside",
    "CodeGroup",
    "CodeBlock",
    "Tabs.Tab",
    "LinkCard",
    "Note",
    "Tip",
    "Warning",
];

/// HTML elements in which MDX reads Markdown on separate lines.
const BLOCKS: [&str; 11] =
    ["div", "section", "article", "aside", "details", "main", "header", "footer", "center", "blockquote", "figure"];

/// Maximum number of tags that are read in search of a proof, since each may be long.
const MOST_TAGS: usize = 50;

/// Which of [`PROOFS`] a text closes; each is searched for once.
pub(super) struct Proofs<'a> {
    text: &'a str,
    known: BTreeMap<&'a str, bool>,
    tags: usize,
}

impl<'a> Proofs<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, known: BTreeMap::new(), tags: 0 }
    }

    /// Whether the line at the start of `rest` begins with a component that is closed somewhere, or that shows a
    /// picture with its caption or credit.
    pub fn proves(&mut self, rest: &'a str) -> bool {
        let line = rest.strip_prefix('<').filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        let name = line.and_then(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').next());
        let Some(name) = name else { return false };
        if PROOFS.contains(&name) {
            return *self.known.entry(name).or_insert_with(|| self.text.contains(&format!("</{name}>")));
        }
        if !pictures::is_picture(name) || self.tags >= MOST_TAGS {
            return false;
        }
        self.tags += 1;
        jsx::tag(rest).is_some_and(|tag| pictures::proves(&tag))
    }
}

/// Interprets the start tag `tag`; `None` if it is plain HTML.
pub(super) fn meaning(
    tag: &Tag<'_>,
    alone: bool,
    names: &BTreeMap<&str, String>,
    tabs: &mut Tabs,
) -> Option<Component> {
    let attributes = Attributes::of(tag, names);
    if tag.name.is_empty() {
        return Some(Component { html: String::new(), close: String::new(), block: alone });
    }
    if tag.name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return element(tag, &attributes, alone);
    }
    let last = tag.name.rsplit('.').next().unwrap_or(tag.name);
    let title = || attributes.first(&["title", "label", "summary", "header", "heading", "name", "question"]);
    let block = |html: String, close: &str| Some(Component { html, close: close.to_owned(), block: true });
    if pictures::is_picture(last)
        && let Some(picture) = pictures::picture(tag, &attributes, alone)
    {
        return Some(picture);
    }
    match last {
        "Tabs" | "TabGroup" | "CodeGroup" => {
            tabs.take(tag);
            block("<div>".into(), "</div>")
        }
        "TabItem" | "Tab" | "TabPanel" | "TabPane" | "TabsContent" => {
            let label = attributes.first(&["label", "title", "header", "name", "tab"]).map(str::to_owned);
            let label = label.or_else(|| tabs.label(attributes.first(&["value", "eventKey", "id"])));
            block(format!("<div>{}", label.map(|label| words::label(&label)).unwrap_or_default()), "</div>")
        }
        "Details" | "Accordion" | "AccordionItem" | "Expandable" | "Collapsible" | "Collapse" | "Disclosure"
        | "FAQItem" => {
            let summary = title().map(|title| format!("<summary>{}</summary>", words::line(title)));
            block(format!("<details>{}", summary.unwrap_or_default()), "</details>")
        }
        "Admonition" | "Callout" | "Aside" | "Alert" | "Note" | "Tip" | "Info" | "Warning" | "Caution" | "Danger"
        | "Important" | "Hint" | "Check" | "Success" | "Error" => Some(callout(last, tag, &attributes)),
        "Link" | "Button" | "LinkButton" | "NavLink" | "A" | "ButtonLink" | "Anchor" => Some(link(tag, &attributes)),
        "Badge" | "Kbd" | "Icon" | "Term" | "Tooltip" | "Highlight" | "Mark" | "Abbr" | "Code" => {
            Some(inline(tag, &attributes))
        }
        _ if !alone => Some(inline(tag, &attributes)),
        _ => {
            let link = attributes.first(&["href", "to", "link", "url"]);
            let mut said = attributes.words();
            if let Some(title) = title()
                && let Some(at) = said.iter().position(|known| known == title)
            {
                said[..=at].rotate_right(1);
            }
            let html = words::paragraphs(&said, link);
            match tag.kind {
                TagKind::Whole => block(format!("<div>{html}</div>"), ""),
                _ => block(format!("<div>{html}"), "</div>"),
            }
        }
    }
}

fn callout(name: &str, tag: &Tag<'_>, attributes: &Attributes<'_>) -> Component {
    let own = name.to_ascii_lowercase();
    let kind =
        attributes.first(&["type", "kind", "variant", "severity", "status", "intent"]).filter(|kind| !kind.is_empty());
    let kind = match (own.as_str(), kind) {
        ("admonition" | "callout" | "aside" | "alert", kind) => kind.unwrap_or("note").to_owned(),
        _ => own,
    };
    let title = attributes.first(&["title", "label", "heading"]);
    let title = title.map(|title| format!(" title=\"{}\"", escape(title))).unwrap_or_default();
    let text = attributes.first(&["text", "content", "description", "message"]);
    let text = text.map(|text| format!("<p>{}</p>", words::line(text))).unwrap_or_default();
    let html = format!("<offprint-callout type=\"{}\"{title}>{text}", escape(&kind));
    let close = "</offprint-callout>";
    match tag.kind {
        TagKind::Whole => Component { html: html + close, close: String::new(), block: true },
        _ => Component { html, close: close.into(), block: true },
    }
}

fn link(tag: &Tag<'_>, attributes: &Attributes<'_>) -> Component {
    let href = attributes.first(&["href", "to", "link", "url"]);
    let text = attributes.first(&["label", "text", "title"]);
    let (html, close) = match (tag.kind, href, text) {
        (TagKind::Whole, href, Some(text)) => (words::strong(text, href), ""),
        (TagKind::Whole, Some(href), None) => (words::strong(href, Some(href)), ""),
        (_, Some(href), _) => (format!("<a href=\"{}\">", escape(href)), "</a>"),
        _ => (String::new(), ""),
    };
    Component { html, close: close.into(), block: false }
}

/// Interprets an inline component: its words, and its content.
fn inline(tag: &Tag<'_>, attributes: &Attributes<'_>) -> Component {
    let said = attributes.words().join(" – ");
    let (html, close) = match (tag.kind, said.is_empty()) {
        (_, true) => (String::new(), String::new()),
        (TagKind::Whole, false) => (words::line(&said), String::new()),
        (_, false) => (String::new(), format!(" ({})", words::line(&said))),
    };
    Component { html, close, block: false }
}

/// Converts the attributes of an HTML element from JSX.
fn element(tag: &Tag<'_>, attributes: &Attributes<'_>, alone: bool) -> Option<Component> {
    let block = alone && BLOCKS.contains(&tag.name) && tag.kind == TagKind::Start;
    // `<div style={{color: "red"}}>`, `<td colSpan={2}>`: attributes that HTML spells differently are converted; all
    // others stay unchanged.
    let foreign = tag
        .attributes
        .iter()
        .any(|(name, value)| matches!(value, Value::Expression(_)) || *name != name.to_ascii_lowercase());
    if !block && !foreign {
        return None;
    }
    let mut html = format!("<{}", tag.name);
    for (name, value) in &attributes.all {
        html.push_str(&format!(" {name}=\"{}\"", escape(value)));
    }
    html.push_str(if tag.kind == TagKind::Whole { " />" } else { ">" });
    // `<img …>` has no end tag, with or without a slash (HTML §13.1.2).
    let void = tag.kind == TagKind::Whole || matches!(tag.name, "img" | "br" | "hr" | "input" | "source" | "wbr");
    let close = if void { String::new() } else { format!("</{}>", tag.name) };
    Some(Component { html, close, block })
}

impl Tabs {
    /// Reads the labels that a group of tabs states for its tabs: `items={['A', 'B']}`, `values={[{label: 'A', value:
    /// 'a'}]}`.
    fn take(&mut self, tag: &Tag<'_>) {
        for (name, value) in &tag.attributes {
            let Value::Expression(code) = value else { continue };
            match *name {
                "items" | "labels" => {
                    self.next = code
                        .trim()
                        .trim_matches(['[', ']'])
                        .split(',')
                        .filter_map(|item| literal(item.trim()))
                        .collect();
                    self.next.reverse();
                }
                "values" => {
                    for part in code.split('{').skip(1) {
                        if let (Some(label), Some(value)) = (property(part, "label"), property(part, "value")) {
                            self.labels.insert(value, label);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the label of a tab that states none.
    fn label(&mut self, value: Option<&str>) -> Option<String> {
        let known = value.and_then(|value| self.labels.get(value).cloned());
        known.or_else(|| self.next.pop()).or_else(|| value.map(str::to_owned))
    }
}

/// Returns the text of property `name` in the code of an object.
fn property(code: &str, name: &str) -> Option<String> {
    let at = code.find(&format!("{name}:"))? + name.len() + 1;
    let rest = code[at..].trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

/// Attributes whose values are text, by their HTML names.
pub(super) struct Attributes<'a> {
    all: Vec<(&'a str, String)>,
}

impl<'a> Attributes<'a> {
    pub fn of(tag: &Tag<'a>, names: &BTreeMap<&str, String>) -> Self {
        let all = tag.attributes.iter().filter_map(|(name, value)| {
            let value = match value {
                Value::Bare => String::new(),
                Value::Text(text) => crate::read::html::decode(text),
                // `style={{marginTop: 4}}` is an object in JavaScript, `style="margin-top:4px"` in HTML.
                Value::Expression(code) if *name == "style" => style(code)?,
                Value::Expression(code) => text_of(code, names)?,
            };
            let name = match *name {
                // React has other names for these attributes, because HTML's names are reserved words of JavaScript
                // (React DOM, "Common components").
                "className" => "class",
                "htmlFor" => "for",
                "colSpan" => "colspan",
                "rowSpan" => "rowspan",
                "srcSet" => "srcset",
                other => other,
            };
            // `onClick` runs code of the site.
            (!name.starts_with("on")).then(|| (name, without_site(value)))
        });
        Self { all: all.collect() }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.all.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name).filter(|value| !value.trim().is_empty()))
    }

    /// Returns the words for readers.
    pub fn words(&self) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        for (name, value) in &self.all {
            if words::is_words(&name.to_ascii_lowercase(), value) && !said.contains(value) {
                said.push(value.trim().to_owned());
            }
        }
        said
    }
}

/// Returns the text of an attribute's code: a literal, a name, the address in `require('…')`, the words of JSX.
fn text_of(code: &str, names: &BTreeMap<&str, String>) -> Option<String> {
    let code = code.trim();
    if let Some(value) = expressions::value(code, names) {
        return Some(value);
    }
    if let Some(rest) = code.strip_prefix("require(").or_else(|| code.strip_prefix("useBaseUrl(")) {
        return literal(rest.split(')').next()?.trim());
    }
    if code.starts_with('<') {
        let mut text = String::new();
        let mut rest = code;
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            rest = rest[at..].split_once('>').map_or("", |(_, rest)| rest);
        }
        text.push_str(rest);
        return Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
    }
    // `image.src` of an imported picture.
    code.strip_suffix(".src").and_then(|name| names.get(name).cloned())
}

/// Removes Docusaurus's name for its root folder, `@site/static`.
fn without_site(value: String) -> String {
    let rest = value.strip_prefix("@site/static").or_else(|| value.strip_prefix("@site"));
    rest.map(str::to_owned).unwrap_or(value)
}

/// Converts a style object to CSS; numbers are pixels.
fn style(code: &str) -> Option<String> {
    let inner = code.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut out = String::new();
    for part in inner.split(',') {
        let Some((key, value)) = part.split_once(':') else { continue };
        let Some(text) = literal(value.trim()) else { continue };
        for c in key.trim().trim_matches(['"', '\'']).chars() {
            if c.is_ascii_uppercase() {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        }
        let unit = if value.trim().bytes().all(|byte| byte.is_ascii_digit()) { "px" } else { "" };
        out.push_str(&format!(":{text}{unit};"));
    }
    Some(out).filter(|out| !out.is_empty())
}
