//! Reads scraped plain text: paragraphs between empty lines, without any markup of their roles.
//!
//! The role of a block follows from its position and form:
//!
//! - **title**: the first block, if it is short and more follows;
//! - **caption**: a block in square brackets with a credit or a label (`Representational image: …`), or a short line that
//!   ends in a credit. Its picture is missing; one before the text is the cover's, others stay in place (`captions`);
//! - **disclaimer**: a short block near the end that says whose opinions the article expresses;
//! - **related articles**: a block at the end ([`super::related`]). Lines such as `Also read: …` within the text name
//!   some too, and stay;
//! - **heading** (level 2, [`Headings::Guess`] only): a *stand-alone question*, that is one sentence of 4 to 20 words
//!   that ends in a question mark, does not begin with a quotation mark, a dash or a speaker's name, stands between
//!   paragraphs and is followed by a longer one. Short blocks that are numbered `1.`, `2.` … through the text are
//!   headings too. Nothing else is: a short block without a full stop may also be a caption, a name or a post.
//!
//! Lines with bullets or numbers become lists, lines with other markers become paragraphs (`marks`); a line of
//! asterisks or hyphens becomes a section break.
//!
//! The author's words are not changed: quotes, dashes and hyphens stay. Only [`clean`] removes characters, and only
//! invisible ones. Web addresses become links.

mod blocks;
mod captions;
mod characters;
mod lists;
mod marks;
mod markup;
mod parts;

use super::{Headings, Options, related};
use crate::article::{Article, Block, BlockKind, Figure, Inline, NodeId, Provenance, Target};
use crate::diag::Diagnostics;
use crate::source::Span;

use blocks::TextBlock;
pub use characters::clean;

/// Whether `text`, without front matter, is prose: nothing proves that it is Markdown, HTML or a template.
pub fn looks_like(text: &str) -> bool {
    !markup::is_proven(text)
}

/// Reads the scraped text in `text` from byte `from` on; offsets count from the start of `text`.
///
/// Fills in title, body, cover (caption and credit without picture), disclaimer and related articles. The caller adds
/// language, slugs of headings, word count and what the file name states.
pub fn read(text: &str, from: usize, options: &Options, diagnostics: &mut Diagnostics) -> Article {
    let pieces = blocks::split(text, from);
    let parts = parts::tell_apart(&pieces, text);
    let mut article = Article::default();
    let mut ids = Ids(0);
    // The text does not say that its first block is the title, so the provenance tells the user where it is from.
    if let Some(title) = parts.title {
        article.meta.title = vec![Inline::Text(title.text.clone())];
        article.meta.provenance.push(Provenance {
            field: "title",
            value: title.text.clone(),
            key: "first block".into(),
            line: Some(title.line),
        });
    }
    let headings = match options.headings {
        Headings::Guess => parts::headings(&parts.body),
        Headings::Never => vec![false; parts.body.len()],
    };
    let mut captions: Vec<Option<Figure>> = parts.body.iter().map(|piece| captions::caption(piece)).collect();
    let cover = captions::of_cover(&parts.body, &captions);
    let mut items = lists::Items::default();
    for (at, (piece, heading)) in parts.body.iter().zip(headings).enumerate() {
        if items.take(piece) {
            continue;
        }
        // Any block that is no item ends the list before it.
        items.end(&mut ids, &mut article.blocks);
        match captions[at].take() {
            Some(figure) if cover == Some(at) => {
                // With --cover the picture is known.
                if options.cover.is_none() {
                    diagnostics.push(captions::no_cover(piece.span));
                }
                article.cover = Some(captions::cover(figure, piece, &mut article.meta.provenance));
            }
            Some(figure) => {
                diagnostics.push(captions::no_picture(piece.span));
                article.blocks.push(ids.block(piece.span, captions::missing(figure)));
            }
            None if parts::is_rule(&piece.text) => article.blocks.push(ids.block(piece.span, BlockKind::Rule)),
            None if heading => {
                let content = inlines(&piece.text);
                let kind = BlockKind::Heading { level: 2, slug: String::new(), content };
                article.blocks.push(ids.block(piece.span, kind));
            }
            None => article.blocks.push(ids.paragraph(piece)),
        }
    }
    items.end(&mut ids, &mut article.blocks);
    article.disclaimer = parts.disclaimer.iter().map(|piece| ids.paragraph(piece)).collect();
    related::add(&mut article.related, parts.related);
    related::report(parts.left_out, diagnostics);
    article
}

/// Numbers blocks in document order.
struct Ids(u32);

impl Ids {
    fn block(&mut self, span: Span, kind: BlockKind) -> Block {
        let id = NodeId(self.0);
        self.0 += 1;
        Block { id, span, lang: None, dir: None, align: None, kind }
    }

    fn paragraph(&mut self, piece: &TextBlock) -> Block {
        self.block(piece.span, BlockKind::Paragraph(inlines(&piece.text)))
    }
}

/// Returns `text` with its web addresses as links.
fn inlines(text: &str) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut rest = text;
    while let Some((start, end)) = parts::address(rest) {
        if start > 0 {
            content.push(Inline::Text(rest[..start].to_owned()));
        }
        let url = rest[start..end].to_owned();
        content.push(Inline::Link { target: Target::Url(url.clone()), title: None, content: vec![Inline::Text(url)] });
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        content.push(Inline::Text(rest.to_owned()));
    }
    content
}

#[cfg(test)]
mod tests;
