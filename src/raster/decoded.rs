//! A decoded picture of any file format.

use std::sync::Arc;

use image::{DynamicImage, ImageBuffer, Pixel, RgbImage};

/// A decoded picture.
pub(crate) struct Raster {
    /// Its pixels, upright, with 8 bits per sample.
    pub(crate) pixels: DynamicImage,
    /// The ICC profile of the pixels.
    pub(crate) profile: Option<Vec<u8>>,
}

/// A picture in RGB that was decoded for one purpose and can serve another.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    /// Its pixels, upright, as they came from the decoder.
    pub(crate) pixels: Arc<RgbImage>,
    /// The ICC profile of the pixels.
    pub(crate) profile: Option<Vec<u8>>,
}

impl Shared {
    /// Returns the picture as if it had been decoded anew.
    pub(crate) fn to_raster(&self) -> Raster {
        Raster { pixels: DynamicImage::ImageRgb8(RgbImage::clone(&self.pixels)), profile: self.profile.clone() }
    }
}

/// Makes a picture of `samples`, if there are enough.
pub(super) fn picture<P: Pixel<Subpixel = u8>>(
    (width, height): (u32, u32),
    samples: Vec<u8>,
) -> Option<ImageBuffer<P, Vec<u8>>> {
    ImageBuffer::from_raw(width, height, samples)
}
