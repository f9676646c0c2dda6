//! Abbreviations that the author defines once, `*[NAP]: Normal Amsterdam Level`, wherever they occur in the text.
//!
//! The expansion is added in brackets after the first occurrence, as in a book, unless the text contains it anyway.
//! Limits: whole words only; none in headings, which stay unchanged.

use std::collections::BTreeMap;

use super::{Lower, inlines};
use crate::article::{Inline, Style};
use crate::diag::Diagnostic;
use crate::read::tree::{Element, Node};

/// The abbreviations of an article.
#[derive(Debug, Default)]
pub(super) struct Abbreviations {
    /// By their first word, longest first.
    known: BTreeMap<String, Vec<Abbreviation>>,
    /// Whether expansions are currently suppressed.
    quiet: bool,
}

#[derive(Debug)]
struct Abbreviation {
    short: String,
    long: String,
    used: bool,
    /// Whether the text contains the expansion.
    said: bool,
}

impl Abbreviations {
    /// Reads the abbreviations, which are attributes of `root`.
    pub fn new(root: &Element) -> Self {
        let mut all = Self::default();
        if root.attributes.is_empty() {
            return all;
        }
        let text = root.text().to_lowercase();
        for (short, long) in &root.attributes {
            let group = all.known.entry(first_word(short).to_owned()).or_default();
            if !group.iter().any(|known| known.short == *short) {
                let said = long.is_empty() || text.contains(&long.to_lowercase());
                group.push(Abbreviation { short: short.clone(), long: long.clone(), used: false, said });
            }
        }
        all.known.values_mut().for_each(|group| group.sort_by_key(|known| std::cmp::Reverse(known.short.len())));
        all
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Marks the abbreviations in the texts of `inlines` from `from` on.
    pub fn mark(&mut self, inlines: &mut Vec<Inline>, from: usize) {
        for inline in inlines.split_off(from) {
            match inline {
                Inline::Text(text) => self.mark_text(&text, inlines),
                other => inlines.push(other),
            }
        }
    }

    fn mark_text(&mut self, text: &str, out: &mut Vec<Inline>) {
        let mut done = 0;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let begins = at >= done && !before.is_alphanumeric();
            before = c;
            let Some(found) = Some(first_word(&text[at..]))
                .filter(|_| begins)
                .and_then(|first| self.known.get_mut(first))
                .and_then(|group| found(group, &text[at..]))
            else {
                continue;
            };
            push(&text[done..at], out);
            done = at + found.short.len();
            let content = vec![Inline::Text(found.short.clone())];
            out.push(Inline::Styled { style: Style::Abbreviation, content });
            found.used = true;
            if !found.said && !self.quiet {
                found.said = true;
                out.push(Inline::Text(format!(" ({})", found.long)));
            }
        }
        push(&text[done..], out);
    }
}

/// Returns the letters and digits at the start of `text`, or its first character.
fn first_word(text: &str) -> &str {
    let length = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let first = text.chars().next().map_or(0, char::len_utf8);
    &text[..length.max(first)]
}

fn found<'g>(group: &'g mut [Abbreviation], text: &str) -> Option<&'g mut Abbreviation> {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
    group.iter_mut().find(|known| text.strip_prefix(known.short.as_str()).is_some_and(ends))
}

fn push(text: &str, out: &mut Vec<Inline>) {
    if !text.is_empty() {
        out.push(Inline::Text(text.to_owned()));
    }
}

/// Returns the inlines of `nodes` without expansions.
pub(super) fn unexpanded(lower: &mut Lower<'_, '_, '_>, nodes: Vec<Node>) -> Vec<Inline> {
    let before = std::mem::replace(&mut lower.abbreviations.quiet, true);
    let inlines = inlines::inlines(lower, nodes);
    lower.abbreviations.quiet = before;
    inlines
}

/// Reports the expansions that are not used in the article.
pub(super) fn unused_abbreviations(lower: &mut Lower<'_, '_, '_>) {
    for known in lower.abbreviations.known.values().flatten().filter(|known| !known.said) {
        let why = if known.used { "stands in headings only" } else { "is not used in the text" };
        let message = format!("the abbreviation `{}` {why}: its expansion `{}` is left out", known.short, known.long);
        lower.report.say(Diagnostic::warning("unused-abbreviation", message));
    }
}
