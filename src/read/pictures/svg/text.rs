//! Decodes the bytes of an SVG, and resolves the entities that its document type declares.
//!
//! Editors declare namespace addresses as entities and refer to them in the root's attributes. They are expanded here,
//! so that no output needs a document type. Limits: nothing outside the file is read; parameter entities are ignored.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Maximum number of characters that entities may expand to in one file.
const MOST_UNFOLDED: usize = 4 << 20;
/// Maximum nesting of entities.
const DEEPEST: u32 = 8;

/// Decodes `bytes`: as UTF-16 with or without a byte-order mark, UTF-8, the declared encoding, or else Windows-1252,
/// which is what Latin-1 usually means.
pub(super) fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return decoded(rest),
        [0xff, 0xfe, rest @ ..] => return wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return wide(rest, u16::from_be_bytes),
        [b'<' | b' ' | b'\n' | b'\r', 0, ..] => return wide(bytes, u16::from_le_bytes),
        [0, b'<' | b' ' | b'\n' | b'\r', ..] => return wide(bytes, u16::from_be_bytes),
        _ => {}
    }
    // ISO 2022 switches alphabets by escape sequences, and all of its bytes are also valid UTF-8.
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\u{1b}') => text.to_owned(),
        _ => declared(bytes).unwrap_or(encoding_rs::WINDOWS_1252).decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Returns the encoding in the XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head: String = bytes.iter().take(200).map(|byte| char::from(*byte)).collect();
    let declaration = head.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    let encoding = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes());
    // The declaration could be read byte by byte, so the text is not UTF-16. It is not UTF-8 either, as checked before.
    encoding.filter(|encoding| *encoding != encoding_rs::UTF_8 && !encoding.name().starts_with("UTF-16"))
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The entities declared in the document type in `head` (XML 1.0 §4.2).
pub(super) struct Entities {
    values: BTreeMap<String, String>,
    left: usize,
}

impl Entities {
    pub(super) fn declared(head: &str) -> Self {
        let mut values = BTreeMap::new();
        for part in without_comments(head).split("<!ENTITY").skip(1) {
            let Some((name, rest)) = part.trim_start().split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            // A document may declare XML's own entities, but not differently (XML 1.0 §4.6).
            let own = matches!(name, "lt" | "gt" | "amp" | "quot" | "apos");
            if let Some((value, _)) = rest[1..].split_once(quote).filter(|_| !own) {
                values.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
        Self { values, left: MOST_UNFOLDED }
    }

    /// Expands the entities in `body` that contain markup, if there are any.
    ///
    /// # Errors
    /// If entities expand without end; the reason as the end of a sentence.
    pub(super) fn markup<'a>(&mut self, body: &'a str) -> Result<Cow<'a, str>, &'static str> {
        if self.values.values().any(|value| value.contains('<')) {
            return self.unfold(body, 0).map(Cow::Owned);
        }
        Ok(Cow::Borrowed(body))
    }

    /// Resolves the references in `text`, including HTML's; anything else is kept.
    ///
    /// # Errors
    /// If entities expand without end; the reason as the end of a sentence.
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

/// Removes the comments from `head`, which declare nothing.
fn without_comments(head: &str) -> String {
    let mut parts = head.split("<!--");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("-->").map_or("", |(_, after)| after))
}
