//! Parts with a label: `Photo: …`, `Source: …`, `Map by …`.

use std::ops::Range;

use super::super::content::{Content, Told};
use super::super::fold::fold;
use super::super::lexicon::{EVERY_LANG, Role, Roles, lexicon};
use super::super::names::{self, Name};
use super::super::parts::{Label, LabelAt, Link, Part};
use super::super::tokens::Sep;
use super::{Found, Reader, Slot};
use crate::article::License;

/// Maximum number of words of a maker who does not look like one.
pub(super) const FEW_WORDS: usize = 4;

impl Reader<'_> {
    /// Takes a part with a label.
    pub(super) fn with_label(
        &mut self,
        label: &LabelAt,
        link: Option<Link>,
        part: &Part,
        told: &Told,
        next: Option<&Part>,
    ) {
        let before = self.reading.score;
        let weight = weight(label, link);
        // "Source Han Sans".
        self.labelled |= label.label != Label::Source || label.colon || link.is_some();
        self.add(weight, &format!("label `{}`", self.items.text(&label.range)));
        if told.content == Content::Empty {
            // "Bundesarchiv, Bild 183-1990-0001": the number of the picture belongs to the archive.
            if self.last == Slot::Source && label.number.is_some() {
                self.extend_source(label.range.end);
            }
            self.reading.score = before;
            self.labelled = label.colon;
            // "Ann Lee / Staff Photographer": the trade of who was named.
            let named = self.last == Slot::Author && self.guessed_author;
            if label.label == Label::Maker && named && part.sep >= Sep::Slash && part.sep < Sep::Open {
                self.labelled = true;
                self.add(2, "a trade behind the name");
            }
            if *self.items.text(&label.range) == *"Attribution" && self.reading.license.is_none() {
                return self.set_terms(label.range.clone());
            }
            return;
        }
        match label.label {
            Label::Source | Label::Contains => self.source_label(label, link, told),
            Label::Data => self.data_label(told),
            Label::License => self.license_label(label, link, told),
            Label::Title => {
                self.reading.title.get_or_insert(told.range.clone());
                self.last = Slot::Title;
            }
            _ => self.maker_label(label, link, part, told, next),
        }
    }

    pub(super) fn license_label(&mut self, label: &LabelAt, link: Option<Link>, told: &Told) {
        match (&told.content, link) {
            // "Lizenz (c) Linus Hummel".
            (Content::Name(name), Some(Link::Sign { .. })) => self.set_author(told, *name, ""),
            (Content::Name(Name::Description), _) => self.penalty += 4,
            // "UPI | License Photo" names no licence.
            (Content::Name(_), _) if self.reading.license.is_none() && (label.colon || link.is_some()) => {
                let name = self.items.text(&told.range).to_owned();
                self.reading.license = Some(License { name, ..License::default() });
                self.last = Slot::License;
            }
            _ => {}
        }
    }

    pub(super) fn data_label(&mut self, told: &Told) {
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
    pub(super) fn source_label(&mut self, label: &LabelAt, link: Option<Link>, told: &Told) {
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
                let domain = names::is_domain(self.items.text(&told.range));
                // A newspaper may be called after a harbour: "Fonto: Haveno Hodiaŭ".
                let name = if name == Name::Doubtful && label.colon { Name::Title } else { name };
                self.count_source(name, told);
                self.add(i32::from(domain), "address");
                let fresh = self.source.is_none();
                self.labelled |= domain;
                self.certain_source |= domain;
                self.put_source(told, name);
                self.source_may_be_author = fresh && !domain && !matches!(name, Name::Body | Name::Title);
            }
            _ if label.label == Label::Contains => self.set_source(told, Name::Title),
            _ => self.put_source(told, Name::Body),
        }
    }

    /// Sets the source; if there is one already, that was the label of something else: "Foto: X. Quelle: Y".
    pub(super) fn put_source(&mut self, told: &Told, name: Name) {
        if let (Some(old), None) = (&self.source, &self.author)
            && matches!(old.name, Name::Person | Name::Handle | Name::Single)
        {
            self.author = self.source.take();
        }
        self.set_source(told, name);
    }

    pub(super) fn count_source(&mut self, name: Name, told: &Told) {
        let points = match name {
            Name::Title => 1,
            name => name.points(),
        };
        self.count_points(points + i32::from(told.linked), "name");
    }

    pub(super) fn source_reason(&self, told: &Told) -> String {
        match told.content {
            Content::Address => "address".to_owned(),
            _ => format!("known source `{}`", self.items.text(&told.range)),
        }
    }

    /// Takes `Photo: …`, `Credit: …`, `Map by …`.
    pub(super) fn maker_label(
        &mut self,
        label: &LabelAt,
        link: Option<Link>,
        part: &Part,
        told: &Told,
        next: Option<&Part>,
    ) {
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
            Content::Name(_)
                if label.label == Label::Kind && link != Some(Link::By) && !named_in_brackets(part, told, next) =>
            {
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
                // "Map data from OpenStreetMap".
                self.add(i32::from(from && label.label == Label::Shown), "");
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
            // "Photo from Flickr user Ann Lee".
            Content::Name(name) if from && self.items.has(part.content.start, Role::User) => {
                self.made_by(label, Some(Link::By), part, told, name);
            }
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
            Content::Name(name) => {
                let licensed = next.is_some_and(|next| self.items.is_license(next.content.start));
                let few = self.items.text(&told.range).split_whitespace().count() <= FEW_WORDS;
                // "Drawing: The Harbour authors, CC BY 4.0": terms follow somebody, whatever the name looks like.
                let maker = licensed && few && name == Name::Description && !self.is_plain_description(told);
                let name = if maker { Name::Title } else { name };
                self.made_by(label, link, part, told, name);
            }
            _ => self.penalty += 2,
        }
    }

    /// Takes the maker behind a label.
    pub(super) fn made_by(&mut self, label: &LabelAt, link: Option<Link>, part: &Part, told: &Told, name: Name) {
        if let (Some(Link::Courtesy), Some(license)) = (link, self.permission_in(part)) {
            self.set_terms(license);
        }
        let mut name = if part.behind && name != Name::Description { Name::Person } else { name };
        let article = self.begins_with_article(told);
        if article && link.is_none() && !label.colon && !told.linked {
            // "Bild der Woche".
            name = Name::Description;
        }
        // "Photography Club meets on Tuesdays".
        let clause = name == Name::Body
            && self.items.text(&told.range).split_whitespace().skip(1).any(|word| {
                let roles = lexicon().get(&fold(word)).map(|entry| entry.roles).unwrap_or_default();
                word.starts_with(char::is_lowercase) && !roles.any(&[Role::Small, Role::Particle, Role::Body])
            });
        if clause && link.is_none() && !label.colon && !told.linked {
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
        let written = fold(self.items.text(&label.range));
        let photographs =
            !written.ends_with('s') && ["photo", "image", "picture"].iter().any(|word| written.contains(word));
        // "Photo by Alex Berlin": who stands behind `by` is a person, whatever the surname means.
        let words = self.items.text(&told.range).split_whitespace().count();
        if link == Some(Link::By) && name == Name::Doubtful && (2..=3).contains(&words) && !article {
            name = Name::Person;
        }
        self.one_maker = link == Some(Link::By) && name == Name::Person && photographs && !self.is_several(told);
        let mut points = name.points() + i32::from(told.linked);
        let gerund = self.items.text(&label.range).ends_with("ing");
        let small = self.items.text(&told.range).starts_with(char::is_lowercase);
        if link == Some(Link::By) && gerund && small && name == Name::Single {
            // "Drawing by candlelight".
            points -= 2;
        }
        if link == Some(Link::By)
            && !label.colon
            && small
            && !told.linked
            && matches!(name, Name::Single | Name::Body)
            && is_common(self.items.text(&told.range))
        {
            // "Photo by photo, the archive grows", "Video by request".
            name = Name::Description;
            points = name.points();
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
                    // "NPS Photo/Ann Lee", but "Klara Juhle Foto: Lux".
                    let slash = self.items.wording.text[label.range.end..].trim_start().starts_with('/');
                    match slash && part.sep == Sep::None && names::is_letters(self.items.text(&old.range)) {
                        true => self.source = Some(old),
                        false => _ = self.reading.title.get_or_insert(old.range),
                    }
                }
                self.set_author(told, name, "");
            }
        }
    }

    /// Whether `told` says what is shown: an article and small letters, as in "The three routes".
    fn is_plain_description(&self, told: &Told) -> bool {
        let mut words = self.items.text(&told.range).split_whitespace().map(fold);
        let has = |word: &str, wanted: &[Role]| lexicon().get(word).is_some_and(|entry| entry.roles.any(wanted));
        let article = words.next().is_some_and(|word| has(&word, &[Role::Article]));
        let capital =
            self.items.text(&told.range).split_whitespace().skip(1).any(|word| word.contains(char::is_uppercase));
        article && !capital && !words.any(|word| has(&word, &[Role::Maker, Role::Body, Role::Me]))
    }

    pub(super) fn begins_with_article(&self, told: &Told) -> bool {
        let first = self.items.text(&told.range).split(' ').next().unwrap_or_default();
        first.starts_with(char::is_lowercase)
            && lexicon().get(&fold(first)).is_some_and(|entry| entry.roles.has(Role::Article))
    }

    /// Returns the words of permission inside `mit freundlicher Genehmigung von`.
    pub(super) fn permission_in(&self, part: &Part) -> Option<Range<usize>> {
        let link = (part.at..part.content.start).find(|at| self.items.has(*at, Role::Courtesy))?;
        let range = self.items.items[link].range.clone();
        let text = self.items.text(&range);
        let is_permission =
            |text: &str| lexicon().get(&fold(text)).is_some_and(|entry| entry.roles.has(Role::Permission));
        if is_permission(text) {
            return Some(range);
        }
        let cut = text.rfind([' ', '’', '\''])?;
        let cut = text[..cut].rfind(' ').filter(|_| !text[cut..].starts_with(' ')).unwrap_or(cut);
        is_permission(&text[..cut]).then_some(range.start..range.start + cut)
    }

    pub(super) fn tool(&mut self, told: &Told, name: Name) {
        self.hard = true;
        self.add(3, "made by a program");
        if !matches!(name, Name::Description) {
            self.set_source(told, name);
        }
    }

    /// Takes a known source behind a label or slash. Public bodies are makers, unless another one is named.
    pub(super) fn known_source(&mut self, roles: Roles, told: &Told, from: bool) {
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

    pub(super) fn put_known(&mut self, told: &Told) {
        if self.source_may_be_author && self.author.is_none() && self.source.is_some() {
            self.author = self.source.take();
            self.source_may_be_author = false;
        }
        if self.source.is_none() {
            self.set_source(told, Name::Body);
        }
    }
}

/// Whether a word in small letters behind `by` belongs to a phrase, such as `by chance`.
fn is_common(word: &str) -> bool {
    const COMMON: [&str; 72] = [
        "accident",
        "agreement",
        "air",
        "appointment",
        "arrangement",
        "boat",
        "bus",
        "car",
        "chance",
        "chapter",
        "choice",
        "contract",
        "country",
        "day",
        "default",
        "definition",
        "design",
        "ear",
        "email",
        "example",
        "eye",
        "far",
        "fire",
        "foot",
        "frame",
        "hand",
        "heart",
        "hour",
        "image",
        "instinct",
        "invitation",
        "land",
        "law",
        "letter",
        "line",
        "mail",
        "means",
        "memory",
        "minute",
        "mistake",
        "month",
        "name",
        "nature",
        "night",
        "now",
        "numbers",
        "one",
        "order",
        "page",
        "phone",
        "picture",
        "piece",
        "post",
        "proxy",
        "rail",
        "region",
        "request",
        "right",
        "room",
        "sea",
        "section",
        "sight",
        "state",
        "step",
        "subscription",
        "train",
        "turns",
        "video",
        "vote",
        "water",
        "week",
        "year",
    ];
    let word = fold(word);
    COMMON.contains(&word.as_str())
        || lexicon().get(&word).is_some_and(|entry| {
            entry.roles_in(EVERY_LANG).any(&[Role::Photo, Role::Drawn, Role::Shown, Role::Scene, Role::Body])
        })
}

/// Whether `part` is the name in `[File: Ann Lee/Reuters]`.
fn named_in_brackets(part: &Part, told: &Told, next: Option<&Part>) -> bool {
    part.sep == Sep::Open
        && told.content == Content::Name(Name::Person)
        && next.is_some_and(|next| next.sep == Sep::Slash && next.label.is_none())
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
