//! Hexo and Pelican.

use std::borrow::Cow;
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
    /// The form of names of new posts: what is not the title in it is no part of the slug.
    named: String,
    /// The words of categories in addresses, where the configuration states them.
    categories: Vec<(String, String)>,
    /// What stands for a placeholder that an article does not fill.
    defaults: Vec<(String, String)>,
    hides_index: bool,
    hides_html: bool,
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
        named: config.text("newpostname").unwrap_or(":title.md").to_owned(),
        categories: texts(&config, "categorymap"),
        defaults: texts(&config, "permalinkdefaults"),
        hides_index: config.switch("prettyurls.trailingindex") == Some(false),
        hides_html: config.switch("prettyurls.trailinghtml") == Some(false),
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

fn texts(config: &Config, path: &str) -> Vec<(String, String)> {
    let of_entry = |entry: &crate::data::Entry| Some((entry.key.clone(), entry.node.text()?.to_owned()));
    config.map(path).into_iter().filter_map(of_entry).collect()
}

impl Hexo {
    /// Returns the title and the date in the name of a post below `_posts`, without its ending, by the form of new names.
    fn title<'p>(&self, post: &'p str) -> (Cow<'p, str>, Option<Day>) {
        let form = self.named.strip_suffix(".md").unwrap_or(&self.named);
        let dated = form.strip_suffix(":title").is_some_and(|date| date.starts_with(":year"));
        let in_name = Day::prefix(split(post).1).map(|(day, _)| day);
        match Day::prefix(post) {
            Some((day, rest)) if dated => (rest.into(), Some(day)),
            // A name that does not have the form becomes a slug as a whole.
            _ if dated => (slug::hexo(post, false).into(), in_name),
            _ => (post.into(), in_name),
        }
    }

    /// Returns the categories, one below the other, as they stand in addresses.
    fn category(&self, head: &Head) -> String {
        let stated = head.get(&["category"]).map(|one| vec![one.to_owned()]);
        let all = stated.unwrap_or_else(|| head.all("categories").to_vec());
        let word = |name: &str| {
            let mapped = self.categories.iter().find(|(known, _)| known == name);
            mapped.map_or_else(|| slug::hexo(name, false), |(_, word)| word.clone())
        };
        let parts: Vec<String> = all.iter().flat_map(|one| one.split('/')).map(|one| word(one.trim())).collect();
        if parts.is_empty() { self.default_category.clone() } else { parts.join("/") }
    }

    /// Fills the placeholders of the pattern for posts. Those that are not Hexo's own are keys of the front matter.
    fn filled(&self, words: &[(&str, Option<String>)], head: &Head) -> Option<String> {
        let mut out = String::new();
        let mut rest = &*self.permalink;
        while let Some((text, after)) = rest.split_once(':') {
            out.push_str(text);
            let length = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            // `:title_x` is the placeholder `title` and `_x`: the longest name that is known counts.
            let word = (1..=length).rev().find_map(|length| {
                let name = &after[..length];
                let own = words.iter().find(|(known, _)| *known == name).and_then(|(_, word)| word.clone());
                let stated = || head.get(&[name]).map(str::to_owned);
                let default = || self.defaults.iter().find(|(known, _)| known == name).map(|(_, word)| word.clone());
                Some((length, own.or_else(stated).or_else(default)?))
            });
            let (length, word) = word?;
            out.push_str(&word);
            rest = &after[length..];
        }
        Some(out + rest)
    }

    /// Returns `page` as the site writes it.
    fn pretty(&self, page: String) -> String {
        let above = page.strip_suffix("index.html").filter(|above| self.hides_index && above.ends_with('/'));
        let bare = || page.strip_suffix(".html").filter(|bare| self.hides_html && !bare.ends_with("/index"));
        above.or_else(bare).map_or_else(|| page.clone(), str::to_owned)
    }
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
                None => self.pretty(format!("/{bare}.html")),
            });
        };
        if let Some(own) = head.get(&["permalink"]).filter(|link| !link.contains("://")) {
            let own = own.trim_start_matches('/');
            let has_ending = own.ends_with('/') || own.ends_with(".html");
            return Some(self.pretty(if has_ending { format!("/{own}") } else { format!("/{own}.html") }));
        }
        let name = split(post).1;
        let (title, named) = self.title(post.strip_suffix(&format!(".{}", stem(name).1)).unwrap_or(post));
        let day = head.date().or(named);
        let words = [
            ("i_month", day.map(|day| day.month.to_string())),
            ("i_day", day.map(|day| day.day.to_string())),
            ("year", day.map(|day| format!("{:04}", day.year))),
            ("month", day.map(|day| format!("{:02}", day.month))),
            ("day", day.map(|day| format!("{:02}", day.day))),
            ("post_title", head.get(&["title"]).map(|title| slug::hexo(title, false))),
            ("title", Some(title.to_string())),
            ("name", Some(split(&title).1.to_owned())),
            ("category", Some(self.category(head))),
        ];
        let page = self.filled(&words, head)?;
        Some(self.pretty(format!("/{}", page.trim_start_matches('/').replace("//", "/"))))
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
    /// The form for other languages than that of the site, if it is stated.
    translated: Option<String>,
    page: String,
    pages: Vec<String>,
    /// Folders of articles, which are no category.
    articles: Vec<String>,
    category: String,
    lang: String,
    by_file: bool,
    /// Whether the slug is what follows the date in a file's name.
    slug_in_name: bool,
}

pub(super) fn pelican(tree: &dyn Tree, folder: &str, names: &[String]) -> Found {
    // The address is often only in the settings for publishing.
    let files: Vec<&str> = ["publishconf.py", "pelicanconf.py"]
        .into_iter()
        .filter(|name| names.iter().any(|known| known == name))
        .collect();
    let config = Config::of(tree, folder, &files);
    let values = config.based(&PELICAN, base);
    let folders = |path: &str, default: &str| {
        let stated = config.entry(path).map(|entry| entry.node.items()).unwrap_or_default();
        let stated: Vec<String> =
            stated.iter().filter_map(|node| Some(node.text()?.trim_matches('/').to_owned())).collect();
        if stated.is_empty() { vec![default.to_owned()] } else { stated }
    };
    let form = |path: &str| config.text(path).map(str::to_owned);
    let rules = Pelican {
        content: config.text("path").unwrap_or("content").trim_start_matches("./").trim_matches('/').to_owned(),
        article: form("articleurl").unwrap_or_else(|| "{slug}.html".into()),
        translated: form("articlelangurl"),
        page: form("pageurl").unwrap_or_else(|| "pages/{slug}.html".into()),
        pages: folders("pagepaths", "pages"),
        articles: folders("articlepaths", ""),
        category: form("defaultcategory").unwrap_or_else(|| "misc".into()),
        lang: form("defaultlang").unwrap_or_else(|| "en".into()),
        by_file: config.text("slugifysource") == Some("basename"),
        slug_in_name: config.text("filenamemetadata").is_some_and(|form| form.contains("(?P<slug>")),
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
        // By default a date at the start of a file's name is that of the article.
        let dated = Day::prefix(bare);
        let in_name = dated.filter(|_| self.slug_in_name).map(|(_, rest)| rest.to_owned());
        let title = head.get(&["title"]).filter(|_| !self.by_file).unwrap_or(bare);
        let slug = head.get(&["slug"]).map(str::to_owned).or(in_name).unwrap_or_else(|| slug::pelican(title));
        let is_page = self.pages.iter().any(|pages| below(rest, pages).is_some());
        let form = self.form(is_page, head);
        let mut out = String::new();
        let mut left = &*form;
        while let Some(at) = left.find('{') {
            out.push_str(&left[..at]);
            let (inner, after) = left[at + 1..].split_once('}')?;
            left = after;
            out.push_str(&match inner.split_once(':').unwrap_or((inner, "")) {
                ("slug", _) => slug.clone(),
                ("lang", _) => head.get(&["lang"]).unwrap_or(&self.lang).to_owned(),
                ("category", _) => self.category(folder, head),
                ("date", form) => head.date().or(dated.map(|(day, _)| day))?.written(form)?,
                _ => return None,
            });
        }
        out.push_str(left);
        Some(format!("/{}", out.trim_start_matches('/')))
    }

    fn content(&self) -> Vec<String> {
        vec![self.content.clone()]
    }
}

impl Pelican {
    /// Returns the form of the address of a page or an article in its language.
    fn form(&self, is_page: bool, head: &Head) -> String {
        let form = if is_page { &self.page } else { &self.article };
        match head.get(&["lang"]).filter(|lang| *lang != self.lang) {
            Some(_) if !is_page && self.translated.is_some() => self.translated.clone().unwrap_or_default(),
            Some(lang) if form.contains("{slug}.html") && !form.contains("{lang}") => {
                form.replace("{slug}", &format!("{{slug}}-{lang}"))
            }
            _ => form.clone(),
        }
    }

    /// Returns the category: the one that is stated, or else the folder below that of the articles.
    fn category(&self, folder: &str, head: &Head) -> String {
        let inside = self.articles.iter().find_map(|articles| {
            if articles.is_empty() || folder == articles {
                folder.strip_prefix(&**articles)
            } else {
                below(folder, articles)
            }
        });
        let of_folder = inside.and_then(|inside| inside.split('/').next()).filter(|name| !name.is_empty());
        slug::pelican(head.get(&["category"]).or(of_folder).unwrap_or(&self.category))
    }
}
