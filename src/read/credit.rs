//! Understands credit lines: `Representational image: Harbour at dusk. Credit: A. Author, via Some Archive`.
//!
//! A line is read in five steps, each a module:
//!
//! 1. `wording`: the text, with the places of links, emphasis and line ends; `fold` makes words comparable.
//! 2. `tokens`: words, addresses, signs, quotations, separators.
//! 3. `items`: phrases of the lexicon (`words/`, a file a language), licences (`license/`), known sources.
//! 4. `parts`: `[label] [connecting word] content`. `content` and `names` judge each content by its form.
//! 5. `reading`: every part that can open a credit is tried; a reading fills title, author, source and licence, and
//!    collects points with their reasons. The reading with most points is the credit, if it has enough.
//!
//! What is not stated stays `None`. The wording is kept unchanged, links included.
//!
//! Limits: a wording longer than [`LONGEST`] bytes is text; only its end is looked at. Where a line is open (a label, but
//! what follows may as well be what is shown), it stays a caption, and the caller is told ([`Split::doubtful`]).

mod apart;
mod content;
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

use std::ops::Range;

use crate::article::{Credit, CreditLink, Inline, License, Target, Visit, plain_text, walk_inlines};

pub use apart::{folded, is_heading, is_of_all, is_of_cover, named, numbered, placed};
use items::{ItemKind, Items};
use lexicon::Role;
use parts::{Label, Link, Part};
use reading::{ENOUGH, Reading};
use slice::{split_at, trim};
use tokens::Sep;
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
    let read = Read::of(&wording);
    let Some(best) = read.best(place, from > 0) else { return Split { caption, ..Split::default() } };
    if best.score < ENOUGH || place != Place::Caption && !best.certain {
        return Split { doubtful: doubtful(&best, &wording), caption, credit: None };
    }
    let (before, rest) = split_at(&tail, best.range.start);
    let (wanted, after) = split_at(&rest, best.range.end - best.range.start);
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

/// Returns the label of a reading that has nearly enough points, or the name of one whose only evidence is the form:
/// `Abel Roux/Courier`.
fn doubtful(best: &Reading, wording: &Wording) -> Option<String> {
    let label = best.label.as_ref().filter(|_| best.score > 0).map(|label| &label.range);
    let slash = best.reasons.iter().any(|reason| reason == "a source behind a slash");
    let name = best.author.as_ref().filter(|_| slash && best.source.is_some() && best.label.is_none());
    let range = label.or(name)?;
    Some(wording.text[range.clone()].trim_end_matches([':', ' ']).to_owned())
}

/// A wording in its parts.
struct Read<'a> {
    items: Items<'a>,
    parts: Vec<Part>,
    told: Vec<content::Told>,
}

impl<'a> Read<'a> {
    fn of(wording: &'a Wording) -> Self {
        let items = Items::of(wording);
        let parts = parts::parts(&items);
        let mut told: Vec<content::Told> = parts.iter().map(|part| content::tell(&items, part)).collect();
        // "_Ann Lee_/Elm Press" is no title.
        for at in 1..parts.len() {
            if parts[at].sep == Sep::Slash && parts[at].label.is_none() {
                told[at - 1].unset(&items);
            }
        }
        Self { items, parts, told }
    }

    /// Returns the best reading, if any part can open a credit.
    fn best(&self, place: Place, inside: bool) -> Option<Reading> {
        let starts = (0..self.parts.len()).filter(|at| self.opens(*at, place) && !(inside && *at == 0));
        // The credit is at the end of a caption with many clauses.
        let starts: Vec<usize> = starts.collect();
        let starts = &starts[starts.len().saturating_sub(STARTS)..];
        let readings = starts.iter().map(|at| reading::read(&self.items, &self.parts, &self.told, *at));
        let readings: Vec<Reading> = readings.collect();
        let best = readings.iter().reduce(|best, next| if next.score > best.score { next } else { best })?;
        let best = self.without_description(best, &readings);
        // A line of running text is a credit as a whole.
        Some(if place == Place::Caption { self.from_its_label(best, &readings) } else { best }.clone())
    }

    /// Returns the reading that begins with the label of a later sentence, where `best` begins with words that say what
    /// is shown: "Pavilion 2018 / Carla Pinto. Image © Bo Ek", "Johan Vree, The Mill, 1889. Photo: Elm Museum".
    fn from_its_label<'r>(&self, best: &'r Reading, all: &'r [Reading]) -> &'r Reading {
        let at = |reading: &Reading| {
            let start = reading.range.start;
            self.parts.iter().position(|part| self.items.items[part.at].range.start == start)
        };
        let Some(from) = at(best).filter(|from| !self.has_label(*from)) else { return best };
        let later = |next: &&Reading| {
            let Some(label) = at(next).filter(|label| *label > from) else { return false };
            let text = &self.items.wording.text;
            let colon = |label: &parts::LabelAt| text[label.range.end..].trim_start().starts_with([':', '：']);
            let colon = self.parts[label].label.as_ref().is_some_and(colon);
            let sentence = colon || matches!(self.parts[label].sep, Sep::Stop | Sep::Break);
            let shown = |told: &content::Told| {
                use content::Content::{Date, Name};
                matches!(told.content, Date | Name(_)) && told.content != Name(names::Name::Body)
            };
            let named = next.author.is_some() || next.source.is_some();
            let end = next.range.end == best.range.end && next.score >= ENOUGH;
            let plain = |part: &Part| part.label.as_ref().is_none_or(|label| !label.colon) && part.link.is_none();
            let before = self.parts[from..label].iter().all(plain) && self.told[from..label].iter().all(shown);
            sentence && named && end && before && self.has_label(label)
        };
        all.iter().find(later).unwrap_or(best)
    }

    /// Whether part `at` has a label with a colon or a connecting word, or `©` or `courtesy of`.
    fn has_label(&self, at: usize) -> bool {
        let part = &self.parts[at];
        let labelled = part.label.as_ref().is_some_and(|label| label.colon || part.link.is_some());
        labelled || matches!(part.link, Some(Link::Sign { .. } | Link::Courtesy))
    }

    /// Returns the reading that is `best` without the description before it: "Symbolbild: Ein Kutter. Foto: Ann Lee".
    fn without_description<'r>(&self, best: &'r Reading, all: &'r [Reading]) -> &'r Reading {
        let same = |next: &&Reading| {
            next.score >= ENOUGH
                && next.range.start > best.range.start
                && next.range.end == best.range.end
                && (&next.author, &next.source, &next.license) == (&best.author, &best.source, &best.license)
                && next.reasons.first().is_none_or(|reason| reason != "`by`")
        };
        all.iter().find(same).filter(|_| best.described).unwrap_or(best)
    }

    /// Returns the reading of a wording that is known to be a credit.
    fn stated(&self) -> Reading {
        if self.parts.is_empty() {
            return Reading::default();
        }
        let whole = reading::read(&self.items, &self.parts, &self.told, 0);
        let best = self.best(Place::Caption, false).filter(|best| best.score >= ENOUGH && best.score > whole.score);
        let mut reading = best.unwrap_or(whole);
        // A credit by definition names somebody, whatever the name looks like: `Drawing: The Harbour authors, CC BY 4.0`.
        let is_name = |range: &mut Range<usize>| self.items.text(range).split_whitespace().count() <= NAME_WORDS;
        if self.parts[0].label.is_some() && reading.author.is_none() && reading.source.is_none() {
            reading.author = reading.title.take_if(is_name);
        }
        reading
    }

    /// Whether a credit can begin with part `at`.
    fn opens(&self, at: usize, place: Place) -> bool {
        let part = &self.parts[at];
        let strong = part.sep > Sep::Slash;
        let license = matches!(self.told[at].content, content::Content::License(_) | content::Content::Terms);
        if part.label.is_none()
            && part.link.is_none()
            && self.told[at].content == content::Content::Name(names::Name::Code)
        {
            return false;
        }
        if place == Place::Line {
            return self.opens_line(at);
        }
        match (&part.label, part.link) {
            (Some(label), link) => {
                strong || label.colon && part.sep != Sep::Close || link.is_some() && part.sep >= Sep::Comma
            }
            (None, Some(Link::Sign { .. })) => true,
            (None, Some(Link::Via | Link::From | Link::Courtesy)) => strong || part.sep == Sep::Comma,
            (None, Some(_)) => strong,
            (None, None) => strong || license && part.sep >= Sep::Comma,
        }
    }
}

/// Fills `credit` with what was read.
fn fill(credit: &mut Credit, wording: &Wording, reading: Reading) {
    let text =
        |range: &Option<Range<usize>>| range.as_ref().map(|range| clean(&wording.text[range.clone()]).to_owned());
    let named = |range: &Option<Range<usize>>| text(range).filter(|text| text.contains(char::is_alphanumeric));
    let linked = |range: &Option<Range<usize>>| {
        let range = range.as_ref()?;
        let url = wording.link_on(range).filter(|url| license::license_at(url, None).is_none());
        let address = || Some(&wording.text[range.clone()]).filter(|text| text.contains("://")).map(|text| text.trim());
        url.or_else(address).map(str::to_owned)
    };
    credit.author_url = linked(&reading.author);
    credit.source_url = linked(&reading.source);
    credit.title = named(&reading.title);
    credit.author = named(&reading.author).map(|author| without_year(&author).to_owned());
    credit.source = named(&reading.source).map(|source| without_photo(&source).to_owned());
    credit.license = reading.license;
    credit.modified = reading.modified;
    credit.reasons = reading.reasons;
}

/// Removes the year at the end of a name: `Jonah Reed 2017`.
fn without_year(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((before, last)) if names::is_year(last) && !before.ends_with(" de") => clean(before),
        _ => name,
    }
}

/// Removes the word for the picture from the name of an agency: `AP Photo`.
fn without_photo(name: &str) -> &str {
    let short = [" Photo", " PHOTO"].into_iter().find_map(|tail| name.strip_suffix(tail));
    let known = |short: &&str| {
        let entry = lexicon::lexicon().get(&fold::fold(short));
        entry.is_some_and(|entry| entry.is_spelled(short) && entry.roles.has(Role::Agency))
    };
    short.filter(known).unwrap_or(name)
}

/// Reads label and title from the text before the credit.
fn describe(credit: &mut Credit, text: &str) {
    let text = text.trim();
    let wording = Wording::plain(&text[..text.floor_char_boundary(LONGEST)]);
    let items = Items::of(&wording);
    let label = parts::parts(&items).into_iter().next().and_then(|part| part.label).filter(|label| label.colon);
    let label = label.filter(|label| is_picture(label.label) && label.number.is_none());
    let from = label.as_ref().map_or(0, |label| label.range.end);
    let rest = text[from..].trim_matches(|c: char| c.is_whitespace() || ".,;:：=|·–—-([（。".contains(c));
    credit.label = label.map(|label| wording.text[label.range].to_owned());
    // "© Crown copyright 2021, photo by Ann Lee": rights are no title.
    let rights = rest.contains('©') || fold::fold(rest).contains("copyright");
    if credit.title.is_none() && !rest.is_empty() && !rights {
        credit.title = Some(unquote(rest).to_owned());
    }
}

/// Removes quotation marks around the whole of `text`.
fn unquote(text: &str) -> &str {
    let quotes = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’'), ('\'', '\'')];
    let inner = |(open, close)| text.trim().strip_prefix(open)?.strip_suffix(close);
    quotes.into_iter().find_map(inner).map_or(text, str::trim)
}

/// Removes from a part the punctuation that separates it from its neighbours.
fn clean(part: &str) -> &str {
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
fn links(wording: &[Inline]) -> Vec<CreditLink> {
    let mut links = Vec::new();
    walk_inlines(wording, &mut |visit| {
        if let Visit::Inline(Inline::Link { target: Target::Url(url), content, .. }) = visit {
            links.push(CreditLink { text: plain_text(content), url: url.clone() });
        }
    });
    links
}

/// Removes the bracket or separator that introduces the credit from the caption.
fn strip_opener(caption: Vec<Inline>) -> Vec<Inline> {
    let text = plain_text(&caption);
    let kept = text.trim_end_matches(|c: char| c.is_whitespace() || "([|·•–—-（;,/".contains(c));
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
    split_at(&credit, text.trim_end().len()).0
}

#[cfg(test)]
mod forms;
#[cfg(test)]
mod specification;
#[cfg(test)]
mod tests;
