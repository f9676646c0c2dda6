//! Decides whether a picture is a photograph or a drawing.
//!
//! In a photograph most neighbouring pixels differ slightly. A drawing or a screenshot is flat between edges, and at
//! an edge neighbours differ strongly. JPEG suits the former, PNG the latter.

use image::DynamicImage;

/// A difference up to this, of 256 levels, counts as shading.
const SOFT: u8 = 12;
/// Minimum share of shaded pairs in a photograph: one in five. Anti-aliased letters stay below a tenth.
const SHADED: usize = 5;
/// Number of rows that are examined.
const ROWS: usize = 200;

/// The character of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A photograph or a painting.
    Photograph,
    /// A drawing, a diagram, a screenshot.
    Drawing,
    /// A picture that is transparent, at least in places.
    Transparent,
}

/// Classifies `picture`, which has 8 bits per sample.
pub(crate) fn shape(picture: &DynamicImage) -> Shape {
    if picture.color().has_alpha() && !is_opaque(picture) {
        return Shape::Transparent;
    }
    let samples = usize::from(picture.color().channel_count());
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let rows = picture.as_bytes().chunks_exact((width * samples).max(1));
    let (mut pairs, mut soft) = (0, 0);
    for row in rows.step_by((height / ROWS).max(1)) {
        for (left, right) in row.chunks_exact(samples).zip(row.chunks_exact(samples).skip(1)) {
            let apart = left.iter().zip(right).map(|(left, right)| left.abs_diff(*right)).max();
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
