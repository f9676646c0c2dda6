//! What stands on its own lines.

use super::{Credit, Direction, Inline, Lang, NodeId, Numbering, Picture, plain_text};
use crate::source::Span;

/// A block and what holds for all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its number; a link can lead here.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// Its language, where it differs from its surroundings.
    pub lang: Option<Lang>,
    /// Its direction, where it differs from its surroundings.
    pub dir: Option<Direction>,
    /// How its lines are aligned, for a paragraph or a heading whose author asks for it.
    pub align: Option<Align>,
    /// What it is.
    pub kind: BlockKind,
}

/// Kinds of blocks.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// Running text; never empty.
    Paragraph(Vec<Inline>),
    /// A heading inside the text. The article's title is not one of them, so levels start at 2.
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
        /// How items are numbered, for a numbered list.
        numbering: Option<Numbering>,
        /// Whether items are set without space between them.
        tight: bool,
        /// Its items.
        items: Vec<ListItem>,
    },
    /// Terms and their definitions.
    Definitions(Vec<Definition>),
    /// Words of somebody else, or a passage pulled out of the text.
    Quote {
        /// Which of the two.
        kind: QuoteKind,
        /// What is quoted.
        blocks: Vec<Block>,
        /// Who said it, if that stands apart; may be empty.
        attribution: Vec<Inline>,
    },
    /// A note, tip or warning set off from the text; also HTML's `details`, with its summary as title.
    Callout {
        /// Its kind.
        kind: CalloutKind,
        /// Its title; never empty: the kind's name where the author gave none.
        title: Vec<Inline>,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// A listing.
    Code {
        /// Language as written, such as `rust`, if given.
        language: Option<String>,
        /// The lines, without a final line end; tabs as written.
        text: String,
        /// What the author asks for its lines.
        lines: CodeLines,
    },
    /// A displayed formula; TeX source without delimiters.
    Math(String),
    /// A table.
    Table(Table),
    /// A picture or several, with caption and credit.
    Figure(Figure),
    /// Blocks that only share a language or direction.
    Group(Vec<Block>),
    /// A thematic break.
    Rule,
    /// Where the author wants a new page; never first or last of an article, and nothing in formats without pages.
    PageBreak,
}

/// What the author asks for the lines of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeLines {
    /// Number of the first line, if lines are to be numbered.
    pub first: Option<u32>,
    /// Lines that readers are to look at: first and last of each stretch, counted from 1 whatever their numbers are.
    pub marked: Vec<(u32, u32)>,
}

impl CodeLines {
    /// Whether line `index`, counted from 0, is marked.
    pub(crate) fn is_marked(&self, index: usize) -> bool {
        let line = index as u64 + 1;
        self.marked.iter().any(|&(first, last)| (u64::from(first)..=u64::from(last)).contains(&line))
    }
}

/// Which kind of quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// A quotation.
    Block,
    /// A passage of the article repeated for emphasis.
    Pull,
}

/// Kinds of callouts; unlisted ones are [`CalloutKind::Note`] with their name as title.
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
    /// Folded-away detail (`details`, foldable callouts).
    Details,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// For a task list: whether it is done.
    pub task: Option<bool>,
    /// Its number in a numbered list, where it does not follow from the item before.
    pub value: Option<i64>,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// Terms with their common definitions.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// What is defined; one or more.
    pub terms: Vec<Vec<Inline>>,
    /// Its definitions; one or more.
    pub definitions: Vec<Vec<Block>>,
}

/// A table. Every row has as many cells as `align` has entries once spans are counted.
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
    /// Where the line starts.
    #[default]
    Start,
    /// Centred.
    Center,
    /// Where the line ends.
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
    /// Whether it heads its row or column.
    pub header: bool,
    /// Columns that it spans, at least 1.
    pub columns: u16,
    /// Rows that it spans, at least 1.
    pub rows: u16,
    /// Its alignment, where it differs from that of its column.
    pub align: Option<Align>,
    /// Its content: mostly one paragraph.
    pub blocks: Vec<Block>,
}

/// Pictures with what belongs to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The pictures; empty only for an [`Article::cover`](super::Article::cover) of which just the words are there.
    pub pictures: Vec<Picture>,
    /// Caption, without the credit; may be empty.
    pub caption: Vec<Inline>,
    /// Credit line, if there is one.
    pub credit: Option<Credit>,
    /// Where it stands in the source.
    pub span: Span,
}

impl Figure {
    /// What stands for `picture`, one of its own: what the author says of it, or else the caption, or the title in its
    /// credit; `None` where nothing is said.
    pub(crate) fn alternative(&self, picture: &Picture) -> Option<String> {
        let caption = || Some(plain_text(&self.caption)).filter(|text| !text.trim().is_empty());
        let title = || self.credit.as_ref()?.title.clone();
        picture.alternative().map(str::to_owned).or_else(caption).or_else(title)
    }

    /// The caption, unless the words in the place of a missing picture say the same.
    pub(crate) fn caption_to_show(&self) -> &[Inline] {
        let said = self.has_plain_caption() && self.pictures.iter().any(|picture| self.repeats(picture));
        if said { &[] } else { &self.caption }
    }

    /// What is to be read in the place of `picture`, which is missing; `None` where nothing is said, or the caption says
    /// it with more than words.
    pub(crate) fn words_for<'a>(&self, picture: &'a Picture) -> Option<&'a str> {
        let words = picture.alternative().filter(|words| !words.trim().is_empty())?;
        (self.has_plain_caption() || !self.repeats(picture)).then_some(words)
    }

    /// Whether the caption has the words that stand for `picture`, which is missing.
    fn repeats(&self, picture: &Picture) -> bool {
        let bare = |text: &str| {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            words.trim_end_matches(['.', '!', '?', '…', ':', ';', ',']).to_owned()
        };
        let words = picture.alternative().filter(|words| picture.asset.is_err() && !words.trim().is_empty());
        words.is_some_and(|words| bare(words) == bare(&plain_text(&self.caption)))
    }

    /// Whether the caption is words alone: no links, calls of notes or formulas.
    fn has_plain_caption(&self) -> bool {
        self.caption.iter().all(|inline| match inline {
            Inline::Text(_) => true,
            Inline::Styled { content, .. } => content.iter().all(|inline| matches!(inline, Inline::Text(_))),
            _ => false,
        })
    }
}
