//! Which HTML elements have a meaning for an article, and where each may occur.

/// Where an element may occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum ElementPlace {
    /// On lines of its own.
    Block,
    /// Inside a line.
    Inline,
    /// Inside a line, without content or end tag.
    Void,
    /// Nowhere: it is removed with its content.
    Dropped,
}

use ElementPlace::{Block, Dropped, Inline, Void};

/// Elements by name, sorted. If an element is not in this list, only its content is used.
const ELEMENTS: &[(&str, ElementPlace)] = &[
    ("a", Inline),
    ("abbr", Inline),
    ("acronym", Inline),
    ("address", Block),
    ("article", Block),
    ("aside", Block),
    ("audio", Block),
    ("b", Inline),
    ("bdi", Inline),
    ("bdo", Inline),
    ("big", Inline),
    ("blockquote", Block),
    ("br", Void),
    ("caption", Block),
    ("center", Block),
    ("cite", Inline),
    ("code", Inline),
    ("col", Void),
    ("dd", Block),
    ("del", Inline),
    ("details", Block),
    ("dfn", Inline),
    ("div", Block),
    ("dl", Block),
    ("dt", Block),
    ("em", Inline),
    ("embed", Void),
    ("figcaption", Block),
    ("figure", Block),
    ("font", Inline),
    ("footer", Block),
    ("h1", Block),
    ("h2", Block),
    ("h3", Block),
    ("h4", Block),
    ("h5", Block),
    ("h6", Block),
    ("header", Block),
    ("hr", Void),
    ("i", Inline),
    ("iframe", Block),
    ("img", Void),
    ("input", Void),
    ("ins", Inline),
    ("kbd", Inline),
    ("label", Inline),
    ("li", Block),
    ("link", Void),
    ("main", Block),
    ("mark", Inline),
    ("menu", Block),
    ("meta", Void),
    ("nav", Block),
    ("noscript", Inline),
    ("object", Block),
    ("offprint-call", Void),
    ("offprint-callout", Block),
    ("offprint-embed", Void),
    ("offprint-figure", Void),
    ("offprint-label", Inline),
    ("offprint-math", Void),
    ("offprint-numbers", Void),
    ("offprint-pagebreak", Void),
    ("offprint-smallcaps", Inline),
    ("offprint-title", Block),
    ("offprint-words", Void),
    ("ol", Block),
    ("p", Block),
    ("param", Void),
    ("picture", Inline),
    ("pre", Block),
    ("q", Inline),
    ("rb", Inline),
    ("rp", Dropped),
    ("rt", Inline),
    ("rtc", Inline),
    ("ruby", Inline),
    ("s", Inline),
    ("samp", Inline),
    ("script", Dropped),
    ("section", Block),
    ("small", Inline),
    ("source", Void),
    ("span", Inline),
    ("strike", Inline),
    ("strong", Inline),
    ("style", Dropped),
    ("sub", Inline),
    ("summary", Block),
    ("sup", Inline),
    ("svg", Dropped),
    ("table", Block),
    ("tbody", Block),
    ("td", Block),
    ("tfoot", Block),
    ("th", Block),
    ("thead", Block),
    ("time", Inline),
    ("tr", Block),
    ("track", Void),
    ("tt", Inline),
    ("u", Inline),
    ("ul", Block),
    ("var", Inline),
    ("video", Block),
    ("wbr", Void),
];

/// Finds the element called `name` (in lower case), if it has a meaning.
pub(in crate::read) fn find(name: &str) -> Option<(&'static str, ElementPlace)> {
    ELEMENTS.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| ELEMENTS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_so_that_every_element_is_found() {
        assert!(ELEMENTS.iter().all(|(name, place)| find(name) == Some((name, *place))));
    }
}
