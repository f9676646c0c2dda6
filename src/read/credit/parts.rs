//! Divides the items of a credit line into parts: `[label] [connecting word] content`.
//!
//! | text | parts |
//! |---|---|
//! | `Photo by Ann Lee on Unsplash` | (label Photo, by, `Ann Lee`) (from, `Unsplash`) |
//! | `Map: Ann Lee / Data: © OSM, ODbL` | (label Map, `Ann Lee`) (label Data, ©, `OSM`) (licence) |
//! | `"T" by A is licensed under CC BY` | (`"T"`) (by, `A`) (licence) |
//!
//! A part ends at a separator, and before connecting words inside a clause where what follows can be what they
//! introduce: `by` before a name, `on` before a source, `for` behind a person.

mod content;
mod labels;

use std::ops::Range;

use super::items::{ItemKind, Items};
use super::lexicon::{Langs, Role, Roles};
use super::names;
use super::tokens::Sep;

/// What a label says about the text behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A photograph or picture.
    Photo,
    /// A drawn picture.
    Drawn,
    /// A kind of picture that mostly names what it shows.
    Shown,
    /// A screenshot.
    Capture,
    /// `Credit`.
    Credit,
    /// `Photographer`.
    Maker,
    /// `Source`.
    Source,
    /// `Data`.
    Data,
    /// `License`.
    License,
    /// `Title`.
    Title,
    /// `Symbolbild`.
    Kind,
    /// `Contains OS data`.
    Contains,
}

/// The connecting word before a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// `by`.
    By,
    /// `de`, `von`: of or by.
    Of,
    /// `on`, `from`.
    From,
    /// `via`.
    Via,
    /// `courtesy of`.
    Courtesy,
    /// `©`.
    Sign {
        /// Whether it cannot be anything else: `©`, not `(c)` or the word.
        certain: bool,
    },
    /// `for`.
    For,
    /// `published in`.
    In,
    /// `adapted from`.
    After,
    /// `with` before a program.
    Using,
    /// `generated with`.
    Ai,
}

/// A label with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LabelAt {
    /// What it says.
    pub label: Label,
    /// Its place in the text.
    pub range: Range<usize>,
    /// Whether a colon, or what stands for one, follows.
    pub colon: bool,
    /// Whether it is about the article's cover.
    pub cover: bool,
    /// The number behind it: `Photo 3`.
    pub number: Option<u32>,
    /// Its languages.
    pub langs: Langs,
}

/// A part of a credit line.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The strongest separator before it.
    pub sep: Sep,
    /// Its first item.
    pub at: usize,
    /// Its label.
    pub label: Option<LabelAt>,
    /// Its connecting word.
    pub link: Option<Link>,
    /// The items of its content.
    pub content: Range<usize>,
    /// Whether a word behind the content says that it is the maker: `摄`.
    pub behind: bool,
}

/// Divides `items` into parts.
pub(super) fn parts(items: &Items<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut at, mut sep) = (0, Sep::Start);
    while at < items.items.len() {
        if let Some(found) = items.sep(at) {
            sep = sep.max(found);
            at += 1;
            continue;
        }
        let part = Reader { items }.part(at, sep);
        // Between words that only separate, as the Japanese の does, no content is left.
        let skips = part.content.end.max(at + 1);
        sep = if part.behind { Sep::Comma } else { Sep::None };
        at = skips + usize::from(part.behind);
        if (Reader { items }).signs(at) {
            sep = sep.max(Sep::Break);
        }
        if items.has(at, Role::Between) && !part.content.is_empty() {
            (sep, at) = (Sep::Slash, at + 1);
        }
        parts.push(part);
    }
    parts
}

struct Reader<'a> {
    items: &'a Items<'a>,
}

impl Reader<'_> {
    /// Reads the part that begins with item `at`.
    fn part(&self, at: usize, sep: Sep) -> Part {
        let mut next = at;
        let mut label = None;
        // Of several labels the last one says most: "Image credit: Diagram by Ann", "Fuente de la foto: © Ria".
        while let Some((found, end)) = self.label(next) {
            // "Foto: IMAGO/Ann Lee": an agency, though Latin has the word for a picture.
            if label.is_some() && self.items.items[next].roles.names_source() {
                break;
            }
            // "Image : capture d’écran YouTube".
            let captured = found.label == Label::Capture && self.is_source(end);
            let closer = label.is_some() && !found.colon && self.link(end, true).is_none() && !captured;
            if closer || label.is_some() && end >= self.items.items.len() {
                break;
            }
            let cover = label.as_ref().is_some_and(|label: &LabelAt| label.cover);
            let colon = found.colon || captured && label.as_ref().is_some_and(|label: &LabelAt| label.colon);
            label = Some(LabelAt { cover: cover || found.cover, colon, ..found });
            next = end;
        }
        let mut link = None;
        let found = self.link(next, label.is_some()).filter(|(link, _)| self.fits(*link, next, label.as_ref()));
        // "Ann Lee / de Volkskrant", "Ann Lee/el diario": behind a slash such a word is the outlet's article.
        let article = |(link, _): &(Link, usize)| {
            label.is_none()
                && matches!(sep, Sep::Slash | Sep::Bar)
                && matches!(link, Link::Of | Link::From)
                && self.items.has(next, Role::Article)
        };
        // "A shrub on a rock": a capital alone is no Catalan preposition.
        let capital = |(link, _): &(Link, usize)| {
            label.is_none()
                && matches!(link, Link::From | Link::In | Link::Of)
                && matches!(self.items.text(&self.items.items[next].range).as_bytes(), [b'A'..=b'Z'])
        };
        if let Some((found, end)) = found.filter(|found| !article(found) && !capital(found)) {
            (link, next) = (Some(found), end);
            // "Photo courtesy: Ann", "Source: © Ann".
            if let Some(label) = &mut label
                && self.items.sep(next) == Some(Sep::Colon)
            {
                label.colon = true;
                next += 1;
            }
            let second = self.link(next, true);
            // "© Ann", "using data from OpenStreetMap".
            if let Some((second, end)) = second
                && (matches!(second, Link::Sign { .. }) || found == Link::Using && second == Link::After)
            {
                (link, next) = (Some(second), end);
            }
        }
        let next = self.skip_lead(next);
        let (end, behind) = self.content(next, label.as_ref());
        Part { sep, at, label, link, content: next..end, behind }
    }

    /// Whether the connecting word `link`, item `at`, can stand behind `label`. "Foto: De Wit" and "Image: A mill" are no
    /// prepositions: behind a colon and in other languages, short words are something else.
    fn fits(&self, link: Link, at: usize, label: Option<&LabelAt>) -> bool {
        // "Fonte do jardim": Vietnamese has a word for courtesy that is written so.
        let short = self.items.items[at].range.len() <= 3;
        let weak = matches!(link, Link::Of | Link::From | Link::In | Link::For) || link == Link::Courtesy && short;
        let Some(label) = label.filter(|_| weak) else { return true };
        let small = self.items.text(&self.items.items[at].range).starts_with(|c: char| !c.is_uppercase());
        let wanted = if link == Link::Courtesy { Roles::only(Role::Courtesy) } else { Roles::ALL };
        let langs = self.items.langs(at, wanted);
        small && (langs & label.langs != 0)
    }

    /// Skips words that lead to a licence: `licensed under the`.
    fn skip_lead(&self, at: usize) -> usize {
        let lead = |next: usize| [Role::Under, Role::Via, Role::Used].iter().any(|role| self.items.has(next, *role));
        let end = (at..at + 6).find(|next| !lead(*next) && !self.is_lead_word(*next));
        end.filter(|end| self.items.is_license(*end)).unwrap_or(at)
    }

    fn is_lead_word(&self, at: usize) -> bool {
        self.items.items.get(at).is_some_and(|item| item.kind == ItemKind::Words)
            && matches!(
                self.items.folded(at).as_str(),
                "a" | "an" | "the" | "terms" | "of" | "der" | "la" | "los" | "una" | "einer" | "is"
            )
            || self.is_and(at)
    }

    /// Whether item `at` is a word for "and": `Ann Lee and licensed under CC BY 4.0`.
    fn is_and(&self, at: usize) -> bool {
        const AND: [&str; 17] =
            ["and", "&", "und", "et", "y", "e", "ed", "en", "och", "og", "i", "kaj", "a", "oraz", "и", "та", "ve"];
        self.items.items.get(at).is_some_and(|item| item.kind == ItemKind::Words)
            && AND.contains(&self.items.folded(at).as_str())
    }

    /// Reads a connecting word at item `at`, `labelled` if a label precedes it.
    fn link(&self, at: usize, labelled: bool) -> Option<(Link, usize)> {
        let item = self.items.items.get(at)?;
        if let ItemKind::Sign { certain } = item.kind {
            let next = self.skip_years(at + 1);
            return Some((Link::Sign { certain: certain || next > at + 1 }, next));
        }
        if item.kind == ItemKind::Words
            && matches!(self.items.folded(at).as_str(), "copyright" | "copr." | "copyrights")
        {
            return Some((Link::Sign { certain: false }, self.skip_signs(at + 1)));
        }
        let roles = item.roles;
        let order = [
            (Role::Courtesy, Link::Courtesy),
            (Role::Ai, Link::Ai),
            (Role::By, Link::By),
            (Role::Via, Link::Via),
            (Role::After, Link::After),
            (Role::Of, Link::Of),
            (Role::On, Link::From),
            (Role::In, Link::In),
            (Role::For, Link::For),
            (Role::Using, Link::Using),
        ];
        let mut found = order.into_iter().filter(|(role, _)| roles.has(*role)).map(|(_, link)| link);
        let link = found.next()?;
        // "Ann Lee, MIT" is no German preposition: it has capitals, and the line has small letters.
        let written = self.items.text(&item.range);
        let capitals = written.len() > 1 && written.chars().all(char::is_uppercase);
        // "LENA HARB POUR « LE QUOTIDIEN »".
        let shout = |next: usize| {
            let text = self.items.items.get(next).map(|item| self.items.text(&item.range)).unwrap_or_default();
            text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !text.contains(char::is_lowercase)
        };
        let shouted = link == Link::For && at > 0 && shout(at - 1) && shout(at + 1);
        if capitals
            && !shouted
            && !matches!(link, Link::By | Link::Via | Link::Courtesy)
            && self.items.wording.text.contains(char::is_lowercase)
        {
            return None;
        }
        // "nach Destatis", "für die Zeit" behind a label mean nothing without a name before them.
        let means = match link {
            Link::After => {
                let small = !self.items.text(&item.range).starts_with(char::is_uppercase);
                let several = self.items.text(&item.range).contains([' ', '’', '\'']);
                several || small && (item.range.len() > 5 || !labelled)
            }
            // "Image made with Midjourney".
            Link::Using => !labelled || self.items.has(at + 1, Role::Tool),
            Link::For | Link::In => !labelled,
            _ => true,
        };
        means.then(|| (link, at + 1))
    }

    /// Skips the words of `Copyright (c) 2014 by`.
    fn skip_signs(&self, at: usize) -> usize {
        let mut next = at;
        while let Some(item) = self.items.items.get(next) {
            let by = next > at && item.roles.has(Role::By) || next == at && item.roles.has(Role::By);
            let skipped = matches!(item.kind, ItemKind::Sign { .. } | ItemKind::Sep(Sep::Colon)) || by;
            let years = self.skip_years(next);
            if !skipped && years == next {
                break;
            }
            next = years.max(next + usize::from(skipped));
        }
        next
    }

    /// Skips years, colons and `by` behind a copyright sign.
    fn skip_years(&self, at: usize) -> usize {
        let mut next = at;
        while let Some(item) = self.items.items.get(next) {
            let text = self.items.text(&item.range);
            let year = item.kind == ItemKind::Words && names::is_year(text);
            let between = next > at && matches!(item.kind, ItemKind::Sep(Sep::Comma | Sep::Dash | Sep::Colon));
            let by = item.roles.has(Role::By) && item.range.len() == 2;
            let sign = matches!(item.kind, ItemKind::Sign { .. } | ItemKind::Sep(Sep::Colon));
            if !(year || between || by || sign) {
                break;
            }
            next += 1;
        }
        next
    }
}
