//! Lists with page numbers: the table of contents, which in a book is a list of its articles with their authors, and
//! the list of illustrations.
//!
//! It is made when the pages of the text are known. It stands before them on pages with numbers of their own, so its
//! length does not change any number in it. Its place in the structure is reserved from the start.

use std::collections::BTreeMap;

use super::breaks::Fill;
use super::slug::{Break, Slug, put};
use super::{BlockContext, Bookmark, Composer, imprint, leader, line};
use crate::article::{Article, Block, BlockKind, Inline, Lang, Visit, walk_blocks};
use crate::layout::inline::Alignment;
use crate::layout::{Anchor, Destination, Frame, Item, Owner, StructRole};
use crate::units::{Point, Pt, Size};

/// Width of the column of page numbers, in ems.
const NUMBER: f64 = 2.5;

/// Reserves the place of the table of contents, if the article gets one. The title, which is all that is set so far,
/// then gets a page of its own, and the text opens below a repeated title.
pub(super) fn reserve_contents<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    if !composer.article.bound.is_empty() {
        composer.imprint = Some(composer.add(page.parent, StructRole::Sect));
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
    let slug = imprint::title_as_artifact(composer, page);
    composer.galley.next.close_gap();
    composer.galley.push(slug, page, composer.design.styles.long_title.leading);
    composer.galley.next.space(composer.design.grid(composer.design.opening.below));
}

/// Makes the table of contents of the headings in the columns `text`. A book lists its articles; their sections are
/// listed too if the list stays on one page.
pub(super) fn contents_slugs<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, text: &[Fill]) -> Vec<Slug> {
    let Some((parent, _)) = composer.contents else { return Vec::new() };
    let place = BlockContext { parent, ..*page };
    let deepest = match composer.design.contents {
        Some(contents) if composer.article.bound.is_empty() => contents.deepest,
        _ => 2,
    };
    let nodes = composer.setter.structure.nodes.len();
    let slugs = list_of_headings(composer, &place, text, deepest);
    let height: Pt = slugs.iter().map(|slug| slug.before + slug.height).sum();
    if composer.article.bound.is_empty() || height <= composer.design.height() {
        return slugs;
    }
    composer.setter.structure.truncate(nodes);
    list_of_headings(composer, &place, text, 1)
}

/// Makes the list of headings up to the level `deepest`.
fn list_of_headings<'a>(
    composer: &mut Composer<'a>,
    place: &BlockContext<'a>,
    text: &[Fill],
    deepest: u8,
) -> Vec<Slug> {
    let headings: Vec<Bookmark> = (composer.galley.outline().iter())
        .filter(|entry| matches!(entry.anchor, Anchor::Block(_)) && entry.level <= deepest)
        .cloned()
        .collect();
    let first = if composer.article.bound.is_empty() { 2 } else { 1 };
    let pages = pages_of_slugs(composer, text);
    let mut article = composer.article;
    composer.apart(|composer| {
        contents_heading(composer, place, composer.words.contents);
        let list = composer.add(place.parent, StructRole::Toc);
        let mut inner = None;
        let mut last = list;
        for heading in headings {
            let Some(page) = pages.get(&heading.slug) else { continue };
            let holder = match heading.level {
                level if level <= first => list,
                _ => *inner.get_or_insert_with(|| composer.add(last, StructRole::Toc)),
            };
            let item = composer.add(holder, StructRole::TocItem);
            if heading.level <= first {
                (last, inner) = (item, None);
                let opens = |one: &&Article| one.opening.map(Anchor::Block) == Some(heading.anchor);
                article = composer.article.bound.iter().find(opens).unwrap_or(article);
            }
            let depth = heading.level.saturating_sub(first);
            let opens = article.opening.is_some() && heading.level <= first;
            let author = if opens { article.meta.authors().collect::<Vec<_>>().join(", ") } else { String::new() };
            let entry =
                Entry { title: &heading.title, anchor: heading.anchor, depth, author, page: *page, apart: depth == 0 };
            contents_entry(composer, &entry, &article.meta.lang, &BlockContext { parent: item, ..*place });
        }
    })
}

/// Makes the list of illustrations.
pub(super) fn illustration_slugs<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    entries: &[(Bookmark, usize)],
) -> Vec<Slug> {
    let Some((parent, _)) = composer.contents else { return Vec::new() };
    let place = BlockContext { parent, ..*page };
    composer.apart(|composer| {
        contents_heading(composer, &place, composer.words.illustrations);
        let list = composer.add(parent, StructRole::Toc);
        for (bookmark, page) in entries {
            let item = composer.add(list, StructRole::TocItem);
            let (title, anchor) = (bookmark.title.as_str(), bookmark.anchor);
            let entry = Entry { title, anchor, depth: 0, author: String::new(), page: *page, apart: false };
            let lang = &composer.article.meta.lang;
            contents_entry(composer, &entry, lang, &BlockContext { parent: item, ..place });
        }
    })
}

/// Returns the page of each slug in the columns `text`.
fn pages_of_slugs(composer: &Composer<'_>, text: &[Fill]) -> BTreeMap<usize, usize> {
    let columns = composer.design.columns.count.max(1);
    let mut pages = BTreeMap::new();
    for (column, fill) in text.iter().enumerate() {
        pages.extend(fill.slugs.iter().map(|(slug, _)| (*slug, column / columns + 1)));
    }
    pages
}

fn contents_heading<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>, text: &str) {
    let kind = composer.design.styles.headings[0];
    let owner = composer.add(place.parent, StructRole::H(2));
    composer.setter.structure.node(owner).title = Some(text.to_owned());
    line::mark_language(composer, owner);
    let sink = composer.design.grid(composer.design.opening.sink as f64);
    composer.galley.push(Slug { height: sink, ..Slug::default() }, place, Pt::ZERO);
    let first = composer.galley.len();
    composer.set_text(text, &kind, place, owner);
    composer.galley.since(first).iter_mut().for_each(|slug| slug.after = Break::Never);
    composer.galley.next.space(place.unit);
}

/// An entry of a list with page numbers.
struct Entry<'e> {
    title: &'e str,
    /// Where it leads.
    anchor: Anchor,
    /// Its level below the outermost entries.
    depth: u8,
    /// Who wrote it, if that is to be said.
    author: String,
    /// The number of its page.
    page: usize,
    /// Whether there is room above it.
    apart: bool,
}

/// Sets an entry, whose title and author are in the language `lang`, and its page number; the whole area is a link.
fn contents_entry<'a>(composer: &mut Composer<'a>, entry: &Entry<'_>, lang: &'a Lang, place: &BlockContext<'a>) {
    let kind = composer.design.styles.body.aligned(Alignment::Start);
    let indent = composer.design.spacing.list * f64::from(entry.depth);
    let owner = composer.add(place.parent, StructRole::Reference);
    if *lang != composer.article.meta.lang {
        composer.setter.structure.node(owner).lang = Some(lang.clone());
    }
    let outer = place.indented(indent, composer.design.spacing.least_measure);
    let number = kind.size * NUMBER;
    let x = if outer.rtl() { outer.x + number } else { outer.x };
    let words = BlockContext { x, width: outer.width - number, lang, ..outer };
    let mut frame = Frame::default();
    let (mut y, mut used) = (Pt::ZERO, Pt::ZERO);
    let style = composer.style(&kind.aligned(Alignment::Balanced), &words);
    for line in composer.setter.lines(&[Inline::Text(entry.title.to_owned())], &style, owner) {
        y += kind.leading;
        used = line.width;
        put(&mut frame, words.x, y, line.frame);
    }
    leader::add(composer, &mut frame, &kind, &words, (used, number, y));
    let style = composer.style(&kind.aligned(Alignment::End), &outer);
    for line in composer.setter.lines(&[Inline::Text(entry.page.to_string())], &style, owner) {
        put(&mut frame, outer.x, y, line.frame);
    }
    if !entry.author.trim().is_empty() {
        let kind = kind.italic();
        let style = composer.style(&kind, &words);
        for line in composer.setter.lines(&[Inline::Text(entry.author.clone())], &style, owner) {
            y += kind.leading;
            put(&mut frame, words.x, y, line.frame);
        }
    }
    let link = Item::Link { size: Size::new(outer.width, y), to: Destination::Anchor(entry.anchor) };
    let below = kind.leading * 0.25;
    frame.push(Point::new(outer.x, below), Owner::Content(owner), link);
    if entry.apart {
        composer.galley.next.space(place.unit * 0.5);
    }
    composer.galley.push(Slug { frame, height: y, after: Break::FREE, ..Slug::default() }, place, kind.leading);
}
