//! Pixels of pictures: decoded, reduced, and encoded in formats that every reader shows.
//!
//! Both writers use this module for pictures that cannot be embedded unchanged. Pixels have 8 bits per sample, are
//! upright, in RGB or grey, and come with their colour profile. Nothing is done without need: decoding, resizing and
//! encoding a photograph take a tenth of a second each.
//!
//! [`health`] checks whether a file can be read to its end; the reader does that for each picture once.
//!
//! Memory: one decoded picture, and whatever its decoder needs; TIFF, BMP, PNG and WebP are read in chunks. Limits:
//! [`MAX_PIXELS`], and beyond them what `huge` makes smaller; the first picture of animations; AVIF without tiles (see [`avif`]).

mod avif;
mod cmyk;
#[cfg(feature = "svg")]
mod cover_jpeg;
mod decode;
mod decoded;
mod encode;
mod error;
mod health;
mod huge;
mod resize;
#[cfg(feature = "svg")]
mod rows;
#[cfg(feature = "svg")]
mod scale;
mod shape;

pub(crate) use avif::Header as AvifHeader;
pub(crate) use avif::boxes as avif_boxes;
pub(crate) use cmyk::is_four_colour;
#[cfg(feature = "svg")]
pub(crate) use cover_jpeg::cover_jpeg;
pub(crate) use decode::{decode, dimensions, tiff_has_pages};
pub(crate) use decoded::{Raster, Shared};
#[cfg(feature = "svg")]
pub(crate) use encode::png_of_palette;
pub(crate) use encode::{Colours, jpeg, png};
pub(crate) use error::Error;
pub(crate) use health::{Health, Loss, health};
pub(crate) use huge::reduced;
pub(crate) use resize::shrink;
#[cfg(feature = "svg")]
pub(crate) use scale::{part, scale, scale_onto};
pub(crate) use shape::{Shape, shape};

/// Maximum number of pixels in a picture, which decode to 160 MB.
pub(crate) const MAX_PIXELS: u64 = 40_000_000;

#[cfg(test)]
mod tests;
