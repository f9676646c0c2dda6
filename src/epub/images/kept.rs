//! Stores converted pictures until they go into the container.
//!
//! The package document describes every picture and precedes them all, so all must be converted before anything is
//! written. They are not held in memory, but one after another in a file that the caller provides.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

use crate::diag::Error;

/// Temporary storage: a temporary file, or a [`Cursor`](io::Cursor) over a vector.
pub trait Scratch: Read + Write + Seek {}
impl<T: Read + Write + Seek> Scratch for T {}

/// Pictures stored one after another.
pub(in crate::epub) struct Kept<'a> {
    scratch: &'a mut dyn Scratch,
    end: u64,
}

impl<'a> Kept<'a> {
    /// Creates an empty store in `scratch`.
    pub(in crate::epub) fn new(scratch: &'a mut dyn Scratch) -> Self {
        Self { scratch, end: 0 }
    }

    /// Stores `bytes` and returns their range.
    pub(super) fn keep(&mut self, bytes: &[u8]) -> Result<Range<u64>, Error> {
        let start = self.end;
        self.scratch.seek(SeekFrom::Start(start)).map_err(refused)?;
        self.scratch.write_all(bytes).map_err(refused)?;
        self.end += bytes.len() as u64;
        Ok(start..self.end)
    }

    /// Copies the bytes in `range` to `out`.
    pub(super) fn copy(&mut self, range: &Range<u64>, out: &mut dyn Write) -> Result<(), Error> {
        let length = range.end - range.start;
        self.scratch.seek(SeekFrom::Start(range.start)).map_err(refused)?;
        let copied = io::copy(&mut (&mut *self.scratch).take(length), out).map_err(refused)?;
        if copied == length { Ok(()) } else { Err(refused(io::ErrorKind::UnexpectedEof.into())) }
    }
}

fn refused(error: io::Error) -> Error {
    Error::Output { format: "EPUB", reason: format!("the temporary file for its pictures failed: {error}") }
}
