//! Labels: the words for a picture, its maker or its source, with the words around them.

use std::ops::Range;

use super::super::items::ItemKind;
use super::super::lexicon::{EVERY_LANG, Role, Roles};
use super::super::names::{self, Name};
use super::super::tokens::Sep;
use super::{Label, LabelAt, Reader};

/// Words between a label and `by`: "The photo at the top of this post is by Kit".
const POSITION: [&str; 52] = [
    "at",
    "the",
    "top",
    "of",
    "this",
    "post",
    "above",
    "in",
    "header",
    "article",
    "story",
    "page",
    "on",
    "is",
    "was",
    "are",
    "were",
    "taken",
    "made",
    "created",
    "drawn",
    "used",
    "for",
    "here",
    "background",
    "comes",
    "entry",
    "blog",
    "oben",
    "über",
    "diesem",
    "dem",
    "der",
    "des",
    "artikel",
    "beitrag",
    "ist",
    "stammt",
    "wurde",
    "en",
    "haut",
    "cet",
    "est",
    "esta",
    "entrada",
    "es",
    "questo",
    "articolo",
    "è",
    "bovenaan",
    "dit",
    "also",
];

impl Reader<'_> {
    /// Reads a label at item `at`; returns it with the item behind it.
    pub(super) fn label(&self, at: usize) -> Option<(LabelAt, usize)> {
        let items = self.items;
        if items.items.get(at)?.kind == ItemKind::Camera {
            let end = if items.sep(at + 1) == Some(Sep::Colon) { at + 2 } else { at + 1 };
            let range = items.items[at].range.clone();
            let label =
                LabelAt { label: Label::Photo, range, colon: true, cover: false, number: None, langs: EVERY_LANG };
            return Some((label, end));
        }
        let noun = (at..at + 4).find(|noun| !items.has(*noun, Role::Every) || self.kind(*noun).is_some())?;
        let (label, cover) = self.kind(noun)?;
        let mut next = self.more_labels(noun + 1);
        let langs = items.langs(noun, Roles::ALL);
        next = self.remark(next);
        let number = self.number(next);
        next += usize::from(number.is_some());
        let range = items.items[at].range.start..items.items[next - 1].range.end;
        let (colon, next) = self.colon(label, &range, next);
        // "PC: Ann Lee", but "PC World".
        let written = self.items.text(&range);
        let named = self.items.wording.text[range.end..].trim_start_matches([':', ' ']).starts_with(char::is_uppercase);
        if written.len() <= 2 && written.is_ascii() && !(colon && named) {
            return None;
        }
        let mut found = LabelAt { label, range, colon, cover, number, langs };
        if let Some(by) = (!colon).then(|| self.position(next)).flatten() {
            found.cover |= by > next;
            return Some((found, by));
        }
        Some((found, next))
    }

    /// Returns the label that item `at` is, and whether it is about the cover.
    pub(super) fn kind(&self, at: usize) -> Option<(Label, bool)> {
        let roles = self.items.items.get(at)?.roles;
        let kinds = [
            (Role::Credit, Label::Credit),
            (Role::Source, Label::Source),
            (Role::Maker, Label::Maker),
            (Role::Contains, Label::Contains),
            (Role::Capture, Label::Capture),
            (Role::Photo, Label::Photo),
            (Role::Drawn, Label::Drawn),
            (Role::Shown, Label::Shown),
            (Role::Kind, Label::Kind),
            (Role::Data, Label::Data),
            (Role::License, Label::License),
            (Role::Title, Label::Title),
        ];
        if roles.has(Role::Cover) {
            return Some((Label::Photo, true));
        }
        kinds.into_iter().find(|(role, _)| roles.has(*role)).map(|(_, label)| (label, false))
    }

    /// Skips further labels in the same phrase: "Header image and graph images by Nick".
    pub(super) fn more_labels(&self, at: usize) -> usize {
        let and = self.items.items.get(at).is_some_and(|item| item.kind == ItemKind::Words)
            && matches!(
                self.items.folded(at).as_str(),
                "and" | "&" | "und" | "et" | "y" | "e" | "en" | "och" | "og" | "и"
            );
        if !and {
            return at;
        }
        let label = (at + 1..at + 4).find(|next| self.kind(*next).is_some_and(|(label, _)| label != Label::License));
        label.map_or(at, |label| label + 1)
    }

    /// Skips a remark in brackets behind a label: "Foto (zugeschnitten) von".
    pub(super) fn remark(&self, at: usize) -> usize {
        if self.items.sep(at) != Some(Sep::Open) {
            return at;
        }
        let Some(close) = (at + 1..at + 7).find(|next| self.items.sep(*next) == Some(Sep::Close)) else { return at };
        let change =
            (at + 1..close).any(|next| self.items.has(next, Role::Change) || self.items.has(next, Role::Place));
        if change { close + 1 } else { at }
    }

    pub(super) fn number(&self, at: usize) -> Option<u32> {
        let item = self.items.items.get(at).filter(|item| item.kind == ItemKind::Words)?;
        let text = self.items.text(&item.range);
        let first = text.trim_start_matches('#').split(['-', '.']).next()?;
        (first.len() <= 3).then(|| first.parse().ok()).flatten()
    }

    /// Reads a colon, or what stands for one behind a label.
    pub(super) fn colon(&self, label: Label, range: &Range<usize>, at: usize) -> (bool, usize) {
        let strong = matches!(label, Label::Credit | Label::Maker | Label::Source | Label::Photo);
        let written = self.items.text(range);
        let stands = match self.items.sep(at) {
            Some(Sep::Colon) => true,
            Some(Sep::Ellipsis) => strong,
            Some(Sep::Dash) => strong && self.items.sep(at + 1).is_none(),
            // "Image source, Getty Images" of the BBC.
            Some(Sep::Comma) => label == Label::Source && written.contains(' '),
            // "圖／林秋攝", "Photo/Ann Lee", "Photo / Ann Lee".
            Some(Sep::Slash) => strong && (!written.contains(|c: char| c < '\u{2e80}') || self.is_named(at + 1)),
            _ => false,
        };
        let twice = stands && matches!(self.items.sep(at + 1), Some(Sep::Dash | Sep::Colon));
        (stands, at + usize::from(stands) + usize::from(twice))
    }

    /// Whether a name of several words begins with item `at`, and no further label.
    fn is_named(&self, at: usize) -> bool {
        let end =
            (at..self.items.items.len()).find(|next| self.items.sep(*next).is_some() || self.kind(*next).is_some());
        let end = end.unwrap_or(self.items.items.len());
        let ended = self.kind(end).is_none() && !(at..end).any(|next| self.items.items[next].roles.names_source());
        let name = self.items.text(&self.items.place(&(at..end.max(at))));
        ended && end > at && matches!(names::judge(name, EVERY_LANG), Name::Person | Name::Body)
    }

    /// Returns the item of the connecting word behind words of position.
    pub(super) fn position(&self, at: usize) -> Option<usize> {
        let words = (at..at + 14).find(|next| {
            self.items.items.get(*next).is_none_or(|item| item.kind != ItemKind::Words)
                || !POSITION.contains(&self.items.folded(*next).as_str())
        })?;
        // "Cover story by Ann Lee" is a text.
        let texts =
            ["story", "article", "page", "post", "entry", "artikel", "beitrag", "entrada", "articolo", "artigo"];
        if words > at && texts.contains(&self.items.folded(at).as_str()) {
            return None;
        }
        let by = self.items.has(words, Role::By) || self.items.has(words, Role::Courtesy) || {
            self.items.has(words, Role::Of) && words > at + 2
        };
        by.then_some(words)
    }
}
