//! Parts with neither label nor connecting word: what they are follows from their form, and from what stands before
//! them.

use super::super::content::{Content, Told};
use super::super::fold::fold;
use super::super::lexicon::{EVERY_LANG, Role, Roles};
use super::super::names::{self, Name};
use super::super::parts::{Label, Link, Part};
use super::super::tokens::Sep;
use super::{Found, Reader, Slot};

/// Words for what is shown, or for more than a picture.
const NO_PICTURES: [&str; 12] =
    ["film", "video", "model", "table", "plot", "figure", "plan", "modell", "tabelle", "vidéo", "película", "vídeo"];

impl Reader<'_> {
    /// Takes the first part, which has neither label nor connecting word.
    pub(super) fn opener(&mut self, part: &Part, told: &Told, next: Option<&Part>) {
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
            Content::Name(_) if self.ends_in_label(part) && next.is_some_and(|next| self.names_maker(part, next)) => {
                let before = part.content.start..part.content.end - 1;
                let known = self.items.items[before.clone()].iter().all(|item| item.roles.names_source());
                let range = self.items.place(&before);
                let text = self.items.text(&range);
                self.labelled = true;
                self.add(2, "label");
                // "Elm Park Service photo by Ann Lee" has a source, "Drone photograph by Ann Lee" none; only a link says
                // where a title ends: "[Rusty gate](…) flickr photo by Ann Lee".
                let mut linked = self.items.wording.links.iter().map(|(link, _)| link);
                let title = linked.rfind(|link| link.start == range.start && link.end <= range.end).cloned();
                match title {
                    Some(title) => self.reading.title = Some(title),
                    None if !text.starts_with("The ") && (known || is_institution(text)) => {
                        self.source = Some(Found { range, name: Name::Body });
                    }
                    None => {}
                }
            }
            Content::Name(Name::Description | Name::Title | Name::Lower | Name::Doubtful) if !part.behind => {
                self.set_title(told);
                self.guessed_title = true;
            }
            Content::Name(Name::Code) => self.penalty += 6,
            // "elm.org/2017 by Ann Lee".
            Content::Address if next.is_some_and(|next| next.link == Some(Link::By)) => {
                self.set_source(told, Name::Body)
            }
            // "The old bridge / 인제군 제공": who provided it.
            Content::Name(name) if self.is_provided(part) && name != Name::Description => {
                self.hard = true;
                self.add(3, "a word for who provided it behind the name");
                self.set_source(told, name);
            }
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

    /// Whether a word behind the content of `part` says that it provided the picture, behind a slash or bar.
    fn is_provided(&self, part: &Part) -> bool {
        part.behind
            && matches!(part.sep, Sep::Slash | Sep::Bar)
            && matches!(self.items.folded(part.content.end).as_str(), "제공" | "提供")
    }

    /// Whether `next`, behind "NPS photo", names who made it: "by Ann Lee", "courtesy of Ann Lee", "/Ann Lee".
    fn names_maker(&self, part: &Part, next: &Part) -> bool {
        let name = self.items.text(&self.items.place(&next.content));
        let before = part.content.start..part.content.end - 1;
        let known = self.items.items[before.clone()].iter().all(|item| item.roles.names_source());
        let known = known || names::is_letters(self.items.text(&self.items.place(&before)));
        let slash = next.sep == Sep::Slash && next.label.is_none() && next.link.is_none();
        let colon = next.sep == Sep::Colon && next.label.is_none() && next.link.is_none();
        // "Weather map by Monday".
        let scene = self.items.has(next.content.start, Role::Scene) && next.content.len() == 1;
        matches!(next.link, Some(Link::By | Link::Courtesy)) && !scene
            || colon && self.items.items[before.clone()].iter().all(|item| item.roles.names_source())
            || slash && known && names::judge(name, EVERY_LANG) == Name::Person
    }

    /// Whether the content of `part` ends in a word for a picture.
    pub(super) fn ends_in_label(&self, part: &Part) -> bool {
        let last = part.content.end.saturating_sub(1);
        let Some(item) = self.items.items.get(last).filter(|_| part.content.len() > 1) else { return false };
        // "A film by Ann Lee" is shown; "Elm Fair banner by Ann Lee" is not.
        let made = || !NO_PICTURES.contains(&fold(self.items.text(&item.range)).as_str());
        item.roles.any(&[Role::Photo, Role::Drawn, Role::Credit])
            || item.roles.any(&[Role::Cover, Role::Shown]) && made()
    }

    /// Takes a later part that has neither label nor connecting word.
    pub(super) fn bare(&mut self, part: &Part, told: &Told) {
        let before = (self.author.is_some(), self.source.is_some(), self.reading.title.is_some());
        self.take_bare(part, told);
        self.stray = before == (self.author.is_some(), self.source.is_some(), self.reading.title.is_some())
            && matches!(told.content, Content::Name(_));
    }

    pub(super) fn take_bare(&mut self, part: &Part, told: &Told) {
        match told.content {
            Content::Quote if self.reading.title.is_none() || self.guessed_title => {
                self.set_title(told);
                self.guessed_title = false;
            }
            Content::Source(roles) => self.beside_source(roles, part, told),
            Content::Address => {
                self.add(1, "address");
                if self.is_account_of(told) {
                    self.author = self.source.take();
                }
                if self.source.is_none() {
                    self.set_source(told, Name::Body);
                }
            }
            Content::Name(name) if part.behind && self.author.is_none() && name != Name::Description => {
                self.add(2, "a word for the maker behind the name");
                self.hard = true;
                self.set_author(told, Name::Person, "");
            }
            // "(ABC News: Ann Lee)".
            Content::Name(name) if part.sep == Sep::Colon && self.alone => {
                if self.source.is_none() {
                    self.source = self.author.take();
                }
                self.add(2, "name");
                self.set_author(told, name, "");
            }
            // "Wikimedia image credits: Ann Lee".
            Content::Name(name) if part.sep == Sep::Colon && self.last == Slot::Nothing && self.labelled => {
                self.count(name, "name");
                if self.author.is_none() && name != Name::Description {
                    self.set_author(told, name, "");
                }
            }
            // "Photo credit: Flickr: ann", "Photo: Instagram, ann77".
            Content::Name(name) if self.is_user_behind(part, told, name) => {
                self.add(1, "account");
                self.set_author(told, name, "");
            }
            // "Source: Elmsearch: The Guide": a title with a colon in it; "Schulz & Petri: Learning": the work.
            Content::Name(_) if part.sep == Sep::Colon && self.last == Slot::Source && self.labelled => {
                self.extend_source(told.range.end);
            }
            Content::Name(_)
                if part.sep == Sep::Colon
                    && self.last == Slot::Author
                    && self.reading.title.is_none()
                    && (self.reading.label.as_ref().is_some_and(|label| label.colon)
                        || self.reading.reasons.iter().any(|reason| reason == "courtesy")) =>
            {
                // "Mit Genehmigung der Eltern: Kinder am Hafen".
                let permitted = self.reading.license.as_ref().is_some_and(|license| license.spdx.is_none());
                self.penalty += if permitted && self.reading.label.is_none() { 6 } else { 0 };
                self.set_title(told);
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

    /// Whether `told` is the name of an account behind the platform alone: `Flickr: ann`. Behind `Source`, words with
    /// capitals may be the title of a page there.
    fn is_user_behind(&self, part: &Part, told: &Told, name: Name) -> bool {
        let Some(source) = self.source.as_ref().filter(|_| self.author.is_none() && self.last == Slot::Source) else {
            return false;
        };
        let item = self.items.items.iter().find(|item| item.range == source.range);
        let platform = item.is_some_and(|item| item.roles.has(Role::Platform));
        let page = self.reading.label.as_ref().is_none_or(|label| label.label == Label::Source);
        let small = self.items.text(&told.range).starts_with(|c: char| !c.is_uppercase());
        let user = name == Name::Handle || small && name == Name::Single;
        let named = !page && part.sep == Sep::Colon && matches!(name, Name::Person | Name::Single);
        platform && matches!(part.sep, Sep::Colon | Sep::Comma) && self.labelled && (user || named)
    }

    pub(super) fn beside_source(&mut self, roles: Roles, part: &Part, told: &Told) {
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
        if part.sep == Sep::Slash {
            self.forget_data();
        }
        // "(서울=연합뉴스)" says where the report is from.
        if part.sep == Sep::Colon && self.guessed_author && !self.labelled {
            self.author = None;
        }
        if matches!(part.sep, Sep::Comma | Sep::Stop | Sep::Dash | Sep::Open) {
            self.show_work();
        }
        if part.sep == Sep::None {
            self.take_owner();
        }
        let public = roles.has(Role::Public) && !roles.any(&[Role::Agency, Role::Platform]);
        if public && self.last == Slot::Author && self.is_public(told) {
            return self.extend_author(told.range.end);
        }
        // "UPI/NASA" is a pair of institutions.
        let letters = |found: &Found| {
            let text = self.items.text(&found.range);
            text.len() <= 5 && names::is_letters(text)
        };
        if public && self.source.is_none() && part.sep == Sep::Slash && self.author.as_ref().is_some_and(letters) {
            self.source = self.author.take();
            self.last = Slot::Source;
            return self.extend_source(told.range.end);
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

    /// Takes who owns the account in "Photo via Lou Mars’s Instagram" as the maker.
    fn take_owner(&mut self) {
        let items = self.items;
        let owner = |found: &Found| ["’s", "'s"].into_iter().find(|end| items.text(&found.range).ends_with(end));
        let Some(end) = self.source.as_ref().or(self.author.as_ref()).and_then(owner) else { return };
        if self.author.is_none() {
            self.author = self.source.take();
        }
        if let Some(author) = &mut self.author {
            author.range.end -= end.len();
        }
    }
}

/// Whether `text` is an institution: words such as `Elm Park Service`, letters such as `NPS`.
fn is_institution(text: &str) -> bool {
    names::judge(text, EVERY_LANG) == Name::Body || names::is_letters(text)
}
