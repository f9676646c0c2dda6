//! Scales pictures to the size in which a page shows them, quickly and in the same way as PDF viewers.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbaImage;

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
