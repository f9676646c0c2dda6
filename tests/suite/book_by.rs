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
    for idle in [["--volume-size", "4MB"], ["--rest", "book"], ["--parts", "year"]] {
        kitchen.run(&[&["in", "-o", "out"], &idle[..]].concat()).refused(2, &[idle[0], "--book-by KEY"]);
    }
    kitchen
        .run(&["in", "-o", "out", "--book", "T", "--rest", "book"])
        .refused(2, &["--rest is about books of an archive"]);
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
fn a_part_whose_first_article_is_bad_begins_with_the_next() {
    let kitchen = year();
    let bad = [&article("title: T7\ndate: 2024-02-01", "x")[..], b"\xff\xfe"].concat();
    kitchen.write("in/y/7.md", &bad);
    assert_eq!(by(&kitchen, "year", &[]).code, 1);
    let nav = Epub::open(&kitchen.path("out/2024.epub")).text("nav.xhtml");
    let part = nav.split(">February</a>").nth(1).expect("the part").split("</ol>").next().unwrap();
    assert!(part.contains(">T8<") && !part.contains(">T7<") && !part.contains(">T6<"), "{nav}");
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

/// The archive, with an `offprint.toml` at its top and, if there is text for it, one in the folder `notes`.
fn configured(top: &str, notes: &str) -> Kitchen {
    let kitchen = archive();
    std::fs::write(kitchen.path("in/offprint.toml"), top).unwrap();
    if !notes.is_empty() {
        std::fs::write(kitchen.path("in/notes/offprint.toml"), notes).unwrap();
    }
    kitchen
}

#[test]
fn files_ask_for_books_and_flags_beat_them() {
    let year = "to = \"epub\"\n[books]\nbook-by = \"year\"\n";
    let whole = "to = \"epub\"\nbook = \"Whole\"\nparts = \"folder\"\nexclude = \"bad.md\"\n";
    let rest = "to = \"epub\"\n[books]\nbook-by = \"year\"\nrest = \"leave-out\"\n";
    let small = "to = \"epub\"\nvolume-size = \"10KB\"\nrest = \"leave-out\"\nparts = \"none\"\n";
    let articles = ["early.epub", "late.epub", "notes/old.epub", "notes/plain.epub", "trip.epub"];
    // What the file at the top and that in `notes` say; the command line; what is made.
    let rows: &[(&str, &str, &[&str], &[&str])] = &[
        (year, "", &["in"], &["2019.epub", "2024.epub", "Undated.epub"]),
        (year, "", &["in", "--book-by", "tag"], &["Salt.epub", "boats.epub"]),
        (year, "", &["in", "--book-by", "none"], &articles),
        (year, "", &["in", "--no-config", "--to", "epub"], &articles),
        // Whoever names an article wants that.
        (year, "", &["in/notes/old.md"], &["old.epub"]),
        (year, "", &["in", "--book", "All", "--exclude", "bad.md"], &["All.epub"]),
        (year, "", &["in", "--rest", "leave-out"], &["2019.epub", "2024.epub"]),
        (rest, "", &["in"], &["2019.epub", "2024.epub"]),
        (rest, "", &["in", "--rest", "book"], &["2019.epub", "2024.epub", "Undated.epub"]),
        (whole, "", &["in"], &["Whole.epub"]),
        (whole, "", &["in", "--book", "Other"], &["Other.epub"]),
        (whole, "", &["in", "--book-by", "series"], &["Tides.epub"]),
        (whole, "", &["in", "--book-by", "none"], &articles),
        // Alone they ask for nothing.
        (small, "", &["in"], &articles),
        (small, "", &["in", "--book-by", "year"], &["2019.epub", "2024.epub"]),
        // The nearest file wins, also by excluding what one above it says.
        (year, "book-by = \"series\"\n", &["in/notes"], &["Tides.epub"]),
        (year, "book = \"Notes\"\n", &["in/notes"], &["Notes.epub"]),
        (whole, "book-by = \"series\"\n", &["in/notes"], &["Tides.epub"]),
        (year, "book-by = \"none\"\n", &["in/notes"], &["old.epub", "plain.epub"]),
    ];
    for (top, notes, words, expected) in rows {
        let kitchen = configured(top, notes);
        let run = kitchen.run(&[*words, &["-o", "out"]].concat());
        assert_eq!(books(&kitchen), *expected, "{top}{notes}{words:?} {}", run.err);
    }
}

#[test]
fn parts_and_volumes_of_files_count() {
    let kitchen = configured("to = \"epub\"\nbook = \"Whole\"\nparts = \"folder\"\nexclude = \"bad.md\"\n", "");
    kitchen.run(&["in", "-o", "out"]).succeeded();
    let nav = Epub::open(&kitchen.path("out/Whole.epub")).text("nav.xhtml");
    assert!(nav.contains("part-1.xhtml\">Notes</a>"), "{nav}");
    kitchen.run(&["in", "-o", "out", "--parts", "none", "--force"]).succeeded();
    assert!(!Epub::open(&kitchen.path("out/Whole.epub")).text("nav.xhtml").contains("part-1"));
    let kitchen = configured("to = \"epub\"\nbook-by = \"year\"\nvolume-size = \"100B\"\n", "");
    kitchen.run(&["in", "-o", "out"]);
    assert!(books(&kitchen).contains(&"2024 (2).epub".to_owned()), "{:?}", books(&kitchen));
}

#[test]
fn books_of_files_have_limits_that_are_told() {
    // A file in a folder among others has no say about the run.
    let kitchen = configured("to = \"epub\"\n", "book-by = \"year\"\n");
    let run = kitchen.run(&["in", "-o", "out"]);
    assert!(run.err.contains("`book-by` has no effect here: it is about the whole run"), "{}", run.err);
    assert!(books(&kitchen).contains(&"early.epub".to_owned()));
    // One file cannot hold several books, so what is asked for is not what the file asks for.
    let kitchen = configured("book-by = \"year\"\n", "");
    kitchen.run(&["in", "-o", "all.epub"]).refused(2, &["several articles cannot go to one file"]);
    kitchen.run(&["watch", "in", "-o", "out"]).refused(2, &["asks for books", "--book-by none"]);
    kitchen.run(&["in", "-o", "out", "--name", "{slug}"]).refused(2, &["--name is about the files of single articles"]);
    let kitchen = configured("book-by = \"yaer\"\nbook = \"T\"\nparts = \"weeks\"\nvolume-size = \"20\"\n", "");
    let run = kitchen.run(&["in", "-o", "out"]);
    assert_eq!(run.code, 2, "{}", run.err);
    for words in [
        "one of year, month, tag, series, author, folder, none",
        "did you mean \"year\"?",
        "`parts` cannot be `weeks`",
        "a size needs its unit",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    let kitchen = configured("book-by = \"year\"\nbook = \"T\"\n", "");
    let run = kitchen.run(&["in", "-o", "out"]);
    assert!(run.code == 2 && run.err.contains("`book` and `book-by` exclude each other"), "{}", run.err);
}

#[test]
fn explain_of_a_folder_says_which_books_it_asks_for_and_where() {
    let kitchen = configured("to = \"epub\"\n\n[books]\nbook-by = \"year\"\n", "parts = \"none\"\n");
    let run = kitchen.run(&["explain", "in/notes"]);
    let settings = run.succeeded().text().split("\nSettings\n").nth(1).expect("settings");
    let line =
        |name: &str| settings.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_default().to_owned();
    assert!(line("book-by").contains("year") && line("book-by").contains("in/offprint.toml, line 4"), "{settings}");
    assert!(line("parts").contains("none") && line("parts").contains("in/notes/offprint.toml, line 1"), "{settings}");
    assert!(line("to ").contains("epub") && !settings.contains("default"), "{settings}");
}

/// What is between the tags of all texts of the book at `path`.
fn text_of(kitchen: &Kitchen, book: &str) -> String {
    Epub::open(&kitchen.path(&format!("out/{book}"))).documents(|name| name.contains("chapter"))
}

#[test]
fn links_to_articles_that_are_left_out_are_told_as_such() {
    let kitchen = archive();
    kitchen.write(
        "in/early.md",
        &article("title: Early\ndate: 2024-02-03", "See [a bad one](bad.md#x), [soon](soon.md), [old](notes/old.md)."),
    );
    let run = by(&kitchen, "year", &[]);
    for (link, why) in
        [("bad.md#x", "that article is left out of the book"), ("notes/old.md", "whose address is not known")]
    {
        let said = run.err.lines().find(|line| line.contains(&format!("`{link}` becomes plain text")));
        assert!(said.is_some_and(|line| line.contains(why)), "{link}: {}", run.err);
    }
    assert!(run.err.contains("in/early.md:7:1"), "the place of the links: {}", run.err);
    assert!(run.err.contains("in/bad.md:9:1"), "the place of the fault: {}", run.err);
    let text = text_of(&kitchen, "2024.epub");
    assert!(text.contains("a bad one") && !text.contains("bad.md") && !text.contains("Title: Bad"), "{text}");
}

#[test]
fn articles_with_the_same_title_name_and_date_are_all_there_and_told_apart() {
    let kitchen = Kitchen::with(&[
        (
            "in/x/same.md",
            &article("title: Same\nslug: same\ndate: 2024-01-01", "See [y](../y/same.md#part).\n\n## Part\n\nOf x."),
        ),
        (
            "in/y/same.md",
            &article("title: Same\nslug: same\ndate: 2024-01-01", "See [x](../x/same.md#part).\n\n## Part\n\nOf y."),
        ),
        ("in/z.md", &article("title: Same\ndate: 2024-01-01", "See [one](same.md) and [y](y/same.md).")),
    ]);
    by(&kitchen, "year", &[]);
    let book = Epub::open(&kitchen.path("out/2024.epub"));
    let text: Vec<String> = (1..=3).map(|number| book.text(&format!("chapter-{number}.xhtml"))).collect();
    let order = ["Of x.", "Of y.", "See one and"];
    assert!(text.iter().zip(order).all(|(text, words)| text.contains(words)), "{text:?}");
    // Each link leads to the article that it names, and a name that two have to none.
    let target = |text: &str, word: &str| {
        let before = text.split(&format!("\">{word}</a>")).next().unwrap();
        before.rsplit("href=\"").next().unwrap().to_owned()
    };
    let part = |number: usize| {
        let before = text[number].split("Part</h2>").next().unwrap();
        before.rsplit("id=\"").next().unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(target(&text[0], "y"), format!("chapter-2.xhtml#{}", part(1)));
    assert_eq!(target(&text[1], "x"), format!("chapter-1.xhtml#{}", part(0)));
    assert!(target(&text[2], "y").starts_with("chapter-2.xhtml"));
    let run = by(&kitchen, "year", &["--force"]);
    assert!(run.err.contains("`same.md` becomes plain text"), "{}", run.err);
}

#[test]
fn a_book_in_two_languages_marks_each_and_is_in_that_of_most_words() {
    let german = b"---\ntitle: Wasser\nlang: de\ndate: 2024-02-02\n---\n\nDas Wasser steht still.\n";
    let long = "Words of the sea. ".repeat(20);
    let kitchen = Kitchen::with(&[("in/a.md", &article("title: Sea\ndate: 2024-01-01", &long)), ("in/b.md", german)]);
    by(&kitchen, "year", &[]).succeeded();
    let book = Epub::open(&kitchen.path("out/2024.epub"));
    assert!(book.text("content.opf").contains("<dc:language>en</dc:language>"), "{}", book.text("content.opf"));
    assert!(book.text("chapter-1.xhtml").contains("<html xmlns=\"http://www.w3.org/1999/xhtml\""));
    assert!(book.text("chapter-2.xhtml").contains("lang=\"de\""));
    assert!(!book.text("chapter-1.xhtml").contains("lang=\"de\""));
    let nav = book.text("nav.xhtml");
    let entry = nav.split("<a ").find(|entry| entry.contains(">Wasser</a>")).expect("an entry");
    assert!(entry.contains("lang=\"de\" xml:lang=\"de\""), "{entry}");
}

#[test]
fn a_book_of_one_article_and_a_group_of_which_nothing_can_be_read() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", &article("title: A\ndate: 2024-01-01\ntags: [one]", "Words.")),
        ("in/empty.md", &article("title: E\ndate: 2023-01-01\ntags: [none]", "")),
        ("in/bad.md", &[&article("title: B\ndate: 2022-01-01\ntags: [faulty]", "x")[..], b"\xff\xfe"].concat()),
    ]);
    for (key, expected) in [("year", "2024.epub"), ("tag", "one.epub")] {
        let kitchen = &kitchen;
        std::fs::remove_dir_all(kitchen.path("out")).ok();
        let run = by(kitchen, key, &[]);
        assert_eq!((run.code, books(kitchen)), (1, vec![expected.to_owned()]), "{}", run.err);
        assert!(run.err.contains("made 1 book with 1 article, 1 failed"), "{}", run.err);
        assert!(run.err.contains("1 book"), "the group without an article is counted: {}", run.err);
        // The next run knows it all.
        let run = by(kitchen, key, &[]);
        assert!(run.err.contains("made 0 books") && run.err.contains("1 failed"), "{}", run.err);
    }
}

#[test]
fn hostile_names_make_books_with_names_that_every_system_takes() {
    let tags = [
        "😀🎉",
        "???",
        "!!!",
        "مرحبا بالعالم",
        "שלום",
        "CON",
        "nul.txt",
        "..",
        ".",
        "/",
        "\\u202Egnp.exe",
        "<b>x</b>",
        "a\\u0000b",
        "-",
        "  ",
    ];
    let list: Vec<String> = tags.iter().map(|tag| format!("\"{tag}\"")).collect();
    let long = "long words ".repeat(60);
    let front = format!("title: \"{long}\"\ndate: 2024-01-01\ntags: [{}, \"{long}\"]", list.join(", "));
    let kitchen = Kitchen::with(&[("in/a.md", &article(&front, "Words."))]);
    let run = kitchen.run(&["in", "--book-by", "tag", "-o", "out"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let made = books(&kitchen);
    assert_eq!(made.len(), 2 * 14, "{made:?}");
    for name in &made {
        let stem = name.rsplit_once('.').unwrap().0;
        assert!(name.len() <= 130, "{name}");
        assert!(
            !name.contains(|letter: char| letter.is_control() || "<>:\"/\\|?*\u{202e}".contains(letter)),
            "{name:?}"
        );
        assert!(!["con", "nul", "nul.txt", ""].contains(&&*stem.to_lowercase()), "{name}");
        assert!(!stem.starts_with(['.', ' ']) && !stem.ends_with(['.', ' ']), "{name}");
    }
    // Each book says the name that it is made by.
    for (file, title) in [("😀🎉.epub", "😀🎉"), ("CON_.epub", "CON"), ("שלום.epub", "שלום")] {
        let package = Epub::open(&kitchen.path(&format!("out/{file}"))).text("content.opf");
        assert!(package.contains(&format!(">{title}</dc:title>")), "{file}: {package}");
    }
}
