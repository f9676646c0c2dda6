//! The document model: an article in which everything is resolved.
//!
//! [`crate::read`] builds it; the writers ([`crate::epub`], [`crate::layout`]) only walk it. So it holds no Markdown,
//! no HTML, no template tag, no path and no front matter. Every note call has its note, every internal link its target,
//! every picture its bytes or the reason for their absence, and every heading a slug that is unique in the article.
//!
//! Text is a tree of [`Block`]s, whose leaves are sequences of [`Inline`]s, as in pandoc's model. White space is
//! normalised by the reader: a line end inside a paragraph is one space.

pub(crate) mod address;
mod asset;
mod block;
mod book;
mod bytes;
mod credit;
mod embedded;
mod extent;
mod inline;
mod meta;
mod numbering;
mod page_break;
mod shelved;
mod walk;
pub(crate) mod walk_mut;
mod words;

pub use asset::{Asset, AssetId, ImageKind};
pub use block::{
    Align, Block, BlockKind, CalloutKind, Cell, CodeLines, Definition, Figure, ListItem, QuoteKind, Row, Table,
};
pub use book::BookPart;
pub(crate) use book::SharedCredit;
pub use bytes::{Bytes, Filed, ReadSeek, Reopen};
pub use credit::{BareLicense, Credit, CreditLink, CreditOrigin, CreditRole, License};
pub use embedded::{Embedded, Packet, Property, Stated};
pub use extent::{Extent, Length};
pub use inline::{Alt, Inline, Missing, Picture, Style, Target, plain_text};
pub(crate) use inline::{is_label, name_text};
pub use meta::{Contributor, Date, Direction, Identifier, Lang, Meta, Provenance, Rights, Role, Series};
pub use numbering::{Marks, Numbering, Numerals, Order};
pub use page_break::{PageBreak, Spot, letters};
pub(crate) use shelved::shelve;
pub use shelved::{ShelfMark, Shelved, ShelvedId};
pub use walk::{Visit, walk_blocks, walk_inlines};
pub(crate) use words::count as count_words;

use std::collections::BTreeMap;

use crate::source::Span;

/// Number of a block, unique in its article and given in document order; tags and links name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// Index into [`Article::notes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoteId(pub u32);

/// An article, resolved.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The metadata.
    pub meta: Meta,
    /// Its cover: a picture, or only the caption and credit of one that the input does not hold.
    pub cover: Option<Figure>,
    /// The first picture of the text, where the input names no cover and it is large enough to be one: a composed cover
    /// shows it. It also stays in its place.
    pub first_picture: Option<Figure>,
    /// The blocks of the text, without title, disclaimer and related articles.
    pub blocks: Vec<Block>,
    /// Notes in the order of their first calls.
    pub notes: Vec<Note>,
    /// The author's or publisher's disclaimer, set apart from the text.
    pub disclaimer: Vec<Block>,
    /// Related articles, in the author's order.
    pub related: Vec<Related>,
    /// Keywords that are a line of tags before or after the text (`#maps #essay`), without their marks. They are among
    /// those of the metadata, and are printed after the text.
    pub tag_line: Vec<String>,
    /// Pictures; each is held once, however often it is used.
    pub assets: Vec<Asset>,
    /// Other articles of the library, to whose files links lead.
    pub shelved: Vec<Shelved>,
    /// Number of words in the text, without title, notes, related articles and credits. CJK characters count as one
    /// each.
    pub words: usize,
    /// Minutes it takes to read, if the input states them.
    pub stated_minutes: Option<usize>,
    /// The articles of a book, in their order; empty for a single article. Their notes and assets are in the book's
    /// lists, and the numbers of blocks, notes and assets and the slugs are unique in the book.
    pub bound: Vec<Article>,
    /// The parts of a book, in the order of its articles; empty for a book without parts. Articles before the first part
    /// belong to none.
    pub parts: Vec<BookPart>,
    /// Formulas that the author wrote as MathML: from their TeX in the text to the valid content of their `math`
    /// element.
    pub mathml: BTreeMap<String, String>,
    /// The number of the title, which links can lead to; only for an article that is bound into a book.
    pub opening: Option<NodeId>,
}

impl Article {
    /// Returns the figure whose picture stands for the article: its cover, or else the first picture of its text.
    pub fn cover_figure(&self) -> Option<&Figure> {
        let there = |figure: &&Figure| figure.pictures.iter().any(|picture| picture.asset.is_ok());
        let named = self.cover.as_ref().filter(there);
        named.or(self.first_picture.as_ref()).or(self.cover.as_ref())
    }

    /// Minutes it takes to read: as stated, or at 230 words a minute (Brysbaert 2019, silent reading of non-fiction), at
    /// least one.
    pub fn reading_minutes(&self) -> usize {
        self.stated_minutes.unwrap_or_else(|| self.words.div_ceil(230).max(1))
    }

    /// Returns the kicker, the line above the title: the series, or else the first subject. A book has no subject
    /// line, since its subjects are those of single articles.
    pub(crate) fn kicker(&self) -> Option<String> {
        let series = self.meta.series.as_ref().map(|series| match &series.position {
            Some(position) => format!("{} · {position}", series.name),
            None => series.name.clone(),
        });
        let subject = self.meta.tags.first().filter(|_| self.bound.is_empty());
        series.or_else(|| subject.cloned()).filter(|text| !text.trim().is_empty())
    }

    /// Returns the asset with the number `id`.
    ///
    /// # Panics
    /// If `id` belongs to another article.
    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets[id.0 as usize]
    }

    /// Iterates over this article and those that are bound into it.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        std::iter::once(self).chain(&self.bound)
    }

    /// Returns every credit with its figure in the order of appearance, the cover first. The credits of bound articles
    /// come after those of the book itself.
    pub fn credits(&self) -> Vec<(&Figure, &Credit)> {
        self.articles().flat_map(Article::own_credits).collect()
    }

    /// Returns the credits as [`Article::credits`] does, without those of bound articles.
    pub(crate) fn own_credits(&self) -> Vec<(&Figure, &Credit)> {
        let mut figures = Vec::from_iter(&self.cover);
        walk_blocks(&self.blocks, &mut |visit| {
            if let Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) = visit {
                figures.push(figure);
            }
        });
        figures.into_iter().filter_map(|figure| Some((figure, figure.credit.as_ref()?))).collect()
    }

    /// Returns the first credit of each picture.
    pub(crate) fn credits_by_asset(&self) -> BTreeMap<AssetId, &Credit> {
        let mut credits = BTreeMap::new();
        for (figure, credit) in self.credits() {
            for asset in figure.pictures.iter().filter_map(|picture| picture.asset.as_ref().ok()) {
                credits.entry(*asset).or_insert(credit);
            }
        }
        credits
    }

    /// Returns the number by which `note` is called. Every article of a book counts from 1.
    pub(crate) fn note_number(&self, note: NoteId) -> usize {
        self.notes.get(note.0 as usize).map_or(note.0 as usize + 1, |note| note.number)
    }
}

/// A footnote or endnote.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The number of its calls, from 1 in each article.
    pub number: usize,
    /// The label in the source, such as `1` or `fn-cats`; for messages only.
    pub label: String,
    /// The place of its definition.
    pub span: Span,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A related article that the author or the site recommends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Related {
    /// Its title, as written.
    pub title: Vec<Inline>,
    /// The slug, path or address that is all the input says of it; the title is then made of that.
    pub reference: Option<String>,
    /// Its address, if the input states one.
    pub url: Option<String>,
    /// Its number among the other articles of the library, if its file there is what is known of its place.
    pub shelved: Option<ShelvedId>,
    /// The number of its title in the book, if it is bound into the same book.
    pub bound: Option<NodeId>,
    /// Its blurb, as written; cut off if the source cut it off.
    pub blurb: Vec<Inline>,
    /// Its author, if stated.
    pub author: Option<String>,
    /// Its date, if stated.
    pub date: Option<Date>,
    /// Its picture, as a line of its own; empty if the input names none.
    pub picture: Vec<Inline>,
    /// Why it is taken for a related article, such as `heading “See also”, titles alike`; for `explain`.
    pub because: String,
    /// Where it stands in the source.
    pub span: Span,
}
