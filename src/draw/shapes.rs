//! A drawing as painted paths: what is left of SVG once style, references, text and transforms are resolved.
//!
//! Coordinates are those that the caller asked for; paths have lines and cubic curves only. Groups stay, because
//! opacity and blending concern a group as a whole.
//!
//! Limits: no filters, masks, patterns or pictures of pixels. A drawing that has one of them has no shapes.

use crate::style::Color;

/// Marks that are composed together.
#[derive(Debug)]
pub(crate) struct Group {
    /// The outlines that it is cut off at, one inside the other.
    pub clips: Vec<(Outline, Rule)>,
    /// How it is put, as a whole, on what is behind it; `None` where its marks are painted one by one.
    pub layer: Option<Layer>,
    /// What is in it, from back to front.
    pub marks: Vec<Mark>,
}

/// How a group that is composed by itself is put on what is behind it.
#[derive(Debug)]
pub(crate) struct Layer {
    /// Its opacity.
    pub opacity: f32,
    /// Its blend mode: PDF's name (ISO 32000-1 §11.3.5), which is that of CSS in one word.
    pub blend: &'static str,
}

/// Something painted.
#[derive(Debug)]
pub(crate) enum Mark {
    /// Marks in a group.
    Group(Group),
    /// The inside of an outline.
    Fill(Fill),
    /// A line along an outline.
    Stroke(Stroke),
}

/// The inside of an outline, painted.
#[derive(Debug)]
pub(crate) struct Fill {
    /// The outline.
    pub outline: Outline,
    /// What its inside is.
    pub rule: Rule,
    /// What it is painted with.
    pub paint: Paint,
    /// How opaque the paint is.
    pub opacity: f32,
}

/// A line along an outline.
#[derive(Debug)]
pub(crate) struct Stroke {
    /// The outline.
    pub outline: Outline,
    /// The line.
    pub pen: Pen,
    /// Its colour.
    pub color: Color,
    /// How opaque it is.
    pub opacity: f32,
    /// Where the axes of the outline and the pen lie, if those are not the drawing's: a pen that is stretched or slanted
    /// draws a line of uneven width.
    pub matrix: Option<[f64; 6]>,
}

/// The line of a stroke.
#[derive(Debug)]
pub(crate) struct Pen {
    /// Its width.
    pub width: f64,
    /// Its ends.
    pub cap: Cap,
    /// Its corners.
    pub join: Join,
    /// How far a sharp corner may reach, in widths of the line.
    pub miter_limit: f32,
    /// Lengths of dashes and gaps, and how far into them the line begins; `None` for a line without gaps.
    pub dashes: Option<(Vec<f64>, f64)>,
}

/// The ends of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cap {
    /// Cut off where the line ends.
    Butt,
    /// Half a circle.
    Round,
    /// Half a square.
    Square,
}

/// The corners of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Join {
    /// Pointed.
    Miter,
    /// Round.
    Round,
    /// Cut off.
    Bevel,
}

/// What is inside an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    /// What the outline goes round more often one way than the other.
    NonZero,
    /// What it goes round an odd number of times.
    EvenOdd,
}

/// What an outline is filled with.
#[derive(Debug)]
pub(crate) enum Paint {
    /// One colour.
    Color(Color),
    /// A gradient.
    Gradient(Gradient),
}

/// Colours that go over into each other; before the first and after the last there is no change.
#[derive(Debug)]
pub(crate) struct Gradient {
    /// From where to where.
    pub line: Line,
    /// The colours on the way.
    pub stops: Vec<Stop>,
    /// Where the axes of `line` lie.
    pub matrix: [f64; 6],
}

/// What a gradient follows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line {
    /// A straight line: x and y of its start, x and y of its end.
    Straight([f32; 4]),
    /// From one circle to another: x, y and radius of each.
    Circles([f32; 6]),
}

/// A colour on the way of a gradient.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop {
    /// How far along, from 0 to 1.
    pub offset: f32,
    /// The colour.
    pub color: Color,
    /// How opaque it is.
    pub opacity: f32,
}

/// An outline: any number of lines that are open or closed.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Its parts.
    pub segments: Vec<Segment>,
}

/// A part of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Segment {
    /// A new line begins.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A cubic curve with its two control points.
    Curve([[f32; 2]; 3]),
    /// Back to where the line began.
    Close,
}
