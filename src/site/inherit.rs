//! What the files of folders say about the articles below them: `_metadata.yml` of Quarto, data files of folders of
//! Eleventy (`posts/posts.json`), and `cascade` of Hugo, in the front matter of sections and in the configuration.
//!
//! The nearest folder wins, and all of them are stronger than the configuration of the site. A cascade that is a list, or
//! that has a target, counts for the articles that it fits; the first one that does wins. Limit: programs
//! (`posts.11tydata.js`) are read as far as they are plain data.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::config::{Config, worded};
use super::head::Head;
use super::path::{below, joined, split, stem};
use super::{Generator, Site, SiteKey, SiteValue, Tree, hugo};
use crate::data;

/// What each folder says, by its path below the root.
#[derive(Debug, Default)]
pub(super) struct Folders(Mutex<BTreeMap<String, Arc<Config>>>);

impl Folders {
    /// Returns what the folders of the article at `path` say under `key`.
    pub(super) fn value(&self, tree: &dyn Tree, site: &Site, path: &str, key: SiteKey) -> Option<SiteValue> {
        self.find(tree, site, path, paths(site.generator, key)?)
    }

    /// Returns the front matter `head` with what the folders of the article at `path` say about its address.
    pub(super) fn completed<'h>(&self, tree: &dyn Tree, site: &Site, path: &str, head: &'h Head) -> Cow<'h, Head> {
        let silent = site.generator == Generator::Hugo && head.get(&["url"]).is_none();
        match silent.then(|| self.find(tree, site, path, &["url"])).flatten() {
            Some(found) => {
                let mut head = head.clone();
                head.add("url", vec![found.value], false);
                Cow::Owned(head)
            }
            None => Cow::Borrowed(head),
        }
    }

    fn find(&self, tree: &dyn Tree, site: &Site, path: &str, paths: &[&str]) -> Option<SiteValue> {
        let target = below(path, &site.folder).and_then(|path| site.rules.target(path));
        let mut folder = split(path).0;
        loop {
            let config = self.of(tree, site, folder);
            let found = match &target {
                Some(target) => cascaded(&config, target, paths),
                None => config.value(paths),
            };
            if found.is_some() || folder.len() <= site.folder.len() {
                return found;
            }
            folder = split(folder).0;
        }
    }

    fn of(&self, tree: &dyn Tree, site: &Site, folder: &str) -> Arc<Config> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(folder) {
            return known.clone();
        }
        let read = Arc::new(read(tree, site, folder));
        lock().insert(folder.to_owned(), read.clone());
        read
    }
}

/// Returns the paths of `key` in such files.
fn paths(generator: Generator, key: SiteKey) -> Option<&'static [&'static str]> {
    let own: &[&str] = match (generator, key) {
        (Generator::Hugo, SiteKey::Language) => &["lang", "language"],
        (Generator::Hugo, SiteKey::Author) => &["author", "params.author", "authors"],
        (Generator::Hugo, SiteKey::Rights) => &["copyright", "params.copyright", "rights"],
        (Generator::Hugo, SiteKey::License) => &["license", "params.license", "licence"],
        (Generator::Quarto | Generator::Eleventy, SiteKey::Language) => &["lang", "language", "locale"],
        (Generator::Quarto | Generator::Eleventy, SiteKey::Author) => &["author", "author.name", "authors"],
        (Generator::Quarto | Generator::Eleventy, SiteKey::Rights) => &["copyright", "rights"],
        (Generator::Quarto | Generator::Eleventy, SiteKey::License) => &["license", "licence"],
        _ => return None,
    };
    Some(own)
}

/// Returns what a cascade says under the first of `paths` that it has, for the page that `target` describes.
fn cascaded(config: &Config, target: &hugo::Target, paths: &[&str]) -> Option<SiteValue> {
    let (file, cascade) = config.found("cascade")?;
    let fitting = || cascade.node.items().iter().filter(|node| target.fits(node));
    paths.iter().find_map(|path| {
        let entry = fitting().find_map(|node| data::at(node.entries(), path).filter(|entry| !entry.node.is_empty()))?;
        Some(file.placed(entry, worded(&entry.node)?.to_owned(), &format!("cascade.{path}")))
    })
}

fn read(tree: &dyn Tree, site: &Site, folder: &str) -> Config {
    let names = tree.listing(folder);
    // Hugo's configuration may have a cascade for the whole site.
    let mut config = match site.generator {
        Generator::Hugo if folder == site.folder => hugo::configuration(tree, folder, &names),
        _ => Config::default(),
    };
    let own = split(folder).1;
    for name in names {
        let path = || joined(folder, &name);
        let (bare, ending) = stem(&name);
        match site.generator {
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
