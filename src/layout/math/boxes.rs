//! Boxes: things placed around a point on the baseline, with the room that they take.

use crate::layout::{Color, Item};
use crate::units::{Point, Pt, Size};

/// Something drawn in a formula.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// A glyph of the mathematical face.
    Glyph { id: u16, size: Pt, color: Color, character: char },
    /// A filled rectangle; its place is the top left corner.
    Rule { size: Size, color: Color },
    /// Text or whatever else the setter of lines has made.
    Item(Item),
}

/// The one glyph that a box holds, which scripts and accents look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Single {
    pub glyph: u16,
    pub size: Pt,
}

/// A box: its origin is the left end of its baseline.
#[derive(Clone, Debug, Default)]
pub(super) struct Boxed {
    pub width: Pt,
    /// Above the baseline.
    pub height: Pt,
    /// Below the baseline; negative where all stands over it.
    pub depth: Pt,
    /// How much further to the left the lower end is than the upper one: integrals.
    pub slant: Pt,
    /// Set where the box is one glyph at its natural size.
    pub single: Option<Single>,
    pub marks: Vec<(Point, Mark)>,
}

impl Boxed {
    /// Empty room.
    pub fn space(width: Pt) -> Self {
        Self { width, ..Self::default() }
    }

    /// A rule that rises from `bottom` over the baseline.
    pub fn rule(size: Size, bottom: Pt, color: Color) -> Self {
        let mut made = Self::space(size.width);
        made.height = bottom + size.height;
        made.depth = -bottom;
        made.marks.push((Point::new(Pt::ZERO, -made.height), Mark::Rule { size, color }));
        made
    }

    /// Height and depth together.
    pub fn extent(&self) -> Pt {
        self.height + self.depth
    }

    /// Puts `other` into this box, its origin `x` to the right and `up` over the baseline; height and depth grow, the
    /// width does not.
    pub fn put(&mut self, x: Pt, up: Pt, other: Boxed) {
        let empty = self.marks.is_empty() && self.extent() == Pt::ZERO;
        let (height, depth) = (other.height + up, other.depth - up);
        self.height = if empty { height } else { self.height.max(height) };
        self.depth = if empty { depth } else { self.depth.max(depth) };
        self.single = None;
        self.slant = Pt::ZERO;
        let by = Point::new(x, -up);
        self.marks.extend(other.marks.into_iter().map(|(at, mark)| (at + by, mark)));
    }

    /// Puts `other` to the right of all.
    pub fn append(&mut self, other: Boxed) {
        let width = self.width + other.width;
        self.put(self.width, Pt::ZERO, other);
        self.width = width;
    }

    /// The box `up` higher.
    pub fn raised(self, up: Pt) -> Self {
        let (single, slant) = (self.single, self.slant);
        let mut raised = Self::space(self.width);
        raised.put(Pt::ZERO, up, self);
        Self { single, slant, ..raised }
    }

    /// The box with its middle on the line `axis` over the baseline.
    pub fn centred(self, axis: Pt) -> Self {
        let up = axis - (self.height - self.depth) / 2.0;
        self.raised(up)
    }

    /// The box in the middle of `width`.
    pub fn centred_in(self, width: Pt) -> Self {
        let mut wider = Self::space(width);
        wider.put((width - self.width) / 2.0, Pt::ZERO, self);
        wider
    }
}
