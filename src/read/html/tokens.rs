//! Splits HTML into tags, comments and text.
//!
//! Implements the tokenisation of the HTML standard (§13.2.5) as far as articles need it, and keeps places. Limits: no
//! script states; only their end tags end `script` and `style`. Entities in CDATA are resolved.

use std::ops::Range;

use crate::read::tree::Attributes;

/// An HTML token.
#[derive(Debug, PartialEq)]
pub(in crate::read) enum Token<'a> {
    /// Text with unresolved entities.
    Text(&'a str),
    /// A start tag.
    Open {
        /// Its name as written.
        name: &'a str,
        /// Its attributes.
        attributes: Attributes,
        /// Whether it ends with `/>`.
        closed: bool,
    },
    /// An end tag with its name as written; its range ends after the name if text follows in place of its `>`.
    Close(&'a str),
    /// A comment, doctype or processing instruction.
    Comment,
}

/// Splits `html` into tokens, each with its range.
pub(in crate::read) fn tokens(html: &str) -> Tokens<'_> {
    Tokens { html, at: 0, quotes: true, comments: true, sections: true, last: html.rfind('>').unwrap_or(0) }
}

/// Iterator over the tokens of a piece of HTML.
pub(in crate::read) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// Whether quotes protect a `>`. Once a quote is not closed, none are trusted: searching again would take
    /// quadratic time.
    quotes: bool,
    /// Whether a comment may still be closed.
    comments: bool,
    /// Whether a CDATA section may still be closed.
    sections: bool,
    /// Position of the last `>`.
    last: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Token<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        crate::halt::point();
        let start = self.at;
        let rest = self.html.get(start..).filter(|rest| !rest.is_empty())?;
        if let Some((token, length)) = self.markup(rest) {
            self.at = start + length;
            return Some((token, start..self.at));
        }
        let mut length = 1;
        while let Some(next) = memchr_lt(rest, length) {
            if starts_markup(&rest[next..]) {
                length = next;
                break;
            }
            length = next + 1;
        }
        if memchr_lt(rest, length).is_none_or(|next| next != length) {
            length = rest.len();
        }
        self.at = start + length;
        Some((Token::Text(&rest[..length]), start..self.at))
    }
}

fn memchr_lt(text: &str, from: usize) -> Option<usize> {
    text.as_bytes().get(from..)?.iter().position(|&byte| byte == b'<').map(|at| from + at)
}

/// Declarations of SGML and XML (XML 1.0 §2.8, §3.2, §3.3, §4.2, §4.7). `$5<!word ... >` is not one.
const DECLARATIONS: [&str; 5] = ["doctype", "element", "attlist", "entity", "notation"];

/// What begins a section of XML whose text is no markup (XML 1.0 §2.7).
const CDATA: &str = "<![CDATA[";

fn starts_markup(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    match bytes.get(1) {
        Some(b'/') => bytes.get(2).is_some_and(u8::is_ascii_alphabetic),
        // `<![[` and `<! a` are not declarations: the text up to the next `>` would be lost.
        Some(b'!') => {
            ["<!--", CDATA].iter().any(|mark| rest.starts_with(mark))
                || DECLARATIONS.iter().any(|name| {
                    bytes.get(2..2 + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
                })
        }
        Some(byte) => byte.is_ascii_alphabetic() || *byte == b'?',
        None => false,
    }
}

impl<'a> Tokens<'a> {
    /// Returns where the next token begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Moves past the next end tag `name`; returns `false` if there is none.
    pub fn skip_past(&mut self, name: &str) -> bool {
        let rest = &self.html[self.at..];
        let found = rest.match_indices("</").find(|(at, _)| {
            rest.as_bytes()
                .get(at + 2..at + 2 + name.len())
                .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
        });
        let Some((at, _)) = found else { return false };
        self.at += rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        true
    }

    fn markup(&mut self, rest: &'a str) -> Option<(Token<'a>, usize)> {
        if !rest.starts_with('<') || self.at >= self.last || !starts_markup(rest) {
            return None;
        }
        // A construct that is never closed is text: otherwise the rest of the article would be lost in it.
        if rest.starts_with("<!--") {
            let end = if self.comments { rest.find("-->") } else { None };
            self.comments = end.is_some();
            return end.map(|end| (Token::Comment, end + 3));
        }
        if let Some(inner) = rest.strip_prefix(CDATA) {
            let end = if self.sections { inner.find("]]>") } else { None };
            self.sections = end.is_some();
            return end.map(|end| (Token::Text(&inner[..end]), CDATA.len() + end + 3));
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return rest.find('>').map(|end| (Token::Comment, end + 1));
        }
        let end = self.tag_end(rest)?;
        let inner = &rest[1..end];
        if let Some(length) = cut_end_tag(inner) {
            return Some((Token::Close(&inner[1..length]), 1 + length));
        }
        Some((tag(inner), end + 1))
    }

    /// Returns the offset of the `>` that ends the tag at the start of `rest`.
    fn tag_end(&mut self, rest: &str) -> Option<usize> {
        // `<a title="a > b">`: a `>` in quotation marks ends nothing (HTML §13.1.2.3).
        if self.quotes {
            let mut quote = None;
            let mut value = false;
            for (at, byte) in rest.bytes().enumerate() {
                match (quote, byte) {
                    (Some(open), _) if byte == open => quote = None,
                    (Some(_), _) => {}
                    (None, b'>') => return Some(at),
                    // A quotation mark begins a value only after `=`: `<p don't>` has an apostrophe in it.
                    (None, b'"' | b'\'') if value => quote = Some(byte),
                    _ => {}
                }
                value = byte == b'=' || (value && byte.is_ascii_whitespace());
            }
            // This quotation mark is never closed. From here on, quotation marks are ignored; otherwise each tag would
            // be searched to the end of the text again.
            self.quotes = false;
        }
        rest.find('>')
    }
}

/// Returns the length of `/name` in an end tag that lacks its `>`, as in `<b>bold</b and more <i>text</i>`: words follow it, not
/// attributes, which an end tag has by mistake.
fn cut_end_tag(inner: &str) -> Option<usize> {
    let length = 1 + name_length(inner.strip_prefix('/')?);
    let rest = inner[length..].trim_matches(is_gap);
    let words = rest.contains('<') || !rest.is_empty() && !rest.contains('=');
    words.then_some(length)
}

fn tag(inner: &str) -> Token<'_> {
    if let Some(name) = inner.strip_prefix('/') {
        return Token::Close(&name[..name_length(name)]);
    }
    let (name, rest) = inner.split_at(name_length(inner));
    let closed = rest.ends_with('/');
    Token::Open { name, attributes: attributes(rest.strip_suffix('/').unwrap_or(rest)), closed }
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(text.len())
}

/// Parses the attributes in `text`.
pub(in crate::read) fn attributes(text: &str) -> Attributes {
    let mut found = Attributes::new();
    let mut rest = text.trim_start_matches(is_gap);
    while !rest.is_empty() {
        let end = rest.find(|c: char| is_gap(c) || c == '=').unwrap_or(rest.len()).max(1);
        let end = (end..=rest.len()).find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = attribute_value(after.trim_start());
        }
        if !found.iter().any(|(known, _)| *known == name) && found.len() < 64 {
            found.push((name, decode(value)));
        }
        rest = rest.trim_start_matches(is_gap);
    }
    found
}

fn is_gap(c: char) -> bool {
    c.is_ascii_whitespace() || c == '/'
}

/// Returns the value at the start of `text`, and the rest.
fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

/// Resolves the entities in `text`.
pub(in crate::read) fn decode(text: &str) -> String {
    html_escape::decode_html_entities(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(html: &str) -> Vec<Token<'_>> {
        tokens(html).map(|(token, _)| token).collect()
    }

    #[test]
    fn a_greater_than_sign_inside_quotes_does_not_end_the_tag() {
        let open = Token::Open { name: "a", attributes: vec![("title".into(), "1 > 0".into())], closed: false };
        assert_eq!(all("<a title=\"1 > 0\">x</a>"), [open, Token::Text("x"), Token::Close("a")]);
    }

    #[test]
    fn a_lone_less_than_sign_is_text() {
        assert_eq!(all("a < b & <3"), [Token::Text("a < b & <3")]);
    }

    #[test]
    fn the_text_of_a_cdata_section_is_text() {
        assert_eq!(all("a <![CDATA[b <c> d]]> e"), [Token::Text("a "), Token::Text("b <c> d"), Token::Text(" e")]);
        assert_eq!(all("a <![CDATA[b > c"), [Token::Text("a "), Token::Text("<![CDATA[b > c")]);
    }

    #[test]
    fn an_end_tag_without_its_end_costs_no_text() {
        let [b, i] = ["b", "i"].map(|name| Token::Open { name, attributes: Vec::new(), closed: false });
        let [close_b, close_i] = ["b", "i"].map(Token::Close);
        let cut = [b, Token::Text("x"), close_b, Token::Text(" and "), i, Token::Text("y"), close_i];
        assert_eq!(all("<b>x</b and <i>y</i>"), cut);
        assert_eq!(all("x</b and y > z"), [Token::Text("x"), Token::Close("b"), Token::Text(" and y > z")]);
        assert_eq!(all("</p class=\"x\"></p ></p/>"), ["p"; 3].map(Token::Close));
    }

    #[test]
    fn a_quote_that_never_closes_costs_no_text() {
        let text: Vec<Token<'_>> = all("<a href=\"x>one</a> two");
        assert!(text.contains(&Token::Text("one")) && text.contains(&Token::Text(" two")));
    }

    #[test]
    fn attributes_come_without_quotes_too() {
        let wanted = [("width", "10"), ("checked", ""), ("alt", "a&b")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(attributes(" width=10 checked alt='a&amp;b' /"), wanted);
    }
}
