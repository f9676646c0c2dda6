//! Builds the sanitised tree from the tokens of a drawing.

use std::collections::BTreeMap;

use super::text::Entities;
use super::tokens::{Token, tokens};
use super::{Content, DEEPEST, Element, SVG, SvgEvent, Tree, XLINK, case, data, elements, names, size};

/// Attributes that are meaningless without a link.
const OF_LINKS: &[&str] = &["target", "rel", "download", "ping", "hreflang", "type", "referrerpolicy"];

/// The state of reading.
struct Reading<'a> {
    tree: Tree,
    entities: Entities,
    /// Addresses of all prefixes declared anywhere in the drawing.
    prefixes: BTreeMap<String, String>,
    /// Open elements: their names as written, and their indices, unless only their text is kept.
    open: Vec<(&'a str, Option<usize>)>,
    /// The element that is currently skipped: its name as written, how many of that name are open, and its text, if it
    /// is HTML text.
    skipped: Option<(&'a str, usize, Option<Words>)>,
}

/// HTML text.
struct Words {
    lines: Vec<String>,
    /// Left, top, width and height.
    place: [f64; 4],
}

/// Reads the drawing in `body`, inside `depth` others; `head` is the text before it.
///
/// # Errors
/// If it cannot be used; the reason as the end of a sentence.
pub(super) fn read(head: &str, body: &str, depth: u32) -> Result<Tree, &'static str> {
    let mut entities = Entities::declared(head);
    let body = entities.markup(body)?;
    let mut tree = Tree { depth, ..Tree::default() };
    tree.outside.sheets += u32::from(head.contains("<?xml-stylesheet"));
    let mut reading = Reading { tree, entities, prefixes: BTreeMap::new(), open: Vec::new(), skipped: None };
    for token in tokens(&body) {
        match token {
            Token::Open(name, attributes, closed) => reading.open(name, &attributes, closed)?,
            Token::Close(name) => reading.close(name),
            Token::Text(text) => {
                let text = reading.entities.resolve(text)?;
                reading.text(text);
            }
            Token::Raw(text) => reading.text(text.to_owned()),
        }
        // Content after the root is ignored.
        if reading.open.is_empty() && !reading.tree.elements.is_empty() {
            break;
        }
    }
    reading.skipped = None;
    reading.end(0, None);
    Ok(reading.tree)
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
        let local = elements::name(written.rsplit(':').next().unwrap_or(written));
        if elements::is_dropped(&local) {
            self.skipped = (!closed).then_some((written, 1, None));
            return Ok(());
        }
        // A description contains only text (EPUB 3.3 §5.2 requires its content to be HTML), a style sheet only its
        // rules.
        if matches!(self.innermost(), Some("title" | "desc" | "style")) {
            self.open.extend((!closed).then_some((written, None)));
            return Ok(());
        }
        let is_root = self.tree.elements.is_empty();
        if !is_root && (self.is_foreign(written, &attributes) || !is_name(&local)) {
            self.skipped = (!closed).then_some((written, 1, None));
            return Ok(());
        }
        if local == "foreignObject" {
            let offered = self.innermost() == Some("switch");
            let get = |wanted: &str| {
                attributes.iter().find(|(name, _)| *name == wanted).and_then(|(_, value)| size::length(value))
            };
            let place = ["x", "y", "width", "height"].map(|name| get(name).unwrap_or(0.0));
            let words = (!offered).then_some(Words { lines: vec![String::new()], place });
            self.skipped = (!closed).then_some((written, 1, words));
            return Ok(());
        }
        let count = attributes.len();
        let mut element = Element { name: local, attributes: Vec::with_capacity(count), content: Content::Tagged };
        for (name, value) in attributes {
            self.attribute(name, value, &mut element);
        }
        // A link without a target becomes an ordinary group.
        if element.name == "a" {
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
        self.tree.parts.push(SvgEvent::Open(index));
        if closed {
            self.tree.parts.push(SvgEvent::Close(index));
        } else {
            self.open.push((written, Some(index)));
        }
    }

    /// Returns the name of the innermost open element that will be written.
    fn innermost(&self) -> Option<&str> {
        let index = self.open.iter().rev().find_map(|(_, index)| *index)?;
        Some(&self.tree.elements[index].name)
    }

    /// Whether an element inside a `style` is open.
    fn is_in_part_of_style(&self) -> bool {
        matches!(self.open.last(), Some((_, None))) && self.innermost() == Some("style")
    }

    /// Whether an element is in another namespace, where nothing is drawn.
    fn is_foreign(&self, written: &str, attributes: &[(&str, String)]) -> bool {
        match written.split_once(':') {
            Some((prefix, _)) => self.prefixes.get(prefix).map_or(prefix != "svg", |address| address != SVG),
            None => attributes
                .iter()
                .any(|(name, value)| *name == "xmlns" && value.trim() != SVG && !value.trim().is_empty()),
        }
    }

    /// Adds an attribute to `element`, unless it runs or fetches something, or means nothing.
    fn attribute(&mut self, name: &str, value: String, element: &mut Element) {
        let name = match name.split_once(':') {
            None => case::attribute(name),
            Some(("xml", local @ ("lang" | "space"))) => format!("xml:{local}"),
            Some(("xml", "id")) => "id".to_owned(),
            // `xlink:href` has whatever prefix the drawing declares for XLink. Attributes with other prefixes are notes
            // of drawing programs (`inkscape:label`, `sodipodi:nodetypes`).
            Some((prefix, local)) => {
                let xlink = self.prefixes.get(prefix).map_or(prefix == "xlink", |address| address == XLINK);
                if !xlink || !is_name(local) {
                    return;
                }
                format!("xlink:{}", case::attribute(local))
            }
        };
        let local = name.rsplit(':').next().unwrap_or(&name);
        // The second of two attributes with one name makes the XML not well-formed.
        if name == "xmlns" || !is_name(local) || element.attributes.iter().any(|(known, _)| *known == name) {
            return;
        }
        // Drops attributes that run code: `onload`, `href="javascript:…"`.
        if is_active(&name, &value) {
            return;
        }
        let value = match name.as_str() {
            "id" if value.trim().is_empty() => return,
            // Identifiers must be unique in XML: a duplicate gets a number.
            "id" => self.tree.names.define(&value),
            "href" | "xlink:href" => match self.reference(value, &element.name) {
                Some(value) => value,
                None => return,
            },
            _ if element.name == "a" && (OF_LINKS.contains(&local) || name.starts_with("xlink:")) => return,
            _ => value,
        };
        self.tree.xlink |= name.starts_with("xlink:");
        element.attributes.push((name, value));
    }

    /// Returns what an element `name` refers to, if that is in the drawing.
    fn reference(&mut self, value: String, name: &str) -> Option<String> {
        let address = value.trim();
        if name == "a" {
            // No reader follows a link inside a picture, and EPUBCheck reports a link to another part of the same
            // picture as an error.
            self.tree.outside.links += u32::from(!address.starts_with('#') && !address.is_empty());
            return None;
        }
        if address.starts_with('#') {
            return Some(value);
        }
        if let Some(kept) = data::kept(address, self.tree.depth, &mut self.tree.outside) {
            return Some(kept.into_owned());
        }
        let left_out = match name {
            "image" | "feImage" => &mut self.tree.outside.pictures,
            _ => &mut self.tree.outside.parts,
        };
        *left_out += u32::from(!address.is_empty());
        None
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
        self.end(at, Some(at));
    }

    /// Closes the open elements from `at` on; `tagged` is the one that the end tag belongs to.
    fn end(&mut self, at: usize, tagged: Option<usize>) {
        for (place, (_, index)) in self.open.drain(at..).enumerate().rev() {
            let Some(index) = index else { continue };
            let element = &mut self.tree.elements[index];
            if tagged != Some(at + place) && elements::is_empty(&element.name) {
                element.content = Content::None;
            }
            self.tree.parts.push(SvgEvent::Close(index));
        }
    }

    fn text(&mut self, text: String) {
        // Only the direct text of a style sheet counts (CSSOM §6.2.4), as in `<style>a{}<b>c{}</b></style>`.
        let outside_sheet = self.is_in_part_of_style();
        match &mut self.skipped {
            Some((_, _, Some(words))) => {
                if let Some(line) = words.lines.last_mut() {
                    line.push_str(&text);
                }
            }
            Some(_) => {}
            None if outside_sheet => {}
            None => match self.tree.parts.last_mut() {
                // A style sheet is parsed as a whole.
                Some(SvgEvent::Text(before)) => before.push_str(&text),
                _ => self.tree.parts.push(SvgEvent::Text(text)),
            },
        }
    }

    /// Converts HTML text to lines that are centred in its area.
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
        self.push(Element { name: "text".into(), attributes: text, content: Content::Tagged }, "\0text", false);
        for (index, line) in lines.iter().enumerate() {
            let down = if index == 0 { 0.35 - 0.6 * (lines.len() - 1) as f64 } else { 1.2 };
            let attributes = vec![attribute("x", x.to_string()), attribute("dy", format!("{down:.2}em"))];
            self.push(Element { name: "tspan".into(), attributes, content: Content::Tagged }, "\0line", false);
            self.tree.parts.push(SvgEvent::Text(line.clone()));
            self.close("\0line");
        }
        self.close("\0text");
    }
}

/// Whether a line of HTML ends at the start or end of the element `name`.
fn breaks_line(name: &str) -> bool {
    matches!(
        name.rsplit(':').next(),
        Some("div" | "p" | "br" | "li" | "ul" | "ol" | "tr" | "table" | "h1" | "h2" | "h3" | "h4" | "pre")
    )
}

/// Whether `name` is an XML name without a colon.
fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(names::is_start)
        && letters.all(|c| names::is_start(c) || c.is_ascii_digit() || matches!(c, '-' | '.'))
}

/// Whether an attribute can run code, or fetches something that is not shown.
fn is_active(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let value = value.trim().get(..80).unwrap_or(value.trim()).to_ascii_lowercase();
    name.starts_with("on")
        || matches!(name.as_str(), "src" | "xlink:role" | "xlink:arcrole")
        || value.contains("javascript:")
        // An animation can set an attribute to a forbidden value.
        || name == "attributename" && (value.starts_with("on") || value.ends_with("href"))
}
