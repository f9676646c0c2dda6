//! The files of an EPUB other than pictures, as the stages pass them on: text files and faces.

use crate::article::Article;

/// An XHTML file, with what the package needs to know about it.
pub(super) struct TextFile<'a> {
    /// The article that it belongs to.
    pub(super) article: &'a Article,
    /// Its part in the publication.
    pub(super) page: Page,
    /// Its content.
    pub(super) xhtml: String,
    /// Whether it contains MathML.
    pub(super) math: Math,
}

/// A text file, for the manifest, the spine and the table of contents.
pub(super) struct Page {
    /// Its path below `OEBPS/`.
    pub(super) path: String,
    /// Its title.
    pub(super) title: String,
    /// Its entries in the table of contents.
    pub(super) entries: Vec<Entry>,
    /// The parts that stand at its end.
    pub(super) ends: Vec<End>,
    /// Its role.
    pub(super) kind: PageKind,
}

/// An entry of the table of contents.
pub(super) struct Entry {
    /// Its address.
    pub(super) href: String,
    /// Its title.
    pub(super) title: String,
    /// Address and title of the sections listed below it.
    pub(super) sections: Vec<(String, String)>,
}

/// A part that could be a file, but stands at the end of another part's file.
pub(super) struct End {
    /// Its role.
    pub(super) kind: PageKind,
    /// Its title.
    pub(super) title: String,
    /// Its address.
    pub(super) href: String,
}

/// The role of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageKind {
    /// The cover.
    Cover,
    /// The half-title.
    HalfTitle,
    /// The title page.
    Title,
    /// The text at which reading begins.
    Start,
    /// Any other text.
    Text,
    /// Credits, rights and source.
    Colophon,
}

impl PageKind {
    /// Returns its type in the landmarks (EPUB Structural Semantics Vocabulary).
    pub(super) fn landmark(self) -> Option<&'static str> {
        match self {
            Self::Cover => Some("cover"),
            Self::HalfTitle => Some("halftitlepage"),
            Self::Title => Some("titlepage"),
            Self::Start => Some("bodymatter"),
            Self::Text => None,
            Self::Colophon => Some("colophon"),
        }
    }

    /// Returns its type in the guide (OPF 2.0.1 §2.6).
    pub(super) fn reference(self) -> Option<&'static str> {
        match self {
            Self::Cover => Some("cover"),
            Self::HalfTitle | Self::Text => None,
            Self::Title => Some("title-page"),
            Self::Start => Some("text"),
            Self::Colophon => Some("colophon"),
        }
    }
}

/// Whether a file contains MathML; its manifest item must say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Math {
    /// The file contains MathML.
    Present,
    /// The file contains no MathML.
    Absent,
}

/// A font file.
#[derive(Debug)]
pub(super) struct FontFile {
    /// Its path below `OEBPS/`.
    pub(super) path: String,
    /// Its media type (EPUB 3.3 §3.2, core media types).
    pub(super) media_type: &'static str,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}
