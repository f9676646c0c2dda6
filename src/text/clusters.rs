//! Grapheme clusters, and what the face that sets them must provide.
//!
//! A cluster is what a reader takes for one character (UAX #29): a letter with its marks, an emoji with its skin tone,
//! a flag of two letters. Its parts work only together, so one face sets the whole cluster.
//!
//! Limits: emoji are recognised by block, not by the latest Unicode list (UTS #51).

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

/// Presentation of a cluster: as text or as emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presentation {
    /// Neither: an ordinary character.
    Plain,
    /// An emoji, shown as a picture.
    Picture,
    /// Text: the cluster could be an emoji, but variation selector 15 requests the text form.
    Sign,
}

/// Returns the first cluster of `text`; empty if `text` is empty.
pub(crate) fn first(text: &str) -> &str {
    let mut characters = text.chars();
    let Some(character) = characters.next() else { return text };
    let rest = characters.as_str();
    // Most boundaries can be recognised from two characters; the full rules of UAX #29 are needed only for the others.
    if stands_alone(character) && rest.chars().next().is_none_or(stands_alone) {
        return &text[..character.len_utf8()];
    }
    text.graphemes(true).next().unwrap_or(text)
}

/// Whether `character` forms a cluster alone: it neither joins another character nor is joined to one.
fn stands_alone(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{2ff}'
            | '\u{370}'..='\u{482}'
            | '\u{48a}'..='\u{58f}'
            | '\u{1e00}'..='\u{200a}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a0}'..='\u{9fff}'
    )
}

/// Returns the presentation that `cluster` requests.
pub(crate) fn presentation(cluster: &str) -> Presentation {
    let mut characters = cluster.chars();
    let Some(base) = characters.next() else { return Presentation::Plain };
    if base < '\u{a9}' && characters.as_str().is_empty() {
        return Presentation::Plain;
    }
    let keycap = matches!(base, '0'..='9' | '#' | '*');
    if keycap {
        return if cluster.ends_with('\u{20e3}') { Presentation::Picture } else { Presentation::Plain };
    }
    if !can_be_picture(base) {
        return Presentation::Plain;
    }
    let asked = characters.clone().any(|part| matches!(part, '\u{fe0f}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}'));
    match characters.next() {
        Some('\u{fe0e}') => Presentation::Sign,
        _ if asked || is_picture(base) => Presentation::Picture,
        _ => Presentation::Plain,
    }
}

/// Whether a variation selector can turn `character` into an emoji.
fn can_be_picture(character: char) -> bool {
    matches!(
        character,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{3030}' | '\u{303d}' | '\u{3297}'
            | '\u{3299}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}'
    )
}

/// Whether `character` is an emoji by default (`Emoji_Presentation`, UTS #51).
fn is_picture(character: char) -> bool {
    matches!(
        character,
        '\u{231a}'..='\u{231b}' | '\u{23e9}'..='\u{23ec}' | '\u{23f0}' | '\u{23f3}' | '\u{25fd}'..='\u{25fe}'
            | '\u{2614}'..='\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267f}' | '\u{2693}' | '\u{26a1}'
            | '\u{26aa}'..='\u{26ab}' | '\u{26bd}'..='\u{26be}' | '\u{26c4}'..='\u{26c5}' | '\u{26ce}' | '\u{26d4}'
            | '\u{26ea}' | '\u{26f2}'..='\u{26f3}' | '\u{26f5}' | '\u{26fa}' | '\u{26fd}' | '\u{2705}'
            | '\u{270a}'..='\u{270b}' | '\u{2728}' | '\u{274c}' | '\u{274e}' | '\u{2753}'..='\u{2755}' | '\u{2757}'
            | '\u{2795}'..='\u{2797}' | '\u{27b0}' | '\u{27bf}' | '\u{2b1b}'..='\u{2b1c}' | '\u{2b50}' | '\u{2b55}'
            | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f300}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}'
            | '\u{1f7e0}'..='\u{1f7eb}' | '\u{1f900}'..='\u{1faff}'
    )
}

/// Whether `character` is never drawn and only affects its neighbours: joiners, directional marks, selectors.
pub(crate) fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{61c}' | '\u{ad}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether `character` belongs to no script: spaces, punctuation, digits, symbols.
pub(crate) fn is_shared(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_alphabetic();
    }
    matches!(character.script(), Script::Common | Script::Inherited | Script::Unknown)
}

/// The text around a place. It decides which face sets a character that belongs to no script.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    /// A letter of the article's script, if that is known not to be Latin.
    usual: Option<char>,
    /// A letter of the script that the previous character was assigned to.
    letter: Option<char>,
    /// The previous letter.
    last: Option<char>,
    /// The open brackets: the closing bracket of each, and the letter before it.
    open: Vec<(char, Option<char>)>,
    closed: bool,
    /// Whether the previous character is a space. A space is assigned to the letter before it, even across brackets.
    space: bool,
}

/// Maximum depth of nested brackets that are tracked; deeper nesting is not meaningful text.
const DEEPEST: usize = 16;

impl Around {
    /// The start of `text`. `usual` is a letter of the article's script, if that is not Latin.
    pub(crate) fn before(text: &str, usual: Option<char>) -> Self {
        let letter = text.chars().find(|&character| !is_shared(character)).or(usual);
        Self { usual, letter, last: letter, open: Vec::new(), closed: false, space: false }
    }

    /// Moves past `character`. A closing bracket is assigned to the same text as its opening bracket (UAX #24 §5.2),
    /// so that one face sets both; what follows it is assigned to the article's script.
    pub(crate) fn pass(&mut self, character: char) {
        if std::mem::take(&mut self.closed) {
            self.letter = self.usual;
        }
        if !is_shared(character) {
            (self.letter, self.last) = (Some(character), Some(character));
        } else if let Some(closing) = closing(character) {
            if self.open.len() == DEEPEST {
                self.open.remove(0);
            }
            self.open.push((closing, self.letter));
        } else if let Some(pair) = self.open.iter().rposition(|(closing, _)| *closing == character) {
            self.letter = self.open[pair].1;
            self.open.truncate(pair);
            self.closed = true;
        }
        self.space = character.is_whitespace();
    }

    /// Returns a letter of the script that the previous character was assigned to; `None` for the article's own
    /// script.
    pub(crate) fn letter(&self) -> Option<char> {
        if self.space { self.last } else { self.letter }
    }
}

fn closing(character: char) -> Option<char> {
    Some(match character {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '\u{ab}' => '\u{bb}',
        '\u{2039}' => '\u{203a}',
        '\u{201c}' => '\u{201d}',
        _ => return None,
    })
}

/// Returns a letter of the script of `language`, if that is not Latin, Greek or Cyrillic.
pub(crate) fn letter_of(language: &str) -> Option<char> {
    Some(match language {
        "ar" | "fa" | "ur" | "ps" | "ug" | "ckb" | "sd" => 'ب',
        "he" | "iw" | "yi" => 'א',
        "hi" | "mr" | "ne" | "sa" => 'क',
        "bn" | "as" => 'ক',
        "gu" => 'ક',
        "pa" => 'ਕ',
        "or" => 'କ',
        "ta" => 'க',
        "te" => 'క',
        "kn" => 'ಕ',
        "ml" => 'ക',
        "si" => 'ක',
        "th" => 'ก',
        "lo" => 'ກ',
        "km" => 'ក',
        "my" => 'က',
        "bo" | "dz" => 'ཀ',
        "am" | "ti" => 'አ',
        "ka" => 'ა',
        "hy" => 'ա',
        "zh" => '的',
        "ja" => 'の',
        "ko" => '한',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        let mut rest = text;
        std::iter::from_fn(|| {
            let cluster = first(rest);
            rest = &rest[cluster.len()..];
            (!cluster.is_empty()).then_some(cluster)
        })
        .collect()
    }

    #[test]
    fn clusters_are_those_of_the_standard() {
        for text in [
            "plain, Ёлка — «да» e\u{301}a\u{308} 👍🏽 1️⃣ #️⃣ 🇩🇪🇫🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👩‍👩‍👧 ❤️ ❤︎ x",
            "हिन्दी में क्षत्रिय, ภาษาไทย กำ, 한국어 的か\u{3099}, לָ אב, نصٌ",
            "\u{600}12 ก\u{e33}",
        ] {
            assert_eq!(all(text), text.graphemes(true).collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn what_is_a_picture_is_told_from_letters_and_signs() {
        for picture in ["👍", "👍🏽", "1️⃣", "#️⃣", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍👩‍👧", "❤️", "✅", "☕", "©️", "✌🏿"]
        {
            assert_eq!(presentation(picture), Presentation::Picture, "{picture}");
        }
        for plain in ["1", "1\u{fe0f}", "a", "é", "e\u{301}", "❤", "©", "™", "→", "₿", "क्\u{200d}", "\u{200d}"]
        {
            assert_eq!(presentation(plain), Presentation::Plain, "{plain}");
        }
        for sign in ["❤\u{fe0e}", "☕\u{fe0e}", "↩\u{fe0e}"] {
            assert_eq!(presentation(sign), Presentation::Sign, "{sign}");
        }
    }

    #[test]
    fn brackets_go_with_the_text_that_they_stand_in() {
        let goes_with = |text: &str, usual| {
            let mut around = Around::before(text, usual);
            let letter = |character| {
                around.pass(character);
                around.letter().map_or('-', |letter| if letter.is_ascii() { 'a' } else { 'k' })
            };
            text.chars().map(letter).collect::<String>()
        };
        assert_eq!(goes_with("a (\u{915}), 1", None), "aaaka-k-");
        assert_eq!(goes_with("\u{915} (b), 1", Some('\u{915}')), "kkkakkak");
        assert_eq!(goes_with("\u{915} \u{201c}b\u{201d} c", None), "kkkakaa");
        assert_eq!(Around::before("12 «א»", None).letter(), Some('א'));
        assert_eq!(Around::before("12", Some('ก')).letter(), Some('ก'));
    }
}
