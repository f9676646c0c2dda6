//! Blocks and spans of dialects that CommonMark does not know: admonitions and tabs of MkDocs, containers between
//! colons (Docusaurus, VitePress, pandoc, Quarto), directives and roles of MyST, line blocks, tables drawn with lines,
//! captions of tables, bracketed spans.
//!
//! The text is rewritten before anything else is: what is understood becomes a wrapper in HTML with its body as Markdown,
//! without the indentation that only said how far the body goes. [`walk`] goes through the lines once and knows which
//! quotations, list items and wrappers each stands in; each dialect has a file that says what one of its lines means.
//!
//! Limits: what is not closed, has no body or a shape that is not understood stays as it was written; containers deeper
//! than [`walk::MAX_DEPTH`] do too. Blocks inside a cell of a drawn table are plain Markdown.

mod attributes;
mod boxes;
mod captions;
mod citations;
mod colons;
mod columns;
mod cursor;
mod edits;
mod grid;
mod mkdocs;
mod myst;
mod options;
mod roles;
mod spans;
mod tables;
#[cfg(test)]
mod tests;
mod verse;
mod walk;

use std::borrow::Cow;

use super::report::{Places, Report};

/// `text` in the Markdown that the parser knows; places in `report` then lead from the result to the source.
pub(super) fn rewrite<'a>(text: &'a str, report: &mut Report<'_>) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    for pass in [walk::rewrite, spans::rewrite, roles::rewrite] {
        if let Some((rewritten, places)) = pass(&text) {
            report.places = places.then(&report.places);
            text = Cow::Owned(rewritten);
        }
    }
    citations::report(&text, report);
    text
}

/// `text` of a note that an article embeds, rewritten; places in it are those of the link, so that they are not kept.
pub(super) fn of_note(text: &str) -> Cow<'_, str> {
    rewrite(text, &mut Report::new(Places::from(0), &mut Vec::new()))
}

/// Offset of `part`, which is a piece of `whole`, in it.
fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}
