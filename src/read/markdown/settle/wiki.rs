//! Finds links to pages of a vault, `[[page|words]]` (Obsidian, Foam, Logseq).
//!
//! CommonMark has priority: `[[1]](address)` is a link whose words have brackets, and so is `[[1]]` if `[1]:` is
//! defined. Limits: the name of a page is on one line and has no brackets; up to three digits are the number of a
//! source.

use std::ops::Range;

use super::Walk;
use super::outline::Leaf;

/// Maximum length of a link, in bytes.
const LONGEST: usize = 500;

/// Finds the wikilinks in `leaf`, sorted.
pub(super) fn pages(text: &str, leaf: &Leaf, walk: &Walk<'_>) -> Vec<Range<usize>> {
    let whole = |page: &Range<usize>| !is_embedded(text, page) || !walk.is_cut(page);
    each(text, walk).into_iter().filter_map(|at| page(text, leaf, at)).filter(whole).collect()
}

/// Returns those of `pages` that are embedded, including their `!`: `![[mill.png]]`. The parser does not handle them,
/// because it would end such a picture a second time at the next lone bracket, `![[a]] b](u)`, and lose its words.
pub(super) fn embeds(text: &str, pages: &[Range<usize>]) -> Vec<Range<usize>> {
    pages.iter().filter(|page| is_embedded(text, page)).map(|page| page.start - 1..page.end).collect()
}

fn is_embedded(text: &str, page: &Range<usize>) -> bool {
    text[..page.start].ends_with('!') && !is_escaped(text, page.start - 1)
}

/// Whether byte `at` is escaped by a backslash.
fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// Finds double opening brackets in `leaf` that do not begin a wikilink.
pub(super) fn others(text: &str, leaf: &Leaf, walk: &Walk<'_>) -> Vec<usize> {
    let pages = pages(text, leaf, walk);
    let in_page = |at: &usize| {
        let next = pages.partition_point(|page| page.start <= *at);
        pages[..next].last().is_some_and(|page| page.end > *at)
    };
    each_pair(text, walk).into_iter().filter(|at| !in_page(at)).collect()
}

/// Finds where a wikilink may begin: at the last two of several brackets.
fn each(text: &str, walk: &Walk<'_>) -> Vec<usize> {
    let mut found = each_pair(text, walk);
    found.retain(|at| text.as_bytes().get(at + 2) != Some(&b'['));
    found
}

fn each_pair(text: &str, walk: &Walk<'_>) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    walk.each(|at, byte| {
        if byte == b'[' && bytes.get(at + 1) == Some(&b'[') {
            found.push(at);
        }
        None
    });
    found
}

/// Returns the wikilink at byte `at`.
fn page(text: &str, leaf: &Leaf, at: usize) -> Option<Range<usize>> {
    let window = &text.as_bytes()[at + 2..leaf.range.end.min(at + 2 + LONGEST)];
    let length = window.iter().position(|byte| matches!(byte, b']' | b'[' | b'\n'))?;
    let inner = text.get(at + 2..at + 2 + length)?;
    let end = at + 2 + length + 2;
    // Inside a link, only an embedded one is allowed: `[![[mill.png]]](address)`.
    let apart = || is_embedded(text, &(at..end)) && !text[end..].starts_with(['(', '[']);
    let within = |link: usize| leaf.links[link].start >= at - 1 || !apart();
    let linked = leaf.link_at(at).is_some_and(within) || !leaf.links_in(at..end).is_empty();
    if !text[at + 2 + length..].starts_with("]]") || end > leaf.range.end || linked {
        return None;
    }
    is_page(inner.split('|').next()?).then_some(at..end)
}

/// Whether `name` can be the name of a page.
fn is_page(name: &str) -> bool {
    let name = name.trim().trim_end_matches('\\');
    let number = name.len() < 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    let mark = matches!(name.to_ascii_lowercase().as_str(), "toc" | "_toc_");
    let test = name.starts_with(['-', ':', '$', '!', '"', '^', '=']) || name.ends_with(':') || name.contains("&&");
    name.contains(char::is_alphanumeric) && !number && !mark && !test
}
