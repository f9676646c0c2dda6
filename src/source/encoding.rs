//! Converts text from the encodings that editors save to UTF-8, and its line ends to LF or CRLF.
//!
//! Only a byte-order mark identifies UTF-16 and UTF-32 for certain. Without one they are recognised so that a message
//! can name them, but not converted. A lone CR, the line end of old Macs, becomes LF: both are one byte, so offsets
//! stay the same.

/// How many bytes are examined to recognise a file's format.
const HEAD: usize = 4096;

/// Returns `bytes` as UTF-8 with LF or CRLF line ends if that loses nothing, and unchanged otherwise.
pub(super) fn normal(bytes: Vec<u8>) -> Vec<u8> {
    let mut bytes = match decoded(&bytes) {
        Some(text) => text.into_bytes(),
        None => bytes,
    };
    // Nearly all files have no carriage return, so this quick check spares them the conversion.
    if bytes.contains(&b'\r') {
        end_lines(&mut bytes);
    }
    bytes
}

/// Decodes `bytes` if they begin with a byte-order mark of UTF-16 or UTF-32 and are valid in that encoding.
fn decoded(bytes: &[u8]) -> Option<String> {
    // The mark of UTF-32 LE is that of UTF-16 LE followed by a NUL, which no text contains.
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe\0\0") {
        return utf32(rest, u32::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\0\0\xfe\xff") {
        return utf32(rest, u32::from_be_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes);
    }
    utf16(bytes.strip_prefix(b"\xfe\xff")?, u16::from_be_bytes)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    // A tool that works on bytes may leave half a line end: one byte instead of two.
    if !matches!(rest, [] | [0 | b'\n' | b'\r' | b' ']) {
        return None;
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().ok()
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<4>();
    rest.is_empty().then_some(())?;
    units.iter().map(|four| char::from_u32(unit(*four))).collect()
}

/// Replaces each lone CR by LF. If every lone CR stands before a CRLF, some tool has ended each line twice: the CRs
/// then become spaces, so that no blank lines arise.
fn end_lines(bytes: &mut [u8]) {
    let lone = |bytes: &[u8], at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    let all: Vec<usize> = (0..bytes.len()).filter(|&at| lone(bytes, at)).collect();
    let doubled = all.iter().all(|at| bytes[at + 1..].starts_with(b"\r\n"));
    for at in all {
        bytes[at] = if doubled { b' ' } else { b'\n' };
    }
}

/// Names the format of `bytes` if it is known to be something other than text in UTF-8.
pub(super) fn foreign(bytes: &[u8]) -> Option<&'static str> {
    const HEADS: [(&[u8], &str); 17] = [
        (b"PK\x03\x04", "a ZIP archive, as DOCX, ODT and EPUB files are"),
        (b"PK\x05\x06", "a ZIP archive"),
        (b"%PDF-", "a PDF"),
        (b"{\\rtf", "RTF"),
        (b"\xd0\xcf\x11\xe0", "a document of an old Microsoft Office"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"\xfd7zXZ\0", "an XZ archive"),
        (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"II*\0", "a TIFF picture"),
        (b"MM\0*", "a TIFF picture"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"bplist00", "a property list"),
    ];
    /// Signatures that could also begin an article: only NULs after them identify the format.
    const WORDS: [(&[u8], &str); 5] = [
        (b"GIF8", "a GIF picture"),
        (b"RIFF", "a RIFF file, such as a WebP picture"),
        (b"BZh9", "a bzip2 archive"),
        (b"ID3", "a sound"),
        (b"MZ", "a program"),
    ];
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let binary = text[..text.len().min(64)].contains(&0);
    let words = WORDS.iter().filter(|_| binary);
    let known = HEADS.iter().chain(words).find(|(head, _)| text.starts_with(head)).map(|(_, what)| *what);
    known.or_else(|| utf16_without_mark(bytes)).or_else(|| damaged(bytes))
}

/// Recognises UTF-16 without a byte-order mark: every other byte of Latin letters is NUL.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static str> {
    let (pairs, _) = bytes[..bytes.len().min(HEAD)].as_chunks::<2>();
    let count = |at: usize| pairs.iter().filter(|pair| pair[at] == 0 && pair[1 - at] != 0).count();
    let (high, low) = (count(0), count(1));
    let many = |count: usize, other: usize| count >= 2 && count * 2 > pairs.len() && other * 8 < count;
    match () {
        () if many(low, high) => Some("UTF-16 (little-endian) without a byte-order mark"),
        () if many(high, low) => Some("UTF-16 (big-endian) without a byte-order mark"),
        () => None,
    }
}

/// Names UTF-16 or UTF-32 that could not be decoded: its byte-order mark is still there.
fn damaged(bytes: &[u8]) -> Option<&'static str> {
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    utf16.then_some("damaged UTF-16: it has half a character in it").or_else(|| {
        bytes.starts_with(b"\0\0\xfe\xff").then_some("damaged UTF-32: it contains a number that is not a character")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_byte_order_mark_tells_how_to_read() {
        let text = "# Cañón 🜁\r\n\r\nTwo.";
        for bytes in [
            utf16(&format!("\u{feff}{text}"), u16::to_le_bytes),
            utf16(&format!("\u{feff}{text}"), u16::to_be_bytes),
            format!("\u{feff}{text}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            format!("\u{feff}{text}").chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
            [utf16(&format!("\u{feff}{text}"), u16::to_le_bytes), b"\n".to_vec()].concat(),
        ] {
            assert_eq!(String::from_utf8(normal(bytes)).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_cannot_be_read_whole_is_left_as_it_is_and_named() {
        let lone = b"\xff\xfea\0\0\xd8b\0".to_vec();
        assert_eq!(normal(lone.clone()), lone);
        assert!(foreign(&lone).is_some_and(|what| what.contains("UTF-16")));
        let odd = b"\xfe\xff\0a\0".to_vec();
        assert_eq!(normal(odd), b"a");
        assert!(foreign(b"\xfe\xff\0ab").is_some_and(|what| what.contains("UTF-16")));
    }

    #[test]
    fn utf16_without_a_mark_is_named() {
        let text = "# Cañón\n\nAt the quay, «twice».\n";
        assert!(foreign(&utf16(text, u16::to_le_bytes)).is_some_and(|what| what.contains("little-endian")));
        assert!(foreign(&utf16(text, u16::to_be_bytes)).is_some_and(|what| what.contains("big-endian")));
        assert_eq!(foreign(text.as_bytes()), None);
        assert_eq!(foreign(b"one\0two"), None);
        assert_eq!(foreign(b""), None);
    }

    #[test]
    fn lines_end_in_cr_lf_or_both() {
        let of = |text: &str| String::from_utf8(normal(text.into())).expect("is text");
        assert_eq!(of("a\rb\r\rc\r"), "a\nb\n\nc\n");
        assert_eq!(of("a\r\nb\rc\nd\r\n\re"), "a\r\nb\nc\nd\r\n\ne");
        assert_eq!(of("a\r\r\nb\r\r\n"), "a \r\nb \r\n");
        assert_eq!(of("a\r\n"), "a\r\n");
    }

    #[test]
    fn files_of_other_kinds_are_known_by_their_heads() {
        assert!(foreign(b"PK\x03\x04\x14\0").is_some_and(|what| what.contains("ZIP")));
        assert!(foreign(b"%PDF-1.7\n").is_some_and(|what| what.contains("PDF")));
        assert_eq!(foreign(b"PKs are cars.\n"), None);
    }
}
