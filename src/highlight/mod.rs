//! Syntax highlighting: which stretches of a listing are keywords, strings, comments and so on.
//!
//! [`highlight`] gives **classes**, not colours: a page design has a palette for them, and an EPUB can have one for light
//! and one for dark screens. Most languages are a table of words and quotes (`grammars`) for one scanner (`words`);
//! markup, style sheets, data files and what goes line by line (diffs, sessions in a shell) have scanners of their own.
//!
//! Why no library: highlighters on regular expressions load and compile grammars before the first colour (syntect takes
//! 50 to 1,500 ms for a first listing, an engine without its own regular expressions 1 to 20 ms), and nested
//! brackets can hold the better ones up for minutes. Here every scanner goes through the text once, forwards, and looks
//! ahead on its line at most, so time is in proportion to the listing and there is nothing to load.
//!
//! Limits: words are judged by their form and their neighbours, not by parsing. A capital begins a type, a bracket
//! after a word makes it a function. What cannot be told stays plain.

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

/// Longest listing that is highlighted, in bytes: some thousand lines.
pub const LONGEST: usize = 256 * 1024;

/// What a stretch of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {
    /// A word of the language itself; the name of an element in markup.
    Keyword,
    /// A string, a character, a regular expression.
    String,
    /// A comment.
    Comment,
    /// A number, and constants such as `true`.
    Number,
    /// The name of something that is called or defined as a function.
    Function,
    /// A type, a class, a module.
    Type,
    /// A key, an attribute, a property, a variable with a sigil.
    Name,
    /// What is about the code: directives, decorators, prompts, headers of a diff.
    Meta,
    /// A line that a diff adds.
    Inserted,
    /// A line that a diff takes away.
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

/// The stretches of `code` that are more than plain text, in order and apart from each other, in bytes.
///
/// `language` is a name as in the line that opens a listing, such as `rust`, `JS` or `c++`; attributes after it
/// (`rust,ignore`) do not matter. `None` where the language is unknown, and for listings longer than [`LONGEST`].
pub fn highlight(language: &str, code: &str) -> Option<Vec<(Range<usize>, Token)>> {
    let syntax = languages::syntax(language)?;
    if code.len() > LONGEST {
        return None;
    }
    let mut cursor = cursor::Cursor::new(code);
    syntax.scan(&mut cursor);
    Some(cursor.tokens)
}
