//! Data URLs (RFC 2397): pictures and fonts, which neither run nor fetch anything, and nested drawings, which are
//! sanitised like the outer one.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Outside;
use crate::read::pictures::find::data_url;

/// Maximum nesting of drawings.
const DEEPEST: u32 = 2;

/// Characters that must be escaped in an address or in CSS's brackets.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\\');

/// Media types that neither run nor fetch anything.
const KINDS: [&str; 11] = [
    "data:image/png",
    "data:image/x-png",
    "data:image/jpeg",
    "data:image/jpg",
    "data:image/gif",
    "data:image/webp",
    "data:font/",
    "data:application/font",
    "data:application/x-font",
    "data:application/vnd.ms-fontobject",
    "data:application/octet-stream",
];

/// Whether `address` contains a raster picture or a font.
pub(super) fn is_inside(address: &str) -> bool {
    KINDS.iter().any(|kind| begins(address, kind))
}

/// Returns `address` in the form allowed in a drawing inside `depth` others, if it is allowed.
pub(super) fn kept<'a>(address: &'a str, depth: u32, outside: &mut Outside) -> Option<Cow<'a, str>> {
    if is_inside(address) {
        return Some(Cow::Borrowed(address));
    }
    if depth >= DEEPEST || !begins(address, "data:image/svg") {
        return None;
    }
    let clean = super::sanitise_at(&data_url(address)?, depth + 1).ok()?;
    outside.add(clean.outside);
    let text = String::from_utf8(clean.bytes).ok()?;
    Some(Cow::Owned(format!("data:image/svg+xml,{}", utf8_percent_encode(&text, ESCAPED))))
}

fn begins(address: &str, kind: &str) -> bool {
    address.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
}
