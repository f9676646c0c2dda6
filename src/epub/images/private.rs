//! Removes private metadata from pictures without touching their pixels.
//!
//! A camera writes place and time, and often its serial number, into EXIF; a telephone appends a second picture or a
//! film with EXIF of its own. Colour profiles (APP2), Adobe's colour transform (APP14), and the rights in XMP and IPTC
//! (APP1, APP13) are kept, unless the XMP contains a place.
//!
//! The result is a list of slices of the file, so that nothing is copied.

use std::ops::Range;

/// Marker of the start of the image (ITU-T T.81 table B.1).
const SOI: [u8; 2] = [0xff, 0xd8];
/// Marker of the start of a scan.
const SOS: u8 = 0xda;
/// Marker of the end of the image.
const EOI: u8 = 0xd9;
/// Application segment 1: EXIF and XMP.
const APP1: u8 = 0xe1;
/// Application segment 2: colour profiles, and the table of further pictures (CIPA DC-007 §5).
const APP2: u8 = 0xe2;

/// Returns the parts of `bytes`, a JPEG, that are not private; all of it if it cannot be parsed.
pub(super) fn jpeg(bytes: &[u8]) -> Vec<&[u8]> {
    if !bytes.starts_with(&SOI) {
        return vec![bytes];
    }
    let mut kept = Kept::upto(SOI.len());
    let mut at = SOI.len();
    while let Some((marker, segment)) = segment(bytes, at) {
        if !is_private(marker, &bytes[segment.start + 4..segment.end]) {
            kept.add(segment.clone());
        }
        at = segment.end;
        if marker == SOS {
            at = scan_end(bytes, at);
            kept.add(segment.end..at);
        }
    }
    // After the end of the image, or where parsing fails.
    let end = if bytes.get(at..at + 2) == Some(&[0xff, EOI]) { at + 2 } else { bytes.len() };
    kept.add(at..end);
    kept.of(bytes)
}

/// Returns the marker of the segment at `at` and its range, including marker and length.
fn segment(bytes: &[u8], at: usize) -> Option<(u8, Range<usize>)> {
    let &[0xff, marker, high, low] = bytes.get(at..at + 4)? else { return None };
    let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
    let has_length = !matches!(marker, 0x00 | 0x01 | 0xd0..=0xd9 | 0xff);
    (has_length && end >= at + 4 && end <= bytes.len()).then_some((marker, at..end))
}

/// Returns the end of the entropy-coded data that begins at `at`: before the next marker other than a restart (ITU-T
/// T.81 §B.1.1.5).
fn scan_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xff)) {
        match bytes.get(at + found + 1) {
            Some(0x00 | 0xd0..=0xd7) => at += found + 2,
            Some(0xff) => at += found + 1,
            _ => return at + found,
        }
    }
    bytes.len()
}

fn is_private(marker: u8, content: &[u8]) -> bool {
    match marker {
        APP1 => content.starts_with(b"Exif\0") || has_place(content),
        APP2 => content.starts_with(b"MPF\0"),
        _ => false,
    }
}

/// Whether the XMP contains the place where a picture was taken.
fn has_place(xmp: &[u8]) -> bool {
    xmp.windows(8).any(|window| window == b"exif:GPS")
}

/// Returns the parts of `bytes`, a PNG, that are not private: without the EXIF chunk, and without EXIF in text chunks
/// as ImageMagick writes it.
pub(super) fn png(bytes: &[u8]) -> Vec<&[u8]> {
    let mut kept = Kept::upto(8.min(bytes.len()));
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(end) = length.checked_add(12).and_then(|length| at.checked_add(length)) else { break };
        let Some(chunk) = bytes.get(at..end) else { break };
        if !is_private_chunk(&head[4..], &chunk[8..]) {
            kept.add(at..end);
        }
        at = end;
        if &head[4..] == b"IEND" {
            return kept.of(bytes);
        }
    }
    kept.add(at.min(bytes.len())..bytes.len());
    kept.of(bytes)
}

fn is_private_chunk(kind: &[u8], content: &[u8]) -> bool {
    let is_exif = |keyword: &[u8]| content.starts_with(keyword);
    match kind {
        b"eXIf" => true,
        b"tEXt" | b"zTXt" => is_exif(b"Raw profile type exif\0") || is_exif(b"Raw profile type APP1\0"),
        b"iTXt" => content.starts_with(b"XML:com.adobe.xmp\0") && has_place(content),
        _ => false,
    }
}

/// Ranges to keep; adjacent ones are merged.
struct Kept(Vec<Range<usize>>);

impl Kept {
    fn upto(end: usize) -> Self {
        Self(std::iter::once(0..end).collect())
    }

    fn add(&mut self, range: Range<usize>) {
        match self.0.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.0.push(range),
        }
    }

    fn of(self, bytes: &[u8]) -> Vec<&[u8]> {
        self.0.into_iter().filter_map(|range| bytes.get(range)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = (content.len() + 2) as u16;
        [&[0xff, marker], &length.to_be_bytes()[..], content].concat()
    }

    #[test]
    fn exif_goes_and_profile_stays() {
        let parts = [segment(0xe1, b"Exif\0\0GPS"), segment(0xe2, b"ICC_PROFILE\0"), segment(0xee, b"Adobe")];
        let tail = [segment(SOS, b"x"), vec![1, 2, 3]].concat();
        let bytes = [&SOI[..], &parts.concat(), &tail].concat();
        let expected = [&SOI[..], &parts[1], &parts[2], &tail].concat();
        assert_eq!(jpeg(&bytes).concat(), expected);
    }

    #[test]
    fn a_picture_without_private_data_is_whole() {
        let bytes = [&SOI[..], &segment(0xe0, b"JFIF\0"), &segment(SOS, b"x"), b"scan\xff\xd9"].concat();
        assert_eq!(jpeg(&bytes), [&bytes[..]]);
    }

    #[test]
    fn what_is_behind_the_picture_goes() {
        let table = segment(SOS, b"t");
        // Two scans with stuffed bytes, restarts and a table between them; the second picture has the place.
        let scans = [&table, &b"ab\xff\x00c\xff\xd3d"[..], &segment(0xc4, b"x"), &table, b"e\xff\xff\xd9"].concat();
        let first = [&SOI[..], &scans].concat();
        let announced = [&SOI[..], &segment(0xe2, b"MPF\0II"), &scans].concat();
        let second = [&SOI[..], &segment(0xe1, b"Exif\0\0GPS"), &table, b"z\xff\xd9"].concat();
        assert_eq!(jpeg(&[announced, second].concat()).concat(), first);
    }

    #[test]
    fn truncated_segments_end_the_search() {
        let whole = [&SOI[..], &segment(0xe1, b"Exif\0\0GPS"), &segment(SOS, b"x"), b"ab\xff\x00c"].concat();
        for length in 0..whole.len() {
            let shown = jpeg(&whole[..length]).concat();
            assert!(shown.len() <= length);
            assert!(length < 20 || !shown.windows(4).any(|window| window == b"Exif"), "{length}");
        }
        let bytes = [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, b'E'];
        assert_eq!(jpeg(&bytes).concat(), bytes);
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
        assert_eq!(png(&bytes).concat(), [start, end].concat());
    }
}
