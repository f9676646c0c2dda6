//! Which generator a folder belongs to.

use std::sync::Arc;

use super::path::joined;
use super::{Generator, Rules, Site, SiteFault, SiteKey, SiteValue, Tree, hugo, jekyll, vault, zola};

/// What the configuration of a generator says.
pub(super) struct Found {
    pub values: Vec<(SiteKey, Option<String>, SiteValue)>,
    pub rules: Arc<dyn Rules>,
    pub faults: Vec<SiteFault>,
}

impl Site {
    /// Reads the site whose configuration lies in `folder`; `None` if none does.
    pub(crate) fn of(tree: &dyn Tree, folder: &str) -> Option<Self> {
        let names = tree.listing(folder);
        let (generator, sign) = sign(tree, folder, &names)?;
        let found = match generator {
            Generator::Hugo => hugo::read(tree, folder, &names),
            Generator::Jekyll => jekyll::read(tree, folder, &names),
            Generator::Zola => zola::read(tree, folder, &sign),
            Generator::Quartz => vault::quartz(tree, folder, &sign, &names),
            Generator::Obsidian => vault::obsidian(),
        };
        let Found { values, rules, faults } = found;
        Some(Self { generator, folder: folder.to_owned(), sign: joined(folder, &sign), values, rules, faults })
    }
}

/// Returns the generator of the folder with `names`, and the name that tells it. The order decides where files of several
/// generators lie together: a vault is published by Quartz, and an old `_config.yml` stays behind when a site moves on.
fn sign(tree: &dyn Tree, folder: &str, names: &[String]) -> Option<(Generator, String)> {
    let named = |wanted: &[&str]| {
        wanted.iter().find(|name| names.iter().any(|known| known == *name)).map(|name| (*name).to_owned())
    };
    let program = |stem: &str| {
        let of = |name: &&String| {
            let ending = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix(".config."));
            ending.is_some_and(|ending| ["js", "ts", "mjs", "cjs", "mts"].contains(&ending))
        };
        names.iter().find(of).cloned()
    };
    let text = |name: &str| tree.text(&joined(folder, name)).unwrap_or_default();
    if let Some(name) = program("quartz") {
        return Some((Generator::Quartz, name));
    }
    if let Some(name) = named(&hugo::FILES) {
        return Some((Generator::Hugo, name));
    }
    if let Some(name) = named(&["zola.toml"]) {
        return Some((Generator::Zola, name));
    }
    if let Some(name) = named(&["config.toml", "config.yaml", "config.yml", "config.json"]) {
        let says = |key: &str| {
            let text = text(&name);
            text.lines().any(|line| {
                let key_of = line.trim_start().trim_start_matches(['"', '\'']);
                key_of.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key))
                    && key_of[key.len()..].trim_start_matches(['"', '\'']).trim_start().starts_with(['=', ':'])
            })
        };
        if says("baseurl") || says("languagecode") || says("defaultcontentlanguage") {
            return Some((Generator::Hugo, name));
        }
        if name.ends_with(".toml") && says("base_url") {
            return Some((Generator::Zola, name));
        }
    }
    if named(&["config"]).is_some() && tree.listing(&joined(folder, "config")).iter().any(|name| name == "_default") {
        return Some((Generator::Hugo, "config/_default".into()));
    }
    if let Some(name) = named(&["_config.yml", "_config.yaml", "_config.toml"]) {
        return Some((Generator::Jekyll, name));
    }
    if let Some(name) = named(&[".obsidian"]) {
        return Some((Generator::Obsidian, name));
    }
    named(&["_posts"]).map(|name| (Generator::Jekyll, name))
}
