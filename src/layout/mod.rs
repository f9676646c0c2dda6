//! Typesetting: from an article and a design to pages.

mod flow;
mod formula;
mod frame;
pub mod imposition;
pub mod inline;
mod math;
mod page_breaks;
mod roman;
mod sheet;

pub(crate) use formula::{Form, Formula, formula};
pub use frame::{
    Anchor, Area, Color, Destination, Frame, Glyph, GlyphRun, Item, ListNumbering, OutlineEntry, Owner, Page, Pages,
    Placed, Scope, StructId, StructNode, StructRole, Structure,
};
pub use page_breaks::page_breaks;
pub(crate) use roman::roman;
pub use sheet::{Cut, Flip, PlacedPage, Sheet, Sheets};

use crate::article::Article;
use crate::design::Design;
use crate::diag::Diagnostics;
use crate::text::Fonts;

/// Sets `article` in `design`.
///
/// Whatever cannot be set as written is reported to `diagnostics`: characters that no font has, formulas, words wider
/// than the measure.
pub fn typeset(article: &Article, design: &Design, fonts: &Fonts, diagnostics: &mut Diagnostics) -> Pages {
    flow::typeset(article, design, fonts, diagnostics)
}
