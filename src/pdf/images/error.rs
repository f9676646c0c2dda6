//! Why a picture is missing from the PDF.

use std::fmt;

use crate::diag;
use crate::{draw, raster};

/// Why a picture has no XObject.
#[derive(Debug)]
pub(super) enum Failure {
    /// The picture cannot be decoded: the page shows a grey box instead, and the conversion continues.
    Broken(Broken),
    /// Its file has changed since the article was read: the PDF is not made.
    Gone(diag::Error),
}

/// Why a picture cannot be decoded.
#[derive(Debug)]
pub(super) enum Broken {
    /// Its pixels cannot be decoded.
    Raster(raster::Error),
    /// The drawing cannot be drawn.
    Drawing(draw::Error),
    /// The encoder of its samples failed.
    Encode(image::ImageError),
    /// Its samples cannot be compressed.
    Pack,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raster(error) => error.fmt(f),
            Self::Drawing(error) => error.fmt(f),
            Self::Encode(error) => error.fmt(f),
            Self::Pack => f.write_str("it cannot be packed"),
        }
    }
}

impl std::error::Error for Broken {}

impl From<raster::Error> for Broken {
    fn from(error: raster::Error) -> Self {
        Self::Raster(error)
    }
}

impl From<draw::Error> for Broken {
    fn from(error: draw::Error) -> Self {
        Self::Drawing(error)
    }
}

impl From<image::ImageError> for Broken {
    fn from(error: image::ImageError) -> Self {
        Self::Encode(error)
    }
}

impl<E: Into<Broken>> From<E> for Failure {
    fn from(why: E) -> Self {
        Self::Broken(why.into())
    }
}

impl From<diag::Error> for Failure {
    fn from(error: diag::Error) -> Self {
        Self::Gone(error)
    }
}
