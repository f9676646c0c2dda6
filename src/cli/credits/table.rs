//! The list as columns for people.

use offprint::ledger::{Entry, Value};
use offprint::source::Source;

use super::{Listed, place, rows};

/// A cell longer than this, in characters, is cut.
const WIDEST: usize = 44;

/// Returns the list, and a line that counts it.
pub(super) fn text(listed: &[Listed]) -> String {
    let head = ["WHERE", "PICTURE", "AUTHOR", "SOURCE", "LICENCE", "STATED IN"].map(str::to_owned);
    let table: Vec<[String; 6]> =
        std::iter::once(head).chain(rows(listed).map(|(source, entry)| cells(source, entry))).collect();
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut out = String::new();
    for row in table.iter().filter(|_| table.len() > 1) {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        out += cells.collect::<Vec<_>>().join("  ").trim_end();
        out.push('\n');
    }
    out + &count(listed)
}

fn cells(source: &Source, entry: &Entry) -> [String; 6] {
    let value = |value: &Option<Value>| value.as_ref().map_or("-", |value| &value.text).to_owned();
    let name = entry.picture.rsplit('/').next().unwrap_or_default();
    let picture = if entry.missing { format!("{name} (missing)") } else { name.to_owned() };
    let mut from: Vec<&str> =
        [&entry.author, &entry.source, &entry.license].into_iter().flatten().map(|value| value.from.name()).collect();
    from.dedup();
    let license = entry.spdx.clone().unwrap_or_else(|| value(&entry.license));
    let cells = [place(source, entry), picture, value(&entry.author), value(&entry.source), license];
    let [place, picture, author, stated, license] = cells;
    [place, cut(&picture), cut(&author), cut(&stated), cut(&license), from.join(", ")]
}

/// Cuts `text` to the widest cell, in one line.
fn cut(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(WIDEST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}

fn count(listed: &[Listed]) -> String {
    let all = rows(listed).count();
    let has = |stated: fn(&Entry) -> bool| rows(listed).filter(|(_, entry)| stated(entry)).count();
    let (named, licensed) =
        (has(|entry| entry.author.is_some() || entry.source.is_some()), has(|entry| entry.license.is_some()));
    let described = has(|entry| entry.alt.is_some());
    let articles = listed.iter().filter(|article| !article.entries.is_empty()).count();
    format!(
        "{all} uses of pictures in {articles} articles: {named} with maker or source, {licensed} with a licence, \
         {described} with alternative text\n"
    )
}
