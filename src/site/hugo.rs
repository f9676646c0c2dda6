//! Hugo: `hugo.toml` and its relatives.
//!
//! The address of a page is its `url` or that of a cascade, or follows from a pattern (`permalinks`), or is its path.
//! What is stated for the environment `production` counts most, since that is what is published. Limits: of the themes'
//! configuration nothing is read, nor what mounts take in from outside of the site.

mod fill;
mod patterns;
mod target;

use std::borrow::Cow;
use std::sync::Arc;

use super::config::{Config, base};
use super::detect::Found;
use super::head::{Day, Head};
use super::path::{below, joined, split, stem};
use super::{Rules, SiteKey, Tree, slug};
use crate::data::Value;
use fill::Page;
use patterns::Patterns;
pub(super) use target::Target;

/// Names that only Hugo has.
pub(super) const FILES: [&str; 4] = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];

/// Keys of the configuration.
const KEYS: [(SiteKey, &[&str]); 6] = [
    (SiteKey::Base, &["baseurl"]),
    (SiteKey::Title, &["title"]),
    (SiteKey::Language, &["languagecode", "locale", "defaultcontentlanguage"]),
    (SiteKey::Author, &["params.author", "author", "params.authorname", "params.authors"]),
    (SiteKey::Rights, &["copyright", "params.copyright"]),
    (SiteKey::License, &["params.license", "params.licence"]),
];

/// A folder whose files are content.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Root {
    folder: String,
    /// The folders of the content that it stands for; mostly none.
    prefix: String,
    /// The language of all files in it.
    lang: Option<String>,
}

#[derive(Debug)]
struct Hugo {
    roots: Vec<Root>,
    /// The codes of its languages in lower case.
    languages: Vec<String>,
    default: String,
    in_folder: bool,
    /// Whether each language has an address of its own, and so no folder.
    has_hosts: bool,
    permalinks: Patterns,
    /// Sections with ugly addresses; `None` for all.
    ugly: Option<Vec<String>>,
    keeps_case: bool,
    without_accents: bool,
    /// Whether the date in a file's name is no part of its slug.
    dated_names: bool,
    /// Whether that date counts more than the one of the front matter.
    dated_first: bool,
}

/// Reads the configuration in `folder`, which has files with `names`.
pub(super) fn configuration(tree: &dyn Tree, folder: &str, names: &[String]) -> Config {
    const ENDINGS: [&str; 4] = ["toml", "yaml", "yml", "json"];
    let mut config = Config::default();
    let parts = |config: &mut Config, below: &str| {
        for name in tree.listing(below) {
            let (part, ending) = stem(&name);
            if ENDINGS.contains(&ending) {
                let part = crate::data::tree::name(part.split('.').next().unwrap_or(part));
                let is_whole = matches!(part.as_str(), "hugo" | "config");
                let prefix = if is_whole { String::new() } else { format!("{part}.") };
                config.add(tree, &joined(below, &name), &prefix);
            }
        }
    };
    if names.iter().any(|name| name == "config") {
        parts(&mut config, &joined(folder, "config/production"));
    }
    let wanted =
        ["hugo", "config"].iter().flat_map(|stem| ENDINGS.iter().map(move |ending| format!("{stem}.{ending}")));
    for name in wanted.filter(|name| names.contains(name)) {
        config.add(tree, &joined(folder, &name), "");
    }
    if names.iter().any(|name| name == "config") {
        parts(&mut config, &joined(folder, "config/_default"));
    }
    config
}

pub(super) fn read(tree: &dyn Tree, folder: &str, names: &[String]) -> Found {
    let config = configuration(tree, folder, names);
    let mut values = config.values(&KEYS);
    for (key, _, value) in &mut values {
        match key {
            SiteKey::Base => value.value = base(&value.value).unwrap_or_default(),
            SiteKey::Rights => value.value = value.value.replace("{year}", "").trim().to_owned(),
            _ => {}
        }
    }
    for entry in config.map("languages") {
        let of = |paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|path| format!("languages.{}.{path}", entry.name)).collect();
            config.value(&paths.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let keys: [(SiteKey, &[&str]); 4] = [
            (SiteKey::Language, &["languagecode", "locale"]),
            (SiteKey::Title, &["title"]),
            (SiteKey::Author, &["params.author", "author"]),
            (SiteKey::Rights, &["copyright"]),
        ];
        values.extend(keys.iter().filter_map(|(key, paths)| Some((*key, Some(entry.key.to_lowercase()), of(paths)?))));
        if let Some(mut found) = of(&["baseurl"])
            && let Some(address) = base(&found.value)
        {
            found.value = address;
            values.push((SiteKey::Base, Some(entry.key.to_lowercase()), found));
        }
    }
    values.retain(|(.., value)| !value.value.is_empty());
    let rules = Hugo::of(&config);
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

impl Hugo {
    fn of(config: &Config) -> Self {
        let languages: Vec<_> = config
            .map("languages")
            .into_iter()
            .filter(|entry| !entry.node.child(&["disabled"]).is_some_and(|entry| entry.node.value == Value::Bool(true)))
            .collect();
        let has_hosts = languages.len() > 1 && languages.iter().all(|entry| entry.node.child(&["baseurl"]).is_some());
        let mut codes: Vec<String> = Vec::new();
        for code in languages.iter().map(|entry| entry.key.to_lowercase()) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let ugly = match config.entry("uglyurls").map(|entry| &entry.node.value) {
            Some(Value::Bool(true)) => None,
            Some(Value::Map(entries)) => Some(
                (entries.iter())
                    .filter(|entry| entry.node.value == Value::Bool(true))
                    .map(|entry| entry.key.to_lowercase())
                    .collect(),
            ),
            _ => Some(Vec::new()),
        };
        let dates = config.entry("frontmatter.date").map(|entry| entry.node.items()).unwrap_or_default();
        let dated = dates.iter().position(|node| node.text() == Some(":filename"));
        Self {
            roots: roots(config),
            languages: codes,
            default: config.text("defaultcontentlanguage").unwrap_or("en").to_lowercase(),
            in_folder: config.switch("defaultcontentlanguageinsubdir").unwrap_or(false),
            has_hosts,
            permalinks: Patterns::of(config),
            ugly,
            keeps_case: config.switch("disablepathtolower").unwrap_or(false),
            without_accents: config.switch("removepathaccents").unwrap_or(false),
            dated_names: dated.is_some(),
            dated_first: dated == Some(0),
        }
    }

    /// Splits `path` into its language, its folder below the content and the stem of its name.
    fn place<'p>(&'p self, path: &'p str) -> Option<(&'p str, Cow<'p, str>, &'p str)> {
        let holds = |root: &&Root| below(path, &root.folder).is_some();
        let root = self.roots.iter().filter(holds).max_by_key(|root| root.folder.len())?;
        let mut lang = root.lang.as_deref().unwrap_or(&self.default);
        let (folder, name) = split(below(path, &root.folder)?);
        let folder = if root.prefix.is_empty() { folder.into() } else { joined(&root.prefix, folder).into() };
        let (mut stem, _) = stem(name);
        if let Some((page, suffix)) = stem.rsplit_once('.')
            && let Some(known) = self.languages.iter().find(|known| known.eq_ignore_ascii_case(suffix))
        {
            (lang, stem) = (known, page);
        }
        Some((lang, folder, stem))
    }

    fn slug(&self, text: &str) -> String {
        let text = slug::hugo(text, !self.keeps_case);
        if !self.without_accents {
            return text;
        }
        use unicode_normalization::UnicodeNormalization;
        text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).nfc().collect()
    }
}

/// Returns the folders of content: what is mounted there, or else those of the configuration.
fn roots(config: &Config) -> Vec<Root> {
    let clean = |folder: &str| folder.trim_start_matches("./").trim_matches('/').to_owned();
    let mut roots = Vec::new();
    for mount in config.entry("module.mounts").map(|entry| entry.node.items()).unwrap_or_default() {
        let text = |key: &str| mount.child_text(&[key]).map(clean);
        let (Some(folder), Some(target)) = (text("source"), text("target")) else { continue };
        let prefix = if target == "content" { Some("") } else { below(&target, "content") };
        if let Some(prefix) = prefix {
            roots.push(Root { folder, prefix: prefix.to_owned(), lang: text("lang").map(|lang| lang.to_lowercase()) });
        }
    }
    if roots.is_empty() {
        let folder = clean(config.text("contentdir").unwrap_or("content"));
        roots.push(Root { folder, prefix: String::new(), lang: None });
    }
    for language in config.map("languages") {
        if let Some(folder) = language.node.child_text(&["contentdir"]) {
            roots.push(Root { folder: clean(folder), prefix: String::new(), lang: Some(language.key.to_lowercase()) });
        }
    }
    roots
}

impl Rules for Hugo {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let (lang, folder, stem) = self.place(path)?;
        let is_section = stem == "_index";
        let (folder, name) = if matches!(stem, "index" | "_index") { split(&folder) } else { (&*folder, stem) };
        let dated = Day::prefix(name);
        let page_name = dated.filter(|_| self.dated_names).map_or(name, |(_, rest)| rest);
        let page = Page { head, folder, name: page_name, day: dated.map(|(day, _)| day) };
        let alone = self.languages.is_empty() || self.has_hosts || lang == self.default && !self.in_folder;
        let prefix = if alone { String::new() } else { format!("/{lang}") };
        if let Some(url) = head.get(&["url"]).filter(|url| !url.contains("://")) {
            let url = self.filled(url, &page)?;
            let whole = if url.starts_with('/') { url } else { format!("{prefix}/{url}") };
            let has_ending = split(&whole).1.contains('.');
            return Some(if has_ending || whole.ends_with('/') { whole } else { format!("{whole}/") });
        }
        let section = if is_section && folder.is_empty() { name } else { page.section() };
        let pattern = self.permalinks.find(&self.target(path)?, section);
        let found = match pattern {
            Some(pattern) => self.filled(pattern, &page)?,
            None => {
                let last = page.slug(self).filter(|_| !is_section).unwrap_or(page.name);
                self.slug(&joined(folder, last.trim_matches('/')))
            }
        };
        let found = found.trim_matches('/');
        let is_ugly = self.ugly.as_ref().is_none_or(|sections| sections.contains(&section.to_lowercase()));
        Some(match (found, is_ugly && !is_section) {
            ("", _) => format!("{prefix}/"),
            (found, _) if found.ends_with(".html") => format!("{prefix}/{found}"),
            (found, true) => format!("{prefix}/{found}.html"),
            (found, false) => format!("{prefix}/{found}/"),
        })
    }

    fn target(&self, path: &str) -> Option<Target> {
        let (lang, folder, stem) = self.place(path)?;
        let inner = if matches!(stem, "index" | "_index") { folder.into_owned() } else { joined(&folder, stem) };
        let path = format!("/{}", inner.to_lowercase().replace(' ', "-"));
        Some(Target { path, lang: lang.to_owned(), is_section: stem == "_index" })
    }

    fn language(&self, path: &str) -> Option<String> {
        let (lang, ..) = self.place(path).filter(|_| self.languages.len() > 1)?;
        // Configured codes keep their spelling for the reader, as `zh-hant` of `zh-Hant`.
        Some(lang.to_owned())
    }

    fn content(&self) -> Vec<String> {
        let mut all: Vec<String> = self.roots.iter().map(|root| root.folder.clone()).collect();
        all.dedup();
        all
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let name = split(path).1;
        let listed = || matches!(self.place(path), Some((_, _, "_index")));
        match path.split('/').next().unwrap_or_default() {
            "archetypes" => Some("a template for new pages of Hugo"),
            "themes" | "layouts" | "resources" => Some("a part of the site's design"),
            _ if name.starts_with("_index.") && listed() => Some("the list of a section, not an article"),
            _ => None,
        }
    }
}
