//! Sets common fractions, such as 1/2 and 3/4, with the font's fraction glyphs.
//!
//! Only fractions for which Unicode has characters (the Number Forms block) are set in this way. So 24/7, 9/11 and
//! 1/2/2024, which are not fractions, are left alone, and 5/17 is too rare to matter. The text stays as the author
//! wrote it.

use std::ops::Range;

use super::Family;
use super::collect::{Content, Paragraph, Position};

/// Denominators of the fractions in Unicode.
const DENOMINATORS: [u8; 6] = [2, 3, 4, 5, 6, 8];

/// Marks all common fractions of running text.
pub(super) fn mark(paragraph: &mut Paragraph) {
    if !paragraph.text.contains('/') {
        return;
    }
    for fraction in find(&paragraph.text) {
        let holds = |range: &Range<usize>| range.start <= fraction.start && fraction.end <= range.end;
        let Some(at) = paragraph.segments.iter().position(|segment| holds(&segment.range)) else { continue };
        let segment = &paragraph.segments[at];
        let plain = matches!(segment.content, Content::Text) && segment.look.script == Position::Baseline;
        if !plain || segment.look.family == Family::Mono {
            continue;
        }
        let [mut before, mut middle, mut after] = [segment.clone(), segment.clone(), segment.clone()];
        before.range.end = fraction.start;
        middle.look.script = Position::Fraction;
        after.range.start = fraction.end;
        middle.range = fraction;
        let parts = [before, middle, after].into_iter().filter(|part| !part.range.is_empty());
        paragraph.segments.splice(at..=at, parts);
    }
}

/// Finds the common fractions in `text` that stand alone.
fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
    let fraction = |at: usize| {
        let (over, under) = (digit(at.checked_sub(1)?)?, digit(at + 1)?);
        let fits = DENOMINATORS.contains(&under) && (1..under).contains(&over) && is_reduced(over, under);
        let (start, end) = (at - 1, at + 2);
        (fits && alone(&text[..start], &text[end..])).then_some(start..end)
    };
    slashes.filter_map(fraction).collect()
}

/// Whether the fraction is in lowest terms, such as 1/2 but not 2/4.
fn is_reduced(over: u8, under: u8) -> bool {
    !(2..=over).any(|divisor| over.is_multiple_of(divisor) && under.is_multiple_of(divisor))
}

/// Whether the text between `before` and `after` is not part of something longer: a date, a path, a decimal number.
fn alone(before: &str, after: &str) -> bool {
    let sign = |character: char| character.is_alphanumeric() || matches!(character, '/' | '_' | '=' | '&' | '#' | '\\');
    let mut following = after.chars();
    let next = following.next();
    let decimal = matches!(next, Some('.' | ',' | ':')) && following.next().is_some_and(|it| it.is_ascii_digit());
    let last = before.chars().next_back();
    !last.is_some_and(|it| sign(it) || matches!(it, '.' | ',' | ':' | '-')) && !next.is_some_and(sign) && !decimal
}

#[cfg(test)]
mod tests {
    use super::super::StructId;
    use super::super::tests::{Stage, style};
    use super::super::{Setter, collect};
    use super::*;
    use crate::article::Inline;
    use crate::layout::Item;

    #[test]
    fn fractions_are_told_from_dates_paths_and_ratios() {
        let found = |text: &str| find(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("add 1/2 cup, then 3/4 (or 2/3). 1/8"), ["1/2", "3/4", "2/3", "1/8"]);
        for other in ["1/2/2024", "24/7", "9/11", "a/1/2", "2/4", "1/7", "11/2", "1/25", "v1/2", "1/2.5", "0.1/2", "1/"]
        {
            assert!(found(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn a_fraction_is_set_in_figures_of_its_own_and_read_as_written() {
        let stage = Stage::new();
        let set = |text: &str| {
            let (lines, ..) = stage.set(&[Inline::Text(text.into())], &style(300.0));
            let runs =
                lines.into_iter().flat_map(|line| line.frame.items).filter_map(|(_, placed)| match placed.item {
                    Item::Text(run) => Some(run),
                    _ => None,
                });
            runs.collect::<Vec<_>>()
        };
        let read: String = set("Add 1/2 cup").iter().map(|run| run.text.as_str()).collect();
        assert_eq!(read.trim_end(), "Add 1/2 cup");
        let ids =
            |text: &str| set(text).iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect::<Vec<_>>();
        let (fraction, ratio) = (ids("1/2"), ids("1/7"));
        assert_ne!(fraction[0], ratio[0], "a numerator is a figure of its own");
        let mut setter = Setter::new(&stage.article, &stage.fonts);
        setter.structure.add(None, crate::layout::StructRole::Document);
        let paragraph = collect::collect(&mut setter, &[Inline::Text("1/2".into())], &style(300.0), StructId(0));
        assert_eq!(paragraph.segments.len(), 1);
    }
}
