//! Where the outputs of an article go, when all of them are made.

use std::io::{self, Cursor, Seek, Write};

use super::disk::Staged;
use super::{Made, Output};
use crate::diag::Error;
use crate::epub::Scratch;

/// What an output is written to.
pub(super) trait WriteSeek: Write + Seek {}
impl<T: Write + Seek> WriteSeek for T {}

/// A place for an output and for what waits until it is written.
pub(super) struct Place<'a> {
    pub out: &'a mut dyn WriteSeek,
    pub scratch: &'a mut dyn Scratch,
}

/// Writes an output to its place.
pub(super) type Fill<'a> = dyn FnMut(Place<'_>) -> Result<(), Error> + 'a;

/// Takes outputs one by one, and publishes all or none.
pub(super) trait Delivery<'a> {
    /// Takes `output`, which `fill` writes.
    fn take(&mut self, output: &'a Output, fill: &mut Fill<'_>) -> Result<(), Error>;

    /// Publishes what was taken.
    fn publish(&mut self) -> Result<(), Error>;
}

/// Outputs on disk, written straight to temporary files beside their places.
#[derive(Default)]
pub(super) struct OnDisk(Vec<Staged>);

impl<'a> Delivery<'a> for OnDisk {
    fn take(&mut self, output: &'a Output, fill: &mut Fill<'_>) -> Result<(), Error> {
        self.0.push(Staged::new(&output.path, fill)?);
        Ok(())
    }

    fn publish(&mut self) -> Result<(), Error> {
        self.0.drain(..).try_for_each(Staged::publish)
    }
}

/// Outputs in memory, handed on together.
pub(super) struct InMemory<'a, 'd> {
    made: Made<'a>,
    deliver: &'d mut dyn FnMut(Made) -> Result<(), Error>,
}

impl<'d> InMemory<'_, 'd> {
    pub(super) fn new(deliver: &'d mut dyn FnMut(Made) -> Result<(), Error>) -> Self {
        Self { made: Vec::new(), deliver }
    }
}

impl<'a> Delivery<'a> for InMemory<'a, '_> {
    fn take(&mut self, output: &'a Output, fill: &mut Fill<'_>) -> Result<(), Error> {
        self.made.push((output, in_memory(fill)?));
        Ok(())
    }

    fn publish(&mut self) -> Result<(), Error> {
        (self.deliver)(std::mem::take(&mut self.made))
    }
}

/// What `fill` writes.
pub(super) fn in_memory(fill: &mut Fill<'_>) -> Result<Vec<u8>, Error> {
    let mut out = Cursor::new(Vec::new());
    fill(Place { out: &mut out, scratch: &mut Cursor::new(Vec::new()) })?;
    Ok(out.into_inner())
}

/// A file that remembers why it could not be written: a library in between knows only that it failed.
pub(super) struct Noted<W> {
    pub inner: W,
    pub error: Option<io::Error>,
}

impl<W> Noted<W> {
    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let told = io::Error::new(error.kind(), error.to_string());
            self.error.get_or_insert(error);
            told
        })
    }
}

impl<W: Write> Write for Noted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        self.note(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.note(result)
    }
}

impl<W: Seek> Seek for Noted<W> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        let result = self.inner.seek(to);
        self.note(result)
    }
}
