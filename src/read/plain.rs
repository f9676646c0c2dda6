//! Scraped plain text: paragraphs between empty lines, and nothing that says what each of them is.

use super::Options;
use crate::article::Article;
use crate::diag::Diagnostics;

/// Whether `text` is prose without any markup.
pub fn looks_like(text: &str) -> bool {
    let _ = text;
    false
}

/// Reads the scraped text in `text` from byte `from` on; offsets count from the start of `text`.
///
/// Title, body, cover (caption and credit without picture), disclaimer and related articles are filled; language
/// (unless `options` give it), slugs, words and what the file's name says are left to the caller.
pub fn read(text: &str, from: usize, options: &Options, diagnostics: &mut Diagnostics) -> Article {
    let _ = (text, from, options, diagnostics);
    Article::default()
}
