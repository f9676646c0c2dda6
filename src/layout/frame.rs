//! What typesetting hands to the writers of pages: placed glyphs, rules and pictures, and the structure they belong to.
//!
//! A page is a list of [`Item`]s in **reading order**, each owned by a [`StructId`] or marked as an artifact. The
//! tagged structure of the PDF falls out of that: items of one owner that follow each other on a page are one marked
//! content sequence, and the tree is in [`Structure`]. So whoever places an item decides its tag, and nobody else.
//!
//! Limits: text is horizontal; a run has one font, size and colour.

use std::ops::Range;
use std::sync::Arc;

use super::sheet::Sheets;
use crate::article::{AssetId, Lang, NodeId};
pub use crate::style::Color;
use crate::text::FontId;
use crate::units::{Em, Point, Pt, Size};

/// A typeset document.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// The logical structure (PDF tags).
    pub structure: Structure,
    /// Bookmarks, nested by level, in reading order.
    pub outline: Vec<OutlineEntry>,
    /// Whether pages lie side by side as in a book, the first one alone.
    pub facing: bool,
    /// The sheets that the pages are printed on.
    pub sheets: Sheets,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its size.
    pub size: Size,
    /// Its label as printed, such as `iv` or `12`.
    pub label: String,
    /// What its design fills with text, side column, running head and folio: the rest is margin. Empty if unknown.
    pub area: Area,
    /// What is on it.
    pub frame: Frame,
}

/// A rectangle on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Its top left corner.
    pub at: Point,
    /// Its extent.
    pub size: Size,
}

/// Items placed in a box, its origin at the top left corner.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Its extent.
    pub size: Size,
    /// The items with their place, in reading order. For text the place is the start of the **baseline**, for all
    /// others the top left corner.
    pub items: Vec<(Point, Placed)>,
}

impl Frame {
    /// Puts `item` at `at`.
    pub(crate) fn push(&mut self, at: Point, owner: Owner, item: Item) {
        self.items.push((at, Placed { owner, item }));
    }

    /// Puts all that is in `other` here, moved by `by`.
    pub(crate) fn append(&mut self, by: Point, other: Frame) {
        self.items.extend(other.items.into_iter().map(|(at, placed)| (at + by, placed)));
    }
}

/// An item and who owns it.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Whose content it is.
    pub owner: Owner,
    /// The item.
    pub item: Item,
}

/// Whose content an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Real content of a structure element, which must be one that holds content itself.
    Content(StructId),
    /// Decoration: rules, ornaments.
    Artifact,
    /// Running heads and folios (PDF's pagination artifacts).
    Furniture,
}

/// Something on a page.
#[derive(Clone, Debug)]
pub enum Item {
    /// Glyphs.
    Text(GlyphRun),
    /// A filled rectangle: a rule, a bar, a background.
    Rule {
        /// Its extent.
        size: Size,
        /// Its colour.
        color: Color,
    },
    /// An outlined rectangle, such as the box of a task or a character that no font has.
    Outline {
        /// Its extent.
        size: Size,
        /// Thickness of the line, drawn inside the rectangle.
        stroke: Pt,
        /// Its colour.
        color: Color,
        /// The characters it stands for (PDF's ActualText), if any.
        text: Option<String>,
    },
    /// Filled rectangles, painted as one so that no seams show between them: the modules of a QR code.
    Mosaic {
        /// Extent of them all.
        size: Size,
        /// The rectangles, from its top left corner.
        tiles: Vec<Area>,
        /// Their colour.
        color: Color,
    },
    /// A picture, filling the rectangle.
    Picture {
        /// Which.
        asset: AssetId,
        /// Its extent.
        size: Size,
    },
    /// An area that can be clicked; drawn by nothing. Its owner is the [`StructRole::Link`] or
    /// [`StructRole::Reference`] element of the link.
    Link {
        /// Its extent.
        size: Size,
        /// Where it leads.
        to: Destination,
    },
    /// A place that links lead to; takes no room.
    Anchor(Anchor),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Out of the document. Every line of a link holds it, and a link may have as many lines as its address.
    Url(Arc<str>),
    /// To an anchor in it.
    Anchor(Anchor),
}

/// Name of a place in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Anchor {
    /// A block of the article.
    Block(crate::article::NodeId),
    /// A note's text.
    Note(crate::article::NoteId),
    /// The first call of a note.
    NoteCall(crate::article::NoteId),
    /// A part that typesetting adds: title, related reading, credits; numbered in reading order.
    Part(u32),
}

/// Glyphs of one font, size and colour on one baseline, in **visual** order from left to right.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The font.
    pub font: FontId,
    /// Its size.
    pub size: Pt,
    /// Its colour.
    pub color: Color,
    /// Horizontal scaling of everything in the run, 1.0 being none (PDF's `Tz` / 100).
    pub scale: f64,
    /// Added to each glyph's advance, before scaling (PDF's `Tc`).
    pub tracking: Em,
    /// Characters of the run in **logical** order; glyphs name their part of it.
    pub text: String,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// Characters that the run stands for where that is not `text`: a hyphen at a line's end stands for U+00AD.
    pub actual_text: Option<String>,
    /// Language, where it is not that of the owner.
    pub lang: Option<Lang>,
}

impl GlyphRun {
    /// Width from the first glyph's origin to the end of the last advance, tracking and scaling included.
    pub fn width(&self) -> Pt {
        let advances: Em = self.glyphs.iter().map(|glyph| glyph.advance + self.tracking).sum();
        advances * self.size * self.scale
    }
}

/// A placed glyph.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// How far the pen moves, kerning and the justification of spaces included, tracking and scaling not.
    pub advance: Em,
    /// Displacement to the right, without effect on the pen.
    pub dx: Em,
    /// Displacement **upwards**, without effect on the pen.
    pub dy: Em,
    /// The characters that it shows, in bytes of the run's text. Glyphs of one cluster have the same range.
    pub text: Range<u32>,
}

/// Number of a structure element: its index in [`Structure::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StructId(pub u32);

/// The logical structure: a tree in an arena. Node 0 is the document; children stand in reading order.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// The elements; a parent stands before its children.
    pub nodes: Vec<StructNode>,
}

impl Structure {
    /// Adds an element below `parent`, after the children it has, and names it. The first is the document itself.
    pub(crate) fn add(&mut self, parent: Option<StructId>, role: StructRole) -> StructId {
        let id = StructId(self.nodes.len() as u32);
        self.nodes.push(StructNode { role, parent, ..StructNode::default() });
        if let Some(parent) = parent {
            self.nodes[parent.0 as usize].children.push(id);
        }
        id
    }

    /// Takes away all elements after the first `length`.
    pub(super) fn truncate(&mut self, length: usize) {
        while self.nodes.len() > length {
            // A parent stands before its children, and the last element is its parent's last child.
            if let Some(parent) = self.nodes.pop().and_then(|node| node.parent) {
                self.node(parent).children.pop();
            }
        }
    }

    /// The element of `id`.
    pub(crate) fn node(&mut self, id: StructId) -> &mut StructNode {
        &mut self.nodes[id.0 as usize]
    }
}

/// A structure element.
#[derive(Clone, Debug, Default)]
pub struct StructNode {
    /// What it is.
    pub role: StructRole,
    /// The element that it is in; `None` for the document.
    pub parent: Option<StructId>,
    /// Elements in it, in reading order; content of its own that stands between them is in the pages' order.
    pub children: Vec<StructId>,
    /// Alternative text.
    pub alt: Option<String>,
    /// Language, where it is not that of the parent.
    pub lang: Option<Lang>,
    /// The block of the article that it is, if it is one.
    pub block: Option<NodeId>,
    /// Heading's text for the outline, expansion of an abbreviation, or title.
    pub title: Option<String>,
}

/// Standard structure types of ISO 32000-1 §14.8.4 that we use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StructRole {
    /// The whole.
    Document,
    /// A large division.
    Part,
    /// A list of contents.
    Toc,
    /// An entry of a list of contents.
    TocItem,
    /// A division with a heading.
    Sect,
    /// A neutral group.
    #[default]
    Div,
    /// A quotation of blocks.
    BlockQuote,
    /// A caption of a figure or table.
    Caption,
    /// A paragraph.
    P,
    /// A heading of level 1 to 6; 1 is the title.
    H(u8),
    /// A list.
    L {
        /// How items are labelled (the `ListNumbering` attribute).
        numbering: ListNumbering,
    },
    /// An item of a list.
    LI,
    /// A label: a bullet, a number, the number of a note.
    Lbl,
    /// The body of a list item.
    LBody,
    /// A table.
    Table,
    /// A row.
    TR,
    /// A header cell.
    TH {
        /// What it heads.
        scope: Scope,
        /// Columns that it spans.
        columns: u16,
        /// Rows that it spans.
        rows: u16,
    },
    /// A cell.
    TD {
        /// Columns that it spans.
        columns: u16,
        /// Rows that it spans.
        rows: u16,
    },
    /// A group of header rows.
    THead,
    /// A group of other rows.
    TBody,
    /// A stretch of text that only carries a language or alternative text.
    Span,
    /// Emphasis has no type of its own in PDF 1.7; a quotation in a line has.
    Quote,
    /// A footnote; has an `ID`.
    Note,
    /// A call of a note.
    Reference,
    /// Code.
    Code,
    /// A link.
    Link,
    /// A picture; has `alt` and a bounding box.
    Figure,
    /// A formula; has `alt`.
    Formula,
    /// Text with an annotation: an [`StructRole::RubyBase`] and an [`StructRole::RubyText`].
    Ruby,
    /// What is annotated.
    RubyBase,
    /// The annotation.
    RubyText,
}

/// Values of the `ListNumbering` attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListNumbering {
    /// No labels.
    #[default]
    None,
    /// Bullets.
    Disc,
    /// Numbers.
    Decimal,
    /// Small letters.
    LowerAlpha,
    /// Capitals.
    UpperAlpha,
    /// Small Roman numerals.
    LowerRoman,
    /// Roman numerals.
    UpperRoman,
}

/// What a header cell heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Its column.
    Column,
    /// Its row.
    Row,
    /// Both.
    Both,
}

/// A bookmark.
#[derive(Clone, Debug)]
pub struct OutlineEntry {
    /// Its text.
    pub title: String,
    /// Depth, 1 being outermost; at most one more than that of the entry before.
    pub level: u8,
    /// Index of the page.
    pub page: usize,
    /// Place on it.
    pub at: Point,
}
