//! Accents, bars, braces and arrows above and below (The TeXbook, appendix G, rules 9, 10 and 12).

use pulldown_latex::event::{Content, Event, ScriptType};

use super::boxes::Boxed;
use super::font::Constant;
use super::spacing::{Class, Entry, row};
use super::style::Context;
use super::{Builder, glyphs, letters, list, scripts, stretch};
use crate::tex;
use crate::units::{Pt, Size};

/// A mark above or below its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accent {
    /// A combining character of fixed size.
    Fixed(char),
    /// A combining character that becomes as wide as its base.
    Wide(char),
    /// A combining arrow as long as its base.
    Arrow(char),
    /// A sign, such as a brace, as long as its base.
    Spanning(char),
    /// A line as long as its base.
    Bar,
}

/// Interprets the parser's `sign` as an accent.
fn accent(sign: char, stretchy: bool) -> Option<Accent> {
    let combining = match sign {
        '´' => '\u{301}',
        '˘' => '\u{306}',
        'ˇ' => '\u{30c}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '`' => '\u{300}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '˚' => '\u{30a}',
        '→' => return Some(if stretchy { Accent::Arrow('\u{20d7}') } else { Accent::Fixed('\u{20d7}') }),
        '←' => return Some(Accent::Arrow('\u{20d6}')),
        '↔' => return Some(Accent::Arrow('\u{20e1}')),
        '↼' => return Some(Accent::Arrow('\u{20d0}')),
        '⇀' => return Some(Accent::Arrow('\u{20d1}')),
        '‾' | '_' => return Some(Accent::Bar),
        _ if stretchy => return Some(Accent::Spanning(sign)),
        _ => return None,
    };
    Some(if stretchy { Accent::Wide(combining) } else { Accent::Fixed(combining) })
}

/// Returns the accent that the last script command puts above or below its base; `None` if it is a real script.
pub(super) fn accent_after(builder: &Builder<'_, '_, '_>, kind: ScriptType) -> Option<Accent> {
    if kind == ScriptType::SubSuperscript {
        return None;
    }
    match builder.events.get(scripts::skipped(builder, builder.at))? {
        Event::Content(Content::Ordinary { content, stretchy }) => accent(*content, *stretchy),
        _ => None,
    }
}

/// Sets the next element with `accent`, whose own event comes after it.
pub(super) fn accented(
    builder: &mut Builder<'_, '_, '_>,
    kind: ScriptType,
    accent: Accent,
    context: &Context,
    entries: &mut Vec<Entry>,
) -> Result<(), tex::Error> {
    let cramped = context.styled(context.style.cramped());
    let base = accented_base(builder, accent, &cramped)?;
    builder.at += 1;
    let under = kind == ScriptType::Subscript;
    let body = match accent {
        Accent::Fixed(sign) => with_accent(builder, base, sign, Pt::ZERO, context),
        Accent::Wide(sign) => {
            let width = base.width;
            with_accent(builder, base, sign, width, context)
        }
        // A single letter gets the accent; several get a line above all.
        Accent::Bar if !under && base.single.is_some() => with_accent(builder, base, '\u{304}', Pt::ZERO, context),
        Accent::Bar => with_bar(builder, base, under, context),
        Accent::Arrow(sign) => with_arrow(builder, base, sign, under, context),
        Accent::Spanning(sign) => with_spanning(builder, base, sign, under, context),
    };
    entries.push(Entry::Atom { class: Class::Ord, body });
    Ok(())
}

/// Sets the base of an accent: i and j lose their dots.
fn accented_base(builder: &mut Builder<'_, '_, '_>, accent: Accent, context: &Context) -> Result<Boxed, tex::Error> {
    if let (Accent::Fixed(_), Some(Event::Content(Content::Ordinary { content, .. }))) =
        (accent, builder.events.get(builder.at))
    {
        builder.at += 1;
        return glyphs::glyph(builder, letters::dotless(*content), context);
    }
    let mut inner = Vec::new();
    list::element(builder, &mut context.clone(), &mut inner)?;
    Ok(row(inner, context))
}

fn with_accent(builder: &Builder<'_, '_, '_>, base: Boxed, sign: char, width: Pt, context: &Context) -> Boxed {
    let Some(accent) = stretch::wide_accent(builder, sign, width, context) else { return base };
    let attachment = base.single.and_then(|single| Some(builder.math.accent(single.glyph)? * single.size));
    let x = attachment.unwrap_or(base.width / 2.0);
    let up = base.height - base.height.min(glyphs::constant(builder, Constant::AccentBaseHeight, context));
    let single = base.single;
    let mut whole = Boxed::space(base.width);
    whole.put(Pt::ZERO, Pt::ZERO, base);
    whole.put(x, up, accent);
    // Scripts of an accented letter stand where those of the letter alone would.
    whole.single = single;
    whole
}

fn with_bar(builder: &Builder<'_, '_, '_>, base: Boxed, under: bool, context: &Context) -> Boxed {
    let [gap, thickness, beyond] = match under {
        true => [Constant::UnderbarVerticalGap, Constant::UnderbarRuleThickness, Constant::UnderbarExtraDescender],
        false => [Constant::OverbarVerticalGap, Constant::OverbarRuleThickness, Constant::OverbarExtraAscender],
    }
    .map(|name| glyphs::constant(builder, name, context));
    let bottom = if under { -(base.depth + gap + thickness) } else { base.height + gap };
    let mut whole = Boxed::space(base.width);
    let rule = Boxed::rule(Size::new(base.width, thickness), bottom, context.color);
    whole.put(Pt::ZERO, Pt::ZERO, base);
    whole.put(Pt::ZERO, Pt::ZERO, rule);
    *if under { &mut whole.depth } else { &mut whole.height } += beyond;
    whole
}

/// Sets an arrow above or below `base`, as long as the base. Above it, the arrow keeps the distance that it has as an
/// accent.
fn with_arrow(builder: &Builder<'_, '_, '_>, base: Boxed, sign: char, under: bool, context: &Context) -> Boxed {
    let Some(sign) = stretch::spanning(builder, sign, base.width, context) else {
        return with_bar(builder, base, under, context);
    };
    let usual = glyphs::constant(builder, Constant::AccentBaseHeight, context);
    let up = match under {
        true => -(base.depth + stretch::spanning_gap(builder, context) + sign.height),
        false => base.height - base.height.min(usual),
    };
    let width = base.width.max(sign.width);
    let x = (width - sign.width) / 2.0;
    let mut whole = base.centred_in(width);
    whole.put(x, up, sign);
    whole
}

fn with_spanning(builder: &Builder<'_, '_, '_>, base: Boxed, sign: char, under: bool, context: &Context) -> Boxed {
    let Some(sign) = stretch::spanning(builder, sign, base.width, context) else {
        return with_bar(builder, base, under, context);
    };
    let gap = stretch::spanning_gap(builder, context);
    let width = base.width.max(sign.width);
    let up = if under { -(base.depth + gap + sign.height) } else { base.height + gap + sign.depth };
    let x = (width - sign.width) / 2.0;
    let mut whole = base.centred_in(width);
    whole.put(x, up, sign);
    whole
}
