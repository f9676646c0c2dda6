//! AVIF in a build without the feature `avif`: its header is read, but its pixels are not decoded.

use crate::article::ReadSeek;
use crate::raster::Error;
use crate::raster::decoded::Raster;

/// Always true: without the feature, the boxes of `bytes` cannot be checked.
pub(in crate::raster) fn is_whole(_bytes: &[u8]) -> bool {
    true
}

/// Returns the error that this build cannot decode AVIF.
pub(in crate::raster) fn decode(_input: Box<dyn ReadSeek + '_>) -> Result<Raster, Error> {
    Err(Error::NoAvif)
}
