//! Related articles in the text: which blocks and lines they are.
//!
//! A block of related articles is known by its form ([`shape`]), after a heading or a label that [`words`] knows in
//! many languages, or, in scraped text, by pairs of a title and a cut blurb. It stands at the end: what more article
//! follows is text, and so is what is not alike, or longer than eighty words. The same words within the text, as in
//! "Also read: …", name a related article that stays where it is. When in doubt it is text.
//!
//! Lines that the page added among them, such as "Share this", are left out and reported.

mod blocks;
mod entry;
mod links;
mod named;
mod scraped;
mod shape;
mod text;
mod words;

use std::collections::BTreeMap;

pub(super) use blocks::collect;
pub(super) use named::entries;
pub(super) use scraped::{Context, Found, Piece, at_end, within};

use crate::article::{Alt, Extent, Inline, Length, Picture, Related, plain_text};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Maximum number of lines that a note quotes.
const QUOTED: usize = 8;

/// Whether `text` is a heading, a button or another line that pages have around related articles.
pub(super) fn is_of_page(text: &str) -> bool {
    use words::Classes;
    let found = words::classes(text);
    [Classes::ARTICLES, Classes::RELATED, Classes::INFO, Classes::BUTTON, Classes::FURNITURE]
        .iter()
        .any(|class| found.has(*class))
}

/// Adds `found` to `related`. An article that is named twice is listed once.
pub(super) fn add(related: &mut Vec<Related>, found: Vec<Related>) {
    if found.is_empty() {
        return;
    }
    let name = |entry: &Related| plain_text(&entry.title).trim().to_lowercase();
    let mut known: BTreeMap<String, usize> = related.iter().enumerate().map(|(at, entry)| (name(entry), at)).collect();
    for mut entry in found {
        name_by_address(&mut entry);
        match known.get(&name(&entry)) {
            Some(&at) if related[at].url.is_none() || entry.url.is_none() || related[at].url == entry.url => {
                complete(&mut related[at], entry);
            }
            _ => {
                known.insert(name(&entry), related.len());
                related.push(entry);
            }
        }
    }
}

/// An entry that is nothing but an address gets a title made of that.
fn name_by_address(entry: &mut Related) {
    let Some(url) = &entry.url else { return };
    let title = plain_text(&entry.title);
    let bare = |text: &str| text.split_once("://").map_or(text, |(_, rest)| rest).trim_end_matches('/').to_owned();
    if url.contains("://") && bare(title.trim()) == bare(url) {
        entry.reference = Some(url.clone());
        entry.title = vec![Inline::Text(named::readable(url))];
    }
}

/// Width of the picture of a related article, as a share of the column.
const PICTURE_WIDTH: f64 = 0.3;

/// Returns `picture` as the line of a related article. Its title says what it shows, so a picture without alternative
/// text is decorative; one that is missing as well is nothing.
fn picture_line(mut picture: Picture) -> Vec<Inline> {
    if picture.alternative().is_none_or(|alt| alt.trim().is_empty()) {
        if picture.asset.is_err() {
            return Vec::new();
        }
        picture.alt = Alt::Decorative;
    }
    picture.link = None;
    picture.extent = Extent { width: Some(Length::Column(PICTURE_WIDTH)), ..Extent::default() };
    vec![Inline::Picture(picture)]
}

/// Adds to `entry` what `other` knows more.
fn complete(entry: &mut Related, other: Related) {
    entry.url = entry.url.take().or(other.url);
    entry.author = entry.author.take().or(other.author);
    entry.date = entry.date.take().or(other.date);
    if entry.picture.is_empty() {
        entry.picture = other.picture;
    }
    if entry.blurb.is_empty() {
        entry.blurb = other.blurb;
    }
}

/// Reports lines that the page added among related articles.
pub(super) fn report(mut left_out: Vec<(String, Span)>, diagnostics: &mut Diagnostics) {
    left_out.retain(|(text, _)| text.chars().any(char::is_alphanumeric));
    left_out.sort_by_key(|(_, span)| *span);
    let Some((_, first)) = left_out.first() else { return };
    let quoted: Vec<String> = left_out.iter().take(QUOTED).map(|(text, _)| format!("`{}`", short(text))).collect();
    let more = match left_out.len().saturating_sub(QUOTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message =
        format!("lines that the page added to its related articles are left out: {}{more}", quoted.join(", "));
    diagnostics.push(Diagnostic::note("page-lines-left-out", message).at(*first));
}

fn short(text: &str) -> String {
    let mut short: String = text.trim().chars().take(60).collect();
    if text.trim().chars().nth(60).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
