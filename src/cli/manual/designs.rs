//! The keys of designs, read from what `offprint design` prints.

use std::collections::BTreeMap;

use offprint::design::custom::{self, PaperSize};
use offprint::{cover, design};

use super::parts::{expect_part, table};
use super::{prose, sentence};

const CHAPTER: &str = "06-designs.md";

/// A key of a design as it is printed.
struct Printed {
    /// The table, such as `page` or `text.body`.
    table: String,
    name: String,
    value: String,
    /// The comment above it: meaning, and range after the last semicolon.
    about: String,
}

/// Returns the keys of the design called `name`, and the comment above each table.
fn printed(name: &str) -> (Vec<Printed>, BTreeMap<String, String>) {
    let design = PaperSize::default().design(name).expect("a design that is inside");
    let text = custom::print(&design);
    let (mut keys, mut tables, mut table, mut about) = (Vec::new(), BTreeMap::new(), String::new(), String::new());
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            table = name.to_owned();
            tables.insert(table.clone(), std::mem::take(&mut about));
        } else if let Some((name, rest)) =
            line.strip_prefix("# ").and_then(|line| line.split_once(": there is nothing"))
        {
            assert!(rest.starts_with(" to set"), "{line}");
            let (name, value) = (name.to_owned(), String::new());
            keys.push(Printed { table: table.clone(), name, value, about: std::mem::take(&mut about) });
        } else if let Some(comment) = line.strip_prefix("# ") {
            about = comment.to_owned();
        } else if let Some((name, value)) = line.split_once(" = ") {
            let (name, value) = (name.to_owned(), value.to_owned());
            keys.push(Printed { table: table.clone(), name, value, about: std::mem::take(&mut about) });
        }
    }
    (keys, tables)
}

/// Returns a value as code, without the quotes of TOML around lengths and names.
fn code(value: &str) -> String {
    match value {
        "" => "–".to_owned(),
        value => format!("`{}`", value.trim_matches('"')),
    }
}

/// Returns a comment as Markdown, in which quoted values are code.
fn values(about: &str) -> String {
    let part = |(number, part): (usize, &str)| match number % 2 {
        1 => format!("`\"{part}\"`"),
        _ => part.to_owned(),
    };
    prose(&about.split('"').enumerate().map(part).collect::<String>())
}

#[test]
fn keys_of_the_page() {
    let (keys, _) = printed("article");
    let mut text = String::new();
    let mut tables: Vec<&str> = Vec::new();
    for key in keys.iter().filter(|key| !key.table.is_empty() && !key.table.starts_with("text.")) {
        if !tables.contains(&key.table.as_str()) {
            tables.push(&key.table);
        }
    }
    for name in tables.iter().filter(|name| **name != "colors.sections") {
        text += &format!("### `[{name}]`\n\n");
        for key in keys.iter().filter(|key| key.table == **name) {
            let value = if key.value.is_empty() { "nothing".to_owned() } else { code(&key.value) };
            text += &format!("`{}`\n: {} In `article`: {value}.\n\n", key.name, sentence(&values(&key.about)));
        }
    }
    expect_part(CHAPTER, "keys of the page", &text);
}

#[test]
fn keys_of_text() {
    let text = custom::print(&PaperSize::default().design("article").expect("a design"));
    let rows = text.lines().filter_map(|line| line.strip_prefix("#   ")?.split_once(": "));
    let rows = rows.map(|(name, about)| [format!("`{name}`"), sentence(&values(about))]);
    expect_part(CHAPTER, "keys of text", &table(["Key", "Meaning; what it may be"], rows));
}

#[test]
fn kinds_of_text() {
    let (keys, tables) = printed("article");
    let mut rows = Vec::new();
    for (name, about) in order(&keys).into_iter().map(|name| (name, &tables[name])) {
        let value = |wanted: &str| {
            let key = keys.iter().find(|key| key.table == name && key.name == wanted).expect("a key of text");
            key.value.trim_matches('"').to_owned()
        };
        let size = format!("{}/{}", value("size").trim_end_matches("pt"), value("leading").trim_end_matches("pt"));
        let italic = if value("italic") == "true" { " italic" } else { "" };
        let face = format!("{} {}{italic}", value("family"), value("weight"));
        rows.push([
            format!("`text.{}`", &name["text.".len()..]),
            sentence(&prose(about.trim_end_matches('.'))),
            size,
            face,
        ]);
    }
    expect_part(CHAPTER, "kinds of text", &table(["Table", "Text", "Size/leading", "Face"], rows));
}

/// Returns the tables of text in the order in which they are printed.
fn order(keys: &[Printed]) -> Vec<&str> {
    let mut tables: Vec<&str> =
        keys.iter().map(|key| key.table.as_str()).filter(|name| name.starts_with("text.")).collect();
    tables.dedup();
    tables
}

#[test]
fn what_the_other_designs_set() {
    let (base, _) = printed("article");
    let all: Vec<(&str, Vec<Printed>)> = design::NAMES.iter().skip(1).map(|name| (*name, printed(name).0)).collect();
    assert_eq!(design::NAMES[0], "article");
    let mut rows = Vec::new();
    for key in base.iter().filter(|key| key.table == "page") {
        let values: Vec<String> = (all.iter())
            .map(|(_, keys)| {
                keys.iter()
                    .find(|other| other.table == key.table && other.name == key.name)
                    .map_or("", |other| &other.value)
                    .to_owned()
            })
            .collect();
        if values.iter().any(|value| *value != key.value) {
            let short = |value: &String| code(value);
            let mut row = vec![format!("`{}`", key.name), short(&key.value)];
            row.extend(values.iter().map(short));
            rows.push(<[String; 6]>::try_from(row).expect("five designs"));
        }
    }
    let heads = ["Key of `[page]`", "`article`", "`book`", "`handout`", "`large-print`", "`magazine`"];
    let names: Vec<String> = design::NAMES.iter().map(|name| format!("`{name}`")).collect();
    assert!(heads[1..].iter().eq(names.iter()), "there are other designs");
    expect_part(CHAPTER, "designs compared", &table(heads, rows));
}

#[test]
fn cover_designs() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("covers");
    let rows = cover::NAMES.map(|name| {
        let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).expect("a bundled cover design");
        let about: Vec<&str> =
            text.lines().next().unwrap_or_default().trim_start_matches("# ").splitn(2, ". ").collect();
        [format!("`{name}`"), sentence(about[0]), about.get(1).map(|text| sentence(text)).unwrap_or_default()]
    });
    expect_part("05-covers.md", "designs", &table(["Design", "Composition", "Chosen"], rows));
}
