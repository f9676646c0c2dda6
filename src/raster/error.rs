//! Why a picture cannot be decoded or encoded.

use std::{fmt, io};

/// Why a picture cannot be decoded or encoded.
#[derive(Debug)]
pub(crate) enum Error {
    /// Its file cannot be read.
    Read(io::Error),
    /// It is an SVG drawing, which has no pixels until it is drawn.
    NoPixels,
    /// It has more pixels than are decoded ([`super::MAX_PIXELS`]).
    TooManyPixels,
    /// It has no pixels: its width or height is 0.
    Empty,
    /// Its header is damaged.
    DamagedHeader,
    /// Its file is truncated.
    CutOff,
    /// Its file is truncated or its data is damaged; the decoder does not tell which.
    #[cfg_attr(not(feature = "avif"), expect(dead_code, reason = "only the decoder of AVIF does not tell"))]
    CutOffOrDamaged,
    /// Its size differs from the one in its header.
    #[cfg_attr(not(feature = "avif"), expect(dead_code, reason = "only AVIF states its size twice"))]
    WrongSize,
    /// Its alpha mask and its colours differ in size.
    #[cfg_attr(not(feature = "avif"), expect(dead_code, reason = "only AVIF keeps its alpha mask apart"))]
    AlphaSize {
        /// Size of the alpha mask.
        alpha: (u32, u32),
        /// Size of the colours.
        colours: (u32, u32),
    },
    /// Its number of bits per sample is not supported.
    #[cfg_attr(not(feature = "avif"), expect(dead_code, reason = "only AVIF has other depths"))]
    Depth(usize),
    /// Its colour coding is not supported.
    #[cfg_attr(not(feature = "avif"), expect(dead_code, reason = "only AVIF has other matrices"))]
    Coding,
    /// It is an AVIF, and this build has no decoder for that.
    #[cfg_attr(feature = "avif", expect(dead_code, reason = "this build has the decoder"))]
    NoAvif,
    /// A side is longer than JPEG allows.
    TooLongForJpeg,
    /// Its samples have more bits than Offprint writes.
    TooDeepForPng,
    /// The library that decodes or encodes it reported an error; holds its message.
    Codec(String),
}

impl Error {
    /// Converts a library's error message.
    pub(super) fn codec(error: impl fmt::Display) -> Self {
        Self::Codec(error.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read(error) => return error.fmt(f),
            Self::NoPixels => "it is a drawing, not a picture of pixels",
            Self::TooManyPixels => "it has more than 40 megapixels",
            Self::Empty => "it is empty",
            Self::DamagedHeader => "its header is damaged",
            Self::CutOff => "it is cut off",
            Self::CutOffOrDamaged => "it is cut off or damaged",
            Self::WrongSize => "its real size differs from the one in its header",
            Self::AlphaSize { alpha, colours } => {
                let ((across, down), (width, height)) = (alpha, colours);
                return write!(f, "its alpha mask is {across} × {down} pixels, its colours are {width} × {height}");
            }
            Self::Depth(depth) => return write!(f, "it has {depth} bits a sample"),
            Self::Coding => "its colours are coded in a way that is not read",
            Self::NoAvif => "it is AVIF, which this build of Offprint does not decode (feature `avif`)",
            Self::TooLongForJpeg => "it has more than 65,535 pixels on a side",
            Self::TooDeepForPng => "it has more than 8 bits a sample",
            Self::Codec(reason) => reason,
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}
