//! Reads the line numbers and highlighted lines that a listing's info string requests.
//!
//! | who | numbers | marked lines |
//! |---|---|---|
//! | Pandoc, Quarto | `{.numberLines startFrom="10"}` | `code-line-numbers="2-3"` |
//! | Hugo | `{linenos=true, linenostart=10}` | `hl_lines=[2,"4-5"]` |
//! | Zola | `linenos,linenostart=10` | `hl_lines=2 4-5` |
//! | Docusaurus, Quartz, Gatsby | `showLineNumbers`, `showLineNumbers{10}` | `{2,4-5}` |

use crate::article::CodeLines;

/// Words that request line numbers; `=false` after a word revokes it.
const NUMBERS: [&str; 6] = ["numberlines", "number-lines", "line-numbers", "linenos", "showlinenumbers", "linenumbers"];
/// Keys of the first line number.
const STARTS: [&str; 5] = ["startfrom=", "linenostart=", "data-start=", "start=", "showlinenumbers{"];
/// Keys of highlighted lines.
const MARKS: [&str; 4] = ["hl_lines=", "code-line-numbers=", "hl-lines=", "data-line="];
/// Maximum number of ranges of highlighted lines; more do not help a reader.
const MOST: usize = 100;

/// Reads `info`, the info string of a listing.
pub(super) fn code_lines(info: &str) -> CodeLines {
    let folded = info.to_ascii_lowercase();
    let asks = |rest: &str| rest.is_empty() || rest.starts_with([' ', ',', '=', '{', '}']) && !is_refused(rest);
    let numbered = NUMBERS.iter().any(|name| after(&folded, name).is_some_and(asks));
    let start = STARTS.iter().find_map(|name| {
        let rest = after(&folded, name)?.trim_start_matches(['"', '\'']);
        rest[..rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()].parse().ok()
    });
    let listed = MARKS.iter().find_map(|name| after(&folded, name)).map(listed);
    let marked = stretches(listed.or_else(|| braces(&folded)).unwrap_or_default());
    CodeLines { first: numbered.then(|| start.unwrap_or(1)), marked }
}

/// Returns the text after the word `name` in `info`.
fn after<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    let at = info.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = info[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_')
    })?;
    Some(&info[at + name.len()..])
}

/// Whether `=false` follows a word.
fn is_refused(rest: &str) -> bool {
    let value = rest.trim_start_matches(['=', '"', '\'', ' ']);
    rest.starts_with('=') && (value.starts_with("false") || value.starts_with('0'))
}

/// Returns the list of lines at the start of `rest`: in brackets, in quotes, or up to another character.
fn listed(rest: &str) -> &str {
    let close = match rest.chars().next() {
        Some('[') => ']',
        Some('"') => '"',
        Some('\'') => '\'',
        _ => return &rest[..rest.len() - rest.trim_start_matches(in_list).len()],
    };
    rest[1..].split(close).next().unwrap_or_default()
}

/// Returns a list of lines in braces of its own.
fn braces(info: &str) -> Option<&str> {
    info.match_indices('{').find_map(|(at, _)| {
        let alone = info[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() || at == 0);
        let list = info[at + 1..].split_once('}')?.0;
        (alone && list.starts_with(|c: char| c.is_ascii_digit()) && list.chars().all(in_list)).then_some(list)
    })
}

fn in_list(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | ',' | ' ')
}

/// Parses `1,3-5` to ranges.
fn stretches(list: &str) -> Vec<(u32, u32)> {
    let parts = list.split([',', ' ']).map(|part| part.trim_matches(['"', '\''])).filter(|part| !part.is_empty());
    let stretch = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (first > 0 && first <= last).then_some((first, last))
    };
    parts.filter_map(stretch).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_asked_for_as_other_tools_have_it() {
        let first = |info: &str| code_lines(info).first;
        assert_eq!(first("{.rust .numberLines startFrom=\"10\"}"), Some(10));
        assert_eq!(first("go {linenos=true, linenostart=7}"), Some(7));
        assert_eq!(first("rust,linenos"), Some(1));
        assert_eq!(first("ts showLineNumbers{20}"), Some(20));
        assert_eq!(first("ts showLineNumbers {20}"), Some(1));
        assert_eq!(first("go {linenos=table}"), Some(1));
        assert_eq!(first("go {linenos=false}"), None);
        assert_eq!(first("rust {3} title=\"linenos.rs\""), None);
        assert_eq!(first("js"), None);
    }

    #[test]
    fn marked_lines_are_named_as_other_tools_have_it() {
        let marked = |info: &str| code_lines(info).marked;
        assert_eq!(marked("js {1,3-5} title=\"x\""), [(1, 1), (3, 5)]);
        assert_eq!(marked("go {hl_lines=[2,\"4-6\"]}"), [(2, 2), (4, 6)]);
        assert_eq!(marked("rust,hl_lines=2 4-6"), [(2, 2), (4, 6)]);
        assert_eq!(marked("{.r code-line-numbers=\"2-3\"}"), [(2, 3)]);
        assert_eq!(marked("ts showLineNumbers{20}"), []);
        assert_eq!(marked("js {a: 1}"), []);
        assert_eq!(marked("js {9-2,0,99999999999}"), []);
    }
}
