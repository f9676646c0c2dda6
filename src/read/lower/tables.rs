//! Tables, from Markdown and from HTML.

use super::{Lower, tidy};
use crate::article::{Align, Block, BlockKind, Cell, Inline, Row, Table};
use crate::read::tree::{Element, Node};

/// Most columns and rows that a cell may span (HTML §4.9.11 allows more; pages do not).
const MAX_SPAN: u16 = 1000;

/// Most cells that are filled in to make a table's rows equal.
const MAX_COLUMNS: usize = 1000;

impl Lower<'_, '_, '_> {
    pub(super) fn table(&mut self, element: Element, blocks: &mut Vec<Block>) {
        let span = element.span;
        let columns = element.attribute("columns").unwrap_or_default().chars().map(alignment).collect();
        let mut table = Table { align: columns, ..Table::default() };
        self.rows(element, Part::Body, &mut table, blocks);
        lead_header(&mut table);
        even_out(&mut table);
        if table.align.is_empty() {
            // A caption of nothing is a line of its own.
            if !table.caption.is_empty() {
                let line = self.block(BlockKind::Paragraph(table.caption), span);
                blocks.push(line);
            }
            return;
        }
        let table = self.block(BlockKind::Table(table), span);
        blocks.push(table);
    }

    fn rows(&mut self, element: Element, part: Part, table: &mut Table, before: &mut Vec<Block>) {
        // Markdown's header row holds its cells without a row around them.
        if matches!(element.name, "thead") && element.markdown {
            let row = self.row(element);
            return table.head.push(row);
        }
        for child in element.children {
            let Node::Element(child) = child else {
                if let Node::Text(text, span) = child
                    && !text.trim().is_empty()
                {
                    before.extend(self.flow(vec![Node::Text(text, span)]));
                }
                continue;
            };
            match child.name {
                "thead" => self.rows(child, Part::Head, table, before),
                "tbody" | "tfoot" => self.rows(child, Part::Body, table, before),
                "tr" => {
                    let row = self.row(child);
                    match part {
                        _ if row.cells.is_empty() => {}
                        Part::Head => table.head.push(row),
                        Part::Body => table.body.push(row),
                    }
                }
                "caption" => {
                    let more = self.inlines(super::flatten(child));
                    if !table.caption.is_empty() {
                        table.caption.push(Inline::Text(" ".into()));
                    }
                    table.caption.extend(more);
                    table.caption = tidy(std::mem::take(&mut table.caption));
                }
                "col" | "script" | "style" => {}
                // What stands outside of cells comes before the table, as in browsers.
                _ => before.extend(self.flow(vec![Node::Element(child)])),
            }
        }
    }

    fn row(&mut self, element: Element) -> Row {
        let mut cells = Vec::new();
        if is_attribute_list(&element) {
            return Row { cells };
        }
        for child in element.children {
            match child {
                Node::Element(cell) if matches!(cell.name, "td" | "th") => {
                    self.note_anchors(&cell);
                    let span_of = |name| {
                        cell.attribute(name)
                            .and_then(|value| value.trim().parse().ok())
                            .unwrap_or(1u16)
                            .clamp(1, MAX_SPAN)
                    };
                    let (columns, rows) = (span_of("colspan"), span_of("rowspan"));
                    cells.push(Cell { header: cell.name == "th", columns, rows, blocks: self.flow(cell.children) });
                }
                Node::Text(text, _) if text.trim().is_empty() => {}
                stray => {
                    let blocks = self.flow(vec![stray]);
                    if !blocks.is_empty() {
                        cells.push(Cell { header: false, columns: 1, rows: 1, blocks });
                    }
                }
            }
        }
        Row { cells }
    }
}

/// Whether a row is only the attribute list on the line after a table.
fn is_attribute_list(row: &Element) -> bool {
    let mut lists = false;
    let empty = row.children.iter().all(|child| match child {
        Node::Element(cell) => {
            lists |= cell.attribute("attributes").is_some();
            cell.children.is_empty()
        }
        Node::Text(text, _) => text.trim().is_empty(),
    });
    lists && empty
}

#[derive(Clone, Copy)]
enum Part {
    Head,
    Body,
}

fn alignment(mark: char) -> Align {
    match mark {
        'c' => Align::Center,
        'e' => Align::End,
        _ => Align::Start,
    }
}

/// A first row of header cells heads the table, where no `thead` says what does.
fn lead_header(table: &mut Table) {
    if table.head.is_empty() && table.body.len() > 1 && table.body[0].cells.iter().all(|cell| cell.header) {
        table.head.push(table.body.remove(0));
    }
    // Markdown tables whose header row is empty have none.
    if table.head.iter().all(|row| row.cells.iter().all(|cell| cell.blocks.is_empty())) {
        table.head.clear();
    }
}

/// Gives every row as many cells as the table has columns, spans counted; spans do not leave their part.
fn even_out(table: &mut Table) {
    let width = width_of(&mut table.head).max(width_of(&mut table.body)).min(MAX_COLUMNS);
    table.align.resize(width, Align::Start);
    for rows in [&mut table.head, &mut table.body] {
        fill(rows, width);
    }
}

/// Columns of the widest row.
fn width_of(rows: &mut [Row]) -> usize {
    let mut hanging: Vec<u16> = Vec::new();
    let mut widest = 0;
    for row in rows {
        widest = widest.max(place(row, &mut hanging, MAX_COLUMNS));
    }
    widest
}

fn fill(rows: &mut [Row], width: usize) {
    let mut hanging: Vec<u16> = Vec::new();
    let count = rows.len();
    for (at, row) in rows.iter_mut().enumerate() {
        let left = (count - at).min(usize::from(MAX_SPAN)) as u16;
        row.cells.iter_mut().for_each(|cell| cell.rows = cell.rows.min(left));
        let used = place(row, &mut hanging, width);
        for _ in used..width {
            row.cells.push(Cell { header: false, columns: 1, rows: 1, blocks: Vec::new() });
        }
    }
}

/// Places the cells of `row` beside those that hang down from rows above; returns the columns used.
fn place(row: &mut Row, hanging: &mut Vec<u16>, width: usize) -> usize {
    let mut column = 0;
    let mut next: Vec<u16> = hanging.iter().map(|rows| rows.saturating_sub(1)).collect();
    for cell in &mut row.cells {
        while hanging.get(column).is_some_and(|&rows| rows > 0) {
            column += 1;
        }
        let free = (column..width.min(column + usize::from(cell.columns)))
            .take_while(|&at| hanging.get(at).is_none_or(|&rows| rows == 0))
            .count();
        cell.columns = free.max(1) as u16;
        let end = column + usize::from(cell.columns);
        if next.len() < end {
            next.resize(end, 0);
        }
        next[column..end].fill(cell.rows - 1);
        column = end;
    }
    let used = column.max(hanging.iter().rposition(|&rows| rows > 0).map_or(0, |at| at + 1));
    let gaps = (column..used).filter(|&at| hanging[at] == 0).count();
    *hanging = next;
    used - gaps
}
