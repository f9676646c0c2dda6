//! Counting words.

use crate::article::{Block, BlockKind, Inline, Visit, walk_blocks};

/// Bytes that are enough to tell a language by.
const SAMPLE: usize = 8000;

/// Words of `blocks`; a Chinese or Japanese character counts as one.
pub(super) fn count(blocks: &[Block]) -> usize {
    let mut counter = Counter::default();
    walk_blocks(blocks, &mut |visit| match visit {
        Visit::Block(Block { kind: BlockKind::Code { text, .. }, .. }) => {
            counter.inside = false;
            counter.text(text);
        }
        Visit::Block(_) | Visit::Inline(Inline::LineBreak) => counter.inside = false,
        Visit::Inline(Inline::Text(text) | Inline::Code(text)) => counter.text(text),
        Visit::Inline(_) => {}
    });
    counter.words
}

#[derive(Default)]
struct Counter {
    words: usize,
    /// Whether a word has begun and not ended.
    inside: bool,
}

impl Counter {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
            {
                self.words += 1;
                self.inside = false;
            } else if c.is_whitespace() {
                self.inside = false;
            } else if !self.inside && c.is_alphanumeric() {
                self.words += 1;
                self.inside = true;
            }
        }
    }
}

/// The beginning of the running text of `blocks`, to tell its language by.
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
