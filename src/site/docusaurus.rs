//! Docusaurus: `docusaurus.config.js` as far as it is plain data, and `versions.json`.

use std::sync::Arc;

use super::config::{Config, base, with_path};
use super::detect::Found;
use super::head::Head;
use super::path::{below, joined, split, stem};
use super::{Rules, SiteKey, Tree};
use crate::data::{Entry, Node, Value, at};

const KEYS: [(SiteKey, &[&str]); 5] = [
    (SiteKey::Base, &["url"]),
    (SiteKey::Title, &["title"]),
    (SiteKey::Language, &["i18n.defaultlocale"]),
    (SiteKey::Rights, &["themeconfig.footer.copyright"]),
    (SiteKey::License, &["customfields.license"]),
];

/// A folder of documents or posts, and the path that it is served at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    folder: String,
    route: String,
    is_blog: bool,
    numbered: bool,
    /// The name of the plugin's instance; nothing for the one of the preset.
    id: String,
    /// Its versions, the newest first, and the one that is served without its name.
    versions: Vec<String>,
    last: String,
}

/// Where an article stands in the site.
struct Place<'a> {
    part: &'a Part,
    lang: Option<&'a str>,
    /// What is between the path of the part and that of the article: the name of a version.
    version: String,
    rest: &'a str,
}

#[derive(Debug)]
struct Docusaurus {
    parts: Vec<Part>,
    default: Option<String>,
    slash: bool,
}

pub(super) fn read(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let path = config.text("baseurl").unwrap_or("/").to_owned();
    let values = config.based(&KEYS, |url| base(url).map(|base| with_path(&base, &path)));
    let mut parts = Vec::new();
    for list in ["presets", "plugins"] {
        for plugin in config.entry(list).map(|entry| entry.node.items()).unwrap_or_default() {
            parts.extend(of_plugin(plugin, list == "presets"));
        }
    }
    for (name, is_blog) in [("docs", false), ("blog", true)] {
        if parts.is_empty() || !parts.iter().any(|part| part.is_blog == is_blog) && config.entry("presets").is_none() {
            parts.push(Part::new(name, is_blog, &[]));
        }
    }
    parts.iter_mut().for_each(|part| part.read_versions(tree, folder));
    let rules = Docusaurus {
        parts,
        default: config.text("i18n.defaultlocale").map(str::to_owned),
        slash: config.switch("trailingslash").unwrap_or(false),
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

impl Part {
    fn new(folder: &str, is_blog: bool, options: &[Entry]) -> Self {
        let text = |name: &str| at(options, name).and_then(|entry| entry.node.text());
        Self {
            folder: text("path").unwrap_or(folder).trim_start_matches("./").trim_matches('/').to_owned(),
            route: text("routebasepath").unwrap_or(folder).trim_matches('/').to_owned(),
            is_blog,
            numbered: at(options, "numberprefixparser").is_none_or(|entry| entry.node.value != Value::Bool(false)),
            id: text("id").filter(|id| *id != "default").unwrap_or_default().to_owned(),
            versions: Vec::new(),
            last: text("lastversion").unwrap_or_default().to_owned(),
        }
    }

    /// The name of the instance, as it stands in front of names of files, or behind those of plugins.
    fn marked(&self, before: &str, after: &str) -> String {
        if self.id.is_empty() { String::new() } else { format!("{before}{}{after}", self.id) }
    }

    fn read_versions(&mut self, tree: &dyn Tree, folder: &str) {
        if self.is_blog {
            return;
        }
        let text = tree.text(&joined(folder, &format!("{}versions.json", self.marked("", "_"))));
        let known = text.and_then(|text| serde_json::from_str::<Vec<String>>(&text).ok());
        self.versions = known.unwrap_or_default();
        if self.last.is_empty() {
            self.last = self.versions.first().map_or("current", String::as_str).to_owned();
        }
    }

    /// Returns the path below the part's own at which the version `name` is served.
    fn served(&self, name: &str) -> String {
        match name {
            name if self.last.is_empty() || name == self.last => String::new(),
            "current" => "next".to_owned(),
            name => name.to_owned(),
        }
    }

    /// Returns the version of `path`, and the rest.
    fn version<'p>(&self, path: &'p str) -> Option<(String, &'p str)> {
        if let Some(rest) = path.strip_prefix("version-") {
            let (name, rest) = rest.split_once('/')?;
            return Some((self.served(name), rest));
        }
        Some((self.served("current"), path.strip_prefix("current/").unwrap_or(path)))
    }
}

/// Returns the parts that a preset or plugin serves.
fn of_plugin(plugin: &Node, is_preset: bool) -> Vec<Part> {
    let items = plugin.items();
    let name = items.first().and_then(Node::text).or_else(|| plugin.text()).unwrap_or_default();
    let options = items.get(1).map_or(&[][..], Node::entries);
    match (is_preset, name) {
        (true, _) => [("docs", false), ("blog", true)]
            .into_iter()
            .filter_map(|(key, is_blog)| match at(options, key).map(|entry| &entry.node.value) {
                Some(Value::Bool(false)) => None,
                Some(Value::Map(entries)) => Some(Part::new(key, is_blog, entries)),
                _ => Some(Part::new(key, is_blog, &[])),
            })
            .collect(),
        (false, name) if name.contains("content-docs") => vec![Part::new("docs", false, options)],
        (false, name) if name.contains("content-blog") => vec![Part::new("blog", true, options)],
        _ => Vec::new(),
    }
}

/// Returns `name` without a number in front: `01-intro`, `2.setup`, `3 - a`. A version or a date is none.
fn without_number(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = name[digits..].trim_start();
    let rest = rest.strip_prefix(['-', '_', '.']).map(str::trim_start);
    match rest {
        Some(rest) if digits > 0 && !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => name,
    }
}

/// Returns the address of the post at `path`, which has no ending: the first date in it comes first, and a folder in front
/// of the date goes behind it. `2024-02-17-x`, `2024/02-17-x`, `news/2024-02-17-x` are known.
fn of_post(path: &str) -> String {
    let digits = |text: &str, most: usize| text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let date_at = |start: usize| {
        let year = path[start..].get(..4).filter(|year| digits(year, 4) == 4)?;
        let rest = path[start + 4..].strip_prefix(['-', '/'])?;
        let (month, rest) = rest.split_at(Some(digits(rest, 2)).filter(|&length| length > 0)?);
        let rest = rest.strip_prefix(['-', '/'])?;
        let (day, rest) = rest.split_at(Some(digits(rest, 2)).filter(|&length| length > 0)?);
        let (folder, text) = (&path[..start], rest.strip_prefix(['-', '/']).unwrap_or(rest));
        Some(format!("{year}/{month}/{day}/{folder}{text}"))
    };
    // The date may stand anywhere; the generator takes the last one.
    let starts = path.char_indices().rev().map(|(at, _)| at);
    starts.into_iter().find_map(date_at).unwrap_or_else(|| path.to_owned())
}

impl Docusaurus {
    fn place<'a>(&'a self, path: &'a str) -> Option<Place<'a>> {
        if let Some(rest) = below(path, "i18n") {
            let (lang, rest) = rest.split_once('/')?;
            let (plugin, rest) = rest.split_once('/')?;
            let named = |part: &&Part| {
                let kind = if part.is_blog { "blog" } else { "docs" };
                plugin == format!("docusaurus-plugin-content-{kind}{}", part.marked("-", ""))
            };
            let part = self.parts.iter().find(named)?;
            let (version, rest) = part.version(rest)?;
            return Some(Place { part, lang: Some(lang), version, rest });
        }
        let holds = |part: &&Part| below(path, &part.folder).is_some();
        if let Some(part) = self.parts.iter().filter(holds).max_by_key(|part| part.folder.len()) {
            let version = part.served("current");
            return Some(Place { part, lang: None, version, rest: below(path, &part.folder)? });
        }
        let part = self
            .parts
            .iter()
            .find(|part| !part.is_blog && below(path, &format!("{}versioned_docs", part.marked("", "_"))).is_some())?;
        let (version, rest) = part.version(path.split_once('/')?.1)?;
        Some(Place { part, lang: None, version, rest })
    }

    /// Returns the path of a page of its own, and its language.
    fn plain_page(path: &str) -> Option<(Option<&str>, String)> {
        let translated = below(path, "i18n").and_then(|rest| rest.split_once("/docusaurus-plugin-content-pages/"));
        let (lang, rest) = match translated {
            Some((lang, rest)) => (Some(lang), rest),
            None => (None, below(path, "src/pages")?),
        };
        let (folder, name) = split(rest);
        let name = stem(name).0;
        Some((lang, if name == "index" { format!("{folder}/") } else { joined(folder, name) }))
    }
}

impl Part {
    fn post(&self, rest: &str, head: &Head) -> String {
        let (folder, name) = split(rest);
        let name = stem(name).0;
        let bare = if name == "index" { folder.to_owned() } else { joined(folder, name) };
        head.get(&["slug"]).map_or_else(|| of_post(&bare), |slug| slug.trim_matches('/').to_owned())
    }

    fn document(&self, rest: &str, head: &Head) -> Option<String> {
        let (folder, name) = split(rest);
        let bare = |name: &str| if self.numbered { without_number(name).to_owned() } else { name.to_owned() };
        let folders: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(bare).collect();
        let folders = folders.join("/");
        let name = bare(stem(name).0);
        let last = folders.rsplit('/').next().unwrap_or_default().to_lowercase();
        let lower = name.to_lowercase();
        let heads = lower == "index" || lower == "readme" || !last.is_empty() && lower == last;
        let slug = head.get(&["slug"]);
        if let Some(rooted) = slug.filter(|slug| slug.starts_with('/')) {
            let rooted = rooted.trim_matches('/');
            return Some(if rooted.is_empty() { "/".to_owned() } else { rooted.to_owned() });
        }
        Some(match slug.or_else(|| head.get(&["id"]).filter(|_| !heads)) {
            Some(slug) => super::path::normal(&folders, slug)?,
            None if heads => format!("{folders}/"),
            None => joined(&folders, &name),
        })
    }
}

impl Rules for Docusaurus {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        if self.no_article(path).is_some() {
            return None;
        }
        let (lang, route, inner) = match self.place(path) {
            Some(Place { part, lang, version, rest }) => {
                let inner = if part.is_blog { part.post(rest, head) } else { part.document(rest, head)? };
                (lang, joined(&part.route, &version), inner)
            }
            None => {
                let (lang, inner) = Self::plain_page(path)?;
                (lang, String::new(), inner)
            }
        };
        let lang = lang.filter(|lang| self.default.as_deref() != Some(lang)).unwrap_or_default();
        let mut page = joined(&joined(lang, &route), inner.trim_start_matches('/'));
        if inner == "/" && !page.is_empty() {
            page.push('/');
        }
        let page = format!("/{}", page.trim_start_matches('/'));
        let heads = page.ends_with('/');
        Some(match (heads, self.slash) {
            (true, _) | (false, false) => page,
            (false, true) => format!("{page}/"),
        })
    }

    fn language(&self, path: &str) -> Option<String> {
        let lang = self.place(path).and_then(|place| place.lang).or_else(|| Self::plain_page(path)?.0);
        lang.map(str::to_owned)
    }

    fn content(&self) -> Vec<String> {
        self.parts.iter().map(|part| part.folder.clone()).collect()
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let place = self.place(path)?;
        place.rest.split('/').any(|part| part.starts_with('_')).then_some("a part of other pages, by its name")
    }
}
