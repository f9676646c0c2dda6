//! The configuration files of a site.

use super::path::joined;
use super::{SiteFault, SiteKey, SiteValue, Tree};
use crate::data::{self, Entry, Node};

/// The configuration of a site: its files, the first of which counts most.
#[derive(Debug, Default)]
pub(super) struct Config {
    files: Vec<File>,
    pub faults: Vec<SiteFault>,
}

/// One of its files.
#[derive(Debug)]
pub(super) struct File {
    path: String,
    text: String,
    /// In front of the keys of this file, such as `params.` for Hugo's `params.toml`.
    prefix: String,
    entries: Vec<Entry>,
}

impl Config {
    /// Reads the files called `names` in `folder` as far as they are there.
    pub(super) fn of(tree: &dyn Tree, folder: &str, names: &[&str]) -> Self {
        let mut config = Self::default();
        names.iter().for_each(|name| config.add(tree, &joined(folder, name), ""));
        config
    }

    /// Adds the file at `path`, whose keys stand below `prefix`.
    pub(super) fn add(&mut self, tree: &dyn Tree, path: &str, prefix: &str) {
        if let Some(text) = tree.text(path) {
            self.add_text(path, text, prefix);
        }
    }

    /// Adds the file at `path`, which has the content `text`.
    pub(super) fn add_text(&mut self, path: &str, text: String, prefix: &str) {
        let (entries, fault) = data::of_file(path, &text);
        if let Some(fault) = fault {
            let at = text.floor_char_boundary(fault.at.min(text.len()));
            let line = data::line(&text, crate::source::Span::new(at, at));
            self.faults.push(SiteFault { file: path.to_owned(), line, message: fault.message });
        }
        self.files.push(File { path: path.to_owned(), text, prefix: prefix.to_owned(), entries });
    }

    /// Adds the front matter of the page at `path`.
    pub(super) fn add_front_matter(&mut self, tree: &dyn Tree, path: &str) {
        let Some(text) = tree.text(path) else { return };
        let (fence, kind) = match text.get(..3) {
            Some("---") => ("\n---", "yaml"),
            Some("+++") => ("\n+++", "toml"),
            _ => return,
        };
        let Some(end) = text[3..].find(fence) else { return };
        // The fence becomes white space, so that places stay what they are.
        let text = format!("   {}", &text[3..end + 3]);
        let (entries, _) = data::of_file(&format!("x.{kind}"), &text);
        self.files.push(File { path: path.to_owned(), text, prefix: String::new(), entries });
    }

    /// Returns the entry at `path`: names in their normalised form with dots.
    pub(super) fn entry(&self, path: &str) -> Option<&Entry> {
        self.found(path).map(|(_, entry)| entry)
    }

    /// Returns the entry at `path` with its file.
    pub(super) fn found(&self, path: &str) -> Option<(&File, &Entry)> {
        self.files.iter().find_map(|file| {
            let path = path.strip_prefix(&*file.prefix)?;
            Some((file, data::at(&file.entries, path).filter(|entry| !entry.node.is_empty())?))
        })
    }

    /// Returns the text at `path`.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.entry(path)?.node.text()
    }

    /// Returns the switch at `path`.
    pub(super) fn switch(&self, path: &str) -> Option<bool> {
        match &self.entry(path)?.node {
            Node { value: data::Value::Bool(value), .. } => Some(*value),
            node => match node.text()?.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
        }
    }

    /// Returns the entries of the map at `path`, which may be spread over several files.
    pub(super) fn map(&self, path: &str) -> Vec<&Entry> {
        let mut all: Vec<&Entry> = Vec::new();
        for file in &self.files {
            // `languages.toml` holds the map itself.
            let entries = match path.strip_prefix(&*file.prefix) {
                Some(path) => data::at(&file.entries, path).map(|entry| entry.node.entries()),
                None if format!("{path}.") == file.prefix => Some(&*file.entries),
                None => None,
            };
            all.extend(entries.unwrap_or_default());
        }
        all
    }

    /// Returns the value at the first of `paths` that is there, with its place.
    pub(super) fn value(&self, paths: &[&str]) -> Option<SiteValue> {
        paths.iter().find_map(|path| {
            let (file, entry) = self.found(path)?;
            Some(file.placed(entry, worded(&entry.node)?.to_owned(), path))
        })
    }

    /// Returns the values of `keys`, with the address of the site made by `address` of the one that is stated.
    pub(super) fn based(
        &self,
        keys: &[(SiteKey, &[&str])],
        address: impl Fn(&str) -> Option<String>,
    ) -> Vec<(SiteKey, Option<String>, SiteValue)> {
        let mut values = self.values(keys);
        for (_, _, value) in values.iter_mut().filter(|(key, ..)| *key == SiteKey::Base) {
            value.value = address(&value.value).unwrap_or_default();
        }
        values.retain(|(.., value)| !value.value.is_empty());
        values
    }

    /// Returns the values of `keys`, each from the first of its paths that is there.
    pub(super) fn values(&self, keys: &[(SiteKey, &[&str])]) -> Vec<(SiteKey, Option<String>, SiteValue)> {
        keys.iter().filter_map(|(key, paths)| Some((*key, None, self.value(paths)?))).collect()
    }
}

impl File {
    /// Returns `value`, which `entry` at `path` states, with its place.
    pub(super) fn placed(&self, entry: &Entry, value: String, path: &str) -> SiteValue {
        let above = path.rsplit_once('.').map_or(String::new(), |(above, _)| format!("{above}."));
        let key = format!("{above}{}", entry.key);
        SiteValue { value, file: self.path.clone(), key, line: Some(data::line(&self.text, entry.span)) }
    }
}

/// Returns the words that a value comes to: a text, or the name of a person or thing.
pub(super) fn worded(node: &Node) -> Option<&str> {
    node.text().or_else(|| named(node))
}

/// Returns the name of a person or thing that is written as a map or as a list of one.
fn named(node: &Node) -> Option<&str> {
    let node = node.items().first()?;
    node.text().or_else(|| node.child_text(&["name", "title", "text", "displayname"]))
}

/// Returns `address` as the base of a site: with a scheme, and without a slash at its end. What is no address of the web
/// is none.
pub fn base(address: &str) -> Option<String> {
    let address = address.trim().trim_end_matches('/');
    let scheme = address.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("https://"))
        || address.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("http://"));
    let host = address.split_once("://").map_or(address, |(_, rest)| rest).split('/').next().unwrap_or_default();
    let local = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"].iter().any(|name| host.split(':').next() == Some(*name));
    let plain = !address.contains(['{', '<', ' ', '$', '\'', '"']);
    (scheme && plain && !local && host.contains('.')).then(|| address.to_owned())
}

/// Joins the address of a site with the path that it is published under.
pub(super) fn with_path(base: &str, path: &str) -> String {
    let (base, path) = (base.trim_end_matches('/'), path.trim().trim_matches('/'));
    if path.is_empty() { base.to_owned() } else { format!("{base}/{path}") }
}
