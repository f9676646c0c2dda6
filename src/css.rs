//! A tokeniser for CSS (CSS Syntax Level 3 §4), as far as names, strings and addresses must be told apart.
//!
//! Each token comes with its source text, so that tokens nobody changes are written back unchanged.

use std::borrow::Cow;

/// A token with its escapes resolved.
#[derive(Debug, PartialEq)]
pub(crate) enum Token<'a> {
    /// `url(…)`; `None` if browsers read no address in it.
    Address(Option<Cow<'a, str>>),
    String(Cow<'a, str>),
    Name(Cow<'a, str>),
    /// The name of an at-rule.
    At(Cow<'a, str>),
    /// A name after `#`.
    Hash(Cow<'a, str>),
    /// White space or a comment.
    Space,
    /// Any other character.
    Mark(char),
}

/// A token and its source.
pub(crate) type Sourced<'a> = (Token<'a>, &'a str);

/// The tokens of `css`.
pub(crate) fn tokens(css: &str) -> Vec<Sourced<'_>> {
    let mut out = Vec::new();
    let mut rest = css;
    while !rest.is_empty() {
        let (token, length) = token(rest);
        let (source, after) = rest.split_at(length);
        out.push((token, source));
        rest = after;
    }
    out
}

/// Returns the lower-case name of the at-rule `item`, if it is one.
pub(crate) fn at_rule(item: &[Sourced<'_>]) -> Option<String> {
    match item.iter().find(|(token, _)| *token != Token::Space) {
        Some((Token::At(name), _)) => Some(name.to_ascii_lowercase()),
        _ => None,
    }
}

/// Finds the end of a statement, declaration or selector: a semicolon or brace outside other brackets.
pub(crate) fn end_of_item(tokens: &[Sourced<'_>]) -> usize {
    let mut depth = 0_usize;
    let ends = |(token, _): &Sourced<'_>| {
        match token {
            Token::Mark('(' | '[') => depth += 1,
            Token::Mark(')' | ']') => depth = depth.saturating_sub(1),
            Token::Mark('{' | '}') => return true,
            Token::Mark(';') => return depth == 0,
            _ => {}
        }
        false
    };
    tokens.iter().position(ends).unwrap_or(tokens.len())
}

/// Returns the length of the block at the start of `tokens`.
pub(crate) fn end_of_block(tokens: &[Sourced<'_>]) -> usize {
    let mut depth = 0_usize;
    for (at, (token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') if depth <= 1 => return at + 1,
            Token::Mark('}') => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Returns the first token of `text`, which is not empty, and its length.
fn token(text: &str) -> (Token<'_>, usize) {
    let first = text.chars().next().unwrap_or_default();
    if first.is_whitespace() {
        return (Token::Space, text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len()));
    }
    if let Some(comment) = text.strip_prefix("/*") {
        return (Token::Space, comment.find("*/").map_or(text.len(), |end| end + 4));
    }
    if matches!(first, '"' | '\'') {
        let (value, length) = string(text, first);
        return (Token::String(value), length);
    }
    if matches!(first, '#' | '@')
        && let Some((name, length)) = name(&text[1..], first == '#')
    {
        return (if first == '#' { Token::Hash(name) } else { Token::At(name) }, length + 1);
    }
    match name(text, false) {
        Some((name, length)) if text[length..].starts_with('(') && name.eq_ignore_ascii_case("url") => {
            let (address, inside) = address(&text[length + 1..]);
            (Token::Address(address), length + 1 + inside)
        }
        Some((name, length)) => (Token::Name(name), length),
        None => (Token::Mark(first), first.len_utf8()),
    }
}

/// Returns the name at the start of `text`, and its length. A name after `#` may begin with a digit.
fn name(text: &str, hash: bool) -> Option<(Cow<'_, str>, usize)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii();
    let start = text.trim_start_matches('-').chars().next().filter(|c| hash || !c.is_ascii_digit());
    if !text.starts_with("--") && !start.is_some_and(|c| is_name(c) || c == '\\') {
        return None;
    }
    let plain = text.find(|c: char| !is_name(c)).unwrap_or(text.len());
    if !text[plain..].starts_with('\\') {
        return (plain > 0).then(|| (Cow::Borrowed(&text[..plain]), plain));
    }
    let mut value = text[..plain].to_owned();
    let mut at = plain;
    while let Some(c) = text[at..].chars().next() {
        if c == '\\' {
            let (spelt, length) = escape(&text[at..]);
            value.extend(spelt);
            at += length;
        } else if is_name(c) {
            value.push(c);
            at += c.len_utf8();
        } else {
            break;
        }
    }
    Some((Cow::Owned(value), at))
}

/// Resolves the escape at the start of `text` and returns its length (CSS Syntax §4.3.7).
fn escape(text: &str) -> (Option<char>, usize) {
    let after = &text[1..];
    let digits = after.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(after.len()).min(6);
    if digits > 0 {
        let spelt = u32::from_str_radix(&after[..digits], 16).ok().and_then(char::from_u32);
        let gap = after[digits..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
        return (Some(spelt.filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)), 1 + digits + gap);
    }
    match after.chars().next() {
        // An escaped line end continues the string on the next line.
        Some('\n') => (None, 2),
        Some(c) => (Some(c), 1 + c.len_utf8()),
        None => (None, 1),
    }
}

/// Returns the string that `quote` begins, and its length. A string that is not closed ends with its line.
fn string(text: &str, quote: char) -> (Cow<'_, str>, usize) {
    let inner = &text[1..];
    let plain = inner.find([quote, '\\', '\n']).unwrap_or(inner.len());
    if !inner[plain..].starts_with('\\') {
        return (Cow::Borrowed(&inner[..plain]), 1 + plain + usize::from(inner[plain..].starts_with(quote)));
    }
    let mut value = inner[..plain].to_owned();
    let mut at = plain;
    while let Some(c) = inner[at..].chars().next() {
        match c {
            '\\' => {
                let (spelt, length) = escape(&inner[at..]);
                value.extend(spelt);
                at += length;
            }
            '\n' => break,
            c if c == quote => {
                at += 1;
                break;
            }
            c => {
                value.push(c);
                at += c.len_utf8();
            }
        }
    }
    (Cow::Owned(value), 1 + at)
}

/// Returns the address in `text`, which follows `url(`, and its length including the closing bracket.
fn address(text: &str) -> (Option<Cow<'_, str>>, usize) {
    let start = text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len());
    let inner = &text[start..];
    let (value, end) = match inner.chars().next() {
        Some(quote @ ('"' | '\'')) => string(inner, quote),
        _ => bare(inner),
    };
    let rest = inner[end..].trim_start();
    if let Some(after) = rest.strip_prefix(')') {
        return (Some(value), text.len() - after.len());
    }
    // The end of the style sheet closes everything that is open.
    if rest.is_empty() {
        return (Some(value), text.len());
    }
    (None, inner.find(')').map_or(text.len(), |end| start + end + 1))
}

/// Returns an unquoted address, and its length.
fn bare(text: &str) -> (Cow<'_, str>, usize) {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ')' | '"' | '\'' | '(')).unwrap_or(text.len());
    if !text[..end].contains('\\') {
        return (Cow::Borrowed(&text[..end]), end);
    }
    let mut value = String::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '\\' => {
                let (spelt, length) = escape(&text[at..]);
                value.extend(spelt);
                at += length;
            }
            c if c.is_whitespace() || matches!(c, ')' | '"' | '\'' | '(') => break,
            c => {
                value.push(c);
                at += c.len_utf8();
            }
        }
    }
    (Cow::Owned(value), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_quotes_and_comments_are_understood() {
        let first = |css| tokens(css).into_iter().next().map(|(token, _)| token).unwrap();
        assert_eq!(first("\\31 a{"), Token::Name("1a".into()));
        assert_eq!(first("#\\000031a.b"), Token::Hash("1a".into()));
        assert_eq!(first("#a\\:b"), Token::Hash("a:b".into()));
        assert_eq!(first("#1ab"), Token::Hash("1ab".into()));
        assert_eq!(first("@\\69mport"), Token::At("import".into()));
        assert_eq!(first("U\\52L( '#a b' )"), Token::Address(Some("#a b".into())));
        assert_eq!(first("url(\"a)b\")"), Token::Address(Some("a)b".into())));
        assert_eq!(first("url(#a b)"), Token::Address(None));
        assert_eq!(first("url(#a"), Token::Address(Some("#a".into())));
        assert_eq!(first("url( a\\)b )"), Token::Address(Some("a)b".into())));
        assert_eq!(first("'a\\'b'"), Token::String("a'b".into()));
        assert_eq!(first("'a\nb"), Token::String("a".into()));
        assert_eq!(first("/* { ' */a"), Token::Space);
        assert_eq!(first("12px"), Token::Mark('1'));
    }

    #[test]
    fn sources_add_up_to_the_sheet() {
        for css in
            ["a{b:url(x)}", "\\", "#", "@", "url(", "'", "/*", "--x:1", "-1", "é\\", "a\\\nb", "url(\"\\", "- #-"]
        {
            let whole: String = tokens(css).into_iter().map(|(_, source)| source).collect();
            assert_eq!(whole, css);
        }
    }
}
