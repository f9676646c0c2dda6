//! Small helpers for PDF objects: text strings, compressed streams, numbers.

use lopdf::{Dictionary, Object, Stream, StringFormat};

use crate::deflate;

/// A name.
pub(super) fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A string of bytes.
pub(super) fn bytes(bytes: impl Into<Vec<u8>>) -> Object {
    Object::String(bytes.into(), StringFormat::Literal)
}

/// Maximum length of a string in bytes (ISO 19005-3 §6.1.13, ISO 32000-1 Annex C). [`super::strings`] reports texts
/// that are cut.
pub(super) const LONGEST: usize = 32_767;

/// Makes a text string (ISO 32000-1 §7.9.2.2): plain ASCII, which is valid PDFDocEncoding, or UTF-16.
pub(super) fn text(text: &str) -> Object {
    bytes(text_bytes(text))
}

/// The bytes of a text string.
pub(super) fn text_bytes(text: &str) -> Vec<u8> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return if text.len() > LONGEST { [&text.as_bytes()[..LONGEST - 3], b"..."].concat() } else { text.into() };
    }
    let utf16 = |text: &str| [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    match cut(text) {
        Some(kept) => utf16(&format!("{kept}…")),
        None => utf16(text),
    }
}

/// Returns the beginning of `text` that fits into a UTF-16 string followed by an ellipsis; `None` if all of `text`
/// fits.
fn cut(text: &str) -> Option<&str> {
    // Ordinary text is far below the limit, whatever its script.
    if text.len() < LONGEST / 4 || text.encode_utf16().count() * 2 + 2 <= LONGEST {
        return None;
    }
    // Leaves room for the byte-order mark and the ellipsis.
    let mut room = LONGEST - 4;
    let over = text.char_indices().find(|(_, char)| {
        let taken = char.len_utf16() * 2;
        let fits = taken <= room;
        room = room.saturating_sub(taken);
        !fits
    });
    over.map(|(end, _)| &text[..end])
}

/// An array of numbers.
pub(super) fn numbers(values: &[f64]) -> Object {
    Object::Array(values.iter().copied().map(number).collect())
}

/// Makes a number, rounded to hundredths; an integer if possible.
pub(super) fn number(value: f64) -> Object {
    let rounded = hundredths(value);
    if rounded % 100 == 0 { Object::Integer(rounded / 100) } else { Object::Real(rounded as f32 / 100.0) }
}

/// Converts `value` to hundredths. Infinite values become 0; values beyond any page are clamped.
pub(super) fn hundredths(value: f64) -> i64 {
    if value.is_finite() { (value.clamp(-1e6, 1e6) * 100.0).round() as i64 } else { 0 }
}

/// A stream, compressed.
pub(super) fn compressed(mut dict: Dictionary, content: &[u8]) -> Stream {
    dict.set("Filter", name("FlateDecode"));
    raw(dict, deflate::zlib(content))
}

/// Makes an uncompressed stream.
pub(super) fn raw(dict: Dictionary, content: Vec<u8>) -> Stream {
    Stream { dict, content, allows_compression: false, start_position: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_finite_and_short() {
        assert_eq!(number(f64::NAN), Object::Integer(0));
        assert_eq!(number(12.0), Object::Integer(12));
        assert_eq!(number(0.126), Object::Real(0.13));
    }

    #[test]
    fn no_string_is_longer_than_pdf_a_allows() {
        for (letter, whole) in [("a", 32_767), ("é", 16_382), ("😀", 8_191)] {
            let fits = text_bytes(&letter.repeat(whole));
            let cut = text_bytes(&letter.repeat(whole + 1));
            assert!(fits.len() <= LONGEST && cut.len() <= LONGEST, "{letter}: {} {}", fits.len(), cut.len());
            assert!(fits.len() > LONGEST - 5 && cut.len() > LONGEST - 8, "{letter}: {} {}", fits.len(), cut.len());
            assert!(cut.ends_with(b"...") || cut.ends_with(&[0x20, 0x26]), "{letter}");
        }
    }

    #[test]
    fn text_outside_ascii_is_utf_16() {
        assert_eq!(text_bytes("a(b)"), b"a(b)");
        assert_eq!(text_bytes("é😀"), [0xFE, 0xFF, 0, 0xE9, 0xD8, 0x3D, 0xDE, 0]);
    }
}
