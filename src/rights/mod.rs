//! What the file of a picture says about the picture: who made it, from whom it is, on which terms it may be used.
//!
//! Three kinds of packets hold this: EXIF, IPTC's information interchange model (IIM), and XMP. `packets` finds them in
//! each format, `exif`, `iim` and `xmp` read them, `merge` decides where they disagree, and `write` makes the packets
//! of our outputs.
//!
//! Limits: places, people and serial numbers are not read, and so reach no output. A packet above [`LONGEST`] bytes, and
//! one that cannot be parsed, is ignored with a warning. Drawings and bitmaps have no such packets.

mod avif;
mod clean;
mod exif;
mod iim;
mod jpeg;
mod merge;
mod packets;
mod png;
mod riff;
mod tiff;
mod write;
mod xmp;

use crate::article::{Embedded, ImageKind};
use packets::Packets;

pub(crate) use clean::{Cleaned, clean, stated};
pub(crate) use png::chunks as png_chunks;
pub(crate) use riff::chunks as webp_chunks;
pub(crate) use write::{Statement, escaped, iim as written_iim, xmp as written_xmp, xmp_in_pdf};

/// A packet longer than this, in bytes, is ignored: even XMP with a whole editing history is shorter.
const LONGEST: usize = 1 << 20;

/// What was found in the file of a picture.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Found {
    /// The statements.
    pub(crate) embedded: Embedded,
    /// What could not be read, as sentences without a subject, such as `has XMP that is not well-formed`.
    pub(crate) faults: Vec<String>,
}

/// Reads the statements in `bytes`, a picture of the format `kind`; `None` if there are none.
pub(crate) fn read(kind: ImageKind, bytes: &[u8]) -> Option<Found> {
    let packets = match kind {
        ImageKind::Jpeg => jpeg::packets(bytes),
        ImageKind::Png => png::packets(bytes),
        ImageKind::WebP => riff::packets(bytes),
        ImageKind::Tiff => tiff::packets(bytes),
        ImageKind::Avif => avif::packets(bytes),
        ImageKind::Gif | ImageKind::Bmp | ImageKind::Svg => Packets::default(),
    };
    let found = merge::merge(packets);
    (found != Found::default()).then_some(found)
}

#[cfg(test)]
mod tests;
