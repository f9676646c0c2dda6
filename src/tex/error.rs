//! Why a formula cannot be set, in either output.

use std::fmt;

/// Why a formula cannot be set. The writers show its source instead, with a warning that gives this reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Error {
    /// The source, or what its definitions unfold to, is longer than the parser is given.
    TooLong,
    /// Groups, or commands that take one another as arguments, are nested deeper than the parser recurses.
    TooDeep,
    /// A command that the parser does not know, or not here: `\sideset`, `\ref inside \text`.
    UnknownCommand(String),
    /// Parts that take their room and are not seen (`\phantom`), which readers of e-books do not all know in MathML.
    Invisible,
    /// The parser refused the source; its own words.
    Syntax(String),
    /// A command stands at the end of its group, without what it is about: `\frac{1}`.
    MissingArgument,
    /// A group has no end.
    OpenGroup,
    /// `\\` where there are no lines.
    StrayLineEnd,
    /// The formula has several lines and stands in a line of text.
    Lines,
    /// The formula is wider than the measure, even at the smallest size that can be read.
    TooWide,
    /// The MATH table of the mathematical face cannot be read.
    NoMathFace,
    /// The mathematical face has no root sign.
    NoRootSign,
    /// No face has some of the characters.
    MissingGlyphs,
    /// The MathML that came of it is no XML, or has no `math` element; what is wrong.
    Markup(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "it is too long",
            Self::TooDeep => "it is nested too deeply",
            Self::UnknownCommand(command) => return write!(f, "{command} is unknown"),
            Self::Invisible => "invisible parts are unknown",
            Self::Syntax(reason) | Self::Markup(reason) => reason,
            Self::MissingArgument => "an argument is missing",
            Self::OpenGroup => "a group does not end",
            Self::StrayLineEnd => "a line ends where there are no lines",
            Self::Lines => "it has lines of its own",
            Self::TooWide => "it is too wide",
            Self::NoMathFace => "the mathematical face cannot be read",
            Self::NoRootSign => "the face has no root sign",
            Self::MissingGlyphs => "it has characters that no face has",
        })
    }
}

impl std::error::Error for Error {}
