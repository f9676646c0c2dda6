//! Builds an ICC profile of sRGB, so that no third-party profile needs to be shipped.
//!
//! It is a display profile of version 4.3 (ICC.1:2010): the primaries of IEC 61966-2-1 adapted to D50 by the Bradford
//! transform, and its transfer curve as a parametric curve of type 3 (§10.16). PDF/A-3 allows versions up to 4
//! (ISO 19005-3 §6.2.3).

/// D50, the white point of the connection space (ICC.1:2010 §7.2.16), in 1/65536.
const WHITE: [u32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
/// The red, green and blue primaries adapted to D50.
const PRIMARIES: [[f64; 3]; 3] =
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410]];
/// The Bradford matrix from D65 to D50.
const ADAPTATION: [f64; 9] = [1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168];
/// Parameters g, a, b, c, d of the curve: `(aX + b)^g` from d on, `cX` below.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

/// Returns the profile.
pub(super) fn srgb() -> Vec<u8> {
    let [red, green, blue] = PRIMARIES.map(|xyz| numbers(b"XYZ ", &xyz));
    let white = [b"XYZ \0\0\0\0".to_vec(), WHITE.iter().flat_map(|part| part.to_be_bytes()).collect()].concat();
    let curve = [b"para\0\0\0\0\0\x03\0\0".to_vec(), CURVE.into_iter().flat_map(fixed).collect()].concat();
    let tags: [(&[u8; 4], Vec<u8>); 8] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("No copyright, use freely")),
        (b"wtpt", white),
        (b"chad", numbers(b"sf32", &ADAPTATION)),
        (b"rXYZ", red),
        (b"gXYZ", green),
        (b"bXYZ", blue),
        (b"rTRC", curve),
    ];
    assemble(&tags)
}

/// Joins header, tag table and tags; the green and blue curves share the red one (§7.3.1 allows it).
fn assemble(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tags.len() + 2;
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    let base = 128 + 4 + 12 * count;
    for (name, content) in tags {
        let mut entry = |name: &[u8; 4]| {
            table.extend(name);
            table.extend(((base + data.len()) as u32).to_be_bytes());
            table.extend((content.len() as u32).to_be_bytes());
        };
        entry(name);
        if *name == b"rTRC" {
            entry(b"gTRC");
            entry(b"bTRC");
        }
        data.extend(content);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    [header(base + data.len()), table, data].concat()
}

/// Writes the header (§7.2).
fn header(size: usize) -> Vec<u8> {
    let mut header = (size as u32).to_be_bytes().to_vec();
    header.extend(b"\0\0\0\0\x04\x30\0\0mntrRGB XYZ ");
    header.extend([7, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]); // 2026-01-01
    header.extend(b"acsp");
    header.resize(68, 0);
    header.extend(WHITE.iter().flat_map(|part| part.to_be_bytes()));
    header.resize(128, 0);
    header
}

/// Writes a tag of fixed-point numbers.
fn numbers(kind: &[u8; 4], values: &[f64]) -> Vec<u8> {
    [kind.to_vec(), vec![0; 4], values.iter().copied().flat_map(fixed).collect()].concat()
}

/// Writes a tag of type `multiLocalizedUnicodeType` with one record in English (§10.13).
fn words(text: &str) -> Vec<u8> {
    let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    tag.extend((text.len() as u32).to_be_bytes());
    tag.extend(28u32.to_be_bytes());
    tag.extend(text);
    tag
}

/// Converts to `s15Fixed16Number` (§4.6).
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::srgb;

    #[test]
    fn every_tag_lies_inside_the_profile_and_the_size_is_stated() {
        let profile = srgb();
        let number = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(number(0), profile.len());
        let count = number(128);
        assert_eq!(count, 10);
        for tag in 0..count {
            let (offset, size) = (number(132 + tag * 12 + 4), number(132 + tag * 12 + 8));
            assert!(offset >= 132 + count * 12 && offset + size <= profile.len());
            assert_eq!(offset % 4, 0);
        }
    }
}
