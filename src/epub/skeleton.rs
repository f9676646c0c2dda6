//! The package as epub-builder makes it: package document, navigation document and NCX.
//!
//! It gets cover, style sheet, pictures, files with title, level and reference type, direction, identifier, dates,
//! description, subjects and rights. It does not get authors and languages, whose identifiers clash in its template;
//! the contents of the files, for the container is written elsewhere; and nothing that it would not escape.

use std::io::{self, Cursor, Read};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use uuid::Uuid;
use zip::ZipArchive;

use super::fonts::FontFile;
use super::images::Image;
use super::metadata;
use super::xhtml::direction;
use super::xml::clean;
use crate::article::Article;
use crate::labels;

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
    pub(super) kind: Kind,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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

impl Kind {
    /// What epub-builder calls it.
    fn reference(self) -> Option<ReferenceType> {
        match self {
            Self::Cover => Some(ReferenceType::Cover),
            Self::HalfTitle => None,
            Self::Title => Some(ReferenceType::TitlePage),
            Self::Start => Some(ReferenceType::Text),
            Self::Text => None,
            Self::Colophon => Some(ReferenceType::Colophon),
        }
    }

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

/// What epub-builder made.
pub(super) struct Skeleton {
    /// `content.opf`.
    pub(super) package: String,
    /// `nav.xhtml`.
    pub(super) navigation: String,
    /// `toc.ncx`.
    pub(super) ncx: String,
}

/// What the package document names besides pages.
pub(super) struct Parts<'a> {
    /// Pictures other than the cover.
    pub(super) pictures: Vec<&'a Image<'a>>,
    /// The cover.
    pub(super) cover: Option<&'a Image<'a>>,
    /// Faces.
    pub(super) fonts: &'a [FontFile],
    /// Identifier of the publication.
    pub(super) uuid: Uuid,
    /// When it was changed last, in RFC 3339.
    pub(super) modified: String,
}

/// Has epub-builder make the package of `article`.
pub(super) fn build(article: &Article, pages: &[&Page], parts: &Parts<'_>) -> Result<Skeleton, String> {
    let mut archive = Vec::new();
    let mut builder = builder(article, parts).map_err(said)?;
    if let Some(cover) = parts.cover {
        builder.add_cover_image(&cover.path, io::empty(), cover.media_type).map_err(said)?;
    }
    for picture in &parts.pictures {
        builder.add_resource(&picture.path, io::empty(), picture.media_type).map_err(said)?;
    }
    for font in parts.fonts {
        builder.add_resource(&font.path, io::empty(), font.media_type).map_err(said)?;
    }
    for page in pages {
        builder.add_content(content(page)).map_err(said)?;
    }
    builder.generate(&mut archive).map_err(said)?;
    take_apart(&archive)
}

fn builder(article: &Article, parts: &Parts<'_>) -> epub_builder::Result<EpubBuilder<ZipLibrary>> {
    let meta = &article.meta;
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.metadata("direction", direction(meta.dir))?;
    builder.metadata("title", clean(&meta.title_text()))?;
    builder.metadata("generator", concat!("Offprint ", env!("CARGO_PKG_VERSION")))?;
    builder.metadata("toc_name", labels::of(&meta.lang).contents)?;
    if let Some(description) = &meta.description {
        builder.add_description(clean(description));
    }
    meta.tags.iter().for_each(|tag| builder.add_subject(clean(tag)));
    if let Some(rights) = metadata::rights(&meta.rights) {
        builder.set_license(clean(&rights));
    }
    builder.set_uuid(parts.uuid);
    if let Ok(modified) = parts.modified.parse() {
        builder.set_modified_date(modified);
    }
    builder.stylesheet(io::empty())?;
    Ok(builder)
}

fn content(page: &Page) -> EpubContent<io::Empty> {
    let mut content = EpubContent::new(&page.path, io::empty());
    if let Some(title) = &page.listed {
        content = content.title(clean(title));
    }
    for (href, title) in &page.sections {
        content = content.child(TocElement::new(href, clean(title)));
    }
    match page.kind.reference() {
        Some(kind) => content.reftype(kind),
        None => content,
    }
}

fn take_apart(archive: &[u8]) -> Result<Skeleton, String> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(said)?;
    let mut text = |path: &str| {
        let mut text = String::new();
        archive.by_name(path).map_err(said)?.read_to_string(&mut text).map_err(said)?;
        Ok::<_, String>(text)
    };
    Ok(Skeleton {
        package: text("OEBPS/content.opf")?,
        navigation: text("OEBPS/nav.xhtml")?,
        ncx: text("OEBPS/toc.ncx")?,
    })
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
