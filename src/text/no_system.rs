//! The replacement for system fonts in a build without the feature `system-fonts`: there are none.

use std::path::Path;

use harfrust::Font;

use super::face::{Face, Strength};
use super::family::{Found, Style, closest_bundled};

/// No fonts.
#[derive(Default)]
pub(super) struct SystemFonts;

impl SystemFonts {
    /// Always none.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        std::iter::empty()
    }

    /// Always `None`.
    pub fn face(&self, _: usize) -> Option<&Face> {
        None
    }

    /// Always `None`.
    pub fn font(&self, _: usize) -> Option<&Font> {
        None
    }

    /// Always `None`.
    pub fn covering(&self, _: char, _: Strength, _: &str) -> Option<usize> {
        None
    }
}

/// Finds no family, since system fonts are not available.
///
/// # Errors
/// Always: the bundled family with the most similar name, if any is similar.
pub fn find_family(family: &str) -> Result<Vec<Found>, Option<String>> {
    Err(closest_bundled(family))
}

/// Returns only the face in the font file `path`; the files beside it are not examined.
pub fn find_siblings(path: &Path) -> Vec<Found> {
    vec![Found { style: Style::Regular, path: path.to_owned(), index: 0 }]
}
