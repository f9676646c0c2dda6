//! The input: its path, its bytes, and places in it.
//!
//! From here on, text in UTF-16 or UTF-32 with a byte-order mark is UTF-8, and lines end in LF or CRLF (`encoding`).
//! So a place is a line and column as an editor shows them.

mod encoding;
mod places;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::OnceLock;

use places::Places;

/// The source of an article, not yet parsed.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path, used in messages, for the names of outputs and for a date in the name. `-` is standard input.
    pub path: PathBuf,
    /// Its bytes, which may not be valid UTF-8. [`Source::new`] converts them to the encoding and line ends that the
    /// rest of the crate expects. They must not be changed once [`Source::line_column`] was called.
    pub bytes: Vec<u8>,
    /// What makes [`Source::line_column`] quick, made when that is first called.
    places: OnceLock<Places>,
}

impl Source {
    /// A source of `bytes` that came from `path`.
    pub fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: encoding::normal(bytes.into()), places: OnceLock::new() }
    }

    /// Names the format of the bytes if it is not text, such as `a ZIP archive`; `None` if it may be text.
    pub(crate) fn foreign(&self) -> Option<&'static str> {
        encoding::foreign(&self.bytes)
    }

    /// Returns line and column of the byte at `offset`, both from 1. Columns count characters, as editors do.
    ///
    /// An offset past the end gives the place after the last byte.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        self.places.get_or_init(|| Places::of(&self.bytes)).line_column(&self.bytes, offset)
    }
}

/// A range of the source in bytes; `start <= end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The span of `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
