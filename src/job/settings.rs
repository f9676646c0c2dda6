//! What holds for every article of a run.

use std::num::NonZero;

use super::{Cancel, Cover};
use crate::design::{Design, Paper};
use crate::layout::imposition::Printing;
use crate::text::{Fonts, MissingGlyphs};
use crate::{epub, read};

/// What holds for every article of a run.
///
/// Fields will come, so settings are made by changing the default ones:
///
/// ```
/// use offprint::Settings;
/// use offprint::epub::Device;
///
/// let mut settings = Settings::default();
/// settings.epub.device = Device::Kobo;
/// settings.read.lang = Some("pt-BR".to_owned());
/// assert_ne!(settings.fingerprint(), Settings::default().fingerprint());
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// How articles are understood.
    pub read: read::Options,
    /// How pages look.
    pub design: Design,
    /// The faces to set them in.
    pub fonts: Fonts,
    /// How pages go on paper.
    pub printing: Printing,
    /// How EPUBs are made.
    pub epub: epub::Options,
    /// When the outputs were made, ISO 8601 in UTC; `None` leaves it to the dates of the article.
    pub modified: Option<String>,
    /// A cover picture from outside the input's root, over whatever the article names.
    pub cover: Option<Cover>,
    /// Sheets of paper that a PDF may take; the design is tightened until it does.
    pub max_sheets: Option<NonZero<usize>>,
    /// Pages that a PDF may have: a limit for hostile input, far above any article.
    pub max_pages: NonZero<usize>,
    /// What becomes of an article of whose letters many are in no font.
    pub missing_glyphs: MissingGlyphs,
    /// How the work is asked to stop.
    pub cancel: Cancel,
}

/// Pages that a PDF may have where nothing else is said.
const MAX_PAGES: NonZero<usize> = NonZero::<usize>::MIN.saturating_add(1_999);

impl Default for Settings {
    fn default() -> Self {
        Self {
            read: read::Options::default(),
            design: Design::article(Paper::default()),
            fonts: Fonts::with_system(),
            printing: Printing::default(),
            epub: epub::Options::default(),
            modified: None,
            cover: None,
            max_sheets: None,
            max_pages: MAX_PAGES,
            missing_glyphs: MissingGlyphs::default(),
            cancel: Cancel::default(),
        }
    }
}
