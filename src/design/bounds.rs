//! How far copyfitting may change a design.

use crate::units::Pt;

/// The bounds within which pages are fitted to a number of pages. Each is a minimum and a maximum; what a design already
/// exceeds stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct FitBounds {
    /// Room around headings and figures and at the opening, as a factor.
    pub gaps: (f64, f64),
    /// Height of pictures, as a factor.
    pub pictures: (f64, f64),
    /// [`Spacing::looseness`](super::Spacing::looseness) of paragraphs.
    pub paragraphs: (f64, f64),
    /// Leading, in ems of running text.
    pub leading: (f64, f64),
    /// Size of type, as a factor.
    pub size: (f64, f64),
    /// Minimum size of running text.
    pub least_size: Pt,
}

impl FitBounds {
    /// The bounds of designs for text at the size of books.
    pub(super) const TEXT: FitBounds = FitBounds {
        gaps: (0.5, 1.5),
        pictures: (0.6, 1.25),
        paragraphs: (-1.0, 1.0),
        leading: (1.2, 1.5),
        size: (0.8, 1.1),
        least_size: Pt(9.5),
    };
}
