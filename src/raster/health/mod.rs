//! Checks whether a picture can be read to its end, and salvages what can be read of a broken one.
//!
//! A truncated or corrupted file is rejected by some readers and shown partially by others; inside an EPUB or PDF it
//! makes that file faulty. So every picture is checked before it is embedded. For files that are embedded unchanged,
//! all codes are read, which costs a fraction of decoding ([`jpeg`], [`png`], [`gif`]); files that are re-encoded
//! anyway are decoded. If a file is broken, its readable part is kept.
//!
//! Limits: damage that decodes to other pixels, such as a changed bit in a JPEG that still gives valid codes, cannot be
//! detected. In an AVIF only the boxes are checked; faults in its codes are found when it is decoded. Pictures inside
//! drawings are not checked.

mod gif;
mod huffman;
mod jpeg;
mod known;
mod png;
mod salvage;

use super::decoded::Raster;
use super::encode::{self, Colours};
use super::shape::{Shape, shape};
use crate::article::ImageKind;

/// Quality of a JPEG that is re-encoded after salvage.
const QUALITY: u8 = 92;

/// The state of a picture's file.
pub(crate) enum Health {
    /// It can be read to its end.
    Sound,
    /// It cannot be read to its end.
    Broken(Broken),
    /// Nothing of it can be read.
    Lost,
}

/// The remains of a broken picture.
pub(crate) struct Broken {
    /// A complete file of what can be read.
    pub(crate) bytes: Vec<u8>,
    /// The kind of that file.
    pub(crate) kind: ImageKind,
    /// Width and height, if the new file is upright while the original was not.
    pub(crate) upright: Option<(u32, u32)>,
    /// What is lost, as far as is known.
    pub(crate) loss: Loss,
}

/// What is lost of a broken picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// No pixel is lost.
    Nothing,
    /// Some pixels are lost.
    Pixels,
}

/// Checks the picture in `bytes` to its end.
pub(crate) fn health(kind: ImageKind, orientation: u8, bytes: &[u8]) -> Health {
    match kind {
        // Their checks take less time than a digest.
        ImageKind::Svg | ImageKind::Avif => check(kind, orientation, bytes),
        _ => known::or(bytes, || check(kind, orientation, bytes)),
    }
}

fn check(kind: ImageKind, orientation: u8, bytes: &[u8]) -> Health {
    match kind {
        ImageKind::Jpeg => jpeg_health(orientation, bytes),
        ImageKind::Png => match png::read(bytes) {
            png::Found::Whole => Health::Sound,
            png::Found::Part(bytes, part) => {
                let loss = if part == 100 { Loss::Nothing } else { Loss::Pixels };
                Health::Broken(Broken { bytes, kind, upright: None, loss })
            }
            png::Found::Nothing => Health::Lost,
        },
        ImageKind::Gif => match gif::read(bytes) {
            gif::Found::Whole => Health::Sound,
            gif::Found::Frames(end) => {
                // The trailer (GIF89a §27).
                let bytes = [&bytes[..end], b";"].concat();
                Health::Broken(Broken { bytes, kind, upright: None, loss: Loss::Pixels })
            }
            gif::Found::Part(picture, _) => anew(kind, Raster { pixels: picture.into(), profile: None }),
            gif::Found::Nothing => Health::Lost,
        },
        ImageKind::Svg => Health::Sound,
        // An AVIF is not decoded here: that would take ten times as long as for any other kind, and both writers decode
        // it later anyway.
        ImageKind::Avif if super::avif::is_whole(bytes) => Health::Sound,
        ImageKind::WebP | ImageKind::Tiff | ImageKind::Bmp | ImageKind::Avif => {
            match super::decode(kind, orientation, Box::new(std::io::Cursor::new(bytes))) {
                Ok(_) => Health::Sound,
                Err(_) => salvage::part(kind, orientation, bytes).map_or(Health::Lost, |raster| anew(kind, raster)),
            }
        }
    }
}

fn jpeg_health(orientation: u8, bytes: &[u8]) -> Health {
    let kind = ImageKind::Jpeg;
    let decoded = |bytes: &[u8]| super::decode(kind, orientation, Box::new(std::io::Cursor::new(bytes)));
    match jpeg::read(bytes) {
        jpeg::Found::Whole(_) => Health::Sound,
        jpeg::Found::Endless(at) => {
            let bytes = [&bytes[..at], &[0xff, 0xd9]].concat();
            Health::Broken(Broken { bytes, kind, upright: None, loss: Loss::Nothing })
        }
        jpeg::Found::Broken(_, _, 0) => Health::Lost,
        jpeg::Found::Broken(at, ..) => {
            // Data after a fault seldom gives the right pixels, but often gives some. If the whole file cannot be
            // decoded, only the data before the fault is used.
            let cut = [&bytes[..at.min(bytes.len())], &[0xff, 0xd9]].concat();
            decoded(bytes).or_else(|_| decoded(&cut)).map_or(Health::Lost, |raster| anew(kind, raster))
        }
        jpeg::Found::Other => decoded(bytes).map_or(Health::Lost, |raster| anew(kind, raster)),
    }
}

/// Makes a file of what could be read of a picture of that kind.
fn anew(kind: ImageKind, raster: Raster) -> Health {
    let size = (raster.pixels.width(), raster.pixels.height());
    let as_jpeg = kind == ImageKind::Jpeg || kind != ImageKind::Gif && shape(&raster.pixels) == Shape::Photograph;
    let colours = Colours::from(raster.profile);
    let made = match as_jpeg {
        true => encode::jpeg(&raster.pixels, QUALITY, &colours).map(|bytes| (bytes, ImageKind::Jpeg)),
        false => encode::png(&raster.pixels, &colours).map(|bytes| (bytes, ImageKind::Png)),
    };
    match made {
        Ok((bytes, kind)) => Health::Broken(Broken { bytes, kind, upright: Some(size), loss: Loss::Pixels }),
        Err(_) => Health::Lost,
    }
}

#[cfg(test)]
mod tests;
