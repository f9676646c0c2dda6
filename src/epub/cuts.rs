//! Decides where the text of an article is cut into files.
//!
//! A file begins on a new screen, and most screens before it are half empty: an article of a few pages reads best in
//! one flow. A long one is divided at its sections, so that a reading system need not lay out all of it at once; short
//! sections share a file. Whoever names a level of headings gets a file for each of them, however short.

use super::plan::ChapterPiece;
use crate::article::{BlockKind, count_words};

/// Where the text is split into files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Split {
    /// Nowhere up to 5,000 words; in longer articles before headings of level 1 or 2, into files of at least 600 words.
    #[default]
    Auto,
    /// Nowhere: an article is one file.
    None,
    /// Before every heading of level 1.
    Level1,
    /// Before every heading of level 1 or 2.
    Level2,
}

/// Maximum length of an article that is one file, in words.
const FLOW: usize = 5_000;
/// Minimum length of a file of a longer article, in words.
const LEAST: usize = 600;

impl Split {
    /// Whether related articles and credits stand at the end of the text, not in files of their own.
    pub(super) fn keeps_ends(self) -> bool {
        matches!(self, Self::Auto | Self::None)
    }

    /// Returns the indices of the pieces that begin a file, apart from the first one.
    pub(super) fn cuts(self, pieces: &[ChapterPiece<'_>]) -> Vec<usize> {
        match self {
            Self::None => Vec::new(),
            Self::Level1 => headings(pieces, 1).collect(),
            Self::Level2 => headings(pieces, 2).collect(),
            Self::Auto => long_sections(pieces),
        }
    }
}

/// Iterates over the indices of the headings up to `level`.
fn headings(pieces: &[ChapterPiece<'_>], level: u8) -> impl Iterator<Item = usize> {
    let is_heading = move |piece: &ChapterPiece<'_>| match piece.block.kind {
        BlockKind::Heading { level: found, .. } => found <= level,
        _ => false,
    };
    pieces.iter().enumerate().filter(move |(_, piece)| is_heading(piece)).map(|(index, _)| index)
}

/// Returns the headings of level 1 or 2 before and after which there are enough words for a file.
fn long_sections(pieces: &[ChapterPiece<'_>]) -> Vec<usize> {
    let words: Vec<usize> = pieces.iter().map(|piece| count_words(std::slice::from_ref(piece.block))).collect();
    let mut left: usize = words.iter().sum();
    if left <= FLOW {
        return Vec::new();
    }
    let (mut cuts, mut seen, mut file) = (Vec::new(), 0, 0);
    for index in headings(pieces, 2) {
        let section: usize = words[seen..index].iter().sum();
        (file, left, seen) = (file + section, left - section, index);
        if file >= LEAST && left >= LEAST {
            cuts.push(index);
            file = 0;
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, Inline, NodeId};
    use crate::source::Span;

    fn block(kind: BlockKind) -> Block {
        Block { id: NodeId(0), span: Span::default(), lang: None, dir: None, align: None, kind }
    }

    /// Makes an article of sections with these numbers of words, each with a heading of level 2.
    fn sections(words: &[usize]) -> Vec<Block> {
        let heading = || block(BlockKind::Heading { level: 2, slug: "a".into(), content: Vec::new() });
        let text = |words: &usize| block(BlockKind::Paragraph(vec![Inline::Text("word ".repeat(*words))]));
        words.iter().flat_map(|words| [heading(), text(words)]).collect()
    }

    fn cuts(split: Split, words: &[usize]) -> Vec<usize> {
        let blocks = sections(words);
        let pieces: Vec<_> = blocks.iter().map(|block| ChapterPiece { block, lang: None, dir: None }).collect();
        // Each section is two pieces.
        split.cuts(&pieces).into_iter().map(|index| index / 2).collect()
    }

    #[test]
    fn an_article_of_5000_words_is_one_flow_and_a_longer_one_is_not() {
        assert_eq!(cuts(Split::Auto, &[1000; 5]), [0; 0]);
        assert_eq!(cuts(Split::Auto, &[1000, 1000, 1000, 1000, 1001]), [1, 2, 3, 4]);
        assert_eq!(cuts(Split::None, &[1000; 9]), [0; 0]);
    }

    #[test]
    fn small_sections_are_in_one_file_with_the_next_and_a_small_last_one_with_the_one_before() {
        assert_eq!(cuts(Split::Auto, &[200, 300, 200, 3000, 100, 600, 1000, 200]), [3, 4, 6]);
        assert_eq!(cuts(Split::Auto, &[6000, 599]), [0; 0]);
        assert_eq!(cuts(Split::Auto, &[6000, 600]), [1]);
        assert_eq!(cuts(Split::Auto, &[9000]), [0; 0]);
    }

    #[test]
    fn a_level_that_is_asked_for_is_cut_at_however_short_the_sections_are() {
        assert_eq!(cuts(Split::Level2, &[10, 5, 20]), [0, 1, 2]);
        assert_eq!(cuts(Split::Level1, &[10, 5, 20]), [0; 0]);
    }
}
