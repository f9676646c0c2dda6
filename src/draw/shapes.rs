//! A drawing as painted paths: SVG after its style, references, text and transforms are resolved.
//!
//! Coordinates are those that the caller requested; paths consist of lines and cubic curves only. Groups are kept,
//! because opacity and blending apply to a group as a whole.
//!
//! Limits: no filters, masks, patterns or raster pictures. A drawing with any of them has no shapes.

use crate::style::Color;

/// A group of marks.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its clipping paths, which are intersected.
    pub clips: Vec<(Outline, Rule)>,
    /// How the composed group is blended with the backdrop; `None` if its marks are painted one by one.
    pub layer: Option<Layer>,
    /// Its marks, from back to front.
    pub marks: Vec<Mark>,
}

/// How a group, composed separately, is blended with the backdrop.
#[derive(Debug)]
pub(crate) struct Layer {
    /// Its opacity.
    pub opacity: f32,
    /// Its blend mode, by its name in PDF (ISO 32000-1 §11.3.5), which is CSS's name in camel case.
    pub blend: &'static str,
}

/// A painted mark.
#[derive(Debug)]
pub(crate) enum Mark {
    /// Marks in a group.
    Group(Group),
    /// A filled outline.
    Fill(Fill),
    /// A stroked outline.
    Stroke(Stroke),
}

/// A filled outline.
#[derive(Debug)]
pub(crate) struct Fill {
    /// The outline.
    pub outline: Outline,
    /// The rule that determines its inside.
    pub rule: Rule,
    /// Its paint.
    pub paint: Paint,
    /// Opacity of the paint.
    pub opacity: f32,
}

/// A stroked outline.
#[derive(Debug)]
pub(crate) struct Stroke {
    /// The outline.
    pub outline: Outline,
    /// The pen.
    pub pen: Pen,
    /// Its colour.
    pub color: Color,
    /// Its opacity.
    pub opacity: f32,
    /// The transformation of outline and pen, if it is not the identity: a stretched or slanted pen draws a line of
    /// uneven width.
    pub matrix: Option<[f64; 6]>,
}

/// The line style of a stroke.
#[derive(Debug)]
pub(crate) struct Pen {
    /// Its width.
    pub width: f64,
    /// Shape of its ends.
    pub cap: Cap,
    /// Shape of its corners.
    pub join: Join,
    /// Maximum length of a sharp corner, in widths of the line.
    pub miter_limit: f32,
    /// Lengths of dashes and gaps, and the offset at which the line begins; `None` for a solid line.
    pub dashes: Option<(Vec<f64>, f64)>,
}

/// The ends of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cap {
    /// Cut off at the end point.
    Butt,
    /// A semicircle.
    Round,
    /// Half a square beyond the end point.
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

/// The rule that determines the inside of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    /// Points with a nonzero winding number.
    NonZero,
    /// Points that an odd number of edges separates from the outside.
    EvenOdd,
}

/// The paint of a fill.
#[derive(Debug)]
pub(crate) enum Paint {
    /// One colour.
    Color(Color),
    /// A gradient.
    Gradient(Gradient),
}

/// A gradient; the first and last colours extend beyond its ends.
#[derive(Debug)]
pub(crate) struct Gradient {
    /// Its geometry.
    pub line: Line,
    /// Its colour stops.
    pub stops: Vec<Stop>,
    /// The transformation of `line`.
    pub matrix: [f64; 6],
}

/// The geometry of a gradient.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line {
    /// A straight line: x and y of its start, x and y of its end.
    Straight([f32; 4]),
    /// From one circle to another: x, y and radius of each.
    Circles([f32; 6]),
}

/// A colour stop of a gradient.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop {
    /// Its position, from 0 to 1.
    pub offset: f32,
    /// The colour.
    pub color: Color,
    /// Its opacity.
    pub opacity: f32,
}

/// An outline: any number of open or closed subpaths.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Its parts.
    pub segments: Vec<Segment>,
}

/// A part of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Segment {
    /// Begins a new subpath.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A cubic curve with its two control points.
    Curve([[f32; 2]; 3]),
    /// Closes the subpath.
    Close,
}
