//! Books from an archive: which articles belong into one, and what it is called.
//!
//! Articles are grouped by what they state before their text ([`Facts`]), without being read. Names that differ only in
//! case, hyphens and spaces are one. An article with several tags or authors is in each of their books. Those that state
//! nothing to group them by get a book of their own, or are in none, as [`Rest`] says.

mod order;
mod parts;
mod volumes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::name;
use crate::article::{Date, Lang};
use crate::job::PartStart;
use crate::labels::{self, Labels};
use crate::read::Facts;

pub use parts::PartsBy;

/// By what articles are grouped into books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum GroupBy {
    /// The year of the date
    Year,
    /// The month of the date
    Month,
    /// Each tag
    Tag,
    /// The series
    Series,
    /// Each author
    Author,
    /// The folder directly below the one that is converted
    Folder,
}

/// What happens to articles that state nothing to group them by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Rest {
    /// They are in a book of their own
    Book,
    /// They are left out, and reported
    LeaveOut,
}

impl GroupBy {
    /// Returns its name, such as `year`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Tag => "tag",
            Self::Series => "series",
            Self::Author => "author",
            Self::Folder => "folder",
        }
    }

    /// Returns what is usual for the rest: every article has a date, an author and a folder, so books by these hold a whole
    /// archive; tags and series choose some of its articles.
    pub fn rest(self) -> Rest {
        match self {
            Self::Year | Self::Month | Self::Author | Self::Folder => Rest::Book,
            Self::Tag | Self::Series => Rest::LeaveOut,
        }
    }
}

/// How the articles of an archive become books.
#[derive(Clone, Copy, Debug)]
pub struct Grouping<'a> {
    /// By what.
    pub by: GroupBy,
    /// The name of the archive, with which titles begin.
    pub archive: Option<&'a str>,
    /// The parts of the books.
    pub parts: PartsBy,
    /// What happens to the rest; `None` for what is usual.
    pub rest: Option<Rest>,
}

/// An article to group.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its path below the scanned folder.
    pub path: PathBuf,
    /// What it states of itself.
    pub facts: Facts,
}

/// A book of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its title.
    pub title: String,
    /// The title for the names of its outputs; that of a volume does not change when there are more.
    pub name: String,
    /// The numbers of its articles, in their order.
    pub members: Vec<usize>,
    /// Its parts.
    pub parts: Vec<PartStart>,
}

/// Groups `members` into books. Also returns the numbers of those that are in none.
pub fn group(grouping: Grouping<'_>, members: &[Member]) -> (Vec<Group>, Vec<usize>) {
    let by = grouping.by;
    // By the folded name, so that the order of books does not depend on that of the articles.
    let mut groups: BTreeMap<String, (Vec<String>, Vec<usize>)> = BTreeMap::new();
    let mut without = Vec::new();
    for number in order::in_order(by, members) {
        let mut keys = keys(by, &members[number]);
        keys.retain(|key| !folded(by, key).is_empty());
        if keys.is_empty() {
            without.push(number);
        }
        for key in keys {
            let (names, group) = groups.entry(folded(by, &key)).or_default();
            names.push(key.trim().to_owned());
            // One that states a tag twice is in its book once.
            if group.last() != Some(&number) {
                group.push(number);
            }
        }
    }
    let named = groups.into_values().map(|(names, numbers)| (Some(most_used(&names)), numbers));
    let rest = match grouping.rest.unwrap_or(by.rest()) {
        Rest::Book if !without.is_empty() => Some((None, std::mem::take(&mut without))),
        _ => None,
    };
    let books = named.chain(rest).map(|(name, numbers)| book(grouping, name.as_deref(), members, numbers)).collect();
    without.sort_unstable();
    (books, without)
}

/// Divides `book` into volumes of at most `limit` bytes each; an article that is larger has one of its own. `weights` are
/// the sizes of its articles.
pub fn volumes(book: Group, limit: u64, weights: &[u64], members: &[Member]) -> Vec<Group> {
    let labels = labels::of(&most_used_language(members, &book.members));
    volumes::volumes(book, limit, weights, labels)
}

/// Returns the parts of a book that consists of `members` in their order.
pub fn parts_in_order(parts: PartsBy, members: &[Member]) -> Vec<PartStart> {
    let numbers: Vec<usize> = (0..members.len()).collect();
    parts::parts(parts, None, members, &numbers, labels::of(&most_used_language(members, &numbers)))
}

fn book(grouping: Grouping<'_>, name: Option<&str>, members: &[Member], mut numbers: Vec<usize>) -> Group {
    let by = grouping.by;
    let numbered = numbers.iter().any(|&number| members[number].facts.position.is_some());
    let mut parts = grouping.parts;
    if by == GroupBy::Series && numbered {
        order::number_series(members, &mut numbers);
        // Numbers are an order of their own, in which years may come again.
        parts = if parts == PartsBy::Auto { PartsBy::None } else { parts };
    }
    let labels = labels::of(&most_used_language(members, &numbers));
    // The rest is named in the language of the archive.
    let all: Vec<usize> = if name.is_none() { (0..members.len()).collect() } else { Vec::new() };
    let whole = if name.is_none() { labels::of(&most_used_language(members, &all)) } else { labels };
    let title = title(grouping, name, whole);
    Group {
        name: title.clone(),
        title,
        parts: parts::parts(parts, Some(by), members, &numbers, labels),
        members: numbers,
    }
}

/// Returns the names of the groups of `member`.
fn keys(by: GroupBy, member: &Member) -> Vec<String> {
    let facts = &member.facts;
    // ISO 8601: `2014-04-28` and anything more precise begins with the year and the month.
    let date = |length: usize| facts.date.as_deref().and_then(|date| date.get(..length)).map(str::to_owned);
    match by {
        GroupBy::Year => date(4).into_iter().collect(),
        // A year alone is a book of what is only known to be of that year.
        GroupBy::Month => date(7).or_else(|| date(4)).into_iter().collect(),
        GroupBy::Tag => facts.tags.clone(),
        GroupBy::Series => facts.series.iter().cloned().collect(),
        GroupBy::Author => facts.authors.clone(),
        GroupBy::Folder => {
            let first = folder_of(&member.path).components().next();
            first.map(|folder| folder.as_os_str().to_string_lossy().into_owned()).into_iter().collect()
        }
    }
}

/// Returns `name` without what does not tell names apart. Folders are apart if the file system says so.
fn folded(by: GroupBy, name: &str) -> String {
    if by == GroupBy::Folder {
        return name.to_owned();
    }
    let lower: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let words =
        lower.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '_' | '\u{2010}' | '\u{2011}'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns the most used form of a name; of several, the first.
fn most_used(names: &[String]) -> String {
    let mut counts: BTreeMap<&str, (usize, std::cmp::Reverse<usize>)> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        counts.entry(name).or_insert((0, std::cmp::Reverse(at))).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name.to_owned()).unwrap_or_default()
}

/// Returns the folder of the article at `path`; that of a page bundle is the article itself.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().unwrap_or(Path::new(""));
    if name::is_bundle(path) { folder.parent().unwrap_or(Path::new("")) } else { folder }
}

/// Returns the title of a folder: its name without a number at its start, as words.
fn folder_title(name: &str) -> String {
    let bare = name.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let numbered = bare.len() < name.len() && name.len() - bare.len() <= order::PLACE_DIGITS;
    let words = if numbered { bare.trim_start_matches(['-', '_', '.', ' ']) } else { name };
    let words = if words.is_empty() || words.len() == bare.len() && numbered { name } else { words };
    let spaced = if words.contains(' ') { words.to_owned() } else { words.replace(['-', '_'], " ") };
    let mut letters = spaced.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// Returns the title of the book of the group `name`, or of the rest.
fn title(grouping: Grouping<'_>, name: Option<&str>, labels: &Labels) -> String {
    let words = labels.books();
    let shown = match (grouping.by, name) {
        (GroupBy::Year | GroupBy::Month, None) => words.undated.to_owned(),
        (_, None) => words.others.to_owned(),
        (GroupBy::Month, Some(name)) => labels.date(&Date { iso: name.to_owned(), verbatim: name.to_owned() }),
        (GroupBy::Folder, Some(name)) => folder_title(name),
        (_, Some(name)) => name.to_owned(),
    };
    match (grouping.archive, grouping.by, name) {
        (None, GroupBy::Month, Some(_)) => labels.capitalised(&shown),
        (None, ..) => shown,
        (Some(archive), GroupBy::Year, Some(_)) => format!("{archive} {shown}"),
        (Some(archive), GroupBy::Month, Some(_)) => format!("{archive}, {shown}"),
        (Some(archive), ..) => format!("{archive}: {shown}"),
    }
}

/// Returns the language of most of the articles `numbers`; of several, the first by its tag.
fn most_used_language(members: &[Member], numbers: &[usize]) -> Lang {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for lang in numbers.iter().filter_map(|&number| members[number].facts.lang.as_deref()) {
        *counts.entry(lang).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    counts.into_iter().find(|(_, count)| *count == most).map(|(lang, _)| Lang(lang.to_owned())).unwrap_or_default()
}

#[cfg(test)]
mod tests;
