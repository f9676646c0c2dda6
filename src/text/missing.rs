//! Letters that no font has: their share of a text, their scripts, and which font to install for them.
//!
//! Characters that belong to no script, such as symbols and emoji, are not counted: a text can be read without them.

use std::collections::BTreeMap;

use unicode_script::{Script, UnicodeScript};

use super::clusters::is_shared;
use crate::diag::Error;

/// What happens to an article when the fonts lack many of its letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum MissingGlyphs {
    /// It is converted, with boxes in place of the letters.
    #[default]
    Allowed,
    /// The conversion fails.
    Refused,
}

/// Maximum share of missing letters: one in this many, that is 2 %.
const ONE_IN: usize = 50;

/// Scripts for which the Noto project has serif faces.
const SERIF: [Script; 20] = [
    Script::Armenian,
    Script::Balinese,
    Script::Bengali,
    Script::Devanagari,
    Script::Ethiopic,
    Script::Georgian,
    Script::Gujarati,
    Script::Gurmukhi,
    Script::Hebrew,
    Script::Kannada,
    Script::Khmer,
    Script::Lao,
    Script::Malayalam,
    Script::Myanmar,
    Script::Oriya,
    Script::Sinhala,
    Script::Tamil,
    Script::Telugu,
    Script::Thai,
    Script::Tibetan,
];

/// Counts the letters of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    letters: usize,
    missing: BTreeMap<&'static str, (usize, Script)>,
}

impl Tally {
    /// Counts the letters of `text`, all of which fonts have.
    pub(crate) fn has(&mut self, text: &str) {
        self.letters += text.chars().filter(|&character| !is_shared(character)).count();
    }

    /// Counts the letters of `text`, none of which any font has.
    pub(crate) fn misses(&mut self, text: &str) {
        for character in text.chars().filter(|&character| !is_shared(character)) {
            self.letters += 1;
            let script = character.script();
            self.missing.entry(script.full_name()).or_insert((0, script)).0 += 1;
        }
    }

    /// Returns the error for the `format`, if too many letters are missing.
    pub(crate) fn error(&self, format: &'static str) -> Option<Error> {
        let missing: usize = self.missing.values().map(|(count, _)| count).sum();
        let &(_, script) = self.missing.values().max_by_key(|(count, _)| count)?;
        (missing * ONE_IN > self.letters).then(|| Error::MissingGlyphs {
            format,
            missing,
            letters: self.letters,
            script: name(script),
            family: family(script),
        })
    }
}

/// The name of `script`.
pub(crate) fn name(script: Script) -> String {
    match script {
        Script::Han => "Chinese (Han)".to_owned(),
        Script::Hiragana | Script::Katakana => format!("Japanese ({})", script.full_name()),
        Script::Hangul => "Korean (Hangul)".to_owned(),
        Script::Myanmar => "Burmese (Myanmar)".to_owned(),
        _ => script.full_name().replace('_', " "),
    }
}

/// Returns the family of the Noto project for `script`.
fn family(script: Script) -> String {
    match script {
        Script::Han | Script::Bopomofo => "Noto Serif CJK SC".to_owned(),
        Script::Hiragana | Script::Katakana => "Noto Serif CJK JP".to_owned(),
        Script::Hangul => "Noto Serif CJK KR".to_owned(),
        Script::Arabic => "Noto Naskh Arabic".to_owned(),
        Script::Nko => "Noto Sans NKo".to_owned(),
        _ if SERIF.contains(&script) => format!("Noto Serif {}", name_of_font(script)),
        _ => format!("Noto Sans {}", name_of_font(script)),
    }
}

fn name_of_font(script: Script) -> String {
    script.full_name().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(has: &str, misses: &str) -> Option<String> {
        let mut tally = Tally::default();
        tally.has(has);
        tally.misses(misses);
        tally.error("PDF").map(|error| error.to_string())
    }

    #[test]
    fn one_letter_in_fifty_may_be_missing() {
        assert_eq!(said(&"a".repeat(49), "\u{b95}"), None);
        assert!(said(&"a".repeat(48), "\u{b95}").is_some());
        assert_eq!(said("abc", "\u{1f389} \u{2a02} 12"), None, "signs are no letters");
        assert_eq!(said("", ""), None);
    }

    #[test]
    fn the_script_and_a_font_for_it_are_named() {
        for (text, script, family) in [
            ("\u{b95}\u{b95}", "Tamil", "Noto Serif Tamil"),
            ("\u{6f22}", "Chinese", "Noto Serif CJK SC"),
            ("\u{3042}", "Japanese", "Noto Serif CJK JP"),
            ("\u{d55c}", "Korean", "Noto Serif CJK KR"),
            ("\u{1820}", "Mongolian", "Noto Sans Mongolian"),
            ("\u{1401}", "Canadian Aboriginal", "Noto Sans Canadian Aboriginal"),
        ] {
            let said = said("abc", text).unwrap();
            assert!(said.contains(script) && said.contains(family), "{said}");
        }
    }
}
