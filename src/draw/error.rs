//! Why something cannot be drawn.

use std::fmt;

use crate::diag;

/// Why a drawing or a formula cannot be drawn.
#[derive(Debug)]
#[cfg_attr(not(feature = "svg"), expect(dead_code, reason = "most of these need SVG to be read"))]
pub(crate) enum Error {
    /// Its file has changed since the article was read.
    Read(diag::Error),
    /// This build does not draw SVG.
    #[cfg_attr(feature = "svg", expect(dead_code, reason = "this build draws SVG"))]
    NoSvg,
    /// Its file is longer than the limit.
    TooLong,
    /// It is not UTF-8.
    NotUtf8,
    /// Its elements, including references, are nested more deeply than the libraries can recurse.
    TooDeep,
    /// It expands to too much markup, or paints too many pixels.
    TooComplex,
    /// It is not well-formed XML, or not SVG; holds the parser's message.
    Markup(String),
    /// There is not enough memory for its pixels.
    Memory,
    /// A formula contains something other than glyphs and rules.
    NotAFormula,
    /// A face that a formula uses cannot be read.
    Face,
    /// Its pixels cannot be written as a PNG; holds the encoder's message.
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
            Self::NotAFormula => "it contains something other than glyphs and rules",
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
