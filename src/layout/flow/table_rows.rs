//! Makes slugs of the rows of a table: where a page may end, and the rules between rows.
//!
//! A small table stays whole, and a break leaves at least three rows on each side. A tall row may be broken between
//! its lines. A small cell that spans rows stays in one piece, and no rule runs through it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grid::{Columns, Extent, Grid, Piece};
use super::slug::{Break, Head, Slug, Start, put};
use super::{BlockContext, Composer, slug};
use crate::layout::{Color, Frame, Item, Owner};
use crate::units::{Point, Pt, Size};

/// A table lower than this share of a page stays whole. So do the first and last few rows, and the rows spanned by a
/// cell, if they are lower than that.
const SMALL: f64 = 1.0 / 3.0;
/// Minimum number of rows on each side of a break.
const ROWS_BESIDE_CUT: usize = 3;
/// Cost of a page break that leaves fewer rows on one side, if these are too high to be kept together.
const LONE_ROW: u32 = 3_000;
/// Cost of a page break inside a row, or inside a cell that spans rows.
const INSIDE_ROW: u32 = 2_000;
/// Cost of a page break through a text line of a cell that spans rows: the line hangs below the last row of its page.
const THROUGH_LINE: u32 = 20_000;
/// Rows higher than this share of a page may be broken.
const TALL_ROW: f64 = 0.25;
/// Rules above and below the table and under the header. The next constant is for the rules between rows.
const STRONG_RULE: (Pt, Color) = (Pt(0.6), Color::grey(60));
const LIGHT_RULE: (Pt, Color) = (Pt(0.25), Color::grey(170));

/// A cell that spans the boundary between two rows: its columns and its rows.
type Through = (Range<usize>, Range<usize>);

/// The boundaries between rows, each identified by the number of rows above it.
struct Lines<'t> {
    tops: &'t [Pt],
    rows: usize,
    head: usize,
    /// For each boundary that any cell spans: these cells.
    through: BTreeMap<usize, Vec<Through>>,
    /// Whether a text line of such a cell crosses the boundary.
    text_through: Vec<bool>,
    extent: Extent,
}

/// A place where the table may be broken.
#[derive(Clone, Copy)]
struct Cut {
    y: Pt,
    /// Whether it is between two rows or at the end of the table.
    between: bool,
}

impl<'t> Lines<'t> {
    fn new(grid: &Grid, tops: &'t [Pt], pieces: &[Piece], pad: Pt) -> Self {
        let mut through: BTreeMap<usize, Vec<Through>> = BTreeMap::new();
        for cell in grid.cells.iter().filter(|cell| cell.rows > 1) {
            let rows = cell.row..cell.row + cell.rows;
            for line in rows.start + 1..rows.end {
                through.entry(line).or_default().push((cell.column..cell.column + cell.columns, rows.clone()));
            }
        }
        let mut text_through = vec![false; tops.len()];
        if !through.is_empty() {
            for piece in pieces {
                let (top, bottom) = (piece.top + pad, piece.top + piece.slug.height + pad);
                let next = tops.partition_point(|line| line.0 <= top.0 + 0.01);
                let crossed = tops.get(next).is_some_and(|line| line.0 < bottom.0 - 0.01);
                if crossed {
                    text_through[next] = true;
                }
            }
        }
        Self { tops, rows: grid.rows, head: grid.head, through, text_through, extent: grid.extent }
    }

    /// Whether the table is kept on one page because it is lower than `small`. This does not apply to a table that is
    /// set in several parts: each part is low, but together they may fill pages.
    fn stays_whole(&self, small: Pt) -> bool {
        self.extent == Extent::Whole && self.height(0..self.rows) < small
    }

    fn height(&self, rows: Range<usize>) -> Pt {
        self.tops[rows.end] - self.tops[rows.start]
    }

    /// Returns the cost of a page break after `rows` rows. Rows whose total height is below `small` stay together.
    fn break_after(&self, rows: usize, small: Pt) -> Break {
        if rows == self.rows {
            return Break::FREE;
        }
        if rows <= self.head || self.stays_whole(small) {
            return Break::Never;
        }
        let beside = [self.head..rows, rows..self.rows];
        let few: Vec<Pt> =
            beside.into_iter().filter(|side| side.len() < ROWS_BESIDE_CUT).map(|side| self.height(side)).collect();
        if few.iter().any(|height| *height < small) {
            return Break::Never;
        }
        let lone = if few.is_empty() { 0 } else { LONE_ROW };
        let Some(through) = self.through.get(&rows) else { return Break::Cost(lone) };
        if through.iter().any(|(_, rows)| self.height(rows.clone()) < small) {
            return Break::Never;
        }
        Break::Cost(lone.max(if self.text_through[rows] { THROUGH_LINE } else { INSIDE_ROW }))
    }

    /// Returns the ranges of `columns` in which no cell spans the boundary below `rows` rows.
    fn open(&self, rows: usize, columns: usize) -> Vec<Range<usize>> {
        let Some(through) = self.through.get(&rows) else { return std::iter::once(0..columns).collect() };
        let mut open = vec![true; columns];
        through.iter().for_each(|(columns, _)| open[columns.clone()].fill(false));
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for column in (0..columns).filter(|&column| open[column]) {
            match stretches.last_mut() {
                Some(last) if last.end == column => last.end += 1,
                _ => stretches.push(column..column + 1),
            }
        }
        stretches
    }
}

/// Adds the rows of a table, which begin at `tops`, and the rules between them. Also registers the header for later
/// pages.
pub(super) fn push_rows<'a>(
    composer: &mut Composer<'a>,
    grid: &Grid<'a>,
    columns: &Columns,
    place: &BlockContext<'a>,
    tops: &[Pt],
    pieces: Vec<Piece>,
) {
    // A line's box ends at its baseline, so most of the padding belongs below it.
    let pad = composer.design.spacing.row / 2.0 - Pt(3.0) * columns.scale;
    let lines = Lines::new(grid, tops, &pieces, pad);
    let cuts = cuts(composer, tops, &pieces);
    let small = composer.design.height() * SMALL;
    let whole = lines.stays_whole(small);
    let mut row = 0;
    let mut head = None;
    let mut header = Head { frame: Frame::default(), height: Pt::ZERO };
    for (index, mut part) in parts(&cuts, pieces, pad).into_iter().enumerate() {
        let (top, bottom) = (cuts[index], cuts[index + 1]);
        part.height = bottom.y - top.y;
        row += usize::from(top.between);
        if index == 0 {
            rule(&mut part, columns, Pt::ZERO, STRONG_RULE);
        }
        if bottom.between {
            rules_below(&mut part, columns, (&lines, row), place);
        }
        part.start = if index == 0 && composer.galley.is_in_text() { Start::Grid } else { Start::Flow };
        part.after = match bottom.between {
            true => lines.break_after(row, small),
            false if whole || row <= grid.head => Break::Never,
            false => Break::Cost(INSIDE_ROW),
        };
        if row <= grid.head {
            put(&mut header.frame, Pt::ZERO, header.height, part.frame.clone());
            header.height += part.height;
        } else if row > grid.head + 1 || !top.between {
            head = head.or_else(|| repeat(composer, &header));
            part.head = head;
        }
        composer.galley.push(part, place, composer.design.styles.cell.leading);
    }
}

/// Returns the heights where the table may be broken: after each row, and between lines of high rows.
fn cuts(composer: &Composer<'_>, tops: &[Pt], pieces: &[Piece]) -> Vec<Cut> {
    let tall = composer.design.height() * TALL_ROW;
    let mut edges: Vec<(Pt, Pt)> = pieces.iter().map(|piece| (piece.top, piece.top + piece.slug.height)).collect();
    edges.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let mut cuts = Vec::new();
    let mut edges = edges.into_iter().peekable();
    let mut bottom = Pt::ZERO;
    for &[from, to] in tops.array_windows() {
        cuts.push(Cut { y: from, between: true });
        while let Some((top, end)) = edges.next_if(|edge| edge.0 < to) {
            let clear = top.0 + 0.01 >= bottom.0 && bottom > from;
            if to - from > tall && clear {
                cuts.push(Cut { y: top, between: false });
            }
            bottom = bottom.max(end);
        }
    }
    cuts.push(Cut { y: tops[tops.len() - 1], between: true });
    cuts
}

/// Registers `header` for later pages, if there is one and it does not fill most of a page itself.
fn repeat(composer: &mut Composer<'_>, header: &Head) -> Option<usize> {
    let fits =
        header.height > Pt::ZERO && header.height < composer.design.height() / 3.0 && composer.galley.is_in_text();
    fits.then(|| {
        let frame = slug::as_artifact(&header.frame, Owner::Artifact);
        composer.galley.head(Head { frame, height: header.height })
    })
}

/// Draws the rules at the foot of `part`, where the first `row` rows of the table have ended.
fn rules_below(part: &mut Slug, columns: &Columns, (lines, row): (&Lines, usize), place: &BlockContext) {
    if row == lines.rows || row == lines.head {
        let foot = part.height - STRONG_RULE.0;
        return rule(part, columns, foot, STRONG_RULE);
    }
    let (thickness, color) = LIGHT_RULE;
    let foot = part.height - thickness;
    let count = columns.edges.len();
    for open in lines.open(row, count) {
        if open.len() == count {
            rule(part, columns, foot, LIGHT_RULE);
        } else {
            let (x, width) = columns.span(open.start, open.len(), place.rtl());
            let size = Size::new(width, thickness);
            part.frame.push(Point::new(x, foot), Owner::Artifact, Item::Rule { size, color });
        }
    }
}

/// Makes the parts between neighbouring `cuts`.
fn parts(cuts: &[Cut], pieces: Vec<Piece>, pad: Pt) -> Vec<Slug> {
    let mut parts = vec![Slug::default(); cuts.len() - 1];
    for piece in pieces {
        let part = cuts.partition_point(|cut| cut.y.0 <= piece.top.0 + 0.01).clamp(1, parts.len()) - 1;
        parts[part].notes.extend(&piece.slug.notes);
        put(&mut parts[part].frame, Pt::ZERO, piece.top + pad - cuts[part].y, piece.slug.frame);
    }
    parts
}

/// Draws a rule across all of `columns`, `y` below the top of `part`.
fn rule(part: &mut Slug, columns: &Columns, y: Pt, (thickness, color): (Pt, Color)) {
    let size = Size::new(columns.width, thickness);
    part.frame.push(Point::new(columns.place_x, y), Owner::Artifact, Item::Rule { size, color });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Align, Cell, Row, Table};

    fn cell(rows: u16, columns: u16) -> Cell {
        Cell { header: false, columns, rows, align: None, blocks: Vec::new() }
    }

    #[test]
    fn a_part_of_a_wide_table_may_be_cut_where_three_rows_stay_on_each_side() {
        lines((1, 1), 8, |lines| {
            let part = Lines { extent: Extent::Part, through: BTreeMap::new(), text_through: vec![false; 9], ..*lines };
            let free: Vec<usize> = (1..8).filter(|&row| part.break_after(row, Pt(200.0)) == Break::FREE).collect();
            assert_eq!(free, [3, 4, 5]);
            assert_eq!(part.break_after(2, Pt(200.0)), Break::Never);
            assert_eq!(lines.break_after(4, Pt(200.0)), Break::Never, "a small table that is all there is stays whole");
        });
    }

    /// Checks the boundaries of a three-column table whose first cell spans these rows and columns; all rows are 20 pt
    /// high.
    fn lines(first: (u16, u16), rows: usize, check: impl FnOnce(&Lines)) {
        let row = |index: usize| {
            let beside = 3 - usize::from(first.1);
            let mut cells = vec![cell(1, 1); if index < usize::from(first.0) { beside } else { 3 }];
            if index == 0 {
                cells.insert(0, cell(first.0, first.1));
            }
            Row { cells }
        };
        let body = (0..rows).map(row).collect();
        let table = Table { align: vec![Align::Start; 3], body, ..Table::default() };
        let tops: Vec<Pt> = (0..=rows).map(|row| Pt(20.0 * row as f64)).collect();
        check(&Lines::new(&Grid::new(&table), &tops, &[], Pt::ZERO));
    }

    #[test]
    fn no_rule_runs_through_a_cell_that_spans_rows_and_columns() {
        let one = |stretch: Range<usize>| Vec::from_iter([stretch]);
        lines((3, 1), 5, |lines| {
            assert_eq!(lines.open(1, 3), one(1..3));
            assert_eq!(lines.open(2, 3), one(1..3));
            assert_eq!(lines.open(3, 3), one(0..3));
        });
        lines((2, 2), 3, |lines| assert_eq!(lines.open(1, 3), one(2..3)));
        lines((2, 3), 3, |lines| assert!(lines.open(1, 3).is_empty()));
    }

    #[test]
    fn three_rows_stay_on_each_side_of_a_cut() {
        lines((1, 1), 12, |lines| {
            let free: Vec<usize> = (1..12).filter(|&row| lines.break_after(row, Pt(100.0)) == Break::FREE).collect();
            assert_eq!(free, [3, 4, 5, 6, 7, 8, 9]);
            assert_eq!(lines.break_after(1, Pt(10.0)), Break::Cost(LONE_ROW), "a high row may stand alone");
            assert_eq!(lines.break_after(6, Pt(300.0)), Break::Never, "a small table stays whole");
        });
        lines((8, 1), 12, |lines| {
            assert_eq!(lines.break_after(5, Pt(100.0)), Break::Cost(INSIDE_ROW), "a cell that spans half a page");
            assert_eq!(lines.break_after(5, Pt(200.0)), Break::Never);
        });
    }
}
