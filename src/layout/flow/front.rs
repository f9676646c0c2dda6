//! The title block: cover, kicker, title, subtitle, authors and date.

use super::figures::{Canvas, TALLEST};
use super::line::append;
use super::slug::{Floating, Slug, put, snap};
use super::{
    Banner, BlockContext, Composer, book_title, boxed, ends, figures, notes, placing, portrait, qr, wide_opening,
};
use crate::article::{Contributor, Figure, Inline, Role, Target, plain_text};
use crate::design::Type;
use crate::labels::Labels;
use crate::layout::{Anchor, Color, Frame, StructRole};
use crate::units::Pt;

/// A title that would fill more lines than this is set smaller.
pub(super) const TITLE_LINES: f64 = 3.4;
/// A cover that would fill less than this share of the width of text and side column is set only as wide as the text.
const NEARLY_WIDE: f64 = 0.9;
/// Caption and credit of a wide cover stand beside the title if they take up no more than this share of the page's
/// height.
const BESIDE_TITLE: f64 = 0.2;
/// The order in which roles of contributors are listed.
pub(super) const ROLES: [Role; 6] =
    [Role::Author, Role::Editor, Role::Translator, Role::Illustrator, Role::Photographer, Role::Contributor];

/// Sets the title block. With several columns, the titles stand above all of them, and the cover stands in the first
/// column.
pub(super) fn title_block<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    let cover = composer.current.cover.as_ref().filter(|_| composer.design.spacing.cover_lines > 0);
    let cover = cover.filter(|cover| cover.pictures.iter().any(|picture| picture.asset.is_ok()));
    // The picture of a book stands above its title if it has no cover page.
    if !composer.current.bound.is_empty() && cover.is_none() {
        return book_title::page(composer, page);
    }
    if composer.design.has_spans() {
        return wide_opening::opening(composer, cover, page);
    }
    if composer.design.columns.count > 1 && composer.article.bound.is_empty() {
        let area = BlockContext { parent: page.parent, ..composer.text_area(page.parent) };
        sink(composer, &area);
        titles(composer, &area, false);
        raise_banner(composer);
        cover.and_then(|cover| set_cover(composer, cover, page));
    } else {
        let portrait = cover.filter(|cover| portrait::fills_a_page(composer, cover));
        let words = match (portrait, cover) {
            (Some(cover), _) => portrait::page(composer, cover, page),
            (None, cover) => cover.and_then(|cover| set_cover(composer, cover, page)),
        };
        if cover.is_none() || portrait.is_some() {
            sink(composer, page);
        }
        let first = composer.galley.len();
        let qr = qr::qr_side(composer, page).filter(|_| words.is_none());
        titles(composer, page, words.is_some() || qr.is_some());
        if let Some(cover) = portrait {
            portrait::words_below(composer, cover, page);
        }
        composer.galley.keep_together(first.saturating_sub(1));
        let words = words.or_else(|| qr::place_qr(composer, &qr?));
        if let Some((words, height)) = words {
            hang_words(composer, first, words, height);
        }
        composer.galley.hold_last();
        composer.galley.next.space(composer.design.grid(composer.design.opening.below));
    }
    notes::set_called_notes(composer, page);
    composer.galley.next.flush();
}

/// Sets kicker, title, subtitle, authors and date. If `narrow`, the title keeps to the measure of the text.
pub(super) fn titles<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, narrow: bool) {
    // In large type, colour would be a signal and not a hint.
    let links = std::mem::replace(&mut composer.setter.link_color, Color::BLACK);
    kicker(composer, page);
    article_title(composer, page, narrow);
    deck(composer, page);
    byline(composer, page);
    composer.setter.link_color = links;
}

/// Sets the line above the title, such as the series.
pub(super) fn kicker<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    if let Some(kicker) = composer.current.kicker() {
        let owner = composer.add(page.parent, StructRole::P);
        let kind = composer.design.styles.kicker;
        let kind = Type { color: ends::section_color(composer).unwrap_or(kind.color), ..kind };
        composer.set_text(&kicker, &kind, page, owner);
        composer.galley.next.space(page.unit * 0.5);
    }
}

/// Moves everything set so far from the first column to the banner, which stands above all columns.
fn raise_banner(composer: &mut Composer<'_>) {
    let (mut frame, mut y, mut space) = (Frame::default(), Pt::ZERO, Pt::ZERO);
    for slug in composer.galley.take() {
        let top = slug.top(y, space, composer.design.leading);
        (y, space) = (top + slug.height, slug.below);
        put(&mut frame, Pt::ZERO, top, slug.frame);
        composer.galley.next.call(slug.notes);
    }
    composer.galley.next.close_gap();
    // The title's bookmark leads to the first page, which begins with the first slug of the text.
    composer.galley.lead_to_first();
    let below = composer.design.grid(composer.design.opening.below);
    composer.banner = Some(Banner { frame, height: snap(y + below, composer.design.leading) });
}

/// Returns the area of a title: text and side column together, all columns, or the text with its overhang at the end of
/// the lines.
fn whole_width<'a>(composer: &Composer<'a>, place: &BlockContext<'a>) -> BlockContext<'a> {
    let overhang = if composer.design.side.is_some() { Pt::ZERO } else { composer.design.overhang };
    let x = if place.rtl() { -overhang } else { Pt::ZERO };
    BlockContext { x, width: composer.design.text_width() + overhang, ..*place }
}

/// Sets the cover. Returns its caption and credit if they are to be set beside the title rather than with the cover.
fn set_cover<'a>(composer: &mut Composer<'a>, cover: &'a Figure, page: &BlockContext<'a>) -> Option<(Frame, Pt)> {
    let parent = composer.add(page.parent, StructRole::Div);
    let place = BlockContext { parent, ..*page };
    let (shown, _) = figures::sort_pictures(composer, cover);
    let tallest =
        composer.design.grid(composer.design.spacing.cover_lines as f64) - composer.design.spacing.picture_trim;
    // The page may have fewer lines than the design asks for.
    let tallest = tallest.min(composer.design.height() * TALLEST);
    let full = composer.design.full_width();
    let fits: f64 = shown.iter().map(|one| figures::aspect(one.asset)).sum();
    let wide = tallest * fits >= full * NEARLY_WIDE;
    let column = if wide { placing::full_width(composer, &place) } else { place };
    let scaled = (tallest * composer.design.spacing.picture_scale).min(composer.design.height() * TALLEST);
    let tallest = if wide { tallest.max(full / fits) } else { settled_height(composer, cover, fits, scaled) };
    let mut canvas = Canvas::default();
    figures::pictures(composer, &mut canvas, cover, &shown, &column, tallest);
    let room = match canvas.size.width > composer.design.measure {
        true => composer.design.height() * BESIDE_TITLE,
        false => canvas.size.height + composer.design.leading,
    };
    let side =
        placing::side_place(composer, &place).filter(|side| figures::caption_height(composer, cover, side) <= room);
    let mut beside_title = None;
    let height = match side {
        Some(side) if canvas.size.width > composer.design.measure => {
            let mut words = Canvas::default();
            let height = figures::words_beside(composer, &mut words, cover, &side);
            canvas.notes.append(&mut words.notes);
            canvas.rest = words.rest;
            beside_title = height.map(|height| (words.frame, height));
            None
        }
        _ if canvas.size.width <= composer.design.measure => figures::set_words(composer, &mut canvas, cover, &place),
        _ => figures::caption_below(composer, &mut canvas, cover, &place),
    };
    let slug = boxed(canvas.frame, height.unwrap_or(canvas.size.height), Floating::No);
    composer.galley.push(Slug { notes: canvas.notes, ..slug }, &place, place.body.leading);
    composer.galley.extend(canvas.rest);
    composer.galley.next.space(page.unit);
    beside_title
}

/// Returns the maximum height of a cover that is not wide; its width is `aspect` times its height. At `tallest`, a
/// square one would be slightly narrower than the text, which looks like a mistake: it gets the whole measure, or
/// leaves room for its caption.
fn settled_height(composer: &Composer<'_>, cover: &Figure, aspect: f64, tallest: Pt) -> Pt {
    let measure = composer.design.measure;
    let width = tallest * aspect;
    let nearly = width < measure && width > measure - figures::room_for_words();
    if composer.design.side.is_some() || !nearly {
        return tallest;
    }
    let words = cover.credit.is_some() || !cover.caption_to_show().is_empty();
    let width = if words { measure - figures::room_for_words() } else { measure };
    (width / aspect).min(composer.design.height() * TALLEST)
}

/// Sets caption and credit of the cover beside the title, aligned with slug `first`.
fn hang_words(composer: &mut Composer<'_>, first: usize, words: Frame, height: Pt) {
    let Some(slug) = composer.galley.since(first).first_mut() else { return };
    put(&mut slug.frame, Pt::ZERO, composer.design.styles.caption.leading * 0.5, words);
    composer.side_taken = Some((first, height));
}

/// Moves the title down to its place, leaving room for a kicker if there is none, so that titles stand at the same
/// height in all articles.
pub(super) fn sink(composer: &mut Composer<'_>, page: &BlockContext) {
    let kicker = composer.design.styles.kicker.leading + page.unit * 0.5;
    let room = if composer.current.kicker().is_none() { snap(kicker, composer.design.leading) } else { Pt::ZERO };
    let height = composer.design.grid(composer.design.opening.sink as f64) + room;
    if height > Pt::ZERO {
        composer.galley.push(Slug { height, ..Slug::default() }, page, Pt::ZERO);
    }
}

fn article_title<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, narrow: bool) {
    let meta = &composer.current.meta;
    let spans = composer.design.has_spans();
    // Articles of a book begin in the first column; beside it is their text.
    let in_column = composer.design.columns.count > 1 && composer.current.opening.is_some();
    let place = if narrow || spans || in_column { *page } else { whole_width(composer, page) };
    let kind = if spans {
        wide_opening::title_type(composer, &place)
    } else {
        let kind = composer.design.styles.title;
        let style = composer.style(&kind, &place);
        let (_, length) = composer.setter.content_widths(&meta.title, &style);
        let long = length > place.width * TITLE_LINES;
        if long { composer.design.styles.long_title } else { kind }
    };
    title(composer, page, &place, &kind);
    composer.galley.next.space(page.unit * 0.5);
}

/// Sets the title in the type `kind` at `place`, as content of `page`.
pub(super) fn title<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, place: &BlockContext<'a>, kind: &Type) {
    let meta = &composer.current.meta;
    let owner = composer.add(page.parent, StructRole::H(1));
    let text = meta.title_text();
    let node = composer.setter.structure.node(owner);
    node.title = Some(text.clone());
    node.block = composer.current.opening;
    match composer.current.opening.map(Anchor::Block) {
        Some(anchor) => {
            composer.galley.next.anchor(anchor);
            composer.bookmark(text, 1, anchor);
        }
        None => composer.part(text, 1),
    }
    composer.set(&meta.title, kind, place, owner);
}

pub(super) fn deck<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    let meta = &composer.current.meta;
    if !plain_text(&meta.subtitle).trim().is_empty() {
        let owner = composer.add(page.parent, StructRole::P);
        let place = if composer.design.has_spans() { wide_opening::deck_place(composer, page) } else { *page };
        composer.set(&meta.subtitle, &composer.design.styles.deck, &place, owner);
        composer.galley.next.space(page.unit * 0.5);
    }
}

fn byline<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    let mut line = Vec::new();
    for role in ROLES {
        let people = composer.current.meta.contributors.iter().filter(|who| who.role == role);
        let named = if composer.current.bound.is_empty() { Named::All } else { Named::First };
        append(&mut line, names(composer.words, role, &people.collect::<Vec<_>>(), named));
    }
    let meta = &composer.current.meta;
    if let Some(date) = &meta.date {
        append(&mut line, vec![Inline::Text(composer.words.date(date))]);
    }
    let day = |iso: &str| iso.split('T').next().unwrap_or_default().to_owned();
    if let Some(date) = meta
        .modified
        .as_ref()
        .filter(|modified| meta.date.as_ref().is_none_or(|date| day(&date.iso) != day(&modified.iso)))
    {
        append(&mut line, vec![Inline::Text(format!("{} {}", composer.words.updated, composer.words.date(date)))]);
    }
    if !line.is_empty() {
        let owner = composer.add(page.parent, StructRole::P);
        composer.set(&line, &composer.design.styles.byline, page, owner);
    }
}

/// Which of many people are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// All of them.
    All,
    /// The first ones, and how many others there are.
    First,
}

/// Returns the line that names `people`, each linked to their home page.
pub(super) fn names(words: &Labels, role: Role, people: &[&Contributor], named: Named) -> Vec<Inline> {
    if people.is_empty() {
        return Vec::new();
    }
    let (before, after) = words.credit_parts(role);
    let (shown, others) = if named == Named::All { (people.len(), None) } else { words.first_names(people.len()) };
    let mut line = vec![Inline::Text(before.to_owned())];
    for (index, who) in people.iter().take(shown).enumerate() {
        if index > 0 {
            line.push(Inline::Text(words.separator().into()));
        }
        let name = vec![Inline::Text(who.name.clone())];
        match &who.url {
            Some(url) => line.push(Inline::Link { target: Target::Url(url.clone()), title: None, content: name }),
            None => line.extend(name),
        }
        if let Some(place) = &who.affiliation {
            line.push(Inline::Text(format!(" ({place})")));
        }
    }
    line.extend(others.map(Inline::Text));
    line.push(Inline::Text(after.to_owned()));
    line.retain(|inline| *inline != Inline::Text(String::new()));
    line
}
