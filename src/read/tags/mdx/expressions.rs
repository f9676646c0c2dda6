//! JavaScript between braces, as far as its value is text.

use std::collections::BTreeMap;

/// Maximum length of an expression, in bytes.
const LONGEST: usize = 20_000;
/// Maximum length of a comment, in bytes.
const COMMENT: usize = 200_000;

/// Returns the length of the expression at the start of `text`, including its braces.
pub(super) fn length(text: &str) -> Option<usize> {
    let limit = text.floor_char_boundary(text.len().min(LONGEST));
    if text.starts_with("{/*") {
        let text = &text[..text.floor_char_boundary(text.len().min(COMMENT))];
        let end = text.find("*/")? + 2;
        let rest = text[end..].trim_start();
        return rest.starts_with('}').then(|| text.len() - rest.len() + 1);
    }
    let text = &text[..limit];
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        match text.as_bytes()[at] {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            // An expression inside a paragraph has no blank line, unless it is in nested code.
            b'\n' if depth <= 1 && text[at + 1..].starts_with('\n') => return None,
            _ => {}
        }
        at += skip(&text[at..]);
    }
    None
}

/// Returns the length of the unit at the start of `text`: a string, a comment or a character.
pub(super) fn skip(text: &str) -> usize {
    let first = text.as_bytes()[0];
    match first {
        b'"' | b'\'' | b'`' => string(text).unwrap_or(1),
        b'/' if text.starts_with("/*") => text.find("*/").map_or(2, |end| end + 2),
        b'/' if text.starts_with("//") => text.find('\n').unwrap_or(text.len()),
        b'\\' => 1 + text[1..].chars().next().map_or(0, char::len_utf8),
        _ => text.chars().next().map_or(1, char::len_utf8),
    }
}

/// Returns the length of the string at the start of `text`. Strings end on their line, so an apostrophe in a sentence
/// of JSX does not begin one.
fn string(text: &str) -> Option<usize> {
    let quote = text.as_bytes()[0];
    let mut at = 1;
    while at < text.len() {
        match text.as_bytes()[at] {
            byte if byte == quote => return Some(at + 1),
            b'\n' if quote != b'`' => return None,
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    None
}

/// Whether the text between the braces is a comment.
pub(super) fn is_comment(inner: &str) -> bool {
    let mut rest = inner.trim();
    while let Some(after) = rest.strip_prefix("/*").and_then(|rest| rest.split_once("*/")) {
        rest = after.1.trim();
    }
    rest.is_empty() || rest.starts_with("//") && !rest.contains('\n')
}

/// Whether it is an attribute list of Markdown, such as `{#id .class}`.
pub(super) fn is_attributes(inner: &str) -> bool {
    inner.trim_start().starts_with(['#', '.', ':']) && !inner.trim_start().starts_with("...")
}

/// Returns the text value of an expression, without evaluating anything.
pub(super) fn value(inner: &str, names: &BTreeMap<&str, String>) -> Option<String> {
    let inner = inner.trim();
    literal(inner).or_else(|| names.get(inner).cloned())
}

/// Returns the text of a literal.
pub(super) fn literal(text: &str) -> Option<String> {
    let number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if number {
        return Some(text.to_owned());
    }
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let whole = string(text) == Some(text.len()) && !(quote == '`' && text.contains("${"));
    whole.then(|| unescaped(&text[1..text.len() - 1]))
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 't' | 'r') => out.push(' '),
                other => out.extend(other),
            },
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_end_at_their_brace() {
        for whole in ["{a}", "{`}`}", "{{a: '}'}}", "{/* } */}", "{f(() => { return \"}\"; })}", "{don't}"] {
            assert_eq!(length(&format!("{whole} and so on}}")), Some(whole.len()), "{whole}");
        }
        assert_eq!(length("{open\n\nnext}"), None);
    }

    #[test]
    fn texts_are_read_and_the_rest_is_not() {
        let names = [("name", "Bo".to_owned())].into();
        assert_eq!(value(" 'It\\'s' ", &names).as_deref(), Some("It's"));
        assert_eq!(value("name", &names).as_deref(), Some("Bo"));
        assert_eq!(value("' '", &names).as_deref(), Some(" "));
        for code in ["a.b", "'a' + b", "`${a}`", "() => 1"] {
            assert_eq!(value(code, &names), None, "{code}");
        }
        assert!(is_comment(" /* a */ /* b */ ") && !is_comment("a /* b */"));
    }
}
