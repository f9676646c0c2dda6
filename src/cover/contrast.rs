//! Contrast of type on a picture, measured on the pixels beneath it.

use super::colour;
use super::focus::{self, Part};
use super::picture::Picture;
use crate::layout::{Area, Edge};
use crate::style::Color;
use crate::units::{Point, Pt, Size};

/// Share of the pixels that may have less contrast: letters are read although single pixels beneath them are bright.
const WORST: f64 = 0.05;
/// Length of a stretch of type that is judged by itself, in heights.
const STRETCH: f64 = 1.5;
/// Columns of the grid on which a page is measured.
const COLUMNS: usize = 240;

/// The picture behind a page.
pub(super) struct Backdrop {
    columns: usize,
    rows: usize,
    /// A pixel of each cell; their mean would hide what is restless.
    cells: Vec<[f64; 3]>,
    size: Size,
    veils: Vec<Veil>,
}

/// A scrim on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Veil {
    pub area: Area,
    pub color: Color,
    pub opacity: f64,
    pub solid: f64,
    pub edge: Edge,
}

impl Backdrop {
    /// The backdrop of a page of `size` that `part` of `picture` fills.
    pub(super) fn new(picture: &Picture<'_>, part: Part, size: Size) -> Self {
        let rows = ((COLUMNS as f64 * (size.height / size.width)).round() as usize).max(1);
        let cells = focus::pixels(&picture.pixels, part, (COLUMNS, rows));
        Self { columns: COLUMNS, rows, cells, size, veils: Vec::new() }
    }

    /// Returns the mean lightness within `area`, from 0 to 1.
    pub(super) fn lightness(&self, area: Area) -> f64 {
        let cells: Vec<f64> = self.within(area).map(|at| focus::luma(self.cells[at])).collect();
        cells.iter().sum::<f64>() / cells.len().max(1) as f64
    }

    /// Lays `veil` over the picture.
    pub(super) fn veil(&mut self, veil: Veil) {
        self.veils.push(veil);
    }

    /// Removes the last veil.
    pub(super) fn lift(&mut self) {
        self.veils.pop();
    }

    /// Returns the contrast of `ink` on the pixels within `area`, a line: the least that a stretch of about two letters
    /// has. A bright spot beneath one word would not count in the whole line.
    pub(super) fn contrast(&self, ink: Color, area: Area) -> f64 {
        let Area { at, size } = area;
        let count = (size.width / (size.height * STRETCH)).ceil().clamp(1.0, 100.0);
        let width = size.width / count;
        let stretch = |number: usize| Area {
            at: Point::new(at.x + width * number as f64, at.y),
            size: Size::new(width, size.height),
        };
        (0..count as usize).map(|number| self.contrast_within(ink, stretch(number))).fold(f64::INFINITY, f64::min)
    }

    /// Returns the contrast of `ink` on the pixels within `area`: that of the worst of them, without the worst twentieth.
    fn contrast_within(&self, ink: Color, area: Area) -> f64 {
        let own = colour::luminance(ink);
        let mut found: Vec<f64> =
            self.within(area).map(|at| colour::ratio(own, colour::luminance(self.veiled(at)))).collect();
        found.sort_by(f64::total_cmp);
        found.get((found.len() as f64 * WORST) as usize).copied().unwrap_or(f64::INFINITY)
    }

    /// Iterates over the cells within `area`, and those at its edge.
    fn within(&self, area: Area) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = (self.columns, self.rows);
        let cell = |length: Pt, whole: Pt, count: usize| (length / whole * count as f64).clamp(0.0, count as f64);
        let left = cell(area.at.x, self.size.width, columns).floor() as usize;
        let right = cell(area.at.x + area.size.width, self.size.width, columns).ceil() as usize;
        let top = cell(area.at.y, self.size.height, rows).floor() as usize;
        let bottom = cell(area.at.y + area.size.height, self.size.height, rows).ceil() as usize;
        (top..bottom).flat_map(move |y| (left..right).map(move |x| y * columns + x))
    }

    /// Returns the colour of a cell below all veils.
    fn veiled(&self, at: usize) -> Color {
        let y = self.size.height * (((at / self.columns) as f64 + 0.5) / self.rows as f64);
        let mut color = self.cells[at];
        for veil in &self.veils {
            let height = (y - veil.area.at.y) / veil.area.size.height;
            if !(0.0..=1.0).contains(&height) {
                continue;
            }
            let alpha = veil.edge.opacity(height, (veil.opacity, veil.solid));
            let over = [veil.color.red, veil.color.green, veil.color.blue].map(f64::from);
            color.iter_mut().zip(over).for_each(|(under, over)| *under += (over - *under) * alpha);
        }
        let [red, green, blue] = color.map(|level| level.round() as u8);
        Color::rgb(red, green, blue)
    }
}

/// Returns the area from `top` to `bottom` across `width` at `left`.
pub(super) fn area((left, top): (Pt, Pt), width: Pt, bottom: Pt) -> Area {
    Area { at: Point::new(left, top), size: Size::new(width, bottom - top) }
}
