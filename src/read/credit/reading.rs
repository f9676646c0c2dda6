//! Reads parts as a credit, with a score and its reasons.
//!
//! A reading begins with a part that can open a credit and takes the parts behind it one by one. Each part either fills
//! a field (title, author, source, licence), is known to fill none (a year, `cropped`, `Handout`), or counts against the
//! reading. What speaks for a credit are points: a label, a connecting word, the form of the name, a known source, a
//! licence. A line with neither label nor licence nor known source is never one.

use std::ops::Range;

use super::content::{Content, Told};
use super::items::{ItemKind, Items};
use super::lexicon::{Role, Roles, lexicon};
use super::names::Name;
use super::parts::{Label, LabelAt, Link, Part};
use super::tokens::Sep;
use crate::article::License;

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
        mark: None,
        labelled: false,
        guessed_author: false,
        certain_source: false,
        quoted_source: false,
        explaining: false,
        stray: false,
        own: None,
    };
    let mut end = items.wording.text.len();
    for at in from..parts.len() {
        let next = parts.get(at + 1);
        if at > from && reader.ends_before(&parts[at], &told[at]) {
            end = items.items[parts[at].at].range.start;
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
    fn ends_before(&self, part: &Part, told: &Told) -> bool {
        let sentence = matches!(part.sep, Sep::Stop | Sep::Break | Sep::Ellipsis) && part.label.is_none();
        let description = matches!(told.content, Content::Name(Name::Description | Name::Doubtful));
        let complete = self.author.is_some() || self.source.is_some() || self.reading.license.is_some();
        sentence && part.link.is_none() && description && complete && self.labelled && self.points() >= ENOUGH
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
        let apart = part.label.is_some() || part.link.is_some() || part.sep >= Sep::Dash;
        self.explaining &= !apart && !matches!(told.content, Content::License(_) | Content::Terms);
        if self.explaining {
            return;
        }
        match &told.content {
            Content::License(at) => return self.license(*at, part, told),
            Content::Terms => return self.terms(part, told),
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
        match (&part.label, part.link) {
            (Some(label), link) => self.with_label(label, link, part, told, next),
            (None, Some(link)) => self.with_link(link, part, told, first),
            (None, None) if first => self.opener(part, told, next),
            (None, None) => self.bare(part, told),
        }
    }

    /// A place such as `(left)` behind a name stays with it.
    fn aside(&mut self, told: &Told) {
        if let (Content::Place, Some(author), Slot::Author) = (&told.content, &mut self.author, self.last) {
            let close = self.items.wording.text[told.range.end..].starts_with([')', ']']);
            author.range.end = told.range.end + usize::from(close);
        }
    }

    fn license(&mut self, at: usize, part: &Part, told: &Told) {
        self.label_points(part);
        let license = &self.items.licenses[at];
        // "CC BY 4.0 (https://…)": the address belongs to the name.
        let same = |known: &License| known.url.is_none() || known.url == license.url || known.spdx == license.spdx;
        match &mut self.reading.license {
            Some(known) if same(known) => {
                known.url = license.url.clone().or(known.url.take());
                known.spdx = license.spdx.clone().or(known.spdx.take());
            }
            Some(_) => {}
            None => {
                self.reading.license = Some(license.clone());
                self.add(3, &format!("licence `{}`", self.items.text(&told.range).trim()));
            }
        }
        self.hard = true;
        self.last = Slot::License;
    }

    fn terms(&mut self, part: &Part, told: &Told) {
        self.label_points(part);
        let wanted = [Role::Permission, Role::Reserved, Role::Domain, Role::Fair];
        let mut named = part.content.clone().filter(|at| self.items.items[*at].roles.any(&wanted));
        if let Some(first) = named.next() {
            let last = named.last().unwrap_or(first);
            let range = self.items.place(&(first..last + 1));
            self.set_terms(range);
        }
        let _ = told;
    }

    fn set_terms(&mut self, range: Range<usize>) {
        let name = self.items.text(&range).to_owned();
        self.add(3, &format!("terms `{name}`"));
        self.hard = true;
        self.last = Slot::License;
        self.reading.license.get_or_insert(License { name, ..License::default() });
    }

    /// Counts a label whose content is no name.
    fn label_points(&mut self, part: &Part) {
        if let Some(label) = &part.label {
            self.labelled |= label.colon || part.link.is_some();
            let points = if label.colon { 1 } else { 0 };
            let reason = format!("label `{}`", self.items.text(&label.range));
            self.add(points, &reason);
        }
    }

    /// Takes a part with a label.
    fn with_label(&mut self, label: &LabelAt, link: Option<Link>, part: &Part, told: &Told, next: Option<&Part>) {
        let before = self.reading.score;
        let weight = weight(label, link);
        self.labelled = true;
        self.add(weight, &format!("label `{}`", self.items.text(&label.range)));
        if told.content == Content::Empty {
            // "Bundesarchiv, Bild 183-1990-0001": the number of the picture belongs to the archive.
            if self.last == Slot::Source && label.number.is_some() {
                self.extend_source(label.range.end);
            }
            self.reading.score = before;
            self.labelled = label.colon;
            if *self.items.text(&label.range) == *"Attribution" && self.reading.license.is_none() {
                return self.set_terms(label.range.clone());
            }
            return self.guess(link.is_none() && !label.colon, label);
        }
        match label.label {
            Label::Source | Label::Contains => self.source_label(label, link, told),
            Label::Data => self.data_label(told),
            Label::License => self.license_label(link, told),
            Label::Title => {
                self.reading.title.get_or_insert(told.range.clone());
                self.last = Slot::Title;
            }
            _ => self.maker_label(label, link, part, told, next),
        }
    }

    /// A label alone, such as `This image` before `is licensed under`, is no evidence.
    fn guess(&mut self, bare: bool, label: &LabelAt) {
        if bare && self.reading.title.is_none() && self.last == Slot::Nothing {
            self.guessed_title = false;
            let _ = label;
        }
    }

    fn license_label(&mut self, link: Option<Link>, told: &Told) {
        match (&told.content, link) {
            // "Lizenz (c) Linus Hummel".
            (Content::Name(name), Some(Link::Sign { .. })) => self.set_author(told, *name, ""),
            (Content::Name(Name::Description), _) => self.penalty += 4,
            (Content::Name(_), _) if self.reading.license.is_none() => {
                let name = self.items.text(&told.range).to_owned();
                self.reading.license = Some(License { name, ..License::default() });
                self.last = Slot::License;
            }
            _ => {}
        }
    }

    fn data_label(&mut self, told: &Told) {
        let name = match told.content {
            Content::Name(name) => name,
            _ => Name::Body,
        };
        self.count(name, "data");
        if self.source.is_none() {
            self.set_source(told, name);
        }
    }

    /// Takes `Source: …`.
    fn source_label(&mut self, label: &LabelAt, link: Option<Link>, told: &Told) {
        let by = matches!(link, Some(Link::By | Link::Sign { .. }));
        match told.content {
            Content::Name(name) if by => {
                self.count(name, "name");
                self.set_author(told, name, "");
            }
            Content::Source(_) | Content::Address => {
                self.add(2, &self.source_reason(told));
                self.hard |= label.colon;
                self.put_source(told, Name::Body);
            }
            Content::Quote => {
                self.quoted_source = true;
                self.set_title(told);
            }
            Content::Own => {
                self.add(2, "own work");
                self.put_source(told, Name::Body);
            }
            Content::Name(_) if label.label == Label::Contains => self.set_source(told, Name::Title),
            Content::Name(name) => {
                let domain = super::names::is_domain(self.items.text(&told.range));
                // A newspaper may be called after a harbour: "Fonto: Haveno Hodiaŭ".
                let name = if name == Name::Doubtful && label.colon { Name::Title } else { name };
                self.count_source(name, told);
                self.add(i32::from(domain), "address");
                let fresh = self.source.is_none();
                self.certain_source |= domain;
                self.put_source(told, name);
                self.source_may_be_author = fresh && !domain && !matches!(name, Name::Body | Name::Title);
            }
            _ if label.label == Label::Contains => self.set_source(told, Name::Title),
            _ => self.put_source(told, Name::Body),
        }
    }

    /// Sets the source; if there is one already, that was the label of something else: "Foto: X. Quelle: Y".
    fn put_source(&mut self, told: &Told, name: Name) {
        if let (Some(old), None) = (&self.source, &self.author)
            && matches!(old.name, Name::Person | Name::Handle | Name::Single)
        {
            self.author = self.source.take();
        }
        self.set_source(told, name);
    }

    fn count_source(&mut self, name: Name, told: &Told) {
        let points = match name {
            Name::Title => 1,
            name => name.points(),
        };
        self.count_points(points + i32::from(told.linked), "name");
    }

    fn source_reason(&self, told: &Told) -> String {
        match told.content {
            Content::Address => "address".to_owned(),
            _ => format!("known source `{}`", self.items.text(&told.range)),
        }
    }

    /// Takes `Photo: …`, `Credit: …`, `Map by …`.
    fn maker_label(&mut self, label: &LabelAt, link: Option<Link>, part: &Part, told: &Told, next: Option<&Part>) {
        let titled =
            next.is_some_and(|next| next.label.is_none() && next.link == Some(Link::By) && next.sep <= Sep::Comma);
        let from = matches!(link, Some(Link::From | Link::Via | Link::After | Link::In))
            || label.label == Label::Capture && !matches!(link, Some(Link::By | Link::Sign { .. } | Link::Courtesy));
        match told.content {
            Content::Quote => self.set_title(told),
            Content::Name(_) if titled && label.colon && link.is_none() => self.set_title(told),
            // "Photo of Ida Krall by Lise Hørn": what is shown.
            Content::Name(_) if titled && link.is_none() => {
                self.reading.title = Some(label.range.start..told.range.end);
                self.last = Slot::Title;
            }
            Content::Source(roles) if label.label == Label::Kind => self.known_source(roles, told, true),
            Content::Name(_) if label.label == Label::Kind => {
                self.reading.described = true;
                self.set_title(told);
            }
            // "Map data © OpenStreetMap contributors": who holds the rights.
            Content::Source(roles) if matches!(link, Some(Link::Sign { .. })) && !roles.has(Role::Agency) => {
                self.add(2, &self.source_reason(told));
                self.set_author(told, Name::Body, "");
            }
            Content::Source(roles) => {
                self.certain_source |= from;
                self.known_source(roles, told, from);
            }
            // "Video: https://…" leads there.
            Content::Address if label.label == Label::Shown => self.penalty += 4,
            Content::Address => {
                self.add(2, "address");
                self.set_source(told, Name::Body);
            }
            Content::Mark => {
                self.mark.get_or_insert(told.range.clone());
                self.add(1, "kind of delivery");
            }
            Content::Name(name) if link == Some(Link::Ai) => self.tool(told, name),
            Content::Name(name) if from => {
                self.certain_source = true;
                if part.content.clone().any(|at| self.items.items[at].roles.names_source()) {
                    self.add(2, "a known source in it");
                    self.hard = true;
                } else {
                    self.count_source(name, told);
                    let text = self.items.text(&told.range);
                    if self.begins_with_article(told) && !text.contains(char::is_uppercase) && !told.linked {
                        // "Photo from the archive".
                        self.penalty += 4;
                        return;
                    }
                    let small = text.starts_with(char::is_lowercase) && !told.linked;
                    if small && !matches!(name, Name::Handle | Name::Body) {
                        // "Ekrankopio de la kanalo": which one is not said.
                        return;
                    }
                }
                self.set_source(told, name);
            }
            Content::Name(name) => self.made_by(label, link, part, told, name),
            _ => self.penalty += 2,
        }
    }

    /// Takes the maker behind a label.
    fn made_by(&mut self, label: &LabelAt, link: Option<Link>, part: &Part, told: &Told, name: Name) {
        if let (Some(Link::Courtesy), Some(license)) = (link, self.permission_in(part)) {
            self.set_terms(license);
        }
        let mut name = if part.behind && name != Name::Description { Name::Person } else { name };
        let article = self.begins_with_article(told);
        if article && link.is_none() && !label.colon && !told.linked {
            // "Bild der Woche".
            name = Name::Description;
        }
        let mine = name == Name::Single && article;
        if link == Some(Link::Of) && (name == Name::Title || article && !mine && name != Name::Body) && !told.linked {
            // "Foto de neformala “tribunalo” en la meŝrepo".
            name = Name::Description;
        }
        if link == Some(Link::Of) && !told.linked && (name == Name::Body || article) {
            // "Foto vom Museum", "Foto de la Plaza Mayor" may as well be of it.
            name = Name::Doubtful;
        }
        let mut points = name.points() + i32::from(told.linked);
        let gerund = self.items.text(&label.range).ends_with("ing");
        let small = self.items.text(&told.range).starts_with(char::is_lowercase);
        if link == Some(Link::By) && gerund && small && name == Name::Single {
            // "Drawing by candlelight".
            points -= 2;
        }
        if link.is_none() && !label.colon && small && !told.linked && matches!(name, Name::Single | Name::Lower) {
            // "Credito cooperativo": the label's noun goes on as a phrase.
            points -= 3;
        }
        if name == Name::Description && told.linked {
            name = Name::Title;
            points = 0;
        }
        self.count_points(points, if name == Name::Body { "institution" } else { "name" });
        if part.behind {
            self.add(1, "a word for the maker behind the name");
        }
        match name {
            Name::Description if self.reading.title.is_none() && label.colon => {
                self.reading.described = true;
                self.reading.title = Some(told.range.clone());
                self.last = Slot::Title;
            }
            Name::Description => {}
            // "Foto eldonita kun permeso": the label's noun goes on.
            Name::Single | Name::Lower if link.is_none() && !label.colon && small && !told.linked => {}
            _ => {
                if let Some(old) = self.author.take_if(|_| self.guessed_author) {
                    self.reading.title.get_or_insert(old.range);
                }
                self.set_author(told, name, "");
            }
        }
    }

    fn begins_with_article(&self, told: &Told) -> bool {
        let first = self.items.text(&told.range).split(' ').next().unwrap_or_default();
        first.starts_with(char::is_lowercase)
            && lexicon().get(&super::fold::fold(first)).is_some_and(|entry| entry.roles.has(Role::Article))
    }

    /// Returns the words of permission inside `mit freundlicher Genehmigung von`.
    fn permission_in(&self, part: &Part) -> Option<Range<usize>> {
        let link = (part.at..part.content.start).find(|at| self.items.has(*at, Role::Courtesy))?;
        let range = self.items.items[link].range.clone();
        let text = self.items.text(&range);
        let is_permission =
            |text: &str| lexicon().get(&super::fold::fold(text)).is_some_and(|entry| entry.roles.has(Role::Permission));
        if is_permission(text) {
            return Some(range);
        }
        let cut = text.rfind([' ', '’', '\''])?;
        let cut = text[..cut].rfind(' ').filter(|_| !text[cut..].starts_with(' ')).unwrap_or(cut);
        is_permission(&text[..cut]).then_some(range.start..range.start + cut)
    }

    fn tool(&mut self, told: &Told, name: Name) {
        self.hard = true;
        self.add(3, "made by a program");
        if !matches!(name, Name::Description) {
            self.set_source(told, name);
        }
    }

    /// Takes a known source behind a label or slash. Public bodies are makers, unless another one is named.
    fn known_source(&mut self, roles: Roles, told: &Told, from: bool) {
        self.add(2, &self.source_reason(told));
        self.hard = true;
        let maker = roles.has(Role::Public) && !roles.any(&[Role::Agency, Role::Platform]) && !from;
        if maker && self.author.is_none() {
            self.author = Some(Found { range: told.range.clone(), name: Name::Body });
            self.last = Slot::Author;
        } else if self.source.is_none() || self.last != Slot::Source {
            self.put_known(told);
        } else {
            self.extend_source(told.range.end);
        }
    }

    fn put_known(&mut self, told: &Told) {
        if self.source_may_be_author && self.author.is_none() && self.source.is_some() {
            self.author = self.source.take();
            self.source_may_be_author = false;
        }
        if self.source.is_none() {
            self.set_source(told, Name::Body);
        }
    }

    /// Takes a part with a connecting word.
    fn with_link(&mut self, link: Link, part: &Part, told: &Told, first: bool) {
        self.stray &= part.sep == Sep::None;
        match link {
            Link::By | Link::Of => self.by(link, part, told, first),
            Link::Sign { certain } => self.sign(certain, told),
            Link::Courtesy => self.courtesy(part, told, first),
            Link::Via => self.via(part, told, first),
            Link::From => self.from(part, told, first),
            Link::After => self.after(told, first),
            Link::In => {
                if self.source.is_none() {
                    self.add(1, "published in");
                    self.set_source(told, Name::Title);
                }
            }
            Link::Using | Link::Ai => match told.content {
                Content::Name(name) if link == Link::Ai => self.tool(told, name),
                Content::Source(_) if self.author.is_none() || self.source.is_none() => {
                    self.add(if link == Link::Ai { 3 } else { 2 }, "made by a program");
                    self.hard = true;
                    self.put_known(told);
                }
                _ => {}
            },
            // "for NPR": for whom it was made is neither author nor source.
            Link::For => {
                if first || self.author.is_none() {
                    self.penalty += 4;
                }
            }
        }
    }

    fn by(&mut self, link: Link, part: &Part, told: &Told, first: bool) {
        if self.stray && part.sep == Sep::None {
            self.penalty += 1;
            return;
        }
        let base = match (link, first) {
            (Link::By, true) => 1,
            (Link::By, false) => 1 + i32::from(self.reading.title.is_some() && !self.guessed_title),
            (_, true) => -1,
            (_, false) => i32::from(self.reading.title.is_some() && !self.guessed_title),
        };
        // "Sunset by Jane Doe (CC BY 2.0)": what looked like a maker is the title.
        if self.guessed_author && self.last == Slot::Author && part.sep == Sep::None && link == Link::By {
            self.reading.title = self.author.take().map(|title| title.range);
            self.guessed_author = false;
            self.guessed_title = true;
        }
        match told.content {
            Content::Source(roles) => {
                self.known_source(roles, told, false);
            }
            Content::Name(_) if self.quoted_source && self.source.is_none() => {
                self.add(2, "`by`");
                self.set_source(told, Name::Body);
            }
            Content::Name(name) if self.author.is_none() => {
                let lower = matches!(name, Name::Lower | Name::Title) && link == Link::By && !first;
                let points = if lower { 1 } else { name.points() } + i32::from(told.linked);
                self.add(base, "`by`");
                self.count_points(points, "name");
                if name != Name::Description || told.linked {
                    self.guessed_title = self.guessed_title && !self.hard;
                    self.set_author(told, name, "");
                }
            }
            Content::Name(Name::Description) => self.penalty += 2,
            _ => {}
        }
        let _ = part;
    }

    fn sign(&mut self, certain: bool, told: &Told) {
        self.add(if certain { 2 } else { 1 }, "copyright sign");
        match told.content {
            Content::Source(roles) => self.known_source(roles, told, false),
            Content::Name(name) => {
                self.count(name, "name");
                self.labelled |= matches!(name, Name::Person | Name::Body);
                // "Rosario und Johannes © Stefan Berger": who is shown, then who made it.
                if self.guessed_author && certain && self.last == Slot::Author && name != Name::Description {
                    self.reading.title = self.author.take().map(|shown| shown.range);
                    self.reading.described = true;
                    self.guessed_author = false;
                }
                if self.author.is_none() && name != Name::Description {
                    self.set_author(told, name, "");
                }
            }
            Content::Empty => {}
            _ => self.penalty += 2,
        }
        self.labelled |= certain;
    }

    fn courtesy(&mut self, part: &Part, told: &Told, first: bool) {
        let several = self.items.items[part.at].range.len() > 9 || !first;
        self.add(if several { 3 } else { 1 }, "courtesy");
        if let Some(range) = self.permission_in(part) {
            let (hard, last) = (self.hard, self.last);
            self.set_terms(range);
            // "Used with permission of the owner, the path crosses a field" is no evidence yet.
            (self.hard, self.last) = (hard, last);
            self.reading.score -= 3;
        }
        match told.content {
            Content::Name(name) => {
                self.count(name, "name");
                if name == Name::Description {
                    return;
                }
                if self.author.is_none() {
                    self.set_author(told, name, "")
                } else if self.source.is_none() {
                    self.set_source(told, name)
                }
            }
            Content::Source(roles) if self.author.is_some() => self.known_source(roles, told, true),
            Content::Source(roles) => self.known_source(roles, told, false),
            Content::Address => self.set_source(told, Name::Body),
            _ => {}
        }
    }

    fn via(&mut self, part: &Part, told: &Told, first: bool) {
        let adjacent = self.last == Slot::Source && part.sep <= Sep::Slash && part.sep != Sep::Comma;
        match told.content {
            Content::Source(_) | Content::Address => {
                self.add(2 + i32::from(first), &format!("via a known source `{}`", self.items.text(&told.range)));
                self.hard = true;
            }
            Content::Name(Name::Description) if !told.linked => {
                self.penalty += 4;
                return;
            }
            Content::Name(name) => {
                self.count_points(1 + name.points().min(1) + i32::from(told.linked) - i32::from(first), "via")
            }
            _ => {}
        }
        if self.source_may_be_author && self.author.is_none() && self.source.is_some() {
            self.author = self.source.take();
        }
        match &mut self.source {
            // "Dale Weems/The Courier via AP".
            Some(source) if adjacent => source.range.end = told.range.end,
            _ => self.source = Some(Found { range: told.range.clone(), name: Name::Body }),
        }
        self.last = Slot::Source;
        self.certain_source = true;
    }

    fn from(&mut self, part: &Part, told: &Told, first: bool) {
        if self.guessed_author && self.author.as_ref().is_some_and(|author| author.name == Name::Single) {
            // "Watch on YouTube".
            self.penalty += 4;
        }
        match told.content {
            Content::Source(_) | Content::Address => {
                self.add(2, &self.source_reason(told));
                self.hard |= !first;
            }
            Content::Name(Name::Body) => self.add(if first { 3 } else { 1 }, "from an institution"),
            Content::Name(Name::Handle | Name::Person | Name::Single) if !first => self.add(1, "from"),
            Content::Name(_) if told.linked && !first => self.add(1, "link"),
            _ => self.penalty += 4,
        }
        let _ = part;
        if self.source_may_be_author && self.author.is_none() && self.source.is_some() {
            self.author = self.source.take();
        }
        if self.source.is_none() {
            self.set_source(told, Name::Body);
            self.certain_source = true;
        }
    }

    fn after(&mut self, told: &Told, first: bool) {
        self.add(2, "adapted from");
        self.reading.modified = true;
        match told.content {
            Content::Quote => self.set_title(told),
            Content::Name(_) if self.source.is_none() && self.holds_source(told) => {
                self.add(1, "a known source in it");
                self.set_source(told, Name::Body);
            }
            Content::Name(name) => {
                self.count(name, "name");
                if self.source.is_none() && name != Name::Description {
                    self.set_source(told, name);
                }
            }
            Content::Source(_) | Content::Address if self.source.is_none() => {
                self.hard |= !first;
                self.set_source(told, Name::Body);
            }
            _ => {}
        }
    }

    /// Takes the first part, which has neither label nor connecting word.
    fn opener(&mut self, part: &Part, told: &Told, next: Option<&Part>) {
        match told.content {
            Content::Source(roles) => {
                let points = if roles.has(Role::Agency) { 2 } else { 1 };
                self.add(points, &self.source_reason(told));
                self.hard = true;
                self.set_source(told, Name::Body);
            }
            Content::Quote => {
                self.add(1, "title in quotation marks");
                self.set_title(told);
                self.guessed_title = true;
            }
            // "U.S. Navy photo by Dylan Roe".
            Content::Name(_) if next.is_some_and(|next| next.link == Some(Link::By)) && self.ends_in_label(part) => {
                let before = part.content.start..part.content.end - 1;
                let known = self.items.items[before.clone()].iter().all(|item| item.roles.names_source());
                self.labelled = true;
                self.add(2, "label");
                match known {
                    true => self.source = Some(Found { range: self.items.place(&before), name: Name::Body }),
                    false => self.set_title(told),
                }
            }
            Content::Name(Name::Description | Name::Title | Name::Lower | Name::Doubtful) if !part.behind => {
                self.set_title(told);
                self.guessed_title = true;
            }
            Content::Name(Name::Code) => self.penalty += 6,
            Content::Name(name) => {
                let name = if part.behind && name != Name::Description { Name::Person } else { name };
                self.guessed_author = true;
                self.count(name, "name");
                if part.behind {
                    self.hard = true;
                    self.add(2, "a word for the maker behind the name");
                }
                self.set_author(told, name, "");
            }
            _ => self.penalty += 6,
        }
    }

    /// Whether the content of `part` ends in a word for a picture.
    fn ends_in_label(&self, part: &Part) -> bool {
        let last = part.content.end.saturating_sub(1);
        part.content.len() > 1 && (self.items.has(last, Role::Photo) || self.items.has(last, Role::Drawn))
    }

    /// Takes a later part that has neither label nor connecting word.
    fn bare(&mut self, part: &Part, told: &Told) {
        let before = (self.author.is_some(), self.source.is_some(), self.reading.title.is_some());
        self.take_bare(part, told);
        self.stray = before == (self.author.is_some(), self.source.is_some(), self.reading.title.is_some())
            && matches!(told.content, Content::Name(_));
    }

    fn take_bare(&mut self, part: &Part, told: &Told) {
        match told.content {
            Content::Quote if self.reading.title.is_none() || self.guessed_title => {
                self.set_title(told);
                self.guessed_title = false;
            }
            Content::Source(roles) => self.beside_source(roles, part, told),
            Content::Address => {
                self.add(1, "address");
                if self.source.is_none() {
                    self.set_source(told, Name::Body);
                }
            }
            Content::Name(name) if part.behind && self.author.is_none() && name != Name::Description => {
                self.add(2, "a word for the maker behind the name");
                self.hard = true;
                self.set_author(told, Name::Person, "");
            }
            Content::Name(name) => match part.sep {
                Sep::None | Sep::Close => self.glued(part, told, name),
                Sep::Comma => self.after_comma(told, name),
                Sep::Open => {
                    if name == Name::Body && self.source.is_none() && self.author.is_some() && self.labelled {
                        self.set_source(told, name);
                    }
                }
                Sep::Stop | Sep::Break | Sep::Ellipsis if self.last != Slot::Nothing => {
                    self.next_sentence(part, told, name)
                }
                _ => self.after_slash(told, name, part),
            },
            Content::Empty => {}
            _ => self.penalty += 1,
        }
    }

    fn beside_source(&mut self, roles: Roles, part: &Part, told: &Told) {
        let tool = roles.has(Role::Tool) && !roles.any(&[Role::Agency, Role::Platform, Role::Public]);
        // "Image générée par IA (Midjourney)": the closer name.
        if tool && self.source.as_ref().is_some_and(|source| source.range.len() <= 4) {
            return self.set_source(told, Name::Body);
        }
        if tool && part.sep != Sep::Open {
            return;
        }
        if part.sep == Sep::None && self.last == Slot::Nothing {
            self.penalty += 6;
            return;
        }
        let reason = self.source_reason(told);
        self.add(2, &reason);
        self.hard = true;
        let public = roles.has(Role::Public) && !roles.any(&[Role::Agency, Role::Platform]);
        if public && self.last == Slot::Author && self.is_public(told) {
            return self.extend_author(told.range.end);
        }
        // "NASA Goddard / Katy Merriman": a body that was taken for the maker, then its agency.
        let joined = matches!(part.sep, Sep::Slash | Sep::Comma | Sep::Bar | Sep::Dash | Sep::Dot | Sep::Semicolon);
        match (&mut self.source, self.last) {
            (Some(source), Slot::Source) if joined && !self.source_may_be_author => source.range.end = told.range.end,
            (Some(_), _) if !self.source_may_be_author => {}
            _ => self.put_known(told),
        }
        self.last = Slot::Source;
    }

    /// Takes words directly behind a licence, an agency or a bracket.
    fn glued(&mut self, part: &Part, told: &Told, name: Name) {
        let named = matches!(name, Name::Person | Name::Handle | Name::Single | Name::Body | Name::Lower);
        match self.last {
            Slot::License if self.author.is_none() && matches!(name, Name::Person | Name::Handle) => {
                self.set_author(told, name, "name");
            }
            // "Flickr user tinwhistle".
            Slot::Source if self.author.is_none() && named && self.user_before(part) => {
                self.add(1, "account");
                self.set_author(told, name, "");
            }
            _ => {
                self.penalty += 6;
                // Words that go on behind a licence's name: "a CC BY sticker".
                self.hard = self.hard && part.sep == Sep::Close;
            }
        }
    }

    fn user_before(&self, part: &Part) -> bool {
        self.items.has(part.at, Role::User) || part.at > 0 && self.items.has(part.at - 1, Role::User)
    }

    fn after_comma(&mut self, told: &Told, name: Name) {
        let text = self.items.text(&told.range);
        let acronym =
            name == Name::Single && text.chars().filter(|c| c.is_uppercase()).count() > 1 && !is_post_nominal(text);
        let person = |found: &Option<Found>| found.as_ref().is_some_and(|found| found.name == Name::Person);
        let single = |found: &Option<Found>| found.as_ref().is_some_and(|found| found.name == Name::Single);
        let named = matches!(name, Name::Person | Name::Handle | Name::Single | Name::Body);
        match self.last {
            Slot::Author
                if single(&self.author) && self.source.is_some() && matches!(name, Name::Person | Name::Single) =>
            {
                // "Bundesarchiv, Bild 183 / Kolbner, Jörg Heinz".
                self.extend_author(told.range.end);
            }
            Slot::Author if person(&self.author) && name == Name::Person => self.extend_author(told.range.end),
            Slot::Author if person(&self.author) && (acronym || name == Name::Body) && self.source.is_none() => {
                self.add(1, "");
                self.set_source(told, name);
            }
            Slot::Author if name == Name::Person && self.source.is_none() && self.is_public(told) => {
                self.source = self.author.take();
                self.set_author(told, name, "");
            }
            Slot::Author
                if name == Name::Single && self.author.as_ref().is_some_and(|author| author.name == Name::Body) =>
            {
                self.extend_author(told.range.end);
            }
            Slot::Author if self.labelled => {}
            Slot::Author => self.penalty += 1,
            Slot::Source if self.author.is_none() && !matches!(name, Name::Description) => {
                if name == Name::Code {
                    self.add(2, "inventory number");
                }
                self.extend_source(told.range.end);
            }
            Slot::Title if named && self.author.is_none() => {
                self.count(name, "name");
                self.set_author(told, name, "");
            }
            _ => self.penalty += i32::from(!self.labelled),
        }
    }

    /// Takes what follows a slash, a bar, a dot or a dash.
    fn after_slash(&mut self, told: &Told, name: Name, part: &Part) {
        let named = !matches!(name, Name::Description | Name::Doubtful);
        let weak_author = self.author.as_ref().is_some_and(|found| !matches!(found.name, Name::Person | Name::Handle));
        let has_author = self.author.is_some();
        match (has_author, self.source.is_some()) {
            _ if self.mark.is_some() && !has_author && self.source.is_none() => self.set_source(told, name),
            (false, true) if self.source_may_be_author && name != Name::Description && part.sep <= Sep::Bar => {
                self.author = self.source.take();
                self.source_may_be_author = false;
                self.add(1, "a source behind a slash");
                self.set_source(told, name);
            }
            (false, true) if name == Name::Code || self.certain_source && named => self.extend_source(told.range.end),
            (true, false) if name == Name::Code && weak_author => {
                if part.sep == Sep::Slash {
                    self.extend_author(told.range.end);
                }
            }
            (false, true) if named && self.last == Slot::Source => {
                self.add(2, "a name beside a source");
                self.set_author(told, name, "");
            }
            (true, true) if weak_author && name == Name::Person && self.last == Slot::Author => {
                // "picture alliance / Westendpress | Karin Elsner".
                if let (Some(author), Some(source)) = (&self.author, &mut self.source) {
                    source.range.end = author.range.end;
                }
                self.author = None;
                self.set_author(told, name, "");
            }
            (true, true) if self.last == Slot::Source && named => self.extend_source(told.range.end),
            (true, false)
                if self.author.as_ref().is_some_and(|found| found.name == Name::Body)
                    && (name == Name::Person || name == Name::Single && self.is_public(told)) =>
            {
                self.source = self.author.take();
                self.add(1, "a name beside an institution");
                self.set_author(told, name, "");
            }
            (true, false) if self.items.text(&told.range).starts_with('@') && !weak_author => {}
            (true, false) if name != Name::Description => {
                self.add(1, "a source behind a slash");
                self.set_source(told, name);
            }
            (false, false) if named => {
                self.count(name, "name");
                self.set_author(told, name, "");
            }
            _ => self.penalty += 3,
        }
    }

    fn next_sentence(&mut self, part: &Part, told: &Told, name: Name) {
        let named = matches!(name, Name::Body | Name::Title | Name::Person);
        // "Le port de Ouesk, le 3 mars. MATHIS BURON / AFP": a caption, then a credit of its own.
        if self.guessed_title && self.author.is_none() {
            self.penalty += 6;
            self.hard = false;
        } else if named
            && self.source.is_none()
            && (self.author.is_some() || self.reading.title.is_some() || self.labelled)
            && part.sep == Sep::Stop
        {
            self.add(1, "");
            self.set_source(told, name);
        } else if name != Name::Code {
            self.penalty += 4;
        }
    }

    /// Whether a known source is named in `told`.
    fn holds_source(&self, told: &Told) -> bool {
        let inside = |range: &Range<usize>| told.range.start <= range.start && range.end <= told.range.end;
        self.items.items.iter().any(|item| inside(&item.range) && item.roles.names_source())
    }

    /// Whether the author so far is a known public body, whose photographer follows.
    fn is_public(&self, told: &Told) -> bool {
        let author = self.author.as_ref().map(|found| found.range.clone()).unwrap_or(told.range.clone());
        let first = self.items.items.iter().find(|item| item.range.start == author.start);
        first.is_some_and(|item| item.roles.has(Role::Public))
    }

    fn count(&mut self, name: Name, reason: &str) {
        self.count_points(name.points(), reason);
    }

    /// Adds points; those against it weigh less beside hard evidence.
    fn count_points(&mut self, points: i32, reason: &str) {
        if points < 0 { self.penalty -= points } else { self.add(points, reason) }
    }

    fn set_author(&mut self, told: &Told, name: Name, reason: &str) {
        if let Some(old) = self.author.take() {
            // "© Musée du Littoral / photo Hervé Quéré", "Bild: Stadtarchiv, Urheber: Fritz Lange".
            match old.name {
                Name::Body if self.source.is_none() => self.source = Some(old),
                Name::Body => {}
                _ => {
                    self.author = Some(old);
                    return;
                }
            }
        }
        self.add(0, reason);
        self.author = Some(Found { range: told.range.clone(), name });
        self.last = Slot::Author;
    }

    fn set_source(&mut self, told: &Told, name: Name) {
        self.source = Some(Found { range: told.range.clone(), name });
        self.last = Slot::Source;
    }

    fn set_title(&mut self, told: &Told) {
        let mut range = told.range.clone();
        let link =
            self.items.wording.links.iter().find(|(link, _)| link.start <= range.start && range.start < link.end);
        if let Some((link, _)) = link {
            let mut rest =
                self.items.items.iter().filter(|item| item.range.start >= range.end && item.range.end <= link.end);
            let plain = rest.all(|item| !item.roles.names_source() && !matches!(item.kind, ItemKind::License(_)));
            range.end = if plain { range.end.max(link.end) } else { range.end };
        }
        self.reading.title = Some(range);
        self.last = Slot::Title;
    }

    fn extend_author(&mut self, end: usize) {
        if let Some(author) = &mut self.author {
            author.range.end = end;
        }
    }

    fn extend_source(&mut self, end: usize) {
        if let Some(source) = &mut self.source {
            source.range.end = end;
        }
    }

    fn finish(mut self, range: Range<usize>) -> Reading {
        if self.author.is_none() && self.source.is_none() && self.reading.license.is_none() {
            let mark = self.mark.take().map(|range| Found { range, name: Name::Single });
            self.author = self.own.take().or(mark);
        }
        let maker = self.author.is_some() || self.source.is_some();
        self.reading.described |= self.guessed_title;
        // Title and maker without label, licence or known source: "Boats by Anton Krol".
        if self.guessed_title
            && !(self.hard || maker && self.reading.reasons.iter().any(|reason| reason.starts_with("title")))
        {
            self.penalty += 6;
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

/// The points of a label with its connecting word.
fn weight(label: &LabelAt, link: Option<Link>) -> i32 {
    let (colon, bare) = match label.label {
        Label::Credit => (3, 2),
        Label::Maker => (3, 0),
        Label::Photo | Label::Drawn => (2, 1),
        Label::Source => (2, 0),
        Label::Data | Label::Shown | Label::Capture => (1, 0),
        Label::Contains => (3, 3),
        Label::License | Label::Title => (0, 0),
        Label::Kind => (1, -1),
    };
    let weight = match link {
        Some(Link::By | Link::Sign { .. }) => colon.max(1) + 1,
        Some(Link::Courtesy) => colon + 2,
        Some(Link::Via) => colon,
        Some(Link::Of | Link::From) if label.colon || label.label == Label::Capture => colon,
        // "Fotografin bei der Arbeit", "Source de la Loire".
        Some(Link::Of | Link::From) if matches!(label.label, Label::Maker | Label::Source) => -2,
        Some(Link::Of | Link::From) => colon - 1,
        Some(Link::After | Link::In | Link::Ai | Link::Using) => colon,
        Some(Link::For) => bare,
        None if label.colon => colon,
        None => bare,
    };
    // "Photo 3: The keeper’s house" numbers pictures.
    if label.number.is_some() { (weight - 2).min(0) } else { weight }
}

/// Letters behind a name that are no institution.
fn is_post_nominal(text: &str) -> bool {
    const LETTERS: [&str; 30] = [
        "FRGS", "FRPS", "ARPS", "LRPS", "FRS", "FRSA", "FRSE", "OBE", "MBE", "CBE", "KBE", "DBE", "RA", "PHD", "MD",
        "MA", "BA", "BSC", "MSC", "MBA", "QC", "KC", "ESQ", "ASMP", "BFA", "MFA", "II", "III", "IV", "JR",
    ];
    LETTERS.contains(&text.trim_end_matches('.').to_uppercase().as_str())
}
