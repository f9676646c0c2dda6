//! Writes the container: a ZIP file that conforms to OCF (EPUB 3.3 §4).
//!
//! The media type comes first, stored and without an extra field. Pictures, which are compressed already, are stored;
//! text is deflated. Times are fixed, so that the same article gives the same bytes. Only one file is in memory at a
//! time.
//!
//! The records are those of APPNOTE.TXT, the specification of ZIP. They are written here because every writer of ZIP
//! files makes a new state of Deflate for each file, which takes longer than to compress a short one.
//!
//! Limit: a container has less than 4 GiB, beyond which a ZIP file needs records that OCF allows but many readers of
//! e-books do not know.

use std::io::{self, Seek, SeekFrom, Write};

use flate2::Crc;

use crate::deflate;
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
pub(super) struct Container<W: Write + Seek> {
    out: W,
    /// Number of bytes written so far.
    length: u64,
    entries: Vec<Entry>,
}

/// A file of the container.
struct Entry {
    path: String,
    storage: Storage,
    /// Where its record begins.
    at: u64,
    /// Checksum of its content.
    sum: u32,
    /// Length of its content, compressed and as it is.
    packed: u64,
    whole: u64,
}

impl<W: Write + Seek> Container<W> {
    /// Begins a container in `out`, which is empty, for a book that is read in `faces`.
    pub(super) fn begin(out: W, faces: Faces) -> Result<Self, Error> {
        let mut this = Self { out, length: 0, entries: Vec::new() };
        this.put("mimetype", b"application/epub+zip", Storage::Stored)?;
        this.put("META-INF/container.xml", CONTAINER.as_bytes(), Storage::Stored)?;
        if faces == Faces::Specified {
            let (path, text) = DISPLAY_OPTIONS;
            this.put(path, text.as_bytes(), Storage::Deflated)?;
        }
        Ok(this)
    }

    /// Adds the file at `path` below `OEBPS/`, whose content `fill` writes.
    pub(super) fn add(
        &mut self,
        path: &str,
        storage: Storage,
        fill: impl FnOnce(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if storage == Storage::Deflated {
            let mut content = Vec::new();
            fill(&mut content)?;
            return self.put(&format!("OEBPS/{path}"), &content, storage);
        }
        // A picture goes straight into the file; its length and checksum, which come before it, are known only then.
        let mut entry = Entry::new(format!("OEBPS/{path}"), storage, self.length);
        self.write(&entry.local())?;
        let mut counted = Counted { out: &mut self.out, sum: Crc::new(), length: 0 };
        fill(&mut counted)?;
        (entry.sum, entry.whole, entry.packed) = (counted.sum.sum(), counted.length, counted.length);
        self.length += entry.packed;
        self.out.seek(SeekFrom::Start(entry.at)).map_err(refused)?;
        self.out.write_all(&entry.local()).map_err(refused)?;
        self.out.seek(SeekFrom::Start(self.length)).map_err(refused)?;
        self.keep(entry)
    }

    /// Adds a file that is in memory.
    pub(super) fn add_held(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.put(&format!("OEBPS/{path}"), bytes, Storage::Deflated)
    }

    /// Adds a file that is in memory and that the next article is likely to have, too.
    pub(super) fn add_common(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.add_deflated(path, bytes, &deflate::raw_again(bytes))
    }

    /// Adds a file that was compressed to `deflated`.
    pub(super) fn add_deflated(&mut self, path: &str, bytes: &[u8], deflated: &[u8]) -> Result<(), Error> {
        self.put_deflated(&format!("OEBPS/{path}"), bytes, deflated)
    }

    /// Writes the directory, which completes the container.
    pub(super) fn finish(mut self) -> Result<W, Error> {
        let (start, entries) = (self.length, std::mem::take(&mut self.entries));
        for entry in &entries {
            self.write(&entry.central())?;
        }
        let count = u16::try_from(entries.len()).map_err(|_| refused("it would have more than 65,535 files"))?;
        let length = self.length - start;
        let end = [
            &[0x50, 0x4b, 5, 6, 0, 0, 0, 0][..],
            &count.to_le_bytes(),
            &count.to_le_bytes(),
            &(length as u32).to_le_bytes(),
            &(start as u32).to_le_bytes(),
            &[0, 0],
        ];
        self.write(&end.concat())?;
        self.out.flush().map_err(refused)?;
        Ok(self.out)
    }

    /// Adds the file at `path` with this content.
    fn put(&mut self, path: &str, content: &[u8], storage: Storage) -> Result<(), Error> {
        let deflated = if storage == Storage::Deflated { deflate::raw(content) } else { Vec::new() };
        self.put_deflated(path, content, &deflated)
    }

    /// Adds the file at `path` with this content, which was compressed to `deflated`; if that is empty, it is stored.
    fn put_deflated(&mut self, path: &str, content: &[u8], deflated: &[u8]) -> Result<(), Error> {
        let (packed, storage) = match deflated {
            [] => (content, Storage::Stored),
            deflated => (deflated, Storage::Deflated),
        };
        let mut entry = Entry::new(path.to_owned(), storage, self.length);
        let mut sum = Crc::new();
        sum.update(content);
        (entry.sum, entry.packed, entry.whole) = (sum.sum(), packed.len() as u64, content.len() as u64);
        self.write(&entry.local())?;
        self.write(packed)?;
        self.keep(entry)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.length += bytes.len() as u64;
        self.out.write_all(bytes).map_err(refused)
    }

    fn keep(&mut self, entry: Entry) -> Result<(), Error> {
        // Leaves room for the directory.
        const MOST: u64 = u32::MAX as u64 - (1 << 26);
        if self.length > MOST || entry.whole > MOST {
            return Err(refused("it would have more than 4 GiB; leave out or reduce pictures"));
        }
        self.entries.push(entry);
        Ok(())
    }
}

impl Entry {
    fn new(path: String, storage: Storage, at: u64) -> Self {
        Self { path, storage, at, sum: 0, packed: 0, whole: 0 }
    }

    /// The record before the content (§4.3.7).
    fn local(&self) -> Vec<u8> {
        [&[0x50, 0x4b, 3, 4], &self.common()[..], &[0, 0], self.path.as_bytes()].concat()
    }

    /// The record in the directory (§4.3.12): made on Unix, with permission for all to read.
    fn central(&self) -> Vec<u8> {
        const PERMISSIONS: u32 = 0o100_644 << 16;
        let made_by = [self.version(), 3];
        let head = [&[0x50, 0x4b, 1, 2][..], &made_by, &self.common()].concat();
        // No extra field, no comment, the first disk, no internal attributes.
        let tail = [&[0; 8][..], &PERMISSIONS.to_le_bytes(), &(self.at as u32).to_le_bytes()].concat();
        [&head, &tail[..], self.path.as_bytes()].concat()
    }

    /// What both records have, from the version that is needed to the length of the path.
    fn common(&self) -> Vec<u8> {
        /// The path is in UTF-8 (§4.4.4, bit 11).
        const UTF_8: u16 = 1 << 11;
        /// 1 January 1980, the first day of MS-DOS, at midnight.
        const TIME: [u8; 4] = [0, 0, 0x21, 0];
        let flags = if self.path.is_ascii() { 0 } else { UTF_8 };
        let method: u16 = if self.storage == Storage::Deflated { 8 } else { 0 };
        [
            &[self.version(), 0][..],
            &flags.to_le_bytes(),
            &method.to_le_bytes(),
            &TIME,
            &self.sum.to_le_bytes(),
            &(self.packed as u32).to_le_bytes(),
            &(self.whole as u32).to_le_bytes(),
            &(self.path.len() as u16).to_le_bytes(),
        ]
        .concat()
    }

    /// The version of the specification that is needed to read it (§4.4.3).
    fn version(&self) -> u8 {
        if self.storage == Storage::Deflated { 20 } else { 10 }
    }
}

/// Writes to `out`, and counts and sums up what is written.
struct Counted<'w, W: Write> {
    out: &'w mut W,
    sum: Crc,
    length: u64,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
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
        container.add_held("a.txt", b"text, text, text, text").unwrap();
        container.add("a.png", Storage::Stored, |out| out.write_all(b"pixels").map_err(refused)).unwrap();
        container.finish().unwrap()
    }

    #[test]
    fn counting_gives_the_length() {
        assert_eq!(filled(Counter::default()).length, filled(Cursor::new(Vec::new())).into_inner().len() as u64);
    }

    #[test]
    fn every_file_comes_back() {
        let mut container = Container::begin(Cursor::new(Vec::new()), Faces::Specified).unwrap();
        container.add_held("a.txt", b"text, text, text, text").unwrap();
        let fill = |out: &mut dyn Write| [&b"pix"[..], b"els"].iter().try_for_each(|part| out.write_all(part));
        container.add("é.png", Storage::Stored, |out| fill(out).map_err(refused)).unwrap();
        container.add("empty.svg", Storage::Deflated, |_| Ok(())).unwrap();
        let mut archive = zip::ZipArchive::new(container.finish().unwrap()).unwrap();
        let mut content = |path: &str| {
            let mut file = archive.by_name(path).unwrap();
            let (mut content, packed) = (Vec::new(), file.compressed_size());
            io::Read::read_to_end(&mut file, &mut content).unwrap();
            (content, packed)
        };
        let (text, packed) = content("OEBPS/a.txt");
        assert!(text == b"text, text, text, text" && packed < 22, "{packed}");
        assert_eq!(content("OEBPS/é.png"), (b"pixels".to_vec(), 6));
        assert_eq!(content("OEBPS/empty.svg").0, b"");
        assert_eq!(content("META-INF/container.xml").0, CONTAINER.as_bytes());
    }

    #[test]
    fn the_media_type_comes_first_and_plain() {
        let bytes = filled(Cursor::new(Vec::new())).into_inner();
        assert_eq!(&bytes[30..38], b"mimetype");
        assert_eq!(&bytes[38..58], b"application/epub+zip");
        assert_eq!(bytes[28..30], [0, 0], "no extra field");
    }
}
