//! Reading: from the bytes of an input to an [`Article`].

pub mod credit;
pub mod date;
mod files;
pub mod front;
pub mod lang;
pub mod plain;

pub use files::{Files, Memory, NoFiles};

use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::source::Source;

/// What the caller can choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the input is; `None` finds out from its name and content.
    pub format: Option<Format>,
    /// Language of the article (BCP 47), over whatever it declares.
    pub lang: Option<String>,
    /// Path of a cover picture in [`Files`], over whatever the article names.
    pub cover: Option<String>,
    /// Whether short blocks of scraped text may become headings.
    pub headings: Headings,
}

/// Kinds of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown in any of the dialects that articles use.
    Markdown,
    /// Text as scraped from a page: paragraphs between empty lines.
    Plain,
}

/// Whether short blocks of scraped text become headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headings {
    /// Where the rules say so.
    #[default]
    Guess,
    /// Never.
    Never,
}

/// Reads the article in `source`; pictures and other files that it names come from `files`.
///
/// # Errors
/// [`Error::NotUtf8`], [`Error::Empty`] and [`Error::Limit`]; everything else becomes a diagnostic.
pub fn read(
    source: &Source,
    options: &Options,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> Result<Article, Error> {
    let _ = (source, options, files, diagnostics);
    Ok(Article::default())
}
