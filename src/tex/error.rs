//! Why a formula cannot be set, in either output.

use std::fmt;

/// Why a formula cannot be set. The writers show its source instead, with a warning that gives this reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Error {
    /// The source, or its expansion by macro definitions, is longer than the limit.
    TooLong,
    /// Groups, or commands that take one another as arguments, are nested more deeply than the parser can recurse.
    TooDeep,
    /// A command that the parser does not know, or not in this place, such as `\sideset` or `\ref` inside `\text`.
    UnknownCommand(String),
    /// Invisible parts that take up space (`\phantom`); some e-book readers cannot show them in MathML.
    Invisible,
    /// The parser rejected the source; holds its message.
    Syntax(String),
    /// A command at the end of its group lacks an argument: `\frac{1}`.
    MissingArgument,
    /// A group is not closed.
    OpenGroup,
    /// `\\` outside of an environment with several lines.
    StrayLineEnd,
    /// A formula of several lines stands in a line of text.
    Lines,
    /// The formula is wider than the measure, even at the smallest readable size.
    TooWide,
    /// The MATH table of the math face cannot be read.
    NoMathFace,
    /// The math face has no radical sign.
    NoRootSign,
    /// No face has some of the characters.
    MissingGlyphs,
    /// The generated MathML is not well-formed, or has no `math` element; holds the reason.
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
            Self::StrayLineEnd => "a line break stands outside of an environment with lines",
            Self::Lines => "it has lines of its own",
            Self::TooWide => "it is too wide",
            Self::NoMathFace => "the mathematical face cannot be read",
            Self::NoRootSign => "the face has no root sign",
            Self::MissingGlyphs => "it has characters that no face has",
        })
    }
}

impl std::error::Error for Error {}
