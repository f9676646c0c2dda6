//! Collects which characters of a book are set in which face.
//!
//! A reading system searches for a character in the families of the style sheet, in order. So each character is
//! assigned to the first face that has it: the design's, else a bundled or a system face as fallback. In an article in
//! a script other than Latin, the face of that script comes first, and also sets the spaces, punctuation and digits.

use std::collections::{BTreeMap, BTreeSet};

use super::super::tree::{Step, Tree};
use super::cascade::{Cascade, Element, Look};
use crate::article::Lang;
use crate::epub::tree;
use crate::layout::inline::Family;
use crate::text::clusters::{self, Presentation, is_ignorable, is_shared, letter_of};
use crate::text::fonts::{self, Strength};
use crate::text::user::Style;
use crate::text::{FontId, Fonts, Tally};

/// The part that a face plays in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FaceUse {
    /// A face of the design, in one of its styles.
    Wanted(Role),
    /// A fallback for characters that the faces of the design lack.
    Companion(FontId),
}

/// Families of the design, in the order of their declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Serif,
    Sans,
    Mono,
}

impl Role {
    pub(super) fn name(self) -> &'static str {
        match self {
            Role::Serif => "Serif",
            Role::Sans => "Sans",
            Role::Mono => "Mono",
        }
    }

    pub(super) fn of(family: Family) -> Self {
        match family {
            Family::Serif => Role::Serif,
            Family::Sans => Role::Sans,
            Family::Mono => Role::Mono,
        }
    }
}

/// The characters set in each face.
pub(super) struct Survey<'a> {
    pub(super) fonts: &'a Fonts,
    cascade: &'a Cascade,
    lang: &'a str,
    /// A letter of the article's script, if the design's face lacks it.
    letter: Option<char>,
    /// The faces, by the part that they play in the book.
    pub(super) faces: BTreeMap<(FaceUse, Style), FontId>,
    /// The characters set in each face.
    pub(super) characters: BTreeMap<FontId, BTreeSet<char>>,
    /// The count of letters in the text, including those that no face has.
    pub(super) tally: Tally,
    path: Vec<Element>,
    looks: Vec<Look>,
}

/// The initial look, without any style sheet.
const PLAIN: Look = Look { family: Family::Serif, bold: false, italic: false, small_caps: false };

/// Characters that reading systems add to a text: hyphens, list numbers and bullets.
const ADDED: &str = "-\u{2010}0123456789.:\u{2022}\u{2026}";

impl<'a> Survey<'a> {
    pub(super) fn new(fonts: &'a Fonts, cascade: &'a Cascade, lang: &'a Lang) -> Self {
        let letter = letter_of(lang.primary()).filter(|&letter| !fonts.covers(fonts.wanted(fonts::SERIF), letter));
        Self {
            fonts,
            cascade,
            lang: &lang.0,
            letter,
            faces: BTreeMap::new(),
            characters: BTreeMap::new(),
            tally: Tally::default(),
            path: Vec::new(),
            looks: Vec::new(),
        }
    }

    /// Adds the text of the XHTML file `xhtml`. Formulas are skipped, since readers set them in faces of their own.
    pub(super) fn file(&mut self, xhtml: &str) -> Result<(), tree::Error> {
        let mut outside = 0_usize;
        Tree::parse(xhtml)?.walk(&mut |step| match step {
            Step::Open { name, .. } if outside > 0 || matches!(name, "math" | "head") => outside += 1,
            Step::Close if outside > 0 => outside -= 1,
            Step::Text(_) if outside > 0 => {}
            Step::Open { name, class, lang, label } => {
                self.open(name, class, lang);
                label.into_iter().for_each(|label| self.text(label));
            }
            Step::Close => self.close(),
            Step::Text(text) => self.text(text),
        });
        Ok(())
    }

    /// Adds `text` as the content of nested elements called `names`.
    pub(super) fn line(&mut self, names: &[&str], text: &str) {
        names.iter().for_each(|name| self.open(name, None, None));
        self.text(text);
        names.iter().for_each(|_| self.close());
    }

    /// Returns the face of the article's script, if it must come first.
    fn lead(&self, strength: Strength) -> Option<FontId> {
        self.fonts.fallback(self.letter?, strength, self.lang)
    }

    /// Whether `face` is that of the article's script.
    pub(super) fn leads(&self, face: FontId) -> bool {
        [Strength::Regular, Strength::Bold].into_iter().any(|strength| self.lead(strength) == Some(face))
    }

    fn open(&mut self, name: &str, class: Option<&str>, lang: Option<&str>) {
        let lang = lang.map(str::to_owned).or_else(|| self.path.last().map(|outer| outer.lang.clone()));
        let classes = class.into_iter().flat_map(str::split_whitespace).map(str::to_owned).collect();
        self.path.push(Element { name: name.to_owned(), classes, lang: lang.unwrap_or_else(|| self.lang.to_owned()) });
        let outer = self.looks.last().copied().unwrap_or(PLAIN);
        self.looks.push(self.cascade.look(&self.path, outer));
    }

    fn close(&mut self) {
        self.path.pop();
        self.looks.pop();
    }

    fn text(&mut self, text: &str) {
        let look = self.looks.last().copied().unwrap_or(PLAIN);
        let lang = self.path.last().map_or(self.lang, |element| element.lang.as_str()).to_owned();
        let mut before = None;
        let mut rest = text;
        while !rest.is_empty() {
            let cluster = clusters::first(rest);
            rest = &rest[cluster.len()..];
            match clusters::presentation(cluster) {
                Presentation::Sign if self.is_emoji(cluster, look, &lang) => self.count_sign(cluster, look),
                Presentation::Picture if self.count_picture(cluster, look) => before = Some(fonts::EMOJI),
                _ => cluster.chars().for_each(|character| before = self.letter(character, look, &lang, before)),
            }
        }
    }

    /// Adds `character`, which follows one set in the face `before`, and the characters that it can be transformed
    /// into. Returns its face.
    fn letter(&mut self, character: char, look: Look, lang: &str, before: Option<FontId>) -> Option<FontId> {
        let face = self.count(character, look, lang, before);
        // If a face has no small capitals, reading systems reduce capitals.
        if look.small_caps && character.is_lowercase() {
            for capital in character.to_uppercase() {
                self.count(capital, look, lang, face);
            }
        }
        face
    }

    /// Whether the first character of `cluster` would be drawn as an emoji.
    fn is_emoji(&self, cluster: &str, look: Look, lang: &str) -> bool {
        let base = cluster.chars().next();
        base.and_then(|base| self.choose(base, look, lang, None)).is_some_and(|(.., face)| face == fonts::EMOJI)
    }

    /// Adds all characters of an emoji, including skin tone, joiners and selectors, to the emoji face. Returns false
    /// if that face lacks it, or if the user's face has it.
    fn count_picture(&mut self, cluster: &str, look: Look) -> bool {
        let (wanted, fonts) = (self.fonts.wanted(slot(look).0), self.fonts);
        let keeps = fonts.is_users(wanted) || look.family == Family::Mono;
        let own = keeps && fonts.covers_all(wanted, cluster);
        if own || !cluster.chars().next().is_some_and(|base| fonts.covers(fonts::EMOJI, base)) {
            return false;
        }
        let style = if look.bold { Style::Bold } else { Style::Regular };
        self.faces.insert((FaceUse::Companion(fonts::EMOJI), style), fonts::EMOJI);
        let parts = cluster.chars().filter(|&part| fonts.covers(fonts::EMOJI, part));
        self.characters.entry(fonts::EMOJI).or_default().extend(parts);
        true
    }

    /// Adds the first character of `cluster` as a text symbol. It is set in the math face, which has most arrows; if
    /// that lacks it, the reading system chooses a face.
    fn count_sign(&mut self, cluster: &str, look: Look) {
        let Some(character) = cluster.chars().next() else { return };
        if self.fonts.covers(fonts::MATH, character) {
            let style = if look.bold { Style::Bold } else { Style::Regular };
            self.faces.insert((FaceUse::Companion(fonts::MATH), style), fonts::MATH);
            self.characters.entry(fonts::MATH).or_default().insert(character);
        }
    }

    /// Adds `character`, which follows one set in the face `before`. Returns its face.
    fn count(&mut self, character: char, look: Look, lang: &str, before: Option<FontId>) -> Option<FontId> {
        let character = if character.is_whitespace() && character.is_ascii() { ' ' } else { character };
        let text: &mut [u8] = &mut [0; 4];
        let Some((part, style, face)) = self.choose(character, look, lang, before) else {
            self.tally.misses(character.encode_utf8(text));
            return None;
        };
        self.tally.has(character.encode_utf8(text));
        self.faces.insert((part, style), face);
        let fonts = self.fonts;
        let known = self.characters.entry(face).or_insert_with(|| {
            ADDED.chars().filter(|&added| fonts.covers(face, added) && matches!(part, FaceUse::Wanted(_))).collect()
        });
        known.insert(character);
        Some(face)
    }

    fn choose(
        &self,
        character: char,
        look: Look,
        lang: &str,
        before: Option<FontId>,
    ) -> Option<(FaceUse, Style, FontId)> {
        let fonts = self.fonts;
        let (plain, style) = slot(look);
        let role = Role::of(look.family);
        let wanted = fonts.wanted(plain);
        let has = |face: FontId| fonts.covers(face, character);
        let strength = if look.bold { Strength::Bold } else { Strength::Regular };
        let standing_in = |face| {
            let style = if look.bold { Style::Bold } else { Style::Regular };
            Some((FaceUse::Companion(face), style, face))
        };
        if is_ignorable(character) {
            let face = before.filter(|&face| has(face))?;
            return if face == wanted { Some((FaceUse::Wanted(role), style, face)) } else { standing_in(face) };
        }
        // Code keeps to its own face, so that columns align.
        if self.letter.is_some() && role != Role::Mono && is_shared(character) {
            match self.lead(strength) {
                Some(lead) if has(lead) && (!character.is_ascii_digit() || fonts.has_numbers(lead)) => {
                    return standing_in(lead);
                }
                Some(_) => {}
                // Dashes and quotation marks of a Latin face are too narrow for Chinese; the reading system has better
                // ones.
                None if !character.is_ascii() => return None,
                None => {}
            }
        }
        if has(wanted) {
            return Some((FaceUse::Wanted(role), style, wanted));
        }
        if character.is_whitespace() || character.is_control() {
            return None;
        }
        if plain != wanted && has(plain) {
            return Some((FaceUse::Companion(plain), style, plain));
        }
        standing_in(fonts.fallback(character, strength, lang)?)
    }
}

/// Returns the bundled face that a look requests, and its style.
fn slot(look: Look) -> (FontId, Style) {
    let style = match (look.bold, look.italic) {
        (false, false) => Style::Regular,
        (false, true) => Style::Italic,
        (true, false) => Style::Bold,
        (true, true) => Style::BoldItalic,
    };
    match (look.family, style) {
        (Family::Serif, Style::Regular) => (fonts::SERIF, style),
        (Family::Serif, Style::Italic) => (fonts::SERIF_ITALIC, style),
        (Family::Serif, Style::Bold) => (fonts::SERIF_BOLD, style),
        (Family::Serif, Style::BoldItalic) => (fonts::SERIF_BOLD_ITALIC, style),
        (Family::Sans, Style::Regular) => (fonts::SANS, style),
        (Family::Sans, Style::Italic) => (fonts::SANS_ITALIC, style),
        // The only bold face also serves as bold italic, as on pages. The style sheet must say so, or else reading
        // systems take the light italic: slope has priority over weight (CSS Fonts Level 4 §5.2).
        (Family::Sans, _) => (fonts::SANS_SEMIBOLD, style),
        (Family::Mono, _) => (fonts::MONO, Style::Regular),
    }
}
