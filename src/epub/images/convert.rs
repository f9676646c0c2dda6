//! Pictures decoded and encoded anew, which costs some hundred milliseconds each: only where readers need it.

use std::borrow::Cow;

use image::{DynamicImage, Rgba, RgbaImage};

use super::error::Trouble;
use super::limits::Limit;
use crate::article::{Asset, ImageKind};
use crate::diag::Error;
use crate::raster::{self, Colours, Raster, Shape};

/// Quality of a JPEG that had to be encoded anew.
pub(super) const QUALITY: u8 = 90;

/// A picture as a file that every reader shows.
pub(super) struct Made {
    /// `jpg` or `png`.
    pub(super) extension: &'static str,
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// Width and height.
    pub(super) size: (u32, u32),
}

/// A decoded picture, to be encoded.
pub(super) struct Studio {
    raster: Raster,
    colours: Colours,
    /// Whether it becomes a JPEG, else a PNG.
    pub(super) as_jpeg: bool,
    /// Whether something shone through, be it on white now.
    pub(super) shone_through: bool,
    shape: Shape,
}

/// The ground behind a transparent picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// The page.
    Page,
    /// White, which becomes part of it.
    White,
}

impl Studio {
    /// Decodes `asset`, at most as large as `limit` says.
    pub(super) fn open(asset: &Asset, limit: Limit, ground: Ground) -> Result<Self, Trouble> {
        let colours = match asset.kind {
            // Of a PNG nothing is lost that it says of its colours.
            ImageKind::Png => Some(Colours::of_png(&asset.bytes.read()?)),
            _ => None,
        };
        let lossy = asset.kind == ImageKind::WebP && is_lossy(asset)?;
        let mut raster = raster::decode(asset.kind, asset.orientation, asset.bytes.open()?)?;
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

    /// A drawing in pixels, on white.
    pub(super) fn of_drawing(drawn: RgbaImage) -> Self {
        let raster = Raster { pixels: on_white(drawn.into()), profile: None };
        Self { raster, colours: Colours::Plain, as_jpeg: false, shone_through: true, shape: Shape::Drawing }
    }

    /// Lets a photograph that came as a PNG become a JPEG, which takes a fifth of the bytes and shows the same.
    pub(super) fn spare_bytes(&mut self) {
        let colours = self.colours.in_jpeg(self.raster.profile.as_deref());
        if let Some(colours) = colours.filter(|_| self.shape == Shape::Photograph) {
            (self.colours, self.as_jpeg) = (colours, true);
        }
    }

    /// Width and height.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.raster.pixels.width(), self.raster.pixels.height())
    }

    /// The picture as a file, at most at `size`; JPEG at `quality`.
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

/// Whether `asset` is a plain lossy WebP: the chunk after `RIFF`, size and `WEBP` is `VP8 ` (RFC 9649 §2.5).
fn is_lossy(asset: &Asset) -> Result<bool, Error> {
    Ok(asset.bytes.read()?.get(12..16) == Some(b"VP8 "))
}

/// `picture` on white, grey if it was.
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

/// `picture` without its transparency, which does not show.
fn opaque(picture: DynamicImage) -> DynamicImage {
    match picture.color().has_color() {
        true => picture.into_rgb8().into(),
        false => picture.into_luma8().into(),
    }
}
