//! Prints the targets of links, for readers on paper.
//!
//! The address is not content of the document: readers on a screen and with assistive technology have the link itself.
//! So all of it is an artifact. An address gets one mark, however often it is linked. The first mark on a line calls
//! the note, which is then set like those of the author.

use std::collections::BTreeMap;

use super::{Collector, Content, InlineContext, superior};
use crate::article::{NoteId, ShelvedId};
use crate::design::Links;
use crate::layout::inline::{Purpose, Setter};

/// Addresses printed as notes.
#[derive(Debug, Default)]
pub(in crate::layout::inline) struct Targets {
    /// How links are printed from here on.
    links: Links,
    /// The addresses in the order of their notes.
    addresses: Vec<String>,
    /// The index of each address.
    numbers: BTreeMap<String, usize>,
}

impl Setter<'_> {
    /// Sets how targets of links are printed from now on. Returns the previous value.
    pub fn print_targets(&mut self, links: Links) -> Links {
        std::mem::replace(&mut self.targets.links, links)
    }

    /// Returns the address in note `id` and its mark; `None` if it is a note of the author.
    pub fn target_note(&self, id: NoteId) -> Option<(String, String)> {
        let number = (id.0 as usize).checked_sub(self.article.notes.len())?;
        Some((self.mark(number), self.targets.addresses.get(number)?.clone()))
    }

    /// Returns the mark of address `number`: a letter, since the author's notes have numbers.
    fn mark(&self, number: usize) -> String {
        if self.article.notes.is_empty() { (number + 1).to_string() } else { letters(number) }
    }
}

impl Collector<'_, '_, '_> {
    /// Prints the target of a link whose text begins at `start` and which stands in `place`.
    pub(super) fn target(&mut self, url: &str, start: usize, place: InlineContext) {
        let Some(address) = address(url) else { return };
        if plain(&self.paragraph.text[start..]) != plain(address) {
            self.printed(address, place);
        }
    }

    /// Prints where another article of the library is, after a link to it that stands in `place`.
    pub(super) fn shelf_mark(&mut self, id: ShelvedId, place: InlineContext) {
        let Some(shelved) = self.setter.article.shelved.get(id.0 as usize) else { return };
        let told = format!("{} ({})", shelved.title, shelved.path_for(true));
        self.printed(&told, place);
    }

    fn printed(&mut self, address: &str, place: InlineContext) {
        // A link inside another link has no target of its own.
        if self.setter.targets.links == Links::None || place.link.is_some() {
            return;
        }
        let mut place = InlineContext { printed: true, ..place };
        place.look.hyphenate = false;
        place.look.italic = false;
        if self.setter.targets.links == Links::Inline {
            self.text(&format!(" [{address}]"), place);
        } else {
            self.target_mark(address, place);
        }
    }

    fn target_mark(&mut self, address: &str, place: InlineContext) {
        let setting = self.setter.purpose == Purpose::Setting;
        let targets = &mut self.setter.targets;
        let known = targets.numbers.get(address).copied();
        let number = known.unwrap_or(targets.addresses.len());
        if known.is_none() && setting {
            targets.addresses.push(address.to_owned());
            targets.numbers.insert(address.to_owned(), number);
        }
        let note = NoteId((self.setter.article.notes.len() + number) as u32);
        let first = setting && self.setter.called.insert(note);
        self.paragraph.calls.push((self.paragraph.text.len(), note, first));
        let look = superior(place.look);
        self.push(&self.setter.mark(number), Content::Text, InlineContext { look, ..place });
    }
}

/// Returns what a reader would type to open `url`; `None` if it is not a complete address, such as a path.
fn address(url: &str) -> Option<&str> {
    if let Some(rest) = url.strip_prefix("mailto:").or(url.strip_prefix("tel:")) {
        return Some(rest);
    }
    let (scheme, rest) = url.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let rest = rest.strip_suffix('/').filter(|host| !host.contains('/')).unwrap_or(rest);
    Some(if web { rest } else { url }).filter(|address| !address.is_empty())
}

/// Returns `text` without what differs between spellings of the same address.
fn plain(text: &str) -> String {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_prefix("https://").or(text.strip_prefix("http://")).unwrap_or(&text);
    text.strip_prefix("www.").unwrap_or(text).trim_end_matches('/').to_owned()
}

/// Writes `number` as letters: a to z, then aa, ab and so on.
fn letters(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    match number / 26 {
        0 => letter.to_string(),
        before => letters(before - 1) + &letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_what_one_types() {
        assert_eq!(address("https://www.example.org/"), Some("www.example.org"));
        assert_eq!(address("http://example.org/a/"), Some("example.org/a/"));
        assert_eq!(address("mailto:a@example.org"), Some("a@example.org"));
        assert_eq!(address("ftp://example.org/x"), Some("ftp://example.org/x"));
        assert_eq!(address("other.md"), None);
        assert_eq!(address("https://"), None);
        assert_eq!(plain("HTTPS://www.Example.org/"), plain("example.org"));
    }

    #[test]
    fn letters_go_on_after_z() {
        let marks = [0, 25, 26, 27, 701, 702].map(letters);
        assert_eq!(marks, ["a", "z", "aa", "ab", "zz", "aaa"]);
    }
}
