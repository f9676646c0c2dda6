//! Labels whose content names the maker: `Photo: …`, `Credit: …`, `Map by …`.

use super::super::content::{Content, Told};
use super::super::fold::fold;
use super::super::lexicon::{EVERY_LANG, Role, lexicon};
use super::super::names::{self, Name};
use super::super::parts::{Label, LabelAt, Link, Part};
use super::super::tokens::Sep;
use super::labels::Labelled;
use super::{Reader, Slot};

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
                self.penalty += if is_design(self.items.text(&told.range)) { 0 } else { 6 };
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
            Content::Name(name) if from => {
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
                } else {
                    self.count_source(name, told);
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

    /// Takes the maker behind a label.
    pub(super) fn made_by(&mut self, labelled: Labelled<'_>, name: Name) {
        let Labelled { label, link, part, told, .. } = labelled;
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
        // "Photo Day at Elm School".
        let at = |word: &str| matches!(word, "at" | "in" | "on" | "am" | "im" | "à" | "au");
        if name == Name::Body && link.is_none() && !label.colon && self.items.text(&told.range).split(' ').any(at) {
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
        // "Foto von [August Binder](https://commons.wikimedia.org/…)".
        if name == Name::Doubtful && self.is_at_platform(told) {
            name = Name::Person;
            points = name.points();
        }
        // "Image credit: [How to draw a mill](…)" is a page.
        let page = names::is_question(self.items.text(&told.range).split(' ').next().unwrap_or_default());
        if name == Name::Description && told.linked && page && label.colon && self.source.is_none() {
            self.add(1, "link");
            return self.set_source(told, Name::Title);
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

    /// Whether `told` says what is shown: an article and small letters, as in "The three routes".
    pub(super) fn is_plain_description(&self, told: &Told) -> bool {
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
}

/// Whether `text` ends in a word for what is made of a picture for a cover: `and design`, `layout`.
fn is_design(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "art",
        "artwork",
        "concept",
        "design",
        "direction",
        "editing",
        "layout",
        "lettering",
        "photomontage",
        "retouching",
        "typography",
        "work",
    ];
    text.split_whitespace().next_back().is_some_and(|word| WORDS.contains(&fold(word).as_str()))
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
