//! Going through the lines of a text with what each stands in: quotations, list items, and the wrappers of dialects.
//!
//! It is the block structure of CommonMark as far as dialects need it. An opening is written down as a change to the
//! text at once, and taken back where nothing closes it; every line is looked at a bounded number of times.

use std::ops::Range;

use super::boxes::{Heading, LINE_START, Opening, Words};
use super::colons::{self, Fence};
use super::cursor::Cursor;
use super::edits::{Edits, Piece};
use super::mkdocs;
use super::myst::{self, Directive};
use super::options::Options;
use super::{captions, columns, offset, verse};
use crate::read::report::Places;

/// Most containers in each other; deeper ones stay as they are written.
pub(super) const MAX_DEPTH: usize = 48;

/// `text` with its dialects resolved; `None` where it has none.
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

/// Whether `line` may belong to a dialect. Ordinary text is done with here.
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
pub(super) struct Line<'a> {
    /// Where it begins.
    pub start: usize,
    /// It, without its end.
    pub text: &'a str,
    /// Where the next one begins.
    pub next: usize,
}

impl Line<'_> {
    /// Where it ends, before the line end.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// What a line holds, behind the marks of its containers.
#[derive(Clone, Copy)]
pub(super) struct Leaf<'a> {
    /// The line.
    pub line: Line<'a>,
    /// Columns of white space before what it holds.
    pub indent: usize,
    /// Where in the text that begins.
    pub at: usize,
    /// It.
    pub rest: &'a str,
    /// It with the white space before it.
    pub raw: &'a str,
    /// Whether the mark of a list item stands on the same line.
    pub after_mark: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A quotation, marked on every line.
    Quote,
    /// An item of a list, indented by so many columns.
    Item(usize),
    /// A body of MkDocs, indented by so many columns, which go.
    Body(usize),
    /// What stands between two fences.
    Fence(u8, usize),
}

struct Frame<'a> {
    kind: Kind,
    opening: Opening<'a>,
    /// The change that opens it, and those that go with it.
    edits: Vec<usize>,
    /// Whether the mark of a list item stood before its opening.
    after_mark: bool,
    /// Whether anything is in it.
    used: bool,
}

enum Verbatim {
    /// Code between fences of a mark and length; what stands in place of the closing one.
    Fence(u8, usize, Option<String>),
    /// Up to a line that has these words; or, for a formula, up to a blank line.
    Until(&'static str),
}

pub(super) struct Walk<'a> {
    pub text: &'a str,
    pub edits: Edits,
    stack: Vec<Frame<'a>>,
    /// Lines that are not looked at, and the depth at which they stand.
    verbatim: Option<(Verbatim, usize)>,
    /// Whether the line before is text of a paragraph.
    pub in_paragraph: bool,
    /// Whether the last paragraph may be the term of a definition: one short line without an end of a sentence.
    pub is_term: bool,
    /// No blocks of several lines begin before these offsets: they were looked at, and are none.
    pub no_verse: usize,
    pub no_table: usize,
    pub no_columns: usize,
    /// Shortest fences that nothing closes any more, by mark.
    unclosed: Vec<(u8, usize)>,
    /// Ends of verbatim text that do not come any more.
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

    pub fn line_at(&self, at: usize) -> Line<'a> {
        let rest = &self.text[at..];
        let next = rest.find('\n').map_or(self.text.len(), |end| at + end + 1);
        Line { start: at, text: self.text[at..next].trim_end_matches(['\n', '\r']), next }
    }

    /// Where the line before the byte `next` ends.
    fn line_end(&self, next: usize) -> usize {
        let before = &self.text[..next];
        let line = before.strip_suffix('\n').unwrap_or(before);
        line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// Takes the indentation of wrappers off the lines from `at` up to `end`, which are not looked at otherwise.
    pub fn dedent(&mut self, mut at: usize, end: usize) {
        while at < end {
            let line = self.line_at(at);
            for (range, columns) in self.enter(line.text).drops {
                self.edits.put(at + range.start..at + range.end, vec![" ".repeat(columns).into()]);
            }
            at = line.next;
        }
    }

    /// Works on the line at `at`, and on those that belong to it; returns where to go on.
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
        if self.is_verbatim(line, cursor) {
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

    /// Goes into the containers that `line` still stands in.
    fn enter(&self, line: &'a str) -> Entry<'a> {
        let mut entry = Entry { cursor: Cursor::new(line), matched: 0, drops: Vec::new() };
        let mut run = (0, 0, 0);
        for frame in &self.stack {
            let cursor = &mut entry.cursor;
            match frame.kind {
                Kind::Fence(..) => {}
                Kind::Quote => {
                    if cursor.indent() > 3 || !cursor.rest().starts_with('>') {
                        break;
                    }
                    entry.drop(run);
                    entry.cursor.quote_mark();
                    run = (entry.cursor.at, entry.cursor.column, 0);
                }
                Kind::Item(width) | Kind::Body(width) => {
                    if cursor.indent() >= width {
                        cursor.skip(width);
                        run.2 += if matches!(frame.kind, Kind::Body(_)) { width } else { 0 };
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

    /// Goes into the quotations and items that begin on `line`; returns whether an item does.
    fn containers(&mut self, line: Line<'a>, cursor: &mut Cursor<'a>) -> bool {
        let mut after_mark = false;
        while cursor.indent() < 4 && self.stack.len() < MAX_DEPTH {
            let rest = cursor.rest();
            if rest.starts_with('>') {
                if self.quotation_fence(leaf(line, *cursor, after_mark)) {
                    cursor.at = line.text.len();
                    return after_mark;
                }
                self.push(Kind::Quote);
                cursor.quote_mark();
            } else if let Some(mark) = item_mark(rest) {
                if rest.starts_with(':') && self.is_caption_before(leaf(line, *cursor, after_mark)) {
                    break;
                }
                self.push(Kind::Item(cursor.indent() + mark.width));
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

    fn push(&mut self, kind: Kind) {
        let opening = Opening::default();
        self.stack.push(Frame { kind, opening, edits: Vec::new(), after_mark: false, used: true });
    }

    fn leaf(&mut self, leaf: Leaf<'a>) -> usize {
        // Only the very first thing in a callout can be its title.
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

    /// What lines inside of the containers that are open now begin with in the result.
    pub fn prefix(&self) -> String {
        prefix(&self.stack)
    }

    /// What the line at `at` holds, if it stands in the same containers and is not blank.
    pub fn peek(&self, at: usize) -> Option<Leaf<'a>> {
        let line = Some(at).filter(|&at| at < self.text.len()).map(|at| self.line_at(at))?;
        let entry = self.enter(line.text);
        (entry.matched == self.stack.len() && !entry.cursor.is_blank()).then(|| leaf(line, entry.cursor, false))
    }

    /// Where the first line after blank ones begins, from `at` on, if it stands in the same containers.
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
    fn open(&mut self, leaf: Leaf<'a>, kind: Kind, opening: Opening<'a>) {
        let pieces = opening.pieces(self.text, &self.prefix(), leaf.after_mark);
        let edit = self.edits.put(leaf.at..leaf.line.end(), pieces);
        self.stack.push(Frame { kind, opening, edits: vec![edit], after_mark: leaf.after_mark, used: false });
    }

    /// Closes the containers from `height` on before the byte `at`. Without `keep`, those whose fence is missing are
    /// taken back.
    fn leave(&mut self, height: usize, at: usize, keep: bool) {
        while self.stack.len() > height {
            let Some(frame) = self.stack.pop() else { return };
            let prefix = self.prefix();
            match frame.kind {
                Kind::Quote | Kind::Item(_) => {}
                Kind::Body(_) if !frame.used => match frame.opening.title_as_body(self.text, &prefix, frame.after_mark)
                {
                    pieces if pieces.is_empty() => self.edits.take_back(frame.edits[0]),
                    pieces => self.edits.change(frame.edits[0], pieces),
                },
                Kind::Fence(b':' | b'/', _) if !keep => frame.edits.iter().for_each(|&edit| self.edits.take_back(edit)),
                Kind::Body(_) | Kind::Fence(..) => {
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

    /// An admonition or a tab of MkDocs.
    fn admonition(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let opening = mkdocs::opening(leaf.rest)?;
        self.open(leaf, Kind::Body(leaf.indent + 4), opening);
        Some(leaf.line.next)
    }

    /// A fence of colons or slashes; or the caption of a table.
    fn colons(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let mark = leaf.rest.as_bytes()[0];
        let (length, fence) = colons::fence(leaf.rest)?;
        match fence {
            Fence::Close => self.close_fence(leaf, mark, length).then_some(leaf.line.next),
            Fence::Open(opening) if mark == b'/' => Some(self.slashes(leaf, length, opening)),
            Fence::Open(opening) => {
                self.open(leaf, Kind::Fence(mark, length), opening);
                Some(leaf.line.next)
            }
            Fence::Directive(directive) => self.directive(leaf, mark, length, directive),
        }
    }

    /// A block of PyMdown, whose options follow indented: `type: warning` says the kind of an admonition.
    fn slashes(&mut self, leaf: Leaf<'a>, length: usize, opening: Opening<'a>) -> usize {
        let mut next = leaf.line.next;
        let mut kind = None;
        while let Some(option) = self.peek(next).filter(|option| option.indent >= 4) {
            let Some((key, value)) = option.rest.split_once(':').filter(|(key, _)| !key.contains(' ')) else { break };
            kind = Some(value.trim().to_lowercase()).filter(|_| key == "type").or(kind);
            next = option.line.next;
        }
        let open = match kind {
            Some(kind) if super::boxes::is_callout(&kind) => super::boxes::callout(&kind, "", Vec::new()).open,
            _ => opening.open.clone(),
        };
        self.open(leaf, Kind::Fence(b'/', length), Opening { open, ..opening });
        self.remove(leaf.line, next);
        next
    }

    /// Takes the lines between `line` and the byte `next` out, which belong to the container opened last.
    fn remove(&mut self, line: Line<'a>, next: usize) {
        if next > line.next {
            // The line end before them goes with them.
            let last = self.line_end(next);
            let removed = self.edits.put(line.end()..last.max(line.end()), Vec::new());
            if let Some(frame) = self.stack.last_mut() {
                frame.edits.push(removed);
            }
        }
    }

    /// Closes the container that a fence of `length` marks ends, if there is one.
    fn close_fence(&mut self, leaf: Leaf<'a>, mark: u8, length: usize) -> bool {
        let mut found = None;
        for (at, frame) in self.stack.iter().enumerate().rev() {
            match frame.kind {
                Kind::Item(_) => {}
                Kind::Fence(known, opened) if known == mark => {
                    let exact = opened == length;
                    // pandoc closes the innermost with any fence; others count the marks.
                    let any = matches!(mark, b':') || length >= opened;
                    if exact || found.is_none() && any {
                        found = Some(at);
                    }
                    if exact || found.is_none() || length < opened {
                        break;
                    }
                }
                _ => break,
            }
        }
        let Some(at) = found else { return false };
        self.leave(at + 1, leaf.line.start, true);
        let Some(frame) = self.stack.pop() else { return false };
        let prefix = self.prefix();
        let close = format!("\n{prefix}{}\n{}", frame.opening.close, prefix.trim_end());
        self.edits.put(leaf.at..leaf.line.end(), vec![close.into()]);
        true
    }

    /// GitLab's quotation between `>>>`, which may be a callout.
    fn quotation_fence(&mut self, leaf: Leaf<'a>) -> bool {
        let Some(rest) = leaf.rest.trim_end().strip_prefix(">>>") else { return false };
        if rest.is_empty() && self.close_fence(leaf, b'>', 3) {
            return true;
        }
        let quoted = self.peek(leaf.line.next).is_some_and(|next| next.rest.starts_with('>'));
        if quoted || !(rest.is_empty() || rest.starts_with(" [!")) || !self.has_close(b'>', 3, leaf.line.next) {
            return false;
        }
        let opening = match rest.trim_start().strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
            Some((name, title)) => {
                let title = title.trim_start_matches(['-', '+']).trim();
                let words = if title.is_empty() { Vec::new() } else { vec![Words::Text(title)] };
                super::boxes::callout(&name.to_lowercase(), "", words)
            }
            None => Opening { open: "<blockquote>".into(), close: "</blockquote>", ..Opening::default() },
        };
        self.open(leaf, Kind::Fence(b'>', 3), opening);
        true
    }

    /// Whether a fence of at least `length` marks alone on its line comes from `from` on.
    fn has_close(&mut self, mark: u8, length: usize, from: usize) -> bool {
        if self.unclosed.iter().any(|&(known, shortest)| known == mark && length >= shortest) {
            return false;
        }
        let found = self.close_of(mark, length, from).is_some();
        if !found {
            self.unclosed.push((mark, length));
        }
        found
    }

    fn close_of(&self, mark: u8, length: usize, from: usize) -> Option<usize> {
        let mut at = from;
        while at < self.text.len() {
            let line = self.line_at(at);
            let spaces: &[char] = if mark == b'>' { &[' ', '\t'] } else { &[' ', '\t', '>'] };
            let bare = line.text.trim_start_matches(spaces).trim_end();
            if bare.len() >= length && bare.bytes().all(|byte| byte == mark) {
                return Some(at);
            }
            at = line.next;
        }
        None
    }

    /// A listing between fences, or a directive that looks like one.
    fn listing(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let mark = leaf.rest.as_bytes()[0];
        let info = leaf.rest.trim_start_matches(char::from(mark));
        let length = leaf.rest.len() - info.len();
        if length < 3 || mark == b'`' && info.contains('`') {
            return None;
        }
        if info.trim().is_empty() && self.close_fence(leaf, mark, length) {
            return Some(leaf.line.next);
        }
        if let Some(directive) = myst::of_listing(info) {
            if self.has_close(mark, length, leaf.line.next) {
                return self.directive(leaf, mark, length, directive);
            }
            // Without an end it is a listing, whose first line would not be read.
            if let Directive::Markdown { argument, .. } = directive
                && !argument.is_empty()
            {
                let prefix = self.prefix();
                let start = if leaf.after_mark { String::new() } else { format!("\n{prefix}") };
                let words = super::boxes::piece(self.text, &Words::Text(argument));
                let end = format!("\n{}\n{prefix}", prefix.trim_end());
                self.edits.put(leaf.at..leaf.at, vec![format!("{start}{LINE_START}").into(), words, end.into()]);
            }
        }
        self.verbatim = Some((Verbatim::Fence(mark, length, None), self.stack.len()));
        Some(leaf.line.next)
    }

    /// A directive between fences.
    fn directive(&mut self, leaf: Leaf<'a>, mark: u8, length: usize, directive: Directive<'a>) -> Option<usize> {
        let plain = matches!(&directive, Directive::Markdown { name, .. } if name.starts_with("ad-"));
        let (options, mut next) = self.options(leaf.line, plain);
        match directive {
            Directive::Markdown { name, argument } => {
                let opening = myst::opening(&name, argument, &options);
                self.open(leaf, Kind::Fence(mark, length), opening);
                self.remove(leaf.line, next);
            }
            Directive::Verbatim { info } => {
                let title = options.get(&["caption"]).map(|title| format!(" title=\"{}\"", title.replace('"', "'")));
                let info = format!("{info}{}", title.unwrap_or_default());
                let fence = if mark == b':' { self.fence_around(length, next)? } else { marks(mark, length) };
                let end = Some(fence.clone()).filter(|_| mark == b':');
                let start = if leaf.after_mark { String::new() } else { format!("\n{}", self.prefix()) };
                if next > leaf.line.next {
                    next = self.past_blank(next);
                }
                // The line end before the body stays.
                let last = self.line_end(next).max(leaf.line.end());
                self.edits.put(leaf.at..last, vec![format!("{start}{fence}{info}").into()]);
                self.verbatim = Some((Verbatim::Fence(mark, length, end), self.stack.len()));
            }
        }
        Some(next)
    }

    /// The options behind `line`, and where the body begins.
    fn options(&self, line: Line<'a>, plain: bool) -> (Options<'a>, usize) {
        let mut lines = Vec::new();
        let mut at = line.next;
        while let Some(leaf) = self.peek(at).filter(|_| lines.len() < 60) {
            lines.push((leaf.rest, leaf.line.next));
            at = leaf.line.next;
        }
        let (options, count) = Options::read(lines.iter().map(|(rest, _)| *rest), plain);
        (options, if count == 0 { line.next } else { lines[count - 1].1 })
    }

    /// A fence for the code from `from` up to a fence of colons.
    fn fence_around(&self, length: usize, from: usize) -> Option<String> {
        let end = self.close_of(b':', length, from)?;
        let longest = self.text[from..end].split(|c| c != '~').map(str::len).max().unwrap_or(0);
        Some(marks(b'~', longest.max(2) + 1))
    }

    /// Whether `line` is code or the like, which ends where its end is.
    fn is_verbatim(&mut self, line: Line<'a>, cursor: Cursor<'a>) -> bool {
        let Some((verbatim, _)) = &self.verbatim else { return false };
        let ends = match verbatim {
            Verbatim::Fence(mark, length, _) => {
                let rest = cursor.rest().trim_end();
                rest.len() >= *length && rest.bytes().all(|byte| byte == *mark) && cursor.indent() < 4
            }
            Verbatim::Until("$$") => line.text.contains("$$") || cursor.is_blank(),
            Verbatim::Until(end) => line.text.contains(end),
        };
        if ends {
            if let Some((Verbatim::Fence(_, _, Some(fence)), _)) = self.verbatim.take() {
                let start = offset(self.text, cursor.rest());
                self.edits.put(start..line.end(), vec![fence.into()]);
            }
            self.in_paragraph = false;
        }
        true
    }

    /// A formula, HTML or a template's listing, in which nothing else is looked for.
    fn begin_verbatim(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let head = leaf.rest.get(..12).unwrap_or(leaf.rest).to_ascii_lowercase();
        let (start, end) = VERBATIM.iter().find(|(start, _)| head.starts_with(start))?;
        let inside = &leaf.rest[start.len().min(leaf.rest.len())..];
        if inside.contains(end) || self.endless.contains(end) {
            return None;
        }
        if *end == "$$" {
            self.has_formula_end(leaf.line.next).then_some(())?;
        } else if !self.text[leaf.line.end()..].contains(end) {
            self.endless.push(end);
            return None;
        }
        self.verbatim = Some((Verbatim::Until(end), self.stack.len()));
        Some(leaf.line.next)
    }

    /// Whether the end of a formula comes before the next blank line, from `at` on.
    fn has_formula_end(&self, mut at: usize) -> bool {
        while let Some(leaf) = self.peek(at) {
            if leaf.rest.contains("$$") {
                return true;
            }
            at = leaf.line.next;
        }
        false
    }

    /// A heading, which is the title of the callout that it begins.
    fn heading(&mut self, leaf: Leaf<'a>, is_title: bool) -> Option<usize> {
        let words = leaf.rest.trim_start_matches('#');
        if leaf.rest.len() - words.len() > 6 || !words.starts_with([' ', '\t']) {
            return None;
        }
        if is_title {
            let (words, _) = super::attributes::without_lists(words.trim());
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

    /// A place that MyST names for links: `(name)=`.
    fn target(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let name = leaf.rest.trim_end().strip_prefix('(')?.strip_suffix(")=")?;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
        if self.in_paragraph || name.is_empty() || !name.chars().all(plain) {
            return None;
        }
        let bare = self.prefix();
        let anchor =
            format!("{LINE_START}<span id=\"{}\"></span>\n{}", super::attributes::escape(name), bare.trim_end());
        self.edits.put(leaf.at..leaf.line.end(), vec![anchor.into()]);
        Some(leaf.line.next)
    }

    /// VuePress's label of a tab: `@tab Pear`, `@tab:active Pear#id`.
    fn tab_line(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        self.stack.last().filter(|frame| frame.opening.has_tab_lines)?;
        let label = leaf.rest.trim_end().strip_prefix("@tab")?;
        let label = label.strip_prefix(":active").unwrap_or(label).strip_prefix(' ')?.trim();
        let label = label.split_once('#').map_or(label, |(label, _)| label.trim_end());
        let prefix = self.prefix();
        let label = offset(self.text, label)..offset(self.text, label) + label.len();
        let pieces: Vec<Piece> = vec![
            format!("\n{prefix}<strong>").into(),
            Piece::Copy(label),
            format!("</strong>\n{}", prefix.trim_end()).into(),
        ];
        self.edits.put(leaf.at..leaf.line.end(), pieces);
        Some(leaf.line.next)
    }
}

/// What a line stands in.
struct Entry<'a> {
    cursor: Cursor<'a>,
    /// How many of the open containers it stands in.
    matched: usize,
    /// White space of which only so many columns are left.
    drops: Vec<(Range<usize>, usize)>,
}

impl Entry<'_> {
    /// Drops columns of the white space that ends before what comes next: byte and column of its start, columns to go.
    fn drop(&mut self, (start, column, columns): (usize, usize, usize)) {
        if columns > 0 {
            let mut end = self.cursor;
            end.skip_space();
            self.drops.push((start..end.at, (end.column - column).saturating_sub(columns)));
        }
    }
}

impl Cursor<'_> {
    /// Goes past the mark of a quotation.
    fn quote_mark(&mut self) {
        self.skip_space();
        self.take(1);
        if self.indent() > 0 {
            self.skip(1);
        }
    }
}

fn leaf<'a>(line: Line<'a>, cursor: Cursor<'a>, after_mark: bool) -> Leaf<'a> {
    let rest = cursor.rest();
    let at = line.end() - rest.len();
    Leaf { line, indent: cursor.indent(), at, rest, raw: &line.text[cursor.at..], after_mark }
}

fn prefix(frames: &[Frame<'_>]) -> String {
    let mut prefix = String::new();
    for frame in frames {
        match frame.kind {
            Kind::Quote => prefix.push_str("> "),
            Kind::Item(width) => prefix.extend(std::iter::repeat_n(' ', width)),
            Kind::Body(_) | Kind::Fence(..) => {}
        }
    }
    prefix
}

fn marks(mark: u8, length: usize) -> String {
    char::from(mark).to_string().repeat(length)
}

/// What begins lines in which nothing is looked for, in lower case, and what ends them.
const VERBATIM: [(&str, &str); 13] = [
    ("$$", "$$"),
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("<!--", "-->"),
    ("<?", "?>"),
    ("{% highlight", "endhighlight"),
    ("{%highlight", "endhighlight"),
    ("{% raw", "endraw"),
    ("{% comment", "endcomment"),
    ("{{< highlig", "/highlight"),
    ("{{<highlig", "/highlight"),
];

/// What begins an item of a list, a note or a definition.
struct Mark {
    /// Length of the mark.
    length: usize,
    /// Columns of white space behind it that belong to it.
    spaces: usize,
    /// Columns by which further lines are indented.
    width: usize,
}

/// The mark that `rest` begins with.
fn item_mark(rest: &str) -> Option<Mark> {
    let bytes = rest.as_bytes();
    let length = match bytes.first()? {
        b'-' | b'+' | b'*' | b':' => 1,
        b'0'..=b'9' => {
            let digits = bytes.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            (digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')'))).then_some(digits + 1)?
        }
        b'[' if rest.starts_with("[^") => {
            let label = rest.bytes().take(200).position(|byte| byte == b']' || byte.is_ascii_whitespace())?;
            rest[label..].starts_with("]:").then_some(label + 2)?
        }
        _ => return None,
    };
    let mut cursor = Cursor::new(rest);
    cursor.take(length);
    let spaces = cursor.indent();
    let spaces = match spaces {
        _ if is_rule(rest) => return None,
        _ if cursor.is_blank() && bytes[0] != b':' => 1,
        0 => return None,
        1..=4 => spaces,
        _ => 1,
    };
    // The content of a note is indented by four columns, whatever its label.
    let width = if bytes[0] == b'[' { 4 } else { length + spaces };
    Some(Mark { length, spaces, width })
}

/// Whether `rest` is a thematic break, or rules of a table.
fn is_rule(rest: &str) -> bool {
    let mark = rest.as_bytes()[0];
    matches!(mark, b'-' | b'*')
        && rest.bytes().all(|byte| byte == mark || matches!(byte, b' ' | b'\t'))
        && rest.bytes().filter(|&byte| byte == mark).count() >= 3
}
