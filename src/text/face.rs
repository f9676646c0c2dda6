//! A face and its name.

use std::borrow::Cow;

use super::font_file::FontFile;

/// Number of a face in [`Fonts`](super::Fonts); the same in every run with the same fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FontId(pub u16);

/// A face.
#[derive(Clone, Debug)]
pub struct Face {
    /// PostScript name.
    pub name: Cow<'static, str>,
    /// The font file.
    pub data: FontFile,
    /// Index in a font collection, else 0.
    pub index: u32,
}

/// Weights of fallback faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    /// For body text.
    Regular,
    /// For headings and strong text.
    Bold,
}
