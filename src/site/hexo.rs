//! Hexo and Pelican.

use std::sync::Arc;

use super::config::{Config, base, with_path};
use super::detect::Found;
use super::head::{Day, Head};
use super::path::{below, joined, split, stem};
use super::{Rules, SiteKey, Tree, slug};

const HEXO: [(SiteKey, &[&str]); 6] = [
    (SiteKey::Base, &["url"]),
    (SiteKey::Title, &["title"]),
    (SiteKey::Language, &["language"]),
    (SiteKey::Author, &["author"]),
    (SiteKey::Rights, &["copyright"]),
    (SiteKey::License, &["license"]),
];

#[derive(Debug)]
struct Hexo {
    source: String,
    permalink: String,
    default_category: String,
}

pub(super) fn hexo(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let root = config.text("root").unwrap_or("/").to_owned();
    let values = config.based(&HEXO, |url| {
        let base = base(url)?;
        let has = !root.trim_matches('/').is_empty() && base.ends_with(&format!("/{}", root.trim_matches('/')));
        Some(if has { base } else { with_path(&base, &root) })
    });
    let rules = Hexo {
        source: config.text("sourcedir").unwrap_or("source").trim_matches('/').to_owned(),
        permalink: config.text("permalink").unwrap_or(":year/:month/:day/:title/").to_owned(),
        default_category: config.text("defaultcategory").unwrap_or("uncategorized").to_owned(),
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

impl Rules for Hexo {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let rest = below(path, &self.source)?;
        let Some(post) = below(rest, "_posts") else {
            if rest.starts_with('_') {
                return None;
            }
            let bare = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
            return Some(match bare.strip_suffix("index").filter(|above| above.is_empty() || above.ends_with('/')) {
                Some(above) => format!("/{above}"),
                None => format!("/{bare}.html"),
            });
        };
        let (folder, name) = split(post);
        let bare = stem(name).0;
        let (named, rest) = Day::prefix(bare).map_or((None, bare), |(day, rest)| (Some(day), rest));
        let title = joined(folder, rest);
        if let Some(own) = head.get(&["permalink"]).filter(|link| !link.contains("://")) {
            let own = own.trim_start_matches('/');
            return Some(if own.ends_with('/') || own.ends_with(".html") {
                format!("/{own}")
            } else {
                format!("/{own}.html")
            });
        }
        let day = head.date().or(named);
        let categories = head.all("categories");
        let category = head
            .get(&["category"])
            .map(str::to_owned)
            .or_else(|| Some(categories.join("/")).filter(|all| !all.is_empty()));
        let category = category.map_or_else(
            || self.default_category.clone(),
            |all| all.split('/').map(|one| slug::hexo(one, false)).collect::<Vec<_>>().join("/"),
        );
        let words: [(&str, Option<String>); 10] = [
            (":i_month", day.map(|day| day.month.to_string())),
            (":i_day", day.map(|day| day.day.to_string())),
            (":year", day.map(|day| format!("{:04}", day.year))),
            (":month", day.map(|day| format!("{:02}", day.month))),
            (":day", day.map(|day| format!("{:02}", day.day))),
            (":post_title", head.get(&["title"]).map(|title| slug::hexo(title, false))),
            (":title", Some(head.get(&["slug"]).map_or(title, str::to_owned))),
            (":name", Some(rest.to_owned())),
            (":category", Some(category)),
            (":lang", Some(head.get(&["lang"]).unwrap_or_default().to_owned())),
        ];
        let mut page = self.permalink.clone();
        for (name, word) in words {
            if page.contains(name) {
                page = page.replace(name, &word?);
            }
        }
        (!page.contains(':')).then(|| format!("/{}", page.trim_start_matches('/').replace("//", "/")))
    }

    fn content(&self) -> Vec<String> {
        vec![joined(&self.source, "_posts"), self.source.clone()]
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        matches!(path.split('/').next()?, "scaffolds" | "themes").then_some("a part of the site's design")
    }
}

const PELICAN: [(SiteKey, &[&str]); 6] = [
    (SiteKey::Base, &["siteurl"]),
    (SiteKey::Title, &["sitename"]),
    (SiteKey::Language, &["defaultlang"]),
    (SiteKey::Author, &["author"]),
    (SiteKey::Rights, &["copyright"]),
    (SiteKey::License, &["license"]),
];

#[derive(Debug)]
struct Pelican {
    content: String,
    article: String,
    page: String,
    lang: String,
    by_file: bool,
}

pub(super) fn pelican(tree: &dyn Tree, folder: &str, names: &[String]) -> Found {
    // The address is often only in the settings for publishing.
    let files: Vec<&str> = ["publishconf.py", "pelicanconf.py"]
        .into_iter()
        .filter(|name| names.iter().any(|known| known == name))
        .collect();
    let config = Config::of(tree, folder, &files);
    let values = config.based(&PELICAN, base);
    let rules = Pelican {
        content: config.text("path").unwrap_or("content").trim_matches('/').to_owned(),
        article: config.text("articleurl").unwrap_or("{slug}.html").to_owned(),
        page: config.text("pageurl").unwrap_or("pages/{slug}.html").to_owned(),
        lang: config.text("defaultlang").unwrap_or("en").to_owned(),
        by_file: config.text("slugifysource") == Some("basename"),
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

impl Rules for Pelican {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let rest = below(path, &self.content)?;
        if let Some(own) = head.get(&["url"]).filter(|url| !url.contains("://")) {
            return Some(format!("/{}", own.trim_start_matches('/')));
        }
        let (folder, name) = split(rest);
        let bare = stem(name).0;
        let title = head.get(&["title"]).filter(|_| !self.by_file).unwrap_or(bare);
        let slug = head.get(&["slug"]).map_or_else(|| slug::python(title), str::to_owned);
        let is_page = folder.split('/').next() == Some("pages");
        let lang = head.get(&["lang"]).filter(|lang| *lang != self.lang);
        let form = if is_page { &self.page } else { &self.article };
        let form = match lang {
            Some(lang) if form.contains("{slug}.html") && !form.contains("{lang}") => {
                form.replace("{slug}", &format!("{{slug}}-{lang}"))
            }
            _ => form.clone(),
        };
        let day = head.date();
        let mut out = String::new();
        let mut rest = &*form;
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            let (inner, after) = rest[at + 1..].split_once('}')?;
            rest = after;
            match inner.split_once(':').unwrap_or((inner, "")) {
                ("slug", _) => out.push_str(&slug),
                ("lang", _) => out.push_str(head.get(&["lang"]).unwrap_or(&self.lang)),
                ("category", _) => {
                    let stated = head.get(&["category"]).map(slug::python);
                    out.push_str(
                        &stated.or_else(|| folder.split('/').next().filter(|one| !one.is_empty()).map(slug::python))?,
                    );
                }
                ("date", form) => {
                    let day = day?;
                    let (month, two) = (format!("{:02}", day.month), format!("{:02}", day.day));
                    out.push_str(
                        &form
                            .replace("%Y", &format!("{:04}", day.year))
                            .replace("%m", &month)
                            .replace("%d", &two)
                            .replace("%b", &super::head::MONTHS[day.month as usize - 1][..3]),
                    );
                }
                _ => return None,
            }
        }
        out.push_str(rest);
        Some(format!("/{}", out.trim_start_matches('/')))
    }

    fn content(&self) -> Vec<String> {
        vec![self.content.clone()]
    }
}
