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
    assert!(run.err.contains("made 3 books with 5 articles, 1 failed, 1 left out (1 draft)"), "{}", run.err);
    assert_eq!(books(&kitchen), ["2019.epub", "2024.epub", "Undated.epub"]);
    assert_eq!(contents(&kitchen, "Undated.epub"), ["Plain"]);
    assert_eq!(contents(&kitchen, "2024.epub"), ["Early", "Trip", "Late"]);
    // Links between articles of a book lead to their pages in it.
    let text = Epub::open(&kitchen.path("out/2024.epub")).documents(|name| name.contains("chapter"));
    assert!(!text.contains("late.md"), "{text}");
    // Books that Offprint made may be made again; everything is the same.
    let first = std::fs::read(kitchen.path("out/2024.epub")).unwrap();
    let again = by(&kitchen, "year", &["--force"]);
    assert!(again.err.contains("made 3 books"), "{}", again.err);
    assert!(std::fs::read(kitchen.path("out/2024.epub")).unwrap() == first);
}

#[test]
fn each_key_makes_its_books() {
    let rows: [(&str, &[&str]); 5] = [
        ("month", &["2019.epub", "February 2024.epub", "May 2024.epub", "November 2024.epub", "Undated.epub"]),
        ("tag", &["Salt.epub", "boats.epub"]),
        ("series", &["Tides.epub"]),
        ("author", &["Ida Moss.epub", "Jo Lund.epub", "Other articles.epub"]),
        ("folder", &["Notes.epub", "Other articles.epub"]),
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
    assert!(run.succeeded().err.contains("would make out/2024.epub: 4 articles (new)"), "{}", run.err);
    assert!(run.err.contains("would make 3 books with 6 articles"), "{}", run.err);
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

/// The times of the books, by their names.
fn times(kitchen: &Kitchen) -> Vec<std::time::SystemTime> {
    let time = |book: &String| std::fs::metadata(kitchen.path(&format!("out/{book}"))).unwrap().modified().unwrap();
    books(kitchen).iter().filter(|name| name.ends_with(".epub")).map(time).collect()
}

#[test]
fn only_books_of_which_something_changed_are_made_again() {
    let kitchen = archive();
    by(&kitchen, "year", &[]);
    let first = times(&kitchen);
    let run = by(&kitchen, "year", &[]);
    assert!(run.err.contains("made 0 books with 0 articles, 3 unchanged, 1 failed"), "{}", run.err);
    assert!(run.err.contains("not UTF-8"), "a failure is told each time: {}", run.err);
    assert_eq!(times(&kitchen), first);
    std::fs::write(kitchen.path("in/notes/old.md"), article("title: Old\ndate: 2019", "Other words.")).unwrap();
    let run = by(&kitchen, "year", &["--dry-run"]);
    let due = "would make out/2019.epub: 1 article (in/notes/old.md: its text changed)";
    assert!(run.err.contains(due) && !run.err.contains("2024.epub"), "{}", run.err);
    let run = by(&kitchen, "year", &[]);
    assert!(run.err.contains("made 1 book with 1 article, 2 unchanged"), "{}", run.err);
    let second = times(&kitchen);
    assert!(second[0] > first[0] && second[1..] == first[1..], "{second:?}");
    // An article that moves to another book makes both again, and one that is new its own.
    std::fs::write(kitchen.path("in/notes/plain.md"), article("title: Plain\ndate: 2019-02", "It has a date."))
        .unwrap();
    let run = by(&kitchen, "year", &[]);
    assert!(run.err.contains("made 1 book with 2 articles, 1 unchanged"), "{}", run.err);
    assert!(
        run.err.contains("removed, but their outputs are still there (--prune deletes them):\n  Undated"),
        "{}",
        run.err
    );
    assert!(books(&kitchen).contains(&"Undated.epub".to_owned()));
    // Books by something else, and articles, are not touched.
    by(&kitchen, "series", &[]);
    kitchen.run(&["in", "-o", "out", "--to", "epub"]);
    by(&kitchen, "year", &["--prune"]);
    let left = books(&kitchen);
    assert!(!left.contains(&"Undated.epub".to_owned()), "{left:?}");
    for name in ["2019.epub", "2024.epub", "tides.epub", "early.epub"] {
        assert!(left.contains(&name.to_owned()), "{name}: {left:?}");
    }
}

#[test]
fn what_belongs_to_no_book_is_left_out_if_asked_for() {
    let kitchen = archive();
    let run = by(&kitchen, "year", &["--rest", "leave-out"]);
    assert!(run.err.contains("2 left out (1 draft, 1 in no book)"), "{}", run.err);
    assert_eq!(books(&kitchen), ["2019.epub", "2024.epub"]);
    by(&kitchen, "series", &["--rest", "book"]);
    assert!(books(&kitchen).contains(&"Other articles.epub".to_owned()));
}

/// An archive of a year with two months of six articles.
fn year() -> Kitchen {
    let files: Vec<(String, Vec<u8>)> = (1..=12)
        .map(|number| {
            let (month, day) = (number / 7 + 1, number % 7 + 1);
            let front = format!("title: T{number}\ndate: 2024-0{month}-0{day}\nauthor: A{number}");
            (format!("in/{}/{number}.md", if number < 4 { "x" } else { "y" }), article(&front, "Words of the sea."))
        })
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    Kitchen::with(&files)
}

#[test]
fn a_book_with_many_articles_has_parts() {
    let kitchen = year();
    by(&kitchen, "year", &[]).succeeded();
    let book = Epub::open(&kitchen.path("out/2024.epub"));
    let nav = book.text("nav.xhtml");
    let list = nav.split("id=\"toc\"").nth(1).unwrap().split("</nav>").next().unwrap();
    let outer = list.split("part-1.xhtml\">January</a>").nth(1).expect("the first part");
    let inner = outer.split("</ol>").next().unwrap();
    assert!(inner.contains(">T1<") && inner.contains(">T6<") && !inner.contains(">T7<"), "{list}");
    assert!(list.contains("part-2.xhtml\">February</a>"), "{list}");
    let landmarks = nav.split("epub:type=\"landmarks\"").nth(1).unwrap();
    assert!(landmarks.contains("epub:type=\"bodymatter\" href=\"part-1.xhtml\""), "{landmarks}");
    let ncx = book.text("toc.ncx");
    assert!(ncx.contains("name=\"dtb:depth\" content=\"2\""), "{ncx}");
    let page = book.text("part-2.xhtml");
    assert!(page.contains("epub:type=\"part\"") && page.contains("role=\"doc-part\""), "{page}");
    by(&kitchen, "year", &["--parts", "none"]).succeeded();
    assert!(!Epub::open(&kitchen.path("out/2024.epub")).text("nav.xhtml").contains("January"));
}

#[test]
fn a_book_of_named_articles_has_parts_only_if_asked_for() {
    let kitchen = year();
    let book = |more: &[&str]| {
        kitchen.run(&[&["in", "--book", "All", "-o", "out/all.epub", "--force"], more].concat()).succeeded();
        Epub::open(&kitchen.path("out/all.epub")).text("nav.xhtml")
    };
    assert!(!book(&[]).contains("part-1"));
    let nav = book(&["--parts", "folder"]);
    assert!(nav.contains("part-1.xhtml\">X</a>") && nav.contains("part-2.xhtml\">Y</a>"), "{nav}");
}
