//! The container: a ZIP file as OCF wants it (EPUB 3.3 §4).
//!
//! The media type comes first, stored and without extra field; pictures, which are compressed already, are stored;
//! text is deflated. Times are fixed, so that the same article gives the same bytes.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::diag::Error;

/// `META-INF/container.xml`: where the package document is (EPUB 3.3 §4.2.6.3.1).
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n  \
    <rootfiles>\n    \
    <rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/>\n  \
    </rootfiles>\n</container>\n";

/// `META-INF/com.apple.ibooks.display-options.xml`: that a book's own faces count. Apple's guide has a property of the
/// package for that since EPUB 3; what goes by the property was seen to ignore it (wikimedia/ws-export #296), and old
/// versions know only this file.
const DISPLAY_OPTIONS: (&str, &str) = (
    "META-INF/com.apple.ibooks.display-options.xml",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<display_options>\n  <platform name=\"*\">\n    \
    <option name=\"specified-fonts\">true</option>\n  </platform>\n</display_options>\n",
);

/// Whose faces a book is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Faces {
    /// The reader's.
    Readers,
    /// Its own.
    Specified,
}

/// A file of the container.
pub(super) struct File<'a> {
    /// Path below `OEBPS/`.
    pub(super) path: &'a str,
    /// Its bytes.
    pub(super) bytes: &'a [u8],
    /// How it is kept.
    pub(super) storage: Storage,
}

/// How a file is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Storage {
    /// As it is.
    Stored,
    /// Deflated.
    Deflated,
}

/// The container of `files`.
pub(super) fn write(files: &[File<'_>], faces: Faces) -> Result<Vec<u8>, Error> {
    let size = files.iter().map(|file| file.bytes.len() + 256).sum::<usize>();
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    add(&mut zip, "mimetype", b"application/epub+zip", Storage::Stored)?;
    add(&mut zip, "META-INF/container.xml", CONTAINER.as_bytes(), Storage::Stored)?;
    if faces == Faces::Specified {
        let (path, text) = DISPLAY_OPTIONS;
        add(&mut zip, path, text.as_bytes(), Storage::Deflated)?;
    }
    for file in files {
        add(&mut zip, &format!("OEBPS/{}", file.path), file.bytes, file.storage)?;
    }
    Ok(zip.finish().map_err(refused)?.into_inner())
}

fn add(zip: &mut ZipWriter<Cursor<Vec<u8>>>, path: &str, bytes: &[u8], storage: Storage) -> Result<(), Error> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let options = match storage {
        Storage::Stored => options.compression_method(CompressionMethod::Stored),
        Storage::Deflated => options.compression_method(CompressionMethod::Deflated).compression_level(Some(6)),
    };
    zip.start_file(path, options).map_err(refused)?;
    zip.write_all(bytes).map_err(refused)
}

fn refused(error: impl std::fmt::Display) -> Error {
    Error::Output { format: "EPUB", reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_comes_first_and_plain() {
        let file = File { path: "a.txt", bytes: b"text", storage: Storage::Deflated };
        let bytes = write(&[file], Faces::Readers).unwrap();
        assert_eq!(&bytes[30..38], b"mimetype");
        assert_eq!(&bytes[38..58], b"application/epub+zip");
        assert_eq!(bytes[28..30], [0, 0], "no extra field");
    }
}
