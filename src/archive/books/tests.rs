use super::*;
use crate::read::NoFiles;

fn member(path: &str, front: &str) -> Member {
    let text = format!("---\n{front}\n---\n\nWords of the article in English.\n");
    Member { path: path.into(), facts: Facts::of(Path::new(path), text.as_bytes(), &NoFiles) }
}

fn archive() -> Vec<Member> {
    vec![
        member("a.md", "date: 2024-05-02\ntags: [Rust, Press]\nauthor: Ada Berg\nlang: en"),
        member("news/b.md", "date: 2024-01-09\ntags: [rust]\nauthors: [Ada Berg, Jo Lund]\nseries: Boats\nlang: en"),
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
