//! Choosing articles of a folder, and naming their outputs: what the command makes, leaves out and refuses.

use serde_json::Value;

use crate::common::kitchen::{Kitchen, Run};

const FILES: [(&str, &str); 8] = [
    (
        "in/posts/2024-05-17-mill.md",
        "---\ntitle: The Mill\ntags: [Wind Power]\nauthor: Ann Lee\nlang: en\n---\nText.\n",
    ),
    (
        "in/posts/trip/index.md",
        "---\ntitle: 'Trip: north?'\ndate: 2023-01-02\ncategories: [travel]\nlang: de\n---\nEin Text.\n",
    ),
    ("in/posts/undated.md", "---\ntitle: Undated\nlang: en-GB\ntags: [wind-power/history]\n---\nText.\n"),
    ("in/posts/ahead.md", "---\ntitle: Ahead\ndate: 2999-01-01\nlang: en\n---\nText.\n"),
    ("in/private/note.md", "---\nlang: en\n---\nText.\n"),
    ("in/old/a.md", "---\nlang: en\n---\nText.\n"),
    ("in/.gitignore", "private/\n"),
    ("in/.offprintignore", "old/\n"),
];

fn kitchen() -> Kitchen {
    Kitchen::with(&FILES.map(|(name, text)| (name, text.as_bytes())))
}

/// Runs over the folder; returns the outputs, and the codes of what is left out by its last name.
fn run(arguments: &[&str]) -> (Vec<String>, Vec<(String, String)>) {
    let kitchen = kitchen();
    let run = kitchen.run(&[&["in", "-o", "out/", "--to", "epub", "--json"], arguments].concat());
    outcome(&kitchen, &run)
}

fn outcome(kitchen: &Kitchen, run: &Run) -> (Vec<String>, Vec<(String, String)>) {
    let report: Value = serde_json::from_str(run.succeeded().text()).unwrap();
    let out = kitchen.files().into_iter().filter_map(|file| {
        let name = file.strip_prefix("out/")?.strip_suffix(".epub")?;
        Some(name.to_owned())
    });
    let left_out = report["skipped"].as_array().unwrap_or_else(|| panic!("{report:#}")).iter().filter_map(|skipped| {
        let name = skipped["input"].as_str()?.rsplit('/').next()?.to_owned();
        let code = skipped["kind"].as_str().unwrap_or_else(|| panic!("{skipped:#}"));
        (code != "hidden").then(|| (name, code.to_owned()))
    });
    (out.collect(), left_out.collect())
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, code)| ((*name).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn ignored_folders_are_left_out_with_the_reason() {
    let (made, left_out) = run(&[]);
    assert_eq!(made, ["posts/2024-05-17-mill", "posts/ahead", "posts/trip", "posts/undated"]);
    assert_eq!(left_out, pairs(&[("old", "offprintignore"), ("private", "gitignore")]));
    let (made, left_out) = run(&["--no-ignore"]);
    assert_eq!((made.len(), left_out.len()), (6, 0));
    // A folder that is named is converted, whatever ignores it.
    let kitchen = kitchen();
    let named = kitchen.run(&["in/private", "in/old", "-o", "out/", "--to", "epub", "--json"]);
    assert_eq!(outcome(&kitchen, &named).0, ["a", "note"]);
}

#[test]
fn patterns_choose_by_path() {
    assert_eq!(run(&["--include", "trip/"]).0, ["posts/trip"]);
    let (made, left_out) = run(&["--exclude", "posts/*ead.md", "--exclude", "trip"]);
    assert_eq!(made, ["posts/2024-05-17-mill", "posts/undated"]);
    let excluded =
        [("old", "offprintignore"), ("ahead.md", "excluded"), ("trip", "excluded"), ("private", "gitignore")];
    assert_eq!(left_out, pairs(&excluded));
    assert_eq!(run(&["--exclude", "posts/", "--include", "ahead.*"]).0, ["posts/ahead"]);
    assert_eq!(run(&["--include", "ahead.*", "--exclude", "posts/", "--include", "undated.md"]).0, ["posts/undated"]);
}

#[test]
fn filters_choose_by_what_articles_state() {
    assert_eq!(run(&["--from-date", "2023", "--until-date", "2024-05"]).0, ["posts/2024-05-17-mill", "posts/trip"]);
    let (made, left_out) = run(&["--tag", "wind-power"]);
    assert_eq!(made, ["posts/2024-05-17-mill", "posts/undated"]);
    assert!(left_out.contains(&("ahead.md".to_owned(), "other-tag".to_owned())), "{left_out:?}");
    assert_eq!(run(&["--category", "TRAVEL"]).0, ["posts/trip"]);
    assert_eq!(run(&["--author", "ann lee"]).0, ["posts/2024-05-17-mill"]);
    assert_eq!(run(&["--language", "de"]).0, ["posts/trip"]);
    assert_eq!(run(&["--language", "en", "--tag", "wind power"]).0.len(), 2);
    let (made, left_out) = run(&["--future=skip"]);
    assert_eq!(made.len(), 3);
    assert!(left_out.contains(&("ahead.md".to_owned(), "future".to_owned())), "{left_out:?}");
    assert_eq!(run(&["--future"]).0.len(), 4);
}

#[test]
fn what_the_site_states_counts_for_articles_that_state_nothing() {
    let site = "baseURL = 'https://e.org/'\nlanguageCode = 'fr'\n[params]\nauthor = 'Zoe Roy'\n";
    let files = [
        ("in/hugo.toml", site),
        ("in/content/posts/a.md", "---\ntitle: A\n---\nMots.\n"),
        ("in/content/posts/b.md", "---\ntitle: B\nauthor: Ann Lee\nlang: de\n---\nWorte.\n"),
    ];
    for filter in [["--language", "fr"], ["--author", "Zoe Roy"]] {
        let kitchen = Kitchen::with(&files.map(|(name, text)| (name, text.as_bytes())));
        let run = kitchen.run(&[&["in", "-o", "out/", "--to", "epub", "--json"], &filter[..]].concat());
        let made = outcome(&kitchen, &run).0;
        assert!(matches!(made.as_slice(), [only] if only.ends_with("posts/a")), "{filter:?}: {made:?}");
    }
}

#[test]
fn what_no_article_meets_is_refused_with_a_suggestion() {
    for (arguments, words) in [
        (["--tag", "wind-powr"], &["--tag", "did you mean", "Wind Power"][..]),
        (["--author", "Ann Leee"], &["--author", "Ann Lee"]),
        (["--name", "{slgu}"], &["{slgu}", "{slug}"]),
        (["--include", "!x"], &["--exclude"]),
        (["--from-date", "soon"], &["not a date"]),
        (["--language", "klingon"], &["no language"]),
    ] {
        kitchen().run(&[&["in", "-o", "out/"], &arguments[..]].concat()).refused(2, words);
    }
    kitchen().run(&["in/posts/undated.md", "-o", "x.pdf", "--name", "{slug}"]).refused(2, &["--name"]);
    kitchen().run(&["in", "-o", "out/", "--exclude", "*.md"]).refused(1, &["all articles in in are left out"]);
    kitchen().run(&["in/*.rst", "-o", "out/"]).refused(2, &["no article matches the pattern in/*.rst"]);
}

#[test]
fn today_is_the_day_of_the_environment() {
    let kitchen = kitchen();
    let mut command = kitchen.command(&["in", "-o", "out/", "--to", "epub", "--json", "--future=skip"]);
    // 2023-11-14
    let run = Run::of(&command.env("SOURCE_DATE_EPOCH", "1700000000").output().unwrap());
    assert_eq!(outcome(&kitchen, &run).0, ["posts/trip", "posts/undated"]);
}

#[test]
fn outputs_are_called_by_the_pattern() {
    let made = run(&["--name", "{date}-{slug}"]).0;
    assert_eq!(made, ["posts/2023-01-02-trip", "posts/2024-05-17-mill", "posts/2999-01-01-ahead", "posts/undated"]);
    let made = run(&["--name", "{lang}/{year}/{title}", "--exclude", "ahead.md"]).0;
    assert_eq!(made, ["de/2023/Trip- north", "en-GB/Undated", "en/2024/The Mill"]);
    // Two that want the same name get distinct ones.
    let made = run(&["--name", "{section}"]).0;
    assert_eq!(made.len(), 4, "{made:?}");
    // Beside the articles, and again without change.
    let kitchen = kitchen();
    kitchen.run(&["in/posts", "--to", "epub", "--name", "{slug}"]).succeeded();
    assert!(kitchen.path("in/posts/mill.epub").is_file() && kitchen.path("in/posts/trip/trip.epub").is_file());
    let again = kitchen.run(&["in/posts", "--to", "epub", "--name", "{slug}"]);
    assert!(again.succeeded().err.contains("4 unchanged"), "{}", again.err);
}

#[test]
fn outputs_with_old_names_are_listed_and_deleted_only_when_asked() {
    let kitchen = kitchen();
    let run = |extra: &[&str]| kitchen.run(&[&["in/posts", "-o", "out/", "--to", "epub"], extra].concat());
    let made = || kitchen.files().into_iter().filter(|file| file.ends_with(".epub")).collect::<Vec<_>>();
    run(&[]).succeeded();
    let named = run(&["--name", "{lang}-{slug}"]);
    assert!(named.succeeded().err.contains("named otherwise now") && made().len() == 8, "{}", named.err);
    // Other formats and filters are no other names.
    let pdf = kitchen.run(&["in/posts", "-o", "out/", "--to", "pdf", "--name", "{lang}-{slug}", "--tag", "wind-power"]);
    let old = pdf.succeeded().err.lines().filter(|line| line.starts_with("  ")).collect::<Vec<_>>();
    assert_eq!(old, ["  2024-05-17-mill.md", "  undated.md"], "{}", pdf.err);
    run(&["--name", "{lang}-{slug}", "--prune"]).succeeded();
    assert_eq!(made(), ["out/de-trip.epub", "out/en-GB-undated.epub", "out/en-ahead.epub", "out/en-mill.epub"]);
}

#[test]
fn a_pattern_that_no_shell_expanded_names_articles() {
    let kitchen = kitchen();
    let run = kitchen.run(&["in/posts/*a*.md", "in/**/note.md", "-o", "out/", "--to", "epub", "--json"]);
    assert_eq!(outcome(&kitchen, &run).0, ["ahead", "note", "undated"]);
}

#[test]
fn names_are_taken_by_every_file_system() {
    if cfg!(windows) {
        return;
    }
    let text = "---\nlang: en\n---\nText.\n".as_bytes();
    let kitchen = Kitchen::with(&[("in/what: a mill?.md", text), ("in/con.md", text), ("in/x./nul.de.md", text)]);
    kitchen.run(&["in", "-o", "out/", "--to", "epub"]).succeeded();
    let made: Vec<String> = kitchen.files().into_iter().filter(|file| file.ends_with(".epub")).collect();
    assert_eq!(made, ["out/con_.epub", "out/what- a mill.epub", "out/x/nul_.de.epub"]);
}
