//! Docusaurus: `docusaurus.config.js` as far as it is plain data.

use std::sync::Arc;

use super::config::{Config, base, with_path};
use super::detect::Found;
use super::head::{Day, Head};
use super::path::{below, joined, split, stem};
use super::{Rules, SiteKey, Tree};
use crate::data::{Node, Value, at};

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
            parts.push(Part { folder: name.into(), route: name.into(), is_blog, numbered: true });
        }
    }
    let rules = Docusaurus {
        parts,
        default: config.text("i18n.defaultlocale").map(str::to_owned),
        slash: config.switch("trailingslash").unwrap_or(false),
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

/// Returns the parts that a preset or plugin serves.
fn of_plugin(plugin: &Node, is_preset: bool) -> Vec<Part> {
    let items = plugin.items();
    let name = items.first().and_then(Node::text).or_else(|| plugin.text()).unwrap_or_default();
    let none = Vec::new();
    let options = items.get(1).map_or(&none[..], Node::entries);
    let part = |options: &[crate::data::Entry], folder: &str, is_blog: bool| {
        let text = |name: &str| at(options, name).and_then(|entry| entry.node.text());
        Part {
            folder: text("path").unwrap_or(folder).trim_start_matches("./").trim_matches('/').to_owned(),
            route: text("routebasepath").unwrap_or(folder).trim_matches('/').to_owned(),
            is_blog,
            numbered: at(options, "numberprefixparser").is_none_or(|entry| entry.node.value != Value::Bool(false)),
        }
    };
    match (is_preset, name) {
        (true, _) => [("docs", false), ("blog", true)]
            .into_iter()
            .filter_map(|(key, is_blog)| match at(options, key).map(|entry| &entry.node.value) {
                Some(Value::Bool(false)) => None,
                Some(Value::Map(entries)) => Some(part(entries, key, is_blog)),
                _ => Some(part(&[], key, is_blog)),
            })
            .collect(),
        (false, name) if name.contains("content-docs") => vec![part(options, "docs", false)],
        (false, name) if name.contains("content-blog") => vec![part(options, "blog", true)],
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

/// Splits the name of a post into its day and slug: `2024-02-17-x`, `2024/02/17/x`, `2024-02-17/x`.
fn dated(path: &str) -> Option<(Day, String)> {
    let flat = path.replacen('/', "-", 3);
    let (day, rest) = Day::prefix(&flat)?;
    Some((day, path[path.len() - rest.len()..].to_owned()))
}

impl Docusaurus {
    /// Returns the part that holds `path`, the language of its folder and the path within the part.
    fn place<'p>(&self, path: &'p str) -> Option<(&Part, Option<&'p str>, &'p str)> {
        if let Some(rest) = below(path, "i18n") {
            let (lang, rest) = rest.split_once('/')?;
            let is_blog = rest.starts_with("docusaurus-plugin-content-blog");
            let rest = rest.split_once('/')?.1;
            let rest = rest.strip_prefix("current/").unwrap_or(rest);
            let part = self.parts.iter().find(|part| part.is_blog == is_blog)?;
            return Some((part, Some(lang), rest));
        }
        let part = self.parts.iter().find(|part| below(path, &part.folder).is_some())?;
        Some((part, None, below(path, &part.folder)?))
    }
}

impl Rules for Docusaurus {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let (lang, route, inner) = match self.place(path) {
            Some((part, lang, rest)) => {
                let (folder, name) = split(rest);
                let name = stem(name).0;
                let slug = head.get(&["slug"]);
                let rooted = slug.filter(|slug| slug.starts_with('/')).map(|slug| slug.trim_matches('/').to_owned());
                let inner = if part.is_blog {
                    let bare = if name == "index" { folder.to_owned() } else { joined(folder, name) };
                    slug.map(|slug| slug.trim_matches('/').to_owned()).unwrap_or_else(|| match dated(&bare) {
                        Some((day, rest)) => {
                            let day = head.date().unwrap_or(day);
                            format!("{:04}/{:02}/{:02}/{rest}", day.year, day.month, day.day)
                        }
                        None => bare,
                    })
                } else {
                    let bare =
                        |name: &str| if part.numbered { without_number(name).to_owned() } else { name.to_owned() };
                    let folders: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(bare).collect();
                    let folders = folders.join("/");
                    let name = bare(name);
                    let last = folders.rsplit('/').next().unwrap_or_default().to_lowercase();
                    let lower = name.to_lowercase();
                    let heads = lower == "index" || lower == "readme" || !last.is_empty() && lower == last;
                    match (rooted, slug.or_else(|| head.get(&["id"]).filter(|_| !heads))) {
                        (Some(rooted), _) => rooted,
                        (None, Some(slug)) => super::path::normal(&folders, slug)?,
                        (None, None) if heads => format!("{folders}/"),
                        (None, None) => joined(&folders, &name),
                    }
                };
                (lang, part.route.clone(), inner)
            }
            // Pages of their own.
            None => {
                let rest = below(path, "src/pages")?;
                let (folder, name) = split(rest);
                let name = stem(name).0;
                (None, String::new(), if name == "index" { format!("{folder}/") } else { joined(folder, name) })
            }
        };
        let lang = lang.filter(|lang| self.default.as_deref() != Some(lang)).unwrap_or_default();
        let page = joined(&joined(lang, &route), inner.trim_start_matches('/'));
        let page = format!("/{}", page.trim_start_matches('/'));
        let heads = page.ends_with('/');
        Some(match (heads, self.slash) {
            (true, _) | (false, false) => page,
            (false, true) => format!("{page}/"),
        })
    }

    fn language(&self, path: &str) -> Option<String> {
        self.place(path)?.1.map(str::to_owned)
    }

    fn content(&self) -> Vec<String> {
        self.parts.iter().map(|part| part.folder.clone()).collect()
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let (.., rest) = self.place(path)?;
        rest.split('/').any(|part| part.starts_with('_')).then_some("a part of other pages, by its name")
    }
}
