//! The words around related articles, in all languages at once.
//!
//! `words.txt` lists them by language and class. They are compared without case, accents, apostrophes and punctuation:
//! what [`key::key`] leaves of a phrase is hashed, and only the hashes are kept. `build.rs` makes the tables.

mod class;
mod key;

pub(super) use class::Classes;
use key::{Hash, Row, key, parts};

/// Whole lines, sorted by hash.
static LINES: &[Row] = include_bytes!(concat!(env!("OUT_DIR"), "/related-lines")).as_chunks().0;
/// Beginnings of lines: `more from *`.
static BEGINNINGS: &[Row] = include_bytes!(concat!(env!("OUT_DIR"), "/related-beginnings")).as_chunks().0;

fn find(rows: &[Row], hash: u64) -> u16 {
    rows.binary_search_by_key(&hash, |row| parts(row).0).map_or(0, |at| parts(&rows[at]).1)
}

/// A line longer than this, in bytes, is none of the phrases.
const LONGEST: usize = 160;

/// Returns the classes of `text`.
pub(super) fn classes(text: &str) -> Classes {
    if text.is_empty() || text.len() > LONGEST {
        return Classes::default();
    }
    let mut hash = Hash::default();
    let mut found = 0;
    key(text, &mut |c| {
        // "more from The Loaf": before a word, or before any character of a script without spaces.
        if c == ' ' || c > '\u{2e80}' {
            found |= find(BEGINNINGS, hash.0);
        }
        hash.add(c);
    });
    Classes(found | find(LINES, hash.0))
}

/// Returns the classes of the first words of `text`, and the rest: `By` of `By Anna Kern`.
pub(super) fn first_words(text: &str, wanted: Classes) -> Option<&str> {
    let ends = text.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, ':' | '：' | '／' | '/')).take(3);
    ends.map(|(at, c)| (at, at + c.len_utf8())).find_map(|(at, after)| {
        let rest = text[after..].trim_start_matches([':', '：', ' ', '/', '／']).trim();
        (!rest.is_empty() && classes(&text[..at]).has(wanted)).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_of_the_file_has_its_class() {
        for line in include_str!("words.txt").lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '['])) {
            let Some((name, phrases)) = line.split_once(": ") else { panic!("{line}") };
            let class = Classes::called(name).unwrap_or_else(|| panic!("{line}"));
            for phrase in phrases.split('|').map(str::trim) {
                let line = phrase.strip_suffix('*').map_or(phrase.to_owned(), |beginning| format!("{beginning} a"));
                assert!(classes(&line).has(class), "{name}: {phrase}");
            }
        }
    }
}
