//! Chooses the column widths of a table that is too wide for its preferred widths. The best widths make the lowest
//! table.
//!
//! If room were distributed in proportion to the preferred widths, names and dates in narrow columns would be broken to
//! give a wide column a point or two more. So the narrowest columns are also tried at their preferred widths, one after
//! the other. Such widths are used if they save a tenth of the lines. The number of lines is estimated from the widths;
//! nothing is set for this.

use crate::units::Pt;

/// A table that prefers at least this share of the measure is set as wide as the measure.
const NEARLY_FULL: f64 = 0.62;
/// Average share of the width that the lines of a cell fill.
const FULL_LINE: f64 = 0.92;
/// Maximum number of columns that are tried at their preferred width.
const MOST_TRIED: usize = 8;
/// Other widths are used if they reduce the number of lines of the table to this share or less.
const WORTH: f64 = 0.9;

/// The content of a table's columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// For each column, its minimum and preferred width.
    pub columns: Vec<(Pt, Pt)>,
    /// Cells that span one column, row by row: row, column, and preferred width.
    pub cells: Vec<(usize, usize, Pt)>,
}

impl Content {
    /// Returns the content in type reduced by `scale`.
    pub fn scaled(&self, scale: f64) -> Content {
        let columns = self.columns.iter().map(|width| (width.0 * scale, width.1 * scale)).collect();
        let cells = self.cells.iter().map(|&(row, column, want)| (row, column, want * scale)).collect();
        Content { columns, cells }
    }

    /// Returns the widths that fill `room` with the lowest table.
    pub fn lowest(&self, room: Pt) -> Vec<Pt> {
        let usual = share(&self.columns, room);
        let least: Pt = self.columns.iter().map(|width| width.0).sum();
        let most: Pt = self.columns.iter().map(|width| width.1).sum();
        if most <= room || least > room {
            return usual;
        }
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_by(|&a, &b| self.columns[a].1.0.total_cmp(&self.columns[b].1.0));
        let ways = (1..order.len().min(MOST_TRIED + 1)).filter_map(|count| self.kept(&order[..count], room));
        let best = ways.map(|widths| (self.lines(&widths), widths)).min_by_key(|(lines, _)| *lines);
        match best {
            Some((lines, widths)) if (lines as f64) < self.lines(&usual) as f64 * WORTH => widths,
            _ => usual,
        }
    }

    /// Returns widths with the columns `full` at their preferred width; `None` if the others would be narrower than
    /// their minimum.
    fn kept(&self, full: &[usize], room: Pt) -> Option<Vec<Pt>> {
        let left = room - full.iter().map(|&column| self.columns[column].1).sum::<Pt>();
        let others: Vec<usize> = (0..self.columns.len()).filter(|column| !full.contains(column)).collect();
        let needs: Vec<(Pt, Pt)> = others.iter().map(|&column| self.columns[column]).collect();
        if needs.iter().map(|width| width.0).sum::<Pt>() > left {
            return None;
        }
        let mut widths: Vec<Pt> = self.columns.iter().map(|width| width.1).collect();
        others.iter().zip(share(&needs, left)).for_each(|(&column, width)| widths[column] = width);
        Some(widths)
    }

    /// Estimates the number of lines of the table with columns as wide as `widths`.
    fn lines(&self, widths: &[Pt]) -> usize {
        let (mut lines, mut current, mut highest) = (0, usize::MAX, 0);
        for &(row, column, want) in &self.cells {
            if row != current {
                (lines, current, highest) = (lines + highest, row, 0);
            }
            let width = widths[column];
            let needs = if want <= width { 1 } else { (want / (width * FULL_LINE)).ceil().min(1e6) as usize };
            highest = highest.max(needs);
        }
        lines + highest
    }
}

/// Distributes `room` among columns with these minimum and preferred widths.
pub(super) fn share(widths: &[(Pt, Pt)], room: Pt) -> Vec<Pt> {
    let least: Pt = widths.iter().map(|width| width.0).sum();
    let most: Pt = widths.iter().map(|width| width.1).sum();
    if most <= room {
        let more = if most.0 > room.0 * NEARLY_FULL { room / most } else { 1.0 };
        return widths.iter().map(|width| width.1 * more).collect();
    }
    if least > room {
        return narrowed(widths, room);
    }
    let part = (room - least) / (most - least);
    widths.iter().map(|width| width.0 + (width.1 - width.0) * part).collect()
}

/// Distributes too little room: narrow columns keep their minimum width, wide ones share the rest and break their
/// words.
fn narrowed(widths: &[(Pt, Pt)], room: Pt) -> Vec<Pt> {
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by(|&a, &b| widths[a].0.0.total_cmp(&widths[b].0.0));
    let mut result = vec![Pt::ZERO; widths.len()];
    let mut left = room;
    for (done, &column) in order.iter().enumerate() {
        let fair = left / (widths.len() - done) as f64;
        result[column] = widths[column].0.min(fair);
        left -= result[column];
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes two columns: the narrow one prefers the width `narrow`, and the cells of the wide one these widths.
    fn content((least, narrow): (f64, f64), wide: &[f64]) -> Content {
        let cells = wide.iter().enumerate();
        let cells = cells.flat_map(|(row, &wide)| [(row, 0, Pt(narrow)), (row, 1, Pt(wide))]).collect();
        let widest = wide.iter().copied().fold(0.0, f64::max);
        Content { columns: vec![(Pt(least), Pt(narrow)), (Pt(50.0), Pt(widest))], cells }
    }

    #[test]
    fn a_narrow_column_is_not_broken_for_a_few_points_of_a_wide_one() {
        let content = content((22.0, 34.0), &[120.0, 240.0, 360.0, 120.0, 240.0]);
        let usual = share(&content.columns, Pt(300.0));
        assert!(usual[0] < Pt(34.0), "{usual:?}");
        assert_eq!(content.lowest(Pt(300.0)), [Pt(34.0), Pt(266.0)]);
    }

    #[test]
    fn where_it_saves_no_lines_columns_share_in_proportion() {
        let content = content((40.0, 120.0), &[2000.0, 1500.0]);
        assert_eq!(content.lowest(Pt(318.0)), share(&content.columns, Pt(318.0)));
    }

    #[test]
    fn columns_that_have_room_or_too_little_are_left_alone() {
        let content = content((40.0, 60.0), &[100.0]);
        for room in [80.0, 400.0] {
            assert_eq!(content.lowest(Pt(room)), share(&content.columns, Pt(room)));
        }
    }

    #[test]
    fn columns_fill_the_room_and_no_more() {
        let widths = [(Pt(20.0), Pt(40.0)), (Pt(30.0), Pt(400.0)), (Pt(10.0), Pt(10.0))];
        for room in [30.0, 100.0, 300.0] {
            let total: Pt = share(&widths, Pt(room)).into_iter().sum();
            assert!((total.0 - room).abs() < 0.01, "{total:?} in {room}");
        }
        assert_eq!(share(&[(Pt(20.0), Pt(40.0))], Pt(300.0)), [Pt(40.0)], "a small table stays small");
    }

    #[test]
    fn narrow_columns_keep_their_width_where_wide_ones_must_break() {
        assert_eq!(share(&[(Pt(20.0), Pt(20.0)), (Pt(900.0), Pt(900.0))], Pt(100.0)), [Pt(20.0), Pt(80.0)]);
    }
}
