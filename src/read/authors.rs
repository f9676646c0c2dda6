//! Authors that the front matter names by the keys of a site's own files.
//!
//! `author: anna-kern` is a key in `_data/authors.yml` of Jekyll, `authors.yml` of Docusaurus, `.authors.yml` of Material
//! for MkDocs, or a page or data file of that name in Hugo and others. The files are looked for in the folders from the
//! article's up to the root. A key that none of them knows is kept as it is, with a warning.

use super::files::Files;
use super::front::{self, people};
use super::lookup::{exists, join, split};
use super::markdown;
use crate::article::{Contributor, Inline, Meta, plain_text};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Data files with all people, by the folder that they are in.
const TABLES: [(&str, &[&str]); 5] = [
    ("", &["authors", ".authors", "_authors", "people", "contributors"]),
    ("_data", &["authors", "people", "members", "team", "contributors", "staff", "author", "writers"]),
    ("data", &["authors", "people", "members", "team", "contributors", "staff", "author", "writers"]),
    ("src/_data", &["authors", "people", "members", "team", "contributors", "staff"]),
    ("src/data", &["authors", "people", "team", "contributors"]),
];

/// Folders with a page or data file for each person.
const FOLDERS: [&str; 22] = [
    "content/authors",
    "content/author",
    "content/people",
    "content/team",
    "content/contributors",
    "content/profiles",
    "authors",
    "author",
    "_authors",
    "_people",
    "_team",
    "_members",
    "people",
    "data/authors",
    "data/author",
    "data/people",
    "_data/authors",
    "_data/people",
    "src/content/authors",
    "src/content/people",
    "src/content/team",
    "src/data/authors",
];

/// Replaces the keys of people in `meta` by their names, and gathers their biographies. `text` is the source, for the places of warnings.
pub(super) fn settle(meta: &mut Meta, text: &str, files: &dyn Files, diagnostics: &mut Diagnostics) {
    name_keys(meta, text, files, diagnostics);
    let about = |who: &Contributor| Some(people::paragraph_about(&who.name, who.bio.as_deref()?, &markdown::inlines));
    let about: Vec<Vec<Inline>> = meta.contributors.iter().filter_map(about).filter(|line| !line.is_empty()).collect();
    meta.about_authors.splice(0..0, about);
}

fn name_keys(meta: &mut Meta, text: &str, files: &dyn Files, diagnostics: &mut Diagnostics) {
    if !meta.contributors.iter().any(|who| is_key(&who.name)) {
        return;
    }
    let mut site = Site { files };
    for who in &mut meta.contributors {
        if !is_key(&who.name) {
            continue;
        }
        let key = who.name.clone();
        let Some(found) = site.person(&key) else {
            let at = text.find(&key).map(|at| Span::new(at, at + key.len())).unwrap_or_default();
            diagnostics.push(unknown(&key).at(at));
            continue;
        };
        for known in meta.provenance.iter_mut().filter(|known| known.value.split("; ").any(|name| name == key)) {
            let names = known.value.split("; ").map(|name| if name == key { found.name.as_str() } else { name });
            known.value = names.collect::<Vec<_>>().join("; ");
        }
        who.name = found.name;
        who.url = who.url.take().or(found.url);
        who.affiliation = who.affiliation.take().or(found.affiliation);
        who.bio = who.bio.take().or(found.bio);
    }
}

/// Returns the name of the author of another article: `name`, or the one that it is the key of. A key that nobody knows
/// is no name.
pub(super) fn named(name: String, files: &dyn Files) -> Option<String> {
    if !is_key(&name) {
        return Some(name);
    }
    Site { files }.person(&name).map(|found| found.name)
}

fn unknown(key: &str) -> Diagnostic {
    let message = format!("the author `{key}` looks like a key of the site, and none of its files says the name");
    let help = "write the name, or give the folder with the site's files of authors as --root";
    Diagnostic::warning("author-key", message).help(help)
}

/// Whether `name` is written like a key: `anna-kern`, `akern`, `a_kern`.
pub(crate) fn is_key(name: &str) -> bool {
    (2..=60).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.'))
        && name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// The files of a site.
struct Site<'a> {
    files: &'a dyn Files,
}

impl Site<'_> {
    fn person(&mut self, key: &str) -> Option<Contributor> {
        let mut base = self.files.folder().to_owned();
        loop {
            if let Some(found) = self.below(&base, key) {
                return Some(found);
            }
            if base.is_empty() {
                return None;
            }
            base = base.rsplit_once('/').map_or(String::new(), |(up, _)| up.to_owned());
        }
    }

    fn below(&mut self, base: &str, key: &str) -> Option<Contributor> {
        for (folder, stems) in TABLES {
            let folder = join(base, folder);
            for stem in stems {
                for ending in ["yml", "yaml", "json", "toml"] {
                    let path = join(&folder, &format!("{stem}.{ending}"));
                    if let Some(found) = self.text(&path).and_then(|text| people::in_data(&text, ending, key)) {
                        return Some(found);
                    }
                }
            }
        }
        FOLDERS.iter().find_map(|folder| self.page(&join(base, folder), key))
    }

    /// Reads the page or data file of the person in `folder`.
    fn page(&mut self, folder: &str, key: &str) -> Option<Contributor> {
        let pages = ["/_index.md", "/index.md", ".md", ".mdx"];
        for ending in pages {
            if let Some(text) = self.text(&join(folder, &format!("{key}{ending}"))) {
                return of_page(&text);
            }
        }
        ["yml", "yaml", "json", "toml"].into_iter().find_map(|ending| {
            let text = self.text(&join(folder, &format!("{key}.{ending}")))?;
            people::in_data(&text, ending, key)
        })
    }

    /// Returns the text of the file at `path`, if there is one.
    fn text(&mut self, path: &str) -> Option<String> {
        let (folder, _) = split(path);
        // Only folders that exist are listed: most sites have few of them.
        if !folder.is_empty() && !exists(self.files, folder) || !exists(self.files, path) {
            return None;
        }
        String::from_utf8(self.files.read(path)?.to_vec()).ok()
    }
}

/// Returns the person whose page is `text`: its title, or a `name` in its front matter.
fn of_page(text: &str) -> Option<Contributor> {
    let words = |text: &str| vec![Inline::Text(text.to_owned())];
    let meta = front::read(text, &words, &mut Diagnostics::new()).meta;
    let named = ["name", "display_name", "displayName", "full_name"];
    let name = named.iter().find_map(|key| Some(meta.extra.get(*key)?.as_str()?.to_owned()));
    let name = name.or_else(|| Some(plain_text(&meta.title)).filter(|title| !title.trim().is_empty()))?;
    let bio = meta.about_authors.first().map(|about| plain_text(about));
    let bio = bio.or_else(|| meta.contributors.iter().find_map(|who| who.bio.clone()));
    Some(Contributor { name, bio, ..Contributor::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Memory, Options, read};
    use crate::source::Source;

    fn authors(files: &[(&str, &str)], author: &str) -> (Vec<String>, usize) {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().into());
        let files = Memory { folder: "blog/posts".into(), files: files.iter().map(file).collect() };
        let text = format!("---\ntitle: T\nlang: en\n{author}\n---\n\nText.");
        let mut diagnostics = Diagnostics::new();
        let article = read(&Source::new("a.md", text), &Options::default(), &files, &mut diagnostics).expect("is read");
        let unknown = diagnostics.iter().filter(|found| found.code == "author-key").count();
        (article.meta.authors().map(str::to_owned).collect(), unknown)
    }

    #[test]
    fn a_key_becomes_the_name_in_the_files_of_the_site() {
        for (path, text) in [
            ("_data/authors.yml", "anna-kern:\n  name: Anna Kern\n  url: https://e.org\n"),
            ("blog/authors.yml", "anna-kern:\n  name: Anna Kern\n  title: Baker\n"),
            ("blog/.authors.yml", "authors:\n  anna-kern:\n    name: Anna Kern\n    description: Baker\n"),
            ("content/authors/anna-kern/_index.md", "---\ntitle: Anna Kern\n---\n"),
            ("content/authors/anna-kern/_index.md", "+++\nname = \"Anna Kern\"\n+++\n"),
            ("data/people/anna-kern.toml", "name = \"Anna Kern\"\n"),
            ("data/authors.json", "[{\"id\": \"anna-kern\", \"name\": \"Anna Kern\"}]"),
            ("_data/people.yml", "- slug: anna-kern\n  first_name: Anna\n  last_name: Kern\n"),
            ("src/content/authors/anna-kern.json", "{\"name\": \"Anna Kern\"}"),
            ("_data/authors.yml", "anna-kern: Anna Kern\n"),
        ] {
            let found = authors(&[(path, text)], "author: anna-kern");
            assert_eq!(found, (vec!["Anna Kern".to_owned()], 0), "{path}");
        }
    }

    #[test]
    fn a_key_that_nobody_knows_stays_and_is_said() {
        assert_eq!(authors(&[], "authors: [anna-kern, Bo Lin]"), (vec!["anna-kern".into(), "Bo Lin".into()], 1));
        assert_eq!(authors(&[("_data/authors.yml", "x: [")], "author: akern"), (vec!["akern".into()], 1));
        assert_eq!(authors(&[], "author: Anna Kern"), (vec!["Anna Kern".into()], 0));
    }
}
