//! Settles superscripts and subscripts, highlights, and text struck through by single tildes.

use std::ops::Range;

use super::outline::Leaf;
use super::{By, Edit, Findings, Walk};

/// Maximum length of a subscript or superscript, in bytes.
const LONGEST: usize = 60;

/// A markup character in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    at: usize,
    byte: u8,
    owner: Option<usize>,
}

impl<'t> Findings<'t> {
    /// Settles tildes, carets and double equals signs of `leaf`; `pages` are its wikilinks.
    pub(super) fn scripts(&mut self, leaf: &'t Leaf, walk: &Walk<'t>, pages: &[Range<usize>]) {
        if !self.text[leaf.range.clone()].contains(['~', '^', '=']) {
            return;
        }
        let marks = marks(self.text, walk, pages);
        for byte in [b'~', b'^', b'='] {
            let own: Vec<Mark> = marks.iter().copied().filter(|mark| mark.byte == byte).collect();
            match byte {
                b'=' => self.highlights(&own),
                _ => self.pairs(leaf, &own),
            }
        }
    }

    /// Settles the tildes or the carets of a leaf.
    fn pairs(&mut self, leaf: &Leaf, marks: &[Mark]) {
        let mut at = 0;
        while at < marks.len() {
            let (open, next) = (marks[at], marks.get(at + 1));
            at += 1;
            // In `\~~a\~~` the first of two tildes is escaped; this is the second.
            let doubled = self.text[..open.at].ends_with("\\~");
            if let Some(close) = next.filter(|close| close.owner == open.owner && !doubled) {
                let tilde = open.byte == b'~';
                if self.is_script(leaf, open.at, close.at) {
                    at += 1;
                    let [first, last] = if tilde { ["<sub>", "</sub>"] } else { ["<sup>", "</sup>"] };
                    self.tags(open.at..open.at + 1, close.at..close.at + 1, first, last);
                    self.spaces(open.at + 1..close.at);
                    continue;
                }
                if tilde && self.is_struck(open.at, close.at) {
                    at += 1;
                    continue;
                }
            }
            // The parser would treat a single tilde as one of a pair.
            if open.byte == b'~' {
                self.edits.push(Edit { range: open.at..open.at + 1, by: By::Text("&#126;") });
            }
        }
    }

    fn tags(&mut self, open: Range<usize>, close: Range<usize>, first: &'static str, last: &'static str) {
        self.edits.push(Edit { range: open, by: By::Text(first) });
        self.edits.push(Edit { range: close, by: By::Text(last) });
    }

    /// Handles the escaped spaces inside pandoc's scripts.
    fn spaces(&mut self, range: Range<usize>) {
        for (at, _) in self.text[range.clone()].match_indices("\\ ") {
            let at = range.start + at;
            self.edits.push(Edit { range: at..at + 2, by: By::Text("&#160;") });
        }
    }

    /// Whether the characters at `open` and `close` make the text between them a subscript or superscript.
    fn is_script(&self, leaf: &Leaf, open: usize, close: usize) -> bool {
        let inner = &self.text[open + 1..close];
        let before = self.text[leaf.range.start..open].chars().next_back();
        let after = self.text[close + 1..leaf.range.end].chars().next();
        let joined = before.is_some_and(|c| {
            c.is_alphanumeric() || matches!(c, ')' | ']' | '}' | '*' | '_' | '`' | '>' | '$' | '\'' | '’' | '′' | '”')
        });
        let tilde = self.text.as_bytes()[open] == b'~';
        if inner.len() > LONGEST || inner.is_empty() || tilde && (!joined || inner.contains('/')) || before == Some('[')
        {
            return false;
        }
        let links = leaf.links_in(open + 1..close);
        let linked = |at: usize| links.iter().any(|link| link.contains(&at));
        let apart =
            |(at, c): (usize, char)| c.is_whitespace() && !inner[..at].ends_with('\\') && !linked(open + 1 + at);
        if inner.char_indices().any(apart) {
            return false;
        }
        // `Na^+^`: a sign alone may be raised directly after something.
        let is_sign = |c: char| matches!(c, '+' | '-' | '−' | '–' | '*' | '†' | '‡' | '§' | '∞' | '′' | '″');
        let signs = joined && inner.chars().all(is_sign);
        if !inner.contains(char::is_alphanumeric) && !signs {
            return false;
        }
        if !links.is_empty() || inner.starts_with('[') {
            return balanced(inner);
        }
        // In `n^2+n^3`, each caret begins an exponent.
        let middle = |(at, c): (usize, char)| at > 0 && matches!(c, '+' | '-' | '−' | '=' | '<' | '*' | '/' | '^');
        let term = inner.char_indices().any(middle);
        let word_after = after.is_some_and(|c| c.is_alphanumeric());
        if word_after && (term || !joined) {
            return false;
        }
        balanced(inner) && inner.chars().all(|c| !matches!(c, '~' | '^' | '|' | '"' | '<' | '`' | '#' | '@' | '&'))
    }

    /// Whether the tildes at `open` and `close` strike through the text between them on GitHub, at word boundaries.
    fn is_struck(&self, open: usize, close: usize) -> bool {
        let text = self.text;
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let inner = &text[open + 1..close];
        edge(text[..open].chars().next_back())
            && edge(text[close + 1..].chars().next())
            && solid(inner.chars().next())
            && solid(inner.chars().next_back())
            && inner.contains(char::is_alphanumeric)
    }

    /// Puts text between two `==` at word boundaries into `<mark>`.
    fn highlights(&mut self, marks: &[Mark]) {
        let text = self.text;
        let mut open: Option<Mark> = None;
        for mark in marks {
            let (before, after) = (text[..mark.at].chars().next_back(), text[mark.at + 2..].chars().next());
            if let Some(from) = open.filter(|from| from.owner == mark.owner && closes(before, after)) {
                open = None;
                if text[from.at + 2..mark.at].contains(char::is_alphanumeric) {
                    self.tags(from.at..from.at + 2, mark.at..mark.at + 2, "<mark>", "</mark>");
                    continue;
                }
            }
            // An earlier mark that is not closed stays as written.
            if opens(before, after) {
                open = Some(*mark);
            }
        }
    }
}

fn marks(text: &str, walk: &Walk<'_>, pages: &[Range<usize>]) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut found: Vec<(usize, u8)> = Vec::new();
    let mut pages = pages.iter().peekable();
    walk.each(|at, byte| {
        while pages.peek().is_some_and(|page| page.end <= at) {
            pages.next();
        }
        if let Some(page) = pages.peek().filter(|page| page.start <= at) {
            return Some(page.end);
        }
        let length = bytes[at..walk.range.end].iter().take_while(|&&other| other == byte).count();
        let wanted = match byte {
            b'~' | b'^' => 1,
            b'=' => 2,
            _ => return None,
        };
        if length == wanted {
            found.push((at, byte));
        }
        Some(at + length)
    });
    let owners = walk.owners(found.iter().map(|(at, _)| *at));
    found.into_iter().zip(owners).map(|((at, byte), owner)| Mark { at, byte, owner }).collect()
}

fn balanced(text: &str) -> bool {
    let mut depth = 0;
    let opens_first = text.bytes().all(|byte| {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        depth >= 0
    });
    opens_first && depth == 0
}

fn opens(before: Option<char>, after: Option<char>) -> bool {
    let starts = before.is_none_or(|c| !is_word(c) && !matches!(c, ')' | ']' | '}'));
    starts && after.is_some_and(|c| !c.is_whitespace() && c != '>')
}

fn closes(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !is_word(c) && !matches!(c, '(' | '[' | '{'))
}

/// Whether `c` belongs to a word; Chinese and similar scripts have no word boundaries.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}
