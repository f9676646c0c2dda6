//! Traverses the lines of a text and tracks the containers around each: quotations, list items, and wrappers of
//! dialects.
//!
//! It implements the block structure of CommonMark as far as dialects need it. An opening is recorded as an edit at
//! once, and undone if nothing closes it; every line is read a bounded number of times.

mod fences;
mod items;
mod verbatim;

use std::ops::Range;

use items::item_mark;
use verbatim::Verbatim;

use super::boxes::{Heading, LINE_START, Opening, Words};
use super::cursor::Cursor;
use super::edits::{EditPiece, Edits};
use super::{attributes, captions, columns, mkdocs, myst, offset, verse};
use crate::read::report::Places;

/// Maximum nesting of containers; deeper ones stay as written.
pub(super) const MAX_DEPTH: usize = 48;

/// Rewrites the dialects in `text`; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !text.lines().any(is_sign) {
        return None;
    }
    let mut walk = Walk::new(text);
    let mut at = 0;
    while at < text.len() {
        at = walk.line(at);
    }
    walk.leave(0, text.len(), false);
    walk.edits.make(text)
}

/// Whether `line` may belong to a dialect. A text without such a line is not examined further.
fn is_sign(line: &str) -> bool {
    let marks = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')');
    let bare = line.trim_start_matches(marks);
    match bare.as_bytes().first() {
        Some(b'!') => bare.starts_with("!!!"),
        Some(b'?') => bare.starts_with("???"),
        Some(b'=') => bare.starts_with("=== ") || bare.starts_with("===!") || bare.starts_with("===+"),
        Some(b':') => bare.starts_with(":::") || captions::start(bare).is_some(),
        Some(b'/') => bare.starts_with("///"),
        Some(b'(') => bare.trim_end().ends_with(")="),
        Some(b'`' | b'~') => {
            let info = bare.trim_start_matches(['`', '~']);
            bare.len() - info.len() >= 3 && myst::of_listing(info).is_some()
        }
        Some(b'|') => verse::is_line(bare),
        Some(b'T' | b't') => captions::start(bare).is_some(),
        None if line.len() < 3 => false,
        None => {
            let line = line.trim();
            line == ">>>" || line.contains("-+") || columns::is_ruled(line.trim_start_matches(['>', ' ', '\t']))
        }
        _ => {
            let line = line.trim_start_matches([' ', '\t']);
            line.starts_with("+-") || line.starts_with("+:") || line.starts_with("+=") || line.starts_with(">>> [!")
        }
    }
}

/// A line of the text.
#[derive(Clone, Copy)]
pub(super) struct SourceLine<'a> {
    /// Its start.
    pub start: usize,
    /// Its text, without the line end.
    pub text: &'a str,
    /// The start of the next line.
    pub next: usize,
}

impl SourceLine<'_> {
    /// Returns its end, before the line end.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The content of a line, after the markers of its containers.
#[derive(Clone, Copy)]
pub(super) struct Leaf<'a> {
    /// The line.
    pub line: SourceLine<'a>,
    /// Columns of white space before the content.
    pub indent: usize,
    /// Offset of the content in the text.
    pub at: usize,
    /// The content.
    pub rest: &'a str,
    /// The content with the white space before it.
    pub raw: &'a str,
    /// Whether the marker of a list item precedes it on the same line.
    pub after_mark: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum FrameKind {
    /// A quotation, marked on every line.
    Quote,
    /// A list item, indented by this number of columns.
    Item(usize),
    /// A body of MkDocs, whose indentation of this number of columns is removed.
    Body(usize),
    /// A container between two fences: their mark and length.
    Fence(u8, usize),
}

struct Frame<'a> {
    kind: FrameKind,
    opening: Opening<'a>,
    /// The edit that opens it, and further edits that depend on it.
    edits: Vec<usize>,
    /// Whether the marker of a list item preceded its opening.
    after_mark: bool,
    /// Whether it has any content.
    used: bool,
}

pub(super) struct Walk<'a> {
    pub text: &'a str,
    pub edits: Edits,
    stack: Vec<Frame<'a>>,
    /// The kind of verbatim lines that the cursor is in, and their depth.
    verbatim: Option<(Verbatim, usize)>,
    /// Whether the previous line is text of a paragraph.
    pub in_paragraph: bool,
    /// Whether the last paragraph may be a term to define: one short line without the end of a sentence.
    pub is_term: bool,
    /// Before these offsets, no blocks of several lines begin: those lines were checked.
    pub no_verse: usize,
    pub no_table: usize,
    pub no_columns: usize,
    /// For each mark, the length of the shortest fence that is known to have no closing fence in the rest of the text.
    unclosed: Vec<(u8, usize)>,
    /// Ends of verbatim text that are known not to occur in the rest of the text.
    endless: Vec<&'static str>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            edits: Edits::default(),
            stack: Vec::new(),
            verbatim: None,
            in_paragraph: false,
            is_term: false,
            no_verse: 0,
            no_table: 0,
            no_columns: 0,
            unclosed: Vec::new(),
            endless: Vec::new(),
        }
    }

    pub fn line_at(&self, at: usize) -> SourceLine<'a> {
        let rest = &self.text[at..];
        let next = rest.find('\n').map_or(self.text.len(), |end| at + end + 1);
        SourceLine { start: at, text: self.text[at..next].trim_end_matches(['\n', '\r']), next }
    }

    /// Returns the end of the line before the byte `next`.
    fn line_end(&self, next: usize) -> usize {
        let before = &self.text[..next];
        let line = before.strip_suffix('\n').unwrap_or(before);
        line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// Removes the indentation of wrappers from the lines between `at` and `end`, which are not processed otherwise.
    pub fn dedent(&mut self, mut at: usize, end: usize) {
        while at < end {
            let line = self.line_at(at);
            for (range, columns) in self.enter(line.text).drops {
                self.edits.put(at + range.start..at + range.end, vec![" ".repeat(columns).into()]);
            }
            at = line.next;
        }
    }

    /// Processes the line at `at`, and those that belong to it; returns where to continue.
    fn line(&mut self, at: usize) -> usize {
        let line = self.line_at(at);
        let entry = self.enter(line.text);
        if entry.matched < self.stack.len() {
            self.leave(entry.matched, at, false);
            self.in_paragraph = false;
        }
        for (range, columns) in entry.drops {
            self.edits.put(at + range.start..at + range.end, vec![" ".repeat(columns).into()]);
        }
        let mut cursor = entry.cursor;
        if self.take_verbatim(line, cursor) {
            return line.next;
        }
        if cursor.is_blank() {
            self.in_paragraph = false;
            return line.next;
        }
        self.stack.iter_mut().for_each(|frame| frame.used = true);
        let after_mark = self.containers(line, &mut cursor);
        if cursor.is_blank() {
            return line.next;
        }
        let leaf = leaf(line, cursor, after_mark);
        if self.stack.len() >= MAX_DEPTH {
            return line.next;
        }
        if leaf.indent >= 4 {
            let table = !self.in_paragraph && columns::is_ruled(self.line_at(line.next).text);
            return table.then(|| self.table(leaf)).flatten().unwrap_or(line.next);
        }
        self.leaf(leaf)
    }

    /// Enters the open containers that `line` is still in.
    fn enter(&self, line: &'a str) -> Entry<'a> {
        let mut entry = Entry { cursor: Cursor::new(line), matched: 0, drops: Vec::new() };
        let mut run = SpaceRun::default();
        for frame in &self.stack {
            let cursor = &mut entry.cursor;
            match frame.kind {
                FrameKind::Fence(..) => {}
                FrameKind::Quote => {
                    if cursor.indent() > 3 || !cursor.rest().starts_with('>') {
                        break;
                    }
                    entry.drop(run);
                    entry.cursor.quote_mark();
                    run = SpaceRun { start: entry.cursor.at, column: entry.cursor.column, dropped: 0 };
                }
                FrameKind::Item(width) | FrameKind::Body(width) => {
                    if cursor.indent() >= width {
                        cursor.skip(width);
                        run.dropped += if matches!(frame.kind, FrameKind::Body(_)) { width } else { 0 };
                    } else if !cursor.is_blank() {
                        break;
                    }
                }
            }
            entry.matched += 1;
        }
        entry.drop(run);
        entry
    }

    /// Enters the quotations and list items that begin on `line`; returns whether an item does.
    fn containers(&mut self, line: SourceLine<'a>, cursor: &mut Cursor<'a>) -> bool {
        let mut after_mark = false;
        while cursor.indent() < 4 && self.stack.len() < MAX_DEPTH {
            let rest = cursor.rest();
            if rest.starts_with('>') {
                if self.quotation_fence(leaf(line, *cursor, after_mark)) {
                    cursor.at = line.text.len();
                    return after_mark;
                }
                self.push(FrameKind::Quote);
                cursor.quote_mark();
            } else if let Some(mark) = item_mark(rest) {
                if rest.starts_with(':') && self.is_caption_before(leaf(line, *cursor, after_mark)) {
                    break;
                }
                self.push(FrameKind::Item(cursor.indent() + mark.width));
                cursor.skip_space();
                cursor.take(mark.length);
                cursor.skip(mark.spaces);
                after_mark = true;
            } else {
                break;
            }
            self.in_paragraph = false;
        }
        after_mark
    }

    fn push(&mut self, kind: FrameKind) {
        let opening = Opening::default();
        self.stack.push(Frame { kind, opening, edits: Vec::new(), after_mark: false, used: true });
    }

    fn leaf(&mut self, leaf: Leaf<'a>) -> usize {
        // Only the very first block in a callout can be its title.
        let mut awaits_title = false;
        for frame in &mut self.stack {
            awaits_title = std::mem::take(&mut frame.opening.takes_heading);
        }
        let next = match leaf.rest.as_bytes()[0] {
            b'!' | b'?' | b'=' => self.admonition(leaf),
            b':' | b'/' => self.colons(leaf),
            b'`' | b'~' => self.listing(leaf),
            b'$' | b'<' | b'{' => self.begin_verbatim(leaf),
            b'#' => self.heading(leaf, awaits_title),
            b'@' => self.tab_line(leaf),
            b'|' => self.verse(leaf),
            b'(' => self.target(leaf),
            _ => None,
        };
        if let Some(next) = next.or_else(|| self.table(leaf)) {
            self.in_paragraph = false;
            self.is_term = false;
            return next;
        }
        self.is_term = !self.in_paragraph && !leaf.rest.trim_end().ends_with(['.', '!', '?', ':', ';']);
        self.in_paragraph = true;
        leaf.line.next
    }

    /// Returns the prefix of lines inside the open containers in the result.
    pub fn prefix(&self) -> String {
        prefix(&self.stack)
    }

    /// Returns the content of the line at `at`, if it is in the same containers and not blank.
    pub fn peek(&self, at: usize) -> Option<Leaf<'a>> {
        let line = Some(at).filter(|&at| at < self.text.len()).map(|at| self.line_at(at))?;
        let entry = self.enter(line.text);
        (entry.matched == self.stack.len() && !entry.cursor.is_blank()).then(|| leaf(line, entry.cursor, false))
    }

    /// Returns the start of the first line after blank ones, from `at` on, if it is in the same containers.
    pub fn past_blank(&self, mut at: usize) -> usize {
        while at < self.text.len() {
            let line = self.line_at(at);
            if !self.enter(line.text).cursor.is_blank() {
                break;
            }
            at = line.next;
        }
        at
    }

    /// Opens a container at `leaf`.
    fn open(&mut self, leaf: Leaf<'a>, kind: FrameKind, opening: Opening<'a>) {
        let pieces = opening.pieces(self.text, &self.prefix(), leaf.after_mark);
        let edit = self.edits.put(leaf.at..leaf.line.end(), pieces);
        self.stack.push(Frame { kind, opening, edits: vec![edit], after_mark: leaf.after_mark, used: false });
    }

    /// Closes the containers from number `height` on before the byte `at`. Without `keep`, those whose closing fence
    /// is missing are undone.
    fn leave(&mut self, height: usize, at: usize, keep: bool) {
        while self.stack.len() > height {
            let Some(frame) = self.stack.pop() else { return };
            let prefix = self.prefix();
            match frame.kind {
                FrameKind::Quote | FrameKind::Item(_) => {}
                FrameKind::Body(_) if !frame.used => {
                    match frame.opening.title_as_body(self.text, &prefix, frame.after_mark) {
                        pieces if pieces.is_empty() => self.edits.take_back(frame.edits[0]),
                        pieces => self.edits.change(frame.edits[0], pieces),
                    }
                }
                FrameKind::Fence(b':' | b'/', _) if !keep => {
                    frame.edits.iter().for_each(|&edit| self.edits.take_back(edit))
                }
                FrameKind::Body(_) | FrameKind::Fence(..) => {
                    let bare = prefix.trim_end();
                    let end = if self.text[..at].ends_with('\n') { "" } else { "\n" };
                    let close = format!("{end}{bare}\n{prefix}{}\n{bare}\n", frame.opening.close);
                    self.edits.put(at..at, vec![close.into()]);
                }
            }
        }
        if self.verbatim.as_ref().is_some_and(|(_, depth)| *depth > self.stack.len()) {
            self.verbatim = None;
        }
    }

    /// Reads an admonition or a tab of MkDocs.
    fn admonition(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let opening = mkdocs::opening(leaf.rest)?;
        self.open(leaf, FrameKind::Body(leaf.indent + 4), opening);
        Some(leaf.line.next)
    }

    /// Reads a heading, which becomes the title of the callout that it begins.
    fn heading(&mut self, leaf: Leaf<'a>, is_title: bool) -> Option<usize> {
        let words = leaf.rest.trim_start_matches('#');
        if leaf.rest.len() - words.len() > 6 || !words.starts_with([' ', '\t']) {
            return None;
        }
        if is_title {
            let (words, _) = attributes::without_lists(words.trim());
            let words = words.trim_end_matches('#').trim_end();
            let title = Opening { heading: Heading::Title(vec![Words::Text(words)]), ..Opening::default() };
            let pieces = title.pieces(self.text, &self.prefix(), leaf.after_mark);
            let edit = self.edits.put(leaf.at..leaf.line.end(), pieces);
            if let Some(frame) = self.stack.last_mut() {
                frame.edits.push(edit);
            }
        }
        Some(leaf.line.next)
    }

    /// Reads a link target of MyST: `(name)=`.
    fn target(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let name = leaf.rest.trim_end().strip_prefix('(')?.strip_suffix(")=")?;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
        if self.in_paragraph || name.is_empty() || !name.chars().all(plain) {
            return None;
        }
        let bare = self.prefix();
        let anchor = format!("{LINE_START}<span id=\"{}\"></span>\n{}", attributes::escape(name), bare.trim_end());
        self.edits.put(leaf.at..leaf.line.end(), vec![anchor.into()]);
        Some(leaf.line.next)
    }

    /// Reads VuePress's label of a tab: `@tab Pear`, `@tab:active Pear#id`.
    fn tab_line(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        self.stack.last().filter(|frame| frame.opening.has_tab_lines)?;
        let label = leaf.rest.trim_end().strip_prefix("@tab")?;
        let label = label.strip_prefix(":active").unwrap_or(label).strip_prefix(' ')?.trim();
        let label = label.split_once('#').map_or(label, |(label, _)| label.trim_end());
        let prefix = self.prefix();
        let label = offset(self.text, label)..offset(self.text, label) + label.len();
        let pieces: Vec<EditPiece> = vec![
            format!("\n{prefix}<offprint-label>").into(),
            EditPiece::Copy(label),
            format!("</offprint-label>\n{}", prefix.trim_end()).into(),
        ];
        self.edits.put(leaf.at..leaf.line.end(), pieces);
        Some(leaf.line.next)
    }
}

/// How a line continues the open containers.
struct Entry<'a> {
    cursor: Cursor<'a>,
    /// Number of open containers that it continues.
    matched: usize,
    /// White space that is reduced to this number of columns.
    drops: Vec<(Range<usize>, usize)>,
}

/// White space before the content of a container, some columns of which may be removed.
#[derive(Clone, Copy, Default)]
struct SpaceRun {
    /// The byte at which it starts.
    start: usize,
    /// The column at which it starts.
    column: usize,
    /// How many of its columns are removed.
    dropped: usize,
}

impl Entry<'_> {
    /// Removes columns of the white space `run`, which ends before the next content.
    fn drop(&mut self, run: SpaceRun) {
        if run.dropped > 0 {
            let mut end = self.cursor;
            end.skip_space();
            self.drops.push((run.start..end.at, (end.column - run.column).saturating_sub(run.dropped)));
        }
    }
}

impl Cursor<'_> {
    /// Moves past the marker of a quotation.
    fn quote_mark(&mut self) {
        self.skip_space();
        self.take(1);
        if self.indent() > 0 {
            self.skip(1);
        }
    }
}

fn leaf<'a>(line: SourceLine<'a>, cursor: Cursor<'a>, after_mark: bool) -> Leaf<'a> {
    let rest = cursor.rest();
    let at = line.end() - rest.len();
    Leaf { line, indent: cursor.indent(), at, rest, raw: &line.text[cursor.at..], after_mark }
}

fn prefix(frames: &[Frame<'_>]) -> String {
    let mut prefix = String::new();
    for frame in frames {
        match frame.kind {
            FrameKind::Quote => prefix.push_str("> "),
            FrameKind::Item(width) => prefix.extend(std::iter::repeat_n(' ', width)),
            FrameKind::Body(_) | FrameKind::Fence(..) => {}
        }
    }
    prefix
}
