//! Packets of an AVIF, which are items of its `meta` box (ISO/IEC 14496-12 §8.11; ISO/IEC 23008-12 annex A).

use std::borrow::Cow;
use std::ops::Range;

use super::packets::Packets;
use crate::raster::avif_boxes::{boxes, find, number};

/// Maximum number of parts of an item.
const PARTS: u32 = 64;

/// Returns the packets in `bytes`.
pub(super) fn packets(bytes: &[u8]) -> Packets<'_> {
    read(bytes).unwrap_or_default()
}

fn read(bytes: &[u8]) -> Option<Packets<'_>> {
    let mut packets = Packets::default();
    let meta = find(bytes, b"meta")?.get(4..)?;
    let (items, places) = (find(meta, b"iinf")?, find(meta, b"iloc")?);
    let data = find(meta, b"idat").unwrap_or_default();
    // The number of entries has 16 bits in version 0, else 32.
    let entries = items.get(if items.first()? == &0 { 6 } else { 8 }..)?;
    for (_, entry) in boxes(entries).filter(|(kind, _)| *kind == b"infe") {
        let Some((id, what)) = item(entry) else { continue };
        let content = || located(places, id).and_then(|place| place.content(bytes, data));
        match what {
            // EXIF begins after an offset to the header of its TIFF.
            Item::Exif => packets.exif = content().and_then(|content| exif(&content)),
            Item::Xmp => packets.xmp.extend(content()),
            Item::Other => {}
        }
    }
    Some(packets)
}

fn exif<'a>(content: &[u8]) -> Option<Cow<'a, [u8]>> {
    let offset = number(content, 0, 4)? as usize;
    content.get(4usize.checked_add(offset)?..).map(|exif| exif.to_vec().into())
}

enum Item {
    Exif,
    Xmp,
    Other,
}

/// Reads an item information entry: its number, and what it is (ISO/IEC 14496-12 §8.11.6).
fn item(entry: &[u8]) -> Option<(u32, Item)> {
    let (id, rest) = match entry.first()? {
        2 => (number(entry, 4, 2)?, entry.get(8..)?),
        3 => (number(entry, 4, 4)?, entry.get(10..)?),
        _ => return None,
    };
    let what = match rest.get(..4)? {
        b"Exif" => Item::Exif,
        b"mime" if rest.get(4..)?.split(|byte| *byte == 0).nth(1) == Some(b"application/rdf+xml") => Item::Xmp,
        _ => Item::Other,
    };
    Some((id, what))
}

/// Where an item is.
struct Place {
    /// Whether ranges count from the start of the box `idat`, else from the start of the file.
    in_data: bool,
    parts: Vec<Range<usize>>,
}

impl Place {
    fn content<'a>(self, file: &'a [u8], data: &'a [u8]) -> Option<Cow<'a, [u8]>> {
        let whole = if self.in_data { data } else { file };
        let mut parts = self.parts.into_iter().map(|part| whole.get(part));
        let first = parts.next()??;
        let mut content = Cow::Borrowed(first);
        for part in parts {
            content.to_mut().extend_from_slice(part?);
        }
        (content.len() <= super::LONGEST).then_some(content)
    }
}

/// Finds the place of `item` in an item location box (ISO/IEC 14496-12 §8.11.3).
fn located(content: &[u8], item: u32) -> Option<Place> {
    let version = *content.first()?;
    let sizes = number(content, 4, 2)?;
    let size = |shift: u32| (sizes >> shift & 15) as usize;
    let (offset_size, length_size, base_size) = (size(12), size(8), size(4));
    let index_size = if version > 0 { size(0) } else { 0 };
    let id_size = if version < 2 { 2 } else { 4 };
    let mut at = 6 + id_size;
    let mut next = |size: usize| {
        // A size of 0 means that the number is left out and is 0; of 8, that it has 64 bits.
        let high = if size == 8 { number(content, at, 4)? } else { 0 };
        let value = if size == 0 {
            0
        } else {
            number(content, at + size.saturating_sub(4) * usize::from(size == 8), size.min(4))?
        };
        at += size;
        (high == 0).then_some(value)
    };
    for _ in 0..number(content, 6, id_size)? {
        let id = next(id_size)?;
        let method = if version > 0 { next(2)? & 15 } else { 0 };
        next(2)?;
        let base = next(base_size)? as usize;
        let count = next(2)?;
        // Numbers may have no bytes at all, so that a count alone could ask for any amount of work.
        if count > PARTS {
            return None;
        }
        let mut parts = Vec::new();
        for _ in 0..count {
            next(index_size)?;
            let start = base.checked_add(next(offset_size)? as usize)?;
            let end = start.checked_add(next(length_size)? as usize)?;
            parts.push(start..end);
        }
        if id == item {
            return (method < 2).then_some(Place { in_data: method == 1, parts });
        }
    }
    None
}
