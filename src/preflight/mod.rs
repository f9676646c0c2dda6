//! Preflight: finds on the typeset pages what a reader would see as a fault in print.
//!
//! [`findings`] is a function of the pages, the article and the messages about it. Each [`Finding`] has a [`Kind`], the
//! page, and the place in the source where that is known. The bounds:
//!
//! | kind | bound |
//! |---|---|
//! | low-resolution | fewer than 200 pixels an inch, at the size that the picture is printed |
//! | small-print | type under 7 pt as printed, imposition included (`layout::small_print`) |
//! | out-of-gamut | a colour that coated paper cannot hold within ΔE 10 (`gamut`), or 5 % of a picture's colours |
//! | missing-glyph | a box in place of a character |
//! | slug-byline | a byline that is a key of the site, such as `anna-kern` |
//! | no-alt | a printed picture of which neither is said what it shows nor that it is decoration |
//! | broken-link | a link that leads nowhere in the article or the archive, and was printed as plain text |
//! | wide-gap | a word space over 0.85 em |
//! | river | word spaces one below the other in five or more lines |
//! | short-last-page | a last page whose type area is filled to less than a quarter |
//! | page-count | another number of pages than `--fit` asks for, above all more than 100 % of it ([`page_count`]) |
//!
//! Limits: letters and pictures inside SVG are not measured; a picture's colours are taken for sRGB, whatever its
//! profile.

mod colours;
mod ends;
mod gamut;
mod goal;
mod pictures;
mod spacing;
#[cfg(test)]
mod tests;
mod text;
mod view;
mod words;

use serde::Serialize;

use crate::article::Article;
use crate::diag::Diagnostic;
use crate::job::PageGoal;
use crate::layout::Pages;
use crate::source::Span;
use crate::text::Fonts;
use view::View;

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Its kind.
    #[serde(rename = "code")]
    pub kind: Kind,
    /// The number of the first page that it concerns, from 1 in the PDF; `None` if it concerns no page.
    pub page: Option<usize>,
    /// Where the source has it; `None` if that is not known.
    #[serde(skip)]
    pub span: Option<Span>,
    /// What was found, in one sentence without a full stop.
    pub message: String,
    /// What was measured, in the unit of the bound; `None` where nothing is measured.
    pub measured: Option<f64>,
}

impl Finding {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, page: None, span: None, message: message.into(), measured: None }
    }

    /// Sets the page, by its index, and the place.
    fn on(self, page: Option<usize>, span: Option<Span>) -> Self {
        Self { page: page.map(|page| page + 1), span, ..self }
    }

    fn measuring(self, value: f64) -> Self {
        // Digits beyond the second are noise of the computation, and would differ between machines.
        Self { measured: Some((value * 100.0).round() / 100.0), ..self }
    }
}

/// Kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A picture with too few pixels for its printed size.
    LowResolution,
    /// Text that is too small to be read.
    SmallPrint,
    /// A colour that inks cannot mix.
    OutOfGamut,
    /// A box in place of a character that no font has.
    MissingGlyph,
    /// A byline that is a key of the site.
    SlugByline,
    /// A picture without an alternative text.
    NoAlt,
    /// A link that leads nowhere.
    BrokenLink,
    /// Word spaces that are too wide.
    WideGap,
    /// Word spaces that form a white line down the paragraph.
    River,
    /// A last page that is nearly empty.
    ShortLastPage,
    /// Another number of pages than was asked for.
    PageCount,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::LowResolution,
        Self::SmallPrint,
        Self::OutOfGamut,
        Self::MissingGlyph,
        Self::SlugByline,
        Self::NoAlt,
        Self::BrokenLink,
        Self::WideGap,
        Self::River,
        Self::ShortLastPage,
        Self::PageCount,
    ];

    /// Its name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::LowResolution => "low-resolution",
            Self::SmallPrint => "small-print",
            Self::OutOfGamut => "out-of-gamut",
            Self::MissingGlyph => "missing-glyph",
            Self::SlugByline => "slug-byline",
            Self::NoAlt => "no-alt",
            Self::BrokenLink => "broken-link",
            Self::WideGap => "wide-gap",
            Self::River => "river",
            Self::ShortLastPage => "short-last-page",
            Self::PageCount => "page-count",
        }
    }
}

/// Returns what is wrong on `pages`, onto which `article` was typeset in `fonts`, in the order of the pages. `said` are
/// the messages about the article: they know of links and names that the article no longer shows.
pub fn findings(pages: &Pages, article: &Article, fonts: &Fonts, said: &[Diagnostic]) -> Vec<Finding> {
    let view = View::new(pages, article);
    let mut found = Vec::new();
    pictures::check(&view, fonts, &mut found);
    text::check(&view, &mut found);
    colours::check(&view, &mut found);
    words::check(&view, said, &mut found);
    spacing::check(&view, &mut found);
    ends::check(&view, &mut found);
    found.sort_by_key(|finding| (finding.page, finding.span, finding.kind));
    found
}

/// Adds to `found` that `pages` are more or fewer than `goal` asks for, if they are.
pub fn page_count(pages: &Pages, goal: PageGoal, found: &mut Vec<Finding>) {
    found.extend(goal::check(pages, goal));
    found.sort_by_key(|finding| (finding.page, finding.span, finding.kind));
}
