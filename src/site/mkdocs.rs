//! MkDocs: `mkdocs.yml`, with Material's blogs and the languages of the plugin `i18n`.
//!
//! Where a value comes from the environment (`!ENV [NAME, "default"]`), its default counts.

use std::sync::Arc;

use super::config::{Config, base};
use super::detect::Found;
use super::head::Head;
use super::path::{below, joined, normal, split, stem};
use super::{Rules, SiteKey, Tree, slug};
use crate::data::{Node, Value};

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
    blogs: Vec<Blog>,
    languages: Option<Languages>,
}

/// A blog of Material.
#[derive(Debug)]
struct Blog {
    folder: String,
    /// The folder of its posts.
    posts: String,
    /// The form of addresses, and of the dates in them, in the letters of Unicode's `yyyy/MM/dd`.
    url: String,
    date: String,
}

/// The languages of the plugin `i18n`, with whether they are told by folders or by names of files.
#[derive(Debug)]
struct Languages {
    all: Vec<String>,
    default: Option<String>,
    by_folder: bool,
}

pub(super) fn read(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let mut config = Config::default();
    let add = |config: &mut Config, path: &str| {
        if let Some(text) = tree.text(path) {
            config.add_text(path, with_defaults(&text), "");
        }
    };
    add(&mut config, &joined(folder, sign));
    let inherited = config.text("inherit").and_then(|path| normal(folder, path));
    inherited.iter().for_each(|path| add(&mut config, path));
    let values = config.based(&KEYS, base);
    let plugins = config.entry("plugins").map(|entry| plugins(&entry.node)).unwrap_or_default();
    let rules = MkDocs {
        docs: config.text("docsdir").unwrap_or("docs").trim_start_matches("./").trim_matches('/').to_owned(),
        folders: config.switch("usedirectoryurls").unwrap_or(true),
        blogs: plugins.iter().filter(|(name, _)| name == "blog").map(|(_, node)| Blog::of(node)).collect(),
        languages: plugins.iter().find(|(name, _)| name == "i18n").map(|(_, node)| Languages::of(node)),
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

/// Returns `text` with the default in place of each value from the environment. All else stays where it is.
fn with_defaults(text: &str) -> String {
    let of_line = |line: &str| {
        let Some((before, value)) = line.split_once("!ENV") else { return line.to_owned() };
        let end = value.rfind(']').unwrap_or(value.len());
        let start = value.find('[').and(value[..end].rfind(',')).map_or(value.trim_end().len(), |at| at + 1);
        let (name, default, after) =
            (&value[..start], value.get(start..end).unwrap_or_default(), &value[end.max(start)..]);
        let after = after.strip_prefix(']').map_or_else(|| after.to_owned(), |rest| format!(" {rest}"));
        format!("{before}    {}{default}{after}", " ".repeat(name.len()))
    };
    text.split_inclusive('\n').map(of_line).collect()
}

/// Returns the plugins by their names without those of themes: a list of names and of maps with one name, or one map.
fn plugins(node: &Node) -> Vec<(String, Node)> {
    let named = |name: &str, node: &Node| (name.rsplit('/').next().unwrap_or(name).to_owned(), node.clone());
    let of_map = |node: &Node| node.entries().iter().map(|entry| named(&entry.key, &entry.node)).collect::<Vec<_>>();
    let of_item = |item: &Node| item.text().map_or_else(|| of_map(item), |name| vec![named(name, item)]);
    match &node.value {
        Value::List(items) => items.iter().flat_map(of_item).collect(),
        _ => of_map(node),
    }
}

impl Blog {
    fn of(node: &Node) -> Self {
        let text = |name: &str, default: &str| node.child_text(&[name]).unwrap_or(default).trim_matches('/').to_owned();
        let folder = text("blogdir", "blog");
        let folder = if folder == "." { String::new() } else { folder };
        let posts = text("postdir", "{blog}/posts").replace("{blog}", &folder);
        let posts = posts.trim_start_matches("./").trim_matches('/').to_owned();
        Self {
            folder,
            posts,
            url: text("posturlformat", "{date}/{slug}"),
            date: text("posturldateformat", "yyyy/MM/dd"),
        }
    }

    /// Returns the address of the post at `rest`, without slashes at its ends.
    fn page(&self, rest: &str, head: &Head) -> Option<String> {
        let name = below(rest, &self.posts)?;
        let day = head.date()?;
        let slug = head.get(&["slug"]).map_or_else(|| head.title().map(slug::unicode), |slug| Some(slug.to_owned()))?;
        let categories: Vec<String> = head.all("categories").iter().map(|name| slug::unicode(name)).collect();
        let date = self
            .date
            .replace("yyyy", &format!("{:04}", day.year))
            .replace("MM", &format!("{:02}", day.month))
            .replace("dd", &format!("{:02}", day.day));
        let page = self
            .url
            .replace("{date}", &date)
            .replace("{slug}", &slug)
            .replace("{file}", stem(split(name).1).0)
            .replace("{categories}", &categories.join("/"));
        Some(joined(&self.folder, page.trim_matches('/')))
    }
}

impl Languages {
    fn of(node: &Node) -> Self {
        let mut found =
            Self { all: Vec::new(), default: None, by_folder: node.child_text(&["docsstructure"]) == Some("folder") };
        for language in node.child(&["languages"]).map(|entry| entry.node.items()).unwrap_or_default() {
            let Some(code) = language.child_text(&["locale"]) else { continue };
            let is_default = language.child(&["default"]).is_some_and(|entry| entry.node.value == Value::Bool(true));
            found.default = found.default.take().or_else(|| is_default.then(|| code.to_owned()));
            found.all.push(code.to_owned());
        }
        found
    }

    /// Returns the language of the document at `rest`, and the path without it.
    fn split(&self, rest: &str) -> Option<(&str, String)> {
        let known = |code: &str| self.all.iter().find(|known| *known == code);
        if self.by_folder {
            let (code, rest) = rest.split_once('/')?;
            return Some((known(code)?, rest.to_owned()));
        }
        let (folder, name) = split(rest);
        let (bare, ending) = stem(name);
        let (page, code) = bare.rsplit_once('.')?;
        Some((known(code)?, joined(folder, &format!("{page}.{ending}"))))
    }
}

impl MkDocs {
    fn served(&self, page: &str) -> String {
        if self.folders { format!("/{page}/") } else { format!("/{page}.html") }
    }
}

impl Rules for MkDocs {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let rest = below(path, &self.docs)?;
        if let Some((lang, rest)) = self.languages.as_ref().and_then(|languages| languages.split(rest)) {
            let is_default = self.languages.as_ref().is_some_and(|known| known.default.as_deref() == Some(lang));
            let page = self.document(&rest, head);
            return Some(if is_default { page } else { format!("/{lang}{page}") });
        }
        Some(self.document(rest, head))
    }

    fn language(&self, path: &str) -> Option<String> {
        let (lang, _) = self.languages.as_ref()?.split(below(path, &self.docs)?)?;
        Some(lang.to_owned())
    }

    fn content(&self) -> Vec<String> {
        vec![self.docs.clone()]
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let rest = below(path, &self.docs)?;
        let is_list = |blog: &Blog| !blog.folder.is_empty() && rest == joined(&blog.folder, "index.md");
        self.blogs.iter().any(is_list).then_some("the list of the blog, not an article")
    }
}

impl MkDocs {
    fn document(&self, rest: &str, head: &Head) -> String {
        if let Some(page) = self.blogs.iter().find_map(|blog| blog.page(rest, head)) {
            return self.served(&page);
        }
        let (folder, name) = split(rest);
        let name = stem(name).0;
        let index = name == "index" || name.eq_ignore_ascii_case("readme");
        match (index, folder) {
            (true, "") => "/".to_owned(),
            (true, folder) if self.folders => format!("/{folder}/"),
            (true, folder) => format!("/{folder}/index.html"),
            (false, folder) => self.served(&joined(folder, name)),
        }
    }
}
