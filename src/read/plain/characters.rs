//! Removes characters that a web page leaves in its text without a meaning.

use unicode_script::{Script, UnicodeScript};

/// Collapses runs of white space in `text`, and removes invisible characters that have no meaning.
///
/// - U+00A0 becomes a space: in scraped text it marks where a link began or ended. It is kept between digits and where
///   French uses it (inside guillemets and before `: ; ! ?` after a letter), since there it prevents a line break.
/// - Soft hyphens, U+FEFF and U+2060 are removed: hyphenation is computed again.
/// - Zero-width joiners are kept beside letters of scripts that need them and in emoji, and removed elsewhere.
/// - U+200B is kept only in scripts without spaces between words (Thai, Lao, Khmer, Myanmar).
/// - Directional marks are kept beside right-to-left letters.
pub fn clean(text: &str) -> String {
    let is_rtl = |c: char| matches!(c.script(), Script::Arabic | Script::Hebrew | Script::Syriac | Script::Thaana);
    let rtl = text.chars().any(|c| !c.is_ascii() && is_rtl(c));
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let kept = match c {
            // "10\u{a0}km" and "« mot »" keep it; "see\u{a0}here", scraped from around a link, does not.
            '\u{a0}' if holds(before, chars.peek().copied()) => Some(c),
            // A narrow space, a figure space and an ideographic space have widths that mean something.
            c if c.is_whitespace() && !matches!(c, '\u{202f}' | '\u{2007}' | '\u{3000}') => Some(' '),
            '\u{200b}' => near(before, chars.peek(), is_unspaced).then_some(c),
            // Persian "می‌خواهم" and the emoji of a family need them.
            '\u{200c}' | '\u{200d}' => near(before, chars.peek(), joins).then_some(c),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => rtl.then_some(c),
            // U+FFFC stands where a picture was when the text was copied.
            '\u{ad}' | '\u{feff}' | '\u{2060}' | '\u{fffc}' => None,
            c if c.is_control() => None,
            c => Some(c),
        };
        before = Some(c);
        // Runs of spaces become one, and none stands beside a space that forbids a line break.
        if kept == Some(' ') && (cleaned.is_empty() || cleaned.ends_with([' ', '\u{a0}'])) {
            continue;
        }
        cleaned.extend(kept);
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Whether a no-break space between these characters was intended by the author.
fn holds(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    before == '«'
        || after == '»'
        || (before.is_ascii_digit() && after.is_ascii_digit())
        || (before.is_alphanumeric() && matches!(after, ':' | ';' | '!' | '?'))
}

fn near(before: Option<char>, after: Option<&char>, wanted: fn(char) -> bool) -> bool {
    before.is_some_and(wanted) && after.is_some_and(|&after| wanted(after) || after.is_whitespace())
}

fn is_unspaced(c: char) -> bool {
    matches!(c.script(), Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar)
}

/// Whether a joiner can change the form of `c`: letters of cursive and Brahmic scripts, and emoji.
fn joins(c: char) -> bool {
    !matches!(
        c.script(),
        Script::Latin
            | Script::Greek
            | Script::Cyrillic
            | Script::Armenian
            | Script::Georgian
            | Script::Han
            | Script::Hangul
    ) && !c.is_ascii()
        && !c.is_whitespace()
}
