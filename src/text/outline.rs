//! Outlines of glyphs, drawn into whatever takes a path, such as the path data of SVG (SVG 2 §9.3).

pub(crate) use read_fonts::model::glyph::outline::PathSink;
use read_fonts::model::glyph::outline::{DrawMemory, DrawOptions, SvgSink};
use read_fonts::types::GlyphId;

use super::{FontId, Fonts};

/// The outline of a glyph in font units; y points up.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    /// The path.
    pub path: String,
    /// Font units per em.
    pub units: f64,
}

/// Returns the outline of `glyph` in the face `id`; `None` if the face cannot be read.
pub(crate) fn outline(fonts: &Fonts, id: FontId, glyph: u16) -> Option<Outline> {
    let mut sink = SvgSink::with_precision(1);
    let units = trace(fonts, id, glyph, &mut sink)?;
    Some(Outline { path: sink.to_string(), units })
}

/// Draws the outline of `glyph` in the face `id` into `sink`, in font units with y pointing up. Returns the number of
/// units per em; `None` if the face cannot be read.
pub(crate) fn trace(fonts: &Fonts, id: FontId, glyph: u16, sink: &mut impl PathSink) -> Option<f64> {
    let font = fonts.font(id)?;
    font.outline_glyphs().get(GlyphId::from(glyph))?.draw(&DrawOptions::new(), DrawMemory::Scratch, sink).ok()?;
    Some(f64::from(font.units_per_em().max(1)))
}
