//! Parses credit lines: `Representational image: Harbour at dusk. Credit: A. Author, via Some Archive`.
//!
//! A credit line is found by its markers (`Credit:`, `Photo by`, `Foto:`, `©`, a licence name, `via`), which `words`
//! lists in the languages of articles. The parts are the texts between the markers; a part without a marker stays "not
//! stated". The wording is kept unchanged, links included.
//!
//! Limits: without a marker, an author is found only in a wording that is known to be a credit, because a key of the
//! front matter says so. A caption is kept whole unless a marker begins one of its clauses, and so is a long one.

mod license;
mod slice;
mod words;

use crate::article::{Credit, CreditLink, Inline, License, Target, Visit, plain_text, walk_inlines};

pub use license::find as find_license;
use slice::{split_at, trim};
use words::{Marker, MarkerKind};

/// A caption or credit longer than this, in bytes, is text, and kept whole.
const LONGEST: usize = 1_200;
/// Maximum number of markers read from one wording.
const MARKERS: usize = 8;
/// Maximum number of words in a name; more are a description.
const NAME_WORDS: usize = 9;

/// Parses the wording of a credit. Brackets around the whole are removed.
///
/// Parts that are not stated are `None`.
pub fn parse(wording: &[Inline]) -> Credit {
    let verbatim = trim(wording);
    let text = plain_text(&verbatim);
    let mut credit = Credit { links: links(&verbatim), ..Credit::default() };
    if text.len() > LONGEST {
        return Credit { verbatim, ..credit };
    }
    credit.modified = words::says_modified(&text);
    match find(&text, Known::Credit) {
        Some(at) if at > 0 && names_author(&text[at..]) => {
            describe(&mut credit, &text[..at]);
            parts(&mut credit, &text[at..]);
        }
        _ => parts(&mut credit, &text),
    }
    link_license(&mut credit);
    credit.verbatim = verbatim;
    credit
}

/// Splits a caption that ends in a credit, such as `A harbour at dusk. Photo: A. Author, via Source`, into description
/// and credit. If there is no credit, it returns the whole caption and `None`.
///
/// The credit's wording is the part that was split off; its label and title are read from the caption.
pub fn split_caption(caption: &[Inline]) -> (Vec<Inline>, Option<Credit>) {
    let caption = trim(caption);
    let text = plain_text(&caption);
    let found = if text.len() > LONGEST { None } else { find(&text, Known::Caption) };
    let Some(at) = found else { return (caption, None) };
    let (before, after) = split_at(&caption, at);
    let before = strip_opener(before);
    let mut credit = parse(&strip_closer(after, &text[..at]));
    describe(&mut credit, &plain_text(&before));
    (before, Some(credit))
}

/// Returns the licence in a wording that is known to state one.
pub fn license_of(wording: &[Inline]) -> License {
    let text = plain_text(wording).trim().to_owned();
    let url = links(wording).into_iter().next().map(|link| link.url);
    let web = text.starts_with("https://") || text.starts_with("http://");
    let canonical = license::find(&text).and_then(|found| found.license.url);
    License { url: url.or(canonical).or_else(|| web.then(|| text.clone())), name: text, spdx: None }
}

/// Whether `text` begins with a label of a picture, such as `Representational image:` or `Photo:`.
pub fn has_label(text: &str) -> bool {
    label(text).is_some() || words::marker_at(text).is_some()
}

/// What is known about a wording before it is parsed.
#[derive(Clone, Copy, PartialEq)]
enum Known {
    /// It is a credit.
    Credit,
    /// It may have a credit at its end.
    Caption,
}

/// Returns where the credit begins in `text`: at the first marker that begins a clause. A marker at the very start
/// that only labels the picture (`Image: …. Credit: …`) is ignored if another one follows.
fn find(text: &str, known: Known) -> Option<usize> {
    let mut starts = clause_starts(text).into_iter().filter(|&at| opens_credit(&text[at..])).peekable();
    let first = starts.next()?;
    let marker = words::marker_at(&text[first..]);
    // A marker may hold the beginning of another: `Copyright © 2019 Ada Mill`.
    let end = first + marker.as_ref().map_or(0, |marker| marker.len);
    let is_other = |at: usize| words::marker_at(&text[at..]).is_some_and(|other| other.kind != MarkerKind::License);
    let later = starts.find(|&at| at >= end && is_other(at));
    match (marker, later) {
        (Some(marker), Some(later)) if first == 0 && only_labels(&text[marker.len..later]) => Some(later),
        (Some(marker), Some(later)) if first == 0 && is_picture(&marker) && is_credit_word(&text[later..]) => {
            Some(later)
        }
        (Some(marker), None) if known == Known::Caption && is_picture(&marker) => {
            (!only_labels(&text[first + marker.len..])).then_some(first)
        }
        _ => Some(first),
    }
}

/// Whether `text` begins with a marker of an author, so that the text before it describes the picture.
fn names_author(text: &str) -> bool {
    words::marker_at(text).is_some_and(|marker| !matches!(marker.kind, MarkerKind::Source | MarkerKind::License))
}

fn is_picture(marker: &Marker) -> bool {
    marker.kind == MarkerKind::Picture
}

fn is_credit_word(text: &str) -> bool {
    words::marker_at(text).is_some_and(|marker| marker.kind == MarkerKind::Author)
}

/// Whether the text after a label is too long for a name, so that it describes the picture.
fn only_labels(text: &str) -> bool {
    let end = license::find(text).map_or(text.len(), |found| found.range.start);
    let end = words::find_via(&text[..end]).map_or(end, |via| via.start);
    text[..end].split_whitespace().count() > NAME_WORDS
}

fn opens_credit(text: &str) -> bool {
    // The start of a clause is enough, and avoids quadratic time for long captions.
    let head = &text[..text.floor_char_boundary(120)];
    words::marker_at(head).is_some()
        || license::find(head).is_some_and(|found| found.range.start == 0)
        || words::via_at(head, 0).is_some_and(|via| words::is_platform(&head[via.end..]))
}

/// Returns where clauses begin: at the start, after a sentence, an opening bracket or a separator.
fn clause_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut before = ['\0'; 2];
    for (at, c) in text.char_indices() {
        // After a sentence or separator and a space: the second clause of "Bread. Photo: Jane Doe" or "Bread | Photo:
        // Jane".
        let separated = before[1].is_whitespace() && ".!?…;,|·•–—-”\"»)]。".contains(before[0]);
        // A copyright sign needs no separator before it: "Jane Doe © 2020 Reuters".
        let sign = c == '©' || text[at..].starts_with("(c) ") || text[at..].starts_with("(C) ");
        // Directly behind a bracket, with no space: "Bread (Photo: Jane Doe)"; "。" ends Chinese sentences, with none
        // either.
        let opened = "([|（。".contains(before[1]) || (sign && before[1].is_whitespace());
        if (separated || opened) && !c.is_whitespace() {
            starts.push(at);
        }
        before = [before[1], c];
    }
    starts
}

/// Reads label and title from the text before the credit.
fn describe(credit: &mut Credit, text: &str) {
    let text = text.trim();
    let (name, rest) = match label(text) {
        Some(end) => (Some(text[..end].trim()), text[end..].trim_start_matches([':', '：', ' ', '\u{a0}'])),
        None => (None, text),
    };
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || ".,;|·–—-([".contains(c));
    credit.label = name.map(str::to_owned).or_else(|| credit.label.take());
    if !rest.is_empty() {
        credit.title = Some(unquote(rest).to_owned());
    }
}

/// Returns the end of the label at the start of `text`, before its colon.
fn label(text: &str) -> Option<usize> {
    let colon = text.find([':', '：'])?;
    let name = text[..colon].trim();
    (words::is_label(name) && !text[colon..].starts_with("://")).then_some(colon)
}

/// Reads author, source and licence from a credit, which begins with its marker, if it has one.
fn parts(credit: &mut Credit, text: &str) {
    let mut rest = text;
    if let Some(found) = license::find(rest) {
        credit.license = Some(found.license);
    }
    match words::credit_marker_at(rest) {
        Some(marker) => {
            rest = &rest[marker.len..];
            match marker.kind {
                MarkerKind::Source => {
                    let (part, after) = cut(rest);
                    set(&mut credit.source, part);
                    tail(credit, after);
                }
                MarkerKind::License => tail(credit, rest),
                _ => author_then(credit, strip_copyright(rest)),
            }
        }
        None => match title_by(rest) {
            Some((title, by)) => {
                set(&mut credit.title, title);
                author_then(credit, by);
            }
            None => unmarked(credit, rest),
        },
    }
}

/// Parses `“Title” by Author …`, the form that Creative Commons recommends.
fn title_by(text: &str) -> Option<(&str, &str)> {
    [" by ", " von ", " par ", " por "].iter().find_map(|by| {
        let (title, rest) = text.split_once(by)?;
        let quoted = title.starts_with(['"', '“', '„', '«', '‘', '\'']);
        let licensed = license::find(rest).is_some();
        (quoted || licensed).then(|| (unquote(title), rest))
    })
}

/// Removes quotation marks around the whole of `text`.
fn unquote(text: &str) -> &str {
    let quotes = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’'), ('\'', '\'')];
    let inner = |(open, close)| text.trim().strip_prefix(open)?.strip_suffix(close);
    quotes.into_iter().find_map(inner).map_or(text, str::trim)
}

/// Parses a credit without a marker: a short name is the author, a known archive the source, anything else a
/// description.
fn unmarked(credit: &mut Credit, text: &str) {
    let (part, after) = cut(strip_copyright(text));
    if words::is_platform(part) {
        set(&mut credit.source, part);
    } else if part.split_whitespace().count() <= NAME_WORDS && !part.contains(". ") {
        set(&mut credit.author, part);
    } else {
        set(&mut credit.title, part);
    }
    tail(credit, after);
}

fn author_then(credit: &mut Credit, text: &str) {
    let (part, after) = cut(text);
    if words::is_platform(part) && credit.source.is_none() && !after.contains("via ") {
        set(&mut credit.source, part);
    } else {
        set(&mut credit.author, part);
    }
    tail(credit, after);
}

/// Parses the text after the author: `via` and further markers.
fn tail(credit: &mut Credit, text: &str) {
    if let Some(via) = words::find_via(text) {
        let (part, _) = cut(&text[via.end..]);
        if credit.source.is_none() {
            set(&mut credit.source, part);
        }
    }
    if credit.author.is_none()
        && let Some(found) = license::find(text)
        && let Some(name) = words::after_by(&text[found.range.end..])
    {
        set(&mut credit.author, cut(name).0);
    }
    let marked = clause_starts(text).into_iter().filter_map(|at| Some((at, words::marker_at(&text[at..])?)));
    for (at, marker) in marked.take(MARKERS) {
        let (part, _) = cut(strip_copyright(&text[at + marker.len..]));
        match marker.kind {
            MarkerKind::Source if credit.source.is_none() => set(&mut credit.source, part),
            MarkerKind::Author | MarkerKind::Picture | MarkerKind::Copyright if credit.author.is_none() => {
                set(&mut credit.author, part);
            }
            _ => {}
        }
    }
}

/// Divides `text` at the end of a name: before a licence, `via`, a known archive, a further marker, or a note about
/// changes.
fn cut(text: &str) -> (&str, &str) {
    let mut end = text.len();
    if let Some(found) = license::find(text) {
        end = end.min(found.phrase);
    }
    if let Some(via) = words::find_via(text) {
        end = end.min(via.start);
    }
    end = end.min(words::find_modified(text).unwrap_or(end));
    let marker = clause_starts(text).into_iter().find(|&at| at > 0 && words::marker_at(&text[at..]).is_some());
    if let Some(marker) = marker.filter(|&marker| marker < end) {
        let phrase = license::phrase_start(&text.to_ascii_lowercase(), marker);
        return (clean(&text[..phrase]), &text[marker..]);
    }
    (clean(&text[..end]), &text[end..])
}

/// Removes from a part the punctuation that separates it from its neighbours.
fn clean(part: &str) -> &str {
    // Separators around the part: ", Jane Doe |" of "Photo: Bread, Jane Doe | Reuters", and the dash of "Bread – Jane
    // Doe".
    let mut part = part.trim_matches(|c: char| c.is_whitespace() || ",;:|·•–—-/".contains(c));
    // A full stop that belongs to the last word stays: "Acme Inc.", "Jane D.", "U.S.A.".
    let abbreviated = part.split_whitespace().last().is_some_and(|word| {
        word.chars().count() == 2 || word.trim_end_matches('.').contains('.') || words::is_abbreviation(word)
    });
    if !abbreviated {
        // One that ends the sentence goes: "Jane Doe." of "Photo by Jane Doe. All rights reserved."
        part = part.trim_end_matches('.');
    }
    // A bracket whose partner was cut off with a neighbour: "Jane Doe (" of "Jane Doe (CC BY 4.0)", "Jane Doe)" of
    // "(Photo: Jane Doe)". A pair stays: "Jane Doe (Reuters)".
    if part.matches('(').count() != part.matches(')').count() {
        part = part.trim_end_matches('(').trim_end_matches(')').trim_start_matches('(').trim_start_matches(')');
    }
    // Square brackets, in the same way: "Jane Doe [" of "Jane Doe [Public domain]".
    if part.matches('[').count() != part.matches(']').count() {
        part = part.trim_matches(['[', ']']);
    }
    // A separator from inside a removed bracket: "Jane Doe," of "(Jane Doe, CC BY)".
    part.trim_matches(|c: char| c.is_whitespace() || ",;:|".contains(c))
}

/// Removes the sign and the year from `© 2021 Name` and `2021 Name`.
fn strip_copyright(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c == '©' || c.is_whitespace());
    let year = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || "-–,".contains(c)).len();
    if year >= 4 { text[year..].trim_start() } else { text }
}

fn set(field: &mut Option<String>, part: &str) {
    if part.chars().any(char::is_alphanumeric) {
        *field = Some(part.to_owned());
    }
}

/// Returns the links of a wording, in order.
fn links(wording: &[Inline]) -> Vec<CreditLink> {
    let mut links = Vec::new();
    walk_inlines(wording, &mut |visit| {
        if let Visit::Inline(Inline::Link { target: Target::Url(url), content, .. }) = visit {
            links.push(CreditLink { text: plain_text(content), url: url.clone() });
        }
    });
    links
}

/// Gives the licence the address of a link that is on its name, or that leads to a licence.
fn link_license(credit: &mut Credit) {
    let stated = credit.links.iter().find(|link| {
        license::is_address(&link.url)
            || credit
                .license
                .as_ref()
                .is_some_and(|license| !license.name.is_empty() && link.text.contains(&license.name))
    });
    let Some(link) = stated else { return };
    match &mut credit.license {
        Some(license) => license.url = Some(link.url.clone()),
        None => credit.license = Some(License { name: link.text.clone(), url: Some(link.url.clone()), spdx: None }),
    }
}

/// Removes the bracket or separator that introduces the credit from the caption.
fn strip_opener(caption: Vec<Inline>) -> Vec<Inline> {
    let text = plain_text(&caption);
    let kept = text.trim_end_matches(|c: char| c.is_whitespace() || "([|·•–—-（;,".contains(c));
    split_at(&caption, kept.len()).0
}

/// Removes from the credit the bracket that closes one opened in `before`.
fn strip_closer(credit: Vec<Inline>, before: &str) -> Vec<Inline> {
    let text = plain_text(&credit);
    let trimmed = text.trim_end_matches(['.', ' ']);
    let opened = before.trim_end().ends_with(['(', '[', '（']);
    if opened && trimmed.ends_with([')', ']', '）']) {
        let end = trimmed.char_indices().next_back().map_or(0, |(at, _)| at);
        return split_at(&credit, end).0;
    }
    credit
}

#[cfg(test)]
mod tests;
