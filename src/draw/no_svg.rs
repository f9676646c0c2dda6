//! SVG in a build without the feature `svg`: it is not drawn.

use image::RgbaImage;

use super::{Error, Group};
use crate::article::Asset;
use crate::diag::Diagnostics;
use crate::text::Fonts;
use crate::units::Size;

/// A drawing; there is none.
pub(crate) enum Drawing {}

impl Drawing {
    /// Says why there is no drawing.
    ///
    /// # Errors
    /// Always.
    pub fn read(_: &Asset, _: &Fonts, _: &str, _: &mut Diagnostics) -> Result<Self, Error> {
        Err(Error::NoSvg)
    }

    /// Its painted paths.
    pub fn shapes(&self, _: Size) -> Option<Group> {
        match *self {}
    }

    /// Its pixels at print resolution.
    pub fn printed(&self, _: Size) -> Result<RgbaImage, Error> {
        match *self {}
    }

    /// Its pixels, enlarged.
    pub fn enlarged(&self, _: f64) -> Result<RgbaImage, Error> {
        match *self {}
    }
}
