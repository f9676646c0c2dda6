//! Parts of a book: their titles, each on a right-hand page of its own or above the title of its first article.

use super::slug::Slug;
use super::{BlockContext, Composer};
use crate::article::BookPart;
use crate::design::PartTitles;
use crate::layout::{Anchor, Frame, Item, Owner, StructId, StructRole};
use crate::units::{Point, Pt, Size};

/// Begins `part` below `document`: returns the element of the part, which is to hold its articles. A title page is set at
/// once.
pub(super) fn begin<'a>(composer: &mut Composer<'a>, part: &'a BookPart, document: StructId) -> StructId {
    composer.current = composer.article;
    composer.level_shift = 0;
    let parent = composer.add(document, StructRole::Part);
    if composer.design.parts == PartTitles::Page {
        composer.galley.next.begin_anew();
        composer.part_pages.push(composer.galley.len());
        let page = composer.page(parent);
        let height = composer.design.grid(composer.design.opening.sink as f64);
        composer.galley.push(Slug { height, ..Slug::default() }, &page, Pt::ZERO);
        title(composer, part, &page);
    }
    composer.level_shift = 1;
    parent
}

/// Sets the title of `part`, whose element is `parent`, at the top of the page of its first article.
pub(super) fn heading<'a>(composer: &mut Composer<'a>, part: &'a BookPart, parent: StructId) {
    if composer.design.parts == PartTitles::Page {
        return;
    }
    let current = std::mem::replace(&mut composer.current, composer.article);
    composer.level_shift = 0;
    let spans = composer.design.has_spans();
    let page = if spans { composer.text_area(parent) } else { composer.page(parent) };
    let spanned = composer.galley.span(if spans { composer.design.columns.count } else { 1 });
    let first = composer.galley.len();
    title(composer, part, &page);
    let mut frame = Frame::default();
    let size = Size::new(page.width, composer.design.spacing.rule);
    frame.push(
        Point::new(page.x, page.unit * 0.5),
        Owner::Artifact,
        Item::Rule { size, color: composer.design.inks.rule },
    );
    composer.galley.push(Slug { frame, height: page.unit, ..Slug::default() }, &page, Pt::ZERO);
    composer.galley.keep_together(first);
    composer.galley.hold_last();
    composer.galley.next.space(page.unit);
    composer.galley.span(spanned);
    composer.level_shift = 1;
    composer.current = current;
}

fn title<'a>(composer: &mut Composer<'a>, part: &'a BookPart, page: &BlockContext<'a>) {
    let anchor = Anchor::Block(part.opening);
    let owner = composer.add(page.parent, StructRole::H(1));
    let node = composer.setter.structure.node(owner);
    (node.title, node.block) = (Some(part.title.clone()), Some(part.opening));
    composer.galley.next.anchor(anchor);
    composer.galley.bookmark(part.title.clone(), 1, anchor);
    let styles = &composer.design.styles;
    let kind = if composer.design.parts == PartTitles::Page { styles.long_title } else { styles.headings[0] };
    composer.set_text(&part.title, &kind, page, owner);
}
