//! Splits tables that are too wide even in small type: some columns are set below the others.
//!
//! The first column, which usually identifies the row, is repeated beside each part as an artifact. In the tagged
//! structure the table stays whole: each row has all of its cells in order, wherever they stand on paper.
//!
//! A part never begins inside a cell that spans columns, so a table with a cell across all columns is not split.

use std::ops::Range;

use super::grid::{Extent, Grid, Placed};
use crate::units::Pt;

/// A column's minimum width counts up to this share of the room; beyond it, words are broken.
const WIDEST_NEED: f64 = 0.2;
/// The first column is repeated if its minimum width is no more than this share of the room.
const WIDEST_STUB: f64 = 0.35;

/// Returns the columns of each part of a table whose columns have these minimum and preferred widths; `None` if it
/// fits as it is, or cannot be split.
pub(super) fn parts(grid: &Grid, widths: &[(Pt, Pt)], room: Pt, gap: Pt) -> Option<Vec<Range<usize>>> {
    let count = widths.len();
    let capped = |width: Pt| width.min(room * WIDEST_NEED) + gap;
    let least: Pt = widths.iter().map(|width| capped(width.0)).sum();
    if least <= room + gap || count < 3 || widths[0].0 > room * WIDEST_STUB {
        return None;
    }
    // A split table has room for the preferred widths.
    let needs: Vec<Pt> = widths.iter().map(|width| capped(width.1.max(width.0))).collect();
    let mut open = vec![true; count + 1];
    for cell in &grid.cells {
        open[cell.column + 1..cell.column + cell.columns].fill(false);
    }
    let split = |room: Pt| greedy(&needs, &open, room + gap);
    let parts = split(room);
    if parts.len() < 2 {
        return None;
    }
    // Finds the narrowest room that needs no more parts, so that the parts are about equally wide.
    let (mut low, mut high) = (room / 2.0, room);
    for _ in 0..8 {
        let middle = (low + high) / 2.0;
        if split(middle).len() > parts.len() { low = middle } else { high = middle }
    }
    Some(split(high))
}

/// Fills part after part, with the first column beside each.
fn greedy(needs: &[Pt], open: &[bool], room: Pt) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut end, mut used) = (0, 0, Pt::ZERO);
    for column in 0..needs.len() {
        used += needs[column];
        let next = column + 1;
        let full = used > room;
        if full && end > start {
            parts.push(start..end);
            start = end;
            used = needs[0] + needs[start..next].iter().copied().sum::<Pt>();
        }
        // The first column alone is not a part.
        if open[next] && next > 1 {
            end = next;
        }
    }
    parts.push(start..needs.len());
    parts
}

impl<'a> Grid<'a> {
    /// Returns the part of the table with these columns, and the first column beside them.
    pub(super) fn part(&self, columns: Range<usize>) -> Grid<'a> {
        let stub = usize::from(columns.start > 0);
        let mut part = Grid {
            cells: Vec::new(),
            rows: self.rows,
            head: self.head,
            align: Vec::with_capacity(columns.len() + stub),
            extent: Extent::Part,
        };
        part.align.extend(&self.align[..stub]);
        part.align.extend(&self.align[columns.clone()]);
        for cell in &self.cells {
            if columns.contains(&cell.column) {
                part.cells.push(Placed { column: cell.column - columns.start + stub, ..*cell });
            } else if stub == 1 && cell.column == 0 && cell.columns == 1 {
                part.cells.push(Placed { again: true, ..*cell });
            }
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(parts: &[Range<usize>]) -> Vec<usize> {
        parts.iter().map(Range::len).collect()
    }

    fn split(needs: &[f64], room: f64) -> Option<Vec<Range<usize>>> {
        let grid = Grid { cells: Vec::new(), rows: 0, head: 0, align: Vec::new(), extent: Extent::Whole };
        let widths: Vec<(Pt, Pt)> = needs.iter().map(|&need| (Pt(need), Pt(need))).collect();
        parts(&grid, &widths, Pt(room), Pt(10.0))
    }

    #[test]
    fn what_fits_is_not_split() {
        assert_eq!(split(&[30.0; 10], 390.0), None);
        assert_eq!(split(&[900.0, 900.0], 300.0), None, "words break instead");
    }

    #[test]
    fn parts_have_all_columns_once_and_the_last_is_no_remnant() {
        let parts = split(&[30.0; 20], 400.0).expect("it is too wide");
        assert_eq!(parts.iter().flat_map(Clone::clone).collect::<Vec<_>>(), (0..20).collect::<Vec<_>>());
        let widths = widths(&parts);
        // If they were as wide as possible, they would have 10, 9 and 1 columns.
        assert_eq!(widths, [8, 7, 5]);
    }
}
