//! Scales pictures to the size in which a page shows them, quickly and in the same way as PDF viewers.

use fast_image_resize::images::Image;
use fast_image_resize::images::ImageRef;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{RgbImage, RgbaImage};

/// Scales `source` to `size` as PDF viewers do: averaged when reduced, smoothed when enlarged, and in blocks if each
/// pixel becomes four or more across. Without gamma. Returns `None` if the library reports an error.
pub(crate) fn scale(source: RgbaImage, size: (u32, u32)) -> Option<RgbaImage> {
    let whole = (source.width(), source.height());
    if size == whole {
        return Some(source);
    }
    let times = |to: u32, from: u32| f64::from(to) / f64::from(from.max(1));
    let algorithm = match times(size.0, whole.0).max(times(size.1, whole.1)) {
        4.0.. => ResizeAlg::Nearest,
        times if times > 1.0 => ResizeAlg::Convolution(FilterType::Bilinear),
        _ => ResizeAlg::Convolution(FilterType::Box),
    };
    let from = Image::from_vec_u8(whole.0, whole.1, source.into_raw(), PixelType::U8x4).ok()?;
    let mut to = Image::new(size.0, size.1, PixelType::U8x4);
    Resizer::new().resize(&from, &mut to, &ResizeOptions::new().resize_alg(algorithm)).ok()?;
    RgbaImage::from_raw(size.0, size.1, to.into_vec())
}

/// Returns the rectangle `part` of `source`: left, top, width and height in pixels, rounded to whole ones and limited
/// to those that are there.
pub(crate) fn part(source: RgbaImage, part: [f64; 4]) -> Option<RgbaImage> {
    let [x, y, width, height] = part.map(f64::round);
    let (left, top) = (x.max(0.0), y.max(0.0));
    let across = (x + width).min(f64::from(source.width())) - left;
    let down = (y + height).min(f64::from(source.height())) - top;
    let sound = across >= 1.0 && down >= 1.0;
    sound.then(|| image::imageops::crop_imm(&source, left as u32, top as u32, across as u32, down as u32).to_image())
}

/// Scales the rectangle `part` of `source` (left, top, width and height, in pixels and their fractions) to `size`.
///
/// Without gamma, unlike [`super::shrink`]: a cover has to be quick, and its pictures are reduced only a little.
/// Returns `None` if the library reports an error.
pub(crate) fn scale_part(source: &RgbImage, part: [f64; 4], size: (u32, u32)) -> Option<RgbImage> {
    let [left, top, width, height] = part;
    let enlarged = f64::from(size.0) > width;
    let filter = if enlarged { FilterType::CatmullRom } else { FilterType::Hamming };
    let from = ImageRef::new(source.width(), source.height(), source.as_raw(), PixelType::U8x3).ok()?;
    let mut to = Image::new(size.0, size.1, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).crop(left, top, width, height);
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    RgbImage::from_raw(size.0, size.1, to.into_vec())
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    fn levels(from: [u8; 2], width: u32) -> Vec<u8> {
        let source = RgbaImage::from_fn(2, 1, |x, _| Rgba([from[x as usize], 0, 0, 255]));
        scale(source, (width, 1)).unwrap().pixels().map(|pixel| pixel.0[0]).collect()
    }

    #[test]
    fn a_picture_is_averaged_smoothed_or_in_blocks() {
        assert_eq!(levels([0, 200], 1), [100]);
        assert_eq!(levels([0, 200], 2), [0, 200]);
        let smooth = levels([0, 200], 4);
        assert!(smooth.is_sorted() && smooth[1] > 0 && smooth[2] < 200, "{smooth:?}");
        assert_eq!(levels([0, 200], 8), [0, 0, 0, 0, 200, 200, 200, 200]);
    }
}
