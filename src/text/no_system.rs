//! A build without the feature `system-fonts`: no installed font is looked for.

use std::path::Path;

use harfrust::Font;

use super::face::{Face, Strength};
use super::family::{Found, Style, closest_bundled};

/// No fonts.
#[derive(Default)]
pub(super) struct SystemFonts;

impl SystemFonts {
    /// None.
    pub fn face(&self, _: usize) -> Option<&Face> {
        None
    }

    /// None.
    pub fn font(&self, _: usize) -> Option<&Font> {
        None
    }

    /// None.
    pub fn covering(&self, _: char, _: Strength, _: &str) -> Option<usize> {
        None
    }
}

/// The faces of the family `family` among the system's fonts: none.
///
/// # Errors
/// Always: the bundled family with the most similar name, if any is similar.
pub fn find_family(family: &str) -> Result<Vec<Found>, Option<String>> {
    Err(closest_bundled(family))
}

/// The face in the font file `path` alone; those beside it are not looked at.
pub fn find_siblings(path: &Path) -> Vec<Found> {
    vec![Found { style: Style::Regular, path: path.to_owned(), index: 0 }]
}
