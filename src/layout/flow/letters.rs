//! Estimates how far letters reach below their baseline, by character: enough to know whether ruby touches the line
//! above.
//!
//! Limits: outlines are not read. Letters that are not listed are assumed to be as deep as the deepest of the bundled
//! faces.

use crate::layout::{Frame, GlyphRun, Item};
use crate::units::{Em, Pt};

/// Depth of ideographs and kana, which fill a square.
const SQUARE: Em = Em(0.1);
/// Depth of letters with descenders.
const DESCENDER: Em = Em(0.25);
/// Depth of letters without descenders.
const STANDING: Em = Em(0.02);

/// Returns how far the text of the line `frame` reaches below the baseline, between the positions `from` and `to` on
/// it.
pub(super) fn depth(frame: &Frame, from: Pt, to: Pt) -> Pt {
    let texts = frame.items.iter().filter_map(|(at, placed)| match &placed.item {
        Item::Text(run) => Some((at, run)),
        _ => None,
    });
    texts.map(|(at, run)| at.y + depth_of(run, from - at.x, to - at.x)).fold(Pt::ZERO, Pt::max)
}

/// Returns how far `run`, whose left end is at zero, reaches below the baseline between `from` and `to`.
fn depth_of(run: &GlyphRun, from: Pt, to: Pt) -> Pt {
    let mut x = Pt::ZERO;
    let mut deepest = Em::ZERO;
    for glyph in &run.glyphs {
        let end = x + (glyph.advance + run.tracking) * run.size * run.scale;
        if x < to && from < end {
            let letters = run.text.get(glyph.text.start as usize..glyph.text.end as usize).unwrap_or_default();
            deepest = letters.chars().map(depth_of_letter).fold(deepest, Em::max);
        }
        x = end;
    }
    deepest * run.size
}

fn depth_of_letter(letter: char) -> Em {
    match letter {
        c if c.is_whitespace() => Em::ZERO,
        'J' | 'Q' | 'g' | 'j' | 'p' | 'q' | 'y' => DESCENDER,
        'a'..='z' | 'A'..='Z' | '.' | ':' | '!' | '?' => STANDING,
        '-' | '\u{2010}'..='\u{2019}' | '\u{201c}' | '\u{201d}' | '\'' | '"' | '\u{ab}' | '\u{bb}' => STANDING,
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' => SQUARE,
        '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' => SQUARE,
        _ => DESCENDER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Glyph;
    use crate::layout::{Color, Owner};
    use crate::units::Point;

    /// Makes a line of letters that are half an em wide, at 10 pt.
    fn line(text: &str) -> Frame {
        let glyph = |(at, letter): (usize, char)| Glyph {
            id: 1,
            advance: Em(0.5),
            dx: Em::ZERO,
            dy: Em::ZERO,
            text: at as u32..(at + letter.len_utf8()) as u32,
        };
        let run = GlyphRun {
            font: crate::text::fonts::FontId(0),
            size: Pt(10.0),
            color: Color::BLACK,
            scale: 1.0,
            tracking: Em::ZERO,
            text: text.to_owned(),
            glyphs: text.char_indices().map(glyph).collect(),
            actual_text: None,
            lang: None,
        };
        let mut frame = Frame::default();
        frame.push(Point::new(Pt(100.0), Pt::ZERO), Owner::Artifact, Item::Text(run));
        frame
    }

    #[test]
    fn only_letters_right_above_count() {
        let frame = line("nnngnn");
        assert_eq!(depth(&frame, Pt(100.0), Pt(114.0)), Pt(0.2));
        assert_eq!(depth(&frame, Pt(100.0), Pt(116.0)), Pt(2.5));
        assert_eq!(depth(&frame, Pt(121.0), Pt(130.0)), Pt(0.2));
        assert_eq!(depth(&frame, Pt(0.0), Pt(90.0)), Pt::ZERO, "nothing stands there");
    }

    #[test]
    fn ideographs_reach_less_deep_than_descenders_and_unknown_letters_as_deep() {
        for (text, deep) in [("\u{6771}", 1.0), ("\u{304b}", 1.0), ("y", 2.5), ("\u{0443}", 2.5), ("3", 2.5)] {
            assert_eq!(depth(&line(text), Pt(100.0), Pt(105.0)), Pt(deep), "{text}");
        }
    }
}
