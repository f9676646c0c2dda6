//! Why an EPUB could not be assembled.
//!
//! None of these is about the article, whose faults become diagnostics. A [`Failure`] means that a library rejected
//! our data, or that a document of the package does not have the expected form.

use std::{fmt, io};

use super::tree;
use crate::diag;

/// Why the files of an EPUB could not be made.
#[derive(Debug)]
pub(super) enum Failure {
    /// A generated document is not well-formed, or lacks an expected element.
    Tree(tree::Error),
    /// epub-builder rejected the package.
    Builder(epub_builder::Error),
    /// The archive that epub-builder made cannot be read.
    Archive(zip::result::ZipError),
    /// A document in that archive cannot be read.
    Read(io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tree(error) => error.fmt(f),
            Self::Builder(error) => error.fmt(f),
            Self::Archive(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl From<tree::Error> for Failure {
    fn from(error: tree::Error) -> Self {
        Self::Tree(error)
    }
}

impl From<epub_builder::Error> for Failure {
    fn from(error: epub_builder::Error) -> Self {
        Self::Builder(error)
    }
}

impl From<zip::result::ZipError> for Failure {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Archive(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl From<Failure> for diag::Error {
    fn from(failure: Failure) -> Self {
        Self::Output { format: "EPUB", reason: failure.to_string() }
    }
}
