//! Writes tables: header cells state their scope, so that a screen reader can announce them (WCAG technique H63).

use super::super::xml::Attributes;
use super::{Writer, block};
use crate::article::{Align, Cell, Inline, Row, Table, Visit, plain_text, walk_blocks};

/// The part of a table that a row belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RowGroup {
    Head,
    Body,
}

/// A table.
pub(super) fn table<'a>(writer: &mut Writer<'a>, table: &'a Table, attributes: Attributes) {
    let Some(class) = class(table) else { return table_in(writer, table, &[], attributes) };
    // Scrollable content must be reachable by keyboard (WCAG 2.2, success criterion 2.1.1).
    let label = Some(plain_text(&table.caption)).filter(|caption| !caption.trim().is_empty());
    let foreign = if label.is_some() { None } else { writer.label_lang() };
    let labels = labels(table);
    let scroll = Attributes::class(if labels.is_empty() { "scroll" } else { "scroll folds" });
    let scroll = scroll.with("role", "group").with("tabindex", "0");
    let scroll = scroll.with("aria-label", label.as_deref().unwrap_or(writer.labels.table)).lang(foreign);
    let own = foreign.map(|_| writer.part.meta.lang.0.as_str());
    let class = if labels.is_empty() { class.to_owned() } else { format!("{class} cards") };
    let attributes = attributes.with("class", &class).lang(own);
    writer.within("div", &scroll, |writer| table_in(writer, table, &labels, attributes));
}

fn table_in<'a>(writer: &mut Writer<'a>, table: &'a Table, labels: &[String], attributes: Attributes) {
    writer.within("table", &attributes, |writer| {
        if !table.caption.is_empty() {
            writer.element("caption", Attributes::new(), &table.caption);
            writer.out.line();
        }
        rows(writer, "thead", RowGroup::Head, &table.head, Columns { align: &table.align, labels: &[] });
        rows(writer, "tbody", RowGroup::Body, &table.body, Columns { align: &table.align, labels });
    });
}

/// What cells have from their columns.
#[derive(Clone, Copy)]
struct Columns<'c> {
    align: &'c [Align],
    /// The names of the columns, if a narrow screen shows each row as a card.
    labels: &'c [String],
}

fn rows<'a>(writer: &mut Writer<'a>, name: &str, part: RowGroup, rows: &'a [Row], columns: Columns<'_>) {
    if rows.is_empty() {
        return;
    }
    writer.within(name, &Attributes::new(), |writer| {
        // For each column, how many more rows a cell of an earlier row covers.
        let mut covered = vec![0u16; columns.align.len()];
        for (index, row) in rows.iter().enumerate() {
            write_row(writer, part, row, columns, &mut covered, rows.len() - index);
        }
    });
    writer.out.line();
}

fn write_row<'a>(
    writer: &mut Writer<'a>,
    part: RowGroup,
    row: &'a Row,
    Columns { align, labels }: Columns<'_>,
    covered: &mut [u16],
    left: usize,
) {
    writer.out.open("tr", &Attributes::new().maybe("class", beside(covered)));
    let mut column = 0;
    for cell in &row.cells {
        while covered.get(column).is_some_and(|&rows| rows > 0) {
            column += 1;
        }
        let rows = usize::from(cell.rows).clamp(1, left) as u16;
        let columns = usize::from(cell.columns).clamp(1, covered.len().saturating_sub(column).max(1)) as u16;
        let align = align.get(column).copied().unwrap_or_default();
        let label = labels.get(column).filter(|label| !label.is_empty() && !cell.blocks.is_empty());
        let attributes = Attributes::new().maybe("data-label", label.map(String::as_str));
        write_cell(writer, part, cell, align, (rows, columns), attributes);
        let end = column + usize::from(columns);
        for column in column..end.min(covered.len()) {
            covered[column] = covered[column].max(rows);
        }
        column = end;
    }
    covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    writer.out.close("tr");
    writer.out.line();
}

fn write_cell<'a>(
    writer: &mut Writer<'a>,
    part: RowGroup,
    cell: &'a Cell,
    align: Align,
    (rows, columns): (u16, u16),
    attributes: Attributes,
) {
    // An empty header cell is not a header of anything.
    let header = cell.header && !cell.blocks.is_empty();
    let (name, scope) = match (header, part) {
        (false, _) => ("td", None),
        (true, RowGroup::Head) => ("th", Some(if columns > 1 { "colgroup" } else { "col" })),
        (true, RowGroup::Body) => ("th", Some(if rows > 1 { "rowgroup" } else { "row" })),
    };
    let class = match cell.align.unwrap_or(align) {
        Align::Start => None,
        Align::Center => Some("center"),
        Align::End => Some("end"),
    };
    let span = |count: u16| (count > 1).then(|| count.to_string());
    let attributes = attributes
        .maybe("scope", scope)
        .maybe("class", class)
        .maybe("colspan", span(columns).as_deref())
        .maybe("rowspan", span(rows).as_deref());
    writer.out.open(name, &attributes);
    if !block::lead(writer, &cell.blocks) {
        writer.blocks(&cell.blocks);
    }
    writer.out.close(name);
    // The line end separates the words of two cells for programs that ignore tables but not white space.
    writer.out.line();
}

/// Returns the class of a row whose first or last column is `covered` by a cell of an earlier row, so that its first
/// or last cell is not at the table's edge. [`crate::epub::SPANS`] is then added to the style sheet.
fn beside(covered: &[u16]) -> Option<&'static str> {
    let inside = |column: Option<&u16>| column.is_some_and(|&rows| rows > 0);
    match (inside(covered.first()), inside(covered.last())) {
        (false, false) => None,
        (true, false) => Some("inner-start"),
        (false, true) => Some("inner-end"),
        (true, true) => Some("inner-start inner-end"),
    }
}

/// Returns the names of the columns, by which a narrow screen can show each row as a card: the table has one row of
/// headers, and each of its rows has one cell a column. Empty if it has not.
fn labels(table: &Table) -> Vec<String> {
    let [head] = &table.head[..] else { return Vec::new() };
    let is_plain = |row: &Row| {
        row.cells.len() == head.cells.len() && row.cells.iter().all(|cell| cell.rows <= 1 && cell.columns <= 1)
    };
    if !table.body.iter().chain([head]).all(is_plain) {
        return Vec::new();
    }
    head.cells.iter().map(words).collect()
}

/// Returns the words of `cell`.
fn words(cell: &Cell) -> String {
    let mut words = String::new();
    walk_blocks(&cell.blocks, &mut |visit| match visit {
        Visit::Inline(Inline::Text(text) | Inline::Code(text) | Inline::Math { tex: text, .. }) => words.push_str(text),
        Visit::Inline(Inline::LineBreak) | Visit::Block(_) => words.push(' '),
        Visit::Inline(_) => {}
    });
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Maximum width, in em, of a table that a phone shows at its natural size: slightly less than 320 pixels of 16 to the
/// em.
const PHONE: f32 = 21.0;
/// A table of this width is too wide for a phone even in smaller type.
const CROWDED: f32 = 1.5 * PHONE;
/// Maximum length of a word that counts, in letters; longer ones, such as addresses, are broken anyway.
const WORD: usize = 14;

/// Returns the class of a table that is wider than a phone even if every line is broken at every space: it is smaller,
/// and scrolls sideways.
fn class(table: &Table) -> Option<&'static str> {
    let mut words: Vec<usize> = vec![0; table.align.len()];
    let columns = words.len();
    for row in table.head.iter().chain(&table.body).filter(|row| row.cells.len() == columns) {
        for (cell, word) in row.cells.iter().zip(&mut words) {
            *word = longest_word(cell).min(WORD).max(*word);
        }
    }
    // A letter is about half an em wide, the padding of a column about one.
    let width: f32 = words.iter().map(|&letters| 0.9 * (0.52 * letters as f32 + 1.0)).sum();
    match width {
        ..=PHONE => None,
        ..=CROWDED => Some("wide"),
        _ => Some("wide crowded"),
    }
}

/// Returns the number of letters in the longest word of `cell`.
fn longest_word(cell: &Cell) -> usize {
    let mut longest = 0;
    walk_blocks(&cell.blocks, &mut |visit| {
        if let Visit::Inline(Inline::Text(text) | Inline::Code(text)) = visit {
            let words = text.split_whitespace().map(|word| word.chars().count());
            longest = words.fold(longest, usize::max);
        }
    });
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind, NodeId};
    use crate::source::Span;

    /// Makes a table of one row with a word of each length.
    fn table(words: &[usize]) -> Table {
        let cell = |&letters: &usize| {
            let kind = BlockKind::Paragraph(vec![Inline::Text("m".repeat(letters))]);
            let blocks = vec![Block { id: NodeId(0), span: Span::default(), lang: None, dir: None, align: None, kind }];
            Cell { header: false, columns: 1, rows: 1, align: None, blocks }
        };
        let row = Row { cells: words.iter().map(cell).collect() };
        Table { align: vec![Align::Start; words.len()], body: vec![row], ..Table::default() }
    }

    #[test]
    fn only_tables_too_wide_for_a_phone_are_made_smaller() {
        assert_eq!(class(&table(&[10, 10, 10])), None);
        assert_eq!(class(&table(&[12, 6, 8, 9, 10])), Some("wide"));
        assert_eq!(class(&table(&[10; 9])), Some("wide crowded"));
    }

    #[test]
    fn rows_become_cards_where_a_row_of_headers_names_every_cell() {
        let one = |words: &[usize]| table(words).body.remove(0);
        let cards = |head: Vec<Row>, body: Vec<Row>| {
            labels(&Table { align: vec![Align::Start; 3], head, body, ..Table::default() }).len()
        };
        assert_eq!(cards(vec![one(&[3, 4, 5])], vec![one(&[9, 9, 9])]), 3);
        assert_eq!(cards(vec![], vec![one(&[9, 9, 9])]), 0, "no headers");
        assert_eq!(cards(vec![one(&[1, 1, 1]), one(&[3, 4, 5])], vec![one(&[9, 9, 9])]), 0, "two rows of them");
        assert_eq!(cards(vec![one(&[3, 4, 5])], vec![one(&[9, 9])]), 0, "a cell is missing");
        let mut wide = one(&[9, 9, 9]);
        wide.cells[1].rows = 2;
        assert_eq!(cards(vec![one(&[3, 4, 5])], vec![wide]), 0, "a cell spans rows");
    }

    #[test]
    fn a_long_address_alone_does_not_make_a_table_wide() {
        assert_eq!(class(&table(&[70, 10])), None);
    }
}
