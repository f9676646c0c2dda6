//! The system's fonts, for characters that the bundled faces lack (CJK, Tamil, symbols).
//!
//! They are found once for each process, and only when a character asks for them. The list is sorted, so that the same
//! fonts on the machine give the same choice, whichever article asks first. Data stays in memory for the life of the
//! process, like that of the bundled faces.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use harfrust::Font;

use super::fonts::Face;

struct SystemFace {
    path: PathBuf,
    index: u32,
    name: String,
    loaded: OnceLock<Option<(Face, Font)>>,
}

/// Families in the order of preference; others come after these, by name. Serif faces match the text face.
const PREFERRED: [&str; 6] = ["Noto Serif CJK", "Noto Sans CJK", "Noto Serif", "Noto Sans", "Noto", "DejaVu"];

fn faces() -> &'static [SystemFace] {
    static FACES: OnceLock<Vec<SystemFace>> = OnceLock::new();
    FACES.get_or_init(|| {
        let mut database = fontdb::Database::new();
        database.load_system_fonts();
        let mut found: Vec<_> = database.faces().filter_map(candidate).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        // A FontId has 16 bits; no machine has that many upright faces of interest.
        found.truncate(usize::from(u16::MAX) / 2);
        found.into_iter().map(|(_, face)| face).collect()
    })
}

type Rank = (usize, String, PathBuf, u32);

/// Upright regular faces of outline fonts; bitmap and colour fonts cannot be set.
fn candidate(info: &fontdb::FaceInfo) -> Option<(Rank, SystemFace)> {
    let upright = info.style == fontdb::Style::Normal && info.weight == fontdb::Weight::NORMAL;
    let fontdb::Source::File(path) = &info.source else { return None };
    let family = info.families.first()?.0.clone();
    if !upright || info.monospaced || family.contains("Emoji") {
        return None;
    }
    let preference = PREFERRED.iter().position(|name| family.starts_with(name)).unwrap_or(PREFERRED.len());
    let face = SystemFace {
        path: path.clone(),
        index: info.index,
        name: info.post_script_name.clone(),
        loaded: OnceLock::new(),
    };
    Some(((preference, family, path.clone(), info.index), face))
}

fn load(index: usize) -> Option<&'static (Face, Font)> {
    let face = faces().get(index)?;
    let loaded = face.loaded.get_or_init(|| {
        let data: &'static [u8] = Box::leak(std::fs::read(&face.path).ok()?.into_boxed_slice());
        let font = Font::new(data, face.index)?;
        let name = Cow::Owned(face.name.clone());
        Some((Face { name, data: Cow::Borrowed(data), index: face.index }, font))
    });
    loaded.as_ref()
}

/// The face with number `index` in the list.
///
/// # Panics
/// If `index` did not come from [`covering`].
pub(super) fn face(index: usize) -> &'static Face {
    &load(index).expect("the face was loaded when it was chosen").0
}

/// The font with number `index` in the list.
pub(super) fn font(index: usize) -> Option<&'static Font> {
    load(index).map(|(_, font)| font)
}

/// Number of the first face that has `character`.
pub(super) fn covering(character: char) -> Option<usize> {
    static KNOWN: Mutex<BTreeMap<char, Option<usize>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    *known.entry(character).or_insert_with(|| (0..faces().len()).find(|&index| has(index, character)))
}

fn has(index: usize, character: char) -> bool {
    font(index).is_some_and(|font| font.charmap().map_unicode(character).is_some_and(|glyph| glyph.to_u32() != 0))
}
