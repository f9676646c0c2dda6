//! Lowers tables, from Markdown and from HTML.

use super::{Lower, align, credits_below, inlines, tidy};
use crate::article::{Align, Block, BlockKind, Cell, Inline, Row, Table};
use crate::read::tree::{Element, Node};

/// Maximum number of columns or rows that a cell may span (HTML §4.9.11 allows more, but no page has them).
const MAX_SPAN: u16 = 1000;

/// Maximum number of columns of a table.
const MAX_COLUMNS: usize = 1000;

/// Maximum number of empty cells that are added to make rows equally long. If a table with few cells needs more, one
/// cell with a span fills the rest of a row.
const MAX_FILLED: usize = 100_000;

/// A table that is being lowered.
#[derive(Default)]
struct Parts {
    table: Table,
    /// Rows of the foot, which is placed last.
    foot: Vec<Row>,
    /// The alignments that `col` elements declare.
    columns: Vec<Option<Align>>,
}

pub(super) fn table(lower: &mut Lower<'_, '_, '_>, element: Element, blocks: &mut Vec<Block>) {
    let span = element.span;
    let columns = element.attribute("columns").unwrap_or_default().chars().map(alignment).collect();
    let mut parts = Parts { table: Table { align: columns, ..Table::default() }, ..Parts::default() };
    // The table's own `align` positions the table, not its text.
    let align = element.attribute("style").is_some().then(|| align::of_cell(&element)).flatten();
    rows(lower, element, (RowGroup::Body, align), &mut parts, blocks);
    let Parts { mut table, foot, columns } = parts;
    table.body.extend(foot);
    lead_header(&mut table);
    even_out(&mut table);
    credits_below::take(lower, &mut table);
    for (own, declared) in table.align.iter_mut().zip(columns) {
        *own = declared.unwrap_or(*own);
    }
    if table.align.is_empty() {
        // A caption of a table without rows is a line of its own.
        if !table.caption.is_empty() {
            let line = lower.block(BlockKind::Paragraph(table.caption), span);
            blocks.push(line);
        }
        return;
    }
    if let Some(figures) = credits_below::only_figures(&mut table) {
        return blocks.extend(figures);
    }
    let table = lower.block(BlockKind::Table(table), span);
    blocks.push(table);
}

fn rows(
    lower: &mut Lower<'_, '_, '_>,
    element: Element,
    (part, align): (RowGroup, Option<Align>),
    parts: &mut Parts,
    before: &mut Vec<Block>,
) {
    // In Markdown's tree, the header cells are not inside a row.
    if matches!(element.name, "thead") && element.markdown {
        let row = row(lower, element, align);
        return parts.table.head.push(row);
    }
    for child in element.children {
        let Node::Element(child) = child else {
            if let Node::Text(text, span) = child
                && !text.trim().is_empty()
            {
                before.extend(lower.flow(vec![Node::Text(text, span)]));
            }
            continue;
        };
        let inner = align::of_cell(&child).or(align);
        match child.name {
            "thead" => rows(lower, child, (RowGroup::Head, inner), parts, before),
            "tbody" => rows(lower, child, (RowGroup::Body, inner), parts, before),
            "tfoot" => rows(lower, child, (RowGroup::Foot, inner), parts, before),
            "tr" => {
                let row = row(lower, child, inner);
                match part {
                    _ if row.cells.is_empty() => {}
                    RowGroup::Head => parts.table.head.push(row),
                    RowGroup::Body => parts.table.body.push(row),
                    RowGroup::Foot => parts.foot.push(row),
                }
            }
            "caption" => table_caption(lower, child, &mut parts.table),
            "col" => {
                let times = span_of(&child, "span").min(MAX_COLUMNS as u16);
                parts.columns.extend(std::iter::repeat_n(align::of_cell(&child), usize::from(times)));
                parts.columns.truncate(MAX_COLUMNS);
            }
            "script" | "style" => {}
            // Content outside of cells is placed before the table, as in browsers.
            _ => before.extend(lower.flow(vec![Node::Element(child)])),
        }
    }
}

/// Adds a caption; a second one is appended to the first.
fn table_caption(lower: &mut Lower<'_, '_, '_>, caption: Element, table: &mut Table) {
    let more = inlines::inlines(lower, super::flatten(caption));
    let mut all = std::mem::take(&mut table.caption);
    if !all.is_empty() {
        all.push(Inline::Text(" ".into()));
    }
    all.extend(more);
    table.caption = tidy(all);
}

fn row(lower: &mut Lower<'_, '_, '_>, element: Element, align: Option<Align>) -> Row {
    let mut cells = Vec::new();
    if is_attribute_list(&element) {
        return Row { cells };
    }
    for child in element.children {
        match child {
            Node::Element(cell) if matches!(cell.name, "td" | "th") => {
                lower.note_anchors(&cell);
                cells.push(lower_cell(lower, cell, align));
            }
            Node::Text(text, _) if text.trim().is_empty() => {}
            stray => {
                let blocks = lower.flow(vec![stray]);
                if !blocks.is_empty() {
                    cells.push(Cell { blocks, ..empty_cell() });
                }
            }
        }
    }
    Row { cells }
}

fn lower_cell(lower: &mut Lower<'_, '_, '_>, cell: Element, align: Option<Align>) -> Cell {
    let (columns, rows) = (span_of(&cell, "colspan"), span_of(&cell, "rowspan"));
    let header = cell.name == "th";
    let mut align = align::of_cell(&cell).or(align);
    let mut blocks = lower.flow(cell.children);
    // A single paragraph in a cell becomes the cell's content.
    if let [only] = blocks.as_mut_slice() {
        align = only.align.take().or(align);
    }
    Cell { header, columns, rows, align, blocks }
}

fn empty_cell() -> Cell {
    Cell { header: false, columns: 1, rows: 1, align: None, blocks: Vec::new() }
}

/// Returns how many columns or rows `cell` spans by its attribute `name`; 0 rows means all remaining ones (HTML
/// §4.9.11).
fn span_of(cell: &Element, name: &str) -> u16 {
    let stated = cell.attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1u32);
    let all = stated == 0 && name == "rowspan";
    if all { MAX_SPAN } else { stated.clamp(1, u32::from(MAX_SPAN)) as u16 }
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
enum RowGroup {
    Head,
    Body,
    Foot,
}

fn alignment(mark: char) -> Align {
    match mark {
        'c' => Align::Center,
        'e' => Align::End,
        _ => Align::Start,
    }
}

/// Makes a first row of header cells the head, if there is no `thead`.
fn lead_header(table: &mut Table) {
    if table.head.is_empty() && table.body.len() > 1 && table.body[0].cells.iter().all(|cell| cell.header) {
        table.head.push(table.body.remove(0));
    }
    // A Markdown table with an empty header row has no header.
    if table.head.iter().all(|row| row.cells.iter().all(|cell| cell.blocks.is_empty())) {
        table.head.clear();
    }
}

/// Fills rows so that all have as many columns as the table, including spans; spans end at the end of their part.
fn even_out(table: &mut Table) {
    let width = width_of(&mut table.head).max(width_of(&mut table.body)).min(MAX_COLUMNS);
    table.align.resize(width, Align::Start);
    let mut filled = 0;
    for rows in [&mut table.head, &mut table.body] {
        fill(rows, width, &mut filled);
    }
}

/// Returns the number of columns of the widest row.
fn width_of(rows: &mut [Row]) -> usize {
    let mut hanging: Vec<u16> = Vec::new();
    let mut widest = 0;
    for row in rows {
        widest = widest.max(place(row, &mut hanging, MAX_COLUMNS));
    }
    widest
}

fn fill(rows: &mut [Row], width: usize, filled: &mut usize) {
    let mut hanging: Vec<u16> = Vec::new();
    let count = rows.len();
    for (at, row) in rows.iter_mut().enumerate() {
        let left = (count - at).min(usize::from(MAX_SPAN)) as u16;
        row.cells.iter_mut().for_each(|cell| cell.rows = cell.rows.min(left));
        // Cells beyond the maximum number of columns are joined to the last one.
        if row.cells.len() > width {
            let beyond: Vec<Block> = row.cells.drain(width..).flat_map(|cell| cell.blocks).collect();
            row.cells.last_mut().into_iter().for_each(|last| last.blocks.extend_from_slice(&beyond));
        }
        let alone = hanging.iter().all(|rows| *rows == 0);
        let used = place(row, &mut hanging, width);
        *filled += width.saturating_sub(used);
        if *filled > MAX_FILLED && alone && used < width {
            row.cells.push(Cell { columns: (width - used) as u16, ..empty_cell() });
            continue;
        }
        for _ in used..width {
            row.cells.push(empty_cell());
        }
    }
}

/// Places the cells of `row` beside cells that span from rows above. Returns the number of columns used.
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
