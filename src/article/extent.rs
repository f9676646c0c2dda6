//! Sizes that authors state for pictures.
//!
//! A size may be absolute (points), or relative to the font size (ems), the column, or the picture's natural size.
//! [`Extent::resolve`] computes it when the picture is placed. Limit: a height in per cent of the page has no meaning
//! where pages have no fixed size, so the reader drops it.

use crate::units::{Pt, Size};

/// A length of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// An absolute length; CSS pixels are 96 to the inch.
    Fixed(Pt),
    /// A multiple of the font size of the surrounding text.
    Ems(f64),
    /// A share of the column width; 1 is all of it.
    Column(f64),
    /// A share of the picture's natural length.
    Natural(f64),
}

/// The size that an author states for a picture; nothing by default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    /// Width.
    pub width: Option<Length>,
    /// Height.
    pub height: Option<Length>,
    /// Maximum width.
    pub widest: Option<Length>,
    /// Maximum height.
    pub tallest: Option<Length>,
}

impl Length {
    /// Resolves the length for a picture whose natural length is `natural`.
    fn resolve(self, natural: Pt, column: Pt, em: Pt) -> Pt {
        match self {
            Self::Fixed(length) => length,
            Self::Ems(count) => em * count,
            Self::Column(share) => column * share,
            Self::Natural(share) => natural * share,
        }
    }
}

impl Extent {
    /// Whether nothing is stated.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the size of a picture of the size `natural`, in a column of the width `column` and in text of the size
    /// `em`; `None` if nothing is stated. If only one side is stated, the proportions are kept. Nothing becomes wider
    /// than the column.
    pub(crate) fn resolve(&self, natural: Size, column: Pt, em: Pt) -> Option<Size> {
        if self.is_empty() {
            return None;
        }
        let aspect = natural.width.0.max(0.01) / natural.height.0.max(0.01);
        let width = self.width.map(|length| length.resolve(natural.width, column, em));
        let height = self.height.map(|length| length.resolve(natural.height, column, em));
        let size = match (width, height) {
            (Some(width), Some(height)) => Size::new(width, height),
            (Some(width), None) => Size::new(width, width / aspect),
            (None, Some(height)) => Size::new(height * aspect, height),
            (None, None) => natural,
        };
        let widest = self.widest.map_or(column, |length| length.resolve(natural.width, column, em).min(column));
        let tallest = self.tallest.map(|length| length.resolve(natural.height, column, em));
        let across = widest.0 / size.width.0.max(0.01);
        let down = tallest.map_or(1.0, |tallest| tallest.0 / size.height.0.max(0.01));
        let factor = across.min(down).min(1.0);
        Some(Size::new(size.width * factor, size.height * factor))
    }

    /// Resolves the size in whole CSS pixels, for a picture of `natural` pixels. This is an estimate for use before
    /// the picture is placed: it assumes a column of 600 pixels and text of 16.
    pub(crate) fn pixels(&self, natural: (u32, u32)) -> (u32, u32) {
        self.pixels_in(natural, 600.0)
    }

    /// Resolves the size as [`Extent::pixels`] does, in a column of `column` pixels.
    pub(crate) fn pixels_in(&self, (width, height): (u32, u32), column: f64) -> (u32, u32) {
        const PIXEL: f64 = 0.75;
        let natural = Size::new(Pt(f64::from(width) * PIXEL), Pt(f64::from(height) * PIXEL));
        let whole = |length: Pt| (length.0 / PIXEL).round().clamp(1.0, 1e6) as u32;
        let size = self.resolve(natural, Pt(column * PIXEL), Pt(12.0));
        size.map_or((width, height), |size| (whole(size.width), whole(size.height)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NATURAL: Size = Size { width: Pt(200.0), height: Pt(100.0) };

    #[track_caller]
    fn is(extent: Extent, width: f64, height: f64) {
        assert_eq!(extent.resolve(NATURAL, Pt(300.0), Pt(10.0)), Some(Size::new(Pt(width), Pt(height))));
    }

    #[test]
    fn one_side_keeps_the_proportions_and_two_are_taken_as_stated() {
        is(Extent { width: Some(Length::Column(0.25)), ..Extent::default() }, 75.0, 37.5);
        is(Extent { height: Some(Length::Ems(2.0)), ..Extent::default() }, 40.0, 20.0);
        let both =
            Extent { width: Some(Length::Fixed(Pt(30.0))), height: Some(Length::Fixed(Pt(30.0))), ..Extent::default() };
        is(both, 30.0, 30.0);
        assert_eq!(Extent::default().resolve(NATURAL, Pt(300.0), Pt(10.0)), None);
    }

    #[test]
    fn nothing_is_wider_than_the_column_and_more_than_natural_is_honoured_up_to_it() {
        is(Extent { width: Some(Length::Fixed(Pt(250.0))), ..Extent::default() }, 250.0, 125.0);
        is(Extent { width: Some(Length::Fixed(Pt(900.0))), ..Extent::default() }, 300.0, 150.0);
        is(Extent { width: Some(Length::Natural(2.0)), ..Extent::default() }, 300.0, 150.0);
        let both = Extent {
            width: Some(Length::Fixed(Pt(600.0))),
            height: Some(Length::Fixed(Pt(100.0))),
            ..Extent::default()
        };
        is(both, 300.0, 50.0);
    }

    #[test]
    fn a_greatest_size_enlarges_nothing() {
        is(Extent { widest: Some(Length::Column(1.0)), ..Extent::default() }, 200.0, 100.0);
        is(Extent { widest: Some(Length::Fixed(Pt(50.0))), ..Extent::default() }, 50.0, 25.0);
        is(Extent { tallest: Some(Length::Fixed(Pt(50.0))), ..Extent::default() }, 100.0, 50.0);
    }
}
