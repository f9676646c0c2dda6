//! Packets of a JPEG (ITU-T T.81 §B.2.4.6; XMP specification part 3, §1.1.3).

use std::borrow::Cow;
use std::ops::Range;

use super::packets::Packets;

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const RESOURCES: &[u8] = b"Photoshop 3.0\0";

/// Returns the packets in `bytes`, before the first scan.
pub(super) fn packets(bytes: &[u8]) -> Packets<'_> {
    let mut packets = Packets::default();
    let mut extension = Extension::default();
    let mut resources: Vec<&[u8]> = Vec::new();
    for (marker, content) in segments(bytes) {
        match marker {
            0xe1 if content.starts_with(b"Exif\0") => packets.exif = content.get(6..).map(Cow::Borrowed),
            0xe1 if content.starts_with(XMP) => packets.xmp.push(Cow::Borrowed(&content[XMP.len()..])),
            0xe1 if content.starts_with(EXTENSION) => extension.add(&content[EXTENSION.len()..]),
            0xed => resources.extend(content.strip_prefix(RESOURCES)),
            _ => {}
        }
    }
    if let Some(more) = extension.document(packets.xmp.first().map_or(&[], |xmp| &**xmp)) {
        packets.xmp.push(more.into());
    }
    // Resources longer than a segment go on in the next one.
    match &resources[..] {
        [] => {}
        [one] => packets.resources(Cow::Borrowed(one)),
        several => packets.resources(several.concat().into()),
    }
    packets
}

/// Whether `content`, of a segment APP11, holds Content Credentials (C2PA 2.1 §A.3.1). Later segments of a long one
/// repeat only its header, so every JUMBF box counts.
pub(super) fn is_signature(content: &[u8]) -> bool {
    content.starts_with(b"JP")
}

/// A segment with a length (ITU-T T.81 §B.1.1.4).
pub(super) struct Segment {
    /// The second byte of its marker.
    pub(super) marker: u8,
    /// All of it, with its marker and the fill bytes before that.
    pub(super) whole: Range<usize>,
    /// What follows its length.
    pub(super) content: Range<usize>,
}

/// Returns the segment that begins at `at`.
pub(super) fn segment(bytes: &[u8], at: usize) -> Option<Segment> {
    // Any number of fill bytes may stand before a marker (§B.1.1.2).
    let fill = bytes.get(at..)?.iter().take_while(|byte| **byte == 0xff).count();
    let marker_at = at + fill;
    let &[marker, high, low] = bytes.get(marker_at..)?.first_chunk()?;
    let length = usize::from(u16::from_be_bytes([high, low]));
    let end = marker_at + 1 + length;
    let has_length = fill > 0 && length >= 2 && !matches!(marker, 0x00 | 0x01 | 0xd0..=0xd9);
    (has_length && end <= bytes.len()).then(|| Segment { marker, whole: at..end, content: marker_at + 3..end })
}

/// Iterates over the segments before the first scan: marker and content.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = 2;
    std::iter::from_fn(move || {
        let Segment { marker, whole, content } = segment(bytes, at).filter(|segment| segment.marker != 0xda)?;
        at = whole.end;
        Some((marker, bytes.get(content)?))
    })
}

/// The parts of a second XMP document, which may come in any order.
#[derive(Default)]
struct Extension<'a> {
    guid: &'a [u8],
    length: usize,
    parts: Vec<(usize, &'a [u8])>,
}

impl<'a> Extension<'a> {
    /// Adds the part in `content`: the identifier of the document, its length, the offset of the part, the part.
    fn add(&mut self, content: &'a [u8]) {
        let number = |at: usize| Some(u32::from_be_bytes(*content.get(at..)?.first_chunk()?) as usize);
        let (Some(guid), Some(length), Some(offset)) = (content.get(..32), number(32), number(36)) else { return };
        if self.parts.is_empty() {
            (self.guid, self.length) = (guid, length);
        }
        if self.guid == guid && self.length == length {
            self.parts.push((offset, &content[40..]));
        }
    }

    /// Returns the whole document, if `main` names it and every part of it is there.
    fn document(mut self, main: &[u8]) -> Option<Vec<u8>> {
        let named = !self.guid.is_empty() && main.windows(self.guid.len()).any(|window| window == self.guid);
        if !named || self.length > super::LONGEST {
            return None;
        }
        self.parts.sort_by_key(|(offset, _)| *offset);
        let mut document = Vec::new();
        for (offset, part) in self.parts {
            if offset != document.len() {
                return None;
            }
            document.extend_from_slice(part);
        }
        (document.len() == self.length).then_some(document)
    }
}
