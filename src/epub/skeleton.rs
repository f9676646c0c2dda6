//! Builds the documents of the package with epub-builder: package document, navigation document and NCX.
//!
//! epub-builder gets direction, title, identifier, dates, description, subjects and rights. It does not get authors and
//! languages, whose identifiers clash in its template; nor anything that it does not escape; nor files: it would compress each
//! of them into an archive that nobody needs, since we write the container ourselves. [`package`](super::package) lists them.

use std::io::{self, Cursor, Read};

use epub_builder::{EpubBuilder, EpubVersion, ZipLibrary};
use uuid::Uuid;
use zip::ZipArchive;

use super::error::Failure;
use super::metadata;
use super::xml::{clean, direction};
use crate::article::Article;
use crate::labels;

/// The documents that epub-builder made.
pub(super) struct Skeleton {
    /// `content.opf`.
    pub(super) package: String,
    /// `nav.xhtml`.
    pub(super) navigation: String,
    /// `toc.ncx`.
    pub(super) ncx: String,
}

/// Lets epub-builder make the documents of `article`, whose identifier is `uuid`, and which was `modified` last at that time
/// (RFC 3339).
pub(super) fn build(article: &Article, uuid: Uuid, modified: &str) -> Result<Skeleton, Failure> {
    let mut archive = Vec::new();
    builder(article, uuid, modified)?.generate(&mut archive)?;
    take_apart(&archive)
}

fn builder(article: &Article, uuid: Uuid, modified: &str) -> epub_builder::Result<EpubBuilder<ZipLibrary>> {
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
    builder.set_uuid(uuid);
    if let Ok(modified) = modified.parse() {
        builder.set_modified_date(modified);
    }
    builder.stylesheet(io::empty())?;
    Ok(builder)
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
