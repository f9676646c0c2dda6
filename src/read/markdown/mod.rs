//! Reads Markdown in the dialects of articles, including HTML.
//!
//! Extensions of the dialects are settled first ([`settle`]). Then pulldown-cmark parses the text, and everything
//! becomes one tree of elements ([`super::tree`]), which [`super::lower`] interprets.

mod attributes;
mod events;
mod in_html;
mod settle;

pub(super) use events::options;

/// Returns the ranges of formulas in `text`, in order.
pub(super) fn formulas(text: &str) -> Vec<std::ops::Range<usize>> {
    settle::formulas(text)
}

use super::files::NoFiles;
use super::lower::{Lowered, lower, lower_line, tidy};
use super::pictures::Gallery;
use super::report::{Places, Report};
use super::resolve::punctuation::join;
use crate::article::Inline;
use crate::article::walk_mut::each_inline;
use crate::source::Span;

/// Returns the blocks of `text`; `None` if it is nested too deeply.
pub(super) fn read(text: &str, gallery: &mut Gallery<'_>, report: &mut Report<'_>) -> Option<Lowered> {
    let tree = events::build(text, report)?;
    Some(lower(tree, gallery, report))
}

/// Parses one line of Markdown or HTML, such as a title or a credit in front matter.
pub fn inlines(text: &str) -> Vec<Inline> {
    line_with(text, &mut Gallery::new(&NoFiles))
}

/// Precedes a line so that it cannot begin a block. It is punctuation, so it does not change the meaning of markup
/// beside it.
const GUARD: char = '\u{2e40}';

/// Parses a line as [`inlines`] does, with pictures from `gallery`.
pub(super) fn line_with(text: &str, gallery: &mut Gallery<'_>) -> Vec<Inline> {
    let plain = |text: &str| vec![Inline::Text(text.split_whitespace().collect::<Vec<_>>().join(" "))];
    if text.trim().is_empty() {
        return Vec::new();
    }
    if !text.contains(|c: char| {
        c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ';' | '?' | '!' | '"' | '\'' | '-' | '(' | ')')
    }) {
        return tidy(plain(text));
    }
    let line = format!("{GUARD}{}", text.trim().replace(['\n', '\r'], " "));
    let mut diagnostics = Vec::new();
    let mut report = Report::new(Places::from(0), &mut diagnostics);
    let Some(tree) = events::build(&line, &mut report) else { return plain(text) };
    let mut inlines = lower_line(tree, gallery, &mut report);
    if let Some(Inline::Text(first)) = inlines.first_mut() {
        *first = first.replacen(GUARD, "", 1);
    }
    let mut inlines = tidy(inlines);
    join(&mut inlines);
    // Their places are those in the line, not in the source.
    each_inline(&mut inlines, &mut |inline| {
        if let Inline::Picture(picture) = inline {
            picture.span = Span::default();
        }
    });
    inlines
}

#[cfg(test)]
#[path = "tests.rs"]
mod dialects;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Style, plain_text};

    #[test]
    fn a_line_of_front_matter_is_never_a_block() {
        for line in ["1984. A year", "# 1 in the charts", "- a dash", "> 5 things", "    code?"] {
            assert_eq!(plain_text(&inlines(line)), line.trim());
        }
    }

    #[test]
    fn a_line_of_front_matter_keeps_its_form() {
        let emphasis = |text: &str| Inline::Styled { style: Style::Emphasis, content: vec![Inline::Text(text.into())] };
        assert_eq!(inlines("_all_"), [emphasis("all")]);
        assert_eq!(inlines("<p>by <i>her</i></p>"), [Inline::Text("by ".into()), emphasis("her")]);
    }
}
