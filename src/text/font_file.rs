//! The bytes of a font file: in the binary, or read once and shared between their users.

use std::ops::Deref;
use std::sync::Arc;

use harfrust::Font;

/// The bytes of a font file.
#[derive(Clone, Debug)]
pub enum FontFile {
    /// In the binary.
    Bundled(&'static [u8]),
    /// In memory.
    Shared(Arc<Vec<u8>>),
}

impl FontFile {
    /// Parses the font with number `index` in the file; `None` if there is none.
    pub(super) fn parse(&self, index: u32) -> Option<Font> {
        match self {
            Self::Bundled(bytes) => Font::new(*bytes, index),
            Self::Shared(bytes) => {
                let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = bytes.clone();
                Font::new(bytes, index)
            }
        }
    }
}

impl Deref for FontFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Bundled(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for FontFile {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl From<Vec<u8>> for FontFile {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Shared(Arc::new(bytes))
    }
}
