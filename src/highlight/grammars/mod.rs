//! The tables that describe the languages of the scanner `words`.

mod compiled;
mod scripts;
mod small;

pub(super) use compiled::*;
pub(super) use scripts::*;
pub(super) use small::*;

use super::Token;

/// The grammar of a language.
#[derive(Debug)]
pub(super) struct Grammar {
    /// Comment syntaxes; the first that matches is used.
    pub comments: &'static [Comment],
    /// String syntaxes; the first that matches is used, so longer quotes come before shorter ones.
    pub strings: &'static [Quote],
    /// Keywords, separated by spaces.
    pub keywords: &'static str,
    /// Built-in types.
    pub types: &'static str,
    /// Constants such as `true`, and `self`.
    pub constants: &'static str,
    /// Other properties.
    pub traits: &'static [Trait],
}

/// A comment syntax.
#[derive(Debug)]
pub(super) enum Comment {
    /// From this delimiter to the end of the line.
    Line(&'static str),
    /// From this delimiter to the end of the line, but only where a word may begin.
    Word(&'static str),
    /// Between two delimiters.
    Block(&'static str, &'static str),
    /// Between two delimiters, nested.
    Nested(&'static str, &'static str),
}

/// A string syntax.
#[derive(Debug)]
pub(super) struct Quote {
    pub open: &'static str,
    pub close: &'static str,
    /// The escape character; without one, a doubled quote represents a quote.
    pub escape: Option<char>,
    /// Possible prefixes, separated by spaces.
    pub prefixes: &'static str,
    /// Whether a prefix is required.
    pub prefixed: bool,
    pub many_lines: bool,
    /// The delimiter of interpolated code.
    pub hole: Option<&'static str>,
}

impl Quote {
    /// A string on one line with `\` as its escape character.
    pub const fn new(quote: &'static str) -> Quote {
        Quote {
            open: quote,
            close: quote,
            escape: Some('\\'),
            prefixes: "",
            prefixed: false,
            many_lines: false,
            hole: None,
        }
    }

    pub const fn between(open: &'static str, close: &'static str) -> Quote {
        Quote { close, ..Quote::new(open) }
    }

    pub const fn long(self) -> Quote {
        Quote { many_lines: true, ..self }
    }

    /// Without escapes.
    pub const fn raw(self) -> Quote {
        Quote { escape: None, ..self }
    }

    /// One of `prefixes` may precede it.
    pub const fn after(self, prefixes: &'static str) -> Quote {
        Quote { prefixes, ..self }
    }

    /// One of `prefixes` must precede it.
    pub const fn only_after(self, prefixes: &'static str) -> Quote {
        Quote { prefixes, prefixed: true, ..self }
    }

    /// `hole` begins interpolated code.
    pub const fn holed(self, hole: &'static str) -> Quote {
        Quote { hole: Some(hole), ..self }
    }
}

/// A property of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    /// Keywords are case-insensitive; the tables have lower case.
    AnyCase,
    /// Capitalised words are types, words in capitals are constants.
    Capitals,
    /// A word before a round bracket is a function.
    Calls,
    /// A word before `!` is a function.
    Macros,
    /// The first word in a round bracket is a function.
    LispHeads,
    /// The first word of a command is this token.
    Heads(Token),
    /// Regular expressions between slashes.
    Regexes,
    /// Elements in code, as in JSX.
    Markup,
    /// Characters that begin variables.
    Sigils(&'static str),
    /// Characters in words besides letters, digits and `_`.
    InWords(&'static str),
    /// Names after `@` that annotate what follows.
    Decorators,
    /// Attributes, `#[…]`.
    Attributes,
    /// Directives that begin with `#` at the start of a line.
    Preprocessor,
    /// `'a` is a name, `'a'` a character.
    Ticks,
    /// Raw strings, `r#"…"#`.
    HashedStrings,
    /// Here documents, `<<EOF`.
    Heredocs,
    /// Options, `--option`.
    Options,
    /// Prompts, `$ ` before a command.
    Prompts,
    /// Words and strings before `:` or `=` are keys.
    Keys,
}
