//! Recognises files that Offprint made, which may be overwritten without asking.
//!
//! They are recognised by a mark in every output: the producer in the metadata of a PDF, which are never compressed
//! (ISO 19005-3 §6.6.2.1 requires that), and the generator in the navigation of an EPUB. An empty file contains
//! nothing that could be lost, so it counts as ours; `mktemp` makes such files. A truncated file has lost its mark,
//! and does not count. Limit: a file of ours that somebody has edited still has the mark.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::job::{Format, Signature};

/// Maximum number of bytes that are searched in a file of a container.
const MOST: u64 = 16 << 20;

/// Number of bytes that are searched at a time. They are in the processor's cache, and cost few pages of memory.
const CHUNK: usize = 32 << 10;

/// Whether the file at `path` was made by Offprint, or is empty.
pub fn is_ours(path: &Path) -> bool {
    look(path).unwrap_or(false)
}

fn look(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut head = [0; 4];
    let read = read_some(&mut file, &mut head)?;
    if read == 0 {
        return Ok(true);
    }
    let signatures = Format::ALL.into_iter().map(Format::signature);
    match signatures.into_iter().find(|signature| signature.start == head) {
        Some(Signature { held_in: [], mark, .. }) => holds(file, mark),
        Some(Signature { held_in, mark, .. }) => in_container(file, held_in, mark),
        None => Ok(false),
    }
}

/// Reads until `buffer` is full or the file ends; returns the number of bytes read.
fn read_some(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Whether `mark` is in one of the files `names` of the ZIP container `file`.
fn in_container(file: File, names: &[&str], mark: &[u8]) -> io::Result<bool> {
    let mut archive = zip::ZipArchive::new(io::BufReader::new(file)).map_err(io::Error::other)?;
    for name in names {
        // Another program's EPUB may lack the file.
        let Ok(entry) = archive.by_name(name) else { continue };
        if holds(entry.take(MOST), mark)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether `mark` occurs in the data of `reader`.
fn holds(mut reader: impl Read, mark: &[u8]) -> io::Result<bool> {
    let finder = |bytes: &[u8]| bytes.windows(mark.len()).any(|window| window[0] == mark[0] && window == mark);
    let mut buffer = vec![0; CHUNK];
    let mut kept = 0;
    loop {
        let read = read_some(&mut reader, &mut buffer[kept..])?;
        let filled = kept + read;
        if finder(&buffer[..filled]) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        // The mark may extend across the end of a chunk.
        kept = filled.min(mark.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epub::Device;
    use crate::job::{Settings, make, read_article};
    use crate::{read, source::Source};

    fn made(format: Format, device: Device) -> Vec<u8> {
        let mut settings = Settings::default();
        settings.epub.device = device;
        let mut said = Vec::new();
        let source = Source::new("a.md", "# Bread\n\nFlour and water.");
        let article = read_article(&source, &settings, &read::NoFiles, &mut said).expect("is read");
        make(&article, format, &settings, &mut said).expect("is made")
    }

    fn ours(bytes: &[u8]) -> bool {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), bytes).expect("is written");
        is_ours(file.path())
    }

    #[test]
    fn what_we_make_is_ours_for_every_device() {
        assert!(ours(&made(Format::Pdf, Device::Any)));
        for device in [Device::Any, Device::Kobo, Device::Kindle] {
            assert!(ours(&made(Format::Epub, device)), "{device:?}");
        }
        assert!(ours(b""), "an empty file holds nothing");
    }

    #[test]
    fn what_others_make_is_not() {
        for bytes in [&b"%PDF-1.4\nmade by hand\n%%EOF\n"[..], b"PK\x03\x04", b"x", b"Offprint 0.1.0", b"%PDF"] {
            assert!(!ours(bytes), "{}", String::from_utf8_lossy(bytes));
        }
        let whole = made(Format::Epub, Device::Any);
        assert!(!ours(&whole[..whole.len() / 2]), "a torn file has no marks");
    }

    #[test]
    fn a_mark_across_two_chunks_is_found() {
        let producer = Format::Pdf.signature().mark;
        for before in [CHUNK - 5, CHUNK - producer.len(), CHUNK, 2 * CHUNK - 40] {
            let bytes = [&b"%PDF"[..], &vec![b'x'; before], producer, b"0.1.0"].concat();
            assert!(ours(&bytes), "{before}");
        }
    }
}
