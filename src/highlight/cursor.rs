//! A place in a listing, and what was found up to it.

use std::ops::Range;

use super::Token;

/// How far scanners look ahead, in bytes: it bounds the time that a line of nothing but opening marks takes.
const FARTHEST: usize = 512;

/// Goes through a listing once.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    pub code: &'a str,
    /// Where it stands, in bytes; at the beginning of a character.
    pub at: usize,
    /// Where the part ends that it may go through.
    pub end: usize,
    /// What was found.
    pub tokens: Vec<(Range<usize>, Token)>,
}

impl<'a> Cursor<'a> {
    pub fn new(code: &'a str) -> Self {
        Cursor { code, at: 0, end: code.len(), tokens: Vec::new() }
    }

    /// What is left.
    pub fn rest(&self) -> &'a str {
        &self.code[self.at..self.end]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn done(&self) -> bool {
        self.at >= self.end
    }

    /// The character before.
    pub fn before(&self) -> Option<char> {
        self.code[..self.at].chars().next_back()
    }

    pub fn starts(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// Steps over a character.
    pub fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Steps over `count` bytes, which must be whole characters.
    pub fn skip(&mut self, count: usize) {
        self.at = (self.at + count).min(self.end);
    }

    /// Steps over characters for which `wanted` holds, and gives them.
    pub fn take(&mut self, wanted: impl FnMut(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = rest.len() - rest.trim_start_matches(wanted).len();
        self.skip(taken);
        &rest[..taken]
    }

    /// The rest of the line, without its end.
    pub fn line(&self) -> &'a str {
        let rest = self.rest();
        rest.split('\n').next().unwrap_or(rest)
    }

    /// The rest of the line as far as scanners look ahead without going there.
    pub fn ahead(&self) -> &'a str {
        let rest = self.rest();
        let near = &rest[..rest.floor_char_boundary(FARTHEST)];
        near.split('\n').next().unwrap_or(near)
    }

    /// Whether nothing but white space stands before it on its line.
    pub fn opens_line(&self) -> bool {
        self.code[..self.at].chars().rev().find(|c| !matches!(c, ' ' | '\t')).is_none_or(|c| c == '\n')
    }

    /// Steps over `count` bytes that are a `token`.
    pub fn paint(&mut self, count: usize, token: Token) {
        let start = self.at;
        self.skip(count);
        self.painted(start, token);
    }

    /// Makes what was stepped over since `start` a `token`.
    pub fn painted(&mut self, start: usize, token: Token) {
        if start >= self.at {
            return;
        }
        match self.tokens.last_mut() {
            Some((range, last)) if *last == token && range.end == start => range.end = self.at,
            _ => self.tokens.push((start..self.at, token)),
        }
    }

    /// Lets `scan` go through the next `count` bytes alone.
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

/// Whether `c` may stand in a word.
pub(super) fn in_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}
