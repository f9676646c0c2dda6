//! Decides which straight quote opens a quotation, which closes one, and which is an apostrophe.
//!
//! A single quote is an apostrophe far more often than a quotation mark, even at the start of a word: *'tis*, *'em*,
//! *rock 'n' roll*, *'90s*, Dutch *'s avonds*. So one opens a quotation only if another closes it, inside the
//! enclosing quotation. Double quotes stay double and single ones single, whichever the author uses outside; only
//! double quotes inside double quotes become single.

use unicode_script::{Script, UnicodeScript};

use super::{Inline, Quotes, Stretch, Style, first_char};

/// Words that begin with an apostrophe, in lower case, without the apostrophe.
const CLIPPED: [&str; 29] = [
    "tis", "twas", "twere", "twill", "twould", "twasn", "tisn", "til", "em", "m", "bout", "cuz", "cos", "coz", "n",
    "neath", "nuff", "nother", "tude", "cept", "ello", "fraid", "tween", "gainst", "scuse", "s", "t", "k", "ns",
];

/// Maximum number of open quotes in a quotation. If there are more, the oldest is not a quotation mark. This keeps the
/// time linear.
const MOST_OPEN: usize = 32;

/// The role of a straight quote.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    /// It begins a quotation.
    Opens,
    /// It ends the quotation that the quote with this number began.
    Closes(usize),
    /// An apostrophe.
    Apostrophe,
    /// A sign for inches, or one whose role is unknown.
    Plain,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    double: bool,
    role: Role,
    /// Whether an HTML element marks it as a quotation.
    element: bool,
}

/// The straight quotes of a line, in order.
#[derive(Debug, Default)]
pub(super) struct Marks {
    all: Vec<Mark>,
    /// Numbers of the quotes that may have opened a quotation which is not closed yet.
    open: Vec<usize>,
    /// For each enclosing element, how many quotes were open when it began, including its own.
    bounds: Vec<usize>,
}

/// Records that mark `number` does not begin a quotation. If it is a single quote, it is an apostrophe.
fn give_up(marks: &mut [Mark], number: usize) {
    if let Some(mark) = marks.get_mut(number).filter(|mark| !mark.double) {
        mark.role = Role::Apostrophe;
    }
}

impl Marks {
    /// Reads the quotes of `inlines`, between the characters `before` and `after`; returns the last character.
    pub fn read(&mut self, inlines: &mut [Inline], before: char, after: Option<char>) -> char {
        let mut before = before;
        let mut rest = inlines;
        while let Some((inline, tail)) = rest.split_first_mut() {
            let next = tail.first().map_or(after, first_char);
            rest = tail;
            match inline {
                Inline::Text(text) => before = self.text(text, before, next),
                Inline::Styled { style: Style::Quotation, content } => before = self.quotation(content),
                other => match super::stretch(other) {
                    Stretch::Words(content) => before = self.read(content, before, next),
                    Stretch::Opaque(last) => before = last,
                },
            }
        }
        before
    }

    /// Reads an element that is a quotation, whose first and last texts are its quotation marks.
    fn quotation(&mut self, content: &mut [Inline]) -> char {
        let opened = self.all.len();
        let last = content.len().saturating_sub(1);
        let has_marks = |inline: Option<&Inline>, ends: bool| match inline {
            Some(Inline::Text(text)) => {
                if ends {
                    text.ends_with('"')
                } else {
                    text.starts_with('"')
                }
            }
            _ => false,
        };
        if !has_marks(content.first(), false) || !has_marks(content.last(), true) {
            return self.read(content, ' ', None);
        }
        self.all.push(Mark { double: true, role: Role::Opens, element: true });
        self.open.push(opened);
        let height = self.open.len();
        self.bounds.push(height);
        let mut before = ' ';
        for at in 0..content.len() {
            let (head, tail) = content.split_at_mut(at + 1);
            let next = tail.first().and_then(first_char);
            match &mut head[at] {
                Inline::Text(text) => {
                    let from = usize::from(at == 0);
                    let to = if at == last { text.len().saturating_sub(1).max(from) } else { text.len() };
                    before = self.text(text.get(from..to).unwrap_or_default(), before, next.filter(|_| at < last));
                }
                Inline::Styled { style: Style::Quotation, content } => before = self.quotation(content),
                other => match super::stretch(other) {
                    Stretch::Words(content) => before = self.read(content, before, next),
                    Stretch::Opaque(last) => before = last,
                },
            }
        }
        self.bounds.pop();
        self.open.truncate(height.saturating_sub(1));
        self.all.push(Mark { double: true, role: Role::Closes(opened), element: true });
        '"'
    }

    fn text(&mut self, text: &str, before: char, after: Option<char>) -> char {
        let mut before = before;
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            if matches!(c, '"' | '\'') {
                let rest = chars.as_str();
                let next = rest.chars().next().or(after);
                let role = if c == '"' { self.double(before, next) } else { self.single(before, next, rest) };
                if role == Role::Opens {
                    self.forget_oldest();
                    self.open.push(self.all.len());
                }
                self.all.push(Mark { double: c == '"', role, element: false });
            }
            before = c;
        }
        before
    }

    /// Returns how many open quotes lie outside the innermost element.
    fn bound(&self) -> usize {
        self.bounds.last().copied().unwrap_or(0)
    }

    /// Makes room for another open quote.
    fn forget_oldest(&mut self) {
        let bound = self.bound();
        if self.open.len() - bound >= MOST_OPEN {
            let oldest = self.open.remove(bound);
            give_up(&mut self.all, oldest);
        }
    }

    /// The mark `number`; every number in [`Marks::open`] is one of a mark.
    fn mark(&self, number: usize) -> Option<&Mark> {
        self.all.get(number)
    }

    fn innermost(&self, double: bool) -> Option<usize> {
        let bound = self.bound();
        let inside = self.open.get(bound..).unwrap_or_default();
        inside
            .iter()
            .rposition(|&number| self.mark(number).is_some_and(|mark| mark.double == double))
            .map(|at| bound + at)
    }

    fn double(&mut self, before: char, next: Option<char>) -> Role {
        let opens = opens_after(before) && next.is_some_and(|c| !c.is_whitespace());
        let inside = self.open.last().and_then(|&number| self.mark(number));
        let inside = inside.is_some_and(|mark| mark.double && !mark.element);
        if opens && !inside {
            return Role::Opens;
        }
        self.close(self.innermost(true)).unwrap_or(Role::Plain)
    }

    /// Closes the quotation at height `at`. Quotes that are still open inside it were not quotation marks.
    fn close(&mut self, at: Option<usize>) -> Option<Role> {
        let at = at?;
        let number = *self.open.get(at)?;
        for inner in self.open.drain(at + 1..) {
            give_up(&mut self.all, inner);
        }
        self.open.pop();
        Some(Role::Closes(number))
    }

    fn single(&mut self, before: char, next: Option<char>, rest: &str) -> Role {
        // `'정답'을`: particles of Korean and Japanese follow a closing mark without a space, and words of these scripts
        // hold no apostrophes.
        let letter_next = next.is_some_and(|c| c.is_alphanumeric() && !is_east_asian(c));
        if before.is_alphanumeric() && letter_next {
            return Role::Apostrophe;
        }
        if opens_after(before) && next.is_some_and(|c| !c.is_whitespace()) {
            return if is_clipped(before, rest) { Role::Apostrophe } else { Role::Opens };
        }
        let inner = self.innermost(false).filter(|_| !before.is_whitespace() && !letter_next);
        match self.close(inner) {
            Some(role) => role,
            None if before.is_alphanumeric() || matches!(before, '.' | ',' | '!' | '?' | '…') => Role::Apostrophe,
            None => Role::Plain,
        }
    }

    /// Returns the replacement of each quote in a language with `quotes`.
    pub fn shown(mut self, quotes: Option<Quotes>) -> Vec<Option<&'static str>> {
        // A single quote that is still open is an apostrophe. An open double quote may begin a quotation over several
        // paragraphs, of which only the last is closed.
        for number in std::mem::take(&mut self.open) {
            give_up(&mut self.all, number);
        }
        let mut forms: Vec<Option<[&'static str; 2]>> = vec![None; self.all.len()];
        let holds_double = self.holding_double();
        let mut open: Vec<(usize, bool)> = Vec::new();
        // The numbers of inner and outer quotations.
        let mut counts = [0_usize; 2];
        let mut shown = Vec::with_capacity(self.all.len());
        for (number, mark) in self.all.iter().enumerate() {
            shown.push(match mark.role {
                Role::Apostrophe => Some("’"),
                Role::Plain => None,
                Role::Opens => {
                    let outer = match mark.double {
                        true => counts[1] <= counts[0],
                        // If inner quotation marks are not single, a single quote outside of all others is an outer
                        // one.
                        false => {
                            open.is_empty()
                                && !holds_double[number]
                                && quotes.is_some_and(|quotes| quotes.outer[0] != "“")
                        }
                    };
                    open.push((number, outer));
                    counts[usize::from(outer)] += 1;
                    forms[number] = quotes.map(|quotes| if outer { quotes.outer } else { quotes.inner });
                    forms[number].map(|[opening, _]| opening)
                }
                Role::Closes(opened) => {
                    while let Some((number, outer)) = open.pop() {
                        counts[usize::from(outer)] -= 1;
                        if number == opened {
                            break;
                        }
                    }
                    forms[opened].map(|[_, closing]| closing)
                }
            });
        }
        shown
    }

    /// Returns for each quotation whether a double quote opens inside it.
    fn holding_double(&self) -> Vec<bool> {
        let mut holding = vec![false; self.all.len()];
        let mut last_double = None;
        for (number, mark) in self.all.iter().enumerate() {
            match mark.role {
                Role::Opens if mark.double => last_double = Some(number),
                Role::Closes(opened) => holding[opened] = last_double.is_some_and(|last| last > opened),
                _ => {}
            }
        }
        holding
    }
}

/// Whether a quote between `before` and `rest` begins a word whose beginning was dropped.
fn is_clipped(before: char, rest: &str) -> bool {
    let word: &str = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    let after = &rest[word.len()..];
    let quoted = after.starts_with('\'') && !after[1..].starts_with(char::is_alphanumeric);
    let lower = word.to_lowercase();
    // *rock 'n' roll*: the word stands between two others.
    if lower == "n" && quoted {
        return before.is_whitespace() && after[1..].starts_with(char::is_whitespace) || !before.is_whitespace();
    }
    if quoted {
        return false;
    }
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let decade = digits == 2 && matches!(&word[2..], "" | "s" | "er");
    decade || CLIPPED.contains(&lower.as_str())
}

fn is_east_asian(c: char) -> bool {
    matches!(c.script(), Script::Han | Script::Hangul | Script::Hiragana | Script::Katakana)
}

fn opens_after(before: char) -> bool {
    before.is_whitespace()
        || matches!(before, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '"' | '\'' | '“' | '«' | '¿' | '¡')
}
