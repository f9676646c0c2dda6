//! Traversal of an article in reading order.

use super::block::Part;
use super::{Block, Inline};

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
        block.kind.parts(&mut |part| match part {
            Part::Blocks(blocks) => walk_blocks(blocks, see),
            Part::Line(line) => walk_inlines(line, see),
        });
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
