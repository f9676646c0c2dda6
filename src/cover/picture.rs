//! The picture of a cover: its pixels, its character, and what a crop should keep.

use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use image::{DynamicImage, RgbImage};
use uuid::Uuid;

use super::colour::{self, Cluster};
use super::focus;
use crate::article::{Article, Asset, AssetId, Figure, ImageKind};
use crate::raster::{self, Shape};
use crate::style::Color;
use crate::text::Fonts;

/// Longest side of a drawing that becomes pixels: enough for the whole cover of an e-book.
const DRAWN: f64 = 2560.0;
/// Columns and rows at which the colours of a picture are counted.
const COLOURS: (usize, usize) = (64, 64);
/// Maximum number of pixels of a picture that is kept for the next article: 18 MB.
const KEPT: u64 = 6_000_000;
/// A finished cover has a height between these multiples of its width.
const FINISHED: std::ops::RangeInclusive<f64> = 1.25..=2.0;

/// The picture of a cover.
pub(super) struct Picture<'a> {
    pub id: AssetId,
    pub figure: &'a Figure,
    /// Its name, for messages.
    pub name: &'a str,
    /// Opaque pixels, upright; transparent ones have become white.
    pub pixels: Arc<RgbImage>,
    /// The size at which it is shown pixel by pixel; that of a drawing is arbitrary.
    pub size: (f64, f64),
    /// Whether it can be enlarged without loss.
    pub scales: bool,
    pub shape: Shape,
    /// The point around which it is cropped.
    pub focus: (f64, f64),
    pub clusters: [Cluster; 5],
    /// The file as it was decoded; `None` if its pixels were changed for the cover.
    #[cfg_attr(not(feature = "svg"), expect(dead_code, reason = "there are no pixels"))]
    pub decoded: Option<raster::Shared>,
}

/// What a cover needs to know of a picture, all of which follows from its file.
#[derive(Clone, Debug)]
struct Studied {
    pixels: Arc<RgbImage>,
    shape: Shape,
    focus: (f64, f64),
    clusters: [Cluster; 5],
    decoded: Option<raster::Shared>,
}

impl Studied {
    fn of(asset: &Asset, bytes: &[u8], fonts: &Fonts) -> Option<Self> {
        let drawing = asset.kind == ImageKind::Svg;
        let (pixels, shape, decoded) = if drawing { drawn(asset, fonts)? } else { decoded(asset, bytes)? };
        if pixels.width() == 0 || pixels.height() == 0 {
            return None;
        }
        let colors: Vec<Color> = focus::colours(&pixels, focus::WHOLE, COLOURS)
            .into_iter()
            .map(|color| {
                let [red, green, blue] = color.map(|level| level.round() as u8);
                Color::rgb(red, green, blue)
            })
            .collect();
        let focus = focus::named_region(bytes).unwrap_or_else(|| focus::salient(&pixels));
        Some(Self { clusters: colour::clusters(&colors), pixels, shape, focus, decoded })
    }
}

/// The last picture that was decoded: in a folder whose articles share a cover, that is done once.
#[derive(Clone, Debug, Default)]
pub(super) struct Cache(Arc<Mutex<Option<(Uuid, Studied)>>>);

impl Cache {
    /// Returns what is known of the picture in the file `bytes`, or what `study` finds.
    fn get(&self, bytes: &[u8], study: impl FnOnce() -> Option<Studied>) -> Option<Studied> {
        let name = Uuid::new_v5(&Uuid::NAMESPACE_OID, bytes);
        // A thread that panicked holding the lock had no half of a picture to leave behind.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = lock().as_ref().filter(|(known, _)| *known == name) {
            return Some(known.clone());
        }
        let found = study()?;
        if u64::from(found.pixels.width()) * u64::from(found.pixels.height()) <= KEPT {
            *lock() = Some((name, found.clone()));
        }
        Some(found)
    }
}

/// Returns the picture that the article names for its cover, or the first of its text: number and figure.
pub(super) fn named(article: &Article) -> Option<(AssetId, &Figure)> {
    let figure = article.cover_figure()?;
    let id = figure.pictures.iter().find_map(|picture| picture.asset.as_ref().ok().copied())?;
    Some((id, figure))
}

/// Whether `asset` is a finished cover: named as one, and upright. `given` is whether the user named it.
pub(super) fn is_finished(article: &Article, asset: &Asset, given: bool) -> bool {
    let proportion = f64::from(asset.height) / f64::from(asset.width.max(1));
    FINISHED.contains(&proportion) && (given || is_named_cover(article, asset))
}

/// Whether the key or the file's name call the picture a cover; `image` and `thumbnail` do not.
fn is_named_cover(article: &Article, asset: &Asset) -> bool {
    let says = |text: &str| text.to_lowercase().contains("cover");
    let origins = article.meta.provenance.iter().filter(|origin| origin.field == "cover");
    says(&asset.name) || origins.into_iter().any(|origin| says(&origin.key))
}

impl<'a> Picture<'a> {
    /// Decodes the cover of `article`; `None` if there is none or it cannot be decoded, which the writers report.
    pub(super) fn read(article: &'a Article, fonts: &Fonts, cache: &Cache) -> Option<Self> {
        let (id, figure) = named(article)?;
        let asset = article.asset(id);
        let scales = asset.kind == ImageKind::Svg;
        let bytes = asset.bytes.read().ok()?;
        let Studied { pixels, shape, focus, clusters, decoded } =
            cache.get(&bytes, || Studied::of(asset, &bytes, fonts))?;
        let size = (f64::from(pixels.width()), f64::from(pixels.height()));
        Some(Self { id, figure, name: &asset.name, size, scales, shape, focus, clusters, pixels, decoded })
    }

    /// Returns its width at a height of one.
    pub(super) fn aspect(&self) -> f64 {
        self.size.0 / self.size.1
    }

    /// Returns `part` of it, to be painted.
    #[cfg(feature = "svg")]
    pub(super) fn part(&self, part: focus::Part) -> crate::draw::Shown<'_> {
        let [left, top, width, height] = part;
        // A little less than the whole, since rounding could exceed the last pixel.
        let whole = |share: f64, length: f64| (share * length).max(0.0);
        let (left, top) = (whole(left, self.size.0), whole(top, self.size.1));
        let width = (width * self.size.0).min(self.size.0 - left);
        let height = (height * self.size.1).min(self.size.1 - top);
        crate::draw::Shown { pixels: &self.pixels, part: [left, top, width, height] }
    }
}

/// Pixels for a cover, their character, and the decoded file if it has just these pixels.
type Decoded = (Arc<RgbImage>, Shape, Option<raster::Shared>);

fn decoded(asset: &Asset, bytes: &[u8]) -> Option<Decoded> {
    let raster = raster::decode(asset.kind, asset.orientation, Box::new(Cursor::new(bytes))).ok()?;
    let shape = raster::shape(&raster.pixels);
    Some(match raster.pixels {
        DynamicImage::ImageRgb8(pixels) => {
            let pixels = Arc::new(pixels);
            let shared = raster::Shared { pixels: Arc::clone(&pixels), profile: raster.profile };
            (pixels, shape, Some(shared))
        }
        pixels if shape == Shape::Transparent => (Arc::new(on_white(pixels.into_rgba8())), shape, None),
        pixels => (Arc::new(pixels.into_rgb8()), shape, None),
    })
}

/// Draws a drawing as large as a cover.
fn drawn(asset: &Asset, fonts: &Fonts) -> Option<Decoded> {
    let mut said = Vec::new();
    let drawing = crate::draw::Drawing::read(asset, fonts, "cover", &mut said).ok()?;
    let longest = f64::from(asset.width.max(asset.height).max(1));
    let pixels = drawing.enlarged((DRAWN / longest).max(0.01)).ok()?;
    Some((Arc::new(on_white(pixels)), Shape::Drawing, None))
}

fn on_white(pixels: image::RgbaImage) -> RgbImage {
    let (width, height) = pixels.dimensions();
    let opaque = pixels.pixels().flat_map(|pixel| {
        let [red, green, blue, alpha] = pixel.0;
        let part =
            |level: u8| ((u32::from(level) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255) as u8;
        [part(red), part(green), part(blue)]
    });
    RgbImage::from_raw(width, height, opaque.collect()).unwrap_or_default()
}
