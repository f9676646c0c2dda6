//! Takes what is private out of the file of a picture, and puts what must be known about its rights into it, without a
//! change of its pixels.
//!
//! A camera writes place and time, and often its serial number, into EXIF; a telephone appends a second picture or a
//! film with EXIF of its own; programs write places and thumbnails into XMP and IPTC data. All of that goes. Colour
//! profiles (APP2) and Adobe's colour transform (APP14) stay. Where the rights would go with the packet that holds
//! them, and where the article states others, new packets are written.
//!
//! A file that needs neither stays as it is. Content Credentials (C2PA) sign the bytes of the file: they stay where the
//! file stays, and go where it changes, for a broken signature says that the picture was forged.

use std::borrow::Cow;
use std::ops::Range;

use super::jpeg::{self, Segment};
use super::{Statement, written_iim, written_xmp};
use crate::article::ImageKind;

/// The content of a file of a picture, in parts; those that did not change are borrowed.
pub(crate) struct Cleaned<'a> {
    /// The parts.
    pub(crate) parts: Vec<Cow<'a, [u8]>>,
    /// Whether the Content Credentials went.
    pub(crate) unsigned: bool,
}

impl Cleaned<'_> {
    /// Number of bytes of all parts.
    pub(crate) fn len(&self) -> u64 {
        self.parts.iter().map(|part| part.len() as u64).sum()
    }
}

/// What a part of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// It belongs to the picture.
    Picture,
    /// It is private.
    Private,
    /// It says something about the picture, and nothing private.
    Packet,
    /// It signs the file.
    Signature,
}

/// Returns the file `bytes` of the format `kind` without private data. `new` is what the article states, `all` what
/// article and file state together. If `new` is not empty, or packets of the file have to go, `all` is written in place
/// of the file's own packets.
pub(crate) fn clean<'a>(kind: ImageKind, bytes: &'a [u8], new: &Statement, all: &Statement) -> Cleaned<'a> {
    let parts = match kind {
        ImageKind::Jpeg => jpeg_parts(bytes),
        ImageKind::Png => png_parts(bytes),
        _ => Vec::new(),
    };
    let has = |wanted: Part| parts.iter().any(|(_, part)| *part == wanted);
    let (private, signed) = (has(Part::Private), has(Part::Signature));
    let writes = !all.is_empty() && !parts.is_empty() && (private || (!new.is_empty() && !signed));
    if !private && !writes {
        return Cleaned { parts: vec![Cow::Borrowed(bytes)], unsigned: false };
    }
    let keeps = |part: Part| part == Part::Picture || (part == Part::Packet && !writes);
    let added = if writes { written(kind, all) } else { Vec::new() };
    let at = place(kind, bytes);
    let mut kept = Kept::default();
    for (range, _) in parts.into_iter().filter(|(_, part)| keeps(*part)) {
        kept.add(range, at);
    }
    Cleaned { parts: kept.around(bytes, at, added), unsigned: signed }
}

/// Puts `statement` into `bytes`, a JPEG or PNG that we made.
pub(crate) fn stated(kind: ImageKind, bytes: Vec<u8>, statement: &Statement) -> Vec<u8> {
    if statement.is_empty() {
        return bytes;
    }
    let at = place(kind, &bytes);
    let mut bytes = bytes;
    bytes.splice(at..at, written(kind, statement));
    bytes
}

/// Returns where packets go: in a JPEG behind JFIF's segment, in a PNG behind its header.
fn place(kind: ImageKind, bytes: &[u8]) -> usize {
    match kind {
        ImageKind::Png => 33.min(bytes.len()),
        _ => match jpeg::segment(bytes, 2) {
            Some(Segment { marker: 0xe0, whole, .. }) => whole.end,
            _ => 2.min(bytes.len()),
        },
    }
}

/// Writes `statement` as the packets of the format `kind`.
fn written(kind: ImageKind, statement: &Statement) -> Vec<u8> {
    let xmp = written_xmp(statement);
    let mut out = Vec::new();
    if kind == ImageKind::Png {
        let content = [b"XML:com.adobe.xmp\0\0\0\0\0", xmp.as_bytes()].concat();
        png_chunk(b"iTXt", &content, &mut out);
    } else {
        jpeg_segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes(), &mut out);
        jpeg_segment(0xed, b"Photoshop 3.0\0", &written_iim(statement), &mut out);
    }
    out
}

/// Appends a segment to `out`, if it is not too long for one.
fn jpeg_segment(marker: u8, header: &[u8], content: &[u8], out: &mut Vec<u8>) {
    let Ok(length) = u16::try_from(header.len() + content.len() + 2) else { return };
    out.extend([0xff, marker]);
    out.extend(length.to_be_bytes());
    out.extend(header);
    out.extend(content);
}

fn png_chunk(kind: &[u8; 4], content: &[u8], out: &mut Vec<u8>) {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(content);
    out.extend((content.len() as u32).to_be_bytes());
    out.extend(kind);
    out.extend(content);
    out.extend(sum.sum().to_be_bytes());
}

/// Divides a JPEG into its parts.
fn jpeg_parts(bytes: &[u8]) -> Vec<(Range<usize>, Part)> {
    const SOS: u8 = 0xda;
    const EOI: u8 = 0xd9;
    if !bytes.starts_with(b"\xff\xd8") {
        return Vec::new();
    }
    let mut parts = vec![(0..2, Part::Picture)];
    let mut at = 2;
    while let Some(Segment { marker, whole, content }) = jpeg::segment(bytes, at) {
        let start = whole.end;
        at = start;
        parts.push((whole, jpeg_part(marker, &bytes[content])));
        if marker == SOS {
            at = scan_end(bytes, at);
            parts.push((start..at, Part::Picture));
        }
    }
    // What follows the end of the image is private; where parsing fails, all of the rest belongs to the picture.
    let end = if bytes.get(at..at + 2) == Some(&[0xff, EOI]) { at + 2 } else { bytes.len() };
    parts.push((at..end, Part::Picture));
    if end < bytes.len() {
        parts.push((end..bytes.len(), Part::Private));
    }
    parts
}

fn jpeg_part(marker: u8, content: &[u8]) -> Part {
    match marker {
        0xe1 if content.starts_with(b"Exif\0") => Part::Private,
        0xe1 | 0xed if is_private(content) => Part::Private,
        0xed if has_place(content) => Part::Private,
        0xe1 | 0xed => Part::Packet,
        // The table of further pictures (CIPA DC-007 §5).
        0xe2 if content.starts_with(b"MPF\0") => Part::Private,
        0xeb if jpeg::is_signature(content) => Part::Signature,
        _ => Part::Picture,
    }
}

/// Whether XMP holds a place, a serial number or a thumbnail; matched by the names that every program uses.
fn is_private(xmp: &[u8]) -> bool {
    const NAMES: [&str; 16] = [
        "exif:GPS",
        "photoshop:City",
        "photoshop:State",
        "photoshop:Country",
        "Iptc4xmpCore:Location",
        "Iptc4xmpCore:CountryCode",
        "Iptc4xmpExt:Location",
        "Iptc4xmpExt:PersonInImage",
        "aux:SerialNumber",
        "aux:LensSerialNumber",
        "exifEX:BodySerialNumber",
        "exifEX:LensSerialNumber",
        "xmpGImg:image",
        "xapGImg:image",
        "aux:OwnerName",
        "exifEX:CameraOwnerName",
    ];
    let Ok(text) = std::str::from_utf8(xmp) else { return !xmp.is_ascii() && xmp.starts_with(b"http") };
    NAMES.iter().any(|name| text.contains(name))
}

/// Whether resources of Photoshop hold a thumbnail (1033, 1036) or IIM with a place (2:26, 2:27, 2:90 to 2:101).
fn has_place(resources: &[u8]) -> bool {
    let dataset = |window: &[u8]| matches!(window, [0x1c, 2, 26 | 27 | 90 | 92 | 95 | 100 | 101, ..]);
    let thumbnail = |window: &[u8]| matches!(window, [b'8', b'B', b'I', b'M', 4, 0x09 | 0x0c]);
    resources.windows(6).any(|window| dataset(window) || thumbnail(window))
}

/// Returns the end of the entropy-coded data that begins at `at`: before the next marker other than a restart (ITU-T
/// T.81 §B.1.1.5).
fn scan_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(marker) {
        match bytes.get(at + found + 1) {
            Some(0x00 | 0xd0..=0xd7) => at += found + 2,
            Some(0xff) => at += found + 1,
            _ => return at + found,
        }
    }
    bytes.len()
}

/// Returns where the first byte is that can begin a marker.
fn marker(bytes: &[u8]) -> Option<usize> {
    // The loop over a chunk has no early exit, so the compiler compares many bytes at once.
    let has = |chunk: &&[u8; 32]| chunk.iter().fold(false, |has, byte| has | (*byte == 0xff));
    let before = bytes.as_chunks().0.iter().take_while(|chunk| !has(chunk)).count() * 32;
    bytes[before..].iter().position(|byte| *byte == 0xff).map(|found| before + found)
}

/// Divides a PNG into its parts.
fn png_parts(bytes: &[u8]) -> Vec<(Range<usize>, Part)> {
    let mut parts = vec![(0..8.min(bytes.len()), Part::Picture)];
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(end) = length.checked_add(12).and_then(|length| at.checked_add(length)) else { break };
        let Some(chunk) = bytes.get(at..end) else { break };
        parts.push((at..end, png_part(&head[4..], &chunk[8..])));
        at = end;
        if &head[4..] == b"IEND" {
            if at < bytes.len() {
                parts.push((at..bytes.len(), Part::Private));
            }
            return parts;
        }
    }
    parts.push((at.min(bytes.len())..bytes.len(), Part::Picture));
    parts
}

fn png_part(kind: &[u8], content: &[u8]) -> Part {
    match kind {
        b"eXIf" => Part::Private,
        // C2PA 2.1 §A.3.2.
        b"caBX" => Part::Signature,
        b"tEXt" | b"zTXt" if content.starts_with(b"Raw profile type ") && !content[17..].starts_with(b"icc") => {
            Part::Private
        }
        b"iTXt" if content.starts_with(b"XML:com.adobe.xmp\0") => {
            // Compressed XMP cannot be searched for places.
            let compressed = content.get(18) == Some(&1);
            if compressed || is_private(content) { Part::Private } else { Part::Packet }
        }
        _ => Part::Picture,
    }
}

/// Ranges to keep; adjacent ones are merged, except where something is put between them.
#[derive(Default)]
struct Kept(Vec<Range<usize>>);

impl Kept {
    /// Adds `range`; it is not merged with one that ends at `seam`.
    fn add(&mut self, range: Range<usize>, seam: usize) {
        match self.0.last_mut() {
            Some(last) if last.end == range.start && range.start != seam => last.end = range.end,
            _ => self.0.push(range),
        }
    }

    /// Returns the kept parts of `bytes`, with `added` between those that end at `seam` or before it and the others.
    fn around(self, bytes: &[u8], seam: usize, added: Vec<u8>) -> Vec<Cow<'_, [u8]>> {
        let (before, after): (Vec<_>, Vec<_>) = self.0.into_iter().partition(|range| range.end <= seam);
        let part = |range: Range<usize>| bytes.get(range).map(Cow::Borrowed);
        let added = (!added.is_empty()).then_some(Cow::Owned(added));
        before.into_iter().filter_map(part).chain(added).chain(after.into_iter().filter_map(part)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = (content.len() + 2) as u16;
        [&[0xff, marker], &length.to_be_bytes()[..], content].concat()
    }

    fn without(kind: ImageKind, bytes: &[u8]) -> Vec<u8> {
        clean(kind, bytes, &Statement::default(), &Statement::default()).parts.concat()
    }

    fn jpeg(bytes: &[u8]) -> Vec<u8> {
        without(ImageKind::Jpeg, bytes)
    }

    const SOI: [u8; 2] = [0xff, 0xd8];
    const SOS: u8 = 0xda;

    #[test]
    fn exif_goes_and_profile_stays() {
        let parts = [segment(0xe1, b"Exif\0\0GPS"), segment(0xe2, b"ICC_PROFILE\0"), segment(0xee, b"Adobe")];
        let tail = [segment(SOS, b"x"), vec![1, 2, 3]].concat();
        let bytes = [&SOI[..], &parts.concat(), &tail].concat();
        let expected = [&SOI[..], &parts[1], &parts[2], &tail].concat();
        assert_eq!(jpeg(&bytes), expected);
    }

    #[test]
    fn a_picture_without_private_data_is_whole() {
        let bytes = [&SOI[..], &segment(0xe0, b"JFIF\0"), &segment(SOS, b"x"), b"scan\xff\xd9"].concat();
        let cleaned = clean(ImageKind::Jpeg, &bytes, &Statement::default(), &Statement::default());
        assert!(matches!(&cleaned.parts[..], [Cow::Borrowed(whole)] if *whole == bytes));
    }

    #[test]
    fn what_is_behind_the_picture_goes() {
        let table = segment(SOS, b"t");
        // Two scans with stuffed bytes, restarts and a table between them; the second picture has the place.
        let scans = [&table, &b"ab\xff\x00c\xff\xd3d"[..], &segment(0xc4, b"x"), &table, b"e\xff\xff\xd9"].concat();
        let first = [&SOI[..], &scans].concat();
        let announced = [&SOI[..], &segment(0xe2, b"MPF\0II"), &scans].concat();
        let second = [&SOI[..], &segment(0xe1, b"Exif\0\0GPS"), &table, b"z\xff\xd9"].concat();
        assert_eq!(jpeg(&[announced, second].concat()), first);
    }

    #[test]
    fn fill_bytes_before_a_marker_hide_nothing() {
        let tail = [segment(SOS, b"x"), b"scan\xff\xd9".to_vec()].concat();
        let bytes = [&SOI[..], b"\xff\xff", &segment(0xe1, b"Exif\0\0GPS"), &tail].concat();
        assert_eq!(jpeg(&bytes), [&SOI[..], &tail].concat());
    }

    #[test]
    fn truncated_segments_end_the_search() {
        let whole = [&SOI[..], &segment(0xe1, b"Exif\0\0GPS"), &segment(SOS, b"x"), b"ab\xff\x00c"].concat();
        for length in 0..whole.len() {
            let shown = jpeg(&whole[..length]);
            assert!(shown.len() <= length);
            assert!(length < 20 || !shown.windows(4).any(|window| window == b"Exif"), "{length}");
        }
        let bytes = [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, b'E'];
        assert_eq!(jpeg(&bytes), bytes);
    }

    #[test]
    fn exif_in_a_png_goes_in_every_form() {
        let chunk = |kind: &[u8; 4], content: &[u8]| {
            [&(content.len() as u32).to_be_bytes()[..], kind, content, &[0; 4]].concat()
        };
        let start = [&[0u8; 8][..], &chunk(b"IHDR", b"x"), &chunk(b"tEXt", b"Title\0Sea")].concat();
        let private = [
            chunk(b"eXIf", b"MM"),
            chunk(b"zTXt", b"Raw profile type exif\0\0x"),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0 exif:GPSLatitude"),
        ];
        let end = [chunk(b"IDAT", b"x"), chunk(b"IEND", b"")].concat();
        let bytes = [&start, &private.concat(), &end, &b"behind"[..]].concat();
        assert_eq!(without(ImageKind::Png, &bytes), [start, end].concat());
    }

    fn maker() -> Statement {
        let credit = crate::article::Credit { author: Some("Ida Moss".into()), ..Default::default() };
        Statement::of(Some(&credit), None)
    }

    #[test]
    fn rights_of_the_article_replace_those_of_the_file() {
        let old = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x/>");
        let jfif = segment(0xe0, b"JFIF\0");
        let tail = [segment(SOS, b"x"), b"scan\xff\xd9".to_vec()].concat();
        let bytes = [&SOI[..], &jfif, &old, &tail].concat();
        let cleaned = clean(ImageKind::Jpeg, &bytes, &maker(), &maker());
        let whole = cleaned.parts.concat();
        assert!(whole.starts_with(&[&SOI[..], &jfif].concat()) && whole.ends_with(&tail));
        assert_eq!(
            super::super::read(ImageKind::Jpeg, &whole).unwrap().embedded.get(crate::article::Property::Creator),
            Some("Ida Moss")
        );
        assert!(!whole.windows(4).any(|window| window == b"<x/>"));
    }

    #[test]
    fn credentials_stay_with_an_untouched_file_and_go_with_a_changed_one() {
        let signature = segment(0xeb, b"JP\0\0jumb c2pa");
        let tail = [segment(SOS, b"x"), b"scan\xff\xd9".to_vec()].concat();
        let signed = [&SOI[..], &signature, &tail].concat();
        let cleaned = clean(ImageKind::Jpeg, &signed, &maker(), &maker());
        assert_eq!((cleaned.parts.concat(), cleaned.unsigned), (signed, false));
        let placed = [&SOI[..], &segment(0xe1, b"Exif\0\0GPS"), &signature, &tail].concat();
        let cleaned = clean(ImageKind::Jpeg, &placed, &Statement::default(), &maker());
        assert!(cleaned.unsigned);
        let whole = cleaned.parts.concat();
        assert!(!whole.windows(4).any(|window| window == b"c2pa"));
        assert!(whole.windows(8).any(|window| window == b"Ida Moss"));
    }
}
