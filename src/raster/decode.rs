//! Decodes files to pixels.

use std::io::BufReader;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use tiff::decoder::{Decoder as Tiff, DecodingResult};

use super::decoded::{self, Raster, picture};
use super::{Error, MAX_PIXELS, avif, cmyk};
use crate::article::{ImageKind, ReadSeek};

/// Maximum memory for decoding one picture, in bytes: the most pixels in 16 bits with transparency, and room for the
/// decoder.
const MAX_DECODED: u64 = MAX_PIXELS * 8 + (64 << 20);

/// Decodes the picture in `input`, rotated by the EXIF orientation.
pub(crate) fn decode(kind: ImageKind, orientation: u8, input: Box<dyn ReadSeek + '_>) -> Result<Raster, Error> {
    let Raster { pixels, profile } = match kind {
        ImageKind::Avif => avif::decode(input)?,
        ImageKind::Jpeg => jpeg(input)?,
        ImageKind::Tiff => tiff(input)?,
        ImageKind::Svg => return Err(Error::NoPixels),
        _ => with_image(kind, input)?,
    };
    let mut pixels = in_eight_bits(pixels);
    pixels.apply_orientation(Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms));
    let space: &[u8] = if pixels.color().has_color() { b"RGB " } else { b"GRAY" };
    // The profile of a CMYK picture, for example, does not describe the RGB that it is decoded to.
    let profile = profile.filter(|profile| profile.get(16..20) == Some(space));
    Ok(Raster { pixels, profile })
}

/// Returns width and height from the file's header, in the stored orientation.
pub(crate) fn dimensions(kind: ImageKind, input: Box<dyn ReadSeek + '_>) -> Result<(u32, u32), Error> {
    reader(kind, input).into_dimensions().map_err(Error::codec)
}

fn with_image(kind: ImageKind, input: Box<dyn ReadSeek + '_>) -> Result<Raster, Error> {
    let mut decoder = reader(kind, input).into_decoder().map_err(Error::codec)?;
    let profile = decoder.icc_profile().ok().flatten();
    Ok(Raster { pixels: DynamicImage::from_decoder(decoder).map_err(Error::codec)?, profile })
}

fn jpeg(mut input: Box<dyn ReadSeek + '_>) -> Result<Raster, Error> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    if cmyk::is_four_colour(&bytes) {
        return cmyk::decode(&bytes);
    }
    with_image(ImageKind::Jpeg, Box::new(std::io::Cursor::new(bytes)))
}

/// Decodes a TIFF. For the usual kinds its decoder is used directly, which saves a copy of the whole picture.
fn tiff(mut input: Box<dyn ReadSeek + '_>) -> Result<Raster, Error> {
    if let Some(raster) = usual_tiff(&mut input)? {
        return Ok(raster);
    }
    input.rewind()?;
    with_image(ImageKind::Tiff, input)
}

fn usual_tiff(input: &mut (dyn ReadSeek + '_)) -> Result<Option<Raster>, Error> {
    use tiff::ColorType as C;
    let mut decoder = Tiff::new(BufReader::new(input)).map_err(Error::codec)?;
    let (width, height) = decoder.dimensions().map_err(Error::codec)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Error::TooManyPixels);
    }
    let color = decoder.colortype().map_err(Error::codec)?;
    let planes = decoder.find_tag(tiff::tags::Tag::PlanarConfiguration).map_err(Error::codec)?;
    let one_plane = planes.is_none_or(|planes| planes.into_u16().is_ok_and(|planes| planes == 1));
    if !one_plane || !matches!(color, C::Gray(8 | 16) | C::RGB(8 | 16) | C::RGBA(8 | 16)) {
        return Ok(None);
    }
    let mut limits = tiff::decoder::Limits::default();
    limits.decoding_buffer_size = MAX_DECODED as usize;
    limits.intermediate_buffer_size = MAX_DECODED as usize;
    let mut decoder = decoder.with_limits(limits);
    let profile = decoder.find_tag(tiff::tags::Tag::IccProfile).ok().flatten();
    let profile = profile.and_then(|profile| profile.into_u8_vec().ok());
    let samples = match decoder.read_image().map_err(Error::codec)? {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => narrow(samples),
        _ => return Ok(None),
    };
    let size = (width, height);
    let pixels = match color {
        C::Gray(_) => picture(size, samples).map(DynamicImage::ImageLuma8),
        C::RGB(_) => picture(size, samples).map(DynamicImage::ImageRgb8),
        _ => picture(size, samples).map(DynamicImage::ImageRgba8),
    };
    Ok(Some(Raster { pixels: pixels.ok_or(Error::CutOff)?, profile }))
}

/// Whether a TIFF has several pages; thumbnails and masks do not count (TIFF 6.0 §8, `NewSubfileType`).
pub(crate) fn tiff_has_pages(bytes: &[u8]) -> bool {
    let Ok(mut decoder) = Tiff::new(std::io::Cursor::new(bytes)) else { return false };
    // The decoder rejects directories that refer back to an earlier one.
    while decoder.more_images() && decoder.next_image().is_ok() {
        let kind =
            decoder.find_tag(tiff::tags::Tag::NewSubfileType).ok().flatten().and_then(|kind| kind.into_u32().ok());
        if kind.unwrap_or(0) & 0b101 == 0 {
            return true;
        }
    }
    false
}

/// Converts `picture` to 8 bits per sample, in the same memory if possible.
fn in_eight_bits(picture: DynamicImage) -> DynamicImage {
    use DynamicImage as D;
    let size = (picture.width(), picture.height());
    let narrowed = match picture {
        D::ImageLuma16(wide) => decoded::picture(size, narrow(wide.into_raw())).map(D::ImageLuma8),
        D::ImageLumaA16(wide) => decoded::picture(size, narrow(wide.into_raw())).map(D::ImageLumaA8),
        D::ImageRgb16(wide) => decoded::picture(size, narrow(wide.into_raw())).map(D::ImageRgb8),
        D::ImageRgba16(wide) => decoded::picture(size, narrow(wide.into_raw())).map(D::ImageRgba8),
        D::ImageRgb32F(_) => Some(D::ImageRgb8(picture.to_rgb8())),
        D::ImageRgba32F(_) => Some(D::ImageRgba8(picture.to_rgba8())),
        other => Some(other),
    };
    narrowed.unwrap_or_default()
}

/// Rounds samples of 16 bits to 8; collecting from a vector of larger elements reuses its memory.
fn narrow(samples: Vec<u16>) -> Vec<u8> {
    samples.into_iter().map(|sample| ((u32::from(sample) + 128) / 257) as u8).collect()
}

fn reader<'a>(kind: ImageKind, input: Box<dyn ReadSeek + 'a>) -> ImageReader<BufReader<Box<dyn ReadSeek + 'a>>> {
    let format = match kind {
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Png | ImageKind::Svg => ImageFormat::Png,
        ImageKind::Gif => ImageFormat::Gif,
        ImageKind::WebP => ImageFormat::WebP,
        ImageKind::Tiff => ImageFormat::Tiff,
        ImageKind::Bmp => ImageFormat::Bmp,
        ImageKind::Avif => ImageFormat::Avif,
    };
    let mut reader = ImageReader::with_format(BufReader::new(input), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    reader
}
