//! Parts with a label: `Photo: …`, `Source: …`, `Map by …`.

use std::ops::Range;

use super::super::content::{Content, Told};
use super::super::fold::fold;
use super::super::lexicon::{Role, Roles, lexicon};
use super::super::names::{self, Name};
use super::super::parts::{Label, LabelAt, Link, Part};
use super::super::tokens::Sep;
use super::{Found, Reader, Slot};
use crate::article::License;

/// A part with its label.
#[derive(Clone, Copy)]
pub(super) struct Labelled<'a> {
    /// The label.
    pub label: &'a LabelAt,
    /// The connecting word behind it.
    pub link: Option<Link>,
    /// The part.
    pub part: &'a Part,
    /// What its content is.
    pub told: &'a Told,
    /// The part behind it.
    pub next: Option<&'a Part>,
}

impl Labelled<'_> {
    /// Whether neither a colon nor a connecting word nor a link says that a maker follows.
    pub(super) fn is_bare(&self) -> bool {
        self.link.is_none() && !self.label.colon && !self.told.linked
    }
}

impl Reader<'_> {
    /// Takes a part with a label.
    pub(super) fn with_label(&mut self, labelled: Labelled<'_>) {
        let Labelled { label, link, part, told, .. } = labelled;
        // "CC BY-SA logo on a mug".
        if part.sep == Sep::None && self.last == Slot::License && !label.colon && link != Some(Link::By) {
            self.penalty += 6;
            self.hard = false;
        }
        let before = (self.reading.score, self.labelled);
        let weight = weight(label, link);
        // "Source Han Sans".
        self.labelled |= label.label != Label::Source || label.colon || link.is_some();
        self.add(weight, &format!("label `{}`", self.items.text(&label.range)));
        if told.content == Content::Empty {
            if !label.colon && self.address_of(label, part) {
                return;
            }
            // "Bundesarchiv, Bild 183-1990-0001": the number of the picture belongs to the archive.
            if self.last == Slot::Source && label.number.is_some() {
                self.extend_source(label.range.end);
            }
            self.reading.score = before.0;
            self.labelled = before.1 || label.colon;
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
            _ => self.maker_label(labelled),
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
            self.data_only = true;
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
                let work = name == Name::Description && label.colon && self.is_whole_link(told);
                let open = name == Name::Doubtful || name == Name::Description && self.is_office_name(label, told);
                let name = if open && label.colon || work { Name::Title } else { name };
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

    /// Whether `told` may be the name of an office: a capital, then a few small words that no caption is made of, as in
    /// `Källa: Statistiska centralbyrån`.
    fn is_office_name(&self, label: &LabelAt, told: &Told) -> bool {
        let text = self.items.text(&told.range);
        let words: Vec<&str> = text.split_whitespace().collect();
        let shown = |word: &&&str| {
            let roles = lexicon().get(&fold(word)).map(|entry| entry.roles_in(label.langs)).unwrap_or_default();
            roles.any(&[Role::Stop, Role::Scene, Role::Article, Role::Small])
        };
        let plain = !text.contains(['?', '!', '>', '<', '=', '{', '\'', '’']) && !words.iter().any(|word| shown(&word));
        text.starts_with(char::is_uppercase) && (2..=4).contains(&words.len()) && plain && !names::is_question(words[0])
    }

    /// Whether `told` is all the words of a link: "Source: [Handbook – Chapter 2](…)".
    fn is_whole_link(&self, told: &Told) -> bool {
        self.items.wording.links.iter().any(|(link, _)| *link == told.range)
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
        match name {
            Name::Description => {}
            // "Image created by Ann Lee using Midjourney", "… by the author with DALL·E 3".
            Name::Person if self.author.is_none() => self.set_author(told, name, ""),
            Name::Single if self.author.is_none() && self.is_self(told) => self.set_author(told, name, ""),
            _ => self.set_source(told, name),
        }
    }

    /// Whether `told` is the author of the text: `the author`.
    pub(super) fn is_self(&self, told: &Told) -> bool {
        self.items.items.iter().any(|item| item.range.end == told.range.end && item.roles.has(Role::Me))
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
