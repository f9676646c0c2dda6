//! Template tags, which site generators (Hugo, Jekyll, Eleventy, Zola, MDX) would have replaced.
//!
//! The text is rewritten before Markdown is parsed. A tag with a clear meaning becomes HTML on one line, or an address
//! inside a link. Any other tag is removed with a warning, but the words in its arguments are kept (`words`). Tags that
//! their author escaped are shown (`escaped`). Code is not changed, except that `{% raw %}` around it and the asterisks
//! of escaped tags are removed. [`Places`] maps back to the source.
//!
//! Limits: nothing is evaluated. The content of loops and conditions is used once; variables are dropped.

mod arguments;
mod boxes;
mod captions;
mod comments;
mod escaped;
mod inline_math;
mod inline_notes;
mod inline_svg;
mod kramdown;
mod letters;
mod markdown_attribute;
mod mdx;
mod meaning;
mod page_breaks;
mod place;
mod table_rows;
mod template;
mod unclosed;
mod words;

use std::borrow::Cow;

use super::report::{Places, Report};
pub(super) use mdx::Named;

/// Rewrites the template tags of `text`; `report` then maps places in the result to the source.
pub(super) fn rewrite<'a>(text: &'a str, named: mdx::Named, report: &mut Report<'_>) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    if let Some((rewritten, places)) = unclosed::rewrite(&text, report) {
        report.places = places.then(&report.places);
        text = Cow::Owned(rewritten);
    }
    if let Some((rewritten, places)) = mdx::rewrite(&text, named, report) {
        report.places = places.then(&report.places);
        text = Cow::Owned(rewritten);
    }
    for pass in [
        kramdown::rewrite,
        comments::rewrite,
        inline_svg::rewrite,
        inline_math::rewrite,
        page_breaks::rewrite,
        captions::rewrite,
        markdown_attribute::rewrite,
        inline_notes::rewrite,
        letters::rewrite,
        table_rows::rewrite,
    ] {
        crate::halt::now();
        if let Some((rewritten, places)) = pass(&text) {
            report.places = places.then(&report.places);
            text = Cow::Owned(rewritten);
        }
    }
    crate::halt::now();
    if let Some((rewritten, places)) = template::rewrite(&text, report) {
        report.places = places.then(&report.places);
        text = Cow::Owned(rewritten);
    }
    text
}

/// A text that is assembled from pieces of another.
pub(super) struct Rewriter<'a> {
    source: &'a str,
    /// How much of the source has been processed.
    pub at: usize,
    /// The text.
    pub text: String,
    /// The mapping from the text to the source.
    pub places: Places,
}

impl<'a> Rewriter<'a> {
    /// Creates a rewriter at the start of `source`.
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0, text: String::with_capacity(source.len()), places: Places::from(0) }
    }

    /// The source from `at` on. The places that callers name come from searches in the source, so that they lie between
    /// characters.
    pub fn source_from(&self, at: usize) -> &'a str {
        debug_assert!(self.source.is_char_boundary(at), "{at} is within a character");
        self.source.get(at..).unwrap_or_default()
    }

    /// Returns the part of the source that has not been processed.
    pub fn rest(&self) -> &'a str {
        self.source_from(self.at)
    }

    /// Copies the source up to `end`.
    pub fn copy_to(&mut self, end: usize) {
        self.places.step(self.text.len(), self.at);
        self.text.push_str(&self.source[self.at..end]);
        self.at = end;
    }

    /// Writes `text`, which has nothing of the source in it, for the source up to `end`.
    pub fn stand_for(&mut self, end: usize, text: &str) {
        self.places.stand(self.text.len(), self.at..end);
        self.text.push_str(text);
        self.at = end;
    }

    /// Writes `text` in place of the source up to `end`.
    pub fn replace(&mut self, end: usize, text: &str) {
        self.places.step(self.text.len(), self.at);
        self.text.push_str(text);
        self.at = end;
    }
}

#[cfg(test)]
mod tests;
