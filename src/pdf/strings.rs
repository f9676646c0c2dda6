//! Reports texts that are cut because a string in a PDF has at most [`LONGEST`] bytes: titles, alternative texts,
//! metadata.
//!
//! The text of pages is never cut, only accompanying strings; their beginning is kept.

use super::metadata;
use super::object::{LONGEST, text_bytes};
use crate::article::{Article, NodeId, Visit, walk_blocks};
use crate::diag::{Diagnostic, Diagnostics};
use crate::layout::{Pages, StructNode, StructRole};
use crate::source::Span;

/// Reports every text of `pages` and of the metadata of `article` that [`text_bytes`] cuts.
pub(super) fn report(pages: &Pages, article: &Article, diagnostics: &mut Diagnostics) {
    let mut say = |what: &str, text: &str, span: Option<Span>| {
        if text.len() > LONGEST / 4 && is_cut(text) {
            diagnostics.push(warning(what, text, span));
        }
    };
    for node in &pages.structure.nodes {
        let span = || place(node, pages, article);
        if let Some(alt) = node.alt.as_deref().filter(|alt| alt.len() > LONGEST / 4) {
            let what = if node.role == StructRole::Formula { "the source of a formula" } else { "an alternative text" };
            say(what, alt, span());
        }
        if let Some(title) = node.title.as_deref().filter(|title| title.len() > LONGEST / 4) {
            say("a title", title, span());
        }
    }
    for entry in &pages.outline {
        say("a bookmark", &entry.title, None);
    }
    for (key, value) in metadata::fields(article) {
        say(&format!("the field `{key}` of the metadata"), &value, None);
    }
}

/// Whether `text` does not fit into one string.
fn is_cut(text: &str) -> bool {
    let whole = if text.is_ascii() { text.len() } else { text.encode_utf16().count() * 2 + 2 };
    text_bytes(text).len() < whole
}

fn warning(what: &str, text: &str, span: Option<Span>) -> Diagnostic {
    let begins: String = text.chars().take(40).collect();
    let message = format!("{what} is cut in the PDF, whose strings have {LONGEST} bytes at most: `{begins}…`");
    let mut warning = Diagnostic::warning("cut-in-pdf", message).help("say it in fewer words");
    warning.span = span;
    warning
}

/// Returns the source span of the block that `node` is or belongs to.
fn place(node: &StructNode, pages: &Pages, article: &Article) -> Option<Span> {
    let above = |node: &&StructNode| node.parent.map(|parent| &pages.structure.nodes[parent.0 as usize]);
    let block = std::iter::successors(Some(node), above).find_map(|node| node.block)?;
    article.articles().find_map(|article| span_of(article, block))
}

fn span_of(article: &Article, block: NodeId) -> Option<Span> {
    let mut found = None;
    let mut see = |visit: Visit<'_>| {
        if let Visit::Block(seen) = visit
            && seen.id == block
        {
            found = Some(seen.span);
        }
    };
    walk_blocks(&article.blocks, &mut see);
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut see));
    found
}
