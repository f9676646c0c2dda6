//! Pictures that PDF cannot embed in their own format: decoded, and packed like a PNG.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder};

use super::error::{Broken, Failure};
use super::{Pixels, png};
use crate::article::Asset;
use crate::raster;

/// Decodes `asset` in its stored orientation; the page rotates it.
pub(super) fn decode(asset: &Asset) -> Result<Pixels, Failure> {
    let picture = raster::decode(asset.kind, 1, asset.bytes.open()?)?;
    Ok(pack(picture.pixels)?)
}

/// Packs `picture` with 8 bits per sample: as grey if it is grey, with transparency as a separate mask if there is
/// any.
pub(super) fn pack(picture: DynamicImage) -> Result<Pixels, Broken> {
    let (width, height) = (picture.width(), picture.height());
    let mask = if picture.color().has_alpha() { mask(&picture)? } else { None };
    let mut pixels = if picture.color().has_color() {
        rows(&picture.into_rgb8(), width, height, ExtendedColorType::Rgb8)?
    } else {
        rows(&picture.into_luma8(), width, height, ExtendedColorType::L8)?
    };
    pixels.mask = mask.map(Box::new);
    Ok(pixels)
}

/// Returns the transparency of `picture`, or `None` if it is opaque.
fn mask(picture: &DynamicImage) -> Result<Option<Pixels>, Broken> {
    let alpha: Vec<u8> = picture.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect();
    if alpha.iter().all(|level| *level == u8::MAX) {
        return Ok(None);
    }
    rows(&alpha, picture.width(), picture.height(), ExtendedColorType::L8).map(Some)
}

/// Packs samples as the compressed rows of a PNG.
fn rows(samples: &[u8], width: u32, height: u32, color: ExtendedColorType) -> Result<Pixels, Broken> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
        .write_image(samples, width, height, color)?;
    png::pass_through(&bytes).ok_or(Broken::Pack)
}
