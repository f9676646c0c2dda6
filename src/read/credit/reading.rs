//! Reads parts as a credit, with a score and its reasons.
//!
//! A reading begins with a part that can open a credit and takes the parts behind it one by one. Each part either fills
//! a field (title, author, source, licence), is known to fill none (a year, `cropped`, `Handout`), or counts against the
//! reading. What speaks for a credit are points: a label, a connecting word, the form of the name, a known source, a
//! licence. A line with neither label nor licence nor known source is never one.

mod bare;
mod behind;
mod fields;
mod form;
mod labels;
mod links;
mod maker;
mod outlet;
mod phrase;
mod site;
mod terms;

use std::ops::Range;

pub(super) use form::is_bracketed;

use super::content::{Content, Told};
use super::fold::fold;
use super::items::Items;
use super::lexicon::EVERY_LANG;
use super::names::{self, Name};
use super::parts::{Label, LabelAt, Link, Part};
use super::tokens::Sep;
use crate::article::License;
use labels::Labelled;

/// Points that a caption needs to be taken as a credit.
pub(super) const ENOUGH: i32 = 3;

/// A wording read as a credit.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// Where the credit begins and ends in the text.
    pub range: Range<usize>,
    /// The title.
    pub title: Option<Range<usize>>,
    /// The author.
    pub author: Option<Range<usize>>,
    /// The source.
    pub source: Option<Range<usize>>,
    /// Whether the words of the source are only a label, and its address is the link on them: `[Image source](…)`.
    pub addressed: bool,
    /// The licence.
    pub license: Option<License>,
    /// The label that the credit begins with.
    pub label: Option<LabelAt>,
    /// Whether it says that the picture was changed.
    pub modified: bool,
    /// Whether the title is only the description before the first field.
    pub described: bool,
    /// Whether more than the form of a name speaks for it: a label, a licence, a known source.
    pub certain: bool,
    /// The points.
    pub score: i32,
    /// What the points are for.
    pub reasons: Vec<String>,
}

/// The field that was filled last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Slot {
    #[default]
    Nothing,
    Title,
    Author,
    Source,
    License,
}

/// A name that was found.
#[derive(Clone, Debug)]
struct Found {
    range: Range<usize>,
    name: Name,
}

/// The state of a reading.
pub(super) struct Reader<'a> {
    items: &'a Items<'a>,
    reading: Reading,
    author: Option<Found>,
    source: Option<Found>,
    last: Slot,
    /// Evidence that no caption has by chance: a licence, terms, a known source.
    hard: bool,
    /// Points against it; few if there is hard evidence.
    penalty: i32,
    /// Whether the title is only one if a maker or licence follows.
    guessed_title: bool,
    /// Whether the author is who holds the rights: "© Elm Artists; photo: Ann Lee".
    signed: bool,
    /// Whether the source is only that of the data: "Data: World Bank; Chart: Ann Lee/Axios".
    data_only: bool,
    /// Whether the source was labelled and may turn out to be the author, as in "图片来源：林秋 / 视觉中国".
    source_may_be_author: bool,
    mark: Option<Range<usize>>,
    labelled: bool,
    /// Whether the author is one only since nothing else was there: "Klara Juhle Foto: Lux".
    guessed_author: bool,
    /// Whether the source was named by `via` or `from`, so that what follows a slash is one, too.
    certain_source: bool,
    /// Whether a quotation behind `Source:` waits for who it is by.
    quoted_source: bool,
    /// Whether words that explain the line go on.
    explaining: bool,
    /// Whether the words before it in the same clause were of no use.
    stray: bool,
    /// The words for the uploader's own work.
    own: Option<Found>,
    /// Whether the label is for one picture by one person, as in `Photograph by`.
    one_maker: bool,
    /// Whether it is a name and a source alone, as a line or in brackets.
    alone: bool,
}

/// Reads `parts` from part `from` on. `told` says what their contents are.
pub(super) fn read(items: &Items<'_>, parts: &[Part], told: &[Told], from: usize) -> Reading {
    let mut reader = Reader {
        items,
        reading: Reading::default(),
        author: None,
        source: None,
        last: Slot::Nothing,
        hard: false,
        penalty: 0,
        guessed_title: false,
        source_may_be_author: false,
        data_only: false,
        signed: false,
        mark: None,
        labelled: false,
        guessed_author: false,
        certain_source: false,
        quoted_source: false,
        explaining: false,
        stray: false,
        own: None,
        one_maker: false,
        alone: form::is_alone(items, parts, told, from),
    };
    let mut end = items.wording.text.len();
    let bracket = form::bracket_at_start(items, parts, from);
    let mut first = from;
    if form::is_work(parts, told, from) {
        reader.work(&told[from], &told[from + 1]);
        first = from + 3;
    }
    for at in first..parts.len() {
        let next = parts.get(at + 1);
        let start = items.items[parts[at].at].range.start;
        let closed = bracket.is_some_and(|bracket| start > bracket) && reader.is_complete();
        if at > from && (closed || reader.ends_before(&parts[at..], &told[at..])) {
            end = start;
            break;
        }
        reader.step(&parts[at], &told[at], next, at == from);
        if reader.penalty > 12 && !reader.hard {
            break;
        }
    }
    reader.finish(items.items[parts[from].at].range.start..end)
}

impl Reader<'_> {
    /// Whether the credit is complete and a sentence follows that is none of it: "Photo: Ann Lee. The quay in 1931."
    fn ends_before(&self, parts: &[Part], told: &[Told]) -> bool {
        let (Some(part), Some(first)) = (parts.first(), told.first()) else { return false };
        let is_end = |part: &Part| matches!(part.sep, Sep::Stop | Sep::Break | Sep::Ellipsis);
        let evident = self.labelled || self.reading.license.is_some();
        if !(is_end(part) && evident && self.is_complete()) {
            return false;
        }
        if part.label.is_none() && self.is_about_text(first) {
            return true;
        }
        let length = 1 + parts.iter().skip(1).take_while(|next| !is_end(next)).count();
        // "…, CC BY 4.0. Used with permission. Image: Bo Ek" goes on with the credit.
        let plain = |(part, told): (&Part, &Told)| {
            let words = matches!(told.content, Content::Name(_) | Content::Date | Content::Address | Content::Empty);
            part.label.as_ref().is_none_or(|label| !label.colon)
                && words
                && !matches!(part.link, Some(Link::Sign { .. }))
        };
        let sentence = first.range.start..told[length - 1].range.end;
        let description =
            matches!(names::judge(self.items.text(&sentence), EVERY_LANG), Name::Description | Name::Doubtful);
        part.link.is_none() && description && parts.iter().zip(told).take(length).all(plain)
    }

    /// Whether a sentence is about the text: "Der Text steht unter CC BY 4.0" says nothing of the picture.
    fn is_about_text(&self, told: &Told) -> bool {
        const TEXTS: [&str; 18] = [
            "text",
            "article",
            "post",
            "artikel",
            "beitrag",
            "texte",
            "texto",
            "testo",
            "tekst",
            "articolo",
            "artículo",
            "artigo",
            "billet",
            "entrada",
            "essay",
            "story",
            "blogpost",
            "translation",
        ];
        let mut words = self.items.text(&told.range).split_whitespace().map(fold);
        let lead = |word: &String| {
            ["the", "this", "der", "dieser", "le", "cet", "ce", "el", "este", "il", "questo", "o", "de", "dit", "deze"]
                .contains(&word.as_str())
        };
        words.find(|word| !lead(word)).is_some_and(|word| TEXTS.contains(&word.as_str()))
    }

    /// Whether it is a credit already.
    fn is_complete(&self) -> bool {
        let filled = self.author.is_some() || self.source.is_some() || self.reading.license.is_some();
        filled && self.points() >= ENOUGH
    }

    /// Takes who made a work, and its title: "Johan Vree, The Tide Mill, 1889. Elm Museum".
    fn work(&mut self, maker: &Told, title: &Told) {
        self.add(3, "maker, title and year");
        self.set_title(title);
        self.guessed_title = title.content != Content::Quote;
        if maker.content != Content::Unknown {
            self.guessed_author = true;
            self.set_author(maker, Name::Person, "");
        }
    }

    fn points(&self) -> i32 {
        // A name and a platform alone are met in running text, too: "… on Instagram, you can …".
        let firm = self.hard && (self.labelled || self.reading.license.is_some());
        self.reading.score - if firm { self.penalty.min(1) } else { self.penalty }
    }

    fn add(&mut self, points: i32, reason: &str) {
        self.reading.score += points;
        if points > 0 && !reason.is_empty() && !self.reading.reasons.iter().any(|known| known == reason) {
            self.reading.reasons.push(reason.to_owned());
        }
    }

    /// Takes the next part.
    fn step(&mut self, part: &Part, told: &Told, next: Option<&Part>, first: bool) {
        if first {
            self.reading.label.clone_from(&part.label);
        }
        // "[Ségonne le Château, fenêtre](…), par Abel Roux": the rest of a linked title.
        if !first
            && self.reading.title.as_ref().is_some_and(|title| told.range.end <= title.end && !told.range.is_empty())
        {
            return;
        }
        let apart = part.label.is_some() || part.link.is_some() && part.sep > Sep::None || part.sep >= Sep::Dash;
        // "Photo by Ann Lee of the old mill on Flickr".
        let source = matches!(part.link, Some(Link::From | Link::Via)) && matches!(told.content, Content::Source(_));
        self.explaining &= !apart && !source && !matches!(told.content, Content::License(_) | Content::Terms);
        if self.explaining || told.content == Content::Except {
            return;
        }
        if self.last == Slot::Author && part.sep == Sep::None && part.label.is_none() && self.items.describes(part.at) {
            self.explaining = true;
            return;
        }
        match &told.content {
            Content::License(at) => return self.license(*at, part, told),
            Content::Terms => return self.terms(part),
            Content::Change => {
                self.reading.modified = true;
                return;
            }
            Content::Own if !matches!(part.label, Some(LabelAt { label: Label::Source, .. })) => {
                self.hard = true;
                self.own = Some(Found { range: told.range.clone(), name: Name::Single });
                if first && next.is_none() {
                    self.add(1, "");
                }
                return self.add(2, "own work");
            }
            Content::Unknown => {
                self.label_points(part);
                self.labelled |= told.range.len() > 12;
                return self.add(2, "words for an unknown maker");
            }
            Content::Mark if part.label.is_none() && part.link.is_none() => {
                // "Ann Lee, Author provided".
                if self.guessed_author && told.range.len() > 12 {
                    self.hard = true;
                    self.add(3, "kind of delivery");
                }
                self.mark.get_or_insert(told.range.clone());
                return;
            }
            Content::Deed if !first => {
                self.explaining = true;
                return;
            }
            Content::Date | Content::Place if part.label.is_none() && !first => return self.aside(told),
            _ => {}
        }
        // "Ann Lee / BNS nuotr.": the label behind it is for the whole.
        if part.behind && matches!(told.content, Content::Source(_)) {
            self.add(2, "a label behind the source");
        }
        // "Credit: X-ray: NASA": which part of the picture.
        let single = matches!(told.content, Content::Name(Name::Single)) && part.link.is_none();
        let credit = part.label.as_ref().is_some_and(|label| label.colon && label.label == Label::Credit);
        if single && credit && next.is_some_and(|next| next.sep == Sep::Colon && next.label.is_none()) {
            self.label_points(part);
            return self.add(2, "");
        }
        // "Photographed by Ann Lee, Styled by Bo Ek": who did something else.
        let trade = matches!(told.content, Content::Name(Name::Single | Name::Lower)) && self.author.is_some();
        let plain = part.label.is_none() && part.link.is_none();
        if trade && plain && next.is_some_and(|next| next.link == Some(Link::By) && next.sep == Sep::None) {
            self.explaining = true;
            return;
        }
        match (&part.label, part.link) {
            (Some(label), link) => self.with_label(Labelled { label, link, part, told, next }),
            (None, Some(link)) => self.with_link(link, part, told, first),
            (None, None) if first => self.opener(part, told, next),
            (None, None) => self.bare(part, told),
        }
    }

    fn count(&mut self, name: Name, reason: &str) {
        self.count_points(name.points(), reason);
    }

    /// Adds points; those against it weigh less beside hard evidence.
    fn count_points(&mut self, points: i32, reason: &str) {
        if points < 0 { self.penalty -= points } else { self.add(points, reason) }
    }

    fn finish(mut self, range: Range<usize>) -> Reading {
        if self.author.is_none() && self.source.is_none() && self.reading.license.is_none() {
            // "Eigene Aufnahme" names nobody: whose own work it is, is not said.
            let mark = self.mark.take().filter(|_| self.own.is_none());
            self.author = mark.map(|range| Found { range, name: Name::Single });
        }
        let maker = self.author.is_some() || self.source.is_some() || self.own.is_some();
        self.reading.described |= self.guessed_title;
        // Title and maker without label, licence or known source: "Boats by Anton Krol".
        if self.guessed_title
            && !(self.hard || maker && self.reading.reasons.iter().any(|reason| reason.starts_with("title")))
        {
            self.penalty += 6;
        }
        if self.alone {
            self.hard = true;
            self.add(1, "name and source alone");
        }
        if !self.labelled && !self.hard && !self.strong_words() {
            self.penalty += 6;
        }
        if self.source.is_none()
            && let Some(mark) = self.mark.take().filter(|_| self.author.is_some())
        {
            self.source = Some(Found { range: mark, name: Name::Title });
        }
        self.reading.score = self.points();
        self.reading.certain = self.labelled || self.hard;
        self.reading.author = self.author.map(|found| found.range);
        self.reading.source = self.source.map(|found| found.range);
        self.reading.range = range;
        self.reading
    }

    /// Whether connecting words alone make it a credit: `by`, `courtesy of`, `from` an institution, `adapted from`.
    fn strong_words(&self) -> bool {
        let words = ["`by`", "courtesy", "from an institution", "adapted from"];
        self.reading.reasons.iter().any(|reason| words.contains(&reason.as_str()))
    }
}
