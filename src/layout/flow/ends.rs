//! The end of an article's text: which paragraph gets the mark, and what the mark looks like.
//!
//! Text may end in a list or in a quotation; what is beside the text, such as a figure, may follow. After code, tables and
//! formulas there is no mark: it would stand above the true end.

use super::{Composer, formulas};
use crate::article::{Block, BlockKind, NodeId, is_label};
use crate::design::EndMark;
use crate::layout::Color;
use crate::layout::inline::Mark;

/// Levels of lists and quotations that are searched.
const DEEPEST: usize = 32;

/// Returns the paragraph of the current article that ends with a mark, if the design has one.
pub(super) fn last_paragraph(composer: &Composer<'_>) -> Option<NodeId> {
    if composer.design.end_mark == EndMark::None {
        return None;
    }
    last_of(&composer.current.blocks, DEEPEST)
}

fn last_of(blocks: &[Block], depth: usize) -> Option<NodeId> {
    let beside = |block: &&Block| matches!(block.kind, BlockKind::Figure(_) | BlockKind::Rule | BlockKind::PageBreak);
    let last = blocks.iter().rev().find(|block| !beside(block)).filter(|_| depth > 0)?;
    match &last.kind {
        BlockKind::Paragraph(content) => {
            let plain = !is_label(content) && !content.iter().any(formulas::is_display);
            plain.then_some(last.id)
        }
        BlockKind::Group(blocks) => last_of(blocks, depth - 1),
        BlockKind::Quote { blocks, attribution, .. } if attribution.is_empty() => last_of(blocks, depth - 1),
        BlockKind::List { items, .. } => last_of(&items.last()?.blocks, depth - 1),
        _ => None,
    }
}

/// Returns the mark of the design, in the colour of the article's section if that has one.
pub(super) fn mark(composer: &Composer<'_>) -> Mark {
    let color = section_color(composer).unwrap_or(composer.design.inks.end_mark);
    Mark { kind: composer.design.end_mark.clone(), color }
}

/// Returns the colour that the design gives to the section of the current article: to its series, or else to the first
/// of its subjects that has one.
pub(super) fn section_color(composer: &Composer<'_>) -> Option<Color> {
    let sections = &composer.design.inks.sections;
    if sections.is_empty() {
        return None;
    }
    let meta = &composer.current.meta;
    let names = meta.series.iter().map(|series| &series.name).chain(&meta.tags);
    let color = |name: &String| {
        let same = |section: &&(String, Color)| section.0.to_lowercase() == name.trim().to_lowercase();
        sections.iter().find(same).map(|section| section.1)
    };
    names.into_iter().find_map(color)
}
