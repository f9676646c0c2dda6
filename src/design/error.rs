//! Why a value of a design, or a flag that changes a design, cannot be used.
//!
//! An [`Error`] is about one value. Where in a `design.toml` the value stands is added by the reader
//! ([`custom::read()`](super::custom::read())), which reports every mistake of a file and not only the first.

use std::fmt;

use super::Paper;
use crate::units::Pt;

/// Why a value of a design cannot be used.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The value itself cannot be used.
    Value {
        /// What is wrong with it.
        fault: Fault,
        /// What may stand there, such as `a length from 4pt to 72pt`.
        expected: String,
    },
    /// The gap before the side column is set, but the design has no side column.
    NoSideColumn,
    /// The depth of the table of contents is set, but the design has no table of contents.
    NoContents,
    /// The margins are stated by no length, or by more than four.
    MarginCount {
        /// The number of lengths.
        count: usize,
    },
    /// A margin is narrower than printers can keep free.
    MarginTooSmall {
        /// The margin.
        margin: Pt,
        /// The narrowest margin allowed.
        least: Pt,
    },
    /// A margin leaves too little of the paper for text.
    MarginTooLarge {
        /// The margin.
        margin: Pt,
        /// The widest margin allowed on that side.
        most: Pt,
    },
    /// Running text would be too small or too large to read.
    TextSize {
        /// The size as it is written.
        written: String,
        /// The smallest size allowed.
        least: Pt,
        /// The largest size allowed.
        most: Pt,
    },
    /// A paper that is neither a known name nor a size.
    UnknownPaper {
        /// The paper as it is written.
        written: String,
    },
    /// A side of the paper is too short or too long.
    PaperSide {
        /// The side as it is written.
        written: String,
        /// The shortest side allowed, in points.
        least: f64,
        /// The longest side allowed, in points.
        most: f64,
    },
    /// The values cannot be used together: the text does not fit on the paper, for example.
    Conflict {
        /// What does not fit, and what would.
        message: String,
    },
}

/// What is wrong with a single value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The value is of another kind: `ten` where a length is needed.
    WrongKind {
        /// The value, as messages quote it.
        found: String,
        /// What it is not, with its article: `no length`, `neither true nor false`.
        lacks: &'static str,
    },
    /// The length has a unit that is not known.
    UnknownUnit {
        /// The length as it is written.
        written: String,
        /// The unit.
        unit: String,
    },
    /// A percentage, where there is no length that it could be a share of.
    NoWhole {
        /// The percentage as it is written.
        written: String,
    },
    /// A bare number where its unit cannot be guessed.
    NoUnit {
        /// The number.
        number: f64,
    },
    /// A name that is none of those allowed.
    UnknownName {
        /// The name.
        name: String,
    },
    /// The value is smaller or larger than allowed.
    OutOfRange {
        /// The value with its unit, such as `3pt`.
        found: String,
    },
    /// A fraction where a whole number is needed.
    NotWhole {
        /// The number.
        number: f64,
    },
    /// The first number of a pair is more than the second.
    WrongOrder {
        /// The first number.
        first: f64,
        /// The second number.
        second: f64,
    },
}

impl Fault {
    /// Returns the error that says what may stand there instead.
    pub(super) fn expecting(self, expected: impl Into<String>) -> Error {
        Error::Value { fault: self, expected: expected.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { fault, expected } => write!(f, "{fault}; expected {expected}"),
            Self::NoSideColumn => f.write_str("the design has no side column; set page.side-width to add one"),
            Self::NoContents => f.write_str("the design has no table of contents; set page.contents-least to add one"),
            Self::MarginCount { count } => {
                write!(f, "{count} lengths; there are one to four: top, right, bottom, left")
            }
            Self::MarginTooSmall { margin, least } => {
                write!(f, "{}pt is out of range; a margin is {}pt (6mm) or more", margin.0, least.0)
            }
            Self::MarginTooLarge { margin, most } => write!(
                f,
                "a margin of {:.0}pt leaves too little of the paper; there it is {:.0}pt at most",
                margin.0, most.0
            ),
            Self::TextSize { written, least, most } => {
                write!(f, "{written} is out of range; running text is from {}pt to {}pt", least.0, most.0)
            }
            Self::UnknownPaper { written } => {
                let names = Paper::ALL.map(Paper::name).join(", ");
                write!(f, "\"{written}\" is not a paper; write one of {names}, or a size such as 150mm x 220mm")
            }
            Self::PaperSide { written, least, most } => {
                write!(f, "{written} is out of range; a side is from {least}pt to {most}pt")
            }
            Self::Conflict { message } => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongKind { found, lacks } => write!(f, "{found} is {lacks}"),
            Self::UnknownUnit { written, unit } => write!(f, "\"{written}\": the unit `{unit}` is not known"),
            Self::NoWhole { written } => write!(f, "\"{written}\": a percentage is not allowed here"),
            Self::NoUnit { number } => {
                write!(f, "{number} has no unit; write \"{number}em\" or \"{number}pt\"")
            }
            Self::UnknownName { name } => write!(f, "\"{name}\" is not known"),
            Self::OutOfRange { found } => write!(f, "{found} is out of range"),
            Self::NotWhole { number } => write!(f, "{number} is not whole"),
            Self::WrongOrder { first, second } => write!(f, "{first} is more than {second}"),
        }
    }
}
