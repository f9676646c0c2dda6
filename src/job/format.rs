//! What can be made of an article.

use crate::epub::Device;

/// Declares the formats, and with them [`Format::ALL`], which so names every one of them.
macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// What can be made of an article.
        ///
        /// Code that depends on the format matches it without a wildcard. A new format therefore does not compile until
        /// each of these places handles it, and is a breaking change of this crate.
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
    /// The file name extension.
    pub fn extension(self) -> &'static str {
        self.extension_for(Device::Any)
    }

    /// The file name extension of what is made for `device`.
    pub fn extension_for(self, device: Device) -> &'static str {
        match self {
            Format::Epub => device.extension(),
            Format::Pdf => "pdf",
        }
    }

    /// The format that an extension asks for, in any case of letters.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }

    /// Its name in sentences, such as `EPUB`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Epub => "EPUB",
            Format::Pdf => "PDF",
        }
    }

    /// What it is, in a few words for help texts.
    pub fn summary(self) -> &'static str {
        match self {
            Format::Epub => "EPUB 3",
            Format::Pdf => "Tagged PDF",
        }
    }

    /// The name with its article, such as `an EPUB`.
    pub fn name_with_article(self) -> String {
        let article = match self {
            Format::Epub => "an",
            Format::Pdf => "a",
        };
        format!("{article} {}", self.name())
    }

    /// How a file in this format says that Offprint made it.
    pub(crate) fn signature(self) -> Signature {
        match self {
            // The navigation (`epub::skeleton`); container and files are ZIP.
            Format::Epub => Signature {
                start: *b"PK\x03\x04",
                held_in: &["OEBPS/toc.ncx", "OEBPS/nav.xhtml"],
                mark: b"name=\"generator\" content=\"Offprint ",
            },
            // The XMP packet (`pdf::metadata`), which is never compressed.
            Format::Pdf => Signature { start: *b"%PDF", held_in: &[], mark: b"pdf:Producer>Offprint " },
        }
    }
}

/// How a file says that Offprint made it.
pub(crate) struct Signature {
    /// How files of the format begin.
    pub start: [u8; 4],
    /// The files of a ZIP container in which the mark is; none for a format that is no container.
    pub held_in: &'static [&'static str],
    /// What every file that Offprint makes holds.
    pub mark: &'static [u8],
}
