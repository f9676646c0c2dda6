//! Pictures that belong to an article.

use super::{Bytes, Embedded};

/// Index into [`Article::assets`](super::Article::assets).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssetId(pub u32);

/// Image formats, recognised by content and never by file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageKind {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG (ISO/IEC 15948).
    Png,
    /// GIF; print shows its first frame.
    Gif,
    /// WebP (RFC 9649).
    WebP,
    /// SVG, without scripts and remote references.
    Svg,
    /// TIFF 6.0.
    Tiff,
    /// Windows bitmap.
    Bmp,
    /// AVIF (AV1 Image File Format 1.1); the first picture of a sequence.
    Avif,
}

/// A picture of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Name without folder or extension, of `[a-z0-9-]`, unique among the article's assets. Outputs name their files
    /// after it.
    pub name: String,
    /// The format of the bytes.
    pub kind: ImageKind,
    /// The original file, unchanged.
    pub bytes: Bytes,
    /// Displayed width in pixels, that is after the EXIF orientation is applied; in CSS pixels for SVG.
    pub width: u32,
    /// Displayed height in pixels.
    pub height: u32,
    /// What the file says about the picture.
    pub embedded: Embedded,
    /// EXIF orientation, 1 to 8 (CIPA DC-008 §4.6.4); 1 is upright.
    pub orientation: u8,
}
