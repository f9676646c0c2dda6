//! Paints the cover of an e-book.
//!
//! A cover has four million pixels, most of them in one colour or in one picture. So it is painted into the form in
//! which it will be encoded: indices into a palette where there is type alone, RGB where there is a picture. Type is
//! painted a letter at a time into a mask as large as the letter, which is then blended with what lies below.
//!
//! Limits: a cover has at most one picture; there are no mosaics.

use std::collections::BTreeMap;

use image::RgbImage;

use super::letters::{Covers, Letters, Stand};
use super::{MAX_PIXELS, PageError};
use crate::layout::{Frame, GlyphRun, Item};
use crate::raster;
use crate::style::Color;
use crate::text::Fonts;
use crate::units::{Point, Pt, Size};

/// Number of steps between the colour of the ground and that of type on it, which smooth the edges of letters.
const STEPS: u32 = 15;
/// Number of pixels that are left out at once where a letter covers none of them.
const STRIDE: usize = 16;

/// A painted cover.
pub(crate) enum Painted {
    /// With few colours: the width, the colours and an index for each pixel.
    Flat {
        /// Pixels in a row.
        width: u32,
        /// The colours.
        palette: Vec<Color>,
        /// For each pixel, the index of its colour.
        indices: Vec<u8>,
    },
    /// With a picture.
    Full(RgbImage),
}

/// A part of a picture, to be scaled to its place on a cover.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown<'a> {
    /// The whole picture.
    pub pixels: &'a RgbImage,
    /// Left, top, width and height of the part, in pixels of the picture.
    pub part: [f64; 4],
}

/// Paints `frame`, a cover of `size`, with `scale` pixels per point. `picture` is what its picture shows; without it, no
/// picture is painted.
///
/// # Errors
/// If a face cannot be read, or if the cover would be too large.
pub(crate) fn cover(
    frame: &Frame,
    size: Size,
    scale: f64,
    picture: Option<Shown<'_>>,
    fonts: &Fonts,
) -> Result<Painted, PageError> {
    let [width, height] = [size.width, size.height].map(|length| (length.0 * scale).round());
    if !(width >= 1.0 && height >= 1.0 && width * height <= MAX_PIXELS as f64) {
        return Err(PageError::TooLarge { width, height });
    }
    let (width, height) = (width as u32, height as u32);
    let scrims = frame.items.iter().any(|(_, placed)| matches!(placed.item, Item::Scrim { .. }));
    if picture.is_none() && !scrims {
        let mut flat = Flat::new(width, height);
        if paint(frame, scale, fonts, &mut flat)? {
            return Ok(Painted::Flat { width, palette: flat.palette, indices: flat.indices });
        }
    }
    // What is not painted stays black, but the first item of a cover is its ground.
    let mut full = Full { pixels: RgbImage::new(width, height), picture };
    paint(frame, scale, fonts, &mut full)?;
    Ok(Painted::Full(full.pixels))
}

/// What is painted on. Coordinates are pixels, clipped to the cover.
trait Sheet {
    fn size(&self) -> (u32, u32);
    /// Fills a rectangle: left, top, right, bottom.
    fn fill(&mut self, area: [u32; 4], color: Color) -> bool;
    /// Blends `color` with the pixels that `covers` covers, which are all on the sheet.
    fn blend(&mut self, covers: &Covers<'_>, color: Color) -> bool;
    /// Paints the picture on a rectangle: left, top, right, bottom, which may lie beyond the sheet.
    fn picture(&mut self, area: [u32; 4]);
    fn veil(&mut self, area: [u32; 4], color: Color, opacity: &dyn Fn(u32) -> f64);
}

/// Paints `frame` on `sheet`. Returns false if the sheet cannot hold as many colours.
fn paint(frame: &Frame, scale: f64, fonts: &Fonts, sheet: &mut dyn Sheet) -> Result<bool, PageError> {
    let mut letters = Letters::new(fonts);
    let (width, height) = sheet.size();
    let pixels = |at: Point, size: Size| {
        let [left, top, right, bottom] = edges(at, size, scale);
        [left.min(width), top.min(height), right.min(width), bottom.min(height)]
    };
    for (at, placed) in &frame.items {
        let fits = match &placed.item {
            Item::Text(run) => type_run(*at, run, scale, &mut letters, sheet)?,
            Item::Rule { size, color } => {
                let [left, top, right, bottom] = pixels(*at, *size);
                // A hairline of less than a pixel is still there.
                let right = if size.width > Pt::ZERO { right.max((left + 1).min(width)) } else { right };
                let bottom = if size.height > Pt::ZERO { bottom.max((top + 1).min(height)) } else { bottom };
                sheet.fill([left, top, right, bottom], *color)
            }
            Item::Outline { size, stroke, color, .. } => {
                sides(*at, *size, *stroke).into_iter().all(|(at, size)| sheet.fill(pixels(at, size), *color))
            }
            Item::Picture { size, .. } | Item::Detail { size, .. } => {
                sheet.picture(edges(*at, *size, scale));
                true
            }
            Item::Scrim { size, color, opacity, solid, edge } => {
                let (top, high) = (at.y.0 * scale, (size.height.0 * scale).max(1.0));
                let share = |y: u32| ((f64::from(y) + 0.5 - top) / high).clamp(0.0, 1.0);
                sheet.veil(pixels(*at, *size), *color, &|y| edge.opacity(share(y), (*opacity, *solid)));
                true
            }
            Item::Mosaic { .. } | Item::Initial(_) | Item::Link { .. } | Item::Anchor(_) => true,
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns the edges of a rectangle in whole pixels: left, top, right, bottom; none is negative.
fn edges(at: Point, size: Size, scale: f64) -> [u32; 4] {
    let edge = |length: Pt| (length.0 * scale).round().max(0.0) as u32;
    [edge(at.x), edge(at.y), edge(at.x + size.width), edge(at.y + size.height)]
}

/// Returns the four sides of a rectangle's outline.
fn sides(at: Point, size: Size, stroke: Pt) -> [(Point, Size); 4] {
    let (right, bottom) = (at.x + size.width - stroke, at.y + size.height - stroke);
    let (across, down) = (Size::new(size.width, stroke), Size::new(stroke, size.height));
    [(at, across), (Point::new(at.x, bottom), across), (at, down), (Point::new(right, at.y), down)]
}

/// Paints a run of glyphs; `at` is the start of its baseline.
fn type_run(
    at: Point,
    run: &GlyphRun,
    scale: f64,
    letters: &mut Letters<'_>,
    sheet: &mut dyn Sheet,
) -> Result<bool, PageError> {
    let em = run.size.0 * scale;
    let (x, y) = (at.x.0 * scale, at.y.0 * scale);
    let mut pen = 0.0;
    for glyph in &run.glyphs {
        let right = x + (pen + (glyph.dx * run.size).0 * run.scale) * scale;
        let down = y - (glyph.dy * run.size).0 * scale;
        let stand = Stand { at: (right, down), em, scale: run.scale };
        if let Some(covers) = letters.covers(run.font, glyph.id, stand, sheet.size())?
            && !sheet.blend(&covers, run.color)
        {
            return Ok(false);
        }
        pen += ((glyph.advance + run.tracking) * run.size).0 * run.scale;
    }
    Ok(true)
}

/// Calls `see` for pieces of rows in which something is covered, with the index of the first pixel on a sheet with rows of
/// `width`, and how much of each pixel is.
fn each_covered(covers: &Covers<'_>, width: usize, mut see: impl FnMut(usize, &[u8])) {
    for (y, row) in covers.pixels.chunks_exact(covers.width).enumerate() {
        let start = (covers.corner.1 as usize + y) * width + covers.corner.0 as usize;
        for (number, pixels) in row.chunks(STRIDE).enumerate() {
            if pixels.iter().fold(0, |any, cover| any | cover) > 0 {
                see(start + number * STRIDE, pixels);
            }
        }
    }
}

/// Whether all pixels of a piece are covered entirely, as most within the strokes of large letters.
fn is_whole(pixels: &[u8]) -> bool {
    pixels.iter().fold(255, |all, cover| all & cover) == 255
}

/// Returns the step to a colour that comes nearest to `cover`: 0 is none of it, [`STEPS`] all.
fn step(cover: u8) -> u8 {
    ((u16::from(cover) * STEPS as u16 + 127) / 255) as u8
}

/// Pixels as indices into a palette.
struct Flat {
    width: u32,
    palette: Vec<Color>,
    /// The first index of the steps from a colour, by its index, to another.
    known: BTreeMap<(u8, Color), u8>,
    /// For each index that is a step: the first one, its number, and the colour that it leads to.
    origins: Vec<Option<(u8, u8, Color)>>,
    indices: Vec<u8>,
}

impl Flat {
    fn new(width: u32, height: u32) -> Self {
        let indices = vec![0; width as usize * height as usize];
        Self { width, palette: vec![Color::grey(255)], known: BTreeMap::new(), origins: vec![None; 256], indices }
    }

    /// Returns the index of `color`; `None` if the palette is full.
    fn index(&mut self, color: Color) -> Option<u8> {
        if let Some(known) = self.palette.iter().position(|known| *known == color) {
            return u8::try_from(known).ok();
        }
        let index = u8::try_from(self.palette.len()).ok()?;
        self.palette.push(color);
        Some(index)
    }

    /// Returns the index of the first step from the colour at `ground` to `color`; the others follow.
    fn steps(&mut self, ground: u8, color: Color) -> Option<u8> {
        if let Some(known) = self.known.get(&(ground, color)) {
            return Some(*known);
        }
        let first = u8::try_from(self.palette.len()).ok()?;
        if self.palette.len() + STEPS as usize > usize::from(u8::MAX) + 1 {
            return None;
        }
        let from = *self.palette.get(usize::from(ground))?;
        self.palette.extend((1..=STEPS).map(|step| mixed(from, color, step, STEPS)));
        for step in 0..STEPS as u8 {
            self.origins[usize::from(first + step)] = Some((first, step, color));
        }
        self.known.insert((ground, color), first);
        Some(first)
    }
}

impl Sheet for Flat {
    fn size(&self) -> (u32, u32) {
        (self.width, (self.indices.len() / (self.width as usize).max(1)) as u32)
    }

    fn fill(&mut self, [left, top, right, bottom]: [u32; 4], color: Color) -> bool {
        let whole = [left, top, right, bottom] == [0, 0, self.size().0, self.size().1];
        if whole && self.known.is_empty() && self.palette.len() == 1 {
            // The ground of the whole cover: its pixels are there already.
            self.palette[0] = color;
            return true;
        }
        let Some(index) = self.index(color) else { return false };
        for y in top..bottom {
            let row = y as usize * self.width as usize;
            self.indices[row + left as usize..row + right as usize].fill(index);
        }
        true
    }

    fn blend(&mut self, covers: &Covers<'_>, color: Color) -> bool {
        let (width, mut steps, mut fits) = (self.width as usize, None, true);
        each_covered(covers, width, |start, pixels| {
            let under = &mut self.indices[start..start + pixels.len()];
            // Most letters stand on one colour: without a question for each pixel, many are painted at once.
            if let Some((ground, first)) = steps
                && under.iter().fold(0, |other, index| other | (index ^ ground)) == 0
            {
                for (index, &cover) in under.iter_mut().zip(pixels) {
                    let step = step(cover);
                    *index = if step == 0 { ground } else { first + (step - 1) };
                }
                return;
            }
            for (at, &cover) in (start..).zip(pixels) {
                let Some(step) = step(cover).checked_sub(1) else { continue };
                let ground = self.indices[at];
                // Where two glyphs of one colour overlap, the darker edge stays.
                if let Some((first, under, _)) = self.origins[usize::from(ground)].filter(|(.., known)| *known == color)
                {
                    self.indices[at] = first + step.max(under);
                    continue;
                }
                let first = match steps {
                    Some((known, first)) if known == ground => Some(first),
                    _ => self.steps(ground, color),
                };
                match first {
                    Some(first) => {
                        steps = Some((ground, first));
                        self.indices[at] = first + step;
                    }
                    None => fits = false,
                }
            }
        });
        fits
    }

    fn picture(&mut self, _: [u32; 4]) {}

    fn veil(&mut self, _: [u32; 4], _: Color, _: &dyn Fn(u32) -> f64) {}
}

/// Pixels in RGB.
struct Full<'a> {
    pixels: RgbImage,
    picture: Option<Shown<'a>>,
}

impl Sheet for Full<'_> {
    fn size(&self) -> (u32, u32) {
        self.pixels.dimensions()
    }

    fn fill(&mut self, [left, top, right, bottom]: [u32; 4], color: Color) -> bool {
        let width = self.pixels.width() as usize;
        let samples = self.pixels.as_flat_samples_mut().samples;
        // One row is made and copied: a fill with pixels of three bytes would take several times as long.
        let filled = [color.red, color.green, color.blue].repeat((right.max(left) - left) as usize);
        for y in top..bottom {
            let start = (y as usize * width + left as usize) * 3;
            samples[start..start + filled.len()].copy_from_slice(&filled);
        }
        true
    }

    fn blend(&mut self, covers: &Covers<'_>, color: Color) -> bool {
        let width = self.pixels.width() as usize;
        let pixels = self.pixels.as_flat_samples_mut().samples.as_chunks_mut::<3>().0;
        each_covered(covers, width, |start, shares| {
            let pixels = &mut pixels[start..start + shares.len()];
            if is_whole(shares) {
                return pixels.fill([color.red, color.green, color.blue]);
            }
            for (pixel, &cover) in pixels.iter_mut().zip(shares).filter(|(_, cover)| **cover > 0) {
                let [red, green, blue] = *pixel;
                let Color { red, green, blue } = mixed(Color::rgb(red, green, blue), color, cover.into(), 255);
                *pixel = [red, green, blue];
            }
        });
        true
    }

    fn picture(&mut self, area: [u32; 4]) {
        if let Some(Shown { pixels, part }) = self.picture.take() {
            // What cannot be scaled leaves the ground.
            let _ = raster::scale_onto(pixels, part, &mut self.pixels, area);
        }
    }

    fn veil(&mut self, [left, top, right, bottom]: [u32; 4], color: Color, opacity: &dyn Fn(u32) -> f64) {
        let width = self.pixels.width() as usize;
        let samples = self.pixels.as_flat_samples_mut().samples;
        for y in top..bottom {
            let alpha = (opacity(y) * 256.0).round() as u32;
            let row = y as usize * width;
            let row = &mut samples[(row + left as usize) * 3..(row + right as usize) * 3];
            for pixel in row.as_chunks_mut::<3>().0 {
                let part = |from: u8, to: u8| ((u32::from(from) * (256 - alpha) + u32::from(to) * alpha) >> 8) as u8;
                *pixel = [part(pixel[0], color.red), part(pixel[1], color.green), part(pixel[2], color.blue)];
            }
        }
    }
}

/// Returns the colour that is `share` of `whole` on the way from one colour to another.
fn mixed(from: Color, to: Color, share: u32, whole: u32) -> Color {
    let part =
        |from: u8, to: u8| ((u32::from(from) * (whole - share) + u32::from(to) * share + whole / 2) / whole) as u8;
    Color::rgb(part(from.red, to.red), part(from.green, to.green), part(from.blue, to.blue))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels that are covered by every share, in pieces with little, some and all of it.
    fn pixels() -> Vec<u8> {
        let piece = |kind: usize, at: usize| match kind % 4 {
            0 => 255,
            1 => (at * 17 % 256) as u8,
            2 => [0, 255][at % 2],
            _ => 0,
        };
        (0..STRIDE * 12 + 5).map(|at| piece(at / STRIDE, at)).collect()
    }

    #[test]
    fn many_pixels_at_once_become_what_each_of_them_becomes() {
        let (pixels, ink) = (pixels(), Color::rgb(200, 10, 30));
        let width = pixels.len() as u32;
        let colors = |sheet: Flat| sheet.indices.iter().map(|it| sheet.palette[usize::from(*it)]).collect::<Vec<_>>();
        let [mut whole, mut single] = [(); 2].map(|()| Flat::new(width, 1));
        for sheet in [&mut whole, &mut single] {
            assert!(sheet.fill([0, 0, width, 1], Color::rgb(9, 80, 9)) && sheet.fill([70, 0, 90, 1], Color::grey(40)));
        }
        assert!(whole.blend(&Covers { corner: (0, 0), width: pixels.len(), pixels: &pixels }, ink));
        for (x, pixel) in pixels.iter().enumerate() {
            assert!(single.blend(&Covers { corner: (x as u32, 0), width: 1, pixels: &[*pixel] }, ink));
        }
        let (whole, single) = (colors(whole), colors(single));
        assert_eq!(whole, single);
        assert_eq!((whole[0], whole[STRIDE * 3]), (ink, Color::rgb(9, 80, 9)));

        // The steps may be the last colours for which a palette has room.
        let mut full = Flat::new(width, 1);
        assert!((1..=240).all(|blue| full.index(Color::rgb(1, 1, blue)).is_some()));
        assert_eq!(full.palette.len() + STEPS as usize, 256);
        assert!(full.blend(&Covers { corner: (0, 0), width: pixels.len(), pixels: &pixels }, ink));
        assert!(full.indices.contains(&255));

        let paper = RgbImage::from_pixel(width, 1, image::Rgb([9, 80, 9]));
        let [mut whole, mut single] = [(); 2].map(|()| Full { pixels: paper.clone(), picture: None });
        assert!(whole.blend(&Covers { corner: (0, 0), width: pixels.len(), pixels: &pixels }, ink));
        for (x, pixel) in pixels.iter().enumerate() {
            assert!(single.blend(&Covers { corner: (x as u32, 0), width: 1, pixels: &[*pixel] }, ink));
        }
        assert_eq!(whole.pixels, single.pixels);
        assert_eq!(whole.pixels.get_pixel(0, 0).0, [200, 10, 30]);
    }
}
