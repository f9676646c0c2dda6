//! Brings words into the form in which they are compared.

use unicode_normalization::UnicodeNormalization;

/// Returns `text` in the form in which words are compared: NFC, small letters, one kind of apostrophe and blank, no
/// full-width letters.
///
/// `Crédit` written with a combining accent, `फ़ोटो` with a separate nukta and `ＣＣ` are then equal to their usual forms.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().map(plain).flat_map(char::to_lowercase).nfc().collect()
}

/// Returns the usual form of a character that has several.
pub(super) fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '＇' => '\'',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' => ' ',
        '‑' | '‐' => '-',
        // Full-width forms have the order of ASCII.
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn words_that_look_alike_are_equal() {
        for (written, usual) in [
            ("Cre\u{301}dit", "crédit"),
            ("फ\u{93c}ोटो", "\u{95e}ोटो"),
            ("l’Agence", "l'agence"),
            ("ＣＣ", "cc"),
            ("CC\u{a0}BY", "cc by"),
        ] {
            assert_eq!(fold(written), fold(usual), "{written}");
        }
    }
}
