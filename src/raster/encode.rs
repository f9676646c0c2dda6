//! Encodes pixels as files that every reader can show: baseline JPEG and PNG, 8 bits per sample.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::Error;

/// From this quality on, chroma is not subsampled.
const FULL_COLOUR: u8 = 90;
/// Offset of the first optional chunk in a PNG: after the signature and the header (ISO/IEC 15948 §5.6).
const AFTER_HEADER: usize = 8 + 25;

/// How the colours of pixels are to be interpreted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Colours {
    /// sRGB.
    #[default]
    Plain,
    /// By an ICC profile.
    Profile(Vec<u8>),
    /// By complete chunks of a PNG.
    Chunks(Vec<u8>),
}

impl Colours {
    /// Reads what the chunks of `png` state about its colours (ISO/IEC 15948 §11.3.2).
    pub(crate) fn of_png(png: &[u8]) -> Self {
        let mut found = Vec::new();
        let mut at = 8;
        while let Some(head) = png.get(at..at + 8) {
            let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
            let Some(end) = length.checked_add(12).and_then(|length| at.checked_add(length)) else { break };
            let Some(chunk) = png.get(at..end) else { break };
            match &head[4..] {
                b"IDAT" => break,
                b"cHRM" | b"gAMA" | b"iCCP" | b"sRGB" | b"cICP" => found.extend(chunk),
                _ => {}
            }
            at = end;
        }
        if found.is_empty() { Self::Plain } else { Self::Chunks(found) }
    }
}

impl Colours {
    /// Converts to what a JPEG can express, which is only a profile; `profile` is the one in the chunks. `None` if
    /// that is impossible.
    pub(crate) fn in_jpeg(&self, profile: Option<&[u8]>) -> Option<Self> {
        let Self::Chunks(chunks) = self else { return Some(self.clone()) };
        let has = |part: &[u8]| chunks.windows(part.len()).any(|window| window == part);
        if let Some(profile) = profile {
            return Some(Self::Profile(profile.to_vec()));
        }
        // The exponent of sRGB, 1/2.2, times 100,000 (ISO/IEC 15948 §11.3.2.5).
        let plain = has(b"sRGB") || has(&[b"gAMA", &45_455u32.to_be_bytes()[..]].concat());
        (plain && !has(b"iCCP") && !has(b"cICP")).then_some(Self::Plain)
    }
}

impl From<Option<Vec<u8>>> for Colours {
    fn from(profile: Option<Vec<u8>>) -> Self {
        profile.map_or(Self::Plain, Self::Profile)
    }
}

/// Encodes `picture` as a baseline JPEG; transparent pixels become opaque.
pub(crate) fn jpeg(picture: &DynamicImage, quality: u8, colours: &Colours) -> Result<Vec<u8>, Error> {
    let size = |length: u32| u16::try_from(length).map_err(|_| Error::TooLongForJpeg);
    let (width, height) = (size(picture.width())?, size(picture.height())?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    if quality >= FULL_COLOUR {
        encoder.set_sampling_factor(SamplingFactor::R_4_4_4);
    } else {
        encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
        // Optimised tables make a file smaller, but the encoder must hold the whole picture for them.
        encoder.set_optimized_huffman_tables(true);
    }
    if let Colours::Profile(profile) = colours {
        // A profile that cannot be embedded is left out: colours are less accurate then, but the picture is shown.
        let _ = encoder.add_icc_profile(profile);
    }
    let encoded = match picture {
        DynamicImage::ImageRgb8(rgb) => encoder.encode(rgb, width, height, ColorType::Rgb),
        DynamicImage::ImageLuma8(grey) => encoder.encode(grey, width, height, ColorType::Luma),
        other if !other.color().has_color() => encoder.encode(&other.to_luma8(), width, height, ColorType::Luma),
        DynamicImage::ImageRgba8(rgba) => encoder.encode(rgba, width, height, ColorType::Rgba),
        other => encoder.encode(&other.to_rgb8(), width, height, ColorType::Rgb),
    };
    encoded.map_err(Error::codec)?;
    Ok(bytes)
}

/// Encodes `indices` into `palette`, a row of `width` after the other, as a PNG with a palette (ISO/IEC 15948 §11.2.3).
///
/// It is meant for pictures that consist of large areas of one colour.
#[cfg(feature = "svg")]
pub(crate) fn png_of_palette(width: u32, palette: &[crate::style::Color], indices: &[u8]) -> Vec<u8> {
    let row = (width as usize).max(1);
    let height = (indices.len() / row) as u32;
    let rows = super::rows::compressed(row, indices);
    let colors: Vec<u8> = palette.iter().flat_map(|color| [color.red, color.green, color.blue]).collect();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 3, 0, 0, 0]].concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", header), (b"PLTE", colors), (b"IDAT", rows), (b"IEND", Vec::new())] {
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&content);
        png.extend((content.len() as u32).to_be_bytes());
        png.extend(kind);
        png.extend(content);
        png.extend(sum.sum().to_be_bytes());
    }
    png
}

/// Encodes `picture` as a PNG.
pub(crate) fn png(picture: &DynamicImage, colours: &Colours) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    if let Colours::Profile(profile) = colours {
        let _ = encoder.set_icc_profile(profile.clone());
    }
    let (width, height) = (picture.width(), picture.height());
    let color = match picture {
        DynamicImage::ImageLuma8(_) => ExtendedColorType::L8,
        DynamicImage::ImageLumaA8(_) => ExtendedColorType::La8,
        DynamicImage::ImageRgb8(_) => ExtendedColorType::Rgb8,
        DynamicImage::ImageRgba8(_) => ExtendedColorType::Rgba8,
        _ => return Err(Error::TooDeepForPng),
    };
    encoder.write_image(picture.as_bytes(), width, height, color).map_err(Error::codec)?;
    if let Colours::Chunks(chunks) = colours {
        bytes.splice(AFTER_HEADER..AFTER_HEADER, chunks.iter().copied());
    }
    Ok(bytes)
}
