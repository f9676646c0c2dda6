//! A fingerprint of settings, which tells whether outputs need to be made again.
//!
//! Two settings with the same fingerprint produce the same bytes from the same article and files, with the same
//! version of Offprint and the same installed fonts. The fingerprint is a name-based UUID (RFC 9562 §5.5) of a JSON
//! text that contains everything that determines the bytes, in a fixed order. It does not depend on the machine, on
//! memory addresses or on time, so it can be stored in files.
//!
//! Limits: system fonts count only as allowed or not allowed. A limit such as [`Settings::max_pages`] counts although
//! most articles never reach it: settings that differ in it give different errors.

use std::fmt;
use std::num::NonZero;

use serde::{Serialize, Serializer};
use uuid::Uuid;

use super::{Cover, PageGoal, Settings};
use crate::design::Design;
use crate::layout::imposition::Printing;
use crate::text::{FontsIdentity, MissingGlyphs};
use crate::{cover, epub, read};

/// The namespace of these fingerprints: the name-based UUID of the URL `https://offprint.invalid/settings`.
const NAMESPACE: Uuid = Uuid::from_u128(0x9327_269c_4228_5e1a_bc2e_069d_f889_4bba);

/// A fingerprint of [`Settings`]: settings with equal fingerprints produce equal bytes. Displayed as 32 hexadecimal
/// digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Everything that determines the bytes of outputs. The types of its fields derive [`Serialize`], so none of their
/// fields is forgotten.
#[derive(Serialize)]
struct Decisive<'a> {
    version: &'static str,
    read: &'a read::Options,
    design: &'a Design,
    fonts: FontsIdentity,
    printing: &'a Printing,
    epub: &'a epub::Options,
    modified: Option<&'a str>,
    cover: Option<CoverIdentity<'a>>,
    default_cover: Option<CoverIdentity<'a>>,
    covers: &'a cover::Options,
    fit: Option<PageGoal>,
    max_sheets: Option<NonZero<usize>>,
    max_pages: NonZero<usize>,
    missing_glyphs: MissingGlyphs,
}

#[derive(Serialize)]
struct CoverIdentity<'a> {
    name: &'a str,
    content: [u8; 32],
}

impl<'a> Decisive<'a> {
    /// Collects everything in `settings` that determines the bytes. The settings are taken apart field by field, so a
    /// new field does not compile here until it is counted or listed as irrelevant.
    fn of(settings: &'a Settings) -> Self {
        let Settings {
            read,
            design,
            fonts,
            printing,
            epub,
            modified,
            cover,
            default_cover,
            covers,
            fit,
            max_sheets,
            max_pages,
            missing_glyphs,
            // Cancelled work gives no output.
            cancel: _,
        } = settings;
        Self {
            version: env!("CARGO_PKG_VERSION"),
            read,
            design,
            fonts: fonts.identity(),
            printing,
            epub,
            modified: modified.as_deref(),
            cover: cover.as_ref().map(CoverIdentity::of),
            default_cover: default_cover.as_ref().map(CoverIdentity::of),
            covers,
            fit: *fit,
            max_sheets: *max_sheets,
            max_pages: *max_pages,
            missing_glyphs: *missing_glyphs,
        }
    }
}

impl<'a> CoverIdentity<'a> {
    fn of(Cover { name, bytes }: &'a Cover) -> Self {
        Self { name, content: *blake3::hash(bytes).as_bytes() }
    }
}

impl Settings {
    /// Returns the fingerprint of everything in these settings that determines the bytes. It is stable within a
    /// version of Offprint, and does not depend on the machine.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut text = Vec::new();
        // Writing to memory cannot fail, and JSON supports all of these types: all map keys are strings.
        let _ = serde_json::to_writer(&mut text, &Decisive::of(self));
        Fingerprint(Uuid::new_v5(&NAMESPACE, &text).into_bytes())
    }
}

#[cfg(test)]
mod tests;
