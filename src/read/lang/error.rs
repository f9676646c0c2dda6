//! Why a language tag is not well-formed.

use std::fmt;

/// Why a language tag is not well-formed (RFC 5646 §2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagError {
    /// The part of the tag at which it stops being well-formed: `Latn` of `en-Latn-Latn`.
    pub part: String,
    /// What is wrong with that part.
    pub fault: TagFault,
}

/// What is wrong with a part of a language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagFault {
    /// The first part is no language: `english-US`, `1-US`.
    NotALanguage,
    /// A variant or an extension for the second time: `en-a-bb-a-cc`.
    Repeated,
    /// An extension is announced by a sign that is neither a letter nor a digit: `en-!-aa`.
    NotAnExtension,
    /// An extension is announced and nothing follows: `en-u`.
    NothingFollows,
    /// Two hyphens in a row, or one at the end: `en--US`.
    Empty,
    /// Other signs than letters and digits: `en_US`.
    NotAlphanumeric,
    /// More than eight letters.
    TooLong,
    /// A second region: `en-US-GB`.
    SecondRegion,
    /// The part is well-formed, but not in this place: a second script in `en-Latn-Latn`.
    Misplaced,
}

impl fmt::Display for TagError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.part, self.fault)
    }
}

impl std::error::Error for TagError {}

impl fmt::Display for TagFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotALanguage => "is not a language of two or three letters",
            Self::Repeated => "is given twice",
            Self::NotAnExtension => "is neither a letter nor a digit",
            Self::NothingFollows => "announces something that does not follow",
            Self::Empty => "is empty",
            Self::NotAlphanumeric => "is neither letters nor digits",
            Self::TooLong => "is longer than eight letters",
            Self::SecondRegion => "is a second region",
            Self::Misplaced => "cannot stand in this place",
        })
    }
}
