//! Writing XML text that is well-formed whatever the article holds.
//!
//! Elements are opened and closed by name; text and attribute values are escaped, and characters that XML 1.0 (§2.2)
//! does not allow are left out, so that no input can make a file that a reader refuses.

use crate::article::Direction;

/// Attributes of one element, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes(String);

impl Attributes {
    /// No attributes.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The attribute `class`.
    pub(super) fn class(value: &str) -> Self {
        Self::new().with("class", value)
    }

    /// These, and `name` with `value`.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        escape(value, &mut self.0);
        self.0.push('"');
        self
    }

    /// These, and `name` if it has a value.
    pub(super) fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// These, and the language in both of its forms (EPUB 3.3 §6.1.3.2: they must agree).
    pub(super) fn lang(self, lang: Option<&str>) -> Self {
        self.maybe("lang", lang).maybe("xml:lang", lang)
    }
}

/// A stretch of XML that grows.
#[derive(Clone, Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Opens the element `name`.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push_str(&attributes.0);
        self.0.push('>');
    }

    /// Closes the element `name`.
    pub(super) fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// The element `name` without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push_str(&attributes.0);
        self.0.push_str("/>");
    }

    /// The element `name` with only text in it.
    pub(super) fn leaf(&mut self, name: &str, attributes: &Attributes, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.0);
    }

    /// A line end between elements.
    pub(super) fn line(&mut self) {
        self.0.push('\n');
    }

    /// What is already XML.
    pub(super) fn raw(&mut self, xml: &str) {
        self.0.push_str(xml);
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The XML.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Appends `text` to `out` as XML text that is also safe inside a quoted attribute.
fn escape(text: &str, out: &mut String) {
    out.reserve(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(needs_care) {
        out.push_str(&rest[..at]);
        let found = rest[at..].chars().next().unwrap_or_default();
        match found {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => {}
        }
        rest = &rest[at + found.len_utf8()..];
    }
    out.push_str(rest);
}

fn needs_care(character: char) -> bool {
    matches!(character, '&' | '<' | '>' | '"') || !is_allowed(character)
}

/// Whether XML 1.0 allows `character` (§2.2, with the control characters left out that it discourages).
pub(super) fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' => true,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

/// `text` without the characters that XML does not allow.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|&character| is_allowed(character)).collect()
}

/// `dir` as HTML has it.
pub(super) fn direction(dir: Direction) -> &'static str {
    match dir {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_characters_are_escaped_and_control_characters_dropped() {
        let mut markup = Markup::new();
        markup.leaf("p", &Attributes::class("a\"b"), "1 < 2 & 3\u{0}\u{8}\u{ffff}é");
        assert_eq!(markup.as_str(), "<p class=\"a&quot;b\">1 &lt; 2 &amp; 3é</p>");
    }
}
