//! Embeds PNG unchanged (ISO/IEC 15948): PDF's Flate filter with predictor 15 reads the same rows.

use flate2::Crc;

use super::{Data, Pixels, Space};

/// Returns the picture's own compressed rows, or `None` if it is interlaced, transparent, broken or has 16 bits, which
/// PDF cannot express this way.
pub(super) fn pass_through(bytes: &[u8]) -> Option<Pixels> {
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1A\n")?;
    let (mut header, mut palette, mut rows) = (None, None, Vec::with_capacity(bytes.len()));
    loop {
        let (kind, data, after) = chunk(rest)?;
        rest = after;
        match kind {
            b"IHDR" => header = Some(<[u8; 13]>::try_from(data).ok()?),
            b"PLTE" => palette = Some(data.to_vec()),
            b"tRNS" => return None,
            b"IDAT" => rows.extend(data),
            b"IEND" => break,
            _ => {}
        }
    }
    let [w3, w2, w1, w0, h3, h2, h1, h0, bits, color, 0, 0, 0] = header? else { return None };
    let space = match color {
        0 => Space::Gray,
        2 => Space::Rgb,
        3 => Space::Indexed(palette.filter(|palette| (3..=768).contains(&palette.len()) && palette.len() % 3 == 0)?),
        _ => return None,
    };
    let (width, height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
    let sound = bits <= 8 && width > 0 && height > 0 && !rows.is_empty();
    sound.then_some(Pixels { width, height, space, bits, data: Data::Png(rows), mask: None })
}

/// Returns the next chunk's type and data, if its checksum is right, and the rest of the file.
fn chunk(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let length = u32::from_be_bytes(*length) as usize;
    let (kind, rest) = rest.split_first_chunk()?;
    let (data, rest) = rest.split_at_checked(length)?;
    let (sum, rest) = rest.split_first_chunk()?;
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    (crc.sum() == u32::from_be_bytes(*sum)).then_some((kind, data, rest))
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

    use super::*;

    fn png(color: ExtendedColorType, samples: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        PngEncoder::new(&mut bytes).write_image(samples, 2, 1, color).unwrap();
        bytes
    }

    #[test]
    fn rows_are_kept_and_transparency_is_refused() {
        let pixels = pass_through(&png(ExtendedColorType::Rgb8, &[1, 2, 3, 4, 5, 6])).unwrap();
        assert!(matches!(pixels.space, Space::Rgb));
        assert_eq!((pixels.width, pixels.height, pixels.bits), (2, 1, 8));
        assert!(pass_through(&png(ExtendedColorType::La8, &[1, 2, 3, 4])).is_none());
    }

    #[test]
    fn a_flipped_bit_or_a_cut_is_refused() {
        let whole = png(ExtendedColorType::L8, &[7, 9]);
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 1;
            assert!(pass_through(&broken).is_none(), "flipped at {at}");
            assert!(pass_through(&whole[..at]).is_none(), "cut at {at}");
        }
    }
}
