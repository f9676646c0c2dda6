//! Groups tokens into items with meanings: phrases of the lexicon, licences, quotations, addresses.

use std::ops::Range;

use super::fold::fold;
use super::lexicon::{Langs, Role, Roles, lexicon};
use super::license::{self, Found};
use super::names;
use super::tokens::{Kind, Sep, Token, tokens};
use super::wording::Wording;
use crate::article::License;

/// A piece of a credit line.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its place in the text.
    pub range: Range<usize>,
    /// What its words can mean.
    pub roles: Roles,
}

/// Kinds of items.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ItemKind {
    /// A word, or several that mean something together.
    Words,
    /// A web address.
    Address,
    /// A copyright sign.
    Sign {
        /// Whether it is `©`, not `(c)`.
        certain: bool,
    },
    /// 📷.
    Camera,
    /// A quotation, with the place of its words.
    Quote(Range<usize>),
    /// A licence, by its place in [`Items::licenses`].
    License(usize),
    /// What separates clauses.
    Sep(Sep),
}

/// The items of a wording.
#[derive(Debug)]
pub(super) struct Items<'a> {
    /// The wording.
    pub wording: &'a Wording,
    /// Its items, in order.
    pub items: Vec<Item>,
    /// Its licences.
    pub licenses: Vec<License>,
}

/// Maximum number of words in a phrase.
const PHRASE: usize = 9;

impl<'a> Items<'a> {
    /// Reads `wording`.
    pub(super) fn of(wording: &'a Wording) -> Self {
        let tokens = tokens(&wording.text, &wording.cuts(), &wording.breaks);
        let licenses = licenses(wording, &tokens);
        let mut items = Self { wording, items: Vec::with_capacity(tokens.len()), licenses: Vec::new() };
        let mut licenses = licenses.into_iter().peekable();
        let mut at = 0;
        while at < tokens.len() {
            match licenses.next_if(|found| found.range.start < tokens[at].range.end) {
                Some(found) => {
                    at += tokens[at..].partition_point(|token| token.range.start < found.range.end);
                    items.license(found);
                }
                None => at += items.token(&tokens[at..], licenses.peek()),
            }
        }
        items.join_letters();
        items
    }

    /// Joins the letters of institutions in brackets with the word before them: `Heritage Team (STScI/AURA)`.
    fn join_letters(&mut self) {
        for at in (1..self.items.len()).rev() {
            if self.sep(at) != Some(Sep::Open) || !self.is_institution(at - 1) {
                continue;
            }
            let inside = self.items[at + 1..].iter().take_while(|item| item.kind != ItemKind::Sep(Sep::Close)).count();
            let slash = |next: usize| matches!(self.sep(next), Some(Sep::Slash));
            let pairs = inside > 2 && inside % 2 == 1 && (at + 1..at + 1 + inside).skip(1).step_by(2).all(slash);
            let letters = |next: usize| self.is_letters(next) && !self.has(next, Role::Agency);
            let close = at + 1 + inside;
            if pairs && close < self.items.len() && (at + 1..close).step_by(2).all(letters) {
                self.items[at - 1].range.end = self.items[close].range.end;
                self.items.drain(at..=close);
            }
        }
    }

    /// Whether item `at` is letters that stand for an institution: `ESO`, `STScI`.
    fn is_letters(&self, at: usize) -> bool {
        let words = self.items.get(at).filter(|item| item.kind == ItemKind::Words);
        words.is_some_and(|item| names::is_letters(self.text(&item.range)))
    }

    fn is_institution(&self, at: usize) -> bool {
        let words = self.items.get(at).filter(|item| item.kind == ItemKind::Words);
        words.is_some_and(|item| names::is_letters(self.text(&item.range)) || names::is_body(self.text(&item.range)))
    }

    fn license(&mut self, found: Found) {
        let kind = ItemKind::License(self.licenses.len());
        self.licenses.push(found.license);
        self.items.push(Item { kind, range: found.range, roles: Roles::default() });
    }

    /// Adds the first of `tokens`, or the phrase that begins there; returns the number of tokens taken.
    fn token(&mut self, tokens: &[Token], next: Option<&Found>) -> usize {
        let token = &tokens[0];
        let simple = |kind| Item { kind, range: token.range.clone(), roles: Roles::default() };
        let item = match &token.kind {
            Kind::Word => return self.phrase(tokens, next),
            Kind::Address => simple(ItemKind::Address),
            Kind::Sign { certain } => simple(ItemKind::Sign { certain: *certain }),
            Kind::Camera => simple(ItemKind::Camera),
            Kind::Quote(inner) => simple(ItemKind::Quote(inner.clone())),
            Kind::Sep(sep) => simple(ItemKind::Sep(*sep)),
        };
        self.items.push(item);
        1
    }

    /// Adds the longest phrase at the start of `tokens`, which begin with a word.
    fn phrase(&mut self, tokens: &[Token], next: Option<&Found>) -> usize {
        let end = next.map_or(usize::MAX, |found| found.range.start);
        let first = fold(&self.wording.text[tokens[0].range.clone()]);
        let limit = lexicon().longest(&first).clamp(1, PHRASE);
        let words = tokens.iter().take(limit).take_while(|token| token.kind == Kind::Word && token.range.end <= end);
        for count in (1..=words.count().max(1)).rev() {
            let range = tokens[0].range.start..tokens[count - 1].range.end;
            let roles = self.roles(range.clone());
            if count == 1 || roles != Roles::default() {
                self.items.push(Item { kind: ItemKind::Words, range, roles });
                return count;
            }
        }
        1
    }

    fn roles(&self, range: Range<usize>) -> Roles {
        let written = &self.wording.text[range];
        let folded = folded_phrase(written);
        // "iStockPhoto.com": the site of a source.
        let site = || [".com", ".org", ".net"].into_iter().find_map(|end| folded.strip_suffix(end));
        let site = || site().filter(|name| name.len() > 4).and_then(|name| lexicon().get(name));
        let Some(entry) = lexicon().get(&folded).or_else(|| site().filter(|entry| entry.roles.names_source())) else {
            return Roles::default();
        };
        let sources = [Role::Agency, Role::Platform, Role::Public, Role::Tool];
        match entry.is_spelled(written) {
            true => entry.roles,
            false => sources.into_iter().fold(entry.roles, Roles::without),
        }
    }

    /// Returns the text of `range`.
    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        &self.wording.text[range.clone()]
    }

    /// Returns the folded text of item `at`.
    pub(super) fn folded(&self, at: usize) -> String {
        folded_phrase(self.text(&self.items[at].range))
    }

    /// Returns the languages in which item `at` has one of `roles`.
    pub(super) fn langs(&self, at: usize, roles: Roles) -> Langs {
        lexicon().get(&self.folded(at)).map_or(0, |entry| entry.langs_of(roles))
    }

    /// Whether item `at` has `role`.
    pub(super) fn has(&self, at: usize, role: Role) -> bool {
        self.items.get(at).is_some_and(|item| item.roles.has(role))
    }

    /// Returns what item `at` separates, if it does.
    pub(super) fn sep(&self, at: usize) -> Option<Sep> {
        match self.items.get(at)?.kind {
            ItemKind::Sep(sep) => Some(sep),
            _ => None,
        }
    }

    /// Whether item `at` is a licence.
    pub(super) fn is_license(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| matches!(item.kind, ItemKind::License(_)))
    }

    /// Whether item `at` is `of` or `showing` before words that say what is shown: `of the old mill`, `showing Elm Hill`,
    /// but not `of Elm Studio` and `de la Cruz`.
    pub(super) fn describes(&self, at: usize) -> bool {
        let roles = self.items[at].roles;
        let word = self.folded(at);
        let of = roles.has(Role::Of) || matches!(word.as_str(), "of" | "du" | "del" | "della" | "dello" | "des" | "do");
        // "The image by Ann Lee shows the mill" is a sentence.
        let showing = roles.has(Role::Showing) && (word.ends_with("ing") || word.contains(' '));
        let article = |at: &usize| self.has(*at, Role::Article);
        let next = (at + 1..at + 3).find(|next| !article(next)).and_then(|next| self.items.get(next));
        let words = next.filter(|next| next.kind == ItemKind::Words && !next.roles.names_source());
        let name = [Role::Particle, Role::Small, Role::Article, Role::User, Role::Me];
        let shown = words.is_some_and(|next| {
            let text = self.text(&next.range);
            text.starts_with(char::is_lowercase) && !text.contains(['.', '_', '@']) && !next.roles.any(&name)
        });
        of && shown || showing && words.is_some()
    }

    /// Returns the place of items `range` in the text.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let (first, last) = (self.items.get(range.start), self.items[..range.end].last());
        match (first, last) {
            (Some(first), Some(last)) if !range.is_empty() => first.range.start..last.range.end,
            (Some(first), _) => first.range.start..first.range.start,
            _ => self.wording.text.len()..self.wording.text.len(),
        }
    }
}

/// Returns `text` folded, with single blanks.
fn folded_phrase(text: &str) -> String {
    let folded = fold(text);
    let mut pairs = folded.as_bytes().array_windows();
    if pairs.any(|[one, next]| *one == b' ' && *next == b' ' || matches!(one, b'\n' | b'\t')) {
        return folded.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    folded
}

/// Returns the licences of `wording`: by name, by address and by the links on other words.
fn licenses(wording: &Wording, tokens: &[Token]) -> Vec<Found> {
    let mut all = license::scan(&wording.text);
    let quoted = |range: &Range<usize>| {
        tokens.iter().any(|token| {
            matches!(token.kind, Kind::Quote(_)) && token.range.start <= range.start && range.end <= token.range.end
        })
    };
    all.retain(|found| !quoted(&found.range));
    for (range, url) in &wording.links {
        let Some(linked) = license::license_at(url, Some(&wording.text[range.clone()])) else { continue };
        match all.iter_mut().find(|found| found.range.start < range.end && range.start < found.range.end) {
            Some(found) => {
                // The link is on the licence's name, perhaps with words around it.
                let name = std::mem::take(&mut found.license.name);
                found.license = License { name, url: Some(url.clone()), spdx: linked.spdx };
            }
            None if wording.text[range.clone()].split_whitespace().count() <= 8 => {
                let license = License { url: Some(url.clone()), ..linked };
                all.push(Found { range: range.clone(), license });
            }
            None => {}
        }
    }
    for token in tokens.iter().filter(|token| token.kind == Kind::Address) {
        let overlaps =
            all.iter().any(|found| found.range.start < token.range.end && token.range.start < found.range.end);
        if let (false, Some(license)) = (overlaps, license::license_at(&wording.text[token.range.clone()], None)) {
            all.push(Found { range: token.range.clone(), license });
        }
    }
    all.sort_by_key(|found| found.range.start);
    all
}
