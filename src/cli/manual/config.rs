//! The keys of `offprint.toml`.

use super::super::config::keys::{DEFAULTS, GROUPS, Key, Keys, NOT_IN_A_FILE, Scope, Take, tables};
use super::parts::{expect_part, table};
use super::{prose, sentence};

const CHAPTER: &str = "11-configuration.md";

/// Returns what may be the value of `key`.
fn kinds(key: &Key) -> String {
    let kind = |take: &Take| match take {
        Take::Flag => "`true` or `false`",
        Take::Bare => "`true`",
        Take::Number => "a number",
        Take::Text => "a text",
        Take::Date => "a date",
    };
    let named: Vec<String> = key.values.iter().map(|(name, _)| name.clone()).collect();
    let mut kinds: Vec<String> = match named.is_empty() {
        true => key.takes.iter().map(|take| kind(take).to_owned()).collect(),
        false => {
            let quoted = |name: &String| match name.parse::<u32>() {
                Ok(_) => format!("`{name}`"),
                Err(_) => format!("`\"{name}\"`"),
            };
            let bare = key.takes.iter().filter(|take| **take == Take::Bare).map(|take| kind(take).to_owned());
            bare.chain(named.iter().map(quoted)).collect()
        }
    };
    if key.many {
        kinds.push("an array of them".to_owned());
    }
    kinds.join(", ")
}

#[test]
fn keys() {
    let keys = Keys::all();
    let row = |key: &Key| {
        let is_value = |default: &&str| key.values.iter().any(|(name, _)| name == default);
        let default = match key.default.as_deref() {
            Some(default) if is_value(&default) => format!("`\"{default}\"`"),
            Some(default) => prose(default),
            None => "–".to_owned(),
        };
        [format!("`{}`", key.name), kinds(key), default]
    };
    let mut text = String::new();
    let mut section = |title: &str, about: &str, chosen: Vec<&Key>| {
        text +=
            &format!("### {title}\n\n{about}\n\n{}\n", table(["Key", "Value", "Default"], chosen.into_iter().map(row)));
    };
    let above = keys.0.iter().filter(|key| key.table().is_none()).collect();
    section("Above all tables", "", above);
    for name in tables() {
        let chosen: Vec<&Key> = keys.0.iter().filter(|key| key.tables.contains(&name)).collect();
        let group = GROUPS.iter().find(|group| group.table == name);
        let about = match group.map(|group| group.scope) {
            Some(Scope::Articles) => "For each article in and below the folder of the file.",
            Some(Scope::Run) => "For the whole run: only files that apply to all of its inputs count.",
            None => "For articles that do not state it themselves.",
        };
        let about = match group {
            Some(group) => format!(
                "{about} The options are those of [{0}](10-options.md#{1}).",
                group.heading,
                group.heading.to_lowercase()
            ),
            None => about.to_owned(),
        };
        section(&format!("`[{name}]`"), &about, chosen);
    }
    expect_part(CHAPTER, "keys", &text);
}

#[test]
fn keys_that_are_no_options() {
    let keys = Keys::all().0.iter().filter(|key| key.tables.contains(&DEFAULTS));
    let rows = keys.map(|key| [format!("`{}`", key.name), sentence(&prose(&key.help))]);
    expect_part(CHAPTER, "defaults", &table(["Key", "Meaning in a file"], rows));
}

#[test]
fn options_that_a_file_cannot_set() {
    let rows = NOT_IN_A_FILE.iter().map(|(name, why)| format!("- `--{name}`: {}\n", sentence(&prose(why))));
    expect_part(CHAPTER, "not in a file", &rows.collect::<String>());
}
