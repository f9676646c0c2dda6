//! Lines that stand apart from their pictures: lists of credits, and lines about several pictures.

use std::ops::Range;

use super::content::Content;
use super::items::Items;
use super::lexicon::{Role, lexicon};
use super::names::Name;
use super::parts;
use super::slice::{split_at, trim};
use super::tokens::Sep;
use super::wording::Wording;
use super::{LONGEST, Read, caption_line, fold, is_picture, parse};
use crate::article::{Credit, Inline, plain_text};

/// Whether `credit` says that it is about the article's cover: `Header image by …`.
pub fn is_of_cover(credit: &Credit) -> bool {
    let wording = Wording::of(&credit.verbatim);
    let items = Items::of(&wording);
    parts::parts(&items).iter().any(|part| part.label.as_ref().is_some_and(|label| label.cover))
}

/// Returns the credit of the cover that is one sentence of a line: `Header image by Ann Lee. My notes are on GitHub.`
pub fn of_cover_in(content: &[Inline]) -> Option<Credit> {
    let split = caption_line(content)?;
    // A sentence before it is no title.
    let beside = plain_text(&split.caption);
    let credit = split.credit.filter(is_of_cover)?;
    Some(Credit { title: credit.title.filter(|title| !beside.contains(title.as_str())), ..credit })
}

/// Whether `credit` says that it is about all pictures of the article: `All photos by …`.
pub fn is_of_all(credit: &Credit) -> bool {
    const ALL: [&str; 14] = [
        "all ",
        "alle ",
        "sämtliche ",
        "toutes ",
        "todas ",
        "todos ",
        "tutte ",
        "tutti ",
        "alla ",
        "samtliga ",
        "все ",
        "wszystkie ",
        "ĉiuj ",
        "unless ",
    ];
    let text = fold::fold(plain_text(&credit.verbatim).trim());
    if ALL.iter().any(|all| text.starts_with(all)) {
        return true;
    }
    // "Photos by Ann Lee, unless otherwise noted".
    let wording = Wording::plain(&text);
    let items = Items::of(&wording);
    items.items.iter().any(|item| item.roles.has(Role::Except)) && !is_of_cover(credit)
}

/// Returns the credits of pictures that a line names by number: `Image 1: Ann Lee, CC0. Image 2: Bo Ek.`
pub fn numbered(content: &[Inline]) -> Vec<(usize, Credit)> {
    let content = trim(content);
    let wording = Wording::of(&content);
    if wording.text.len() > LONGEST || !wording.text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let read = Read::of(&wording);
    let numbers = read.parts.iter().filter_map(|part| {
        let label = part.label.as_ref().filter(|label| label.colon && is_picture(label.label))?;
        Some((label.number? as usize, label.range.clone()))
    });
    let starts: Vec<(usize, Range<usize>)> = numbers.collect();
    let ends = starts.iter().skip(1).map(|(_, range)| range.start).chain([wording.text.len()]);
    let entry = |((number, range), end): (&(usize, Range<usize>), usize)| {
        let (before, _) = split_at(&content, end);
        let text = &wording.text[range.end..];
        let from = range.end + text.len() - text.trim_start_matches([':', '：', ' ']).len();
        (*number, parse(&split_at(&before, from).1))
    };
    starts
        .iter()
        .zip(ends)
        .map(entry)
        .filter(|(_, credit)| credit.author.is_some() || credit.source.is_some())
        .collect()
}

/// Returns the credits of pictures that a line names by place, in its order: `Top: Nell Barrow. Bottom: Odd Lunde.`
///
/// Each must be a name alone: `Left: the mill` says what is shown.
pub fn placed(content: &[Inline]) -> Vec<Credit> {
    let wording = Wording::of(content);
    if wording.text.len() > LONGEST || !wording.text.contains([':', '：']) {
        return Vec::new();
    }
    let read = Read::of(&wording);
    let place = |at: usize| read.told[at].content == Content::Place && read.parts[at].sep >= Sep::Comma;
    let mut credits = Vec::new();
    for at in (0..read.parts.len()).filter(|at| place(*at)) {
        let Some(named) = read.parts.get(at + 1).filter(|part| part.sep == Sep::Colon) else { return Vec::new() };
        let person =
            matches!(read.told[at + 1].content, Content::Name(Name::Person | Name::Handle) | Content::Source(_));
        if !person {
            return Vec::new();
        }
        let next = (at + 2..read.parts.len()).find(|next| place(*next));
        let end = next.map_or(wording.text.len(), |next| read.items.items[read.parts[next].at].range.start);
        let (before, _) = split_at(content, end);
        let start = read.items.items[named.at].range.start;
        credits.push(parse(&split_at(&before, start).1));
    }
    credits
}

/// Divides an entry of a list of credits into the folded words before its colon and the credit: `Quay: Ann Lee / AFP`.
pub fn named(content: &[Inline]) -> Option<(String, Credit)> {
    let text = plain_text(content);
    let at = text.find([':', '：', '–', '—'])?;
    let rest = text[at..].trim_start_matches([':', '：', '–', '—', ' ']);
    let from = text.len() - rest.len();
    (!rest.is_empty() && !text[at..].starts_with("://"))
        .then(|| (folded(&text[..at]), parse(&split_at(content, from).1)))
}

/// Returns `text` in the form in which names of pictures are compared.
pub fn folded(text: &str) -> String {
    fold::fold(text.trim().trim_end_matches(['.', ':']))
}

/// Whether `text` is the heading of a list of credits, such as `Image credits`.
pub fn is_heading(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '：', '.']);
    text.len() < 60 && lexicon().get(&fold::fold(text)).is_some_and(|entry| entry.roles.any(&[Role::Credit]))
}
