//! MkDocs: `mkdocs.yml`, with the blog of Material.

use std::sync::Arc;

use super::config::{Config, base};
use super::detect::Found;
use super::head::Head;
use super::path::{below, joined, split, stem};
use super::{Rules, SiteKey, Tree, slug};
use crate::data::Value;

const KEYS: [(SiteKey, &[&str]); 6] = [
    (SiteKey::Base, &["siteurl"]),
    (SiteKey::Title, &["sitename"]),
    (SiteKey::Language, &["theme.language", "theme.locale"]),
    (SiteKey::Author, &["siteauthor"]),
    (SiteKey::Rights, &["copyright"]),
    (SiteKey::License, &["extra.license"]),
];

#[derive(Debug)]
struct MkDocs {
    docs: String,
    folders: bool,
    /// The blog of Material, if there is one: its folder and the form of its addresses.
    blog: Option<(String, String)>,
}

pub(super) fn read(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let values = config.based(&KEYS, base);
    let blog = config.entry("plugins").and_then(|entry| {
        let named =
            |entry: &crate::data::Entry| (entry.key.rsplit('/').next() == Some("blog")).then(|| entry.node.clone());
        match &entry.node.value {
            Value::Map(entries) => entries.iter().find_map(named),
            Value::List(items) => items.iter().find_map(|node| match node.text() {
                Some(name) => (name.rsplit('/').next() == Some("blog")).then(|| node.clone()),
                None => node.entries().first().and_then(named),
            }),
            _ => None,
        }
    });
    let blog = blog.map(|node| {
        let text = |name: &str, default: &str| node.child_text(&[name]).unwrap_or(default).trim_matches('/').to_owned();
        (text("blogdir", "blog"), text("posturlformat", "{date}/{slug}"))
    });
    let rules = MkDocs {
        docs: config.text("docsdir").unwrap_or("docs").trim_start_matches("./").trim_matches('/').to_owned(),
        folders: config.switch("usedirectoryurls").unwrap_or(true),
        blog,
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

impl MkDocs {
    /// Returns the page of a post of the blog.
    fn post(&self, rest: &str, head: &Head) -> Option<String> {
        let (folder, form) = self.blog.as_ref()?;
        let name = below(below(rest, folder)?, "posts")?;
        let day = head.date()?;
        let slug = head.get(&["slug"]).map_or_else(|| head.title().map(slug::unicode), |slug| Some(slug.to_owned()))?;
        let categories: Vec<String> = head.all("categories").iter().map(|name| slug::unicode(name)).collect();
        let page = form
            .replace("{date}", &format!("{:04}/{:02}/{:02}", day.year, day.month, day.day))
            .replace("{slug}", &slug)
            .replace("{file}", stem(split(name).1).0)
            .replace("{categories}", &categories.join("/"));
        Some(self.served(&joined(folder, page.trim_matches('/'))))
    }

    fn served(&self, page: &str) -> String {
        if self.folders { format!("/{page}/") } else { format!("/{page}.html") }
    }
}

impl Rules for MkDocs {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let rest = below(path, &self.docs)?;
        if let Some(page) = self.post(rest, head) {
            return Some(page);
        }
        let (folder, name) = split(rest);
        let name = stem(name).0;
        let index = name == "index" || name.eq_ignore_ascii_case("readme");
        Some(match (index, folder) {
            (true, "") => "/".to_owned(),
            (true, folder) if self.folders => format!("/{folder}/"),
            (true, folder) => format!("/{folder}/index.html"),
            (false, folder) => self.served(&joined(folder, name)),
        })
    }

    fn content(&self) -> Vec<String> {
        vec![self.docs.clone()]
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let rest = below(path, &self.docs)?;
        let (folder, _) = self.blog.as_ref()?;
        (rest == joined(folder, "index.md")).then_some("the list of the blog, not an article")
    }
}
