//! AVIF (AV1 Image File Format 1.1): its boxes, and its pixels in RGB.
//!
//! A file is a tree of boxes (ISO/IEC 14496-12 §4.2) that states where the coded pictures are, how to rotate them, and
//! how to interpret their colours. [`Header`] holds the statements about the primary item. The module `pixels` decodes
//! it, in builds with the feature `avif`.

#[cfg(feature = "avif")]
#[path = "avif/pixels.rs"]
mod pixels;
#[cfg(not(feature = "avif"))]
#[path = "avif/no_pixels.rs"]
mod pixels;

pub(crate) mod boxes;

use boxes::{boxes, find, next_box, number};
pub(super) use pixels::{decode, is_whole};

/// The properties of the primary item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Header {
    /// Width as stored.
    pub(crate) width: u32,
    /// Height as stored.
    pub(crate) height: u32,
    /// Rotation and mirroring as an EXIF orientation; EXIF's own orientation must be ignored (MIAF, ISO/IEC 23000-22
    /// §7.3.6.7).
    pub(crate) orientation: u8,
    /// Matrix coefficients (ITU-T H.273 §8.3) and whether levels use the full range; these override what the coded
    /// picture states.
    colours: Option<(u16, bool)>,
    profile: Option<Vec<u8>>,
}

impl Header {
    /// Whether `bytes` begin like an AVIF file or sequence.
    pub(crate) fn looks_like(bytes: &[u8]) -> bool {
        let Some((b"ftyp", content, _)) = next_box(bytes) else { return false };
        let brands = content.chunks_exact(4).enumerate().filter(|(index, _)| *index != 1);
        brands.into_iter().any(|(_, brand)| matches!(brand, b"avif" | b"avis"))
    }

    /// Whether the main brand of `bytes` is that of a sequence of pictures (AVIF §3.2, brand `avis`).
    pub(crate) fn is_sequence(bytes: &[u8]) -> bool {
        next_box(bytes).is_some_and(|(_, content, _)| content.starts_with(b"avis"))
    }

    /// Reads the header of the AVIF in `bytes`.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let meta = find(bytes, b"meta")?.get(4..)?;
        let primary = find(meta, b"pitm")?;
        let primary = if primary.first()? == &0 { number(primary, 4, 2)? } else { number(primary, 4, 4)? };
        let properties = find(meta, b"iprp")?;
        let all: Vec<_> = boxes(find(properties, b"ipco")?).collect();
        let mut header = Self { orientation: 1, ..Self::default() };
        let (mut turn, mut mirror) = (0, None);
        for index in associations(find(properties, b"ipma")?, primary)? {
            let Some((kind, content)) = index.checked_sub(1).and_then(|index| all.get(index)) else { continue };
            match *kind {
                b"ispe" => (header.width, header.height) = (number(content, 4, 4)?, number(content, 8, 4)?),
                b"irot" => turn = content.first()? & 3,
                b"imir" => mirror = Some(content.first()? & 1),
                b"colr" => header.colour(content),
                _ => {}
            }
        }
        header.orientation = orientation(turn, mirror);
        (header.width > 0 && header.height > 0).then_some(header)
    }

    fn colour(&mut self, content: &[u8]) {
        match content.split_at_checked(4) {
            Some((b"nclx", codes)) => {
                let matrix = number(codes, 4, 2).map(|matrix| matrix as u16);
                self.colours = matrix.zip(codes.get(6).map(|flags| flags & 0x80 != 0));
            }
            Some((b"prof" | b"rICC", profile)) => self.profile = Some(profile.to_vec()),
            _ => {}
        }
    }
}

/// Returns the EXIF orientation for `turn` anticlockwise rotations by 90°, followed by mirroring top and bottom (0) or
/// left and right (1).
fn orientation(turn: u8, mirror: Option<u8>) -> u8 {
    match (turn, mirror) {
        (0, None) => 1,
        (0, Some(1)) | (2, Some(0)) => 2,
        (2, None) => 3,
        (0, Some(_)) | (2, Some(_)) => 4,
        (1, Some(0)) | (3, Some(1)) => 5,
        (3, None) => 6,
        (1, Some(_)) | (3, Some(_)) => 7,
        _ => 8,
    }
}

/// Returns the properties of `item` in an item property association box, counted from 1 (ISO/IEC 23008-12 §9.3.2).
fn associations(content: &[u8], item: u32) -> Option<Vec<usize>> {
    let (wide_item, wide_index) = (*content.first()? > 0, content.get(3)? & 1 == 1);
    let (item_size, index_size) = (if wide_item { 4 } else { 2 }, if wide_index { 2 } else { 1 });
    let essential = if wide_index { 0x8000 } else { 0x80 };
    let mut at = 8;
    for _ in 0..number(content, 4, 4)? {
        let (found, count) = (number(content, at, item_size)?, usize::from(*content.get(at + item_size)?));
        at += item_size + 1;
        if found == item {
            let index = |n| number(content, at + n * index_size, index_size).map(|index| (index & !essential) as usize);
            return (0..count).map(index).collect();
        }
        at += count * index_size;
    }
    None
}
