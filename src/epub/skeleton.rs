//! Builds the package with epub-builder: package document, navigation document and NCX.
//!
//! epub-builder gets cover, style sheet, pictures, files with title and reference type, direction, identifier,
//! dates, description, subjects and rights. It does not get authors and languages, whose identifiers clash in its
//! template; nor the contents of files, since we write the container ourselves; nor anything that it does not escape.

use std::io::{self, Cursor, Read};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, ZipLibrary};
use uuid::Uuid;
use zip::ZipArchive;

use super::error::Failure;
use super::files::{FontFile, Page, PageKind};
use super::images::Image;
use super::metadata;
use super::xml::{clean, direction};
use crate::article::Article;
use crate::labels;

/// Returns epub-builder's reference type for a file of `kind`.
fn reference(kind: PageKind) -> Option<ReferenceType> {
    match kind {
        PageKind::Cover => Some(ReferenceType::Cover),
        PageKind::HalfTitle => None,
        PageKind::Title => Some(ReferenceType::TitlePage),
        PageKind::Start => Some(ReferenceType::Text),
        PageKind::Text => None,
        PageKind::Colophon => Some(ReferenceType::Colophon),
    }
}

/// The documents that epub-builder made.
pub(super) struct Skeleton {
    /// `content.opf`.
    pub(super) package: String,
    /// `nav.xhtml`.
    pub(super) navigation: String,
    /// `toc.ncx`.
    pub(super) ncx: String,
}

/// What the package document lists besides text files.
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

/// Lets epub-builder make the package of `article`.
pub(super) fn build(article: &Article, pages: &[&Page], parts: &Parts<'_>) -> Result<Skeleton, Failure> {
    let mut archive = Vec::new();
    let mut builder = builder(article, parts)?;
    if let Some(cover) = parts.cover {
        builder.add_cover_image(&cover.path, io::empty(), cover.media_type)?;
    }
    for picture in &parts.pictures {
        builder.add_resource(&picture.path, io::empty(), picture.media_type)?;
    }
    for font in parts.fonts {
        builder.add_resource(&font.path, io::empty(), font.media_type)?;
    }
    for page in pages {
        builder.add_content(content(page))?;
    }
    builder.generate(&mut archive)?;
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
    if let Some(first) = page.entries.first() {
        content = content.title(clean(&first.title));
    }
    match reference(page.kind) {
        Some(kind) => content.reftype(kind),
        None => content,
    }
}

fn take_apart(archive: &[u8]) -> Result<Skeleton, Failure> {
    let mut archive = ZipArchive::new(Cursor::new(archive))?;
    let mut text = |path: &str| {
        let mut text = String::new();
        archive.by_name(path)?.read_to_string(&mut text)?;
        Ok::<_, Failure>(text)
    };
    Ok(Skeleton {
        package: text("OEBPS/content.opf")?,
        navigation: text("OEBPS/nav.xhtml")?,
        ncx: text("OEBPS/toc.ncx")?,
    })
}
