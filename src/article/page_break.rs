//! Where the pages of a printed edition begin in the text.

use super::NodeId;

/// The beginning of a page in an edition with pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBreak {
    /// The page's label as printed.
    pub label: String,
    /// The text that it begins with; `None` for a page of what is not the author's text, such as a title or credits.
    pub before: Option<Spot>,
}

/// A place in the text of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The block.
    pub block: NodeId,
    /// Letters ([`letters`]) of the block before it.
    pub letters: usize,
}

/// The characters of `text` by which places in it are counted, with their bytes: all that is seen. White space is set
/// differently by every edition, and hyphens come and go.
pub fn letters(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.char_indices().filter(|(_, character)| !character.is_whitespace() && *character != '\u{ad}')
}
