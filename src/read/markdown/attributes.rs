//! Attribute lists: kramdown's `{: .class}`, pandoc's `{.class #id key=value}`.
//!
//! Braces are an attribute list only if everything in them is an attribute: `#id`, `.class`, `key=value`, and in
//! kramdown's form, which begins with a colon, names of defined lists. Limits: [`LONGEST`] bytes, one line.

use crate::read::html::{self, Attributes};

/// Maximum length of a list, in bytes: searching for the end of a long line repeatedly would take quadratic time.
const LONGEST: usize = 1000;

/// A parsed list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct List {
    /// Its attributes; all classes are one value, and a name of kramdown's has no value.
    pub attributes: Attributes,
    /// Its length in bytes.
    pub length: usize,
    /// Whether it begins with kramdown's colon.
    pub kramdown: bool,
    /// Whether every entry is `#id` or `.class`.
    pub bare: bool,
}

impl List {
    /// Returns the value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Parses the list at the start of `text`.
pub(super) fn parse(text: &str) -> Option<List> {
    let inner = text.strip_prefix('{')?;
    let mut list = List { attributes: Attributes::new(), length: 0, kramdown: false, bare: true };
    let mut rest = inner.trim_start_matches([' ', '\t']);
    if let Some(after) = rest.strip_prefix(':') {
        list.kramdown = true;
        // `{:name: …}` defines a list that other lists refer to.
        let name = after.find(|c: char| !is_name(c) || c == ':').filter(|&at| at > 0 && after[at..].starts_with(": "));
        rest = name.map_or(after, |at| &after[at + 1..]);
    }
    let mut classes: Vec<&str> = Vec::new();
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        if let Some(after) = trimmed.strip_prefix('}') {
            list.length = text.len() - after.len();
            break;
        }
        if text.len() - trimmed.len() > LONGEST {
            return None;
        }
        rest = entry(trimmed, &mut list, &mut classes)?;
        // Entries are separated by blanks, but kramdown also accepts `{:.a.b}`.
        let apart = rest.starts_with(['}', ' ', '\t']) || rest.starts_with(['.', '#']);
        if !apart {
            return None;
        }
    }
    if list.attributes.is_empty() && classes.is_empty() && !list.kramdown {
        return None;
    }
    if !classes.is_empty() {
        list.attributes.push(("class".into(), classes.join(" ")));
    }
    Some(list)
}

/// Reads the entry at the start of `text`. Returns the rest.
fn entry<'t>(text: &'t str, list: &mut List, classes: &mut Vec<&'t str>) -> Option<&'t str> {
    let first = text.chars().next()?;
    if matches!(first, '#' | '.') {
        let name = &text[1..];
        let length = name.find(|c: char| !is_name(c) && (first == '.' || c != '.')).unwrap_or(name.len());
        let (name, rest) = name.split_at(length);
        // `{#1}` and `{.5}` are more likely numbers than names.
        let starts = name.chars().next().is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '-'))
            || first == '#' && name.contains(char::is_alphabetic);
        if !starts || !name.contains(char::is_alphanumeric) {
            return None;
        }
        match first {
            '#' => push(list, "id", name),
            _ => classes.push(name),
        }
        return Some(rest);
    }
    let length = text.find(|c: char| !is_name(c) && c != '.').unwrap_or(text.len());
    let (key, rest) = text.split_at(length);
    let starts = key.chars().next().is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '@'));
    if let Some(after) = rest.strip_prefix('=').filter(|_| starts) {
        let (value, rest) = value(after)?;
        list.bare = false;
        match key {
            "class" => classes.extend(value.split_whitespace()),
            _ => push(list, &key.to_ascii_lowercase(), &html::decode(value)),
        }
        return Some(rest);
    }
    if !list.kramdown || !starts {
        return None;
    }
    list.bare = false;
    push(list, &key.to_ascii_lowercase(), "");
    Some(rest)
}

fn push(list: &mut List, name: &str, value: &str) {
    if !list.attributes.iter().any(|(known, _)| known == name) {
        list.attributes.push((name.to_owned(), value.to_owned()));
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '/' | '@')
}

/// Returns the value at the start of `text`, and the rest.
fn value(text: &str) -> Option<(&str, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '“')) {
        let close = if quote == '“' { '”' } else { quote };
        let inner = &text[quote.len_utf8()..];
        let end = inner.match_indices(close).find(|(at, _)| !inner[..*at].ends_with('\\'))?.0;
        let value = &inner[..end];
        return (!value.contains('\n')).then(|| (value, &inner[end + close.len_utf8()..]));
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '}' | '{' | '"' | '\'' | '='))?;
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(text: &str) -> Option<String> {
        let list = parse(text)?;
        assert!(text[..list.length].ends_with('}'), "{text}");
        Some(list.attributes.iter().map(|(name, value)| format!("{name}={value};")).collect())
    }

    #[test]
    fn lists_of_kramdown_and_pandoc_are_read() {
        for (text, wanted) in [
            ("{: .wide #a }", "id=a;class=wide;"),
            ("{:target=\"_blank\"} after", "target=_blank;"),
            ("{:.a.b#c}", "id=c;class=a b;"),
            (
                "{#fig-one .wide width=50% fig-alt='a {mill} here'}",
                "id=fig-one;width=50%;fig-alt=a {mill} here;class=wide;",
            ),
            ("{:toc}", "toc=;"),
            ("{:refs: .x}", "class=x;"),
            ("{: target=\"_blank\" rel='noopener nofollow'}", "target=_blank;rel=noopener nofollow;"),
            ("{#1-intro}", "id=1-intro;"),
            ("{.größe}", "class=größe;"),
            ("{:}", ""),
        ] {
            assert_eq!(attributes(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn braces_with_anything_else_are_text() {
        for text in [
            "{1, 2, 3}",
            "{name}",
            "{}",
            "{Intro}",
            "{a b}",
            "{.a, .b}",
            "{#}",
            "{#1}",
            "{.5}",
            "{ x | y }",
            "{=html}",
            "{.a",
            "{x=}",
            "{x==1}",
            "{.a b}",
            "{key=\"open}",
            "{: 1 }",
            "{{x}}",
            "{#a}b}"[..2].trim(),
            "{$x}",
            "{-}",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
