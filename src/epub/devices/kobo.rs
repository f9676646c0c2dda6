//! Kobo's kepub: an EPUB whose text is divided into numbered spans.
//!
//! A Kobo opens a file named `.kepub.epub` with its own rendering engine, which stores its position, bookmarks and
//! highlights by `span` elements around each sentence. Kobo has not published the rules. These are the rules of
//! kepubify 4 (pgaskin/kepubify, `kepub/transform.go`), which were derived from books of Kobo's shop:
//!
//! - Everything in `body` stands in `div#book-columns > div#book-inner`; a `style` of the class `kobostylehacks` ends
//!   the head.
//! - A text is cut after a full stop, exclamation or question mark, an optional quotation mark or ellipsis, and the
//!   following white space. Each part becomes a `span.koboSpan` with the identifier `kobo.P.S`. A part that is only
//!   white space gets a span only if it is a child of a `p`.
//! - S counts the parts of a paragraph, P the paragraphs of the file: each `p`, list, table and heading that has a part.
//!   A picture is a paragraph of its own.
//! - Script, style, `pre`, audio, video, SVG and MathML stay as they are.
//!
//! The cover needs the property `cover-image`, and the first file must be cover or title page, since it is shown
//! without margins (`TransformOPF`, `TransformDummyTitlepage`): this is true of all our EPUBs. No letter or space
//! changes.

use crate::epub::tree::{Child, Element, Error, Piece, Text, Tree, ns};

/// Replacement for rules of the common style sheet that the spans break: pictures are no longer adjacent siblings.
pub(super) const STYLE: &str = "
/* Kobo: pictures stand in spans. */
.koboSpan + .koboSpan > img.figure { margin-top: 0.6em; }
section.cover > .koboSpan { display: block; max-width: 100%; }
section.cover > .koboSpan > img { display: block; margin: 0 auto; }
";

/// kepubify's style element: Kobo's own, without the rules that override margins and colours.
const HACKS: &str = "div#book-inner { margin-top: 0; margin-bottom: 0;}";

/// The identifiers of Kobo's elements.
const TAKEN: [&str; 2] = ["book-columns", "book-inner"];

/// Converts `xhtml` to a file of a kepub.
pub(super) fn instrument(xhtml: &str) -> Result<String, Error> {
    let mut tree = Tree::parse(xhtml)?;
    give_way(&mut tree);
    let head = tree.first(ns::XHTML, "head")?;
    tree.append(head, (ns::XHTML, "style"), &[("type", "text/css"), ("class", "kobostylehacks")], HACKS);
    let body = tree.first(ns::XHTML, "body")?;
    tree.enclose(body, "book-inner");
    tree.enclose(body, "book-columns");
    number(&mut tree, body);
    Ok(tree.write_text())
}

/// Updates the addresses in `ncx` that [`instrument`] has changed.
pub(super) fn clear_of_clashes(ncx: &str) -> Result<String, Error> {
    if !TAKEN.iter().any(|id| ncx.contains(id)) {
        return Ok(ncx.to_owned());
    }
    let mut tree = Tree::parse(ncx)?;
    for content in tree.all(ns::NCX, "content") {
        move_address(&mut tree, content, "src");
    }
    Ok(tree.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
}

/// Renames identifiers of the article that clash with Kobo's elements, and updates all references. Identifiers made
/// from headings contain no dot, so the new ones are free.
fn give_way(tree: &mut Tree) {
    for element in tree.elements(tree.root()) {
        for name in ["id", "aria-labelledby"] {
            if let Some(id) = tree.get(element, name).filter(|id| TAKEN.contains(&id.as_str())) {
                tree.set(element, name, &format!("{id}.text"));
            }
        }
        move_address(tree, element, "href");
    }
}

fn move_address(tree: &mut Tree, element: Element, name: &str) {
    let Some(href) = tree.get(element, name) else { return };
    let inside = !href.contains(':');
    if inside && href.rsplit_once('#').is_some_and(|(_, id)| TAKEN.contains(&id)) {
        tree.set(element, name, &format!("{href}.text"));
    }
}

/// The current numbers of spans.
#[derive(Default)]
struct Count {
    paragraph: usize,
    segment: usize,
    /// Whether the next part begins a paragraph.
    begins: bool,
}

impl Count {
    /// Returns the attributes of the next part.
    fn next(&mut self) -> Vec<(&'static str, String)> {
        if std::mem::take(&mut self.begins) {
            (self.paragraph, self.segment) = (self.paragraph + 1, 0);
        }
        self.segment += 1;
        vec![("class", "koboSpan".into()), ("id", format!("kobo.{}.{}", self.paragraph, self.segment))]
    }
}

/// Wraps all texts and pictures in `body` in numbered spans.
fn number(tree: &mut Tree, body: Element) {
    let mut count = Count::default();
    let mut open = vec![Child::Element(body)];
    while let Some(child) = open.pop() {
        let element = match child {
            Child::Text(text) => {
                number_text(tree, text, &mut count);
                continue;
            }
            Child::Element(element) => element,
        };
        match tree.local_name(element) {
            "img" => {
                count.begins = true;
                tree.wrap(element, (ns::XHTML, "span"), &count.next());
                continue;
            }
            "script" | "style" | "pre" | "audio" | "video" | "svg" | "math" => continue,
            "p" | "ol" | "ul" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => count.begins = true,
            _ => {}
        }
        open.extend(tree.content(element).into_iter().rev());
    }
}

fn number_text(tree: &mut Tree, text: Text, count: &mut Count) {
    let in_paragraph = tree.parent(text).is_some_and(|parent| tree.local_name(parent) == "p");
    let is_counted = |part: &str| in_paragraph || !part.chars().all(char::is_whitespace);
    let piece = |part: &str| Piece { text: part.to_owned(), span: is_counted(part).then(|| count.next()) };
    let pieces: Vec<Piece> = sentences(tree.words(text)).into_iter().map(piece).collect();
    tree.cut(text, pieces);
}

/// Characters that decide where a text is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// It ends a sentence.
    End,
    /// It may follow the end of a sentence, once.
    Closing,
    Space,
    Other,
}

impl Sign {
    fn of(character: char) -> Self {
        match character {
            '.' | '!' | '?' => Self::End,
            '\'' | '"' | '”' | '’' | '“' | '…' => Self::Closing,
            '\t' | '\n' | '\u{c}' | '\r' | ' ' => Self::Space,
            _ => Self::Other,
        }
    }
}

/// Cuts `text` after the end of each sentence, including at most one closing sign and white space.
fn sentences(text: &str) -> Vec<&str> {
    /// How much of the end of a sentence has been seen.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Seen {
        Nothing,
        End,
        Closing,
        Space,
    }
    let (mut parts, mut from, mut seen) = (Vec::new(), 0, Seen::Nothing);
    for (at, character) in text.char_indices() {
        let sign = Sign::of(character);
        if seen == Seen::Space && sign != Sign::Space {
            parts.push(&text[from..at]);
            (from, seen) = (at, Seen::Nothing);
        }
        seen = match (sign, seen) {
            (Sign::End, _) => Seen::End,
            (Sign::Closing, Seen::End) => Seen::Closing,
            (Sign::Space, Seen::End | Seen::Closing | Seen::Space) => Seen::Space,
            _ => Seen::Nothing,
        };
    }
    parts.push(&text[from..]);
    parts
}

#[cfg(test)]
mod tests;
