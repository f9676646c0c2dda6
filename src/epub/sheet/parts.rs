//! The texts that a style sheet is made of. The build script has them, too: it compresses their combinations.

/// The style sheet of every publication.
pub(crate) const STYLE: &str = include_str!("../style.css");

/// Added to the style sheet of a publication with labels of tabs.
const LABELS: &str = "\n/* Labels of tabs and the like */
p.label { text-indent: 0; text-align: start; margin-top: 0.8em; page-break-after: avoid; break-after: avoid; }
p.label + p { text-indent: 0; }
";

/// Added to the style sheet of a publication that has table rows beside a cell from an earlier row. The first or last
/// cell of such a row is not at the table's edge.
const SPANS: &str = "\n/* Rows beside a cell that spans rows */
tr.inner-start > :first-child { -webkit-padding-start: 0.6em; padding-inline-start: 0.6em; }
tr.inner-end > :last-child { -webkit-padding-end: 0.6em; padding-inline-end: 0.6em; }
table.wide tr.inner-start > :first-child { -webkit-padding-start: 0.3em; padding-inline-start: 0.3em; }
table.wide tr.inner-end > :last-child { -webkit-padding-end: 0.3em; padding-inline-end: 0.3em; }
";

/// Added to the style sheet of a publication that says something about its authors.
const ABOUT: &str = "\n/* Biographies of the authors */
p.about-author { text-indent: 0; margin-top: 1em; font-size: 0.9em; font-style: italic; }
";

/// Added to the style sheet of a publication whose opening or title page shows or credits the cover's picture.
const CREDIT: &str = "\n/* The cover's picture, or its credit */
div.cover-credit { display: flex; flex-wrap: wrap; margin: 1.2em 0 1.6em; font-size: 0.85em; line-height: 1.35; }
div.cover-credit p.which { -webkit-margin-end: 0.6em; margin-inline-end: 0.6em; }
div.cover-credit p { text-indent: 0; }
section.titlepage div.cover-credit { margin-top: 4em; }
section.titlepage figure { margin-top: 3em; }
";

/// What a publication may need besides, in the order in which it is added.
pub(crate) const PARTS: [&str; 4] = [LABELS, SPANS, ABOUT, CREDIT];

/// Which of [`PARTS`] a publication needs.
pub(crate) type Needed = [bool; PARTS.len()];

/// Number of combinations of parts.
pub(crate) const COMBINATIONS: usize = 1 << PARTS.len();

/// Returns the number of a combination, less than [`COMBINATIONS`].
pub(crate) fn number(needed: Needed) -> usize {
    needed.iter().rev().fold(0, |number, &is_needed| 2 * number + usize::from(is_needed))
}

/// Returns the style sheet that begins with `first` and has the parts that are `needed`.
pub(crate) fn joined(first: &str, needed: Needed) -> String {
    let parts = PARTS.iter().zip(needed).filter(|(_, is_needed)| *is_needed).map(|(part, _)| *part);
    std::iter::once(first).chain(parts).collect()
}
