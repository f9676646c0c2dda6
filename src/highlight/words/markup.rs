//! Scans markup inside code (JSX): tags, their attributes and what stands between them.

use super::{DEEPEST, Inside, Scanner};
use crate::highlight::Token;
use crate::highlight::cursor::{begins_word, in_word};
use crate::highlight::grammars::Trait;

impl Scanner<'_, '_> {
    /// Scans an element of JSX.
    pub(super) fn markup(&mut self, next: char) -> bool {
        if next != '<' || !self.has(&Trait::Markup) || !self.begins_value() || self.stack.len() >= DEEPEST {
            return false;
        }
        if !self.cursor.rest()[1..].starts_with(|c: char| c.is_alphabetic() || c == '>') {
            return false;
        }
        self.open_tag();
        true
    }

    pub(super) fn open_tag(&mut self) {
        self.cursor.step();
        let start = self.cursor.at;
        self.cursor.take(|c| in_word(c) || matches!(c, '.' | '-' | ':'));
        self.cursor.painted(start, Token::Keyword);
        self.stack.push(Inside::Tag);
    }

    /// Scans one unit inside a tag.
    pub(super) fn tag(&mut self) {
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
    pub(super) fn children(&mut self) {
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

    pub(super) fn brace(&mut self) {
        if self.stack.len() < DEEPEST {
            self.stack.push(Inside::Braces { depth: 0 });
        }
        self.past('{');
    }
}
