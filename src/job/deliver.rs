//! Delivery of the outputs of an article, once all of them are made.

use std::io::{Cursor, Seek, Write};

use super::{Made, Output};
use crate::diag::Error;
use crate::epub::Scratch;

/// A writer for an output.
pub(crate) trait WriteSeek: Write + Seek {}
impl<T: Write + Seek> WriteSeek for T {}

/// The writer for an output, and temporary storage.
pub(crate) struct OutputSink<'a> {
    pub out: &'a mut dyn WriteSeek,
    pub scratch: &'a mut dyn Scratch,
}

/// A function that writes an output to its place.
pub(crate) type Fill<'a> = dyn FnMut(OutputSink<'_>) -> Result<(), Error> + 'a;

/// Takes outputs one by one, and publishes all of them or none.
pub(crate) trait Delivery<'a> {
    /// Rejects `outputs` that must not be written, before anything is made.
    fn admit(&self, outputs: &[Output]) -> Result<(), Error> {
        let _ = outputs;
        Ok(())
    }

    /// Takes `output`, which `fill` writes.
    fn take(&mut self, output: &'a Output, fill: &mut Fill<'_>) -> Result<(), Error>;

    /// Publishes the outputs taken.
    fn publish(&mut self) -> Result<(), Error>;
}

/// Outputs in memory, passed on together.
pub(crate) struct InMemory<'a, 'd> {
    made: Made<'a>,
    deliver: &'d mut dyn FnMut(Made) -> Result<(), Error>,
}

impl<'d> InMemory<'_, 'd> {
    pub(crate) fn new(deliver: &'d mut dyn FnMut(Made) -> Result<(), Error>) -> Self {
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

/// Returns what `fill` writes.
pub(crate) fn in_memory(fill: &mut Fill<'_>) -> Result<Vec<u8>, Error> {
    let mut out = Cursor::new(Vec::new());
    fill(OutputSink { out: &mut out, scratch: &mut Cursor::new(Vec::new()) })?;
    Ok(out.into_inner())
}
