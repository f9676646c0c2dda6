//! The result of typesetting: placed glyphs, rules and pictures, and the structure that they belong to.
//!
//! A page is a list of [`Item`]s in **reading order**, each owned by a [`StructId`] or marked as an artifact. The
//! PDF's tags follow from that: consecutive items of one owner on a page are one marked-content sequence, and the tree
//! is in [`Structure`]. So the code that places an item also decides its tag.
//!
//! Limits: text is horizontal; a glyph run has one font, size and colour.

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
    /// Whether pages face each other as in a book, with the first one alone.
    pub facing: bool,
    /// The grid of the running text, which is the same on all pages.
    pub grid: TextGrid,
    /// The share of the last page's height that its text takes up, from 0 to 1.
    pub filled: f64,
    /// The sheets that the pages are printed on.
    pub sheets: Sheets,
}

/// The grid of running text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextGrid {
    /// The first baseline, from the page's top.
    pub first: Pt,
    /// Distance between baselines; zero if unknown.
    pub leading: Pt,
    /// Number of lines.
    pub lines: usize,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its size.
    pub size: Size,
    /// Its printed label, such as `iv` or `12`.
    pub label: String,
    /// Its type area: text, side column, running head and folio, without the margins. Empty if unknown.
    pub area: Area,
    /// Its content.
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

/// Placed items in a box; the origin is its top left corner.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Its extent.
    pub size: Size,
    /// The items with their positions, in reading order. The position of text is the start of its **baseline**, that
    /// of all other items their top left corner.
    pub items: Vec<(Point, Placed)>,
}

impl Frame {
    /// Adds `item` at `at`.
    pub(crate) fn push(&mut self, at: Point, owner: Owner, item: Item) {
        self.items.push((at, Placed { owner, item }));
    }

    /// Adds all of `other`, moved by `by`.
    pub(crate) fn append(&mut self, by: Point, other: Frame) {
        self.items.extend(other.items.into_iter().map(|(at, placed)| (at + by, placed)));
    }
}

/// An item and its owner.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The owner of the content.
    pub owner: Owner,
    /// The item.
    pub item: Item,
}

/// The owner of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Content of a structure element, whose role must allow content.
    Content(StructId),
    /// An artifact: rules, ornaments.
    Artifact,
    /// Running heads and folios (pagination artifacts in PDF).
    Furniture,
}

/// An item on a page.
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
    /// An outlined rectangle, such as a task's checkbox or a character that no font has.
    Outline {
        /// Its extent.
        size: Size,
        /// Thickness of the line, drawn inside the rectangle.
        stroke: Pt,
        /// Its colour.
        color: Color,
        /// The characters that it represents (ActualText in PDF), if any.
        text: Option<String>,
    },
    /// Filled rectangles, painted as one path so that no seams show between them: the modules of a QR code.
    Mosaic {
        /// Their total extent.
        size: Size,
        /// The rectangles, relative to its top left corner.
        tiles: Vec<Area>,
        /// Their colour.
        color: Color,
    },
    /// A picture that fills the rectangle.
    Picture {
        /// The asset to draw.
        asset: AssetId,
        /// Its extent.
        size: Size,
    },
    /// A part of a picture that fills the rectangle; what is outside of the rectangle is not painted.
    Detail {
        /// The asset to draw.
        asset: AssetId,
        /// Extent of the part.
        size: Size,
        /// Where the whole picture would be, relative to the top left corner of the part.
        whole: Area,
    },
    /// A veil over a picture that makes type on it readable: solid from an edge on, then fading out towards the
    /// opposite edge.
    Scrim {
        /// Its extent.
        size: Size,
        /// Its colour.
        color: Color,
        /// Its opacity where it is solid, from 0 to 1.
        opacity: f64,
        /// The share of its height that is solid.
        solid: f64,
        /// The edge where it is solid.
        edge: Edge,
    },
    /// A drop cap.
    Initial(Box<Initial>),
    /// A clickable area, which is not drawn. Its owner is the [`StructRole::Link`] or [`StructRole::Reference`]
    /// element of the link.
    Link {
        /// Its extent.
        size: Size,
        /// Where it leads.
        to: Destination,
    },
    /// A place that links lead to; it takes up no room.
    Anchor(Anchor),
}

/// A letter as high as several lines: an outline, and the same letter as text.
///
/// The text is not drawn. It stands before the rest of its word, on the first line, where readers and searches look for
/// it.
#[derive(Clone, Debug)]
pub struct Initial {
    /// Extent of the outline.
    pub size: Size,
    /// Colour of the outline.
    pub color: Color,
    /// The outline, which is filled, relative to its top left corner.
    pub path: Vec<PathStep>,
    /// The letter as text, with the mark before it and the space after it: runs that follow one another.
    pub text: Vec<GlyphRun>,
    /// Start of the baseline of that text, relative to the top left corner of the outline.
    pub text_at: Point,
}

impl Initial {
    /// Returns the letter with the mark before it.
    pub fn word(&self) -> String {
        self.text.iter().map(|run| run.text.as_str()).collect()
    }
}

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PathStep {
    /// Begins a part of the path.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
    /// Closes the part.
    Close,
}

impl PathStep {
    /// Returns the step with all of its points changed by `change`.
    pub(crate) fn map(self, change: impl Fn(Point) -> Point) -> Self {
        match self {
            Self::Move(to) => Self::Move(change(to)),
            Self::Line(to) => Self::Line(change(to)),
            Self::Curve(one, other, to) => Self::Curve(change(one), change(other), change(to)),
            Self::Close => Self::Close,
        }
    }

    /// Iterates over its points.
    pub(crate) fn points(&self) -> impl Iterator<Item = Point> + use<> {
        let points = match *self {
            Self::Move(to) | Self::Line(to) => [Some(to), None, None],
            Self::Curve(one, other, to) => [Some(one), Some(other), Some(to)],
            Self::Close => [None; 3],
        };
        points.into_iter().flatten()
    }
}

/// The edge where an [`Item::Scrim`] is solid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// The upper edge.
    Top,
    /// The lower edge.
    Bottom,
}

impl Edge {
    /// Returns the opacity of a scrim at `height`, a share of its height from its top.
    ///
    /// Beyond the solid part it falls with the power 1.5: a straight slope would begin with a visible edge.
    pub(crate) fn opacity(self, height: f64, (opacity, solid): (f64, f64)) -> f64 {
        let from_edge = if self == Self::Top { height } else { 1.0 - height };
        let faded = ((from_edge - solid) / (1.0 - solid).max(1e-6)).clamp(0.0, 1.0);
        opacity * (1.0 - faded) * (1.0 - faded).sqrt()
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// An address outside the document. Every line of a link holds it, and a link may have as many lines as its
    /// address, so it is shared.
    Url(Arc<str>),
    /// An anchor in the document.
    Anchor(Anchor),
}

/// A place in the document that links lead to.
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

/// A glyph run: glyphs of one font, size and colour on one baseline, in **visual** order from left to right.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The font.
    pub font: FontId,
    /// Its size.
    pub size: Pt,
    /// Its colour.
    pub color: Color,
    /// Horizontal scaling of the whole run; 1.0 is unscaled (PDF's `Tz` / 100).
    pub scale: f64,
    /// Tracking added to each glyph's advance, before scaling (PDF's `Tc`).
    pub tracking: Em,
    /// The run's characters in **logical** order; each glyph refers to its part of them.
    pub text: String,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// The characters that the run represents, if they are not `text`: a hyphen at a line's end represents U+00AD.
    pub actual_text: Option<String>,
    /// Language, if it differs from that of the owner.
    pub lang: Option<Lang>,
}

impl GlyphRun {
    /// Returns the width from the first glyph's origin to the end of the last advance, with tracking and scaling.
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
    /// Advance, with kerning and justification of spaces, but without tracking and scaling.
    pub advance: Em,
    /// Displacement to the right; it does not move the pen.
    pub dx: Em,
    /// Displacement **upwards**; it does not move the pen.
    pub dy: Em,
    /// The characters that it shows, as a byte range of the run's text. All glyphs of a cluster have the same range.
    pub text: Range<u32>,
}

/// Number of a structure element: its index in [`Structure::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StructId(pub u32);

/// The logical structure: a tree in an arena. Node 0 is the document; children are in reading order.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// The elements; a parent comes before its children.
    pub nodes: Vec<StructNode>,
}

impl Structure {
    /// Adds an element as the last child of `parent` and returns its number. The first element is the document itself.
    pub(crate) fn add(&mut self, parent: Option<StructId>, role: StructRole) -> StructId {
        let id = StructId(self.nodes.len() as u32);
        self.nodes.push(StructNode { role, parent, ..StructNode::default() });
        if let Some(parent) = parent {
            self.nodes[parent.0 as usize].children.push(id);
        }
        id
    }

    /// Removes all elements after the first `length`.
    pub(crate) fn truncate(&mut self, length: usize) {
        while self.nodes.len() > length {
            // A parent comes before its children, so the last element is its parent's last child.
            if let Some(parent) = self.nodes.pop().and_then(|node| node.parent) {
                self.node(parent).children.pop();
            }
        }
    }

    /// Returns the element with the number `id`.
    pub(crate) fn node(&mut self, id: StructId) -> &mut StructNode {
        &mut self.nodes[id.0 as usize]
    }
}

/// A structure element.
#[derive(Clone, Debug, Default)]
pub struct StructNode {
    /// Its role.
    pub role: StructRole,
    /// The parent element; `None` for the document.
    pub parent: Option<StructId>,
    /// Child elements in reading order. Content of its own between them follows the order of the pages.
    pub children: Vec<StructId>,
    /// Alternative text.
    pub alt: Option<String>,
    /// Language, if it differs from that of the parent.
    pub lang: Option<Lang>,
    /// The block of the article that it represents, if any.
    pub block: Option<NodeId>,
    /// The text of a heading for the outline, the expansion of an abbreviation, or a title.
    pub title: Option<String>,
}

/// Standard structure types of ISO 32000-1 §14.8.4 that we use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StructRole {
    /// The whole document.
    Document,
    /// A large division: a part of a book.
    Part,
    /// A text that is complete in itself: an article of a book.
    Art,
    /// A table of contents.
    Toc,
    /// An entry of a table of contents.
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
        /// Kind of item labels (the `ListNumbering` attribute).
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
        /// The cells that it is the header of.
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
    /// Text with a language or alternative text of its own.
    Span,
    /// An inline quotation. (Emphasis has no type of its own in PDF 1.7.)
    Quote,
    /// A footnote, which must have an `ID`.
    Note,
    /// A call of a note.
    Reference,
    /// Code.
    Code,
    /// A link.
    Link,
    /// A picture, which must have `alt` and a bounding box.
    Figure,
    /// A formula, which must have `alt`.
    Formula,
    /// Ruby text: a [`StructRole::RubyBase`] and a [`StructRole::RubyText`].
    Ruby,
    /// The annotated text.
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

/// The cells that a header cell is the header of.
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
    /// Depth; 1 is outermost. It exceeds that of the previous entry by at most one.
    pub level: u8,
    /// Index of the page.
    pub page: usize,
    /// Position on the page.
    pub at: Point,
}
