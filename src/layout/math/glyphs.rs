//! Sets glyphs as boxes: letters and signs, operators, names of functions; and converts lengths.

use pulldown_latex::event::{Dimension, DimensionUnit, Font};

use super::Builder;
use super::boxes::{Boxed, Mark, Single};
use super::font::{Axis, Constant};
use super::letters;
use super::style::Context;
use crate::tex;
use crate::units::{Point, Pt};

impl Builder<'_, '_, '_> {
    /// Sets the glyph of `character` in the alphabet of `context`.
    pub(super) fn glyph(&mut self, character: char, context: &Context) -> Result<Boxed, tex::Error> {
        let wanted = letters::styled(character, context.font);
        let glyph = self.math.glyph(wanted).or_else(|| self.math.glyph(character));
        match glyph {
            Some(glyph) => Ok(self.glyph_box(self.math.script_form(glyph, context.level()), wanted, context)),
            // Chinese letters, emoji, and signs that the math face lacks come from the text faces.
            None => self.text_box(&character.to_string(), context),
        }
    }

    /// Sets a glyph by its number, at the size of `context`.
    pub(super) fn glyph_box(&self, glyph: u16, character: char, context: &Context) -> Boxed {
        let size = context.size();
        let ink = self.math.ink(glyph);
        let mark = Mark::Glyph { id: glyph, size, color: context.color, character };
        Boxed {
            width: self.math.advance(glyph) * size,
            height: ink.top * size,
            depth: -(ink.bottom * size),
            slant: self.math.italics(glyph) * size,
            single: Some(Single { glyph, size }),
            marks: vec![(Point::default(), mark)],
        }
    }

    pub(super) fn large_operator(
        &mut self,
        character: char,
        small: bool,
        context: &Context,
    ) -> Result<Boxed, tex::Error> {
        let Some(glyph) = self.math.glyph(character) else { return self.glyph(character, context) };
        let large = context.style.is_display() && !small;
        let glyph = if large { self.math.display_operator(glyph) } else { glyph };
        let body = self.glyph_box(glyph, character, context).centred(self.axis(context));
        Ok(Boxed { single: None, ..body })
    }

    /// Sets the name of a function, in upright letters.
    pub(super) fn name(&mut self, name: &str, context: &Context) -> Result<Boxed, tex::Error> {
        let upright = Context { font: Some(Font::UpRight), ..*context };
        if name.contains(['\\', '{', '^', '_']) {
            return self.nested(name, &upright);
        }
        let mut body = Boxed::default();
        for letter in name.chars() {
            let part = match letter {
                ' ' | '~' => Boxed::space(super::spacing::THIN * context.size()),
                '-' => self.glyph('\u{2010}', &upright)?,
                letter => self.glyph(letter, &upright)?,
            };
            body.append(part);
        }
        Ok(body)
    }

    /// Returns the height of the math axis, on which fractions and operators are centred.
    pub(super) fn axis(&self, context: &Context) -> Pt {
        self.constant(Constant::AxisHeight, context)
    }

    /// Returns a length constant of the face at the size of `context`.
    pub(super) fn constant(&self, constant: Constant, context: &Context) -> Pt {
        self.math.constant(constant) * context.size()
    }

    /// Sets `glyph` stretched along `axis` to `wanted`.
    pub(super) fn stretched(&self, character: char, axis: Axis, wanted: Pt, context: &Context) -> Option<Boxed> {
        let glyph = self.math.glyph(character)?;
        Some(self.stretched_glyph(glyph, character, axis, wanted, context))
    }

    /// Converts a length that the author states.
    pub(super) fn length(&self, dimension: Dimension, context: &Context) -> Pt {
        let value = f64::from(dimension.value);
        let points = match dimension.unit {
            DimensionUnit::Em => value * context.size().0,
            DimensionUnit::Mu => value * context.size().0 / 18.0,
            DimensionUnit::Ex => value * context.size().0 * 0.4,
            DimensionUnit::Mm => value * 72.0 / 25.4,
            DimensionUnit::Cm => value * 72.0 / 2.54,
            DimensionUnit::In => value * 72.0,
            DimensionUnit::Bp => value,
            DimensionUnit::Pt => value * 72.0 / 72.27,
            DimensionUnit::Pc => value * 12.0 * 72.0 / 72.27,
            DimensionUnit::Sp => value * 72.0 / 72.27 / 65536.0,
            DimensionUnit::Dd => value * 1238.0 / 1157.0 * 72.0 / 72.27,
            DimensionUnit::Cc => value * 12.0 * 1238.0 / 1157.0 * 72.0 / 72.27,
        };
        // A length that exceeds any page is a mistake or an attack.
        Pt(if points.is_finite() { points.clamp(-200.0, 1_000.0) } else { 0.0 })
    }
}
