//! The metadata of an article.

use std::collections::BTreeMap;

use super::{Inline, name_text};

/// Metadata from the input or the command line. A value that is not stated is empty.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    /// The title. The file name serves only if the article states nothing better.
    pub title: Vec<Inline>,
    /// Subtitle or deck; may be empty.
    pub subtitle: Vec<Inline>,
    /// Authors, editors, translators and others, in the order of the source.
    pub contributors: Vec<Contributor>,
    /// What is said about the authors: a paragraph for each biography. They stand at the end of the article.
    pub about_authors: Vec<Vec<Inline>>,
    /// When it was published.
    pub date: Option<Date>,
    /// When it was last changed.
    pub modified: Option<Date>,
    /// Its language: declared, else detected, else `und`.
    pub lang: Lang,
    /// Direction of its text.
    pub dir: Direction,
    /// Keywords, without repetitions.
    pub tags: Vec<String>,
    /// A summary in plain text.
    pub description: Option<String>,
    /// Rights in the text. The rights in a picture are in its credit.
    pub rights: Rights,
    /// Who published it.
    pub publisher: Option<String>,
    /// The magazine, newspaper or site that it was published in.
    pub publication: Option<String>,
    /// ISBN, DOI and others.
    pub identifiers: Vec<Identifier>,
    /// The canonical address where it was published.
    pub source_url: Option<String>,
    /// The series that it belongs to.
    pub series: Option<Series>,
    /// Whether it is a draft, which batch runs leave out.
    pub draft: bool,
    /// Unknown keys of the front matter, as JSON.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// The origin of each value.
    pub provenance: Vec<Provenance>,
}

impl Meta {
    /// Returns the characters of the title, without those that only control line breaks or joining.
    pub fn title_text(&self) -> String {
        name_text(&self.title)
    }

    /// Returns where it was published: the publication, or else the publisher, or else the host of its address.
    pub fn published_in(&self) -> Option<String> {
        let named = [&self.publication, &self.publisher].into_iter().flatten().find(|name| !name.trim().is_empty());
        named.map(|name| name.trim().to_owned()).or_else(|| self.source_url.as_deref().and_then(host))
    }

    /// Returns the names of the contributors with role [`Role::Author`], in their order.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.contributors.iter().filter(|who| who.role == Role::Author).map(|who| who.name.as_str())
    }
}

/// Returns the host of `url` without `www.`.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.')).then(|| host.to_owned())
}

/// A person or organisation that contributed to the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributor {
    /// Name as written.
    pub name: String,
    /// Role in the article.
    pub role: Role,
    /// Home page or profile.
    pub url: Option<String>,
    /// Institution.
    pub affiliation: Option<String>,
    /// Biography: Markdown or HTML as written.
    pub bio: Option<String>,
}

/// Roles that contributors can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Writer of the text.
    #[default]
    Author,
    /// Editor.
    Editor,
    /// Translator.
    Translator,
    /// Illustrator.
    Illustrator,
    /// Photographer.
    Photographer,
    /// Any other role.
    Contributor,
}

impl Role {
    /// Code of the MARC relator list (Library of Congress), as OPF wants it.
    pub(crate) fn marc(self) -> &'static str {
        match self {
            Role::Author => "aut",
            Role::Editor => "edt",
            Role::Translator => "trl",
            Role::Illustrator => "ill",
            Role::Photographer => "pht",
            Role::Contributor => "ctb",
        }
    }
}

/// A date with the precision of the source: a day, a month, a year, or a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// ISO 8601: `2014`, `2014-04`, `2014-04-28` or `2014-04-28T10:00:31-04:00`.
    pub iso: String,
    /// As written in the source.
    pub verbatim: String,
}

/// A language tag (BCP 47), normalised as `en`, `zh-Hans`, `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lang(pub String);

impl Default for Lang {
    fn default() -> Self {
        Lang("und".into())
    }
}

impl Lang {
    /// Returns the primary language subtag, such as `en` of `en-GB`.
    pub(crate) fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

/// Direction of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// Rights in the text. Each picture's own rights are in its credit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// The statement as written, such as `© 2021 A. Author, CC BY 4.0`.
    pub statement: Option<String>,
    /// The licence that the statement names, if any.
    pub license: Option<super::License>,
    /// Holder of the copyright.
    pub holder: Option<String>,
    /// Year of the copyright.
    pub year: Option<String>,
}

impl Rights {
    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An identifier assigned by others, such as a DOI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Scheme in capitals, such as `DOI` or `ISBN`; empty where none is given.
    pub scheme: String,
    /// The identifier.
    pub value: String,
}

/// A series or collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The article's place in it, as written.
    pub position: Option<String>,
}

/// Where a metadata value came from, for `explain` to print.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Provenance {
    /// Name of our field, such as `cover.credit`.
    pub field: &'static str,
    /// The value, in plain text.
    pub value: String,
    /// The key in the source, such as `featured_image_attr`, or another origin, such as `first heading`.
    pub key: String,
    /// Line in the source, from 1; `None` if the value is not from the file (flags, file name, detection).
    pub line: Option<usize>,
}
