//! The EPUB 3 writer.
//!
//! An EPUB is a ZIP file of XHTML files, pictures, a style sheet, and a package document that describes them (EPUB
//! 3.3). An article is one flow: its opening with title and picture, its text, then notes, related articles and
//! credits. A long one is divided into several files; [`Split`] says where. A book has title page and contents before
//! its articles, and its credits after them. epub-builder makes the package documents without their files. They
//! are then completed as XML trees, because epub-builder does not support much of an accessible publication's metadata, and
//! go into our container with all files.
//!
//! Some things cannot be in an EPUB. Each is replaced, with a warning: an unreadable picture becomes its alternative
//! text, an address that is not absolute becomes plain text, and TeX that MathML cannot express is shown as its
//! source.

mod accessibility;
mod book;
mod container;
mod cover;
mod credits;
mod cuts;
mod device;
mod devices;
mod error;
mod facts;
mod files;
mod fonts;
mod images;
mod library;
mod metadata;
mod names;
mod package;
mod page_marks;
mod pages;
mod plan;
mod refinement;
mod sheet;
mod skeleton;
mod tree;
mod xhtml;
mod xml;

pub(crate) use accessibility::judgements;
pub use accessibility::{Judgement, Promises, STANDARD};

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use uuid::Uuid;

use crate::article::{Article, Figure, Meta, PageBreak};
use crate::design::{Design, Styles};
use crate::diag::{Diagnostics, Error};
use crate::text::{Fonts, MissingGlyphs};
use container::{Container, Counter, Faces, Storage};
pub use cover::{ComposedCover, Cover, Shows};
use cover::{OnTitlePage, Shown};
pub use cuts::Split;
pub use device::Device;
use error::Failure;
use facts::Facts;
use files::{FontFile, Math, Page, PageKind, TextFile};
use fonts::Embedded;
pub use images::Scratch;
use images::{Image, Images, Kept, Motion};
use page_marks::PrintedPage;
use plan::{ListedFigure, Plan, TitleBlock};
use sheet::{STYLE, Sheet};
use skeleton::Skeleton;

/// Options of the caller.
#[derive(Clone, Debug, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Options {
    /// Who certifies conformance to EPUB Accessibility 1.1 at WCAG 2.2 AA; without a name, nothing is claimed.
    pub certifier: Option<String>,
    /// Where the text is split into files.
    pub split: Split,
    /// Maximum size of the file in bytes; pictures are reduced until it fits.
    pub max_bytes: Option<u64>,
    /// The device that it is made for.
    pub device: Device,
    /// Which faces it is read in.
    pub typefaces: Typefaces,
}

/// Which faces an EPUB is read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Typefaces {
    /// The faces of the reading system.
    #[default]
    Readers,
    /// The faces of the design, embedded as subsets.
    Embedded,
}

/// Parameters of an EPUB that are not the user's choice: they come from the run, and from the other outputs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// Time of creation, ISO 8601 in UTC (`2024-05-01T00:00:00Z`); without it, the article's dates are used.
    pub modified: Option<&'a str>,
    /// The print edition whose page breaks are marked, if there is one.
    pub print: Option<&'a PrintEdition>,
    /// The faces to embed if the options request it; without them, the bundled ones in the article design's styles.
    pub faces: Option<DesignFaces<'a>>,
    /// The cover.
    pub cover: Cover<'a>,
}

/// The faces of a design, and its styles.
#[derive(Clone, Copy, Debug)]
pub struct DesignFaces<'a> {
    /// The faces.
    pub fonts: &'a Fonts,
    /// The style of each kind of text.
    pub styles: &'a Styles,
    /// Whether an article is rejected if the fonts lack many of its letters.
    pub missing_glyphs: MissingGlyphs,
}

/// Options and context, resolved for one EPUB.
struct Settled<'a> {
    modified: Option<&'a str>,
    certifier: Option<&'a str>,
    split: Split,
    max_bytes: Option<u64>,
    print: Option<&'a PrintEdition>,
    device: Device,
    /// The faces to embed; `None` for the reading system's own.
    typefaces: Option<DesignFaces<'a>>,
    cover: Cover<'a>,
}

impl<'a> Settled<'a> {
    /// Resolves `options` in `context`; `bundled` provides the faces if the context has none.
    fn new(options: &'a Options, context: &Context<'a>, bundled: &'a Bundled) -> Self {
        let Options { certifier, split, max_bytes, device, typefaces } = options;
        let Context { modified, print, faces, cover } = *context;
        let typefaces = match typefaces {
            Typefaces::Readers => None,
            Typefaces::Embedded => faces.or_else(|| Some(bundled.get_or_init(Default::default).faces())),
        };
        let (split, max_bytes, device) = (*split, *max_bytes, *device);
        Self { modified, certifier: certifier.as_deref(), split, max_bytes, print, device, typefaces, cover }
    }
}

/// The bundled faces in the article design's styles, made on demand.
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

/// A paged edition of the same article.
#[derive(Clone, Debug, Default)]
pub struct PrintEdition {
    /// Its name, such as its file name.
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

/// Packages `article` as [`package()`] does, in `context`.
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

/// Returns the accessibility claims for the EPUB of `article`, without making a file.
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

/// Writes `article` as EPUB 3.3 to `out`, with one of its files in memory at a time; converted pictures are stored in
/// `scratch` meanwhile.
///
/// # Errors
/// [`Error::Io`] if a picture's file has changed since the article was read. [`Error::Output`] if writing fails, or if
/// a library rejects the content, which is not known to happen.
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

/// Prepares the text and the pictures of an EPUB; nothing is written yet.
fn prepare<'a>(
    article: &'a Article,
    options: &Settled<'a>,
    kept: &mut Kept<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Book<'a>, Images<'a>), Error> {
    // A Kobo shows the first file without margins, so text cannot be in it.
    let title = match options.device == Device::Kobo && !options.cover.has_page(article) {
        true => TitleBlock::OwnPage,
        false => TitleBlock::AboveText,
    };
    let plan = Plan::of(article, options.split, title);
    devices::check(options.device, article, diagnostics);
    let keeps = options.cover.keeps_picture(article, &plan, options.device);
    let is_used = |asset| plan.is_in_text(asset) || keeps && plan.is_on_cover(asset);
    let mut images = Images::prepare(article, (options.device, options.cover.decoded()), is_used, kept, diagnostics)?;
    if let Cover::Composed(composed) = options.cover {
        images.set_cover(article, composed);
    }
    if let Some(allowed) = options.max_bytes {
        fit(article, options, allowed, &plan, &mut images, kept)?;
    }
    images.report(diagnostics);
    let book = Book::of(article, options, &plan, &mut images, diagnostics)?;
    Ok((book, images))
}

/// Reduces pictures until the file has at most `allowed` bytes.
///
/// # Errors
/// [`Error::TooLarge`] if it is larger even with the smallest pictures.
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
    // A reduced picture may get another name, which changes the text by a few bytes. So one round may not be enough.
    while now > allowed && images::fit(images, images.length().saturating_sub(now - allowed), kept)? {
        now = length(images, kept)?;
    }
    // The composed cover is the last to be reduced: it is what shops and shelves show.
    while now > allowed && images.reduce_cover() {
        now = length(images, kept)?;
    }
    if now > allowed {
        return Err(Error::TooLarge { allowed, needed: now });
    }
    Ok(())
}

/// Everything in an EPUB except its pictures.
struct Book<'a> {
    files: Vec<TextFile<'a>>,
    package: Skeleton,
    style: Sheet,
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
        let cover = Shown::of(options.cover, article, images);
        if let Some(Shown::Asset(id)) = cover
            && let Some(image) = images.get(id)
        {
            images::check_cover(article.asset(id), image, diagnostics);
        }
        let on_title_page = options.cover.on_title_page(article, plan, device);
        let breaks = options.print.map_or(&[][..], |print| &print.breaks);
        let shown = cover.filter(|_| device.shows_cover());
        let (mut files, printed) = book::write(article, plan, images, (shown, on_title_page, breaks), diagnostics);
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
            cover: cover.and_then(|shown| shown.image(images)),
            uuid,
        };
        let (mut package, promises) = describe(article, options, contents)?;
        devices::finish(device, &mut files, &mut package).map_err(Failure::from)?;
        let has = |class: &str| files.iter().any(|file| holds_class(&file.xhtml, class));
        let told = on_title_page != OnTitlePage::Nothing;
        let needed = [has("label"), has("inner-"), has("about-author"), told];
        let style = match (device, &*embedded.sheet) {
            (Device::Any, "") => Sheet::common(needed),
            (device, faces) => Sheet::own(&devices::style(device, STYLE, article.meta.dir), needed, faces),
        };
        Ok(Self { files, package, style, embedded, promises })
    }

    /// Returns how many bytes the file will have. Pictures are stored uncompressed, so theirs need not be read.
    fn length(&self, images: &Images<'_>, kept: &mut Kept<'_>) -> Result<u64, Error> {
        let mut fill = |image: &Image<'_>, out: &mut dyn Write| match storage(image) {
            Storage::Deflated => image.write(kept, out),
            Storage::Stored => io::copy(&mut io::repeat(0).take(image.length), out).map(drop).map_err(refused),
        };
        Ok(self.contain(images, &mut fill, Counter::default())?.length)
    }

    /// Writes everything to one container; `fill` writes the bytes of pictures.
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
        self.style.add_to(&mut container)?;
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

/// Returns how a picture is stored: only drawings are not compressed already.
fn storage(image: &Image<'_>) -> Storage {
    if image.media_type == "image/svg+xml" { Storage::Deflated } else { Storage::Stored }
}

fn refused(error: io::Error) -> Error {
    Error::Output { format: "EPUB", reason: error.to_string() }
}

/// The contents of a book, for its package documents.
struct Contents<'a> {
    /// The text files, in reading order.
    files: &'a [TextFile<'a>],
    /// The pages of the print edition that are marked in them.
    printed: &'a [PrintedPage],
    /// The figures, if they are listed.
    figures: Vec<ListedFigure>,
    /// The pictures.
    images: &'a Images<'a>,
    /// The faces.
    fonts: &'a [FontFile],
    /// The cover picture.
    cover: Option<&'a Image<'a>>,
    /// Identifier of the publication.
    uuid: Uuid,
}

/// Makes the package documents.
fn describe(article: &Article, options: &Settled<'_>, contents: Contents<'_>) -> Result<(Skeleton, Promises), Failure> {
    let Contents { files, printed, figures, images, fonts, cover, uuid } = contents;
    let pages: Vec<&Page> = files.iter().map(|file| &file.page).collect();
    let skeleton = skeleton::build(article, uuid, &metadata::modified(article, options.modified))?;
    let with_math = files.iter().filter(|file| file.math == Math::Present);
    let facts = Facts {
        images,
        cover,
        uuid,
        credits: credits(article, images, cover.filter(|_| options.cover.shows_picture())),
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

/// Returns the articles of a book that are in another language, by the paths of their files.
fn foreign<'a>(article: &Article, files: &[TextFile<'a>]) -> BTreeMap<String, &'a Meta> {
    let foreign = files.iter().filter(|file| file.article.meta.lang != article.meta.lang);
    foreign.map(|file| (file.page.path.clone(), &file.article.meta)).collect()
}

/// Returns the credit of each picture that has one, with the picture's path. The cover's comes first and takes
/// precedence.
fn credits<'a>(
    article: &'a Article,
    images: &Images<'_>,
    cover: Option<&Image<'_>>,
) -> Vec<(String, &'a crate::article::Credit)> {
    let mut credits: Vec<(String, &crate::article::Credit)> = Vec::new();
    // A composed cover has the credit of the picture that it shows.
    let composed = cover.filter(|cover| images.cover().is_some_and(|composed| composed.path == cover.path));
    let credit = article.cover_figure().and_then(|figure| figure.credit.as_ref());
    credits.extend(composed.zip(credit).map(|(cover, credit)| (cover.path.clone(), credit)));
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

/// Returns a UUID of version 5 (RFC 9562 §5.5). It is made from the canonical address, so that a corrected edition
/// stays the same publication. For a book it is made from the title and the canonical addresses of all articles, if
/// they have them. Otherwise it is made from the words, without the cover, before adaptation to a device: where the text
/// is cut into files does not matter.
fn identifier(article: &Article, files: &[TextFile]) -> Uuid {
    let bound: Option<Vec<&str>> = article.bound.iter().map(|article| article.meta.source_url.as_deref()).collect();
    match (&article.meta.source_url, bound) {
        (Some(url), _) => Uuid::new_v5(&Uuid::NAMESPACE_URL, url.as_bytes()),
        (None, Some(urls)) if !urls.is_empty() => {
            let name = format!("{}\n{}", article.meta.title_text(), urls.join("\n"));
            Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
        }
        _ => {
            let mut text = String::new();
            let files = files.iter().filter(|file| file.page.kind != PageKind::Cover);
            files.for_each(|file| add_letters(&file.xhtml, &mut text));
            Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes())
        }
    }
}

/// Appends the text in the body of `xhtml` to `out`, without white space.
fn add_letters(xhtml: &str, out: &mut String) {
    let body = xhtml.split_once("<body").map_or(xhtml, |(_, body)| body);
    // What precedes the first `<` is the rest of the start tag.
    let texts = body.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    texts.for_each(|text| out.extend(text.split_whitespace()));
}

/// Whether a tag of `xhtml` has a class that begins with `class`; text that contains the same words does not count.
fn holds_class(xhtml: &str, class: &str) -> bool {
    xhtml.match_indices(&format!(" class=\"{class}")).any(|(at, _)| {
        let tag = xhtml[..at].rfind(['<', '>']);
        tag.is_some_and(|tag| xhtml.as_bytes()[tag] == b'<')
    })
}
