//! Which parts can open a credit in a line of running text.
//!
//! A caption may hold anything, so that any clause can begin its credit. A line of running text is read as one only where
//! its form says that it is about a picture. `Source: Reuters` and `© 2023 …` at the end of an article are about the
//! article, and stay.

use super::content::Content;
use super::fold::fold;
use super::lexicon::Role;
use super::names::Name;
use super::parts::{Label, Link, Part};
use super::tokens::Sep;
use super::{Read, is_picture, reading};

/// Parts of words for pictures, in labels such as `Image source` and names such as `Getty Images`.
const PICTURES: [&str; 21] = [
    "image", "imag", "photo", "foto", "bild", "picture", "fotó", "kép", "kuva", "фото", "görsel", "resim", "ảnh", "图",
    "圖", "写真", "stock", "splash", "pexels", "pixabay", "getty",
];

/// Whether a credit can begin anywhere in a line of running text, as far as that can be told without judging its names: all
/// forms of [`Read::opens_line`] have a label, a copyright sign, a bracket or a slash.
pub(super) fn may_have_credit(text: &str, parts: &[Part]) -> bool {
    parts.iter().any(|part| part.label.is_some() || matches!(part.link, Some(Link::Sign { .. })))
        || text.contains(['(', '[', '（', '/', '／'])
}

impl Read<'_> {
    /// Whether a credit can begin with part `at` of a line of running text.
    pub(super) fn opens_line(&self, at: usize) -> bool {
        let part = &self.parts[at];
        // "Unless otherwise noted, all photos by Ann Lee".
        if self.told[at].content == Content::Except {
            return at + 1 < self.parts.len() && self.opens_line(at + 1);
        }
        let strong = part.sep > Sep::Slash;
        // "(AP Photo/Ann Lee)" at the end of a caption.
        let opened = self.items.wording.text[..self.items.items[part.at].range.start].ends_with(['(', '[']);
        if self.is_agency(at) && opened && part.link.is_none() {
            return true;
        }
        if self.is_line_of_source(at) || self.is_unlabelled(at, strong) {
            return true;
        }
        // "© Ann Lee" as a line of its own, without a year.
        let owner = matches!(part.link, Some(Link::Sign { certain: true })) && part.label.is_none();
        let year = self.items.wording.text.contains(|c: char| c.is_ascii_digit());
        if at == 0 && self.parts.len() == 1 && owner && self.is_person(0) && !year {
            return true;
        }
        part.label.as_ref().is_some_and(|label| is_picture(label.label)) && (strong || part.sep == Sep::Comma)
    }

    /// Whether part `at` is the source in "Bildo: La haveno. Fonto: Haveno Hodiaŭ.", or the line is "Image source, X".
    fn is_line_of_source(&self, at: usize) -> bool {
        let Some(label) = self.parts[at].label.as_ref().filter(|label| label.label == Label::Source && label.colon)
        else {
            return false;
        };
        let labelled = |part: &Part| part.label.as_ref().is_some_and(|label| label.colon && is_picture(label.label));
        let pictures = |text: &str| PICTURES.iter().any(|word| fold(text).contains(word));
        let source = self.items.text(&self.told[at].range);
        at > 0 && labelled(&self.parts[0])
            || at == 0 && (pictures(self.items.text(&label.range)) || self.is_agency(0) && pictures(source))
    }

    /// Whether part `at` is "Ann Lee/Getty Images" as a line of its own, "… in July. REUTERS/Ann Lee" behind a caption,
    /// or "… at the quay [Ann Lee/Coast Lab]".
    fn is_unlabelled(&self, at: usize, strong: bool) -> bool {
        let plain = |part: &Part| part.label.is_none() && part.link.is_none();
        let slash = self.parts.get(at + 1).is_some_and(|next| next.sep == Sep::Slash && plain(next));
        let whole = at == 0 && self.parts.len() <= 3 && self.is_person(0) && self.is_agency(1);
        let behind = strong && self.is_agency(at) && self.is_person(at + 1);
        plain(&self.parts[at]) && slash && (whole || behind)
            || reading::is_bracketed(&self.items, &self.parts, &self.told, at)
    }

    fn is_agency(&self, at: usize) -> bool {
        matches!(self.told.get(at).map(|told| &told.content), Some(Content::Source(roles)) if roles.has(Role::Agency))
    }

    fn is_person(&self, at: usize) -> bool {
        self.told.get(at).is_some_and(|told| told.content == Content::Name(Name::Person))
    }
}
