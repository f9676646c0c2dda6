//! Parses tags of JSX: like HTML's, but attributes may be expressions, and names may contain capitals and dots.

use super::expressions;

/// The kind of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `<a>`
    Start,
    /// `<a />`
    Whole,
    /// `</a>`
    End,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// None; only the name is given.
    Bare,
    /// A quoted text.
    Text(&'a str),
    /// An expression in braces.
    Expression(&'a str),
}

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub kind: TagKind,
    /// Its name; empty for `<>`.
    pub name: &'a str,
    pub attributes: Vec<(&'a str, Value<'a>)>,
    /// Its bytes.
    pub length: usize,
}

/// Maximum length of a tag, in bytes.
const LONGEST: usize = 20_000;

/// Returns the tag at the start of `text`.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    let text = &text[..text.floor_char_boundary(text.len().min(LONGEST))];
    let end = text.starts_with("</");
    let mut at = if end { 2 } else { 1 };
    let name = name(&text[at..]);
    at += name.len();
    let mut tag =
        Tag { kind: if end { TagKind::End } else { TagKind::Start }, name, attributes: Vec::new(), length: 0 };
    if name.is_empty() && !text[at..].starts_with('>') {
        return None;
    }
    loop {
        let rest = text[at..].trim_start();
        let gap = rest.len() < text[at..].len();
        at = text.len() - rest.len();
        if rest.starts_with('>') {
            return Some(Tag { length: at + 1, ..tag });
        }
        if rest.starts_with("/>") && !end {
            return Some(Tag { length: at + 2, kind: TagKind::Whole, ..tag });
        }
        if end || !gap {
            return None;
        }
        if rest.starts_with('{') {
            // The contents of `{...props}` and comments are unknown.
            at += expressions::length(rest)?;
            continue;
        }
        let key = rest.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).next()?;
        if key.is_empty() {
            return None;
        }
        at += key.len();
        let after = text[at..].trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            tag.attributes.push((key, Value::Bare));
            continue;
        };
        at = text.len() - value.len();
        let (value, length) = self::value(value)?;
        tag.attributes.push((key, value));
        at += length;
    }
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) { &text[..end] } else { "" }
}

fn value(text: &str) -> Option<(Value<'_>, usize)> {
    match text.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = text[1..].find(quote)? + 1;
            Some((Value::Text(&text[1..end]), end + 1))
        }
        '{' => {
            let length = expressions::length(text)?;
            Some((Value::Expression(&text[1..length - 1]), length))
        }
        _ => {
            // In HTML, a value needs no quotes.
            let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '"' | '\'' | '<' | '=' | '`'))?;
            (end > 0 && !text[..end].ends_with('/')).then(|| (Value::Text(&text[..end]), end))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_may_be_expressions() {
        let text = "<Tabs.Tab label=\"a > b\" style={{a: 1}} {...rest}\n on={() => x > 1} open />after";
        let tag = tag(text).expect("is one");
        assert_eq!((tag.name, tag.kind, &text[tag.length..]), ("Tabs.Tab", TagKind::Whole, "after"));
        let wanted = [
            ("label", Value::Text("a > b")),
            ("style", Value::Expression("{a: 1}")),
            ("on", Value::Expression("() => x > 1")),
            ("open", Value::Bare),
        ];
        assert_eq!(tag.attributes, wanted);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        for text in ["< b", "<3", "<https://e.org/a>", "<a@b.org>", "<a b=>", "<a", "<!-- a -->"] {
            assert_eq!(tag(text), None, "{text}");
        }
        assert_eq!(tag("<>").map(|tag| tag.length), Some(2));
    }
}
