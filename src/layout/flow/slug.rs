//! Slugs: what a page is filled with.
//!
//! As in hot metal, a slug is a line cast in one piece. Here it is whatever stays in one piece on a page: a line of
//! text, a row of a table, a figure with its caption. A slug knows the room above it, how it stands to the grid, and
//! what a page break after it would cost. Breaking pages needs nothing else.

use crate::article::NoteId;
use crate::layout::{Color, Frame, Item, Owner};
use crate::units::{Point, Pt};

/// What stays in one piece on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Slug {
    /// What is on it; the origin is where the left edge of text and side column meets the slug's top.
    pub frame: Frame,
    /// Its height.
    pub height: Pt,
    /// Room above it; none at a page's top.
    pub before: Pt,
    /// Room below it, where what follows asks for less: for what can be moved away from its neighbours.
    pub below: Pt,
    /// How it stands to the grid.
    pub start: Start,
    /// What a page break after it costs.
    pub after: Break,
    /// Notes called on it for the first time.
    pub notes: Vec<NoteId>,
    /// Whether text may go on before it, if it does not fit.
    pub floating: Floating,
    /// The innermost ground or bar behind it: index into the decorations.
    pub decor: Option<usize>,
    /// Whether it comes after all that may float before it: what ends the text does.
    pub after_figures: bool,
    /// Header that is repeated where it begins a page: index into the table heads.
    pub head: Option<usize>,
}

/// How a slug stands to the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Start {
    /// It begins on a grid line.
    #[default]
    Grid,
    /// The room above it begins on a grid line.
    GapOnGrid,
    /// Right below what is before it.
    Flow,
}

/// Whether a slug keeps its place between its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Floating {
    /// It does.
    #[default]
    No,
    /// It may stand at the top of a later page.
    Yes,
}

/// What a page break costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Break {
    /// This much; see [`super::breaks`] for the scale.
    Cost(u32),
    /// More than anything else: only where nothing else is possible.
    #[default]
    Never,
}

impl Break {
    /// A break like any other.
    pub const FREE: Break = Break::Cost(0);
}

impl Slug {
    /// Where its top is, if it stands below `y`, from where at least `below` is to be left free, on a grid of `grid`.
    pub fn top(&self, y: Pt, below: Pt, grid: Pt) -> Pt {
        let before = if y == Pt::ZERO { Pt::ZERO } else { self.before.max(below) };
        match self.start {
            Start::Grid => snap(y + before, grid),
            Start::GapOnGrid => snap(y, grid) + before,
            Start::Flow => y + before,
        }
    }
}

/// The next line of the grid at or below `y`.
///
/// Sums of lengths are off by rounding, so what is on a line within a thousandth of a point stays on it.
pub(super) fn snap(y: Pt, grid: Pt) -> Pt {
    grid * ((y.0 - 0.001) / grid.0).ceil().max(0.0)
}

/// A ground or bar behind several slugs, drawn once for each page that they are on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decor {
    /// Its left edge, from that of text and side column.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
    /// Its colour.
    pub color: Color,
    /// From the top of the first slug to its top, and from the bottom of the last to its bottom.
    pub drop: (Pt, Pt),
    /// The decoration that it stands in.
    pub outer: Option<usize>,
}

/// A header that is repeated on later pages.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Its rows.
    pub frame: Frame,
    /// Their height.
    pub height: Pt,
}

/// A copy of `frame` that is decoration: repeated content is read once, where it stands first (PDF/UA-1 §7.8).
pub(super) fn as_artifact(frame: &Frame, owner: Owner) -> Frame {
    let shown = |item: &Item| !matches!(item, Item::Link { .. } | Item::Anchor(_));
    let mut copy = frame.clone();
    copy.items.retain(|(_, placed)| shown(&placed.item));
    copy.items.iter_mut().for_each(|(_, placed)| placed.owner = owner);
    copy
}

/// Puts `other` into `frame` at `x`, `y`.
pub(super) fn put(frame: &mut Frame, x: Pt, y: Pt, other: Frame) {
    frame.append(Point::new(x, y), other);
}
