//! `check --print`: what would look wrong in print, before it is printed.

use std::io::Cursor;

use serde_json::Value;

use crate::common::kitchen::Kitchen;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([70, 80, 90]));
    picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

fn kitchen() -> Kitchen {
    Kitchen::with(&[
        ("a.md", b"---\ntitle: Quays\nauthor: ann-lee\nlang: en\n---\n\nText.\n\n![](quay.png)\n\n[up](#gone)\n"),
        ("b.md", b"---\ntitle: Tides\nlang: en\n---\n\nText.\n"),
        ("quay.png", &png(300, 200)),
    ])
}

#[test]
fn each_finding_has_page_file_line_and_column() {
    let kitchen = kitchen();
    let run = kitchen.run(&["check", "--print", "a.md", "b.md"]);
    let table = run.succeeded().text();
    for (place, code) in [("3:9", "slug-byline"), ("9:1", "low-resolution"), ("9:1", "no-alt"), ("11:6", "broken-link")]
    {
        let row = |line: &str| line.starts_with(&format!("a.md:{place} ")) && line.contains(&format!(" 1  {code} "));
        assert!(table.lines().any(row), "{code}: {table}");
    }
    assert!(table.ends_with("4 findings in 2 articles: 1 broken-link, 1 low-resolution, 1 no-alt, 1 slug-byline\n"));
    assert_eq!(kitchen.files(), ["a.md", "b.md", "quay.png"], "nothing is written");
}

#[test]
fn programs_read_json() {
    let kitchen = kitchen();
    let run = kitchen.run(&["check", "--print", "--format", "json", "a.md", "b.md"]);
    let report: Value = serde_json::from_str(run.succeeded().text()).unwrap();
    assert_eq!(report["schema"], 1);
    let findings = report["findings"].as_array().unwrap();
    let pixels = findings.iter().find(|finding| finding["code"] == "low-resolution").unwrap();
    assert_eq!((&pixels["article"], &pixels["page"]), (&"a.md".into(), &1.into()));
    assert_eq!((&pixels["line"], &pixels["column"]), (&9.into(), &1.into()));
    assert!(pixels["measured"].as_f64().unwrap() < 200.0 && pixels["message"].as_str().unwrap().contains("`quay`"));
    let same = kitchen.run(&["check", "--print", "--json", "a.md", "b.md"]);
    assert_eq!(same.succeeded().text(), run.text());
}

#[test]
fn the_exit_code_is_for_what_is_asked() {
    let kitchen = kitchen();
    kitchen.run(&["check", "--print", "a.md", "--fail-on", "river,out-of-gamut"]).succeeded();
    assert_eq!(kitchen.run(&["check", "--print", "a.md", "--fail-on", "river,no-alt"]).code, 1);
    assert_eq!(kitchen.run(&["check", "--print", "a.md", "--fail-on", "any"]).code, 1);
    kitchen.run(&["check", "--print", "b.md", "--fail-on", "any"]).succeeded();
    kitchen.run(&["check", "--print", "a.md", "--fail-on", "no-alts"]).refused(2, &["no-alts", "no-alt"]);
    kitchen.run(&["check", "a.md", "--fail-on", "any"]).refused(2, &["--print"]);
}

#[test]
fn sizes_are_those_on_the_paper_that_is_asked_for() {
    let kitchen = kitchen();
    let small = |more: &[&str]| {
        let run = kitchen.run(&[&["check", "--print", "b.md", "--fail-on", "small-print"], more].concat());
        (run.code, run.text().contains("small-print"))
    };
    assert_eq!(small(&[]), (0, false));
    assert_eq!(small(&["--impose", "4up"]), (1, true));
    assert_eq!(small(&["--size", "6pt"]), (1, true));
}

#[test]
fn an_article_that_fails_is_still_an_error() {
    let kitchen = Kitchen::with(&[("a.md", b"PK\x03\x04 not text"), ("b.md", b"# B\n\nText.\n")]);
    let run = kitchen.run(&["check", "--print", "a.md", "b.md"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("a.md"), "{}", run.err);
    assert!(run.text().contains("1 article"), "{}", run.text());
}
