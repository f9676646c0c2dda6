//! Renders SVG as pixels, at print resolution.

use image::{Rgba, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

use super::guard;
use crate::draw::Error;
use crate::units::{Pt, Size};

/// Print resolution.
const PER_INCH: f64 = 300.0;

/// Maximum number of pixels of a picture.
const MAX_PIXELS: f64 = 4e6;

/// Renders `tree` to fill `size`, at print resolution.
pub(super) fn printed(tree: &Tree, size: Size) -> Result<RgbaImage, Error> {
    let plain = extent(size);
    let pixels =
        if tree.patterns().is_empty() { plain } else { multiple(plain, (tree.size().width(), tree.size().height())) };
    picture(tree, pixels)
}

/// Returns a size of at least `width` × `height` that is a multiple of the drawing's `own` size, if that is not too
/// large. resvg rounds the tile of a pattern to whole pixels, so at other sizes all tiles but the first would be
/// displaced.
fn multiple((width, height): (u32, u32), own: (f32, f32)) -> (u32, u32) {
    let times = (f64::from(width) / f64::from(own.0)).ceil().max(1.0);
    let exact = [own.0, own.1].map(|length| f64::from(length) * times);
    let is_whole = exact.iter().all(|length| length.fract() == 0.0);
    if is_whole && exact[0] * exact[1] <= MAX_PIXELS { (exact[0] as u32, exact[1] as u32) } else { (width, height) }
}

/// Renders `tree` to fill a picture of the given size, at most [`MAX_PIXELS`].
pub(super) fn picture(tree: &Tree, (width, height): (u32, u32)) -> Result<RgbaImage, Error> {
    let own = tree.size();
    let transform = Transform::from_scale(width as f32 / own.width(), height as f32 / own.height());
    let pixmap = painted(tree, transform, (width, height))?;
    let mut picture = RgbaImage::new(width, height);
    for (to, from) in picture.pixels_mut().zip(pixmap.pixels()) {
        let color = from.demultiply();
        // Some readers smooth a picture and its mask separately; black transparent pixels would then cause a dark
        // seam.
        *to = match color.alpha() {
            0 => Rgba([0xFF, 0xFF, 0xFF, 0]),
            alpha => Rgba([color.red(), color.green(), color.blue(), alpha]),
        };
    }
    Ok(picture)
}

/// Renders `tree`, transformed by `transform`, to a picture of the given size.
pub(super) fn painted(tree: &Tree, transform: Transform, (width, height): (u32, u32)) -> Result<Pixmap, Error> {
    guard::check_painting(tree, transform, width.saturating_mul(height))?;
    let mut pixmap = Pixmap::new(width, height).ok_or(Error::Memory)?;
    resvg::render(tree, transform, &mut pixmap.as_mut());
    Ok(pixmap)
}

/// Returns width and height in pixels.
fn extent(size: Size) -> (u32, u32) {
    let pixels = |length: Pt| (length.0 / 72.0 * PER_INCH).clamp(1.0, MAX_PIXELS);
    bounded(pixels(size.width), pixels(size.height))
}

/// Returns whole pixels in the proportion of `width` and `height`, within the limit.
pub(super) fn bounded(width: f64, height: f64) -> (u32, u32) {
    let shrink = (MAX_PIXELS / (width * height)).sqrt().min(1.0);
    let whole = |length: f64| (length * shrink).round().max(1.0) as u32;
    (whole(width), whole(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_drawn_in_whole_pixels() {
        assert_eq!(multiple((613, 368), (200.0, 120.0)), (800, 480));
        assert_eq!(multiple((800, 480), (200.0, 120.0)), (800, 480));
        assert_eq!(multiple((613, 368), (199.3, 120.0)), (613, 368), "no multiple is whole");
        assert_eq!(multiple((1900, 2000), (1000.0, 1050.0)), (1900, 2000), "a multiple would be too much");
    }

    #[test]
    fn resolution_is_that_of_print_and_the_size_is_bounded() {
        assert_eq!(extent(Size::new(Pt(72.0), Pt(36.0))), (300, 150));
        let (width, height) = extent(Size::new(Pt(7200.0), Pt(7200.0)));
        assert!(width == height && u64::from(width) * u64::from(height) <= 4_000_000);
        assert_eq!(extent(Size::new(Pt(f64::MAX), Pt(0.0))), (4_000_000, 1));
    }
}
