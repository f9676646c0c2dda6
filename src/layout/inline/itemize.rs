//! Cuts a paragraph into runs where the direction, the script or the face changes.
//!
//! Each grapheme cluster is set in the requested face if that has glyphs for all of it; else in a bundled face for its
//! script, else in one of the system's. Digits, spaces and symbols belong to no script, so their face depends on the
//! letters before them. At the start of a text it depends on the first letters after them, and in a text without
//! letters on the article's language. Emoji do not count as letters. A character that no face has is drawn as a box and
//! reported once.
//!
//! A number is set in one face. Faces for Arabic and Hebrew lack the hyphens and brackets of dates and sums, so
//! numbers beside Arabic or Hebrew letters are set in the text face.

use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script as UnicodeScript, UnicodeScript as _};

use crate::article::Direction;
use crate::diag::Diagnostic;
use crate::text::clusters::{self, Around, Presentation, is_ignorable, is_shared};
use crate::text::fonts::{self, EMOJI, Strength};
use crate::text::{FontId, Fonts};
use crate::units::Em;

use super::collect::{Content, Look, Paragraph};
use super::shape::{Run, RunKind};
use super::{Family, Purpose, Setter, Weight};

/// Returns the embedding level of each byte, or `None` if all text runs from left to right.
pub(super) fn levels(text: &str, dir: Direction) -> Option<Vec<Level>> {
    if dir == Direction::Ltr && text.chars().all(is_never_rtl) {
        return None;
    }
    let base = if dir == Direction::Rtl { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(text, Some(base));
    let simple = dir == Direction::Ltr && info.levels.iter().all(|&level| level == Level::ltr());
    (!simple).then_some(info.levels)
}

/// Whether `character` is left-to-right or neutral, and no directional control (UAX #9, table 4). The ranges leave out the blocks
/// of right-to-left scripts and the controls between U+200B and U+206F.
fn is_never_rtl(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{58f}' | '\u{900}'..='\u{200a}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2070}'..='\u{d7ff}'
    )
}

/// Cuts the segments where the level, the script or the face changes.
pub(super) fn itemize(setter: &mut Setter<'_>, paragraph: &Paragraph, levels: Option<&[Level]>) -> Vec<Run> {
    let mut cutter = Cutter { paragraph, levels, runs: Vec::new(), script: UnicodeScript::Common, open: false };
    let mut faces = Faces::of(setter, paragraph);
    for (index, segment) in paragraph.segments.iter().enumerate() {
        let wish = Wish::of(setter, paragraph, &segment.look);
        let fixed = match segment.content {
            Content::Picture { size, .. } => Some(RunKind::Fixed(size.width)),
            Content::MathGap(width) | Content::Square(width) => Some(RunKind::Fixed(width)),
            Content::Math(index) => Some(RunKind::Fixed(paragraph.math[index].width)),
            Content::LineBreak => Some(RunKind::LineBreak),
            Content::Text => None,
        };
        cutter.open = false;
        let mut at = segment.range.start;
        while at < segment.range.end {
            let rest = &paragraph.text[at..segment.range.end];
            let cluster = faces.cluster(rest);
            let face = match fixed {
                Some(kind) => Some((wish.wanted, kind)),
                None => faces.choose(setter, rest, cluster, &wish).map(|font| (font, RunKind::Glyphs)),
            };
            for (offset, character) in cluster.char_indices() {
                let before = cutter.before();
                let face = face.unwrap_or_else(|| choose_face(setter, character, &wish, before));
                cutter.add(index, at + offset, character, face);
            }
            at += cluster.len();
        }
    }
    cutter.runs
}

/// Appends characters to runs.
struct Cutter<'p> {
    paragraph: &'p Paragraph,
    levels: Option<&'p [Level]>,
    runs: Vec<Run>,
    script: UnicodeScript,
    /// Whether the last run belongs to the current segment.
    open: bool,
}

impl Cutter<'_> {
    /// Returns face and kind of the previous run in the same segment.
    fn before(&self) -> Option<(FontId, RunKind)> {
        self.runs.last().filter(|_| self.open).map(|run| (run.font, run.kind))
    }

    fn add(&mut self, segment: usize, at: usize, character: char, (font, kind): (FontId, RunKind)) {
        let level = self.levels.map_or(Level::ltr(), |levels| levels[at]);
        self.script = resolve_script(character, self.script);
        let script = self.script;
        let end = at + character.len_utf8();
        match self.runs.last_mut().filter(|_| self.open) {
            Some(run)
                if run.level == level
                    && run.font == font
                    && run.kind == kind
                    && (run.script == script || character.script() == UnicodeScript::Common) =>
            {
                run.range.end = end;
            }
            _ => {
                self.open = true;
                self.runs.push(Run {
                    range: at..end,
                    segment,
                    font,
                    level,
                    script,
                    look: look_in(script, self.paragraph.segments[segment].look),
                    kind,
                    glyphs: Vec::new(),
                    spaced: can_be_spaced(script),
                    unsafe_breaks: Vec::new(),
                });
            }
        }
    }
}

/// What a segment requires of its face.
struct Wish<'p> {
    /// The face that its look requests: a bundled one, or the user's replacement.
    wanted: FontId,
    plain: FontId,
    strength: Strength,
    /// Whether it is code, which keeps to its own face so that columns align.
    code: bool,
    lang: &'p str,
}

impl<'p> Wish<'p> {
    fn of(setter: &Setter<'_>, paragraph: &'p Paragraph, look: &Look) -> Self {
        let plain = face(look);
        Self {
            wanted: setter.fonts.wanted(plain),
            plain,
            strength: if look.weight == Weight::Regular { Strength::Regular } else { Strength::Bold },
            code: look.family == Family::Mono,
            lang: &paragraph.langs[look.lang].0,
        }
    }

    /// Returns the first of the requested faces that has all of `cluster`.
    fn having(&self, fonts: &Fonts, cluster: &str) -> Option<FontId> {
        [self.wanted, self.plain].into_iter().find(|&id| fonts.covers_all(id, cluster))
    }
}

/// Chooses the faces for the clusters of a paragraph.
struct Faces {
    /// The surrounding text. `None` if all characters are of scripts that the text face has, without marks or emoji:
    /// then each character is a cluster, and the surrounding text does not matter.
    around: Option<Around>,
    /// The stretch of symbols and digits that was examined last: the number of its bytes that are still to come, and
    /// its face.
    stretch: (usize, Option<FontId>),
}

impl Faces {
    fn of(setter: &Setter<'_>, paragraph: &Paragraph) -> Self {
        let text = &paragraph.text;
        let usual = clusters::letter_of(paragraph.langs[0].primary());
        let plain = usual.is_none() && text.chars().all(is_plain);
        let users = || paragraph.segments.iter().any(|it| setter.fonts.is_users(setter.fonts.wanted(face(&it.look))));
        let around = (!plain || users()).then(|| Around::before(text, usual));
        Self { around, stretch: (0, None) }
    }

    fn cluster<'t>(&self, rest: &'t str) -> &'t str {
        match self.around {
            Some(_) => clusters::first(rest),
            None => &rest[..rest.chars().next().map_or(0, char::len_utf8)],
        }
    }

    /// Returns the face of the `cluster` at the start of `rest`. Returns `None` if it is a single character that has
    /// the same face everywhere, or if each of its characters needs a face of its own.
    fn choose(&mut self, setter: &Setter<'_>, rest: &str, cluster: &str, wish: &Wish<'_>) -> Option<FontId> {
        let around = self.around.as_mut()?;
        cluster.chars().for_each(|character| around.pass(character));
        let (fonts, base) = (setter.fonts, cluster.chars().next()?);
        match clusters::presentation(cluster) {
            Presentation::Picture => picture_face(fonts, cluster, wish),
            Presentation::Sign => {
                wish.having(fonts, cluster).or_else(|| fonts.fallback_for_sign(base, wish.strength, wish.lang))
            }
            Presentation::Plain => self.shared_face(fonts, rest, cluster, wish).or_else(|| {
                let several = cluster.len() > base.len_utf8();
                let whole = || fonts.fallback_for(cluster, wish.strength, wish.lang);
                several.then(|| wish.having(fonts, cluster).or_else(whole)).flatten()
            }),
        }
    }

    /// Returns the face of a cluster that belongs to no script, if it is not the text face.
    fn shared_face(&mut self, fonts: &Fonts, rest: &str, cluster: &str, wish: &Wish<'_>) -> Option<FontId> {
        let shared = !wish.code && cluster.chars().next().is_some_and(is_shared);
        if !shared {
            self.stretch = (0, None);
            return None;
        }
        if self.stretch.0 == 0 {
            let letter = self.around.as_ref().and_then(Around::letter);
            self.stretch = stretch(fonts, rest, wish, letter);
        }
        self.stretch.0 = self.stretch.0.saturating_sub(cluster.len());
        self.stretch.1.filter(|&face| fonts.covers_all(face, cluster))
    }
}

/// Returns the face of an emoji: the emoji face, unless the user's face has it.
fn picture_face(fonts: &Fonts, cluster: &str, wish: &Wish<'_>) -> Option<FontId> {
    let own = fonts.is_users(wish.wanted) || wish.code;
    if own && fonts.covers_all(wish.wanted, cluster) {
        return Some(wish.wanted);
    }
    cluster.chars().next().filter(|&base| fonts.covers(EMOJI, base)).map(|_| EMOJI)
}

/// Examines the stretch of characters without script at the start of `rest`: a space, or everything up to the next
/// space. Returns its length and its face; no face if the text face has all of it. `letter` is a letter of the
/// surrounding text.
fn stretch(fonts: &Fonts, rest: &str, wish: &Wish<'_>, letter: Option<char>) -> (usize, Option<FontId>) {
    let foreign = letter.filter(|letter| !letter.is_ascii() || fonts.is_users(wish.wanted));
    let Some(face) = foreign.and_then(|letter| script_face(fonts, letter, wish)) else { return (1, None) };
    let space = rest.starts_with(char::is_whitespace);
    // Arrows, symbols and emoji come after U+2190; they are set in faces of their own.
    let ends = |character: char| character.is_whitespace() || !is_shared(character) || character >= '\u{2190}';
    let mut inner = rest.char_indices().skip(1);
    let length = inner.find(|(_, character)| space || ends(*character)).map_or(rest.len(), |(end, _)| end);
    let word = &rest[..length];
    let number = word.bytes().any(|byte| byte.is_ascii_digit());
    if !number || fonts.has_numbers(face) && fonts.covers_all(face, word) {
        return (length, Some(face));
    }
    (length, Some(wish.having(fonts, word).unwrap_or(wish.wanted)))
}

/// Returns the face for text in the script of `letter`, if that is not the requested face.
fn script_face(fonts: &Fonts, letter: char, wish: &Wish<'_>) -> Option<FontId> {
    if fonts.covers(wish.wanted, letter) {
        return None;
    }
    if wish.plain != wish.wanted && fonts.covers(wish.plain, letter) {
        return Some(wish.plain);
    }
    fonts.fallback(letter, wish.strength, wish.lang)
}

/// Whether `character` is a cluster by itself, and not of a script that the bundled text faces lack.
fn is_plain(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{2ff}'
            | '\u{370}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{1e00}'..='\u{200a}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{20cf}'
            | '\u{2100}'..='\u{218f}'
            | '\u{f8e0}'
            | '\u{fffc}'
    )
}

/// Returns the script of a character; common characters and marks have that of the text before them.
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

/// Whether justification may add space between letters. It may not in scripts whose letters join, such as Arabic, or
/// hang from a common line, such as Devanagari.
fn can_be_spaced(script: UnicodeScript) -> bool {
    !matches!(
        script,
        UnicodeScript::Arabic
            | UnicodeScript::Syriac
            | UnicodeScript::Nko
            | UnicodeScript::Mongolian
            | UnicodeScript::Phags_Pa
            | UnicodeScript::Mandaic
            | UnicodeScript::Manichaean
            | UnicodeScript::Adlam
            | UnicodeScript::Hanifi_Rohingya
            | UnicodeScript::Sogdian
            | UnicodeScript::Devanagari
            | UnicodeScript::Bengali
            | UnicodeScript::Gurmukhi
    )
}

/// Returns `look` as it applies to text of `script`. Tracking is removed where letters join, and where it would
/// separate letters from the marks above and below them.
pub(super) fn look_in(script: UnicodeScript, look: Look) -> Look {
    let stacked = matches!(
        script,
        UnicodeScript::Thai
            | UnicodeScript::Lao
            | UnicodeScript::Khmer
            | UnicodeScript::Myanmar
            | UnicodeScript::Tibetan
            | UnicodeScript::Gujarati
            | UnicodeScript::Oriya
            | UnicodeScript::Tamil
            | UnicodeScript::Telugu
            | UnicodeScript::Kannada
            | UnicodeScript::Malayalam
            | UnicodeScript::Sinhala
    );
    if stacked || !can_be_spaced(script) { Look { tracking: Em::ZERO, ..look } } else { look }
}

/// Returns the bundled face that a look requests.
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
        (Family::Mono, Weight::Regular, _) => fonts::MONO,
        (Family::Mono, ..) => fonts::MONO_BOLD,
    }
}

/// Returns the face for one character: the requested one if it has a glyph, else the bundled one that it replaces,
/// else a fallback.
fn choose_face(
    setter: &mut Setter<'_>,
    character: char,
    wish: &Wish<'_>,
    before: Option<(FontId, RunKind)>,
) -> (FontId, RunKind) {
    let wanted = wish.wanted;
    if let Some((font, RunKind::Glyphs)) = before
        && matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
    {
        return (font, RunKind::Glyphs);
    }
    let ordinary = (character.is_ascii_graphic() || character == ' ') && !setter.fonts.is_users(wanted);
    if ordinary || setter.fonts.covers(wanted, character) {
        return (wanted, RunKind::Glyphs);
    }
    if is_ignorable(character) || substitute(character).is_some() {
        return (before.map_or(wanted, |(font, _)| font), RunKind::Glyphs);
    }
    if wish.plain != wanted && setter.fonts.covers(wish.plain, character) {
        return (wish.plain, RunKind::Glyphs);
    }
    match setter.fonts.fallback(character, wish.strength, wish.lang) {
        Some(font) => (font, RunKind::Glyphs),
        None => {
            setter.no_face(character);
            (wanted, RunKind::Boxes)
        }
    }
}

impl Setter<'_> {
    /// Records that no font has `character`.
    fn no_face(&mut self, character: char) {
        if self.purpose != Purpose::Setting || !self.missing.insert(character) {
            return;
        }
        let code = u32::from(character);
        let mut warning = Diagnostic::warning(
            "missing-glyph",
            format!("no font has the character U+{code:04X} ({character}); the PDF shows a box in its place"),
        )
        .help("install a font that has it, such as one of the Noto fonts; the EPUB is not affected");
        warning.span = self.span;
        self.diagnostics.push(warning);
    }
}

/// Returns a substitute for a space or hyphen that few faces have: a common character of the same form and width.
pub(super) fn substitute(character: char) -> Option<char> {
    match character {
        '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{2010}' | '\u{2011}' => Some('-'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use unicode_bidi::BidiClass;

    use super::*;

    #[test]
    fn texts_that_are_not_examined_have_no_directions_but_one() {
        use BidiClass::{AL, AN, FSI, LRE, LRI, LRO, PDF, PDI, R, RLE, RLI, RLO};
        for character in ('\0'..=char::MAX).filter(|character| is_never_rtl(*character)) {
            let class = unicode_bidi::bidi_class(character);
            let turns = matches!(class, AL | AN | FSI | LRE | LRI | LRO | PDF | PDI | R | RLE | RLI | RLO);
            assert!(!turns, "U+{:04X} is {class:?}", u32::from(character));
        }
        let text = "“The mill” – 1912, it’s 50 % … € • ─ 水車 mill";
        assert_eq!(levels(text, Direction::Ltr), None);
        assert!(BidiInfo::new(text, Some(Level::ltr())).levels.iter().all(|level| *level == Level::ltr()));
        assert!(levels("“mill טחנה”", Direction::Ltr).is_some());
    }
}
