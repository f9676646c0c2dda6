//! Blocks: paragraphs, headings, lists, figures and all else that starts on a line of its own.

use super::{Credit, Direction, Inline, Lang, NodeId, Numbering, Picture, plain_text};
use crate::source::Span;

/// A block, with the attributes that every kind of block can have.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its number, which links can lead to.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// Its language, if it differs from that of the enclosing text.
    pub lang: Option<Lang>,
    /// Its direction, if it differs from that of the enclosing text.
    pub dir: Option<Direction>,
    /// The alignment that the author requested for a paragraph or heading.
    pub align: Option<Align>,
    /// Its kind and content.
    pub kind: BlockKind,
}

/// Kinds of blocks.
#[derive(Clone, Debug, PartialEq)]
// A figure holds its credit in all parts; blocks are few beside the inlines in them.
#[allow(clippy::large_enum_variant)]
pub enum BlockKind {
    /// Running text; never empty.
    Paragraph(Vec<Inline>),
    /// A heading inside the text. The article's title is not among them, so levels start at 2.
    Heading {
        /// 2 to 6, without gaps: a heading is at most one level deeper than the one before it.
        level: u8,
        /// Identifier, unique in the article, of letters, digits, `-` and `_`; starts with a letter.
        slug: String,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A list.
    List {
        /// How items are numbered; `None` for a bulleted list.
        numbering: Option<Numbering>,
        /// Whether items are set without space between them.
        tight: bool,
        /// Its items.
        items: Vec<ListItem>,
    },
    /// Terms and their definitions.
    Definitions(Vec<Definition>),
    /// A quotation from somebody else, or a pull quote.
    Quote {
        /// The kind of quotation.
        kind: QuoteKind,
        /// The quoted text.
        blocks: Vec<Block>,
        /// The attribution, if it stands apart from the quotation; may be empty.
        attribution: Vec<Inline>,
    },
    /// A note, tip or warning set off from the text; also HTML's `details`, with its summary as title.
    Callout {
        /// Its kind.
        kind: CalloutKind,
        /// Its title; never empty: the name of the kind if the author gave none.
        title: Vec<Inline>,
        /// Its content.
        blocks: Vec<Block>,
    },
    /// A listing.
    Code {
        /// Language as written, such as `rust`, if stated.
        language: Option<String>,
        /// The code, without a final line end; tabs are kept.
        text: String,
        /// Numbering and highlighting of its lines.
        lines: CodeLines,
    },
    /// A displayed formula; TeX source without delimiters.
    Math(String),
    /// A table.
    Table(Table),
    /// One or more pictures, with caption and credit.
    Figure(Figure),
    /// Blocks that have nothing in common but a language or direction.
    Group(Vec<Block>),
    /// A thematic break.
    Rule,
    /// A page break that the author requested; never the first or last block of an article. Formats without pages
    /// ignore it.
    PageBreak,
}

/// A part of a block.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part<'a> {
    /// Blocks inside it.
    Blocks(&'a [Block]),
    /// A line of text.
    Line(&'a [Inline]),
}

/// A part of a block that can be changed.
#[derive(Debug)]
pub(crate) enum PartMut<'a> {
    /// Blocks inside it.
    Blocks(&'a mut Vec<Block>),
    /// A line of text.
    Line(&'a mut Vec<Inline>),
}

impl BlockKind {
    /// Returns what blocks of this kind are called, in the plural; `None` for a group, which is no more than its blocks.
    pub fn plural_name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Paragraph(_) => "paragraphs",
            Self::Heading { .. } => "headings",
            Self::List { .. } => "lists",
            Self::Definitions(_) => "definition lists",
            Self::Quote { .. } => "quotes",
            Self::Callout { .. } => "callouts",
            Self::Code { .. } => "listings",
            Self::Math(_) => "formulas",
            Self::Table(_) => "tables",
            Self::Figure(_) => "figures",
            Self::Group(_) => return None,
            Self::Rule => "rules",
            Self::PageBreak => "page breaks",
        })
    }

    /// Calls `see` for each part directly inside the block, in reading order. All traversals rest on it and on
    /// [`BlockKind::parts_mut`], so a new kind of block states its parts here only.
    pub(crate) fn parts<'a>(&'a self, see: &mut dyn FnMut(Part<'a>)) {
        match self {
            Self::Paragraph(content) | Self::Heading { content, .. } => see(Part::Line(content)),
            Self::List { items, .. } => items.iter().for_each(|item| see(Part::Blocks(&item.blocks))),
            Self::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| see(Part::Line(term)));
                    definition.definitions.iter().for_each(|blocks| see(Part::Blocks(blocks)));
                }
            }
            Self::Quote { blocks, attribution, .. } => {
                see(Part::Blocks(blocks));
                see(Part::Line(attribution));
            }
            Self::Callout { title, blocks, .. } => {
                see(Part::Line(title));
                see(Part::Blocks(blocks));
            }
            Self::Table(table) => {
                see(Part::Line(&table.caption));
                for row in table.head.iter().chain(&table.body) {
                    row.cells.iter().for_each(|cell| see(Part::Blocks(&cell.blocks)));
                }
            }
            Self::Figure(figure) => see(Part::Line(&figure.caption)),
            Self::Group(blocks) => see(Part::Blocks(blocks)),
            Self::Code { .. } | Self::Math(_) | Self::Rule | Self::PageBreak => {}
        }
    }

    /// Calls `see` for each part directly inside the block, in reading order, to change it.
    pub(crate) fn parts_mut<'a>(&'a mut self, see: &mut dyn FnMut(PartMut<'a>)) {
        match self {
            Self::Paragraph(content) | Self::Heading { content, .. } => see(PartMut::Line(content)),
            Self::List { items, .. } => items.iter_mut().for_each(|item| see(PartMut::Blocks(&mut item.blocks))),
            Self::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter_mut().for_each(|term| see(PartMut::Line(term)));
                    definition.definitions.iter_mut().for_each(|blocks| see(PartMut::Blocks(blocks)));
                }
            }
            Self::Quote { blocks, attribution, .. } => {
                see(PartMut::Blocks(blocks));
                see(PartMut::Line(attribution));
            }
            Self::Callout { title, blocks, .. } => {
                see(PartMut::Line(title));
                see(PartMut::Blocks(blocks));
            }
            Self::Table(table) => {
                see(PartMut::Line(&mut table.caption));
                for row in table.head.iter_mut().chain(&mut table.body) {
                    row.cells.iter_mut().for_each(|cell| see(PartMut::Blocks(&mut cell.blocks)));
                }
            }
            Self::Figure(figure) => see(PartMut::Line(&mut figure.caption)),
            Self::Group(blocks) => see(PartMut::Blocks(blocks)),
            Self::Code { .. } | Self::Math(_) | Self::Rule | Self::PageBreak => {}
        }
    }
}

/// What the author requested for the lines of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeLines {
    /// Number of the first line, if lines are to be numbered.
    pub first: Option<u32>,
    /// Highlighted ranges of lines: first and last line of each, counted from 1 whatever numbers are printed.
    pub marked: Vec<(u32, u32)>,
}

impl CodeLines {
    /// Whether line `index`, counted from 0, is highlighted.
    pub(crate) fn is_marked(&self, index: usize) -> bool {
        let line = index as u64 + 1;
        self.marked.iter().any(|&(first, last)| (u64::from(first)..=u64::from(last)).contains(&line))
    }
}

/// The two kinds of quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// A quotation.
    Block,
    /// A passage of the article repeated for emphasis.
    Pull,
}

/// Kinds of callouts. Any other kind becomes [`CalloutKind::Note`] with its name as title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalloutKind {
    /// Information.
    Note,
    /// Advice.
    Tip,
    /// Something that must not be missed.
    Important,
    /// Something that can go wrong.
    Warning,
    /// Something that does harm.
    Caution,
    /// Text that readers can fold away (`details`, foldable callouts).
    Details,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// Whether the task is done, for an item of a task list.
    pub task: Option<bool>,
    /// Its number in a numbered list, if it is not the one after the previous item's.
    pub value: Option<i64>,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// Terms that share their definitions.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The defined terms; at least one.
    pub terms: Vec<Vec<Inline>>,
    /// Their definitions; at least one.
    pub definitions: Vec<Vec<Block>>,
}

/// A table. Every row has as many cells as `align` has entries, once spans are counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Alignment of each column.
    pub align: Vec<Align>,
    /// Header rows; may be empty.
    pub head: Vec<Row>,
    /// The other rows.
    pub body: Vec<Row>,
    /// Caption; may be empty.
    pub caption: Vec<Inline>,
}

/// Alignment of a table column, a cell, a paragraph or a heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the edge where a line starts.
    #[default]
    Start,
    /// Centred.
    Center,
    /// At the edge where a line ends.
    End,
}

/// A table row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A table cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Whether it is a header cell of its row or column.
    pub header: bool,
    /// Columns that it spans, at least 1.
    pub columns: u16,
    /// Rows that it spans, at least 1.
    pub rows: u16,
    /// Its alignment, if it differs from that of its column.
    pub align: Option<Align>,
    /// Its content, usually one paragraph.
    pub blocks: Vec<Block>,
}

/// Pictures with their caption and credit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The pictures; empty only for an [`Article::cover`](super::Article::cover) whose picture the input does not
    /// name.
    pub pictures: Vec<Picture>,
    /// Caption, without the credit; may be empty.
    pub caption: Vec<Inline>,
    /// Credit line, if there is one.
    pub credit: Option<Credit>,
    /// Where it stands in the source.
    pub span: Span,
}

impl Figure {
    /// Returns the text alternative of `picture`, which belongs to this figure: the author's alternative text, or else
    /// what stands in for it, since both outputs need one: the picture's title, the caption, or the title in the credit.
    /// Returns `None` if there is none of them.
    pub(crate) fn alternative(&self, picture: &Picture) -> Option<String> {
        let caption = || Some(plain_text(&self.caption)).filter(|text| !text.trim().is_empty());
        let title = || self.credit.as_ref()?.title.clone();
        picture.alternative().map(str::to_owned).or_else(caption).or_else(title)
    }

    /// Returns the caption, or nothing if a missing picture is replaced by the same words.
    pub(crate) fn caption_to_show(&self) -> &[Inline] {
        let said = self.has_plain_caption() && self.pictures.iter().any(|picture| self.repeats(picture));
        if said { &[] } else { &self.caption }
    }

    /// Returns the words that replace `picture`, which is missing. Returns `None` if there are none, or if the caption
    /// says the same with links, notes or formulas.
    pub(crate) fn words_for<'a>(&self, picture: &'a Picture) -> Option<&'a str> {
        let words = picture.alternative().filter(|words| !words.trim().is_empty())?;
        (self.has_plain_caption() || !self.repeats(picture)).then_some(words)
    }

    /// Whether the caption repeats the words that replace `picture`, which is missing.
    fn repeats(&self, picture: &Picture) -> bool {
        let bare = |text: &str| {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            words.trim_end_matches(['.', '!', '?', '…', ':', ';', ',']).to_owned()
        };
        let words = picture.alternative().filter(|words| picture.asset.is_err() && !words.trim().is_empty());
        words.is_some_and(|words| bare(words) == bare(&plain_text(&self.caption)))
    }

    /// Whether the caption is plain words, without links, calls of notes or formulas.
    fn has_plain_caption(&self) -> bool {
        self.caption.iter().all(|inline| match inline {
            Inline::Text(_) => true,
            Inline::Styled { content, .. } => content.iter().all(|inline| matches!(inline, Inline::Text(_))),
            _ => false,
        })
    }
}
