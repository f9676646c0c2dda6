//! Makes text safe to show on a terminal.
//!
//! File names and lines of articles are untrusted. Control characters in them (C0, DEL, C1) can move the cursor or
//! change the window's title; bidirectional controls can make a line appear different from what it is. Both are shown
//! by their code points. Limit: letters that merely resemble others are shown unchanged.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// Whether `c` affects the terminal or the order of a line instead of being visible. Line feeds and tabs are not
/// included, since our own messages contain them.
fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Line and paragraph separators, and tag characters, which no font shows.
        '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}

/// Replaces characters in `text` that must not reach a terminal by `\u{1b}` and similar forms.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, |c, out| write!(out, "{}", c.escape_unicode()))
}

/// Replaces the same characters in JSON by escapes, which do not change its meaning.
pub fn escaped(json: &str) -> Cow<'_, str> {
    replaced(json, |c, out| c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}")))
}

/// Formats `path` for a terminal.
pub fn shown_path(path: &Path) -> String {
    visible(&path.display().to_string()).replace(['\n', '\t'], " ")
}

fn replaced(text: &str, write: impl Fn(char, &mut String) -> std::fmt::Result) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_hidden(c) {
            // Writing to a String cannot fail.
            true => drop(write(c, &mut out)),
            false => out.push(c),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_a_terminal_is_shown_by_its_number() {
        assert_eq!(visible("a\x1b[31m\u{9b}\u{202e}\x7f\r"), "a\\u{1b}[31m\\u{9b}\\u{202e}\\u{7f}\\u{d}");
        for plain in ["Ärger\n\tin العربية", "👍🏽", "e\u{301}", "\u{200d}"] {
            assert!(matches!(visible(plain), Cow::Borrowed(_)), "{plain}");
        }
    }

    #[test]
    fn json_means_the_same_with_escapes() {
        let hostile = "\u{9b}\u{202e}\u{7f}\u{e0041}\u{2028}é";
        let json = serde_json::json!({ "name": hostile }).to_string();
        let safe = escaped(&json);
        assert_eq!(safe, "{\"name\":\"\\u009b\\u202e\\u007f\\udb40\\udc41\\u2028é\"}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap()["name"], hostile);
    }
}
