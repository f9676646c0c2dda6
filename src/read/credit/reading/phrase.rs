//! Whether the words behind a label name a maker, or are a phrase with it: `Bild der Woche`, `Photo by photo`.

use super::super::content::Told;
use super::super::fold::fold;
use super::super::lexicon::{EVERY_LANG, Role, lexicon};
use super::super::names::Name;
use super::super::parts::Link;
use super::Reader;
use super::labels::Labelled;

impl Reader<'_> {
    /// Returns what the words behind a bare label are, if its noun goes on with them.
    pub(super) fn as_phrase(&self, labelled: Labelled<'_>, name: Name) -> Name {
        if !labelled.is_bare() {
            return name;
        }
        let text = self.items.text(&labelled.told.range);
        let plain = |word: &str| {
            let roles = lexicon().get(&fold(word)).map(|entry| entry.roles).unwrap_or_default();
            word.starts_with(char::is_lowercase) && !roles.any(&[Role::Small, Role::Particle, Role::Body])
        };
        // "Photography Club meets on Tuesdays".
        let clause = text.split_whitespace().skip(1).any(plain);
        // "Photo Day at Elm School".
        let at = text.split(' ').any(|word| matches!(word, "at" | "in" | "on" | "am" | "im" | "à" | "au"));
        match name {
            // "Bild der Woche".
            _ if self.begins_with_article(labelled.told) => Name::Description,
            Name::Body if clause || at => Name::Description,
            // "Thumbnail gallery".
            Name::Body if !text.contains(' ') && text.starts_with(char::is_lowercase) => Name::Description,
            _ => name,
        }
    }

    /// Returns what the words behind `of` or `by` are.
    pub(super) fn of_or_by(&self, labelled: Labelled<'_>, name: Name) -> Name {
        let Labelled { link, told, .. } = labelled;
        let article = self.begins_with_article(told);
        let words = self.items.text(&told.range).split_whitespace().count();
        match (link, name) {
            // "Foto de neformala “tribunalo” en la meŝrepo".
            (Some(Link::Of), Name::Title) if !told.linked && !article => Name::Description,
            // "Foto vom Museum", "Foto de la Plaza Mayor" may as well be of it.
            (Some(Link::Of), Name::Body) if !told.linked => Name::Doubtful,
            (Some(Link::Of), _) if article && !told.linked => Name::Doubtful,
            // "Photo by Alex Berlin": who stands behind `by` is a person, whatever the surname means.
            (Some(Link::By), Name::Doubtful) if (2..=3).contains(&words) && !article => Name::Person,
            _ => name,
        }
    }

    /// Returns what the words behind a label are, and the points that they give.
    pub(super) fn weighed(&self, labelled: Labelled<'_>, name: Name) -> (Name, i32) {
        let Labelled { label, link, told, .. } = labelled;
        let (text, by) = (self.items.text(&told.range), link == Some(Link::By));
        let small = text.starts_with(char::is_lowercase);
        let points = name.points() + i32::from(told.linked);
        match name {
            // "Photo by photo, the archive grows", "Video by request".
            Name::Single | Name::Body if by && !label.colon && self.is_small(told) && is_common(text) => {
                (Name::Description, Name::Description.points())
            }
            // "Drawing by candlelight".
            Name::Single if by && small && self.items.text(&label.range).ends_with("ing") => (name, points - 2),
            // "Credito cooperativo": the label's noun goes on as a phrase.
            Name::Single | Name::Lower if labelled.is_bare() && small => (name, points - 3),
            // "Foto von [August Binder](https://commons.wikimedia.org/…)".
            Name::Doubtful if self.is_at_platform(told) => (Name::Person, Name::Person.points()),
            _ => (name, points),
        }
    }

    /// Whether `told` begins with a small letter, and no link is on it.
    pub(super) fn is_small(&self, told: &Told) -> bool {
        !told.linked && self.items.text(&told.range).starts_with(char::is_lowercase)
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
pub(super) fn is_design(text: &str) -> bool {
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
