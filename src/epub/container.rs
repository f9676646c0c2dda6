//! Writes the container: a ZIP file that conforms to OCF (EPUB 3.3 §4).
//!
//! The media type comes first, stored and without an extra field. Pictures, which are compressed already, are stored;
//! text is deflated. Times are fixed, so that the same article gives the same bytes. Only one file is in memory at a
//! time.

use std::io::{self, Seek, SeekFrom, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::diag::Error;

/// `META-INF/container.xml`: states where the package document is (EPUB 3.3 §4.2.6.3.1).
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n  \
    <rootfiles>\n    \
    <rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/>\n  \
    </rootfiles>\n</container>\n";

/// `META-INF/com.apple.ibooks.display-options.xml`: states that the book's own faces are to be used. Since EPUB 3,
/// Apple's guide prefers a property of the package, but some versions ignore it (wikimedia/ws-export #296), and old
/// versions know only this file.
const DISPLAY_OPTIONS: (&str, &str) = (
    "META-INF/com.apple.ibooks.display-options.xml",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<display_options>\n  <platform name=\"*\">\n    \
    <option name=\"specified-fonts\">true</option>\n  </platform>\n</display_options>\n",
);

/// Which faces a book is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Faces {
    /// The faces of the reading system.
    Readers,
    /// The faces that the book embeds.
    Specified,
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Storage {
    /// The file is stored without compression.
    Stored,
    /// The file is compressed by Deflate.
    Deflated,
}

/// A container that is written to `W`, one file at a time.
pub(super) struct Container<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Container<W> {
    /// Begins a container in `out` for a book that is read in `faces`.
    pub(super) fn begin(out: W, faces: Faces) -> Result<Self, Error> {
        let mut this = Self(ZipWriter::new(out));
        this.add_root("mimetype", b"application/epub+zip", Storage::Stored)?;
        this.add_root("META-INF/container.xml", CONTAINER.as_bytes(), Storage::Stored)?;
        if faces == Faces::Specified {
            let (path, text) = DISPLAY_OPTIONS;
            this.add_root(path, text.as_bytes(), Storage::Deflated)?;
        }
        Ok(this)
    }

    fn add_root(&mut self, path: &str, bytes: &[u8], storage: Storage) -> Result<(), Error> {
        self.0.start_file(path, options(storage)).map_err(refused)?;
        self.0.write_all(bytes).map_err(refused)
    }

    /// Adds the file at `path` below `OEBPS/`, whose content `fill` writes.
    pub(super) fn add(
        &mut self,
        path: &str,
        storage: Storage,
        fill: impl FnOnce(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.0.start_file(format!("OEBPS/{path}"), options(storage)).map_err(refused)?;
        fill(&mut self.0)
    }

    /// Adds a file that is in memory.
    pub(super) fn add_held(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.add(path, Storage::Deflated, |out| out.write_all(bytes).map_err(refused))
    }

    /// Writes the directory, which completes the container.
    pub(super) fn finish(self) -> Result<W, Error> {
        let mut out = self.0.finish().map_err(refused)?;
        out.flush().map_err(refused)?;
        Ok(out)
    }
}

fn options(storage: Storage) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    match storage {
        Storage::Stored => options.compression_method(CompressionMethod::Stored),
        Storage::Deflated => options.compression_method(CompressionMethod::Deflated).compression_level(Some(6)),
    }
}

/// A writer that only counts, to find out how large a container will be.
#[derive(Debug, Default)]
pub(super) struct Counter {
    at: u64,
    /// Bytes from the start to the furthest position written.
    pub(super) length: u64,
}

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.at += bytes.len() as u64;
        self.length = self.length.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Counter {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

fn refused(error: impl std::fmt::Display) -> Error {
    Error::Output { format: "EPUB", reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn filled<W: Write + Seek>(out: W) -> W {
        let mut container = Container::begin(out, Faces::Specified).unwrap();
        container.add_held("a.txt", b"text").unwrap();
        container.add("a.png", Storage::Stored, |out| out.write_all(b"pixels").map_err(refused)).unwrap();
        container.finish().unwrap()
    }

    #[test]
    fn counting_gives_the_length() {
        assert_eq!(filled(Counter::default()).length, filled(Cursor::new(Vec::new())).into_inner().len() as u64);
    }

    #[test]
    fn the_media_type_comes_first_and_plain() {
        let bytes = filled(Cursor::new(Vec::new())).into_inner();
        assert_eq!(&bytes[30..38], b"mimetype");
        assert_eq!(&bytes[38..58], b"application/epub+zip");
        assert_eq!(bytes[28..30], [0, 0], "no extra field");
    }
}
