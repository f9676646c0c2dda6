//! Why a picture of the article is missing from the EPUB.

use std::fmt;

use crate::diag;
use crate::epub::tree;
use crate::{draw, raster};

/// Why a picture gets no file.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The picture itself is unusable: its text alternative replaces it, and the conversion continues.
    Unreadable(Unreadable),
    /// Its file has changed since the article was read, or writing failed: the EPUB is not made.
    Fatal(diag::Error),
}

/// Why a picture cannot be shown.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// Its pixels cannot be decoded, or cannot be encoded again.
    Raster(raster::Error),
    /// The drawing cannot be drawn as pixels.
    Drawing(draw::Error),
    /// The file of the drawing has changed since the article was read.
    Read(diag::Error),
    /// The drawing is not UTF-8.
    NotUtf8,
    /// The document type of the drawing is not closed.
    OpenDoctype,
    /// The document type of the drawing declares entities, which would be lost if it were removed.
    Entities,
    /// The drawing is not well-formed.
    Markup(tree::Error),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raster(error) => error.fmt(f),
            Self::Drawing(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
            Self::OpenDoctype => f.write_str("its document type does not end"),
            Self::Entities => f.write_str("its document type declares entities"),
            Self::Markup(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Unreadable {}

impl From<tree::Error> for Unreadable {
    fn from(error: tree::Error) -> Self {
        Self::Markup(error)
    }
}

impl From<Unreadable> for Trouble {
    fn from(why: Unreadable) -> Self {
        Self::Unreadable(why)
    }
}

impl From<raster::Error> for Trouble {
    fn from(error: raster::Error) -> Self {
        Self::Unreadable(Unreadable::Raster(error))
    }
}

impl From<draw::Error> for Trouble {
    fn from(error: draw::Error) -> Self {
        Self::Unreadable(Unreadable::Drawing(error))
    }
}

impl From<diag::Error> for Trouble {
    fn from(error: diag::Error) -> Self {
        Self::Fatal(error)
    }
}
