//! Finds formulas in running text by their delimiters.

use std::ops::Range;

use super::formula::{LONGEST, Verdict, between_dollars, judge};
use super::outline::{Leaf, Opaque, OpaqueKind};
use super::{Findings, Walk, around, displays};
use crate::read::markdown::attributes;

/// A formula.
#[derive(Debug)]
pub(super) struct Formula {
    /// Its range, including the delimiters.
    pub range: Range<usize>,
    /// Its TeX.
    pub tex: String,
    /// Whether it is displayed.
    pub display: bool,
    /// Its label for references.
    pub label: Option<String>,
}

/// A delimiter.
#[derive(Clone, Copy, Debug)]
struct Delimiter {
    at: usize,
    kind: DelimiterKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DelimiterKind {
    /// One or two dollar signs, `$` or `$$`.
    Dollars(usize),
    /// `\(`, `\[`, or the forms with two backslashes that some sites require; with their length.
    Open(u8, usize),
    /// A closing `\)` or `\]`.
    Close(u8, usize),
}

impl DelimiterKind {
    fn length(self) -> usize {
        match self {
            Self::Dollars(length) | Self::Open(_, length) | Self::Close(_, length) => length,
        }
    }

    /// Returns the matching closing delimiter.
    fn closing(self) -> Option<Self> {
        match self {
            Self::Dollars(_) => Some(self),
            Self::Open(bracket, length) => Some(Self::Close(if bracket == b'(' { b')' } else { b']' }, length)),
            Self::Close(..) => None,
        }
    }
}

impl Findings<'_> {
    /// Returns the formulas of the text, sorted.
    pub(super) fn formulas(&self) -> Vec<Formula> {
        let mut found = displays::find(self.text, &self.outline.blocks);
        let blocks: Vec<Range<usize>> = found.iter().map(|formula| formula.range.clone()).collect();
        let mut doubtful = Vec::new();
        if self.text.contains('$') || self.text.contains("\\(") || self.text.contains("\\[") {
            for leaf in &self.outline.leaves {
                self.formulas_of(leaf, &blocks, &mut found, &mut doubtful);
            }
        }
        // `\(n\)` may be escaped brackets. It is a formula if the file has other formulas in such brackets, or if it is
        // a single variable and the file has any formulas at all.
        let brackets = |formula: &Formula| self.text[formula.range.clone()].starts_with('\\');
        let variable = |formula: &Formula| {
            let mut letters = formula.tex.trim().chars();
            !formula.display && letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        };
        let (any, certain) = (!found.is_empty(), found.iter().any(brackets));
        found.extend(doubtful.into_iter().filter(|formula| certain || any && variable(formula)));
        found.sort_by_key(|formula| formula.range.start);
        found
    }

    fn formulas_of(&self, leaf: &Leaf, blocks: &[Range<usize>], found: &mut Vec<Formula>, doubtful: &mut Vec<Formula>) {
        let text = self.text;
        if !text[leaf.range.clone()].contains(['$', '\\']) {
            return;
        }
        let walk = Walk::new(text, leaf, blocks);
        let delimiters = delimiters(text, &walk);
        let mut at = 0;
        while at < delimiters.len() {
            let open = delimiters[at];
            if let Some(formula) = in_code(text, leaf, open) {
                at = delimiters.partition_point(|delimiter| delimiter.at < formula.range.end);
                found.push(formula);
                continue;
            }
            at += 1;
            let Some(close) = delimiters.get(at).filter(|close| open.kind.closing() == Some(close.kind)) else {
                continue;
            };
            let Some((formula, verdict)) = between(text, leaf, open, *close) else { continue };
            at += 1;
            match verdict {
                Verdict::Certain => found.push(formula),
                _ => doubtful.push(formula),
            }
        }
    }
}

fn delimiters(text: &str, walk: &Walk<'_>) -> Vec<Delimiter> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    walk.each(|at, byte| match byte {
        b'$' => {
            let length = bytes[at..walk.range.end].iter().take_while(|&&byte| byte == b'$').count();
            if length < 3 {
                found.push(Delimiter { at, kind: DelimiterKind::Dollars(length) });
            }
            Some(at + length)
        }
        b'\\' => {
            let double = usize::from(bytes.get(at + 1) == Some(&b'\\'));
            let bracket = *bytes.get(at + 1 + double)?;
            let kind = match bracket {
                b'(' | b'[' => DelimiterKind::Open(bracket, 2 + double),
                b')' | b']' => DelimiterKind::Close(bracket, 2 + double),
                _ => return None,
            };
            found.push(Delimiter { at, kind });
            Some(at + 2 + double)
        }
        _ => None,
    });
    found
}

/// Finds GitLab's and GitHub's `` $`…`$ ``, which is code for other parsers.
fn in_code(text: &str, leaf: &Leaf, open: Delimiter) -> Option<Formula> {
    let next = leaf.opaque.partition_point(|opaque| opaque.range.start <= open.at);
    let Opaque { range, kind: OpaqueKind::Code } = leaf.opaque.get(next)? else { return None };
    let delimited =
        open.kind == DelimiterKind::Dollars(1) && range.start == open.at + 1 && text[range.end..].starts_with('$');
    let tex = text[range.clone()].trim_matches('`').trim();
    (delimited && !tex.is_empty()).then(|| Formula {
        range: open.at..range.end + 1,
        tex: tex.to_owned(),
        display: false,
        label: None,
    })
}

/// Returns the formula between two delimiters, and how certain it is.
fn between(text: &str, leaf: &Leaf, open: Delimiter, close: Delimiter) -> Option<(Formula, Verdict)> {
    crate::halt::point();
    let (start, end) = (open.at + open.kind.length(), close.at);
    let tex = content(text, leaf, start..end)?;
    // A formula is either wholly inside a link, or contains it.
    if leaf.link_at(open.at) != leaf.link_at(close.at) {
        return None;
    }
    let whole = open.at..close.at + close.kind.length();
    let verdict = match open.kind {
        DelimiterKind::Dollars(1) => {
            if !between_dollars(&tex, around(text, open.at, whole.end)) {
                return None;
            }
            Verdict::Certain
        }
        DelimiterKind::Dollars(_) => match judge(&tex) {
            Verdict::No => return None,
            _ => Verdict::Certain,
        },
        _ => judge(&tex),
    };
    let display = matches!(open.kind, DelimiterKind::Dollars(2) | DelimiterKind::Open(b'[', _));
    let (label, end) = if display { label(text, whole.end) } else { (None, whole.end) };
    let formula = Formula { range: whole.start..end, tex: tex.trim().to_owned(), display, label };
    (verdict != Verdict::No).then_some((formula, verdict))
}

/// Returns the text between delimiters without the prefixes of its lines; `None` if it contains an opaque range.
fn content(text: &str, leaf: &Leaf, range: Range<usize>) -> Option<String> {
    if range.len() > LONGEST {
        return None;
    }
    let mut tex = String::new();
    let mut at = range.start;
    let from = leaf.opaque.partition_point(|opaque| opaque.range.end <= range.start);
    for opaque in leaf.opaque[from..].iter().take_while(|opaque| opaque.range.start < range.end) {
        match opaque.kind {
            OpaqueKind::Prefix => {
                tex.push_str(&text[at..opaque.range.start]);
                at = opaque.range.end;
            }
            // `f[x](t)` is not a link.
            OpaqueKind::Address
                if text[opaque.range.clone()].starts_with("](") && !text[range.clone()].contains("://") => {}
            _ => return None,
        }
    }
    tex.push_str(text.get(at..range.end)?);
    Some(if leaf.cell { tex.replace("\\|", "|") } else { tex })
}

/// Returns the label in an attribute list after a displayed formula, and the end of that list.
pub(super) fn label(text: &str, end: usize) -> (Option<String>, usize) {
    let rest = text[end..].trim_start_matches([' ', '\t']);
    let list = attributes::parse(rest).filter(|list| list.get("id").is_some());
    match list {
        Some(list) => (list.get("id").map(str::to_owned), text.len() - rest.len() + list.length),
        None => (None, end),
    }
}
