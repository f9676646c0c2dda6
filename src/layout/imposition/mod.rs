//! Imposition: pages on sheets of paper, in the order and at the places in which folding or stapling brings them
//! together; then marks for cutting.
//!
//! Pages are taken without most of their margins ([`Page::area`]), since paper between small pages serves nobody, and
//! are never enlarged. A page that fits its place whole keeps its margins. All pages have one scale, so that lines
//! stay in register. Small formats go on the office paper that they are half of: a book of A5 on A4.
//!
//! Sheets read upright when they are turned like the pages of a book. A printer that prints both sides does that to
//! a landscape sheet by flipping it on its **short** edge, to a portrait one on its long edge; where it does the
//! other ([`Flip`]), the backs are turned round here.

mod marks;
mod order;

use super::sheet::{Flip, PlacedPage, Sheet};
use super::{Area, Color, Item, Owner, Page, Pages};
use crate::article::Direction;
use crate::design::Paper;
use crate::units::{Point, Pt, Size};

/// What a printer leaves white along the edges: a quarter of an inch.
const EDGE: Pt = Pt(18.0);
/// Between pages on one sheet.
const GAP: Pt = Pt(24.0);
/// Between the type of a booklet and its fold at least, whatever creep asks for.
const LEAST_INNER: Pt = Pt(12.0);
/// Share of a booklet's free width that is at the fold: facing pages make one picture, so two inner margins look as
/// wide as one outer margin and a half.
const INNER_SHARE: f64 = 0.42;
/// The greatest width of pages beside room for notes, as a share of the sheet.
const BESIDE_NOTES: f64 = 0.48;
/// Distance of lines for handwriting: 8 mm, as in ruled notebooks.
const RULING: Pt = Pt(8.0 * Pt::MM.0);
/// Thickness of those lines.
const RULE: Pt = Pt(0.4);
/// Their colour: there for the pen, and no more.
const RULE_INK: Color = Color::grey(178);
/// Pages higher than this go on paper of their own size: half of Letter's height is less, and so is A5.
const SMALL_FORMAT: Pt = Pt(700.0);
/// Lengths that differ by less are the same: papers are stated to a hundredth of a point.
const SAME: Pt = Pt(0.5);

/// How pages are arranged on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Imposition {
    /// Two pages side by side.
    TwoUp,
    /// Two rows of two pages.
    FourUp,
    /// Sheets to be folded in the middle and stapled in the fold.
    Booklet,
    /// Two pages one above the other, with ruled lines beside them.
    Notes,
}

impl Imposition {
    /// Pages on one side of a sheet.
    pub(crate) fn per_side(self) -> usize {
        match self {
            Imposition::FourUp => 4,
            Imposition::TwoUp | Imposition::Booklet | Imposition::Notes => 2,
        }
    }

    /// Whether sheets are wider than high.
    fn landscape(self) -> bool {
        matches!(self, Imposition::TwoUp | Imposition::Booklet)
    }

    /// The flip of a printer under which no side needs to be turned round.
    fn natural_flip(self) -> Flip {
        if self.landscape() { Flip::ShortEdge } else { Flip::LongEdge }
    }
}

/// Sheets of paper that `pages` pages need, printed on both sides; without an imposition each page is a side.
pub(crate) fn sheets(imposition: Option<Imposition>, pages: usize) -> usize {
    let per_side = imposition.map_or(1, Imposition::per_side);
    pages.div_ceil(per_side * 2)
}

/// How pages go on paper.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Printing {
    /// The arrangement; `None` for a page a sheet.
    pub imposition: Option<Imposition>,
    /// How the printer flips sheets; `None` for the way that leaves all sides upright.
    pub flip: Option<Flip>,
    /// By how much the pages of a booklet's sheet are moved to the fold, for each sheet that lies around it.
    ///
    /// A sheet inside another begins one thickness of paper further from the spine, and so its outer edge stands out
    /// by as much and is what trimming takes off. Paper of 80 g/m² with the usual bulk of 1.3 cm³/g is 0.1 mm thick.
    pub creep: Pt,
    /// Whether marks show where to cut.
    pub marks: bool,
    /// How far printing may go beyond the cut.
    pub bleed: Pt,
}

impl Default for Printing {
    fn default() -> Self {
        Self { imposition: None, flip: None, creep: Pt(0.1 * Pt::MM.0), marks: false, bleed: Pt::ZERO }
    }
}

impl Printing {
    /// Whether every page is a sheet, and nothing is cut.
    pub(crate) fn is_plain(&self) -> bool {
        self.imposition.is_none() && !self.marks && self.bleed <= Pt::ZERO
    }
}

/// Arranges `pages`, whose text runs in `dir`, on sheets as `printing` asks.
pub fn impose(mut pages: Pages, printing: &Printing, dir: Direction) -> Pages {
    if printing.is_plain() || pages.pages.is_empty() {
        return pages;
    }
    pages.sheets.sides = match printing.imposition {
        Some(kind) => {
            // A booklet is nothing without backs; for others it is the user's choice.
            let booklet = (kind == Imposition::Booklet).then_some(kind.natural_flip());
            pages.sheets.duplex = printing.flip.or(booklet);
            arrange(&pages.pages, kind, printing, dir)
        }
        None => pages.pages.iter().enumerate().map(alone).collect(),
    };
    marks::add(&mut pages.sheets.sides, printing);
    pages
}

/// A sheet that is one page.
fn alone((index, page): (usize, &Page)) -> Sheet {
    let placed = PlacedPage { page: index, at: Point::default(), scale: 1.0, turned: false };
    Sheet { size: page.size, label: page.label.clone(), pages: vec![placed], ..Sheet::default() }
}

fn arrange(pages: &[Page], kind: Imposition, printing: &Printing, dir: Direction) -> Vec<Sheet> {
    let size = paper(kind, largest(pages.iter().map(|page| page.size)));
    let plan = Plan::new(kind, size, pages, dir);
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

/// The paper in the printer for pages of `page`, as it lies for `kind`.
fn paper(kind: Imposition, page: Size) -> Size {
    let (short, long) = (page.width.min(page.height), page.width.max(page.height));
    let iso = (long / short - std::f64::consts::SQRT_2).abs() < 0.01;
    let (short, long) = if long > SMALL_FORMAT {
        (short, long)
    } else {
        let Size { width, height } = if iso { Paper::A4.size() } else { Paper::Letter.size() };
        (width, height)
    };
    if kind.landscape() { Size::new(long, short) } else { Size::new(short, long) }
}

fn largest(sizes: impl Iterator<Item = Size>) -> Size {
    sizes.fold(Size::default(), |one, other| Size::new(one.width.max(other.width), one.height.max(other.height)))
}

/// Where the pages of every sheet stand.
struct Plan {
    kind: Imposition,
    size: Size,
    /// Places for pages, in reading order.
    cells: Vec<Cell>,
    scale: f64,
    /// Whether pages keep their margins.
    whole: bool,
    /// Extent of the largest page, or type area, at that scale.
    extent: Size,
    rtl: bool,
}

/// A place for a page.
#[derive(Clone, Copy)]
struct Cell {
    at: Point,
    size: Size,
    /// Whether it is the left one of its row.
    left: bool,
}

impl Plan {
    fn new(kind: Imposition, size: Size, pages: &[Page], dir: Direction) -> Self {
        let (columns, rows) = match kind {
            Imposition::TwoUp | Imposition::Booklet => (2, 1),
            Imposition::FourUp => (2, 2),
            Imposition::Notes => (1, 2),
        };
        let rtl = dir == Direction::Rtl;
        let full = largest(pages.iter().map(|page| page.size));
        let areas = largest(pages.iter().map(|page| area(page).size));
        let cells = split(size, Pt::ZERO, Pt::ZERO, (columns, rows), rtl);
        let whole = kind != Imposition::Notes && fits(full, cells[0].size);
        let cells = if whole { cells } else { split(size, EDGE, GAP, (columns, rows), rtl) };
        let extent = if whole { full } else { areas };
        let room = match kind {
            Imposition::Notes => Size::new(size.width * BESIDE_NOTES - EDGE, cells[0].size.height),
            _ => cells[0].size,
        };
        let scale = (room.width / extent.width).min(room.height / extent.height).min(1.0);
        let extent = Size::new(extent.width * scale, extent.height * scale);
        Self { kind, size, cells, scale, whole, extent, rtl }
    }

    /// The sheet that shows `side`, its pages moved to the fold by `creep`.
    fn sheet(&self, side: &[Option<usize>], pages: &[Page], creep: Pt) -> Sheet {
        let mut sheet = Sheet { size: self.size, ..Sheet::default() };
        for (cell, page) in self.cells.iter().zip(side) {
            if self.kind == Imposition::Notes {
                self.rule(&mut sheet, cell);
            }
            if let Some(index) = *page {
                sheet.pages.push(self.place(index, &pages[index], cell, creep));
            }
        }
        sheet.label = label(side, pages);
        sheet.pages.sort_by_key(|placed| placed.page);
        sheet
    }

    fn place(&self, index: usize, page: &Page, cell: &Cell, creep: Pt) -> PlacedPage {
        let area = if self.whole { Area { at: Point::default(), size: page.size } } else { area(page) };
        let free = cell.size.width - area.size.width * self.scale;
        let left = free * self.left_share(cell);
        let inner = if cell.left { free - left } else { left };
        let fold = cell.at.x + if cell.left { cell.size.width } else { Pt::ZERO };
        let inner = inner + (self.size.width / 2.0 - fold).abs();
        let creep = creep.min((inner - LEAST_INNER).max(Pt::ZERO));
        let x = cell.at.x + left + if cell.left { creep } else { -creep };
        let y = cell.at.y + (cell.size.height - self.extent.height) * 0.5;
        let at = Point::new(x - area.at.x * self.scale, y - area.at.y * self.scale);
        PlacedPage { page: index, at, scale: self.scale, turned: false }
    }

    /// How much of the free width of `cell` is on the left of its page.
    fn left_share(&self, cell: &Cell) -> f64 {
        match self.kind {
            Imposition::TwoUp | Imposition::FourUp => 0.5,
            Imposition::Booklet if self.whole => 0.5,
            Imposition::Booklet if cell.left => 1.0 - INNER_SHARE,
            Imposition::Booklet => INNER_SHARE,
            Imposition::Notes if self.rtl => 1.0,
            Imposition::Notes => 0.0,
        }
    }

    /// Lines to write on beside the page in `cell`.
    fn rule(&self, sheet: &mut Sheet, cell: &Cell) {
        let beside = self.extent.width + GAP;
        let x = if self.rtl { cell.at.x } else { cell.at.x + beside };
        let size = Size::new(cell.size.width - beside, RULE);
        let top = cell.at.y + (cell.size.height - self.extent.height) * 0.5;
        let count = (self.extent.height / RULING) as usize;
        for line in 1..=count {
            let at = Point::new(x, top + RULING * line as f64);
            sheet.frame.push(at, Owner::Artifact, Item::Rule { size, color: RULE_INK });
        }
    }
}

fn fits(page: Size, cell: Size) -> bool {
    page.width <= cell.width + SAME && page.height <= cell.height + SAME
}

/// What of `page` must be on the sheet: the whole page, where it does not say.
fn area(page: &Page) -> Area {
    let empty = page.area.size.width <= Pt::ZERO || page.area.size.height <= Pt::ZERO;
    if empty { Area { at: Point::default(), size: page.size } } else { page.area }
}

/// Splits a sheet of `size` into places, in reading order.
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

/// The label of a side: `1–4` for pages that follow each other, `16, 1` for others.
fn label(side: &[Option<usize>], pages: &[Page]) -> String {
    let there: Vec<usize> = side.iter().copied().flatten().collect();
    let labels: Vec<&str> = there.iter().map(|page| &*pages[*page].label).collect();
    match &*labels {
        [first, .., last] if there.array_windows().all(|[one, next]| *next == one + 1) => format!("{first}–{last}"),
        _ => labels.join(", "),
    }
}

/// Turns `sheet` by half a turn.
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
