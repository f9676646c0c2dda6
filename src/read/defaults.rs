//! Values for articles that do not state them: from a configuration or from the files of the site.
//!
//! They are weaker than everything that the article says, and stronger than what is only guessed, such as a language
//! told from the words.

use super::{credit, markdown};
use crate::article::{Contributor, Meta, Provenance, Rights, Role};

/// Values for articles that do not state them.
#[derive(Clone, Debug, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Defaults {
    /// The language (BCP 47).
    pub lang: Option<Fallback>,
    /// The authors, by name.
    pub authors: Vec<Fallback>,
    /// Where it appeared.
    pub publication: Option<Fallback>,
    /// Who published it.
    pub publisher: Option<Fallback>,
    /// The statement of rights.
    pub rights: Option<Fallback>,
    /// The licence: an identifier, a name or an address.
    pub license: Option<Fallback>,
}

/// A value, with where it is stated.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Fallback {
    /// The value.
    pub value: String,
    /// Where it is stated, such as `offprint.toml, line 3`. Outputs do not depend on it.
    #[serde(skip)]
    pub from: String,
}

impl Fallback {
    /// Creates a value that is stated at `from`.
    pub fn new(value: impl Into<String>, from: impl Into<String>) -> Self {
        Self { value: value.into(), from: from.into() }
    }
}

/// Fills what `meta` does not state. The language is settled with those that are detected.
pub(super) fn settle(meta: &mut Meta, defaults: &Defaults) {
    if meta.authors().next().is_none() {
        for author in &defaults.authors {
            note(meta, "author", author);
            meta.contributors.push(Contributor {
                name: author.value.clone(),
                role: Role::Author,
                ..Contributor::default()
            });
        }
    }
    if let (None, Some(publication)) = (&meta.publication, &defaults.publication) {
        note(meta, "publication", publication);
        meta.publication = Some(publication.value.clone());
    }
    if let (None, Some(publisher)) = (&meta.publisher, &defaults.publisher) {
        note(meta, "publisher", publisher);
        meta.publisher = Some(publisher.value.clone());
    }
    if meta.rights.is_empty() {
        rights(meta, defaults);
    }
}

/// States the rights of an article that says nothing about them. One that states a part says what holds for it.
fn rights(meta: &mut Meta, defaults: &Defaults) {
    let mut rights = Rights::default();
    if let Some(statement) = &defaults.rights {
        note(meta, "rights", statement);
        rights.statement = Some(statement.value.clone());
        rights.license = credit::find_license(&statement.value);
    }
    if let Some(stated) = &defaults.license {
        note(meta, "rights", stated);
        let license = credit::license_of(&markdown::inlines(&stated.value));
        rights.statement = Some(match rights.statement {
            Some(statement) if statement.contains(&license.name) => statement,
            Some(statement) => format!("{statement}, {}", license.name),
            None => license.name.clone(),
        });
        rights.license = Some(license);
    }
    meta.rights = rights;
}

fn note(meta: &mut Meta, field: &'static str, stated: &Fallback) {
    let (value, key) = (stated.value.clone(), stated.from.clone());
    meta.provenance.push(Provenance { field, value, key, line: None });
}
