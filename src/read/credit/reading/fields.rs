//! Fills the fields of a reading, and judges what stands beside a field that is filled.

use std::ops::Range;

use super::super::content::Told;
use super::super::items::ItemKind;
use super::super::lexicon::Role;
use super::super::names::Name;
use super::{Found, Reader, Slot};

impl Reader<'_> {
    /// Whether a known source is named in `told`.
    pub(super) fn holds_source(&self, told: &Told) -> bool {
        let inside = |range: &Range<usize>| told.range.start <= range.start && range.end <= told.range.end;
        self.items.items.iter().any(|item| inside(&item.range) && item.roles.names_source())
    }

    /// Whether the author so far is a known public body, whose photographer follows.
    pub(super) fn is_public(&self, told: &Told) -> bool {
        let author = self.author.as_ref().map(|found| found.range.clone()).unwrap_or(told.range.clone());
        let first = self.items.items.iter().find(|item| item.range.start == author.start);
        first.is_some_and(|item| item.roles.has(Role::Public))
    }

    /// Whether what was filled last begins with a known public body, whose departments and partners may follow.
    pub(super) fn is_chain(&self) -> bool {
        let found = if self.last == Slot::Source { &self.source } else { &self.author };
        let begins = |found: &Found| {
            let mut items = self.items.items.iter();
            items
                .find(|item| item.range.start == found.range.start)
                .is_some_and(|item| item.roles.has(Role::Public) && !item.roles.any(&[Role::Agency, Role::Platform]))
        };
        found.as_ref().is_some_and(begins)
    }

    /// Whether `told`, behind an institution, has the form of a person: two name words, or an initial and a surname.
    pub(super) fn is_person(&self, told: &Told, name: Name) -> bool {
        let text = self.items.text(&told.range);
        let acronym = |word: &str| word.len() > 1 && word.chars().all(char::is_uppercase);
        // "NASA & CSA", "Elm Hopkins APL".
        let mixed = text.contains(char::is_lowercase) && text.split_whitespace().count() > 2;
        let joined = text.split_whitespace().next().is_some_and(acronym) && text.contains(['&', '-'])
            || mixed && text.split_whitespace().any(|word| word.len() > 2 && acronym(word));
        // "UNICEF/UN0123/Okell", "Bundesarchiv, Bild 183-1 / Kolb, Jörg": a surname behind the number of the picture.
        let before = self.items.wording.text[..told.range.start].trim_end_matches([' ', '/', ',', '|']);
        let numbered = name == Name::Single && before.ends_with(|c: char| c.is_ascii_digit());
        numbered
            || self.has_initial(told)
            || name == Name::Handle
            || name == Name::Person && !joined && !text.starts_with("Univ")
    }

    /// Whether `told` begins with an initial and a surname: `J. Lee and the Elm Team`.
    pub(super) fn has_initial(&self, told: &Told) -> bool {
        let mut words = self.items.text(&told.range).split_whitespace();
        let initial = words.next().is_some_and(|word| {
            word.ends_with('.') && word.chars().count() <= 5 && word.starts_with(char::is_uppercase)
        });
        initial && words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
    }

    /// Whether `told` names several people: `Ann Lee and Bo Ek`.
    pub(super) fn is_several(&self, told: &Told) -> bool {
        let text = self.items.text(&told.range);
        [" and ", " & ", " und ", " et ", " y "].iter().any(|and| text.contains(and))
    }

    /// Whether `told`, behind a slash, is an outlet in small letters: an article and a word, as `il manifesto`.
    pub(super) fn is_outlet(&self, told: &Told) -> bool {
        let words = self.items.text(&told.range).split_whitespace().count();
        words <= 3 && self.begins_with_article(told)
    }

    pub(super) fn set_author(&mut self, told: &Told, name: Name, reason: &str) {
        if let Some(old) = self.author.take() {
            // "© Musée du Littoral / photo Hervé Quéré", "Bild: Stadtarchiv, Urheber: Fritz Lange".
            match old.name {
                Name::Body if self.source.is_none() => self.source = Some(old),
                Name::Body => {}
                // "Foto de la montaro. Wikipedia, foto de Ida Moss": that was what is shown.
                Name::Doubtful if matches!(name, Name::Person | Name::Single | Name::Handle) => {
                    self.reading.title.get_or_insert(old.range);
                }
                _ => {
                    self.author = Some(old);
                    self.last = Slot::Author;
                    return;
                }
            }
        }
        self.add(0, reason);
        self.author = Some(Found { range: told.range.clone(), name });
        self.last = Slot::Author;
    }

    /// Takes what looked like the maker for the title, where it begins with an article and a source follows: "Image: The
    /// Blue Marble, NASA".
    pub(super) fn show_work(&mut self) {
        let items = self.items;
        let work = |found: &mut Found| {
            found.name == Name::Doubtful
                && ["The ", "A ", "An "].iter().any(|the| items.text(&found.range).starts_with(the))
        };
        if self.reading.title.is_none() && self.last == Slot::Author {
            self.reading.title = self.author.take_if(work).map(|found| found.range);
        }
    }

    pub(super) fn set_source(&mut self, told: &Told, name: Name) {
        self.source = Some(Found { range: told.range.clone(), name });
        self.last = Slot::Source;
    }

    pub(super) fn set_title(&mut self, told: &Told) {
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

    pub(super) fn extend_author(&mut self, end: usize) {
        if let Some(author) = &mut self.author {
            author.range.end = end;
        }
    }

    pub(super) fn extend_source(&mut self, end: usize) {
        if let Some(source) = &mut self.source {
            source.range.end = end;
        }
    }
}
