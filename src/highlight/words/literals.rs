//! Scans literals and what looks like one: strings, characters, regular expressions, directives with paths.

use super::{DEEPEST, Inside, Scanner};
use crate::highlight::Token;
use crate::highlight::cursor::{begins_word, in_word};
use crate::highlight::grammars::{Quote, Trait};

/// Maximum length of a character literal, in characters between its quotes: `\u{10ffff}`.
const LONGEST_CHARACTER: usize = 10;

impl Scanner<'_, '_> {
    /// Scans `#include`, `#[derive]`, `@decorator` or a prompt.
    pub(super) fn directive(&mut self, next: char) -> bool {
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
    pub(super) fn included(&mut self) {
        self.cursor.take(|c| c == ' ' || c == '\t');
        let line = self.cursor.ahead();
        if line.starts_with('<') {
            let length = line.find('>').map_or(line.len(), |at| at + 1);
            self.cursor.paint(length, Token::String);
        }
    }

    /// Scans `$variable`, `${variable}`, `@instance` or `:symbol`.
    pub(super) fn sigil(&mut self, next: char) -> bool {
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
    pub(super) fn heredoc(&mut self) -> bool {
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
    pub(super) fn tick(&mut self, next: char) -> bool {
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

    pub(super) fn string(&mut self, next: char) -> bool {
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
    pub(super) fn hashed(&mut self) -> bool {
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
    pub(super) fn quoted(&mut self, start: usize, quote: &'static Quote) {
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
    pub(super) fn regex(&mut self, next: char) -> bool {
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
    pub(super) fn begins_value(&self) -> bool {
        if !self.last_word.is_empty() {
            return self.words.get(self.last_word) == Some(&Token::Keyword);
        }
        self.last.is_none_or(|c| "(=&|?:,{[;!>}+-*%<~^".contains(c))
    }
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
