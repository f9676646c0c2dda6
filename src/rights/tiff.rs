//! Packets of a TIFF, which are tags of its first directory (TIFF 6.0; XMP specification part 3, §1.1.8).

use std::borrow::Cow;
use std::io::Cursor;

use tiff::decoder::Decoder;
use tiff::tags::Tag;

use super::packets::Packets;

/// Returns the packets in `bytes`.
pub(super) fn packets(bytes: &[u8]) -> Packets<'_> {
    let mut packets = Packets::default();
    let Ok(mut decoder) = Decoder::new(Cursor::new(bytes)) else { return packets };
    let mut block = |tag: u16| decoder.get_tag_u8_vec(Tag::from_u16_exhaustive(tag)).ok();
    packets.xmp.extend(block(700).map(Cow::Owned));
    if let Some(resources) = block(34377) {
        packets.resources(resources.into());
    }
    // Programs write IIM as bytes, or as 32-bit numbers, whose bytes then have the order of the file.
    let iim = block(33723).or_else(|| {
        let numbers = decoder.get_tag_u32_vec(Tag::from_u16_exhaustive(33723)).ok()?;
        let little = bytes.starts_with(b"II");
        let parts = numbers.into_iter().map(|number| if little { number.to_le_bytes() } else { number.to_be_bytes() });
        Some(parts.flatten().collect())
    });
    packets.iim = iim.map(Cow::Owned).or(packets.iim.take());
    for (tag, keyword) in [(270, &b"Description"[..]), (315, b"Author"), (33432, b"Copyright")] {
        let value = decoder.get_tag(Tag::from_u16_exhaustive(tag)).ok().and_then(|value| value.into_string().ok());
        packets.texts.extend(value.map(|value| (keyword, value)));
    }
    packets
}
