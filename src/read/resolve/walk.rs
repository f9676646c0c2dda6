//! Walking an article to change it.

use crate::article::{Article, Block, BlockKind, Inline};

/// Calls `change` for each block of `blocks`, outer before inner.
pub(super) fn each_block(blocks: &mut [Block], change: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        change(block);
        for inner in children(&mut block.kind) {
            each_block(inner, change);
        }
    }
}

/// The block sequences right inside a block.
fn children(kind: &mut BlockKind) -> Vec<&mut Vec<Block>> {
    match kind {
        BlockKind::List { items, .. } => items.iter_mut().map(|item| &mut item.blocks).collect(),
        BlockKind::Definitions(all) => all.iter_mut().flat_map(|definition| &mut definition.definitions).collect(),
        BlockKind::Quote { blocks, .. } | BlockKind::Callout { blocks, .. } | BlockKind::Group(blocks) => vec![blocks],
        BlockKind::Table(table) => {
            let rows = table.head.iter_mut().chain(&mut table.body);
            rows.flat_map(|row| row.cells.iter_mut().map(|cell| &mut cell.blocks)).collect()
        }
        _ => Vec::new(),
    }
}

/// The lines of text right inside a block.
pub(super) fn lines(kind: &mut BlockKind) -> Vec<&mut Vec<Inline>> {
    match kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => vec![content],
        BlockKind::Definitions(all) => all.iter_mut().flat_map(|definition| &mut definition.terms).collect(),
        BlockKind::Quote { attribution, .. } => vec![attribution],
        BlockKind::Callout { title, .. } => vec![title],
        BlockKind::Table(table) => vec![&mut table.caption],
        BlockKind::Figure(figure) => vec![&mut figure.caption],
        _ => Vec::new(),
    }
}

/// Calls `change` for every block of the article: text, notes, disclaimer.
pub(super) fn each(article: &mut Article, change: &mut dyn FnMut(&mut Block)) {
    each_block(&mut article.blocks, change);
    article.notes.iter_mut().for_each(|note| each_block(&mut note.blocks, change));
    each_block(&mut article.disclaimer, change);
}
