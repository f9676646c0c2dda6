//! What the files of a site say: which generator makes it, its address, title and language, and where it puts the page of
//! each article.
//!
//! `Site::of` reads the configuration in a folder; nothing is evaluated. The `Rules` of the generator give an article
//! its page: a function of its path below the site's folder and of a few keys of its front matter (`Head`). `Atlas`
//! knows the articles of an archive by their paths, names and pages, and finds what a link means.
//!
//! Nothing here touches the disk: names and texts come through `Tree`.

mod atlas;
mod config;
mod detect;
mod docusaurus;
mod eleventy;
mod fragments;
mod glob;
mod head;
mod hexo;
mod hugo;
mod inherit;
mod jekyll;
mod links;
mod mkdocs;
mod path;
mod simple;
mod slug;
mod vault;
mod zola;

pub(crate) use atlas::Atlas;
pub use atlas::Linked;
pub use config::base;
pub use fragments::MissingFragment;
pub(crate) use fragments::{Fragments, nearest_heading};
pub(crate) use head::{Head, KEYS};
pub(crate) use links::{From, Written, probe};
pub(crate) use path::{below, joined};

use std::fmt;
use std::sync::Arc;

/// The files of an archive, by paths below its root.
pub(crate) trait Tree {
    /// Returns the names in `folder`.
    fn listing(&self, folder: &str) -> Vec<String>;
    /// Returns the text of the file at `path`.
    fn text(&self, path: &str) -> Option<String>;
    /// Returns the front matter of the article at `path`.
    fn head(&self, path: &str) -> Option<Head>;
    /// Returns the paths of all articles, those nearest to the root first.
    fn articles(&self) -> Vec<String>;
}

/// Site generators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Generator {
    /// Hugo.
    Hugo,
    /// Jekyll.
    Jekyll,
    /// Zola.
    Zola,
    /// Eleventy.
    Eleventy,
    /// Docusaurus.
    Docusaurus,
    /// MkDocs.
    MkDocs,
    /// Quarto.
    Quarto,
    /// Astro.
    Astro,
    /// Hexo.
    Hexo,
    /// Pelican.
    Pelican,
    /// VitePress.
    VitePress,
    /// Gatsby.
    Gatsby,
    /// Quartz, which publishes a vault.
    Quartz,
    /// A vault of Obsidian, which is not published.
    Obsidian,
}

impl fmt::Display for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Generator {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Jekyll => "Jekyll",
            Self::Zola => "Zola",
            Self::Eleventy => "Eleventy",
            Self::Docusaurus => "Docusaurus",
            Self::MkDocs => "MkDocs",
            Self::Quarto => "Quarto",
            Self::Astro => "Astro",
            Self::Hexo => "Hexo",
            Self::Pelican => "Pelican",
            Self::VitePress => "VitePress",
            Self::Gatsby => "Gatsby",
            Self::Quartz => "Quartz",
            Self::Obsidian => "Obsidian",
        }
    }
}

/// What a site may say about all of its articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SiteKey {
    /// The generator, and the file by which it is known.
    Generator,
    /// The address under which it is published, without a slash at its end.
    Base,
    /// Its title.
    Title,
    /// Its language, or that of the folder or file.
    Language,
    /// The author of articles that state none.
    Author,
    /// The statement of rights.
    Rights,
    /// The licence.
    License,
}

impl fmt::Display for SiteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Generator => "generator",
            Self::Base => "address",
            Self::Title => "title",
            Self::Language => "language",
            Self::Author => "author",
            Self::Rights => "statement of rights",
            Self::License => "licence",
        })
    }
}

/// A value of a site's configuration, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct SiteValue {
    /// The value.
    pub value: String,
    /// The file, relative to the root.
    pub file: String,
    /// The key, with dots.
    pub key: String,
    /// The line, from 1; `None` if the value follows from a name.
    pub line: Option<usize>,
}

/// A fault in a site's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct SiteFault {
    /// The file, relative to the root.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Where a generator puts the pages of articles, and in which language they are.
pub(crate) trait Rules: fmt::Debug + Send + Sync {
    /// Returns the page of the article at `path`, which begins with a slash; `None` if there is none, or if it is not
    /// known. Paths are relative to the folder of the site.
    fn page(&self, path: &str, head: &Head) -> Option<String>;

    /// Returns the language that the place of the article at `path` states.
    fn language(&self, path: &str) -> Option<String> {
        let _ = path;
        None
    }

    /// Returns what the targets of Hugo's cascades and patterns compare of the article at `path`.
    fn target(&self, path: &str) -> Option<hugo::Target> {
        let _ = path;
        None
    }

    /// Returns the folders that paths of articles may be relative to.
    fn content(&self) -> Vec<String> {
        vec![String::new()]
    }

    /// Returns why the file at `path` is no article.
    fn no_article(&self, path: &str) -> Option<&'static str> {
        let _ = path;
        None
    }
}

/// A site.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Its generator.
    pub generator: Generator,
    /// Its folder below the root.
    pub folder: String,
    /// The file or folder by which it is known, relative to the root.
    pub sign: String,
    /// What it says about all articles; a value for one language has that language.
    pub values: Vec<(SiteKey, Option<String>, SiteValue)>,
    /// Where its pages are.
    pub rules: Arc<dyn Rules>,
    /// What is wrong with its files.
    pub faults: Vec<SiteFault>,
}

impl Site {
    /// Returns the value of `key` for the article at `path`, which is relative to the folder of the site.
    pub(crate) fn value(&self, key: SiteKey, path: &str) -> Option<SiteValue> {
        if key == SiteKey::Generator {
            let (value, file) = (self.generator.name().to_owned(), self.sign.clone());
            return Some(SiteValue { value, file, key: "its name".into(), line: None });
        }
        let lang = self.rules.language(path);
        if let (SiteKey::Language, Some(lang)) = (key, &lang) {
            let stated = self.values.iter().find(|(known, of, _)| *known == key && of.as_ref() == Some(lang));
            let place = || SiteValue {
                value: lang.clone(),
                file: path::joined(&self.folder, path),
                key: "place in the site".into(),
                line: None,
            };
            return Some(stated.map_or_else(place, |(.., value)| value.clone()));
        }
        let of =
            |wanted: Option<&String>| self.values.iter().find(|(known, of, _)| *known == key && of.as_ref() == wanted);
        // A site with one language may say everything below that.
        let any = || self.values.iter().find(|(known, ..)| *known == key).filter(|_| lang.is_none());
        let found = lang.as_ref().and_then(|lang| of(Some(lang))).or_else(|| of(None)).or_else(any);
        found.map(|(.., value)| value.clone())
    }
}

impl Site {
    /// Returns the site with its folder left, so that paths beside the folder are known to it.
    fn seen_from_above(&self) -> Self {
        let rules = Arc::new(Above { rules: self.rules.clone(), folder: self.folder.clone() });
        Self { folder: String::new(), rules, ..self.clone() }
    }
}

/// Rules whose paths are relative to the folder above that of the site.
#[derive(Debug)]
struct Above {
    rules: Arc<dyn Rules>,
    folder: String,
}

impl Above {
    fn inner<'p>(&self, path: &'p str) -> std::borrow::Cow<'p, str> {
        below(path, &self.folder).map_or_else(|| format!("../{path}").into(), Into::into)
    }
}

impl Rules for Above {
    fn page(&self, path: &str, head: &Head) -> Option<String> {
        self.rules.page(&self.inner(path), head)
    }

    fn language(&self, path: &str) -> Option<String> {
        self.rules.language(&self.inner(path))
    }

    fn target(&self, path: &str) -> Option<hugo::Target> {
        self.rules.target(&self.inner(path))
    }

    fn content(&self) -> Vec<String> {
        let above = |content: String| {
            content.strip_prefix("../").map(str::to_owned).unwrap_or_else(|| joined(&self.folder, &content))
        };
        self.rules.content().into_iter().map(above).collect()
    }

    fn no_article(&self, path: &str) -> Option<&'static str> {
        self.rules.no_article(&self.inner(path))
    }
}

/// Returns the fragment that the heading `heading` has on the pages of `generator`.
pub(crate) fn anchor(generator: Generator, heading: &str) -> String {
    match generator {
        Generator::Quartz => slug::github(heading),
        _ => heading.to_owned(),
    }
}

#[cfg(test)]
mod tests;
