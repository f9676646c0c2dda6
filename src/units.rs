//! Lengths that carry their unit, so that no signature takes a bare float.
//!
//! [`Pt`] is the absolute length of the page (1/72 inch, the unit of PDF user space, ISO 32000-1 §8.3.2.3);
//! [`Em`] is a length relative to a font size. `Em * Pt` is the only way from one to the other.
//!
//! The origin of a page is its **top left** corner and y grows downwards; only `pdf/` converts to PDF's upward axis.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

macro_rules! length {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, serde::Serialize)]
        pub struct $name(pub f64);

        impl $name {
            /// The zero length.
            pub const ZERO: Self = Self(0.0);
            /// The smaller of the two.
            pub(crate) fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }
            /// The larger of the two.
            pub(crate) fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }
        }
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }
        impl Div<f64> for $name {
            type Output = Self;
            fn div(self, divisor: f64) -> Self {
                Self(self.0 / divisor)
            }
        }
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
                Self(lengths.map(|length| length.0).sum())
            }
        }
    };
}

length! {
    /// A length in PostScript points, 1/72 inch.
    Pt
}
length! {
    /// A length in units of the font size.
    Em
}

impl Pt {
    /// A millimetre.
    pub const MM: Self = Self(72.0 / 25.4);

    /// The length without its sign.
    pub(crate) fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl Mul<Pt> for Em {
    type Output = Pt;
    fn mul(self, size: Pt) -> Pt {
        Pt(self.0 * size.0)
    }
}

impl Em {
    /// Converts `length` to ems at font size `size`.
    pub(crate) fn of(length: Pt, size: Pt) -> Em {
        Em(length.0 / size.0)
    }
}

/// A place on a page or in a frame, from its top left corner, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance from the left edge.
    pub x: Pt,
    /// Distance from the top edge.
    pub y: Pt,
}

impl Point {
    /// The point at `x`, `y`.
    pub(crate) fn new(x: Pt, y: Pt) -> Self {
        Self { x, y }
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Size {
    /// Horizontal extent.
    pub width: Pt,
    /// Vertical extent.
    pub height: Pt,
}

impl Size {
    /// The size `width` × `height`.
    pub(crate) fn new(width: Pt, height: Pt) -> Self {
        Self { width, height }
    }
}
