//! Boxes: drawings around a point on the baseline, with their dimensions.

use crate::layout::{Color, Item};
use crate::units::{Point, Pt, Size};

/// A drawn item in a formula.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// A glyph of the math face.
    Glyph { id: u16, size: Pt, color: Color, character: char },
    /// A filled rectangle, positioned by its top left corner.
    Rule { size: Size, color: Color },
    /// Text or any other item that the setter of lines has made.
    Item(Item),
}

/// The only glyph of a box, for placing scripts and accents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Single {
    pub glyph: u16,
    pub size: Pt,
}

/// A box. Its origin is the left end of its baseline.
#[derive(Clone, Debug, Default)]
pub(super) struct Boxed {
    pub width: Pt,
    /// Height above the baseline.
    pub height: Pt,
    /// Depth below the baseline; negative if all of it is above.
    pub depth: Pt,
    /// How far the lower end is to the left of the upper one, as in integrals.
    pub slant: Pt,
    /// Set if the box is one glyph at its natural size.
    pub single: Option<Single>,
    pub marks: Vec<(Point, Mark)>,
}

impl Boxed {
    /// Creates empty space.
    pub fn space(width: Pt) -> Self {
        Self { width, ..Self::default() }
    }

    /// Creates a rule whose lower edge is `bottom` above the baseline.
    pub fn rule(size: Size, bottom: Pt, color: Color) -> Self {
        let mut made = Self::space(size.width);
        made.height = bottom + size.height;
        made.depth = -bottom;
        made.marks.push((Point::new(Pt::ZERO, -made.height), Mark::Rule { size, color }));
        made
    }

    /// Returns the sum of height and depth.
    pub fn extent(&self) -> Pt {
        self.height + self.depth
    }

    /// Adds `other` to this box, with its origin `x` to the right and `up` above the baseline. Height and depth grow,
    /// the width does not.
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

    /// Adds `other` to the right of everything.
    pub fn append(&mut self, other: Boxed) {
        let width = self.width + other.width;
        self.put(self.width, Pt::ZERO, other);
        self.width = width;
    }

    /// Returns the box raised by `up`.
    pub fn raised(self, up: Pt) -> Self {
        let (single, slant) = (self.single, self.slant);
        let mut raised = Self::space(self.width);
        raised.put(Pt::ZERO, up, self);
        Self { single, slant, ..raised }
    }

    /// Returns the box centred vertically on the line `axis` above the baseline.
    pub fn centred(self, axis: Pt) -> Self {
        let up = axis - (self.height - self.depth) / 2.0;
        self.raised(up)
    }

    /// Returns the box centred in `width`.
    pub fn centred_in(self, width: Pt) -> Self {
        let mut wider = Self::space(width);
        wider.put((width - self.width) / 2.0, Pt::ZERO, self);
        wider
    }
}
