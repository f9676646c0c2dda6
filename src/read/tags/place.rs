//! Where a tag stands: in an address, alone on its line, in an item of a list.

use std::ops::Range;

/// Whether what is written after `text` continues an address: in a link, a definition or an attribute.
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

/// What each line around the tag begins with, and whether the tag stands alone on its lines.
pub(super) fn place<'a>(text: &'a str, range: &Range<usize>) -> (&'a str, bool) {
    let line = line_before(text, range.start);
    let prefix = &line[..line.len() - line.trim_start_matches([' ', '\t', '>']).len()];
    (prefix, prefix.len() == line.len() && ends_line(&text[range.end..]))
}

/// Longest part of a line that is looked at: a line of megabytes with a tag in every word must not cost their product.
const WINDOW: usize = 4096;

/// What stands before the byte `at` in its line.
pub(super) fn line_before(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(WINDOW));
    let window = &text[from..at];
    window.rfind('\n').map_or(window, |newline| &window[newline + 1..])
}

/// Whether nothing follows on the line that `rest` begins in.
pub(super) fn ends_line(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '\r']);
    rest.is_empty() || rest.starts_with('\n')
}

/// Whether the byte `at` comes right behind the mark of a list item or inside a table's row.
pub(super) fn is_item(text: &str, at: usize) -> bool {
    let line = line_before(text, at);
    let mark = line.trim();
    line.trim_start().starts_with('|')
        || matches!(mark, "-" | "*" | "+")
        || mark
            .strip_suffix(['.', ')'])
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}
