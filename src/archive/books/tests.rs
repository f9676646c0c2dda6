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

fn grouping(by: GroupBy) -> Grouping<'static> {
    Grouping { by, archive: None, parts: PartsBy::Auto, rest: Some(Rest::LeaveOut) }
}

type Titles = Vec<(String, Vec<usize>)>;

fn titles_in(grouping: Grouping<'_>, members: &[Member]) -> (Titles, Vec<usize>) {
    let (groups, without) = group(grouping, members);
    (groups.into_iter().map(|group| (group.title, group.members)).collect(), without)
}

fn titles(by: GroupBy, archive_name: Option<&str>) -> (Titles, Vec<usize>) {
    titles_in(Grouping { archive: archive_name, ..grouping(by) }, &archive())
}

fn book(title: &str, members: &[usize]) -> (String, Vec<usize>) {
    (title.to_owned(), members.to_vec())
}

#[test]
fn years_and_months_are_in_the_order_of_time() {
    let years = vec![book("Quay 2023", &[2]), book("Quay 2024", &[1, 4, 0])];
    assert_eq!(titles(GroupBy::Year, Some("Quay")), (years, vec![3]));
    // What is known to be of a year only is in a book of that year.
    let (months, without) = titles(GroupBy::Month, None);
    let expected = [book("2023", &[2]), book("January 2024", &[1]), book("Mai 2024", &[4, 0])];
    assert_eq!((months.as_slice(), without), (expected.as_slice(), vec![3]));
}

#[test]
fn an_article_is_in_the_books_of_all_its_tags_and_authors() {
    // Of two forms of a tag, the one used more often is shown.
    let (found, without) = titles(GroupBy::Tag, None);
    assert_eq!((found, without), (vec![book("Press", &[0]), book("Rust", &[2, 1, 0])], vec![3, 4]));
    let authors = vec![book("Quay: Ada Berg", &[1, 0]), book("Quay: Jo Lund", &[1])];
    assert_eq!(titles(GroupBy::Author, Some("Quay")).0, authors);
}

#[test]
fn names_that_differ_in_case_hyphens_or_width_are_one() {
    let members = ["Open Source", "open-source", "OPEN_SOURCE", "open\u{a0}source", "Ｏpen source", "C++", "C#", "C"]
        .map(|tag| member("a.md", &format!("tags: [\"{tag}\"]")));
    let (found, _) = titles_in(grouping(GroupBy::Tag), &members);
    let expected = [book("C", &[7]), book("C#", &[6]), book("C++", &[5]), book("Open Source", &[0, 1, 2, 3, 4])];
    assert_eq!(found, expected);
}

#[test]
fn series_that_differ_in_case_are_one_and_the_undated_come_last() {
    assert_eq!(titles(GroupBy::Series, None).0, [book("Boats", &[1, 3])]);
}

#[test]
fn folders_are_those_below_the_archive_and_bundles_are_none() {
    assert_eq!(titles(GroupBy::Folder, None), (vec![book("Essays", &[3]), book("News", &[1, 2])], vec![0, 4]));
}

#[test]
fn what_belongs_to_no_group_is_in_a_book_of_its_own() {
    let rest = |by, rest| titles_in(Grouping { rest, archive: Some("Quay"), ..grouping(by) }, &archive());
    let (years, without) = rest(GroupBy::Year, None);
    assert_eq!((years.last(), without), (Some(&book("Quay: Undated", &[3])), vec![]));
    assert_eq!(rest(GroupBy::Folder, None).0[0], book("Quay: Essays", &[3]));
    assert_eq!(rest(GroupBy::Folder, None).0.last(), Some(&book("Quay: Other articles", &[4, 0])));
    // Tags and series choose some articles of an archive.
    assert_eq!(rest(GroupBy::Tag, None).1, vec![3, 4]);
    assert_eq!(rest(GroupBy::Tag, Some(Rest::Book)).0.last(), Some(&book("Quay: Other articles", &[4, 3])));
    assert_eq!(rest(GroupBy::Year, Some(Rest::LeaveOut)).1, vec![3]);
    let german = [member("a.md", "lang: de")];
    assert_eq!(titles_in(Grouping { rest: None, ..grouping(GroupBy::Year) }, &german).0, [book("Ohne Datum", &[0])]);
}

#[test]
fn articles_of_one_day_are_in_the_order_of_their_times_weights_and_names() {
    let members = [
        member("part-10.md", "date: 2024-01-02"),
        member("part-9.md", "date: 2024-01-02"),
        member("z.md", "date: 2024-01-02\nweight: 1"),
        member("b.md", "date: 2024-01-02T09:00:00"),
        member("a.md", "date: 2024-01-02T10:00:00"),
    ];
    assert_eq!(titles_in(grouping(GroupBy::Year), &members).0, [book("2024", &[2, 1, 0, 3, 4])]);
}

#[test]
fn a_series_is_in_the_order_of_its_numbers() {
    let members = [
        member("a.md", "date: 2024-01-05\nseries: S\nseries_order: 1"),
        member("b.md", "date: 2024-01-01\nseries: S\npart: 3"),
        member("c.md", "date: 2024-01-03\nseries: S"),
        member("d.md", "date: 2024-01-02\nseries: {name: S, number: 2}"),
        member("e.md", "date: 2024-01-09\nseries: S\nweight: 10"),
    ];
    // What has no number keeps the place of its date.
    assert_eq!(titles_in(grouping(GroupBy::Series), &members).0, [book("S", &[0, 3, 2, 1, 4])]);
}

#[test]
fn a_folder_is_in_the_order_that_its_articles_state() {
    let members = [
        member("guide/old.md", "date: 2020-01-01"),
        member("guide/10-end.md", "title: x"),
        member("guide/2-middle.md", "date: 2024-01-01"),
        member("guide/start.md", "nav_order: 1"),
        member("guide/deep/x.md", "sidebar_position: 2"),
        member("guide/deep/y.md", "sidebar: {order: 1}"),
        member("guide/2024-05-06-news.md", "title: x"),
    ];
    assert_eq!(titles_in(grouping(GroupBy::Folder), &members).0, [book("Guide", &[3, 2, 1, 0, 6, 5, 4])]);
}

#[test]
fn folders_get_titles_for_people() {
    let rows = [
        ("getting-started", "Getting started"),
        ("01-intro", "Intro"),
        ("2024", "2024"),
        ("2. Basics", "Basics"),
        ("3d-models", "3d models"),
        ("Über uns", "Über uns"),
        ("10", "10"),
    ];
    for (name, title) in rows {
        assert_eq!(folder_title(name), title, "{name}");
    }
}

fn parts(grouping: Grouping<'_>, members: &[Member]) -> Vec<(usize, String)> {
    let (groups, _) = group(grouping, members);
    groups[0].parts.iter().map(|part| (part.first, part.title.clone())).collect()
}

fn starts(list: &[(usize, &str)]) -> Vec<(usize, String)> {
    list.iter().map(|(first, title)| (*first, (*title).to_owned())).collect()
}

fn dated(count: usize, lang: &str) -> Vec<Member> {
    let month = |number: usize| number / 6 + 3;
    let one = |number| {
        member(
            &format!("{number}.md"),
            &format!("date: 2024-0{}-0{}\nlang: {lang}\ntags: [t]", month(number), number % 6 + 1),
        )
    };
    (0..count).map(one).collect()
}

#[test]
fn the_parts_of_a_year_are_its_months_if_there_are_many_articles() {
    assert_eq!(parts(grouping(GroupBy::Year), &dated(12, "en")), starts(&[(0, "March"), (6, "April")]));
    assert_eq!(parts(grouping(GroupBy::Year), &dated(12, "fr")), starts(&[(0, "Mars"), (6, "Avril")]));
    assert_eq!(parts(grouping(GroupBy::Year), &dated(11, "en")), []);
    let months = Grouping { parts: PartsBy::Month, ..grouping(GroupBy::Year) };
    assert_eq!(parts(months, &dated(7, "en")), starts(&[(0, "March"), (6, "April")]));
    assert_eq!(parts(months, &dated(6, "en")), [], "one part is none");
    assert_eq!(parts(Grouping { parts: PartsBy::None, ..grouping(GroupBy::Year) }, &dated(12, "en")), []);
    assert_eq!(parts(Grouping { parts: PartsBy::Month, ..grouping(GroupBy::Tag) }, &dated(7, "en"))[0].1, "March 2024");
}

#[test]
fn parts_over_single_articles_are_none() {
    let months: Vec<Member> = (1..=12).map(|month| member("a.md", &format!("date: 2024-{month:02}-01"))).collect();
    assert_eq!(parts(grouping(GroupBy::Year), &months), []);
}

#[test]
fn the_parts_of_a_folder_are_its_folders_after_what_is_in_itself() {
    let mut members: Vec<Member> =
        (0..10).map(|number| member(&format!("g/02-more/{number}.md"), "title: x")).collect();
    members.extend([member("g/01-base/x.md", "title: x"), member("g/intro.md", "title: x")]);
    assert_eq!(parts(grouping(GroupBy::Folder), &members), starts(&[(1, "Base"), (2, "More")]));
}

#[test]
fn the_parts_of_a_tag_are_years_and_what_has_no_date_comes_last() {
    let mut members = dated(10, "de");
    members.extend((0..4).map(|number| member(&format!("{number}.md"), "date: 2023-01-01\ntags: [t]\nlang: de")));
    members.extend([member("x.md", "tags: [t]\nlang: de"), member("y.md", "tags: [t]\nlang: de")]);
    assert_eq!(parts(grouping(GroupBy::Tag), &members), starts(&[(0, "2023"), (4, "2024"), (14, "Ohne Datum")]));
}

#[test]
fn articles_in_a_given_order_have_parts_where_their_folders_change() {
    let members = ["a/x.md", "a/y.md", "b/x.md", "a/z.md"].map(|path| member(path, "title: x"));
    let found = parts_in_order(PartsBy::Folder, &members);
    let found: Vec<(usize, String)> = found.into_iter().map(|part| (part.first, part.title)).collect();
    assert_eq!(found, starts(&[(0, "A"), (2, "B"), (3, "A")]));
    assert_eq!(parts_in_order(PartsBy::Auto, &members), []);
}

#[test]
fn two_forms_of_one_name_in_an_article_count_once() {
    let members = [member("a.md", "lang: en\ntags: [open-source, Open Source]\nauthors: [Ada Berg, ADA BERG]")];
    for (by, title) in [(GroupBy::Tag, "open-source"), (GroupBy::Author, "Ada Berg")] {
        assert_eq!(titles_in(grouping(by), &members).0, [book(title, &[0])], "{by:?}");
    }
}

#[test]
fn a_series_with_numbers_has_no_parts_by_year_unless_they_are_asked_for() {
    let one = |number: usize| {
        let front =
            format!("lang: en\nseries: Boats\nseries_index: {}\ndate: {}-01-01", number % 14, 2010 + number % 3);
        member(&format!("{number:02}.md"), &front)
    };
    let members: Vec<Member> = (0..14).map(one).collect();
    let parts = |parts| group(Grouping { parts, ..grouping(GroupBy::Series) }, &members).0[0].parts.len();
    assert!(members.iter().all(|member| member.facts.position.is_some()), "{:?}", members[0].facts);
    assert_eq!(parts(PartsBy::Auto), 0);
    assert!(parts(PartsBy::Year) > 1);
}

#[test]
fn a_book_has_the_wording_of_the_language_of_most_of_its_articles() {
    let members = [
        member("a.md", "lang: de\ndate: 2024-05-01"),
        member("b.md", "lang: es\ndate: 2024-05-02"),
        member("c.md", "lang: es\ndate: 2024-05-03"),
    ];
    assert_eq!(titles_in(grouping(GroupBy::Month), &members).0, [book("Mayo de 2024", &[0, 1, 2])]);
    let named = Grouping { archive: Some("Muelle"), ..grouping(GroupBy::Month) };
    assert_eq!(titles_in(named, &members).0, [book("Muelle, mayo de 2024", &[0, 1, 2])]);
    assert_eq!(titles_in(grouping(GroupBy::Month), &members[..1]).0, [book("Mai 2024", &[0])]);
}
