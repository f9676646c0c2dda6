//! Sets single formulas as drawings, for e-books whose readers cannot set MathML.

use super::inline::Setter;
use super::math::{self, Request, Row, Set};
use super::{Color, Frame, StructRole};
use crate::article::Article;
use crate::tex;
use crate::text::Fonts;
use crate::units::{Em, Point, Pt, Size};

/// Distance between the rows of a display.
const BETWEEN: Em = Em(0.2);
/// Distance between a formula and its number.
const BEFORE_NUMBER: Em = Em(2.0);

/// Whether a formula is inline or displayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FormulaForm {
    /// In a line of text.
    Inline,
    /// On lines of its own.
    Display,
}

/// A formula that is set.
#[derive(Debug)]
pub(crate) struct Formula {
    /// Glyphs and rules; the origin is at the top left corner.
    pub frame: Frame,
    /// Distance from the top to the baseline of its last row.
    pub baseline: Pt,
}

/// Sets `tex` in black, with letters of the size `size`.
///
/// # Errors
/// If the formula cannot be set; holds the reason.
pub(crate) fn formula(tex: &str, form: FormulaForm, size: Pt, fonts: &Fonts) -> Result<Formula, tex::Error> {
    let article = Article::default();
    let mut setter = Setter::new(&article, fonts);
    let owner = setter.structure.add(None, StructRole::Document);
    let request = Request { tex, size, color: Color::BLACK, owner };
    let rows = match form {
        FormulaForm::Inline => vec![Row { parts: math::inline(&mut setter, &request)?, tag: None }],
        FormulaForm::Display => math::display(&mut setter, &request)?,
    };
    // A character that no face has would be set as a box.
    if setter.diagnostics.is_empty() { Ok(stacked(rows, size)) } else { Err(tex::Error::MissingGlyphs) }
}

/// Stacks `rows`.
fn stacked(rows: Vec<Row>, size: Pt) -> Formula {
    let mut all = Formula { frame: Frame::default(), baseline: Pt::ZERO };
    let mut y = Pt::ZERO;
    for (index, row) in rows.into_iter().enumerate() {
        let sets = side_by_side(row, size);
        let most = |of: fn(&Set) -> Pt| sets.iter().map(|(_, set)| of(set)).fold(Pt::ZERO, Pt::max);
        let (height, depth) = (most(|set| set.height), most(|set| set.depth));
        y += height + if index > 0 { BETWEEN * size } else { Pt::ZERO };
        all.baseline = y;
        for (x, set) in sets {
            all.frame.size.width = all.frame.size.width.max(x + set.width);
            all.frame.append(Point::new(x, y), set.frame);
        }
        y += depth;
    }
    all.frame.size = Size::new(all.frame.size.width, y);
    all
}

/// Returns the parts of `row` with their positions, its number last.
fn side_by_side(row: Row, size: Pt) -> Vec<(Pt, Set)> {
    let mut x = Pt::ZERO;
    let mut sets = Vec::new();
    for part in row.parts {
        let end = x + part.set.width + part.gap;
        sets.push((x, part.set));
        x = end;
    }
    sets.extend(row.tag.map(|tag| (x + BEFORE_NUMBER * size, tag)));
    sets
}
