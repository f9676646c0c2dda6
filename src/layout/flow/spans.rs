//! How many columns wide content spans, in designs where it may span several.
//!
//! A picture spans the columns that it fills at no less than 150 pixels per inch: a panorama all of them,
//! a landscape two. Upright pictures stay in one column, since across two they would be higher than half a page. Pull
//! quotes span two columns, so that they interrupt no single column.

use super::next::Next;
use super::sizes::{ABREAST, PIXEL, Shown};
use super::slug::{Break, Floating};
use super::{Composer, figures};
use crate::article::{Article, Block, BlockKind, ImageKind, Inline, Visit, walk_blocks};
use crate::design::{Design, SpanPictures};
use crate::units::Pt;

/// Aspect ratio from which a picture spans all columns, and from which it spans two.
const PANORAMA: f64 = 2.0;
const LANDSCAPE: f64 = 1.2;
/// Minimum resolution of a picture in several columns, in pixels per inch. Drawings have none; they fill at least the next
/// constant's share of the columns at their own size.
const LEAST_DPI: f64 = 150.0;
const NEARLY: f64 = 0.8;

/// Sizes of pictures that are tried for an article whose last page is filled to less than this.
pub(super) const OTHER_SIZES: &[SpanPictures] = &[SpanPictures::Large, SpanPictures::Medium, SpanPictures::Small];
pub(super) const STRAY: f64 = 0.28;
/// Maximum share of an article's room that its pictures take up, and average width of a letter, in ems.
const MOST_PICTURES: f64 = 0.42;
const LETTER: f64 = 0.4;
/// Tables up to this share of the page's height are lifted out of the text.
const HIGHEST_LIFTED: f64 = 0.45;
/// Articles with fewer letters are very short: they would not fill a third of a page.
const SHORT: usize = 1_500;
/// Share of an article's lines from which there is much code, and letters in a line of a narrow column.
const MUCH_CODE: f64 = 0.15;
const LETTERS_A_LINE: f64 = 42.0;
/// Width of a character of code, in ems.
const MONO: f64 = 0.6;

/// Returns the size at which the pictures of the current article leave enough room for its text; `None` if it has none or
/// the design's content spans no columns.
pub(super) fn size_of_pictures(composer: &Composer<'_>) -> Option<SpanPictures> {
    if !composer.design.has_spans() {
        return None;
    }
    let (mut letters, mut shown) = (0, Vec::new());
    walk_blocks(&composer.current.blocks, &mut |visit| match visit {
        Visit::Inline(Inline::Text(text) | Inline::Code(text)) => letters += text.chars().count(),
        Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) => {
            shown.push(figures::sort_pictures(composer, figure).0);
        }
        _ => {}
    });
    shown.retain(|pictures| !pictures.is_empty());
    if shown.is_empty() {
        return None;
    }
    let design = composer.design;
    if design.span_pictures != SpanPictures::Auto {
        return Some(design.span_pictures);
    }
    let line = design.measure / (design.styles.body.size * LETTER);
    let text = letters as f64 / line * design.measure.0 * design.leading.0;
    let area = |size: SpanPictures| {
        let areas = shown.iter().map(|pictures| {
            let width = design.columns_width(wanted(composer, pictures, size)).0;
            width * width / pictures.iter().map(|one| figures::aspect(one.asset)).sum::<f64>()
        });
        areas.sum::<f64>()
    };
    let fits = |size: &SpanPictures| area(*size) <= (area(*size) + text) * MOST_PICTURES;
    Some([SpanPictures::Large, SpanPictures::Medium].into_iter().find(fits).unwrap_or(SpanPictures::Small))
}

/// Returns the number of columns that the pictures of a figure span.
pub(super) fn of_pictures(composer: &Composer<'_>, shown: &[Shown<'_>]) -> usize {
    if composer.design.has_spans() { wanted(composer, shown, composer.pictures.unwrap_or_default()) } else { 1 }
}

fn wanted(composer: &Composer<'_>, shown: &[Shown<'_>], size: SpanPictures) -> usize {
    let design = composer.design;
    let count = design.columns.count;
    let natural = |one: &Shown| Pt(f64::from(one.asset.width) * PIXEL);
    let stated = |one: &Shown| {
        let size = crate::units::Size::new(natural(one), Pt(f64::from(one.asset.height) * PIXEL));
        one.picture.extent.resolve(size, design.columns_width(count), design.styles.body.size).map(|size| size.width)
    };
    let aspects: f64 = shown.iter().map(|one| figures::aspect(one.asset)).sum();
    let largest = |one: &Shown| largest_width(one, LEAST_DPI, NEARLY);
    let width: Pt = shown.iter().map(|one| stated(one).map_or(largest(one), |width| width.min(largest(one)))).sum();
    let wide = aspects >= PANORAMA && shown.len() != 2 || shown.len() >= ABREAST;
    let most = match size {
        SpanPictures::Large | SpanPictures::Auto if wide => count,
        SpanPictures::Small if wide => 2,
        SpanPictures::Small => 1,
        _ if aspects >= LANDSCAPE => 2,
        _ => 1,
    };
    let fills = |columns: &usize| {
        let room = design.columns_width(*columns);
        width >= room && room / aspects <= design.height() * figures::TALLEST
    };
    (1..=most.min(count)).rev().find(fills).unwrap_or(1)
}

/// Returns the width up to which a picture has `dpi` pixels per inch. A drawing may fill a width of which its own is the
/// share `nearly`.
pub(super) fn largest_width(one: &Shown<'_>, dpi: f64, nearly: f64) -> Pt {
    let pixels = f64::from(one.asset.width);
    match one.asset.kind {
        ImageKind::Svg => Pt(pixels * PIXEL / nearly),
        _ => Pt(pixels * 72.0 / dpi),
    }
}

/// Returns the number of columns that a pull quote spans.
pub(super) fn of_quote(composer: &Composer<'_>) -> usize {
    if composer.design.has_spans() { 2.min(composer.design.columns.count) } else { 1 }
}

/// Wide content that is being set, such as a table. If it is not too high it is lifted out of the text, which closes up
/// without it.
pub(super) struct Lifted {
    first: usize,
    outer: usize,
    gap: Pt,
    settled: bool,
    flush: bool,
    keep: usize,
}

impl Lifted {
    /// Begins content that spans `columns` columns.
    pub fn begin(composer: &mut Composer<'_>, columns: usize) -> Self {
        let outer = composer.galley.span(columns);
        let Next { gap, settled, flush, keep, .. } = composer.galley.next;
        Lifted { first: composer.galley.len(), outer, gap, settled, flush, keep }
    }

    /// Ends it. Returns whether it is lifted.
    pub fn end(self, composer: &mut Composer<'_>) -> bool {
        composer.galley.span(self.outer);
        let most = composer.design.height() * HIGHEST_LIFTED;
        let slugs = composer.galley.since(self.first);
        let height: Pt = slugs.iter().map(|slug| slug.before + slug.height).sum();
        if slugs.is_empty() || height > most {
            return false;
        }
        for slug in slugs.iter_mut() {
            (slug.floating, slug.after) = (Floating::Yes, Break::Never);
        }
        if let Some(last) = slugs.last_mut() {
            last.after = Break::FREE;
        }
        let next = &mut composer.galley.next;
        (next.gap, next.settled, next.flush, next.keep) = (self.gap, self.settled, self.flush, self.keep);
        true
    }
}

/// Returns `design` with fewer columns if `article` is very short or has much code.
pub(in crate::layout) fn with_fewer_columns(article: &Article, design: &Design) -> Option<Design> {
    let few = design.least_columns.max(1);
    if !design.has_spans() || few >= design.columns.count {
        return None;
    }
    let column = design.measure / (design.styles.code.size * MONO);
    let (mut letters, mut lines, mut wide) = (0, 0, 0);
    for article in article.articles() {
        walk_blocks(&article.blocks, &mut |visit| match visit {
            Visit::Inline(Inline::Text(text) | Inline::Code(text)) => letters += text.chars().count(),
            Visit::Block(Block { kind: BlockKind::Code { text, .. }, .. }) => {
                lines += text.lines().count();
                wide += text.lines().filter(|line| line.chars().count() as f64 > column).count();
            }
            _ => {}
        });
    }
    let text = letters as f64 / LETTERS_A_LINE;
    let short = article.bound.is_empty() && letters < SHORT;
    let code = lines as f64 > (text + lines as f64) * MUCH_CODE && wide > 0;
    (short || code).then(|| design.in_columns(few))
}
