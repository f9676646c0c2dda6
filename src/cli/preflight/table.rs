//! The list as columns for people.

use std::collections::BTreeMap;

use super::{Listed, rows};

/// Returns the list, and a line that counts it.
pub(super) fn text(listed: &[Listed]) -> String {
    let head = ["WHERE", "PAGE", "CODE", "FOUND"].map(str::to_owned);
    let cells = rows(listed).map(|(article, place, finding)| {
        let place = place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
        let page = finding.page.map_or("-".to_owned(), |page| page.to_string());
        [article.path.clone() + &place, page, finding.kind.name().to_owned(), finding.message.clone()]
    });
    let table: Vec<[String; 4]> = std::iter::once(head).chain(cells).collect();
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..4).map(width).collect();
    let mut out = String::new();
    for [place, page, code, found] in table.iter().filter(|_| table.len() > 1) {
        // Numbers of pages stand below each other by their last digit.
        let cells = [
            format!("{place:0$}", widths[0]),
            format!("{page:>0$}", widths[1]),
            format!("{code:0$}", widths[2]),
            found.clone(),
        ];
        out += cells.join("  ").trim_end();
        out.push('\n');
    }
    out + &count(listed)
}

fn count(listed: &[Listed]) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    rows(listed).for_each(|(_, _, finding)| *kinds.entry(finding.kind.name()).or_default() += 1);
    let all: usize = kinds.values().sum();
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    let articles = listed.len();
    let plural = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    format!("{} in {}{kinds}\n", plural(all, "finding"), plural(articles, "article"))
}
