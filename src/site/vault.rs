//! Vaults of Obsidian, and Quartz, which publishes them.

use std::sync::Arc;

use super::config::{Config, base};
use super::detect::Found;
use super::head::Head;
use super::path::{below, split, stem};
use super::{Rules, SiteKey, Tree, glob};

const KEYS: [(SiteKey, &[&str]); 4] = [
    (SiteKey::Base, &["configuration.baseurl", "baseurl"]),
    (SiteKey::Title, &["configuration.pagetitle", "pagetitle"]),
    (SiteKey::Language, &["configuration.locale", "locale"]),
    (SiteKey::Author, &["configuration.author", "author"]),
];

/// A vault that is not published.
#[derive(Debug)]
struct Vault;

impl Rules for Vault {
    fn page(&self, _path: &str, _head: &Head) -> Option<String> {
        None
    }
}

pub(super) fn obsidian() -> Found {
    Found { values: Vec::new(), rules: Arc::new(Vault), faults: Vec::new() }
}

#[derive(Debug)]
struct Quartz {
    content: String,
    /// Folders and files that are not published, such as `private` and `templates`.
    ignored: Vec<String>,
}

pub(super) fn quartz(tree: &dyn Tree, folder: &str, sign: &str, names: &[String]) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let mut values = config.values(&KEYS);
    for (_, _, value) in values.iter_mut().filter(|(key, ..)| *key == SiteKey::Base) {
        // Quartz wants the address without its scheme.
        let scheme = if value.value.contains("://") { "" } else { "https://" };
        value.value = base(&format!("{scheme}{}", value.value)).unwrap_or_default();
    }
    values.retain(|(.., value)| !value.value.is_empty());
    let content = ["content", "docs"].into_iter().find(|folder| names.iter().any(|name| name == folder));
    let ignored = config.entry("configuration.ignorepatterns").map(|entry| entry.node.items()).unwrap_or_default();
    let rules = Quartz {
        content: content.unwrap_or_default().to_owned(),
        ignored: ignored.iter().filter_map(|node| Some(node.text()?.trim_matches('/').to_owned())).collect(),
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

/// Makes a part of an address of a name (`quartz/util/path.ts`).
fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => out.push('-'),
            '&' => out.push_str("-and-"),
            '%' => out.push_str("-percent"),
            '?' => out.push_str("-q"),
            '#' => {}
            c => out.push(c),
        }
    }
    out
}

impl Rules for Quartz {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let rest = below(path, &self.content)?;
        if let Some(link) = head.get(&["permalink"]).filter(|link| !link.contains("://")) {
            return Some(format!("/{}", slug(link.trim_matches('/'))));
        }
        let (folder, name) = split(rest);
        let name = slug(stem(name).0);
        let folder = folder.split('/').filter(|part| !part.is_empty()).map(|part| format!("/{}", slug(part)));
        let folder: String = folder.collect();
        Some(match name.as_str() {
            "index" | "_index" => format!("{folder}/"),
            name => format!("{folder}/{name}"),
        })
    }

    fn content(&self) -> Vec<String> {
        vec![self.content.clone()]
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let rest = below(path, &self.content)?;
        // A pattern fits a path or a part of one.
        let hidden = |pattern: &String| {
            glob::fits(pattern, rest) || rest.split('/').any(|part| glob::fits(pattern.trim_end_matches("/**"), part))
        };
        self.ignored.iter().any(hidden).then_some("`ignorePatterns` keeps it from being published")
    }
}
