//! The EPUB 3 writer.

use crate::article::Article;
use crate::diag::{Diagnostics, Error};

/// What the caller can choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// When the file was made, ISO 8601 in UTC (`2024-05-01T00:00:00Z`); from the input or `SOURCE_DATE_EPOCH`.
    pub modified: Option<String>,
}

/// Packages `article` as EPUB 3.3: the whole file.
pub fn package(article: &Article, options: &Options, diagnostics: &mut Diagnostics) -> Result<Vec<u8>, Error> {
    let _ = (article, options, diagnostics);
    Ok(Vec::new())
}
