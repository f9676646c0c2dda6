//! Finds text that is printed too small to be read: in a small design, in a wide table, or on reduced pages.
//!
//! The size of an element is that of its largest letters, since marks of notes, exponents and the parts of a formula
//! are smaller than their text by nature, and since the monospaced face looks as large as text of another face that is
//! set larger.
//!
//! Limits: letters in pictures are not measured.

use std::collections::BTreeMap;

use super::{Item, Owner, Pages, StructId, StructRole, Structure};
use crate::diag::Diagnostic;
use crate::units::Pt;

/// Minimum size of print.
pub(crate) const LEAST: Pt = Pt(7.0);
/// Tolerance for rounding.
const SAME: Pt = Pt(0.01);
/// Number of letters that are quoted.
const QUOTED: usize = 40;

/// An element on a page.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The size at which it is printed.
    pub(crate) size: Pt,
    /// Index of the page.
    pub(crate) page: usize,
    /// What it is.
    what: &'static str,
    /// Its first text.
    pub(crate) text: String,
    /// Its owner.
    pub(crate) owner: Owner,
}

/// Returns a warning about the smallest text in `pages`, on sheets or not, if it is smaller than [`LEAST`].
pub(crate) fn small_print(pages: &Pages) -> Option<Diagnostic> {
    let scales = scales(pages);
    let smallest = (0..pages.pages.len()).filter_map(|page| elements_on(pages, page, scales[page]).min_by(by_size));
    let Piece { size, page, what, text, .. } = smallest.min_by(by_size)?;
    if size >= LEAST - SAME {
        return None;
    }
    let label = &pages.pages[page].label;
    let reduced = scales[page] < 1.0;
    let message = format!(
        "text as small as {:.1}pt is printed, less than {}pt: {what} on page {label}, \"{text}\"{}",
        size.0,
        LEAST.0,
        if reduced { "; the pages are reduced to fit on the sheet" } else { "" }
    );
    let help = match reduced {
        true => {
            "choose --impose 2up or booklet, whose pages are typeset for their part of the sheet, or a larger --paper"
        }
        false => "choose a larger --size or --paper, or another --design",
    };
    Some(Diagnostic::warning("small-print", message).help(help))
}

/// Returns all elements of `pages` that are printed smaller than [`LEAST`], in the order of the pages.
pub(crate) fn too_small(pages: &Pages) -> Vec<Piece> {
    let scales = scales(pages);
    let all = (0..pages.pages.len()).flat_map(|page| elements_on(pages, page, scales[page]));
    all.filter(|piece| piece.size < LEAST - SAME).collect()
}

/// Returns the scale at which each page is printed.
fn scales(pages: &Pages) -> Vec<f64> {
    let mut scales = vec![1.0; pages.pages.len()];
    for placed in pages.sheets.sides.iter().flat_map(|side| &side.pages) {
        scales[placed.page] = placed.scale;
    }
    scales
}

/// Returns the elements on a page that is printed at `scale`, in the order of the structure, and the smallest line of
/// its furniture.
fn elements_on(pages: &Pages, page: usize, scale: f64) -> impl Iterator<Item = Piece> {
    let mut elements: BTreeMap<StructId, Piece> = BTreeMap::new();
    let mut furniture: Option<Piece> = None;
    for (_, placed) in &pages.pages[page].frame.items {
        let Item::Text(run) = &placed.item else { continue };
        if run.text.trim().is_empty() {
            continue;
        }
        let size = run.size * scale;
        let piece = |what| Piece { size, page, what, text: quoted(&run.text), owner: placed.owner };
        match placed.owner {
            Owner::Content(owner) => {
                let (element, what) = element(&pages.structure, owner);
                let known = elements.entry(element).or_insert_with(|| piece(what));
                known.size = known.size.max(size);
            }
            Owner::Furniture if furniture.as_ref().is_none_or(|known| size < known.size) => {
                furniture = Some(piece("the running head or the page number"));
            }
            Owner::Furniture | Owner::Artifact => {}
        }
    }
    elements.into_values().chain(furniture)
}

/// Orders pieces by their size; of equal ones, the longer text comes first, which is easier to find on the page.
fn by_size(one: &Piece, other: &Piece) -> std::cmp::Ordering {
    one.size.0.total_cmp(&other.size.0).then(other.text.len().cmp(&one.text.len()))
}

/// Returns the innermost element around `owner` that is more than a part of a line, and what it is.
fn element(structure: &Structure, owner: StructId) -> (StructId, &'static str) {
    let node = |id: StructId| &structure.nodes[id.0 as usize];
    let around = || std::iter::successors(Some(owner), |id| node(*id).parent);
    let block = around().find(|id| !in_line(node(*id).role)).unwrap_or(owner);
    let what = around().find_map(|id| name(node(id).role)).unwrap_or("text");
    (block, what)
}

fn in_line(role: StructRole) -> bool {
    matches!(
        role,
        StructRole::Span
            | StructRole::Quote
            | StructRole::Reference
            | StructRole::Code
            | StructRole::Link
            | StructRole::Lbl
            | StructRole::Formula
            | StructRole::Ruby
            | StructRole::RubyBase
            | StructRole::RubyText
    )
}

/// Returns what an element of `role` is called, if that says more than that it is text.
fn name(role: StructRole) -> Option<&'static str> {
    Some(match role {
        StructRole::Caption => "a caption or a credit",
        StructRole::Note => "a note",
        StructRole::Table => "a table",
        StructRole::Code => "code",
        StructRole::H(_) => "a heading",
        StructRole::Toc => "the list of contents",
        StructRole::BlockQuote => "a quotation",
        StructRole::Figure => "a cover",
        _ => return None,
    })
}

/// Returns the beginning of `text` for a message.
fn quoted(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Direction;
    use crate::design::{Design, Paper};
    use crate::layout::imposition::{Imposition, Printing, impose};
    use crate::layout::typeset;
    use crate::read;
    use crate::source::Source;
    use crate::text::Fonts;

    const TEXT: &str = "Text with a call,[^1] a power x^2^, a formula $\\frac{a^{2^3}}{b}$ and `code`.\n\n\
        | a | b |\n|---|---|\n| one | `two`[^2] |\n| `only` | `code` |\n\n\
        **`title.rs`**\n\n```rust\nfn a() {}\n```\n\n[^1]: A note with `code`[^2].\n[^2]: Another.";

    fn set(design: &Design) -> Pages {
        let source = Source::new("small.md", format!("---\nlang: en\nauthor: Ada\n---\n\n# Small\n\n{TEXT}\n"));
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        typeset(&article, design, &Fonts::bundled(), &mut Vec::new())
    }

    #[test]
    fn our_designs_print_nothing_too_small_and_marks_are_part_of_their_text() {
        for name in crate::design::NAMES {
            for &paper in crate::design::papers(name) {
                let design = crate::design::by_name(name, paper).unwrap();
                assert_eq!(small_print(&set(&design)), None, "{name} on {paper:?}");
            }
        }
    }

    #[test]
    fn reduced_pages_are_measured_as_they_are_printed() {
        let pages = set(&Design::article(Paper::A4));
        let printing = Printing { imposition: Some(Imposition::FourUp), ..Printing::default() };
        let found = small_print(&impose(pages, &printing, Direction::Ltr)).unwrap();
        assert!(found.message.contains("the pages are reduced") && found.code == "small-print", "{found:?}");
        let size: f64 = found.message.split_once("small as ").unwrap().1.split_once("pt").unwrap().0.parse().unwrap();
        assert!((3.5..5.0).contains(&size), "{}", found.message);
    }

    #[test]
    fn the_smallest_text_is_named() {
        let mut design = Design::article(Paper::A4);
        design.notes = crate::design::NotePlace::Foot;
        design.styles.note.size = Pt(6.0);
        design.styles.cell.size = Pt(6.5);
        let found = small_print(&set(&design)).unwrap();
        assert!(found.message.starts_with("text as small as 6.0pt"), "{}", found.message);
        assert!(found.message.contains("a note on page 1, \"A note with"), "{}", found.message);
    }
}
