//! Tables drawn with `+`, `-` and `|`, as in pandoc and reStructuredText: cells may have several lines, any blocks in
//! them, and span columns and rows.
//!
//! Corners are matched by columns on the screen, where ideographs take up two. If the bars of a table are not aligned,
//! it is read row by row, provided that every line has all cells.

use super::tables::{Cell, Drawn, alignment};

/// Maximum number of columns of a table.
const MOST_COLUMNS: usize = 200;
const WIDEST: usize = 4000;

/// Parses the table in `lines`.
pub(super) fn parse<'a>(lines: &[&'a str]) -> Option<Drawn<'a>> {
    let is_rule = |line: &&str| line.starts_with('+') && line.bytes().all(|byte| b"+-=:".contains(&byte));
    if lines.len() < 3 || !is_rule(&lines[0]) || !is_rule(lines.last()?) {
        return None;
    }
    [2, 1].into_iter().find_map(|wide| Screen::new(lines, wide)?.table()).or_else(|| by_rows(lines))
}

/// Lines, with a mapping from screen columns to bytes.
struct Screen<'l, 'a> {
    lines: &'l [&'a str],
    /// For each line, the byte offset of each column.
    bytes: Vec<Vec<usize>>,
}

impl<'l, 'a> Screen<'l, 'a> {
    fn new(lines: &'l [&'a str], wide: usize) -> Option<Self> {
        let width = lines[0].len();
        let bytes = lines.iter().map(|line| {
            let mut columns = Vec::with_capacity(line.len() + 1);
            for (at, c) in line.char_indices() {
                columns.extend(std::iter::repeat_n(at, width_of(c, wide)));
            }
            (columns.len() == width && width <= WIDEST).then(|| {
                columns.push(line.len());
                columns
            })
        });
        Some(Self { lines, bytes: bytes.collect::<Option<_>>()? })
    }

    fn at(&self, line: usize, column: usize) -> u8 {
        self.lines[line].as_bytes()[self.bytes[line][column]]
    }

    fn slice(&self, line: usize, from: usize, to: usize) -> &'a str {
        self.lines[line].get(self.bytes[line][from]..self.bytes[line][to]).unwrap_or_default()
    }

    /// Returns the columns where some line has a corner.
    fn corners(&self) -> Vec<usize> {
        let width = self.lines[0].len();
        let mut found = vec![false; width];
        for line in (0..self.lines.len()).filter(|&line| self.lines[line].contains('+')) {
            for (column, found) in found.iter_mut().enumerate() {
                let beside = |at: usize| at < width && b"-=:".contains(&self.at(line, at));
                *found |= self.at(line, column) == b'+' && (beside(column + 1) || column > 0 && beside(column - 1));
            }
        }
        (0..width).filter(|&column| found[column]).collect()
    }

    /// Whether a rule connects two columns in `line`.
    fn rule(&self, line: usize, from: usize, to: usize) -> bool {
        let rule = self.slice(line, from + 1, to);
        !rule.is_empty() && rule.bytes().all(|byte| b"-=:".contains(&byte)) && rule.contains(['-', '='])
    }

    fn table(&self) -> Option<Drawn<'a>> {
        let corners = self.corners();
        let columns = corners.len().checked_sub(1).filter(|&count| count > 0 && count <= MOST_COLUMNS)?;
        let ruled = |line: usize, k: usize| self.rule(line, corners[k], corners[k + 1]);
        let rules: Vec<usize> = (0..self.lines.len()).filter(|&line| (0..columns).any(|k| ruled(line, k))).collect();
        let bands: Vec<(usize, usize)> = rules.array_windows().map(|&[above, below]| (above, below)).collect();
        let wall = |band: (usize, usize), k: usize| {
            (band.0 + 1..band.1).all(|line| matches!(self.at(line, corners[k]), b'|' | b'+'))
        };
        // Whether the borders are complete.
        let border = |line: usize| {
            matches!(self.at(line, 0), b'|' | b'+') && matches!(self.at(line, corners[columns]), b'|' | b'+')
        };
        if corners[0] != 0 || corners[columns] + 1 != self.lines[0].len() || !(0..self.lines.len()).all(border) {
            return None;
        }
        let mut owner = vec![vec![None; columns]; bands.len()];
        let mut rows: Vec<Vec<Cell<'a>>> = Vec::new();
        for top in 0..bands.len() {
            let mut row = Vec::new();
            for left in 0..columns {
                if owner[top][left].is_some() {
                    continue;
                }
                let mut right = left + 1;
                while right < columns && !wall(bands[top], right) {
                    right += 1;
                }
                let mut bottom = top + 1;
                while bottom < bands.len() && (left..right).all(|k| !ruled(bands[bottom].0, k)) {
                    bottom += 1;
                }
                for (band, owners) in owner.iter_mut().enumerate().take(bottom).skip(top) {
                    let inside = (left + 1..right).any(|k| wall(bands[band], k));
                    if inside
                        || owners[left..right].iter().any(Option::is_some)
                        || !wall(bands[band], left)
                        || !wall(bands[band], right)
                    {
                        return None;
                    }
                    owners[left..right].fill(Some(()));
                }
                if bottom < bands.len() && !(left..right).all(|k| ruled(bands[bottom].0, k)) {
                    return None;
                }
                let lines = (bands[top].0 + 1..bands[bottom - 1].1)
                    .map(|line| self.slice(line, corners[left] + 1, corners[right]))
                    .collect();
                row.push(Cell { span: (right - left, bottom - top), lines });
            }
            rows.push(row);
        }
        let double: Vec<usize> = (1..rules.len())
            .filter(|&at| {
                (0..columns)
                    .all(|k| ruled(rules[at], k) && self.slice(rules[at], corners[k] + 1, corners[k + 1]).contains('='))
            })
            .collect();
        let said = double.first().copied().filter(|&at| self.lines[rules[at]].contains(':')).unwrap_or(0);
        let columns =
            (0..columns).map(|k| alignment(self.slice(rules[said], corners[k] + 1, corners[k + 1]))).collect();
        Some(Drawn { columns, parts: in_parts(rows, &double) })
    }
}

/// Divides rows into head, body and foot; `double` are the rows below double rules.
fn in_parts<'a>(mut rows: Vec<Vec<Cell<'a>>>, double: &[usize]) -> [Vec<Vec<Cell<'a>>>; 3] {
    let count = rows.len();
    let inner: Vec<usize> = double.iter().copied().filter(|&at| at < count).collect();
    let head = inner.first().copied().unwrap_or(0);
    // A foot is between double rules, the last of which is the border.
    let foot = match inner.as_slice() {
        [.., last] if double.contains(&count) && *last > head => *last,
        _ => count,
    };
    let foot = rows.split_off(foot);
    let body = rows.split_off(head.min(rows.len()));
    [rows, body, foot]
}

/// Parses a table that is not aligned, if every line has all cells.
fn by_rows<'a>(lines: &[&'a str]) -> Option<Drawn<'a>> {
    let rule = |line: &'a str| -> Vec<&'a str> { line.trim_matches('+').split('+').collect() };
    let first = rule(lines[0]);
    let count = Some(first.len()).filter(|&count| count <= MOST_COLUMNS)?;
    let mut rows: Vec<Vec<Cell<'a>>> = Vec::new();
    let mut row: Vec<Cell<'a>> = Vec::new();
    let mut double = Vec::new();
    let mut said = first;
    for line in &lines[1..] {
        if line.starts_with('+') {
            let parts = rule(line);
            if parts.len() != count || !line.bytes().all(|byte| b"+-=:".contains(&byte)) {
                return None;
            }
            rows.push(std::mem::take(&mut row));
            if line.contains('=') {
                double.push(rows.len());
                if double.len() == 1 && line.contains(':') {
                    said = parts;
                }
            }
            continue;
        }
        let cells: Vec<&'a str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').collect();
        if cells.len() != count {
            return None;
        }
        row.resize_with(count, || Cell { span: (1, 1), lines: Vec::new() });
        row.iter_mut().zip(cells).for_each(|(cell, line)| cell.lines.push(line));
    }
    rows.retain(|row| !row.is_empty());
    let columns = said.into_iter().map(alignment).collect();
    Some(Drawn { columns, parts: in_parts(rows, &double) })
        .filter(|drawn| drawn.parts.iter().any(|rows| !rows.is_empty()))
}

/// Returns the number of columns of `c`, where a wide letter counts as `wide`.
fn width_of(c: char, wide: usize) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' if wide > 1 => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => wide,
        _ => 1,
    }
}
