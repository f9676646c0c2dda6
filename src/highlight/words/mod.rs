//! The scanner for most languages: those of words, quotes and brackets.
//!
//! One scanner serves all of them; a [`Grammar`] describes the differences. A stack tracks the context, for code
//! inside strings (`${…}`) and for markup inside code (JSX).

mod literals;
mod markup;

use std::collections::BTreeMap;

use crate::highlight::Token;
use crate::highlight::cursor::{Cursor, begins_word, in_word};
use crate::highlight::grammars::{Comment, Grammar, Quote, Trait};

/// Maximum nesting of strings and markup in code in strings; deeper ones are scanned as code.
const DEEPEST: usize = 64;
/// Keywords that precede the name of a function.
const BEFORE_FUNCTIONS: [&str; 10] =
    ["fn", "def", "func", "function", "fun", "sub", "proc", "defp", "defmacro", "macro_rules!"];
/// Keywords that precede the name of a type.
const BEFORE_TYPES: [&str; 14] = [
    "class",
    "struct",
    "enum",
    "trait",
    "interface",
    "impl",
    "new",
    "extends",
    "implements",
    "protocol",
    "module",
    "namespace",
    "union",
    "object",
];

/// The context of the scanner.
enum Inside {
    /// Code in a string, with its number of open brackets.
    Hole { quote: &'static Quote, depth: usize },
    /// Code in markup.
    Braces { depth: usize },
    /// A tag.
    Tag,
    /// Between tags.
    Children,
}

/// Scans code.
struct Scanner<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    grammar: &'static Grammar,
    words: BTreeMap<&'static str, Token>,
    /// Which characters may begin a string.
    openers: [bool; 128],
    stack: Vec<Inside>,
    /// The last character other than white space and comments.
    last: Option<char>,
    /// The last word, if nothing else followed it.
    last_word: &'a str,
    /// Whether the next word is the first one of a command.
    head: bool,
}

/// Scans the rest of `cursor` as code in `grammar`.
pub(super) fn scan(cursor: &mut Cursor, grammar: &'static Grammar) {
    let mut words = BTreeMap::new();
    let lists = [(grammar.types, Token::Type), (grammar.constants, Token::Number), (grammar.keywords, Token::Keyword)];
    for (list, token) in lists {
        words.extend(list.split_whitespace().map(|word| (word, token)));
    }
    let mut openers = [false; 128];
    for quote in grammar.strings {
        let plain = (!quote.prefixed).then_some(quote.open);
        let opens = quote.prefixes.split_whitespace().chain(plain).filter_map(|text| text.bytes().next());
        opens.for_each(|byte| openers[usize::from(byte)] = true);
    }
    let mut scanner =
        Scanner { cursor, grammar, words, openers, stack: Vec::new(), last: None, last_word: "", head: true };
    while !scanner.cursor.done() {
        match scanner.stack.last() {
            Some(Inside::Tag) => scanner.tag(),
            Some(Inside::Children) => scanner.children(),
            _ => scanner.code(),
        }
    }
}

impl<'a> Scanner<'_, 'a> {
    /// Scans one unit of code.
    fn code(&mut self) {
        let Some(next) = self.cursor.peek() else { return };
        if next.is_whitespace() {
            self.head |= next == '\n' && self.last != Some('\\');
            self.cursor.step();
            return;
        }
        let found = self.comment()
            || self.directive(next)
            || self.sigil(next)
            || self.heredoc()
            || self.tick(next)
            || self.string(next)
            || self.regex(next)
            || self.markup(next)
            || self.number(next)
            || self.flag(next)
            || self.word(next);
        if !found {
            self.mark(next);
        }
    }

    fn has(&self, wanted: &Trait) -> bool {
        self.grammar.traits.contains(wanted)
    }

    /// Records that something other than a word ended in `last`.
    fn past(&mut self, last: char) {
        self.last = Some(last);
        self.last_word = "";
        self.head = false;
    }

    fn comment(&mut self) -> bool {
        for comment in self.grammar.comments {
            match *comment {
                Comment::Line(open) if self.cursor.starts(open) => {
                    self.cursor.paint(self.cursor.line().len(), Token::Comment)
                }
                Comment::Word(open) if self.cursor.starts(open) => {
                    if self.cursor.before().is_some_and(|c| !c.is_whitespace() && c != ';') {
                        continue;
                    }
                    self.cursor.paint(self.cursor.line().len(), Token::Comment);
                }
                Comment::Block(open, close) if self.cursor.starts(open) => {
                    let rest = &self.cursor.rest()[open.len()..];
                    let length = rest.find(close).map_or(rest.len(), |at| at + close.len());
                    self.cursor.paint(open.len() + length, Token::Comment);
                }
                Comment::Nested(open, close) if self.cursor.starts(open) => self.nested(open, close),
                _ => continue,
            }
            return true;
        }
        false
    }

    fn nested(&mut self, open: &str, close: &str) {
        let start = self.cursor.at;
        let mut depth = 0;
        while !self.cursor.done() {
            if self.cursor.starts(open) {
                depth += 1;
                self.cursor.skip(open.len());
            } else if self.cursor.starts(close) {
                depth -= 1;
                self.cursor.skip(close.len());
                if depth == 0 {
                    break;
                }
            } else {
                self.cursor.step();
            }
        }
        self.cursor.painted(start, Token::Comment);
    }

    fn number(&mut self, next: char) -> bool {
        let rest = self.cursor.rest();
        let point =
            next == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) && !self.last.is_some_and(in_word);
        if !(next.is_ascii_digit() || point) {
            return false;
        }
        let hex = rest.starts_with("0x") || rest.starts_with("0X");
        let bytes = rest.as_bytes();
        let mut length = 1;
        while let Some(&byte) = bytes.get(length) {
            let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            let goes_on = match byte {
                b'.' => digit(length + 1) && bytes[length - 1] != b'.',
                b'+' | b'-' => !hex && matches!(bytes[length - 1], b'e' | b'E') && digit(length + 1),
                _ => byte.is_ascii_alphanumeric() || byte == b'_',
            };
            if !goes_on {
                break;
            }
            length += 1;
        }
        self.cursor.paint(length, Token::Number);
        self.past('0');
        true
    }

    /// Scans an option, `--option`.
    fn flag(&mut self, next: char) -> bool {
        let rest = self.cursor.rest();
        let option = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if next != '-' || !self.has(&Trait::Options) || !self.cursor.before().is_some_and(char::is_whitespace) {
            return false;
        }
        let length = rest.len() - rest.trim_start_matches(option).len();
        if length < 2 || !rest[..length].contains(|c: char| c.is_ascii_alphabetic()) {
            return false;
        }
        self.cursor.paint(length, Token::Name);
        self.past('a');
        true
    }

    fn word(&mut self, next: char) -> bool {
        if !begins_word(next) {
            return false;
        }
        let start = self.cursor.at;
        let inner =
            self.grammar.traits.iter().find_map(|t| if let Trait::InWords(list) = t { Some(*list) } else { None });
        let word = self.cursor.take(|c| in_word(c) || inner.is_some_and(|inner| inner.contains(c)));
        if let Some(token) = self.class(word) {
            self.cursor.painted(start, token);
        }
        // `if` and `then` begin commands of their own.
        self.head = self.head && self.words.get(word) == Some(&Token::Keyword);
        self.last = word.chars().next_back();
        self.last_word = word;
        true
    }

    /// Classifies `word`, which was just passed.
    fn class(&self, word: &str) -> Option<Token> {
        let folded = self.has(&Trait::AnyCase).then(|| word.to_ascii_lowercase());
        let known = self.words.get(folded.as_deref().unwrap_or(word)).copied();
        let member = self.last == Some('.') && self.last_word.is_empty();
        let rest = self.cursor.rest();
        if let Some(token) = known.filter(|token| !member && (*token == Token::Keyword || !self.calls())) {
            return Some(token);
        }
        if BEFORE_FUNCTIONS.contains(&self.last_word) && self.words.contains_key(self.last_word) {
            return Some(Token::Function);
        }
        if BEFORE_TYPES.contains(&self.last_word) && self.words.contains_key(self.last_word) {
            return Some(Token::Type);
        }
        if self.has(&Trait::Macros) && rest.starts_with('!') && !rest.starts_with("!=") {
            return Some(Token::Function);
        }
        if self.has(&Trait::LispHeads) {
            return (self.last == Some('(')).then_some(Token::Function);
        }
        let capital = self.has(&Trait::Capitals) && word.starts_with(char::is_uppercase);
        let shouted = word.len() > 1 && !word.contains(char::is_lowercase);
        if capital && shouted {
            return Some(Token::Number).filter(|_| !self.calls());
        }
        if capital {
            return Some(Token::Type);
        }
        if self.has(&Trait::Keys) && rest.trim_start_matches(' ').starts_with(['=', ':']) && self.opens_value() {
            return Some(Token::Name);
        }
        if self.has(&Trait::Calls) && self.calls() {
            return Some(Token::Function);
        }
        let heads =
            self.grammar.traits.iter().find_map(|t| if let Trait::Heads(token) = t { Some(*token) } else { None });
        // `NAME=value` is not a command.
        heads.filter(|_| self.head && !rest.starts_with('='))
    }

    /// Whether the last word began where a key may stand.
    fn opens_value(&self) -> bool {
        self.last.is_none_or(|c| matches!(c, '{' | ',' | '(' | '[')) || !self.last_word.is_empty() || self.head
    }

    /// Whether the word is called as a function.
    fn calls(&self) -> bool {
        self.cursor.starts("(") || self.cursor.starts("::<")
    }

    /// Scans a bracket, an operator or a punctuation mark.
    fn mark(&mut self, next: char) {
        let ends = match self.stack.last_mut() {
            Some(Inside::Hole { quote, depth }) => {
                let round = quote.hole.is_some_and(|hole| hole.ends_with('('));
                let (open, close) = if round { ('(', ')') } else { ('{', '}') };
                count(depth, next, open, close)
            }
            Some(Inside::Braces { depth }) => count(depth, next, '{', '}'),
            _ => false,
        };
        self.cursor.step();
        self.past(next);
        self.head = matches!(next, ';' | '|' | '&' | '{' | '}' | '`') || next == '(';
        if ends && let Some(Inside::Hole { quote, .. }) = self.stack.pop() {
            // The bracket that ends the interpolation stays plain, like the one that opened it.
            self.quoted(self.cursor.at, quote);
        }
    }
}

/// Counts brackets; returns whether `next` closes the bracket opened before the first.
fn count(depth: &mut usize, next: char, open: char, close: char) -> bool {
    if next == open {
        *depth += 1;
    } else if next == close {
        if *depth == 0 {
            return true;
        }
        *depth -= 1;
    }
    false
}
