//! Pages: from blocks to slugs, from slugs to pages.
//!
//! A [`Composer`] goes through the article once, in reading order. Each part of it (title block, text, disclaimer,
//! related articles, colophon) has a file of its own, and becomes structure elements and [`Slug`]s. Then [`breaks`]
//! finds the pages, [`variants`] sets paragraphs again where that makes better ones, and [`place`] puts everything on
//! them, with notes, running heads and folios.
//!
//! Every length on a slug is from the left edge of the column that text and side column make together, so only
//! [`place`] knows margins. What nests (lists, quotations, cells) is a [`Place`] inside another.

mod back;
mod blocks;
mod breaks;
mod contents;
mod figures;
mod formulas;
mod front;
mod furniture;
mod letters;
mod listings;
mod lists;
mod missing;
mod notes;
mod place;
mod qr;
mod sizes;
mod slug;
mod table_rows;
mod table_widths;
mod tables;
#[cfg(test)]
mod tests;
mod variants;
mod wide_tables;

use std::collections::BTreeSet;

use crate::article::{
    Article, Block, BlockKind, Direction, Inline, Lang, NodeId, NoteId, Target, Visit, is_label, walk_blocks,
    walk_inlines,
};
use crate::design::{self, Design, Links, Type};
use crate::diag::Diagnostics;
use crate::labels::{self, Labels};
use crate::text::Fonts;
use crate::units::{Point, Pt};

use super::inline::{Alignment, Line, Setter, TextStyle};
use super::{Anchor, Frame, Item, Owner, Pages, StructId, StructRole};
use furniture::Furniture;
use slug::{Break, Decor, Floating, Head, Slug, Start, put, snap};

/// Costs of a page break after a line that ends in a hyphen.
const HYPHEN_AT_PAGE_END: u32 = 5_000;
/// Text narrower than this many ems has too few spaces for straight edges.
const RAGGED_BELOW: f64 = 17.0;
/// Blocks in blocks get their own indents, grounds and bars up to this depth; below it, they stand where the outer one
/// stands, so that hostile nesting costs no more than it is worth.
const DEEPEST: usize = 12;

/// Sets `article` in `design`.
pub(super) fn typeset(article: &Article, design: &Design, fonts: &Fonts, diagnostics: &mut Diagnostics) -> Pages {
    let mut composer = Composer::new(article, design, fonts);
    composer.setter.link_color = design.inks.link;
    let document = composer.setter.structure.add(None, StructRole::Document);
    composer.setter.structure.node(document).lang = Some(article.meta.lang.clone());
    let page = composer.page(document);
    composer.make_qr();
    composer.title_block(&page);
    composer.reserve_contents(&page);
    composer.setter.print_targets(design.links);
    composer.body(&page);
    article.bound.iter().for_each(|bound| composer.bound(bound, document));
    composer.current = article;
    composer.words = labels::of(&article.meta.lang);
    composer.remaining_notes(&page);
    // What the design adds names its addresses itself.
    composer.setter.print_targets(Links::None);
    composer.pages(&page, diagnostics)
}

/// Makes slugs of an article.
struct Composer<'a> {
    /// The whole: an article, or a book of several.
    article: &'a Article,
    /// The article that is being set.
    current: &'a Article,
    design: &'a Design,
    setter: Setter<'a>,
    /// What the pages are filled with, so far.
    slugs: Vec<Slug>,
    /// Paragraphs that can be set in a line more or less.
    paragraphs: Vec<variants::Again>,
    /// Grounds and bars.
    decors: Vec<Decor>,
    /// Headers of tables.
    heads: Vec<Head>,
    /// Notes that are set, in the order of their calls.
    notes: Vec<Vec<Slug>>,
    /// Notes that are called and not yet set.
    called: Vec<NoteId>,
    /// For each of them the end of its lines among those of all notes, and the last note that it calls in turn.
    note_ends: Vec<(usize, usize)>,
    /// For each note its place in [`Composer::notes`].
    note_order: Vec<Option<usize>>,
    /// Bookmarks.
    outline: Vec<Bookmark>,
    /// Slugs that begin pages because the author wants it.
    page_starts: Vec<usize>,
    /// The title block above several columns.
    banner: Option<Banner>,
    /// The first slugs of the articles of a book, which begin pages, with the running heads of each.
    openings: Vec<(usize, Furniture)>,
    /// The list of contents, if the article gets one, and the first slug after the page that its title then has.
    contents: Option<(StructId, usize)>,
    /// Blocks that links lead to.
    targets: BTreeSet<NodeId>,
    /// Our own words in the article's language.
    words: &'static Labels,
    /// What hangs into the side column: from which slug on, and how far down.
    side_taken: Option<(usize, Pt)>,
    /// The first slug of the colophon.
    colophon: Option<usize>,
    /// What the next slug gets.
    pending: Pending,
    /// How many boxes (notes, cells) what is being set stands in; there, no slug is one of the text.
    apart: usize,
    /// Numbers for [`Anchor::Part`].
    parts: u32,
    /// The QR code of the source, until it is placed.
    qr: Option<qr::Symbol>,
}

/// What stands above all columns of the first page.
#[derive(Clone, Debug)]
struct Banner {
    frame: Frame,
    height: Pt,
}

/// A bookmark.
#[derive(Clone, Debug)]
struct Bookmark {
    title: String,
    level: u8,
    anchor: Anchor,
    /// The slug that it leads to.
    slug: usize,
}

/// What the next slug gets.
#[derive(Debug, Default)]
struct Pending {
    /// Room above.
    gap: Pt,
    /// Whether that room is settled: what follows a heading has the heading's distance, whatever it is.
    settled: bool,
    /// Whether its first line has no indent.
    flush: bool,
    /// Slugs after which no page may end.
    keep: usize,
    /// How many slugs there were after a label that nothing has followed yet.
    label: Option<usize>,
    /// Places that links lead to.
    anchors: Vec<Anchor>,
    /// Labels of list items, with the left edge of each.
    labels: Vec<(Pt, Frame)>,
    /// Notes that are called above the columns, and stand at the foot of the first.
    notes: Vec<NoteId>,
}

/// Where blocks are set: a column, and what they have from their surroundings.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    /// Left edge.
    x: Pt,
    /// Width.
    width: Pt,
    /// Direction.
    dir: Direction,
    /// Language.
    lang: &'a Lang,
    /// The element that holds the blocks.
    parent: StructId,
    /// How running text is set.
    body: Type,
    /// What one line of room between blocks is.
    unit: Pt,
    /// How paragraphs are told apart.
    paragraphs: Paragraphs,
    /// Ground or bar.
    decor: Option<usize>,
    /// Share of the page's height that a picture may have.
    tallest: f64,
    /// Blocks around it.
    depth: usize,
}

/// How paragraphs are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paragraphs {
    /// By an indent.
    Indented,
    /// By a line of room.
    Spaced,
    /// Not at all.
    Tight,
}

impl Place<'_> {
    fn rtl(&self) -> bool {
        self.dir == Direction::Rtl
    }

    /// The same, `by` narrower where lines start, unless it would become too narrow.
    fn indented(self, by: Pt, least: Pt) -> Self {
        if self.width - by < least || self.depth > DEEPEST {
            return self;
        }
        let x = if self.rtl() { self.x } else { self.x + by };
        Self { x, width: self.width - by, ..self }
    }

    /// The same, `by` narrower on both sides, unless it would become too narrow.
    fn inset(self, by: Pt, least: Pt) -> Self {
        if self.width - by * 2.0 < least || self.depth > DEEPEST {
            return self;
        }
        Self { x: self.x + by, width: self.width - by * 2.0, ..self }
    }

    /// Left edge of something `width` wide that stands where lines start.
    fn start(&self, width: Pt) -> Pt {
        if self.rtl() { self.x + self.width - width } else { self.x }
    }
}

impl<'a> Composer<'a> {
    fn new(article: &'a Article, design: &'a Design, fonts: &'a Fonts) -> Self {
        Composer {
            article,
            current: article,
            design,
            setter: Setter::new(article, fonts),
            slugs: Vec::new(),
            paragraphs: Vec::new(),
            decors: Vec::new(),
            heads: Vec::new(),
            notes: Vec::new(),
            called: Vec::new(),
            note_ends: Vec::new(),
            note_order: vec![None; article.notes.len()],
            outline: Vec::new(),
            banner: None,
            openings: Vec::new(),
            page_starts: Vec::new(),
            contents: None,
            targets: targets(article),
            words: labels::of(&article.meta.lang),
            side_taken: None,
            colophon: None,
            pending: Pending { flush: true, ..Pending::default() },
            apart: 0,
            parts: 0,
            qr: None,
        }
    }

    /// The column of running text.
    fn page(&self, parent: StructId) -> Place<'a> {
        let meta = &self.current.meta;
        let rtl = meta.dir == Direction::Rtl;
        Place {
            x: if rtl { self.design.full_width() - self.design.measure } else { Pt::ZERO },
            width: self.design.measure,
            dir: meta.dir,
            lang: &meta.lang,
            parent,
            body: self.design.styles.body,
            unit: self.design.leading,
            paragraphs: self.paragraphs(),
            decor: None,
            tallest: figures::TALLEST,
            depth: 0,
        }
    }

    /// How the design tells paragraphs of running text apart.
    fn paragraphs(&self) -> Paragraphs {
        match self.design.spacing.paragraphs {
            design::Paragraphs::Indented => Paragraphs::Indented,
            design::Paragraphs::Spaced => Paragraphs::Spaced,
        }
    }

    /// Text, disclaimer and related articles of the present article.
    fn body(&mut self, page: &Place<'a>) {
        self.text(&self.current.blocks, page);
        if self.article.bound.is_empty() {
            self.remaining_notes(page);
        }
        self.disclaimer(page);
        self.related(page);
    }

    /// Sets an article of a book, from a page of its own on.
    fn bound(&mut self, article: &'a Article, document: StructId) {
        self.current = article;
        self.words = labels::of(&article.meta.lang);
        let parent = self.add(document, StructRole::Part);
        if article.meta.lang != self.article.meta.lang {
            self.setter.structure.node(parent).lang = Some(article.meta.lang.clone());
        }
        self.pending = Pending { flush: true, ..Pending::default() };
        let heads = self.furniture();
        self.openings.push((self.slugs.len(), heads));
        let page = self.page(parent);
        self.title_block(&page);
        self.body(&page);
    }

    /// All that stands between the margins: what running heads, titles and folios are as wide as.
    fn text_area(&self, parent: StructId) -> Place<'a> {
        Place { x: Pt::ZERO, width: self.design.text_width(), ..self.page(parent) }
    }

    /// Sets the blocks of the article, each followed by the notes that it calls.
    fn text(&mut self, blocks: &'a [Block], place: &Place<'a>) {
        let first = blocks.first().filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        for (index, block) in blocks.iter().enumerate() {
            let opens = first.is_some_and(|first| std::ptr::eq(first, block));
            match (&block.kind, listings::title(&blocks[index..])) {
                (_, Some(title)) => self.listing_title(block, title, place),
                (BlockKind::Paragraph(content), None) if opens && !is_label(content) => {
                    self.opening(block, content, place)
                }
                _ => self.block(block, place),
            }
            self.set_called_notes(place);
        }
    }

    fn blocks(&mut self, blocks: &'a [Block], place: &Place<'a>) {
        for (index, block) in blocks.iter().enumerate() {
            match listings::title(&blocks[index..]) {
                Some(title) => self.listing_title(block, title, place),
                None => self.block(block, place),
            }
        }
    }

    /// How `kind` is set in `place`.
    fn style(&self, kind: &Type, place: &Place) -> TextStyle {
        let narrow = place.width.0 < RAGGED_BELOW * kind.size.0;
        let align = if narrow && kind.align == Alignment::Justified { Alignment::Start } else { kind.align };
        TextStyle {
            family: kind.family,
            weight: kind.weight,
            italic: kind.italic,
            size: kind.size,
            leading: kind.leading,
            color: kind.color,
            tracking: kind.tracking,
            figures: kind.figures,
            caps: kind.caps,
            lead_in: 0,
            align,
            hyphenate: kind.hyphenate,
            measure: place.width,
            indent: Pt::ZERO,
            lang: place.lang.clone(),
            dir: place.dir,
        }
    }

    /// Adds an element for `block` below that of `place`.
    fn element(&mut self, block: &Block, place: &Place, role: StructRole) -> StructId {
        let id = self.setter.structure.add(Some(place.parent), role);
        let node = self.setter.structure.node(id);
        node.lang.clone_from(&block.lang);
        node.block = Some(block.id);
        id
    }

    fn add(&mut self, parent: StructId, role: StructRole) -> StructId {
        self.setter.structure.add(Some(parent), role)
    }

    /// Asks for at least `gap` above the next slug.
    fn space(&mut self, gap: Pt) {
        if !self.pending.settled {
            self.pending.gap = self.pending.gap.max(gap);
        }
    }

    /// The same above what has an edge, such as a picture or a rule: it may not touch even its heading.
    fn space_for_box(&mut self, gap: Pt) {
        if self.pending.settled && self.pending.gap == Pt::ZERO {
            self.pending.gap = gap * 0.5;
        }
        self.space(gap);
    }

    /// Leaves `gap` above the next slug, and no more.
    fn settle_space(&mut self, gap: Pt) {
        self.pending.gap = gap;
        self.pending.settled = true;
    }

    /// Sets `inlines` as `kind` in `place`, content of `owner`: a paragraph of one kind or another.
    fn set(&mut self, inlines: &[Inline], kind: &Type, place: &Place, owner: StructId) {
        let style = self.style(kind, place);
        let lines = self.setter.lines(inlines, &style, owner);
        self.push_lines(lines, kind, place);
    }

    /// Whether `place` is the column of running text itself, in groups or not.
    fn is_running_text(&self, place: &Place) -> bool {
        self.apart == 0 && place.decor.is_none() && place.width >= self.design.measure
    }

    /// Sets `text` likewise.
    fn set_text(&mut self, text: &str, kind: &Type, place: &Place, owner: StructId) {
        self.set(&[Inline::Text(text.to_owned())], kind, place, owner);
    }

    /// Adds the lines of one paragraph.
    fn push_lines(&mut self, lines: Vec<Line>, kind: &Type, place: &Place) {
        for slug in self.line_slugs(lines, kind, place.x) {
            self.push(slug, place, kind.leading);
        }
    }

    /// The lines of one paragraph as slugs.
    fn line_slugs(&self, mut lines: Vec<Line>, kind: &Type, x: Pt) -> Vec<Slug> {
        formulas::room_for_formulas(&mut lines, kind);
        let count = lines.len();
        let slugs = lines.into_iter().enumerate().map(|(index, line)| {
            let after = after_line(index, count, line.hyphenated);
            let start = if index > 0 && kind.leading != self.design.leading { Start::Flow } else { Start::Grid };
            Slug { after, start, ..self.line(line, kind.leading, x) }
        });
        slugs.collect()
    }

    /// A slug of `line` with its left edge at `x`.
    fn line(&self, line: Line, leading: Pt, x: Pt) -> Slug {
        let extra = if line.extra > Pt::ZERO { snap(line.extra, self.design.leading) } else { Pt::ZERO };
        let baseline = leading + extra;
        let below = if line.below > Pt::ZERO { snap(line.below, self.design.leading) } else { Pt::ZERO };
        let height = baseline + below;
        let mut frame = line.frame;
        frame.items.iter_mut().for_each(|(at, _)| *at = *at + Point::new(x, baseline));
        Slug { frame, height, notes: line.notes, ..Slug::default() }
    }

    /// Adds `slug` with all that is pending for it; labels of list items stand on the baseline `first` below its top.
    fn push(&mut self, mut slug: Slug, place: &Place, first: Pt) {
        slug.before = slug.before.max(std::mem::take(&mut self.pending.gap));
        slug.decor = place.decor;
        self.pending.settled = false;
        if self.pending.keep > 0 && slug.floating == Floating::No {
            self.pending.keep -= 1;
            slug.after = Break::Never;
        }
        slug.notes.append(&mut self.pending.notes);
        self.called.extend(&slug.notes);
        let labels = std::mem::take(&mut self.pending.labels);
        let anchors = std::mem::take(&mut self.pending.anchors);
        if !labels.is_empty() || !anchors.is_empty() {
            let mut frame = Frame::default();
            for anchor in anchors {
                frame.push(Point::new(place.x, Pt::ZERO), Owner::Artifact, Item::Anchor(anchor));
            }
            let baseline = first.max(slug.height.min(place.body.leading));
            labels.into_iter().for_each(|(x, label)| put(&mut frame, x, baseline, label));
            put(&mut frame, Pt::ZERO, Pt::ZERO, slug.frame);
            slug.frame = frame;
        }
        self.slugs.push(slug);
    }

    /// Forbids page breaks inside what was added since there were `first` slugs.
    fn keep_together(&mut self, first: usize) {
        let end = self.slugs.len().saturating_sub(1).max(first);
        self.slugs[first..end].iter_mut().for_each(|slug| slug.after = Break::Never);
    }

    /// Makes a page break after what was added last cost at least `cost`.
    fn discourage_break(&mut self, cost: u32) {
        if let Some(Slug { after: Break::Cost(has), .. }) = self.slugs.last_mut() {
            *has = cost.max(*has);
        }
    }

    /// The slugs that `make` adds, apart from the others and with their own room and labels.
    fn apart(&mut self, make: impl FnOnce(&mut Self)) -> Vec<Slug> {
        let slugs = std::mem::take(&mut self.slugs);
        let pending = std::mem::replace(&mut self.pending, Pending { flush: true, ..Pending::default() });
        self.apart += 1;
        make(self);
        self.apart -= 1;
        self.pending = pending;
        std::mem::replace(&mut self.slugs, slugs)
    }

    /// An anchor for a part that the design adds.
    fn part(&mut self, title: String, level: u8) {
        let anchor = Anchor::Part(self.parts);
        self.pending.anchors.push(anchor);
        self.parts += 1;
        self.outline.push(Bookmark { title, level, anchor, slug: self.slugs.len() });
    }
}

/// What a page break costs after line `index` of a paragraph of `count`: two at least stay together on each side.
fn after_line(index: usize, count: usize, hyphenated: bool) -> Break {
    let left = count - index - 1;
    let hyphen = if hyphenated { HYPHEN_AT_PAGE_END } else { 0 };
    if left == 0 || index > 0 && left > 1 { Break::Cost(hyphen) } else { Break::Never }
}

/// The blocks that links of `article` lead to.
fn targets(article: &Article) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut see = |visit: Visit| match visit {
        Visit::Inline(Inline::Link { target: Target::Block(id), .. }) => {
            found.insert(*id);
        }
        Visit::Inline(Inline::Picture(picture)) => {
            if let Some(Target::Block(id)) = picture.link {
                found.insert(id);
            }
        }
        Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) => {
            let links = figure.pictures.iter().filter_map(|picture| picture.link.as_ref());
            found.extend(links.filter_map(|link| if let Target::Block(id) = link { Some(*id) } else { None }));
        }
        _ => {}
    };
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut see));
    for article in article.articles() {
        walk_blocks(&article.blocks, &mut see);
        walk_blocks(&article.disclaimer, &mut see);
        walk_inlines(&article.meta.subtitle, &mut see);
    }
    found.extend(article.articles().flat_map(|article| &article.related).filter_map(|related| related.bound));
    found
}

/// A slug that holds `frame`, `height` high, which floats or not.
fn boxed(frame: Frame, height: Pt, floating: Floating) -> Slug {
    Slug { frame, height, floating, after: Break::FREE, ..Slug::default() }
}
