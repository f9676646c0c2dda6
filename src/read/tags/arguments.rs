//! The arguments of a template tag.

/// Positional and named arguments.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Arguments {
    /// Positional arguments.
    pub placed: Vec<String>,
    /// Named arguments, with names in lower case.
    pub named: Vec<(String, String)>,
    /// All arguments as written.
    pub raw: String,
}

impl Arguments {
    /// Returns the value of the first of `names` that is given and not empty.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|wanted| {
            let found = self.named.iter().find(|(name, value)| name == wanted && !value.trim().is_empty());
            found.map(|(_, value)| value.as_str())
        })
    }

    /// Returns the positional arguments as one text, if none is quoted.
    pub fn unquoted(&self) -> Option<&str> {
        let bare = !self.placed.is_empty() && self.named.is_empty() && !self.raw.contains(['"', '\'', '“', '`']);
        bare.then(|| self.raw.trim())
    }
}

/// Parses `text`, as in `"a.png" alt="A picture", class: wide`.
///
/// Quotes inside quotes occur in archives (`"He said "no" to it"`), so a quote ends a value only before another
/// argument or the end.
pub(super) fn parse(text: &str) -> Arguments {
    let mut arguments = Arguments { raw: text.to_owned(), ..Arguments::default() };
    let mut rest = text.trim_start_matches(is_gap);
    while !rest.is_empty() {
        let key = key_length(rest);
        let after_key = rest[key..].trim_start();
        let named = key > 0 && after_key.starts_with(['=', ':']) && !after_key.starts_with("://");
        let value_at = if named { after_key[1..].trim_start() } else { rest };
        let (value, after) = value(value_at);
        match named {
            true => arguments.named.push((rest[..key].to_ascii_lowercase(), value)),
            false => arguments.placed.push(value),
        }
        rest = after.trim_start_matches(is_gap);
    }
    arguments
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || c == ','
}

fn key_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(0)
}

/// Returns the value at the start of `text`, and the rest.
fn value(text: &str) -> (String, &str) {
    let Some(open) = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`' | '“' | '„' | '‘')) else {
        let end = text.find(is_gap).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let close = match open {
        '“' | '„' => '”',
        '‘' => '’',
        other => other,
    };
    let body = &text[open.len_utf8()..];
    let ends = body.match_indices(close).filter(|(at, _)| !body[..*at].ends_with('\\') || close == '`');
    let mut last = None;
    for (at, _) in ends.take(64) {
        let after = &body[at + close.len_utf8()..];
        last = Some((at, after));
        if ends_value(after) {
            break;
        }
    }
    let (end, after) = last.unwrap_or((body.len(), ""));
    (unescape(&body[..end]), after)
}

/// Whether another argument or nothing follows a quote.
fn ends_value(after: &str) -> bool {
    let next = after.trim_start_matches(is_gap);
    let gap = next.len() < after.len();
    let key = key_length(next);
    next.is_empty()
        || next == "/"
        || gap && (next.starts_with(['"', '\'', '`']) || key > 0 && next[key..].trim_start().starts_with(['=', ':']))
}

fn unescape(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\'", "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(text: &str) -> Vec<String> {
        parse(text).placed
    }

    #[test]
    fn quotes_inside_quotes_stay_inside() {
        assert_eq!(placed(r#""a.png" "Titled "One" and "Two"""#), ["a.png", r#"Titled "One" and "Two""#]);
        assert_eq!(placed(r#""a.png", 'It\'s'"#), ["a.png", "It's"]);
    }

    #[test]
    fn names_come_with_equals_and_colon() {
        let arguments = parse(r#""f.html", image: "/a.png", alt="One: two" width=30"#);
        assert_eq!(arguments.placed, ["f.html"]);
        assert_eq!(arguments.get(&["src", "image"]), Some("/a.png"));
        assert_eq!((arguments.get(&["alt"]), arguments.get(&["width"])), (Some("One: two"), Some("30")));
    }

    #[test]
    fn an_address_is_no_name() {
        assert_eq!(placed("https://e.org/a"), ["https://e.org/a"]);
    }
}
