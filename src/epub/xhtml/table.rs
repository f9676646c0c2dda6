//! Tables: header cells say what they head, so that a screen reader can (WCAG technique H63).

use super::super::xml::Attributes;
use super::Writer;
use crate::article::{Align, Cell, Row, Table};

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Body,
}

impl<'a> Writer<'a> {
    /// A table.
    pub(super) fn table(&mut self, table: &'a Table, attributes: Attributes) {
        self.within("table", &attributes, |writer| {
            if !table.caption.is_empty() {
                writer.element("caption", Attributes::new(), &table.caption);
                writer.out.line();
            }
            writer.rows("thead", Part::Head, &table.head, &table.align);
            writer.rows("tbody", Part::Body, &table.body, &table.align);
        });
    }

    fn rows(&mut self, name: &str, part: Part, rows: &'a [Row], align: &[Align]) {
        if rows.is_empty() {
            return;
        }
        self.within(name, &Attributes::new(), |writer| {
            // Columns that cells of earlier rows reach into, with the rows that they still cover.
            let mut covered = vec![0u16; align.len()];
            for (index, row) in rows.iter().enumerate() {
                writer.row(part, row, align, &mut covered, rows.len() - index);
            }
        });
        self.out.line();
    }

    fn row(&mut self, part: Part, row: &'a Row, align: &[Align], covered: &mut [u16], left: usize) {
        self.out.open("tr", &Attributes::new());
        let mut column = 0;
        for cell in &row.cells {
            while covered.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let rows = usize::from(cell.rows).clamp(1, left) as u16;
            self.cell(part, cell, align.get(column).copied().unwrap_or_default(), rows);
            let end = column + usize::from(cell.columns.max(1));
            for column in column..end.min(covered.len()) {
                covered[column] = covered[column].max(rows);
            }
            column = end;
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        self.out.close("tr");
        self.out.line();
    }

    fn cell(&mut self, part: Part, cell: &'a Cell, align: Align, rows: u16) {
        // An empty header cell heads nothing.
        let header = cell.header && !cell.blocks.is_empty();
        let (name, scope) = match (header, part) {
            (false, _) => ("td", None),
            (true, Part::Head) => ("th", Some(if cell.columns > 1 { "colgroup" } else { "col" })),
            (true, Part::Body) => ("th", Some(if rows > 1 { "rowgroup" } else { "row" })),
        };
        let class = match align {
            Align::Start => None,
            Align::Center => Some("center"),
            Align::End => Some("end"),
        };
        let span = |count: u16| (count > 1).then(|| count.to_string());
        let attributes = Attributes::new()
            .maybe("scope", scope)
            .maybe("class", class)
            .maybe("colspan", span(cell.columns).as_deref())
            .maybe("rowspan", span(rows).as_deref());
        self.out.open(name, &attributes);
        if !self.lead(&cell.blocks) {
            self.blocks(&cell.blocks);
        }
        self.out.close(name);
    }
}
