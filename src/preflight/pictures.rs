//! Pictures: pixels at the printed size, colours, alternative texts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use image::GenericImageView;

use super::view::{Use, View};
use super::{Finding, Kind, gamut};
use crate::article::{Alt, Asset, AssetId, ImageKind};
use crate::layout::Item;
use crate::raster;
use crate::source::Span;
use crate::style::Color;
use crate::units::Size;

/// Minimum number of pixels an inch: two thirds of the 300 that a screen of 150 lines wants, below which single pixels
/// begin to show.
const LEAST: f64 = 200.0;
/// The share of a picture's colours that may be beyond print.
const BEYOND: f64 = 0.05;
/// Columns and rows at which the colours of a picture are looked at.
const SAMPLES: u32 = 96;

pub(super) fn check(view: &View<'_>, found: &mut Vec<Finding>) {
    let uses = view.uses();
    resolution(view, &uses, found);
    let pages = view.pages_of_pictures();
    colours(view, &uses, &pages, found);
    alternatives(view, &uses, &pages, found);
}

fn resolution(view: &View<'_>, uses: &[Use<'_>], found: &mut Vec<Finding>) {
    let mut by_asset: BTreeMap<AssetId, Vec<&Use<'_>>> = BTreeMap::new();
    for one in uses {
        if let Ok(id) = one.picture.asset {
            by_asset.entry(id).or_default().push(one);
        }
    }
    // A cover's picture may be painted in two parts.
    let mut seen = BTreeSet::new();
    for (page, _, placed) in view.items() {
        let (id, size) = match &placed.item {
            Item::Picture { asset, size } => (*asset, *size),
            Item::Detail { asset, whole, .. } => (*asset, whole.size),
            _ => continue,
        };
        let asset = view.article.asset(id);
        let density = density(asset, size, view.scale(page));
        if asset.kind == ImageKind::Svg || density >= LEAST || !seen.insert((page, id, view.block(placed.owner))) {
            continue;
        }
        let block = view.block(placed.owner);
        let of_asset = by_asset.get(&id).map_or(&[][..], |uses| uses);
        let here = of_asset.iter().find(|one| one.block.map(|block| block.id) == block);
        let span = here.or(of_asset.first()).and_then(|one| one.span).or_else(|| view.span(placed.owner));
        let message = format!("the picture `{}` is printed at {density:.0} dpi, under {LEAST} dpi", asset.name);
        found.push(Finding::new(Kind::LowResolution, message).on(Some(page), span).measuring(density));
    }
}

/// Returns the pixels an inch of `asset` at `size`, in the direction in which they are fewer.
fn density(asset: &Asset, size: Size, scale: f64) -> f64 {
    let along = |pixels: u32, length: f64| f64::from(pixels) * 72.0 / (length * scale).max(0.01);
    along(asset.width, size.width.0).min(along(asset.height, size.height.0))
}

fn colours(view: &View<'_>, uses: &[Use<'_>], pages: &BTreeMap<AssetId, usize>, found: &mut Vec<Finding>) {
    for (id, page) in pages {
        let asset = view.article.asset(*id);
        let Some(share) = share_beyond(asset).filter(|share| *share > BEYOND) else { continue };
        let message = format!(
            "coated paper cannot hold {:.0} % of the colours of the picture `{}`: they will be duller",
            share * 100.0,
            asset.name
        );
        let span = place(uses, *id);
        found.push(Finding::new(Kind::OutOfGamut, message).on(Some(*page), span).measuring(share * 100.0));
    }
}

fn place(uses: &[Use<'_>], id: AssetId) -> Option<Span> {
    uses.iter().find(|one| one.picture.asset == Ok(id))?.span
}

/// Returns the share of the pixels of `asset` whose colour is beyond print; `None` if it has no pixels, if they cannot
/// be read, which the writers report, or if it is made of inks.
fn share_beyond(asset: &Asset) -> Option<f64> {
    let bytes = asset.bytes.read().ok().filter(|_| asset.kind != ImageKind::Svg)?;
    if asset.kind == ImageKind::Jpeg && raster::is_four_colour(&bytes) {
        return None;
    }
    let raster = raster::decode(asset.kind, asset.orientation, Box::new(std::io::Cursor::new(&*bytes))).ok()?;
    let (width, height) = raster.pixels.dimensions();
    if width == 0 || height == 0 || !raster.pixels.color().has_color() {
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
        let pixel = raster.pixels.get_pixel(at(column, columns, width), at(row, rows, height));
        let [red, green, blue, alpha] = pixel.0;
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
