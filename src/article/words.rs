//! Counting words.

use super::{Block, BlockKind, Inline, Visit, walk_blocks};

/// Counts the words of `blocks`, separated by white space; a Chinese or Japanese character counts as one.
pub(crate) fn count(blocks: &[Block]) -> usize {
    let mut counter = Counter::default();
    walk_blocks(blocks, &mut |visit| match visit {
        Visit::Block(Block { kind: BlockKind::Code { text, .. }, .. }) => {
            counter.after = After::Gap;
            counter.text(text);
        }
        Visit::Block(_) | Visit::Inline(Inline::LineBreak) => counter.after = After::Gap,
        Visit::Inline(Inline::Text(text) | Inline::Code(text)) => counter.text(text),
        Visit::Inline(_) => {}
    });
    counter.words
}

#[derive(Default)]
struct Counter {
    words: usize,
    after: After,
}

/// What the next character follows.
#[derive(Clone, Copy, Default, PartialEq)]
enum After {
    /// White space, or nothing.
    #[default]
    Gap,
    /// A part of a word.
    Word,
    /// A character that is a word; punctuation after it is not one.
    Character,
}

impl Counter {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if is_character(c) {
                self.words += 1;
                self.after = After::Character;
            } else if c.is_whitespace() {
                self.after = After::Gap;
            } else if is_mark(c) {
                self.after = After::Character;
            } else if self.after == After::Gap || self.after == After::Character && c.is_alphanumeric() {
                self.words += 1;
                self.after = After::Word;
            }
        }
    }
}

/// Whether `c` is a character that is a word. Most text is ASCII, so that is asked first.
fn is_character(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether `c` is a punctuation mark of the scripts of such characters.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_between_white_space_and_ideographs_alone() {
        let words = |text: &str| {
            let mut counter = Counter::default();
            counter.text(text);
            counter.words
        };
        assert_eq!(words("ships –\u{a0}and  10-11 boats\u{a0}\u{a0}(all)"), 6);
        assert_eq!(words("「港」は、広い。OK です"), 7);
    }
}
