//! Writes listings: highlighted code, with hanging indents for lines that are too long for a screen.
//!
//! A wrapped line continues with a larger indent than it began with, so that it can be told from the next line. The
//! style sheet does this, except for Kindle, which does not allow negative indents; there only the line ends show the
//! lines.

use std::ops::Range;

use super::super::xml::Attributes;
use super::Writer;
use crate::highlight::{Token, highlight};

/// Number of columns that fit on a phone.
const FITS: usize = 32;
/// Number of columns between tab stops, which hanging lines must preserve.
const TAB: usize = 4;
/// Maximum hanging indent in columns: more would leave no room.
const MOST: usize = 16;

/// Writes the listing `text`, highlighted as `language`.
pub(super) fn listing(writer: &mut Writer<'_>, language: Option<&str>, text: &str, attributes: Attributes) {
    let class = language.map(|language| format!("language-{language}"));
    // If a line is wrapped between aligned columns, the spaces before the break protrude at the edge, and some readers
    // count that as another page. The class `columns` wraps the spaces too.
    let columns = text.lines().any(|line| line.trim_start().contains("    "));
    writer.out.open("pre", &attributes.maybe("class", columns.then_some("columns")));
    writer.out.open("code", &Attributes::new().maybe("class", class.as_deref()));
    let tokens = language.and_then(|language| highlight(language, text)).unwrap_or_default();
    let mut tokens = tokens.as_slice();
    for (range, hang) in stretches(text) {
        if hang > 0 {
            writer.out.open("span", &Attributes::class(&format!("hang-{hang}")));
        }
        tokens = coloured(writer, text, range, tokens);
        if hang > 0 {
            writer.out.close("span");
        }
    }
    writer.out.close("code");
    writer.out.close("pre");
}

/// Writes the part `range` of `text`, coloured by `tokens`, the tokens that are not completely written yet. Returns
/// those that remain after the part.
fn coloured<'t>(
    writer: &mut Writer<'_>,
    text: &str,
    range: Range<usize>,
    mut tokens: &'t [(Range<usize>, Token)],
) -> &'t [(Range<usize>, Token)] {
    let mut done = range.start;
    while let [(place, token), rest @ ..] = tokens
        && place.start < range.end
    {
        let (from, to) = (place.start.max(done), place.end.min(range.end));
        writer.text(&text[done..from]);
        writer.out.open("span", &Attributes::class(token_class(*token)));
        writer.text(&text[from..to]);
        writer.out.close("span");
        done = to;
        if place.end > range.end {
            break;
        }
        tokens = rest;
    }
    writer.text(&text[done..range.end]);
    tokens
}

/// Divides `text` into stretches, each with its indent in columns: a line that hangs, or the lines between two such
/// lines, whose indent is 0.
fn stretches(text: &str) -> Vec<(Range<usize>, usize)> {
    let mut stretches: Vec<(Range<usize>, usize)> = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let range = end..end + line.len();
        end = range.end;
        match (hang(line.trim_end()), stretches.last_mut()) {
            (0, Some((before, 0))) => before.end = end,
            (hang, _) => stretches.push((range, hang)),
        }
    }
    stretches
}

/// Returns the hanging indent of `line` in columns: more than its own indent.
fn hang(line: &str) -> usize {
    let indent = columns(&line[..line.len() - line.trim_start().len()]);
    if columns(line) > FITS { ((indent / TAB + 1) * TAB).min(MOST) } else { 0 }
}

fn columns(text: &str) -> usize {
    text.chars().fold(0, |column, letter| if letter == '\t' { (column / TAB + 1) * TAB } else { column + 1 })
}

/// Returns the class for a token; `style.css` has its colours for light and dark screens.
fn token_class(token: Token) -> &'static str {
    match token {
        Token::Keyword => "hl-keyword",
        Token::String => "hl-string",
        Token::Comment => "hl-comment",
        Token::Number => "hl-number",
        Token::Function => "hl-function",
        Token::Type => "hl-type",
        Token::Name => "hl-name",
        Token::Meta => "hl-meta",
        Token::Inserted => "hl-inserted",
        Token::Deleted => "hl-deleted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: &str = include_str!("../style.css");

    #[test]
    fn lines_hang_by_more_than_their_indent_and_short_ones_stay_together() {
        let long = "x".repeat(FITS + 1);
        let text = format!("a\n  b\n{long}\n   {long}\n\t{long}\nc\nd");
        let found: Vec<_> = stretches(&text).into_iter().map(|(range, hang)| (&text[range], hang)).collect();
        let lines = [format!("{long}\n"), format!("   {long}\n"), format!("\t{long}\n")];
        assert_eq!(found, [("a\n  b\n", 0), (&*lines[0], 4), (&*lines[1], 4), (&*lines[2], 8), ("c\nd", 0)]);
        assert_eq!(hang(&format!("{}{long}", " ".repeat(40))), MOST);
        assert!(stretches("").is_empty());
    }

    #[test]
    fn the_style_sheet_knows_every_hanging_line() {
        for hang in (TAB..=MOST).step_by(TAB) {
            let rule = format!(".hang-{hang} {{ padding-left: {hang}ch; text-indent: -{hang}ch; }}");
            assert!(STYLE.contains(&rule), "{rule}");
        }
    }

    /// Relative luminance of `#rrggbb` (WCAG 2.2, definition of relative luminance).
    fn luminance(color: &str) -> f64 {
        let part = |at: usize| f64::from(u8::from_str_radix(&color[at..at + 2], 16).expect("a colour")) / 255.0;
        let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
    }

    /// Returns the colours that `sheet` gives to `class`.
    fn color<'s>(sheet: &'s str, class: &str) -> &'s str {
        let rule = sheet.split_once(&format!(".{class} {{")).unwrap_or_else(|| panic!("no rule for {class}")).1;
        let color = rule.split_once("color: ").expect("a colour").1;
        &color[..7]
    }

    #[test]
    fn code_can_be_read_on_light_and_dark_screens_even_where_the_reader_knows_no_dark_mode() {
        assert!(STYLE.contains("pre { background: #222222; color: #eeeeee;"), "the ground of code on dark screens");
        let ground = luminance("#222222");
        let (light, dark) = STYLE.split_once("prefers-color-scheme: dark").expect("colours for dark screens");
        for token in Token::ALL {
            let class = token_class(token);
            let plain = luminance(color(light, class));
            // The lightest possible ground is white; black is the ground when readers invert pages.
            assert!(1.05 / (plain + 0.05) >= 4.5, "{class} on white");
            assert!((plain + 0.05) / 0.05 >= 4.5, "{class} on black");
            assert!((luminance(color(dark, class)) + 0.05) / (ground + 0.05) >= 4.5, "{class} on its ground");
        }
    }
}
