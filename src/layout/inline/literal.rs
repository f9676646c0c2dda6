//! Recognises words that are copied, typed and compared character by character: addresses, file names, identifiers,
//! hashes.
//!
//! A hyphen in such a word would be read as part of it, so it is never hyphenated. A long one may break after one of
//! its own punctuation marks, which shows that it continues.
//!
//! Limits: a word is judged by its form. A file name without an extension and a function name without parentheses look
//! like ordinary words, and a single slash between capitalised words counts as prose (`Lehrer/Innen`).

/// In running text, words of at least this many bytes may break after their punctuation marks.
pub(super) const LONG: usize = 13;
/// Minimum number of bytes before and after a break in an address or name.
const TOGETHER: usize = 3;
/// A part of at least this many mixed letters and digits is an identifier or a hash. Shorter ones may be `G20` and
/// `1990er`.
const MIXED: usize = 6;
/// Maximum number of letters after a number in prose: `100kilo`, `1990er`.
const ENDING: usize = 4;

/// Whether `word`, a stretch without white space, is an address, a name or a code rather than a word of a language.
pub(super) fn is_literal(word: &str) -> bool {
    // Nearly all words are letters, with at most the first a capital, and one punctuation mark after them.
    let letters = word.as_bytes();
    let letters = letters.strip_suffix(b",").or_else(|| letters.strip_suffix(b".")).unwrap_or(letters);
    let rest = letters.get(1..).filter(|_| letters[0].is_ascii_uppercase()).unwrap_or(letters);
    if rest.iter().all(|byte| byte.is_ascii_lowercase() || !byte.is_ascii()) {
        return false;
    }
    let inner =
        word.trim_start_matches(['(', '[', '{', '"', '\'', '\u{201c}', '\u{2018}', '\u{201e}', '\u{ab}', '<', '*']);
    let inner = inner.trim_end_matches(|last: char| !last.is_alphanumeric() && !matches!(last, '/' | '_' | ')'));
    let bytes = inner.as_bytes();
    if bytes.iter().all(|byte| byte.is_ascii_lowercase() || !byte.is_ascii()) {
        return false;
    }
    let next = |index: usize| bytes.get(index + 1).copied().unwrap_or(b' ');
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let starts = match (bytes[0], next(0)) {
        (b'/' | b'.' | b'#' | b'@' | b'$' | b'~' | b'\\', second) => letter(second) || second == b'/',
        (b'-', second) => second == b'-' || second.is_ascii_alphabetic(),
        _ => false,
    };
    starts
        || inner.contains("()")
        || inner.contains("://")
        || has_sign(bytes)
        || has_path(inner)
        || has_mixed_part(bytes)
}

/// Whether `bytes` contains a symbol that no word of prose has.
fn has_sign(bytes: &[u8]) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let run = |part: &mut dyn Iterator<Item = &u8>| part.take_while(|byte| letter(**byte)).take(2).count();
    let at = |index: usize| {
        let (before, byte, after) = (bytes.get(index.wrapping_sub(1)), bytes[index], bytes.get(index + 1));
        let (Some(&before), Some(&after)) = (before, after) else { return byte == b'_' };
        match byte {
            b'_' | b'@' | b'\\' => letter(before) || letter(after),
            b'=' | b'&' | b'#' => letter(before) && letter(after) && bytes.len() > 5,
            // `U.S.-born` and `z.B.` are abbreviations.
            b'.' => run(&mut bytes[..index].iter().rev()) + run(&mut bytes[index + 1..].iter()) == 4,
            b':' => after == b':',
            b'>' => before == b'-' && letter(after),
            b'<' => letter(before) && letter(after),
            // `getElementById` and `JavaScript` are names; but `LehrerInnen` is a German form for both genders.
            b'A'..=b'Z' => before.is_ascii_lowercase() && (byte, after) != (b'I', b'n'),
            _ => false,
        }
    };
    (0..bytes.len()).any(at)
}

/// Whether `word` is a path; a single slash may stand for "or".
fn has_path(word: &str) -> bool {
    let slashes = word.bytes().filter(|byte| *byte == b'/').count();
    let small = || word.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'/' | b'-'));
    slashes > 1 || slashes == 1 && (word.contains('.') || small())
}

/// Whether a part of `bytes` mixes letters and digits, except for an ending after a number.
fn has_mixed_part(bytes: &[u8]) -> bool {
    bytes.split(|byte| !byte.is_ascii_alphanumeric()).any(|part| {
        let letters = &part[part.iter().take_while(|byte| byte.is_ascii_digit()).count()..];
        let mixed = letters.iter().any(u8::is_ascii_digit) || letters.len() < part.len() && letters.len() > ENDING;
        part.len() >= MIXED && mixed
    })
}

/// Returns where `word` may break after a punctuation mark of its own.
pub(super) fn breaks(word: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = word.as_bytes();
    let mark = |index: &usize| {
        let (before, after) = (bytes[index - 1], bytes[*index]);
        match before {
            b'/' | b'.' | b'_' | b'-' | b'(' | b')' | b',' | b'?' | b'&' | b'=' | b'#' | b'@' | b':' | b'\\' => {
                after.is_ascii_alphanumeric()
            }
            _ => before.is_ascii_lowercase() && after.is_ascii_uppercase(),
        }
    };
    (TOGETHER..(bytes.len() + 1).saturating_sub(TOGETHER)).filter(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_sign_by_sign_is_told_from_words() {
        for literal in [
            "international.example.com",
            "international.example.com.",
            "(international.example.com)",
            "docs/installation-guide.md",
            "d41d8cd98f00b204",
            "e3b0c44298fc1c149afbf4c8996fb924",
            "somebody@international.example",
            "installation_guide",
            "__init__",
            "getElementById",
            "JavaScript",
            "https://example.org/a",
            "www.example.org",
            "README.markdown,",
            "/usr/local/share",
            "~/.config/settings",
            ".gitignore",
            "--allow-missing-glyphs",
            "std::collections",
            "object->member",
            "console.log()",
            "international()",
            "src/components/navigation",
            "docs/installation",
            "C:\\Programme\\Beispiel",
            "key=internationalization",
            "utf8mb4encoding",
            "@international",
            "#internationalization",
            "Vec<String>",
            "550e8400-e29b-41d4-a716-446655440000",
            "v1.2.3-beta.release",
            "\u{201c}index.html\u{201d}",
        ] {
            assert!(is_literal(literal), "{literal}");
        }
        for word in [
            "international",
            "internationalization,",
            "(extraordinarily)",
            "\u{201c}extraordinarily\u{201d}",
            "well-established",
            "COVID-19",
            "G20-Gipfelteilnehmer",
            "1990er-Jahre",
            "20th-century",
            "3D-Darstellung",
            "U.S.-amerikanische",
            "Lehrerinnen/Lehrer",
            "LehrerInnen",
            "Teilnehmer*innen",
            "Teilnehmer:innen",
            "Außenhandelsstatistik",
            "e.g.",
            "Достопримечательность",
            "wait...international",
            "R&D",
            "don\u{2019}t",
            "INTERNATIONAL",
            "Wort(teil)",
            "?!",
            "",
            "\u{2014}",
        ] {
            assert!(!is_literal(word), "{word}");
        }
    }

    #[test]
    fn long_ones_break_after_their_marks() {
        let cut = |word: &str| {
            let mut at = 0;
            let ends: Vec<usize> = breaks(word).chain([word.len()]).collect();
            ends.into_iter().map(|end| word[std::mem::replace(&mut at, end)..end].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(cut("docs/installation-guide.md").join("|"), "docs/|installation-|guide.md");
        assert_eq!(cut("std::collections::HashMap").join("|"), "std::|collections::|Hash|Map");
        assert_eq!(cut("getElementById(name,other)").join("|"), "get|Element|By|Id(|name,|other)");
        assert_eq!(cut("d41d8cd98f00b204"), ["d41d8cd98f00b204"]);
        assert_eq!(cut("äöü"), ["äöü"]);
        assert_eq!(cut("a"), ["a"]);
    }
}
