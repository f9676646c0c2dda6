//! What the journal keeps of an article.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{BookRecord, Stamp};
use crate::diag::{Diagnostics, Error};
use crate::job::{Digest, Format, Question, Reason};

/// What the journal keeps of an article.
///
/// Later versions may add fields: unknown ones are ignored, and a record that lacks a needed one is not readable, so its
/// article is made again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Record {
    /// The article, below the folder in which it was found.
    pub input: String,
    /// A digest of the path of that folder: articles of other folders may have their outputs in the same place.
    pub root: Digest,
    /// The fingerprint of everything that was the same for all articles ([`Recipe`](super::Recipe)).
    pub recipe: String,
    /// Its outputs.
    pub outputs: Vec<Kept>,
    /// The digest of its text.
    pub source: Digest,
    /// The stamp of its file.
    pub stamp: Option<Stamp>,
    /// Every question with the digest of its answer.
    pub asked: Vec<(Question, Option<Digest>)>,
    /// The stamps of the files that were read, by their paths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stamps: BTreeMap<String, Stamp>,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Diagnostics,
    /// Why it was left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Skip>,
    /// Why it cannot be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Failed>,
    /// Its articles, if it is a book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book: Option<Box<BookRecord>>,
}

impl Record {
    /// Whether making the article ends the program.
    pub(super) fn has_crashed(&self) -> bool {
        self.failed.as_ref().is_some_and(|failed| failed.code == "crashed")
    }
}

/// Why an article cannot be made, as long as nothing changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The code of the error.
    pub code: String,
    /// Its message.
    pub message: String,
    /// A digest of the list of installed fonts, if other ones could help.
    pub fonts: Option<Digest>,
}

/// The errors that come again from the same input. Others, such as a disk that is full, may be gone.
const LASTING: [&str; 10] = [
    "not-utf8",
    "not-text",
    "empty",
    "no-text",
    "limit",
    "too-many-pages",
    "too-long",
    "too-large",
    "missing-glyphs",
    "crashed",
];

impl Failed {
    /// Returns what the journal keeps of `error`; `None` if it may be gone at the next run. `fonts` returns the digest of
    /// the list of installed fonts.
    pub fn of(error: &Error, fonts: impl FnOnce() -> Digest) -> Option<Self> {
        let code = LASTING.into_iter().find(|code| *code == error.code())?;
        let fonts =
            matches!(error, Error::MissingGlyphs { .. } | Error::Known { code: "missing-glyphs", .. }).then(fonts);
        Some(Self { code: code.to_owned(), message: error.to_string(), fonts })
    }

    /// Returns the error.
    pub fn error(&self) -> Error {
        let code = LASTING.into_iter().find(|code| *code == self.code).unwrap_or("output");
        Error::Known { code, message: self.message.clone() }
    }
}

/// An output that was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Its format.
    pub format: Format,
    /// Its path below the folder of the journal.
    pub path: String,
    /// Its stamp.
    pub stamp: Stamp,
}

/// Why an article was left out after it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Skip {
    /// It is a draft.
    Draft,
    /// It has no text.
    NoText,
}

impl Skip {
    /// Returns the reason that the journal keeps; `None` for those that are found again without reading.
    pub fn of(reason: Reason) -> Option<Self> {
        match reason {
            Reason::Draft => Some(Self::Draft),
            Reason::NoText => Some(Self::NoText),
            _ => None,
        }
    }

    /// Returns the reason.
    pub fn reason(self) -> Reason {
        match self {
            Self::Draft => Reason::Draft,
            Self::NoText => Reason::NoText,
        }
    }
}
