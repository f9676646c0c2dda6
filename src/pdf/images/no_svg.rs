//! SVG in a build without the feature `svg`: it is not drawn.

use image::RgbaImage;

use super::Drawing;
use crate::article::Asset;
use crate::diag::Diagnostics;
use crate::text::Fonts;
use crate::units::Size;

const REASON: &str = "it is SVG, which this build of Offprint does not draw (feature `svg`)";

/// Says why there is no drawing.
///
/// # Errors
/// Always.
pub(super) fn draw(_: &Asset, _: Size, _: &Fonts, _: &mut Diagnostics) -> Result<Drawing, String> {
    Err(REASON.into())
}

/// The same of its pixels.
///
/// # Errors
/// Always.
pub(crate) fn rasterize(_: &Asset, _: f64, _: &Fonts, _: &mut Diagnostics) -> Result<RgbaImage, String> {
    Err(REASON.into())
}
