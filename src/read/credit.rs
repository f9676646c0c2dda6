//! Understands credit lines: `Representational image: Harbour at dusk. Credit: A. Author, via Some Archive`.
//!
//! A line is read in six steps, each a module:
//!
//! 1. `wording`: the text, with the places of links, emphasis and line ends; `fold` makes words comparable.
//! 2. `tokens`: words, addresses, signs, quotations, separators.
//! 3. `items`: phrases of the lexicon (`words/`, a file a language), licences (`license/`), known sources.
//! 4. `parts`: `[label] [connecting word] content`. `content` and `names` judge each content by its form.
//! 5. `reading`: a reading begins with a part that can open a credit, fills title, author, source and licence, and
//!    collects points with their reasons; `reading/form` knows forms of whole lines and brackets that are evidence by
//!    themselves. It ends where its bracket closes, or where a sentence follows that is none of it.
//! 6. `best`: every part that can open a credit is tried; the reading with most points is the credit, if it has enough,
//!    and `fields` writes it down.
//!
//! What is not stated stays `None`. The wording is kept unchanged, links included.
//!
//! Limits: a wording longer than [`LONGEST`] bytes is text; only its end is looked at. Where a line is open (a label, but
//! what follows may as well be what is shown), it stays a caption, and the caller is told ([`Split::doubtful`]).

mod apart;
mod best;
mod content;
mod fields;
mod fold;
mod items;
mod lexicon;
mod license;
mod line;
mod names;
mod parts;
mod reading;
mod slice;
mod tokens;
mod wording;

use crate::article::{Credit, Inline, License, Target, plain_text};

pub use apart::{folded, is_heading, is_of_all, is_of_cover, named, numbered, of_cover_in, placed};
use best::Read;
use fields::{describe, fill, links, strip_closer, strip_opener};
use items::{ItemKind, Items};
use lexicon::Role;
use parts::Label;
use reading::{ENOUGH, Reading};
use slice::{split_at, trim};
use wording::Wording;

/// Maximum number of words in a name that is known to be one.
const NAME_WORDS: usize = 6;
/// A caption or credit longer than this, in bytes, is text; a credit may stand at its end.
const LONGEST: usize = 1_200;
/// The length of the end of a long text that is looked at, in bytes.
const END: usize = 600;
/// Maximum number of places at which a credit is looked for in one wording.
const STARTS: usize = 60;

/// A caption, divided into description and credit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Split {
    /// The description.
    pub caption: Vec<Inline>,
    /// The credit, if there is one.
    pub credit: Option<Credit>,
    /// The label of what looks like a credit but was not taken as one, since what follows may be what is shown.
    pub doubtful: Option<String>,
}

/// Parses the wording of a credit, which a key or an attribute says it is. Brackets around the whole are removed.
///
/// Parts that are not stated are `None`.
pub fn parse(wording: &[Inline]) -> Credit {
    let verbatim = trim(wording);
    // A link around all of it, such as one from a key of its own, says nothing about the parts.
    let whole = match &verbatim[..] {
        [Inline::Link { target: Target::Url(url), content, .. }] => Some((url, content)),
        _ => None,
    };
    let wording = Wording::of(whole.map_or(&verbatim, |(_, content)| content));
    let mut credit = Credit { links: links(&verbatim), ..Credit::default() };
    if wording.text.len() <= LONGEST {
        let read = Read::of(&wording);
        let reading = read.stated();
        fill(&mut credit, &wording, reading);
        credit.reasons.clear();
    }
    if let Some((url, _)) = whole.filter(|_| credit.author.is_some()) {
        credit.author_url.get_or_insert_with(|| url.clone());
    }
    credit.verbatim = verbatim;
    credit
}

/// Divides a caption that ends in a credit, such as `A harbour at dusk. Photo: A. Author, via Source`, into description
/// and credit. If there is no credit, the whole is the description.
///
/// The credit's wording is the part that was split off; its label and title are read from the caption.
pub fn split_caption(caption: &[Inline]) -> Split {
    divide(caption, Place::Caption)
}

/// Reads the text directly beside a picture, if it is a credit as a whole.
pub fn beside(content: &[Inline]) -> Option<Credit> {
    divide(content, Place::Beside).credit_alone()
}

/// Reads an alternative text that is a credit, or ends in one.
pub fn in_alternative(text: &str) -> Option<Credit> {
    divide(&[Inline::Text(text.to_owned())], Place::Beside).credit
}

/// Reads a line of running text that is a credit as a whole: `Header image by …` at the end of an article.
pub fn line(content: &[Inline]) -> Option<Credit> {
    caption_line(content)?.credit_alone()
}

/// Reads a line of running text that ends in a credit: a caption with its credit, in scraped text or below a picture.
///
/// Only a label of a picture makes one: sites put `© …` and `By …` below their articles, too.
pub fn caption_line(content: &[Inline]) -> Option<Split> {
    let split = divide(content, Place::Line);
    split.credit.is_some().then_some(split)
}

/// Returns the part of `text` that looks like a licence of Creative Commons, but which one nobody can say.
pub fn odd_license(text: &str) -> Option<&str> {
    // Most captions have no such letters.
    let looks = text.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(b"cc"));
    let range = looks.then(|| license::find_odd(&text[..text.floor_char_boundary(LONGEST)])).flatten()?;
    Some(&text[range])
}

/// Whether `license` is one of Creative Commons that wants the author named.
pub fn wants_author(license: &License) -> bool {
    let named = fold::fold(&license.name);
    license.url.as_deref().is_some_and(|url| url.contains("creativecommons.org/licenses/"))
        || ["cc by", "cc-by"].iter().any(|head| named.starts_with(head))
}

/// Whether `text` says that a picture is one's own work, or that its maker is not known, and nothing else.
pub fn names_nobody(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    lexicon::lexicon().get(&fold::fold(text)).is_some_and(|entry| entry.roles.any(&[Role::Own, Role::Unknown]))
}

/// Whether `word` is a domain such as `flickr.com`.
pub fn is_domain(word: &str) -> bool {
    names::is_domain(word)
}

/// Returns the offset of a label that ends `text`, as in `Quadcopter | Source:`.
pub fn dangling_label(text: &str) -> Option<usize> {
    let text = text.trim_end();
    if !text.ends_with([':', '：']) || text.len() > LONGEST {
        return None;
    }
    let wording = Wording::plain(text);
    let items = Items::of(&wording);
    let last = parts::parts(&items).into_iter().last().filter(|part| part.content.is_empty())?;
    last.label
        .filter(|label| label.colon && label.range.end >= text.trim_end_matches([':', '：', ' ']).len())
        .map(|label| label.range.start)
}

impl Split {
    /// Returns the credit, if there is no description beside it.
    fn credit_alone(self) -> Option<Credit> {
        self.credit.filter(|_| plain_text(&self.caption).trim().is_empty())
    }
}

/// Divides `inlines` at byte `at` of their plain text; the first part loses the separator at its end.
pub fn divide_at(inlines: &[Inline], at: usize) -> (Vec<Inline>, Vec<Inline>) {
    let (before, after) = split_at(inlines, at);
    (strip_opener(before), after)
}

/// Returns the licence whose address is `url`.
pub fn license_at(url: &str) -> Option<License> {
    license::license_at(url, None)
}

/// Returns the licence in a wording that is known to state one.
pub fn license_of(wording: &[Inline]) -> License {
    let text = plain_text(wording).trim().to_owned();
    let url = links(wording).into_iter().next().map(|link| link.url);
    let web = text.starts_with("https://") || text.starts_with("http://");
    let named = find_license(&text).or_else(|| license::license_at(&text, None)).unwrap_or_default();
    let linked = url.as_deref().and_then(|url| license::license_at(url, None)).unwrap_or_default();
    License {
        url: url.or(named.url).or_else(|| web.then(|| text.clone())),
        spdx: linked.spdx.or(named.spdx),
        name: text,
    }
}

/// Returns the licence or the statement of terms that `text` names first.
pub fn find_license(text: &str) -> Option<License> {
    let wording = Wording::plain(&text[..text.floor_char_boundary(LONGEST)]);
    let items = Items::of(&wording);
    let terms = |item: &items::Item| item.roles.any(&[Role::Permission, Role::Reserved, Role::Domain, Role::Fair]);
    items.items.iter().find_map(|item| match item.kind {
        ItemKind::License(at) => items.licenses.get(at).cloned(),
        _ if terms(item) && item.range.len() > 4 => {
            Some(License { name: items.text(&item.range).to_owned(), ..License::default() })
        }
        _ => None,
    })
}

/// Whether `text` begins with a label of a picture, such as `Representational image:` or `Photo:`.
pub fn has_label(text: &str) -> bool {
    let wording = Wording::plain(&text[..text.floor_char_boundary(200)]);
    let items = Items::of(&wording);
    let parts = parts::parts(&items);
    parts.first().and_then(|part| part.label.as_ref()).is_some_and(|label| label.colon && is_picture(label.label))
}

fn is_picture(label: Label) -> bool {
    matches!(label, Label::Photo | Label::Drawn | Label::Shown | Label::Capture | Label::Kind | Label::Credit)
}

/// Where a wording stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// It belongs to a picture.
    Caption,
    /// It stands beside a picture, or is its alternative text.
    Beside,
    /// It is a line of the text.
    Line,
}

fn divide(caption: &[Inline], place: Place) -> Split {
    let caption = trim(caption);
    let text = plain_text(&caption);
    let from = if text.len() > LONGEST { text.ceil_char_boundary(text.len() - END) } else { 0 };
    let (head, tail) = if from > 0 { split_at(&caption, from) } else { (Vec::new(), caption.clone()) };
    let wording = Wording::of(&tail);
    let read = if place == Place::Line { Read::of_line(&wording) } else { Some(Read::of(&wording)) };
    let best = read.and_then(|read| read.best(place, from > 0));
    let Some(best) = best else { return Split { caption, ..Split::default() } };
    if best.score < ENOUGH || place != Place::Caption && !best.certain {
        return Split { doubtful: doubtful(&best, &wording), caption, credit: None };
    }
    let (before, rest) = split_at(&tail, best.range.start);
    let end = with_bracket(&wording.text, best.range.end);
    let (wanted, after) = split_at(&rest, end - best.range.start);
    let opened = &wording.text[..best.range.start];
    let mut before = [head, strip_opener(before)].concat();
    let mut credit = Credit::default();
    let title = plain_text(&before);
    let rest = plain_text(&after);
    if rest.contains(char::is_alphanumeric) {
        // The separator before the credit is gone.
        let glued = !before.is_empty() && !rest.starts_with(char::is_whitespace);
        before.extend(glued.then(|| Inline::Text(" ".into())));
        before.extend(after);
    }
    fill(&mut credit, &wording, best);
    describe(&mut credit, &title);
    credit.verbatim = strip_closer(wanted, opened);
    credit.links = links(&credit.verbatim);
    Split { caption: before, credit: Some(credit), doubtful: None }
}

/// Returns `end`, or the end of the bracket that opens right before it: a wording is not cut in `Ida Moss (CC XY 3.0)`.
fn with_bracket(text: &str, end: usize) -> usize {
    let close = match text[..end].trim_end().chars().next_back() {
        Some('(') => ')',
        Some('[') => ']',
        Some('（') => '）',
        _ => return end,
    };
    let Some(at) = text[end..].find(close) else { return end };
    let after = end + at + close.len_utf8();
    if text[after..].contains(char::is_alphanumeric) { after } else { text.len() }
}

/// Returns the label of a reading that has nearly enough points, or the name of one whose only evidence is the form:
/// `Abel Roux/Courier`.
fn doubtful(best: &Reading, wording: &Wording) -> Option<String> {
    let label = best.label.as_ref().filter(|_| best.score > 0).map(|label| &label.range);
    let slash = best.reasons.iter().any(|reason| reason == "a source behind a slash");
    let name = best.author.as_ref().filter(|_| slash && best.source.is_some() && best.label.is_none());
    let range = label.or(name)?;
    Some(wording.text[range.clone()].trim_end_matches([':', ' ']).to_owned())
}

#[cfg(test)]
mod forms;
#[cfg(test)]
mod pairs;
#[cfg(test)]
mod specification;
#[cfg(test)]
mod tests;
