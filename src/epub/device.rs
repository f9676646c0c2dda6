//! What an e-book is made for.

/// What an e-book is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Device {
    /// Every reader of EPUB 3.
    #[default]
    Any,
    /// Kobo's e-readers and apps: a kepub.
    Kobo,
    /// Kindle e-readers and apps, by Send to Kindle or Kindle Direct Publishing.
    Kindle,
}

impl Device {
    /// The file name extension of an e-book for it. A Kobo tells a kepub by it (kobolabs/epub-spec, "Sideloading").
    pub fn extension(self) -> &'static str {
        match self {
            Self::Any | Self::Kindle => "epub",
            Self::Kobo => "kepub.epub",
        }
    }

    /// Whether the cover has a page of its own; Kindle makes that of the picture that the package names.
    pub(super) fn shows_cover(self) -> bool {
        self != Self::Kindle
    }
}
