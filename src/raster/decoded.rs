//! A decoded picture of any file format.

use image::{DynamicImage, ImageBuffer, Pixel};

/// A decoded picture.
pub(crate) struct Raster {
    /// Its pixels, upright, with 8 bits per sample.
    pub(crate) pixels: DynamicImage,
    /// The ICC profile of the pixels.
    pub(crate) profile: Option<Vec<u8>>,
}

/// Makes a picture of `samples`, if there are enough.
pub(super) fn picture<P: Pixel<Subpixel = u8>>(
    (width, height): (u32, u32),
    samples: Vec<u8>,
) -> Option<ImageBuffer<P, Vec<u8>>> {
    ImageBuffer::from_raw(width, height, samples)
}
