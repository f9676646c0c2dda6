//! Imposition: arranges pages on sheets of paper so that they are in order after folding or stapling, and adds crop
//! marks.
//!
//! Pages that a design made for their cell ([`crate::design::custom::imposed`]) keep their size and their margins.
//! Larger ones are reduced to their type area and a little margin ([`Page::area`]), since white space between small
//! pages is wasted. They are never enlarged. All pages have the same scale, so that lines stay in register. Small
//! formats go on the office paper of twice their size: an A5 book on A4.
//!
//! Beside a page with room for notes ([`Imposition::Notes`]), lines for handwriting stand in the grid of its text.
//!
//! The sheets are upright when they are turned like the pages of a book. A duplex printer does that to a landscape
//! sheet by flipping it on its **short** edge, to a portrait sheet on its long edge. If the printer flips on the other
//! edge ([`Flip`]), the backs are rotated here.

mod marks;
mod order;

use super::sheet::{Flip, PlacedPage, Sheet};
use super::{Area, Color, Item, Owner, Page, Pages, TextGrid};
use crate::article::Direction;
use crate::design::Paper;
use crate::design::custom::{BESIDE_NOTES, SMALL_FORMAT};
use crate::units::{Point, Pt, Size};

/// The unprintable margin of office printers: a quarter of an inch.
const EDGE: Pt = Pt(18.0);
/// Gap between pages on one sheet.
const GAP: Pt = Pt(24.0);
/// Minimum distance between the type of a booklet and its fold, whatever creep requires.
const LEAST_INNER: Pt = Pt(12.0);
/// Share of a booklet's free width that goes to the fold side: facing pages are seen together, so two inner margins
/// should look as wide as one and a half outer ones.
const INNER_SHARE: f64 = 0.42;
/// Distance of the lines for handwriting from the sheet's edge: 12 mm.
const OUTER: Pt = Pt(12.0 * Pt::MM.0);
/// Minimum length of these lines.
const LEAST_LINES: Pt = Pt(72.0);
/// Minimum distance between these lines: in a closer grid, every second or third line has one.
const RULING: Pt = Pt(5.5 * Pt::MM.0);
/// Thickness of these lines.
const RULE: Pt = Pt(0.4);
/// Their colour: just visible enough to write on.
const RULE_INK: Color = Color::grey(178);
/// Lengths that differ by less than this are considered equal: paper sizes are stated to a hundredth of a point.
const SAME: Pt = Pt(0.5);

/// Arrangements of pages on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Imposition {
    /// Two pages side by side.
    TwoUp,
    /// Two rows of two pages.
    FourUp,
    /// Sheets that are folded in the middle and stapled in the fold.
    Booklet,
    /// One page on each side, with ruled lines beside its text.
    Notes,
}

impl Imposition {
    /// Returns the number of pages on one side of a sheet.
    pub(crate) fn per_side(self) -> usize {
        match self {
            Imposition::FourUp => 4,
            Imposition::TwoUp | Imposition::Booklet => 2,
            Imposition::Notes => 1,
        }
    }

    /// Returns the number of columns and rows of pages.
    fn grid(self) -> (usize, usize) {
        match self {
            Imposition::TwoUp | Imposition::Booklet => (2, 1),
            Imposition::FourUp => (2, 2),
            Imposition::Notes => (1, 1),
        }
    }

    /// Whether sheets are in landscape orientation.
    fn landscape(self) -> bool {
        matches!(self, Imposition::TwoUp | Imposition::Booklet)
    }

    /// Returns the printer's flip edge for which no side needs to be rotated.
    fn natural_flip(self) -> Flip {
        if self.landscape() { Flip::ShortEdge } else { Flip::LongEdge }
    }
}

/// Returns the number of sheets that `pages` pages need when printed on both sides; without an imposition, each page
/// is a side.
pub(crate) fn sheets(imposition: Option<Imposition>, pages: usize) -> usize {
    let per_side = imposition.map_or(1, Imposition::per_side);
    pages.div_ceil(per_side * 2)
}

/// Returns the number of pages that `sheets` sheets hold when printed on both sides.
pub(crate) fn pages(imposition: Option<Imposition>, sheets: usize) -> usize {
    imposition.map_or(1, Imposition::per_side).saturating_mul(2).saturating_mul(sheets)
}

/// How pages are printed on paper.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Printing {
    /// The arrangement; `None` for one page on each sheet.
    pub imposition: Option<Imposition>,
    /// The paper, in either orientation; `None` for the office paper on which the pages fit best. Only for an
    /// arrangement.
    pub sheet: Option<Size>,
    /// The edge on which the printer flips sheets; `None` for the one with which all sides stay upright.
    pub flip: Option<Flip>,
    /// How far the pages of a booklet's sheet move towards the fold, for each sheet that lies around it (creep).
    ///
    /// An inner sheet starts one thickness of paper further from the spine. So its outer edge protrudes by as much,
    /// which is trimmed off. Paper of 80 g/m² with the usual bulk of 1.3 cm³/g is 0.1 mm thick.
    pub creep: Pt,
    /// Whether there are crop marks.
    pub marks: bool,
    /// How far printing extends beyond the trim edge.
    pub bleed: Pt,
}

impl Default for Printing {
    fn default() -> Self {
        Self { imposition: None, sheet: None, flip: None, creep: Pt(0.1 * Pt::MM.0), marks: false, bleed: Pt::ZERO }
    }
}

impl Printing {
    /// Whether every page is a sheet of its own and nothing is trimmed.
    pub(crate) fn is_plain(&self) -> bool {
        self.imposition.is_none() && !self.marks && self.bleed <= Pt::ZERO
    }
}

/// Arranges `pages`, whose text runs in the direction `dir`, on sheets as `printing` requests.
pub fn impose(mut pages: Pages, printing: &Printing, dir: Direction) -> Pages {
    if printing.is_plain() || pages.pages.is_empty() {
        return pages;
    }
    pages.sheets.sides = match printing.imposition {
        Some(kind) => {
            // A booklet must be printed on both sides; for others it is the user's choice.
            let booklet = (kind == Imposition::Booklet).then_some(kind.natural_flip());
            pages.sheets.duplex = printing.flip.or(booklet);
            arrange(&pages, kind, printing, dir)
        }
        None => pages.pages.iter().enumerate().map(alone).collect(),
    };
    marks::add(&mut pages.sheets.sides, printing);
    pages
}

/// Makes a sheet of a single page.
fn alone((index, page): (usize, &Page)) -> Sheet {
    let placed = PlacedPage { page: index, at: Point::default(), scale: 1.0, turned: false };
    Sheet { size: page.size, label: page.label.clone(), pages: vec![placed], ..Sheet::default() }
}

/// Whether a page of the size `page` is printed at its own size.
pub(crate) fn keeps_size(printing: &Printing, page: Size) -> bool {
    printing.imposition.is_none_or(|kind| {
        let cells = split(paper(kind, page, printing.sheet), Pt::ZERO, Pt::ZERO, kind.grid(), false);
        fits(page, cells[0].size)
    })
}

fn arrange(all: &Pages, kind: Imposition, printing: &Printing, dir: Direction) -> Vec<Sheet> {
    let pages = &*all.pages;
    let size = paper(kind, largest(pages.iter().map(|page| page.size)), printing.sheet);
    let plan = Plan::new(kind, size, all, dir);
    let turns = printing.flip.is_some_and(|flip| flip != kind.natural_flip());
    let sides = order::sides(kind, pages.len());
    let sheets = sides.iter().enumerate().map(|(number, side)| {
        let creep = if kind == Imposition::Booklet { printing.creep * (number / 2) as f64 } else { Pt::ZERO };
        let mut sheet = plan.sheet(side, pages, creep);
        if turns && number % 2 == 1 {
            turn(&mut sheet);
        }
        sheet
    });
    sheets.collect()
}

/// Returns the paper for pages of the size `page`, in the orientation of `kind`: `sheet` if it is given.
fn paper(kind: Imposition, page: Size, sheet: Option<Size>) -> Size {
    if kind == Imposition::Notes {
        return sheet.unwrap_or(page);
    }
    let ordered = |size: Size| (size.width.min(size.height), size.width.max(size.height));
    let (short, long) = ordered(page);
    let iso = (long / short - std::f64::consts::SQRT_2).abs() < 0.01;
    let (short, long) = match sheet {
        Some(sheet) => ordered(sheet),
        None if long > SMALL_FORMAT => (short, long),
        None if iso => ordered(Paper::A4.size()),
        None => ordered(Paper::Letter.size()),
    };
    if kind.landscape() { Size::new(long, short) } else { Size::new(short, long) }
}

fn largest(sizes: impl Iterator<Item = Size>) -> Size {
    sizes.fold(Size::default(), |one, other| Size::new(one.width.max(other.width), one.height.max(other.height)))
}

/// The arrangement of pages on all sheets.
struct Plan {
    kind: Imposition,
    size: Size,
    /// Cells for pages, in reading order.
    cells: Vec<Cell>,
    scale: f64,
    /// Whether pages keep their margins.
    whole: bool,
    /// Size of the largest page, or of the largest type area, at the plan's scale.
    extent: Size,
    /// The grid of the text on the pages.
    grid: TextGrid,
    rtl: bool,
}

/// A cell for one page.
#[derive(Clone, Copy)]
struct Cell {
    at: Point,
    size: Size,
    /// Whether it is the left cell of its row.
    left: bool,
}

impl Plan {
    fn new(kind: Imposition, size: Size, all: &Pages, dir: Direction) -> Self {
        let rtl = dir == Direction::Rtl;
        let full = largest(all.pages.iter().map(|page| page.size));
        // A cover has no type area, and no notes beside it.
        let text = all.pages.iter().filter(|page| kind != Imposition::Notes || has_area(page));
        let areas = largest(text.map(|page| area(page).size));
        let cells = split(size, Pt::ZERO, Pt::ZERO, kind.grid(), rtl);
        let lined = kind != Imposition::Notes || all.pages.iter().all(|page| room_beside(page, rtl) >= LEAST_LINES);
        let whole = lined && fits(full, cells[0].size);
        let cells = if whole { cells } else { split(size, EDGE, GAP, kind.grid(), rtl) };
        let extent = if whole { full } else { areas };
        let room = match kind {
            Imposition::Notes if !whole => Size::new(size.width * BESIDE_NOTES, cells[0].size.height),
            _ => cells[0].size,
        };
        let reduced = (room.width / extent.width).min(room.height / extent.height).min(1.0);
        let scale = if whole { 1.0 } else { reduced };
        let extent = Size::new(extent.width * scale, extent.height * scale);
        Self { kind, size, cells, scale, whole, extent, grid: all.grid, rtl }
    }

    /// Makes the sheet that shows `side`, with its pages moved towards the fold by `creep`.
    fn sheet(&self, side: &[Option<usize>], pages: &[Page], creep: Pt) -> Sheet {
        let mut sheet = Sheet { size: self.size, ..Sheet::default() };
        for (cell, page) in self.cells.iter().zip(side) {
            let Some(index) = *page else { continue };
            let page = &pages[index];
            let placed = self.place(index, page, cell, creep);
            if self.kind == Imposition::Notes && has_area(page) {
                self.rule(&mut sheet, page, &placed);
            }
            sheet.pages.push(placed);
        }
        sheet.label = label(side, pages);
        sheet.pages.sort_by_key(|placed| placed.page);
        sheet
    }

    fn place(&self, index: usize, page: &Page, cell: &Cell, creep: Pt) -> PlacedPage {
        let area = if self.whole { Area { at: Point::default(), size: page.size } } else { area(page) };
        let free = cell.size.width - area.size.width * self.scale;
        let left = free * self.left_share(cell);
        // What keeps its distance from the fold is the type, whatever else of the page is placed.
        let text = self::area(page);
        let start = cell.at.x + left + (text.at.x - area.at.x) * self.scale;
        let fold = self.size.width / 2.0;
        let inner = if cell.left { fold - start - text.size.width * self.scale } else { start - fold };
        let creep = creep.min((inner - LEAST_INNER).max(Pt::ZERO));
        let x = cell.at.x + left + if cell.left { creep } else { -creep };
        let y = cell.at.y + (cell.size.height - self.extent.height) * 0.5;
        let at = Point::new(x - area.at.x * self.scale, y - area.at.y * self.scale);
        PlacedPage { page: index, at, scale: self.scale, turned: false }
    }

    /// Returns the share of the free width of `cell` that is on the left of its page.
    fn left_share(&self, cell: &Cell) -> f64 {
        match self.kind {
            Imposition::TwoUp | Imposition::FourUp => 0.5,
            Imposition::Booklet if self.whole => 0.5,
            Imposition::Booklet if cell.left => 1.0 - INNER_SHARE,
            Imposition::Booklet => INNER_SHARE,
            Imposition::Notes if self.whole => 0.5,
            Imposition::Notes if self.rtl => 1.0,
            Imposition::Notes => 0.0,
        }
    }

    /// Draws the lines for handwriting beside the text of `page`, in its grid.
    fn rule(&self, sheet: &mut Sheet, page: &Page, placed: &PlacedPage) {
        let leading = self.grid.leading * self.scale;
        if leading <= Pt::ZERO {
            return;
        }
        let area = area(page);
        let text = placed.place(area.at).x;
        let (left, right) = match self.rtl {
            true => (OUTER, text - GAP),
            false => (text + area.size.width * self.scale + GAP, self.size.width - OUTER),
        };
        let step = (RULING / leading - 1e-6).ceil().max(1.0) as usize;
        for line in (0..self.grid.lines).step_by(step) {
            let baseline = self.grid.first + self.grid.leading * line as f64;
            let at = Point::new(left, placed.place(Point::new(Pt::ZERO, baseline)).y);
            let size = Size::new(right - left, RULE);
            sheet.frame.push(at, Owner::Artifact, Item::Rule { size, color: RULE_INK });
        }
    }
}

fn fits(page: Size, cell: Size) -> bool {
    page.width <= cell.width + SAME && page.height <= cell.height + SAME
}

/// Returns the area of `page` that must be on the sheet: its type area if known, else the whole page.
fn area(page: &Page) -> Area {
    if has_area(page) { page.area } else { Area { at: Point::default(), size: page.size } }
}

/// Returns the length that lines for handwriting can have beside the text of `page`.
fn room_beside(page: &Page, rtl: bool) -> Pt {
    let Area { at, size } = page.area;
    let free = if rtl { at.x } else { page.size.width - at.x - size.width };
    if has_area(page) { free - GAP - OUTER } else { page.size.width }
}

fn has_area(page: &Page) -> bool {
    page.area.size.width > Pt::ZERO && page.area.size.height > Pt::ZERO
}

/// Splits a sheet of the size `size` into cells, in reading order.
fn split(size: Size, edge: Pt, gap: Pt, (columns, rows): (usize, usize), rtl: bool) -> Vec<Cell> {
    let part = |length: Pt, count: usize| (length - edge * 2.0 - gap * (count - 1) as f64) / count as f64;
    let cell = Size::new(part(size.width, columns), part(size.height, rows));
    let at = |row: usize, column: usize| {
        let column = if rtl { columns - 1 - column } else { column };
        let x = edge + (cell.width + gap) * column as f64;
        let y = edge + (cell.height + gap) * row as f64;
        Cell { at: Point::new(x, y), size: cell, left: column == 0 }
    };
    (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))).map(|(r, c)| at(r, c)).collect()
}

/// Returns the label of a side: `1–4` for consecutive pages, `16, 1` for others.
fn label(side: &[Option<usize>], pages: &[Page]) -> String {
    let there: Vec<usize> = side.iter().copied().flatten().collect();
    let labels: Vec<&str> = there.iter().map(|page| &*pages[*page].label).collect();
    match &*labels {
        [first, .., last] if there.array_windows().all(|[one, next]| *next == one + 1) => format!("{first}–{last}"),
        _ => labels.join(", "),
    }
}

/// Rotates `sheet` by 180 degrees.
fn turn(sheet: &mut Sheet) {
    let Size { width, height } = sheet.size;
    for page in &mut sheet.pages {
        page.at = Point::new(width - page.at.x, height - page.at.y);
        page.turned = true;
    }
    for (at, placed) in &mut sheet.frame.items {
        if let Item::Rule { size, .. } = &placed.item {
            *at = Point::new(width - at.x - size.width, height - at.y - size.height);
        }
    }
}

#[cfg(test)]
mod tests;
