//! `--fit`: articles that take a given number of pages, as their users ask for them.

use std::fs;

use serde_json::Value;

use crate::common::kitchen::{Kitchen, Run};

fn long_article(paragraphs: usize) -> String {
    let paragraph =
        "The dough rests in a warm corner until it has doubled, and nobody touches it before that. ".repeat(6);
    let paragraphs = vec![paragraph.trim(); paragraphs];
    format!("---\ntitle: Bread\nauthor: Ada Baker\nlang: en\n---\n\n{}\n", paragraphs.join("\n\n"))
}

fn kitchen() -> Kitchen {
    Kitchen::with(&[("long.md", long_article(18).as_bytes()), ("other.md", long_article(7).as_bytes())])
}

fn pages(kitchen: &Kitchen, name: &str) -> usize {
    lopdf::Document::load(kitchen.path(name)).unwrap().get_pages().len()
}

/// Converts long.md with `more` arguments.
fn run(kitchen: &Kitchen, more: &[&str]) -> Run {
    kitchen.run(&[&["long.md", "-o", "fit.pdf"], more].concat())
}

#[test]
fn an_article_takes_the_pages_that_are_asked_for() {
    let kitchen = kitchen();
    run(&kitchen, &[]).succeeded();
    let natural = pages(&kitchen, "fit.pdf");
    let wanted = (natural + 1).to_string();
    let fitted = run(&kitchen, &["--fit", &wanted]);
    fitted.succeeded();
    assert_eq!(pages(&kitchen, "fit.pdf"), natural + 1);
    assert!(fitted.err.contains(&format!("note: fit: {wanted} pages instead of {natural}: gaps +")), "{}", fitted.err);
    let bytes = fs::read(kitchen.path("fit.pdf")).unwrap();
    run(&kitchen, &["--fit", &wanted]).succeeded();
    assert!(fs::read(kitchen.path("fit.pdf")).unwrap() == bytes, "the same bytes each time");
    let report: Value = serde_json::from_str(run(&kitchen, &["--fit", &wanted, "--json"]).text()).unwrap();
    assert!(report["articles"][0]["fit"].as_str().unwrap().starts_with("fit: "), "{report}");
}

#[test]
fn sections_are_filled() {
    let kitchen = kitchen();
    for more in [&["--impose", "booklet"][..], &["--paper", "a5"]] {
        run(&kitchen, &[&["--fit", "multiple-of-4"], more].concat()).succeeded();
        let sides = if more[0] == "--impose" { 2 } else { 4 };
        assert_eq!(pages(&kitchen, "fit.pdf") % sides, 0, "{more:?}");
    }
    let book = ["long.md", "other.md", "--book", "Bread", "-o", "book.pdf"];
    kitchen.run(&book).succeeded();
    let natural = pages(&kitchen, "book.pdf");
    let fitted = kitchen.run(&[&book[..], &["--fit", &(natural + 2).to_string()]].concat());
    fitted.succeeded();
    assert_eq!(pages(&kitchen, "book.pdf"), natural + 2, "{}", fitted.err);
}

#[test]
fn what_is_out_of_reach_is_written_with_a_warning() {
    let kitchen = kitchen();
    let fitted = run(&kitchen, &["--fit", "9"]);
    fitted.succeeded();
    for words in [
        "warning",
        "the text cannot be fitted to 9 pages",
        "lines too short for 9 pages; it has ",
        "[fit] of a design.toml",
    ] {
        assert!(fitted.err.contains(words), "{words}: {}", fitted.err);
    }
    assert!(pages(&kitchen, "fit.pdf") < 9);
    assert_eq!(run(&kitchen, &["--fit", "9", "--fail-on-warnings"]).code, 1);
    let check = kitchen.run(&["check", "--print", "long.md", "--fit", "1", "--fail-on", "page-count"]);
    assert_eq!(check.code, 1);
    assert!(check.text().contains("page-count") && check.text().contains(" % of the 1 that"), "{}", check.text());
    kitchen.run(&["check", "--print", "other.md", "--fit", "1", "--fail-on", "page-count"]).succeeded();
}

#[test]
fn bounds_are_those_of_the_design() {
    let narrow = "base = \"article\"\n[fit]\ngaps = [1, 1]\npictures = [1, 1]\nparagraphs = [0, 0]\nleading = [1.3, 1.35]\n\
        size = [1, 1]\nleast-size = \"11pt\"\n";
    let kitchen = Kitchen::with(&[
        ("long.md", long_article(18).as_bytes()),
        ("narrow.toml", narrow.as_bytes()),
        ("wrong.toml", b"[fit]\nsize = [1.1, 0.9]\nleading = 1.2\ngap = [1, 2]\n"),
    ]);
    let fitted = run(&kitchen, &["--fit", "3", "--design", "narrow.toml"]);
    assert!(fitted.err.contains("cannot be fitted"), "{}", fitted.err);
    let refused = run(&kitchen, &["--design", "wrong.toml"]);
    assert_eq!(refused.code, 2);
    for words in ["1.1 is more than 0.9", "two numbers from 1 to 2", "there is no `fit.gap`", "`fit.gaps`"] {
        assert!(refused.err.contains(words), "{words}: {}", refused.err);
    }
}

#[test]
fn what_is_no_number_of_pages_is_refused() {
    let kitchen = kitchen();
    for wrong in ["0", "four", "-1", "multiple-of-0", "multiple-of"] {
        let refused = kitchen.run(&["long.md", &format!("--fit={wrong}")]);
        assert_eq!(refused.code, 2, "{wrong}");
        assert!(refused.err.contains("such as 4, or multiple-of-4"), "{wrong}: {}", refused.err);
    }
    kitchen.run(&["long.md", "--fit", "4", "--max-sheets", "2"]).refused(2, &["--fit", "--max-sheets"]);
    kitchen.run(&["long.md", "--fit", "4", "--to", "epub"]).refused(2, &["--fit is about the PDF"]);
}
