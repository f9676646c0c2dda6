//! Boxes of the ISO base media file format (ISO/IEC 14496-12 §4.2).

/// Reads the big-endian number of `size` bytes at `at`.
pub(crate) fn number(bytes: &[u8], at: usize, size: usize) -> Option<u32> {
    Some(bytes.get(at..at + size)?.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// Reads the first box: its type, its content, and the rest.
pub(in crate::raster) fn next_box(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let (length, rest) = match u32::from_be_bytes(*length) {
        // A size of 0 means that the box extends to the end of the file.
        0 => return Some((kind, rest, &[])),
        1 => {
            let (length, rest) = rest.split_first_chunk::<8>()?;
            (usize::try_from(u64::from_be_bytes(*length)).ok()?.checked_sub(16)?, rest)
        }
        length => (usize::try_from(length).ok()?.checked_sub(8)?, rest),
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((kind, content, rest))
}

/// Iterates over the boxes in `bytes`: type and content.
pub(crate) fn boxes(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (kind, content, after) = next_box(rest)?;
        rest = after;
        Some((kind, content))
    })
}

/// Returns the content of the first box of the type `wanted`.
pub(crate) fn find<'a>(bytes: &'a [u8], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    boxes(bytes).find(|(kind, _)| *kind == wanted).map(|(_, content)| content)
}
