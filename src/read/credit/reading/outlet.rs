//! Outlets, by words and letters in their names: `Elm Herald`, `NPR`.

use super::super::content::{Content, Told};
use super::super::fold::fold;
use super::Reader;

/// Words of the names of outlets.
const MEDIA: [&str; 41] = [
    "dispatch",
    "examiner",
    "sentinel",
    "independent",
    "bulletin",
    "standard",
    "advertiser",
    "inquirer",
    "mercury",
    "argus",
    "globe",
    "mirror",
    "express",
    "newspaper",
    "newspapers",
    "journalism",
    "magazine",
    "times",
    "news",
    "post",
    "herald",
    "tribune",
    "gazette",
    "journal",
    "courier",
    "guardian",
    "review",
    "chronicle",
    "telegraph",
    "observer",
    "weekly",
    "daily",
    "radio",
    "media",
    "press",
    "propublica",
    "wired",
    "quanta",
    "politico",
    "atlantic",
    "record",
];

/// Whether `text` has a word of the press: `Denby Herald`.
pub(super) fn is_outlet(text: &str) -> bool {
    text.split_whitespace().any(|word| MEDIA.contains(&fold(word).as_str()))
}

impl Reader<'_> {
    /// Whether `told` has the form of an outlet: a listed source, letters such as `NPR`, a word such as `Magazine`.
    pub(super) fn is_known_outlet(&self, told: &Told) -> bool {
        const OFFICES: [&str; 8] = ["MP", "PM", "CEO", "CFO", "CTO", "MEP", "MVP", "MLA"];
        let text = self.items.text(&told.range);
        let letters = text.chars().count();
        let acronym = (3..=5).contains(&letters) && text.chars().all(char::is_uppercase) && !OFFICES.contains(&text);
        matches!(told.content, Content::Source(_) | Content::Quote) || acronym || is_outlet(text)
    }
}
