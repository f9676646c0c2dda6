//! A cache of shaped words.
//!
//! Shaping is the most expensive part of setting text, and most words of a text occur again. So text in scripts whose
//! letters do not interact across words is shaped word by word, and each word only once for each face and language. A
//! word is shaped with the spaces at its sides, so a letter and a space are kerned as in a whole run. Only a font rule
//! that looks further than the next space would have no effect.

use std::collections::HashMap;
use std::ops::Range;

use harfrust::Buffer;
use unicode_script::Script;

use super::super::Glyph;
use super::Setter;
use super::collect::Paragraph;
use super::itemize::substitute;
use super::shape::{Run, read_glyphs};

/// Maximum number of words cached for a face; then the cache is cleared. A long book has fewer.
const MOST: usize = 20_000;

/// Shaped words of one face and language. The key is their text with the spaces at their sides.
pub(super) type Words = HashMap<Box<str>, Word>;

/// A shaped word with the space before it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Glyphs; their text ranges are relative to the start of the word.
    glyphs: Vec<Glyph>,
    /// Byte offsets in the word where a break would change its glyphs.
    unsafe_breaks: Vec<u32>,
    /// Whether a break before the space after it would change its glyphs.
    unsafe_after: bool,
}

/// Shapes `run` word by word. Returns false, and leaves the run as it is, if that is not possible.
pub(super) fn shape_words(setter: &mut Setter<'_>, paragraph: &Paragraph, run: &mut Run, buffer: &mut Buffer) -> bool {
    let text = &paragraph.text[run.range.clone()];
    let simple = matches!(run.script, Script::Latin | Script::Cyrillic | Script::Greek | Script::Common);
    let wide = |character: char| !character.is_ascii() && substitute(character) == Some(' ');
    if !simple || run.level.is_rtl() || text.chars().any(wide) {
        return false;
    }
    let Some(plan) = setter.plan_of(run, paragraph) else { return false };
    let mut words = std::mem::take(&mut setter.shapers.plans[plan].words);
    run.glyphs.clear();
    // Most characters are a glyph.
    run.glyphs.reserve(text.len());
    run.unsafe_breaks.clear();
    let mut unsafe_before = false;
    let mut start = 0;
    let mut done = true;
    while start < text.len() {
        let inner = start + text[start..].chars().next().map_or(1, char::len_utf8);
        let end = text[inner..].find(' ').map_or(text.len(), |space| inner + space);
        let key = &text[start..(end + 1).min(text.len())];
        let word = match words.get(key) {
            Some(word) => word,
            None => {
                let Some(word) = shape_word(setter, run, plan, key, end - start, buffer) else {
                    done = false;
                    break;
                };
                if words.len() >= MOST {
                    words.clear();
                }
                words.entry(key.into()).insert_entry(word).into_mut()
            }
        };
        let offset = (run.range.start + start) as u32;
        let moved = |range: &Range<u32>| range.start + offset..range.end + offset;
        run.glyphs.extend(word.glyphs.iter().map(|glyph| Glyph { text: moved(&glyph.text), ..glyph.clone() }));
        if unsafe_before {
            run.unsafe_breaks.push(offset);
        }
        run.unsafe_breaks.extend(word.unsafe_breaks.iter().map(|at| at + offset));
        unsafe_before = word.unsafe_after;
        start = end;
    }
    run.unsafe_breaks.dedup();
    setter.shapers.plans[plan].words = words;
    done
}

/// Shapes `text`, whose first `length` bytes are the word; the rest is a space.
fn shape_word(
    setter: &mut Setter<'_>,
    run: &Run,
    plan: usize,
    text: &str,
    length: usize,
    buffer: &mut Buffer,
) -> Option<Word> {
    buffer.clear();
    for (offset, character) in text.char_indices() {
        let other = substitute(character).filter(|_| !setter.fonts.covers(run.font, character));
        buffer.push(other.unwrap_or(character).into(), offset as u32);
    }
    if !setter.shape_buffer(buffer, plan) {
        return None;
    }
    let (mut glyphs, mut unsafe_breaks) = read_glyphs(buffer, false, text.len() as u32, setter.units(run.font));
    let length = length as u32;
    glyphs.retain(|glyph| glyph.text.start < length);
    let unsafe_after = unsafe_breaks.last() == Some(&length);
    unsafe_breaks.retain(|&at| at < length);
    // A ligature of the word's last letter with the space after it cannot be divided between them, so the word is not
    // cached.
    let whole = glyphs.iter().all(|glyph| glyph.text.end <= length);
    whole.then_some(Word { glyphs, unsafe_breaks, unsafe_after })
}

#[cfg(test)]
mod tests {
    use super::super::shape::shape_whole;
    use super::super::tests::{Stage, style};
    use super::super::{StructId, StructRole, collect, itemize};
    use super::*;
    use crate::article::{Direction, Inline};
    use crate::text::Fonts;
    use crate::text::fonts::SERIF;

    #[test]
    fn words_shaped_one_by_one_are_those_of_the_whole_run() {
        let stage = Stage::new();
        let mut setter = Setter::new(&stage.article, &stage.fonts);
        for text in [
            "AVATAR To Yes, \u{201c}Type\u{201d} \u{2014} To  Ty T. V, W and office fjord, Éclair à la Ø",
            "Он сказал: «Да, Ты прав». Ёлка",
            " leading and trailing ",
        ] {
            let style = style(300.0);
            let paragraph = collect::collect(&mut setter, &[Inline::Text(text.into())], &style, StructId(0));
            let levels = itemize::levels(&paragraph.text, Direction::Ltr);
            for mut run in itemize::itemize(&mut setter, &paragraph, levels.as_deref()) {
                let mut buffer = Buffer::new();
                let mut whole = run.clone();
                shape_whole(&mut setter, &paragraph, &mut whole, false, &mut buffer);
                assert!(shape_words(&mut setter, &paragraph, &mut run, &mut buffer));
                assert_eq!(run.glyphs, whole.glyphs, "{text}");
                assert_eq!(run.unsafe_breaks, whole.unsafe_breaks, "{text}");
            }
        }
    }

    #[test]
    fn words_are_kept_for_the_next_article_in_the_same_faces_alone() {
        let stage = Stage::new();
        let set = |fonts: &Fonts| {
            let mut setter = Setter::new(&stage.article, fonts);
            let known: usize = setter.shapers.plans.iter().map(|plan| plan.words.len()).sum();
            let owner = setter.structure.add(None, StructRole::P);
            setter.lines(&[Inline::Text("Three little words".into())], &style(300.0), owner);
            known
        };
        let own = || {
            let mut fonts = Fonts::bundled();
            fonts.replace(SERIF, Fonts::bundled().face(SERIF).clone());
            fonts
        };
        let (fonts, other) = (own(), own());
        assert_eq!([set(&fonts), set(&fonts), set(&fonts.clone())], [0, 3, 3]);
        // Another set of faces may have another face of the same number.
        assert_eq!([set(&other), set(&fonts)], [0, 0]);
        // All bundled faces are the same. Other tests may have set words in them.
        set(&Fonts::bundled());
        assert!(set(&Fonts::bundled()) >= 3);
    }
}
