//! The files that an EPUB holds besides pictures, as the stages hand them on: text files and faces.

use crate::article::Article;

/// An XHTML file, and what the package needs to know of it.
pub(super) struct TextFile<'a> {
    /// The article that it is of.
    pub(super) article: &'a Article,
    /// Its part in the publication.
    pub(super) page: Page,
    /// Its content.
    pub(super) xhtml: String,
    /// Whether it holds MathML.
    pub(super) math: Math,
}

/// A file with text, for the manifest, the spine and the contents.
pub(super) struct Page {
    /// Its path below `OEBPS/`.
    pub(super) path: String,
    /// Its line in the contents, if it has one.
    pub(super) listed: Option<String>,
    /// Its title.
    pub(super) title: String,
    /// Address and title of the sections listed below it.
    pub(super) sections: Vec<(String, String)>,
    /// What it is.
    pub(super) kind: PageKind,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageKind {
    /// The cover.
    Cover,
    /// The title alone.
    HalfTitle,
    /// The title page.
    Title,
    /// The text with which reading begins.
    Start,
    /// Any other text.
    Text,
    /// Credits, rights and source.
    Colophon,
}

impl PageKind {
    /// Its type among the landmarks (EPUB Structural Semantics Vocabulary).
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
}

/// Whether a file holds MathML; its manifest item must say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Math {
    /// It does.
    Present,
    /// It does not.
    Absent,
}

/// The file of a face.
#[derive(Debug)]
pub(super) struct FontFile {
    /// Its path below `OEBPS/`.
    pub(super) path: String,
    /// Its type (EPUB 3.3 §3.2, core media types).
    pub(super) media_type: &'static str,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}
