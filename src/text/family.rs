//! Families of faces: the bundled ones, their styles, and suggestions for misspelled names.

use std::path::{Path, PathBuf};

use super::{FontId, bundled};

/// Bundled families: name, description, and faces in the order of [`Style::ALL`].
pub(super) const BUNDLED: [(&str, &str, [FontId; 4]); 3] = [
    ("EB Garamond", "serif", [bundled::SERIF, bundled::SERIF_ITALIC, bundled::SERIF_BOLD, bundled::SERIF_BOLD_ITALIC]),
    ("Source Sans 3", "sans", [bundled::SANS, bundled::SANS_ITALIC, bundled::SANS_SEMIBOLD, bundled::SANS_SEMIBOLD]),
    ("JetBrains Mono", "mono", [bundled::MONO, bundled::MONO, bundled::MONO_BOLD, bundled::MONO_BOLD]),
];

/// The styles of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// Upright, for text.
    Regular,
    /// Italic or oblique.
    Italic,
    /// Upright, bold or semi-bold.
    Bold,
    /// Bold and italic.
    BoldItalic,
}

impl Style {
    /// All styles, in the order in which families list their faces.
    pub const ALL: [Style; 4] = [Style::Regular, Style::Italic, Style::Bold, Style::BoldItalic];

    /// Its name in a design.
    pub fn name(self) -> &'static str {
        match self {
            Style::Regular => "regular",
            Style::Italic => "italic",
            Style::Bold => "bold",
            Style::BoldItalic => "bold-italic",
        }
    }

    /// Its name in a font (OpenType specification, `name`, identifier 2).
    pub fn title(self) -> &'static str {
        match self {
            Style::Regular => "Regular",
            Style::Italic => "Italic",
            Style::Bold => "Bold",
            Style::BoldItalic => "Bold Italic",
        }
    }
}

/// Returns the faces of the bundled family `family` (also `serif`, `sans`, `mono`), in the order of [`Style::ALL`].
pub fn bundled_family(family: &str) -> Option<[FontId; 4]> {
    let called = |name: &str| name.eq_ignore_ascii_case(family);
    BUNDLED.iter().find(|(name, kind, _)| called(name) || called(kind)).map(|(.., faces)| *faces)
}

/// A face found on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its style.
    pub style: Style,
    /// Its file.
    pub path: PathBuf,
    /// Its number in a collection, else 0.
    pub index: u32,
}

/// Returns the bundled family with the name most similar to `family`, if any is similar.
#[cfg(not(feature = "system-fonts"))]
pub(super) fn closest_bundled(family: &str) -> Option<String> {
    closest(family, BUNDLED.map(|(name, ..)| name)).map(str::to_owned)
}

/// Names of the bundled families.
#[cfg(feature = "system-fonts")]
pub(super) fn bundled_names() -> impl Iterator<Item = &'static str> {
    BUNDLED.iter().map(|(name, ..)| *name)
}

/// Whether `path` ends in an extension of font files.
pub fn is_font_file(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["otf", "ttf", "ttc", "otc", "woff", "woff2"].iter().any(|known| extension == *known)
}

/// Returns the one of `names` that `word` was most likely meant to be.
pub fn closest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let scored = names.into_iter().map(|name| (strsim::jaro_winkler(&word, &name.to_lowercase()), name));
    scored.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}
