//! The words of credit lines, from `src/read/credit/words/`: one file a language.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::role::{NAMES, Role};
use super::row::{Parts, Row, hash, key_of, row};

const FOLDER: &str = "src/read/credit/words";

/// Writes the tables to the folder `out`.
pub(super) fn write(out: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed={FOLDER}");
    let mut table = Table::default();
    for (lang, path) in (0..).zip(files()?) {
        fs::read_to_string(&path)?.lines().for_each(|line| table.line(line, lang, &path));
    }
    write_sorted(&out.join("credit-meanings"), table.meanings)?;
    write_sorted(&out.join("credit-stems"), table.stems)?;
    // The longest phrase is kept.
    table.longest.sort_unstable_by_key(|row| (key_of(row), u8::MAX - row[0]));
    table.longest.dedup_by_key(|row| key_of(row));
    write_sorted(&out.join("credit-longest"), table.longest)
}

/// Returns the paths of the files in the order of their names. A set of languages is a number of 64 bits.
fn files() -> io::Result<Vec<PathBuf>> {
    let paths: io::Result<Vec<PathBuf>> = fs::read_dir(FOLDER)?.map(|entry| Ok(entry?.path())).collect();
    let mut files = paths?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    assert!(files.len() <= 64, "{FOLDER}: there is room for 64 files, not for {}", files.len());
    files.sort_unstable();
    Ok(files)
}

fn write_sorted(path: &Path, mut rows: Vec<Row>) -> io::Result<()> {
    rows.sort_unstable_by_key(|row| (key_of(row), row[1], row[0]));
    fs::write(path, rows.concat())
}

/// The rows of the tables.
#[derive(Default)]
struct Table {
    meanings: Vec<Row>,
    longest: Vec<Row>,
    stems: Vec<Row>,
}

impl Table {
    /// Reads a line, `role: phrase, phrase # source`.
    fn line(&mut self, line: &str, lang: u8, path: &Path) {
        let line = line.split(" # ").next().unwrap_or_default();
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        let (name, phrases) = line.split_once(':').unwrap_or((line, ""));
        let role = NAMES.iter().position(|(known, _)| *known == name);
        let role = role.unwrap_or_else(|| panic!("{}: `{name}` is no role; README.md lists them", path.display()));
        for phrase in phrases.split([',', '،']).map(str::trim).filter(|phrase| !phrase.is_empty()) {
            self.phrase(phrase, role, lang);
        }
    }

    fn phrase(&mut self, phrase: &str, role: usize, lang: u8) {
        let spelling = if is_exact(phrase, NAMES[role].1) { phrase } else { "" };
        let parts = Parts { role: role as u8, lang, spelling: spelling.as_bytes() };
        if let Some(stem) = phrase.strip_suffix('*') {
            return self.stems.push(row(hash(stem), &parts));
        }
        self.meanings.push(row(hash(phrase), &parts));
        // Elided words are tokens of their own: `photo d'archives` has three.
        let words = phrase.split(' ').count() + phrase.matches('\'').count();
        let first = phrase.split(' ').next().unwrap_or_default();
        let elided = first.split_inclusive('\'').next().unwrap_or_default();
        for first in [first, elided] {
            self.longest.push(row(hash(first), &Parts { role: words as u8, lang: 0, spelling: b"" }));
        }
    }
}

/// Whether only one spelling of `phrase` counts: short names of sources, which would be words otherwise.
fn is_exact(phrase: &str, role: Role) -> bool {
    let source = matches!(role, Role::Agency | Role::Platform | Role::Public | Role::Tool);
    source && phrase.len() <= 4 && phrase.is_ascii() && !matches!(phrase, "dpa" | "OSM" | "NASA")
}
