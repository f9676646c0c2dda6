//! Draws SVG in the PDF: as vectors if PDF's operators can express it, else as pixels at print resolution.

mod shading;
mod vector;

use image::DynamicImage;

use super::error::Broken;
use super::{Drawing, decoded};
use crate::article::Asset;
use crate::diag::Diagnostics;
use crate::draw;
use crate::text::Fonts;
use crate::units::Size;

/// Draws `asset` for `size` and reports what is left out.
///
/// # Errors
/// If it cannot be drawn; holds the reason.
pub(super) fn draw(asset: &Asset, size: Size, fonts: &Fonts, diagnostics: &mut Diagnostics) -> Result<Drawing, Broken> {
    let drawing = draw::Drawing::read(asset, fonts, "PDF", diagnostics)?;
    match drawing.shapes(size).and_then(|shapes| vector::form(&shapes, size)) {
        Some(form) => Ok(Drawing::Form(form)),
        None => decoded::pack(DynamicImage::ImageRgba8(drawing.printed(size)?)).map(Drawing::Pixels),
    }
}

#[cfg(all(test, feature = "svg"))]
mod tests;
