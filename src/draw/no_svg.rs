//! SVG in a build without the feature `svg`: it cannot be drawn.

use image::RgbaImage;

use super::{Error, Group};
use crate::article::Asset;
use crate::diag::Diagnostics;
use crate::text::Fonts;
use crate::units::Size;

/// A drawing; without the feature, no value exists.
pub(crate) enum Drawing {}

impl Drawing {
    /// Returns the error that this build cannot draw SVG.
    ///
    /// # Errors
    /// Always.
    pub fn read(_: &Asset, _: &Fonts, _: &str, _: &mut Diagnostics) -> Result<Self, Error> {
        Err(Error::NoSvg)
    }

    /// Returns its painted paths.
    pub fn shapes(&self, _: Size) -> Option<Group> {
        match *self {}
    }

    /// Returns its pixels at print resolution.
    pub fn printed(&self, _: Size) -> Result<RgbaImage, Error> {
        match *self {}
    }

    /// Returns its enlarged pixels.
    pub fn enlarged(&self, _: f64) -> Result<RgbaImage, Error> {
        match *self {}
    }
}
