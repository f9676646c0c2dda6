//! Tables: drawn tables ([`super::grid`]) and tables with columns below rules ([`super::columns`]) become HTML; tables
//! with bars stay unchanged, and only get their caption.

use super::edits::EditPiece;
use super::walk::{Leaf, Walk};
use super::{columns, grid, offset};

/// A cell, whose lines are slices of the text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Cell<'a> {
    /// Number of columns and rows that it spans.
    pub span: (usize, usize),
    /// Its lines.
    pub lines: Vec<&'a str>,
}

/// A parsed table.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Drawn<'a> {
    /// A letter for the alignment of each column: `s` (start), `c` (centre), `e` (end).
    pub columns: String,
    /// Rows of the head, the body and the foot.
    pub parts: [Vec<Vec<Cell<'a>>>; 3],
}

/// The syntax of a table.
pub(super) enum TableKind<'a> {
    /// With bars, which the parser supports.
    Pipes,
    /// Drawn or ruled, which must be rewritten.
    Drawn(Drawn<'a>),
}

/// A table in the text.
pub(super) struct FoundTable<'a> {
    /// Its syntax.
    pub kind: TableKind<'a>,
    /// The end of its last line.
    pub end: usize,
    /// The start of the next line.
    pub next: usize,
}

/// Maximum number of lines of a drawn table.
const MOST_LINES: usize = 20_000;

/// Prefixes of lines that are not rows of a table with bars.
const OTHER: [&str; 10] = ["```", "~~~", ":::", "///", "!!!", "???", "=== ", "#", ">", "<"];

impl<'a> Walk<'a> {
    /// Reads the table that begins with `leaf`, which may be its caption; returns its end.
    pub fn table(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        if self.in_paragraph || leaf.at < self.no_table {
            return None;
        }
        if super::captions::start(leaf.rest).is_some() {
            return self.captioned_table(leaf);
        }
        let table = self.find_table(leaf)?;
        let next = self.table_with_caption_after(leaf, &table);
        if next.is_none() {
            // A table with bars and without a caption is left to the parser.
            self.no_table = table.next;
        }
        next
    }

    /// Whether a table may begin with `leaf`; its form is not checked.
    pub fn is_table(&self, leaf: Leaf<'a>) -> bool {
        let below = || self.peek(leaf.line.next);
        leaf.rest.starts_with("+-")
            || leaf.rest.starts_with("+:")
            || leaf.rest.starts_with("+=")
            || leaf.rest.contains('|') && below().is_some_and(|below| is_delimiter(below.rest))
            || columns::is_ruled(leaf.rest)
            || below().is_some_and(|below| columns::is_ruled(below.rest))
    }

    /// Parses the table that begins with `leaf`.
    pub fn find_table(&mut self, leaf: Leaf<'a>) -> Option<FoundTable<'a>> {
        if !self.is_table(leaf) && !columns::is_whole_rule(leaf.rest) {
            return None;
        }
        if leaf.rest.starts_with('+') {
            return self.find_grid(leaf);
        }
        if leaf.rest.contains('|') {
            return Some(self.find_pipes(leaf));
        }
        self.find_columns(leaf)
    }

    fn find_pipes(&self, leaf: Leaf<'a>) -> FoundTable<'a> {
        let (mut end, mut next) = (leaf.line.end(), leaf.line.next);
        while let Some(row) = self.peek(next) {
            let other = || OTHER.iter().any(|mark| row.rest.starts_with(mark));
            if !row.rest.contains('|') && (super::captions::start(row.rest).is_some() || other()) {
                break;
            }
            (end, next) = (row.line.end(), row.line.next);
        }
        FoundTable { kind: TableKind::Pipes, end, next }
    }

    fn find_grid(&mut self, leaf: Leaf<'a>) -> Option<FoundTable<'a>> {
        let mut lines = vec![leaf.rest.trim_end()];
        let (mut end, mut next) = (leaf.line.end(), leaf.line.next);
        while let Some(line) = self.peek(next).filter(|line| line.rest.starts_with(['+', '|'])) {
            lines.push(line.rest.trim_end());
            (end, next) = (line.line.end(), line.line.next);
        }
        match grid::parse(&lines).filter(|_| lines.len() <= MOST_LINES) {
            Some(drawn) => Some(FoundTable { kind: TableKind::Drawn(drawn), end, next }),
            None => {
                self.no_table = next;
                None
            }
        }
    }

    fn find_columns(&mut self, leaf: Leaf<'a>) -> Option<FoundTable<'a>> {
        // Lines keep their indentation, since columns are counted.
        let mut lines = vec![leaf.raw];
        let mut ends = vec![(leaf.line.end(), leaf.line.next)];
        let mut blank = 0;
        let mut at = leaf.line.next;
        let whole = columns::is_whole_rule(leaf.rest) || columns::is_ruled(leaf.rest);
        if leaf.at < self.no_columns || columns::is_whole_rule(leaf.rest) && !self.has_rules_below(leaf) {
            return None;
        }
        while at < self.text.len() && lines.len() <= MOST_LINES {
            match self.peek(at) {
                Some(line) => {
                    lines.push(line.raw);
                    ends.push((line.line.end(), line.line.next));
                    blank = 0;
                    at = line.line.next;
                    if whole && lines.len() > 2 && columns::is_whole_rule(line.rest) {
                        break;
                    }
                }
                // Only tables between rules have blank lines, and no two in a row.
                None if whole && blank == 0 && self.past_blank(at) > at => {
                    lines.push("");
                    ends.push(ends[ends.len() - 1]);
                    blank = 1;
                    at = self.line_at(at).next;
                }
                None => break,
            }
        }
        match columns::parse(&lines) {
            Some((drawn, count)) => {
                let (end, next) = ends[count - 1];
                Some(FoundTable { kind: TableKind::Drawn(drawn), end, next })
            }
            None => {
                self.no_columns = at;
                None
            }
        }
    }

    /// Whether rules for columns follow soon below the rule `leaf`.
    fn has_rules_below(&self, leaf: Leaf<'a>) -> bool {
        let mut next = leaf.line.next;
        for _ in 0..columns::MOST_HEAD_LINES {
            match self.peek(next) {
                Some(line) if columns::is_ruled(line.rest) => return true,
                Some(line) => next = line.line.next,
                None => return false,
            }
        }
        false
    }

    /// Writes `table`, which begins with `leaf`, as HTML.
    pub fn set_table(&mut self, leaf: Leaf<'a>, table: &FoundTable<'a>) {
        let TableKind::Drawn(drawn) = &table.kind else { return self.dedent(leaf.line.next, table.next) };
        let prefix = self.prefix();
        let mut pieces = Pieces { text: self.text, prefix: &prefix, out: Vec::new() };
        if !leaf.after_mark {
            pieces.line("");
        }
        pieces.tag(&format!("<table columns=\"{}\">", drawn.columns));
        for (rows, part) in drawn.parts.iter().zip(["thead", "tbody", "tfoot"]).filter(|(rows, _)| !rows.is_empty()) {
            pieces.tag(&format!("<{part}>"));
            rows.iter().for_each(|row| pieces.row(row, if part == "thead" { "th" } else { "td" }));
            pieces.tag(&format!("</{part}>"));
        }
        pieces.tag("</table>");
        pieces.out.push(prefix.trim_end().into());
        let out = pieces.out;
        self.edits.put(leaf.at..table.end, out);
    }
}

struct Pieces<'t> {
    text: &'t str,
    prefix: &'t str,
    out: Vec<EditPiece>,
}

impl Pieces<'_> {
    /// Writes a line of the result.
    fn line(&mut self, words: &str) {
        self.out.push(format!("{words}\n").into());
    }

    fn tag(&mut self, tag: &str) {
        self.out.push(self.prefix.into());
        self.line(tag);
    }

    fn row(&mut self, row: &[Cell<'_>], name: &str) {
        self.tag("<tr>");
        for cell in row {
            let span = |key: &str, span: usize| if span > 1 { format!(" {key}=\"{span}\"") } else { String::new() };
            self.tag(&format!("<{name}{}{}>", span("colspan", cell.span.0), span("rowspan", cell.span.1)));
            self.cell(&cell.lines);
            self.tag(&format!("</{name}>"));
        }
        self.tag("</tr>");
    }

    /// Writes the lines of a cell, without their common indentation.
    fn cell(&mut self, lines: &[&str]) {
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let common = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min();
        let Some(common) = common else { return };
        let bare = self.prefix.trim_end().to_owned();
        self.line(&bare);
        for line in lines {
            let words = line.get(common..).unwrap_or_default().trim_end();
            self.out.push(self.prefix.into());
            if !words.is_empty() {
                let at = offset(self.text, words);
                self.out.push(EditPiece::Copy(at..at + words.len()));
            }
            self.line("");
        }
        self.line(&bare);
    }
}

/// Whether `line` separates the head of a table with bars from its body.
pub(super) fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains(['|', ':'])
        && line.bytes().all(|byte| matches!(byte, b'|' | b':' | b'-' | b' ' | b'\t' | b'+'))
}

/// Returns the letter for the alignment that the colons of a rule indicate.
pub(super) fn alignment(rule: &str) -> char {
    match (rule.starts_with(':'), rule.ends_with(':')) {
        (true, true) => 'c',
        (false, true) => 'e',
        _ => 's',
    }
}
