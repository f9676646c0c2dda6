//! The table at the end of a run: what became of the articles, and the warnings by kind.
//!
//! It is plain text of at most 80 columns, so it reads the same on a terminal, in a log and in an e-mail.

use std::collections::BTreeMap;
use std::fmt::Write;

use offprint::diag::Code;

/// Maximum number of columns.
const WIDTH: usize = 80;

/// A row: what is counted, how often, and of what that consists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is counted.
    pub name: &'static str,
    /// How often.
    pub count: usize,
    /// Its parts, which are separated by commas.
    pub parts: Vec<String>,
}

/// Returns `rows` and the number of warnings by `kinds`, the most frequent kind first, without the last line break.
pub fn table(rows: &[Row], kinds: &BTreeMap<Code, usize>) -> String {
    let mut kinds: Vec<(&Code, usize)> = kinds.iter().map(|(code, count)| (code, *count)).collect();
    kinds.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let counts = rows.iter().map(|row| row.count).chain(kinds.iter().map(|(_, count)| *count));
    let digits = counts.max().unwrap_or(0).to_string().len();
    let names = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for row in rows {
        let head = format!("{:<names$}  {:>digits$}", row.name, row.count);
        let indent = head.len() + 2;
        out.push_str(&head);
        let mut column = indent;
        for (at, part) in row.parts.iter().enumerate() {
            let comma = if at + 1 < row.parts.len() { "," } else { "" };
            let length = part.chars().count() + comma.len();
            if at == 0 {
                out.push_str("  ");
            } else if column + 1 + length > WIDTH {
                let _ = write!(out, "\n{:indent$}", "");
                column = indent;
            } else {
                out.push(' ');
                column += 1;
            }
            let _ = write!(out, "{part}{comma}");
            column += length;
        }
        out.push('\n');
    }
    if !kinds.is_empty() {
        out.push_str("warnings by kind, and how to hide each:\n");
        for (code, count) in kinds {
            let _ = writeln!(out, "{:names$}  {count:>digits$}  --allow {code}", "");
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &'static str, count: usize, parts: &[&str]) -> Row {
        Row { name, count, parts: parts.iter().map(|part| (*part).to_owned()).collect() }
    }

    #[test]
    fn columns_are_aligned_and_kinds_come_by_their_number() {
        let kinds = [("a-kind", 2), ("z-kind", 140)].map(|(code, count)| (Code::from(code), count));
        let rows = [row("made", 12, &[]), row("left out", 3, &["1 draft", "2 papers"])];
        let expected = "made       12\nleft out    3  1 draft, 2 papers\nwarnings by kind, and how to hide each:\n          140  --allow z-kind\n            2  --allow a-kind";
        assert_eq!(table(&rows, &kinds.into_iter().collect()), expected);
        assert_eq!(table(&[], &BTreeMap::new()), "");
    }

    #[test]
    fn no_line_is_wider_than_eighty_columns() {
        let parts: Vec<String> = (0..30).map(|number| format!("{number} pages of the site's design")).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let text = table(&[row("made", 123_456, &[]), row("left out", 7, &parts)], &BTreeMap::new());
        assert!(text.lines().count() > 10);
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
        assert_eq!(text.matches("pages of the site's design").count(), 30, "nothing is cut");
        assert!(text.lines().skip(2).all(|line| line.starts_with("                  ")), "{text}");
    }
}
