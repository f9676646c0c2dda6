//! The credits of a book: for each article its rights and where it was published, and for each picture its credit line
//! with the page that it is on.
//!
//! They stand on pages of their own at the end, or after the imprint, as the design says
//! ([`crate::design::CreditsPlace`]). Credit lines also stand at their pictures, so nothing depends on this list.

use super::breaks::Fill;
use super::illustrations::Illustration;
use super::line::append;
use super::slug::{Slug, Start};
use super::{BlockContext, Composer, back, furniture, imprint, label, line, matter};
use crate::article::{Inline, Target};
use crate::design::Type;
use crate::layout::inline::Figures;
use crate::layout::{Anchor, Destination, Item, ListNumbering, Owner, StructId, StructRole};
use crate::style::Color;
use crate::units::{Point, Pt, Size};

/// Width of the column of page numbers, in ems.
const NUMBER: f64 = 2.2;

/// Adds pages of credits after the text, whose columns are `text`.
pub(super) fn at_end<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    illustrations: &[Illustration<'a>],
    text: &mut Vec<Fill>,
) {
    composer.current = composer.article;
    composer.words = crate::labels::of(&composer.article.meta.lang);
    if is_empty(composer, illustrations) {
        return;
    }
    let heads = furniture::furniture(composer);
    let first = composer.galley.len();
    composer.galley.next.begin_anew();
    let parent = composer.add(page.parent, StructRole::Sect);
    credits(composer, &BlockContext { parent, ..*page }, illustrations);
    composer.openings.push((first, heads));
    let part = first..composer.galley.len();
    text.resize_with(text.len().next_multiple_of(composer.design.columns.count.max(1)), Fill::default);
    text.extend(matter::fills_without_notes(composer, part));
}

/// Whether nobody is credited.
fn is_empty(composer: &Composer<'_>, illustrations: &[Illustration<'_>]) -> bool {
    let credited = illustrations.iter().any(|one| one.figure.credit.is_some());
    !credited && composer.article.articles().all(|article| facts(composer, article).is_empty())
}

/// Sets the credits in `place`.
pub(super) fn credits<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>, illustrations: &[Illustration<'a>]) {
    let kind = imprint::small_type(composer);
    let place = BlockContext { body: kind, ..*place };
    // Nearly all of these lines are links, and they are mostly read on paper.
    let color = std::mem::replace(&mut composer.setter.link_color, Color::BLACK);
    back::part_heading(composer, composer.words.credits, &place);
    for article in composer.article.articles() {
        let line = facts(composer, article);
        if line.is_empty() {
            continue;
        }
        let owner = composer.add(place.parent, StructRole::P);
        let mut entry = Vec::new();
        if let Some(opening) = article.opening {
            let content = article.meta.title.clone();
            entry.push(Inline::Link { target: Target::Block(opening), title: None, content });
        }
        append(&mut entry, line);
        composer.galley.next.space(kind.leading * 0.5);
        set_close(composer, &entry, &kind, &place, owner);
    }
    let credited: Vec<&Illustration<'a>> = illustrations.iter().filter(|one| one.figure.credit.is_some()).collect();
    if !credited.is_empty() {
        pictures(composer, &place, &credited);
    }
    composer.setter.link_color = color;
}

/// Returns what is said about `article` itself.
fn facts<'a>(composer: &Composer<'a>, article: &crate::article::Article) -> Vec<Inline> {
    let mut line = back::cover_words(article, composer.words);
    // The rights and the publisher of the whole book are in the imprint.
    if article.opening.is_some() {
        let same = article.meta.rights == composer.article.meta.rights;
        append(&mut line, if same { Vec::new() } else { back::rights(article) });
        append(&mut line, back::source(composer, article));
    }
    append(&mut line, back::keywords(article, composer.words));
    line
}

/// Sets the credits of pictures by the numbers of their pages.
fn pictures<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>, credited: &[&Illustration<'a>]) {
    let kind = place.body;
    composer.galley.next.space(kind.leading);
    let owner = composer.add(place.parent, StructRole::H(3));
    composer.setter.structure.node(owner).title = Some(composer.words.image_credits.to_owned());
    line::mark_language(composer, owner);
    composer.set_text(composer.words.image_credits, &composer.design.styles.label, place, owner);
    composer.galley.hold_last();
    let list = composer.add(place.parent, StructRole::L { numbering: ListNumbering::None });
    let inner = place.indented(kind.size * NUMBER + composer.design.spacing.label_gap, Pt::ZERO);
    for one in credited {
        let item = composer.add(list, StructRole::LI);
        let number = composer.add(item, StructRole::Lbl);
        let link = composer.add(number, StructRole::Link);
        let lining = Type { figures: Figures::Lining, ..kind };
        label::hang_label(composer, &one.page.to_string(), &lining, link, place, &inner);
        lead_to(composer, one.anchor, link, place, &inner);
        let body = composer.add(item, StructRole::LBody);
        let owner = composer.add(body, StructRole::P);
        if one.article.meta.lang != composer.article.meta.lang {
            composer.setter.structure.node(owner).lang = Some(one.article.meta.lang.clone());
        }
        let credit = one.figure.credit.as_ref().map(|credit| credit.linked()).unwrap_or_default();
        let credit = without_calls(credit);
        set_close(composer, &credit, &kind, &BlockContext { parent: body, ..inner }, owner);
    }
}

/// Removes calls of notes, which stand at the picture itself.
fn without_calls(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut kept = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        match &mut inline {
            Inline::NoteCall(_) => continue,
            Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
                *content = without_calls(std::mem::take(content));
            }
            _ => {}
        }
        kept.push(inline);
    }
    kept
}

/// Makes the label that was hung last a link to `anchor`.
fn lead_to(composer: &mut Composer<'_>, anchor: Anchor, link: StructId, place: &BlockContext, inner: &BlockContext) {
    let Some((x, frame)) = composer.galley.next.last_label() else { return };
    let right = if place.rtl() { place.x + place.width } else { inner.x };
    let size = Size::new(right - *x, place.body.leading);
    let item = Item::Link { size, to: Destination::Anchor(anchor) };
    frame.push(Point::new(Pt::ZERO, place.body.size * -0.8), Owner::Content(link), item);
}

/// Sets `inlines` directly below the previous text, off the grid.
pub(super) fn set_close(
    composer: &mut Composer<'_>,
    inlines: &[Inline],
    kind: &Type,
    place: &BlockContext,
    owner: StructId,
) {
    let first = composer.galley.len();
    composer.set(inlines, kind, place, owner);
    composer.galley.since(first).iter_mut().for_each(|slug: &mut Slug| slug.start = Start::Flow);
}
