//! Pictures as files of the EPUB.
//!
//! JPEG, PNG, GIF and SVG go in as they are, less private metadata; what readers do not all show (WebP, TIFF, BMP), and
//! what they show wrongly (CMYK, EXIF orientation), is converted. A picture that cannot be read gives no file, and its
//! alternative text stands in its place: EPUBCheck refuses a broken one, and readers draw a broken box.

mod convert;
mod device;
mod private;
mod svg;

use std::borrow::Cow;
use std::collections::HashMap;

use super::devices::Device;
use crate::article::{Article, Asset, AssetId, ImageKind};
use crate::diag::{Diagnostic, Diagnostics};
use device::Role;

/// Stores refuse or shrink larger covers; Kindle Publishing Guidelines §4.
const COVER_BYTES: usize = 3 << 20;
/// Least and ideal size of a cover by the same guidelines, short side first.
const COVER_LEAST: (u32, u32) = (625, 1000);
/// See [`COVER_LEAST`].
const COVER_IDEAL: (u32, u32) = (1600, 2560);
/// Kindle's limit for a picture in the text.
const PICTURE_BYTES: usize = 5 << 20;

/// A picture of the EPUB.
pub(super) struct Image<'a> {
    /// Path below `OEBPS/`.
    pub(super) path: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// Its bytes.
    pub(super) bytes: Cow<'a, [u8]>,
    /// Whether it moves, and so could flash.
    pub(super) motion: Motion,
}

/// Whether a picture moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Motion {
    /// It does not.
    Still,
    /// It is an animation.
    Animated,
}

/// The pictures of an EPUB, by asset.
pub(super) struct Images<'a> {
    images: Vec<Option<Image<'a>>>,
    /// For each asset the one whose picture it shows: the first that is the same byte for byte.
    same_as: Vec<usize>,
    /// Pictures that the article does not have.
    drawn: Vec<Image<'a>>,
}

impl<'a> Images<'a> {
    /// The pictures of `article` for which `is_used` holds, as `device` takes them.
    pub(super) fn prepare(
        article: &'a Article,
        device: Device,
        is_used: impl Fn(AssetId) -> bool,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut first: HashMap<&[u8], usize> = HashMap::new();
        let mut this = Self { images: Vec::new(), same_as: Vec::new(), drawn: Vec::new() };
        let role = |index| {
            let mut covers = article.cover.iter().flat_map(|cover| &cover.pictures);
            let is_cover = covers.any(|picture| picture.asset == Ok(AssetId(index as u32)));
            if is_cover { Role::Cover } else { Role::Text }
        };
        for (index, asset) in article.assets.iter().enumerate() {
            let used = is_used(AssetId(index as u32));
            let same = if used { *first.entry(&asset.bytes).or_insert(index) } else { index };
            this.same_as.push(same);
            this.images
                .push((used && same == index).then(|| prepare(asset, (device, role(index)), diagnostics)).flatten());
        }
        this
    }

    /// The picture of `id`, unless it could not be read.
    pub(super) fn get(&self, id: AssetId) -> Option<&Image<'a>> {
        self.images[*self.same_as.get(id.0 as usize)?].as_ref()
    }

    /// Adds a picture that the article does not have.
    pub(super) fn draw(&mut self, image: Image<'a>) {
        self.drawn.push(image);
    }

    /// Every picture once.
    pub(super) fn all(&self) -> impl Iterator<Item = &Image<'a>> {
        self.images.iter().flatten().chain(&self.drawn)
    }
}

fn prepare<'a>(asset: &'a Asset, purpose: (Device, Role), diagnostics: &mut Diagnostics) -> Option<Image<'a>> {
    let prepared = match asset.kind {
        ImageKind::Jpeg => jpeg(asset),
        ImageKind::Png => checked(asset).map(|()| ("png", private::png(&asset.bytes))),
        ImageKind::Gif => checked(asset).map(|()| ("gif", Cow::Borrowed(&*asset.bytes))),
        ImageKind::Svg => svg::well_formed(&asset.bytes).map(|bytes| ("svg", bytes)),
        ImageKind::WebP | ImageKind::Tiff | ImageKind::Bmp => {
            convert::to_core_type(asset).map(|(extension, bytes)| (extension, Cow::Owned(bytes)))
        }
    };
    let fitted = prepared.and_then(|prepared| device::fit(asset, prepared, purpose, diagnostics));
    match fitted {
        Ok((extension, bytes)) => Some(image(asset, extension, bytes, diagnostics)),
        Err(reason) => {
            diagnostics.push(
                Diagnostic::warning("unreadable-picture", format!("picture `{}` cannot be read: {reason}", asset.name))
                    .help("its alternative text stands in its place; open the picture and save it anew"),
            );
            None
        }
    }
}

fn jpeg(asset: &Asset) -> Result<(&'static str, Cow<'_, [u8]>), String> {
    checked(asset)?;
    if asset.orientation > 1 || private::jpeg_components(&asset.bytes) == Some(4) {
        return convert::upright_rgb(asset).map(|bytes| ("jpg", Cow::Owned(bytes)));
    }
    Ok(("jpg", private::jpeg(&asset.bytes)))
}

/// Whether the header of a picture can be read; decoding it all would cost a thousand times as much.
fn checked(asset: &Asset) -> Result<(), String> {
    let (width, height) = convert::dimensions(asset)?;
    if width == 0 || height == 0 { Err("it is empty".into()) } else { Ok(()) }
}

fn image<'a>(asset: &Asset, extension: &'static str, bytes: Cow<'a, [u8]>, diagnostics: &mut Diagnostics) -> Image<'a> {
    if bytes.len() > PICTURE_BYTES {
        let size = bytes.len() >> 20;
        diagnostics.push(
            Diagnostic::warning("large-picture", format!("picture `{}` has {size} MB", asset.name))
                .help("e-readers refuse or shrink pictures over 5 MB; scale it down"),
        );
    }
    // The application extension that makes a GIF loop (GIF89a appendix by Netscape).
    let animated = extension == "gif" && bytes.windows(11).any(|window| window == b"NETSCAPE2.0");
    Image {
        path: format!("images/{}.{extension}", asset.name),
        media_type: match extension {
            "jpg" => "image/jpeg",
            "png" => "image/png",
            "gif" => "image/gif",
            _ => "image/svg+xml",
        },
        bytes,
        motion: if animated { Motion::Animated } else { Motion::Still },
    }
}

/// Says where a cover is too small or too large for stores and devices.
pub(super) fn check_cover(asset: &Asset, image: &Image<'_>, diagnostics: &mut Diagnostics) {
    let size = (asset.width.min(asset.height), asset.width.max(asset.height));
    let pixels = format!("the cover has {} × {} pixels", asset.width, asset.height);
    if asset.kind == ImageKind::Svg {
    } else if size.0 < COVER_LEAST.0 || size.1 < COVER_LEAST.1 {
        diagnostics.push(Diagnostic::warning("small-cover", pixels).help("stores ask for at least 625 × 1000"));
    } else if size.0 < COVER_IDEAL.0 || size.1 < COVER_IDEAL.1 {
        diagnostics.push(Diagnostic::note("small-cover", pixels).help("1600 × 2560 fills every screen"));
    }
    if image.bytes.len() > COVER_BYTES {
        let size = image.bytes.len() >> 20;
        diagnostics
            .push(Diagnostic::warning("large-cover", format!("the cover has {size} MB")).help("keep it under 3 MB"));
    }
}
