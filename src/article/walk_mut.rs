//! Traversal of an article that changes it.

use super::block::PartMut;
use super::{Article, Block, BlockKind, Figure, Inline};

/// Calls `change` for each block of `blocks`, each before its content.
pub(crate) fn each_block(blocks: &mut [Block], change: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        change(block);
        block.kind.parts_mut(&mut |part| {
            if let PartMut::Blocks(inner) = part {
                each_block(inner, change);
            }
        });
    }
}

/// Returns the lines of text directly inside a block.
pub(crate) fn lines(kind: &mut BlockKind) -> Vec<&mut Vec<Inline>> {
    let mut lines = Vec::new();
    kind.parts_mut(&mut |part| {
        if let PartMut::Line(line) = part {
            lines.push(line);
        }
    });
    lines
}

/// Calls `change` for every block of the article: in its text, notes and disclaimer.
pub(crate) fn each(article: &mut Article, change: &mut dyn FnMut(&mut Block)) {
    each_block(&mut article.blocks, change);
    article.notes.iter_mut().for_each(|note| each_block(&mut note.blocks, change));
    each_block(&mut article.disclaimer, change);
}

/// Calls `change` for every inline of `line`, each before its content.
pub(crate) fn each_inline(line: &mut [Inline], change: &mut dyn FnMut(&mut Inline)) {
    for inline in line {
        change(inline);
        match inline {
            Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
                each_inline(content, change);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Math { .. } => {}
            Inline::Picture(_) | Inline::NoteCall(_) | Inline::LineBreak => {}
        }
    }
}

/// Calls `change` for all lines of text outside blocks: title, subtitle, biographies, related articles, caption and credit of the
/// cover, and the credits of figures.
pub(crate) fn outer_lines(article: &mut Article, change: &mut dyn FnMut(&mut Vec<Inline>)) {
    change(&mut article.meta.title);
    change(&mut article.meta.subtitle);
    article.meta.about_authors.iter_mut().for_each(&mut *change);
    for related in &mut article.related {
        change(&mut related.title);
        change(&mut related.blurb);
        change(&mut related.picture);
    }
    if let Some(cover) = &mut article.cover {
        change(&mut cover.caption);
    }
    each_figure(article, &mut |figure| {
        if let Some(credit) = &mut figure.credit {
            change(&mut credit.verbatim);
        }
    });
}

/// Calls `change` for every figure, the cover first.
pub(crate) fn each_figure(article: &mut Article, change: &mut dyn FnMut(&mut Figure)) {
    article.cover.iter_mut().chain(&mut article.first_picture).for_each(&mut *change);
    each(article, &mut |block| {
        if let BlockKind::Figure(figure) = &mut block.kind {
            change(figure);
        }
    });
}
