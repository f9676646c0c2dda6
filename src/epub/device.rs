//! The devices that an e-book can be made for.

/// The device that an e-book is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Device {
    /// Any EPUB 3 reading system.
    #[default]
    Any,
    /// Kobo's e-readers and apps: a kepub.
    Kobo,
    /// Kindle e-readers and apps, by Send to Kindle or Kindle Direct Publishing.
    Kindle,
}

impl Device {
    /// Returns the extension of the file name. A Kobo recognises a kepub by it (kobolabs/epub-spec, "Sideloading").
    pub fn extension(self) -> &'static str {
        match self {
            Self::Any | Self::Kindle => "epub",
            Self::Kobo => "kepub.epub",
        }
    }

    /// Whether the cover needs a page of its own; Kindle makes one from the cover picture in the package.
    pub(super) fn shows_cover(self) -> bool {
        self != Self::Kindle
    }
}
