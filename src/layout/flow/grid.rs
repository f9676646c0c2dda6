//! The grid of a table: its cells and columns.

use super::BlockContext;
use super::slug::Slug;
use crate::article::{Align, Cell, Row, Table};
use crate::units::Pt;

/// A cell with its place in the grid.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub cell: &'a Cell,
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub head: bool,
    /// Whether it repeats a cell as an artifact.
    pub again: bool,
}

/// The part of a table that is set: its cells, and where rows begin.
pub(super) struct Grid<'a> {
    pub cells: Vec<Placed<'a>>,
    pub rows: usize,
    pub head: usize,
    pub align: Vec<Align>,
    pub extent: Extent,
}

/// How much of a table is set at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// The whole table.
    Whole,
    /// Some columns of the table; the others stand above or below.
    Part,
}

/// Left edges and widths of columns.
pub(super) struct Columns {
    pub place_x: Pt,
    pub width: Pt,
    pub edges: Vec<(Pt, Pt)>,
    pub scale: f64,
}

/// A slug of a cell with its place in the table.
pub(super) struct Piece {
    pub slug: Slug,
    pub top: Pt,
}

impl<'a> Grid<'a> {
    /// Places each cell in the grid; spans that would exceed the table end at its edge.
    pub(super) fn new(table: &'a Table) -> Self {
        let mut grid = Grid {
            cells: Vec::new(),
            rows: 0,
            head: table.head.len(),
            align: table.align.clone(),
            extent: Extent::Whole,
        };
        grid.section(&table.head, true);
        grid.section(&table.body, false);
        grid
    }

    fn section(&mut self, rows: &'a [Row], head: bool) {
        let count = self.align.len();
        let end = self.rows + rows.len();
        // For each column, the first free row.
        let mut free = vec![self.rows; count];
        for row in rows {
            let mut column = 0;
            for cell in &row.cells {
                while column < count && free[column] > self.rows {
                    column += 1;
                }
                if column >= count {
                    break;
                }
                let taken = free[column..].iter().take_while(|&&row| row <= self.rows).count();
                let columns = usize::from(cell.columns).clamp(1, taken.max(1));
                let rows = usize::from(cell.rows).clamp(1, end - self.rows);
                free[column..column + columns].fill(self.rows + rows);
                self.cells.push(Placed { cell, row: self.rows, column, rows, columns, head, again: false });
                column += columns;
            }
            self.rows += 1;
        }
    }
}

impl Columns {
    /// Creates columns with the `widths`, `gap` apart, at their place in `place`.
    pub(super) fn new(widths: &[Pt], gap: Pt, place: &BlockContext, scale: f64) -> Self {
        let width = widths.iter().copied().sum::<Pt>() + gap * (widths.len() - 1) as f64;
        let place_x = place.start(width);
        let mut x = Pt::ZERO;
        let edges = widths.iter().map(|&width| {
            x += width + gap;
            (x - width - gap, width)
        });
        Columns { place_x, width, edges: edges.collect(), scale }
    }

    /// Returns left edge and width of `count` columns from `first` on.
    pub(super) fn span(&self, first: usize, count: usize, rtl: bool) -> (Pt, Pt) {
        let (from, last) = (self.edges[first].0, self.edges[first + count - 1]);
        let width = last.0 + last.1 - from;
        let x = if rtl { self.width - from - width } else { from };
        (self.place_x + x, width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_below_a_high_one_moves_over() {
        let cell = |rows, columns| Cell { header: false, columns, rows, align: None, blocks: Vec::new() };
        let table = Table {
            align: vec![Align::Start; 3],
            body: vec![Row { cells: vec![cell(2, 1), cell(1, 2)] }, Row { cells: vec![cell(9, 1), cell(1, 7)] }],
            ..Table::default()
        };
        let places: Vec<_> =
            Grid::new(&table).cells.iter().map(|cell| (cell.row, cell.column, cell.rows, cell.columns)).collect();
        assert_eq!(places, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }
}
