//! The faces for setting text: the bundled ones first, then the user's and the system's.
//!
//! The bundled files are part of the binary, uncompressed. The operating system loads only the parts of a binary that
//! are used, so an unused face costs nothing but disk space.

mod identity;

use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock, Weak};

use harfrust::Font;

use super::bundled::BUNDLED;
pub use super::bundled::*;
use super::clusters::is_ignorable;
pub(crate) use super::face::Strength;
pub use super::face::{Face, FontId};
use super::font_file::FontFile;
use super::system::SystemFonts;
pub(crate) use identity::Identity;

/// The faces that are available to a run.
#[derive(Clone)]
pub struct Fonts {
    /// The bundled faces, followed by the user's.
    faces: Vec<Face>,
    shared: Arc<[OnceLock<Font>]>,
    /// For each bundled face, the face that replaces it; itself if the user chose no other.
    instead: Vec<FontId>,
    /// The system's fonts, which supply characters that no bundled face has.
    system: Option<Arc<SystemFonts>>,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("faces", &self.faces.len()).field("system", &self.system.is_some()).finish()
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Self::with_system()
    }
}

/// The bundled faces, each parsed only once in a process.
static SHARED: LazyLock<Arc<[OnceLock<Font>]>> = LazyLock::new(|| BUNDLED.iter().map(|_| OnceLock::new()).collect());

impl Fonts {
    /// Only the bundled faces: pages are the same on every machine.
    pub fn bundled() -> Self {
        let face = |&(name, data)| Face { name: Cow::Borrowed(name), data: FontFile::Bundled(data), index: 0 };
        Self {
            faces: BUNDLED.iter().map(face).collect(),
            shared: SHARED.clone(),
            instead: (0..BUNDLED.len() as u16).map(FontId).collect(),
            system: None,
        }
    }

    /// The bundled faces, and the system's fonts for characters that those lack. The system's fonts are listed when
    /// the first such character occurs, once for these [`Fonts`] and all their clones.
    pub fn with_system() -> Self {
        Self { system: Some(Arc::default()), ..Self::bundled() }
    }

    /// Returns the files of the system's fonts that may be used: a list that changes when fonts are installed or removed.
    /// It takes some time, since the fonts are listed for it.
    pub fn system_files(&self) -> impl Iterator<Item = &Path> {
        self.system.iter().flat_map(|system| system.files())
    }

    /// Uses `face` wherever a design asks for the bundled face `id`. That one still supplies characters that `face`
    /// lacks.
    pub fn replace(&mut self, id: FontId, face: Face) {
        self.instead[usize::from(id.0)] = FontId(self.faces.len() as u16);
        self.faces.push(face);
        self.shared = self.faces.iter().map(|_| OnceLock::new()).collect();
    }

    /// Uses the bundled face `other` wherever a design asks for the bundled face `id`.
    pub fn replace_with_bundled(&mut self, id: FontId, other: FontId) {
        self.instead[usize::from(id.0)] = other;
    }

    /// Returns what tells whether other fonts have the same face for each [`FontId`].
    pub(crate) fn same_faces(&self) -> SameFaces {
        SameFaces { shared: Arc::downgrade(&self.shared), system: self.system.as_ref().map(Arc::downgrade) }
    }

    /// Returns the face used wherever a design asks for the bundled face `id` (the user may have replaced it with
    /// `--font`).
    pub(crate) fn wanted(&self, id: FontId) -> FontId {
        self.instead[usize::from(id.0)]
    }

    /// Whether `id` is a user's face, whose repertoire of letters is unknown.
    pub(crate) fn is_users(&self, id: FontId) -> bool {
        (BUNDLED.len()..self.faces.len()).contains(&usize::from(id.0))
    }

    /// Returns the face with the number `id`.
    ///
    /// # Panics
    /// If `id` belongs to other [`Fonts`].
    pub fn face(&self, id: FontId) -> &Face {
        let index = usize::from(id.0);
        let system = || self.system.as_ref()?.face(index - self.faces.len());
        self.faces.get(index).or_else(system).expect("the face is one of these fonts")
    }

    /// Returns the parsed font of `id`, for shaping and metrics; `None` if the file turns out to be no font.
    pub(crate) fn font(&self, id: FontId) -> Option<&Font> {
        let index = usize::from(id.0);
        match self.shared.get(index) {
            Some(slot) => {
                if slot.get().is_none() {
                    // Another thread may have been faster; both parsed the same bytes.
                    let _ = slot.set(self.faces[index].data.parse(self.faces[index].index)?);
                }
                slot.get()
            }
            None => self.system.as_ref()?.font(index - self.faces.len()),
        }
    }

    /// Whether the face of `id` has a glyph for `character`.
    pub(crate) fn covers(&self, id: FontId, character: char) -> bool {
        self.font(id).is_some_and(|font| font.charmap().map_unicode(character).is_some_and(|glyph| glyph.to_u32() != 0))
    }

    /// Whether the face of `id` has a glyph for every visible character of `cluster`.
    pub(crate) fn covers_all(&self, id: FontId, cluster: &str) -> bool {
        cluster.chars().all(|character| is_ignorable(character) || self.covers(id, character))
    }

    /// Whether the face of `id` can set numbers with their punctuation. Faces for Arabic have digits, but no hyphen,
    /// percent sign or brackets: `2024-03-10` would be set in several faces.
    pub(crate) fn has_numbers(&self, id: FontId) -> bool {
        "0123456789-()%/+.,:".chars().all(|character| self.covers(id, character))
    }

    /// Returns a face that has a glyph for `character`, which the requested face lacks: a bundled face if possible,
    /// else one of the system's. `lang` (BCP 47) decides about the regional forms of Chinese characters.
    pub(crate) fn fallback(&self, character: char, strength: Strength, lang: &str) -> Option<FontId> {
        let bundled = order(strength).iter().copied().find(|&id| self.covers(id, character));
        bundled.or_else(|| self.systems_font(character, strength, lang))
    }

    /// Returns a fallback face, as [`Fonts::fallback`] does, for a whole `cluster`.
    pub(crate) fn fallback_for(&self, cluster: &str, strength: Strength, lang: &str) -> Option<FontId> {
        let bundled = order(strength).iter().copied().find(|&id| self.covers_all(id, cluster));
        bundled.or_else(|| {
            let found = self.systems_font(cluster.chars().next()?, strength, lang);
            found.filter(|&id| self.covers_all(id, cluster))
        })
    }

    /// Returns a fallback face for a `sign` that could be an emoji but is requested in its text form.
    pub(crate) fn fallback_for_sign(&self, sign: char, strength: Strength, lang: &str) -> Option<FontId> {
        let faces = order(strength).iter().copied().filter(|&id| id != EMOJI);
        let bundled = faces.into_iter().find(|&id| self.covers(id, sign));
        bundled
            .or_else(|| self.systems_font(sign, strength, lang))
            .or_else(|| self.covers(EMOJI, sign).then_some(EMOJI))
    }

    fn systems_font(&self, character: char, strength: Strength, lang: &str) -> Option<FontId> {
        let index = self.system.as_ref()?.covering(character, strength, lang)?;
        Some(FontId((self.faces.len() + index) as u16))
    }
}

/// Equal for [`Fonts`] that have the same face for each [`FontId`]: those that are clones of each other. Does not keep
/// the faces in memory.
#[derive(Clone)]
pub(crate) struct SameFaces {
    shared: Weak<[OnceLock<Font>]>,
    system: Option<Weak<SystemFonts>>,
}

impl PartialEq for SameFaces {
    fn eq(&self, other: &Self) -> bool {
        let same_system = match (&self.system, &other.system) {
            (Some(one), Some(other)) => one.ptr_eq(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        self.shared.ptr_eq(&other.shared) && same_system
    }
}

fn order(strength: Strength) -> &'static [FontId] {
    match strength {
        Strength::Regular => &FALLBACK,
        Strength::Bold => &BOLD_FALLBACK,
    }
}

/// Order in which bundled faces serve as fallback.
const FALLBACK: [FontId; 12] = [SERIF, SANS, ARABIC, HEBREW, DEVANAGARI, MONO, EMOJI, MATH, THAI, LAO, KHMER, MYANMAR];
/// Fallback order for bold text. Lao, Khmer and Burmese have no bold face; their headings are distinguished by size.
const BOLD_FALLBACK: [FontId; 12] = [
    SERIF_BOLD,
    SANS_SEMIBOLD,
    ARABIC_BOLD,
    HEBREW_BOLD,
    DEVANAGARI_BOLD,
    MONO,
    EMOJI,
    MATH,
    THAI_BOLD,
    LAO,
    KHMER,
    MYANMAR,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_face_is_a_font_with_letters() {
        let fonts = Fonts::bundled();
        for (number, sample) in "aaaaaaaaاאकاאक🎉∑กกກកက".chars().enumerate() {
            assert!(fonts.covers(FontId(number as u16), sample), "{number}");
        }
    }

    #[test]
    fn a_character_that_the_text_face_lacks_comes_from_another_bundled_one() {
        let fonts = Fonts::bundled();
        assert_eq!(fonts.fallback('ب', Strength::Regular, "en"), Some(ARABIC));
        assert_eq!(fonts.fallback('ب', Strength::Bold, "en"), Some(ARABIC_BOLD));
        assert_eq!(fonts.fallback('✓', Strength::Regular, "en"), Some(SANS));
        assert_eq!(fonts.fallback('🎉', Strength::Regular, "en"), Some(EMOJI));
        assert_eq!(fonts.fallback('⨂', Strength::Regular, "en"), Some(MATH));
        assert_eq!(fonts.fallback('\u{10FFFD}', Strength::Regular, "en"), None);
    }
}
