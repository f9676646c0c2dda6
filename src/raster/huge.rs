//! Pictures of more pixels than are held in memory, as telephones of 48 to 200 megapixels make them: decoded smaller.
//!
//! A JPEG is decoded at a half, a quarter or an eighth of its size, which its transform gives for less work than the
//! whole (ITU-T T.81 §A.3.3); a PNG is read by rows, each block of pixels becoming their mean. Memory: the smaller
//! picture and a band of rows; for a progressive JPEG, also two bytes for each sample of the whole.
//!
//! Limits: [`MOST_PIXELS`], for a progressive JPEG [`MOST_PROGRESSIVE`]; no JPEG of four colours, no interlaced PNG, no
//! other formats.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};
use jpeg_decoder::{Decoder, PixelFormat};
use png::{ColorType, Transformations};

use super::encode::{self, Colours};
use super::{Error, MAX_PIXELS};
use crate::article::ImageKind;

/// Maximum number of pixels.
pub(crate) const MOST_PIXELS: u64 = 400_000_000;
/// Maximum number of pixels of a progressive JPEG.
const MOST_PROGRESSIVE: u64 = 120_000_000;
/// Quality of the smaller JPEG.
const QUALITY: u8 = 92;

/// A picture that was made smaller.
pub(crate) struct Reduced {
    /// The file, in the format of the original.
    pub(crate) bytes: Vec<u8>,
    /// Stored width in pixels.
    pub(crate) width: u32,
    /// Stored height in pixels.
    pub(crate) height: u32,
}

/// Decodes the picture in `bytes`, of the format `kind`, so small that it has no more than [`MAX_PIXELS`].
pub(crate) fn reduced(kind: ImageKind, bytes: &[u8]) -> Result<Reduced, Error> {
    reduced_to(MAX_PIXELS, kind, bytes)
}

/// As [`reduced`], to no more than `most` pixels.
fn reduced_to(most: u64, kind: ImageKind, bytes: &[u8]) -> Result<Reduced, Error> {
    let (picture, colours) = match kind {
        ImageKind::Jpeg => jpeg(most, bytes)?,
        ImageKind::Png => png(most, bytes)?,
        _ => return Err(Error::TooManyPixels),
    };
    let bytes = match kind {
        ImageKind::Jpeg => encode::jpeg(&picture, QUALITY, &colours)?,
        _ => encode::png(&picture, &colours)?,
    };
    Ok(Reduced { bytes, width: picture.width(), height: picture.height() })
}

/// Returns by how much a picture of this size has to be divided in each direction to have no more than `most` pixels.
fn divisor(most: u64, width: u32, height: u32) -> Result<u32, Error> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        return Err(Error::TooManyPixels);
    }
    let fits = |divisor: &u32| pixels / u64::from(divisor * divisor) <= most;
    [1, 2, 4, 8].into_iter().find(fits).ok_or(Error::TooManyPixels)
}

fn jpeg(most: u64, bytes: &[u8]) -> Result<(DynamicImage, Colours), Error> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.read_info().map_err(Error::codec)?;
    let info = decoder.info().ok_or(Error::DamagedHeader)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let divisor = divisor(most, width, height)?;
    let progressive = info.coding_process == jpeg_decoder::CodingProcess::DctProgressive;
    if progressive && u64::from(width) * u64::from(height) > MOST_PROGRESSIVE {
        return Err(Error::TooManyPixels);
    }
    let part = |length: u32| length.div_ceil(divisor).min(u32::from(u16::MAX)) as u16;
    let (width, height) = decoder.scale(part(width), part(height)).map_err(Error::codec)?;
    let pixels = decoder.decode().map_err(Error::codec)?;
    let colours = decoder.icc_profile().into();
    let (width, height) = (u32::from(width), u32::from(height));
    let picture = match info.pixel_format {
        PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
        _ => return Err(Error::TooManyPixels),
    };
    Ok((picture.ok_or(Error::CutOff)?, colours))
}

fn png(most: u64, bytes: &[u8]) -> Result<(DynamicImage, Colours), Error> {
    let colours = Colours::of_png(bytes);
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(Error::codec)?;
    let (width, height) = (reader.info().width, reader.info().height);
    let divisor = divisor(most, width, height)?;
    if reader.info().interlaced {
        return Err(Error::TooManyPixels);
    }
    let (colour, _) = reader.output_color_type();
    let samples = colour.samples();
    let mut bands = Bands::new(width as usize, samples, divisor as usize);
    while let Some(row) = reader.next_row().map_err(Error::codec)? {
        bands.add(row.data());
    }
    let (width, pixels) = bands.finish();
    let width = width as u32;
    let height = (pixels.len() / samples) as u32 / width.max(1);
    let picture = match colour {
        ColorType::Grayscale => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        ColorType::Rgb => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
        ColorType::Rgba => RgbaImage::from_raw(width, height, pixels).map(DynamicImage::from),
        ColorType::GrayscaleAlpha => image::GrayAlphaImage::from_raw(width, height, pixels).map(DynamicImage::from),
        ColorType::Indexed => None,
    };
    Ok((picture.ok_or(Error::CutOff)?, colours))
}

/// Rows of pixels that become one row, each block of them the mean of its pixels.
struct Bands {
    samples: usize,
    divisor: usize,
    /// Width of the smaller picture.
    width: usize,
    /// Sums of the samples of the rows since the last band.
    sums: Vec<u32>,
    /// The number of pixels in each block of one row.
    counts: Vec<u32>,
    rows: u32,
    pixels: Vec<u8>,
}

impl Bands {
    fn new(width: usize, samples: usize, divisor: usize) -> Self {
        let small = width.div_ceil(divisor);
        let counts = (0..small).map(|at| (width - at * divisor).min(divisor) as u32).collect();
        Self { samples, divisor, width: small, sums: vec![0; small * samples], counts, rows: 0, pixels: Vec::new() }
    }

    /// Adds a row of the picture.
    fn add(&mut self, row: &[u8]) {
        for (block, sums) in row.chunks(self.divisor * self.samples).zip(self.sums.chunks_exact_mut(self.samples)) {
            for pixel in block.chunks_exact(self.samples) {
                sums.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u32::from(*sample));
            }
        }
        self.rows += 1;
        if self.rows as usize == self.divisor {
            self.close();
        }
    }

    fn close(&mut self) {
        for (sums, count) in self.sums.chunks_exact_mut(self.samples).zip(&self.counts) {
            let all = (count * self.rows).max(1);
            self.pixels.extend(sums.iter().map(|sum| ((sum + all / 2) / all) as u8));
            sums.fill(0);
        }
        self.rows = 0;
    }

    /// Returns width and samples of the smaller picture.
    fn finish(mut self) -> (usize, Vec<u8>) {
        if self.rows > 0 {
            self.close();
        }
        (self.width, self.pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_their_means_at_the_edges_too() {
        let mut bands = Bands::new(3, 1, 2);
        [[0u8, 100, 9], [50, 50, 11], [7, 9, 1]].iter().for_each(|row| bands.add(row));
        assert_eq!(bands.finish(), (2, vec![50, 10, 8, 1]));
    }

    #[test]
    fn pictures_are_divided_until_they_fit() {
        let divisor = |width, height| divisor(MAX_PIXELS, width, height).ok();
        assert_eq!(divisor(8000, 6000), Some(2));
        assert_eq!(divisor(12_000, 9_000), Some(2));
        assert_eq!(divisor(16_384, 12_288), Some(4));
        assert_eq!(divisor(20_000, 20_000), Some(4));
        assert_eq!(divisor(20_001, 20_000), None);
    }

    /// The left half is black, the right half white.
    #[test]
    fn a_jpeg_and_a_png_are_made_smaller() {
        let large = GrayImage::from_fn(160, 120, |x, _| image::Luma([if x < 80 { 0 } else { 255 }]));
        let large = DynamicImage::from(large);
        let files = [
            (ImageKind::Jpeg, encode::jpeg(&large, 60, &Colours::Plain).unwrap()),
            (ImageKind::Png, encode::png(&large, &Colours::Plain).unwrap()),
        ];
        for (kind, bytes) in files {
            for (most, size) in [(5_000, (80, 60)), (4_799, (40, 30))] {
                let small = reduced_to(most, kind, &bytes).unwrap();
                assert_eq!((small.width, small.height), size, "{kind:?}");
                let small = image::load_from_memory(&small.bytes).unwrap().into_luma8();
                assert!(small.get_pixel(5, 9).0[0] < 12 && small.get_pixel(size.0 - 5, 9).0[0] > 243, "{kind:?}");
            }
            for length in 0..bytes.len() {
                let _ = reduced_to(4_799, kind, &bytes[..length]);
            }
        }
        assert!(matches!(reduced_to(1, ImageKind::Gif, b"GIF89a"), Err(Error::TooManyPixels)));
    }
}
