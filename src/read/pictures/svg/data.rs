//! What stands in addresses themselves (RFC 2397): pictures and fonts, which neither act nor fetch, and drawings inside
//! of drawings, which become harmless like the one around them.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Outside;
use crate::read::pictures::find::data_url;

/// Drawings within each other at most.
const DEEPEST: u32 = 2;

/// Characters that stay neither in an address nor in CSS's brackets.
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

/// Kinds of data that neither act nor fetch.
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

/// Whether `address` holds a picture in pixels, or a font.
pub(super) fn is_inside(address: &str) -> bool {
    KINDS.iter().any(|kind| begins(address, kind))
}

/// `address` as it may stand in a drawing inside of `depth` others, if it may.
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
