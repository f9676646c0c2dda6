//! What an article states of itself before its text, for choosing and naming articles without reading them whole.
//!
//! The values are those that reading gives, as far as they stand in the front matter, in the path or at the start of the
//! text. Limits: only the first [`HEAD`] bytes are looked at, and a language that is not stated is told from their words
//! alone.

use std::path::Path;

use super::files::{Files, undated};
use super::kinds::{is_index, stem};
use super::{authors, front, lang, order, resolve, sited};
use crate::article::{Inline, Lang, Meta, plain_text};
use crate::diag::Diagnostics;
use crate::source::Source;

/// Number of bytes at the start of an article in which its facts stand.
const HEAD: usize = front::LIMIT + 16 * 1024;

/// What an article states of itself.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Facts {
    /// The title: stated, else the first heading, else made of the file name.
    pub title: String,
    /// The slug: stated, else the file name without a date, in lower case and with hyphens.
    pub slug: String,
    /// The name of the file without extension, for the page of a folder that of the folder.
    pub name: String,
    /// The date of publication, ISO 8601: a year, a month, a day or a time.
    pub date: Option<String>,
    /// The tags, without the categories.
    pub tags: Vec<String>,
    /// The categories.
    pub categories: Vec<String>,
    /// The names of the authors.
    pub authors: Vec<String>,
    /// The language (BCP 47).
    pub lang: Option<String>,
    /// The series.
    pub series: Option<String>,
    /// Its number in the series.
    pub position: Option<f64>,
    /// Its place among the pages of its folder, as sites state it (`weight`, `nav_order`, `sidebar_position`).
    pub weight: Option<f64>,
    /// Whether it is a draft.
    pub draft: bool,
}

impl Facts {
    /// Returns what the article at `path`, which begins with `head`, states of itself. Names of authors that are keys of
    /// the site are looked up in `files`, and so are the language and author of a site whose articles state none.
    pub fn of(path: &Path, head: &[u8], files: &dyn Files) -> Self {
        let source = Source::new(path, head);
        let bytes = &source.bytes[..source.bytes.len().min(HEAD)];
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| {
            // The head may end within a character.
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        });
        let words = |text: &str| vec![Inline::Text(text.to_owned())];
        let mut front = front::read(text, &words, &mut Diagnostics::new());
        sited::settle_defaults(&mut front.meta, &source, files);
        authors::settle(&mut front.meta, text, files, &mut Diagnostics::new());
        let body = text.get(front.body..).unwrap_or_default();
        Self::from_meta(&front.meta, &source, body)
    }

    fn from_meta(meta: &Meta, source: &Source, body: &str) -> Self {
        let stated = plain_text(&meta.title).trim().to_owned();
        let titles = [Some(stated), first_heading(body), Some(resolve::title_from_name(&source.path))];
        let categories = in_field(meta, "categor");
        let is_category = |tag: &&String| categories.iter().any(|known| known == *tag);
        let is_tag_too = in_field(meta, "");
        let tags = meta.tags.iter().filter(|tag| !is_category(tag) || is_tag_too.contains(tag));
        let lang = Some(&meta.lang).filter(|lang| **lang != Lang::default()).cloned();
        let lang = lang.or_else(|| lang::from_path(&source.path.to_string_lossy())).or_else(|| lang::detect(body));
        let name = own_name(&source.path);
        Self {
            title: titles.into_iter().flatten().find(|title| !title.is_empty()).unwrap_or_default(),
            slug: stated_slug(meta).unwrap_or_else(|| slug(undated(&name))),
            name,
            date: resolve::date_of(meta, &source.path).map(|(date, _)| date.iso),
            tags: tags.cloned().collect(),
            authors: meta.authors().map(str::to_owned).collect(),
            lang: lang.map(|lang| lang.0),
            series: meta.series.as_ref().map(|series| series.name.clone()),
            position: order::in_series(meta),
            weight: order::among_pages(meta),
            draft: meta.draft,
            categories,
        }
    }
}

/// Returns the tags whose key begins with `key`, or, if that is empty, those with any other key than categories.
fn in_field(meta: &Meta, key: &str) -> Vec<String> {
    let is_category = |known: &str| known.to_ascii_lowercase().starts_with("categor");
    let given =
        meta.provenance.iter().filter(|known| known.field == "tags" && is_category(&known.key) != key.is_empty());
    let given: Vec<&str> = given.flat_map(|known| known.value.split(", ")).collect();
    meta.tags
        .iter()
        .filter(|tag| given.iter().any(|given| given.to_lowercase() == tag.to_lowercase()))
        .cloned()
        .collect()
}

/// Returns the slug that the front matter states, as such or as the end of the page's address.
fn stated_slug(meta: &Meta) -> Option<String> {
    ["slug", "permalink", "url", "path"].iter().find_map(|key| {
        let stated = meta.extra.get(*key).and_then(|value| value.as_str()).map(str::to_owned).or_else(|| {
            let own = meta.provenance.iter().find(|known| known.field == "source_url" && known.key == *key);
            own.map(|known| known.value.clone())
        })?;
        let last = stated.trim().trim_end_matches('/').rsplit('/').next()?.to_owned();
        let last = last.strip_suffix(".html").unwrap_or(&last);
        // Patterns of Jekyll and template tags are not slugs.
        Some(slug(last)).filter(|slug| !slug.is_empty() && !last.contains([':', '{']))
    })
}

/// Makes a slug of `text`: letters and digits of all scripts in lower case, with hyphens between words.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter) || letter == '_' {
            slug.push(letter);
        } else if !matches!(letter, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Returns the name of the article at `path`: that of its file, or of its folder if it is the page of one.
fn own_name(path: &Path) -> String {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let own = stem(&file);
    match path.parent().and_then(Path::file_name) {
        Some(folder) if is_index(own) => folder.to_string_lossy().into_owned(),
        _ => own.to_owned(),
    }
}

/// Returns the words of the first heading at the start of `text`.
fn first_heading(text: &str) -> Option<String> {
    let line = text.lines().take(40).find(|line| !line.trim().is_empty())?;
    let heading = line.trim().strip_prefix('#')?.trim_start_matches('#');
    let words = plain_text(&super::markdown::inlines(heading.trim().trim_end_matches('#').trim()));
    (heading.starts_with(' ') && !words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::NoFiles;

    fn facts(path: &str, text: &str) -> Facts {
        Facts::of(Path::new(path), text.as_bytes(), &NoFiles)
    }

    #[test]
    fn front_matter_of_each_dialect_states_facts() {
        let yaml = "---\ntitle: The Mill\nslug: the-mill\ndate: 2024-05-17T10:00:00+02:00\ntags: [wind, Old Mills]\n\
                    categories: [travel]\nauthors: [Ann Lee, Bo Kim]\nlang: de\ndraft: true\nseries: Mills\n---\nText.\n";
        let found = facts("posts/2024-01-01-x.md", yaml);
        assert_eq!(
            (found.title.as_str(), found.slug.as_str(), found.name.as_str()),
            ("The Mill", "the-mill", "2024-01-01-x")
        );
        assert_eq!(found.date.as_deref().map(|date| &date[..10]), Some("2024-05-17"));
        assert_eq!(
            (found.tags, found.categories),
            (vec!["wind".to_owned(), "Old Mills".to_owned()], vec!["travel".to_owned()])
        );
        assert_eq!(found.authors, ["Ann Lee", "Bo Kim"]);
        assert_eq!((found.lang.as_deref(), found.series.as_deref(), found.draft), (Some("de"), Some("Mills"), true));
        let toml = facts("a/b.md", "+++\ntitle = \"X\"\ndate = 2020-02-03\n[taxonomies]\ntags = [\"a\"]\n+++\nText.\n");
        assert_eq!((found_tags(&toml), toml.date.as_deref()), (vec!["a"], Some("2020-02-03")));
        let json = facts("a/b.md", "{\n\"title\": \"X\", \"category\": \"news\"\n}\nText.\n");
        assert_eq!((json.categories, json.tags.len()), (vec!["news".to_owned()], 0));
    }

    fn found_tags(facts: &Facts) -> Vec<&str> {
        facts.tags.iter().map(String::as_str).collect()
    }

    #[test]
    fn what_is_not_stated_comes_from_the_path_and_the_text() {
        let found = facts("content/posts/2019-03-04-my-trip.md", "# A trip *north*\n\nThe wind is strong.\n");
        assert_eq!((found.title.as_str(), found.slug.as_str()), ("A trip north", "my-trip"));
        assert_eq!(found.date.as_deref(), Some("2019-03-04"));
        let bundle = facts("posts/Big Trip/index.de.md", "Text.\n");
        assert_eq!(
            (bundle.name.as_str(), bundle.slug.as_str(), bundle.lang.as_deref()),
            ("Big Trip", "big-trip", Some("de"))
        );
        let bare = facts("what's new_in 2024?.md", "");
        assert_eq!(
            (bare.title.as_str(), bare.slug.as_str(), bare.date),
            ("What's new_in 2024?", "whats-new_in-2024", None)
        );
    }

    #[test]
    fn slugs_are_stated_in_several_ways() {
        for (line, slug) in [
            ("slug: Some Thing", "some-thing"),
            ("permalink: /2024/05/mill/", "mill"),
            ("url: /posts/mill.html", "mill"),
            ("permalink: /:year/:title/", "x"),
            ("slug: größe-日本", "größe-日本"),
        ] {
            assert_eq!(facts("x.md", &format!("---\n{line}\ntitle: T\n---\nText.\n")).slug, slug, "{line}");
        }
    }

    #[test]
    fn a_head_may_end_anywhere() {
        let text = "---\ntitle: Größe\ntags: [é]\n---\nÄöü ÄÖÜ.\n";
        for end in 0..=text.len() {
            let _ = Facts::of(Path::new("a.md"), &text.as_bytes()[..end], &NoFiles);
        }
        let long = format!("---\ntitle: T\n---\n{}", "ä".repeat(HEAD));
        assert_eq!(facts("a.md", &long).title, "T");
    }
}
