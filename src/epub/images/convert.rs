//! Decodes pictures and encodes them again, which takes some hundred milliseconds each; done only if reading systems
//! need it.

use std::borrow::Cow;

use image::{DynamicImage, Rgba, RgbaImage};

use super::error::Trouble;
use super::limits::Limit;
use crate::article::{Asset, ImageKind};
use crate::diag::Error;
use crate::raster::{self, Colours, Raster, Shape, Shared};

/// Quality of a JPEG that must be re-encoded.
pub(super) const QUALITY: u8 = 90;

/// A converted picture that every reading system shows.
pub(super) struct Made {
    /// `jpg` or `png`.
    pub(super) extension: &'static str,
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// Width and height.
    pub(super) size: (u32, u32),
}

/// A decoded picture that is going to be encoded.
pub(super) struct Studio {
    raster: Raster,
    colours: Colours,
    /// Whether it becomes a JPEG, else a PNG.
    pub(super) as_jpeg: bool,
    /// Whether the picture had transparency, even if it is on white now.
    pub(super) shone_through: bool,
    shape: Shape,
}

/// The ground behind a transparent picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// The page: transparency is kept.
    Page,
    /// White: transparency is removed.
    White,
}

impl Studio {
    /// Decodes `asset`, unless `decoded` is what it decodes to, to at most the size that `limit` allows.
    pub(super) fn open(
        (asset, decoded): (&Asset, Option<&Shared>),
        limit: Limit,
        ground: Ground,
    ) -> Result<Self, Trouble> {
        let colours = match asset.kind {
            // All colour information of a PNG is kept.
            ImageKind::Png => Some(Colours::of_png(&asset.bytes.read()?)),
            _ => None,
        };
        let lossy = asset.kind == ImageKind::WebP && is_lossy(asset)?;
        let mut raster = match decoded {
            Some(decoded) => decoded.to_raster(),
            None => raster::decode(asset.kind, asset.orientation, asset.bytes.open()?)?,
        };
        let mut shape = raster::shape(&raster.pixels);
        let shone_through = shape == Shape::Transparent;
        if raster.pixels.color().has_alpha() && !shone_through {
            raster.pixels = opaque(raster.pixels);
        }
        let size = limit.size((raster.pixels.width(), raster.pixels.height()));
        raster.pixels = raster::shrink(raster.pixels, size);
        if shone_through && ground == Ground::White {
            raster.pixels = on_white(raster.pixels);
            shape = raster::shape(&raster.pixels);
        }
        let as_jpeg = match asset.kind {
            ImageKind::Jpeg => true,
            ImageKind::Png => false,
            _ => shape != Shape::Transparent && (lossy || shape == Shape::Photograph),
        };
        let colours = colours.unwrap_or_else(|| raster.profile.take().into());
        Ok(Self { raster, colours, as_jpeg, shone_through, shape })
    }

    /// Makes a drawing in pixels, on white.
    pub(super) fn of_drawing(drawn: RgbaImage) -> Self {
        let raster = Raster { pixels: on_white(drawn.into()), profile: None };
        Self { raster, colours: Colours::Plain, as_jpeg: false, shone_through: true, shape: Shape::Drawing }
    }

    /// Allows a photograph that came as a PNG to become a JPEG, which looks the same at a fifth of the size.
    pub(super) fn spare_bytes(&mut self) {
        let colours = self.colours.in_jpeg(self.raster.profile.as_deref());
        if let Some(colours) = colours.filter(|_| self.shape == Shape::Photograph) {
            (self.colours, self.as_jpeg) = (colours, true);
        }
    }

    /// Returns width and height.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.raster.pixels.width(), self.raster.pixels.height())
    }

    /// Encodes the picture at no more than `size`; a JPEG at `quality`.
    pub(super) fn file(&self, size: (u32, u32), quality: u8) -> Result<Made, raster::Error> {
        let full = &self.raster.pixels;
        let pixels = &match size.0 < full.width() {
            true => Cow::Owned(raster::shrink(full.clone(), size)),
            false => Cow::Borrowed(full),
        };
        let (extension, bytes) = match self.as_jpeg {
            true => ("jpg", raster::jpeg(pixels, quality, &self.colours)?),
            false => ("png", raster::png(pixels, &self.colours)?),
        };
        Ok(Made { extension, bytes, size: (pixels.width(), pixels.height()) })
    }
}

/// Widths of a composed cover in the order of trial, each with the quality of its JPEG. The smallest is that of a
/// thumbnail on a shelf.
const COVERS: [(u32, u8); 4] = [(1100, 75), (800, 70), (560, 60), (320, 50)];

/// Returns a composed cover with fewer pixels than that in `bytes`, and the extension of its name; `None` if it cannot
/// have fewer.
pub(super) fn smaller_cover(bytes: &[u8]) -> Option<(Vec<u8>, &'static str)> {
    let pixels = image::load_from_memory(bytes).ok()?;
    let (width, height) = (pixels.width(), pixels.height());
    let fewer = COVERS.into_iter().filter(|(fewer, _)| *fewer < width);
    let mut made = fewer.filter_map(|(fewer, quality)| {
        let size = (fewer, (f64::from(height) * f64::from(fewer) / f64::from(width)).round() as u32);
        raster::jpeg(&raster::shrink(pixels.clone(), size), quality, &Colours::Plain).ok()
    });
    made.find(|made| made.len() < bytes.len()).map(|made| (made, "jpg"))
}

/// Whether `asset` is a plain lossy WebP: the chunk after `RIFF`, size and `WEBP` is `VP8 ` (RFC 9649 §2.5).
fn is_lossy(asset: &Asset) -> Result<bool, Error> {
    Ok(asset.bytes.read()?.get(12..16) == Some(b"VP8 "))
}

/// Puts `picture` on white; grey pictures stay grey.
fn on_white(picture: DynamicImage) -> DynamicImage {
    let shade = |part: u8, alpha: u8| {
        let (part, alpha) = (u32::from(part), u32::from(alpha));
        ((part * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let coloured = picture.color().has_color();
    let mut pixels = picture.into_rgba8();
    for Rgba([red, green, blue, alpha]) in pixels.pixels_mut() {
        [*red, *green, *blue] = [*red, *green, *blue].map(|part| shade(part, *alpha));
    }
    let pixels = DynamicImage::ImageRgba8(pixels);
    if coloured { opaque(pixels) } else { pixels.into_luma8().into() }
}

/// Removes the alpha channel of `picture`, which is opaque.
fn opaque(picture: DynamicImage) -> DynamicImage {
    match picture.color().has_color() {
        true => picture.into_rgb8().into(),
        false => picture.into_luma8().into(),
    }
}
