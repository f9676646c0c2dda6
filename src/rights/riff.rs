//! Packets of a WebP (RFC 9649 §2.7.1.5).

use std::borrow::Cow;

use super::packets::Packets;

/// Returns the packets in `bytes`. They are read without a look at the flags that announce them, which ImageMagick 6
/// does not set.
pub(super) fn packets(bytes: &[u8]) -> Packets<'_> {
    let mut packets = Packets::default();
    for (kind, content) in chunks(bytes) {
        match kind {
            // Some programs put the header of JPEG's segment before it.
            b"EXIF" => packets.exif = Some(Cow::Borrowed(content.strip_prefix(b"Exif\0\0").unwrap_or(content))),
            b"XMP " | b"XMP\0" => packets.xmp.push(Cow::Borrowed(content)),
            _ => {}
        }
    }
    packets
}

/// Iterates over the chunks: kind and content.
pub(crate) fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes.get(12..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, after) = rest.split_first_chunk::<4>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let (content, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = after.get(content.len() % 2..).unwrap_or_default();
        Some((kind, content))
    })
}
