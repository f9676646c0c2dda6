//! Formulas on lines of their own: `$$` over several lines, `\[…\]`, and TeX's environments.
//!
//! They are searched for in the source itself, since their lines may begin with `-` or `+`, which would begin a list.
//! Limits: a formula has at most [`LINES`] lines, and ends in the quotation that it begins in.

use std::ops::Range;

use super::formula::{Verdict, judge};
use super::formulas::Formula;
use crate::read::markdown::attributes;

/// Maximum number of lines of a formula.
const LINES: usize = 200;

/// Environments of TeX that contain formulas.
const ENVIRONMENTS: [&str; 20] = [
    "equation",
    "align",
    "aligned",
    "gather",
    "gathered",
    "multline",
    "eqnarray",
    "alignat",
    "flalign",
    "displaymath",
    "math",
    "split",
    "cases",
    "matrix",
    "pmatrix",
    "bmatrix",
    "vmatrix",
    "Bmatrix",
    "Vmatrix",
    "dmath",
];

/// Finds the formulas on lines of their own in `text`, outside of `blocks`.
pub(super) fn find(text: &str, blocks: &[Range<usize>]) -> Vec<Formula> {
    let mut found: Vec<Formula> = Vec::new();
    if !text.contains("$$") && !text.contains("\\[") && !text.contains("\\begin{") {
        return found;
    }
    let mut blocks = blocks.iter().peekable();
    let mut at = 0;
    // For each closing delimiter, the offset up to which it is known not to occur.
    let mut exhausted = [0; 3];
    while at < text.len() {
        while blocks.peek().is_some_and(|block| block.end <= at) {
            blocks.next();
        }
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let begins = |start: usize| start <= at || start < end && text[at..start].trim_matches(PREFIX).is_empty();
        let within = blocks.peek().is_some_and(|block| begins(block.start));
        let formula = if within { None } else { formula(text, at, &mut exhausted) };
        at = formula.as_ref().map_or(end, |formula| {
            text[formula.range.end..].find('\n').map_or(text.len(), |end| formula.range.end + end + 1)
        });
        found.extend(formula);
    }
    found
}

/// Characters of the prefixes of lines in quotations and items.
const PREFIX: [char; 3] = [' ', '\t', '>'];

/// Returns the formula at the beginning of the line at byte `line`.
fn formula(text: &str, line: usize, exhausted: &mut [usize; 3]) -> Option<Formula> {
    let head = text[line..].split('\n').next()?;
    let content = head.trim_start_matches(PREFIX);
    let start = line + head.len() - content.len();
    let quoted = head[..head.len() - content.len()].contains('>');
    if let Some(rest) = content.strip_prefix("$$") {
        // A formula that closes on its own line is found together with inline formulas.
        if rest.contains("$$") || rest.starts_with('$') {
            return None;
        }
        let (tex, end) = until(text, start + 2, "$$", quoted, &mut exhausted[0])?;
        return accept(text, start, end, tex, false);
    }
    for (open, close) in [("\\\\[", "\\\\]"), ("\\[", "\\]")] {
        if content.starts_with(open) {
            let (tex, end) = until(text, start + open.len(), close, quoted, &mut exhausted[1])?;
            return accept(text, start, end, tex, true);
        }
    }
    let name = content.strip_prefix("\\begin{")?.split_once('}')?.0;
    if !ENVIRONMENTS.contains(&name.trim_end_matches('*')) {
        return None;
    }
    let close = format!("\\end{{{name}}}");
    let (tex, end) = until(text, start, &close, quoted, &mut exhausted[2])?;
    accept(text, start, end, format!("{tex}{close}"), false)
}

/// Returns the lines between byte `from` and `close`, and the end of `close`; after it, only an attribute list or a
/// punctuation mark may follow on its line.
fn until(text: &str, from: usize, close: &str, quoted: bool, exhausted: &mut usize) -> Option<(String, usize)> {
    if from < *exhausted {
        return None;
    }
    let mut tex = String::new();
    let mut at = from;
    for (number, line) in text[from..].split_inclusive('\n').enumerate().take(LINES) {
        let inner = if number == 0 { line } else { line.trim_start_matches(PREFIX) };
        let left = number > 0 && quoted && !line[..line.len() - inner.len()].contains('>');
        let fence = inner.starts_with("```") || inner.starts_with("~~~");
        if left || fence {
            break;
        }
        if let Some(end) = closing(inner, close) {
            tex.push_str(&inner[..end]);
            return Some((tex, at + line.len() - inner.len() + end + close.len()));
        }
        // TeX allows no blank line in a formula.
        if !inner.trim().is_empty() {
            tex.push_str(inner.trim_end());
            tex.push('\n');
        }
        at += line.len();
    }
    *exhausted = at;
    None
}

/// Finds `close` in `line` with nothing after it.
fn closing(line: &str, close: &str) -> Option<usize> {
    let found = line.match_indices(close).find(|(at, _)| !line[..*at].ends_with('\\') || close.starts_with("\\\\"))?.0;
    let after = line[found + close.len()..].trim();
    let list = attributes::parse(after).is_some_and(|list| list.length == after.len());
    (list || after.chars().all(|c| c.is_ascii_punctuation() && c != '$' && c != '{')).then_some(found)
}

/// Accepts the formula `tex`, with the name that may follow it.
fn accept(text: &str, start: usize, end: usize, tex: String, brackets: bool) -> Option<Formula> {
    let verdict = judge(&tex);
    // `\[1\]` and `\[sic\]` are brackets that a converter has escaped.
    if verdict == Verdict::No || brackets && verdict != Verdict::Certain {
        return None;
    }
    let (label, end) = super::formulas::label(text, end);
    Some(Formula { range: start..end, tex: tex.trim().to_owned(), display: true, label })
}
