//! The position in a listing, and the tokens found so far.

use std::ops::Range;

use super::Token;

/// Maximum lookahead of scanners in bytes, which limits the time for a line of nothing but opening delimiters.
const FARTHEST: usize = 512;

/// A cursor that moves through a listing once.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    pub code: &'a str,
    /// Its byte offset, on a character boundary.
    pub at: usize,
    /// The end of the part that it may move through.
    pub end: usize,
    /// The tokens found so far.
    pub tokens: Vec<(Range<usize>, Token)>,
}

impl<'a> Cursor<'a> {
    pub fn new(code: &'a str) -> Self {
        Cursor { code, at: 0, end: code.len(), tokens: Vec::new() }
    }

    /// Returns the rest of the part.
    pub fn rest(&self) -> &'a str {
        &self.code[self.at..self.end]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn done(&self) -> bool {
        self.at >= self.end
    }

    /// Returns the previous character.
    pub fn before(&self) -> Option<char> {
        self.code[..self.at].chars().next_back()
    }

    pub fn starts(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// Moves past a character.
    pub fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Moves past `count` bytes, which must be whole characters.
    pub fn skip(&mut self, count: usize) {
        self.at = (self.at + count).min(self.end);
    }

    /// Moves past characters for which `wanted` holds, and returns them.
    pub fn take(&mut self, wanted: impl FnMut(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = rest.len() - rest.trim_start_matches(wanted).len();
        self.skip(taken);
        &rest[..taken]
    }

    /// Returns the rest of the line, without its end.
    pub fn line(&self) -> &'a str {
        let rest = self.rest();
        rest.split('\n').next().unwrap_or(rest)
    }

    /// Returns the rest of the line, up to the maximum lookahead.
    pub fn ahead(&self) -> &'a str {
        let rest = self.rest();
        let near = &rest[..rest.floor_char_boundary(FARTHEST)];
        near.split('\n').next().unwrap_or(near)
    }

    /// Whether only white space precedes it on its line.
    pub fn opens_line(&self) -> bool {
        self.code[..self.at].chars().rev().find(|c| !matches!(c, ' ' | '\t')).is_none_or(|c| c == '\n')
    }

    /// Moves past `count` bytes and records them as a `token`.
    pub fn paint(&mut self, count: usize, token: Token) {
        let start = self.at;
        self.skip(count);
        self.painted(start, token);
    }

    /// Records the text since `start` as a `token`.
    pub fn painted(&mut self, start: usize, token: Token) {
        if start >= self.at {
            return;
        }
        match self.tokens.last_mut() {
            Some((range, last)) if *last == token && range.end == start => range.end = self.at,
            _ => self.tokens.push((start..self.at, token)),
        }
    }

    /// Lets `scan` process only the next `count` bytes.
    pub fn within(&mut self, count: usize, scan: impl FnOnce(&mut Self)) {
        let end = self.end;
        self.end = (self.at + count).min(end);
        scan(self);
        self.at = self.end;
        self.end = end;
    }
}

/// Whether `c` may begin a word.
pub(super) fn begins_word(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

/// Whether `c` may be in a word.
pub(super) fn in_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}
