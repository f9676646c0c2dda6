//! Lists with page numbers: the table of contents, which in a book is a list of its articles with their authors, and
//! the list of illustrations.
//!
//! It is made when the pages of the text are known. It stands before them on pages with numbers of their own, so its
//! length does not change any number in it. Its place in the structure is reserved from the start.

use std::collections::BTreeMap;

use super::breaks::Fill;
use super::slug::{Break, Slug, put};
use super::{BlockContext, Bookmark, Composer, imprint, leader, line};
use crate::article::{Article, Block, BlockKind, Inline, Lang, NodeId, Visit, walk_blocks};
use crate::labels;
use crate::layout::inline::Alignment;
use crate::layout::{Anchor, Destination, Frame, Item, Owner, StructId, StructRole};
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
    let (mut height, mut below) = (Pt::ZERO, Pt::ZERO);
    for slug in &slugs {
        height = slug.top(height, below, composer.design.leading) + slug.height;
        below = slug.below;
    }
    // In a book with parts, these two levels are its parts and its articles.
    if composer.article.bound.is_empty() || !composer.article.parts.is_empty() || height <= composer.design.height() {
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
    let pages = pages_of_slugs(composer, text);
    let book = composer.article;
    let articles: BTreeMap<NodeId, &Article> =
        book.bound.iter().filter_map(|article| Some((article.opening?, article))).collect();
    let first = if book.bound.is_empty() { 2 } else { 1 };
    let facts = EntryFacts::of(book);
    composer.apart(|composer| {
        contents_heading(composer, place, composer.words.contents);
        let list = composer.add(place.parent, StructRole::Toc);
        let mut article = book;
        // The entries above the next one: their ranks, elements, and lists of what is below them.
        let mut above: Vec<(u8, StructId, Option<StructId>)> = Vec::new();
        for heading in headings {
            let Some(page) = pages.get(&heading.slug) else { continue };
            let node = if let Anchor::Block(node) = heading.anchor { Some(node) } else { None };
            let opened = node.and_then(|node| articles.get(&node).copied());
            let is_part = book.parts.iter().any(|part| Some(part.opening) == node);
            let depth = if is_part || opened.is_some() { 0 } else { heading.level.saturating_sub(first) };
            let rank = if is_part { 0 } else { 1 + depth };
            above.retain(|(known, ..)| *known < rank);
            let holder = match above.last_mut() {
                Some((_, item, below)) => *below.get_or_insert_with(|| composer.add(*item, StructRole::Toc)),
                None => list,
            };
            let item = composer.add(holder, StructRole::TocItem);
            above.push((rank, item, None));
            article = if is_part { book } else { opened.unwrap_or(article) };
            let kind = match is_part {
                true => EntryKind::Part,
                false if depth == 0 => EntryKind::Text,
                false => EntryKind::Section(depth),
            };
            let below = opened.map(|article| facts.line(article)).unwrap_or_default();
            let entry = Entry { title: &heading.title, anchor: heading.anchor, kind, below, page: *page };
            contents_entry(composer, &entry, &article.meta.lang, &BlockContext { parent: item, ..*place });
        }
    })
}

/// What the entries of articles say besides their titles.
struct EntryFacts {
    /// Their authors, unless all articles have the same.
    authors: bool,
    /// Their dates, if that is the order of the articles.
    dates: bool,
}

impl EntryFacts {
    fn of(book: &Article) -> Self {
        let authors = |article: &Article| article.meta.authors().map(str::to_owned).collect::<Vec<_>>();
        let same = book.bound.windows(2).all(|pair| authors(&pair[0]) == authors(&pair[1]));
        let day = |article: &Article| article.meta.date.as_ref().and_then(|date| date.iso.get(..10).map(str::to_owned));
        let days: Option<Vec<String>> = book.bound.iter().map(day).collect();
        let dates = days.is_some_and(|days| days.is_sorted() && days.first() != days.last());
        Self { authors: !same || book.bound.len() == 1, dates }
    }

    fn line(&self, article: &Article) -> String {
        let authors = article.meta.authors().filter(|_| self.authors).collect::<Vec<_>>().join(", ");
        let labels = labels::of(&article.meta.lang);
        let date = article.meta.date.as_ref().filter(|_| self.dates).map(|date| labels.date(date));
        let facts = [Some(authors), date].into_iter().flatten().filter(|fact| !fact.trim().is_empty());
        facts.collect::<Vec<_>>().join(" · ")
    }
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
            let entry = Entry { title, anchor, kind: EntryKind::Picture, below: String::new(), page: *page };
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
    kind: EntryKind,
    /// What stands below the title.
    below: String,
    /// The number of its page.
    page: usize,
}

/// What an entry leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    /// A part of a book.
    Part,
    /// An article of a book, or a section of an article of the highest level.
    Text,
    /// A section, by its depth below these.
    Section(u8),
    /// A picture.
    Picture,
}

/// Sets an entry, whose title and author are in the language `lang`, and its page number; the whole area is a link.
fn contents_entry<'a>(composer: &mut Composer<'a>, entry: &Entry<'_>, lang: &'a Lang, place: &BlockContext<'a>) {
    let body = composer.design.styles.body;
    let label = composer.design.styles.label;
    let kind = if entry.kind == EntryKind::Part { label } else { body }.aligned(Alignment::Start);
    let depth = if let EntryKind::Section(depth) = entry.kind { depth } else { 0 };
    let indent = composer.design.spacing.list * f64::from(depth);
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
    if entry.kind != EntryKind::Part {
        leader::add(composer, &mut frame, &kind, &words, (used, number, y));
    }
    let style = composer.style(&body.aligned(Alignment::End), &outer);
    for line in composer.setter.lines(&[Inline::Text(entry.page.to_string())], &style, owner) {
        put(&mut frame, outer.x, y, line.frame);
    }
    if !entry.below.trim().is_empty() {
        let kind = kind.italic();
        let style = composer.style(&kind, &words);
        for line in composer.setter.lines(&[Inline::Text(entry.below.clone())], &style, owner) {
            y += kind.leading;
            put(&mut frame, words.x, y, line.frame);
        }
    }
    let link = Item::Link { size: Size::new(outer.width, y), to: Destination::Anchor(entry.anchor) };
    let below = kind.leading * 0.25;
    frame.push(Point::new(outer.x, below), Owner::Content(owner), link);
    match entry.kind {
        EntryKind::Part => composer.galley.next.space(place.unit * 1.25),
        EntryKind::Text => composer.galley.next.space(place.unit * 0.5),
        EntryKind::Section(_) | EntryKind::Picture => {}
    }
    // The title of a part is not left alone at the foot of a page.
    let after = if entry.kind == EntryKind::Part { Break::Never } else { Break::FREE };
    composer.galley.push(Slug { frame, height: y, after, ..Slug::default() }, place, kind.leading);
}
