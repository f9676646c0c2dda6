//! Typographic style that designs choose and typesetting applies: colour, family, weight, alignment, figures,
//! capitals.

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

    /// The grey whose red, green and blue are all `level`: 0 is black, 255 white.
    pub(crate) const fn grey(level: u8) -> Self {
        Self { red: level, green: level, blue: level }
    }

    /// The colour of these parts.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }
}

/// Kinds of type families that a design uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Family {
    /// A family with serifs, for text.
    #[default]
    Serif,
    /// A family without serifs, for small text: captions, labels, running heads.
    Sans,
    /// A monospaced family, for code.
    Mono,
}

/// Font weights of the bundled families. A weight that a family lacks becomes the nearest one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Weight {
    /// Weight 400, for text.
    #[default]
    Regular,
    /// Weight 600.
    SemiBold,
    /// Weight 700.
    Bold,
}

/// Alignment of lines in the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Alignment {
    /// Justified: both edges straight, the last line at its natural width.
    #[default]
    Justified,
    /// Ragged at the end of lines.
    Start,
    /// Ragged, with lines of about equal width: for headings.
    Balanced,
    /// Centred.
    Center,
    /// Ragged at the start of lines.
    End,
}

/// Styles of digits.
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

/// Capitalisation of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Caps {
    /// As written.
    #[default]
    AsWritten,
    /// All capitals; search and copying still give the written form.
    Upper,
    /// Small capitals in place of small letters.
    Small,
}
