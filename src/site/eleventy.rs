//! Eleventy: its configuration, which is a program, and its data files.
//!
//! Limits: a permalink that a function computes is known only if the function fills one template; addresses that
//! `addUrlTransform` changes are those before the change.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::{Config, base, with_path};
use super::detect::Found;
use super::head::{Day, Head};
use super::path::{below, joined, normal, split, stem};
use super::{Rules, SiteKey, Tree, slug};
use crate::data;

/// What stands for an address that only a program could tell.
const UNKNOWN: &str = "{% a program %}";

/// Eleventy, and what data files of folders say: `posts/posts.json`.
#[derive(Debug)]
struct Eleventy {
    input: String,
    /// The permalink of all articles.
    general: Option<String>,
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
            .find(|input| !data_files(tree, &joined(folder, input), "_data").is_empty())
            .unwrap_or_default()
            .to_owned()
    };
    let data = program.text("dir.data").unwrap_or("_data");
    let mut config = Config::default();
    for path in data_files(tree, &joined(folder, &input), data) {
        config.add(tree, &path, "");
    }
    let prefix = program.text("pathprefix").unwrap_or_default().to_owned();
    let values = config.based(&ELEVENTY, |url| {
        base(url).map(|base| if base.ends_with(prefix.trim_matches('/')) { base } else { with_path(&base, &prefix) })
    });
    let general = tree.text(&joined(folder, sign)).and_then(|text| general_permalink(&text));
    let mut rules = Eleventy { input, general, permalinks: BTreeMap::new(), languages: BTreeMap::new() };
    rules.folders(tree, folder, &rules.input.clone(), 0);
    let mut faults = program.faults;
    faults.extend(config.faults);
    Found { values, rules: Arc::new(rules), faults }
}

/// Returns the files of data that are about the whole site.
fn data_files(tree: &dyn Tree, input: &str, data: &str) -> Vec<String> {
    let Some(folder) = normal(input, data) else { return Vec::new() };
    let wanted = |name: &String| {
        let (name, ending) = stem(name);
        let about = ["site", "metadata", "meta", "config", "globals", "siteconfig"]
            .contains(&name.to_ascii_lowercase().as_str());
        about && ["json", "yml", "yaml", "toml", "js", "cjs", "mjs"].contains(&ending)
    };
    tree.listing(&folder).into_iter().filter(wanted).map(|name| joined(&folder, &name)).collect()
}

/// Returns the permalink that the program `text` gives to all articles: `addGlobalData("permalink", …)`.
fn general_permalink(text: &str) -> Option<String> {
    let call = text.match_indices("addGlobalData(").find_map(|(at, call)| {
        let line = text[..at].rsplit('\n').next().unwrap_or_default().trim_start();
        let rest = text[at + call.len()..].trim_start();
        let named = ["\"permalink\"", "'permalink'", "`permalink`"].iter().find_map(|name| rest.strip_prefix(name));
        named.filter(|_| !line.starts_with("//") && !line.starts_with("/*"))
    })?;
    let argument = call.trim_start().strip_prefix(',')?.trim_start();
    let quote = argument.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    if let Some(quote) = quote {
        return Some(argument[1..].split(quote).next()?.to_owned());
    }
    // The argument ends where the call does.
    let mut open = 1;
    let end = argument.char_indices().find(|(_, c)| {
        open += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        open == 0
    });
    Some(of_function(&argument[..end.map_or(argument.len(), |(at, _)| at)]))
}

/// Returns the template of a function that does nothing but fill one: `(data) => `/b/${data.page.fileSlug}/``.
fn of_function(source: &str) -> String {
    let parts: Vec<&str> = source.split('`').collect();
    let [before, template, after] = parts[..] else { return UNKNOWN.to_owned() };
    if [before, after].iter().any(|code| code.contains("if") || code.contains('?')) || template.contains('?') {
        return UNKNOWN.to_owned();
    }
    let mut out = String::new();
    let mut rest = template;
    while let Some((text, inner)) = rest.split_once("${") {
        let Some((inner, after)) = inner.split_once('}') else { return UNKNOWN.to_owned() };
        let name = inner.trim();
        out.push_str(&format!("{text}{{{{ {} }}}}", name.strip_prefix("data.").unwrap_or(name)));
        rest = after;
    }
    out + rest
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
                let source = &text;
                let text = |key: &str| {
                    data::at(&entries, key).map(|entry| match &entry.node.value {
                        data::Value::Bool(false) => "false".to_owned(),
                        data::Value::Null if name.ends_with("js") => {
                            of_function(source.get(entry.node.span.start..entry.node.span.end).unwrap_or_default())
                        }
                        _ => entry.node.text().unwrap_or_default().to_owned(),
                    })
                };
                self.permalinks.extend(
                    text("eleventycomputed.permalink")
                        .or_else(|| text("permalink"))
                        .filter(|link| !link.is_empty())
                        .map(|link| (below_site.to_owned(), link)),
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
            "page.outputFileExtension" => "html".to_owned(),
            "title" => head.get(&["title"])?.to_owned(),
            "slug" => head.get(&["slug"])?.to_owned(),
            "page.date" | "date" => String::new(),
            "page.filePathStem" => {
                let name = stem(split(path).1).0;
                format!("/{}", joined(folder, Day::prefix(name).map_or(name, |(_, rest)| rest)))
            }
            _ => return None,
        };
        for filter in parts {
            let (name, argument) = filter.split_once(':').or_else(|| filter.split_once('(')).unwrap_or((filter, ""));
            match name.trim() {
                "slug" | "slugify" => value = slug::ascii(&value)?,
                "date" => {
                    let day = day?;
                    let form = argument.trim().trim_matches(['"', '\'', ')']);
                    value = day.written(form).filter(|_| form.contains('%'))?;
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
        let of_folder = || Self::nearest(&self.permalinks, path).or(self.general.as_deref());
        if let Some(link) = head.get(&["permalink"]).or_else(of_folder) {
            if link == "false" {
                return None;
            }
            let page = template(link, rest, head)?;
            let page = format!("/{}", page.trim_start_matches('/').replace("//", "/"));
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
