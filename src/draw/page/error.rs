//! Why a page cannot be rendered as pixels.

use std::fmt;

use super::MAX_PIXELS;
use crate::diag;

/// Why a page cannot be rendered as pixels.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageError {
    /// The resolution is zero, negative, infinite or not a number.
    Resolution {
        /// The resolution, in pixels per inch.
        dpi: f64,
    },
    /// The page has no size, or a size that is not a number.
    Extent,
    /// The page would have more pixels than are allowed.
    TooLarge {
        /// Its width in pixels.
        width: f64,
        /// Its height in pixels.
        height: f64,
    },
    /// A face that the page uses cannot be read.
    Face {
        /// Its name.
        name: String,
    },
    /// The file of a picture has changed since the article was read.
    Picture(diag::Error),
    /// The pixels cannot be written as a PNG.
    Encoding {
        /// The encoder reported an error; holds its message.
        reason: String,
    },
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resolution { dpi } => {
                write!(f, "a page cannot be drawn at {dpi} pixels to the inch; give a number above 0, such as 96")
            }
            Self::Extent => f.write_str("the page has no width or no height; give one that `layout::typeset` has made"),
            Self::TooLarge { width, height } => write!(
                f,
                "the page would have {width:.0} × {height:.0} pixels, and {MAX_PIXELS} is the most; choose a lower \
                 resolution"
            ),
            Self::Face { name } => write!(f, "the font {name} cannot be used: a glyph of it cannot be read"),
            Self::Picture(error) => write!(f, "{error}"),
            Self::Encoding { reason } => write!(f, "the page cannot be written as a PNG: {reason}"),
        }
    }
}

impl std::error::Error for PageError {}

impl From<diag::Error> for PageError {
    fn from(error: diag::Error) -> Self {
        Self::Picture(error)
    }
}
