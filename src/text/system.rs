//! The system's fonts, for characters that the bundled faces lack (CJK, Tamil, symbols).
//!
//! Fonts are listed once for each [`SystemFonts`], and only when a character needs them. The list is sorted, so that
//! the same fonts give the same choice whichever article asks first. A face that was used stays in memory until the
//! [`SystemFonts`] are dropped; for the others only a map of the blocks that they cover is kept.
//!
//! The name of the family decides which face suits a character, since most families, like those of the Noto project,
//! are named after the script ("Noto Serif Tamil") or the region ("Noto Serif CJK SC"). Coverage alone would not do:
//! half a word would come from a face for another script that happens to have some of its letters.

mod families;

pub use families::{find_family, find_siblings};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use harfrust::Font;
use unicode_script::{Script, UnicodeScript};

use super::face::{Face, Strength};
use super::font_file::FontFile;

struct SystemFace {
    path: PathBuf,
    index: u32,
    family: String,
    name: String,
    strength: Strength,
    blocks: OnceLock<Blocks>,
    loaded: OnceLock<Option<(Face, Font)>>,
}

/// Preferred families, best first; all others follow by name. Serif faces match the text face.
const PREFERRED: [&str; 6] = ["Noto Serif CJK", "Noto Sans CJK", "Noto Serif", "Noto Sans", "Noto", "DejaVu"];

/// The fonts of the system, listed on first use.
#[derive(Default)]
pub(super) struct SystemFonts {
    faces: OnceLock<Vec<SystemFace>>,
    /// Choices made so far.
    known: Mutex<BTreeMap<Wish, Option<usize>>>,
}

impl SystemFonts {
    fn faces(&self) -> &[SystemFace] {
        self.faces.get_or_init(installed)
    }

    /// Returns the files of all faces: a list that changes when fonts are installed or removed.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.faces().iter().map(|face| &*face.path)
    }

    /// Returns the face with number `index` in the list, if it can be read.
    pub fn face(&self, index: usize) -> Option<&Face> {
        self.faces().get(index)?.load().map(|(face, _)| face)
    }

    /// Returns the font with number `index` in the list, if it can be read.
    pub fn font(&self, index: usize) -> Option<&Font> {
        self.faces().get(index)?.load().map(|(_, font)| font)
    }

    /// Returns the number of the best face for `character` in text of language `lang`, if any face has it.
    pub fn covering(&self, character: char, strength: Strength, lang: &str) -> Option<usize> {
        let wish = (character, Region::of(lang), strength == Strength::Bold);
        let mut known = self.known.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *known.entry(wish).or_insert_with(|| self.choose(character, strength, wish.1))
    }

    fn choose(&self, character: char, strength: Strength, region: Region) -> Option<usize> {
        let faces = self.faces();
        let mut order: Vec<usize> = (0..faces.len()).collect();
        // The sort is stable: among equal faces the order of the list decides.
        order.sort_by_key(|&index| unfitness(&faces[index], character, strength, region));
        order.into_iter().find(|&index| faces[index].may_cover(character) && faces[index].has(character))
    }
}

/// What a choice depends on.
type Wish = (char, Region, bool);

/// Lists the installed faces, sorted.
fn installed() -> Vec<SystemFace> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let mut found: Vec<_> = database.faces().filter_map(candidate).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    // A FontId has 16 bits; no machine has so many upright faces.
    found.truncate(usize::from(u16::MAX) / 2);
    found.into_iter().map(|(_, face)| face).collect()
}

type Rank = (usize, String, PathBuf, u32);

/// Accepts upright regular and bold faces with outlines; bitmap and colour fonts cannot be set.
fn candidate(info: &fontdb::FaceInfo) -> Option<(Rank, SystemFace)> {
    let strength = match info.weight {
        fontdb::Weight::NORMAL => Strength::Regular,
        fontdb::Weight::BOLD => Strength::Bold,
        _ => return None,
    };
    let fontdb::Source::File(path) = &info.source else { return None };
    let family = info.families.first()?.0.clone();
    if info.style != fontdb::Style::Normal || info.monospaced || family.contains("Emoji") {
        return None;
    }
    let preference = PREFERRED.iter().position(|name| family.starts_with(name)).unwrap_or(PREFERRED.len());
    let face = SystemFace {
        path: path.clone(),
        index: info.index,
        family: family.clone(),
        name: info.post_script_name.clone(),
        strength,
        blocks: OnceLock::new(),
        loaded: OnceLock::new(),
    };
    Some(((preference, family, path.clone(), info.index), face))
}

impl SystemFace {
    fn load(&self) -> Option<&(Face, Font)> {
        let loaded = self.loaded.get_or_init(|| {
            let data = FontFile::from(std::fs::read(&self.path).ok()?);
            let font = data.parse(self.index)?;
            let name = Cow::Owned(self.name.clone());
            Some((Face { name, data, index: self.index }, font))
        });
        loaded.as_ref()
    }

    fn may_cover(&self, character: char) -> bool {
        let blocks = self.blocks.get_or_init(|| blocks(self).unwrap_or([0; 68]));
        let block = u32::from(character) as usize / 256;
        blocks[block / 64] >> (block % 64) & 1 == 1
    }

    fn has(&self, character: char) -> bool {
        let glyph = self.load().and_then(|(_, font)| font.charmap().map_unicode(character));
        glyph.is_some_and(|glyph| glyph.to_u32() != 0)
    }
}

/// Reasons against a face for a character, the worst first; faces are sorted by it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Unfitness {
    /// The name of its family does not contain the script. For Thai, `Noto Sans` is worse than `Noto Sans Thai`.
    of_another_script: bool,
    /// It is regular where bold is requested, or the reverse.
    of_another_strength: bool,
    /// Its ideographs have another region's forms, such as Japanese ones in a Chinese text.
    of_another_region: bool,
}

fn unfitness(face: &SystemFace, character: char, strength: Strength, region: Region) -> Unfitness {
    let script = character.script();
    // The last two blocks are Chinese and Japanese punctuation and the full-width forms.
    let ideographic =
        matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Hangul)
            || matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
    let name = match script {
        _ if ideographic => "CJK",
        Script::Common | Script::Inherited | Script::Unknown => "Symbols",
        other => other.full_name(),
    };
    Unfitness {
        of_another_script: !face.family.contains(name),
        of_another_strength: face.strength != strength,
        of_another_region: ideographic && !face.family.ends_with(region.suffix()),
    }
}

/// Regions whose forms of Chinese characters differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Region {
    Mainland,
    Taiwan,
    Japan,
    Korea,
}

impl Region {
    fn of(lang: &str) -> Self {
        match lang {
            "zh-TW" | "zh-HK" | "zh-MO" => Region::Taiwan,
            _ if lang.starts_with("zh-Hant") => Region::Taiwan,
            _ if lang.starts_with("ja") => Region::Japan,
            _ if lang.starts_with("ko") => Region::Korea,
            _ => Region::Mainland,
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Region::Mainland => "SC",
            Region::Taiwan => "TC",
            Region::Japan => "JP",
            Region::Korea => "KR",
        }
    }
}

/// A bit for each block of 256 characters, set if a face has any character of it.
type Blocks = [u64; 68];

fn blocks(face: &SystemFace) -> Option<Blocks> {
    let font = Font::new(std::fs::read(&face.path).ok()?, face.index)?;
    let mut blocks = [0; 68];
    for (code, _) in font.charmap().unicodes() {
        let block = code as usize / 256;
        if let Some(word) = blocks.get_mut(block / 64) {
            *word |= 1 << (block % 64);
        }
    }
    Some(blocks)
}
