//! HTML constructs that are not closed: a comment, a processing instruction, a CDATA section, a script.
//!
//! For browsers and CommonMark, such a construct extends to the end of the page. In an article that would lose every
//! word after it, so its beginning is treated as text, with a warning.

use super::Rewriter;
use crate::diag::Diagnostic;
use crate::read::protected::protected;
use crate::read::report::{Places, Report};

/// Opening and closing delimiters of constructs that swallow the rest of a text if they are not closed.
const PAIRS: [(&str, &str); 7] = [
    ("<!--", "-->"),
    ("<![CDATA[", "]]>"),
    ("<?", "?>"),
    ("<script", "</script"),
    ("<style", "</style"),
    ("<svg", "</svg"),
    ("<textarea", "</textarea"),
];

/// Escapes unclosed constructs in `text`; `None` if it has none.
pub(super) fn rewrite(text: &str, report: &mut Report<'_>) -> Option<(String, Places)> {
    let found = find(text);
    if found.is_empty() {
        return None;
    }
    // Code after it can only be recognised once the unclosed construct is out of the way.
    let mut seen = text.as_bytes().to_vec();
    found.iter().for_each(|unclosed| seen[unclosed.at] = b'x');
    let code = String::from_utf8(seen).map(|seen| protected(&seen)).unwrap_or_default();
    let mut out = Rewriter::new(text);
    for Unclosed { at, mark, end } in found {
        if code.holds(at) {
            continue;
        }
        let message = format!("`{mark}` is never closed with `{end}`: it is kept as text, and what follows it is read");
        report.say(Diagnostic::warning("unclosed-html", message).at(report.span(at..at + mark.len())));
        out.copy_to(at);
        out.replace(at + 1, "&lt;");
    }
    if out.at == 0 {
        return None;
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

/// An unclosed construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Unclosed {
    /// Where it begins.
    at: usize,
    /// Its opening delimiter.
    mark: &'static str,
    /// The missing closing delimiter.
    end: &'static str,
}

/// Finds the unclosed constructs in `text`, sorted.
fn find(text: &str) -> Vec<Unclosed> {
    if !text.contains('<') {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (mark, end) in PAIRS {
        let Some(last) = rfind(text, mark) else { continue };
        let ended = rfind(text, end).map_or(0, |end| end + 1);
        if last < ended {
            continue;
        }
        let mut from = ended;
        while let Some(at) = find_from(text, mark, from) {
            from = at + mark.len();
            if begins(text, at, mark) {
                found.push(Unclosed { at, mark, end });
            }
        }
    }
    let declarations = text.match_indices("<!").map(|(at, mark)| (at, mark.len()));
    let strays = declarations.filter(|(at, length)| is_no_declaration(text, at + length));
    found.extend(strays.map(|(at, _)| Unclosed { at, mark: "<!", end: ">" }));
    found.sort_unstable();
    found
}

/// Whether the word after `<!` at byte `at` is not a declaration: otherwise everything up to the next `>` would be
/// one.
fn is_no_declaration(text: &str, at: usize) -> bool {
    let name: String = text[at..].chars().take(10).take_while(char::is_ascii_alphabetic).collect();
    if name.is_empty()
        || !["doctype", "element", "attlist", "entity", "notation"].contains(&&*name.to_ascii_lowercase())
    {
        return !name.is_empty();
    }
    // The search is limited, since searching a long line repeatedly would take quadratic time.
    let ends = text.as_bytes()[at..].iter().take(1000).take_while(|byte| **byte != b'\n');
    !ends.into_iter().any(|byte| matches!(byte, b'>' | b'['))
}

/// Whether `mark` at byte `at` begins such a construct: the name ends there, and the tag is not a complete element.
fn begins(text: &str, at: usize, mark: &str) -> bool {
    let rest = &text[at + mark.len()..];
    match mark {
        // `<!-->` and `<!--->` are whole comments (HTML §13.2.5.43).
        "<!--" => !rest.starts_with('>') && !rest.starts_with("->"),
        "<![CDATA[" => true,
        // `<?php`, `<?xml`, `<?=`; "<?>" in prose is none.
        "<?" => rest.starts_with(|c: char| c.is_alphabetic() || c == '='),
        _ => {
            // `<scripts>` has another name than `<script`.
            let named = rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
            let end = rest.bytes().take(1000).position(|byte| byte == b'>');
            // `<svg … />` is all of a drawing. No start tag is longer than a thousand bytes.
            let whole = end.is_some_and(|end| rest[..end].ends_with('/'));
            named && !whole
        }
    }
}

fn find_from(text: &str, mark: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = bytes.get(at..)?.iter().position(|&byte| byte == b'<' || byte == mark.as_bytes()[0]) {
        at += found;
        if is_at(bytes, at, mark) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn rfind(text: &str, mark: &str) -> Option<usize> {
    let first = mark.chars().next()?;
    let mut end = text.len();
    while let Some(at) = text[..end].rfind(first) {
        if is_at(text.as_bytes(), at, mark) {
            return Some(at);
        }
        end = at;
    }
    None
}

fn is_at(bytes: &[u8], at: usize, mark: &str) -> bool {
    bytes.get(at..at + mark.len()).is_some_and(|found| found.eq_ignore_ascii_case(mark.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> (String, usize) {
        let mut diagnostics = Vec::new();
        let mut report = Report::new(Places::from(0), &mut diagnostics);
        let text = rewrite(text, &mut report).map_or(text.to_owned(), |(text, _)| text);
        (text, diagnostics.len())
    }

    #[test]
    fn what_never_ends_is_text_and_is_said() {
        for (text, wanted) in [
            ("One.\n\n<!-- two\n\nThree.", "One.\n\n&lt;!-- two\n\nThree."),
            ("a <?php echo 1;\n\nb", "a &lt;?php echo 1;\n\nb"),
            ("<![CDATA[ a\n\nb", "&lt;![CDATA[ a\n\nb"),
            ("<!-- a --> b <!-- c", "<!-- a --> b &lt;!-- c"),
            ("<Script src=a>\n\nb", "&lt;Script src=a>\n\nb"),
            ("<!important\n\nb > c", "&lt;!important\n\nb > c"),
        ] {
            assert_eq!(rewritten(text), (wanted.to_owned(), 1), "{text}");
        }
    }

    #[test]
    fn what_ends_or_is_code_stays() {
        for text in [
            "<!-- a -->",
            "`<!--` begins one",
            "```\n<!-- a\n```\n",
            "<script>a</script>",
            "<svg/>",
            "why <? and how",
            "<!-->",
            "a <svgs> b",
            "<script src=\"a\"/>",
            "<!DOCTYPE html>",
        ] {
            assert_eq!(rewritten(text), (text.to_owned(), 0), "{text}");
        }
    }
}
