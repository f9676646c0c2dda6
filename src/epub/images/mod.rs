//! Pictures as files of the EPUB.
//!
//! JPEG, PNG, GIF and SVG are embedded unchanged, except that private metadata is removed, and that a JPEG or PNG states
//! the rights that the article states. Formats that not all
//! reading systems support become JPEG or PNG: WebP, TIFF, BMP, AVIF, CMYK, 16 bits per sample, EXIF orientation; so
//! do pictures larger than any screen ([`limits`]). A picture that cannot be read is left out, and its text
//! alternative replaces it: EPUBCheck rejects a broken picture, and reading systems show a broken box.
//!
//! No picture is held in memory longer than it is processed: an unchanged one is read again when it is written, a
//! converted one is stored on file until then ([`kept`]). Drawings, which the reader has cleaned, are held in memory.

mod convert;
mod device;
mod error;
mod fit;
mod kept;
mod limits;
mod svg;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::ops::Range;

use super::cover::{ComposedCover, Shows};
use super::device::Device;
use crate::article::{Article, Asset, AssetId, Credit, ImageKind};
use crate::diag::{Diagnostic, Diagnostics, Error};
use crate::raster;
use crate::rights::{self, Cleaned, Statement};
use convert::Made;
use error::{Trouble, Unreadable};
use limits::{Limit, Why};

pub(super) use fit::fit;
pub(super) use kept::Kept;
pub use kept::Scratch;
pub(super) use limits::check_cover;

/// A picture of the EPUB.
pub(super) struct Image<'a> {
    /// Path below `OEBPS/`.
    pub(super) path: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// Number of bytes.
    pub(super) length: u64,
    /// Whether it is animated, and so could flash.
    pub(super) motion: Motion,
    content: Content<'a>,
}

/// The content of a picture.
enum Content<'a> {
    /// The asset's file, without private data, and with the rights that are stated.
    Asset(&'a Asset, Rights),
    /// In memory.
    Held(Cow<'a, [u8]>),
    /// A range of the store of converted pictures.
    Kept(Range<u64>),
}

/// What an output states about the rights of a picture.
#[derive(Clone, Debug, Default)]
struct Rights {
    /// What the article states; nothing if it has no credit for the picture.
    new: Statement,
    /// What article and file state together.
    all: Statement,
}

/// A picture of the article that is being prepared for the EPUB.
struct Picture<'a> {
    image: Image<'a>,
    asset: &'a Asset,
    rights: Rights,
    device: Device,
    limit: Limit,
    /// Width and height.
    size: (u32, u32),
    reduced: Option<Why>,
    /// The next step of reduction to save bytes, if there is one.
    step: Option<usize>,
    /// What the file decodes to, if that was needed before.
    decoded: Option<&'a raster::Shared>,
}

/// Whether a picture is animated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Motion {
    /// It is not.
    Still,
    /// It is.
    Animated,
}

/// The pictures of an EPUB, by asset.
pub(super) struct Images<'a> {
    pictures: Vec<Option<Picture<'a>>>,
    /// For each asset, the first asset with the same bytes, whose picture is used.
    same_as: Vec<usize>,
    /// Generated pictures, which the article does not have.
    drawn: Vec<Image<'a>>,
    /// The composed cover.
    cover: Option<Image<'a>>,
    /// What the picture that it shows is stated to be.
    cover_rights: Statement,
}

impl<'a> Images<'a> {
    /// Prepares the pictures of `article` for which `is_used` holds, as `device` requires; converted ones are stored
    /// in `kept`. `decoded` is the one that was decoded already, if there is one.
    pub(super) fn prepare(
        article: &'a Article,
        (device, decoded): (Device, Option<&'a (AssetId, raster::Shared)>),
        is_used: impl Fn(AssetId) -> bool,
        kept: &mut Kept<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Error> {
        let credits = article.credits_by_asset();
        let covers: BTreeSet<AssetId> = (article.cover.iter().flat_map(|cover| &cover.pictures))
            .filter_map(|picture| picture.asset.as_ref().ok().copied())
            .collect();
        let mut first: HashMap<(u64, u32), usize> = HashMap::new();
        let mut this = Self {
            pictures: Vec::new(),
            same_as: Vec::new(),
            drawn: Vec::new(),
            cover: None,
            cover_rights: Statement::default(),
        };
        for (index, asset) in article.assets.iter().enumerate() {
            let id = AssetId(index as u32);
            let known = is_used(id).then(|| *first.entry(asset.bytes.mark()).or_insert(index));
            let same = known.filter(|&known| known == index || article.assets[known].bytes.same(&asset.bytes));
            this.same_as.push(same.unwrap_or(index));
            let limit = if covers.contains(&id) { Limit::Cover } else { Limit::Picture };
            this.pictures.push(match known.is_some() && same.unwrap_or(index) == index {
                true => {
                    let decoded = decoded.filter(|(known, _)| *known == id).map(|(_, picture)| picture);
                    prepare((asset, credits.get(&id).copied()), (device, limit, decoded), kept, diagnostics)?
                }
                false => None,
            });
        }
        Ok(this)
    }

    /// Returns the picture of `id`, unless it could not be read.
    pub(super) fn get(&self, id: AssetId) -> Option<&Image<'a>> {
        self.pictures[*self.same_as.get(id.0 as usize)?].as_ref().map(|picture| &picture.image)
    }

    /// Sets the generated pictures.
    pub(super) fn draw(&mut self, drawn: Vec<Image<'a>>) {
        self.drawn = drawn;
    }

    /// Sets the composed cover, with the rights of the picture of `article` that it shows. It lies beside the folder of
    /// pictures, where no name of theirs can be the same.
    pub(super) fn set_cover(&mut self, article: &Article, cover: &'a ComposedCover) {
        self.cover_rights = shown_rights(article, cover).unwrap_or_default();
        let bytes = match self.cover_rights.is_empty() {
            true => Cow::Borrowed(&*cover.bytes),
            false => Cow::Owned(self.with_rights(cover.bytes.clone(), cover.extension)),
        };
        self.cover = Some(Image {
            path: format!("cover.{}", cover.extension),
            media_type: media_type(cover.extension),
            length: bytes.len() as u64,
            motion: Motion::Still,
            content: Content::Held(bytes),
        });
    }

    /// Puts the rights of what the cover shows into its file.
    fn with_rights(&self, bytes: Vec<u8>, extension: &str) -> Vec<u8> {
        let kind = if extension == "jpg" { ImageKind::Jpeg } else { ImageKind::Png };
        rights::stated(kind, bytes, &self.cover_rights)
    }

    /// Returns the composed cover.
    pub(super) fn cover(&self) -> Option<&Image<'a>> {
        self.cover.as_ref()
    }

    /// Makes the composed cover smaller. Returns false if there is none, or if it cannot be smaller.
    pub(super) fn reduce_cover(&mut self) -> bool {
        let Some(cover) = &mut self.cover else { return false };
        let Content::Held(bytes) = &cover.content else { return false };
        let Some((bytes, extension)) = convert::smaller_cover(bytes) else { return false };
        let bytes = rights::stated(ImageKind::Jpeg, bytes, &self.cover_rights);
        cover.path = format!("cover.{extension}");
        cover.media_type = media_type(extension);
        cover.length = bytes.len() as u64;
        cover.content = Content::Held(Cow::Owned(bytes));
        true
    }

    /// Returns the total size of all pictures.
    pub(super) fn length(&self) -> u64 {
        self.all().map(|image| image.length).sum()
    }

    /// Reports what was done to pictures, and what is wrong with them.
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        self.pictures.iter().flatten().for_each(|picture| limits::check(picture, diagnostics));
    }

    /// Iterates over all pictures, each once.
    pub(super) fn all(&self) -> impl Iterator<Item = &Image<'a>> {
        self.pictures.iter().flatten().map(|picture| &picture.image).chain(&self.drawn).chain(&self.cover)
    }
}

impl Image<'_> {
    /// Makes a picture of the PNG `bytes` at `path`.
    pub(super) fn png(path: String, bytes: Vec<u8>) -> Self {
        let (length, content) = (bytes.len() as u64, Content::Held(Cow::Owned(bytes)));
        Self { path, media_type: media_type("png"), length, motion: Motion::Still, content }
    }

    /// Writes the picture to `out`.
    pub(super) fn write(&self, kept: &mut Kept<'_>, out: &mut dyn Write) -> Result<(), Error> {
        match &self.content {
            Content::Kept(range) => kept.copy(range, out),
            Content::Held(bytes) => out.write_all(bytes).map_err(refused),
            Content::Asset(asset, rights) => {
                let bytes = asset.bytes.read()?;
                let parts = shown(asset.kind, &bytes, rights).parts;
                parts.iter().try_for_each(|part| out.write_all(part)).map_err(refused)
            }
        }
    }
}

impl Picture<'_> {
    /// Replaces the picture by `made`, which gets its rights.
    fn replace(&mut self, made: Made, kept: &mut Kept<'_>) -> Result<(), Error> {
        self.size = made.size;
        let kind = if made.extension == "jpg" { ImageKind::Jpeg } else { ImageKind::Png };
        let bytes = rights::stated(kind, made.bytes, &self.rights.all);
        self.image = Image {
            path: format!("images/{}.{}", self.asset.name, made.extension),
            media_type: media_type(made.extension),
            length: bytes.len() as u64,
            motion: Motion::Still,
            content: Content::Kept(kept.keep(&bytes)?),
        };
        Ok(())
    }
}

/// Returns what article and file state of the picture that `cover` shows, if it shows one.
fn shown_rights(article: &Article, cover: &ComposedCover) -> Option<Statement> {
    let figure = article.cover_figure().filter(|_| cover.shows != Shows::Nothing)?;
    let id = figure.pictures.iter().find_map(|picture| picture.asset.as_ref().ok().copied())?;
    Some(Statement::of(article.credits_by_asset().get(&id).copied(), Some(&article.asset(id).embedded)))
}

fn refused(error: std::io::Error) -> Error {
    Error::Output { format: "EPUB", reason: error.to_string() }
}

/// How to embed a picture.
enum Way<'a> {
    /// Unchanged; the number of bytes.
    AsItIs(u64),
    /// Unchanged, unless it is transparent; the number of bytes.
    IfOpaque(u64),
    /// With this content.
    As(Cow<'a, [u8]>),
    /// Re-encoded.
    Anew,
}

fn prepare<'a>(
    (asset, credit): (&'a Asset, Option<&Credit>),
    (device, limit, decoded): (Device, Limit, Option<&'a raster::Shared>),
    kept: &mut Kept<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Picture<'a>>, Error> {
    let rights = Rights { new: Statement::of(credit, None), all: Statement::of(credit, Some(&asset.embedded)) };
    let image = Image {
        path: format!("images/{}.{}", asset.name, extension(asset.kind)),
        media_type: media_type(extension(asset.kind)),
        length: asset.bytes.len(),
        motion: Motion::Still,
        content: Content::Asset(asset, rights.clone()),
    };
    let size = (asset.width, asset.height);
    let mut picture = Picture { image, asset, rights, device, limit, size, reduced: None, step: Some(0), decoded };
    let done = way(&mut picture, diagnostics).and_then(|way| follow(way, &mut picture, kept, diagnostics));
    match done {
        Ok(()) => {}
        Err(Trouble::Fatal(error)) => return Err(error),
        Err(Trouble::Unreadable(reason)) => {
            let message = format!("picture `{}` cannot be read: {reason}", asset.name);
            diagnostics.push(
                Diagnostic::warning("unreadable-picture", message)
                    .help("its alternative text is shown instead; open the picture and save it again"),
            );
            return Ok(None);
        }
    }
    fit::fit_device(&mut picture, kept)?;
    Ok(Some(picture))
}

/// Embeds `picture` as decided.
fn follow<'a>(
    way: Way<'a>,
    picture: &mut Picture<'a>,
    kept: &mut Kept<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Trouble> {
    let size = picture.size;
    match way {
        Way::Anew => anew(picture, kept, diagnostics),
        // A GIF may be animated, and a drawing has no pixels.
        Way::AsItIs(_) | Way::IfOpaque(_)
            if picture.limit.size(size) != size && picture.asset.kind != ImageKind::Gif =>
        {
            anew(picture, kept, diagnostics)
        }
        Way::IfOpaque(length) => {
            picture.image.length = length;
            on_white(picture, kept, diagnostics)
        }
        Way::AsItIs(length) => {
            picture.image.length = length;
            Ok(())
        }
        Way::As(bytes) => {
            picture.image.length = bytes.len() as u64;
            picture.image.content = Content::Held(bytes);
            Ok(())
        }
    }
}

/// Re-encodes `picture`, at most as large as its limit.
fn anew(picture: &mut Picture<'_>, kept: &mut Kept<'_>, diagnostics: &mut Diagnostics) -> Result<(), Trouble> {
    let studio = device::studio(picture, diagnostics)?;
    let made = studio.file(studio.size(), convert::QUALITY)?;
    picture.reduced = (made.size.0 < picture.size.0).then_some(Why::Screen);
    Ok(picture.replace(made, kept)?)
}

/// Re-encodes `picture` if it is transparent.
fn on_white(picture: &mut Picture<'_>, kept: &mut Kept<'_>, diagnostics: &mut Diagnostics) -> Result<(), Trouble> {
    let studio = device::studio(picture, diagnostics)?;
    if !studio.shone_through {
        return Ok(());
    }
    let made = studio.file(studio.size(), convert::QUALITY)?;
    Ok(picture.replace(made, kept)?)
}

/// Decides how to embed `picture` by its header; decoding the whole picture would take a thousand times as long.
fn way<'a>(picture: &mut Picture<'a>, diagnostics: &mut Diagnostics) -> Result<Way<'a>, Trouble> {
    let asset = picture.asset;
    if matches!(asset.kind, ImageKind::WebP | ImageKind::Tiff | ImageKind::Bmp | ImageKind::Avif) {
        return Ok(Way::Anew);
    }
    let bytes = asset.bytes.read()?;
    if asset.kind == ImageKind::Svg {
        let way = drawing(bytes)?;
        return Ok(if device::takes_drawings(picture.device) { way } else { Way::Anew });
    }
    checked(asset.kind, &bytes)?;
    if asset.kind == ImageKind::Gif {
        return Ok(gif(picture, &bytes, diagnostics));
    }
    if asset.orientation > 1 || !is_plain(asset.kind, &bytes) {
        return Ok(Way::Anew);
    }
    let cleaned = shown(asset.kind, &bytes, &picture.rights);
    let length = cleaned.len();
    if cleaned.unsigned {
        let message = format!("the Content Credentials of picture `{}` are left out of the EPUB", asset.name);
        let help = "they sign the whole file, and private data had to be removed from it, or rights added";
        diagnostics.push(Diagnostic::note("content-credentials", message).help(help));
    }
    let doubtful = asset.kind == ImageKind::Png && device::may_shine_through(picture.device, &bytes);
    Ok(if doubtful { Way::IfOpaque(length) } else { Way::AsItIs(length) })
}

/// Decides how to embed the drawing `bytes`.
fn drawing(bytes: Cow<'_, [u8]>) -> Result<Way<'_>, Unreadable> {
    match bytes {
        Cow::Borrowed(bytes) => svg::well_formed(bytes),
        Cow::Owned(bytes) => svg::well_formed(&bytes).map(|bytes| Cow::Owned(bytes.into_owned())),
    }
    .map(Way::As)
}

/// Decides how to embed the GIF `bytes`.
fn gif<'a>(picture: &mut Picture<'a>, bytes: &[u8], diagnostics: &mut Diagnostics) -> Way<'a> {
    let way = device::gif(picture, bytes, diagnostics);
    // The application extension that makes a GIF loop (GIF89a, appendix by Netscape).
    if !matches!(way, Way::Anew) && bytes.windows(11).any(|window| window == b"NETSCAPE2.0") {
        picture.image.motion = Motion::Animated;
    }
    way
}

/// Checks that the header of a picture can be read.
fn checked(kind: ImageKind, bytes: &[u8]) -> Result<(), raster::Error> {
    let (width, height) = raster::dimensions(kind, Box::new(std::io::Cursor::new(bytes)))?;
    if width == 0 || height == 0 { Err(raster::Error::Empty) } else { Ok(()) }
}

/// Whether a picture has at most 8 bits per sample, and is not CMYK.
fn is_plain(kind: ImageKind, bytes: &[u8]) -> bool {
    match kind {
        ImageKind::Jpeg => !raster::is_four_colour(bytes),
        // The bit depth in its header (ISO/IEC 15948 §11.2.2).
        ImageKind::Png => bytes.get(24) != Some(&16),
        _ => true,
    }
}

/// Returns the parts of a picture that are embedded.
fn shown<'a>(kind: ImageKind, bytes: &'a [u8], rights: &Rights) -> Cleaned<'a> {
    rights::clean(kind, bytes, &rights.new, &rights.all)
}

fn extension(kind: ImageKind) -> &'static str {
    match kind {
        ImageKind::Jpeg => "jpg",
        ImageKind::Gif => "gif",
        ImageKind::Svg => "svg",
        _ => "png",
    }
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        _ => "image/svg+xml",
    }
}
