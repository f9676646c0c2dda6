//! A file that remembers why it could not be written.

use std::io::{self, Read, Seek, Write};

/// A writer that remembers why writing failed: the library above it reports only that it did.
///
/// After a failure it accepts and discards everything. The output is lost anyway, and the library can close what it
/// has open without accessing the disk again (zip's writer writes when it is dropped, and prints an error if that
/// fails).
pub(super) struct Noted<F> {
    pub inner: F,
    pub error: Option<io::Error>,
    /// The position after a failure, if writing had continued.
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

    /// A disk with limited space, in bytes.
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
