//! Sets glyphs as boxes: letters and signs, operators, names of functions; and converts lengths.

use pulldown_latex::event::{Dimension, DimensionUnit, Font};

use super::boxes::{Boxed, Mark, Single};
use super::font::{Axis, Constant};
use super::letters;
use super::style::Context;
use super::{Builder, stretch, text};
use crate::tex;
use crate::units::{Point, Pt};

/// Sets the glyph of `character` in the alphabet of `context`.
pub(super) fn glyph(
    builder: &mut Builder<'_, '_, '_>,
    character: char,
    context: &Context,
) -> Result<Boxed, tex::Error> {
    let wanted = letters::styled(character, context.font);
    let glyph = builder.math.glyph(wanted).or_else(|| builder.math.glyph(character));
    match glyph {
        Some(glyph) => Ok(glyph_box(builder, builder.math.script_form(glyph, context.level()), wanted, context)),
        // Chinese letters, emoji, and signs that the math face lacks come from the text faces.
        None => text::text_box(builder, &character.to_string(), context),
    }
}

/// Sets a glyph by its number, at the size of `context`.
pub(super) fn glyph_box(builder: &Builder<'_, '_, '_>, glyph: u16, character: char, context: &Context) -> Boxed {
    let size = context.size();
    let ink = builder.math.ink(glyph);
    let mark = Mark::Glyph { id: glyph, size, color: context.color, character };
    Boxed {
        width: builder.math.advance(glyph) * size,
        height: ink.top * size,
        depth: -(ink.bottom * size),
        slant: builder.math.italics(glyph) * size,
        single: Some(Single { glyph, size }),
        marks: vec![(Point::default(), mark)],
    }
}

pub(super) fn large_operator(
    builder: &mut Builder<'_, '_, '_>,
    character: char,
    small: bool,
    context: &Context,
) -> Result<Boxed, tex::Error> {
    let Some(glyph) = builder.math.glyph(character) else { return glyph(builder, character, context) };
    let large = context.style.is_display() && !small;
    let glyph = if large { builder.math.display_operator(glyph) } else { glyph };
    let body = glyph_box(builder, glyph, character, context).centred(axis(builder, context));
    Ok(Boxed { single: None, ..body })
}

/// Sets the name of a function, in upright letters.
pub(super) fn name(builder: &mut Builder<'_, '_, '_>, name: &str, context: &Context) -> Result<Boxed, tex::Error> {
    let upright = Context { font: Some(Font::UpRight), ..*context };
    if name.contains(['\\', '{', '^', '_']) {
        return text::nested(builder, name, &upright);
    }
    let mut body = Boxed::default();
    for letter in name.chars() {
        let part = match letter {
            ' ' | '~' => Boxed::space(super::spacing::THIN * context.size()),
            '-' => glyph(builder, '\u{2010}', &upright)?,
            letter => glyph(builder, letter, &upright)?,
        };
        body.append(part);
    }
    Ok(body)
}

/// Returns the height of the math axis, on which fractions and operators are centred.
pub(super) fn axis(builder: &Builder<'_, '_, '_>, context: &Context) -> Pt {
    constant(builder, Constant::AxisHeight, context)
}

/// Returns a length constant of the face at the size of `context`.
pub(super) fn constant(builder: &Builder<'_, '_, '_>, constant: Constant, context: &Context) -> Pt {
    builder.math.constant(constant) * context.size()
}

/// Sets `glyph` stretched along `axis` to `wanted`.
pub(super) fn stretched(
    builder: &Builder<'_, '_, '_>,
    character: char,
    axis: Axis,
    wanted: Pt,
    context: &Context,
) -> Option<Boxed> {
    let glyph = builder.math.glyph(character)?;
    Some(stretch::stretched_glyph(builder, glyph, character, axis, wanted, context))
}

/// Converts a length that the author states.
pub(super) fn length(dimension: Dimension, context: &Context) -> Pt {
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
