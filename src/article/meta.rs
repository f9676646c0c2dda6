//! What is known about an article.

use std::collections::BTreeMap;

use super::{Inline, name_text};

/// Metadata, each value from the input or the command line; what is not stated is empty.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    /// The title. It is the file's name only where the article states nothing better.
    pub title: Vec<Inline>,
    /// Subtitle or deck; may be empty.
    pub subtitle: Vec<Inline>,
    /// Authors, editors, translators and others, in their order.
    pub contributors: Vec<Contributor>,
    /// When it was published.
    pub date: Option<Date>,
    /// When it was changed last.
    pub modified: Option<Date>,
    /// Its language: declared, else detected, else `und`.
    pub lang: Lang,
    /// Direction of its text.
    pub dir: Direction,
    /// Keywords, without repetitions.
    pub tags: Vec<String>,
    /// A summary in plain text.
    pub description: Option<String>,
    /// Rights in the text.
    pub rights: Rights,
    /// Who published it.
    pub publisher: Option<String>,
    /// ISBN, DOI and others.
    pub identifiers: Vec<Identifier>,
    /// Where it was published: its canonical address.
    pub source_url: Option<String>,
    /// The series that it belongs to.
    pub series: Option<Series>,
    /// Whether it is a draft, to be left out of a batch.
    pub draft: bool,
    /// Unknown keys of the front matter, as JSON.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// Where each value came from.
    pub provenance: Vec<Provenance>,
}

impl Meta {
    /// The characters of the title, without marks that only say where a line may end or whether letters join.
    pub fn title_text(&self) -> String {
        name_text(&self.title)
    }

    /// The names of those with role [`Role::Author`], in their order.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.contributors.iter().filter(|who| who.role == Role::Author).map(|who| who.name.as_str())
    }
}

/// Somebody who had a part in the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributor {
    /// Name as written.
    pub name: String,
    /// Part in it.
    pub role: Role,
    /// Home page or profile.
    pub url: Option<String>,
    /// Institution.
    pub affiliation: Option<String>,
}

/// Parts that people have in an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Wrote it.
    #[default]
    Author,
    /// Edited it.
    Editor,
    /// Translated it.
    Translator,
    /// Illustrated it.
    Illustrator,
    /// Took the photographs.
    Photographer,
    /// Had another part.
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

/// A day, or only a month or year, as the source knows it.
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
    /// The primary language subtag, such as `en` of `en-GB`.
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

/// Rights in the text. Each picture has its own in its credit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// The statement as written, such as `© 2021 A. Author, CC BY 4.0`.
    pub statement: Option<String>,
    /// The licence in it, where one is named.
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

/// An identifier from outside.
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

/// Where a value came from; what `explain` prints.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Provenance {
    /// Our name of the field, such as `cover.credit`.
    pub field: &'static str,
    /// The value, in plain text.
    pub value: String,
    /// The key in the source, such as `featured_image_attr`, or how else it was found, such as `first heading`.
    pub key: String,
    /// Line in the source, from 1; `None` where it is not from the file (flags, file name, detection).
    pub line: Option<usize>,
}
