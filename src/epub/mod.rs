//! The EPUB 3 writer.
//!
//! An EPUB is a ZIP file of XHTML files, pictures, a style sheet, and a package document that says what is what
//! (EPUB 3.3). The text becomes a file for each section of level 2, or as [`Split`] says, with a title page before and the related articles
//! and the credits after it. epub-builder makes the package documents; they are completed as XML trees, because it has
//! no word for much of what an accessible publication says. Its files and ours then go into one container.
//!
//! What EPUB cannot hold becomes something that it can, with a warning: a picture that cannot be read its alternative
//! text, an address that is not absolute plain text, TeX beyond what MathML can say its source.

mod accessibility;
mod address;
mod book;
mod container;
mod devices;
mod images;
mod metadata;
mod names;
mod package;
mod page_marks;
mod pages;
mod plan;
mod skeleton;
mod tree;
mod xhtml;
mod xml;

use uuid::Uuid;

use crate::article::{Article, AssetId, Figure, PageBreak};
use crate::diag::{Diagnostics, Error};
use book::TextFile;
use container::{File, Storage};
pub use devices::Device;
use images::{Image, Images, Motion};
use package::Facts;
use page_marks::PrintedPage;
use plan::Plan;
pub use plan::Split;
use skeleton::{Kind, Page, Parts, Skeleton};
use xhtml::Math;

/// The style sheet of every file.
const STYLE: &str = include_str!("style.css");

/// What the caller can choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// When the file was made, ISO 8601 in UTC (`2024-05-01T00:00:00Z`); from the input or `SOURCE_DATE_EPOCH`.
    pub modified: Option<String>,
    /// Who certifies that the publication meets EPUB Accessibility 1.1 at WCAG 2.2 AA; without a name nothing is claimed.
    pub certifier: Option<String>,
    /// Where the text is cut into files.
    pub split: Split,
    /// The edition whose pages are marked, if there is one.
    pub print: Option<PrintEdition>,
    /// What it is made for.
    pub device: Device,
}

/// An edition of the same article that has pages.
#[derive(Clone, Debug, Default)]
pub struct PrintEdition {
    /// What it is, such as the name of its file.
    pub name: String,
    /// Where its pages begin.
    pub breaks: Vec<PageBreak>,
}

/// Packages `article` as EPUB 3.3: the whole file.
///
/// # Errors
/// [`Error::Output`] if a library refuses; no article is known for which one does.
pub fn package(article: &Article, options: &Options, diagnostics: &mut Diagnostics) -> Result<Vec<u8>, Error> {
    let device = options.device;
    let plan = Plan::of(article, options.split);
    devices::check(device, article, diagnostics);
    let mut images = Images::prepare(article, device, |asset| plan.uses(asset), diagnostics);
    let cover = pages::cover_asset(article, &images);
    if let Some((id, image)) = cover.and_then(|id| Some((id, images.get(id)?))) {
        images::check_cover(article.asset(id), image, diagnostics);
    }
    let breaks = options.print.as_ref().map_or(&[][..], |print| &print.breaks);
    let shown = cover.filter(|_| device.shows_cover());
    let (mut files, printed) = book::write(article, &plan, &images, (shown, breaks), diagnostics);
    let uuid = identifier(article, &files);
    devices::adapt(device, &mut files, &mut images, diagnostics).map_err(refused)?;
    let mut package = describe(article, options, (&files, &printed), &images, (cover, uuid)).map_err(refused)?;
    devices::finish(device, &mut files, &mut package).map_err(refused)?;
    let epub = contain(&files, &package, &images, &devices::style(device, STYLE, article.meta.dir))?;
    devices::weigh(device, &epub, diagnostics);
    Ok(epub)
}

fn refused(reason: String) -> Error {
    Error::Output { format: "EPUB", reason }
}

/// The package documents.
fn describe(
    article: &Article,
    options: &Options,
    (files, printed): (&[TextFile], &[PrintedPage]),
    images: &Images<'_>,
    (cover, uuid): (Option<AssetId>, Uuid),
) -> Result<Skeleton, String> {
    let cover = cover.and_then(|id| images.get(id));
    let is_cover = |image: &&Image<'_>| cover.is_some_and(|cover| cover.path == image.path);
    let parts = Parts {
        pictures: images.all().filter(|image| !is_cover(image)).collect(),
        cover,
        uuid,
        modified: metadata::modified(article, options.modified.as_deref()),
    };
    let pages: Vec<&Page> = files.iter().map(|file| &file.page).collect();
    let skeleton = skeleton::build(article, &pages, &parts)?;
    let with_math = files.iter().filter(|file| file.math == Math::Present);
    let facts = Facts {
        images,
        credits: credits(article, images),
        with_math: with_math.map(|file| file.page.path.clone()).collect(),
        certifier: options.certifier.as_deref(),
        print: options.print.as_ref().map(|print| print.name.as_str()).filter(|_| !printed.is_empty()),
        printed,
        animated: images.all().any(|image| image.motion == Motion::Animated),
        pages,
    };
    package::complete(article, &skeleton, &facts)
}

/// The credit of each picture that has one, with the picture's path; the cover's comes first and counts.
fn credits<'a>(article: &'a Article, images: &Images<'_>) -> Vec<(String, &'a crate::article::Credit)> {
    let mut credits: Vec<(String, &crate::article::Credit)> = Vec::new();
    for (Figure { pictures, .. }, credit) in article.credits() {
        for id in pictures.iter().filter_map(|picture| picture.asset.as_ref().ok()) {
            match images.get(*id) {
                Some(image) if credits.iter().all(|(path, _)| *path != image.path) => {
                    credits.push((image.path.clone(), credit));
                }
                _ => {}
            }
        }
    }
    credits
}

/// A UUID of version 5 (RFC 9562 §5.5): of the canonical address, so that a corrected edition stays the same
/// publication, else of the content, the cover aside, as it is before it is made for a device.
fn identifier(article: &Article, files: &[TextFile]) -> Uuid {
    match &article.meta.source_url {
        Some(url) => Uuid::new_v5(&Uuid::NAMESPACE_URL, url.as_bytes()),
        None => {
            let text = files.iter().filter(|file| file.page.kind != Kind::Cover);
            let content: Vec<&str> = text.map(|file| file.xhtml.as_str()).collect();
            Uuid::new_v5(&Uuid::NAMESPACE_OID, content.concat().as_bytes())
        }
    }
}

/// Everything in one container.
fn contain(files: &[TextFile], package: &Skeleton, images: &Images<'_>, style: &str) -> Result<Vec<u8>, Error> {
    let deflated = Storage::Deflated;
    let mut all = vec![
        File { path: "content.opf", bytes: package.package.as_bytes(), storage: deflated },
        File { path: "nav.xhtml", bytes: package.navigation.as_bytes(), storage: deflated },
        File { path: "toc.ncx", bytes: package.ncx.as_bytes(), storage: deflated },
        File { path: "stylesheet.css", bytes: style.as_bytes(), storage: deflated },
    ];
    for file in files {
        all.push(File { path: &file.page.path, bytes: file.xhtml.as_bytes(), storage: deflated });
    }
    for image in images.all() {
        let storage = if image.media_type == "image/svg+xml" { deflated } else { Storage::Stored };
        all.push(File { path: &image.path, bytes: &image.bytes, storage });
    }
    container::write(&all)
}
