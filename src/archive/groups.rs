//! Books from an archive: which articles belong into one, and what it is called.
//!
//! Articles are grouped by what they state before their text ([`Facts`]), without being read. Within a book they are in
//! the order of their dates; those without a date come last, and equal ones by path. Names that differ only in case are
//! one. An article with several tags or authors is in each of their books; one that states nothing to group it by is in
//! none, as in the taxonomies of sites.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::name;
use crate::article::{Date, Lang};
use crate::labels;
use crate::read::Facts;

/// By what articles are grouped into books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// The year of their date.
    Year,
    /// The month of their date.
    Month,
    /// Their tags.
    Tag,
    /// Their series.
    Series,
    /// Their authors.
    Author,
    /// The folder, directly below the one that was scanned, in which they are.
    Folder,
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
    /// The numbers of its articles, in their order.
    pub members: Vec<usize>,
}

/// Groups `members` into books of the archive called `archive`. Also returns the numbers of those that are in none.
pub fn group(by: GroupBy, archive: Option<&str>, members: &[Member]) -> (Vec<Group>, Vec<usize>) {
    // By the folded name, so that the order of books does not depend on that of the articles.
    let mut groups: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    let mut without = Vec::new();
    for number in in_order(members) {
        let mut keys = keys(by, &members[number]);
        keys.retain(|key| !key.trim().is_empty());
        if keys.is_empty() {
            without.push(number);
        }
        for key in keys {
            let (_, group) =
                groups.entry(key.trim().to_lowercase()).or_insert_with(|| (key.trim().to_owned(), Vec::new()));
            // One that states a tag twice is in its book once.
            if group.last() != Some(&number) {
                group.push(number);
            }
        }
    }
    let titled = |(name, numbers): (String, Vec<usize>)| {
        let title = title(by, archive, &name, || most_used_language(members, &numbers));
        Group { title, members: numbers }
    };
    without.sort_unstable();
    (groups.into_values().map(titled).collect(), without)
}

/// Returns the numbers of `members` by date, those without one last; then by path.
fn in_order(members: &[Member]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|&number| {
        let member = &members[number];
        (member.facts.date.is_none(), member.facts.date.as_deref().unwrap_or_default(), member.path.as_path())
    });
    order
}

/// Returns the names of the groups of `member`.
fn keys(by: GroupBy, member: &Member) -> Vec<String> {
    let facts = &member.facts;
    // ISO 8601: `2014-04-28` and anything more precise begins with the year and the month.
    let date = |length: usize| facts.date.as_deref().and_then(|date| date.get(..length)).map(str::to_owned);
    match by {
        GroupBy::Year => date(4).into_iter().collect(),
        GroupBy::Month => date(7).into_iter().collect(),
        GroupBy::Tag => facts.tags.clone(),
        GroupBy::Series => facts.series.iter().cloned().collect(),
        GroupBy::Author => facts.authors.clone(),
        GroupBy::Folder => folder(&member.path).into_iter().collect(),
    }
}

/// Returns the first folder of `path`; the folder of a page bundle is the article itself.
fn folder(path: &Path) -> Option<String> {
    let folder = path.parent()?;
    let folder = if name::is_bundle(path) { folder.parent()? } else { folder };
    let first = folder.components().next()?;
    Some(first.as_os_str().to_string_lossy().into_owned())
}

/// Returns the title of the book called `name` of `archive`.
fn title(by: GroupBy, archive: Option<&str>, name: &str, lang: impl FnOnce() -> Lang) -> String {
    let shown = match by {
        GroupBy::Month => labels::of(&lang()).date(&Date { iso: name.to_owned(), verbatim: name.to_owned() }),
        _ => name.to_owned(),
    };
    match (archive, by) {
        (None, _) => shown,
        (Some(archive), GroupBy::Year) => format!("{archive} {shown}"),
        (Some(archive), GroupBy::Month) => format!("{archive}, {shown}"),
        (Some(archive), _) => format!("{archive}: {shown}"),
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
mod tests {
    use super::*;
    use crate::read::NoFiles;

    fn member(path: &str, front: &str) -> Member {
        let text = format!("---\n{front}\n---\n\nWords of the article in English.\n");
        Member { path: path.into(), facts: Facts::of(Path::new(path), text.as_bytes(), &NoFiles) }
    }

    fn archive() -> Vec<Member> {
        vec![
            member("a.md", "date: 2024-05-02\ntags: [Rust, Press]\nauthor: Ada Berg\nlang: en"),
            member(
                "news/b.md",
                "date: 2024-01-09\ntags: [rust]\nauthors: [Ada Berg, Jo Lund]\nseries: Boats\nlang: en",
            ),
            member("news/2023/c.md", "date: 2023\nlang: en\ntags: [Rust, rust]"),
            member("essays/d/index.md", "lang: en\nseries: boats"),
            member("e/index.md", "date: 2024-05-01T10:00:00Z\nlang: de"),
        ]
    }

    fn titles(by: GroupBy, name: Option<&str>) -> (Vec<(String, Vec<usize>)>, Vec<usize>) {
        let (groups, without) = group(by, name, &archive());
        (groups.into_iter().map(|group| (group.title, group.members)).collect(), without)
    }

    fn book(title: &str, members: &[usize]) -> (String, Vec<usize>) {
        (title.to_owned(), members.to_vec())
    }

    #[test]
    fn years_and_months_are_in_the_order_of_time() {
        let years = vec![book("Quay 2023", &[2]), book("Quay 2024", &[1, 4, 0])];
        assert_eq!(titles(GroupBy::Year, Some("Quay")), (years, vec![3]));
        // A year alone is no month.
        let (months, without) = titles(GroupBy::Month, None);
        let expected = [book("January 2024", &[1]), book("Mai 2024", &[4, 0])];
        assert_eq!((months.as_slice(), without), (expected.as_slice(), vec![2, 3]));
    }

    #[test]
    fn an_article_is_in_the_books_of_all_its_tags_and_authors() {
        let tags = vec![book("Press", &[0]), book("rust", &[2, 1, 0])];
        let (found, without) = titles(GroupBy::Tag, None);
        let lower = |books: &[(String, Vec<usize>)]| -> Vec<(String, Vec<usize>)> {
            books.iter().map(|(title, members)| (title.to_lowercase(), members.clone())).collect()
        };
        assert_eq!((lower(&found), without), (lower(&tags), vec![3, 4]));
        let authors = vec![book("Quay: Ada Berg", &[1, 0]), book("Quay: Jo Lund", &[1])];
        assert_eq!(titles(GroupBy::Author, Some("Quay")).0, authors);
    }

    #[test]
    fn series_that_differ_in_case_are_one_and_the_undated_come_last() {
        assert_eq!(titles(GroupBy::Series, None).0, [book("Boats", &[1, 3])]);
    }

    #[test]
    fn folders_are_those_below_the_archive_and_bundles_are_none() {
        assert_eq!(titles(GroupBy::Folder, None), (vec![book("essays", &[3]), book("news", &[2, 1])], vec![0, 4]));
    }
}
