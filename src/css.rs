//! Splits CSS into tokens (CSS Syntax Level 3 §4), as far as names, strings and addresses must be distinguished.
//!
//! Each token comes with its source, so that a token that nobody interprets can be written unchanged.

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
        let (token, after) = token(rest);
        let (source, _) = rest.split_at(rest.len() - after.len());
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

/// Returns the first token of `text`, which is not empty, and what follows it.
fn token(text: &str) -> (Token<'_>, &str) {
    let mut chars = text.chars();
    let first = chars.next().unwrap_or_default();
    let behind = chars.as_str();
    if first.is_whitespace() {
        return (Token::Space, text.trim_start());
    }
    if let Some(comment) = text.strip_prefix("/*") {
        return (Token::Space, comment.split_once("*/").map_or("", |(_, after)| after));
    }
    if matches!(first, '"' | '\'') {
        let (value, after) = string(behind, first);
        return (Token::String(value), after);
    }
    if matches!(first, '#' | '@')
        && let Some((name, after)) = name(behind, first == '#')
    {
        return (if first == '#' { Token::Hash(name) } else { Token::At(name) }, after);
    }
    let Some((name, after)) = name(text, false) else { return (Token::Mark(first), behind) };
    match after.strip_prefix('(').filter(|_| name.eq_ignore_ascii_case("url")) {
        Some(inside) => {
            let (address, after) = address(inside);
            (Token::Address(address), after)
        }
        None => (Token::Name(name), after),
    }
}

/// Splits `text` before the first character for which `ends` holds.
fn cut(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// Returns the name at the start of `text`, and what follows it. A name after `#` may begin with a digit.
fn name(text: &str, hash: bool) -> Option<(Cow<'_, str>, &str)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii();
    let start = text.trim_start_matches('-').chars().next().filter(|c| hash || !c.is_ascii_digit());
    if !text.starts_with("--") && !start.is_some_and(|c| is_name(c) || c == '\\') {
        return None;
    }
    let (plain, mut rest) = cut(text, |c| !is_name(c));
    if !rest.starts_with('\\') {
        return (!plain.is_empty()).then_some((Cow::Borrowed(plain), rest));
    }
    let mut value = plain.to_owned();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            let (spelt, after) = escape(chars.as_str());
            value.extend(spelt);
            chars = after.chars();
        } else if is_name(c) {
            value.push(c);
        } else {
            break;
        }
        rest = chars.as_str();
    }
    Some((Cow::Owned(value), rest))
}

/// Resolves the escape whose backslash precedes `text`. Returns the escaped character, and the rest of the text (CSS
/// Syntax §4.3.7).
fn escape(text: &str) -> (Option<char>, &str) {
    let digits = text.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    let (digits, after) = text.split_at(digits);
    if !digits.is_empty() {
        let spelt = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        let spelt = spelt.filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
        return (Some(spelt), after.strip_prefix(char::is_whitespace).unwrap_or(after));
    }
    let mut chars = text.chars();
    // An escaped line end in a string is dropped.
    let spelt = chars.next().filter(|c| *c != '\n');
    (spelt, chars.as_str())
}

/// Returns the string whose opening `quote` stands before `text`, and what follows it. A string that is not closed ends
/// with its line.
fn string(text: &str, quote: char) -> (Cow<'_, str>, &str) {
    let (plain, mut rest) = cut(text, |c| c == quote || matches!(c, '\\' | '\n'));
    if !rest.starts_with('\\') {
        return (Cow::Borrowed(plain), rest.strip_prefix(quote).unwrap_or(rest));
    }
    let mut value = plain.to_owned();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let (spelt, after) = escape(chars.as_str());
                value.extend(spelt);
                chars = after.chars();
            }
            '\n' => break,
            c if c == quote => {
                rest = chars.as_str();
                break;
            }
            c => value.push(c),
        }
        rest = chars.as_str();
    }
    (Cow::Owned(value), rest)
}

/// Returns the address in `text`, which follows `url(`, and what follows the closing bracket.
fn address(text: &str) -> (Option<Cow<'_, str>>, &str) {
    let inner = text.trim_start();
    let (value, rest) = match inner.strip_prefix(['"', '\'']) {
        Some(quoted) => string(quoted, inner.chars().next().unwrap_or_default()),
        None => bare(inner),
    };
    let rest = rest.trim_start();
    if let Some(after) = rest.strip_prefix(')') {
        return (Some(value), after);
    }
    // The end of the sheet closes everything that is open in it.
    if rest.is_empty() {
        return (Some(value), "");
    }
    (None, inner.split_once(')').map_or("", |(_, after)| after))
}

/// Returns an unquoted address, and what follows it.
fn bare(text: &str) -> (Cow<'_, str>, &str) {
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '"' | '\'' | '(');
    let (plain, after) = cut(text, ends);
    if !plain.contains('\\') {
        return (Cow::Borrowed(plain), after);
    }
    let (mut value, mut rest) = (String::new(), text);
    let mut chars = text.chars();
    while let Some(c) = chars.next().filter(|c| !ends(*c)) {
        if c == '\\' {
            let (spelt, after) = escape(chars.as_str());
            value.extend(spelt);
            chars = after.chars();
        } else {
            value.push(c);
        }
        rest = chars.as_str();
    }
    (Cow::Owned(value), rest)
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
