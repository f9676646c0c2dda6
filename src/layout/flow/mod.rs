//! Composes pages: from blocks to slugs, from slugs to pages.
//!
//! The article is traversed once, in reading order. Each part of it (title block, text, disclaimer, related articles,
//! colophon) and each kind of block has a file of functions that turn content and a [`BlockContext`], the column to
//! set it in, into structure elements and [`slug::Slug`]s. A [`Composer`] is what these functions share: the article,
//! the design, the setter of lines, the [`Galley`] that gathers the slugs, and the [`Notes`]. Then [`breaks`] finds
//! the pages, [`variants`] sets paragraphs again if that makes better pages, and [`place`] puts everything on the
//! pages, with notes, running heads and folios.
//!
//! All lengths on a slug are measured from the left edge of the area of text and side column, so only [`place`] knows
//! the margins. Nested blocks (lists, quotations, cells) have a [`BlockContext`] derived from the outer one.

mod aside;
mod back;
mod beside;
mod blocks;
mod book_credits;
mod book_title;
mod breaks;
mod contents;
mod ending;
mod ends;
mod figures;
mod foot_strip;
mod formulas;
mod front;
mod front_pages;
mod furniture;
mod furniture_texts;
mod galley;
mod grid;
mod illustrations;
mod imprint;
mod label;
mod leader;
mod length;
mod letters;
mod line;
mod line_slugs;
mod listings;
mod lists;
mod makeup;
mod matter;
mod mirror;
mod missing;
mod next;
mod notes;
mod parts;
mod place;
mod placing;
mod portrait;
mod pull;
mod qr;
mod related_box;
mod sizes;
mod slug;
mod spans;
mod table_rows;
mod table_widths;
mod tables;
#[cfg(test)]
mod tests;
mod variants;
mod wide_opening;
mod wide_tables;

use std::collections::BTreeSet;

use crate::article::{
    Article, Block, BlockKind, BookPart, Direction, Inline, Lang, NodeId, Target, Visit, is_label, walk_blocks,
    walk_inlines,
};
use crate::design::{self, Design, Links, SpanPictures, Type};
use crate::diag::Diagnostics;
use crate::labels::{self, Labels};
use crate::text::Fonts;
use crate::units::Pt;

pub(super) use spans::with_fewer_columns;

use super::inline::{Alignment, Setter, TextStyle};
use super::{Anchor, Frame, Owner, Pages, StructId, StructRole};
pub(super) use figures::{TALLEST, room_for_words};
use furniture::Furniture;
use galley::{Bookmark, Galley, boxed};
use length::Length;
use line_slugs::{HYPHEN_AT_PAGE_END, after_line};
use notes::Notes;
pub(super) use sizes::PIXEL;
use slug::Slug;

/// Text in a column narrower than this many ems has too few spaces to be justified.
const RAGGED_BELOW: f64 = 17.0;
/// The same in a design of narrow columns, where a block of ragged lines would look like something else.
const RAGGED_COLUMN: f64 = 16.0;
/// The lowest level of a heading (ISO 32000-1 §14.8.4.3.2).
const LOWEST: u8 = 6;
/// Nested blocks get indents, grounds and bars of their own up to this depth. Deeper ones stand where the outer block
/// stands, so that hostile nesting stays cheap.
const DEEPEST: usize = 12;

/// Sets `article` in `design`.
///
/// Where content spans columns and the last page is nearly empty, pictures get other sizes, if that helps. The work stops early
/// ([`length`]) if there are far more than `most` pages.
pub(super) fn typeset(
    article: &Article,
    design: &Design,
    fonts: &Fonts,
    most: usize,
    diagnostics: &mut Diagnostics,
) -> Typeset {
    let mut found = Diagnostics::new();
    let (mut best, size) = typeset_once(article, design, fonts, most, &mut found);
    let sizes = if design.has_spans() && size.is_some() { spans::OTHER_SIZES } else { &[] };
    for &other in sizes.iter().filter(|other| Some(**other) != size) {
        if !(2..=makeup::MOST_PAGES).contains(&best.pages.pages.len()) || best.pages.filled >= spans::STRAY {
            break;
        }
        let design = Design { span_pictures: other, ..design.clone() };
        let mut now = Diagnostics::new();
        let (typeset, _) = typeset_once(article, &design, fonts, most, &mut now);
        let worse = typeset.pages.pages.len() > best.pages.pages.len() || typeset.pages.filled < spans::STRAY;
        if !worse {
            (best, found) = (typeset, now);
        }
    }
    diagnostics.append(&mut found);
    best
}

/// Sets `article` in `design`. Also returns the size of its pictures, if it was chosen and there are any.
fn typeset_once(
    article: &Article,
    design: &Design,
    fonts: &Fonts,
    most: usize,
    diagnostics: &mut Diagnostics,
) -> (Typeset, Option<SpanPictures>) {
    let composer = &mut Composer::new(article, design, fonts);
    composer.length = Length::new(most);
    composer.setter.link_color = design.inks.link;
    let document = composer.setter.structure.add(None, StructRole::Document);
    composer.setter.structure.node(document).lang = Some(article.meta.lang.clone());
    let page = composer.page(document);
    composer.pictures = spans::size_of_pictures(composer);
    qr::make_qr(composer);
    front::title_block(composer, &page);
    contents::reserve_contents(composer, &page);
    composer.setter.print_targets(design.links);
    composer.body(&page);
    composer.all_bound(document);
    composer.current = article;
    composer.words = labels::of(&article.meta.lang);
    notes::remaining_notes(composer, &page);
    // The design prints the addresses of its own links itself.
    composer.setter.print_targets(Links::None);
    let size = composer.pictures.filter(|_| design.span_pictures == SpanPictures::Auto);
    let pages = place::pages(composer, &page, diagnostics);
    (Typeset { pages, crowded: composer.crowded, colophon: composer.colophon_part }, size)
}

/// An article set in a design.
pub(super) struct Typeset {
    pub pages: Pages,
    /// Whether the notes of some page do not fit into the side column.
    pub crowded: bool,
    /// The element of the colophon.
    pub colophon: Option<StructId>,
}

impl Typeset {
    /// Whether `owner` belongs to the colophon.
    pub(super) fn is_colophon(&self, owner: Owner) -> bool {
        let Owner::Content(owner) = owner else { return false };
        let parent = |id: &StructId| self.pages.structure.nodes[id.0 as usize].parent;
        self.colophon.is_some() && std::iter::successors(Some(owner), parent).any(|id| Some(id) == self.colophon)
    }
}

/// The shared state while slugs are made of an article.
struct Composer<'a> {
    /// The whole document: an article, or a book of several.
    article: &'a Article,
    /// The article that is currently being set.
    current: &'a Article,
    design: &'a Design,
    setter: Setter<'a>,
    /// The slugs set so far.
    galley: Galley,
    /// The notes set so far.
    notes: Notes,
    /// The title block above several columns.
    banner: Option<Banner>,
    /// For a book: the first slug of each article, which begins a page, with its running heads.
    openings: Vec<(usize, Furniture)>,
    /// The first slug of each title page of a part.
    part_pages: Vec<usize>,
    /// Number of levels by which headings are lower: articles in parts of a book stand below the titles of these.
    level_shift: u8,
    /// The table of contents, if there is one, and the first slug after the title page that it requires.
    contents: Option<(StructId, usize)>,
    /// For a book: the element of the imprint, which stands before the table of contents.
    imprint: Option<StructId>,
    /// Blocks that links lead to.
    targets: BTreeSet<NodeId>,
    /// Our labels in the article's language.
    words: &'static Labels,
    /// What occupies the side column: its first slug, and how far down it reaches.
    side_taken: Option<(usize, Pt)>,
    /// The first slug of the colophon.
    colophon: Option<usize>,
    /// Height of the strip at the foot of the last page that holds the colophon instead.
    strip: Pt,
    /// Lines of a full page: those of the design, or one more or less, so that the last page is not nearly empty.
    lines: usize,
    /// Lines by which a title block that spans columns stands lower than usual, for the same purpose.
    sink: isize,
    /// Whether the listings of the current article are wider than the text.
    wide_code: bool,
    /// How much room pictures get in the current article, where they may span columns; `None` if it has none.
    pictures: Option<SpanPictures>,
    /// Minimum number of lines on the last page.
    least_last: f64,
    /// Whether the notes of some page do not fit into the side column.
    crowded: bool,
    /// References to pages of the same book.
    page_refs: Vec<back::PageRef<'a>>,
    /// The QR code of the source's address, until it is placed.
    qr: Option<qr::Symbol>,
    /// The paragraph that ends with a mark.
    last_paragraph: Option<NodeId>,
    /// The element of the colophon.
    colophon_part: Option<StructId>,
    /// Number of pull quotes in the side column.
    side_pulls: u32,
    /// A page that a picture fills, before the article.
    portrait: Option<Frame>,
    /// How long the text is so far.
    length: Length,
}

/// The content above all columns of the first page.
#[derive(Clone, Debug)]
struct Banner {
    frame: Frame,
    height: Pt,
}

/// The column in which blocks are set, with the style that they inherit.
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
    /// The type of running text.
    body: Type,
    /// The height of a blank line between blocks.
    unit: Pt,
    /// How paragraphs are separated.
    paragraphs: Paragraphs,
    /// The ground or bar behind the blocks.
    decor: Option<usize>,
    /// Maximum height of a picture, as a share of the page.
    tallest: f64,
    /// Number of enclosing blocks.
    depth: usize,
}

/// How paragraphs are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paragraphs {
    /// By a first-line indent.
    Indented,
    /// By a blank line.
    Spaced,
    /// By neither an indent nor a blank line.
    Tight,
}

impl BlockContext<'_> {
    fn rtl(&self) -> bool {
        self.dir == Direction::Rtl
    }

    /// Returns the context `by` narrower at the start edge, unless it would become narrower than `least`.
    fn indented(self, by: Pt, least: Pt) -> Self {
        if self.width - by < least || self.depth > DEEPEST {
            return self;
        }
        let x = if self.rtl() { self.x } else { self.x + by };
        Self { x, width: self.width - by, ..self }
    }

    /// Returns the context `by` narrower on both sides, unless it would become narrower than `least`.
    fn inset(self, by: Pt, least: Pt) -> Self {
        if self.width - by * 2.0 < least || self.depth > DEEPEST {
            return self;
        }
        Self { x: self.x + by, width: self.width - by * 2.0, ..self }
    }

    /// Returns the left edge of something `width` wide that stands at the start edge.
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
            part_pages: Vec::new(),
            level_shift: 0,
            contents: None,
            imprint: None,
            targets: targets(article),
            words: labels::of(&article.meta.lang),
            side_taken: None,
            colophon: None,
            strip: Pt::ZERO,
            lines: design.lines,
            sink: 0,
            wide_code: listings::are_wide(article, design),
            pictures: None,
            least_last: matter::LEAST_LAST,
            crowded: false,
            page_refs: Vec::new(),
            qr: None,
            last_paragraph: None,
            colophon_part: None,
            side_pulls: 0,
            portrait: None,
            length: Length::new(usize::MAX),
        }
    }

    /// Height of the text on a full page.
    fn height(&self) -> Pt {
        self.design.grid(self.lines as f64)
    }

    /// Returns the room above and below figures and pull quotes in `place`. Where they span columns, the text around them
    /// is on one grid, so it is a whole line.
    fn room_around_figures(&self, place: &BlockContext<'_>) -> Pt {
        if self.design.has_spans() { place.unit } else { place.unit * self.design.spacing.figure_gap }
    }

    /// Returns the column of running text.
    fn page(&self, parent: StructId) -> BlockContext<'a> {
        let meta = &self.current.meta;
        let rtl = meta.dir == Direction::Rtl;
        BlockContext {
            x: if rtl { self.design.beside() } else { Pt::ZERO },
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

    /// Returns how the design separates paragraphs of running text.
    fn paragraphs(&self) -> Paragraphs {
        match self.design.spacing.paragraphs {
            design::Paragraphs::Indented => Paragraphs::Indented,
            design::Paragraphs::Spaced => Paragraphs::Spaced,
        }
    }

    /// Sets text, disclaimer and related articles of the current article.
    fn body(&mut self, page: &BlockContext<'a>) {
        self.last_paragraph = ends::last_paragraph(self);
        self.text(&self.current.blocks, page);
        notes::notes_at_end(self, page, self.article.bound.is_empty());
        if self.article.bound.is_empty() {
            notes::remaining_notes(self, page);
        }
        back::about_authors(self, page);
        back::disclaimer(self, page);
        if !aside::waits(self) {
            back::related(self, page);
        }
    }

    /// Sets the articles of a book, in their parts.
    fn all_bound(&mut self, document: StructId) {
        let mut parent = document;
        for (number, article) in self.article.bound.iter().enumerate() {
            let part = self.article.part_before(number).map(|(_, part)| part);
            if let Some(part) = part {
                parent = parts::begin(self, part, document);
            }
            self.bound(article, parent, part);
        }
        self.level_shift = 0;
    }

    /// Sets an article of a book, beginning on a new page; `part` begins with it.
    fn bound(&mut self, article: &'a Article, parent: StructId, part: Option<&'a BookPart>) {
        self.current = article;
        self.words = labels::of(&article.meta.lang);
        self.wide_code = listings::are_wide(article, self.design);
        self.pictures = spans::size_of_pictures(self);
        let outer = parent;
        let parent = self.add(parent, StructRole::Art);
        if article.meta.lang != self.article.meta.lang {
            self.setter.structure.node(parent).lang = Some(article.meta.lang.clone());
        }
        self.galley.next.begin_anew();
        let heads = furniture::furniture(self);
        self.openings.push((self.galley.len(), heads));
        part.iter().for_each(|part| parts::heading(self, part, outer));
        let page = self.page(parent);
        front::title_block(self, &page);
        self.body(&page);
    }

    /// Returns the whole width between the margins, which running heads, titles and folios use.
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
            length::check(self);
        }
    }

    fn blocks(&mut self, blocks: &'a [Block], place: &BlockContext<'a>) {
        for (index, block) in blocks.iter().enumerate() {
            match listings::title(&blocks[index..]) {
                Some(title) => listings::listing_title(self, block, title, place),
                None => blocks::block(self, block, place),
            }
            length::check(self);
        }
    }

    /// Returns the style of `kind` in `place`.
    fn style(&self, kind: &Type, place: &BlockContext) -> TextStyle {
        let least = if self.design.has_spans() { RAGGED_COLUMN } else { RAGGED_BELOW };
        let narrow = place.width.0 < least * kind.size.0;
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

    /// Adds a structure element for `block` below that of `place`.
    fn element(&mut self, block: &Block, place: &BlockContext, role: StructRole) -> StructId {
        let id = self.add(place.parent, role);
        let node = self.setter.structure.node(id);
        node.lang.clone_from(&block.lang);
        node.block = Some(block.id);
        id
    }

    fn add(&mut self, parent: StructId, role: StructRole) -> StructId {
        let role = match role {
            StructRole::H(level) => StructRole::H((level + self.level_shift).min(LOWEST)),
            other => other,
        };
        self.setter.structure.add(Some(parent), role)
    }

    /// Adds a bookmark that leads to the next slug; see [`Galley::bookmark`].
    fn bookmark(&mut self, title: String, level: u8, anchor: Anchor) {
        self.galley.bookmark(title, level + self.level_shift, anchor);
    }

    /// Adds a bookmark for a part that the design adds; see [`Galley::part`].
    fn part(&mut self, title: String, level: u8) {
        self.galley.part(title, level + self.level_shift);
    }

    /// Sets `inlines` as a paragraph of type `kind` in `place`, as content of `owner`.
    fn set(&mut self, inlines: &[Inline], kind: &Type, place: &BlockContext, owner: StructId) {
        let style = self.style(kind, place);
        let lines = self.setter.lines(inlines, &style, owner);
        self.galley.push_lines(lines, kind, place);
    }

    /// Whether `place` is the column of running text, possibly inside groups.
    fn is_running_text(&self, place: &BlockContext) -> bool {
        self.galley.is_in_text() && place.decor.is_none() && place.width >= self.design.measure
    }

    /// Sets `text` as a paragraph of type `kind` in `place`.
    fn set_text(&mut self, text: &str, kind: &Type, place: &BlockContext, owner: StructId) {
        self.set(&[Inline::Text(text.to_owned())], kind, place, owner);
    }

    /// Returns the slugs that `make` adds, without adding them to the galley. Room and labels that are pending for the
    /// next slug of the galley do not apply to them.
    fn apart(&mut self, make: impl FnOnce(&mut Self)) -> Vec<Slug> {
        let outside = self.galley.open_box();
        make(self);
        self.galley.close_box(outside)
    }
}

/// Returns the blocks that links of `article` lead to, or those of other articles: they may mean any heading of an article
/// that is no book.
fn targets(article: &Article) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut see = |visit: Visit| match visit {
        Visit::Block(Block { id, kind: BlockKind::Heading { .. }, .. }) if article.bound.is_empty() => {
            found.insert(*id);
        }
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
        article.meta.about_authors.iter().for_each(|about| walk_inlines(about, &mut see));
    }
    found.extend(article.articles().flat_map(|article| &article.related).filter_map(|related| related.bound));
    found
}
