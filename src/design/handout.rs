//! The handout design: two dense columns, everything at four fifths of the article's size.

use super::article::{inks, spacing, styles};
use super::{Columns, Design, LineNumbers, Links, NotePlace, Opening, Paper, SideUse, Spacing};
use crate::units::Pt;

/// Minimum type size.
const LEAST: Pt = Pt(6.5);
/// Size of running text.
const BODY: f64 = 10.5;
/// Grid.
const LEADING: f64 = 13.0;

/// Returns the design on `paper`, which must be a large one.
pub fn design(paper: Paper) -> Design {
    let (measure, first_baseline, lines, head, folio) = match paper {
        Paper::Letter => (245.0, 60.0, 52, 38.0, 758.0),
        _ => (236.6, 62.0, 56, 40.0, 811.0),
    };
    Design {
        name: "handout",
        paper: paper.size(),
        leading: Pt(LEADING),
        margin: Pt(51.0),
        duplex: false,
        measure: Pt(measure),
        columns: Columns { count: 2, gutter: Pt(20.0) },
        side: None,
        side_use: SideUse::Needed,
        notes: NotePlace::Foot,
        overhang: Pt::ZERO,
        first_baseline: Pt(first_baseline),
        lines,
        head: Some(Pt(head)),
        folio: Pt(folio),
        opening: Opening { sink: 0, below: 1.0 },
        contents: None,
        links: Links::Footnote,
        qr: false,
        styles: styles().scaled(0.8, LEADING / 16.0, LEAST).with_body(BODY),
        spacing: Spacing { cover_lines: 14, ..spacing().scaled(0.8) },
        inks: inks(),
        line_numbers: LineNumbers::AsAsked,
    }
}
