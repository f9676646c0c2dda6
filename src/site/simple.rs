//! Generators whose pages follow the paths of files: Quarto, Eleventy, Astro, VitePress and Gatsby.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::{Config, base, with_path};
use super::detect::Found;
use super::head::{Day, Head};
use super::path::{below, joined, normal, split, stem};
use super::{Rules, SiteKey, Tree, slug};
use crate::data;

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
        if name.starts_with('_') {
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

/// Eleventy, and what data files of folders say: `posts/posts.json`.
#[derive(Debug)]
struct Eleventy {
    input: String,
    permalinks: BTreeMap<String, String>,
    languages: BTreeMap<String, String>,
}

const ELEVENTY: [(SiteKey, &[&str]); 6] = [
    (SiteKey::Base, &["url", "baseurl", "siteurl", "site.url", "base"]),
    (SiteKey::Title, &["title", "name", "sitename", "site.title"]),
    (SiteKey::Language, &["language", "lang", "locale", "site.lang"]),
    (SiteKey::Author, &["author", "author.name"]),
    (SiteKey::Rights, &["copyright", "rights"]),
    (SiteKey::License, &["license", "licence"]),
];

pub(super) fn eleventy(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let program = Config::of(tree, folder, &[sign]);
    let input = program.text("dir.input").unwrap_or_default().trim_start_matches("./").trim_matches('/').to_owned();
    let stated = !input.is_empty();
    let input = if stated {
        input
    } else {
        ["src", ""]
            .into_iter()
            .find(|input| !data_files(tree, &joined(folder, input)).is_empty())
            .unwrap_or_default()
            .to_owned()
    };
    let mut config = Config::default();
    for path in data_files(tree, &joined(folder, &input)) {
        config.add(tree, &path, "");
    }
    let prefix = program.text("pathprefix").unwrap_or_default().to_owned();
    let values = config.based(&ELEVENTY, |url| {
        base(url).map(|base| if base.ends_with(prefix.trim_matches('/')) { base } else { with_path(&base, &prefix) })
    });
    let mut rules = Eleventy { input, permalinks: BTreeMap::new(), languages: BTreeMap::new() };
    rules.folders(tree, folder, &rules.input.clone(), 0);
    let mut faults = program.faults;
    faults.extend(config.faults);
    Found { values, rules: Arc::new(rules), faults }
}

/// Returns the files of data that are about the whole site.
fn data_files(tree: &dyn Tree, input: &str) -> Vec<String> {
    let folder = joined(input, "_data");
    let wanted = |name: &String| {
        let (name, ending) = stem(name);
        let about = ["site", "metadata", "meta", "config", "globals", "siteconfig"]
            .contains(&name.to_ascii_lowercase().as_str());
        about && ["json", "yml", "yaml", "toml", "js", "cjs", "mjs"].contains(&ending)
    };
    tree.listing(&folder).into_iter().filter(wanted).map(|name| joined(&folder, &name)).collect()
}

impl Eleventy {
    /// Reads the data files of folders, at most three levels down.
    fn folders(&mut self, tree: &dyn Tree, site: &str, below_site: &str, depth: usize) {
        let folder = joined(site, below_site);
        let last = split(below_site).1.to_owned();
        for name in tree.listing(&folder) {
            let own = [".json", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".yml", ".yaml"]
                .iter()
                .any(|end| !last.is_empty() && name.strip_suffix(end) == Some(&last));
            if own {
                let Some(text) = tree.text(&joined(&folder, &name)) else { continue };
                let (entries, _) = data::of_file(&name, &text);
                let text = |key: &str| {
                    data::at(&entries, key).map(|entry| match &entry.node.value {
                        data::Value::Bool(false) => "false".to_owned(),
                        _ => entry.node.text().unwrap_or_default().to_owned(),
                    })
                };
                self.permalinks.extend(
                    text("permalink").filter(|link| !link.is_empty()).map(|link| (below_site.to_owned(), link)),
                );
                self.languages.extend(
                    text("lang")
                        .or_else(|| text("locale"))
                        .filter(|lang| !lang.is_empty())
                        .map(|lang| (below_site.to_owned(), lang)),
                );
            } else if depth < 3 && !name.contains('.') && !name.starts_with('_') && name != "node_modules" {
                self.folders(tree, site, &joined(below_site, &name), depth + 1);
            }
        }
    }

    fn nearest<'a>(map: &'a BTreeMap<String, String>, path: &str) -> Option<&'a str> {
        map.iter()
            .filter(|(folder, _)| below(path, folder).is_some())
            .max_by_key(|(folder, _)| folder.len())
            .map(|(_, value)| value.as_str())
    }
}

/// Fills a permalink template; `None` if something in it would have to be evaluated.
fn template(link: &str, path: &str, head: &Head) -> Option<String> {
    let (folder, name) = split(path);
    let name = stem(name).0;
    let name = if name == "index" { split(folder).1 } else { name };
    let file_slug = Day::prefix(name).map_or(name, |(_, rest)| rest);
    let day = head.date().or_else(|| Day::prefix(name).map(|(day, _)| day));
    let mut out = String::new();
    let mut rest = link;
    while let Some(at) = rest.find("{{") {
        out.push_str(&rest[..at]);
        let (inner, after) = rest[at + 2..].split_once("}}")?;
        rest = after;
        let mut parts = inner.split('|').map(str::trim);
        let variable = parts.next()?;
        let mut value = match variable {
            "page.fileSlug" | "fileSlug" => file_slug.to_owned(),
            "title" => head.get(&["title"])?.to_owned(),
            "slug" => head.get(&["slug"])?.to_owned(),
            "page.date" | "date" => String::new(),
            "page.filePathStem" => format!("/{}", path.rsplit_once('.').map_or(path, |(stem, _)| stem)),
            _ => return None,
        };
        for filter in parts {
            let (name, argument) = filter.split_once(':').or_else(|| filter.split_once('(')).unwrap_or((filter, ""));
            match name.trim() {
                "slug" | "slugify" => value = slug::ascii(&value)?,
                "date" => {
                    let day = day?;
                    let form = argument.trim().trim_matches(['"', '\'', ')']);
                    let (month, two) = (format!("{:02}", day.month), format!("{:02}", day.day));
                    value = form.replace("%Y", &day.year.to_string()).replace("%m", &month).replace("%d", &two);
                }
                "url" => {}
                _ => return None,
            }
        }
        out.push_str(&value);
    }
    out.push_str(rest);
    (!out.contains("{%") && !out.is_empty()).then_some(out)
}

impl Rules for Eleventy {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let rest = below(path, &self.input)?;
        if let Some(link) = head.get(&["permalink"]).or_else(|| Self::nearest(&self.permalinks, path)) {
            if link == "false" {
                return None;
            }
            let page = template(link, rest, head)?;
            let page = format!("/{}", page.trim_start_matches('/'));
            return Some(page.strip_suffix("index.html").map_or(page.clone(), str::to_owned));
        }
        let (folder, name) = split(rest);
        let name = stem(name).0;
        let again = split(folder).1 == name;
        Some(match joined(folder, if name == "index" || again { "" } else { name }).as_str() {
            "" => "/".to_owned(),
            page => format!("/{page}/"),
        })
    }

    fn language(&self, path: &str) -> Option<String> {
        Self::nearest(&self.languages, path).map(str::to_owned)
    }

    fn content(&self) -> Vec<String> {
        vec![self.input.clone()]
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let rest = below(path, &self.input)?;
        rest.split('/')
            .any(|part| matches!(part, "_includes" | "_data" | "_layouts"))
            .then_some("a part of the site's design")
    }
}

/// Astro: collections of content. The true address is made by a program in `src/pages`; it is nearly always that of the
/// collection.
#[derive(Debug)]
struct Astro {
    slash: bool,
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
    Found { values, rules: Arc::new(Astro { slash }), faults: config.faults }
}

impl Rules for Astro {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let served = |page: String| match (page.as_str(), self.slash) {
            ("", _) => "/".to_owned(),
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
        let rest = below(path, "src/content").or_else(|| below(path, "src/data"))?;
        let (collection, rest) = rest.split_once('/')?;
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
        vec!["src/content".into(), "src/pages".into()]
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
    Found { values, rules: Arc::new(VitePress { source, clean }), faults: config.faults }
}

impl Rules for VitePress {
    fn page(&self, path: &str, _head: &Head) -> Option<String> {
        let rest = below(path, &self.source)?;
        let bare = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        Some(match bare.strip_suffix("index").filter(|above| above.is_empty() || above.ends_with('/')) {
            Some(above) => format!("/{above}"),
            None if self.clean => format!("/{bare}"),
            None => format!("/{bare}.html"),
        })
    }

    fn content(&self) -> Vec<String> {
        vec![self.source.clone()]
    }
}

/// Gatsby's starter: posts below `content/blog` at the top of the site.
#[derive(Debug)]
struct Gatsby;

pub(super) fn gatsby(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let path = config.text("pathprefix").unwrap_or("/").to_owned();
    let values = config.based(&PROGRAM, |url| base(url).map(|base| with_path(&base, &path)));
    Found { values, rules: Arc::new(Gatsby), faults: config.faults }
}

impl Rules for Gatsby {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let rest = below(path, "content/blog").or_else(|| below(path, "content"))?;
        if let Some(own) = head.get(&["path", "slug"]) {
            return Some(format!("/{}/", own.trim_matches('/')));
        }
        let bare = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        let bare = bare.strip_suffix("/index").unwrap_or(bare);
        Some(format!("/{bare}/"))
    }

    fn content(&self) -> Vec<String> {
        vec!["content".into()]
    }
}
