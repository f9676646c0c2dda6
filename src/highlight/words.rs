//! The scanner for most languages: those of words, quotes and brackets.
//!
//! One scanner serves all of them; a [`Grammar`] describes the differences. A stack tracks the context, for code
//! inside strings (`${…}`) and for markup inside code (JSX).

use std::collections::BTreeMap;

use super::Token;
use super::cursor::{Cursor, begins_word, in_word};
use super::grammars::{Comment, Grammar, Quote, Trait};

/// Maximum nesting of strings and markup in code in strings; deeper ones are scanned as code.
const DEEPEST: usize = 64;
/// Maximum length of a character literal, in characters between its quotes: `\u{10ffff}`.
const LONGEST_CHARACTER: usize = 10;
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

    /// Scans `#include`, `#[derive]`, `@decorator` or a prompt.
    fn directive(&mut self, next: char) -> bool {
        let rest = self.cursor.rest();
        let length = match next {
            '#' if self.has(&Trait::Attributes) && (rest.starts_with("#[") || rest.starts_with("#![")) => {
                let line = self.cursor.ahead();
                balanced(line)
            }
            '#' if self.has(&Trait::Preprocessor) && self.cursor.opens_line() => {
                let line = self.cursor.ahead();
                let name = line[1..].trim_start_matches([' ', '\t']);
                let name = name.len() - name.trim_start_matches(in_word).len();
                let length = line.len() - line[1..].trim_start_matches([' ', '\t']).len() + name;
                if line[..length].ends_with("include") || line[..length].ends_with("import") {
                    self.cursor.paint(length, Token::Meta);
                    self.included();
                    return true;
                }
                length
            }
            '@' if self.has(&Trait::Decorators) && !self.last.is_some_and(in_word) => {
                1 + rest[1..].len() - rest[1..].trim_start_matches(|c| in_word(c) || c == '.').len()
            }
            '$' if self.has(&Trait::Prompts) && rest.starts_with("$ ") && self.cursor.opens_line() => {
                self.cursor.paint(1, Token::Meta);
                self.head = true;
                return true;
            }
            _ => return false,
        };
        if length < 2 {
            return false;
        }
        self.cursor.paint(length, Token::Meta);
        self.past(' ');
        true
    }

    /// Scans `<stdio.h>`.
    fn included(&mut self) {
        self.cursor.take(|c| c == ' ' || c == '\t');
        let line = self.cursor.ahead();
        if line.starts_with('<') {
            let length = line.find('>').map_or(line.len(), |at| at + 1);
            self.cursor.paint(length, Token::String);
        }
    }

    /// Scans `$variable`, `${variable}`, `@instance` or `:symbol`.
    fn sigil(&mut self, next: char) -> bool {
        let sigils =
            self.grammar.traits.iter().find_map(|t| if let Trait::Sigils(list) = t { Some(*list) } else { None });
        if !sigils.is_some_and(|sigils| sigils.contains(next))
            || next == ':' && self.last.is_some_and(|c| c == ':' || in_word(c))
        {
            return false;
        }
        let line = self.cursor.ahead();
        let after = &line[1..];
        let length = match after.chars().next() {
            Some('{') if next == '$' => after.find('}').map_or(0, |at| at + 2),
            Some(c) if begins_word(c) => 1 + after.len() - after.trim_start_matches(in_word).len(),
            Some(c) if next == '$' && (c.is_ascii_digit() || matches!(c, '@' | '#' | '?' | '*' | '!' | '$')) => 2,
            Some('@') if next == '@' => 2 + after[1..].len() - after[1..].trim_start_matches(in_word).len(),
            _ => 0,
        };
        if length < 2 {
            return false;
        }
        let token = if next == ':' { Token::Number } else { Token::Name };
        self.cursor.paint(length, token);
        self.past('a');
        true
    }

    /// Scans `<<EOF` and everything up to the line `EOF`.
    fn heredoc(&mut self) -> bool {
        if !self.has(&Trait::Heredocs) || !self.cursor.starts("<<") {
            return false;
        }
        let name = self.cursor.ahead()[2..].trim_start_matches(['<', '-', '~']).trim_start_matches(['\'', '"']);
        let name = &name[..name.len() - name.trim_start_matches(in_word).len()];
        if !name.starts_with(begins_word) {
            return false;
        }
        let rest = self.cursor.rest();
        let line = self.cursor.line();
        let mut length = line.len();
        for line in rest[line.len()..].split_inclusive('\n').skip(1) {
            length += line.len();
            if line.trim().trim_end_matches([';', ',', ')']) == name {
                break;
            }
        }
        // Includes the line end before the text.
        length = (length + 1).min(rest.len());
        let length = (0..=length).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0);
        let text = rest[..length].trim_end_matches('\n').len();
        self.cursor.paint(text, Token::String);
        self.past('"');
        self.head = true;
        true
    }

    /// Scans a character literal, in languages where its quote also begins lifetimes or ends words.
    fn tick(&mut self, next: char) -> bool {
        if next != '\'' || !self.has(&Trait::Ticks) {
            return false;
        }
        let mut characters = self.cursor.rest()[1..].char_indices();
        let length = match characters.next() {
            Some((_, '\\')) => {
                let escaped = characters.next();
                let end = escaped.and_then(|_| characters.take(LONGEST_CHARACTER).find(|(_, c)| *c == '\''));
                end.map(|(at, _)| at + 2)
            }
            Some((_, c)) if c != '\n' => characters.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 2),
            _ => None,
        };
        match length {
            Some(length) => self.cursor.paint(length, Token::String),
            None => {
                let start = self.cursor.at;
                self.cursor.step();
                self.cursor.take(in_word);
                self.cursor.painted(start, Token::Type);
            }
        }
        self.past('\'');
        true
    }

    fn string(&mut self, next: char) -> bool {
        if !self.openers.get(next as usize).is_some_and(|opens| *opens) {
            return self.hashed();
        }
        for quote in self.grammar.strings {
            for prefix in std::iter::once("").chain(quote.prefixes.split(' ').filter(|prefix| !prefix.is_empty())) {
                let rest = self.cursor.rest();
                let Some(opened) = rest.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(quote.open)) else {
                    continue;
                };
                if prefix.is_empty() && quote.prefixed
                    || !prefix.is_empty() && self.cursor.before().is_some_and(in_word)
                {
                    continue;
                }
                let start = self.cursor.at;
                self.cursor.skip(rest.len() - opened.len());
                self.quoted(start, quote);
                return true;
            }
        }
        self.hashed()
    }

    /// Scans a raw string of Rust, `r#"…"#`.
    fn hashed(&mut self) -> bool {
        let rest = self.cursor.rest();
        if !self.has(&Trait::HashedStrings) || self.cursor.before().is_some_and(in_word) {
            return false;
        }
        let Some(hashes) = ["br", "cr", "r"].iter().find_map(|prefix| rest.strip_prefix(prefix)) else { return false };
        let Some(text) = hashes.trim_start_matches('#').strip_prefix('"') else { return false };
        let count = hashes.len() - text.len() - 1;
        let close = format!("\"{}", "#".repeat(count.min(DEEPEST)));
        let length = text.find(&close).map_or(text.len(), |at| at + close.len());
        self.cursor.paint(rest.len() - text.len() + length, Token::String);
        self.past('"');
        true
    }

    /// Scans the rest of a string that began at `start`.
    fn quoted(&mut self, start: usize, quote: &'static Quote) {
        self.past('"');
        while let Some(next) = self.cursor.peek() {
            if quote.hole.is_some_and(|hole| self.cursor.starts(hole)) && self.stack.len() < DEEPEST {
                let hole = quote.hole.unwrap_or_default();
                if hole == "{" && self.cursor.starts("{{") {
                    self.cursor.skip(2);
                    continue;
                }
                self.cursor.painted(start, Token::String);
                self.cursor.skip(hole.len());
                self.stack.push(Inside::Hole { quote, depth: 0 });
                self.past('(');
                return;
            }
            if quote.escape == Some(next) {
                self.cursor.step();
                if self.cursor.peek() != Some('\n') || quote.many_lines {
                    self.cursor.step();
                }
                continue;
            }
            if self.cursor.starts(quote.close) {
                self.cursor.skip(quote.close.len());
                // In such a language, a doubled quote represents one quote.
                if quote.escape.is_none() && self.cursor.starts(quote.close) && quote.close.len() == 1 {
                    self.cursor.step();
                    continue;
                }
                break;
            }
            if next == '\n' && !quote.many_lines {
                break;
            }
            self.cursor.step();
        }
        let key = self.has(&Trait::Keys) && self.cursor.ahead().trim_start().starts_with(':');
        self.cursor.painted(start, if key { Token::Name } else { Token::String });
    }

    /// Scans a regular expression between slashes, where a division is impossible.
    fn regex(&mut self, next: char) -> bool {
        if next != '/' || !self.has(&Trait::Regexes) || !self.begins_value() {
            return false;
        }
        let line = self.cursor.ahead();
        let (mut class, mut escaped) = (false, false);
        for (at, c) in line.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => class = true,
                ']' => class = false,
                '/' if !class => {
                    let flags = line[at + 1..].len()
                        - line[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
                    self.cursor.paint(at + 1 + flags, Token::String);
                    self.past('"');
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// Whether a value may begin here, rather than an operator.
    fn begins_value(&self) -> bool {
        if !self.last_word.is_empty() {
            return self.words.get(self.last_word) == Some(&Token::Keyword);
        }
        self.last.is_none_or(|c| "(=&|?:,{[;!>}+-*%<~^".contains(c))
    }

    /// Scans an element of JSX.
    fn markup(&mut self, next: char) -> bool {
        if next != '<' || !self.has(&Trait::Markup) || !self.begins_value() || self.stack.len() >= DEEPEST {
            return false;
        }
        if !self.cursor.rest()[1..].starts_with(|c: char| c.is_alphabetic() || c == '>') {
            return false;
        }
        self.open_tag();
        true
    }

    fn open_tag(&mut self) {
        self.cursor.step();
        let start = self.cursor.at;
        self.cursor.take(|c| in_word(c) || matches!(c, '.' | '-' | ':'));
        self.cursor.painted(start, Token::Keyword);
        self.stack.push(Inside::Tag);
    }

    /// Scans one unit inside a tag.
    fn tag(&mut self) {
        let Some(next) = self.cursor.peek() else { return };
        match next {
            '>' => {
                self.cursor.step();
                self.stack.pop();
                self.stack.push(Inside::Children);
            }
            '/' => {
                self.cursor.step();
                if self.cursor.starts(">") {
                    self.cursor.step();
                    self.stack.pop();
                    self.past(')');
                }
            }
            '{' => {
                self.cursor.step();
                self.brace();
            }
            '"' | '\'' => {
                let rest = &self.cursor.rest()[1..];
                let length = rest.find([next, '>']).unwrap_or(rest.len());
                let closed = rest[length..].starts_with(next);
                self.cursor.paint(1 + length + usize::from(closed), Token::String);
            }
            c if begins_word(c) => {
                let start = self.cursor.at;
                self.cursor.take(|c| in_word(c) || matches!(c, '-' | ':' | '.'));
                self.cursor.painted(start, Token::Name);
            }
            '=' => self.cursor.step(),
            c if c.is_whitespace() => self.cursor.step(),
            // It is not a tag after all, but for example a list of type parameters.
            _ => {
                self.stack.pop();
            }
        }
    }

    /// Scans one unit between tags.
    fn children(&mut self) {
        let rest = self.cursor.rest();
        let length = rest.find(['<', '{']).unwrap_or(rest.len());
        self.cursor.skip(length);
        let rest = &rest[length..];
        if let Some(name) = rest.strip_prefix("</") {
            self.cursor.skip(2);
            let length = name.len() - name.trim_start_matches(|c| in_word(c) || matches!(c, '.' | '-' | ':')).len();
            self.cursor.paint(length, Token::Keyword);
            if self.cursor.starts(">") {
                self.cursor.step();
            }
            self.stack.pop();
            self.past(')');
        } else if rest.starts_with('{') {
            self.cursor.step();
            self.brace();
        } else if rest[1.min(rest.len())..].starts_with(|c: char| c.is_alphabetic() || c == '>')
            && self.stack.len() < DEEPEST
        {
            self.open_tag();
        } else {
            self.cursor.step();
        }
    }

    fn brace(&mut self) {
        if self.stack.len() < DEEPEST {
            self.stack.push(Inside::Braces { depth: 0 });
        }
        self.past('{');
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

/// Returns the length of `line` up to the square bracket that closes the first one.
fn balanced(line: &str) -> usize {
    let mut depth = 0;
    for (at, c) in line.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            _ => {}
        }
    }
    line.len()
}
