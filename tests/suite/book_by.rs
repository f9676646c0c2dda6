//! Books from archives.

use crate::common::epub::Epub;
use crate::common::kitchen::{Kitchen, Run};

fn article(front: &str, words: &str) -> Vec<u8> {
    format!("---\nlang: en\n{front}\n---\n\n{words}\n").into_bytes()
}

/// An archive with an article of each kind, one of which cannot be read.
fn archive() -> Kitchen {
    let files: Vec<(&str, Vec<u8>)> = vec![
        (
            "in/late.md",
            article("title: Late\ndate: 2024-11-02\ntags: [Boats, Salt]\nauthor: Ida Moss", "Of the late boat."),
        ),
        (
            "in/early.md",
            article(
                "title: Early\ndate: 2024-02-03\ntags: [boats]\nauthors: [Ida Moss, Jo Lund]",
                "See [late](late.md).",
            ),
        ),
        ("in/notes/old.md", article("title: Old\ndate: 2019\nseries: Tides", "Of old boats.")),
        ("in/notes/plain.md", article("title: Plain", "It has no date.")),
        ("in/trip/index.md", article("title: Trip\ndate: 2024-05-05\nseries: tides", "A bundle.")),
        ("in/soon.md", article("title: Soon\ndate: 2030-01-01\ndraft: true", "A draft.")),
        ("in/bad.md", [&article("title: Bad\ndate: 2024-03-03\ntags: [boats]", "Bad")[..], b"\xff\xfe\xfa"].concat()),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_slice())).collect();
    Kitchen::with(&files)
}

fn books(kitchen: &Kitchen) -> Vec<String> {
    kitchen.files().iter().filter_map(|file| file.strip_prefix("out/").map(str::to_owned)).collect()
}

fn by(kitchen: &Kitchen, key: &str, more: &[&str]) -> Run {
    kitchen.run(&[&["in", "--book-by", key, "-o", "out", "--to", "epub"], more].concat())
}

/// The titles in the contents of a book.
fn contents(kitchen: &Kitchen, book: &str) -> Vec<String> {
    let nav = Epub::open(&kitchen.path(&format!("out/{book}"))).text("nav.xhtml");
    let list = nav.split("id=\"toc\"").nth(1).unwrap().split("</nav>").next().unwrap().to_owned();
    let links = list.split("<a href=").skip(1).map(|link| link.split('>').nth(1).unwrap().split('<').next().unwrap());
    links
        .map(str::to_owned)
        .filter(|title| ["Late", "Early", "Old", "Plain", "Trip", "Soon", "Bad"].contains(&&**title))
        .collect()
}

#[test]
fn books_by_year_are_in_the_order_of_dates_and_lack_only_bad_articles() {
    let kitchen = archive();
    let run = by(&kitchen, "year", &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("bad.md") && run.err.contains("not UTF-8"), "{}", run.err);
    assert!(
        run.err.contains("made 2 books with 4 articles, 1 failed, 2 left out (1 draft, 1 in no book)"),
        "{}",
        run.err
    );
    assert_eq!(books(&kitchen), ["2019.epub", "2024.epub"]);
    assert_eq!(contents(&kitchen, "2024.epub"), ["Early", "Trip", "Late"]);
    // Links between articles of a book lead to their pages in it.
    let text = Epub::open(&kitchen.path("out/2024.epub")).documents(|name| name.contains("chapter"));
    assert!(!text.contains("late.md"), "{text}");
    // Books that Offprint made are made again; everything is the same.
    let first = std::fs::read(kitchen.path("out/2024.epub")).unwrap();
    by(&kitchen, "year", &[]);
    assert!(std::fs::read(kitchen.path("out/2024.epub")).unwrap() == first);
}

#[test]
fn each_key_makes_its_books() {
    let rows: [(&str, &[&str]); 5] = [
        ("month", &["February 2024.epub", "May 2024.epub", "November 2024.epub"]),
        ("tag", &["Salt.epub", "boats.epub"]),
        ("series", &["Tides.epub"]),
        ("author", &["Ida Moss.epub", "Jo Lund.epub"]),
        ("folder", &["notes.epub"]),
    ];
    for (key, expected) in rows {
        let kitchen = archive();
        by(&kitchen, key, &[]);
        assert_eq!(books(&kitchen), expected, "{key}");
    }
    let kitchen = archive();
    by(&kitchen, "tag", &[]);
    assert_eq!(contents(&kitchen, "boats.epub"), ["Early", "Late"]);
}

#[test]
fn titles_begin_with_the_publication_and_names_suit_every_file_system() {
    let kitchen = Kitchen::with(&[
        ("in/offprint.toml", b"publication = \"The Quay: News?\"\n"),
        ("in/a.md", &article("title: A\ndate: 2024-01-01\ntags: [C/D]", "Words.")),
        ("in/b.md", &article("title: B\ndate: 2024-01-02\ntags: [\"C:D\"]", "Words.")),
    ]);
    by(&kitchen, "year", &[]).succeeded();
    by(&kitchen, "tag", &[]).succeeded();
    let expected = ["The Quay News 2024.epub", "The Quay News C D-2.epub", "The Quay News C D.epub"];
    assert_eq!(books(&kitchen), ["The Quay News 2024.epub", expected[1], expected[2]].map(str::to_owned));
    let package = Epub::open(&kitchen.path("out/The Quay News 2024.epub")).text("content.opf");
    assert!(package.contains("The Quay: News? 2024"), "{package}");
}

#[test]
fn articles_of_a_book_are_read_as_the_files_in_their_folders_say() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", &article("title: A\ndate: 2024-01-01", "Words.")),
        ("in/x/b.md", &article("title: B\ndate: 2024-01-02", "Words.")),
        ("in/x/offprint.toml", b"[defaults]\nauthor = \"Ida Moss\"\n"),
    ]);
    by(&kitchen, "year", &[]).succeeded();
    kitchen.run(&["in", "--book", "All", "-o", "out/all.epub"]).succeeded();
    for book in ["out/2024.epub", "out/all.epub"] {
        assert!(Epub::open(&kitchen.path(book)).text("content.opf").contains("Ida Moss"), "{book}");
    }
}

#[test]
fn a_book_beyond_the_size_is_divided_into_volumes() {
    let long = "Words of the sea. ".repeat(100);
    let files: Vec<(String, Vec<u8>)> = (1..=5)
        .map(|day| (format!("in/{day}.md"), article(&format!("title: T{day}\ndate: 2024-01-0{day}"), &long)))
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    let kitchen = Kitchen::with(&files);
    by(&kitchen, "year", &["--volume-size", "4KB"]).succeeded();
    assert_eq!(books(&kitchen), ["2024 (1).epub", "2024 (2).epub", "2024 (3).epub"]);
    let kitchen = Kitchen::with(&files);
    by(&kitchen, "year", &["--volume-size", "4MB"]).succeeded();
    assert_eq!(books(&kitchen), ["2024.epub"]);
}

#[test]
fn what_makes_no_sense_is_refused_and_a_dry_run_writes_nothing() {
    let kitchen = archive();
    kitchen.run(&["in", "--book-by", "year", "-o", "a.epub"]).refused(2, &["several books cannot go to one file"]);
    assert_eq!(kitchen.run(&["in", "--book-by", "year", "--book", "T", "-o", "out"]).code, 2);
    assert_eq!(kitchen.run(&["in", "--volume-size", "4MB", "-o", "out"]).code, 2);
    let run = by(&kitchen, "year", &["--dry-run"]);
    assert!(run.succeeded().err.contains("would make out/2024.epub: 4 articles"), "{}", run.err);
    assert!(books(&kitchen).is_empty());
}

#[test]
fn titles_begin_with_the_title_of_the_site() {
    let kitchen = Kitchen::with(&[
        ("site/config.toml", b"base_url = \"https://e.org\"\ntitle = \"River news\"\n"),
        ("site/content/mill.md", b"---\ntitle: Mill\nlang: en\ndate: 2020-03-04\n---\nFlour.\n"),
    ]);
    let run = kitchen.run(&["site/content", "--book-by", "year", "-o", "out", "--to", "epub"]);
    assert!(kitchen.files().contains(&"out/River news 2020.epub".to_owned()), "{:?} {}", kitchen.files(), run.err);
}
