//! Where the outputs of an article go, when all of them are made.

use std::io::{self, Cursor, Read, Seek, Write};

use super::disk::Staged;
use super::ours::is_ours;
use super::{Made, Output, Overwrite};
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
    /// Refuses `outputs` that must not be written, before anything is made.
    fn admit(&self, outputs: &[Output]) -> Result<(), Error> {
        let _ = outputs;
        Ok(())
    }

    /// Takes `output`, which `fill` writes.
    fn take(&mut self, output: &'a Output, fill: &mut Fill<'_>) -> Result<(), Error>;

    /// Publishes what was taken.
    fn publish(&mut self) -> Result<(), Error>;
}

/// Outputs on disk, written straight to temporary files beside their places.
pub(super) struct OnDisk {
    staged: Vec<Staged>,
    over: Overwrite,
}

impl OnDisk {
    pub(super) fn new(over: Overwrite) -> Self {
        Self { staged: Vec::new(), over }
    }
}

impl<'a> Delivery<'a> for OnDisk {
    fn admit(&self, outputs: &[Output]) -> Result<(), Error> {
        let foreign = |output: &&Output| output.path.is_file() && !is_ours(&output.path);
        match outputs.iter().find(foreign) {
            Some(output) if self.over == Overwrite::Ours => Err(Error::NotOurs { path: output.path.clone() }),
            _ => Ok(()),
        }
    }

    fn take(&mut self, output: &'a Output, fill: &mut Fill<'_>) -> Result<(), Error> {
        self.staged.push(Staged::new(&output.path, fill)?);
        Ok(())
    }

    fn publish(&mut self) -> Result<(), Error> {
        self.staged.drain(..).try_for_each(Staged::publish)
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
///
/// After that it takes everything and keeps nothing. The output is lost anyway, and the library closes what it has open
/// (zip's writer does so when it is dropped, and prints what goes wrong then) without asking the disk again.
pub(super) struct Noted<F> {
    pub inner: F,
    pub error: Option<io::Error>,
    /// Where writing would be, after a failure.
    at: u64,
}

impl<F> Noted<F> {
    pub(super) fn new(inner: F) -> Self {
        Self { inner, error: None, at: 0 }
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let told = io::Error::new(error.kind(), error.to_string());
            self.error.get_or_insert(error);
            told
        })
    }
}

impl<F: Write> Write for Noted<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.error.is_some() {
            self.at += bytes.len() as u64;
            return Ok(bytes.len());
        }
        let result = self.inner.write(bytes);
        if let Ok(written) = result {
            self.at += written as u64;
        }
        self.note(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.error.is_some() {
            return Ok(());
        }
        let result = self.inner.flush();
        self.note(result)
    }
}

impl<F: Seek> Seek for Noted<F> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        if self.error.is_some() {
            self.at = match to {
                io::SeekFrom::Start(at) => at,
                io::SeekFrom::Current(by) | io::SeekFrom::End(by) => self.at.saturating_add_signed(by),
            };
            return Ok(self.at);
        }
        let result = self.inner.seek(to);
        if let Ok(at) = result {
            self.at = at;
        }
        self.note(result)
    }
}

impl<F: Read> Read for Noted<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for so many bytes.
    struct Small(usize);

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn after_a_failure_everything_is_taken_and_the_first_reason_is_kept() {
        let mut file = Noted::new(Small(4));
        assert!(file.write_all(b"12345").is_err());
        assert!(file.write_all(&[0; 1000]).is_ok() && file.flush().is_ok());
        assert_eq!(file.error.map(|error| error.kind()), Some(io::ErrorKind::StorageFull));
    }
}
