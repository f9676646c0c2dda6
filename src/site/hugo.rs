//! Hugo: `hugo.toml` and its relatives.
//!
//! The address of a page is its `url`, or follows from the pattern for its section (`permalinks`), or is its path. Limits:
//! mounts are not followed, nor what a cascade says about addresses, and of the themes' configuration nothing is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::{Config, base};
use super::detect::Found;
use super::head::{Day, Head, MONTHS, WEEKDAYS};
use super::path::{below, joined, split, stem};
use super::{Rules, SiteKey, Tree, slug};
use crate::data::Value;

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

/// A language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Language {
    code: String,
    /// Its folder of content, if it has one of its own.
    content: Option<String>,
}

#[derive(Debug)]
struct Hugo {
    content: String,
    languages: Vec<Language>,
    default: String,
    in_folder: bool,
    permalinks: BTreeMap<String, String>,
    /// Sections with ugly addresses; `None` for all.
    ugly: Option<Vec<String>>,
    keeps_case: bool,
    without_accents: bool,
    /// Whether the date in a file's name is no part of its slug.
    dated_names: bool,
}

pub(super) fn read(tree: &dyn Tree, folder: &str, names: &[String]) -> Found {
    let mut config = Config::default();
    let there = |stems: &[&str]| {
        let endings = ["toml", "yaml", "yml", "json"];
        let wanted = stems.iter().flat_map(|stem| endings.iter().map(move |ending| format!("{stem}.{ending}")));
        wanted.filter(|name| names.contains(name)).collect::<Vec<_>>()
    };
    for name in there(&["hugo", "config"]) {
        config.add(tree, &joined(folder, &name), "");
    }
    let below = joined(folder, "config/_default");
    for name in tree.listing(&below) {
        let (part, ending) = stem(&name);
        if ["toml", "yaml", "yml", "json"].contains(&ending) {
            let part = crate::data::tree::name(part.split('.').next().unwrap_or(part));
            let prefix = if matches!(part.as_str(), "hugo" | "config") { String::new() } else { format!("{part}.") };
            config.add(tree, &joined(&below, &name), &prefix);
        }
    }
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
        values.extend(keys.iter().filter_map(|(key, paths)| Some((*key, Some(entry.key.clone()), of(paths)?))));
        if let Some(mut found) = of(&["baseurl"])
            && let Some(address) = base(&found.value)
        {
            found.value = address;
            values.push((SiteKey::Base, Some(entry.key.clone()), found));
        }
    }
    values.retain(|(.., value)| !value.value.is_empty());
    let rules = Hugo::of(&config);
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

impl Hugo {
    fn of(config: &Config) -> Self {
        let languages = config.map("languages").into_iter().filter(|entry| {
            !entry.node.child(&["disabled"]).is_some_and(|entry| entry.node.value == Value::Bool(true))
        });
        let languages = languages.map(|entry| Language {
            code: entry.key.to_lowercase(),
            content: entry.node.child_text(&["contentdir"]).map(|folder| folder.trim_matches('/').to_owned()),
        });
        let mut permalinks = BTreeMap::new();
        for entry in config.map("permalinks") {
            match (&*entry.name, &entry.node.value) {
                ("page", Value::Map(entries)) => {
                    permalinks.extend(
                        entries.iter().filter_map(|entry| Some((entry.key.clone(), entry.node.text()?.to_owned()))),
                    );
                }
                (_, Value::Text(pattern)) => drop(permalinks.insert(entry.key.clone(), pattern.clone())),
                _ => {}
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
        Self {
            content: config.text("contentdir").unwrap_or("content").trim_matches('/').to_owned(),
            languages: languages.collect(),
            default: config.text("defaultcontentlanguage").unwrap_or("en").to_lowercase(),
            in_folder: config.switch("defaultcontentlanguageinsubdir").unwrap_or(false),
            permalinks,
            ugly,
            keeps_case: config.switch("disablepathtolower").unwrap_or(false),
            without_accents: config.switch("removepathaccents").unwrap_or(false),
            dated_names: dates.iter().any(|node| node.text() == Some(":filename")),
        }
    }

    /// Splits `path` into its language, its folder below the content and the stem of its name.
    fn place<'p>(&self, path: &'p str) -> Option<(&str, &'p str, &'p str)> {
        let own = |language: &&Language| language.content.as_ref().is_some_and(|folder| below(path, folder).is_some());
        let longest =
            self.languages.iter().filter(own).max_by_key(|language| language.content.as_ref().map(String::len));
        let (mut lang, rest) = match longest {
            Some(language) => (&*language.code, below(path, language.content.as_deref().unwrap_or_default())?),
            None => (&*self.default, below(path, &self.content)?),
        };
        let (folder, name) = split(rest);
        let (mut stem, _) = stem(name);
        if let Some((page, suffix)) = stem.rsplit_once('.')
            && let Some(known) = self.languages.iter().find(|known| known.code.eq_ignore_ascii_case(suffix))
        {
            (lang, stem) = (&known.code, page);
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

    /// Fills the placeholders of `pattern`.
    fn filled(&self, pattern: &str, page: &Page<'_>) -> Option<String> {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some(at) = rest.find(':') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let (name, after) = rest.split_at(length);
            rest = after;
            let slice = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            if let Some((_, after)) = slice {
                rest = after;
            }
            out.push_str(&self.placeholder(name, slice.map(|(slice, _)| slice), page)?);
        }
        out.push_str(rest);
        Some(out)
    }

    fn placeholder(&self, name: &str, slice: Option<&str>, page: &Page<'_>) -> Option<String> {
        let day = || page.head.date().or(page.day);
        let title = || page.head.get(&["title", "linktitle"]).map(|title| self.slug(title));
        let slug = || page.head.get(&["slug"]).map(|slug| self.slug(slug));
        let own = || self.slug(page.name);
        Some(match name.to_ascii_lowercase().as_str() {
            "year" | "2006" => format!("{:04}", day()?.year),
            "06" => format!("{:02}", day()?.year % 100),
            "month" | "01" => format!("{:02}", day()?.month),
            "monthname" | "january" => MONTHS[day()?.month as usize - 1].to_owned(),
            "jan" => MONTHS[day()?.month as usize - 1][..3].to_owned(),
            "day" | "02" => format!("{:02}", day()?.day),
            "weekday" => day()?.of_week().to_string(),
            "weekdayname" | "monday" => WEEKDAYS[day()?.of_week() as usize].to_owned(),
            "yearday" => day()?.of_year().to_string(),
            "section" => self.slug(page.section()),
            "sections" => self.slug(&sections(page.sections(), slice)?),
            "sectionslug" => self.slug(page.section()),
            "title" => title().unwrap_or_else(own),
            "slug" => slug().or_else(title).unwrap_or_else(own),
            "slugorfilename" | "slugorcontentbasename" => slug().unwrap_or_else(own),
            "contentbasename" | "filename" => own(),
            _ => return None,
        })
    }
}

/// What placeholders are about.
struct Page<'a> {
    head: &'a Head,
    /// The folders above it.
    folder: &'a str,
    /// Its name in addresses: that of the file, or of the folder of a bundle.
    name: &'a str,
    day: Option<Day>,
}

impl<'a> Page<'a> {
    fn section(&self) -> &'a str {
        self.folder.split('/').next().unwrap_or_default()
    }

    fn sections(&self) -> Vec<&'a str> {
        self.folder.split('/').filter(|part| !part.is_empty()).collect()
    }
}

/// Returns the sections that `slice` chooses: `1:`, `last`, `:2`, `0`.
fn sections(all: Vec<&str>, slice: Option<&str>) -> Option<String> {
    let number = |text: &str| match text {
        "last" => Some(all.len().saturating_sub(1)),
        text => text.parse::<usize>().ok(),
    };
    let chosen = match slice {
        None => &all[..],
        Some(slice) => match slice.split_once(':') {
            Some((from, to)) => {
                let from = if from.is_empty() { 0 } else { number(from)? };
                let to = if to.is_empty() { all.len() } else { number(to)? };
                all.get(from.min(all.len())..to.min(all.len())).unwrap_or_default()
            }
            None => all.get(number(slice)?).map(std::slice::from_ref).unwrap_or_default(),
        },
    };
    Some(chosen.join("/"))
}

impl Rules for Hugo {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let (lang, folder, stem) = self.place(path)?;
        let is_section = stem == "_index";
        let (folder, name) = if matches!(stem, "index" | "_index") { split(folder) } else { (folder, stem) };
        let dated = Day::prefix(name);
        let page_name = dated.filter(|_| self.dated_names).map_or(name, |(_, rest)| rest);
        let page = Page { head, folder, name: page_name, day: dated.map(|(day, _)| day) };
        let prefix = if lang == self.default && !self.in_folder { String::new() } else { format!("/{lang}") };
        // The first page of a site with one language is in no folder of that language.
        let prefix = if self.languages.is_empty() { String::new() } else { prefix };
        if let Some(url) = head.get(&["url"]).filter(|url| !url.contains("://")) {
            let url = self.filled(url, &page)?;
            let whole = if url.starts_with('/') { url } else { format!("{prefix}/{url}") };
            let has_ending = split(&whole).1.contains('.');
            return Some(if has_ending || whole.ends_with('/') { whole } else { format!("{whole}/") });
        }
        let section = if is_section && folder.is_empty() { name } else { page.section() };
        let section_key = if section.is_empty() { "/" } else { section };
        let pattern = self.permalinks.iter().find(|(key, _)| {
            key.trim_matches('/').eq_ignore_ascii_case(section_key.trim_matches('/'))
                && (section_key != "/" || *key == "/")
        });
        let found = match pattern.filter(|_| !is_section) {
            Some((_, pattern)) => self.filled(pattern, &page)?,
            None => {
                let last = head.get(&["slug"]).filter(|_| !is_section).unwrap_or(page.name);
                let last = last.trim_matches('/');
                self.slug(&joined(folder, last))
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

    fn language(&self, path: &str) -> Option<String> {
        let (lang, ..) = self.place(path).filter(|_| self.languages.len() > 1)?;
        // Configured codes keep their spelling for the reader, as `zh-hant` of `zh-Hant`.
        Some(lang.to_owned())
    }

    fn content(&self) -> Vec<String> {
        let own = self.languages.iter().filter_map(|language| language.content.clone());
        let mut all: Vec<String> = std::iter::once(self.content.clone()).chain(own).collect();
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
