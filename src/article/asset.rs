//! Pictures that belong to an article.

use super::Bytes;

/// Index into [`Article::assets`](super::Article::assets).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssetId(pub u32);

/// Image formats told apart by content, never by file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageKind {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG (ISO/IEC 15948).
    Png,
    /// GIF; its first frame stands for it in print.
    Gif,
    /// WebP (RFC 9649).
    WebP,
    /// SVG; already free of script and remote references.
    Svg,
    /// TIFF 6.0.
    Tiff,
    /// Windows bitmap.
    Bmp,
    /// AVIF (AV1 Image File Format 1.1); of a sequence the first picture.
    Avif,
}

/// A picture of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Name without folder or extension, of `[a-z0-9-]`, unique among the article's assets; outputs name files after it.
    pub name: String,
    /// What the bytes are.
    pub kind: ImageKind,
    /// The file, as it was.
    pub bytes: Bytes,
    /// Width in pixels as shown, that is after the EXIF orientation; for SVG in CSS pixels.
    pub width: u32,
    /// Height in pixels as shown.
    pub height: u32,
    /// EXIF orientation, 1 to 8 (CIPA DC-008 §4.6.4); 1 is upright.
    pub orientation: u8,
}
