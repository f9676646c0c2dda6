//! What tells languages of words apart, as tables.

mod compiled;
mod scripts;
mod small;

pub(super) use compiled::*;
pub(super) use scripts::*;
pub(super) use small::*;

use super::Token;

/// A language of words.
#[derive(Debug)]
pub(super) struct Grammar {
    /// How comments look; the first that fits counts.
    pub comments: &'static [Comment],
    /// How strings look; the first that fits counts, so longer quotes stand before shorter ones.
    pub strings: &'static [Quote],
    /// Words of the language, apart by spaces.
    pub keywords: &'static str,
    /// Its own types.
    pub types: &'static str,
    /// Constants such as `true`, and `self`.
    pub constants: &'static str,
    /// What else there is.
    pub traits: &'static [Trait],
}

/// How a comment looks.
#[derive(Debug)]
pub(super) enum Comment {
    /// From this to the line's end.
    Line(&'static str),
    /// The same, but only where a word may begin.
    Word(&'static str),
    /// From one to the other.
    Block(&'static str, &'static str),
    /// The same, with comments in comments.
    Nested(&'static str, &'static str),
}

/// How a string looks.
#[derive(Debug)]
pub(super) struct Quote {
    pub open: &'static str,
    pub close: &'static str,
    /// What takes the meaning from the character after it; without it, a doubled quote stands for one.
    pub escape: Option<char>,
    /// What may stand before it, apart by spaces.
    pub prefixes: &'static str,
    /// Whether one of them must.
    pub prefixed: bool,
    pub many_lines: bool,
    /// What begins code inside.
    pub hole: Option<&'static str>,
}

impl Quote {
    /// On one line, with `\` before what does not count.
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

    /// Nothing but the quote has a meaning.
    pub const fn raw(self) -> Quote {
        Quote { escape: None, ..self }
    }

    /// One of `prefixes` may stand before it.
    pub const fn after(self, prefixes: &'static str) -> Quote {
        Quote { prefixes, ..self }
    }

    /// One of `prefixes` must stand before it.
    pub const fn only_after(self, prefixes: &'static str) -> Quote {
        Quote { prefixes, prefixed: true, ..self }
    }

    /// Code stands in it after `hole`.
    pub const fn holed(self, hole: &'static str) -> Quote {
        Quote { hole: Some(hole), ..self }
    }
}

/// What a language has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    /// Its words count in any case; the tables have small letters.
    AnyCase,
    /// Words that begin with a capital are types, those of capitals alone constants.
    Capitals,
    /// A word before a round bracket is a function.
    Calls,
    /// A word before `!` is one.
    Macros,
    /// The first word in a round bracket is one.
    LispHeads,
    /// The first word of a command is this.
    Heads(Token),
    /// Regular expressions between slashes.
    Regexes,
    /// Elements in code.
    Markup,
    /// Characters that begin variables.
    Sigils(&'static str),
    /// Characters in words beside letters, figures and `_`.
    InWords(&'static str),
    /// Names after `@` that say something of what follows.
    Decorators,
    /// `#[…]`.
    Attributes,
    /// `#` at a line's beginning.
    Preprocessor,
    /// `'a` is a name, `'a'` a character.
    Ticks,
    /// `r#"…"#`.
    HashedStrings,
    /// `<<EOF`.
    Heredocs,
    /// `--option`.
    Options,
    /// `$ ` before a command.
    Prompts,
    /// Words and strings before `:` or `=` are keys.
    Keys,
}
