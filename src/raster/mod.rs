//! Pixels of pictures: decoded, made smaller, and encoded as what every reader shows.
//!
//! Both writers need it where a picture cannot go into the output as it is. Pixels come with 8 bits a sample, upright,
//! in RGB or grey, with the colour profile that says how they are meant. Nothing here is done without need: decoding,
//! resizing and encoding a photograph take a tenth of a second each.
//!
//! [`health`] tells whether a file can be read to its end; reading asks that of each picture once.
//!
//! Memory: one decoded picture, and of a file what its decoder asks for; TIFF, BMP, PNG and WebP are read bit by bit.
//! Limits: [`MAX_PIXELS`]; of animations the first picture; AVIF without tiles (see [`avif`]).

mod avif;
mod cmyk;
mod decode;
mod decoded;
mod encode;
mod error;
mod health;
mod resize;
#[cfg(feature = "svg")]
mod scale;
mod shape;

pub(crate) use avif::Header as AvifHeader;
pub(crate) use cmyk::is_four_colour;
pub(crate) use decode::{decode, dimensions, tiff_has_pages};
pub(crate) use decoded::Raster;
pub(crate) use encode::{Colours, jpeg, png};
pub(crate) use error::Error;
pub(crate) use health::{Health, Loss, health};
pub(crate) use resize::shrink;
#[cfg(feature = "svg")]
pub(crate) use scale::scale;
pub(crate) use shape::{Shape, shape};

/// Most pixels that a picture may have: what decodes to 160 MB.
pub(crate) const MAX_PIXELS: u64 = 40_000_000;

#[cfg(test)]
mod tests;
