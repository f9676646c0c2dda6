//! The input: its path, its bytes, and places in it.
//!
//! Text in UTF-16 or UTF-32 with a byte-order mark is UTF-8 from here on, and lines end in LF or CRLF (`encoding`), so
//! places are lines and columns as an editor shows them.

mod encoding;

use std::ops::Range;
use std::path::PathBuf;

/// An article before it is understood.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it came from; for messages, the name of the outputs and dates in the name. `-` for standard input.
    pub path: PathBuf,
    /// Its bytes, not yet known to be UTF-8. [`Source::new`] has them in the encoding and with the line ends that the
    /// rest of the crate expects.
    pub bytes: Vec<u8>,
}

impl Source {
    /// A source of `bytes` that came from `path`.
    pub fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: encoding::normal(bytes.into()) }
    }

    /// What is known to be other than text in the bytes, such as `a ZIP archive`; `None` where nothing is.
    pub(crate) fn foreign(&self) -> Option<&'static str> {
        encoding::foreign(&self.bytes)
    }

    /// Line and column of the byte at `offset`, both from 1; the column counts characters, as editors do.
    ///
    /// An offset past the end is the place after the last byte.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        (line, String::from_utf8_lossy(&before[start..]).chars().count() + 1)
    }
}

/// A stretch of the source, in bytes from its start; `start <= end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
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
