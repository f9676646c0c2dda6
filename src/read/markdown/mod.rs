//! Markdown in the dialects that articles use, with the HTML in it.
//!
//! What the dialects add to CommonMark is settled first ([`settle`]). Then pulldown-cmark says what is where; everything
//! becomes one tree of elements ([`super::tree`]), to which [`super::lower`] gives its meaning.

mod attributes;
mod events;
mod in_html;
mod settle;

pub(super) use events::options;

/// Where formulas are in `text`, in order.
pub(super) fn formulas(text: &str) -> Vec<std::ops::Range<usize>> {
    settle::formulas(text)
}

use super::files::NoFiles;
use super::lower::{Lowered, lower, lower_line, tidy};
use super::pictures::Gallery;
use super::report::{Places, Report};
use super::resolve::punctuation::join;
use crate::article::Inline;

/// The blocks of `text`; `None` where it is nested too deep.
pub(super) fn read(text: &str, gallery: &mut Gallery<'_>, report: &mut Report<'_>) -> Option<Lowered> {
    let tree = events::build(text, report)?;
    Some(lower(tree, gallery, report))
}

/// The inlines of one line of Markdown or HTML, such as a title or a credit in front matter.
pub fn inlines(text: &str) -> Vec<Inline> {
    line_with(text, &mut Gallery::new(&NoFiles))
}

/// Goes before a line so that nothing in it begins a block; as punctuation, it leaves all marks their meaning.
const GUARD: char = '\u{2e40}';

/// As [`inlines`], with pictures from `gallery`.
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
