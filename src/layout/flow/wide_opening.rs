//! The opening of an article whose design lets it span all columns: picture, kicker, title, deck, byline.
//!
//! A wide picture with enough pixels fills the upper part of the page to its edges; a smaller one is as wide as all
//! columns. Its caption and credit stand below it. Square and upright pictures stand beside the beginning of the text,
//! over two columns.

use super::figures::{self, Canvas};
use super::sizes::Shown;
use super::slug::{Floating, Slug};
use super::{BlockContext, Composer, boxed, front, furniture, notes, placing, spans};
use crate::article::{Direction, Figure};
use crate::design::Type;
use crate::layout::StructRole;
use crate::units::Pt;

/// A title that would fill more lines than this is set in the next smaller size.
const TITLE_LINES: f64 = 2.8;
/// Sizes between that of titles and that of long titles.
const STEPS: [f64; 4] = [0.0, 0.36, 0.7, 1.0];
/// Pictures at least so wide in proportion to their height open across all columns.
const WIDE: f64 = 1.25;
/// Maximum share of the page's height that an opening picture takes up.
const TALLEST: f64 = 0.5;
/// The same for a picture beside the text.
const TALLEST_BESIDE: f64 = 0.68;
/// Minimum resolution of an opening picture, in pixels per inch: its effect counts for more than its details. A drawing
/// fills at least the next constant's share of its width at its own size.
const LEAST_DPI: f64 = 110.0;
const ENLARGED: f64 = 0.8;

/// Sets the opening across all columns.
pub(super) fn opening<'a>(composer: &mut Composer<'a>, cover: Option<&'a Figure>, page: &BlockContext<'a>) {
    let count = composer.design.columns.count;
    let area = placing::full_width(composer, page);
    let shown = cover.map(|cover| figures::sort_pictures(composer, cover).0).unwrap_or_default();
    let form = form(composer, &shown);
    let outer = composer.galley.span(count);
    let first = composer.galley.len();
    if let (Some(cover), Some(form @ (Form::Bleed | Form::Across))) = (cover, form) {
        picture_above(composer, cover, &shown, form, &area);
    } else {
        front::sink(composer, &area);
    }
    front::titles(composer, &area, false);
    composer.galley.keep_together(first);
    composer.galley.span(outer);
    if let Some(slug) = composer.galley.since(first).first_mut() {
        slug.opens = true;
    }
    let below = composer.design.grid(composer.design.opening.below);
    if let Some(last) = composer.galley.last_mut() {
        last.below = below;
    }
    if let (Some(cover), Some(Form::Beside)) = (cover, form) {
        picture_beside(composer, cover, &shown, page);
    }
    notes::set_called_notes(composer, page);
    composer.galley.next.flush();
}

/// How the opening picture stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// At the head of the page, to its edges.
    Bleed,
    /// Across all columns.
    Across,
    /// Beside the text.
    Beside,
}

fn form(composer: &Composer<'_>, shown: &[Shown<'_>]) -> Option<Form> {
    let design = composer.design;
    let aspect: f64 = shown.iter().map(|one| figures::aspect(one.asset)).sum();
    let largest: Pt = shown.iter().map(|one| spans::largest_width(one, LEAST_DPI, ENLARGED)).sum();
    let [one, ..] = shown else { return None };
    let large = largest >= design.paper.width;
    // At the page's edges there is room for nothing else, and the page must be known: on facing pages the margins differ.
    let alone = composer.article.bound.is_empty() && !furniture::turned(composer, 0);
    let even = (design.paper.width - design.text_width() - design.margin * 2.0).abs() < Pt(0.1);
    let free = design.masthead.is_empty() && (alone || even || !design.duplex);
    Some(
        if shown.len() == 1
            && free
            && aspect >= WIDE
            && design.paper.width / aspect <= design.paper.height * TALLEST
            && large
            && one.picture.extent.is_empty()
        {
            Form::Bleed
        } else if aspect >= WIDE && largest >= design.text_width() {
            Form::Across
        } else {
            Form::Beside
        },
    )
}

/// Sets the picture at the head of the page, with caption and credit below it.
fn picture_above<'a>(
    composer: &mut Composer<'a>,
    cover: &'a Figure,
    shown: &[Shown<'a>],
    form: Form,
    area: &BlockContext<'a>,
) {
    let parent = composer.add(area.parent, StructRole::Div);
    let place = BlockContext { parent, ..*area };
    let mut canvas = Canvas::default();
    if form == Form::Bleed {
        let width = composer.design.paper.width;
        let above = composer.design.first_baseline - composer.design.leading;
        let size = crate::units::Size::new(width, width / figures::aspect(shown[0].asset));
        let rtl = composer.article.meta.dir == Direction::Rtl;
        let margin =
            if rtl { width - composer.design.margin - composer.design.text_width() } else { composer.design.margin };
        let at = crate::units::Point::new(area.x - margin, -above);
        figures::set_one(composer, &mut canvas, cover, shown[0], (at, size), parent);
        canvas.size = crate::units::Size::new(width, super::slug::snap(size.height - above, composer.design.leading));
    } else {
        let tallest = composer.design.height() * TALLEST;
        figures::pictures(composer, &mut canvas, cover, shown, &place, tallest);
    }
    let words = figures::caption_below(composer, &mut canvas, cover, &place);
    let slug = boxed(canvas.frame, words.unwrap_or(canvas.size.height), Floating::No);
    composer.galley.push(Slug { notes: canvas.notes, ..slug }, &place, place.body.leading);
    composer.galley.extend(canvas.rest);
    composer.galley.next.space(area.unit);
}

/// Sets the picture over two columns beside the text.
fn picture_beside<'a>(composer: &mut Composer<'a>, cover: &'a Figure, shown: &[Shown<'a>], page: &BlockContext<'a>) {
    let parent = composer.add(page.parent, StructRole::Div);
    let largest: Pt = shown.iter().map(|one| spans::largest_width(one, LEAST_DPI, ENLARGED)).sum();
    let two = composer.design.columns_width(2);
    let aspect: f64 = shown.iter().map(|one| figures::aspect(one.asset)).sum();
    let large = largest >= two && two / aspect <= composer.design.height() * TALLEST_BESIDE;
    let columns = if composer.design.columns.count > 2 && large { 2 } else { 1 };
    let place = BlockContext { parent, ..placing::across(composer, page, columns) };
    let mut canvas = Canvas::default();
    figures::pictures(composer, &mut canvas, cover, shown, &place, composer.design.height() * TALLEST_BESIDE);
    let height = figures::caption_below(composer, &mut canvas, cover, &place).unwrap_or(canvas.size.height);
    let rest = std::mem::take(&mut canvas.rest);
    let slug = Slug { notes: canvas.notes, columns, opens: true, ..boxed(canvas.frame, height, Floating::Yes) };
    composer.galley.push_floating(slug, &place, place.unit);
    composer.galley.extend(rest);
}

/// Returns the type of the title: the largest size in which it takes no more than three lines.
pub(super) fn title_type(composer: &mut Composer<'_>, place: &BlockContext) -> Type {
    let (large, small) = (composer.design.styles.title, composer.design.styles.long_title);
    let step = |by: f64| Type {
        size: Pt(large.size.0 + ((small.size.0 - large.size.0) * by).round()),
        leading: Pt(large.leading.0 + ((small.leading.0 - large.leading.0) * by).round()),
        ..large
    };
    let title = &composer.current.meta.title;
    let fits = |composer: &mut Composer<'_>, kind: &Type| {
        let style = composer.style(kind, place);
        let (_, length) = composer.setter.content_widths(title, &style);
        length <= place.width * TITLE_LINES
    };
    let found = STEPS.into_iter().map(step).find(|kind| fits(composer, kind));
    found.unwrap_or(small)
}

/// Returns the area of the deck: two columns, or all of them if there are only two.
pub(super) fn deck_place<'a>(composer: &Composer<'a>, area: &BlockContext<'a>) -> BlockContext<'a> {
    let width = composer.design.columns_width(2).min(area.width);
    let x = area.start(width);
    BlockContext { x, width, ..*area }
}
