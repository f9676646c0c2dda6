//! Sets tables: column widths from content, rows broken over pages, a repeated header.
//!
//! If a table fits, its columns get their preferred widths. Otherwise they get their minimum widths and share the rest
//! in proportion to what they lack (CSS 2.2 §17.5.2.2). A table that does not fit this way extends into the side
//! column, then gets smaller type, then is split into parts with some columns below the others (see
//! [`super::wide_tables`]). As the last resort words are broken; nothing is cut off. Only a table with far too many
//! columns is set as text, one paragraph for each cell.

use std::ops::Range;

use super::slug::Slug;
use super::table_widths::Content;
use super::wide_tables::parts;
use super::{BlockContext, Composer, Paragraphs, blocks, front, slug, table_rows};
use crate::article::{Align, Block, BlockKind, Cell, Inline, Row, Table};
use crate::design::Type;
use crate::layout::{Owner, Scope, StructId, StructRole};
use crate::units::Pt;

/// Type sizes that are tried, as factors of the design's.
const SIZES: [f64; 3] = [1.0, 0.88, 0.76];
/// Minimum width of a column.
const LEAST_COLUMN: f64 = 14.0;
/// A table that prefers at least this share of the measure is set as wide as the measure.
const NEARLY_FULL: f64 = 0.62;
/// Minimum and maximum width of pictures in cells.
const PICTURE: (Pt, Pt) = (Pt(40.0), Pt(120.0));

/// A cell with its place in the grid.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub cell: &'a Cell,
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub head: bool,
    /// Whether it repeats a cell as an artifact.
    pub again: bool,
}

/// The part of a table that is set: its cells, and where rows begin.
pub(super) struct Grid<'a> {
    pub cells: Vec<Placed<'a>>,
    pub rows: usize,
    pub head: usize,
    pub align: Vec<Align>,
    pub extent: Extent,
}

/// How much of a table is set at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// Some columns; the others stand above or below.
    Part,
}

/// How a table is fitted to the page.
enum Fit {
    /// Whole, with these columns.
    Whole(Columns),
    /// In parts, with some columns below others.
    Parts(Vec<Range<usize>>),
    /// As text, without columns.
    Text,
}

/// Left edges and widths of columns.
pub(super) struct Columns {
    pub place_x: Pt,
    pub width: Pt,
    pub edges: Vec<(Pt, Pt)>,
    pub scale: f64,
}

/// A slug of a cell with its place in the table.
pub(super) struct Piece {
    pub slug: Slug,
    pub top: Pt,
}

pub(super) fn table<'a>(composer: &mut Composer<'a>, block: &'a Block, table: &'a Table, place: &BlockContext<'a>) {
    let grid = Grid::new(table);
    let parent = composer.element(block, place, StructRole::Table);
    let place = BlockContext { parent, ..*place };
    composer.galley.space_for_box(place.unit);
    if !table.caption.is_empty() {
        table_caption(composer, &table.caption, &place);
    }
    let rows = row_elements(composer, &grid, &place);
    match fit(composer, &grid, &place) {
        Fit::Whole(columns) => set_rows(composer, &grid, &columns, &rows, &place),
        Fit::Parts(parts) => table_parts(composer, &grid, &parts, &rows, &place),
        Fit::Text => rows_as_text(composer, &grid, &rows, &place),
    }
    composer.galley.space(place.unit);
    composer.galley.flush_next();
}

fn table_caption(composer: &mut Composer<'_>, caption: &[Inline], place: &BlockContext) {
    let owner = composer.add(place.parent, StructRole::Caption);
    let first = composer.galley.slugs.len();
    composer.set(caption, &composer.design.styles.caption, place, owner);
    composer.galley.keep_with_next(first);
    composer.galley.space(place.unit * 0.25);
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
            composer.galley.space(place.unit);
        }
        let part = grid.part(columns.clone());
        let content = content(composer, &part, place);
        let columns = columns_of(composer, &part, &content, place);
        set_rows(composer, &part, &columns, rows, place);
    }
}

/// Returns the widest area that a table in `place` may use.
fn table_place<'a>(composer: &Composer<'a>, place: &BlockContext<'a>) -> BlockContext<'a> {
    let running = place.depth <= 1 && composer.galley.apart == 0 && front::side_is_free(composer);
    if running { blocks::full_width(composer, place) } else { *place }
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

/// Returns the columns for this content.
fn columns_of<'a>(composer: &Composer<'a>, grid: &Grid<'a>, content: &Content, place: &BlockContext<'a>) -> Columns {
    let widths = &content.columns;
    let gaps = (grid.align.len() - 1) as f64;
    let gap = composer.design.spacing.column_gap;
    let wide = table_place(composer, place);
    let least: Pt = widths.iter().map(|width| width.0).sum();
    let most: Pt = widths.iter().map(|width| width.1).sum();
    // The side column is also used if lines would hardly hold a few words.
    let cramped = least + (most - least) * 0.35 > place.width - gap * gaps;
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
            composer.galley.space(place.unit);
            current = placed.row;
        }
        let parent = composer.add(rows[placed.row], placed.role());
        composer.blocks(&placed.cell.blocks, &BlockContext { parent, ..place });
    }
    composer.galley.space(place.unit);
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

impl<'a> Grid<'a> {
    /// Places each cell in the grid; spans that would exceed the table end at its edge.
    pub(super) fn new(table: &'a Table) -> Self {
        let mut grid = Grid {
            cells: Vec::new(),
            rows: 0,
            head: table.head.len(),
            align: table.align.clone(),
            extent: Extent::Whole,
        };
        grid.section(&table.head, true);
        grid.section(&table.body, false);
        grid
    }

    fn section(&mut self, rows: &'a [Row], head: bool) {
        let count = self.align.len();
        let end = self.rows + rows.len();
        // For each column, the first free row.
        let mut free = vec![self.rows; count];
        for row in rows {
            let mut column = 0;
            for cell in &row.cells {
                while column < count && free[column] > self.rows {
                    column += 1;
                }
                if column >= count {
                    break;
                }
                let taken = free[column..].iter().take_while(|&&row| row <= self.rows).count();
                let columns = usize::from(cell.columns).clamp(1, taken.max(1));
                let rows = usize::from(cell.rows).clamp(1, end - self.rows);
                free[column..column + columns].fill(self.rows + rows);
                self.cells.push(Placed { cell, row: self.rows, column, rows, columns, head, again: false });
                column += columns;
            }
            self.rows += 1;
        }
    }
}

impl Columns {
    fn new(widths: &[Pt], gap: Pt, place: &BlockContext, scale: f64) -> Self {
        let width = widths.iter().copied().sum::<Pt>() + gap * (widths.len() - 1) as f64;
        let place_x = place.start(width);
        let mut x = Pt::ZERO;
        let edges = widths.iter().map(|&width| {
            x += width + gap;
            (x - width - gap, width)
        });
        Columns { place_x, width, edges: edges.collect(), scale }
    }

    /// Returns left edge and width of `count` columns from `first` on.
    pub(super) fn span(&self, first: usize, count: usize, rtl: bool) -> (Pt, Pt) {
        let (from, last) = (self.edges[first].0, self.edges[first + count - 1]);
        let width = last.0 + last.1 - from;
        let x = if rtl { self.width - from - width } else { from };
        (self.place_x + x, width)
    }
}

/// Distributes `room` among columns with these minimum and preferred widths.
pub(super) fn share(widths: &[(Pt, Pt)], room: Pt) -> Vec<Pt> {
    let least: Pt = widths.iter().map(|width| width.0).sum();
    let most: Pt = widths.iter().map(|width| width.1).sum();
    if most <= room {
        let more = if most.0 > room.0 * NEARLY_FULL { room / most } else { 1.0 };
        return widths.iter().map(|width| width.1 * more).collect();
    }
    if least > room {
        return narrowed(widths, room);
    }
    let part = (room - least) / (most - least);
    widths.iter().map(|width| width.0 + (width.1 - width.0) * part).collect()
}

/// Distributes too little room: narrow columns keep their minimum width, wide ones share the rest and break their
/// words.
fn narrowed(widths: &[(Pt, Pt)], room: Pt) -> Vec<Pt> {
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by(|&a, &b| widths[a].0.0.total_cmp(&widths[b].0.0));
    let mut result = vec![Pt::ZERO; widths.len()];
    let mut left = room;
    for (done, &column) in order.iter().enumerate() {
        let fair = left / (widths.len() - done) as f64;
        result[column] = widths[column].0.min(fair);
        left -= result[column];
    }
    result
}

/// Returns the total height of stacked slugs.
fn stack_height(slugs: &[Slug]) -> Pt {
    slugs.iter().map(|slug| slug.before + slug.height).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_room_and_no_more() {
        let widths = [(Pt(20.0), Pt(40.0)), (Pt(30.0), Pt(400.0)), (Pt(10.0), Pt(10.0))];
        for room in [30.0, 100.0, 300.0] {
            let total: Pt = share(&widths, Pt(room)).into_iter().sum();
            assert!((total.0 - room).abs() < 0.01, "{total:?} in {room}");
        }
        assert_eq!(share(&[(Pt(20.0), Pt(40.0))], Pt(300.0)), [Pt(40.0)], "a small table stays small");
    }

    #[test]
    fn narrow_columns_keep_their_width_where_wide_ones_must_break() {
        assert_eq!(share(&[(Pt(20.0), Pt(20.0)), (Pt(900.0), Pt(900.0))], Pt(100.0)), [Pt(20.0), Pt(80.0)]);
    }

    #[test]
    fn a_cell_below_a_high_one_moves_over() {
        let cell = |rows, columns| Cell { header: false, columns, rows, align: None, blocks: Vec::new() };
        let table = Table {
            align: vec![Align::Start; 3],
            body: vec![Row { cells: vec![cell(2, 1), cell(1, 2)] }, Row { cells: vec![cell(9, 1), cell(1, 7)] }],
            ..Table::default()
        };
        let places: Vec<_> =
            Grid::new(&table).cells.iter().map(|cell| (cell.row, cell.column, cell.rows, cell.columns)).collect();
        assert_eq!(places, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }
}
