//! Pages: from blocks to slugs, from slugs to pages.
//!
//! The article is gone through once, in reading order. Each part of it (title block, text, disclaimer, related articles,
//! colophon) and each kind of block has a file with functions from what is set and the [`BlockContext`] where it is set to
//! structure elements and [`slug::Slug`]s. A [`Composer`] is what these functions share: the article, the design, the
//! setter of lines, the [`Galley`] that gathers the slugs, the [`Notes`]. Then [`breaks`] finds the pages, [`variants`]
//! sets paragraphs again where that makes better ones, and [`place`] puts everything on the pages, with notes, running
//! heads and folios.
//!
//! Every length on a slug is from the left edge of the column that text and side column make together, so only
//! [`place`] knows margins. What nests (lists, quotations, cells) is a [`BlockContext`] inside another.

mod back;
mod blocks;
mod breaks;
mod contents;
mod figures;
mod formulas;
mod front;
mod furniture;
mod galley;
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
    Article, Block, BlockKind, Direction, Inline, Lang, NodeId, Target, Visit, is_label, walk_blocks, walk_inlines,
};
use crate::design::{self, Design, Links, Type};
use crate::diag::Diagnostics;
use crate::labels::{self, Labels};
use crate::text::Fonts;
use crate::units::Pt;

use super::inline::{Alignment, Setter, TextStyle};
use super::{Frame, Pages, StructId, StructRole};
use furniture::Furniture;
use galley::{Bookmark, Galley, HYPHEN_AT_PAGE_END, Pending, after_line, boxed};
use notes::Notes;
use slug::Slug;

/// Text narrower than this many ems has too few spaces for straight edges.
const RAGGED_BELOW: f64 = 17.0;
/// Blocks in blocks get their own indents, grounds and bars up to this depth; below it, they stand where the outer one
/// stands, so that hostile nesting costs no more than it is worth.
const DEEPEST: usize = 12;

/// Sets `article` in `design`.
pub(super) fn typeset(article: &Article, design: &Design, fonts: &Fonts, diagnostics: &mut Diagnostics) -> Pages {
    let composer = &mut Composer::new(article, design, fonts);
    composer.setter.link_color = design.inks.link;
    let document = composer.setter.structure.add(None, StructRole::Document);
    composer.setter.structure.node(document).lang = Some(article.meta.lang.clone());
    let page = composer.page(document);
    qr::make_qr(composer);
    front::title_block(composer, &page);
    contents::reserve_contents(composer, &page);
    composer.setter.print_targets(design.links);
    composer.body(&page);
    article.bound.iter().for_each(|bound| composer.bound(bound, document));
    composer.current = article;
    composer.words = labels::of(&article.meta.lang);
    notes::remaining_notes(composer, &page);
    // What the design adds names its addresses itself.
    composer.setter.print_targets(Links::None);
    place::pages(composer, &page, diagnostics)
}

/// What all parts of the page share while slugs are made of an article.
struct Composer<'a> {
    /// The whole: an article, or a book of several.
    article: &'a Article,
    /// The article that is being set.
    current: &'a Article,
    design: &'a Design,
    setter: Setter<'a>,
    /// What the pages are filled with, so far.
    galley: Galley,
    /// Notes that are set.
    notes: Notes,
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
    /// The QR code of the source, until it is placed.
    qr: Option<qr::Symbol>,
}

/// What stands above all columns of the first page.
#[derive(Clone, Debug)]
struct Banner {
    frame: Frame,
    height: Pt,
}

/// Where blocks are set: a column, and what they have from their surroundings.
#[derive(Clone, Copy, Debug)]
struct BlockContext<'a> {
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

impl BlockContext<'_> {
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
            galley: Galley::new(design.leading),
            notes: Notes::new(article.notes.len()),
            banner: None,
            openings: Vec::new(),
            contents: None,
            targets: targets(article),
            words: labels::of(&article.meta.lang),
            side_taken: None,
            colophon: None,
            qr: None,
        }
    }

    /// The column of running text.
    fn page(&self, parent: StructId) -> BlockContext<'a> {
        let meta = &self.current.meta;
        let rtl = meta.dir == Direction::Rtl;
        BlockContext {
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
    fn body(&mut self, page: &BlockContext<'a>) {
        self.text(&self.current.blocks, page);
        if self.article.bound.is_empty() {
            notes::remaining_notes(self, page);
        }
        back::disclaimer(self, page);
        back::related(self, page);
    }

    /// Sets an article of a book, from a page of its own on.
    fn bound(&mut self, article: &'a Article, document: StructId) {
        self.current = article;
        self.words = labels::of(&article.meta.lang);
        let parent = self.add(document, StructRole::Part);
        if article.meta.lang != self.article.meta.lang {
            self.setter.structure.node(parent).lang = Some(article.meta.lang.clone());
        }
        self.galley.pending = Pending { flush: true, ..Pending::default() };
        let heads = furniture::furniture(self);
        self.openings.push((self.galley.slugs.len(), heads));
        let page = self.page(parent);
        front::title_block(self, &page);
        self.body(&page);
    }

    /// The whole width between the margins, which running heads, titles and folios take.
    fn text_area(&self, parent: StructId) -> BlockContext<'a> {
        BlockContext { x: Pt::ZERO, width: self.design.text_width(), ..self.page(parent) }
    }

    /// Sets the blocks of the article, each followed by the notes that it calls.
    fn text(&mut self, blocks: &'a [Block], place: &BlockContext<'a>) {
        let first = blocks.first().filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        for (index, block) in blocks.iter().enumerate() {
            let opens = first.is_some_and(|first| std::ptr::eq(first, block));
            match (&block.kind, listings::title(&blocks[index..])) {
                (_, Some(title)) => listings::listing_title(self, block, title, place),
                (BlockKind::Paragraph(content), None) if opens && !is_label(content) => {
                    blocks::opening(self, block, content, place)
                }
                _ => blocks::block(self, block, place),
            }
            notes::set_called_notes(self, place);
        }
    }

    fn blocks(&mut self, blocks: &'a [Block], place: &BlockContext<'a>) {
        for (index, block) in blocks.iter().enumerate() {
            match listings::title(&blocks[index..]) {
                Some(title) => listings::listing_title(self, block, title, place),
                None => blocks::block(self, block, place),
            }
        }
    }

    /// How `kind` is set in `place`.
    fn style(&self, kind: &Type, place: &BlockContext) -> TextStyle {
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
    fn element(&mut self, block: &Block, place: &BlockContext, role: StructRole) -> StructId {
        let id = self.setter.structure.add(Some(place.parent), role);
        let node = self.setter.structure.node(id);
        node.lang.clone_from(&block.lang);
        node.block = Some(block.id);
        id
    }

    fn add(&mut self, parent: StructId, role: StructRole) -> StructId {
        self.setter.structure.add(Some(parent), role)
    }

    /// Sets `inlines` as `kind` in `place`, content of `owner`: a paragraph of one kind or another.
    fn set(&mut self, inlines: &[Inline], kind: &Type, place: &BlockContext, owner: StructId) {
        let style = self.style(kind, place);
        let lines = self.setter.lines(inlines, &style, owner);
        self.galley.push_lines(lines, kind, place);
    }

    /// Whether `place` is the column of running text itself, in groups or not.
    fn is_running_text(&self, place: &BlockContext) -> bool {
        self.galley.apart == 0 && place.decor.is_none() && place.width >= self.design.measure
    }

    /// Sets `text` likewise.
    fn set_text(&mut self, text: &str, kind: &Type, place: &BlockContext, owner: StructId) {
        self.set(&[Inline::Text(text.to_owned())], kind, place, owner);
    }

    /// The slugs that `make` adds, apart from the others and with their own room and labels.
    fn apart(&mut self, make: impl FnOnce(&mut Self)) -> Vec<Slug> {
        let slugs = std::mem::take(&mut self.galley.slugs);
        let pending = std::mem::replace(&mut self.galley.pending, Pending { flush: true, ..Pending::default() });
        self.galley.apart += 1;
        make(self);
        self.galley.apart -= 1;
        self.galley.pending = pending;
        std::mem::replace(&mut self.galley.slugs, slugs)
    }
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
