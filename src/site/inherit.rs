//! What the files of folders say about the articles below them: `_metadata.yml` of Quarto, data files of folders of
//! Eleventy (`posts/posts.json`), and `cascade` in the front matter of sections of Hugo.
//!
//! The nearest folder wins, and all of them are stronger than the configuration of the site. Limits: a cascade that
//! is a list, or that has a `_target`, is left out; programs (`posts.11tydata.js`) are read as far as they are plain data.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::config::Config;
use super::path::{joined, split, stem};
use super::{Generator, Site, SiteKey, SiteValue, Tree};

/// What each folder says, by its path below the root.
#[derive(Debug, Default)]
pub(super) struct Folders(Mutex<BTreeMap<String, Arc<Config>>>);

impl Folders {
    /// Returns what the folders of the article at `path` say under `key`.
    pub(super) fn value(&self, tree: &dyn Tree, site: &Site, path: &str, key: SiteKey) -> Option<SiteValue> {
        let paths = paths(site.generator, key)?;
        let mut folder = split(path).0;
        loop {
            let config = self.of(tree, site.generator, folder);
            // What is for some of the pages below says nothing about the others.
            if let Some(found) = config.value(paths).filter(|_| config.entry("cascade.target").is_none()) {
                return Some(found);
            }
            if folder.len() <= site.folder.len() {
                return None;
            }
            folder = split(folder).0;
        }
    }

    fn of(&self, tree: &dyn Tree, generator: Generator, folder: &str) -> Arc<Config> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(folder) {
            return known.clone();
        }
        let read = Arc::new(read(tree, generator, folder));
        lock().insert(folder.to_owned(), read.clone());
        read
    }
}

/// Returns the paths of `key` in such files.
fn paths(generator: Generator, key: SiteKey) -> Option<&'static [&'static str]> {
    let own: &[&str] = match (generator, key) {
        (Generator::Hugo, SiteKey::Language) => &["cascade.lang", "cascade.language"],
        (Generator::Hugo, SiteKey::Author) => &["cascade.author", "cascade.params.author", "cascade.authors"],
        (Generator::Hugo, SiteKey::Rights) => &["cascade.copyright", "cascade.params.copyright", "cascade.rights"],
        (Generator::Hugo, SiteKey::License) => &["cascade.license", "cascade.params.license", "cascade.licence"],
        (Generator::Quarto | Generator::Eleventy, SiteKey::Language) => &["lang", "language", "locale"],
        (Generator::Quarto | Generator::Eleventy, SiteKey::Author) => &["author", "author.name", "authors"],
        (Generator::Quarto | Generator::Eleventy, SiteKey::Rights) => &["copyright", "rights"],
        (Generator::Quarto | Generator::Eleventy, SiteKey::License) => &["license", "licence"],
        _ => return None,
    };
    Some(own)
}

fn read(tree: &dyn Tree, generator: Generator, folder: &str) -> Config {
    let mut config = Config::default();
    let own = split(folder).1;
    for name in tree.listing(folder) {
        let path = || joined(folder, &name);
        let (bare, ending) = stem(&name);
        match generator {
            Generator::Quarto if bare == "_metadata" && matches!(ending, "yml" | "yaml") => {
                config.add(tree, &path(), "");
            }
            Generator::Eleventy if !own.is_empty() && is_data_of(own, &name) => config.add(tree, &path(), ""),
            Generator::Hugo if bare == "_index" => config.add_front_matter(tree, &path()),
            _ => {}
        }
    }
    config
}

/// Whether the file `name` holds the data of its folder, which is called `folder`.
fn is_data_of(folder: &str, name: &str) -> bool {
    let ends = [".json", ".yml", ".yaml", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs"];
    ends.iter().any(|end| name.strip_suffix(end) == Some(folder))
}
