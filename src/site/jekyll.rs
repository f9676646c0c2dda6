//! Jekyll: `_config.yml`.
//!
//! Permalinks, collections and defaults are those of Jekyll 4. What a file for publishing (`_config.production.yml`) states
//! counts more than the other one. Limits: of the plugins that make addresses, `redirect_from` and polyglot's languages
//! are known; time zones do not move dates.

use std::sync::Arc;

use super::config::{Config, base, with_path};
use super::detect::Found;
use super::head::{Day, Head, MONTHS, WEEKDAYS};
use super::path::{below, joined, split, stem};
use super::{Rules, SiteKey, Tree, glob, slug};
use crate::data::{Entry, Node, Value};

const KEYS: [(SiteKey, &[&str]); 6] = [
    (SiteKey::Base, &["url"]),
    (SiteKey::Title, &["title", "name"]),
    (SiteKey::Language, &["lang", "locale", "language"]),
    (SiteKey::Author, &["author", "author.name"]),
    (SiteKey::Rights, &["copyright"]),
    (SiteKey::License, &["license", "licence"]),
];

/// Folders that hold no articles.
const PARTS: [&str; 7] = ["_includes", "_layouts", "_sass", "_data", "_plugins", "_site", "_drafts"];

#[derive(Debug, Default)]
struct Jekyll {
    source: String,
    collections_folder: String,
    permalink: String,
    collections: Vec<Collection>,
    defaults: Vec<Defaults>,
    excluded: Vec<String>,
    /// Folders whose names begin with an underscore, and that are published all the same.
    included: Vec<String>,
    languages: Option<Languages>,
}

/// Languages of the plugin polyglot: pages in others than the default lie in a folder of theirs.
#[derive(Debug)]
struct Languages {
    all: Vec<String>,
    default: String,
    from_path: bool,
}

#[derive(Debug)]
struct Collection {
    name: String,
    permalink: Option<String>,
    output: bool,
}

/// Values of `defaults` for the files in a scope.
#[derive(Debug)]
struct Defaults {
    path: String,
    kind: Option<String>,
    permalink: Option<String>,
    categories: Vec<String>,
    lang: Option<String>,
}

pub(super) fn read(tree: &dyn Tree, folder: &str, names: &[String]) -> Found {
    let live = |name: &&str| {
        name.strip_prefix("_config").is_some_and(|rest| rest.starts_with(['.', '-', '_']) && rest.contains("prod"))
    };
    let data = |name: &&str| [".yml", ".yaml", ".toml"].iter().any(|end| name.ends_with(end));
    let plain =
        ["_config.yml", "_config.yaml", "_config.toml"].into_iter().filter(|name| names.iter().any(|n| n == name));
    let files: Vec<&str> = names.iter().map(String::as_str).filter(live).filter(data).chain(plain).collect();
    let config = Config::of(tree, folder, &files);
    let mut values = config.values(&KEYS);
    for (_, _, value) in values.iter_mut().filter(|(key, ..)| *key == SiteKey::Base) {
        let below = config.text("baseurl").unwrap_or_default();
        value.value = base(&value.value).map(|base| with_path(&base, below)).unwrap_or_default();
    }
    values.retain(|(.., value)| !value.value.is_empty());
    let rules = Jekyll::of(&config);
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

fn texts(node: &Node) -> Vec<String> {
    node.items().iter().filter_map(|node| Some(node.text()?.to_owned())).collect()
}

impl Jekyll {
    fn of(config: &Config) -> Self {
        let mut collections: Vec<Collection> = Vec::new();
        for entry in config.map("collections") {
            let permalink = entry.node.child_text(&["permalink"]).map(str::to_owned);
            let output = entry.node.child(&["output"]).is_some_and(|entry| entry.node.value == Value::Bool(true));
            collections.push(Collection { name: entry.key.clone(), permalink, output });
        }
        let listed = config.entry("collections").map(|entry| match &entry.node.value {
            Value::List(items) => items.iter().filter_map(|node| Some(node.text()?.to_owned())).collect(),
            _ => Vec::new(),
        });
        collections.extend(listed.unwrap_or_default().into_iter().map(|name| Collection {
            name,
            permalink: None,
            output: false,
        }));
        let list = |path: &str| config.entry(path).map(|entry| entry.node.items()).unwrap_or_default();
        let folder =
            |path: &str| config.text(path).unwrap_or_default().trim_start_matches("./").trim_matches('/').to_owned();
        Self {
            source: folder("source"),
            collections_folder: folder("collectionsdir"),
            permalink: config.text("permalink").unwrap_or("date").to_owned(),
            collections,
            defaults: list("defaults").iter().filter_map(defaults).collect(),
            excluded: list("exclude").iter().flat_map(texts).map(|path| path.trim_matches('/').to_owned()).collect(),
            included: list("include").iter().flat_map(texts).map(|path| path.trim_matches('/').to_owned()).collect(),
            languages: config.text("defaultlang").map(|default| Languages {
                all: list("languages").iter().flat_map(texts).collect(),
                default: default.to_owned(),
                from_path: config.switch("langfrompath").unwrap_or(false),
            }),
        }
    }

    /// Returns the language of the file at `path` as polyglot sees it, if it has a folder of its own.
    fn own_language<'a>(&'a self, path: &'a str, head: &'a Head) -> Option<&'a str> {
        let known = self.languages.as_ref()?;
        let of_path = || {
            let parts = path.split('/').take(2).filter(|_| known.from_path);
            parts.into_iter().find(|part| known.all.iter().any(|lang| lang == part))
        };
        head.get(&["lang"]).or_else(of_path).filter(|lang| *lang != known.default)
    }

    fn place<'p>(&self, path: &'p str) -> Option<Place<'p>> {
        let path = below(path, &self.source)?;
        let inside = below(path, &self.collections_folder).unwrap_or(path);
        let parts: Vec<&str> = inside.split('/').collect();
        let posts = parts.iter().position(|part| matches!(*part, "_posts" | "_drafts"));
        if let Some(at) = posts.filter(|at| at + 1 < parts.len()) {
            let name = stem(parts[parts.len() - 1]).0;
            let (day, title) = Day::prefix(name).map_or((None, name), |(day, rest)| (Some(day), rest));
            return (day.is_some() || parts[at] == "_drafts").then(|| Place::Post {
                above: parts[..at].to_vec(),
                day,
                title,
            });
        }
        if let Some(name) = parts[0].strip_prefix('_')
            && let Some(collection) = self.collections.iter().position(|known| known.name == name)
        {
            return Some(Place::Item { collection, rest: below(inside, parts[0])? });
        }
        let is_hidden = |part: &str| part.starts_with('_') && !self.included.iter().any(|known| known == part);
        (!inside.split('/').any(is_hidden)).then_some(Place::Page { rest: path })
    }

    fn kind<'a>(&'a self, place: &Place<'_>) -> &'a str {
        match place {
            Place::Post { .. } => "posts",
            Place::Item { collection, .. } => &self.collections[*collection].name,
            Place::Page { .. } => "pages",
        }
    }

    /// Returns the defaults for the file at `path`, those of the closest scope first.
    fn defaults(&self, path: &str, place: &Place<'_>) -> Vec<&Defaults> {
        let kind = self.kind(place);
        let fits = |one: &&Defaults| one.kind.as_deref().is_none_or(|of| of == kind) && in_scope(path, &one.path);
        let mut all: Vec<&Defaults> = self.defaults.iter().filter(fits).collect();
        // Of two scopes as deep, the later one counts.
        all.reverse();
        all.sort_by_key(|one| (std::cmp::Reverse(one.path.len()), one.kind.is_none()));
        all
    }
}

/// Whether `path` lies in the scope `scope`: a folder, a file, or a pattern of one with `*`.
fn in_scope(path: &str, scope: &str) -> bool {
    if scope.contains('*') {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        return ends.into_iter().any(|end| glob::fits(scope, &path[..end]));
    }
    scope.is_empty() || path == scope || below(path, scope).is_some()
}

fn defaults(node: &Node) -> Option<Defaults> {
    let scope = node.child(&["scope"])?;
    let values = node.child(&["values"])?;
    let category: Option<&Entry> = values.node.child(&["categories", "category"]);
    Some(Defaults {
        path: scope.node.child_text(&["path"]).unwrap_or_default().trim_matches('/').to_owned(),
        kind: scope.node.child_text(&["type"]).map(str::to_owned),
        permalink: values.node.child_text(&["permalink"]).map(str::to_owned),
        categories: category.map(|entry| texts(&entry.node)).unwrap_or_default(),
        lang: values.node.child_text(&["lang", "locale", "language"]).map(str::to_owned),
    })
}

/// Where a file stands in the site.
enum Place<'p> {
    Post { above: Vec<&'p str>, day: Option<Day>, title: &'p str },
    Item { collection: usize, rest: &'p str },
    Page { rest: &'p str },
}

/// Returns the pattern of a named style, or `style` itself.
fn pattern(style: &str) -> &str {
    match style {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        other => other,
    }
}

/// Adds the end that pages and collections have in the style of the site (`Utils.add_permalink_suffix`).
fn suffixed(template: &str, style: &str) -> String {
    let end = match style {
        "pretty" => "/",
        "date" | "ordinal" | "weekdate" | "none" => ":output_ext",
        other if other.ends_with('/') => "/",
        other if other.ends_with(":output_ext") => ":output_ext",
        _ => "",
    };
    format!("{template}{end}")
}

/// What placeholders stand for.
#[derive(Default)]
struct Words<'a> {
    day: Option<Day>,
    clock: &'a str,
    categories: Vec<String>,
    title: String,
    slug: String,
    name: String,
    path: String,
    basename: &'a str,
    collection: &'a str,
}

/// Returns what `:categories` stands for: each of them once in lower case, with spaces as in addresses.
fn categories(all: &[String]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in all.iter().map(|category| category.to_lowercase().replace(' ', "%20")) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("/")
}

impl Words<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let clock = |at: usize| {
            self.clock.get(at..at + 2).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or("00")
        };
        let words = match name {
            "categories" => Some(categories(&self.categories)),
            "slugified_categories" => Some(
                self.categories
                    .iter()
                    .map(|category| slug::jekyll(category, false, false))
                    .collect::<Vec<_>>()
                    .join("/"),
            ),
            "title" => Some(self.title.clone()),
            "slug" => Some(self.slug.clone()),
            "name" => Some(self.name.clone()),
            "path" => Some(self.path.clone()),
            "basename" => Some(self.basename.to_owned()),
            "collection" => Some(self.collection.to_owned()),
            "output_ext" => Some(".html".to_owned()),
            "hour" => Some(clock(11).to_owned()),
            "minute" => Some(clock(14).to_owned()),
            "second" => Some(clock(17).to_owned()),
            _ => None,
        };
        if words.is_some() {
            return words;
        }
        let day = self.day?;
        Some(match name {
            "year" => format!("{:04}", day.year),
            "short_year" => format!("{:02}", day.year % 100),
            "month" => format!("{:02}", day.month),
            "i_month" => day.month.to_string(),
            "short_month" => MONTHS[day.month as usize - 1][..3].to_owned(),
            "long_month" => MONTHS[day.month as usize - 1].to_owned(),
            "day" => format!("{:02}", day.day),
            "i_day" => day.day.to_string(),
            "y_day" => format!("{:03}", day.of_year()),
            "w_year" => day.iso_week().0.to_string(),
            "week" => format!("{:02}", day.iso_week().1),
            "w_day" => ((day.of_week() + 6) % 7 + 1).to_string(),
            "short_day" => WEEKDAYS[day.of_week() as usize][..3].to_owned(),
            "long_day" => WEEKDAYS[day.of_week() as usize].to_owned(),
            _ => return None,
        })
    }

    /// Fills the placeholders of `pattern`; one that is unknown stays, as in Jekyll.
    fn fill(&self, pattern: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some(at) = rest.find(':') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let length = rest.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
            // `:title_x` is the placeholder `title` and `_x`: the longest name that is known counts.
            let known = (1..=length).rev().find_map(|length| Some((length, self.get(&rest[..length])?)));
            let (length, words) = known?;
            out.push_str(&words);
            rest = &rest[length..];
        }
        out.push_str(rest);
        let mut path = String::from("/");
        for part in out.split('/').filter(|part| !part.is_empty()) {
            path.push_str(part);
            path.push('/');
        }
        if !out.ends_with('/') && path.len() > 1 {
            path.pop();
        }
        Some(path)
    }
}

impl Rules for Jekyll {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let place = self.place(path)?;
        let defaults = self.defaults(below(path, &self.source)?, &place);
        let name = split(path).1;
        let own_slug = head.get(&["slug"]);
        let mut words = Words { clock: head.get(&["date"]).unwrap_or_default(), ..Words::default() };
        let stated = head.get(&["permalink"]).filter(|link| !link.contains("://"));
        let stated = stated.or_else(|| defaults.iter().find_map(|one| one.permalink.as_deref()));
        let base = stem(name).0;
        words.basename = base;
        words.name = slug::jekyll(base, false, false);
        let template = match &place {
            Place::Post { above, day, title } => {
                words.day = head.date().or(*day);
                words.categories = above.iter().map(|part| (*part).to_owned()).collect();
                let own = head.categories();
                let of_scope =
                    || defaults.iter().find(|one| !one.categories.is_empty()).map(|one| one.categories.clone());
                let all = if own.is_empty() { of_scope().unwrap_or_default() } else { own };
                for category in all {
                    if !category.is_empty() && !words.categories.contains(&category) {
                        words.categories.push(category);
                    }
                }
                words.title = slug::jekyll(own_slug.unwrap_or(title), true, true);
                words.slug = slug::jekyll(own_slug.unwrap_or(title), false, false);
                words.collection = "posts";
                let of_posts = self
                    .collections
                    .iter()
                    .find(|known| known.name == "posts")
                    .and_then(|known| known.permalink.as_deref());
                pattern(stated.or(of_posts).unwrap_or(&self.permalink)).to_owned()
            }
            Place::Item { collection, rest } => {
                let collection = &self.collections[*collection];
                if !collection.output {
                    return None;
                }
                words.day = head.date().or_else(|| Day::prefix(base).map(|(day, _)| day));
                words.categories = head.categories();
                let title = Day::prefix(base).map_or(base, |(_, rest)| rest);
                words.title = slug::jekyll(own_slug.unwrap_or(title), true, true);
                words.slug = slug::jekyll(own_slug.unwrap_or(title), false, false);
                words.collection = &collection.name;
                words.path = joined(split(rest).0, base);
                let template = stated.or(collection.permalink.as_deref()).map(|style| pattern(style).to_owned());
                template.unwrap_or_else(|| suffixed("/:collection/:path", &self.permalink))
            }
            Place::Page { rest } => {
                words.path = split(rest).0.to_owned();
                words.title = base.to_owned();
                words.slug = base.to_owned();
                match stated {
                    Some(style) => pattern(style).to_owned(),
                    None if base == "index" => "/:path/".to_owned(),
                    None => suffixed("/:path/:basename", &self.permalink),
                }
            }
        };
        let template = if template.starts_with('/') { template } else { format!("/{template}") };
        let page = words.fill(&template)?;
        Some(match self.own_language(path, head) {
            Some(lang) => format!("/{lang}{page}"),
            None => page,
        })
    }

    fn language(&self, path: &str) -> Option<String> {
        let place = self.place(path)?;
        let stated = self.defaults(below(path, &self.source)?, &place).into_iter().find_map(|one| one.lang.clone());
        stated.or_else(|| self.own_language(path, &Head::default()).map(str::to_owned))
    }

    fn content(&self) -> Vec<String> {
        vec![self.source.clone()]
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        let path = below(path, &self.source)?;
        let part = path.split('/').next().unwrap_or_default();
        if PARTS.contains(&part) && part != "_drafts" && path.contains('/') {
            return Some("a part of the site's design");
        }
        self.excluded
            .iter()
            .any(|scope| !scope.is_empty() && in_scope(path, scope))
            .then_some("`exclude` in the site's configuration leaves it out")
    }
}
