//! Decides which markup has a meaning, before the text is parsed.
//!
//! The rule: **a syntax takes only what it has fully understood; everything else stays as its author wrote it, and is
//! still parsed.** Parser extensions that are switched on for a whole text cannot satisfy it. So the text is first
//! parsed without them ([`outline`]). Extensions of CommonMark that are recognised are rewritten to an unambiguous
//! form: a tag, or a [`sentinel`] that represents a formula, an attribute list or a note call. Characters that the
//! parser would misread become entities. The result has no ambiguous markup, and rejected text is read as if the
//! extension did not exist.
//!
//! What each rule accepts:
//!
//! - `$…$`, `$$…$$`, `` $`…`$ ``, `\(…\)`, `\[…\]`, `\begin{equation}…`: text that can be a formula ([`formula`]).
//! - `{…}`: only attributes, directly after a span, at the end of a heading, or on a line of their own.
//! - `^…^`, and `~…~` directly after a word: superscript and subscript, without white space (pandoc).
//! - `~…~` at word boundaries: struck through (GitHub), unless it is a subscript. Inside words a tilde is kept.
//! - `==…==` at word boundaries: highlighted.
//! - `[[…]]`: a page of a vault, unless CommonMark reads a link there.
//! - `: …`: a definition, if white space follows the colon.
//! - `*[ABC]: …`, ` ^id`: the expansion of an abbreviation, the name of a block.
//!
//! Limits: in blocks of HTML nothing is searched for, and in the words of a picture only note calls.

pub(super) mod sentinel;

mod calls;
mod displays;
mod formula;
mod formulas;
mod lines;
mod outline;
mod scripts;
mod wiki;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::read::report::Places;
use outline::{Leaf, Opaque, Outline};
use sentinel::Insert;

/// A text without ambiguous markup.
#[derive(Debug)]
pub(super) struct Settled<'t> {
    /// The text to be parsed.
    pub text: Cow<'t, str>,
    /// The mapping to the original text; `None` if they are equal.
    pub places: Option<Places>,
    /// The inserts that sentinels represent, by number.
    pub inserts: Vec<Insert>,
    /// The author's text for each insert.
    pub written: Vec<String>,
    /// Abbreviations with their expansions.
    pub abbreviations: Vec<(String, String)>,
    /// Whether it has wikilinks.
    pub wikilinks: bool,
}

/// Settles the markup of `text`.
pub(super) fn settle(text: &str) -> Settled<'_> {
    let mut settled = Settled {
        text: Cow::Borrowed(text),
        places: None,
        inserts: Vec::new(),
        written: Vec::new(),
        abbreviations: Vec::new(),
        wikilinks: false,
    };
    if !has_marks(text) {
        return settled;
    }
    if let Some(edits) = calls::find(text) {
        settled.apply(edits);
    }
    let text = settled.text.clone();
    let outline = outline::outline(&text);
    let mut found = Findings::new(&text, &outline);
    found.edits.extend(outline.colons.iter().map(|&at| Edit { range: at..at + 1, by: By::Text("&#58;") }));
    found.edits.extend(outline.brackets.iter().map(|range| Edit { range: range.clone(), by: By::Text("&#91;") }));
    found.all();
    let Findings { edits, abbreviations, wikilinks, .. } = found;
    (settled.abbreviations, settled.wikilinks) = (abbreviations, wikilinks);
    settled.apply(edits);
    settled
}

/// Returns the ranges of formulas in `text`, sorted.
pub(super) fn formulas(text: &str) -> Vec<Range<usize>> {
    if !text.contains(['$', '\\']) {
        return Vec::new();
    }
    let outline = outline::outline(text);
    let found = Findings::new(text, &outline);
    found.formulas().into_iter().map(|formula| formula.range).collect()
}

/// Whether `text` contains anything that may have to be settled.
fn has_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'$' | b'~' | b'^' | b'{' => true,
        // `==marked==`, `[[Page]]`.
        b'=' | b'[' => bytes.get(at + 1) == Some(byte),
        // `\(x\)`, `\[x\]`, `\begin{…}`.
        b'\\' => matches!(bytes.get(at + 1), Some(b'(' | b'[' | b'b')),
        // `*[HTML]: …`, an abbreviation.
        b'*' => bytes.get(at + 1) == Some(&b'['),
        // `: definition`, at the beginning of a line.
        b':' => bytes[..at]
            .iter()
            .rev()
            .take_while(|&&before| before != b'\n')
            .all(|before| matches!(before, b' ' | b'>' | b'\t')),
        _ => false,
    })
}

/// The replacement of a range.
#[derive(Clone, Debug)]
enum By {
    /// Characters.
    Text(&'static str),
    /// A sentinel.
    Insert(Insert),
    /// Characters, followed by a sentinel.
    Both(String, Insert),
}

/// An edit of the text.
#[derive(Clone, Debug)]
struct Edit {
    range: Range<usize>,
    by: By,
}

impl Settled<'_> {
    /// Applies the edits. Of two that overlap, the first is applied.
    fn apply(&mut self, mut edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut text = String::with_capacity(self.text.len() + edits.len() * 16);
        let mut places = Places::from(0);
        let mut at = 0;
        for edit in edits {
            if edit.range.start < at {
                continue;
            }
            places.step(text.len(), at);
            text.push_str(&self.text[at..edit.range.start]);
            places.step(text.len(), edit.range.start);
            let written = &self.text[edit.range.clone()];
            let insert = match edit.by {
                By::Text(by) => {
                    text.push_str(by);
                    None
                }
                By::Insert(insert) => Some(insert),
                By::Both(before, insert) => {
                    text.push_str(&before);
                    Some(insert)
                }
            };
            if let Some(insert) = insert {
                text.push_str(&insert.sentinel(self.inserts.len()));
                self.inserts.push(insert);
                self.written.push(written.to_owned());
            }
            at = edit.range.end;
        }
        places.step(text.len(), at);
        text.push_str(&self.text[at..]);
        self.places = Some(self.places.as_ref().map_or_else(|| places.clone(), |outer| places.then(outer)));
        self.text = Cow::Owned(text);
    }
}

/// The findings in a text.
struct Findings<'t> {
    text: &'t str,
    outline: &'t Outline,
    edits: Vec<Edit>,
    abbreviations: Vec<(String, String)>,
    wikilinks: bool,
    references: OnceCell<BTreeSet<&'t str>>,
}

impl<'t> Findings<'t> {
    fn new(text: &'t str, outline: &'t Outline) -> Self {
        let (edits, abbreviations) = (Vec::new(), Vec::new());
        Self { text, outline, edits, abbreviations, wikilinks: false, references: OnceCell::new() }
    }

    fn all(&mut self) {
        let formulas = self.formulas();
        let mut taken: Vec<Range<usize>> = Vec::with_capacity(formulas.len());
        for formula in formulas {
            taken.push(formula.range.clone());
            let insert = Insert::Formula { tex: formula.tex, display: formula.display, label: formula.label };
            self.edits.push(Edit { range: formula.range, by: By::Insert(insert) });
        }
        let outline = self.outline;
        let pages: Vec<bool> = outline.leaves.iter().map(|leaf| self.leaf(leaf, &taken)).collect();
        // The parser recognises wikilinks only if there are any, and must then be kept from similar brackets.
        if pages.contains(&true) {
            self.wikilinks = true;
            outline.leaves.iter().for_each(|leaf| self.keep_from_pages(leaf, &taken));
        }
    }

    /// Settles the markup of `leaf`; returns whether it has wikilinks.
    fn leaf(&mut self, leaf: &'t Leaf, taken: &[Range<usize>]) -> bool {
        let walk = Walk::new(self.text, leaf, taken);
        let pages =
            if self.text[leaf.range.clone()].contains("[[") { wiki::pages(self.text, leaf, &walk) } else { Vec::new() };
        let embeds = wiki::embeds(self.text, &pages);
        let links = embeds.len() < pages.len();
        self.edits.extend(embeds.into_iter().map(|range| {
            let page = self.text[range.start + 3..range.end - 2].to_owned();
            Edit { range, by: By::Insert(Insert::Embed(page)) }
        }));
        self.lists(leaf, &walk);
        self.lines_of(leaf, &walk);
        self.scripts(leaf, &walk, &pages);
        links
    }

    fn keep_from_pages(&mut self, leaf: &'t Leaf, taken: &[Range<usize>]) {
        if self.text[leaf.range.clone()].contains("[[") {
            let walk = Walk::new(self.text, leaf, taken);
            let apart = wiki::others(self.text, leaf, &walk);
            // An empty comment separates the brackets without being visible.
            self.edits.extend(apart.into_iter().map(|at| Edit { range: at + 1..at + 1, by: By::Text("<!---->") }));
        }
    }
}

/// A traversal of a leaf that skips opaque ranges and those taken already.
struct Walk<'t> {
    text: &'t str,
    range: Range<usize>,
    /// Ranges to skip, sorted.
    closed: Vec<Range<usize>>,
    /// Spans of the leaf, which no formula may cut through.
    spans: Vec<Range<usize>>,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, leaf: &Leaf, taken: &[Range<usize>]) -> Self {
        let from = taken.partition_point(|range| range.end <= leaf.range.start);
        let inside = || taken[from..].iter().take_while(|range| range.start < leaf.range.end);
        let mut closed: Vec<Range<usize>> = leaf.opaque.iter().map(|Opaque { range, .. }| range.clone()).collect();
        closed.extend(inside().cloned());
        closed.sort_by_key(|range| range.start);
        let cut = |span: &&Range<usize>| {
            let from = taken.partition_point(|range| range.end <= span.start);
            taken.get(from).is_some_and(|range| range.start < span.start)
                || taken[..taken.partition_point(|range| range.start < span.end)]
                    .last()
                    .is_some_and(|range| range.end > span.end)
        };
        let spans = leaf.spans.iter().filter(|span| !cut(span)).cloned().collect();
        Self { text, range: leaf.range.clone(), closed, spans }
    }

    /// Whether byte `at` is skipped.
    fn is_closed(&self, at: usize) -> bool {
        let next = self.closed.partition_point(|range| range.start <= at);
        self.closed[..next].last().is_some_and(|range| range.end > at)
    }

    /// Whether `range` ends inside a skipped range.
    fn is_cut(&self, range: &Range<usize>) -> bool {
        let next = self.closed.partition_point(|closed| closed.start < range.end);
        self.closed[..next].last().is_some_and(|closed| closed.end > range.end)
    }

    /// Calls `visit` for each byte that may be markup; it returns where to continue, or `None` for the next byte.
    fn each(&self, mut visit: impl FnMut(usize, u8) -> Option<usize>) {
        let bytes = self.text.as_bytes();
        let mut closed = self.closed.iter().peekable();
        let mut at = self.range.start;
        while at < self.range.end {
            while closed.peek().is_some_and(|range| range.end <= at) {
                closed.next();
            }
            if let Some(range) = closed.peek().filter(|range| range.start <= at) {
                at = range.end;
                continue;
            }
            let byte = bytes[at];
            at = match visit(at, byte) {
                Some(next) => next.max(at + 1),
                None if byte == b'\\' => at + 2,
                None => at + 1,
            };
        }
    }

    /// Returns, for each of the sorted `places`, the number of the innermost span around it.
    fn owners(&self, places: impl Iterator<Item = usize>) -> Vec<Option<usize>> {
        let mut open: Vec<usize> = Vec::new();
        let mut next = 0;
        places
            .map(|at| {
                while self.spans.get(next).is_some_and(|span| span.start <= at) {
                    open.push(next);
                    next += 1;
                }
                while open.last().is_some_and(|&last| self.spans[last].end <= at) {
                    open.pop();
                }
                open.last().copied()
            })
            .collect()
    }
}

/// Returns the characters before byte `at` and after byte `end`.
fn around(text: &str, at: usize, end: usize) -> formula::Around {
    formula::Around { before: text[..at].chars().next_back(), after: text[end..].chars().next() }
}
