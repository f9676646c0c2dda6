//! The running text of an article, to detect its language.

use crate::article::{Block, Inline, Visit, walk_blocks};

/// Number of bytes that suffice to detect a language.
const SAMPLE: usize = 4000;

/// Returns the beginning of the running text of `blocks`, for detecting its language.
pub(super) fn sample(blocks: &[Block]) -> String {
    let mut sample = String::new();
    walk_blocks(blocks, &mut |visit| match visit {
        _ if sample.len() > SAMPLE => {}
        Visit::Block(_) => sample.push('\n'),
        Visit::Inline(Inline::Text(text)) if !text.contains("://") => sample.push_str(text),
        Visit::Inline(_) => {}
    });
    sample
}
