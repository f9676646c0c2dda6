//! Zola: `config.toml` with a `base_url`.
//!
//! Limit: letters of scripts without a transcription in [`slug::ascii`] give no address where Zola makes ASCII of them.

use std::sync::Arc;

use super::config::{Config, base};
use super::detect::Found;
use super::head::{Day, Head};
use super::path::{below, split, stem};
use super::{Rules, SiteKey, Tree, slug};

const KEYS: [(SiteKey, &[&str]); 6] = [
    (SiteKey::Base, &["baseurl"]),
    (SiteKey::Title, &["title"]),
    (SiteKey::Language, &["defaultlanguage"]),
    (SiteKey::Author, &["author", "extra.author"]),
    (SiteKey::Rights, &["extra.copyright"]),
    (SiteKey::License, &["extra.license", "extra.licence"]),
];

/// How paths become slugs.
#[derive(Clone, Copy, Debug)]
enum Slugs {
    On,
    Safe,
    Off,
}

#[derive(Debug)]
struct Zola {
    languages: Vec<String>,
    default: String,
    slugs: Slugs,
    keeps_dates: bool,
}

pub(super) fn read(tree: &dyn Tree, folder: &str, sign: &str) -> Found {
    let config = Config::of(tree, folder, &[sign]);
    let mut values = config.values(&KEYS);
    let languages: Vec<String> = config.map("languages").iter().map(|entry| entry.key.clone()).collect();
    for lang in &languages {
        let path = format!("languages.{}.title", crate::data::tree::name(lang));
        values.extend(config.value(&[&path]).map(|value| (SiteKey::Title, Some(lang.clone()), value)));
    }
    values.iter_mut().filter(|(key, ..)| *key == SiteKey::Base).for_each(|(.., value)| {
        value.value = base(&value.value).unwrap_or_default();
    });
    values.retain(|(.., value)| !value.value.is_empty());
    let slugs = match config.text("slugify.paths") {
        Some("off") => Slugs::Off,
        Some("safe") => Slugs::Safe,
        _ => Slugs::On,
    };
    let rules = Zola {
        languages,
        default: config.text("defaultlanguage").unwrap_or("en").to_owned(),
        slugs,
        keeps_dates: config.switch("slugify.pathskeepdates").unwrap_or(false),
    };
    Found { values, rules: Arc::new(rules), faults: config.faults }
}

impl Zola {
    fn slug(&self, text: &str) -> Option<String> {
        match self.slugs {
            Slugs::On => slug::ascii(text),
            // Characters that file systems do not have go, and white space becomes an underscore.
            Slugs::Safe => Some(
                text.chars()
                    .filter(|c| !"<>:|?*#\\\"()[]\n\r".contains(*c))
                    .map(|c| if c.is_whitespace() { '_' } else { c })
                    .collect(),
            ),
            Slugs::Off => Some(text.to_owned()),
        }
    }

    fn place<'p>(&self, path: &'p str) -> Option<(Option<&str>, &'p str, &'p str)> {
        let (folder, name) = split(below(path, "content")?);
        let (stem, _) = stem(name);
        let language = stem
            .rsplit_once('.')
            .and_then(|(page, suffix)| Some((self.languages.iter().find(|known| *known == suffix)?, page)));
        Some(match language {
            Some((lang, page)) => (Some(lang), folder, page),
            None => (None, folder, stem),
        })
    }
}

/// Returns what follows the date at the start of a name: `2018-10-10-x`, `2018-10-10T10:10:10Z_x`.
fn dated(name: &str) -> Option<&str> {
    if let Some((_, rest)) = Day::prefix(name) {
        return Some(rest.trim_start());
    }
    let (day, time) = name.split_once('T')?;
    Day::of(day).filter(|_| day.len() == 10)?;
    let clock = |c: char| c.is_ascii_digit() || ":.Z+-".contains(c);
    let end = time.find(|c: char| !clock(c)).unwrap_or(time.len());
    // The sign in front of the slug looks like one of a time zone.
    let end = time[..end].rfind(['-', '_']).filter(|_| !time[end..].starts_with('_')).unwrap_or(end);
    let rest = time[end..].strip_prefix(['-', '_'])?;
    (!rest.is_empty()).then_some(rest)
}

impl Rules for Zola {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        let (lang, folder, stem) = self.place(path)?;
        let slashed = |path: &str| match path.trim_matches('/') {
            "" => "/".to_owned(),
            path => format!("/{path}/"),
        };
        if let Some(path) = head.get(&["path"]) {
            return Some(slashed(path));
        }
        let is_section = stem == "_index";
        let (folder, name) = if stem == "index" || is_section { split(folder) } else { (folder, stem) };
        let name = match dated(name) {
            Some(rest) if !self.keeps_dates && !is_section => rest,
            _ => name,
        };
        let last = match head.get(&["slug"]) {
            _ if is_section => name.to_owned(),
            stated => self.slug(stated.unwrap_or(name))?,
        };
        let mut parts: Vec<String> =
            lang.filter(|lang| **lang != self.default).into_iter().map(str::to_owned).collect();
        // Only the last part becomes a slug (`Page::parse` of Zola).
        parts.extend(folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned));
        parts.push(last);
        Some(slashed(&parts.join("/")))
    }

    fn language(&self, path: &str) -> Option<String> {
        let (lang, ..) = self.place(path)?;
        lang.map(str::to_owned)
    }

    fn content(&self) -> Vec<String> {
        vec!["content".into()]
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        match path.split('/').next().unwrap_or_default() {
            "themes" | "templates" => Some("a part of the site's design"),
            _ if matches!(self.place(path), Some((_, _, "_index"))) => Some("the list of a section, not an article"),
            _ => None,
        }
    }
}
