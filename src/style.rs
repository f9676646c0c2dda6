//! Words of style that designs choose and typesetting obeys: colour, family, weight, alignment, figures, capitals.

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Color {
    /// Black.
    pub const BLACK: Self = Self::grey(0);

    /// The grey of which all three parts are `level`: 0 is black, 255 white.
    pub(crate) const fn grey(level: u8) -> Self {
        Self { red: level, green: level, blue: level }
    }

    /// The colour of these parts.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }
}

/// Kinds of faces that a design uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Family {
    /// For text.
    #[default]
    Serif,
    /// For small matter: captions, labels, running heads.
    Sans,
    /// For code.
    Mono,
}

/// Weights that the bundled families have; one that a family lacks becomes the nearest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Weight {
    /// 400
    #[default]
    Regular,
    /// 600
    SemiBold,
    /// 700
    Bold,
}

/// How lines fill the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Alignment {
    /// Both edges straight; the last line at its natural width.
    #[default]
    Justified,
    /// Straight where lines start.
    Start,
    /// Straight where lines start, all lines of about the same width: for headings.
    Balanced,
    /// Centred.
    Center,
    /// Straight where lines end.
    End,
}

/// Forms of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Figures {
    /// Old-style, proportional: for running text.
    #[default]
    OldStyle,
    /// Lining, tabular: for tables.
    Tabular,
    /// Lining, proportional: beside capitals.
    Lining,
}

/// Forms of capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Caps {
    /// As written.
    #[default]
    AsWritten,
    /// All capitals; the written form stays in the text that is searched and copied.
    Upper,
    /// Small capitals for small letters.
    Small,
}
