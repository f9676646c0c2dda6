//! The output formats.

use crate::epub::Device;

/// Declares the formats together with [`Format::ALL`], so that the list is always complete.
macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// An output format.
        ///
        /// Code that depends on the format matches it without a wildcard. So a new format does not compile until each
        /// of these places handles it, and it is a breaking change of this crate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Format {
            $($(#[$doc])* $name),*
        }

        impl Format {
            /// Every format, in the order in which outputs are made.
            pub const ALL: [Format; [$(Format::$name),*].len()] = [$(Format::$name),*];
        }
    };
}

formats! {
    /// EPUB 3.3.
    Epub,
    /// Tagged PDF.
    Pdf,
}

impl Format {
    /// Returns the file extension.
    pub fn extension(self) -> &'static str {
        self.extension_for(Device::Any)
    }

    /// Returns the file extension of the format for `device`.
    pub fn extension_for(self, device: Device) -> &'static str {
        match self {
            Format::Epub => device.extension(),
            Format::Pdf => "pdf",
        }
    }

    /// Returns the format with this extension, in any case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }

    /// Returns its name in sentences, such as `EPUB`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Epub => "EPUB",
            Format::Pdf => "PDF",
        }
    }

    /// Describes it in a few words for help texts.
    pub fn summary(self) -> &'static str {
        match self {
            Format::Epub => "EPUB 3",
            Format::Pdf => "Tagged PDF",
        }
    }

    /// Returns the name with its article, such as `an EPUB`.
    pub fn name_with_article(self) -> String {
        let article = match self {
            Format::Epub => "an",
            Format::Pdf => "a",
        };
        format!("{article} {}", self.name())
    }

    /// Returns the signature by which files in this format are recognised as Offprint's.
    pub(crate) fn signature(self) -> Signature {
        match self {
            // The navigation document contains the mark (`epub::skeleton`); the container is a ZIP, and so are its
            // files.
            Format::Epub => Signature {
                start: *b"PK\x03\x04",
                held_in: &["OEBPS/toc.ncx", "OEBPS/nav.xhtml"],
                mark: b"name=\"generator\" content=\"Offprint ",
            },
            // The XMP packet contains the mark (`pdf::metadata`), and is never compressed.
            Format::Pdf => Signature { start: *b"%PDF", held_in: &[], mark: b"pdf:Producer>Offprint " },
        }
    }
}

/// The signature of files that Offprint made.
pub(crate) struct Signature {
    /// The first bytes of files in the format.
    pub start: [u8; 4],
    /// The files of a ZIP container that contain the mark; empty for other formats.
    pub held_in: &'static [&'static str],
    /// The mark in every file that Offprint makes.
    pub mark: &'static [u8],
}
