//! Slugs: the indivisible pieces that fill a page.
//!
//! In hot-metal typesetting, a slug is a line cast in one piece. Here it is anything that stays in one piece on a
//! page: a line of text, a row of a table, a figure with its caption. A slug knows the room above it, its alignment to
//! the grid, and the cost of a page break after it. Page breaking needs nothing else.

use crate::article::NoteId;
use crate::layout::{Color, Frame, Item, Owner};
use crate::units::{Point, Pt};

/// A piece that is never divided between pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Slug {
    /// Its content. The origin is at the slug's top, at the left edge of the area of text and side column.
    pub frame: Frame,
    /// Its height.
    pub height: Pt,
    /// Width of the column that it was set for; zero if unknown.
    pub width: Pt,
    /// Room above it, which is dropped at the top of a page.
    pub before: Pt,
    /// Minimum room below it, for slugs that may move away from their neighbours.
    pub below: Pt,
    /// Its alignment to the grid.
    pub start: Start,
    /// The cost of a page break after it.
    pub after: Break,
    /// Notes called on it for the first time.
    pub notes: Vec<NoteId>,
    /// Whether it may float to a later page while the text continues.
    pub floating: Floating,
    /// Number of columns that it spans; zero and one mean one. Only designs whose content spans columns have more.
    pub columns: usize,
    /// Whether it may stand in the middle of the columns that it spans, with text above and below, as a pull quote does.
    pub inside: bool,
    /// Whether it opens an article whose title spans columns.
    pub opens: bool,
    /// The innermost ground or bar behind it: index into the list of decors.
    pub decor: Option<usize>,
    /// Whether all floats before it must be placed first, as at the end of the text.
    pub after_figures: bool,
    /// The header to repeat if it begins a page: index into the list of table heads.
    pub head: Option<usize>,
    /// The reference to a page that is written here once pages are known: index into the list of references.
    pub page_ref: Option<usize>,
}

/// Alignment of a slug to the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Start {
    /// It begins on a grid line.
    #[default]
    Grid,
    /// The room above it begins on a grid line.
    GapOnGrid,
    /// The same, but at the top of a page there is no room above it.
    RoomOnGrid,
    /// It begins directly below the previous slug.
    Flow,
}

/// Whether a slug may float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Floating {
    /// It keeps its place between its neighbours.
    #[default]
    No,
    /// It may stand at the top of a later page.
    Yes,
}

/// The cost of a page break.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Break {
    /// A finite cost; see [`super::breaks`] for the scale.
    Cost(u32),
    /// More than any other cost: used only if there is no other way.
    #[default]
    Never,
}

impl Break {
    /// A page break without any cost.
    pub const FREE: Break = Break::Cost(0);
}

impl Slug {
    /// Returns the top of the slug when it is placed below `y` on a grid with lines `grid` apart. At least `below`
    /// stays free between `y` and the slug.
    pub fn top(&self, y: Pt, below: Pt, grid: Pt) -> Pt {
        let before = if y == Pt::ZERO { Pt::ZERO } else { self.before.max(below) };
        match self.start {
            Start::Grid => snap(y + before, grid),
            // At the top of a page too, the lines below are as far away as elsewhere: of a gap of a line and a half,
            // the half stays.
            Start::GapOnGrid if y == Pt::ZERO => self.before - grid * ((self.before / grid) + 1e-6).floor(),
            Start::RoomOnGrid if y == Pt::ZERO => y,
            Start::GapOnGrid | Start::RoomOnGrid => snap(y, grid) + before,
            Start::Flow => y + before,
        }
    }
}

/// Returns the next grid line at or below `y`.
///
/// Sums of lengths have rounding errors, so a `y` within a thousandth of a point of a line counts as on it.
pub(super) fn snap(y: Pt, grid: Pt) -> Pt {
    grid * ((y.0 - 0.001) / grid.0).ceil().max(0.0)
}

/// A ground or bar behind several slugs, drawn once on each page that they are on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decor {
    /// Its left edge, measured from that of the area of text and side column.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
    /// Its colour.
    pub color: Color,
    /// Distance from the top of the first slug to its top, and from the bottom of the last slug to its bottom.
    pub drop: (Pt, Pt),
    /// The decor that encloses it.
    pub outer: Option<usize>,
}

/// A table header that is repeated on later pages.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Its rows.
    pub frame: Frame,
    /// Their height.
    pub height: Pt,
}

/// Copies `frame` as an artifact: repeated content is read aloud only at its first place (PDF/UA-1 §7.8).
pub(super) fn as_artifact(frame: &Frame, owner: Owner) -> Frame {
    let shown = |item: &Item| !matches!(item, Item::Link { .. } | Item::Anchor(_));
    let mut copy = frame.clone();
    copy.items.retain(|(_, placed)| shown(&placed.item));
    copy.items.iter_mut().for_each(|(_, placed)| placed.owner = owner);
    copy
}

/// Adds `other` to `frame` at `x`, `y`.
pub(super) fn put(frame: &mut Frame, x: Pt, y: Pt, other: Frame) {
    frame.append(Point::new(x, y), other);
}
