//! Writes what was read into a credit, without the punctuation between the parts.

use std::ops::Range;

use super::items::Items;
use super::lexicon::{self, Role};
use super::reading::Reading;
use super::slice::split_at;
use super::wording::Wording;
use super::{LONGEST, fold, is_picture, license, names, parts};
use crate::article::{Credit, CreditLink, Inline, Target, Visit, plain_text, walk_inlines};

/// Fills `credit` with what was read.
pub(super) fn fill(credit: &mut Credit, wording: &Wording, reading: Reading) {
    // A part that ends before it begins is a fault of the reading: fuzzing shall find it, and no article fail for it.
    let part = |range: &Option<Range<usize>>| {
        let range = range.clone()?;
        debug_assert!(range.start <= range.end, "{range:?} of {}", wording.text);
        wording.text.get(range)
    };
    let text = |range: &Option<Range<usize>>| part(range).map(|part| clean(part).to_owned());
    let named = |range: &Option<Range<usize>>| text(range).filter(|text| text.contains(char::is_alphanumeric));
    let linked = |range: &Option<Range<usize>>| {
        let written = part(range)?;
        let range = range.as_ref()?;
        let url = wording.link_on(range).filter(|url| license::license_at(url, None).is_none());
        let address = || Some(written).filter(|text| text.contains("://")).map(str::trim);
        url.or_else(address).map(str::to_owned)
    };
    credit.author_url = linked(&reading.author);
    credit.source_url = linked(&reading.source);
    credit.title = named(&reading.title);
    credit.author = named(&reading.author).map(|author| without_year(&author).to_owned());
    credit.source = named(&reading.source).map(|source| without_photo(&source).to_owned());
    if reading.addressed {
        credit.source.clone_from(&credit.source_url);
    }
    credit.license = reading.license;
    credit.modified = reading.modified;
    credit.reasons = reading.reasons;
}

/// Removes the year at the end of a name: `Jonah Reed 2017`.
pub(super) fn without_year(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((before, last)) if names::is_year(last) && !before.ends_with(" de") => clean(before),
        _ => name,
    }
}

/// Removes the word for the picture or the reporter from the name of an agency: `AP Photo`, `新华社记者`.
pub(super) fn without_photo(name: &str) -> &str {
    let short = [" Photo", " PHOTO", "记者", "記者"].into_iter().find_map(|tail| name.strip_suffix(tail));
    let known = |short: &&str| {
        let entry = lexicon::lexicon().get(&fold::fold(short));
        entry.is_some_and(|entry| entry.is_spelled(short) && entry.roles.has(Role::Agency))
    };
    short.filter(known).unwrap_or(name)
}

/// Reads label and title from the text before the credit.
pub(super) fn describe(credit: &mut Credit, text: &str) {
    let text = text.trim();
    let wording = Wording::plain(&text[..text.floor_char_boundary(LONGEST)]);
    let items = Items::of(&wording);
    let label = parts::parts(&items).into_iter().next().and_then(|part| part.label).filter(|label| label.colon);
    let label = label.filter(|label| is_picture(label.label) && label.number.is_none());
    let from = label.as_ref().map_or(0, |label| label.range.end);
    let rest = text[from..].trim_matches(|c: char| c.is_whitespace() || ".,;:：=|·–—-([（。／".contains(c));
    credit.label = label.map(|label| wording.text[label.range].to_owned());
    // "© Crown copyright 2021, photo by Ann Lee": rights are no title.
    let rights = rest.contains('©') || fold::fold(rest).contains("copyright");
    if credit.title.is_none() && rest.contains(char::is_alphanumeric) && !rights {
        credit.title = Some(unquote(rest).to_owned());
    }
}

/// Removes quotation marks around the whole of `text`.
pub(super) fn unquote(text: &str) -> &str {
    let quotes = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’'), ('\'', '\'')];
    let inner = |(open, close)| text.trim().strip_prefix(open)?.strip_suffix(close);
    quotes.into_iter().find_map(inner).map_or(text, str::trim)
}

/// Removes from a part the punctuation that separates it from its neighbours.
pub(super) fn clean(part: &str) -> &str {
    let slash = |c: char| c == '/' && !part.contains("://");
    let mut part = part.trim_matches(|c: char| c.is_whitespace() || ",;:|·•–—-".contains(c) || slash(c));
    // A bracket whose partner was cut off with a neighbour: "Jane Doe (" of "Jane Doe (CC BY 4.0)". A pair stays.
    for (open, close) in [('(', ')'), ('[', ']'), ('（', '）')] {
        if part.matches(open).count() != part.matches(close).count() {
            part = part.trim_matches([open, close]);
        }
    }
    part.trim_matches(|c: char| c.is_whitespace() || ",;:|".contains(c))
}

/// Returns the links of a wording, in order.
pub(super) fn links(wording: &[Inline]) -> Vec<CreditLink> {
    let mut links = Vec::new();
    walk_inlines(wording, &mut |visit| {
        if let Visit::Inline(Inline::Link { target: Target::Url(url), content, .. }) = visit {
            links.push(CreditLink { text: plain_text(content), url: url.clone() });
        }
    });
    links
}

/// Removes the bracket or separator that introduces the credit from the caption.
pub(super) fn strip_opener(caption: Vec<Inline>) -> Vec<Inline> {
    let text = plain_text(&caption);
    let kept = text.trim_end_matches(|c: char| c.is_whitespace() || "([|·•–—-（;,/／".contains(c));
    split_at(&caption, kept.len()).0
}

/// Removes from the credit the bracket that closes one opened in `before`.
pub(super) fn strip_closer(credit: Vec<Inline>, before: &str) -> Vec<Inline> {
    let text = plain_text(&credit);
    let trimmed = text.trim_end_matches(['.', ' ']);
    let opened = before.trim_end().ends_with(['(', '[', '（']);
    if opened && trimmed.ends_with([')', ']', '）']) {
        let end = trimmed.char_indices().next_back().map_or(0, |(at, _)| at);
        return split_at(&credit, end).0;
    }
    split_at(&credit, text.trim_end().len()).0
}
