//! `offprint.toml`: what applies to which article, and what is said about mistakes.

use std::fs;

use serde_json::Value;

use crate::common::epub::Epub;
use crate::common::kitchen::{ARTICLE, Kitchen, Run};

/// A picture of one pixel.
const PICTURE: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='400'/>";

/// The messages about files of configuration: line, column, text and advice.
fn said(run: &Run) -> Vec<(u64, u64, String, String)> {
    let messages = run.err.lines().map(|line| serde_json::from_str::<Value>(line).expect("a message in JSON"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place = |message: &Value, key: &str| message[key].as_u64().unwrap_or_default();
    messages
        .filter(|message| message["code"] == "config")
        .map(|it| (place(&it, "line"), place(&it, "column"), text(&it["message"]), text(&it["help"])))
        .collect()
}

fn refused(kitchen: &Kitchen) -> Vec<(u64, u64, String, String)> {
    let run = kitchen.run(&["in", "-o", "out", "--log-format", "json"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(!kitchen.files().iter().any(|file| file.starts_with("out/")), "something was written");
    said(&run)
}

#[test]
fn every_mistake_has_its_place_and_says_what_to_do() {
    // Text of the file; line and column; words of the message; words of the advice.
    let mistakes: &[(&str, (u64, u64), &str, &str)] = &[
        ("desing = \"book\"", (1, 1), "no key `desing`", "did you mean `design`?"),
        ("# x\n  max_pages = 3", (2, 3), "no key `max_pages`", "did you mean `max-pages`?"),
        ("\"--paper\" = \"a4\"", (1, 1), "no key `--paper`", "did you mean `paper`?"),
        ("Lang = \"en\"", (1, 1), "no key `Lang`", "did you mean `lang`?"),
        ("xyzzyplugh = 1", (1, 1), "no key `xyzzyplugh`", "offprint init"),
        ("[pagse]\npaper = \"a4\"", (1, 2), "no table `pagse`", "did you mean `[pages]`?"),
        ("[printing]\ndesign = \"book\"", (2, 1), "`design` does not belong to `[printing]`", "in `[pages]`"),
        ("[pages]\nto = \"epub\"", (2, 1), "`to` does not belong to `[pages]`", "above all tables"),
        ("[reading]\nauthor = \"A\"", (2, 1), "`author` does not belong to `[reading]`", "in `[defaults]`"),
        ("[[pages]]\npaper = \"a4\"", (1, 3), "`pages` is a table", "write `[pages]`"),
        ("pages = \"a4\"", (1, 1), "`pages` is a table", "write `[pages]`"),
        ("design.name = \"book\"", (1, 1), "`design` is a text in quotes, not a table", "design = \"article\""),
        ("design = 5", (1, 10), "`design` is a text in quotes, not a number", "design = \"5\""),
        ("size = 10.5", (1, 8), "`size` is a text in quotes, not a number with a fraction", "size = \"10.5\""),
        ("max-pages = \"300\"", (1, 13), "`max-pages` is a whole number, not a text", "max-pages = 300"),
        ("max-pages = 0", (1, 13), "`max-pages` is a whole number of 1 or more", "leave it out"),
        ("max-pages = -3", (1, 13), "`max-pages` is a whole number of 1 or more", "leave it out"),
        ("max-pages = 2.5", (1, 13), "`max-pages` is a whole number, not a number with a fraction", "max-pages = 2000"),
        ("max-sheets = 99999999999999999999999", (1, 14), "`max-sheets` is a whole number of 1 or more", ""),
        ("qr = \"yes\"", (1, 6), "`qr` is true or false, not a text", ""),
        ("qr = \"true\"", (1, 6), "`qr` is true or false, not a text", "qr = true"),
        ("design = true", (1, 10), "`design` is a text in quotes, not true", ""),
        ("cover-page = false", (1, 14), "`cover-page` is a text in quotes, not false", "leave the key out"),
        ("paper = [\"a4\"]", (1, 9), "`paper` is a text in quotes, not an array", "leave out the brackets"),
        ("to = [\"epub\", 5]", (1, 6), "`to` is a text in quotes, or several as an array, not a number", ""),
        ("to = [\"epub\", \"docx\"]", (1, 6), "`to` cannot be `docx`", ""),
        ("lang = 2024-01-01", (1, 8), "`lang` is a text in quotes, not a date", "lang = \"2024-01-01\""),
        ("paper = \"a4\"\npaper = \"a5\"", (2, 1), "duplicate key", "a key stands once"),
        ("paper = \"a4\"\n[pages]\npaper = \"a5\"", (3, 1), "`paper` is set a second time", "leave one of them out"),
        ("paper = a4", (1, 9), "not TOML", "in quotes"),
        ("paper \"a4\"", (1, 7), "not TOML", "key = value"),
        ("[pages\npaper = \"a4\"", (1, 7), "not TOML", ""),
        ("paper = \"a4", (1, 12), "not TOML", ""),
        ("cover-fit = \"smrt\"", (1, 13), "one of smart, cover, contain", "did you mean \"smart\"?"),
        ("split = 3", (1, 9), "one of auto, 1, 2, none", ""),
        ("headings = \"Never\"", (1, 12), "one of guess, never", "did you mean \"never\"?"),
        ("design = \"magasine\"", (1, 10), "`design` cannot be `magasine`", ""),
        ("paper = \"a9\"", (1, 9), "`paper` cannot be `a9`", ""),
        ("size = \"99pt\"", (1, 8), "`size` cannot be `99pt`", ""),
        ("bleed = \"3\"", (1, 9), "`bleed` cannot be `3`: not a length with a unit", ""),
        ("margin = \"1mm\"", (1, 10), "`margin` cannot be `1mm`", ""),
        ("accent = \"bleu\"", (1, 10), "`accent` cannot be `bleu`", ""),
        ("max-size = \"5\"", (1, 12), "a size needs its unit: 5MB", ""),
        ("lang = \"klingon\"", (1, 8), "no language has this tag", ""),
        ("lang = \"de_DE\"", (1, 8), "`lang` cannot be `de_DE`", ""),
        ("lang = \"\"", (1, 8), "`lang` is empty", "leave it out"),
        ("design = \"house/design.toml\"", (1, 10), "there is no file in/house/design.toml", "relative to the folder"),
        ("design = \"../design.toml\"", (1, 10), "there is no file in/../design.toml", "relative to the folder"),
        ("cover = \"gone.png\"", (1, 9), "there is no file in/gone.png", "relative to the folder"),
        ("cover = \"a.md\"", (1, 9), "cannot be used", ""),
        ("root = \"..\"", (1, 1), "`root` cannot be set in a file", "--root on the command line"),
        ("fetch = true", (1, 1), "connects to servers only if the command line asks", "--fetch"),
        ("font = \"No Such Family\"", (1, 8), "no family \"No Such Family\" is installed", ""),
        ("design = \"magazine\"\npaper = \"a5\"", (1, 10), "not made for the paper a5", ""),
        ("fit = 4\nmax-sheets = 2", (2, 1), "`max-sheets` and `fit` exclude each other", "leave one of them out"),
        ("flip = \"short\"", (1, 1), "`flip` has no effect without `impose`", "leave this out"),
        ("impose = \"2up\"\ncreep = \"0.2mm\"", (2, 9), "a booklet", ""),
        ("output = \"x\"", (1, 1), "`output` cannot be set in a file", "--output on the command line"),
        ("[pages]\nforce = true", (2, 1), "`force` cannot be set in a file", "--force on the command line"),
        ("no-headings = true", (1, 1), "another way to write `headings", ""),
        ("\u{feff}# x\r\n\r\nqr = 1\r\n", (3, 6), "`qr` is true or false, not a number", ""),
        ("pages.design = 1", (1, 16), "`design` is a text in quotes, not a number", ""),
        ("pages = { paper = \"a9\" }", (1, 19), "`paper` cannot be `a9`", ""),
        ("lang = '''\nxx-\n'''", (1, 8), "`lang` cannot be", ""),
    ];
    for (text, place, words, advice) in mistakes {
        let kitchen = Kitchen::with(&[("in/a.md", ARTICLE.as_bytes()), ("in/offprint.toml", text.as_bytes())]);
        let found = refused(&kitchen);
        let [(line, column, message, help)] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!((*line, *column), *place, "{text}: {message}");
        assert!(message.contains(words), "{text}: {message}");
        assert!(help.contains(advice), "{text}: {help}");
    }
}

#[test]
fn all_mistakes_of_all_files_are_said_at_once() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", ARTICLE.as_bytes()),
        ("in/x/b.md", ARTICLE.as_bytes()),
        ("in/y/c.md", ARTICLE.as_bytes()),
        ("in/x/offprint.toml", b"paper = 4\nqr = 1\n[pagse]\n"),
        ("in/y/offprint.toml", b"papier = \"a4\"\n"),
    ]);
    let lines: Vec<u64> = refused(&kitchen).iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [1, 2, 3, 1]);
}

#[test]
fn files_that_are_no_text_are_refused_and_empty_ones_are_not() {
    let with = |content: &[u8]| Kitchen::with(&[("in/a.md", ARTICLE.as_bytes()), ("in/offprint.toml", content)]);
    let place = |content: &[u8]| {
        let found = refused(&with(content));
        // A file that is no TOML may have more than one mistake, but not thousands.
        let [(line, column, message, _), others @ ..] = found.as_slice() else { panic!("{found:?}") };
        assert!(others.len() < 20, "{found:?}");
        (*line, *column, message.clone())
    };
    assert_eq!(place(b"# x\nlang = \"\xff\"\n"), (2, 9, "the file is not UTF-8".to_owned()));
    assert!(place(b"l\0a\0n\0g\0").2.contains("NUL bytes"));
    assert!(place(&vec![b'#'; 10 << 20]).2.contains("larger than 1024 KiB"));
    assert!(place("a = [".repeat(50_000).as_bytes()).2.contains("not TOML"));
    for content in ["", "\n", "# nothing\n", "\u{feff}", "[pages]\n", "\u{feff}paper = \"a5\"\r\n"] {
        with(content.as_bytes()).run(&["in", "-o", "out", "--to", "pdf"]).succeeded();
    }
}

// What applies to which article

/// Returns what `explain` says of the field `name`: its value and where it comes from.
fn value(kitchen: &Kitchen, words: &[&str], name: &str) -> (String, String) {
    let run = kitchen.run(&[&["explain", "--json"], words].concat());
    let understood: Value = serde_json::from_slice(&run.succeeded().out).unwrap();
    let values = understood["values"].as_array().unwrap();
    let found = values.iter().find(|value| value["field"] == name);
    let text = |key: &str| found.map_or("", |found| found[key].as_str().unwrap_or_default()).to_owned();
    (text("value"), text("key"))
}

/// An article without front matter, in English.
const PLAIN: &[u8] = b"# Bread\n\nFlour and water, and a little salt, which is all that the bread needs to rise.\n";

#[test]
fn front_matter_beats_files_the_nearest_file_wins_and_flags_beat_all() {
    let above =
        b"lang = \"en-GB\"\n[defaults]\nauthor = \"Ida Moss\"\npublication = \"The Quay\"\nlicense = \"CC-BY-4.0\"\n";
    let near = b"[reading]\nlang = \"en-AU\"\n[defaults]\nauthor = [\"Ada Berg\", \"Jo Lund\"]\n";
    let stated = b"---\nlang: en-NZ\nauthor: Ola Dahl\nlicense: MIT\npublication: Salt\n---\n\nFlour and water.\n";
    let kitchen = Kitchen::with(&[
        ("site/a.md", PLAIN),
        ("site/offprint.toml", above),
        ("site/posts/b.md", PLAIN),
        ("site/posts/stated.md", stated),
        ("site/posts/offprint.toml", near),
        ("site/posts/de/c.md", PLAIN),
        ("alone/d.md", PLAIN),
    ]);
    let rows: &[(&[&str], &str, &str, &str)] = &[
        (&["alone/d.md"], "lang", "en", "detected"),
        (&["alone/d.md"], "author", "", ""),
        (&["site/a.md"], "lang", "en-GB", "site/offprint.toml, line 1"),
        (&["site/a.md"], "author", "Ida Moss", "site/offprint.toml, line 3"),
        (&["site/a.md"], "publication", "The Quay", "site/offprint.toml, line 4"),
        (&["site/a.md"], "rights", "CC-BY-4.0", "site/offprint.toml, line 5"),
        (&["site/posts/b.md"], "lang", "en-AU", "site/posts/offprint.toml, line 2"),
        (&["site/posts/b.md"], "author", "Ada Berg", "site/posts/offprint.toml, line 4"),
        (&["site/posts/b.md"], "publication", "The Quay", "site/offprint.toml, line 4"),
        (&["site/posts/b.md", "--lang", "en-US"], "lang", "en-US", "option"),
        (&["site/posts/stated.md"], "lang", "en-NZ", "lang"),
        (&["site/posts/stated.md"], "author", "Ola Dahl", "author"),
        (&["site/posts/stated.md"], "publication", "Salt", "publication"),
        (&["site/posts/stated.md"], "rights", "MIT", "license"),
        (&["site/posts/stated.md", "--lang", "en-US"], "lang", "en-US", "option"),
        // A folder of a language says it of its articles; a file above them only what is usual.
        (&["site/posts/de/c.md"], "lang", "de", "path"),
        (&["site/posts/b.md", "--no-config"], "lang", "en", "detected"),
        (&["site/posts/b.md", "--config", "site/offprint.toml"], "lang", "en-GB", "site/offprint.toml, line 1"),
        (
            &["alone/d.md", "--config", "site/posts/offprint.toml"],
            "author",
            "Ada Berg",
            "site/posts/offprint.toml, line 4",
        ),
        (&["site/posts/b.md", "--root", "site/posts"], "publication", "", ""),
    ];
    for (words, field, expected, origin) in rows {
        let (found, key) = value(&kitchen, words, field);
        assert_eq!((found.as_str(), key.replace("./", "")), (*expected, (*origin).to_owned()), "{words:?} {field}");
    }
}

fn paper(kitchen: &Kitchen, pdf: &str) -> String {
    let pdf = lopdf::Document::load(kitchen.path(pdf)).unwrap();
    let page = pdf.get_pages().into_values().next().unwrap();
    let bounds = pdf.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap().clone();
    let side = |number: usize| bounds[number].as_float().unwrap().round();
    match (side(2), side(3)) {
        (595.0, 842.0) => "a4".to_owned(),
        (420.0, 595.0) => "a5".to_owned(),
        (612.0, 792.0) => "letter".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn each_folder_of_a_run_has_its_own_options() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", PLAIN),
        ("in/offprint.toml", b"paper = \"a5\"\nto = \"pdf\"\nqr = true\n"),
        ("in/x/b.md", PLAIN),
        ("in/x/offprint.toml", b"paper = \"letter\"\n"),
        ("in/y/c.md", PLAIN),
        ("in/y/offprint.toml", b"to = [\"epub\", \"pdf\"]\ndesign = \"../../designs/house.toml\"\n"),
        ("in/y/z/d.md", PLAIN),
        ("designs/house.toml", b"base = \"book\"\n"),
    ]);
    kitchen.run(&["in", "-o", "out"]).succeeded();
    let made: Vec<String> = kitchen.files().into_iter().filter(|file| file.starts_with("out/")).collect();
    assert_eq!(made, ["out/a.pdf", "out/x/b.pdf", "out/y/c.epub", "out/y/c.pdf", "out/y/z/d.epub", "out/y/z/d.pdf"]);
    assert_eq!(paper(&kitchen, "out/a.pdf"), "a5");
    assert_eq!(paper(&kitchen, "out/x/b.pdf"), "letter");
    assert_eq!(paper(&kitchen, "out/y/z/d.pdf"), "a5");
    // What a file means does not depend on what is named, nor from where.
    let whole = fs::read(kitchen.path("out/x/b.pdf")).unwrap();
    kitchen.run(&["in/x/b.md", "-o", "one"]).succeeded();
    assert_eq!(fs::read(kitchen.path("one/b.pdf")).unwrap(), whole);
    let run = kitchen.command(&[".", "-o", "../../two"]).current_dir(kitchen.path("in/x")).output().unwrap();
    Run::of(&run).succeeded();
    assert_eq!(fs::read(kitchen.path("two/b.pdf")).unwrap(), whole);
    // Flags beat files, also by excluding what they say.
    kitchen.run(&["in", "-o", "flags", "--to", "epub,pdf", "--paper", "a4"]).succeeded();
    assert_eq!(paper(&kitchen, "flags/x/b.pdf"), "a4");
    kitchen.run(&["in/a.md", "-o", "named.epub"]).succeeded();
    kitchen.run(&["in/x", "in/y", "-o", "several"]).succeeded();
    assert_eq!(paper(&kitchen, "several/b.pdf"), "letter");
}

#[test]
fn what_files_say_of_other_formats_is_no_mistake() {
    let text = b"split = 1\ncover-page = true\nimpose = \"booklet\"\ncreep = \"0.2mm\"\nfor = \"kobo\"\nfit = 4\n";
    let kitchen = Kitchen::with(&[("in/a.md", PLAIN), ("in/offprint.toml", text)]);
    kitchen.run(&["in/a.md", "-o", "a.pdf"]).succeeded();
    kitchen.run(&["in/a.md", "-o", "a.epub", "--fail-on-warnings"]).succeeded();
    // `creep` has no effect with what the command line asks for, and `fit` is excluded by it.
    kitchen.run(&["in/a.md", "-o", "b.pdf", "--impose", "2up", "--max-sheets", "4"]).succeeded();
    kitchen.run(&["check", "in", "--print"]).succeeded();
    kitchen.run(&["credits", "in"]).succeeded();
    kitchen.run(&["explain", "in/a.md"]).succeeded();
    kitchen.run(&["in", "-o", "out"]).succeeded();
    assert!(kitchen.files().contains(&"out/a.kepub.epub".to_owned()));
    // A nearer file excludes what one above it says.
    fs::create_dir(kitchen.path("in/x")).unwrap();
    fs::write(kitchen.path("in/x/offprint.toml"), "max-sheets = 3\nimpose = \"2up\"\ncreep = \"0mm\"\n").unwrap();
    fs::write(kitchen.path("in/x/b.md"), PLAIN).unwrap();
    let found = said(&kitchen.run(&["in", "-o", "out2", "--log-format", "json"]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].2.contains("booklet") && found[0].0 == 3, "{found:?}");
    fs::write(kitchen.path("in/x/offprint.toml"), "max-sheets = 3\n").unwrap();
    kitchen.run(&["in", "-o", "out2"]).succeeded();
}

#[test]
fn a_switch_that_a_file_turns_on_can_be_turned_off() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", ARTICLE.as_bytes()),
        ("in/offprint.toml", b"embed-fonts = true\nto = \"epub\"\n"),
        ("in/x/b.md", ARTICLE.as_bytes()),
        ("in/x/offprint.toml", b"embed-fonts = false\n"),
    ]);
    let fonts = |epub: &str| Epub::open(&kitchen.path(epub)).names().iter().any(|name| name.contains("font"));
    kitchen.run(&["in", "-o", "out"]).succeeded();
    assert!(fonts("out/a.epub") && !fonts("out/x/b.epub"));
    kitchen.run(&["in", "-o", "off", "--no-embed-fonts"]).succeeded();
    assert!(!fonts("off/a.epub"));
    kitchen.run(&["in", "-o", "on", "--embed-fonts"]).succeeded();
    assert!(fonts("on/x/b.epub"));
}

#[test]
fn a_cover_in_a_file_serves_articles_that_name_none() {
    let named = b"---\ntitle: B\nlang: en\ncover: own.svg\n---\n\nWords.\n";
    let own: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='500' height='500'/>";
    let kitchen = Kitchen::with(&[
        ("in/a.md", ARTICLE.as_bytes()),
        ("in/b.md", named),
        ("in/own.svg", own),
        ("house/cover.svg", PICTURE),
        ("in/offprint.toml", b"cover = \"../house/cover.svg\"\ncover-design = \"none\"\n"),
    ]);
    let cover = |article: &str| {
        let run = kitchen.run(&["explain", article, "--json"]);
        let understood: Value = serde_json::from_slice(&run.succeeded().out).unwrap();
        understood["cover"]["pictures"][0]["height"].as_u64()
    };
    assert_eq!((cover("in/a.md"), cover("in/b.md")), (Some(400), Some(500)));
    kitchen.run(&["in", "-o", "out"]).succeeded();
}

#[test]
fn the_search_ends_at_the_top_of_the_repository() {
    let kitchen = Kitchen::with(&[
        ("offprint.toml", b"paper = \"a5\"\n"),
        ("repository/.git/HEAD", b"ref: x\n"),
        ("repository/offprint.toml", b"lang = \"en-GB\"\n"),
        ("repository/posts/a.md", PLAIN),
    ]);
    kitchen.run(&["repository/posts/a.md", "-o", "a.pdf"]).succeeded();
    assert_eq!(paper(&kitchen, "a.pdf"), "a4");
    let (lang, _) = value(&kitchen, &["repository/posts/a.md"], "lang");
    assert_eq!(lang, "en-GB");
    // Standard input belongs to the folder in which Offprint runs.
    let run = kitchen.pipe(&["-", "--to", "pdf", "-o", "piped.pdf"], PLAIN);
    run.succeeded();
    assert_eq!(paper(&kitchen, "piped.pdf"), "a5");
}

#[test]
#[cfg(unix)]
fn a_folder_that_everybody_may_write_to_has_no_say() {
    use std::os::unix::fs::PermissionsExt;
    let kitchen = Kitchen::with(&[("shared/offprint.toml", b"paper = \"a5\"\n"), ("shared/mine/a.md", PLAIN)]);
    fs::set_permissions(kitchen.path("shared"), fs::Permissions::from_mode(0o1777)).unwrap();
    kitchen.run(&["shared/mine/a.md", "-o", "a.pdf"]).succeeded();
    assert_eq!(paper(&kitchen, "a.pdf"), "a4");
}

#[test]
fn config_names_one_file_and_no_config_ignores_all() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", PLAIN),
        ("in/offprint.toml", b"paper = \"a5\"\n"),
        ("other.toml", b"paper = \"letter\"\n"),
    ]);
    kitchen.run(&["in/a.md", "-o", "a.pdf", "--config", "other.toml"]).succeeded();
    assert_eq!(paper(&kitchen, "a.pdf"), "letter");
    kitchen.run(&["in/a.md", "-o", "b.pdf", "--no-config"]).succeeded();
    assert_eq!(paper(&kitchen, "b.pdf"), "a4");
    kitchen.run(&["in/a.md", "-o", "c.pdf", "--config", "gone.toml"]).refused(2, &["there is no file gone.toml"]);
    assert_eq!(kitchen.run(&["in/a.md", "--config", "other.toml", "--no-config"]).code, 2);
}

#[test]
fn a_book_takes_what_applies_to_all_of_its_articles() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", PLAIN),
        ("in/offprint.toml", b"paper = \"a5\"\n"),
        ("in/x/b.md", PLAIN),
        ("in/x/offprint.toml", b"paper = \"letter\"\n"),
    ]);
    kitchen.run(&["in", "--book", "All", "-o", "all.pdf"]).succeeded();
    assert_eq!(paper(&kitchen, "all.pdf"), "a5");
}

#[test]
fn init_writes_what_it_found_and_never_over_a_file() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", ARTICLE.as_bytes()),
        ("in/posts/b.md", ARTICLE.as_bytes()),
        ("in/hugo.toml", b"title = \"The Quay\"\nbaseURL = \"https://e.org/\"\n"),
    ]);
    let run = kitchen.run(&["init", "in"]);
    let text = run.succeeded().text();
    assert_eq!(text, fs::read_to_string(kitchen.path("in/offprint.toml")).unwrap());
    for line in [
        "# 2 articles, 0 of them drafts",
        "\nlang = \"en\" # 2 of 2",
        "\nauthor = \"Ada Baker\"",
        "\n[pages]",
        "#paper =",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    kitchen.run(&["in", "-o", "out", "--to", "epub"]).succeeded();
    kitchen.run(&["init", "in"]).refused(2, &["in/offprint.toml is there already"]);
    assert_eq!(text, fs::read_to_string(kitchen.path("in/offprint.toml")).unwrap());
    kitchen.run(&["init", "gone"]).refused(1, &["gone"]);
}

#[test]
fn schemas_are_printed_and_the_published_ones_are_the_same() {
    let kitchen = Kitchen::with(&[]);
    for (name, file) in [("config", "offprint"), ("report", "report")] {
        let path = format!("{}/content/schema/{file}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let run = kitchen.run(&["schema", name]);
        assert!(run.succeeded().text() == fs::read_to_string(path).unwrap(), "offprint schema {name} prints another");
    }
}

#[test]
fn explain_says_where_each_setting_comes_from() {
    let kitchen = Kitchen::with(&[
        ("in/offprint.toml", b"design = \"book\"\nqr = true\n"),
        ("in/x/offprint.toml", b"[pages]\n\npaper = \"a5\"\nsize = \"9pt\"\n"),
        ("in/x/a.md", PLAIN),
    ]);
    let words = ["explain", "in/x/a.md", "--size", "12pt", "--no-qr"];
    let run = kitchen.run(&[&words[..], &["--json"]].concat());
    let understood: Value = serde_json::from_slice(&run.succeeded().out).unwrap();
    let setting = |name: &str| {
        let settings = understood["settings"].as_array().unwrap();
        let found = settings.iter().find(|setting| setting["name"] == name).unwrap();
        let text =
            |key: &str| found[key].as_str().unwrap_or_default().rsplit("/in/").next().unwrap_or_default().to_owned();
        (text("value"), text("from").trim_start_matches("in/").to_owned())
    };
    let rows = [
        ("paper", "a5", "x/offprint.toml, line 3"),
        ("size", "12pt", "command line"),
        ("qr", "false", "command line"),
        ("design", "book", "offprint.toml, line 1"),
        ("cover-fit", "smart", "default"),
        ("max-pages", "2000", "default"),
    ];
    for (name, value, from) in rows {
        assert_eq!(setting(name), (value.to_owned(), from.to_owned()), "{name}");
    }
    let text = kitchen.run(&words);
    assert!(text.succeeded().text().contains("  size    12pt  [command line]\n"), "{}", text.text());
}
