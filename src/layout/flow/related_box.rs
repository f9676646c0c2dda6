//! The box of related articles at the end of an article whose design lets it span all columns: cards side by side on a
//! pale ground.
//!
//! A card is what [`super::back`] sets of one article. If the design wants it, there is a QR code of its address beside
//! it; then there are only two cards side by side. Articles that are bound in the same book have no cards but a list,
//! which says on what page they are.

use super::slug::{Break, Decor, Floating, Slug, Start, put, snap};
use super::{BlockContext, Composer, back, boxed, placing, qr};
use crate::article::{Direction, Related};
use crate::layout::{Color, Frame, ListNumbering, StructRole};
use crate::units::Pt;

/// Room between the edge of the ground and the cards, in lines.
const PAD: f64 = 1.0;
/// Distance between a card's text and its QR code.
const CODE_GAP: Pt = Pt(9.0);
/// Maximum share of a page's height that a box in one piece takes up.
const WHOLE: f64 = 0.6;

/// Sets the related articles in a box across all columns.
pub(super) fn related<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    let (grid, inks) = (composer.design.leading, composer.design.inks.clone());
    let outer = placing::full_width(composer, page);
    let spanned = composer.galley.span(composer.design.columns.count);
    let pad = snap(grid * PAD, grid);
    let area = BlockContext { x: outer.x + pad, width: outer.width - pad * 2.0, ..outer };
    let ground = Decor { x: outer.x, width: outer.width, color: inks.code, drop: (Pt::ZERO, Pt::ZERO), outer: None };
    let decor = placing::decorate(composer, &outer, ground);
    let parent = composer.add(page.parent, StructRole::Sect);
    let place = BlockContext { parent, decor, ..area };
    let first = composer.galley.len();
    composer.galley.next.space(grid);
    let above = Slug { height: pad * 0.5, after: Break::Never, after_figures: true, ..Slug::default() };
    composer.galley.push(above, &BlockContext { decor, ..outer }, Pt::ZERO);
    back::part_label(composer, composer.words.related_reading, &place);
    let parent = composer.add(parent, StructRole::L { numbering: ListNumbering::None });
    let entries: &[Related] = &composer.current.related;
    let codes: Vec<Option<qr::Symbol>> = entries.iter().map(|entry| code(composer, entry)).collect();
    let coded = codes.iter().any(Option::is_some);
    let count = if coded { 2 } else { composer.design.columns.count }.min(entries.len().max(1));
    let gutter = composer.design.columns.gutter;
    let width = (area.width - gutter * (count - 1) as f64) / count as f64;
    let mut codes = codes.into_iter();
    for row in entries.chunks(count) {
        composer.galley.next.space(grid * 0.5);
        let (mut frame, mut height, mut notes) = (Frame::default(), Pt::ZERO, Vec::new());
        for (index, entry) in row.iter().enumerate() {
            let before = if composer.article.meta.dir == Direction::Rtl { count - index - 1 } else { index };
            let x = area.x + (width + gutter) * before as f64;
            let card = BlockContext { x, width, parent, decor: None, ..area };
            let set = set_card(composer, entry, codes.next().flatten(), &card);
            notes.extend(set.notes);
            put(&mut frame, Pt::ZERO, Pt::ZERO, set.frame);
            height = height.max(set.height);
        }
        let slug = Slug { notes, ..boxed(frame, snap(height, grid), Floating::No) };
        composer.galley.push(slug, &place, grid);
    }
    let below = Slug { height: pad * 0.5, start: Start::Flow, after: Break::FREE, ..Slug::default() };
    composer.galley.hold_last();
    composer.galley.push(below, &BlockContext { decor, ..outer }, Pt::ZERO);
    let height: Pt = composer.galley.slugs()[first..].iter().map(|slug| slug.before + slug.height).sum();
    if height < composer.design.height() * WHOLE {
        composer.galley.keep_together(first);
    }
    composer.galley.span(spanned);
    composer.galley.next.space(grid);
}

/// Returns the QR code of an entry, if the design wants it and the address can have one.
fn code(composer: &Composer<'_>, entry: &Related) -> Option<qr::Symbol> {
    let url = entry.url.as_deref().filter(|url| url.starts_with("http://") || url.starts_with("https://"))?;
    composer.design.related_qr.then(|| qr::Symbol::small(url)).flatten()
}

/// Sets one card, with its code at the start of its lines.
fn set_card<'a>(
    composer: &mut Composer<'a>,
    entry: &'a Related,
    code: Option<qr::Symbol>,
    card: &BlockContext<'a>,
) -> Slug {
    let aside = code.as_ref().map_or(Pt::ZERO, |code| code.side() + CODE_GAP);
    let x = if card.rtl() { card.x } else { card.x + aside };
    let text = BlockContext { x, width: card.width - aside, ..*card };
    let mut item = None;
    // Titles of cards are no running text, in which a link must be told by its colour.
    let links = std::mem::replace(&mut composer.setter.link_color, Color::BLACK);
    let slugs = composer.apart(|composer| item = Some(back::set_entry(composer, entry, &text)));
    composer.setter.link_color = links;
    let mut whole = Slug::default();
    for mut slug in slugs {
        whole.height += slug.before;
        put(&mut whole.frame, Pt::ZERO, whole.height, std::mem::take(&mut slug.frame));
        whole.height += slug.height;
        whole.notes.append(&mut slug.notes);
    }
    if let (Some(code), Some(item)) = (code, item) {
        let at = card.start(code.side());
        // The symbol begins with the capitals of the title.
        let kind = composer.design.styles.related_title;
        let top = kind.leading - kind.size * 0.65;
        whole.height = whole.height.max(top + code.side());
        code.set(composer, &mut whole.frame, crate::units::Point::new(at, top), item);
    }
    whole
}
