//! The content of a picture's file, held in memory or left on the disk until a writer needs it.
//!
//! Pictures make up most of a long article's size. Those on the disk stay there: the article knows their length and
//! checksum, and a writer reads them again, one file at a time. If a file has changed by then, the error names it.
//! Limit: the checksum (CRC-32) detects accidental changes, not forgeries.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use flate2::Crc;

use crate::diag::Error;

/// A file that can be read again.
pub trait Reopen: fmt::Debug + Send + Sync {
    /// Its path in messages.
    fn path(&self) -> &Path;

    /// Opens it, under the same confinement as when it was read first.
    ///
    /// # Errors
    /// If it is not there any more, or may not be read.
    fn open(&self) -> io::Result<Box<dyn ReadSeek>>;
}

/// The reader that decoders use.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// The content of a file.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// The content is in memory.
    Held(Arc<[u8]>),
    /// The content is in a file, which is read again when it is needed.
    Filed(Filed),
}

/// A file that stays on the disk, with the length and checksum of its content.
#[derive(Clone, Debug)]
pub struct Filed {
    file: Arc<dyn Reopen>,
    length: u64,
    sum: u32,
}

impl Bytes {
    /// Describes `file`, whose content was `content` when it was read just now.
    pub fn filed(file: Arc<dyn Reopen>, content: &[u8]) -> Self {
        Self::Filed(Filed { file, length: content.len() as u64, sum: sum(content) })
    }

    /// Number of bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::Filed(filed) => filed.length,
        }
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns length and checksum. If these differ, the contents differ.
    pub(crate) fn mark(&self) -> (u64, u32) {
        match self {
            Self::Held(bytes) => (self.len(), sum(bytes)),
            Self::Filed(filed) => (filed.length, filed.sum),
        }
    }

    /// Returns the whole content.
    ///
    /// # Errors
    /// [`Error::Io`] if the file cannot be read, or has changed.
    pub fn read(&self) -> Result<Cow<'_, [u8]>, Error> {
        match self {
            Self::Held(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Filed(filed) => filed.read().map(Cow::Owned).map_err(|error| filed.error(error)),
        }
    }

    /// Opens the content for reading in chunks: a decoder then need not hold the whole file.
    ///
    /// # Errors
    /// As for [`Bytes::read`]; the whole file is read once to compare its checksum.
    pub fn open(&self) -> Result<Box<dyn ReadSeek + '_>, Error> {
        match self {
            Self::Held(bytes) => Ok(Box::new(Cursor::new(&**bytes))),
            Self::Filed(filed) => filed.open().map_err(|error| filed.error(error)),
        }
    }

    /// Whether `other` holds the same bytes. A file that cannot be read is equal to none.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.mark() == other.mark()
            && matches!((self.read(), other.read()), (Ok(one), Ok(two)) if one == two)
    }
}

impl Filed {
    /// Its path in messages.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or(0));
        // One more byte than expected is enough to detect that the file has grown.
        self.file.open()?.take(self.length + 1).read_to_end(&mut bytes)?;
        self.check((bytes.len() as u64, sum(&bytes)))?;
        Ok(bytes)
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        let mut file = self.file.open()?;
        let mut sink = Summed::default();
        let length = io::copy(&mut file.by_ref().take(self.length + 1), &mut sink)?;
        self.check((length, sink.0.sum()))?;
        file.rewind()?;
        Ok(Box::new(BufReader::new(file)))
    }

    fn check(&self, found: (u64, u32)) -> io::Result<()> {
        match found == (self.length, self.sum) {
            true => Ok(()),
            false => Err(io::Error::other("it changed while the article was being converted; convert it again")),
        }
    }

    fn error(&self, error: io::Error) -> Error {
        Error::io("read", self.file.path(), error)
    }
}

fn sum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[derive(Default)]
struct Summed(Crc);

impl io::Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl PartialEq for Bytes {
    /// Whether length and checksum are equal, so that the contents are taken to be the same.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Held(one), Self::Held(two)) => one == two,
            _ => self.mark() == other.mark(),
        }
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Held(bytes)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Held(bytes.into())
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self::Held(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A file in memory whose content the tests change.
    #[derive(Debug)]
    struct Slate(Mutex<Option<Vec<u8>>>);

    impl Reopen for Slate {
        fn path(&self) -> &Path {
            Path::new("images/slate.png")
        }

        fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
            let content = self.0.lock().unwrap().clone();
            Ok(Box::new(Cursor::new(content.ok_or(io::ErrorKind::NotFound)?)))
        }
    }

    #[test]
    fn a_file_that_changes_or_goes_is_an_error_that_names_it() {
        let slate = Arc::new(Slate(Mutex::new(Some(b"chalk".to_vec()))));
        let bytes = Bytes::filed(slate.clone(), b"chalk");
        assert_eq!(&*bytes.read().unwrap(), b"chalk");
        for content in [Some(&b"cheese"[..]), Some(b"chall"), Some(b"chal"), None] {
            *slate.0.lock().unwrap() = content.map(<[u8]>::to_vec);
            let told = bytes.read().unwrap_err().to_string();
            assert!(told.contains("images/slate.png"), "{told}");
            assert!(bytes.open().is_err(), "{content:?}");
        }
    }

    #[test]
    fn the_same_bytes_are_the_same_wherever_they_are() {
        let slate = Arc::new(Slate(Mutex::new(Some(b"chalk".to_vec()))));
        let filed = Bytes::filed(slate, b"chalk");
        assert!(filed.same(&Bytes::from(&b"chalk"[..])));
        assert!(!filed.same(&Bytes::from(&b"chall"[..])));
    }
}
