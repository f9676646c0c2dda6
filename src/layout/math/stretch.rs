//! Delimiters and other glyphs that grow with their neighbours (The TeXbook, appendix G, rule 19).

use super::boxes::{Boxed, Mark};
use super::font::{Axis, Constant, Stretched};
use super::spacing::{Class, Entry, row};
use super::style::Context;
use super::{Builder, glyphs};
use crate::tex;
use crate::units::{Point, Pt};

/// A delimiter covers at least this share of what it encloses, or leaves at most [`SHORTFALL`] uncovered (plain TeX's
/// `\delimiterfactor` and `\delimitershortfall`).
const FACTOR: f64 = 0.901;
const SHORTFALL: Pt = Pt(5.0);

/// Sets `entries` between delimiters of the same height.
pub(super) fn delimited(
    builder: &mut Builder<'_, '_, '_>,
    open: Option<char>,
    close: Option<char>,
    entries: Vec<Entry>,
    context: &Context,
) -> Result<Boxed, tex::Error> {
    let axis = glyphs::axis(builder, context);
    let mut reach = Pt::ZERO;
    for entry in &entries {
        if let Entry::Atom { body, .. } = entry {
            reach = reach.max(body.height - axis).max(body.depth + axis);
        }
    }
    let wanted = (reach * 2.0 * FACTOR).max(reach * 2.0 - SHORTFALL);
    let mut set = Vec::with_capacity(entries.len() + 2);
    for (sign, class) in [(open, Class::Open)].into_iter().filter_map(|(sign, class)| Some((sign?, class))) {
        set.push(Entry::Atom { class, body: delimiter(builder, sign, wanted, context)? });
    }
    for entry in entries {
        set.push(match entry {
            Entry::Fence(sign) => Entry::Atom { class: Class::Ord, body: delimiter(builder, sign, wanted, context)? },
            other => other,
        });
    }
    if let Some(sign) = close {
        set.push(Entry::Atom { class: Class::Close, body: delimiter(builder, sign, wanted, context)? });
    }
    let mut body = row(set, context);
    body.single = None;
    Ok(body)
}

/// Sets `sign` with the height `wanted`, centred on the axis.
pub(super) fn delimiter(
    builder: &mut Builder<'_, '_, '_>,
    sign: char,
    wanted: Pt,
    context: &Context,
) -> Result<Boxed, tex::Error> {
    let sign = match sign {
        // The face has delimiter glyphs for the characters on the right, but not for these common substitutes.
        '<' => '⟨',
        '>' => '⟩',
        other => other,
    };
    let Some(body) = glyphs::stretched(builder, sign, Axis::Vertical, wanted, context) else {
        return glyphs::glyph(builder, sign, context);
    };
    Ok(body.centred(glyphs::axis(builder, context)))
}

/// Sets `glyph` stretched to at least `wanted`. A single glyph keeps its own baseline, an assembly that of its
/// first part.
pub(super) fn stretched_glyph(
    builder: &Builder<'_, '_, '_>,
    glyph: u16,
    character: char,
    axis: Axis,
    wanted: Pt,
    context: &Context,
) -> Boxed {
    let size = context.size();
    match builder.math.stretch(glyph, axis, crate::units::Em::of(wanted, size)) {
        Stretched::One(one) => {
            let mut body = glyphs::glyph_box(builder, one, character, context);
            if axis == Axis::Horizontal {
                // Accents have no advance, so their ink is measured instead.
                let ink = builder.math.ink(one);
                body.width = (ink.right - ink.left) * size;
                body.marks[0].0.x = -(ink.left * size);
            }
            body
        }
        Stretched::Many(parts) => {
            let mut whole = Boxed::default();
            for (part, at) in parts {
                let ink = builder.math.ink(part);
                let body = glyphs::glyph_box(builder, part, character, context);
                let at = at * size;
                match axis {
                    Axis::Vertical => {
                        whole.width = whole.width.max(body.width);
                        whole.put(Pt::ZERO, at - ink.bottom * size, body);
                    }
                    Axis::Horizontal => {
                        whole.width = at + (ink.right - ink.left) * size;
                        whole.put(at - ink.left * size, Pt::ZERO, body);
                    }
                }
            }
            whole
        }
    }
}

/// Sets a sign as wide as `width`, to go above or below: braces, brackets and arrows.
pub(super) fn spanning(builder: &Builder<'_, '_, '_>, sign: char, width: Pt, context: &Context) -> Option<Boxed> {
    let mut body = glyphs::stretched(builder, sign, Axis::Horizontal, width, context)?;
    body.single = None;
    Some(body)
}

/// Sets a combining accent as wide as fits above `width`; its position is the middle of its ink.
pub(super) fn wide_accent(builder: &Builder<'_, '_, '_>, accent: char, width: Pt, context: &Context) -> Option<Boxed> {
    let glyph = builder.math.glyph(accent)?;
    let size = context.size();
    let glyph = builder.math.widest_within(glyph, crate::units::Em::of(width, size));
    let ink = builder.math.ink(glyph);
    let mark = Mark::Glyph { id: glyph, size, color: context.color, character: accent };
    let middle = (ink.left + ink.right) * size / 2.0;
    Some(Boxed {
        height: ink.top * size,
        depth: -(ink.bottom * size),
        marks: vec![(Point::new(-middle, Pt::ZERO), mark)],
        ..Boxed::default()
    })
}

/// Returns the gap between the base and the sign above it.
pub(super) fn spanning_gap(builder: &Builder<'_, '_, '_>, context: &Context) -> Pt {
    glyphs::constant(builder, Constant::StretchStackGapAboveMin, context)
}
