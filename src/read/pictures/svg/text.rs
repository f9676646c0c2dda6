//! From the bytes of an SVG to its text: encodings, and the entities that its document type declares.
//!
//! Editors declare addresses of namespaces as entities and refer to them in the root's attributes. They unfold here, so
//! that no output needs a document type. Limits: nothing outside the file is read; entities of parameters are left out.

use std::collections::BTreeMap;

/// Most characters that entities may unfold to in one file.
const MOST_UNFOLDED: usize = 4 << 20;
/// Entities within entities at most.
const DEEPEST: u32 = 8;

/// `bytes` as text: UTF-8, UTF-16 with or without its mark, else Windows-1252, which is what Latin-1 is in practice.
pub(super) fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return decoded(rest),
        [0xff, 0xfe, rest @ ..] => return wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return wide(rest, u16::from_be_bytes),
        [b'<', 0, ..] => return wide(bytes, u16::from_le_bytes),
        [0, b'<', ..] => return wide(bytes, u16::from_be_bytes),
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows(*byte)).collect(),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The character of a byte in Windows-1252.
fn windows(byte: u8) -> char {
    const UPPER: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d,
        0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
        0x17e, 0x178,
    ];
    match byte {
        0x80..=0x9f => char::from_u32(UPPER[usize::from(byte - 0x80)].into()).unwrap_or(char::REPLACEMENT_CHARACTER),
        byte => char::from(byte),
    }
}

/// The entities that the document type in `head` declares (XML 1.0 §4.2).
pub(super) struct Entities {
    values: BTreeMap<String, String>,
    left: usize,
}

impl Entities {
    pub(super) fn declared(head: &str) -> Self {
        let mut values = BTreeMap::new();
        for part in head.split("<!ENTITY").skip(1) {
            let Some((name, rest)) = part.trim_start().split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            if let Some((value, _)) = rest[1..].split_once(quote) {
                values.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
        Self { values, left: MOST_UNFOLDED }
    }

    /// `text` with its references resolved, those of HTML too; what is no reference stays.
    ///
    /// # Errors
    /// As the end of a sentence, where entities unfold without end.
    pub(super) fn resolve(&mut self, text: &str) -> Result<String, &'static str> {
        if !text.contains('&') {
            return Ok(text.to_owned());
        }
        let unfolded = if self.values.is_empty() { text.to_owned() } else { self.unfold(text, 0)? };
        Ok(crate::read::html::decode(&unfolded))
    }

    fn unfold(&mut self, text: &str, depth: u32) -> Result<String, &'static str> {
        const ENDLESS: &str = "is an SVG whose entities unfold without end";
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            let name = after.split(';').next().filter(|name| name.len() < 80 && name.len() < after.len());
            let known = name.and_then(|name| Some((name, self.values.get(name)?.clone())));
            let Some((name, value)) = known else {
                out.push('&');
                rest = after;
                continue;
            };
            self.left = self.left.checked_sub(value.len() + 1).ok_or(ENDLESS)?;
            if depth == DEEPEST {
                return Err(ENDLESS);
            }
            out.push_str(&self.unfold(&value, depth + 1)?);
            rest = &after[name.len() + 1..];
        }
        out.push_str(rest);
        Ok(out)
    }
}
