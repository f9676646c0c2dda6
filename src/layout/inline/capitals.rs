//! Capitals for small letters, as the language wants them (Unicode Standard §5.18, SpecialCasing.txt).
//!
//! - Turkish and Azerbaijani: `i` becomes `İ`.
//! - Greek: an accent is not written on capitals, `θάλασσα` becomes `ΘΑΛΑΣΣΑ`. Where it showed that two vowels are two
//!   syllables, a diaeresis does: `Μάιος` becomes `ΜΑΪΟΣ`. The word `ή` keeps its accent.
//!
//! Limits: Lithuanian dots and Dutch `ij` are as Unicode's rules without a language.

use unicode_normalization::UnicodeNormalization;

/// Calls `put` with each capital of `text` in the language `lang`, and the place of the letter that it stands for.
pub(super) fn capitals(text: &str, lang: &str, mut put: impl FnMut(usize, char)) {
    let lang = lang.split('-').next().unwrap_or_default();
    let turkic = matches!(lang, "tr" | "az");
    // Whether the letter before is a vowel with an accent that its capital does not show.
    let mut stressed = false;
    for (at, letter) in text.char_indices() {
        if turkic && letter == 'i' {
            put(at, 'İ');
            continue;
        }
        if !is_greek(letter) {
            stressed = false;
            letter.to_uppercase().for_each(|capital| put(at, capital));
            continue;
        }
        let parts: Vec<char> = std::iter::once(letter).nfd().collect();
        let accented = parts.iter().any(|part| is_accent(*part));
        if letter == 'ή' && is_alone(text, at, letter) {
            put(at, 'Ή');
            continue;
        }
        let diaeresis = parts.contains(&'\u{308}') || (stressed && matches!(letter, 'ι' | 'υ'));
        stressed = accented && parts.first().is_some_and(|vowel| "αεοηΑΕΟΗ".contains(*vowel));
        let base = parts.iter().filter(|part| !is_accent(**part) && **part != '\u{308}');
        let capitals: Vec<char> = base.flat_map(|part| part.to_uppercase()).collect();
        match (capitals.as_slice(), diaeresis) {
            (['Ι'], true) => put(at, 'Ϊ'),
            (['Υ'], true) => put(at, 'Ϋ'),
            (capitals, _) => capitals.iter().for_each(|capital| put(at, *capital)),
        }
    }
}

/// Whether `letter` is a Greek one, of the basic or the extended block.
fn is_greek(letter: char) -> bool {
    matches!(letter, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

/// Whether `mark` is an accent or a breathing, which Greek capitals do not have.
fn is_accent(mark: char) -> bool {
    matches!(mark, '\u{300}' | '\u{301}' | '\u{342}' | '\u{313}' | '\u{314}' | '\u{304}' | '\u{306}')
}

/// Whether the `letter` at `at` is a word of its own.
fn is_alone(text: &str, at: usize, letter: char) -> bool {
    let before = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
    let after = text[at + letter.len_utf8()..].chars().next().is_some_and(char::is_alphabetic);
    !before && !after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_those_of_the_language() {
        for (lang, text, expected) in [
            ("el", "Το φως που έρχεται από τη θάλασσα", "ΤΟ ΦΩΣ ΠΟΥ ΕΡΧΕΤΑΙ ΑΠΟ ΤΗ ΘΑΛΑΣΣΑ"),
            ("el", "Μάιος, ναΐφ, προϊόν", "ΜΑΪΟΣ, ΝΑΪΦ, ΠΡΟΪΟΝ"),
            ("el", "Ένα ή δύο, Ήλιος", "ΕΝΑ Ή ΔΥΟ, ΗΛΙΟΣ"),
            ("grc", "ἄνθρωπος ᾳ", "ΑΝΘΡΩΠΟΣ ΑΙ"),
            ("en", "the word λόγος", "THE WORD ΛΟΓΟΣ"),
            ("tr", "istanbul’un ışığı", "İSTANBUL’UN IŞIĞI"),
            ("en", "istanbul", "ISTANBUL"),
            ("de", "Straße", "STRASSE"),
            ("ru", "Лёд й", "ЛЁД Й"),
        ] {
            let mut found = String::new();
            let mut last = 0;
            capitals(text, lang, |at, capital| {
                assert!(at >= last && text.is_char_boundary(at));
                last = at;
                found.push(capital);
            });
            assert_eq!(found, expected);
        }
    }
}
