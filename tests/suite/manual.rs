//! The manual in `content/manual`: what it says of messages, reports and covers is complete, its links lead somewhere, its
//! examples do what they show, and Offprint binds it without a warning.
//!
//! The parts that come from the definitions of the command line are tested where those are, in `src/cli/manual`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::kitchen::Kitchen;
use crate::common::manual::{expect_part, table};
use crate::common::tools;
use offprint::cover::CoverDesign;
use serde_json::Value;

/// Returns the chapters with their texts, in their order.
fn chapters() -> Vec<(PathBuf, String)> {
    let folder = tools::project().join("content/manual");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    assert!(paths.len() > 10, "{paths:?}");
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn chapter(name: &str) -> String {
    fs::read_to_string(tools::project().join("content/manual").join(name)).unwrap()
}

/// Returns the terms of all definition lists in `text` that begin with code.
fn terms(text: &str) -> BTreeSet<String> {
    let lines: Vec<&str> = text.lines().collect();
    let defined = lines.windows(2).filter(|pair| pair[1].starts_with(": "));
    defined.filter_map(|pair| Some(pair[0].strip_prefix('`')?.split_once('`')?.0.to_owned())).collect()
}

/// Returns the first cells of all tables in `text` that hold nothing but code.
fn coded_rows(text: &str) -> BTreeSet<String> {
    let cell = |line: &str| {
        let cell = line.strip_prefix("| `")?.split_once("` |")?.0;
        (!cell.contains('`')).then(|| cell.to_owned())
    };
    text.lines().filter_map(cell).collect()
}

/// Returns the code of the library and the command without their tests.
fn sources() -> Vec<String> {
    fn collect(folder: &Path, sources: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, sources);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                sources.push(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    collect(&tools::project().join("src"), &mut found);
    found
}

/// Returns the texts in quotes that follow one of `before` in `source`, if they are kebab-case names.
fn named<'a>(source: &'a str, before: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    before.iter().flat_map(move |before| {
        source.match_indices(before).filter_map(move |(at, _)| {
            let rest = source[at + before.len()..].trim_start().strip_prefix('"')?;
            let name = rest.split_once('"')?.0;
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || "-0123456789".contains(c));
            is_name.then(|| name.to_owned())
        })
    })
}

#[test]
fn every_code_of_a_message_is_explained_and_no_other() {
    // Where a code is chosen first and given to a diagnostic afterwards.
    const CHOSEN: [&str; 6] =
        ["contrast", "design", "license-required", "credit-required", "alt-required", "missing-picture"];
    const MAKERS: [&str; 6] = [
        "Diagnostic::warning(",
        "Diagnostic::note(",
        ".warn(",
        "code: ",
        "log.line(",
        "let code = if stop.exit == Exit::Usage {",
    ];
    let mut codes: BTreeSet<String> = CHOSEN.map(str::to_owned).into();
    for source in sources() {
        codes.extend(named(&source, &MAKERS));
    }
    codes.extend(["usage", "failure"].map(str::to_owned));
    let errors = fs::read_to_string(tools::project().join("src/diag.rs")).unwrap();
    let errors = errors.split_once("const CODES: [").and_then(|(_, rest)| rest.split_once("];")).expect("codes").0;
    codes.extend(errors.split('"').skip(1).step_by(2).map(str::to_owned));
    assert!(codes.len() > 90, "{} codes", codes.len());

    let text = chapter("12-messages.md");
    let (text, print) = text.split_once("## What would look wrong in print").expect("the findings in print");
    let (before, runs) = text.split_once("The other messages of a run").expect("messages of runs");
    let (_, tables) = before.split_once("## Errors").expect("errors");
    let mut told = terms(tables);
    told.extend(runs.split('`').skip(1).step_by(2).map(str::to_owned));
    assert!(!print.is_empty());
    let missing: Vec<_> = codes.difference(&told).collect();
    let extra: Vec<_> = told.difference(&codes).collect();
    assert!(missing.is_empty() && extra.is_empty(), "not explained: {missing:?}; no code: {extra:?}");
}

#[test]
fn the_report_is_described_by_its_schema() {
    let text = fs::read_to_string(tools::project().join("content/schema/report.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let mut rows = Vec::new();
    fields(&schema, &schema, "", &mut rows);
    assert!(rows.len() > 30, "{}", rows.len());
    expect_part("13-report.md", "report", &table(["Field", "Type", "What it is"], rows));
}

/// Adds a row for each property of `node`, which `path` leads to.
fn fields(schema: &Value, node: &Value, path: &str, rows: &mut Vec<[String; 3]>) {
    let Some(properties) = node["properties"].as_object() else { return };
    for (name, property) in properties {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let target = resolved(schema, property);
        let about = property["description"].as_str().or(target["description"].as_str());
        let about = about.unwrap_or_else(|| panic!("{path} has no description in the schema"));
        rows.push([format!("`{path}`"), kind(target), about.to_owned()]);
        let items = resolved(schema, &target["items"]);
        match items.is_object() {
            true => fields(schema, items, &format!("{path}[]"), rows),
            false => fields(schema, target, &path, rows),
        }
    }
}

/// Follows a reference within `schema`.
fn resolved<'a>(schema: &'a Value, node: &'a Value) -> &'a Value {
    let target = node["$ref"].as_str().map(|target| target.trim_start_matches('#'));
    target.map_or(node, |target| schema.pointer(target).unwrap_or_else(|| panic!("no {target}")))
}

fn kind(node: &Value) -> String {
    let code = |value: &Value| format!("`{}`", value.as_str().map_or(value.to_string(), str::to_owned));
    match node {
        _ if node["const"] != Value::Null => code(&node["const"]),
        _ if node["enum"].is_array() => {
            node["enum"].as_array().unwrap().iter().map(code).collect::<Vec<_>>().join(", ")
        }
        _ => match &node["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
            Value::String(kind) => kind.clone(),
            _ => "any".to_owned(),
        },
    }
}

#[test]
fn every_key_of_a_cover_design_is_described() {
    /// Tables that have the keys of `author`.
    const ALIKE: [&str; 4] = ["subtitle", "deck", "foot", "series"];
    let design = serde_json::to_value(CoverDesign::by_name("field").unwrap()).unwrap();
    let mut keys = BTreeSet::new();
    for (name, value) in design.as_object().unwrap() {
        match value.as_object() {
            Some(inner) if ALIKE.contains(&name.as_str()) => {
                assert_eq!(Vec::from_iter(inner.keys()), Vec::from_iter(design["author"].as_object().unwrap().keys()));
            }
            Some(inner) => keys.extend(inner.keys().map(|key| format!("{name}.{key}"))),
            None => drop(keys.insert(name.clone())),
        }
    }
    let text = chapter("05-covers.md");
    let (_, tables) = text.split_once("## A design of your own").expect("the keys of cover designs");
    assert_eq!(coded_rows(tables), keys);
}

/// Returns the targets of links in `text`, outside of listings and code.
fn links(text: &str) -> Vec<String> {
    let mut listing = false;
    let mut found = Vec::new();
    for line in text.lines() {
        listing ^= line.trim_start().starts_with("```");
        let prose: String = line.split('`').step_by(2).collect();
        if !listing {
            let targets = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
            found.extend(targets.map(|(target, _)| target.to_owned()));
        }
    }
    found
}

#[test]
fn links_lead_somewhere_and_named_files_exist() {
    let root = tools::project();
    let papers =
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md", "content/README.md", "covers/README.md"];
    let papers = papers.iter().map(|name| (root.join(name), fs::read_to_string(root.join(name)).unwrap()));
    // The package for a registry of crates holds only a part of the files.
    let whole = root.join("bindings").is_dir();
    let mut checked = 0;
    for (path, text) in chapters().into_iter().chain(papers.filter(|_| whole)) {
        let name = path.display();
        for link in links(&text).iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(target.exists(), "{name} links to {link}, which is not there");
            if !fragment.is_empty() {
                let there = fs::read_to_string(&target).unwrap();
                let slugs: Vec<String> = there.lines().filter_map(slug).collect();
                assert!(slugs.iter().any(|slug| slug == fragment), "{name} links to {link}; there are {slugs:?}");
            }
            checked += 1;
        }
        // Files of the source that are named as code, by their first folder.
        let spans = text.split('`').skip(1).step_by(2);
        let files = ["content/", "covers/", "bindings/", "fonts/", "tests/", ".ci/", "src/", "build/"];
        for span in spans.filter(|span| whole && files.iter().any(|folder| span.starts_with(folder))) {
            let file = span.split([' ', ':', '*', '#']).next().unwrap_or_default();
            assert!(root.join(file).exists(), "{name} names `{span}`, which is not there");
        }
    }
    assert!(checked > if whole { 30 } else { 20 }, "{checked} links");
}

/// Returns the identifier of a line that is a heading.
fn slug(line: &str) -> Option<String> {
    let title = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?;
    let kept = title.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-');
    Some(kept.collect::<String>().replace(' ', "-"))
}

#[test]
fn it_is_bound_without_a_warning() {
    let out = tools::workspace("manual");
    let folder = tools::project().join("content/manual");
    let mut offprint = std::process::Command::new(env!("CARGO_BIN_EXE_offprint"));
    let ran =
        tools::run(offprint.arg(folder).args(["--book", "The Offprint Manual", "--max-warnings", "0", "-o"]).arg(&out));
    assert!(ran.success && !ran.stderr.contains("warning"), "{}", ran.stderr);
    assert!(
        out.join("The Offprint Manual.epub").is_file() && out.join("The Offprint Manual.pdf").is_file(),
        "{}",
        ran.stderr
    );
}

/// A part of a chapter that its examples need or show.
enum Example {
    /// A file with its content.
    File(String, String),
    /// A command with what it prints.
    Command(String, String),
}

/// Returns the files and commands of a chapter: listings with a title, and commands after `$ ` in listings of a console.
fn examples(text: &str) -> (Vec<Example>, Vec<Example>) {
    let (mut files, mut commands) = (Vec::new(), Vec::new());
    for block in text.split("\n```").skip(1).step_by(2) {
        let (info, body) = block.split_once('\n').unwrap_or((block, ""));
        if let Some(title) = info.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"')) {
            files.push(Example::File(title.0.to_owned(), format!("{body}\n")));
        } else if info == "console" {
            for part in format!("\n{body}").split("\n$ ").skip(1) {
                let (command, output) = part.split_once('\n').unwrap_or((part, ""));
                commands.push(Example::Command(command.to_owned(), output.to_owned()));
            }
        }
    }
    (files, commands)
}

/// Whether `printed` is what `shown` says; a line `...` stands for any lines, and times are not compared.
fn agrees(printed: &str, shown: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let timeless = |line: &str| match line.rsplit_once(" in ") {
            Some((before, time)) if time.ends_with('s') && time.starts_with(|c: char| c.is_ascii_digit()) => {
                before.to_owned()
            }
            _ => line.trim_end().to_owned(),
        };
        text.trim_end().lines().map(timeless).collect()
    };
    fn same(printed: &[String], shown: &[String]) -> bool {
        match shown.split_first() {
            None => printed.is_empty(),
            Some((any, rest)) if any == "..." => (0..=printed.len()).any(|skipped| same(&printed[skipped..], rest)),
            Some((line, rest)) => printed.first() == Some(line) && same(&printed[1..], rest),
        }
    }
    same(&lines(printed), &lines(shown))
}

#[cfg(unix)]
#[test]
fn its_examples_print_what_they_show() {
    let binary = Path::new(env!("CARGO_BIN_EXE_offprint")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let picture = fs::read(tools::project().join("covers/flood.jpg")).unwrap();
    let (mut ran, mut wrong) = (0, Vec::new());
    for (chapter, text) in chapters() {
        let kitchen = Kitchen::with(&[("flood.jpg", &picture)]);
        let (files, commands) = examples(&text);
        for file in files {
            let Example::File(name, content) = file else { continue };
            kitchen.write(&name, content.as_bytes());
        }
        for command in commands {
            let Example::Command(command, shown) = command else { continue };
            let mut shell = std::process::Command::new("sh");
            shell.args(["-c", &format!("exec 2>&1; {command}")]).current_dir(kitchen.path("")).env("PATH", &path);
            let output = shell.env("NO_COLOR", "1").env_remove("SOURCE_DATE_EPOCH").output().unwrap();
            let printed = String::from_utf8_lossy(&output.stdout);
            if !agrees(&printed, &shown) {
                wrong.push(format!("{}: $ {command}\n{printed}", chapter.display()));
            }
            ran += 1;
        }
    }
    assert!(wrong.is_empty(), "these print something else:\n{}", wrong.join("\n"));
    assert!(ran > 15, "{ran} commands");
}

#[test]
fn another_output_is_told_from_the_one_that_is_shown() {
    assert!(agrees("a\nb\nmade in 3 ms\n", "a\n...\nmade in 5 ms"));
    assert!(agrees("a\n", "...") && agrees("", ""));
    assert!(!agrees("a\nb\n", "a") && !agrees("a\n", "b") && !agrees("a\nc\n", "...\nb"));
}
