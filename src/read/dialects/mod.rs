//! Rewrites blocks and spans of dialects that CommonMark does not have: admonitions and tabs of MkDocs, containers
//! between colons (Docusaurus, VitePress, pandoc, Quarto), directives and roles of MyST, line blocks, drawn tables,
//! captions of tables, bracketed spans.
//!
//! The text is rewritten before it is parsed: a container becomes an HTML wrapper with its body as Markdown, without
//! the indentation that only marked the extent of the body. [`walk`] traverses the lines once and knows the
//! quotations, list items and wrappers around each; each dialect has a file that interprets its lines.
//!
//! Limits: a container that is not closed, has no body, or has an unknown form stays as written; so do containers
//! nested more deeply than [`walk::MAX_DEPTH`]. Blocks inside a cell of a drawn table are plain Markdown.

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

/// Rewrites `text` into the Markdown that the parser supports; `report` then maps places in the result to the source.
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

/// Rewrites `text` of a note that an article embeds. Its diagnostics have the place of the link, so places inside it
/// are not mapped.
pub(super) fn of_note(text: &str) -> Cow<'_, str> {
    rewrite(text, &mut Report::new(Places::from(0), &mut Vec::new()))
}

/// Returns the offset of `part`, a slice of `whole`, in it.
fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}
