//! Pictures: pixels at the printed size, colours, alternative texts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Cursor;

use image::{DynamicImage, GenericImageView};

use super::view::{Use, View};
use super::{Finding, Kind, gamut};
use crate::article::{Alt, Asset, AssetId, ImageKind, NodeId};
use crate::diag::Diagnostics;
use crate::draw::Drawing;
use crate::layout::Item;
use crate::raster;
use crate::source::Span;
use crate::style::Color;
use crate::text::Fonts;
use crate::units::Size;

/// Minimum number of pixels an inch: two thirds of the 300 that a screen of 150 lines wants, below which single pixels
/// begin to show.
const LEAST: f64 = 200.0;
/// The share of a picture's colours that may be beyond print.
const BEYOND: f64 = 0.05;
/// Columns and rows at which the colours of a picture are looked at.
const SAMPLES: u32 = 96;
/// Longest side of a drawing that becomes pixels for that.
const DRAWN: f64 = 384.0;

/// The place of the first use of each picture.
type Places = HashMap<AssetId, Option<Span>>;

pub(super) fn check(view: &View<'_>, fonts: &Fonts, found: &mut Vec<Finding>) {
    let uses = view.uses();
    let mut places = Places::new();
    for one in &uses {
        if let Ok(id) = one.picture.asset {
            places.entry(id).or_insert(one.span);
        }
    }
    resolution(view, &uses, &places, found);
    let pages = view.pages_of_pictures();
    for (id, page) in &pages {
        let place = places.get(id).copied().flatten();
        found.extend(colours(view.article.asset(*id), fonts).map(|finding| finding.on(Some(*page), place)));
    }
    alternatives(view, &uses, &pages, found);
}

fn resolution(view: &View<'_>, uses: &[Use<'_>], first: &Places, found: &mut Vec<Finding>) {
    let mut places: HashMap<(AssetId, Option<NodeId>), Option<Span>> = HashMap::new();
    for one in uses {
        if let Ok(id) = one.picture.asset {
            places.entry((id, one.block.map(|block| block.id))).or_insert(one.span);
        }
    }
    // A picture that stands twice in a paragraph is told once.
    let mut seen = BTreeSet::new();
    for (page, _, placed) in view.items() {
        let (id, size) = match &placed.item {
            Item::Picture { asset, size } => (*asset, *size),
            Item::Detail { asset, whole, .. } => (*asset, whole.size),
            _ => continue,
        };
        let (asset, block) = (view.article.asset(id), view.block(placed.owner));
        let density = density(asset, size, view.scale(page));
        if asset.kind == ImageKind::Svg || density >= LEAST || !seen.insert((page, id, block)) {
            continue;
        }
        // A cover belongs to no block, and that of a first picture is on the cover too.
        let span = places.get(&(id, block)).copied().flatten().or_else(|| view.span(placed.owner));
        let span = span.or_else(|| first.get(&id).copied().flatten());
        let message = format!("the picture `{}` is printed at {density:.0} dpi, under {LEAST} dpi", asset.name);
        found.push(Finding::new(Kind::LowResolution, message).on(Some(page), span).measuring(density));
    }
}

/// Returns the pixels an inch of `asset` at `size`, in the direction in which they are fewer.
fn density(asset: &Asset, size: Size, scale: f64) -> f64 {
    let along = |pixels: u32, length: f64| f64::from(pixels) * 72.0 / (length * scale).max(0.01);
    along(asset.width, size.width.0).min(along(asset.height, size.height.0))
}

fn colours(asset: &Asset, fonts: &Fonts) -> Option<Finding> {
    let share = share_beyond(&pixels(asset, fonts)?).filter(|share| *share > BEYOND)?;
    let message = format!(
        "coated paper cannot hold {:.0} % of the colours of the picture `{}`: they will be duller",
        share * 100.0,
        asset.name
    );
    Some(Finding::new(Kind::OutOfGamut, message).measuring(share * 100.0))
}

/// Returns the pixels of `asset`; `None` if they cannot be read, which the writers report, or if it is made of inks.
fn pixels(asset: &Asset, fonts: &Fonts) -> Option<DynamicImage> {
    if asset.kind == ImageKind::Svg {
        let drawing = Drawing::read(asset, fonts, "PDF", &mut Diagnostics::new()).ok()?;
        let longest = f64::from(asset.width.max(asset.height).max(1));
        return drawing.enlarged(DRAWN / longest).ok().map(DynamicImage::ImageRgba8);
    }
    let bytes = asset.bytes.read().ok()?;
    let inks = asset.kind == ImageKind::Jpeg && raster::is_four_colour(&bytes);
    let decode = || raster::decode(asset.kind, asset.orientation, Box::new(Cursor::new(&*bytes))).ok();
    decode().filter(|_| !inks).map(|raster| raster.pixels)
}

/// Returns the share of the pixels of `picture` whose colour is beyond print.
fn share_beyond(picture: &DynamicImage) -> Option<f64> {
    let (width, height) = picture.dimensions();
    if width == 0 || height == 0 || !picture.color().has_color() {
        return None;
    }
    let (columns, rows) = (width.min(SAMPLES), height.min(SAMPLES));
    let at = |index: u32, count: u32, length: u32| {
        (u64::from(index * 2 + 1) * u64::from(length) / u64::from(count * 2)) as u32
    };
    // Pictures repeat colours, and the test of one takes a hundred times as long as a look-up.
    let mut known: HashMap<[u8; 3], bool> = HashMap::new();
    let mut beyond = 0_u32;
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        let [red, green, blue, alpha] = picture.get_pixel(at(column, columns, width), at(row, rows, height)).0;
        // Steps of four are invisible.
        let rough = [red, green, blue].map(|level| level & !3);
        let is_beyond = || gamut::is_beyond(Color::rgb(rough[0], rough[1], rough[2]));
        beyond += u32::from(alpha >= 128 && *known.entry(rough).or_insert_with(is_beyond));
    }
    Some(f64::from(beyond) / f64::from(rows * columns))
}

fn alternatives(view: &View<'_>, uses: &[Use<'_>], pages: &BTreeMap<AssetId, usize>, found: &mut Vec<Finding>) {
    for one in uses {
        let Ok(id) = one.picture.asset else { continue };
        let stated = match &one.picture.alt {
            Alt::Text(text) => !text.trim().is_empty(),
            Alt::Decorative => true,
            Alt::NotStated => false,
        };
        let Some(page) = pages.get(&id).filter(|_| !stated) else { continue };
        let page = one.span.and_then(|span| view.page_of(span)).filter(|_| one.block.is_some()).unwrap_or(*page);
        let message = format!("the picture `{}` has no alternative text", view.article.asset(id).name);
        found.push(Finding::new(Kind::NoAlt, message).on(Some(page), one.span));
    }
}
