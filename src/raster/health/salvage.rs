//! Salvages broken WebP, TIFF, BMP and AVIF files.
//!
//! Their decoders return either a whole picture or none. Most broken files are truncated: if the missing part is
//! filled in, a decoder can often read the rest. A TIFF is read strip by strip.

use std::io::Cursor;

use image::DynamicImage;
use tiff::decoder::{Decoder, DecodingResult};

use crate::article::ImageKind;
use crate::raster::MAX_PIXELS;
use crate::raster::decode::decode;
use crate::raster::decoded::Raster;

/// Maximum number of bytes that are added to a truncated file.
const MOST_ADDED: usize = 256 << 20;

/// Returns the readable part of the picture in `bytes`, if any.
pub(super) fn part(kind: ImageKind, orientation: u8, bytes: &[u8]) -> Option<Raster> {
    if kind == ImageKind::Tiff {
        return strips(bytes);
    }
    if let Some(whole) = lengthened(bytes).filter(|_| kind == ImageKind::WebP) {
        return decode(kind, orientation, Box::new(Cursor::new(whole))).ok();
    }
    let wanted = stated_length(kind, bytes)?;
    let added = wanted.checked_sub(bytes.len()).filter(|added| (1..=MOST_ADDED).contains(added))?;
    // A bitmap is filled with white; the other formats' data is not interpreted here.
    let fill = if kind == ImageKind::Bmp { 0xff } else { 0 };
    let whole = [bytes, &vec![fill; added]].concat();
    decode(kind, orientation, Box::new(Cursor::new(whole))).ok()
}

/// Returns the length that the header of a file states or implies.
fn stated_length(kind: ImageKind, bytes: &[u8]) -> Option<usize> {
    let le32 = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    match kind {
        ImageKind::WebP => le32(4)?.checked_add(8),
        ImageKind::Bmp => {
            let (start, width) = (le32(10)?, le32(18)?);
            let height = (le32(22)? as i32).unsigned_abs() as usize;
            let bits = usize::from(u16::from_le_bytes(bytes.get(28..30)?.try_into().ok()?));
            let row = width.checked_mul(bits)?.div_ceil(32).checked_mul(4)?;
            start.checked_add(row.checked_mul(height)?)
        }
        ImageKind::Avif => boxes_end(bytes),
        _ => None,
    }
}

/// Returns where the last box of a file would end (ISO/IEC 14496-12 §4.2).
fn boxes_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0_usize;
    while at < bytes.len() {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        at = at.checked_add(length.max(8))?;
    }
    Some(at)
}

/// Appends zeros to a lossy WebP (RFC 9649 §2.5): its bits then never run out, and any bits decode to something (RFC
/// 6386 §7).
fn lengthened(bytes: &[u8]) -> Option<Vec<u8>> {
    const ZEROS: usize = 1 << 16;
    let stated = u32::from_le_bytes(bytes.get(16..20)?.try_into().ok()?) as usize;
    if bytes.get(12..16)? != b"VP8 " {
        return None;
    }
    let bits = &bytes[20..bytes.len().min(20 + stated)];
    let length = (bits.len().max(stated) + ZEROS).min(MOST_ADDED) & !1;
    let mut whole = bytes[..20].to_vec();
    whole[4..8].copy_from_slice(&(length as u32 + 12).to_le_bytes());
    whole[16..20].copy_from_slice(&(length as u32).to_le_bytes());
    whole.extend(bits);
    whole.resize(20 + length, 0);
    Some(whole)
}

/// Returns the readable strips of a TIFF, of the usual kinds, on white.
fn strips(bytes: &[u8]) -> Option<Raster> {
    let (width, height) = Decoder::new(Cursor::new(bytes)).ok()?.dimensions().ok()?;
    let most = u64::from(width) * u64::from(height);
    if most > MAX_PIXELS || most == 0 {
        return None;
    }
    // Many programs write one strip for the whole picture: if it is uncompressed, white replaces the missing part.
    let whole = [bytes, &vec![0xff; most as usize * 4]].concat();
    let mut decoder = Decoder::new(Cursor::new(whole)).ok()?;
    let samples = match decoder.colortype().ok()? {
        tiff::ColorType::Gray(8) => 1,
        tiff::ColorType::RGB(8) => 3,
        tiff::ColorType::RGBA(8) => 4,
        _ => return None,
    };
    let (strip_width, strip_height) = decoder.chunk_dimensions();
    if strip_width != width || strip_height == 0 {
        return None;
    }
    let mut pixels = vec![0xff; most as usize * samples];
    let mut read = false;
    for (index, room) in pixels.chunks_mut(strip_width as usize * strip_height as usize * samples).enumerate() {
        if let Ok(DecodingResult::U8(strip)) = decoder.read_chunk(index as u32)
            && strip.len() == room.len()
        {
            room.copy_from_slice(&strip);
            read = true;
        }
    }
    let pixels = match samples {
        1 => image::GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8),
        3 => image::RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
        _ => image::RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8),
    };
    pixels.filter(|_| read).map(|pixels| Raster { pixels, profile: None })
}
