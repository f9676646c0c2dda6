//! Why a language tag is not well-formed.

use std::fmt;

/// Why a language tag is not well-formed (RFC 5646 §2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagError {
    /// The first part of the tag that is not well-formed: the second `Latn` of `en-Latn-Latn`.
    pub part: String,
    /// What is wrong with that part.
    pub fault: TagFault,
}

/// What is wrong with a part of a language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagFault {
    /// The first part is not a language: `english-US`, `1-US`.
    NotALanguage,
    /// A variant or an extension occurs for the second time: `en-a-bb-a-cc`.
    Repeated,
    /// An extension is introduced by neither a letter nor a digit: `en-!-aa`.
    NotAnExtension,
    /// An extension has no content: `en-u`.
    NothingFollows,
    /// A part is empty: two hyphens in a row, or one at the end, as in `en--US`.
    Empty,
    /// A part has characters other than letters and digits: `en_US`.
    NotAlphanumeric,
    /// A part has more than eight characters.
    TooLong,
    /// There is a second region: `en-US-GB`.
    SecondRegion,
    /// The part is well-formed, but not in this place, such as a second script in `en-Latn-Latn`.
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
            Self::Misplaced => "is not allowed in this place",
        })
    }
}
