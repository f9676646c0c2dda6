//! Extensions of kramdown: `{::comment}…{:/comment}`, `{::nomarkdown}…{:/}`, `{::options key="value" /}`.
//!
//! Comments and options are removed; text that is not Markdown keeps every character. Other extensions, and those that
//! are not closed, are text.

use super::Rewriter;
use crate::read::html::{Token, tokens};
use crate::read::protected::protected;
use crate::read::report::Places;

const OPEN: &str = "{::";

/// Rewrites those extensions in `text`; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !text.contains(OPEN) {
        return None;
    }
    let code = protected(text);
    let mut out = Rewriter::new(text);
    let mut from = 0;
    let mut exhausted = false;
    while let Some(at) = text[from..].find(OPEN).map(|at| from + at) {
        from = at + OPEN.len();
        if code.holds(at) || text[..at].ends_with('\\') {
            continue;
        }
        let Some(extension) = extension(text, at, &mut exhausted) else { continue };
        out.copy_to(at);
        out.replace(extension.end, &extension.by);
        from = extension.end;
    }
    if out.at == 0 {
        return None;
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

struct Extension {
    end: usize,
    by: String,
}

/// Returns the extension that begins at byte `at`.
fn extension(text: &str, at: usize, exhausted: &mut bool) -> Option<Extension> {
    let head = &text[at + OPEN.len()..];
    let head = &head[..head.bytes().take(500).position(|byte| matches!(byte, b'}' | b'\n'))?];
    let name = head.split(|c: char| !c.is_alphanumeric()).next()?;
    let inner = at + OPEN.len() + head.len() + 1;
    if !text[..inner].ends_with('}') || !matches!(name, "comment" | "nomarkdown" | "options") {
        return None;
    }
    if head.trim_end().ends_with('/') {
        return Some(Extension { end: inner, by: String::new() });
    }
    if name == "options" || *exhausted {
        return None;
    }
    let rest = &text[inner..];
    let close = format!("{name}}}");
    let found = rest.match_indices("{:/").find_map(|(at, mark)| {
        let after = &rest[at + mark.len()..];
        let length = if after.starts_with('}') {
            1
        } else if after.starts_with(&close) {
            close.len()
        } else {
            return None;
        };
        Some((at, mark.len() + length))
    });
    let Some((length, close)) = found else {
        *exhausted = true;
        return None;
    };
    let by = if name == "comment" { String::new() } else { verbatim(&rest[..length]) };
    Some(Extension { end: inner + length + close, by })
}

/// Escapes all Markdown characters in `html` by references, which mean the same in HTML and Markdown.
fn verbatim(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for (token, range) in tokens(html) {
        match token {
            Token::Text(text) => signs(text, &mut out),
            _ => out.push_str(&html[range]),
        }
    }
    out.lines().map(str::trim_start).collect::<Vec<_>>().join("\n")
}

fn signs(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // `&amp;` and `&#39;` stay unchanged.
        let reference =
            rest.bytes().take(12).position(|byte| byte == b';').filter(|end| {
                c == '&' && *end > 1 && rest[1..*end].chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
            });
        let length = reference.map_or(c.len_utf8(), |end| end + 1);
        match c {
            _ if reference.is_some() => out.push_str(&rest[..length]),
            // A character reference is never markup: `\*` in kramdown's text must not begin emphasis.
            c if c.is_ascii_punctuation() => out.push_str(&format!("&#{};", c as u32)),
            c => out.push(c),
        }
        rest = &rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    fn rewritten(text: &str) -> String {
        rewrite(text).map_or(text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn comments_and_options_go() {
        assert_eq!(rewritten("a\n\n{::comment}\nAsk.\n\nHer.\n{:/comment}\n\nb"), "a\n\n\n\nb");
        assert_eq!(rewritten("a {::comment}x{:/} b {::options parse_block_html=\"true\" /}c"), "a  b c");
        assert_eq!(rewritten("{::comment}a{:/comment}{::comment}b{:/comment}"), "");
    }

    #[test]
    fn what_is_no_markdown_keeps_its_signs() {
        assert_eq!(rewritten("{::nomarkdown}<b>*a*</b> &amp; {:/nomarkdown}"), "<b>&#42;a&#42;</b> &amp; ");
    }

    #[test]
    fn code_and_what_is_never_closed_stay() {
        for text in [
            "`{::comment}a{:/}`",
            "{::comment} a",
            "{::other}a{:/other}",
            "\\{::comment}a{:/}",
            "{::options",
            "{::comment\n}x{:/}",
        ] {
            assert_eq!(rewritten(text), text);
        }
    }
}
