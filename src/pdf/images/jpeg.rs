//! Embeds JPEG unchanged (ITU-T T.81), but without private data: EXIF with place and camera, XMP, comments.

use super::{Data, Pixels, Space};

/// Returns the picture without its private segments, or `None` if PDF cannot embed it: CMYK, 12 bits, lossless or
/// arithmetic coding.
pub(super) fn pass_through(bytes: &[u8]) -> Option<Pixels> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut frame = None;
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    kept.extend([0xFF, 0xD8]);
    loop {
        // Any number of fill bytes may stand before a marker (B.1.1.2).
        let marker_at = rest.iter().position(|byte| *byte != 0xFF)?;
        if marker_at == 0 {
            return None;
        }
        let marker = rest[marker_at];
        rest = &rest[marker_at + 1..];
        let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
        let segment = rest.get(..length)?;
        rest = &rest[length..];
        match marker {
            0xC0..=0xC2 => frame = Some(Frame::of(segment)?),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return None,
            // JFIF and Adobe's segment determine the meaning of the colours; all other application data is dropped.
            0xE1..=0xED | 0xEF | 0xFE => continue,
            _ => {}
        }
        kept.extend([0xFF, marker]);
        kept.extend(segment);
        if marker == 0xDA {
            break;
        }
    }
    kept.extend(rest);
    let Frame { width, height, space } = frame?;
    Some(Pixels { width, height, space, bits: 8, data: Data::Jpeg(kept), mask: None })
}

struct Frame {
    width: u32,
    height: u32,
    space: Space,
}

impl Frame {
    /// Reads a frame header (B.2.2): length, precision, lines, samples per line, components.
    fn of(segment: &[u8]) -> Option<Self> {
        let &[_, _, 8, h1, h0, w1, w0, components, ..] = segment else { return None };
        let space = match components {
            1 => Space::Gray,
            3 => Space::Rgb,
            _ => return None,
        };
        let (width, height) = (u32::from(u16::from_be_bytes([w1, w0])), u32::from(u16::from_be_bytes([h1, h0])));
        (width > 0 && height > 0).then_some(Self { width, height, space })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a frame of 2 × 1 samples between an EXIF segment and a scan.
    fn jpeg(components: u8) -> Vec<u8> {
        let exif = [0xFF, 0xE1, 0, 8, b'E', b'x', b'i', b'f', 0, 0];
        let frame = [0xFF, 0xC0, 0, 8, 8, 0, 1, 0, 2, components];
        [&[0xFF, 0xD8], &exif[..], &frame, &[0xFF, 0xDA, 0, 2], b"scan\xFF\xD9"].concat()
    }

    #[test]
    fn exif_goes_and_the_scan_stays() {
        let pixels = pass_through(&jpeg(3)).unwrap();
        let Data::Jpeg(data) = pixels.data else { panic!("not a JPEG") };
        assert!(!data.windows(4).any(|window| window == b"Exif"));
        assert!(data.ends_with(b"scan\xFF\xD9"));
        assert_eq!((pixels.width, pixels.height), (2, 1));
    }

    #[test]
    fn cmyk_and_every_truncation_before_the_scan_are_refused() {
        assert!(pass_through(&jpeg(4)).is_none());
        let whole = jpeg(1);
        let scan = whole.len() - 6;
        for end in 0..scan {
            assert!(pass_through(&whole[..end]).is_none(), "cut at {end}");
        }
    }
}
