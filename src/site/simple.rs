//! Generators whose pages follow the paths of files: Quarto, Astro, VitePress and Gatsby.
//!
//! Limit: addresses that a program makes, as in Astro's `src/pages` and Gatsby's `gatsby-node.js`, are taken to be those of
//! the generators' own starters.

use std::sync::Arc;

use super::config::{Config, base, with_path};
use super::detect::Found;
use super::head::Head;
use super::path::{below, joined, normal, split, stem};
use super::{Rules, SiteKey, Tree, slug};
use crate::data::Entry;

#[derive(Debug)]
struct Quarto;

const QUARTO: [(SiteKey, &[&str]); 6] = [
    (SiteKey::Base, &["website.siteurl", "book.siteurl", "siteurl"]),
    (SiteKey::Title, &["website.title", "book.title", "title"]),
    (SiteKey::Language, &["lang", "website.lang"]),
    (SiteKey::Author, &["author", "book.author", "website.author"]),
    (SiteKey::Rights, &["copyright", "website.copyright"]),
    (SiteKey::License, &["license"]),
];

pub(super) fn quarto(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let values = config.based(&QUARTO, base);
    Found { values, rules: Arc::new(Quarto), faults: config.faults }
}

impl Rules for Quarto {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let (folder, name) = split(path);
        if self.no_article(path).is_some() {
            return None;
        }
        let name = head.get(&["outputfile"]).unwrap_or_else(|| stem(name).0);
        let name = name.strip_suffix(".html").unwrap_or(name);
        let above = if folder.is_empty() { String::from("/") } else { format!("/{folder}/") };
        Some(if name == "index" { above } else { format!("{above}{name}.html") })
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        path.split('/').any(|part| part.starts_with('_')).then_some("a part of other pages, by its name")
    }
}

/// Astro: collections of content. The true address is made by a program in `src/pages`; it is nearly always that of the
/// collection.
#[derive(Debug)]
struct Astro {
    slash: bool,
    /// Whether pages are files (`build.format`).
    files: bool,
    /// Folders of collections with loaders of their own, and the names of those.
    collections: Vec<(String, String)>,
}

const PROGRAM: [(SiteKey, &[&str]); 5] = [
    (SiteKey::Base, &["site", "sitemetadata.siteurl", "sitemap.hostname", "themeconfig.siteurl"]),
    (SiteKey::Title, &["title", "sitemetadata.title"]),
    (SiteKey::Language, &["i18n.defaultlocale", "lang", "sitemetadata.lang"]),
    (SiteKey::Author, &["sitemetadata.author.name", "sitemetadata.author"]),
    (SiteKey::Rights, &["themeconfig.footer.copyright"]),
];

pub(super) fn astro(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let path = config.text("base").unwrap_or("/").to_owned();
    let values = config.based(&PROGRAM, |url| base(url).map(|base| with_path(&base, &path)));
    let slash = config.text("trailingslash") != Some("never");
    let files = config.text("build.format") == Some("file");
    let places = ["src/content.config", "src/content/config"];
    let places = places.iter().flat_map(|place| ["ts", "mts", "js", "mjs"].map(|ending| format!("{place}.{ending}")));
    let text = places.into_iter().find_map(|place| tree.text(&joined(folder, &place)));
    let collections = text.map(|text| collections(&text)).unwrap_or_default();
    Found { values, rules: Arc::new(Astro { slash, files, collections }), faults: config.faults }
}

/// Returns the folders that collections are loaded from (`glob({ base: "./notes" })`), with their names.
fn collections(program: &str) -> Vec<(String, String)> {
    let exported = program.split("collections =").nth(1).and_then(|rest| rest.split_once('{'));
    let exported = exported.and_then(|(_, rest)| rest.split('}').next()).unwrap_or_default();
    // `{ posts, notes: noteCollection }`
    let public = |constant: &str| {
        let pairs = exported.split(',').filter_map(|pair| pair.split_once(':'));
        let named = pairs.into_iter().find(|(_, value)| value.trim() == constant);
        named.map_or(constant, |(name, _)| name.trim().trim_matches(['"', '\''])).to_owned()
    };
    let mut found = Vec::new();
    for (at, call) in program.match_indices("defineCollection(") {
        let name = program[..at].trim_end().trim_end_matches('=').trim_end();
        let name = name.rsplit(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').next().unwrap_or_default();
        let inner = program[at + call.len()..].split("defineCollection(").next().unwrap_or_default();
        if let Some(base) = inner.split_once("base:").and_then(|(_, rest)| quoted(rest)) {
            found.push((base.trim_start_matches("./").trim_matches('/').to_owned(), public(name)));
        }
    }
    found
}

/// Returns the text in quotation marks at the start of `code`.
fn quoted(code: &str) -> Option<&str> {
    let code = code.trim_start();
    let quote = code.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    code[1..].split(quote).next()
}

impl Rules for Astro {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        if self.no_article(path).is_some() {
            return None;
        }
        let served = |page: String| match (page.as_str(), self.slash) {
            ("", _) => "/".to_owned(),
            (page, _) if self.files => format!("/{page}.html"),
            (page, true) => format!("/{page}/"),
            (page, false) => format!("/{page}"),
        };
        let inside = |rest: &str| {
            let bare = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
            bare.strip_suffix("/index").unwrap_or(if bare == "index" { "" } else { bare }).to_owned()
        };
        if let Some(rest) = below(path, "src/pages") {
            return Some(served(inside(rest)));
        }
        let loaded = self.collections.iter().find_map(|(folder, name)| Some((&**name, below(path, folder)?)));
        let in_place = || below(path, "src/content").or_else(|| below(path, "src/data"))?.split_once('/');
        let (collection, rest) = loaded.or_else(in_place)?;
        let id = match head.get(&["slug"]) {
            Some(slug) => slug.trim_matches('/').to_owned(),
            None => inside(rest).split('/').map(slug::github).collect::<Vec<_>>().join("/"),
        };
        Some(match collection {
            // Starlight serves its documents at the top.
            "docs" => served(id),
            _ => served(joined(collection, &id)),
        })
    }

    fn content(&self) -> Vec<String> {
        let own = self.collections.iter().map(|(folder, _)| folder.clone());
        ["src/content".into(), "src/pages".into()].into_iter().chain(own).collect()
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let rest = below(path, "src/content")?;
        rest.split('/').any(|part| part.starts_with('_')).then_some("a part of other pages, by its name")
    }
}

#[derive(Debug)]
struct VitePress {
    source: String,
    clean: bool,
    /// Patterns of paths, and those of the paths that they are served at.
    rewrites: Vec<(String, String)>,
    /// Languages by the folders of their pages; that of the others has no folder.
    languages: Vec<(String, String)>,
}

pub(super) fn vitepress(tree: &dyn Tree, folder: &str, above: &str) -> Found {
    let inner = joined(above, ".vitepress");
    let names = tree.listing(&joined(folder, &inner));
    let mut config = Config::default();
    if let Some(name) = names.iter().find(|name| name.starts_with("config.")) {
        config.add(tree, &joined(&joined(folder, &inner), name), "");
    }
    let path = config.text("base").unwrap_or("/").to_owned();
    let values = config.based(&PROGRAM, |url| {
        let base = base(url)?;
        let has = !path.trim_matches('/').is_empty() && base.ends_with(path.trim_matches('/'));
        Some(if has { base } else { with_path(&base, &path) })
    });
    let source = normal(above, config.text("srcdir").unwrap_or("")).unwrap_or_default();
    let clean = config.switch("cleanurls").unwrap_or(false);
    let text = |entry: &&Entry| Some((entry.key.clone(), entry.node.text()?.to_owned()));
    let rewrites = config.map("rewrites").iter().filter_map(text).collect();
    let language = |entry: &&Entry| {
        let folder = if entry.key == "root" { "" } else { entry.key.trim_matches('/') };
        let lang = entry.node.child_text(&["lang"]).unwrap_or(folder);
        (!lang.is_empty()).then(|| (folder.to_owned(), lang.to_owned()))
    };
    let languages = config.map("locales").iter().filter_map(language).collect();
    let rules = VitePress { source, clean, rewrites, languages };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

/// Returns what `to` comes to for `path`, if `from` fits it: `:name` is one folder or name, `:name*` is all that is left.
fn rewritten(from: &str, to: &str, path: &str) -> Option<String> {
    let bare = |path: &str| path.strip_suffix(".md").unwrap_or(path).to_owned();
    let (from, to, path) = (bare(from), bare(to), bare(path));
    let mut words: Vec<(&str, String)> = Vec::new();
    let mut parts = path.split('/');
    for wanted in from.split('/') {
        if let Some(name) = wanted.strip_suffix('*').filter(|name| name.starts_with(':')) {
            words.push((name, parts.by_ref().collect::<Vec<_>>().join("/")));
            continue;
        }
        let part = parts.next()?;
        match wanted.starts_with(':') {
            true => words.push((wanted, part.to_owned())),
            false if wanted != part => return None,
            false => {}
        }
    }
    let fill = |part: &str| {
        let name = part.strip_suffix('*').unwrap_or(part);
        words.iter().find(|(known, _)| *known == name).map_or_else(|| part.to_owned(), |(_, word)| word.clone())
    };
    parts.next().is_none().then(|| to.split('/').map(fill).collect::<Vec<_>>().join("/"))
}

impl Rules for VitePress {
    fn page(&self, path: &str, _head: &Head) -> Option<String> {
        let rest = below(path, &self.source)?;
        let bare = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        let moved = self.rewrites.iter().find_map(|(from, to)| rewritten(from, to, bare));
        let bare = moved.as_deref().unwrap_or(bare);
        Some(match bare.strip_suffix("index").filter(|above| above.is_empty() || above.ends_with('/')) {
            Some(above) => format!("/{above}"),
            None if self.clean => format!("/{bare}"),
            None => format!("/{bare}.html"),
        })
    }

    fn language(&self, path: &str) -> Option<String> {
        let rest = below(path, &self.source)?;
        let own = self.languages.iter().filter(|(folder, _)| below(rest, folder).is_some());
        own.max_by_key(|(folder, _)| folder.len()).map(|(_, lang)| lang.clone())
    }

    fn content(&self) -> Vec<String> {
        vec![self.source.clone()]
    }
}

/// Gatsby: posts below the folders that `gatsby-source-filesystem` reads, or else below `content/blog`.
#[derive(Debug)]
struct Gatsby {
    folders: Vec<String>,
}

pub(super) fn gatsby(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let path = config.text("pathprefix").unwrap_or("/").to_owned();
    let values = config.based(&PROGRAM, |url| base(url).map(|base| with_path(&base, &path)));
    let program = tree.text(&joined(folder, sign)).unwrap_or_default();
    // `path: `${__dirname}/content/posts`` is a template, so it is looked for in the text.
    let stated = program.split("gatsby-source-filesystem").skip(1).filter_map(|plugin| {
        let path = quoted(plugin.split_once("path:")?.1)?;
        let path = path.strip_prefix("${__dirname}").unwrap_or(path).trim_start_matches("./").trim_matches('/');
        (!path.is_empty() && !path.contains('$')).then(|| path.to_owned())
    });
    let folders = stated.chain(["content/blog".into(), "content".into()]).collect();
    Found { values, rules: Arc::new(Gatsby { folders }), faults: config.faults }
}

impl Rules for Gatsby {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let holding = self.folders.iter().filter(|folder| below(path, folder).is_some());
        let rest = below(path, holding.max_by_key(|folder| folder.len())?)?;
        if let Some(own) = head.get(&["path", "slug"]) {
            return Some(format!("/{}/", own.trim_matches('/')));
        }
        let bare = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        let bare = bare.strip_suffix("/index").unwrap_or(bare);
        Some(format!("/{bare}/"))
    }

    fn content(&self) -> Vec<String> {
        self.folders.clone()
    }
}
