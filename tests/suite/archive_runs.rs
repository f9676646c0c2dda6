//! Runs over an archive, again and again: what is made, what is kept, what is said.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use super::common::kitchen::{Kitchen, Run};

const MILL: &str = "---\ntitle: The mill\nlang: en\n---\nFlour and water.\n\n![Wheel](wheel.png)\n";
const BOAT: &str = "---\ntitle: The boat\nlang: en\n---\nTar and rope. See [the mill](mill.md).\n";

fn archive() -> Kitchen {
    Kitchen::with(&[("in/mill.md", MILL.as_bytes()), ("in/2020/boat.md", BOAT.as_bytes())])
}

fn report(run: &Run) -> serde_json::Value {
    serde_json::from_slice(&run.out).expect("a report in JSON")
}

/// The inputs with this status in a report, and why they were made.
fn with(report: &serde_json::Value, status: &str) -> Vec<(String, String)> {
    let articles = report["articles"].as_array().unwrap().iter().filter(|article| article["status"] == status);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    articles.map(|article| (text(&article["input"]), text(&article["cause"]["code"]))).collect()
}

fn made(kitchen: &Kitchen, arguments: &[&str]) -> Vec<(String, String)> {
    let run = kitchen.run(&[&["in", "-o", "out/", "--json"], arguments].concat());
    assert!(run.code == 0, "{}", run.err);
    with(&report(&run), "converted")
}

fn is_made(input: &str, cause: &str) -> Vec<(String, String)> {
    vec![(input.to_owned(), cause.to_owned())]
}

#[test]
fn only_what_changed_is_made_again() {
    let kitchen = archive();
    assert_eq!(made(&kitchen, &[]).len(), 2);
    let stamps = |kitchen: &Kitchen| {
        let stamp = |name: &String| fs::metadata(kitchen.path(name)).unwrap().modified().unwrap();
        kitchen.files().iter().filter(|name| name.starts_with("out/")).map(stamp).collect::<Vec<SystemTime>>()
    };
    let before = stamps(&kitchen);
    assert_eq!(made(&kitchen, &[]), []);
    assert_eq!(stamps(&kitchen), before, "outputs of unchanged articles keep their times");
    kitchen.write("in/mill.md", MILL.replace("water", "salt").as_bytes());
    assert_eq!(made(&kitchen, &[]), is_made("in/mill.md", "text"));
    kitchen.write("in/wheel.jpg", include_bytes!("../pictures/ink.jpg"));
    assert_eq!(made(&kitchen, &[]), is_made("in/mill.md", "used"), "a picture that was missing is there now");
    kitchen.write("in/note.txt", b"A new note.\n\nIt has two paragraphs.\n");
    assert_eq!(made(&kitchen, &[]), is_made("in/note.txt", "new"));
    fs::remove_file(kitchen.path("out/2020/boat.pdf")).unwrap();
    assert_eq!(made(&kitchen, &[]), is_made("in/2020/boat.md", "output"));
    assert_eq!(made(&kitchen, &["--size", "14pt"]).len(), 3);
    assert_eq!(made(&kitchen, &["--size", "14pt"]), []);
    assert_eq!(made(&kitchen, &["--size", "14pt", "--force"]).len(), 3);
}

#[test]
fn warnings_of_unchanged_articles_are_counted_and_listed_when_asked_for() {
    let kitchen = archive();
    let first = kitchen.run(&["in", "-o", "out/"]);
    assert!(first.err.contains("in/mill.md:7:1"), "{}", first.err);
    let second = kitchen.run(&["in", "-o", "out/", "--report", "report.json"]);
    assert!(second.err.contains("2 unchanged") && !second.err.contains("mill.md:7:1"), "{}", second.err);
    assert!(second.err.contains("1  --allow missing-picture"), "{}", second.err);
    let text = fs::read(kitchen.path("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let mill = report["articles"].as_array().unwrap().iter().find(|article| article["input"] == "in/mill.md").unwrap();
    assert_eq!((&mill["messages"][0]["code"], &mill["messages"][0]["line"]), (&"missing-picture".into(), &7.into()));
    let all = kitchen.run(&["in", "-o", "out/", "-v"]);
    assert!(all.err.contains("in/mill.md:7:1"), "{}", all.err);
}

#[test]
fn kinds_of_warnings_may_be_hidden_and_their_number_limited() {
    let kitchen = archive();
    assert_eq!(kitchen.run(&["in", "-o", "out/", "--max-warnings", "0"]).code, 1);
    let run = kitchen.run(&["in", "-o", "out/", "--max-warnings", "0", "--allow", "missing-picture,unusable-link"]);
    assert!(run.code == 0 && run.err.contains(" 0 warnings") && run.err.contains(" hidden"), "{}", run.err);
    let typo = kitchen.run(&["in", "-o", "out/", "--allow", "mising-picture"]);
    assert!(typo.err.contains("did you mean `--allow missing-picture`"), "{}", typo.err);
}

#[test]
fn a_dry_run_says_why_and_writes_nothing() {
    let kitchen = archive();
    let run = kitchen.run(&["in", "-o", "out/", "--dry-run"]);
    assert!(run.err.contains("in/mill.md: new") && run.err.contains("would make 2 articles"), "{}", run.err);
    assert!(!kitchen.path("out").exists());
    kitchen.run(&["in", "-o", "out/"]);
    kitchen.write("in/2020/boat.md", BOAT.replace("Tar", "Pitch").as_bytes());
    let before = fs::read(kitchen.path("out/2020/boat.epub")).unwrap();
    let run = kitchen.run(&["in", "-o", "out/", "--dry-run"]);
    assert!(run.err.contains("in/2020/boat.md: its text changed"), "{}", run.err);
    assert!(!run.err.contains("in/mill.md:"), "{}", run.err);
    assert_eq!(fs::read(kitchen.path("out/2020/boat.epub")).unwrap(), before);
}

#[test]
fn outputs_of_removed_articles_are_listed_and_deleted_only_when_asked_for() {
    let kitchen = archive();
    kitchen.run(&["in", "-o", "out/"]);
    fs::remove_file(kitchen.path("in/2020/boat.md")).unwrap();
    let run = kitchen.run(&["in", "-o", "out/"]);
    assert!(run.err.contains("removed") && run.err.contains("2020/boat.md"), "{}", run.err);
    assert!(kitchen.path("out/2020/boat.epub").exists());
    fs::write(kitchen.path("out/2020/boat.pdf"), "changed by its reader").unwrap();
    let run = kitchen.run(&["in", "-o", "out/", "--prune"]);
    assert!(run.err.contains("deleted") && run.err.contains("kept out/2020/boat.pdf"), "{}", run.err);
    assert!(!kitchen.path("out/2020/boat.epub").exists() && kitchen.path("out/2020/boat.pdf").exists());
    assert!(kitchen.path("out/mill.epub").exists());
    let run = kitchen.run(&["in", "-o", "out/"]);
    assert!(!run.err.contains("removed"), "{}", run.err);
}

#[test]
fn another_folder_with_the_same_output_folder_loses_nothing() {
    let kitchen = archive();
    kitchen.write("other/sea.md", b"---\ntitle: Sea\nlang: en\n---\nWaves.\n");
    kitchen.run(&["in", "-o", "out/"]);
    let run = kitchen.run(&["other", "-o", "out/", "--prune"]);
    assert!(!run.err.contains("deleted"), "{}", run.err);
    assert!(kitchen.path("out/mill.epub").exists() && kitchen.path("out/sea.epub").exists());
    assert_eq!(made(&kitchen, &[]), []);
}

/// The root of `site/content` is `site`, so the paths of articles do not begin with that of their root.
#[test]
fn nothing_is_removed_that_options_leave_out() {
    let kitchen = Kitchen::with(&[
        ("site/config.toml", b"base_url = \"https://e.org\"\n"),
        ("site/content/mill.md", MILL.as_bytes()),
        ("site/content/2020/boat.md", BOAT.as_bytes()),
    ]);
    let run = kitchen.run(&["site/content", "-o", "out/"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let run = kitchen.run(&["site/content", "-o", "out/", "--exclude", "2020/", "--prune"]);
    assert!(!run.err.contains("removed") && !run.err.contains("deleted"), "{}", run.err);
    let boat = kitchen.files().into_iter().find(|name| name.ends_with("boat.epub")).expect("it is kept");
    fs::remove_file(kitchen.path("site/content/2020/boat.md")).unwrap();
    let run = kitchen.run(&["site/content", "-o", "out/", "--prune"]);
    assert!(run.err.contains("deleted") && !kitchen.path(&boat).exists(), "{}", run.err);
}

#[test]
fn articles_that_are_older_than_a_date_may_be_left_out() {
    let kitchen = archive();
    let old = SystemTime::now() - Duration::from_secs(40 * 86_400);
    fs::File::options().write(true).open(kitchen.path("in/mill.md")).unwrap().set_modified(old).unwrap();
    assert_eq!(made(&kitchen, &["--since", "30d"]), is_made("in/2020/boat.md", "new"));
    let run = kitchen.run(&["in", "-o", "out/", "--since", "yesterday"]);
    assert!(run.code == 2 && run.err.contains("2026-11-01"), "{}", run.err);
    // A book is made of all of its articles.
    let run = kitchen.run(&["in", "-o", "out/", "--since", "30d", "--book-by", "year"]);
    assert!(run.code == 2 && run.err.contains("--book-by"), "{}", run.err);
}

#[test]
fn an_article_that_takes_too_long_fails_alone() {
    let kitchen = archive();
    let run = kitchen.run(&["in", "-o", "out/", "--article-timeout", "1ms"]);
    assert!(run.code == 1 && run.err.contains("longer than 0.0 s"), "{}", run.err);
    assert_eq!(made(&kitchen, &["--article-timeout", "60s"]).len(), 2);
}

#[test]
#[cfg(unix)]
fn a_second_run_into_the_same_folder_is_refused_while_the_first_works() {
    let many: Vec<(String, String)> = (0..200).map(|number| (format!("in/{number}.md"), BOAT.to_owned())).collect();
    let files: Vec<(&str, &[u8])> = many.iter().map(|(name, text)| (&**name, text.as_bytes())).collect();
    let kitchen = Kitchen::with(&files);
    let mut first = start(&kitchen, &["in", "-o", "out/"]);
    while !kitchen.files().iter().any(|name| name.ends_with(".pdf")) {
        assert!(first.try_wait().unwrap().is_none(), "the first run ended too early");
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = kitchen.run(&["in", "-o", "out/"]);
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.code, 1, "{}", second.err);
    assert_eq!(second.err.matches("error").count(), 1, "{}", second.err);
    assert!(second.err.contains("another run"), "{}", second.err);
    assert_eq!(kitchen.run(&["in", "-o", "out/"]).code, 0);
}

fn start(kitchen: &Kitchen, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.args(arguments).current_dir(kitchen.path(".")).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Waits until `is_so`, as long as a slow machine may need.
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn what_is_saved_while_the_program_watches_is_made_again() {
    let kitchen = archive();
    let output = |name: &str| fs::read(kitchen.path(name)).unwrap_or_default();
    let mut watching = start(&kitchen, &["watch", "in", "-o", "out/"]);
    wait_until("the first run", || !output("out/mill.pdf").is_empty() && !output("out/2020/boat.pdf").is_empty());
    // The first run may still be writing its journal.
    std::thread::sleep(Duration::from_millis(500));
    let (mill, boat) = (output("out/mill.epub"), output("out/2020/boat.epub"));
    kitchen.write("in/mill.md", MILL.replace("water", "salt").as_bytes());
    wait_until("a file that is written in place", || output("out/mill.epub") != mill);
    let mill = output("out/mill.epub");
    kitchen.write("in/mill.md.tmp", MILL.replace("water", "rye").as_bytes());
    fs::rename(kitchen.path("in/mill.md"), kitchen.path("in/mill.md~")).unwrap();
    fs::rename(kitchen.path("in/mill.md.tmp"), kitchen.path("in/mill.md")).unwrap();
    wait_until("a file that is replaced by renaming", || output("out/mill.epub") != mill);
    kitchen.write("in/new/sea.md", b"---\ntitle: Sea\nlang: en\n---\nWaves.\n");
    wait_until("a new file in a new folder", || !output("out/new/sea.pdf").is_empty());
    assert_eq!(output("out/2020/boat.epub"), boat);
    watching.kill().unwrap();
    watching.wait().unwrap();
}

/// Asserts that `value` is as `schema` says. It knows the keywords that our schemas use, and no others.
fn assert_valid(value: &serde_json::Value, schema: &serde_json::Value, whole: &serde_json::Value, at: &str) {
    use serde_json::Value;
    if let Some(reference) = schema["$ref"].as_str() {
        let target = whole.pointer(reference.trim_start_matches('#')).expect(reference);
        assert_valid(value, target, whole, at);
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    };
    match &schema["type"] {
        Value::String(name) => assert!(is(name), "{at} is no {name}: {value}"),
        Value::Array(names) => assert!(names.iter().any(|name| is(name.as_str().unwrap())), "{at}: {value}"),
        _ => {}
    }
    if let Some(one_of) = schema["enum"].as_array() {
        assert!(one_of.contains(value), "{at}: {value} is none of {one_of:?}");
    }
    if let Some(constant) = schema.get("const") {
        assert_eq!(value, constant, "{at}");
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        assert_valid(item, &schema["items"], whole, &format!("{at}/{number}"));
    }
    let Some(object) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(object.contains_key(name.as_str().unwrap()), "{at} has no {name}");
    }
    let Some(known) = schema["properties"].as_object().or(schema["additionalProperties"].as_object().map(|_| object))
    else {
        return;
    };
    for (name, value) in object {
        assert!(known.contains_key(name), "{at}/{name} is not in the schema");
        let below = schema["properties"].get(name).unwrap_or(&schema["additionalProperties"]);
        assert_valid(value, below, whole, &format!("{at}/{name}"));
    }
}

#[test]
fn a_report_is_as_its_published_schema_says() {
    let text = concat!(env!("CARGO_MANIFEST_DIR"), "/content/schema/report.schema.json");
    let schema: serde_json::Value = serde_json::from_slice(&fs::read(text).unwrap()).unwrap();
    let kitchen = archive();
    kitchen.write("in/bad.md", b"\xff\xfe\xfd");
    kitchen.write("in/draft.md", b"---\ndraft: true\n---\nWords.\n");
    kitchen.write("in/README.md", b"# Not an article\n");
    for arguments in [&["--dry-run"][..], &[], &[], &["--fit", "3", "missing/"]] {
        let run = kitchen.run(&[&["in", "-o", "out/", "--json"], arguments].concat());
        assert_valid(&report(&run), &schema, &schema, "");
    }
}
