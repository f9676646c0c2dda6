//! Paints glyph runs by the outlines of their glyphs.

use std::collections::BTreeMap;

use resvg::tiny_skia::{Path, PathBuilder, Transform};

use super::PageError;
use super::canvas::Canvas;
use crate::layout::{GlyphRun, Initial, PathStep};
use crate::text::{FontId, Fonts, PathSink, trace};
use crate::units::{Point, Pt};

/// Number of positions within a pixel at which a glyph may begin.
const STEPS: f64 = 4.0;

/// A cache of outlines, each read once for a page.
pub(super) struct Outlines<'a> {
    fonts: &'a Fonts,
    known: BTreeMap<(FontId, u16), Outline>,
}

/// The outline of a glyph.
struct Outline {
    /// The outline in font units, with y pointing up; `None` for an invisible glyph.
    path: Option<Path>,
    /// Units per em.
    units: f64,
}

impl<'a> Outlines<'a> {
    /// Creates an empty cache of outlines of the faces in `fonts`.
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, known: BTreeMap::new() }
    }

    /// Paints `run` on `canvas`; `at` is the start of its baseline.
    pub(super) fn paint(&mut self, at: Point, run: &GlyphRun, canvas: &mut Canvas) -> Result<(), PageError> {
        let mut pen = Pt::ZERO;
        for glyph in &run.glyphs {
            let outline = self.outline(run.font, glyph.id)?;
            if let Some(path) = &outline.path {
                let right = pen + glyph.dx * run.size * run.scale;
                let (x, y) = canvas.place(at + Point::new(right, -(glyph.dy * run.size)));
                let scale = run.size.0 * canvas.scale() / outline.units;
                let x = (x * STEPS).floor() / STEPS;
                let transform = Transform::from_row(
                    (scale * run.scale) as f32,
                    0.0,
                    0.0,
                    -scale as f32,
                    x as f32,
                    y.floor() as f32,
                );
                canvas.path(path, transform, run.color);
            }
            pen += (glyph.advance + run.tracking) * run.size * run.scale;
        }
        Ok(())
    }

    fn outline(&mut self, font: FontId, glyph: u16) -> Result<&Outline, PageError> {
        use std::collections::btree_map::Entry;
        match self.known.entry((font, glyph)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(free) => {
                let mut pen = Pen::default();
                let units = trace(self.fonts, font, glyph, &mut pen)
                    .ok_or_else(|| PageError::Face { name: self.fonts.face(font).name.to_string() })?;
                Ok(free.insert(Outline { path: pen.0.finish(), units }))
            }
        }
    }
}

/// Paints a drop cap with its top left corner at `at`.
pub(super) fn paint_initial(at: Point, initial: &Initial, canvas: &mut Canvas) {
    let mut path = PathBuilder::new();
    let flat = |point: Point| (point.x.0 as f32, point.y.0 as f32);
    for step in &initial.path {
        match *step {
            PathStep::Move(to) => path.move_to(flat(to).0, flat(to).1),
            PathStep::Line(to) => path.line_to(flat(to).0, flat(to).1),
            PathStep::Curve(one, other, to) => {
                let ((x1, y1), (x2, y2), (x, y)) = (flat(one), flat(other), flat(to));
                path.cubic_to(x1, y1, x2, y2, x, y);
            }
            PathStep::Close => path.close(),
        }
    }
    let (x, y) = canvas.place(at);
    let scale = canvas.scale() as f32;
    if let Some(path) = path.finish() {
        canvas.path(&path, Transform::from_row(scale, 0.0, 0.0, scale, x as f32, y as f32), initial.color);
    }
}

/// Collects an outline as a path.
#[derive(Default)]
struct Pen(PathBuilder);

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
