//! Sets tables: column widths from content, rows broken over pages, a repeated header.
//!
//! If a table fits, its columns get their preferred widths. Otherwise they get their minimum widths and share the rest
//! in proportion to what they lack (CSS 2.2 §17.5.2.2). A table that does not fit this way extends into the side
//! column, then gets smaller type, then is split into parts with some columns below the others (see
//! [`super::wide_tables`]). As the last resort words are broken; nothing is cut off. Only a table with far too many
//! columns is set as text, one paragraph for each cell.

use std::ops::Range;

use super::grid::{Columns, Grid, Piece, Placed};
use super::slug::Slug;
use super::table_widths::Content;
use super::wide_tables::parts;
use super::{BlockContext, Composer, Paragraphs, placing, slug, spans, table_rows};
use crate::article::{Block, BlockKind, Inline, Table};
use crate::design::Type;
use crate::layout::{Owner, Scope, StructId, StructRole};
use crate::units::Pt;

/// Type sizes that are tried, as factors of the design's.
const SIZES: [f64; 3] = [1.0, 0.88, 0.76];
/// A table is cramped if its columns lack more than this share of the width that they would like to have.
const CRAMPED: f64 = 0.35;
/// Minimum width of a column.
const LEAST_COLUMN: f64 = 14.0;
/// Minimum and maximum width of pictures in cells.
const PICTURE: (Pt, Pt) = (Pt(40.0), Pt(120.0));

/// How a table is fitted to the page.
enum Fit {
    /// The whole table is set, with these columns.
    Whole(Columns),
    /// The table is set in parts, with some columns below others.
    Parts(Vec<Range<usize>>),
    /// The cells are set as paragraphs, one below the other, without columns.
    Text,
}

pub(super) fn table<'a>(composer: &mut Composer<'a>, block: &'a Block, table: &'a Table, place: &BlockContext<'a>) {
    let grid = Grid::new(table);
    let parent = composer.element(block, place, StructRole::Table);
    let place = BlockContext { parent, ..*place };
    let spanned = columns_of_table(composer, &grid, &place);
    let place = if spanned > 1 { placing::across(composer, &place, spanned) } else { place };
    let lifted = (spanned > 1).then(|| spans::Lifted::begin(composer, spanned));
    composer.galley.next.space_for_box(place.unit);
    if !table.caption.is_empty() {
        table_caption(composer, &table.caption, &place);
    }
    let rows = row_elements(composer, &grid, &place);
    match fit(composer, &grid, &place) {
        Fit::Whole(columns) => set_rows(composer, &grid, &columns, &rows, &place),
        Fit::Parts(parts) => table_parts(composer, &grid, &parts, &rows, &place),
        Fit::Text => rows_as_text(composer, &grid, &rows, &place),
    }
    if lifted.is_some_and(|lifted| lifted.end(composer)) {
        return;
    }
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
}

/// Returns how many columns of the design a table spans, so that its lines hold more than a few words.
fn columns_of_table<'a>(composer: &mut Composer<'a>, grid: &Grid<'a>, place: &BlockContext<'a>) -> usize {
    if !composer.design.has_spans() || !composer.is_running_text(place) {
        return 1;
    }
    let widths = content(composer, grid, place).columns;
    let gaps = composer.design.spacing.column_gap * grid.align.len().saturating_sub(1) as f64;
    let least: Pt = widths.iter().map(|width| width.0).sum();
    let most: Pt = widths.iter().map(|width| width.1).sum();
    let fits = |columns: &usize| {
        let room = composer.design.columns_width(*columns) - gaps;
        most <= room || least + (most - least) * CRAMPED <= room
    };
    let count = composer.design.columns.count;
    (1..count).find(fits).unwrap_or(count)
}

fn table_caption(composer: &mut Composer<'_>, caption: &[Inline], place: &BlockContext) {
    let owner = composer.add(place.parent, StructRole::Caption);
    let first = composer.galley.len();
    composer.set(caption, &composer.design.styles.caption, place, owner);
    composer.galley.keep_with_next(first);
    composer.galley.next.space(place.unit * 0.25);
}

fn cell_type(composer: &Composer<'_>, header: bool, scale: f64) -> Type {
    let styles = &composer.design.styles;
    let kind = if header { styles.header_cell } else { styles.cell };
    Type { size: kind.size * scale, leading: kind.leading * scale, ..kind }
}

/// Sets the table in parts, some columns below the others, and repeats the first column in each part.
fn table_parts<'a>(
    composer: &mut Composer<'a>,
    grid: &Grid<'a>,
    parts: &[Range<usize>],
    rows: &[StructId],
    place: &BlockContext<'a>,
) {
    for (index, columns) in parts.iter().enumerate() {
        if index > 0 {
            composer.galley.next.space(place.unit);
        }
        let part = grid.part(columns.clone());
        let content = content(composer, &part, place);
        let columns = columns_of(composer, &part, &content, place);
        set_rows(composer, &part, &columns, rows, place);
    }
}

/// Returns the widest area that a table in `place` may use.
fn table_place<'a>(composer: &Composer<'a>, place: &BlockContext<'a>) -> BlockContext<'a> {
    if composer.design.has_spans() {
        return *place;
    }
    let running = place.depth <= 1 && composer.galley.is_in_text() && placing::side_is_free(composer);
    if running { placing::full_width(composer, place) } else { *place }
}

/// Returns the smallest factor to which the type of a table is reduced.
fn smallest(composer: &Composer<'_>) -> f64 {
    let size = composer.design.styles.cell.size;
    SIZES[SIZES.len() - 1].max(composer.design.spacing.least_size.min(size) / size)
}

fn fit<'a>(composer: &mut Composer<'a>, grid: &Grid<'a>, place: &BlockContext<'a>) -> Fit {
    let count = grid.align.len();
    if count == 0 {
        return Fit::Text;
    }
    let content = content(composer, grid, place);
    let widths = &content.columns;
    let (room, smallest) = (table_place(composer, place).width, smallest(composer));
    let gap = composer.design.spacing.column_gap * smallest;
    let scaled = |width: &(Pt, Pt)| ((width.0 * smallest).max(Pt(LEAST_COLUMN)), width.1 * smallest);
    let needs: Vec<(Pt, Pt)> = widths.iter().map(scaled).collect();
    if let Some(parts) = parts(grid, &needs, room, gap) {
        return Fit::Parts(parts);
    }
    if (room - gap * (count - 1) as f64).0 / (count as f64) < LEAST_COLUMN {
        return Fit::Text;
    }
    Fit::Whole(columns_of(composer, grid, &content, place))
}

/// Chooses type size and column widths for `content`.
fn columns_of<'a>(composer: &Composer<'a>, grid: &Grid<'a>, content: &Content, place: &BlockContext<'a>) -> Columns {
    let widths = &content.columns;
    let gaps = (grid.align.len() - 1) as f64;
    let gap = composer.design.spacing.column_gap;
    let wide = table_place(composer, place);
    let least: Pt = widths.iter().map(|width| width.0).sum();
    let most: Pt = widths.iter().map(|width| width.1).sum();
    // The table extends into the side column only if lines in the text column would hold no more than a few words.
    let cramped = least + (most - least) * CRAMPED > place.width - gap * gaps;
    let column = if most + gap * gaps > place.width && cramped { wide } else { *place };
    let smallest = smallest(composer);
    let room = |scale: f64| column.width - gap * (scale * gaps);
    let mut scales = SIZES.iter().map(|scale| scale.max(smallest));
    let scale = scales.find(|&scale| least * scale <= room(scale)).unwrap_or(smallest);
    Columns::new(&content.scaled(scale).lowest(room(scale)), gap * scale, &column, scale)
}

/// Measures the content of the columns.
fn content<'a>(composer: &mut Composer<'a>, grid: &Grid<'a>, place: &BlockContext<'a>) -> Content {
    let mut widths = vec![(Pt::ZERO, Pt::ZERO); grid.align.len()];
    let mut cells = Vec::new();
    let mut spanning = Vec::new();
    for placed in &grid.cells {
        crate::halt::point();
        let kind = cell_type(composer, placed.cell.header || placed.head, 1.0);
        let (least, most) = block_widths(composer, &placed.cell.blocks, &kind, place);
        if placed.columns > 1 {
            spanning.push((placed.column..placed.column + placed.columns, least, most));
            continue;
        }
        cells.push((placed.row, placed.column, most));
        let width = &mut widths[placed.column];
        *width = (width.0.max(least), width.1.max(most));
    }
    for (columns, least, most) in spanning {
        let count = columns.len() as f64;
        let gaps = composer.design.spacing.column_gap * (count - 1.0);
        let has: (Pt, Pt) = widths[columns.clone()].iter().fold((gaps, gaps), |sum, w| (sum.0 + w.0, sum.1 + w.1));
        let more = ((least - has.0).max(Pt::ZERO) / count, (most - has.1).max(Pt::ZERO) / count);
        widths[columns].iter_mut().for_each(|width| *width = (width.0 + more.0, width.1 + more.1));
    }
    Content { columns: widths, cells }
}

fn block_widths(composer: &mut Composer<'_>, blocks: &[Block], kind: &Type, place: &BlockContext) -> (Pt, Pt) {
    let mut widest = (Pt::ZERO, Pt::ZERO);
    for block in blocks {
        let (least, most) = match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                let style = composer.style(kind, place);
                composer.setter.content_widths(content, &style)
            }
            BlockKind::List { items, .. } => {
                let indent = composer.design.spacing.list;
                let items = items.iter().map(|item| block_widths(composer, &item.blocks, kind, place));
                let widest = items.fold((Pt::ZERO, Pt::ZERO), |a, b| (a.0.max(b.0), a.1.max(b.1)));
                (widest.0 + indent, widest.1 + indent)
            }
            BlockKind::Group(blocks) | BlockKind::Quote { blocks, .. } | BlockKind::Callout { blocks, .. } => {
                block_widths(composer, blocks, kind, place)
            }
            BlockKind::Figure(figure) if figure.pictures.iter().any(|picture| picture.asset.is_ok()) => PICTURE,
            _ => (PICTURE.0, place.width / 2.0),
        };
        widest = (widest.0.max(least), widest.1.max(most));
    }
    // Rounding must not break a line that just fits.
    (widest.0 + Pt(0.5), widest.1 + Pt(0.5))
}

fn set_rows<'a>(
    composer: &mut Composer<'a>,
    grid: &Grid<'a>,
    columns: &Columns,
    rows: &[StructId],
    place: &BlockContext<'a>,
) {
    let mut heights = vec![Pt::ZERO; grid.rows];
    let cells = cells(composer, grid, columns, rows, place, &mut heights);
    let mut tops = vec![Pt::ZERO];
    for height in &heights {
        tops.push(tops[tops.len() - 1] + *height);
    }
    let mut pieces = Vec::new();
    for (placed, slugs) in grid.cells.iter().zip(cells) {
        let mut y = tops[placed.row];
        for slug in slugs {
            let top = y + slug.before;
            y = top + slug.height;
            pieces.push(Piece { slug, top });
        }
    }
    table_rows::push_rows(composer, grid, columns, place, &tops, pieces);
}

/// Sets every cell and puts the heights of the rows into `heights`.
fn cells<'a>(
    composer: &mut Composer<'a>,
    grid: &Grid<'a>,
    columns: &Columns,
    rows: &[StructId],
    place: &BlockContext<'a>,
    heights: &mut [Pt],
) -> Vec<Vec<Slug>> {
    let mut all = Vec::with_capacity(grid.cells.len());
    for placed in &grid.cells {
        let elements = composer.setter.structure.nodes.len();
        let mut slugs = cell(composer, grid, placed, columns, &BlockContext { parent: rows[placed.row], ..*place });
        if placed.again {
            composer.setter.structure.truncate(elements);
            slugs.iter_mut().for_each(|slug| slug.frame = slug::as_artifact(&slug.frame, Owner::Artifact));
        }
        if placed.rows == 1 {
            heights[placed.row] = heights[placed.row].max(stack_height(&slugs) + composer.design.spacing.row);
        }
        all.push(slugs);
    }
    for (placed, slugs) in grid.cells.iter().zip(&all).filter(|(placed, _)| placed.rows > 1) {
        let rows = placed.row..placed.row + placed.rows;
        let has: Pt = heights[rows.clone()].iter().copied().sum();
        let more = stack_height(slugs) + composer.design.spacing.row - has;
        heights[rows.end - 1] += more.max(Pt::ZERO);
    }
    all
}

/// Adds an element for each row, grouped into header and body. A table with header rows only gets a TBody: a THead is
/// allowed only beside a TBody (ISO 14289-1 §7.2, ISO 32000-1 table 337).
fn row_elements(composer: &mut Composer<'_>, grid: &Grid, place: &BlockContext) -> Vec<StructId> {
    let head_rows = if grid.head < grid.rows { grid.head } else { 0 };
    let mut rows: Vec<StructId> = Vec::with_capacity(grid.rows);
    for (role, count) in [(StructRole::THead, head_rows), (StructRole::TBody, grid.rows - head_rows)] {
        if count > 0 {
            let group = composer.add(place.parent, role);
            rows.extend((0..count).map(|_| composer.add(group, StructRole::TR)));
        }
    }
    rows
}

fn cell<'a>(
    composer: &mut Composer<'a>,
    grid: &Grid<'a>,
    placed: &Placed<'a>,
    columns: &Columns,
    place: &BlockContext<'a>,
) -> Vec<Slug> {
    crate::halt::point();
    let header = placed.is_header();
    let parent = composer.add(place.parent, placed.role());
    let align = super::blocks::alignment(placed.cell.align.unwrap_or(grid.align[placed.column]));
    let kind = Type { align, ..cell_type(composer, header, columns.scale) };
    let (x, width) = columns.span(placed.column, placed.columns, place.rtl());
    let body = if placed.cell.blocks.is_empty() { composer.design.styles.cell } else { kind };
    let inner = BlockContext {
        x,
        width,
        parent,
        body,
        unit: kind.leading * 0.5,
        paragraphs: Paragraphs::Tight,
        decor: None,
        depth: place.depth + 1,
        ..*place
    };
    composer.apart(|composer| match placed.cell.blocks.as_slice() {
        [Block { kind: BlockKind::Paragraph(content), lang: None, dir: None, align: None, .. }] => {
            composer.set(content, &kind, &inner, parent);
        }
        blocks => composer.blocks(blocks, &BlockContext { paragraphs: Paragraphs::Spaced, ..inner }),
    })
}

/// Sets a table with too many columns as text, one paragraph for each cell, row by row. In the tagged structure it
/// stays a table.
fn rows_as_text<'a>(composer: &mut Composer<'a>, grid: &Grid<'a>, rows: &[StructId], place: &BlockContext<'a>) {
    let kind = cell_type(composer, false, 1.0);
    let place = BlockContext { body: kind, paragraphs: Paragraphs::Tight, ..*place };
    let mut current = 0;
    for placed in &grid.cells {
        if placed.row != current {
            composer.galley.next.space(place.unit);
            current = placed.row;
        }
        let parent = composer.add(rows[placed.row], placed.role());
        composer.blocks(&placed.cell.blocks, &BlockContext { parent, ..place });
    }
    composer.galley.next.space(place.unit);
}

impl Placed<'_> {
    fn is_header(&self) -> bool {
        self.cell.header || self.head
    }

    fn role(&self) -> StructRole {
        let (columns, rows) = (self.columns as u16, self.rows.min(usize::from(u16::MAX)) as u16);
        if self.is_header() {
            let scope = if self.head { Scope::Column } else { Scope::Row };
            StructRole::TH { scope, columns, rows }
        } else {
            StructRole::TD { columns, rows }
        }
    }
}

/// Returns the total height of stacked slugs.
fn stack_height(slugs: &[Slug]) -> Pt {
    slugs.iter().map(|slug| slug.before + slug.height).sum()
}
