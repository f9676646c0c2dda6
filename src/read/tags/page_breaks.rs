//! Page breaks in other tools' syntax, on lines of their own or at the ends of lines: TeX's, pandoc's raw blocks,
//! Leanpub's, a form feed.
//!
//! Limits: in the middle of a line, such a command is only mentioned.

use super::Rewriter;
use crate::read::protected::protected;
use crate::read::report::Places;

/// The element that replaces a page break.
const BREAK: &str = "<offprint-pagebreak>";
/// TeX's commands.
const COMMANDS: [&str; 6] =
    ["\\newpage", "\\pagebreak", "\\clearpage", "\\cleardoublepage", "\\eject", "\\FloatBarrier\\newpage"];
/// Other lines that represent a page break.
const LINES: [&str; 9] = [
    "{pagebreak}",
    "{::pagebreak /}",
    "{::pagebreak/}",
    "{{pagebreak}}",
    "<mbp:pagebreak/>",
    "<mbp:pagebreak />",
    "<pagebreak/>",
    "<pagebreak />",
    "<pagebreak>",
];

/// Replaces the page breaks of `text` by elements; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    let marks = ["\\newpage", "page", "\\eject", "\u{c}", "type=\"page\""];
    if !marks.iter().any(|mark| text.contains(mark)) || !is_likely(text) {
        return None;
    }
    let code = protected(text);
    let mut out = Rewriter::new(text);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if start < out.at {
            continue;
        }
        match code.around(start + line.len() - line.trim_start().len()) {
            // A raw block is completely in its range.
            Some(range) => {
                if line.trim_start().starts_with("```") && is_raw_break(&text[range.clone()]) {
                    out.copy_to(range.start);
                    out.replace(range.end, BREAK);
                } else if is_raw_span(line.trim()) {
                    out.copy_to(start);
                    out.replace(start + line.trim_end().len(), &format!("\n{BREAK}\n"));
                }
            }
            None => ends(line, start, &mut out),
        }
    }
    if out.at == 0 {
        return None;
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

/// Whether `text` may contain a page break; most articles only mention pages.
fn is_likely(text: &str) -> bool {
    COMMANDS.iter().chain(&LINES).any(|mark| text.contains(mark)) || text.contains(['\u{c}']) || text.contains("```{=")
}

/// Handles page breaks at the beginning and at the end of `line`.
fn ends(line: &str, start: usize, out: &mut Rewriter<'_>) {
    let marks = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let prefix = &line[..marks];
    let body = line[marks..].trim_end_matches(['\n', '\r', ' ', '\t']);
    if body.is_empty() && !line.contains('\u{c}') {
        return;
    }
    let html = format!("\n{prefix}{BREAK}\n{prefix}\n");
    if is_break(body) {
        out.copy_to(start);
        return out.replace(start + line.len(), &format!("{}\n{html}", prefix.trim_end()));
    }
    if let Some(length) = leading(body) {
        out.copy_to(start);
        out.replace(start + marks + length, &format!("{}\n{html}{prefix}", prefix.trim_end()));
    }
    if let Some(from) = trailing(body) {
        out.copy_to(start + marks + from);
        out.replace(start + line.len(), &format!("\n{prefix}{html}"));
    }
}

/// Whether `line` consists only of page breaks.
fn is_break(line: &str) -> bool {
    if LINES.contains(&line) || line == "\u{c}" {
        return true;
    }
    let mut rest = line;
    while let Some(length) = command(rest) {
        rest = rest[length..].trim_start();
    }
    rest.is_empty() && !line.is_empty()
}

/// Returns the length of the TeX command with its argument at the start of `text`.
fn command(text: &str) -> Option<usize> {
    let name = COMMANDS.iter().find(|name| text.starts_with(**name))?;
    let rest = &text[name.len()..];
    if rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let argument = match rest.as_bytes() {
        [b'[', b'0'..=b'4', b']', ..] => 3,
        [b'{', b'}', ..] => 2,
        _ => 0,
    };
    Some(name.len() + argument)
}

/// Returns the length of a page break before the words of a line.
fn leading(body: &str) -> Option<usize> {
    if let Some(rest) = body.strip_prefix('\u{c}') {
        return Some(body.len() - rest.len());
    }
    let length = command(body)?;
    body[length..].starts_with([' ', '\t']).then(|| length + body[length..].len() - body[length..].trim_start().len())
}

/// Returns where a page break after the words of a line begins. A sentence about it would continue, or end with a full
/// stop.
fn trailing(body: &str) -> Option<usize> {
    let at = body.rfind('\\')?;
    let before = &body[..at];
    let whole = command(&body[at..]) == Some(body.len() - at);
    (whole
        && before.ends_with(['.', '!', '?', ':', ' '])
        && before.trim_end().ends_with(['.', '!', '?', ':', '”', '"', ')']))
    .then_some(at)
}

/// Whether a fenced block is raw output for another format that only breaks the page.
fn is_raw_break(block: &str) -> bool {
    let mut lines = block.trim().lines();
    // pandoc writes the format in braces after the fence: `` `{=latex}.
    let format = lines.next().unwrap_or_default().trim_start_matches('`').trim();
    let inner: String = lines.filter(|line| !line.trim_start().starts_with("```")).collect::<Vec<_>>().join(" ");
    let inner = inner.trim();
    match format {
        "{=latex}" | "{=tex}" | "{=context}" => is_break(inner),
        "{=typst}" => inner.starts_with("#pagebreak(") && inner.ends_with(')'),
        // A paragraph that only breaks the page has no run of text (`w:t`) beside the break (ECMA-376 §17.3.3.1).
        "{=openxml}" => inner.contains("w:br") && inner.contains("\"page\"") && !inner.contains("w:t>"),
        // An empty `<div style="page-break-after: always"></div>` is a page break. With a paragraph inside, it holds
        // text.
        "{=html}" => inner.contains("page-break") && !inner.contains("</p>"),
        _ => false,
    }
}

/// Whether this is an inline raw page break: `` `\newpage`{=latex} ``.
fn is_raw_span(line: &str) -> bool {
    ["{=latex}", "{=tex}"].iter().any(|format| {
        let code =
            line.strip_suffix(format).and_then(|code| code.strip_prefix('`')).and_then(|code| code.strip_suffix('`'));
        code.is_some_and(is_break)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let text = rewrite(text).map_or_else(|| text.to_owned(), |(text, _)| text);
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn lines_that_are_page_breaks_become_one() {
        for mark in [
            "\\newpage",
            "\\pagebreak[4]",
            "\\clearpage{}",
            "  \\newpage \\newpage ",
            "{pagebreak}",
            "{::pagebreak /}",
            "<mbp:pagebreak />",
            "\u{c}",
            "`\\newpage`{=latex}",
            "```{=latex}\n\\newpage\n```",
            "```{=openxml}\n<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n```",
        ] {
            assert_eq!(lines(&format!("One.\n\n{mark}\n\nTwo.\n")), ["One.", BREAK, "Two."], "{mark}");
        }
        assert_eq!(lines("One\n\\newpage\nTwo\n"), ["One", BREAK, "Two"]);
        assert_eq!(lines("One. \\newpage\nTwo\n"), ["One.", BREAK, "Two"]);
        assert_eq!(lines("\\newpage Two\n"), [BREAK, "Two"]);
        assert_eq!(lines("> One\n> \\newpage\n> Two\n"), ["> One", ">", "> <offprint-pagebreak>", ">", "> Two"]);
    }

    #[test]
    fn what_is_written_about_stays() {
        for text in ["Use \\newpage to break.", "`\\newpage`", "```\n\\newpage\n```", "Write \\newpage", "\\newpages"] {
            assert!(rewrite(&format!("{text}\n")).is_none(), "{text}");
        }
    }
}
