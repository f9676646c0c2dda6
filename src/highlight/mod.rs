//! Syntax highlighting: finds keywords, strings, comments and so on in a listing.
//!
//! [`highlight`] returns **classes**, not colours: a page design has a palette for them, and an EPUB can have one for
//! light and one for dark screens. Most languages are described by a table of words and quotes (`grammars`) for one
//! scanner (`words`); markup, style sheets, data files and line-oriented languages (diffs, shell sessions) have
//! scanners of their own.
//!
//! No library is used, because highlighters based on regular expressions load and compile grammars before the first
//! token: syntect takes 50 to 1,500 ms for a first listing, an engine without its own regular expressions 1 to 20 ms.
//! Nested brackets can delay the better ones by minutes. Here every scanner moves through the text once, forwards, with
//! a lookahead limited to its line. So time is linear in the length of the listing, and nothing has to be loaded.
//!
//! Limits: words are judged by their form and their neighbours, without parsing. A capitalised word is a type, a word
//! before a bracket is a function. Anything uncertain stays plain.

mod cursor;
mod data;
mod grammars;
mod languages;
mod lines;
mod markup;
mod style;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

/// Maximum length of a highlighted listing, in bytes: some thousand lines.
pub const LONGEST: usize = 256 * 1024;

/// The class of a stretch of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {
    /// A keyword of the language; the name of an element in markup.
    Keyword,
    /// A string, a character, a regular expression.
    String,
    /// A comment.
    Comment,
    /// A number, and constants such as `true`.
    Number,
    /// The name of a function that is called or defined.
    Function,
    /// A type, a class, a module.
    Type,
    /// A key, an attribute, a property, a variable with a sigil.
    Name,
    /// Text about the code: directives, decorators, prompts, headers of a diff.
    Meta,
    /// A line that a diff adds.
    Inserted,
    /// A line that a diff removes.
    Deleted,
}

impl Token {
    /// All of them.
    #[cfg(test)]
    pub const ALL: [Token; 10] = [
        Token::Keyword,
        Token::String,
        Token::Comment,
        Token::Number,
        Token::Function,
        Token::Type,
        Token::Name,
        Token::Meta,
        Token::Inserted,
        Token::Deleted,
    ];
}

/// Returns the stretches of `code` that are not plain text, in order and without overlap, in bytes.
///
/// `language` is a name as in an info string, such as `rust`, `JS` or `c++`; attributes after it (`rust,ignore`) are
/// ignored. Returns `None` for unknown languages, and for listings longer than [`LONGEST`].
pub fn highlight(language: &str, code: &str) -> Option<Vec<(Range<usize>, Token)>> {
    let syntax = languages::syntax(language)?;
    if code.len() > LONGEST {
        return None;
    }
    let mut cursor = cursor::Cursor::new(code);
    syntax.scan(&mut cursor);
    Some(cursor.tokens)
}
