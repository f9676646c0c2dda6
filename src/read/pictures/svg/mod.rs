//! Sanitises SVG for both outputs: the result is well-formed, uses valid names, and neither runs nor fetches anything.
//!
//! A drawing is split into tokens ([`tokens`]) and rebuilt as a tree: every element is closed, every prefix declared,
//! every identifier valid and unique ([`names`]), and references are updated. Scripts, event handlers, external
//! addresses and elements in other namespaces are removed; none of them draws anything. HTML text (`foreignObject`),
//! which most readers and no PDF can show, becomes SVG text, unless a `switch` offers an alternative.
//!
//! Limits: [`DEEPEST`] levels of nesting, as in the PDF; no other files are read.

mod case;
mod data;
mod elements;
mod names;
mod outside;
mod reading;
mod selectors;
mod size;
mod style;
mod text;
mod tokens;

use std::io::Read;

use names::Names;
pub(super) use outside::Outside;
use style::Styles;

/// Maximum nesting of elements.
const DEEPEST: usize = 96;

/// Maximum size of a decompressed drawing.
const MOST_UNPACKED: u64 = 16 << 20;

/// Maximum work for the selectors of one drawing, in bytes that are compared or written repeatedly.
const MOST_WORK: usize = 4 << 20;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// A sanitised drawing.
#[derive(Debug, PartialEq)]
pub(super) struct Clean {
    /// Its file.
    pub bytes: Vec<u8>,
    /// Its size in CSS pixels.
    pub size: (u32, u32),
    /// Whether HTML text was converted to plain SVG text.
    pub html: bool,
    /// External content that is left out.
    pub outside: Outside,
}

/// Whether `bytes` begin like an SVG.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = text::decoded(&bytes[..bytes.len().min(16_384) & !1]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<') && root(&head).is_some()
}

/// Whether the first element in `bytes` is that of an SVG: a page of HTML may hold drawings too.
#[cfg(feature = "fetch")]
pub(super) fn is_root(bytes: &[u8]) -> bool {
    let head = text::decoded(&bytes[..bytes.len().min(16_384) & !1]);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    let is_document_type = |rest: &str| rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    loop {
        let length = match () {
            () if rest.starts_with("<!--") => tokens::comment(rest),
            () if rest.starts_with("<?") => rest.find('>').map_or(rest.len(), |end| end + 1),
            () if is_document_type(rest) => {
                let name = rest[9..].trim_start();
                if name.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html")) {
                    return false;
                }
                tokens::document_type(rest)
            }
            () => break,
        };
        rest = rest.get(length.max(1)..).unwrap_or_default().trim_start();
    }
    rest.starts_with('<') && root(rest) == Some(0)
}

/// Decompresses the SVG in `bytes` (SVG 1.1 §1.2: `.svgz` is gzip).
pub(super) fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return None;
    }
    let mut svg = Vec::new();
    flate2::read::GzDecoder::new(bytes).take(MOST_UNPACKED + 1).read_to_end(&mut svg).ok()?;
    (svg.len() as u64 <= MOST_UNPACKED && looks_like(&svg)).then_some(svg)
}

/// Returns where the root begins; comments, instructions and the document type may contain the names of elements too.
fn root(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].find('<')?;
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            at += tokens::comment(rest);
        } else if rest.starts_with("<?") {
            at += rest.find("?>").or_else(|| rest.find('>')).unwrap_or(rest.len());
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            at += tokens::document_type(rest);
        } else {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
            let length = rest.as_bytes()[1..].iter().take(40).position(ends);
            let name = length.and_then(|length| rest.get(1..=length)).and_then(|name| name.rsplit(':').next());
            if name.is_some_and(|name| name.eq_ignore_ascii_case("svg")) {
                return Some(at);
            }
            at += 1;
        }
    }
}

/// Returns a sanitised copy of an SVG.
///
/// # Errors
/// If it cannot be used; the reason as the end of a sentence.
pub(super) fn sanitise(bytes: &[u8]) -> Result<Clean, &'static str> {
    sanitise_at(bytes, 0)
}

/// Returns a sanitised copy of an SVG inside `depth` others.
fn sanitise_at(bytes: &[u8], depth: u32) -> Result<Clean, &'static str> {
    let text = text::decoded(bytes);
    let start = root(&text).ok_or("is not a picture")?;
    let mut tree = reading::read(&text[..start], &text[start..], depth)?;
    let root = tree.elements.first().ok_or("is not a picture")?;
    let size = size::declared(&root.attributes);
    tree.give_box();
    let bytes = tree.written().into_bytes();
    Ok(Clean { bytes, size, html: tree.html, outside: tree.outside })
}

/// An element, or text.
enum SvgEvent {
    /// The element with this index begins.
    Open(usize),
    /// The element with this index ends.
    Close(usize),
    Text(String),
}

/// An element of the result.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    content: Content,
}

/// Where the content of an element ends.
#[derive(PartialEq)]
enum Content {
    /// At its end tag.
    Tagged,
    /// At its start tag: it was meant to be empty.
    None,
}

/// A drawing that is being rebuilt.
#[derive(Default)]
struct Tree {
    elements: Vec<Element>,
    parts: Vec<SvgEvent>,
    names: Names,
    xlink: bool,
    html: bool,
    outside: Outside,
    /// Number of drawings around this one.
    depth: u32,
}

impl Tree {
    /// Adds a view box to a drawing that has only a size: otherwise readers that reduce it cut it off.
    fn give_box(&mut self) {
        let Some(root) = self.elements.first_mut() else { return };
        let has_box = root.attributes.iter().any(|(name, _)| name == "viewBox");
        let sides = ["width", "height"].map(|name| size::side(&root.attributes, name));
        // The attributes determine the picture's size, whatever its own style states.
        for (name, side) in ["width", "height"].into_iter().zip(sides) {
            let stated = root.attributes.iter_mut().find(|(known, _)| known == name);
            match (side, stated) {
                (Some(side), None) => root.attributes.push((name.into(), side.to_string())),
                (Some(side), Some((_, value))) if size::length(value) != Some(side) => *value = side.to_string(),
                _ => {}
            }
        }
        if let ([Some(width), Some(height)], false) = (sides, has_box) {
            root.attributes.push(("viewBox".into(), format!("0 0 {width} {height}")));
        }
    }

    fn written(&mut self) -> String {
        let mut out = String::new();
        let mut parts = std::mem::take(&mut self.parts).into_iter().peekable();
        let (mut style, mut work) = (0, MOST_WORK);
        while let Some(part) = parts.next() {
            match part {
                SvgEvent::Open(index) => {
                    let Element { name, attributes, content } = &mut self.elements[index];
                    let attributes = std::mem::take(attributes);
                    let is_style = name == "style";
                    out.push('<');
                    out.push_str(name);
                    let mut ends = *content == Content::None;
                    if index == 0 {
                        self.declare(&mut out);
                    }
                    attributes.into_iter().for_each(|attribute| self.write(attribute, &mut out));
                    if !ends && matches!(parts.peek(), Some(SvgEvent::Close(next)) if *next == index) {
                        parts.next();
                        ends = true;
                    }
                    style += usize::from(is_style && !ends);
                    out.push_str(if ends { "/>" } else { ">" });
                }
                SvgEvent::Close(index) => {
                    let Element { name, content, .. } = &self.elements[index];
                    style -= usize::from(name == "style");
                    if *content == Content::Tagged {
                        out.push_str(&format!("</{name}>"));
                    }
                }
                SvgEvent::Text(text) if style > 0 => {
                    let rules = style::whole_rules(&text);
                    escape(&self.styles(&mut work).sheet(&rules), false, &mut out);
                }
                SvgEvent::Text(text) => escape(&text, false, &mut out),
            }
        }
        out
    }

    /// Writes the namespace declarations of the root.
    fn declare(&self, out: &mut String) {
        out.push_str(&format!(" xmlns=\"{SVG}\""));
        if self.xlink {
            out.push_str(&format!(" xmlns:xlink=\"{XLINK}\""));
        }
    }

    fn write(&mut self, (key, value): (String, String), out: &mut String) {
        let mut none = 0;
        let value = match key.as_str() {
            "style" => Some(self.styles(&mut none).sheet(&value)),
            "begin" | "end" => self.names.follow(&key, value),
            "href" | "xlink:href" => {
                let refers = value.trim().len() > 1;
                let found = self.names.follow(&key, value);
                self.outside.parts += u32::from(refers && found.is_none());
                found
            }
            _ if style::may_refer(&value) && !key.starts_with("aria-") => self.styles(&mut none).value(&value),
            _ => self.names.follow(&key, value),
        };
        if let Some(value) = value {
            out.push_str(&format!(" {key}=\""));
            escape(&value, true, out);
            out.push('"');
        }
    }

    fn styles<'a>(&'a mut self, work: &'a mut usize) -> Styles<'a> {
        Styles { names: &self.names, outside: &mut self.outside, depth: self.depth, work }
    }
}

/// Writes `text` to `out` as XML, without characters that XML does not allow (XML 1.0 §2.2).
fn escape(text: &str, quoted: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !quoted => out.push_str("&gt;"),
            '"' if quoted => out.push_str("&quot;"),
            // In attributes a parser replaces them by spaces anyway (XML 1.0 §3.3.3).
            '\n' | '\t' | '\r' if quoted => out.push(' '),
            '\n' | '\t' => out.push(c),
            // A parser reads `\r\n` as one line end (§2.11), so a lone `\r` would not survive.
            '\r' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
