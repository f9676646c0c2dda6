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

mod labels;

use std::ops::Range;

use super::items::{ItemKind, Items};
use super::lexicon::{EVERY_LANG, Langs, Role, Roles};
use super::names::{self, Name};
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
            let closer = label.is_some() && !found.colon && self.link(end, true).is_none();
            if closer || label.is_some() && end >= self.items.items.len() {
                break;
            }
            let cover = label.as_ref().is_some_and(|label: &LabelAt| label.cover);
            label = Some(LabelAt { cover: cover || found.cover, ..found });
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
        let Some(label) = label.filter(|_| matches!(link, Link::Of | Link::From | Link::In | Link::For)) else {
            return true;
        };
        let small = self.items.text(&self.items.items[at].range).starts_with(|c: char| !c.is_uppercase());
        let langs = self.items.langs(at, Roles::ALL);
        small && (langs & label.langs != 0)
    }

    /// Skips words that lead to a licence: `licensed under the`.
    fn skip_lead(&self, at: usize) -> usize {
        let lead = |next: usize| self.items.has(next, Role::Under) || self.items.has(next, Role::Via);
        let end = (at..at + 6).find(|next| !lead(*next) && !self.is_lead_word(*next));
        end.filter(|end| self.items.is_license(*end)).unwrap_or(at)
    }

    fn is_lead_word(&self, at: usize) -> bool {
        self.items.items.get(at).is_some_and(|item| item.kind == ItemKind::Words)
            && matches!(
                self.items.folded(at).as_str(),
                "a" | "an" | "the" | "terms" | "of" | "der" | "la" | "los" | "una" | "einer" | "is"
            )
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
        if capitals
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
            Link::For | Link::In | Link::Using => !labelled,
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

    /// Returns where the content that begins with item `from` ends, and whether a word behind it names it the maker.
    fn content(&self, from: usize, label: Option<&LabelAt>) -> (usize, bool) {
        let mut at = from;
        while at < self.items.items.len() {
            if self.items.sep(at).is_some() {
                // "[Ségonne le Château, fenêtre](…)": one title.
                if at > from && matches!(self.items.sep(at), Some(Sep::Comma | Sep::Colon)) && self.inside_link(at) {
                    at += 1;
                    continue;
                }
                break;
            }
            let ends =
                self.items.sep(at + 1).is_some() || at + 1 == self.items.items.len() || self.items.is_license(at + 1);
            // "Klara Juhl Foto: Lux": with a colon it is a label of what follows.
            let ends = ends && self.items.sep(at + 1) != Some(Sep::Colon);
            if at > from && ends && self.items.has(at, Role::AfterName) {
                return (at, true);
            }
            if at > from && self.breaks(from, at, label) {
                break;
            }
            at += 1;
            if self.items.is_license(at - 1) {
                break;
            }
        }
        (at, false)
    }

    /// Whether a new part begins with item `at`, inside a clause whose content began with item `from`.
    fn breaks(&self, from: usize, at: usize, label: Option<&LabelAt>) -> bool {
        let items = self.items;
        let item = &items.items[at];
        let roles = item.roles;
        if matches!(item.kind, ItemKind::License(_) | ItemKind::Sign { .. } | ItemKind::Camera) {
            return true;
        }
        if roles.any(&[Role::Under, Role::Via]) && (items.is_license(at + 1) || self.skip_lead(at) > at) {
            return true;
        }
        if item.kind != ItemKind::Words {
            return item.kind == ItemKind::Address;
        }
        // "Foto de Xóchitl Gálvez Wikimedia Commons".
        let ends = items.sep(at + 1).is_some() || items.is_license(at + 1) || at + 1 == items.items.len();
        if roles.has(Role::Platform) && ends && item.range.len() > 7 && self.name_before(from, at) == Name::Person {
            return true;
        }
        let terms = roles.any(&[Role::Permission, Role::Reserved, Role::Fair, Role::Own]);
        if terms && item.range.len() > 8 || roles.has(Role::Courtesy) && items.text(&item.range).contains(' ') {
            return true;
        }
        // "Photo by Ann Lee in 1931".
        let year = || items.items.get(at + 1).is_some_and(|next| names::is_year(items.text(&next.range)));
        let last = at + 2 == items.items.len() || items.sep(at + 2).is_some();
        if roles.has(Role::Small) && last && year() && self.name_before(from, at) == Name::Person {
            return true;
        }
        if roles.has(Role::Between) && (from..at).all(|before| items.items[before].roles.names_source()) {
            return true;
        }
        if roles.has(Role::User) && (from..at).all(|before| items.items[before].roles.names_source()) {
            return true;
        }
        let sources = || (from..at).any(|before| items.items[before].roles.names_source());
        self.connects(from, at) || self.labels(at, label) || label.is_none() && !sources() && self.signs(at)
    }

    /// Whether item `at` is a Chinese or Japanese name behind a blank, with the word for its work: `冬日的湖 林秋摄`.
    fn signs(&self, at: usize) -> bool {
        let Some(item) = self.items.items.get(at).filter(|_| self.items.has(at + 1, Role::AfterName)) else {
            return false;
        };
        let text = self.items.text(&item.range);
        self.items.wording.text[..item.range.start].ends_with(char::is_whitespace)
            && text.starts_with(|c: char| c >= '\u{3400}')
            && names::judge(text, EVERY_LANG) == Name::Person
    }

    /// Whether item `at` is a connecting word that begins a part.
    fn connects(&self, from: usize, at: usize) -> bool {
        let items = self.items;
        let roles = items.items[at].roles;
        // "Yann Le Goff": connecting words inside a clause have no capital.
        if items.text(&items.items[at].range).starts_with(char::is_uppercase) {
            return false;
        }
        let sources = || items.items[from..at].iter().all(|item| item.roles.names_source());
        let source = || {
            let next = (at + 1..at + 4).find(|next| !items.has(*next, Role::Article) && !items.has(*next, Role::User));
            next.is_some_and(|next| self.is_source(next))
        };
        let before = || self.name_before(from, at);
        let linked = self.ends_link(at - 1) || self.begins_link(at + 1);
        roles.has(Role::By) && (self.is_name_start(at + 1) || linked || self.is_quote(at - 1))
            || roles.has(Role::Of)
                && (sources() && self.is_name_start(at + 1)
                    || self.is_quote(at - 1)
                    || self.ends_link(at - 1) && self.begins_link(at + 1))
            || roles.has(Role::Via) && (self.is_name_start(at + 1) || self.begins_link(at + 1))
            || roles.has(Role::On) && (source() || self.ends_link(at - 1) && self.begins_link(at + 1))
            || roles.has(Role::For)
                && self.is_name_start(at + 1)
                && (sources() || matches!(before(), Name::Person | Name::Handle))
            || roles.has(Role::In) && items.items[at].range.len() > 5 && self.is_name_start(at + 1)
            || roles.has(Role::After)
                && self.is_name_start(at + 1)
                && !(from..at).any(|own| items.has(own, Role::Own))
                && matches!(before(), Name::Person | Name::Handle | Name::Single | Name::Body)
            || roles.has(Role::Using) && (items.has(at + 1, Role::Tool) || items.has(at + 1, Role::After))
            || roles.has(Role::Ai) && items.text(&items.items[at].range).contains(' ')
    }

    /// Whether a label with a colon begins with item `at`.
    fn labels(&self, at: usize, label: Option<&LabelAt>) -> bool {
        let roles = self.items.items[at].roles;
        let capital = self.items.text(&self.items.items[at].range).starts_with(|c: char| !c.is_lowercase());
        if !capital || !roles.any(&[Role::Photo, Role::Credit, Role::Source, Role::Maker, Role::Cover, Role::Drawn]) {
            return false;
        }
        let next = self.label(at);
        next.is_some_and(|(found, _)| found.colon && label.is_none_or(|label| label.range.end <= found.range.start))
    }

    fn name_before(&self, from: usize, at: usize) -> Name {
        names::judge(self.items.text(&self.items.place(&(from..at))), EVERY_LANG)
    }

    fn is_source(&self, at: usize) -> bool {
        self.items.items.get(at).is_some_and(|item| {
            item.roles.names_source()
                || item.kind == ItemKind::Address
                || item.kind == ItemKind::Words && names::is_domain(self.items.text(&item.range))
        })
    }

    fn is_quote(&self, at: usize) -> bool {
        self.items.items.get(at).is_some_and(|item| matches!(item.kind, ItemKind::Quote(_)))
    }

    /// Whether a name can begin with item `at`.
    fn is_name_start(&self, at: usize) -> bool {
        let Some(item) = self.items.items.get(at) else { return false };
        let text = self.items.text(&item.range);
        match item.kind {
            ItemKind::Words if item.roles.has(Role::Article) => self.items.items.get(at + 1).is_some_and(|next| {
                self.items.text(&next.range).starts_with(|c: char| c.is_uppercase()) || next.roles.names_source()
            }),
            ItemKind::Words => {
                text.starts_with(|c: char| !c.is_lowercase() && !c.is_numeric())
                    || item.roles.names_source()
                    || text.contains(['.', '_', '@'])
                    || text.contains(|c: char| c.is_ascii_digit()) && text.contains(char::is_alphabetic)
            }
            ItemKind::Quote(_) | ItemKind::Address => true,
            _ => false,
        }
    }

    /// Whether separator `at` stands between plain words of one link.
    fn inside_link(&self, at: usize) -> bool {
        let range = &self.items.items[at].range;
        let link = self.items.wording.links.iter().find(|(link, _)| link.start < range.start && range.end < link.end);
        let plain = |item: &super::items::Item| item.kind == ItemKind::Words && !item.roles.names_source();
        link.is_some_and(|(link, _)| {
            let rest = self.items.items[at + 1..].iter().take_while(|item| item.range.start < link.end);
            rest.clone().all(|item| plain(item) || matches!(item.kind, ItemKind::Sep(Sep::Comma)))
        })
    }

    fn ends_link(&self, at: usize) -> bool {
        let end = self.items.items.get(at).map(|item| item.range.end);
        self.items.wording.links.iter().any(|(link, _)| Some(link.end) == end)
    }

    fn begins_link(&self, at: usize) -> bool {
        let start = self.items.items.get(at).map(|item| item.range.start);
        self.items.wording.links.iter().any(|(link, _)| Some(link.start) == start)
    }
}
