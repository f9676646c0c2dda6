//! Attribute lists of pandoc: `{#id .class key="value"}`.

/// A parsed attribute list.
#[derive(Debug, Default, PartialEq)]
pub(super) struct List<'a> {
    /// The identifier, `#id`.
    pub id: Option<&'a str>,
    /// The classes, `.class`.
    pub classes: Vec<&'a str>,
    /// The pairs, `key=value`.
    pub pairs: Vec<(&'a str, &'a str)>,
}

/// Maximum length of an attribute list, in bytes.
const LONGEST: usize = 1000;

impl<'a> List<'a> {
    /// Returns the value of the first of `keys` that is there.
    pub fn get(&self, keys: &[&str]) -> Option<&'a str> {
        keys.iter().find_map(|key| self.pairs.iter().find(|(known, _)| known == key)).map(|(_, value)| *value)
    }

    /// Writes identifier, language and direction as HTML attributes.
    pub fn html(&self) -> String {
        let id = self.id.map(|id| ("id", id));
        let rest = ["lang", "dir"].into_iter().filter_map(|key| Some((key, self.get(&[key])?)));
        id.into_iter().chain(rest).map(|(key, value)| format!(" {key}=\"{}\"", escape(value))).collect()
    }
}

/// Escapes `text` as the value of an HTML attribute, on one line.
pub(super) fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Parses the attribute list at the start of `text`. Also returns its length. Only identifiers, classes and pairs are
/// allowed.
pub(super) fn parse(text: &str) -> Option<(List<'_>, usize)> {
    let mut rest = text.strip_prefix('{')?;
    let mut list = List::default();
    loop {
        rest = rest.trim_start();
        if text.len() - rest.len() > LONGEST {
            return None;
        }
        if let Some(after) = rest.strip_prefix('}') {
            let any = list.id.is_some() || !list.classes.is_empty() || !list.pairs.is_empty();
            return any.then_some((list, text.len() - after.len()));
        }
        rest = part(rest, &mut list)?;
        if !rest.starts_with(|c: char| c == '}' || c.is_whitespace()) {
            return None;
        }
    }
}

/// Removes the attribute lists at the end of `words`. Also returns the identifier in them.
pub(super) fn without_lists(words: &str) -> (&str, Option<&str>) {
    let mut rest = words;
    let mut id = None;
    while rest.ends_with('}') {
        let Some(at) = rest.rfind('{') else { break };
        match parse(&rest[at..]) {
            Some((list, length)) if at + length == rest.len() => {
                id = id.or(list.id);
                rest = rest[..at].trim_end();
            }
            _ => break,
        }
    }
    (rest, id)
}

/// Reads one entry of a list; returns the rest.
fn part<'a>(text: &'a str, list: &mut List<'a>) -> Option<&'a str> {
    let word = |text: &'a str| {
        let end =
            text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).unwrap_or(text.len());
        Some(text.split_at(end)).filter(|(word, _)| !word.is_empty())
    };
    if let Some(name) = text.strip_prefix('#') {
        let (name, rest) = word(name)?;
        list.id.get_or_insert(name);
        return Some(rest);
    }
    if let Some(name) = text.strip_prefix('.') {
        let (name, rest) = word(name).filter(|(name, _)| !name.starts_with(|c: char| c.is_ascii_digit()))?;
        list.classes.push(name);
        return Some(rest);
    }
    // `-` is pandoc's short form of `.unnumbered`.
    if let Some(rest) = text.strip_prefix('-') {
        list.classes.push("unnumbered");
        return Some(rest);
    }
    let (key, rest) = word(text).filter(|(key, _)| key.starts_with(|c: char| c.is_alphabetic()))?;
    let rest = rest.strip_prefix('=')?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (value, rest) = match quote {
        Some(quote) => quoted(&rest[1..], quote)?,
        None => rest.split_at(rest.find(|c: char| c == '}' || c.is_whitespace())?),
    };
    list.pairs.push((key, value));
    Some(rest)
}

/// Returns the value up to `quote`, which a backslash escapes, and the rest.
fn quoted(text: &str, quote: char) -> Option<(&str, &str)> {
    let mut escaped = false;
    let end = text.char_indices().take(LONGEST).find(|&(_, c)| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    let (end, _) = end?;
    Some((&text[..end], &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_classes_and_pairs_are_read() {
        let (list, length) = parse("{#a .b-c .d title=\"x } y\" n=2} z").expect("is a list");
        assert_eq!((list.id, list.classes.as_slice(), length), (Some("a"), &["b-c", "d"][..], 31 - 1));
        assert_eq!(list.pairs, [("title", "x } y"), ("n", "2")]);
    }

    #[test]
    fn what_is_no_list_is_none() {
        for text in ["{}", "{1, 2}", "{name}", "{$x$}", "{.5}", "{ : .a }", "{#a", "{a=\"b}", "{.a,.b}", "{{.a}}"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
