//! Cutting a paragraph into runs: where the direction, the script or the face changes.
//!
//! Each character gets the wanted face if that has it; else a bundled face for its script, else one of the system's.
//! What no face has is drawn as a box and reported once.

use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script as UnicodeScript, UnicodeScript as _};

use crate::article::Direction;
use crate::diag::Diagnostic;
use crate::text::FontId;
use crate::text::fonts::{self, Strength};

use super::collect::{Content, Look, Paragraph};
use super::shape::{Run, RunKind};
use super::{Family, Purpose, Setter, Weight};

/// Embedding levels by byte, or `None` where everything runs from left to right.
pub(super) fn levels(text: &str, dir: Direction) -> Option<Vec<Level>> {
    // No character before U+0590 runs from right to left.
    if dir == Direction::Ltr && text.chars().all(|character| character < '\u{590}') {
        return None;
    }
    let base = if dir == Direction::Rtl { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(text, Some(base));
    let simple = dir == Direction::Ltr && info.levels.iter().all(|&level| level == Level::ltr());
    (!simple).then_some(info.levels)
}

/// Cuts the segments where the level, the script or the face changes.
pub(super) fn itemize(setter: &mut Setter<'_>, paragraph: &Paragraph, levels: Option<&[Level]>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut script = UnicodeScript::Common;
    for (index, segment) in paragraph.segments.iter().enumerate() {
        let look = segment.look;
        let plain = face(&look);
        let wanted = setter.fonts.wanted(plain);
        let mut current: Option<usize> = None;
        for (offset, character) in paragraph.text[segment.range.clone()].char_indices() {
            let at = segment.range.start + offset;
            let level = levels.map_or(Level::ltr(), |levels| levels[at]);
            script = resolve_script(character, script);
            let before = current.map(|run| (runs[run].font, runs[run].kind));
            let (font, kind) = match segment.content {
                Content::Picture { size, .. } => (wanted, RunKind::Fixed(size.width)),
                Content::MathGap(width) => (wanted, RunKind::Fixed(width)),
                Content::Math(index) => (wanted, RunKind::Fixed(paragraph.math[index].width)),
                Content::LineBreak => (wanted, RunKind::LineBreak),
                Content::Text => {
                    let lang = &paragraph.langs[look.lang].0;
                    choose_face(setter, character, script, (wanted, plain, look.weight, lang), before)
                }
            };
            let end = at + character.len_utf8();
            match current.map(|run| &mut runs[run]) {
                Some(run)
                    if run.level == level
                        && run.font == font
                        && run.kind == kind
                        && (run.script == script || character.script() == UnicodeScript::Common) =>
                {
                    run.range.end = end;
                }
                _ => {
                    current = Some(runs.len());
                    runs.push(Run {
                        range: at..end,
                        segment: index,
                        font,
                        level,
                        script,
                        look,
                        kind,
                        glyphs: Vec::new(),
                        spaced: can_be_spaced(script),
                        unsafe_breaks: Vec::new(),
                    });
                }
            }
        }
    }
    runs
}

/// Script of a character; common ones and marks have that of the text before.
fn resolve_script(character: char, before: UnicodeScript) -> UnicodeScript {
    if character.is_ascii_alphabetic() {
        return UnicodeScript::Latin;
    }
    if character.is_ascii() {
        return before;
    }
    match character.script() {
        UnicodeScript::Common | UnicodeScript::Inherited | UnicodeScript::Unknown => before,
        script => script,
    }
}

/// Letters that join, or hang from a line, must not be spaced.
fn can_be_spaced(script: UnicodeScript) -> bool {
    !matches!(
        script,
        UnicodeScript::Arabic
            | UnicodeScript::Syriac
            | UnicodeScript::Devanagari
            | UnicodeScript::Bengali
            | UnicodeScript::Gurmukhi
            | UnicodeScript::Mongolian
            | UnicodeScript::Nko
    )
}

/// The bundled face that a look asks for.
fn face(look: &Look) -> FontId {
    let bold = look.weight == Weight::Bold;
    match (look.family, look.weight, look.italic) {
        (Family::Serif, _, false) if bold => fonts::SERIF_BOLD,
        (Family::Serif, _, true) if bold => fonts::SERIF_BOLD_ITALIC,
        (Family::Serif, _, false) => fonts::SERIF,
        (Family::Serif, _, true) => fonts::SERIF_ITALIC,
        (Family::Sans, Weight::Regular, false) => fonts::SANS,
        (Family::Sans, Weight::Regular, true) => fonts::SANS_ITALIC,
        (Family::Sans, ..) => fonts::SANS_SEMIBOLD,
        (Family::Mono, ..) => fonts::MONO,
    }
}

/// The face for one character: the wanted one if it can, else the bundled one whose place that takes, else a fallback.
/// Characters without a script of their own stay with the face before them, so that a run of Arabic is not cut at its
/// spaces and points.
fn choose_face(
    setter: &mut Setter<'_>,
    character: char,
    script: UnicodeScript,
    (wanted, plain, weight, lang): (FontId, FontId, Weight, &str),
    before: Option<(FontId, RunKind)>,
) -> (FontId, RunKind) {
    if let Some((font, RunKind::Glyphs)) = before {
        let joins = matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
        let shared = font != wanted && script != UnicodeScript::Common && character.script() != script;
        if joins || (shared && setter.fonts.covers(font, character)) {
            return (font, RunKind::Glyphs);
        }
    }
    let ordinary = (character.is_ascii_graphic() || character == ' ') && !setter.fonts.is_users(wanted);
    if ordinary || setter.fonts.covers(wanted, character) {
        return (wanted, RunKind::Glyphs);
    }
    if is_ignorable(character) || substitute(character).is_some() {
        return (before.map_or(wanted, |(font, _)| font), RunKind::Glyphs);
    }
    if plain != wanted && setter.fonts.covers(plain, character) {
        return (plain, RunKind::Glyphs);
    }
    let strength = if weight == Weight::Regular { Strength::Regular } else { Strength::Bold };
    match setter.fonts.fallback(character, strength, lang) {
        Some(font) => (font, RunKind::Glyphs),
        None => {
            if setter.purpose == Purpose::Setting && setter.missing.insert(character) {
                let code = u32::from(character);
                let mut warning = Diagnostic::warning(
                    "missing-glyph",
                    format!("no font has the character U+{code:04X} ({character}); the PDF shows a box in its place"),
                )
                .help("install a font that has it, such as one of the Noto fonts; the EPUB is not affected");
                warning.span = setter.span;
                setter.diagnostics.push(warning);
            }
            (wanted, RunKind::Boxes)
        }
    }
}

/// Characters that are never drawn.
fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{61c}' | '\u{e0000}'..='\u{e0fff}')
}

/// What stands in for spaces and hyphens that few faces have: the same form and width from one they do have.
pub(super) fn substitute(character: char) -> Option<char> {
    match character {
        '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{2010}' | '\u{2011}' => Some('-'),
        _ => None,
    }
}
