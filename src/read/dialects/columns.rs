//! Tables of pandoc whose columns are marked by rules of hyphens: simple tables with one line for each row, and tables
//! between rules, whose rows may have several lines and are separated by blank ones.
//!
//! If words cross the space between two columns, it is not a table.

use super::tables::{Cell, Drawn};

/// Maximum number of columns of a table.
const MOST_COLUMNS: usize = 100;

/// Maximum number of lines in a table's head.
pub(super) const MOST_HEAD_LINES: usize = 12;

/// Whether `line` has rules for several columns.
pub(super) fn is_ruled(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("--")
        && line.ends_with("--")
        && line.contains(' ')
        && line.bytes().all(|byte| matches!(byte, b'-' | b' '))
        && line.split_ascii_whitespace().all(|rule| rule.len() > 1)
        && line.len() > 6
}

/// Whether `line` is a single rule across the whole table.
pub(super) fn is_whole_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 10 && line.bytes().all(|byte| byte == b'-')
}

/// Parses the table at the start of `lines`. Also returns its number of lines.
pub(super) fn parse<'a>(lines: &[&'a str]) -> Option<(Drawn<'a>, usize)> {
    if is_whole_rule(lines[0]) {
        let at = lines.iter().take(MOST_HEAD_LINES + 1).position(|line| is_ruled(line))?;
        return between(lines, 1..at, at);
    }
    if is_ruled(lines[0]) {
        return headless(lines).or_else(|| between(lines, 0..0, 0));
    }
    if !lines.get(1).is_some_and(|line| is_ruled(line)) {
        return None;
    }
    let columns = columns(lines[1])?;
    let body = lines[2..].iter().take_while(|line| !line.trim().is_empty()).count();
    let closed = body > 0 && is_ruled(lines[1 + body]);
    let rows = &lines[2..2 + body - usize::from(closed)];
    let head = row(lines[0], &columns)?;
    let rows: Option<Vec<_>> = rows.iter().map(|line| row(line, &columns)).collect();
    let rows = rows.filter(|rows| !rows.is_empty())?;
    let drawn = Drawn { columns: alignments(lines[0], &columns), parts: [vec![head], rows, Vec::new()] };
    Some((drawn, 2 + body))
}

/// Parses a table without a head, between two rules.
fn headless<'a>(lines: &[&'a str]) -> Option<(Drawn<'a>, usize)> {
    let columns = columns(lines[0])?;
    let end = lines.iter().skip(1).position(|line| is_ruled(line) || line.trim().is_empty())? + 1;
    if end < 2 || !is_ruled(lines[end]) {
        return None;
    }
    let rows: Option<Vec<_>> = lines[1..end].iter().map(|line| row(line, &columns)).collect();
    Some((Drawn { columns: alignments(lines[1], &columns), parts: [Vec::new(), rows?, Vec::new()] }, end + 1))
}

/// Parses a table whose rows have several lines: its head is in the lines `head`, its rule in line `at`.
fn between<'a>(lines: &[&'a str], head: std::ops::Range<usize>, at: usize) -> Option<(Drawn<'a>, usize)> {
    let columns = columns(lines[at])?;
    let end = lines.iter().skip(at + 1).position(|line| is_whole_rule(line) || is_ruled(line))? + at + 1;
    let mut rows: Vec<Vec<Cell<'a>>> = Vec::new();
    // In pandoc's `multiline_tables`, blank lines separate the rows.
    for lines in lines[at + 1..end].split(|line| line.trim().is_empty()).filter(|lines| !lines.is_empty()) {
        rows.push(joined(lines, &columns)?);
    }
    // The position of the words in the head shows how a column is aligned. Without a head, that of the first row does
    // (pandoc, "simple_tables").
    let align = lines.get(head.start).filter(|_| !head.is_empty()).or(lines.get(at + 1))?;
    let align = alignments(align, &columns);
    let head = if head.is_empty() { Vec::new() } else { vec![joined(&lines[head], &columns)?] };
    (!rows.is_empty()).then_some((Drawn { columns: align, parts: [head, rows, Vec::new()] }, end + 1))
}

/// Joins several lines to one row.
fn joined<'a>(lines: &[&'a str], columns: &[(usize, usize)]) -> Option<Vec<Cell<'a>>> {
    let mut whole: Vec<Cell<'a>> = Vec::new();
    for line in lines {
        let cells = row(line, columns)?;
        if whole.is_empty() {
            whole = cells;
        } else {
            whole.iter_mut().zip(cells).for_each(|(known, more)| known.lines.extend(more.lines));
        }
    }
    Some(whole)
}

/// Returns first and last column of each rule; the last column of a table has no end.
fn columns(rules: &str) -> Option<Vec<(usize, usize)>> {
    let mut columns = Vec::new();
    let mut start = None;
    for (at, byte) in rules.bytes().chain([b' ']).enumerate() {
        match (byte, start) {
            (b'-', None) => start = Some(at),
            (b'-', Some(_)) => {}
            (_, Some(from)) => {
                columns.push((from, at));
                start = None;
            }
            (_, None) => {}
        }
    }
    (2..=MOST_COLUMNS).contains(&columns.len()).then_some(columns)
}

/// Returns the cells of `line`; `None` if words cross the space between two columns.
fn row<'a>(line: &'a str, columns: &[(usize, usize)]) -> Option<Vec<Cell<'a>>> {
    let mut bytes: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
    bytes.push(line.len());
    let at = |column: usize| bytes[column.min(bytes.len() - 1)];
    let mut cells = Vec::new();
    let mut from = 0;
    for (number, &(_, end)) in columns.iter().enumerate() {
        let last = number + 1 == columns.len();
        let stop = if last { bytes.len() - 1 } else { end };
        let next = columns.get(number + 1).map_or(stop, |(start, _)| *start);
        if !last && !line[at(stop)..at(next)].trim().is_empty() {
            return None;
        }
        cells.push(Cell { span: (1, 1), lines: vec![line[at(from)..at(stop).max(at(from))].trim()] });
        from = next;
    }
    Some(cells)
}

/// Returns the alignment of each column from the position of the words of `line` relative to their rules.
fn alignments(line: &str, columns: &[(usize, usize)]) -> String {
    let letters: Vec<char> = line.chars().collect();
    let is_word = |column: usize| letters.get(column).is_some_and(|c| !c.is_whitespace());
    let letter = |&(start, end): &(usize, usize)| match (is_word(start), is_word(end - 1)) {
        (false, true) => 'e',
        (false, false) if (start..end).any(is_word) => 'c',
        _ => 's',
    };
    columns.iter().map(letter).collect()
}
