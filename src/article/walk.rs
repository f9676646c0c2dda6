//! Traversal of an article in reading order.

use super::{Block, BlockKind, Inline};

/// An item that a traversal reports.
#[derive(Clone, Copy, Debug)]
pub enum Visit<'a> {
    /// A block; its content follows.
    Block(&'a Block),
    /// An inline; its content follows.
    Inline(&'a Inline),
}

/// Calls `see` for every block and inline of `blocks` in reading order, each before its content.
///
/// Credits are not traversed: their wording belongs to the figure.
pub fn walk_blocks<'a>(blocks: &'a [Block], see: &mut dyn FnMut(Visit<'a>)) {
    for block in blocks {
        see(Visit::Block(block));
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => walk_inlines(content, see),
            BlockKind::List { items, .. } => items.iter().for_each(|item| walk_blocks(&item.blocks, see)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| walk_inlines(term, see));
                    definition.definitions.iter().for_each(|blocks| walk_blocks(blocks, see));
                }
            }
            BlockKind::Quote { blocks, attribution, .. } => {
                walk_blocks(blocks, see);
                walk_inlines(attribution, see);
            }
            BlockKind::Callout { title, blocks, .. } => {
                walk_inlines(title, see);
                walk_blocks(blocks, see);
            }
            BlockKind::Table(table) => {
                walk_inlines(&table.caption, see);
                for row in table.head.iter().chain(&table.body) {
                    row.cells.iter().for_each(|cell| walk_blocks(&cell.blocks, see));
                }
            }
            BlockKind::Figure(figure) => walk_inlines(&figure.caption, see),
            BlockKind::Group(blocks) => walk_blocks(blocks, see),
            BlockKind::Code { .. } | BlockKind::Math(_) | BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }
}

/// Calls `see` for every inline of `inlines` in reading order, each before its content.
pub fn walk_inlines<'a>(inlines: &'a [Inline], see: &mut dyn FnMut(Visit<'a>)) {
    for inline in inlines {
        see(Visit::Inline(inline));
        match inline {
            Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
                walk_inlines(content, see);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Math { .. } => {}
            Inline::Picture(_) | Inline::NoteCall(_) | Inline::LineBreak => {}
        }
    }
}
