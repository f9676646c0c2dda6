//! Why something cannot be drawn.

use std::fmt;

use crate::diag;

/// Why a drawing or a formula cannot be drawn.
#[derive(Debug)]
#[cfg_attr(not(feature = "svg"), expect(dead_code, reason = "most of these need SVG to be read"))]
pub(crate) enum Error {
    /// Its file is not what it was when the article was read.
    Read(diag::Error),
    /// This build does not draw SVG.
    #[cfg_attr(feature = "svg", expect(dead_code, reason = "this build draws SVG"))]
    NoSvg,
    /// Its file is longer than is read.
    TooLong,
    /// It is not UTF-8.
    NotUtf8,
    /// Its elements, references followed, are nested deeper than the libraries recurse.
    TooDeep,
    /// It unfolds to too much markup, or touches too many pixels.
    TooComplex,
    /// It is no XML, or no SVG; the parser's own words.
    Markup(String),
    /// There is not enough memory for its pixels.
    Memory,
    /// A formula holds something else than glyphs and rules.
    NotAFormula,
    /// A face of a formula cannot be read.
    Face,
    /// Its pixels cannot be written as a PNG; the encoder's own words.
    Encode(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read(error) => return error.fmt(f),
            Self::NoSvg => "it is SVG, which this build of Offprint does not draw (feature `svg`)",
            Self::TooLong => "it is too long",
            Self::NotUtf8 => "it is not UTF-8",
            Self::TooDeep => "it is nested too deeply",
            Self::TooComplex => "it is too complex",
            Self::Markup(reason) | Self::Encode(reason) => reason,
            Self::Memory => "there is not enough memory",
            Self::NotAFormula => "it has more than letters and rules",
            Self::Face => "a face cannot be read",
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => Some(error),
            _ => None,
        }
    }
}
