//! The binary as its users meet it: exit codes, messages, and what is on the disk afterwards.

use std::fs;
use std::process::Command;

use crate::common::epub::Epub;
use crate::common::kitchen::{ARTICLE, Kitchen, Run};

fn is_epub(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && bytes.get(30..58) == Some(b"mimetypeapplication/epub+zip")
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-1.") && bytes.trim_ascii_end().ends_with(b"%%EOF")
}

// What is asked for is made

#[test]
fn a_path_is_enough() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md"]).succeeded();
    assert_eq!(kitchen.files(), ["bread.epub", "bread.md", "bread.pdf"]);
    assert!(is_epub(&fs::read(kitchen.path("bread.epub")).unwrap()));
    assert!(is_pdf(&fs::read(kitchen.path("bread.pdf")).unwrap()));
}

#[test]
fn the_extension_of_the_output_decides() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "-o", "talk.pdf"]).succeeded();
    assert_eq!(kitchen.files(), ["bread.md", "talk.pdf"]);
    assert!(is_pdf(&fs::read(kitchen.path("talk.pdf")).unwrap()));
}

#[test]
fn an_output_folder_is_made_and_formats_can_be_chosen() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "-o", "out/", "--to", "epub"]).succeeded();
    assert_eq!(kitchen.files(), ["bread.md", "out/bread.epub"]);
}

#[test]
fn an_e_book_for_kobo_is_told_by_its_name() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "--for", "kobo"]).succeeded();
    assert_eq!(kitchen.files(), ["bread.kepub.epub", "bread.md", "bread.pdf"]);
    // The name alone asks for it too.
    kitchen.run(&["bread.md", "-o", "told.kepub.epub"]).succeeded();
    kitchen.run(&["bread.md", "--to", "epub", "--for", "kobo"]).succeeded();
    let read = |name| fs::read(kitchen.path(name)).unwrap();
    assert!(is_epub(&read("told.kepub.epub")) && read("told.kepub.epub") == read("bread.kepub.epub"));
}

#[test]
fn a_device_is_for_e_books() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "--for", "kindle", "--to", "pdf"]).refused(2, &["only a PDF", "--to epub,pdf"]);
    kitchen.run(&["bread.md", "--for", "kindel"]).refused(2, &["kindle"]);
    assert_eq!(kitchen.files(), ["bread.md"]);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let kitchen = Kitchen::with(&[]);
    let run = kitchen.pipe(&["-", "--to", "epub", "-o", "-"], ARTICLE.as_bytes());
    assert!(is_epub(&run.succeeded().out));
    assert!(kitchen.files().is_empty());
}

#[test]
fn standard_output_has_the_bytes_of_the_file() {
    let kitchen = Kitchen::article();
    for format in ["epub", "pdf"] {
        // Alone: an EPUB that is made with a PDF says where the pages of that begin.
        kitchen.run(&["bread.md", "--to", format]).succeeded();
        let run = kitchen.run(&["bread.md", "--to", format, "-o", "-"]);
        assert!(run.out == fs::read(kitchen.path(&format!("bread.{format}"))).unwrap(), "{format} differs");
    }
}

#[test]
fn standard_output_takes_one_format() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "-o", "-"]).refused(2, &["one format", "--to epub or --to pdf"]);
}

#[test]
fn standard_input_needs_a_place_to_go() {
    let kitchen = Kitchen::with(&[]);
    kitchen.pipe(&["-"], ARTICLE.as_bytes()).refused(2, &["-o FILE"]);
}

#[test]
fn a_file_may_be_called_like_a_command() {
    let kitchen = Kitchen::with(&[("check", ARTICLE.as_bytes())]);
    kitchen.run(&["./check"]).succeeded();
    assert_eq!(kitchen.files(), ["check", "check.epub", "check.pdf"]);
}

#[test]
fn the_paper_changes_the_pdf_and_not_the_epub() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "-o", "a4/"]).succeeded();
    kitchen.run(&["bread.md", "-o", "letter/", "--paper", "letter"]).succeeded();
    let read = |name: &str| fs::read(kitchen.path(name)).unwrap();
    assert!(read("a4/bread.epub") == read("letter/bread.epub"));
    assert!(read("a4/bread.pdf") != read("letter/bread.pdf"));
}

#[test]
fn source_date_epoch_sets_the_date_of_change() {
    let kitchen = Kitchen::article();
    let pdf = |epoch: &str| {
        let output = kitchen.command(&["bread.md", "-o", "-", "--to", "pdf"]).env("SOURCE_DATE_EPOCH", epoch).output();
        Run::of(&output.unwrap())
    };
    assert!(pdf("1714521600").out != pdf("1714521601").out);
    pdf("yesterday").refused(2, &["SOURCE_DATE_EPOCH", "\"yesterday\""]);
}

// Folders

#[test]
fn a_folder_is_converted_as_a_tree() {
    let kitchen = Kitchen::with(&[
        ("posts/bread.md", ARTICLE.as_bytes()),
        ("posts/2021/trip/index.md", ARTICLE.as_bytes()),
        ("posts/.hidden.md", ARTICLE.as_bytes()),
        ("posts/README.md", b"# About"),
    ]);
    let run = kitchen.run(&["posts", "-o", "library"]);
    assert!(
        run.succeeded().err.contains("converted 2 articles, 0 failed, 2 left out (1 paper, 1 hidden)"),
        "{}",
        run.err
    );
    let made = kitchen.files().into_iter().filter(|file| file.starts_with("library")).collect::<Vec<_>>();
    assert_eq!(made, ["library/2021/trip.epub", "library/2021/trip.pdf", "library/bread.epub", "library/bread.pdf"]);
}

#[test]
fn drafts_of_a_folder_are_left_out_unless_asked_for() {
    let draft = ARTICLE.replace("lang: en", "draft: true");
    let kitchen = Kitchen::with(&[("in/a.md", ARTICLE.as_bytes()), ("in/b.md", draft.as_bytes())]);
    let run = kitchen.run(&["in", "-o", "one", "--to", "epub"]);
    assert!(run.succeeded().err.contains("(1 draft)"), "{}", run.err);
    kitchen.run(&["in", "-o", "two", "--to", "epub", "--drafts"]).succeeded();
    kitchen.run(&["in/b.md", "-o", "three", "--to", "epub"]).succeeded();
    let made = kitchen.files().into_iter().filter(|file| file.ends_with(".epub")).collect::<Vec<_>>();
    assert_eq!(made, ["one/a.epub", "three/b.epub", "two/a.epub", "two/b.epub"]);
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", b""),
        ("in/b.md", ARTICLE.as_bytes()),
        ("in/c.md", b"caf\xe9"),
        ("in/d.md", b"Fine."),
    ]);
    let run = kitchen.run(&["in", "-o", "out"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("converted 2 articles, 2 failed"), "{}", run.err);
    let made = kitchen.files().into_iter().filter(|file| file.starts_with("out")).collect::<Vec<_>>();
    assert_eq!(made, ["out/b.epub", "out/b.pdf", "out/d.epub", "out/d.pdf"]);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_and_messages() {
    let names: Vec<String> = (0..12).map(|n| format!("in/{n}.md")).collect();
    let texts: Vec<String> =
        (0..12).map(|n| format!("# Part {n}\n\n![](none-{n}.png)\n\n{}", "More words. ".repeat(n * 30))).collect();
    let files: Vec<(&str, &[u8])> = names.iter().zip(&texts).map(|(name, text)| (&**name, text.as_bytes())).collect();
    let kitchen = Kitchen::with(&files);
    let one = kitchen.run(&["in", "-o", "one", "--jobs", "1", "--log-format", "json"]);
    let four = kitchen.run(&["in", "-o", "four", "--jobs", "4", "--log-format", "json"]);
    let articles =
        |run: &Run| run.err.lines().filter(|line| !line.contains("\"summary\"")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(articles(&one), articles(&four));
    for name in names {
        for format in ["epub", "pdf"] {
            let read = |out: &str| fs::read(kitchen.path(&name.replace("in", out)).with_extension(format)).unwrap();
            assert!(read("one") == read("four"), "{name} as {format} differs");
        }
    }
}

// Bad input

#[test]
fn an_empty_file() {
    let kitchen = Kitchen::with(&[("empty.md", b"")]);
    kitchen.run(&["empty.md"]).refused(1, &["empty.md", "empty"]);
    assert_eq!(kitchen.files(), ["empty.md"]);
}

#[test]
fn front_matter_alone() {
    let kitchen = Kitchen::with(&[("head.md", b"---\ntitle: Nothing follows\n---\n")]);
    kitchen.run(&["head.md"]).refused(1, &["head.md", "front matter"]);
    assert_eq!(kitchen.files(), ["head.md"]);
}

#[test]
fn bytes_that_are_not_utf8_are_named_with_their_place() {
    let kitchen = Kitchen::with(&[("latin.md", b"# Title\n\nA caf\xe9 in town\n")]);
    kitchen.run(&["latin.md"]).refused(1, &["latin.md:3:6", "offset 14", "iconv"]);
    assert_eq!(kitchen.files(), ["latin.md"]);
}

#[test]
fn a_missing_picture_is_a_warning_with_its_place() {
    let kitchen = Kitchen::with(&[("a.md", b"# Title\n\nText.\n\n![A cat](cat.png)\n")]);
    let run = kitchen.run(&["a.md"]);
    assert!(run.succeeded().err.contains("warning"), "{}", run.err);
    assert!(run.err.contains("a.md:5:") && run.err.contains("cat.png"), "{}", run.err);
    assert_eq!(kitchen.run(&["a.md", "--fail-on-warnings"]).code, 1);
    assert_eq!(kitchen.files(), ["a.epub", "a.md", "a.pdf"]);
}

#[test]
fn a_picture_that_is_none_is_a_warning_with_its_place() {
    let kitchen = Kitchen::with(&[("a.md", b"# Title\n\n![A cat](cat.png)\n"), ("cat.png", b"this is no picture")]);
    let run = kitchen.run(&["a.md"]);
    assert!(run.succeeded().err.contains("a.md:3:") && run.err.contains("cat.png"), "{}", run.err);
    assert_eq!(kitchen.files(), ["a.epub", "a.md", "a.pdf", "cat.png"]);
}

#[test]
fn a_folder_without_articles() {
    let kitchen = Kitchen::with(&[("in/photo.jpg", b"x"), ("in/README.md", b"# x")]);
    kitchen.run(&["in", "-o", "out"]).refused(1, &["no article in in", ".md"]);
    assert!(!kitchen.path("out").exists());
}

#[test]
fn an_output_that_cannot_be_written() {
    let kitchen = Kitchen::with(&[("a.md", ARTICLE.as_bytes()), ("b.md", ARTICLE.as_bytes()), ("taken", b"x")]);
    kitchen.run(&["a.md", "-o", "taken/a.pdf"]).refused(1, &["cannot write taken/a.pdf", "taken is not a folder"]);
    kitchen.run(&["a.md", "b.md", "-o", "taken/"]).refused(1, &["cannot write to taken/", "not a folder"]);
    assert_eq!(kitchen.files(), ["a.md", "b.md", "taken"]);
}

#[test]
fn an_output_that_is_a_folder_leaves_nothing_of_the_other() {
    let kitchen = Kitchen::article();
    fs::create_dir(kitchen.path("bread.pdf")).unwrap();
    kitchen.run(&["bread.md"]).refused(1, &["bread.pdf", "it is a folder"]);
    assert_eq!(kitchen.files(), ["bread.md"]);
}

#[test]
fn two_inputs_for_one_output() {
    let kitchen = Kitchen::with(&[("in/a.md", ARTICLE.as_bytes()), ("in/a/index.md", ARTICLE.as_bytes())]);
    let run = kitchen.run(&["in", "-o", "out", "--to", "epub"]);
    assert!(run.succeeded().err.contains("in/a.md already uses the name `a`"), "{}", run.err);
    assert!(run.err.contains("--> in/a/index.md"), "{}", run.err);
    assert_eq!(kitchen.files(), ["in/a.md", "in/a/index.md", "out/a-index.epub", "out/a.epub"]);
}

#[test]
fn several_inputs_for_one_file() {
    let kitchen = Kitchen::with(&[("a.md", b"A."), ("b.md", b"B.")]);
    kitchen.run(&["a.md", "b.md", "-o", "all.pdf"]).refused(2, &["several articles", "-o DIR/"]);
    assert_eq!(kitchen.files(), ["a.md", "b.md"]);
}

#[test]
fn an_unknown_flag_and_an_unknown_value_get_a_suggestion() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "--papr", "a4"]).refused(2, &["--papr", "--paper"]);
    kitchen.run(&["bread.md", "--paper", "leter"]).refused(2, &["leter", "letter"]);
    kitchen.run(&["bread.md", "--design", "artcle"]).refused(2, &["artcle", "article"]);
    kitchen.run(&["bread.md", "--lang", "de_DE"]).refused(2, &["de_DE", "pt-BR"]);
    kitchen.run(&["bread.md", "-o", "bread.epb"]).refused(2, &["did you mean bread.epub?"]);
    assert_eq!(kitchen.files(), ["bread.md"]);
}

#[test]
fn a_design_is_refused_on_a_paper_that_it_is_not_made_for() {
    let kitchen = Kitchen::article();
    let handout = ["bread.md", "--design", "handout", "--paper", "a5"];
    kitchen.run(&handout).refused(2, &["`handout`", "a5", "a4, letter"]);
    assert_eq!(kitchen.files(), ["bread.md"]);
}

#[test]
fn a_mistyped_command_gets_a_suggestion() {
    let kitchen = Kitchen::article();
    let run = kitchen.run(&["exlain", "bread.md"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("`explain`"), "{}", run.err);
    assert_eq!(kitchen.files(), ["bread.md"]);
}

#[test]
fn an_input_is_not_overwritten() {
    let kitchen = Kitchen::with(&[("a.pdf", ARTICLE.as_bytes())]);
    kitchen.run(&["a.pdf"]).refused(2, &["a.pdf", "overwritten"]);
    kitchen.run(&["./a.pdf", "-o", "a.pdf"]).refused(2, &["a.pdf", "overwritten"]);
    assert_eq!(fs::read(kitchen.path("a.pdf")).unwrap(), ARTICLE.as_bytes());
}

#[test]
fn a_missing_file_does_not_stop_the_others() {
    let kitchen = Kitchen::article();
    let run = kitchen.run(&["none.md", "bread.md", "-o", "out", "--to", "pdf"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("cannot read none.md"), "{}", run.err);
    assert_eq!(kitchen.files(), ["bread.md", "out/bread.pdf"]);
}

#[test]
fn a_folder_may_be_called_like_an_article() {
    let kitchen = Kitchen::with(&[("x.md/inner.md", ARTICLE.as_bytes())]);
    kitchen.run(&["x.md", "-o", "out", "--to", "epub"]).succeeded();
    assert_eq!(kitchen.files(), ["out/inner.epub", "x.md/inner.md"]);
}

#[test]
#[cfg(unix)]
fn a_pipe_without_a_writer_does_not_hang() {
    let kitchen = Kitchen::with(&[]);
    let made = Command::new("mkfifo").arg(kitchen.path("pipe.md")).status().unwrap();
    assert!(made.success());
    kitchen.run(&["pipe.md"]).refused(1, &["pipe.md", "not a regular file"]);
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let kitchen = Kitchen::with(&[]);
    fs::File::create(kitchen.path("huge.md")).unwrap().set_len(1 << 40).unwrap();
    kitchen.run(&["huge.md"]).refused(1, &["huge.md", "16777216"]);
}

#[test]
fn a_missing_cover() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "--cover", "none.jpg"]).refused(2, &["cover", "none.jpg"]);
    assert_eq!(kitchen.files(), ["bread.md"]);
}

#[test]
fn pictures_outside_the_root_are_not_read() {
    let pixel = b"P\x00";
    let kitchen = Kitchen::with(&[("site/a.md", b"# Title\n\n![Secret](../secret.png)\n"), ("secret.png", pixel)]);
    let run = kitchen.run(&["site/a.md", "--root", "site", "-o", "out/"]);
    assert!(run.succeeded().err.contains("secret.png"), "{}", run.err);
}

// What is said

#[test]
fn messages_can_be_json() {
    let kitchen = Kitchen::with(&[("latin.md", b"caf\xe9")]);
    let run = kitchen.run(&["latin.md", "--log-format", "json"]);
    let line: serde_json::Value = serde_json::from_str(run.err.lines().next().unwrap()).unwrap();
    assert_eq!((line["severity"].as_str(), line["code"].as_str()), (Some("error"), Some("not-utf8")));
    assert_eq!((line["line"].as_u64(), line["column"].as_u64()), (Some(1), Some(4)));
    assert_eq!(line["file"], "latin.md");
}

#[test]
fn quiet_says_only_errors() {
    let kitchen = Kitchen::with(&[("a.md", b"Text. ![A cat](cat.png)\n"), ("empty.md", b"")]);
    assert_eq!(kitchen.run(&["a.md", "--quiet"]).succeeded().err, "");
    kitchen.run(&["empty.md", "--quiet"]).refused(1, &["empty.md"]);
}

#[test]
fn colours_are_for_terminals_unless_forced() {
    let kitchen = Kitchen::with(&[("empty.md", b"")]);
    assert!(!kitchen.run(&["empty.md"]).err.contains('\x1b'));
    assert!(kitchen.run(&["empty.md", "--color", "always"]).err.contains('\x1b'));
}

#[test]
fn explain_names_key_and_line_of_each_value() {
    let kitchen = Kitchen::article();
    let run = kitchen.run(&["explain", "bread.md"]);
    let author = run.succeeded().text().lines().find(|line| line.contains("Ada Baker")).expect("no author");
    assert!(author.contains("author, line 3"), "{author}");
    let json: serde_json::Value = serde_json::from_slice(&kitchen.run(&["explain", "bread.md", "--json"]).out).unwrap();
    let values = json["values"].as_array().unwrap();
    assert!(values.iter().any(|value| value["value"] == "Bread" && value["key"] == "title" && value["line"] == 2));
    assert_eq!(json["words"], 7);
    assert_eq!(kitchen.files(), ["bread.md"]);
}

#[test]
fn check_warns_and_writes_nothing() {
    let kitchen = Kitchen::with(&[("a.md", b"# Title\n\n![A cat](cat.png)\n")]);
    let run = kitchen.run(&["check", "a.md"]);
    assert!(run.succeeded().err.contains("cat.png"), "{}", run.err);
    assert_eq!(kitchen.run(&["check", "a.md", "--fail-on-warnings"]).code, 1);
    assert_eq!(kitchen.files(), ["a.md"]);
}

#[test]
fn the_report_is_json_in_the_order_of_the_inputs() {
    let kitchen = Kitchen::with(&[("in/b.md", ARTICLE.as_bytes()), ("in/a.md", b"")]);
    let run = kitchen.run(&["in", "-o", "out", "--to", "epub", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&run.out).unwrap();
    assert_eq!(report["articles"][0]["status"], "failed");
    assert_eq!(report["articles"][0]["error"]["code"], "empty");
    assert_eq!(report["articles"][1]["outputs"][0]["path"], "out/b.epub");
    assert_eq!((&report["converted"], &report["failed"]), (&1.into(), &1.into()));
}

#[test]
fn completions_and_manual_are_printed() {
    let kitchen = Kitchen::with(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(kitchen.run(&["completions", shell]).succeeded().text().contains("paper"), "{shell}");
    }
    let manual = kitchen.run(&["man"]);
    assert!(manual.succeeded().text().starts_with(".ie") && manual.text().contains(".TH offprint 1"));
}

#[test]
fn what_cannot_be_printed_is_refused_before_anything_is_written() {
    let cases: [(&[&str], &str); 5] = [
        (&["--impose", "3up"], "3up"),
        (&["--bleed", "3"], "unit"),
        (&["--bleed", "30mm"], "between 0 and 20 mm"),
        (&["--impose", "2up", "--creep", "0.1mm"], "booklet"),
        (&["--flip", "long"], "--impose"),
    ];
    for (arguments, said) in cases {
        let kitchen = Kitchen::article();
        let output = kitchen.command(&[&["bread.md", "-o", "bread.pdf"], arguments].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.contains(said), "{arguments:?}: {message}");
        assert!(!kitchen.path("bread.pdf").exists());
    }
}

#[test]
fn a_booklet_is_a_landscape_sheet_for_both_sides() {
    let kitchen = Kitchen::article();
    let output = kitchen.command(&["bread.md", "-o", "bread.pdf", "--impose", "booklet"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let document = lopdf::Document::load(kitchen.path("bread.pdf")).unwrap();
    assert_eq!(document.get_pages().len(), 2);
    let page = document.get_dictionary(document.page_iter().next().unwrap()).unwrap();
    let media = page.get(b"MediaBox").and_then(lopdf::Object::as_array).unwrap();
    assert!(media[2].as_float().unwrap() > media[3].as_float().unwrap());
}

// Licences

#[test]
fn the_licences_of_fonts_and_crates_are_printed_without_an_input() {
    let run = Kitchen::article().run(&["--licenses"]);
    let text = String::from_utf8(run.succeeded().out.clone()).unwrap();
    for said in ["eb-garamond: SIL Open Font License 1.1", "pulldown-cmark 0.13.", "Permission is hereby granted"] {
        assert!(text.contains(said), "{said}");
    }
}

// The size of an EPUB

#[test]
fn a_size_that_cannot_be_kept_is_said_and_one_that_is_none_refused() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "--to", "epub", "--max-size", "1KB"]).refused(1, &["more than allowed", "--max-size"]);
    assert!(!kitchen.path("bread.epub").exists());
    kitchen.run(&["bread.md", "--to", "epub", "--max-size", "5"]).refused(2, &["unit", "5MB"]);
    kitchen.run(&["bread.md", "--max-size", "5 apples"]).refused(2, &["not a size such as 5MB"]);
}

// Accessibility

const DESCRIBED: &str = "---\ntitle: Weirs\nlang: en\n---\n\nSee [here](https://example.org/).\n\n\
    ![](one.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$x^2$\n";

#[test]
fn the_accessibility_report_promises_what_the_metadata_say() {
    let kitchen = Kitchen::with(&[("weirs.md", DESCRIBED.as_bytes())]);
    let run = kitchen.run(&["check", "weirs.md", "--a11y", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&run.succeeded().out).expect("JSON");
    let promises = &report["accessibility"][0]["promises"];
    kitchen.run(&["weirs.md", "-o", "out/"]).succeeded();
    let package = Epub::open(&kitchen.path("out/weirs.epub")).text("content.opf");
    let said = |property: &str| -> Vec<String> {
        let mark = format!("property=\"{property}\">");
        package.split(&mark).skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
    };
    for (name, property) in [
        ("access_modes", "schema:accessMode"),
        ("sufficient", "schema:accessModeSufficient"),
        ("features", "schema:accessibilityFeature"),
    ] {
        let promised: Vec<&str> = promises[name].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        assert_eq!(said(property), promised, "{name}");
    }
    assert!(said("schema:accessibilityFeature").contains(&"MathML".to_owned()));
    assert_eq!(said("schema:accessibilitySummary"), [promises["summary"].as_str().unwrap()]);
    assert_eq!(said("schema:accessibilityHazard"), [promises["hazard"].as_str().unwrap()]);
}

#[test]
fn what_a_person_must_judge_is_named_with_its_place() {
    let kitchen = Kitchen::with(&[("weirs.md", DESCRIBED.as_bytes())]);
    let run = kitchen.run(&["check", "weirs.md", "--a11y"]);
    let text = String::from_utf8(run.succeeded().out.clone()).unwrap();
    assert!(text.contains("weirs.md:6:1: link-text: where does the link \u{201c}here\u{201d} lead?"), "{text}");
    assert!(text.contains("conformance: not claimed"), "{text}");
}
