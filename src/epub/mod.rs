//! The EPUB 3 writer.
//!
//! An EPUB is a ZIP file of XHTML files, pictures, a style sheet, and a package document that says what is what
//! (EPUB 3.3). Each section of level 2 becomes a file, unless [`Split`] says otherwise. A title page stands before the text,
//! the related articles and the credits after it. epub-builder makes the package documents; they are completed as XML
//! trees, because it has no word for much of what an accessible publication says. Its files and ours then go into one
//! container.
//!
//! Some things cannot stand in an EPUB. Each is replaced, with a warning: a picture that cannot be read by its alternative
//! text, an address that is not absolute by plain text, TeX that MathML cannot express by its source.

mod accessibility;
mod book;
mod container;
mod device;
mod devices;
mod error;
mod facts;
mod files;
mod fonts;
mod images;
mod metadata;
mod names;
mod package;
mod page_marks;
mod pages;
mod plan;
mod refinement;
mod skeleton;
mod tree;
mod xhtml;
mod xml;

pub(crate) use accessibility::judgements;
pub use accessibility::{Judgement, Promises, STANDARD};

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use uuid::Uuid;

use crate::article::{Article, AssetId, Figure, Meta, PageBreak};
use crate::design::{Design, Styles};
use crate::diag::{Diagnostics, Error};
use crate::text::{Fonts, MissingGlyphs};
use container::{Container, Counter, Faces, Storage};
pub use device::Device;
use error::Failure;
use facts::Facts;
use files::{FontFile, Math, Page, PageKind, TextFile};
use fonts::Embedded;
pub use images::Scratch;
use images::{Image, Images, Kept, Motion};
use page_marks::PrintedPage;
pub use plan::Split;
use plan::{ListedFigure, Plan};
use skeleton::{Parts, Skeleton};

/// The style sheet of every file.
const STYLE: &str = include_str!("style.css");

/// What a publication with labels of tabs and the like adds to it.
const LABELS: &str = "\n/* Labels of tabs and the like */
p.label { text-indent: 0; text-align: start; margin-top: 0.8em; page-break-after: avoid; break-after: avoid; }
p.label + p { text-indent: 0; }
";

/// What one with rows beside a cell of an earlier row adds: their first and last cells have no edge of the table.
const SPANS: &str = "\n/* Rows beside a cell that spans rows */
tr.inner-start > :first-child { -webkit-padding-start: 0.6em; padding-inline-start: 0.6em; }
tr.inner-end > :last-child { -webkit-padding-end: 0.6em; padding-inline-end: 0.6em; }
table.wide tr.inner-start > :first-child { -webkit-padding-start: 0.3em; padding-inline-start: 0.3em; }
table.wide tr.inner-end > :last-child { -webkit-padding-end: 0.3em; padding-inline-end: 0.3em; }
";

/// What the caller can choose.
#[derive(Clone, Debug, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Options {
    /// Who certifies that the publication meets EPUB Accessibility 1.1 at WCAG 2.2 AA; without a name nothing is claimed.
    pub certifier: Option<String>,
    /// Where the text is cut into files.
    pub split: Split,
    /// Bytes that the file may have; pictures are made smaller until it fits.
    pub max_bytes: Option<u64>,
    /// What it is made for.
    pub device: Device,
    /// Whose faces it is read in.
    pub typefaces: Typefaces,
}

/// Whose faces an EPUB is read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Typefaces {
    /// The reader's.
    #[default]
    Readers,
    /// Those of the design, parts of which the file holds.
    Embedded,
}

/// What an EPUB is made with that is no choice about EPUBs: it comes from the run, and from the other outputs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// When the file was made, ISO 8601 in UTC (`2024-05-01T00:00:00Z`); without it, the dates of the article say so.
    pub modified: Option<&'a str>,
    /// The edition whose pages are marked, if there is one.
    pub print: Option<&'a PrintEdition>,
    /// The faces that are embedded where the options ask for it; without them, the bundled ones as the design for articles
    /// uses them.
    pub faces: Option<DesignFaces<'a>>,
}

/// Faces for a book, and how a design uses them.
#[derive(Clone, Copy, Debug)]
pub struct DesignFaces<'a> {
    /// The faces.
    pub fonts: &'a Fonts,
    /// How each kind of text is set.
    pub styles: &'a Styles,
    /// What becomes of an article of whose letters many are in none of them.
    pub missing_glyphs: MissingGlyphs,
}

/// Options and context, settled for one EPUB.
struct Settled<'a> {
    modified: Option<&'a str>,
    certifier: Option<&'a str>,
    split: Split,
    max_bytes: Option<u64>,
    print: Option<&'a PrintEdition>,
    device: Device,
    /// The faces that the book holds; without any, it is read in the reader's own.
    typefaces: Option<DesignFaces<'a>>,
}

impl<'a> Settled<'a> {
    /// Settles `options` in `context`; `bundled` holds the faces that are used where the context has none.
    fn new(options: &'a Options, context: &Context<'a>, bundled: &'a Bundled) -> Self {
        let Options { certifier, split, max_bytes, device, typefaces } = options;
        let Context { modified, print, faces } = *context;
        let typefaces = match typefaces {
            Typefaces::Readers => None,
            Typefaces::Embedded => faces.or_else(|| Some(bundled.get_or_init(Default::default).faces())),
        };
        let (split, max_bytes, device) = (*split, *max_bytes, *device);
        Self { modified, certifier: certifier.as_deref(), split, max_bytes, print, device, typefaces }
    }
}

/// The bundled faces in the design for articles, made when they are asked for.
type Bundled = std::cell::OnceCell<ArticleFaces>;

struct ArticleFaces {
    fonts: Fonts,
    styles: Styles,
}

impl Default for ArticleFaces {
    fn default() -> Self {
        Self { fonts: Fonts::bundled(), styles: Design::default().styles }
    }
}

impl ArticleFaces {
    fn faces(&self) -> DesignFaces<'_> {
        DesignFaces { fonts: &self.fonts, styles: &self.styles, missing_glyphs: MissingGlyphs::default() }
    }
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
/// Those of [`write()`].
pub fn package(article: &Article, options: &Options, diagnostics: &mut Diagnostics) -> Result<Vec<u8>, Error> {
    package_in(article, options, &Context::default(), diagnostics)
}

/// The same in `context`.
///
/// # Errors
/// Those of [`write()`].
pub fn package_in(
    article: &Article,
    options: &Options,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Error> {
    let mut out = Cursor::new(Vec::new());
    write(article, options, context, &mut out, &mut Cursor::new(Vec::new()), diagnostics)?;
    Ok(out.into_inner())
}

/// What the EPUB of `article` promises of its accessibility; no file is made.
///
/// # Errors
/// Those of [`write()`].
pub(crate) fn promises(
    article: &Article,
    options: &Options,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Promises, Error> {
    let (mut scratch, bundled) = (Cursor::new(Vec::new()), Bundled::new());
    let settled = Settled::new(options, context, &bundled);
    let (book, _) = prepare(article, &settled, &mut Kept::new(&mut scratch), diagnostics)?;
    Ok(book.promises)
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
    context: &Context<'_>,
    out: impl Write + Seek,
    scratch: &mut dyn Scratch,
    diagnostics: &mut Diagnostics,
) -> Result<(), Error> {
    let (mut kept, bundled) = (Kept::new(scratch), Bundled::new());
    let settled = Settled::new(options, context, &bundled);
    let (book, images) = prepare(article, &settled, &mut kept, diagnostics)?;
    let mut out = book.contain(&images, &mut |image, out| image.write(&mut kept, out), out)?;
    let length = out.seek(SeekFrom::End(0)).map_err(refused)?;
    devices::weigh(options.device, length, diagnostics);
    Ok(())
}

/// The text and the pictures of an EPUB, before anything is written.
fn prepare<'a>(
    article: &'a Article,
    options: &Settled<'_>,
    kept: &mut Kept<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Book<'a>, Images<'a>), Error> {
    let plan = Plan::of(article, options.split);
    devices::check(options.device, article, diagnostics);
    let mut images = Images::prepare(article, options.device, |asset| plan.uses(asset), kept, diagnostics)?;
    if let Some(allowed) = options.max_bytes {
        fit(article, options, allowed, &plan, &mut images, kept)?;
    }
    images.report(diagnostics);
    let book = Book::of(article, options, &plan, &mut images, diagnostics)?;
    Ok((book, images))
}

/// Makes pictures smaller until the file has at most `allowed` bytes.
///
/// # Errors
/// [`Error::TooLarge`] where it does not even with the smallest.
fn fit<'a>(
    article: &'a Article,
    options: &Settled<'_>,
    allowed: u64,
    plan: &Plan<'a>,
    images: &mut Images<'a>,
    kept: &mut Kept<'_>,
) -> Result<(), Error> {
    let length = |images: &mut Images<'a>, kept: &mut Kept<'_>| {
        Book::of(article, options, plan, images, &mut Diagnostics::new())?.length(images, kept)
    };
    let mut now = length(images, kept)?;
    // Pictures under another name change the text by a few bytes, so that one look may not be enough.
    while now > allowed && images::fit(images, images.length().saturating_sub(now - allowed), kept)? {
        now = length(images, kept)?;
    }
    if now > allowed {
        return Err(Error::TooLarge { allowed, needed: now });
    }
    Ok(())
}

/// All of an EPUB but its pictures.
struct Book<'a> {
    files: Vec<TextFile<'a>>,
    package: Skeleton,
    style: String,
    embedded: Embedded,
    promises: Promises,
}

impl<'a> Book<'a> {
    fn of(
        article: &'a Article,
        options: &Settled<'_>,
        plan: &Plan<'a>,
        images: &mut Images<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Error> {
        let device = options.device;
        let cover = pages::cover_asset(article, images);
        if let Some((id, image)) = cover.and_then(|id| Some((id, images.get(id)?))) {
            images::check_cover(article.asset(id), image, diagnostics);
        }
        let breaks = options.print.map_or(&[][..], |print| &print.breaks);
        let shown = cover.filter(|_| device.shows_cover());
        let (mut files, printed) = book::write(article, plan, images, (shown, breaks), diagnostics);
        let uuid = identifier(article, &files);
        let embed = |typefaces| fonts::embed(article, typefaces, &mut files, diagnostics).map_err(Failure::from);
        let embedded = options.typefaces.map(embed).transpose()?.unwrap_or_default();
        let refused_glyphs = options.typefaces.is_some_and(|faces| faces.missing_glyphs == MissingGlyphs::Refused);
        if let Some(error) = embedded.tally.error("EPUB with its fonts").filter(|_| refused_glyphs) {
            return Err(error);
        }
        devices::adapt(device, &mut files, images, diagnostics).map_err(Failure::from)?;
        let contents = Contents {
            files: &files,
            printed: &printed,
            figures: plan.listed_figures(),
            images,
            fonts: &embedded.files,
            cover,
            uuid,
        };
        let (mut package, promises) = describe(article, options, contents)?;
        devices::finish(device, &mut files, &mut package).map_err(Failure::from)?;
        let part = |class: &str, rules: &'static str| {
            if files.iter().any(|file| holds_class(&file.xhtml, class)) { rules } else { "" }
        };
        let (labels, spans) = (part("label", LABELS), part("inner-", SPANS));
        let style = [&*devices::style(device, STYLE, article.meta.dir), labels, spans, &embedded.sheet].concat();
        Ok(Self { files, package, style, embedded, promises })
    }

    /// How many bytes the file will have; pictures are stored, so that theirs need not be looked at.
    fn length(&self, images: &Images<'_>, kept: &mut Kept<'_>) -> Result<u64, Error> {
        let mut fill = |image: &Image<'_>, out: &mut dyn Write| match storage(image) {
            Storage::Deflated => image.write(kept, out),
            Storage::Stored => io::copy(&mut io::repeat(0).take(image.length), out).map(drop).map_err(refused),
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
        let faces = if self.embedded.files.is_empty() { Faces::Readers } else { Faces::Specified };
        let mut container = Container::begin(out, faces)?;
        container.add_held("content.opf", self.package.package.as_bytes())?;
        container.add_held("nav.xhtml", self.package.navigation.as_bytes())?;
        container.add_held("toc.ncx", self.package.ncx.as_bytes())?;
        container.add_held("stylesheet.css", self.style.as_bytes())?;
        for file in &self.files {
            container.add_held(&file.page.path, file.xhtml.as_bytes())?;
        }
        for image in images.all() {
            container.add(&image.path, storage(image), |out| fill(image, out))?;
        }
        for font in &self.embedded.files {
            container.add_held(&font.path, &font.bytes)?;
        }
        container.finish()
    }
}

/// How a picture is kept: only drawings are not compressed already.
fn storage(image: &Image<'_>) -> Storage {
    if image.media_type == "image/svg+xml" { Storage::Deflated } else { Storage::Stored }
}

fn refused(error: io::Error) -> Error {
    Error::Output { format: "EPUB", reason: error.to_string() }
}

/// What is in a book, as its package documents describe it.
struct Contents<'a> {
    /// The text files, in reading order.
    files: &'a [TextFile<'a>],
    /// The pages of the printed edition that are marked in them.
    printed: &'a [PrintedPage],
    /// The figures, if they have a list.
    figures: Vec<ListedFigure>,
    /// The pictures.
    images: &'a Images<'a>,
    /// The faces.
    fonts: &'a [FontFile],
    /// The picture that is the cover.
    cover: Option<AssetId>,
    /// Identifier of the publication.
    uuid: Uuid,
}

/// The package documents.
fn describe(article: &Article, options: &Settled<'_>, contents: Contents<'_>) -> Result<(Skeleton, Promises), Failure> {
    let Contents { files, printed, figures, images, fonts, cover, uuid } = contents;
    let cover = cover.and_then(|id| images.get(id));
    let is_cover = |image: &&Image<'_>| cover.is_some_and(|cover| cover.path == image.path);
    let parts = Parts {
        pictures: images.all().filter(|image| !is_cover(image)).collect(),
        cover,
        fonts,
        uuid,
        modified: metadata::modified(article, options.modified),
    };
    let pages: Vec<&Page> = files.iter().map(|file| &file.page).collect();
    let skeleton = skeleton::build(article, &pages, &parts)?;
    let with_math = files.iter().filter(|file| file.math == Math::Present);
    let facts = Facts {
        images,
        uuid: parts.uuid,
        credits: credits(article, images),
        with_math: with_math.map(|file| file.page.path.clone()).collect(),
        certifier: options.certifier,
        print: options.print.map(|print| print.name.as_str()).filter(|_| !printed.is_empty()),
        printed,
        foreign: foreign(article, files),
        figures,
        animated: images.all().any(|image| image.motion == Motion::Animated),
        pages,
        fonts,
    };
    let promises = accessibility::promises(article, &facts);
    Ok((package::complete(article, &skeleton, &facts, &promises)?, promises))
}

/// The articles of a book that are not in its language, by the paths of their files.
fn foreign<'a>(article: &Article, files: &[TextFile<'a>]) -> BTreeMap<String, &'a Meta> {
    let foreign = files.iter().filter(|file| file.article.meta.lang != article.meta.lang);
    foreign.map(|file| (file.page.path.clone(), &file.article.meta)).collect()
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
/// publication, of a book's title with those of all its articles, else of the content, the
/// cover aside, as it is before it is made for a device.
fn identifier(article: &Article, files: &[TextFile]) -> Uuid {
    let bound: Option<Vec<&str>> = article.bound.iter().map(|article| article.meta.source_url.as_deref()).collect();
    match (&article.meta.source_url, bound) {
        (Some(url), _) => Uuid::new_v5(&Uuid::NAMESPACE_URL, url.as_bytes()),
        (None, Some(urls)) if !urls.is_empty() => {
            let name = format!("{}\n{}", article.meta.title_text(), urls.join("\n"));
            Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
        }
        _ => {
            let text = files.iter().filter(|file| file.page.kind != PageKind::Cover);
            let content: Vec<&str> = text.map(|file| file.xhtml.as_str()).collect();
            Uuid::new_v5(&Uuid::NAMESPACE_OID, content.concat().as_bytes())
        }
    }
}
/// Whether a tag of `xhtml` has a class that begins with `class`; text may have the same words.
fn holds_class(xhtml: &str, class: &str) -> bool {
    xhtml.match_indices(&format!(" class=\"{class}")).any(|(at, _)| {
        let tag = xhtml[..at].rfind(['<', '>']);
        tag.is_some_and(|tag| xhtml.as_bytes()[tag] == b'<')
    })
}
