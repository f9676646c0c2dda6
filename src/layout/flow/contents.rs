//! The table of contents: headings with their page numbers.
//!
//! It is made when the pages of the text are known. It stands before them on pages with numbers of their own, so its
//! length does not change any number in it. Its place in the structure is reserved from the start.

use super::breaks::Fill;
use super::slug::{Break, Slug, put, snap};
use super::{BlockContext, Bookmark, Composer, line, slug};
use crate::article::{Block, BlockKind, Inline, Visit, walk_blocks};
use crate::layout::inline::Alignment;
use crate::layout::{Anchor, Destination, Frame, Item, Owner, StructId, StructRole};
use crate::units::{Point, Pt, Size};

/// Width of the column of page numbers, in ems.
const NUMBER: f64 = 2.5;

/// Reserves the place of the table of contents, if the article gets one. The title, which is all that is set so far,
/// then gets a page of its own, and the text opens below a repeated title.
pub(super) fn reserve_contents<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    if !composer.article.bound.is_empty() {
        let parent = composer.add(page.parent, StructRole::Sect);
        composer.contents = Some((parent, composer.galley.len()));
        return;
    }
    let Some(contents) = composer.design.contents.filter(|_| composer.banner.is_none()) else { return };
    let mut sections = 0;
    walk_blocks(&composer.article.blocks, &mut |visit| {
        let section = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 2, .. });
        sections += usize::from(matches!(visit, Visit::Block(block) if section(block)));
    });
    if sections >= contents.least {
        let parent = composer.add(page.parent, StructRole::Sect);
        composer.contents = Some((parent, composer.galley.len()));
        repeat_title(composer, page);
    }
}

/// Repeats the title above the text as an artifact: it is read aloud only at its first place.
fn repeat_title<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    let kind = composer.design.styles.long_title;
    let style = composer.style(&kind, page);
    let title = Inline::Text(composer.article.meta.title_text());
    let mut frame = Frame::default();
    let mut y = composer.design.grid(composer.design.opening.sink as f64);
    for line in composer.setter.lines(&[title], &style, StructId(0)) {
        y += kind.leading;
        put(&mut frame, page.x, y, slug::as_artifact(&line.frame, Owner::Furniture));
    }
    composer.galley.next.close_gap();
    composer.galley.push(
        Slug { frame, height: snap(y, composer.design.leading), ..Slug::default() },
        page,
        kind.leading,
    );
    composer.galley.next.space(composer.design.grid(composer.design.opening.below));
}

/// Makes the table of contents of the headings in the columns `text`.
pub(super) fn contents_slugs<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, text: &[Fill]) -> Vec<Slug> {
    let Some((parent, _)) = composer.contents else { return Vec::new() };
    // A book lists its articles and their sections.
    let deepest = match composer.design.contents {
        Some(contents) if composer.article.bound.is_empty() => contents.deepest,
        _ => 2,
    };
    let headings: Vec<Bookmark> = (composer.galley.outline().iter())
        .filter(|entry| matches!(entry.anchor, Anchor::Block(_)) && entry.level <= deepest)
        .cloned()
        .collect();
    let first = if composer.article.bound.is_empty() { 2 } else { 1 };
    let columns = composer.design.columns.count.max(1);
    let page_of = |slug: usize| {
        let column = text.iter().position(|fill| fill.slugs.iter().any(|(index, _)| *index == slug));
        column.map(|column| (column / columns + 1).to_string())
    };
    let place = BlockContext { parent, ..*page };
    composer.apart(|composer| {
        contents_heading(composer, &place);
        let list = composer.add(parent, StructRole::Toc);
        let mut inner = None;
        let mut last = list;
        for heading in headings {
            let Some(label) = page_of(heading.slug) else { continue };
            let holder = match heading.level {
                level if level <= first => list,
                _ => *inner.get_or_insert_with(|| composer.add(last, StructRole::Toc)),
            };
            let item = composer.add(holder, StructRole::TocItem);
            if heading.level <= first {
                (last, inner) = (item, None);
            }
            let depth = heading.level.saturating_sub(first);
            contents_entry(composer, (&heading, depth), &label, &BlockContext { parent: item, ..place });
        }
    })
}

fn contents_heading<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>) {
    let kind = composer.design.styles.headings[0];
    let owner = composer.add(place.parent, StructRole::H(2));
    composer.setter.structure.node(owner).title = Some(composer.words.contents.to_owned());
    line::mark_language(composer, owner);
    let sink = composer.design.grid(composer.design.opening.sink as f64);
    composer.galley.push(Slug { height: sink, ..Slug::default() }, place, Pt::ZERO);
    let first = composer.galley.len();
    composer.set_text(composer.words.contents, &kind, place, owner);
    composer.galley.since(first).iter_mut().for_each(|slug| slug.after = Break::Never);
    composer.galley.next.space(place.unit);
}

/// Sets a heading and its page number; the whole line is a link.
fn contents_entry<'a>(
    composer: &mut Composer<'a>,
    (heading, depth): (&Bookmark, u8),
    label: &str,
    place: &BlockContext<'a>,
) {
    let kind = composer.design.styles.body.aligned(Alignment::Start);
    let indent = composer.design.spacing.list * f64::from(depth);
    let owner = composer.add(place.parent, StructRole::Reference);
    let outer = place.indented(indent, composer.design.spacing.least_measure);
    let number = kind.size * NUMBER;
    let x = if outer.rtl() { outer.x + number } else { outer.x };
    let words = BlockContext { x, width: outer.width - number, ..outer };
    let mut frame = Frame::default();
    let mut y = Pt::ZERO;
    let style = composer.style(&kind, &words);
    for line in composer.setter.lines(&[Inline::Text(heading.title.clone())], &style, owner) {
        y += kind.leading;
        put(&mut frame, words.x, y, line.frame);
    }
    let style = composer.style(&kind.aligned(Alignment::End), &outer);
    for line in composer.setter.lines(&[Inline::Text(label.to_owned())], &style, owner) {
        put(&mut frame, outer.x, y, line.frame);
    }
    let link = Item::Link { size: Size::new(outer.width, y), to: Destination::Anchor(heading.anchor) };
    let below = kind.leading * 0.25;
    frame.push(Point::new(outer.x, below), Owner::Content(owner), link);
    if depth == 0 {
        composer.galley.next.space(place.unit * 0.5);
    }
    composer.galley.push(Slug { frame, height: y, after: Break::FREE, ..Slug::default() }, place, kind.leading);
}
