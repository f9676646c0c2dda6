//! Pictures decoded and encoded anew, which costs some ten milliseconds each: only where readers need it.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};

use crate::article::{Asset, ImageKind};

/// Quality of a JPEG that had to be encoded anew.
const QUALITY: u8 = 90;
/// Bytes that decoding one picture may take: 80 megapixels of RGB.
const DECODED_BYTES: u64 = 240 << 20;

/// Width and height by the file's header.
pub(super) fn dimensions(asset: &Asset) -> Result<(u32, u32), String> {
    reader(asset).into_dimensions().map_err(|error| error.to_string())
}

/// `asset` as a type that every reader shows: JPEG for photographs in lossy WebP, else PNG.
pub(super) fn to_core_type(asset: &Asset) -> Result<(&'static str, Vec<u8>), String> {
    let (picture, profile) = decode(asset)?;
    // The chunk after `RIFF`, size and `WEBP` is `VP8 ` for a plain lossy picture (RFC 9649 §2.5).
    let lossy = asset.kind == ImageKind::WebP && asset.bytes.get(12..16) == Some(b"VP8 ");
    if lossy && !picture.color().has_alpha() {
        return Ok(("jpg", to_jpeg(&picture, profile)?));
    }
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).map_err(|error| error.to_string())?;
    Ok(("png", bytes))
}

/// `asset`, a JPEG, turned upright and in RGB.
pub(super) fn upright_rgb(asset: &Asset) -> Result<Vec<u8>, String> {
    let (picture, profile) = decode(asset)?;
    // The profile of a CMYK picture does not describe the RGB that it is decoded to.
    let profile = profile.filter(|profile| profile.get(16..20) != Some(b"CMYK"));
    to_jpeg(&picture, profile)
}

fn decode(asset: &Asset) -> Result<(DynamicImage, Option<Vec<u8>>), String> {
    let mut decoder = reader(asset).into_decoder().map_err(|error| error.to_string())?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
    picture.apply_orientation(Orientation::from_exif(asset.orientation).unwrap_or(Orientation::NoTransforms));
    Ok((picture, profile))
}

/// The picture in `bytes`, a file with `extension`, and its colour profile.
pub(super) fn open(extension: &str, bytes: &[u8]) -> Result<(DynamicImage, Option<Vec<u8>>), String> {
    let format = match extension {
        "jpg" => ImageFormat::Jpeg,
        "gif" => ImageFormat::Gif,
        _ => ImageFormat::Png,
    };
    let mut decoder = limited(bytes, format).into_decoder().map_err(|error| error.to_string())?;
    let profile = decoder.icc_profile().ok().flatten();
    Ok((DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?, profile))
}

/// `picture` as PNG.
pub(super) fn to_png(picture: &DynamicImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(profile) = profile {
        // A profile that does not fit costs colour accuracy, not the picture.
        let _ = encoder.set_icc_profile(profile);
    }
    picture.write_with_encoder(encoder).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// `picture` as JPEG.
pub(super) fn to_jpeg(picture: &DynamicImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    let picture = if picture.color().has_color() {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    } else {
        DynamicImage::ImageLuma8(picture.to_luma8())
    };
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if let Some(profile) = profile {
        // A profile that does not fit costs colour accuracy, not the picture.
        let _ = encoder.set_icc_profile(profile);
    }
    picture.write_with_encoder(encoder).map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn reader(asset: &Asset) -> ImageReader<Cursor<&[u8]>> {
    let format = match asset.kind {
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Png | ImageKind::Svg => ImageFormat::Png,
        ImageKind::Gif => ImageFormat::Gif,
        ImageKind::WebP => ImageFormat::WebP,
        ImageKind::Tiff => ImageFormat::Tiff,
        ImageKind::Bmp => ImageFormat::Bmp,
    };
    limited(&asset.bytes, format)
}

fn limited(bytes: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_BYTES);
    reader.limits(limits);
    reader
}
