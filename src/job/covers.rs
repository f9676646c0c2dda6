//! Composed covers of the outputs: which of them have one, and what the EPUB gets of it.

use super::Settings;
use crate::article::Article;
use crate::cover::{self, Choice, CoverPage, Shows};
use crate::diag::Diagnostics;
use crate::epub::{self, ComposedCover};
use crate::layout::imposition::{self, Imposition};

/// The design whose PDFs have a cover without being asked for one.
const BOOK: &str = "book";

/// Returns the cover of `article`.
pub(super) fn of<'a>(article: &'a Article, settings: &'a Settings) -> Option<cover::Cover<'a>> {
    cover::of(article, &settings.covers, settings.cover.is_some(), &settings.fonts)
}

/// Whether the PDF of `article` begins with a cover.
pub(super) fn on_paper(article: &Article, settings: &Settings) -> bool {
    let composed = !matches!(settings.covers.design, Choice::None);
    // Where several pages share a sheet, a cover has no sheet of its own to be one.
    let room = match settings.printing.imposition {
        None => true,
        // A cover to the page's edge would make pages that are reduced anyway smaller still.
        Some(Imposition::Booklet) => imposition::keeps_size(&settings.printing, settings.design.paper),
        Some(_) => false,
    };
    match settings.covers.page {
        CoverPage::Always => true,
        CoverPage::Never => false,
        CoverPage::Books => composed && room && (settings.design.name == BOOK || !article.bound.is_empty()),
    }
}

/// The cover of an EPUB.
pub(super) enum EpubCover {
    Bare,
    Credited,
    Composed(Box<ComposedCover>),
}

impl EpubCover {
    /// Draws `cover`, and reports what was done to its picture.
    pub(super) fn of(cover: Option<&cover::Cover<'_>>, diagnostics: &mut Diagnostics) -> Self {
        let Some(cover) = cover else { return Self::Bare };
        let image = cover.image();
        cover.report(diagnostics);
        match image {
            Some(image) => {
                let shows = match image.shows {
                    Shows::Whole => epub::Shows::Whole,
                    Shows::Part => epub::Shows::Part,
                    Shows::Nothing => epub::Shows::Nothing,
                };
                let mut composed = ComposedCover::new(image.bytes, image.extension, image.alt, shows);
                composed.decoded = image.decoded;
                Self::Composed(Box::new(composed))
            }
            None if cover.is_bare() => Self::Bare,
            None => Self::Credited,
        }
    }

    pub(super) fn borrowed(&self) -> epub::Cover<'_> {
        match self {
            Self::Bare => epub::Cover::Bare,
            Self::Credited => epub::Cover::Credited,
            Self::Composed(composed) => epub::Cover::Composed(composed),
        }
    }
}
