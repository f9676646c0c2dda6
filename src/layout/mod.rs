//! Typesetting: from an article and a design to pages.

mod flow;
mod formula;
mod frame;
pub mod imposition;
pub(crate) mod inline;
mod math;
mod page_breaks;
mod roman;
mod sheet;
mod side_column;
mod small_print;

pub(crate) use formula::{Formula, FormulaForm, formula};
pub use frame::{
    Anchor, Area, Color, Destination, Edge, Frame, Glyph, GlyphRun, Initial, Item, ListNumbering, OutlineEntry, Owner,
    Page, Pages, PathStep, Placed, Scope, StructId, StructNode, StructRole, Structure, TextGrid,
};
pub use page_breaks::page_breaks;
pub(crate) use roman::roman;
pub use sheet::{Cut, Flip, PlacedPage, Sheet, Sheets};
pub(crate) use small_print::{LEAST as LEAST_PRINT, small_print, too_small};

use crate::article::Article;
use crate::design::{Design, NotePlace, PullPlace};
use crate::diag::{Diagnostics, Error};
use crate::text::{Fonts, Tally};

/// Returns the error about letters in `pages` that no font has, if there are too many of them.
pub(crate) fn missing_glyphs(pages: &Pages) -> Option<Error> {
    let items = || pages.pages.iter().flat_map(|page| &page.frame.items).map(|(_, placed)| placed);
    let boxed = |placed: &Placed| matches!(placed.item, Item::Outline { text: Some(_), .. });
    if !items().any(boxed) {
        return None;
    }
    let mut tally = Tally::default();
    for placed in items().filter(|placed| matches!(placed.owner, Owner::Content(_))) {
        match &placed.item {
            Item::Text(run) => tally.has(&run.text),
            Item::Initial(initial) => tally.has(&initial.word()),
            Item::Outline { text: Some(text), .. } => tally.misses(text),
            _ => {}
        }
    }
    tally.error("PDF")
}

/// Sets `article` in `design`.
///
/// Reports everything that cannot be set as written to `diagnostics`: characters that no font has, formulas, words
/// wider than the measure.
pub fn typeset(article: &Article, design: &Design, fonts: &Fonts, diagnostics: &mut Diagnostics) -> Pages {
    typeset_deciding(article, design, fonts, usize::MAX, diagnostics).0
}

/// What becomes of the side column of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SideDecision {
    /// The article has it, with its notes beside their calls.
    Notes,
    /// The article has it, with its notes at the foot.
    Foot,
    /// The article has none.
    Alone,
}

/// Sets `article` in `design`, and decides whether it gets the side column of the design. If there are far more than `most`
/// pages, the work is stopped with [`TooManyPages`](crate::diag::Error::TooManyPages) ([`crate::halt`]).
pub(crate) fn typeset_deciding(
    article: &Article,
    design: &Design,
    fonts: &Fonts,
    most: usize,
    diagnostics: &mut Diagnostics,
) -> (Pages, SideDecision) {
    let set = |design: &Design, found: &mut Diagnostics| {
        let fewer = flow::with_fewer_columns(article, design);
        flow::typeset(article, fewer.as_ref().unwrap_or(design), fonts, most, found)
    };
    if design.side.is_none() {
        return (set(design, diagnostics).pages, SideDecision::Alone);
    }
    // Each attempt costs as much as setting the article. Notes that leave the column empty beside their calls leave it
    // empty at the foot too, so that is tried only where they are too many.
    let foot = Design { notes: NotePlace::Foot, ..design.clone() };
    let beside = design.notes == NotePlace::Side && side_column::has_room_for_notes(article, design);
    let attempts = [(beside.then_some(design), SideDecision::Notes), (Some(&foot), SideDecision::Foot)];
    for (design, decision) in attempts.into_iter().filter_map(|(design, decision)| Some((design?, decision))) {
        if side_column::may_live(article, design) {
            let mut found = Diagnostics::new();
            let typeset = set(design, &mut found);
            if !typeset.crowded && side_column::is_alive(&typeset, article, design) {
                diagnostics.append(&mut found);
                return (typeset.pages, decision);
            }
            if !typeset.crowded {
                break;
            }
        }
    }
    (set(&design.without_side_column(), diagnostics).pages, SideDecision::Alone)
}

/// Sets `article` in `design`, a variant of one for which the side column was `decided`, so that the pages of all
/// variants are alike. Notes that do not fit beside the text of the variant stand at its foot.
pub(crate) fn typeset_as(
    article: &Article,
    design: &Design,
    fonts: &Fonts,
    decided: SideDecision,
    diagnostics: &mut Diagnostics,
) -> Pages {
    let set = |design: &Design, found: &mut Diagnostics| {
        let fewer = flow::with_fewer_columns(article, design);
        flow::typeset(article, fewer.as_ref().unwrap_or(design), fonts, usize::MAX, found)
    };
    if decided == SideDecision::Alone || design.side.is_none() {
        let design = if design.side.is_some() { &design.without_side_column() } else { design };
        return set(design, diagnostics).pages;
    }
    if decided == SideDecision::Notes {
        let mut found = Diagnostics::new();
        let typeset = set(design, &mut found);
        if !typeset.crowded {
            diagnostics.append(&mut found);
            return typeset.pages;
        }
    }
    let mut found = Diagnostics::new();
    let foot = Design { notes: NotePlace::Foot, ..design.clone() };
    let typeset = set(&foot, &mut found);
    if !typeset.crowded {
        diagnostics.append(&mut found);
        return typeset.pages;
    }
    // Without notes beside the text, pull quotes are what is too much.
    set(&Design { pull_quotes: PullPlace::Text, ..foot }, diagnostics).pages
}
