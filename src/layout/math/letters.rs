//! Alphabets: maps letters to Unicode's Mathematical Alphanumeric Symbols (Unicode Standard, section 22.2), and
//! decides which letters are upright by default (The TeXbook, chapter 16).

use pulldown_latex::event::Font;

/// Returns the character for `letter`, in `font` if one is requested.
pub(super) fn styled(letter: char, font: Option<Font>) -> char {
    let letter = if letter == '\u{b5}' { 'μ' } else { letter };
    let found = match font {
        None if slants(letter) => alphabet(letter, Font::Italic),
        None | Some(Font::UpRight) => None,
        Some(Font::BoldSymbol) if slants(letter) => alphabet(letter, Font::BoldItalic),
        Some(Font::BoldSymbol) => alphabet(letter, Font::Bold),
        Some(font) => alphabet(letter, font),
    };
    found.unwrap_or(letter)
}

/// Whether `letter` is italic by default: Latin, small Greek, and ∂.
fn slants(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(letter, 'α'..='ω' | 'ϵ' | 'ϑ' | 'ϰ' | 'ϕ' | 'ϱ' | 'ϖ' | '∂' | 'ı' | 'ȷ')
}

/// Returns `letter` in `font`, if Unicode has it.
fn alphabet(letter: char, font: Font) -> Option<char> {
    match letter {
        'A'..='Z' | 'a'..='z' => latin(letter, font),
        '0'..='9' => digit(letter, font),
        'Α'..='ω' | 'ϵ' | 'ϑ' | 'ϰ' | 'ϕ' | 'ϱ' | 'ϖ' | '∇' | '∂' => greek(letter, font),
        'ı' if font == Font::Italic => Some('\u{1d6a4}'),
        'ȷ' if font == Font::Italic => Some('\u{1d6a5}'),
        _ => None,
    }
}

fn latin(letter: char, font: Font) -> Option<char> {
    // The start of the alphabet: A to Z are followed by a to z.
    let start = match font {
        Font::Bold => 0x1d400,
        Font::Italic => 0x1d434,
        Font::BoldItalic => 0x1d468,
        Font::Script => 0x1d49c,
        Font::BoldScript => 0x1d4d0,
        Font::Fraktur => 0x1d504,
        Font::DoubleStruck => 0x1d538,
        Font::BoldFraktur => 0x1d56c,
        Font::SansSerif => 0x1d5a0,
        Font::BoldSansSerif => 0x1d5d4,
        Font::SansSerifItalic => 0x1d608,
        Font::SansSerifBoldItalic => 0x1d63c,
        Font::Monospace => 0x1d670,
        Font::DoubleStruckItalic => return double_struck_italic(letter),
        Font::BoldSymbol | Font::UpRight => return None,
    };
    // Some letters were in Unicode before the block was added.
    let early = match (font, letter) {
        (Font::Italic, 'h') => 'ℎ',
        (Font::Script, 'B') => 'ℬ',
        (Font::Script, 'E') => 'ℰ',
        (Font::Script, 'F') => 'ℱ',
        (Font::Script, 'H') => 'ℋ',
        (Font::Script, 'I') => 'ℐ',
        (Font::Script, 'L') => 'ℒ',
        (Font::Script, 'M') => 'ℳ',
        (Font::Script, 'R') => 'ℛ',
        (Font::Script, 'e') => 'ℯ',
        (Font::Script, 'g') => 'ℊ',
        (Font::Script, 'o') => 'ℴ',
        (Font::Fraktur, 'C') => 'ℭ',
        (Font::Fraktur, 'H') => 'ℌ',
        (Font::Fraktur, 'I') => 'ℑ',
        (Font::Fraktur, 'R') => 'ℜ',
        (Font::Fraktur, 'Z') => 'ℨ',
        (Font::DoubleStruck, 'C') => 'ℂ',
        (Font::DoubleStruck, 'H') => 'ℍ',
        (Font::DoubleStruck, 'N') => 'ℕ',
        (Font::DoubleStruck, 'P') => 'ℙ',
        (Font::DoubleStruck, 'Q') => 'ℚ',
        (Font::DoubleStruck, 'R') => 'ℝ',
        (Font::DoubleStruck, 'Z') => 'ℤ',
        _ => {
            let place = match letter {
                'A'..='Z' => u32::from(letter) - u32::from('A'),
                _ => u32::from(letter) - u32::from('a') + 26,
            };
            return char::from_u32(start + place);
        }
    };
    Some(early)
}

fn double_struck_italic(letter: char) -> Option<char> {
    Some(match letter {
        'D' => 'ⅅ',
        'd' => 'ⅆ',
        'e' => 'ⅇ',
        'i' => 'ⅈ',
        'j' => 'ⅉ',
        _ => return None,
    })
}

fn digit(digit: char, font: Font) -> Option<char> {
    let start = match font {
        Font::Bold | Font::BoldItalic | Font::BoldScript | Font::BoldFraktur => 0x1d7ce,
        Font::DoubleStruck => 0x1d7d8,
        Font::SansSerif | Font::SansSerifItalic => 0x1d7e2,
        Font::BoldSansSerif | Font::SansSerifBoldItalic => 0x1d7ec,
        Font::Monospace => 0x1d7f6,
        _ => return None,
    };
    char::from_u32(start + u32::from(digit) - u32::from('0'))
}

fn greek(letter: char, font: Font) -> Option<char> {
    let start = match font {
        Font::Bold => 0x1d6a8,
        Font::Italic => 0x1d6e2,
        Font::BoldItalic => 0x1d71c,
        Font::BoldSansSerif => 0x1d756,
        Font::SansSerifBoldItalic => 0x1d790,
        _ => return None,
    };
    // Capitals, ∇, small letters, ∂ and the variants, in this order.
    let place = match letter {
        'Α'..='Ω' => u32::from(letter) - u32::from('Α'),
        '∇' => 25,
        'α'..='ω' => u32::from(letter) - u32::from('α') + 26,
        '∂' => 51,
        'ϵ' => 52,
        'ϑ' => 53,
        'ϰ' => 54,
        'ϕ' => 55,
        'ϱ' => 56,
        'ϖ' => 57,
        _ => return None,
    };
    char::from_u32(start + place)
}

/// Returns the negation of `sign`, if Unicode has it.
pub(super) fn negated(sign: char) -> Option<char> {
    Some(match sign {
        '=' => '≠',
        '<' => '≮',
        '>' => '≯',
        '≤' => '≰',
        '≥' => '≱',
        '∈' => '∉',
        '∋' => '∌',
        '∃' => '∄',
        '∣' | '|' => '∤',
        '∥' => '∦',
        '∼' => '≁',
        '≃' => '≄',
        '≅' => '≇',
        '≈' => '≉',
        '≡' => '≢',
        '≺' => '⊀',
        '≻' => '⊁',
        '⊂' => '⊄',
        '⊃' => '⊅',
        '⊆' => '⊈',
        '⊇' => '⊉',
        '⊢' => '⊬',
        '⊨' => '⊭',
        '→' => '↛',
        '←' => '↚',
        '↔' => '↮',
        '⇒' => '⇏',
        '⇐' => '⇍',
        '⇔' => '⇎',
        _ => return None,
    })
}

/// Returns the letter without its dot, for accents.
pub(super) fn dotless(letter: char) -> char {
    match letter {
        'i' => 'ı',
        'j' => 'ȷ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_to_their_alphabets() {
        assert_eq!(styled('x', None), '𝑥');
        assert_eq!(styled('h', None), 'ℎ');
        assert_eq!(styled('Γ', None), 'Γ');
        assert_eq!(styled('π', None), '𝜋');
        assert_eq!(styled('µ', None), '𝜇');
        assert_eq!(styled('ϕ', None), '𝜙');
        assert_eq!(styled('x', Some(Font::UpRight)), 'x');
        assert_eq!(styled('R', Some(Font::DoubleStruck)), 'ℝ');
        assert_eq!(styled('k', Some(Font::DoubleStruck)), '𝕜');
        assert_eq!(styled('L', Some(Font::Script)), 'ℒ');
        assert_eq!(styled('g', Some(Font::Fraktur)), '𝔤');
        assert_eq!(styled('7', Some(Font::Bold)), '𝟕');
        assert_eq!(styled('Ω', Some(Font::BoldSymbol)), '𝛀');
        assert_eq!(styled('ω', Some(Font::BoldSymbol)), '𝝎');
        assert_eq!(styled('∇', Some(Font::Bold)), '𝛁');
    }
}
