//! Why the value of an argument cannot be used.
//!
//! clap puts the argument and its value before these messages: `invalid value '5' for '--max-size <SIZE>': …`.

use std::fmt;

use offprint::archive::PatternError;
use offprint::read::lang::TagError;
use offprint::{cover, design};

/// Why the value of an argument cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentError {
    /// Neither the name of a design nor a path.
    UnknownDesign {
        /// The name that was probably meant.
        meant: Option<String>,
    },
    /// Neither the name of a cover design nor a path.
    UnknownCoverDesign {
        /// The name that was probably meant.
        meant: Option<&'static str>,
    },
    /// A language tag that is not well-formed.
    Tag(TagError),
    /// A well-formed language tag that names no known language.
    UnknownLanguage,
    /// A length without a unit, or with an unknown one.
    NoUnitOfLength,
    /// The text before the unit is not a number.
    NotANumber {
        /// The text before the unit.
        written: String,
    },
    /// A length that is too short or too long.
    Length {
        /// The shortest length allowed, in millimetres.
        least: f64,
        /// The longest length allowed, in millimetres.
        most: f64,
    },
    /// A number of bytes without its unit.
    NoUnitOfSize {
        /// The number.
        number: String,
    },
    /// Not a number of bytes.
    NotASize,
    /// Not a time.
    NotATime,
    /// Not a point in time.
    NoMoment,
    /// Not a date.
    NotADate,
    /// A pattern for names that cannot be used.
    Pattern(PatternError),
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const TAGS: &str = "a language tag is such as `en`, `pt-BR` or `zh-Hans`";
        match self {
            Self::UnknownDesign { meant } => {
                write!(f, "a design is one of {}, or the path of a design.toml", design::NAMES.join(", "))?;
                meant.iter().try_for_each(|meant| write!(f, "; did you mean {meant}?"))
            }
            Self::UnknownCoverDesign { meant } => {
                write!(f, "it is one of {}, none, or the path of a cover design", cover::NAMES.join(", "))?;
                meant.iter().try_for_each(|meant| write!(f, "; did you mean {meant}?"))
            }
            Self::Tag(error) => write!(f, "{error}; {TAGS}"),
            Self::UnknownLanguage => write!(f, "no language has this tag; {TAGS}"),
            Self::NoUnitOfLength => f.write_str("not a length with a unit (mm, cm, in or pt), such as `3mm`"),
            Self::NotANumber { written } => write!(f, "`{written}` is not a number"),
            Self::Length { least, most } => write!(f, "it must be between {least} and {most} mm"),
            Self::NoUnitOfSize { number } => {
                write!(f, "a size needs its unit: {number}MB, {number}KB or {number}MiB")
            }
            Self::NotASize => f.write_str("not a size such as 5MB, 800KB or 2.5MiB"),
            Self::NoMoment => {
                f.write_str("not a date such as 2026-11-01 or 2026-11-01T08:30, or a time ago such as 12h or 7d")
            }
            Self::NotADate => f.write_str("not a date such as 2024, 2024-05 or 2024-05-17"),
            Self::Pattern(error) => error.fmt(f),
            Self::NotATime => f.write_str("not a time such as 5s, 500ms or 2m"),
        }
    }
}

impl std::error::Error for ArgumentError {}

impl From<TagError> for ArgumentError {
    fn from(error: TagError) -> Self {
        Self::Tag(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_may_stand_there() {
        let meant = Some("book".to_owned());
        assert!(ArgumentError::UnknownDesign { meant }.to_string().ends_with("; did you mean book?"));
        assert!(ArgumentError::UnknownDesign { meant: None }.to_string().ends_with("or the path of a design.toml"));
        let tag = offprint::read::lang::well_formed("en_US").unwrap_err();
        assert!(ArgumentError::from(tag).to_string().starts_with("`en_US` is not a language"));
        assert!(ArgumentError::NoUnitOfSize { number: "5".into() }.to_string().contains("5MiB"));
    }
}
