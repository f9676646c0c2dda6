//! Determines where a tag is: in an address, alone on its line, in a list item.

use std::ops::Range;

/// Whether text after `text` continues an address: in a link, a definition or an attribute.
pub(super) fn in_address(text: &str) -> bool {
    let line = line_before(text, text.len());
    let begins_line = line.len() < text.len().min(WINDOW) || line.len() == text.len();
    // `[words]({{ url }})`: no space and no bracket since `](`.
    let head = line.rfind("](").map(|at| &line[at + 2..]);
    let in_link = head.is_some_and(|head| !head.contains([')', ' ']));
    // `[label]: {{ url }}` at the beginning of a line.
    let in_definition = begins_line
        && line.trim_start().starts_with('[')
        && line.split_once("]:").is_some_and(|(_, rest)| !rest.trim().contains(' '));
    // `<a href="{{ url }}">`: the quotation mark is still open.
    let in_attribute = ["href=\"", "src=\"", "href='", "src='"].iter().any(|mark| {
        let quote = if mark.ends_with('"') { '"' } else { '\'' };
        line.rfind(mark).is_some_and(|at| !line[at + mark.len()..].contains(quote))
    });
    in_link || in_definition || in_attribute
}

/// Returns the prefix of the lines around the tag, and whether the tag is alone on its lines.
pub(super) fn place<'a>(text: &'a str, range: &Range<usize>) -> (&'a str, bool) {
    let line = line_before(text, range.start);
    let prefix = &line[..line.len() - line.trim_start_matches([' ', '\t', '>']).len()];
    (prefix, prefix.len() == line.len() && ends_line(&text[range.end..]))
}

/// Maximum part of a line that is examined, so that a line of megabytes with many tags does not take quadratic time.
const WINDOW: usize = 4096;

/// Returns the text before the byte `at` on its line.
pub(super) fn line_before(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(WINDOW));
    let window = &text[from..at];
    window.rfind('\n').map_or(window, |newline| &window[newline + 1..])
}

/// Whether nothing follows on the line at the start of `rest`.
pub(super) fn ends_line(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '\r']);
    rest.is_empty() || rest.starts_with('\n')
}

/// Whether the byte `at` is directly after the marker of a list item, or inside a table row.
pub(super) fn is_item(text: &str, at: usize) -> bool {
    let line = line_before(text, at);
    let mark = line.trim();
    line.trim_start().starts_with('|')
        || matches!(mark, "-" | "*" | "+")
        || mark
            .strip_suffix(['.', ')'])
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}
