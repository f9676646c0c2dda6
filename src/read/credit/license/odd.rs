//! Wordings that look like a licence of Creative Commons and are none: `CC-BY-AT AT`, `CC BY 3.0 QQ`, `CC-AT 2.0`.
//!
//! What stands behind the elements is neither a version nor a country that has a port, so nobody can say which licence
//! is meant. Limits: only upper-case words of two letters behind a blank, and any word behind a hyphen, are looked at.

use std::ops::Range;

use super::is_apart;
use super::short;

/// Returns where the first such wording is in `text`.
pub(in crate::read::credit) fn find(text: &str) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase(); // keeps all byte offsets
    let starts = lower.match_indices("cc").map(|(at, _)| at).filter(|at| is_apart(text[..*at].chars().next_back()));
    { starts }.find_map(|at| match short::at_offset(text, &lower, at) {
        Some(found) => Some(found.range.end + behind(&text[found.range.end..])?).map(|end| at..end),
        None => short::hyphened(text, &lower, at).or_else(|| bare(text, at)),
    })
}

/// Returns the length of the word behind a licence that is no part of it, such as ` QQ`.
fn behind(rest: &str) -> Option<usize> {
    let word = rest.trim_start_matches([' ', '\u{a0}']);
    let blank = rest.len() - word.len();
    let length = word.len() - word.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let ends = word[length..].chars().next().is_none_or(|c| matches!(c, ')' | ']' | ',' | ';' | '.' | '|'));
    (blank > 0 && length == 2 && ends).then_some(blank + length)
}

/// Reads `CC-AT`, `CC-BS-ND 4.0`: elements that are none, in capitals.
fn bare(text: &str, at: usize) -> Option<Range<usize>> {
    if let Some(end) = numbered(&text[at..]) {
        return Some(at..at + end);
    }
    let rest = text[at..].strip_prefix("CC-")?;
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '-').len();
    let code = rest[..length].trim_end_matches('-');
    let ends = !rest[code.len()..].starts_with(char::is_alphanumeric);
    ((2..=8).contains(&code.len()) && ends).then(|| at..at + 3 + code.len())
}

/// Returns the length of `CC POR 3.0`: letters that are no elements, and a version.
fn numbered(text: &str) -> Option<usize> {
    let (letters, number) = text.strip_prefix("CC ")?.split_once(' ')?;
    let version = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let version = number[..version].trim_end_matches('.');
    let code = (2..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    (code && version.contains('.')).then(|| 3 + letters.len() + 1 + version.len())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn what_nobody_can_identify_is_found() {
        for (text, odd) in [
            ("CC-BY-AT AT", "CC-BY-AT AT"),
            ("Photo: Ida Moss, CC BY 3.0 QQ", "CC BY 3.0 QQ"),
            ("Ida Moss (CC-BY-ZZ)", "CC-BY-ZZ"),
            ("Ida Moss / CC BY-SA-QX 3.0", "CC BY-SA-QX"),
            ("CC-AT 2.0, Ida Moss", "CC-AT"),
            ("Ida Moss (CC POR 3.0 ).", "CC POR 3.0"),
        ] {
            assert_eq!(find(text).map(|range| &text[range]), Some(odd), "{text}");
        }
    }

    #[test]
    fn licences_and_other_words_are_none() {
        for text in [
            "CC BY 4.0",
            "CC-BY-SA-3.0-DE",
            "CC BY 3.0 AT",
            "CC BY-SA 2.5 SE, Ida Moss",
            "CC0 1.0",
            "CC BY 2.0 de Ann Lee",
            "CC BY 4.0 NASA",
            "CC BY 4.0 by Ida Moss",
            "CC-BY-SA-4.0",
            "CC: AT-NC",
            "CC BY",
            "the CCTV pictures, an account of ACC-TV",
            "cc-pwd",
            "CC-Lizenz",
            "CC-BY-Lizenz",
            "(cc)",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
