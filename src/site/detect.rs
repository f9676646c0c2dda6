//! Which generator a folder belongs to.

use std::sync::Arc;

use super::path::joined;
use super::{
    Generator, Rules, Site, SiteFault, SiteKey, SiteValue, Tree, docusaurus, eleventy, hexo, hugo, jekyll, mkdocs,
    simple, vault, zola,
};

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
            Generator::Eleventy => eleventy::eleventy(tree, folder, &sign),
            Generator::Docusaurus => docusaurus::read(tree, folder, &sign),
            Generator::MkDocs => mkdocs::read(tree, folder, &sign),
            Generator::Quarto => simple::quarto(tree, folder, &sign),
            Generator::Astro => simple::astro(tree, folder, &sign),
            Generator::Hexo => hexo::hexo(tree, folder, &sign),
            Generator::Pelican => hexo::pelican(tree, folder, &names),
            Generator::VitePress => simple::vitepress(
                tree,
                folder,
                sign.strip_suffix(".vitepress").unwrap_or_default().trim_end_matches('/'),
            ),
            Generator::Gatsby => simple::gatsby(tree, folder, &sign),
            Generator::Quartz => vault::quartz(tree, folder, &sign, &names),
            Generator::Obsidian => vault::obsidian(),
        };
        let Found { mut values, rules, faults } = found;
        if !values.iter().any(|(key, ..)| *key == SiteKey::Base) {
            values.extend(custom_domain(tree, folder, &names).map(|value| (SiteKey::Base, None, value)));
        }
        Some(Self { generator, folder: folder.to_owned(), sign: joined(folder, &sign), values, rules, faults })
    }
}

/// Returns the address from the file `CNAME`, by which GitHub Pages and others know the domain of a site.
fn custom_domain(tree: &dyn Tree, folder: &str, names: &[String]) -> Option<SiteValue> {
    let places = ["", "static", "public", "source", "docs", "content", "src"];
    let there = |place: &&str| place.is_empty() || names.iter().any(|name| name == place);
    places.iter().filter(|place| there(place)).find_map(|place| {
        let file = joined(&joined(folder, place), "CNAME");
        let text = tree.text(&file)?;
        let value = super::base(&format!("https://{}", text.lines().next()?.trim()))?;
        Some(SiteValue { value, file, key: "the domain".into(), line: Some(1) })
    })
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
    if named(&[".vitepress"]).is_some() {
        return Some((Generator::VitePress, ".vitepress".into()));
    }
    for (stem, generator) in
        [("docusaurus", Generator::Docusaurus), ("astro", Generator::Astro), ("eleventy", Generator::Eleventy)]
    {
        if let Some(name) = program(stem) {
            return Some((generator, name));
        }
    }
    for (wanted, generator) in [
        (&["_quarto.yml", "_quarto.yaml"][..], Generator::Quarto),
        (&["mkdocs.yml", "mkdocs.yaml"][..], Generator::MkDocs),
        (&["pelicanconf.py"][..], Generator::Pelican),
        (&[".eleventy.js", ".eleventy.cjs", ".eleventy.mjs"][..], Generator::Eleventy),
        (&["gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs"][..], Generator::Gatsby),
    ] {
        if let Some(name) = named(wanted) {
            return Some((generator, name));
        }
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
        let source = if named(&["source"]).is_some() { tree.listing(&joined(folder, "source")) } else { Vec::new() };
        let is_hexo = source.iter().any(|name| name == "_posts") || named(&["scaffolds"]).is_some();
        return Some((if is_hexo { Generator::Hexo } else { Generator::Jekyll }, name));
    }
    let in_docs =
        named(&["docs"]).filter(|docs| tree.listing(&joined(folder, docs)).iter().any(|name| name == ".vitepress"));
    if in_docs.is_some() {
        return Some((Generator::VitePress, "docs/.vitepress".into()));
    }
    if let Some(name) = named(&[".obsidian"]) {
        return Some((Generator::Obsidian, name));
    }
    named(&["_posts"]).map(|name| (Generator::Jekyll, name))
}
