//! Packets of a PNG (ISO/IEC 15948 §11.3.4 and extension eXIf; XMP specification part 3, §1.1.5).

use std::borrow::Cow;

use super::packets::{Packets, text, unpacked};

/// Returns the packets in `bytes`; they may precede or follow the pixels.
pub(super) fn packets(bytes: &[u8]) -> Packets<'_> {
    let mut packets = Packets::default();
    for (kind, content) in chunks(bytes) {
        match kind {
            b"eXIf" => packets.exif = Some(Cow::Borrowed(content)),
            b"iTXt" => international(content, &mut packets),
            b"tEXt" => {
                if let Some((keyword, value)) = divided(content) {
                    packets.texts.push((keyword, text(value)));
                }
            }
            b"zTXt" => {
                // The byte after the keyword names the only method of compression.
                if let Some((keyword, value)) = divided(content).and_then(|(key, rest)| Some((key, rest.get(1..)?))) {
                    compressed(keyword, value, &mut packets);
                }
            }
            _ => {}
        }
    }
    packets
}

/// Iterates over the chunks: kind and content.
pub(crate) fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let (content, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        rest = after.get(4..).unwrap_or_default();
        Some((kind, content))
    })
}

fn divided(content: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = content.iter().take(80).position(|byte| *byte == 0)?;
    Some((&content[..end], &content[end + 1..]))
}

/// Reads a text in UTF-8: keyword, whether it is compressed, method, language, translated keyword, text.
fn international<'a>(content: &'a [u8], packets: &mut Packets<'a>) {
    let Some((keyword, [packed, _, rest @ ..])) = divided(content) else { return };
    let mut parts = rest.splitn(3, |byte| *byte == 0);
    let Some(value) = parts.nth(2) else { return };
    let value = if *packed == 1 { unpacked(value).map(Cow::Owned) } else { Some(Cow::Borrowed(value)) };
    match value {
        Some(value) if keyword == b"XML:com.adobe.xmp" => packets.xmp.push(value),
        Some(value) => packets.texts.push((keyword, text(&value))),
        None => packets.faults.push("has a compressed text that cannot be read".to_owned()),
    }
}

/// Reads a compressed text. ImageMagick writes whole packets as hexadecimal numbers into such texts.
fn compressed<'a>(keyword: &'a [u8], value: &[u8], packets: &mut Packets<'a>) {
    let Some(value) = unpacked(value) else {
        return packets.faults.push("has a compressed text that cannot be read".to_owned());
    };
    match keyword {
        b"Raw profile type xmp" => packets.xmp.extend(raw_profile(&value).map(Cow::Owned)),
        b"Raw profile type iptc" => {
            if let Some(block) = raw_profile(&value) {
                packets.resources(block.into());
            }
        }
        b"Raw profile type exif" | b"Raw profile type APP1" => {
            let block = raw_profile(&value);
            packets.exif = block.and_then(|block| Some(block.strip_prefix(b"Exif\0\0")?.to_vec().into()));
        }
        _ => packets.texts.push((keyword, text(&value))),
    }
}

/// Returns the bytes of a raw profile: a line with its name, one with its length, and lines of hexadecimal digits.
fn raw_profile(value: &[u8]) -> Option<Vec<u8>> {
    let body = value.strip_prefix(b"\n").unwrap_or(value);
    let mut lines = body.splitn(3, |byte| *byte == b'\n');
    let digits = lines.nth(2)?.iter().filter(|byte| !byte.is_ascii_whitespace());
    let digits: Vec<u8> =
        digits.map(|byte| (*byte as char).to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
