//! Outlines of glyphs as the path data of SVG (SVG 2 §9.3).

use read_fonts::model::glyph::outline::{DrawMemory, DrawOptions, SvgSink};
use read_fonts::types::GlyphId;

use super::{FontId, Fonts};

/// The outline of a glyph, in units of its font, y upwards.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    /// The path.
    pub path: String,
    /// Units to the em.
    pub units: f64,
}

/// The outline of `glyph` in the face `id`; `None` where the face cannot be read.
pub(crate) fn outline(fonts: &Fonts, id: FontId, glyph: u16) -> Option<Outline> {
    let font = fonts.font(id)?;
    let mut sink = SvgSink::with_precision(1);
    font.outline_glyphs().get(GlyphId::from(glyph))?.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut sink).ok()?;
    Some(Outline { path: sink.to_string(), units: f64::from(font.units_per_em().max(1)) })
}
