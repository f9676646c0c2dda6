//! Labels whose content names the maker: `Photo: …`, `Credit: …`, `Map by …`.

use super::super::content::{Content, Told};
use super::super::fold::fold;
use super::super::lexicon::Role;
use super::super::names::{self, Name};
use super::super::parts::{Label, LabelAt, Link, Part};
use super::super::tokens::Sep;
use super::labels::Labelled;
use super::{Reader, Slot, phrase};

/// Maximum number of words of a maker who does not look like one.
pub(super) const FEW_WORDS: usize = 4;
/// Arabic and Hebrew words between "picture" and what it shows; Persian `از` stands before the maker.
const OF_WHAT: [&str; 3] = ["من", "מתוך", "של"];

impl Reader<'_> {
    /// Takes `Photo: …`, `Credit: …`, `Map by …`.
    pub(super) fn maker_label(&mut self, labelled: Labelled<'_>) {
        let Labelled { label, link, part, told, next } = labelled;
        let titled = next
            .is_some_and(|next| next.label.is_none() && next.link == Some(Link::By) && next.sep <= Sep::Comma)
            || label.colon && told.linked && next.is_some_and(|next| self.is_of_maker(next));
        let from = matches!(link, Some(Link::From | Link::Via | Link::After | Link::In))
            || label.label == Label::Capture && !matches!(link, Some(Link::By | Link::Sign { .. } | Link::Courtesy));
        let between = self.items.wording.text.get(label.range.end..told.range.start).unwrap_or_default();
        match told.content {
            Content::Quote => self.set_title(told),
            // "Abb. 3: Schema der Anlage".
            Content::Name(_) if label.label == Label::Shown && label.number.is_some() && link.is_none() => {
                self.reading.described = true;
                self.set_title(told);
            }
            // "صورة من الحفل", "תמונה מתוך הטקס": a picture of something; no capital tells a name from it.
            Content::Name(name) if name != Name::Body && OF_WHAT.contains(&between.trim()) => self.penalty += 4,
            Content::Name(_) if titled && label.colon && link.is_none() => self.set_title(told),
            // "Cover letters by Ann Lee" are no picture; "Cover illustration and design by Ann Lee" is.
            Content::Name(_) if titled && link.is_none() && label.cover && !told.linked => {
                self.penalty += if phrase::is_design(self.items.text(&told.range)) { 0 } else { 6 };
            }
            // "Photo of Ida Krall by Lise Hørn": what is shown.
            Content::Name(_) if titled && link.is_none() => {
                self.reading.title = Some(label.range.start..told.range.end);
                self.last = Slot::Title;
            }
            Content::Source(roles) if label.label == Label::Kind => self.known_source(roles, told, true),
            Content::Name(_)
                if label.label == Label::Kind
                    && !matches!(link, Some(Link::By | Link::Sign { .. }))
                    && !named_in_brackets(part, told, next)
                    && !self.is_before_agency(label, told, next) =>
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
                self.made_by(Labelled { link: Some(Link::By), ..labelled }, name);
            }
            // "Bildo per UNDP Uzbekistan Flickr": whose account it is.
            Content::Name(Name::Person | Name::Body) if from && self.is_account(next) => {
                self.set_author(told, Name::Body, "account");
            }
            Content::Name(_) if from && self.work_on_site(part) => {}
            Content::Name(_) if from && self.site(part, link, told, next) => self.certain_source = true,
            Content::Name(name) if from => self.taken_from(labelled, name),
            Content::Name(name) => {
                let licensed = next.is_some_and(|next| self.items.is_license(next.content.start));
                let few = self.items.text(&told.range).split_whitespace().count() <= FEW_WORDS;
                // "Drawing: The Harbour authors, CC BY 4.0": terms follow somebody, whatever the name looks like.
                let maker = licensed && few && name == Name::Description && !self.is_plain_description(told);
                let name = if maker { Name::Title } else { name };
                self.made_by(labelled, name);
            }
            _ => self.penalty += 2,
        }
    }

    /// Whether `told` is a person and an agency follows: "Arkivfoto: Ann Lee/Ritzau Scanpix".
    fn is_before_agency(&self, label: &LabelAt, told: &Told, next: Option<&Part>) -> bool {
        let agency = next.is_some_and(|next| {
            matches!(next.sep, Sep::Slash | Sep::Bar)
                && self.items.items.get(next.content.start).is_some_and(|item| item.roles.has(Role::Agency))
        });
        label.colon && agency && told.content == Content::Name(Name::Person)
    }

    /// Whether `next` is "von Ann Lee" behind a linked title, but not "na Unsplash".
    fn is_of_maker(&self, next: &Part) -> bool {
        let source = self.items.items.get(next.content.start).is_some_and(|item| item.roles.names_source());
        next.label.is_none() && next.link == Some(Link::Of) && next.sep == Sep::None && !source
    }

    /// Takes the place behind `Photo from …`, `Screenshot: …`.
    fn taken_from(&mut self, labelled: Labelled<'_>, name: Name) {
        let Labelled { label, part, told, .. } = labelled;
        self.certain_source = true;
        let text = self.items.text(&told.range);
        if label.label == Label::Capture && text.split(' ').next_back().is_some_and(names::is_year) {
            // "Screenshot: Flickr in 2004".
            self.penalty += 6;
            return;
        }
        if part.content.clone().any(|at| self.items.items[at].roles.names_source()) {
            self.add(2, "a known source in it");
            self.hard = true;
            return self.set_source(told, name);
        }
        self.count_source(name, told);
        let sure = told.linked || labelled.link.is_some() || matches!(name, Name::Body | Name::Handle);
        if label.label == Label::Capture && !sure {
            // "Screenshot: Elm App, version 2".
            self.penalty += 2;
        }
        if self.begins_with_article(told) && !text.contains(char::is_uppercase) && !told.linked {
            // "Photo from the archive".
            self.penalty += 4;
            return;
        }
        let small = text.starts_with(char::is_lowercase) && !told.linked;
        // "Ekrankopio de la kanalo": which one is not said.
        if !small || matches!(name, Name::Handle | Name::Body) {
            self.set_source(told, name);
        }
    }

    /// Takes the maker behind a label.
    pub(super) fn made_by(&mut self, labelled: Labelled<'_>, name: Name) {
        let Labelled { label, link, part, told, .. } = labelled;
        if let (Some(Link::Courtesy), Some(license)) = (link, self.permission_in(part)) {
            self.set_terms(license);
        }
        let name = if part.behind && name != Name::Description { Name::Person } else { name };
        let name = self.of_or_by(labelled, self.as_phrase(labelled, name));
        let written = fold(self.items.text(&label.range));
        let photographs =
            !written.ends_with('s') && ["photo", "image", "picture"].iter().any(|word| written.contains(word));
        self.one_maker = link == Some(Link::By) && name == Name::Person && photographs && !self.is_several(told);
        let (name, points) = self.weighed(labelled, name);
        // "Image credit: [How to draw a mill](…)" is a page.
        let page = names::is_question(self.items.text(&told.range).split(' ').next().unwrap_or_default());
        if name == Name::Description && told.linked && page && label.colon && self.source.is_none() {
            self.add(1, "link");
            return self.set_source(told, Name::Title);
        }
        let (name, points) = if name == Name::Description && told.linked { (Name::Title, 0) } else { (name, points) };
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
            Name::Single | Name::Lower if labelled.is_bare() && self.is_small(told) => {}
            _ => {
                self.put_aside(label, part);
                self.set_author(told, name, "");
            }
        }
    }

    /// Makes room for the maker behind `label`: who was taken for the maker before it is the source, or what is shown.
    fn put_aside(&mut self, label: &LabelAt, part: &Part) {
        // "© Elm Artists; photo: Ann Lee": who holds the rights.
        if self.signed && label.colon && label.label == Label::Photo {
            let holder = self.author.take();
            self.source = self.source.take().or(holder);
            self.signed = false;
        }
        let Some(old) = self.author.take_if(|_| self.guessed_author) else { return };
        // "NPS Photo/Ann Lee", "ST PHOTO: Ann Lee", "Elm Archive, photo: Ann Lee", but "Klara Juhle Foto: Lux".
        let text = self.items.text(&old.range);
        let slash = self.items.wording.text[label.range.end..].trim_start().starts_with('/');
        let short = label.colon && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        let letters = part.sep == Sep::None && (slash && names::is_letters(text) || short);
        match letters || part.sep == Sep::Comma && old.name == Name::Body {
            true => self.source = Some(old),
            false => _ = self.reading.title.get_or_insert(old.range),
        }
    }
}

/// Whether `part` is the name in `[File: Ann Lee/Reuters]`.
fn named_in_brackets(part: &Part, told: &Told, next: Option<&Part>) -> bool {
    part.sep == Sep::Open
        && told.content == Content::Name(Name::Person)
        && next.is_some_and(|next| next.sep == Sep::Slash && next.label.is_none())
}
