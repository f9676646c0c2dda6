//! AVIF in a build without the feature `avif`: its header is read, its pixels are not.

use crate::article::ReadSeek;
use crate::raster::Error;
use crate::raster::decoded::Raster;

/// Whether the boxes of `bytes` are all there: they are not looked at.
pub(in crate::raster) fn is_whole(_bytes: &[u8]) -> bool {
    true
}

/// Says why there are no pixels.
pub(in crate::raster) fn decode(_input: Box<dyn ReadSeek + '_>) -> Result<Raster, Error> {
    Err(Error::NoAvif)
}
