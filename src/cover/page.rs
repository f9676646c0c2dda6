//! The cover as the first page of a PDF.
//!
//! On the page all type is text and the picture is that of the article, cropped by a clipping path, so a file does not
//! grow by another picture. In the structure the cover is one figure: a screen reader says that there is a cover and
//! what it shows, and reads the title once, at the head of the text.
//!
//! The credit of the picture stands at the cover's foot; where pages face each other, on its back, which is empty
//! otherwise and makes the text begin on a right-hand page as before.

use super::compose::{self, Composition, Parts};
use super::picture::Picture;
use super::setting::{Block, Stage, Type, place};
use super::words::sentences;
use super::{Cover, Kind, design};
use crate::article::{AssetId, Figure, Inline};
use crate::labels;
use crate::layout::{Area, Color, Frame, Item, Owner, Page, Pages, StructId, Structure};
use crate::units::{Point, Pt, Size};

/// Distance of the words on the back of a cover from the page's edges, as a share of its width.
const BACK_MARGIN: f64 = 0.14;

/// Puts the cover before `pages`. Its ground and picture reach `bleed` beyond the page's edges.
pub(super) fn add(cover: &Cover<'_>, pages: &mut Pages, bleed: Pt) {
    let Some(size) = pages.pages.first().map(|page| page.size) else { return };
    let mut stage = Stage::new(cover.article, cover.fonts);
    let credited = cover.shown_figure().filter(|figure| figure.credit.is_some() || !figure.caption.is_empty());
    let line = credited.and_then(|figure| figure.credit.as_ref()).map(|credit| credit.linked());
    let at_foot = line.as_deref().filter(|line| !pages.facing && !line.is_empty());
    let mut frame = match &cover.kind {
        Kind::Kept { id, .. } => {
            let composition = whole(cover, *id, size, at_foot, &mut stage);
            composition.frame
        }
        Kind::Composed { design, words, picture, scheme } => {
            let picture = picture.as_deref();
            let parts = Parts { design, words, picture, scheme: *scheme, fit: cover.options.fit, credit: at_foot };
            let composition = compose::compose(&parts, size, &mut stage);
            cover.judge(&composition);
            composition.frame
        }
    };
    if bleed > Pt::ZERO {
        frame.items.iter_mut().for_each(|(at, placed)| extend(at, &mut placed.item, size, bleed));
    }
    let labels = labels::of(&cover.article.meta.lang);
    let alt = cover.picture_alternative();
    let alt = sentences([labels.cover].into_iter().chain(alt.as_deref()));
    let figure = stage.figure;
    stage.structure().node(figure).alt = Some(alt);
    let mut added = vec![Page { size, label: labels.cover.to_owned(), area: Area::default(), frame }];
    if pages.facing {
        let frame = back(credited, line.as_deref(), size, &mut stage);
        added.push(Page { size, label: format!("{} 2", labels.cover), area: Area::default(), frame });
    }
    bind(pages, added, stage.into_structure());
}

/// Extends an item that reaches an edge of the page `by` beyond that edge.
fn extend(at: &mut Point, item: &mut Item, page: Size, by: Pt) {
    let (Item::Rule { size, .. } | Item::Detail { size, .. } | Item::Scrim { size, .. }) = item else { return };
    let near = |one: Pt, other: Pt| (one - other).abs() < Pt(0.1);
    let edge = |reaches: bool| if reaches { by } else { Pt::ZERO };
    let (left, top) = (edge(near(at.x, Pt::ZERO)), edge(near(at.y, Pt::ZERO)));
    let right = edge(near(at.x + size.width, page.width));
    let bottom = edge(near(at.y + size.height, page.height));
    *size = Size::new(size.width + left + right, size.height + top + bottom);
    *at = Point::new(at.x - left, at.y - top);
    if let Item::Detail { whole, .. } = item {
        whole.at = Point::new(whole.at.x + left, whole.at.y + top);
    }
}

/// Puts `added`, whose elements are in `structure`, before `pages`.
fn bind(pages: &mut Pages, mut added: Vec<Page>, structure: Structure) {
    let count = added.len();
    // Element 0 of both structures is the document; the others keep their order behind those of the pages.
    let base = pages.structure.nodes.len() as u32 - 1;
    let moved = |id: StructId| if id.0 == 0 { id } else { StructId(id.0 + base) };
    let mut nodes = structure.nodes.into_iter();
    let first: Vec<StructId> = nodes.next().map(|document| document.children).unwrap_or_default();
    for mut node in nodes {
        node.parent = node.parent.map(moved);
        node.children.iter_mut().for_each(|child| *child = moved(*child));
        pages.structure.nodes.push(node);
    }
    pages.structure.node(StructId(0)).children.splice(0..0, first.into_iter().map(moved));
    for (_, placed) in added.iter_mut().flat_map(|page| &mut page.frame.items) {
        if let Owner::Content(owner) = &mut placed.owner {
            *owner = moved(*owner);
        }
    }
    pages.pages.splice(0..0, added);
    pages.outline.iter_mut().for_each(|entry| entry.page += count);
}

/// Shows the whole picture `id`, as large as the page allows, on a ground in the colour of its edges.
fn whole(cover: &Cover<'_>, id: AssetId, page: Size, credit: Option<&[Inline]>, stage: &mut Stage<'_>) -> Composition {
    let asset = cover.article.asset(id);
    let (width, height) = (f64::from(asset.width.max(1)), f64::from(asset.height.max(1)));
    let scale = (page.width.0 / width).min(page.height.0 / height);
    let size = Size::new(Pt(width * scale), Pt(height * scale));
    let at = Point::new((page.width - size.width) * 0.5, (page.height - size.height) * 0.5);
    let mut frame = Frame { size: page, items: Vec::new() };
    let owner = Owner::Content(stage.figure);
    let ground = cover.edge_colour();
    frame.push(Point::default(), owner, Item::Rule { size: page, color: ground });
    frame.push(at, owner, Item::Picture { asset: id, size });
    // Beside a picture that does not fill the page there may be room for the credit; on it there is none.
    if let Some(credit) = credit {
        let (kind, measure) = (small(page), page.width * (1.0 - BACK_MARGIN));
        let block = stage.text(credit, &kind, measure, readable(ground));
        let room = page.height - (at.y + size.height);
        if room > block.height() * 2.0 {
            let top = page.height - (room + block.height()) * 0.5;
            put(&mut frame, block, (page.width * (BACK_MARGIN / 2.0), top), measure, stage);
        } else {
            return Composition { frame: credit_over(frame, block, page, ground, stage), ..Composition::default() };
        }
    }
    Composition { frame, ..Composition::default() }
}

/// Puts the credit at the foot of a picture that fills the page, on a strip in the colour of its edges.
fn credit_over(mut frame: Frame, block: Block, page: Size, ground: Color, stage: &Stage<'_>) -> Frame {
    let strip = block.height() * 2.0;
    let owner = Owner::Content(stage.figure);
    let top = page.height - strip;
    frame.push(Point::new(Pt::ZERO, top), owner, Item::Rule { size: Size::new(page.width, strip), color: ground });
    let measure = page.width * (1.0 - BACK_MARGIN);
    let y = top + (strip - block.height()) * 0.5;
    put(&mut frame, block, (page.width * (BACK_MARGIN / 2.0), y), measure, stage);
    frame
}

fn put(frame: &mut Frame, block: Block, at: (Pt, Pt), measure: Pt, stage: &Stage<'_>) {
    place(frame, block, at, (measure, design::Align::Start, stage.dir), None);
}

/// Sets caption and credit at the foot of the back of a cover.
fn back(figure: Option<&Figure>, credit: Option<&[Inline]>, size: Size, stage: &mut Stage<'_>) -> Frame {
    let mut frame = Frame { size, items: Vec::new() };
    let Some(figure) = figure else { return frame };
    let (margin, measure) = (size.width * BACK_MARGIN, size.width * (1.0 - 2.0 * BACK_MARGIN));
    let kind = small(size);
    // Notes are called where the picture stands in the text.
    let caption = super::words::plain(figure.caption_to_show());
    let lines = [caption.as_slice(), credit.unwrap_or_default()].into_iter().filter(|line| !line.is_empty());
    let blocks: Vec<Block> = lines.map(|line| stage.text(line, &kind, measure, Color::grey(60))).collect();
    let gap = kind.size * 0.7;
    let mut top = size.height - margin;
    let mut tops = Vec::new();
    for block in blocks.iter().rev() {
        top -= block.height();
        tops.push(top);
        top -= gap;
    }
    for (block, top) in blocks.into_iter().zip(tops.into_iter().rev()) {
        put(&mut frame, block, (margin, top), measure, stage);
    }
    frame
}

/// Returns the type of credits on a page of `size`.
fn small(size: Size) -> Type {
    let words = design::Words { font: design::Font::Sans, size: 0.0102, leading: 1.35, ..design::Words::default() };
    let mut kind = Type::of(&words, size.height);
    kind.size = kind.size.max(Pt(7.0));
    kind
}

/// Returns black or white, whichever is easier to read on `ground`.
fn readable(ground: Color) -> Color {
    let white = Color::grey(255);
    let better = super::colour::contrast(white, ground) > super::colour::contrast(Color::BLACK, ground);
    if better { white } else { Color::BLACK }
}

/// Returns the mean colour of the outermost pixels of `picture`.
pub(super) fn edge_colour(picture: &Picture<'_>) -> Color {
    let cells = super::focus::colours(&picture.pixels, super::focus::WHOLE, (40, 64));
    let edge = cells.iter().enumerate().filter(|(at, _)| {
        let (x, y) = (at % 40, at / 40);
        x == 0 || x == 39 || y == 0 || y == 63
    });
    let (mut sum, mut count) = ([0.0; 3], 0.0);
    for (_, cell) in edge {
        sum.iter_mut().zip(cell).for_each(|(sum, level)| *sum += level);
        count += 1.0;
    }
    let [red, green, blue] = sum.map(|sum| (sum / f64::max(count, 1.0)).round() as u8);
    Color::rgb(red, green, blue)
}
