//! Scales pictures to the size in which a page shows them, quickly and in the same way as PDF viewers.

use fast_image_resize::images::{CroppedImageMut, Image, ImageRef};
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

/// Scales the rectangle `part` of `source` (left, top, width and height, in pixels and their fractions) onto the rectangle
/// `area` of `sheet` (left, top, right and bottom). Of an area that reaches beyond the sheet, only what is on it is shown.
///
/// Without gamma, unlike [`super::shrink`]: a cover has to be quick, and its pictures are reduced only a little. Into
/// the sheet, since another picture of that size would be a third of the memory that a cover takes.
/// Returns `None` if nothing is shown, or if the library reports an error.
pub(crate) fn scale_onto(source: &RgbImage, part: [f64; 4], sheet: &mut RgbImage, area: [u32; 4]) -> Option<()> {
    let [x, y, part_width, part_height] = part;
    let [left, top, right, bottom] = area;
    let (width, height) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
    let shown = (width.min(sheet.width().checked_sub(left)?), height.min(sheet.height().checked_sub(top)?));
    let share = |shown: u32, whole: u32, part: f64| part * f64::from(shown) / f64::from(whole.max(1));
    let (across, down) = (share(shown.0, width, part_width), share(shown.1, height, part_height));
    let enlarged = f64::from(width) > part_width;
    let filter = if enlarged { FilterType::CatmullRom } else { FilterType::Hamming };
    let from = ImageRef::new(source.width(), source.height(), source.as_raw(), PixelType::U8x3).ok()?;
    let (sheet_width, sheet_height) = sheet.dimensions();
    let mut sheet = Image::from_slice_u8(sheet_width, sheet_height, sheet, PixelType::U8x3).ok()?;
    let mut to = CroppedImageMut::new(&mut sheet, left, top, shown.0, shown.1).ok()?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).crop(x, y, across, down);
    Resizer::new().resize(&from, &mut to, &options).ok()
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

    #[test]
    fn a_part_is_scaled_onto_its_place_and_cut_at_the_edge_of_the_sheet() {
        let source = RgbImage::from_fn(4, 2, |x, _| image::Rgb([if x < 2 { 10 } else { 250 }; 3]));
        let onto = |part, area| {
            let mut sheet = RgbImage::from_pixel(6, 3, image::Rgb([99; 3]));
            let shown = scale_onto(&source, part, &mut sheet, area);
            let rows: Vec<Vec<u8>> = sheet.rows().map(|row| row.map(|pixel| pixel.0[0]).collect()).collect();
            shown.map(|()| rows)
        };
        let right = onto([2.0, 0.0, 2.0, 2.0], [1, 1, 3, 3]).unwrap();
        assert_eq!(right, [[99; 6], [99, 250, 250, 99, 99, 99], [99, 250, 250, 99, 99, 99]]);
        let cut = onto([0.0, 0.0, 4.0, 2.0], [4, 0, 8, 2]).unwrap();
        assert_eq!(cut, [[99, 99, 99, 99, 10, 10], [99, 99, 99, 99, 10, 10], [99; 6]]);
        assert!(
            onto([0.0, 0.0, 4.0, 2.0], [6, 0, 8, 2]).is_none() && onto([0.0, 0.0, 4.0, 2.0], [7, 0, 8, 2]).is_none()
        );
    }
}
