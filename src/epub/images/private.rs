//! Taking private metadata out of pictures without touching their pixels.
//!
//! A camera writes where and when a picture was taken, and often its serial number, into EXIF. Colour profiles
//! (APP2), Adobe's colour transform (APP14), and the rights in XMP and IPTC (APP1, APP13) stay, unless XMP holds a place.

use std::borrow::Cow;

/// Start of image, and start of scan, after which there is no metadata (ITU-T T.81 table B.1).
const SOI: [u8; 2] = [0xff, 0xd8];
/// See [`SOI`].
const SOS: u8 = 0xda;
/// Application segment 1: EXIF and XMP.
const APP1: u8 = 0xe1;

/// A JPEG segment: its marker and its bytes, marker and length included.
struct Segment<'a> {
    marker: u8,
    bytes: &'a [u8],
}

/// `bytes`, a JPEG, without private metadata; as it is where it cannot be taken apart.
pub(super) fn jpeg(bytes: &[u8]) -> Cow<'_, [u8]> {
    let segments = segments(bytes);
    if !segments.iter().any(is_private) {
        return Cow::Borrowed(bytes);
    }
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend(SOI);
    let mut at = SOI.len();
    for segment in &segments {
        at += segment.bytes.len();
        if !is_private(segment) {
            clean.extend(segment.bytes);
        }
    }
    clean.extend(&bytes[at..]);
    Cow::Owned(clean)
}

fn is_private(segment: &Segment<'_>) -> bool {
    let content = &segment.bytes[4..];
    let places = || content.windows(8).any(|window| window == b"exif:GPS");
    segment.marker == APP1 && (content.starts_with(b"Exif\0") || places())
}

/// Number of colour components of a JPEG: 1 is grey, 3 RGB, 4 CMYK.
pub(super) fn jpeg_components(bytes: &[u8]) -> Option<u8> {
    let is_frame = |marker: u8| matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
    let segments = segments(bytes);
    segments.iter().find(|segment| is_frame(segment.marker))?.bytes.get(9).copied()
}

/// The segments before the first scan.
fn segments(bytes: &[u8]) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    if !bytes.starts_with(&SOI) {
        return segments;
    }
    let mut rest = &bytes[SOI.len()..];
    while let [0xff, marker, high, low, ..] = *rest {
        let length = usize::from(u16::from_be_bytes([high, low])) + 2;
        if marker == SOS || length < 4 || length > rest.len() {
            break;
        }
        let (segment, after) = rest.split_at(length);
        segments.push(Segment { marker, bytes: segment });
        rest = after;
    }
    segments
}

/// `bytes`, a PNG, without its EXIF chunk; as it is where there is none.
pub(super) fn png(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(end) = length.checked_add(12).and_then(|length| at.checked_add(length)) else { break };
        if &head[4..] == b"eXIf" && end <= bytes.len() {
            return Cow::Owned([&bytes[..at], &bytes[end..]].concat());
        }
        at = end;
    }
    Cow::Borrowed(bytes)
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
        assert_eq!(*jpeg(&bytes), expected);
    }

    #[test]
    fn a_picture_without_private_data_is_not_copied() {
        let bytes = [&SOI[..], &segment(0xe0, b"JFIF\0"), &segment(SOS, b"x")].concat();
        assert!(matches!(jpeg(&bytes), Cow::Borrowed(_)));
    }

    #[test]
    fn truncated_segments_end_the_search() {
        let bytes = [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, b'E'];
        assert_eq!(*jpeg(&bytes), bytes);
        assert_eq!(jpeg_components(&bytes), None);
    }

    #[test]
    fn the_exif_chunk_of_a_png_goes() {
        let chunk = |kind: &[u8; 4]| [&1u32.to_be_bytes()[..], kind, b"x", &[0; 4]].concat();
        let bytes = [&[0u8; 8][..], &chunk(b"IHDR"), &chunk(b"eXIf"), &chunk(b"IDAT")].concat();
        let expected = [&[0u8; 8][..], &chunk(b"IHDR"), &chunk(b"IDAT")].concat();
        assert_eq!(*png(&bytes), expected);
    }
}
