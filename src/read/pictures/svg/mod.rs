//! SVG as both outputs take it: well-formed, named as XML asks for, and without what can act or fetch.
//!
//! A drawing is cut into pieces ([`tokens`]), and a tree is written of them: every element is closed, every prefix is
//! declared, every identifier is a name that stands once ([`names`]), and what refers to it follows. Scripts, event
//! handlers, addresses outside the file and parts in other namespaces go; they draw nothing. Text as HTML
//! (`foreignObject`), which most readers and no PDF can set, becomes text of the drawing, unless a `switch` offers
//! something else.
//!
//! Limits: [`DEEPEST`] elements within each other, as many as the PDF draws; of other files nothing is read.

mod names;
mod style;
mod text;
mod tokens;

use std::collections::BTreeMap;

use names::Names;
use text::Entities;
use tokens::{Token, tokens};

/// Elements within each other at most.
const DEEPEST: usize = 96;

/// Elements that go with all that is in them.
const DROPPED: &[&str] = &["script", "iframe", "object", "embed", "audio", "video", "handler", "listener", "metadata"];

/// Size in CSS pixels of an SVG that states none (CSS 2.2 §10.3.2).
const DEFAULT_SIZE: (u32, u32) = (300, 150);

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// A harmless drawing.
#[derive(Debug, PartialEq)]
pub(super) struct Clean {
    /// Its file.
    pub bytes: Vec<u8>,
    /// Its size in CSS pixels.
    pub size: (u32, u32),
    /// Whether text as HTML was set plainly.
    pub html: bool,
}

/// Whether `bytes` begin as an SVG does.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = text::decoded(&bytes[..bytes.len().min(16_384) & !1]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<') && root(&head).is_some()
}

/// Where the root begins, comments apart.
fn root(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].find('<')?;
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            at += rest.find("-->")?;
            continue;
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
        let length = rest.as_bytes()[1..].iter().take(40).position(ends);
        let name = length.and_then(|length| rest.get(1..=length));
        if name.is_some_and(|name| name.rsplit(':').next() == Some("svg")) {
            return Some(at);
        }
        at += 1;
    }
}

/// A harmless copy of an SVG.
///
/// # Errors
/// What is wrong with it, as the end of a sentence.
pub(super) fn sanitise(bytes: &[u8]) -> Result<Clean, &'static str> {
    let text = text::decoded(bytes);
    let start = root(&text).ok_or("is not a picture")?;
    let mut tree = Tree::read(&text[..start], &text[start..])?;
    let root = tree.elements.first().ok_or("is not a picture")?;
    let size = declared_size(&root.attributes);
    tree.give_box();
    let html = tree.html;
    Ok(Clean { bytes: tree.written().into_bytes(), size, html })
}

/// An element, or text.
enum Part {
    /// The element with this index begins.
    Open(usize),
    /// It ends.
    Close(usize),
    Text(String),
}

/// An element as it will be written.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

/// The drawing as it is read.
#[derive(Default)]
struct Tree {
    elements: Vec<Element>,
    parts: Vec<Part>,
    names: Names,
    xlink: bool,
    html: bool,
}

/// What is read at the moment.
struct Reading<'a> {
    tree: Tree,
    entities: Entities,
    /// Addresses of the prefixes that are declared anywhere.
    prefixes: BTreeMap<String, String>,
    /// Elements that are open: their names as written, and their indices, unless only their text is kept.
    open: Vec<(&'a str, Option<usize>)>,
    /// What is left out: the name of its element as written, how many of that name are open, and its words, if it is
    /// text as HTML.
    skipped: Option<(&'a str, usize, Option<Words>)>,
}

/// Text as HTML.
struct Words {
    lines: Vec<String>,
    /// Left, top, width and height.
    place: [f64; 4],
}

impl Tree {
    /// The drawing in `body`; `head` is what stands before it.
    fn read(head: &str, body: &str) -> Result<Self, &'static str> {
        let entities = Entities::declared(head);
        let mut reading =
            Reading { tree: Self::default(), entities, prefixes: BTreeMap::new(), open: Vec::new(), skipped: None };
        for token in tokens(body) {
            match token {
                Token::Open(name, attributes, closed) => reading.open(name, &attributes, closed)?,
                Token::Close(name) => reading.close(name),
                Token::Text(text) => {
                    let text = reading.entities.resolve(text)?;
                    reading.text(text);
                }
                Token::Raw(text) => reading.text(text.to_owned()),
            }
            // What follows the root is no part of it.
            if reading.open.is_empty() && !reading.tree.elements.is_empty() {
                break;
            }
        }
        while let Some((name, _)) = reading.open.last().copied() {
            reading.skipped = None;
            reading.close(name);
        }
        Ok(reading.tree)
    }

    /// Gives a drawing that has a size and no box that box: else readers that show it smaller cut it off.
    fn give_box(&mut self) {
        let Some(root) = self.elements.first_mut() else { return };
        let get =
            |wanted: &str| root.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        if get("viewBox").is_none()
            && let (Some(width), Some(height)) = (get("width").and_then(length), get("height").and_then(length))
        {
            root.attributes.push(("viewBox".into(), format!("0 0 {width} {height}")));
        }
    }

    fn written(&mut self) -> String {
        let mut out = String::new();
        let mut parts = std::mem::take(&mut self.parts).into_iter().peekable();
        let mut style = 0;
        while let Some(part) = parts.next() {
            match part {
                Part::Open(index) => {
                    let Element { name, attributes } = &mut self.elements[index];
                    out.push('<');
                    out.push_str(name);
                    if index == 0 {
                        out.push_str(&format!(" xmlns=\"{SVG}\""));
                        if self.xlink {
                            out.push_str(&format!(" xmlns:xlink=\"{XLINK}\""));
                        }
                    }
                    for (key, value) in std::mem::take(attributes) {
                        let Some(value) = self.names.follow(&key, value) else { continue };
                        out.push_str(&format!(" {key}=\""));
                        escape(&value, true, &mut out);
                        out.push('"');
                    }
                    style += usize::from(name == "style");
                    let ends = matches!(parts.peek(), Some(Part::Close(next)) if *next == index);
                    if ends {
                        parts.next();
                        style -= usize::from(name == "style");
                    }
                    out.push_str(if ends { "/>" } else { ">" });
                }
                Part::Close(index) => {
                    let name = &self.elements[index].name;
                    style -= usize::from(name == "style");
                    out.push_str(&format!("</{name}>"));
                }
                Part::Text(text) if style > 0 => {
                    escape(&self.names.sheet(&style::harmless(&text)), false, &mut out);
                }
                Part::Text(text) => escape(&text, false, &mut out),
            }
        }
        out
    }
}

impl<'a> Reading<'a> {
    fn open(&mut self, written: &'a str, raw: &[(&str, &str)], closed: bool) -> Result<(), &'static str> {
        if let Some((name, depth, words)) = &mut self.skipped {
            if *name == written && !closed {
                *depth += 1;
            }
            if let Some(words) = words.as_mut().filter(|_| breaks_line(written)) {
                words.lines.push(String::new());
            }
            return Ok(());
        }
        if self.open.len() >= DEEPEST {
            return Err("is an SVG of more than 96 elements within each other");
        }
        let mut attributes = Vec::with_capacity(raw.len());
        for (name, value) in raw {
            attributes.push((*name, self.entities.resolve(value)?));
        }
        for (name, value) in &attributes {
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.prefixes.entry(prefix.to_owned()).or_insert_with(|| value.trim().to_owned());
            }
        }
        let local = written.rsplit(':').next().unwrap_or(written);
        let is_root = self.tree.elements.is_empty();
        let foreign = !is_root && (self.is_foreign(written, &attributes) || !is_name(local));
        if foreign || DROPPED.contains(&local.to_ascii_lowercase().as_str()) {
            self.skipped = (!closed).then_some((written, 1, None));
            return Ok(());
        }
        if local.eq_ignore_ascii_case("foreignobject") {
            let offered = self.innermost() == Some("switch");
            let get =
                |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).and_then(|(_, value)| length(value));
            let place = ["x", "y", "width", "height"].map(|name| get(name).unwrap_or(0.0));
            let words = (!offered).then_some(Words { lines: vec![String::new()], place });
            self.skipped = (!closed).then_some((written, 1, words));
            return Ok(());
        }
        // A title holds words alone (EPUB 3.3 §5.2: its content would have to be HTML).
        if self.innermost() == Some("title") {
            self.open.extend((!closed).then_some((written, None)));
            return Ok(());
        }
        let mut element = Element { name: in_case(local).to_owned(), attributes: Vec::with_capacity(attributes.len()) };
        for (name, value) in attributes {
            self.attribute(name, value, &mut element);
        }
        // A link that leads nowhere is a group like any other.
        if local == "a" && !element.attributes.iter().any(|(name, _)| name.ends_with("href")) {
            let in_text =
                self.open.iter().filter_map(|(_, index)| *index).any(|index| self.tree.elements[index].name == "text");
            element.name = if in_text { "tspan" } else { "g" }.to_owned();
        }
        self.push(element, written, closed);
        Ok(())
    }

    fn push(&mut self, element: Element, written: &'a str, closed: bool) {
        let index = self.tree.elements.len();
        self.tree.elements.push(element);
        self.tree.parts.push(Part::Open(index));
        if closed {
            self.tree.parts.push(Part::Close(index));
        } else {
            self.open.push((written, Some(index)));
        }
    }

    /// The name of the element that is open and will be written.
    fn innermost(&self) -> Option<&str> {
        let index = self.open.iter().rev().find_map(|(_, index)| *index)?;
        Some(&self.tree.elements[index].name)
    }

    /// Whether an element is of another namespace, in which nothing is drawn.
    fn is_foreign(&self, written: &str, attributes: &[(&str, String)]) -> bool {
        match written.split_once(':') {
            Some((prefix, _)) => self.prefixes.get(prefix).map_or(prefix != "svg", |address| address != SVG),
            None => attributes
                .iter()
                .any(|(name, value)| *name == "xmlns" && value.trim() != SVG && !value.trim().is_empty()),
        }
    }

    /// Adds an attribute to `element`, unless it acts, fetches, or means nothing.
    fn attribute(&mut self, name: &str, value: String, element: &mut Element) {
        let name = match name.split_once(':') {
            None => in_case(name).to_owned(),
            Some(("xml", local @ ("lang" | "space"))) => format!("xml:{local}"),
            Some(("xml", "id")) => "id".to_owned(),
            Some((prefix, local)) => {
                let xlink = self.prefixes.get(prefix).map_or(prefix == "xlink", |address| address == XLINK);
                if !xlink {
                    return;
                }
                format!("xlink:{local}")
            }
        };
        let local = name.rsplit(':').next().unwrap_or(&name);
        if name == "xmlns" || !is_name(local) || element.attributes.iter().any(|(known, _)| *known == name) {
            return;
        }
        if is_active(&name, &value) {
            return;
        }
        let value = match name.as_str() {
            "id" if value.trim().is_empty() => return,
            "id" => self.tree.names.define(&value),
            "style" => style::harmless(&value),
            _ => value,
        };
        self.tree.xlink |= name.starts_with("xlink:");
        element.attributes.push((name, value));
    }

    fn close(&mut self, written: &str) {
        if let Some((name, depth, words)) = &mut self.skipped {
            if let Some(words) = words.as_mut().filter(|_| breaks_line(written)) {
                words.lines.push(String::new());
            }
            if *name == written {
                *depth -= 1;
                if *depth == 0 {
                    let words = words.take();
                    self.skipped = None;
                    words.into_iter().for_each(|words| self.plain(words));
                }
            }
            return;
        }
        let Some(at) = self.open.iter().rposition(|(name, _)| *name == written) else { return };
        let ended = self.open.drain(at..).rev().filter_map(|(_, index)| index);
        self.tree.parts.extend(ended.map(Part::Close));
    }

    fn text(&mut self, text: String) {
        match &mut self.skipped {
            Some((_, _, Some(words))) => {
                if let Some(line) = words.lines.last_mut() {
                    line.push_str(&text);
                }
            }
            Some(_) => {}
            None => self.tree.parts.push(Part::Text(text)),
        }
    }

    /// Text as HTML, as lines in the middle of its place.
    fn plain(&mut self, Words { lines, place: [x, y, width, height] }: Words) {
        let lines: Vec<String> = lines
            .iter()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect();
        if lines.is_empty() {
            return;
        }
        self.tree.html = true;
        let (anchor, x) = if width > 0.0 { ("middle", x + width / 2.0) } else { ("start", x) };
        let middle = y + height / 2.0;
        let attribute = |name: &str, value: String| (name.to_owned(), value);
        let text = vec![
            attribute("x", x.to_string()),
            attribute("y", middle.to_string()),
            attribute("text-anchor", anchor.into()),
        ];
        self.push(Element { name: "text".into(), attributes: text }, "\0text", false);
        for (index, line) in lines.iter().enumerate() {
            let down = if index == 0 { 0.35 - 0.6 * (lines.len() - 1) as f64 } else { 1.2 };
            let attributes = vec![attribute("x", x.to_string()), attribute("dy", format!("{down:.2}em"))];
            self.push(Element { name: "tspan".into(), attributes }, "\0line", false);
            self.tree.parts.push(Part::Text(line.clone()));
            self.close("\0line");
        }
        self.close("\0text");
    }
}

/// Whether a line of HTML ends where the element `name` begins or ends.
fn breaks_line(name: &str) -> bool {
    matches!(
        name.rsplit(':').next(),
        Some("div" | "p" | "br" | "li" | "ul" | "ol" | "tr" | "table" | "h1" | "h2" | "h3" | "h4" | "pre")
    )
}

/// `name` in the case of SVG, where HTML has it in small letters (HTML §13.2.6.1).
fn in_case(name: &str) -> &str {
    match name {
        "viewbox" => "viewBox",
        "preserveaspectratio" => "preserveAspectRatio",
        "gradientunits" => "gradientUnits",
        "gradienttransform" => "gradientTransform",
        "patternunits" => "patternUnits",
        "lineargradient" => "linearGradient",
        "radialgradient" => "radialGradient",
        "clippath" => "clipPath",
        "textpath" => "textPath",
        name => name,
    }
}

/// Whether `name` is one of XML's, without a colon.
fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(names::is_start)
        && letters.all(|c| names::is_start(c) || c.is_ascii_digit() || matches!(c, '-' | '.'))
}

/// Whether an attribute can act or fetch.
fn is_active(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let value = value.trim().to_ascii_lowercase();
    let reference = matches!(name.as_str(), "href" | "xlink:href" | "src" | "xlink:role" | "xlink:arcrole");
    name.starts_with("on")
        || reference && !value.starts_with('#') && !style::is_inside(&value)
        || name != "style" && style::fetches(&value)
        || value.contains("javascript:")
        // An animation can set what an attribute may not be.
        || name == "attributename" && (value.starts_with("on") || value.ends_with("href"))
}

/// Writes `text` to `out` as XML, without the characters that XML does not have (XML 1.0 §2.2).
fn escape(text: &str, quoted: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !quoted => out.push_str("&gt;"),
            '"' if quoted => out.push_str("&quot;"),
            '\n' | '\t' | '\r' if quoted => out.push(' '),
            '\n' | '\t' => out.push(c),
            '\r' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
}

fn declared_size(attributes: &[(String, String)]) -> (u32, u32) {
    let get = |wanted: &str| {
        attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
    };
    let boxed: Vec<f64> =
        get("viewBox").unwrap_or_default().split([' ', ',', '\n', '\t']).filter_map(|n| n.parse().ok()).collect();
    let of_box = match boxed.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    };
    let size = match (get("width").and_then(length), get("height").and_then(length), of_box) {
        (Some(width), Some(height), _) => Some((width, height)),
        (Some(width), None, Some((w, h))) => Some((width, width * h / w)),
        (None, Some(height), Some((w, h))) => Some((height * w / h, height)),
        (_, _, of_box) => of_box,
    };
    size.map_or(DEFAULT_SIZE, |(width, height)| (whole(width), whole(height)))
}

fn whole(length: f64) -> u32 {
    length.round().clamp(1.0, 6000.0) as u32
}

/// A length in CSS pixels (CSS Values 4 §6.2); `None` for percentages.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let factor = match &text[digits.len()..] {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "em" | "rem" => 16.0,
        _ => return None,
    };
    digits.trim().parse::<f64>().ok().filter(|value| *value > 0.0 && value.is_finite()).map(|value| value * factor)
}

#[cfg(test)]
mod tests;
