//! The settings of a run.

use std::num::NonZero;

use super::{Cancel, Cover, PageGoal};
use crate::cover;
use crate::design::{Design, Paper};
use crate::layout::imposition::Printing;
use crate::text::{Fonts, MissingGlyphs};
use crate::{epub, read};

/// The settings of a run, which apply to every article.
///
/// Fields may be added, so create settings by changing the defaults:
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
    /// How articles are read.
    pub read: read::Options,
    /// How pages look.
    pub design: Design,
    /// The faces that set them.
    pub fonts: Fonts,
    /// How pages are arranged on paper.
    pub printing: Printing,
    /// How EPUBs are made.
    pub epub: epub::Options,
    /// Time of creation, ISO 8601 in UTC; if `None`, the dates of the article are used.
    pub modified: Option<String>,
    /// A cover picture from outside the input's root, which overrides the one that the article names.
    pub cover: Option<Cover>,
    /// A cover picture from outside the input's root for articles that name none, and for books.
    pub default_cover: Option<Cover>,
    /// How covers are made.
    pub covers: cover::Options,
    /// Number of pages that the PDF should have: its design is changed within its [bounds](Design::fit). The nearest
    /// number is made if it cannot be reached, with a warning (`not-fitted`). Pages of the cover count.
    pub fit: Option<PageGoal>,
    /// Maximum number of sheets of paper for a PDF; the design is tightened until it fits. Without effect
    /// beside [`Settings::fit`].
    pub max_sheets: Option<NonZero<usize>>,
    /// Maximum number of pages of a PDF: a limit for hostile input, far above any article.
    pub max_pages: NonZero<usize>,
    /// Whether an article is rejected if the fonts lack many of its letters.
    pub missing_glyphs: MissingGlyphs,
    /// The handle for cancelling the work.
    pub cancel: Cancel,
}

/// Default maximum number of pages of a PDF.
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
            default_cover: None,
            covers: cover::Options::default(),
            fit: None,
            max_sheets: None,
            max_pages: MAX_PAGES,
            missing_glyphs: MissingGlyphs::default(),
            cancel: Cancel::default(),
        }
    }
}
