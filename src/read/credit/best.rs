//! Chooses among the readings of a wording: where a credit can begin, and which reading is best.

use std::ops::Range;

use super::content;
use super::items::Items;
use super::lexicon::{EVERY_LANG, Role};
use super::line;
use super::names;
use super::parts::{self, Link, Part};
use super::reading::{self, ENOUGH, Reading};
use super::tokens::Sep;
use super::wording::Wording;
use super::{NAME_WORDS, Place, STARTS};

/// A wording in its parts.
pub(super) struct Read<'a> {
    pub(super) items: Items<'a>,
    pub(super) parts: Vec<Part>,
    pub(super) told: Vec<content::Told>,
}

impl<'a> Read<'a> {
    pub(super) fn of(wording: &'a Wording) -> Self {
        let items = Items::of(wording);
        let parts = parts::parts(&items);
        Self::with(items, parts)
    }

    /// Reads a line of running text; `None` if nothing in it can open a credit.
    pub(super) fn of_line(wording: &'a Wording) -> Option<Self> {
        let items = Items::of(wording);
        let parts = parts::parts(&items);
        line::may_have_credit(&wording.text, &parts).then(|| Self::with(items, parts))
    }

    fn with(items: Items<'a>, parts: Vec<Part>) -> Self {
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
    pub(super) fn best(&self, place: Place, inside: bool) -> Option<Reading> {
        let starts = (0..self.parts.len()).filter(|at| self.opens(*at, place) && !(inside && *at == 0));
        // The credit is at the end of a caption with many clauses.
        let starts: Vec<usize> = starts.collect();
        let starts = &starts[starts.len().saturating_sub(STARTS)..];
        let readings = starts.iter().map(|at| reading::read(&self.items, &self.parts, &self.told, *at));
        let readings: Vec<Reading> = readings.collect();
        let best = readings.iter().reduce(|best, next| if next.score > best.score { next } else { best })?;
        let best = self.without_description(best, &readings);
        let labelled = self.at_its_label(best, &readings);
        // A line of running text is a credit as a whole, but not one that begins inside a bracket.
        let whole = place == Place::Line && !closes(&self.items.wording.text[best.range.start..labelled.range.start]);
        let mut best = if whole { best } else { labelled }.clone();
        best.score += if self.is_agency_alone(place) { ENOUGH } else { 0 };
        Some(best)
    }

    /// Whether the caption is an agency or a stock of pictures and nothing else: `Getty Images`.
    fn is_agency_alone(&self, place: Place) -> bool {
        let [told] = &self.told[..] else { return false };
        let agency = matches!(told.content, content::Content::Source(roles) if roles.has(Role::Agency));
        place == Place::Caption && agency && told.range.len() > 4 && self.parts[0].label.is_none()
    }

    /// Returns the reading that begins with the label of a later sentence, where `best` begins with words that say what
    /// is shown: "Pavilion 2018 / Carla Pinto. Image © Bo Ek", "Johan Vree, The Mill, 1889. Photo: Elm Museum".
    pub(super) fn at_its_label<'r>(&self, best: &'r Reading, all: &'r [Reading]) -> &'r Reading {
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
            // "Tulips in the park, Lisse (© Ann Lee/Elm Press)".
            let bracket = self.parts[label].sep == Sep::Open && in_last_bracket(text, next.range.start);
            // "ST PHOTO: Ann Lee" begins with its source.
            let between = text[best.range.start..next.range.start].trim_end();
            if between.len() <= 5 && between.bytes().all(|byte| byte.is_ascii_uppercase()) {
                return false;
            }
            let sentence = colon || bracket || matches!(self.parts[label].sep, Sep::Stop | Sep::Break);
            // "The trainees (University of Elm, 2015). Photo: Ann Lee": a closed bracket says nothing of the maker.
            let closed = closes(&text[best.range.start..next.range.start]);
            let shown = |told: &content::Told| {
                use content::Content::{Date, Empty, Name};
                matches!(told.content, Date | Empty | Name(_)) && told.content != Name(names::Name::Body)
            };
            let named = next.author.is_some() || next.source.is_some();
            let end = next.range.end == best.range.end && next.score >= ENOUGH;
            let plain = |part: &Part| {
                // "This photograph, taken in 1911, was the first. Courtesy Elm Library".
                let link = part.link.is_none_or(|link| matches!(link, Link::In | Link::For | Link::Using));
                part.label.as_ref().is_none_or(|label| !label.colon) && link
            };
            // "Photo/Illustration: Ann Lee".
            let empty = self.told[from..label].iter().all(|told| told.content == content::Content::Empty);
            let before = !empty
                && self.parts[from..label].iter().all(plain)
                && (closed || self.told[from..label].iter().all(shown));
            sentence && named && end && before && self.has_label(label)
        };
        all.iter().find(later).unwrap_or(best)
    }

    /// Whether part `at` has a label with a colon or a connecting word, or `©` or `courtesy of`.
    pub(super) fn has_label(&self, at: usize) -> bool {
        let part = &self.parts[at];
        let labelled = part.label.as_ref().is_some_and(|label| label.colon || part.link.is_some());
        labelled || matches!(part.link, Some(Link::Sign { .. } | Link::Courtesy))
    }

    /// Returns the reading that is `best` without the description before it: "Symbolbild: Ein Kutter. Foto: Ann Lee".
    pub(super) fn without_description<'r>(&self, best: &'r Reading, all: &'r [Reading]) -> &'r Reading {
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
    pub(super) fn stated(&self) -> Reading {
        if self.parts.is_empty() {
            return Reading::default();
        }
        let whole = reading::read(&self.items, &self.parts, &self.told, 0);
        let best = self.best(Place::Caption, false).filter(|best| best.score >= ENOUGH && best.score > whole.score);
        let mut reading = best.unwrap_or(whole);
        // "cover_copyright: 2021 Ann Lee".
        if let ([_], [told]) = (&self.parts[..], &self.told[..])
            && reading.author.is_none()
            && let Some((year, name)) = self.items.text(&told.range).split_once(' ')
            && names::is_year(year)
            && names::judge(name, EVERY_LANG) != names::Name::Description
        {
            reading.title = None;
            reading.author = Some(told.range.end - name.len()..told.range.end);
        }
        // "imagecredit: https://…".
        if let ([_], [told]) = (&self.parts[..], &self.told[..])
            && told.content == content::Content::Address
        {
            reading.source.get_or_insert(told.range.clone());
        }
        // A credit by definition names somebody, whatever the name looks like: `Drawing: The Harbour authors, CC BY 4.0`.
        let is_name = |range: &mut Range<usize>| self.items.text(range).split_whitespace().count() <= NAME_WORDS;
        if self.parts[0].label.is_some() && reading.author.is_none() && reading.source.is_none() {
            reading.author = reading.title.take_if(is_name);
        }
        reading
    }

    /// Whether part `at` ends in a word that only credits have: `인제군 제공`, `林秋 撮影`.
    fn is_signed(&self, at: usize) -> bool {
        const WORDS: [&str; 7] = ["제공", "提供", "촬영", "撮影", "기자", "攝影", "摄影"];
        let part = &self.parts[at];
        part.behind && WORDS.contains(&self.items.folded(part.content.end).as_str())
    }

    /// Whether a credit can begin with part `at`.
    pub(super) fn opens(&self, at: usize, place: Place) -> bool {
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
            (None, None) => strong || license && part.sep >= Sep::Comma || part.sep == Sep::Slash && self.is_signed(at),
        }
    }
}

/// Whether a bracket opens right before byte `at` and closes at the end of `text`.
fn in_last_bracket(text: &str, at: usize) -> bool {
    let opens = text[..at].trim_end().ends_with(['(', '[', '（']);
    let inside = text[at..].trim_end_matches([' ', '.', '\n']);
    let ends = inside.strip_suffix([')', ']', '）']);
    opens && ends.is_some_and(|inside| !closes(inside))
}

/// Whether a bracket closes in `text` that opened before it.
fn closes(text: &str) -> bool {
    let mut depth = 0_i32;
    text.chars().any(|c| {
        depth += match c {
            '(' | '[' | '（' => 1,
            ')' | ']' | '）' => -1,
            _ => 0,
        };
        depth < 0
    })
}
