//! Where each page of a printed edition begins in the text.

use super::NodeId;

/// The beginning of a page in an edition with pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBreak {
    /// The page's label as printed.
    pub label: String,
    /// The text that the page begins with; `None` for a page without text of the author, such as a title page or
    /// credits.
    pub before: Option<Spot>,
}

/// A place in the text of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The block.
    pub block: NodeId,
    /// Number of letters ([`letters`]) of the block before the place.
    pub letters: usize,
}

/// Iterates over the characters of `text` that count towards a place in it, with their byte offsets: all visible ones.
/// White space and hyphens do not count, since every edition sets them differently.
pub fn letters(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.char_indices().filter(|(_, character)| !character.is_whitespace() && *character != '\u{ad}')
}
