//! Writes XML that is well-formed whatever the article contains.
//!
//! Elements are opened and closed by name; text and attribute values are escaped, and characters that XML 1.0 (§2.2)
//! does not allow are dropped. So no input can produce a file that a reader rejects.

use crate::article::Direction;

/// The attributes of one element, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes(String);

impl Attributes {
    /// Creates an empty list.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Returns the attribute `class`.
    pub(super) fn class(value: &str) -> Self {
        Self::new().with("class", value)
    }

    /// Returns the attributes with `name` added.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        escape(value, &mut self.0);
        self.0.push('"');
        self
    }

    /// Returns the attributes with `name` added, if it has a value.
    pub(super) fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Returns the attributes with the language added in both of its forms, which must agree (EPUB 3.3 §6.1.3.2).
    pub(super) fn lang(self, lang: Option<&str>) -> Self {
        self.maybe("lang", lang).maybe("xml:lang", lang)
    }
}

/// XML markup that is built step by step.
#[derive(Clone, Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Creates empty markup.
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

    /// Writes the element `name` without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push_str(&attributes.0);
        self.0.push_str("/>");
    }

    /// Writes the element `name` with only text in it.
    pub(super) fn leaf(&mut self, name: &str, attributes: &Attributes, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.0);
    }

    /// Writes a line end between elements.
    pub(super) fn line(&mut self) {
        self.0.push('\n');
    }

    /// Writes XML unchanged.
    pub(super) fn raw(&mut self, xml: &str) {
        self.0.push_str(xml);
    }

    /// Whether it is empty.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the markup.
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

/// Whether XML 1.0 allows `character` (§2.2; without the control characters that it discourages).
pub(super) fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' => true,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

/// Returns `text` without the characters that XML does not allow.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|&character| is_allowed(character)).collect()
}

/// Returns the value of HTML's `dir`.
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
