//! Mends rows of Markdown tables that have more cells than the header.
//!
//! GitHub drops cells beyond the header, which would lose the author's words. Two mistakes cause that, and each is
//! mended:
//!
//! - a bar in code, `` `a|b` ``, which ends the cell in GitHub's Markdown unless it is escaped. If the row has at most
//!   as many cells as the header when bars in code do not count, that is what the author meant;
//! - a header that is too short. It gets empty cells until every cell has a column.
//!
//! Limits: a table of more than [`MOST_COLUMNS`] columns stays unchanged.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::Rewriter;
use crate::read::markdown::options;
use crate::read::report::Places;

/// Maximum number of columns to which a header is extended.
const MOST_COLUMNS: usize = 100;

/// Rewrites the tables of `text` so that each cell has a column; `None` if all have one.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !may_have_long_rows(text) {
        return None;
    }
    let mut edits: Vec<(usize, String)> = Vec::new();
    let mut head = 0..0;
    let mut rows: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::TableHead) => head = range,
            Event::Start(Tag::TableRow) => rows.push(range),
            Event::End(pulldown_cmark::TagEnd::Table) => mend(text, &head, &std::mem::take(&mut rows), &mut edits),
            _ => {}
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(at, _)| *at);
    let mut out = Rewriter::new(text);
    for (at, more) in edits {
        out.copy_to(at);
        out.replace(at, &more);
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

/// Whether a row has more bars than the delimiter row above it.
fn may_have_long_rows(text: &str) -> bool {
    let mut bars: Option<usize> = None;
    for line in text.lines() {
        let inner = line.trim_matches([' ', '\t', '>', '\r']);
        // A blank line ends the table.
        if inner.is_empty() {
            bars = None;
        } else if inner.contains('-') && inner.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t')) {
            // This is a delimiter row such as `|---|:-:|`, possibly in a quotation.
            bars = Some(inner.trim_matches('|').matches('|').count());
        } else if bars.is_some_and(|bars| inner.trim_matches('|').matches('|').count() > bars) {
            return true;
        }
    }
    false
}

/// The bars of a row; those in code are separate.
struct Bars {
    ends: Vec<usize>,
    in_code: Vec<usize>,
}

/// Returns the edits that give each cell of the table a column.
fn mend(text: &str, head: &Range<usize>, rows: &[Range<usize>], edits: &mut Vec<(usize, String)>) {
    let columns = cells(line(text, head), &bars(line(text, head)).ends);
    let mut widest = columns;
    for row in rows {
        let line = line(text, row);
        let Bars { ends, in_code } = bars(line);
        let mut all = [ends.as_slice(), in_code.as_slice()].concat();
        all.sort_unstable();
        if cells(line, &all) <= columns {
            continue;
        }
        // Bars in code do not end cells, since otherwise the row is too long.
        edits.extend(in_code.into_iter().map(|at| (row.start + at, "\\".to_owned())));
        widest = widest.max(cells(line, &ends));
    }
    if widest == columns || widest > MOST_COLUMNS {
        return;
    }
    let more = widest - columns;
    let head_line = line(text, head);
    let Some((rule_at, rule)) = rule_after(text, head.start + head_line.len()) else { return };
    let tail = if head_line.ends_with('|') && !head_line.ends_with("\\|") { "" } else { " |" };
    edits.push((head.start + head_line.len(), format!("{tail}{}", " |".repeat(more))));
    let cells = if rule.ends_with('|') { "---|".repeat(more) } else { "|---".repeat(more) };
    edits.push((rule_at + rule.len(), cells));
}

/// Returns the row in `range` without its line end.
fn line<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text[range.clone()].split('\n').next().unwrap_or_default().trim_end()
}

/// Returns the delimiter row on the line after the byte `at`, and its position.
fn rule_after(text: &str, at: usize) -> Option<(usize, &str)> {
    let start = at + text[at..].find('\n')? + 1;
    let line = text[start..].split('\n').next().unwrap_or_default();
    Some((start, line.trim_end()))
}

fn bars(line: &str) -> Bars {
    let bytes = line.as_bytes();
    let mut found = Bars { ends: Vec::new(), in_code: Vec::new() };
    let mut at = 0;
    // Ends of code are searched for once for each number of backticks, to avoid quadratic time.
    let mut missing = [false; 16];
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'|' => found.ends.push(at),
            b'`' => {
                let marks = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
                let known = missing.get(marks).copied().unwrap_or(true);
                match (!known).then(|| code_end(bytes, at + marks, marks)).flatten() {
                    Some(end) => {
                        let inside = (at..end).filter(|&at| bytes[at] == b'|' && bytes[at - 1] != b'\\');
                        found.in_code.extend(inside);
                        at = end - 1;
                    }
                    None => {
                        missing.get_mut(marks).into_iter().for_each(|missing| *missing = true);
                        at += marks - 1;
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Returns the end of the code that `marks` backticks before `at` began.
fn code_end(bytes: &[u8], mut at: usize, marks: usize) -> Option<usize> {
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        if run == marks {
            return Some(at + run);
        }
        at += run.max(1);
    }
    None
}

/// Counts the cells of `line` up to the last one with words.
fn cells(line: &str, bars: &[usize]) -> usize {
    let mut starts = vec![0];
    starts.extend(bars.iter().map(|bar| bar + 1));
    let ends = bars.iter().copied().chain([line.len()]);
    let mut texts: Vec<&str> = starts.iter().zip(ends).map(|(&from, to)| line[from..to].trim()).collect();
    if line.starts_with('|') {
        texts.remove(0);
    }
    if line.ends_with('|') && bars.last() == Some(&(line.len() - 1)) {
        texts.pop();
    }
    let own = texts.len();
    texts.iter().rposition(|text| !text.is_empty()).map_or(own.min(1), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, wanted: &str) {
        assert_eq!(rewrite(text).map_or_else(|| text.to_owned(), |(rewritten, _)| rewritten), wanted);
    }

    #[test]
    fn a_header_that_is_too_short_gets_cells() {
        becomes("| a | b |\n|---|---|\n| x | y | z |\n", "| a | b | |\n|---|---|---|\n| x | y | z |\n");
        becomes("a | b\n--|--\nx | y | z | w\n", "a | b | | |\n--|--|---|---\nx | y | z | w\n");
        becomes("> | a |\n> |---|\n> | x | y |\n", "> | a | |\n> |---|---|\n> | x | y |\n");
        becomes(
            "| a |\n|---|\n| x | y |\n| `a|b` | c | d |\n",
            "| a | | |\n|---|---|---|\n| x | y |\n| `a\\|b` | c | d |\n",
        );
    }

    #[test]
    fn a_bar_in_code_ends_no_cell_where_there_is_none_for_it() {
        becomes("| a | b |\n|---|---|\n| `x|y` | z |\n", "| a | b |\n|---|---|\n| `x\\|y` | z |\n");
        becomes("| a |\n|---|\n| ``x | ` y`` |\n", "| a |\n|---|\n| ``x \\| ` y`` |\n");
    }

    #[test]
    fn rows_that_fit_stay() {
        for text in [
            "| a | b |\n|---|---|\n| x | y |\n| z |\n",
            "| a | b |\n|---|---|\n| x | y | |\n",
            "| a | b |\n|---|---|\n| x \\| y | z |\n",
            "| a | b |\n|---|---|\n| `x\\|y` | z |\n",
            "```\n| a |\n|---|\n| x | y |\n```\n",
            "words\n\nx | y | z\n",
            "| a | b |\n|---|---|\n| `x | y |\n",
        ] {
            becomes(text, text);
        }
    }
}
