//! Whether a picture is a photograph or a drawing.
//!
//! A photograph shades: most neighbours differ, and by little. A drawing or a screenshot is flat between edges, and at
//! an edge its neighbours differ by much. JPEG is made for the one, PNG for the other.

use image::{DynamicImage, GenericImageView, Pixel};

/// Up to this difference between two levels of 256 it is shading.
const SOFT: u8 = 12;
/// Least share of shaded pairs in a photograph: one in five. Anti-aliased letters stay below a tenth.
const SHADED: usize = 5;
/// Rows looked at.
const ROWS: u32 = 200;

/// What a picture is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A photograph, or a painting: what shades.
    Photograph,
    /// A drawing, a diagram, a screenshot.
    Drawing,
    /// Something that one can see through, at least in places.
    Transparent,
}

/// What `picture` is like.
pub(crate) fn shape(picture: &DynamicImage) -> Shape {
    if picture.color().has_alpha() && !is_opaque(picture) {
        return Shape::Transparent;
    }
    let (mut pairs, mut soft) = (0, 0);
    for y in (0..picture.height()).step_by((picture.height() / ROWS).max(1) as usize) {
        for x in 1..picture.width() {
            let (left, right) = (picture.get_pixel(x - 1, y), picture.get_pixel(x, y));
            let apart = left.channels().iter().zip(right.channels()).map(|(left, right)| left.abs_diff(*right)).max();
            pairs += 1;
            soft += usize::from((1..=SOFT).contains(&apart.unwrap_or(0)));
        }
    }
    if soft * SHADED > pairs { Shape::Photograph } else { Shape::Drawing }
}

fn is_opaque(picture: &DynamicImage) -> bool {
    match picture {
        DynamicImage::ImageLumaA8(picture) => picture.pixels().all(|pixel| pixel.0[1] == u8::MAX),
        DynamicImage::ImageRgba8(picture) => picture.pixels().all(|pixel| pixel.0[3] == u8::MAX),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma, Rgba, RgbaImage};

    use super::*;

    #[test]
    fn what_shades_is_a_photograph_also_in_grey_and_beside_white() {
        let beside_white = |x: u32, y: u32| Luma([if x < 60 { 255 } else { (x * 3 + y * 5) as u8 }]);
        assert_eq!(shape(&GrayImage::from_fn(100, 50, beside_white).into()), Shape::Photograph);
    }

    #[test]
    fn stripes_and_flat_areas_are_a_drawing() {
        let stripes = |x: u32, _| Luma([if x % 10 < 3 { 0 } else { 255 }]);
        assert_eq!(shape(&GrayImage::from_fn(100, 50, stripes).into()), Shape::Drawing);
        assert_eq!(shape(&GrayImage::new(1, 1).into()), Shape::Drawing);
    }

    #[test]
    fn only_transparency_that_shows_counts() {
        let mut picture = RgbaImage::from_pixel(4, 4, Rgba([9, 9, 9, 255]));
        assert_eq!(shape(&picture.clone().into()), Shape::Drawing);
        picture.put_pixel(2, 2, Rgba([0, 0, 0, 254]));
        assert_eq!(shape(&picture.into()), Shape::Transparent);
    }
}
