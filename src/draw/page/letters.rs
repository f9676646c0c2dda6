//! How much of each pixel a glyph covers, for the large letters of covers.
//!
//! The coverage is exact: areas are added up pixel by pixel along the outline, as FreeType does it. That takes a fraction
//! of the time of taking samples, since the inside of a letter costs next to nothing.

use std::collections::BTreeMap;

use zeno::{Command, Mask, Scratch, Transform, Vector};

use super::PageError;
use crate::text::{FontId, Fonts, PathSink, trace};

/// Coordinates beyond this number of pixels are moved there; the rasterizer counts in 256ths of a pixel, in 32 bits.
const FARTHEST: f32 = 100_000.0;

/// Glyphs as areas of pixels. Each outline is read once.
pub(super) struct Letters<'a> {
    fonts: &'a Fonts,
    known: BTreeMap<(FontId, u16), Letter>,
    scratch: Scratch,
    covers: Vec<u8>,
}

/// The outline of a glyph.
struct Letter {
    /// In font units, with y pointing up.
    path: Vec<Command>,
    /// Units per em.
    units: f64,
}

/// Where a glyph stands, in pixels from the top left corner.
#[derive(Clone, Copy)]
pub(super) struct Stand {
    /// The start of its baseline.
    pub at: (f64, f64),
    /// An em.
    pub em: f64,
    /// The scale of its width.
    pub scale: f64,
}

/// The pixels that a glyph covers.
pub(super) struct Covers<'a> {
    /// The first column and row.
    pub corner: (u32, u32),
    /// Pixels in a row; not 0.
    pub width: usize,
    /// How much of each pixel is covered: 255 is all of it.
    pub pixels: &'a [u8],
}

impl<'a> Letters<'a> {
    /// Creates an empty cache of outlines of the faces in `fonts`.
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, known: BTreeMap::new(), scratch: Scratch::new(), covers: Vec::new() }
    }

    /// Returns what `glyph` covers of a picture of `size` in pixels; `None` if it covers nothing.
    pub(super) fn covers(
        &mut self,
        font: FontId,
        glyph: u16,
        stand: Stand,
        size: (u32, u32),
    ) -> Result<Option<Covers<'_>>, PageError> {
        let letter = letter(self.fonts, &mut self.known, font, glyph)?;
        let unit = stand.em / letter.units;
        let (x, y) = stand.at;
        let transform = Transform::new((unit * stand.scale) as f32, 0.0, 0.0, -unit as f32, x as f32, y as f32);
        let path = letter.path.iter().map(|command| within(command.transform(&transform))).collect::<Vec<_>>();
        let Some([left, top, right, bottom]) = pixels(&path, size) else { return Ok(None) };
        let (width, height) = (right - left, bottom - top);
        self.covers.clear();
        self.covers.resize(width as usize * height as usize, 0);
        let offset = Vector::new(-(left as f32), -(top as f32));
        let mut mask = Mask::with_scratch(&path[..], &mut self.scratch);
        mask.offset(offset).size(width, height).render_into(&mut self.covers, None);
        Ok(Some(Covers { corner: (left, top), width: width as usize, pixels: &self.covers }))
    }
}

fn letter<'k>(
    fonts: &Fonts,
    known: &'k mut BTreeMap<(FontId, u16), Letter>,
    font: FontId,
    glyph: u16,
) -> Result<&'k Letter, PageError> {
    use std::collections::btree_map::Entry;
    match known.entry((font, glyph)) {
        Entry::Occupied(known) => Ok(known.into_mut()),
        Entry::Vacant(free) => {
            let mut pen = Pen::default();
            let units = trace(fonts, font, glyph, &mut pen)
                .ok_or_else(|| PageError::Face { name: fonts.face(font).name.to_string() })?;
            Ok(free.insert(Letter { path: pen.0, units }))
        }
    }
}

/// Returns the pixels that `path` reaches within a picture of `size`: left, top, right, bottom.
fn pixels(path: &[Command], size: (u32, u32)) -> Option<[u32; 4]> {
    let (mut least, mut most) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    for point in path.iter().flat_map(|command| points(*command)).flatten() {
        least = (least.0.min(point.x), least.1.min(point.y));
        most = (most.0.max(point.x), most.1.max(point.y));
    }
    let start = |edge: f32| edge.floor().max(0.0) as u32;
    let end = |edge: f32, most: u32| (edge.ceil().max(0.0) as u32).min(most);
    let [left, top] = [start(least.0), start(least.1)];
    let [right, bottom] = [end(most.0, size.0), end(most.1, size.1)];
    (left < right && top < bottom).then_some([left, top, right, bottom])
}

/// Returns the points of `command`.
fn points(command: Command) -> [Option<Vector>; 3] {
    match command {
        Command::MoveTo(to) | Command::LineTo(to) => [Some(to), None, None],
        Command::QuadTo(by, to) => [Some(by), Some(to), None],
        Command::CurveTo(by, and, to) => [Some(by), Some(and), Some(to)],
        Command::Close => [None; 3],
    }
}

/// Returns `command` with points that the rasterizer can count with.
fn within(command: Command) -> Command {
    let near = |length: f32| if length.is_nan() { 0.0 } else { length.clamp(-FARTHEST, FARTHEST) };
    let near = |point: Vector| Vector::new(near(point.x), near(point.y));
    match command {
        Command::MoveTo(to) => Command::MoveTo(near(to)),
        Command::LineTo(to) => Command::LineTo(near(to)),
        Command::QuadTo(by, to) => Command::QuadTo(near(by), near(to)),
        Command::CurveTo(by, and, to) => Command::CurveTo(near(by), near(and), near(to)),
        Command::Close => Command::Close,
    }
}

/// Collects an outline.
#[derive(Default)]
struct Pen(Vec<Command>);

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(Command::MoveTo(Vector::new(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(Command::LineTo(Vector::new(x, y)));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.push(Command::QuadTo(Vector::new(x1, y1), Vector::new(x, y)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.push(Command::CurveTo(Vector::new(x1, y1), Vector::new(x2, y2), Vector::new(x, y)));
    }

    fn close(&mut self) {
        self.0.push(Command::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fonts::SERIF;

    type Corner = (u32, u32);
    type Rows = Vec<Vec<u8>>;

    /// Returns what the letter `L` covers with its baseline at `at`, of a picture of 100 × 100 pixels.
    fn covered(at: (f64, f64), em: f64) -> Option<(Corner, Rows)> {
        let fonts = Fonts::bundled();
        let glyph = fonts.font(SERIF)?.charmap().map_unicode('L')?.to_u32() as u16;
        let mut letters = Letters::new(&fonts);
        let covers = letters.covers(SERIF, glyph, Stand { at, em, scale: 1.0 }, (100, 100)).unwrap()?;
        Some((covers.corner, covers.pixels.chunks(covers.width).map(<[u8]>::to_vec).collect()))
    }

    fn ink(rows: &[Vec<u8>]) -> u32 {
        rows.iter().flatten().map(|cover| u32::from(*cover)).sum::<u32>() / 255
    }

    #[test]
    fn a_letter_stands_upright_on_its_baseline() {
        let (corner, rows) = covered((20.0, 80.0), 60.0).unwrap();
        let bottom = corner.1 as usize + rows.len();
        assert!(corner.0 >= 20 && (80..=81).contains(&bottom), "{corner:?}, {bottom}");
        // The foot of an L is at the bottom, and right of its stem.
        let (above, below) = rows.split_at(rows.len() / 2);
        assert!(ink(below) > ink(above) * 5 / 4, "{} and {}", ink(above), ink(below));
        assert!(rows.iter().flatten().any(|cover| (1..255).contains(cover)), "its edges are smooth");
    }

    #[test]
    fn what_is_beyond_the_picture_is_cut_off() {
        let (_, whole) = covered((20.0, 80.0), 60.0).unwrap();
        let (corner, cut) = covered((-10.0, 80.0), 60.0).unwrap();
        assert!(corner.0 == 0 && ink(&cut) < ink(&whole) && ink(&cut) > 0);
        for at in [(200.0, 80.0), (-200.0, 80.0), (20.0, 1e9), (f64::NAN, 80.0)] {
            assert!(covered(at, 60.0).is_none_or(|(_, rows)| rows.len() <= 100), "{at:?}");
        }
        assert!(covered((0.0, 1e6), 1e12).is_none_or(|(_, rows)| rows.len() <= 100), "an em of 10¹² pixels");
    }
}
