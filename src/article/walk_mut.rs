//! Traversal of an article that changes it.

use super::{Article, Block, BlockKind, Figure, Inline};

/// Calls `change` for each block of `blocks`, each before its content.
pub(crate) fn each_block(blocks: &mut [Block], change: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        change(block);
        for inner in children(&mut block.kind) {
            each_block(inner, change);
        }
    }
}

/// Returns the block sequences directly inside a block.
fn children(kind: &mut BlockKind) -> Vec<&mut Vec<Block>> {
    match kind {
        BlockKind::List { items, .. } => items.iter_mut().map(|item| &mut item.blocks).collect(),
        BlockKind::Definitions(all) => all.iter_mut().flat_map(|definition| &mut definition.definitions).collect(),
        BlockKind::Quote { blocks, .. } | BlockKind::Callout { blocks, .. } | BlockKind::Group(blocks) => vec![blocks],
        BlockKind::Table(table) => {
            let rows = table.head.iter_mut().chain(&mut table.body);
            rows.flat_map(|row| row.cells.iter_mut().map(|cell| &mut cell.blocks)).collect()
        }
        BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::Figure(_) => Vec::new(),
        BlockKind::Code { .. } | BlockKind::Math(_) | BlockKind::Rule | BlockKind::PageBreak => Vec::new(),
    }
}

/// Returns the sequences of inlines directly inside a block.
pub(crate) fn lines(kind: &mut BlockKind) -> Vec<&mut Vec<Inline>> {
    match kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => vec![content],
        BlockKind::Definitions(all) => all.iter_mut().flat_map(|definition| &mut definition.terms).collect(),
        BlockKind::Quote { attribution, .. } => vec![attribution],
        BlockKind::Callout { title, .. } => vec![title],
        BlockKind::Table(table) => vec![&mut table.caption],
        BlockKind::Figure(figure) => vec![&mut figure.caption],
        BlockKind::List { .. } | BlockKind::Group(_) => Vec::new(),
        BlockKind::Code { .. } | BlockKind::Math(_) | BlockKind::Rule | BlockKind::PageBreak => Vec::new(),
    }
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

/// Returns all lines of text outside blocks: title, subtitle, related articles, caption and credit of the cover, and
/// the credits of figures.
pub(crate) fn outer_lines(article: &mut Article, change: &mut dyn FnMut(&mut Vec<Inline>)) {
    change(&mut article.meta.title);
    change(&mut article.meta.subtitle);
    for related in &mut article.related {
        change(&mut related.title);
        change(&mut related.blurb);
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
    article.cover.iter_mut().for_each(&mut *change);
    each(article, &mut |block| {
        if let BlockKind::Figure(figure) = &mut block.kind {
            change(figure);
        }
    });
}
