//! `offprint init`: writes a commented `offprint.toml` with every key, from what the folder contains.
//!
//! What all articles have in common is set; everything else is a comment. Only the starts of the articles are read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use offprint::archive::Request;
use offprint::disk::{Disk, scan};
use offprint::job::{Job, Provider};
use offprint::read::Facts;
use offprint::site::SiteKey;

use super::super::choose::facts;
use super::super::{Exit, Stop, print_text, stop_for};
use super::FILE;
use super::keys::{DEFAULTS, Key, Keys, Take, tables};
use super::schema::description_of;
use super::value::{accepts, example, written};

/// Number of articles whose starts are read.
const MAX_READ: usize = 5_000;

/// What was found in a folder.
#[derive(Debug, Default)]
struct Found {
    articles: usize,
    drafts: usize,
    languages: BTreeMap<String, usize>,
    authors: BTreeMap<String, usize>,
    /// The first and the last year.
    years: Option<(String, String)>,
    /// What the site's own files say: value and origin, by key.
    site: Vec<(&'static str, String, String)>,
}

/// Writes the file into `folder`, and prints it.
///
/// # Errors
/// If there is one already, or it cannot be written.
pub fn init(folder: &Path) -> Result<Exit, Stop> {
    let found = found(folder)?;
    let text = text(&found);
    let path = if folder == Path::new(".") { PathBuf::from(FILE) } else { folder.join(FILE) };
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Stop::usage(format!("{} is there already", path.display()))
            .help("`offprint schema config` lists every key; remove the file to write a new one"),
        _ => Stop::failure(format!("cannot write {}: {error}", path.display())),
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    print_text(&text)?;
    eprintln!("wrote {}", path.display());
    Ok(Exit::Success)
}

fn found(folder: &Path) -> Result<Found, Stop> {
    let scanned = scan(folder, None).map_err(|error| stop_for(&error).about(folder))?;
    let mut found = Found { articles: scanned.articles.len(), ..Found::default() };
    let requests: Vec<Request> =
        scanned.articles.into_iter().take(MAX_READ).map(|article| Request::found(article, folder)).collect();
    let disk = Disk::for_many();
    for facts in requests.iter().filter_map(|request| facts(request, &disk)) {
        found.count(facts);
    }
    if let Some(first) = requests.into_iter().next() {
        found.site = site(first, folder);
    }
    Ok(found)
}

impl Found {
    fn count(&mut self, facts: Facts) {
        self.drafts += usize::from(facts.draft);
        facts.lang.into_iter().for_each(|lang| *self.languages.entry(lang).or_default() += 1);
        facts.authors.into_iter().for_each(|author| *self.authors.entry(author).or_default() += 1);
        if let Some(year) = facts.date.as_deref().and_then(|date| date.get(..4)) {
            let (first, last) = self.years.get_or_insert_with(|| (year.to_owned(), year.to_owned()));
            if year < first.as_str() {
                *first = year.to_owned();
            }
            if year > last.as_str() {
                *last = year.to_owned();
            }
        }
    }

    /// Returns the language of at least nine in ten articles, if there is one.
    fn language(&self) -> Option<&str> {
        let (lang, count) = self.languages.iter().max_by_key(|(_, count)| **count)?;
        (count * 10 >= self.articles.min(MAX_READ) * 9).then_some(lang)
    }

    /// Returns the value that is set for the key `name`, with a remark.
    fn value(&self, name: &str) -> Option<(String, String)> {
        let of_site = self.site.iter().find(|(key, ..)| *key == name);
        match (name, of_site) {
            (_, Some((_, value, origin))) => Some((value.clone(), format!("as {origin} says"))),
            ("lang", None) => {
                let lang = self.language()?;
                Some((lang.to_owned(), format!("{} of {} articles", self.languages[lang], self.articles)))
            }
            ("author", None) if self.authors.len() == 1 => {
                let (author, count) = self.authors.iter().next()?;
                Some((author.clone(), format!("{count} of {} articles name nobody else", self.articles)))
            }
            _ => None,
        }
    }

    fn summary(&self) -> Vec<String> {
        let listed = |counts: &BTreeMap<String, usize>| {
            let mut all: Vec<(&String, &usize)> = counts.iter().collect();
            all.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            let named = all.iter().take(8).map(|(name, count)| format!("{name} ({count})"));
            Vec::from_iter(named).join(", ") + if all.len() > 8 { ", …" } else { "" }
        };
        let mut lines = vec![format!("{} articles, {} of them drafts", self.articles, self.drafts)];
        lines.extend(self.years.as_ref().map(|(first, last)| format!("dates from {first} to {last}")));
        lines.extend((!self.languages.is_empty()).then(|| format!("languages: {}", listed(&self.languages))));
        lines.extend((!self.authors.is_empty()).then(|| format!("authors: {}", listed(&self.authors))));
        lines
    }
}

/// Returns what the files of the site of `request` say.
fn site(request: Request, folder: &Path) -> Vec<(&'static str, String, String)> {
    let own = request.input.path().strip_prefix(folder).unwrap_or(request.input.path());
    let own = own.to_string_lossy().replace('\\', "/");
    let job = Job::from(request);
    let disk = Disk::default();
    let Ok(opened) = disk.open(&job) else { return Vec::new() };
    let keys = [("publication", SiteKey::Title), ("lang", SiteKey::Language), ("author", SiteKey::Author)];
    let stated = keys.into_iter().filter_map(|(name, key)| {
        let value = opened.files.site(&own, key)?;
        Some((name, value.value, format!("{}, key {}", value.file, value.key)))
    });
    stated.collect()
}

/// Returns the text of the file.
fn text(found: &Found) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_text(found, &mut out);
    out
}

fn write_text(found: &Found, out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "# Options of Offprint for the articles in and below this folder. Files in folders below and above this"
    )?;
    writeln!(out, "# one count too: key by key, the nearest file wins, and the command line beats all files.")?;
    writeln!(
        out,
        "# For completion in editors: offprint schema config > offprint.schema.json, and as the first line here"
    )?;
    writeln!(out, "# #:schema ./offprint.schema.json")?;
    writeln!(out, "#\n# Found here:")?;
    found.summary().iter().try_for_each(|line| writeln!(out, "# {line}"))?;
    let keys = &Keys::all().0;
    keys.iter().filter(|key| key.table().is_none()).try_for_each(|key| write_key(key, found, out))?;
    // What is about the articles themselves comes first, wherever the help lists it.
    for table in tables() {
        writeln!(out, "\n# {}\n[{table}]", description_of(table))?;
        let here = |key: &&Key| if key.weak.is_some() { table == DEFAULTS } else { key.table() == Some(table) };
        keys.iter().filter(here).try_for_each(|key| write_key(key, found, out))?;
    }
    Ok(())
}

fn write_key(key: &Key, found: &Found, out: &mut String) -> std::fmt::Result {
    writeln!(out)?;
    let default = key.default.as_ref().map(|default| format!(" (default: {default})")).unwrap_or_default();
    for line in wrapped(&format!("{}{default}", key.help)) {
        writeln!(out, "# {line}")?;
    }
    match found.value(&key.name).filter(|(value, _)| key.weak.is_none() || !key.is_option() || accepts(key, value)) {
        Some((value, remark)) => writeln!(out, "{} = {} # {remark}", key.name, written(key, &value)),
        None => writeln!(out, "#{} = {}", key.name, sample(key)),
    }
}

/// Returns a value for `key` to start from.
fn sample(key: &Key) -> String {
    const SAMPLES: &[(&str, &str)] = &[
        ("lang", "en"),
        ("author", "Ada Berg"),
        ("publication", "The Quay"),
        ("publisher", "Quay Press"),
        ("rights", "© 2024 Ada Berg"),
        ("license", "CC-BY-4.0"),
        ("cover", "cover.jpg"),
        ("size", "11pt"),
        ("margin", "20mm"),
        ("accent", "#1a4c80"),
        ("font", "serif"),
        ("fit", "4"),
        ("max-sheets", "4"),
        ("max-size", "5MB"),
        ("bleed", "3mm"),
        ("site", "https://example.org/blog"),
        ("name", "{date}-{slug}"),
        ("include", "posts/**"),
        ("exclude", "notes/**"),
        ("tag", "press"),
        ("category", "news"),
        ("language", "en"),
        ("from-date", "2024"),
        ("until-date", "2024"),
        ("article-timeout", "30s"),
        ("book", "The Quay 2024"),
        ("volume-size", "20MB"),
        ("allow", "missing-picture"),
        ("max-warnings", "100"),
    ];
    if key.takes(Take::Flag) {
        return "true".to_owned();
    }
    match SAMPLES.iter().find(|(name, _)| *name == key.name) {
        Some((_, value)) => written(key, value),
        None => example(key).unwrap_or_else(|| format!("\"{}\"", key.value_name)),
    }
}

/// Returns `text` in lines of at most 110 characters.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let room = lines.last().is_some_and(|line| line.chars().count() + word.chars().count() < 110);
        match lines.last_mut() {
            Some(line) if room || line.is_empty() => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::config::read::read;
    use offprint::source::Source;

    #[test]
    fn what_is_written_reads_back_also_with_every_key_in_effect() {
        let found = Found { languages: [("de".to_owned(), 3)].into(), articles: 3, ..Found::default() };
        let text = text(&found);
        let (file, mistakes) = read(Source::new(FILE, text.as_str()), Path::new(""));
        assert!(mistakes.is_empty() && file.entries.len() == 1, "{mistakes:?}\n{text}");
        let names: Vec<&str> = Keys::all().0.iter().map(|key| key.name.as_str()).collect();
        let mut written: Vec<&str> = file.entries.iter().map(|entry| names[entry.key]).collect();
        for line in text.lines() {
            let Some((name, value)) = line.strip_prefix('#').and_then(|line| line.split_once(" = ")) else { continue };
            if !names.contains(&name) {
                continue;
            }
            written.push(name);
            // A file that is not there cannot be named.
            if name == "cover" {
                continue;
            }
            let (_, mistakes) = read(Source::new(FILE, format!("{name} = {value}")), Path::new(""));
            assert!(mistakes.is_empty(), "{name} = {value}: {mistakes:?}");
        }
        let missing: Vec<&&str> = names.iter().filter(|name| !written.contains(name)).collect();
        assert!(missing.is_empty() && written.len() == names.len(), "not written once: {missing:?}");
    }

    #[test]
    fn only_a_language_of_nearly_all_articles_is_set() {
        let of = |languages: &[(&str, usize)]| {
            let languages = languages.iter().map(|(lang, count)| ((*lang).to_owned(), *count)).collect();
            Found { languages, articles: 10, ..Found::default() }.language().map(str::to_owned)
        };
        assert_eq!(of(&[("en", 9), ("fr", 1)]).as_deref(), Some("en"));
        assert_eq!(of(&[("en", 8), ("fr", 2)]), None);
        assert_eq!(of(&[]), None);
    }
}
