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

use std::io::{self, Cursor, Read, Seek, Write};

use uuid::Uuid;

use crate::article::{Article, AssetId, Figure, PageBreak};
use crate::diag::{Diagnostic, Diagnostics, Error};
use book::TextFile;
use container::{Container, Counter, Storage};
pub use images::Scratch;
use images::{Image, Images, Kept, Motion};
use package::Facts;
use page_marks::PrintedPage;
use plan::Plan;
pub use plan::Split;
use skeleton::{Page, Parts, Skeleton};
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
    /// Bytes that the file may have; pictures are made smaller until it fits.
    pub max_bytes: Option<u64>,
    /// The edition whose pages are marked, if there is one.
    pub print: Option<PrintEdition>,
}

/// An edition of the same article that has pages.
#[derive(Clone, Debug, Default)]
pub struct PrintEdition {
    /// What it is, such as the name of its file.
    pub name: String,
    /// Where its pages begin.
    pub breaks: Vec<PageBreak>,
}

/// Packages `article` as EPUB 3.3: the whole file, in memory.
///
/// # Errors
/// Those of [`write`].
pub fn package(article: &Article, options: &Options, diagnostics: &mut Diagnostics) -> Result<Vec<u8>, Error> {
    let mut out = Cursor::new(Vec::new());
    write(article, options, &mut out, &mut Cursor::new(Vec::new()), diagnostics)?;
    Ok(out.into_inner())
}

/// Writes `article` as EPUB 3.3 to `out`, one file of it in memory at a time; pictures that have to be made anew wait in
/// `scratch`.
///
/// # Errors
/// [`Error::Io`] if a picture's file is not what it was when the article was read. [`Error::Output`] if writing fails,
/// or a library refuses; no article is known for which one does.
pub fn write(
    article: &Article,
    options: &Options,
    out: impl Write + Seek,
    scratch: &mut dyn Scratch,
    diagnostics: &mut Diagnostics,
) -> Result<(), Error> {
    let plan = Plan::of(article, options.split);
    let mut kept = Kept::new(scratch);
    let mut images = Images::prepare(article, |asset| plan.uses(asset), &mut kept, diagnostics)?;
    if let Some(allowed) = options.max_bytes {
        fit(article, options, allowed, &plan, &mut images, &mut kept, diagnostics)?;
    }
    images.report(diagnostics);
    let book = Book::of(article, options, &plan, &images, diagnostics)?;
    book.contain(&images, &mut |image, out| image.write(&mut kept, out), out)?;
    Ok(())
}

/// Makes pictures smaller until the file has at most `allowed` bytes.
fn fit(
    article: &Article,
    options: &Options,
    allowed: u64,
    plan: &Plan<'_>,
    images: &mut Images<'_>,
    kept: &mut Kept<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Error> {
    let length = |images: &Images<'_>, kept: &mut Kept<'_>| {
        Book::of(article, options, plan, images, &mut Diagnostics::new())?.length(images, kept)
    };
    let mut now = length(images, kept)?;
    // Pictures under another name change the text by a few bytes, so that one look may not be enough.
    while now > allowed && images::fit(images, images.length().saturating_sub(now - allowed), kept)? {
        now = length(images, kept)?;
    }
    if now > allowed {
        let (over, now) = (images::bytes(now - allowed), images::bytes(now));
        let message = format!("the EPUB has {now}, {over} more than allowed, with every picture as small as it gets");
        diagnostics.push(Diagnostic::warning("over-max-size", message).help("allow more, or leave pictures out"));
    }
    Ok(())
}

/// The text of an EPUB.
struct Book {
    files: Vec<TextFile>,
    package: Skeleton,
}

impl Book {
    fn of(
        article: &Article,
        options: &Options,
        plan: &Plan<'_>,
        images: &Images<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Error> {
        let cover = pages::cover_asset(article, images);
        if let Some((id, image)) = cover.and_then(|id| Some((id, images.get(id)?))) {
            images::check_cover(article.asset(id), image, diagnostics);
        }
        let breaks = options.print.as_ref().map_or(&[][..], |print| &print.breaks);
        let (files, printed) = book::write(article, plan, images, (cover, breaks), diagnostics);
        let package = describe(article, options, (&files, &printed), images, cover).map_err(refused)?;
        Ok(Self { files, package })
    }

    /// How many bytes the file will have; pictures are stored, so that theirs need not be looked at.
    fn length(&self, images: &Images<'_>, kept: &mut Kept<'_>) -> Result<u64, Error> {
        let mut fill = |image: &Image<'_>, out: &mut dyn Write| match storage(image) {
            Storage::Deflated => image.write(kept, out),
            Storage::Stored => io::copy(&mut io::repeat(0).take(image.length), out)
                .map(drop)
                .map_err(|error| refused(error.to_string())),
        };
        Ok(self.contain(images, &mut fill, Counter::default())?.length)
    }

    /// Everything in one container, in which `fill` puts the bytes of pictures.
    fn contain<W: Write + Seek>(
        &self,
        images: &Images<'_>,
        fill: &mut dyn FnMut(&Image<'_>, &mut dyn Write) -> Result<(), Error>,
        out: W,
    ) -> Result<W, Error> {
        let mut container = Container::begin(out)?;
        container.add_text("content.opf", &self.package.package)?;
        container.add_text("nav.xhtml", &self.package.navigation)?;
        container.add_text("toc.ncx", &self.package.ncx)?;
        container.add_text("stylesheet.css", STYLE)?;
        for file in &self.files {
            container.add_text(&file.page.path, &file.xhtml)?;
        }
        for (_, image) in images.all() {
            container.add(&image.path, storage(image), |out| fill(image, out))?;
        }
        container.finish()
    }
}

/// How a picture is kept: only drawings are not compressed already.
fn storage(image: &Image<'_>) -> Storage {
    if image.media_type == "image/svg+xml" { Storage::Deflated } else { Storage::Stored }
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
    cover: Option<AssetId>,
) -> Result<Skeleton, String> {
    let cover = cover.and_then(|id| images.get(id));
    let is_cover = |image: &&Image<'_>| cover.is_some_and(|cover| cover.path == image.path);
    let parts = Parts {
        pictures: images.all().map(|(_, image)| image).filter(|image| !is_cover(image)).collect(),
        cover,
        uuid: identifier(article, files),
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
        animated: images.all().any(|(_, image)| image.motion == Motion::Animated),
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
/// publication, else of the content.
fn identifier(article: &Article, files: &[TextFile]) -> Uuid {
    match &article.meta.source_url {
        Some(url) => Uuid::new_v5(&Uuid::NAMESPACE_URL, url.as_bytes()),
        None => {
            let content: Vec<&str> = files.iter().map(|file| file.xhtml.as_str()).collect();
            Uuid::new_v5(&Uuid::NAMESPACE_OID, content.concat().as_bytes())
        }
    }
}
