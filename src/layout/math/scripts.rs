//! Scripts, limits and primes (The TeXbook, appendix G, rules 13a and 18; the constants come from the face).

use pulldown_latex::event::{Content, Event, ScriptPosition, ScriptType};

use super::boxes::{Boxed, Single};
use super::font::{Axis, Constant, Corner};
use super::spacing::{Class, Entry, row};
use super::style::Context;
use super::{Builder, glyphs, list};
use crate::tex;
use crate::units::{Em, Pt};

/// How far an arrow extends beyond the text above it, on each side.
const ARROW_ENDS: Em = Em(0.3);
/// Single glyphs for one to four primes.
const PRIMES: [char; 4] = ['′', '″', '‴', '⁗'];

/// Reads the following subscript and superscript.
pub(super) fn script_arguments(
    builder: &mut Builder<'_, '_, '_>,
    kind: ScriptType,
    context: &Context,
) -> Result<(Option<Boxed>, Option<Boxed>), tex::Error> {
    let below = match kind {
        ScriptType::Superscript => None,
        _ => Some(list::argument(builder, &context.styled(context.style.subscript()))?),
    };
    let above = match kind {
        ScriptType::Subscript => None,
        _ => Some(list::argument(builder, &context.styled(context.style.superscript()))?),
    };
    Ok((below, above))
}

/// Sets `nucleus` with scripts to its right.
pub(super) fn scripts(
    builder: &Builder<'_, '_, '_>,
    nucleus: Boxed,
    below: Option<Boxed>,
    above: Option<Boxed>,
    context: &Context,
) -> Boxed {
    let constant = |name| glyphs::constant(builder, name, context);
    let shift_up = if context.style.cramped {
        constant(Constant::SuperscriptShiftUpCramped)
    } else {
        constant(Constant::SuperscriptShiftUp)
    };
    let (mut up, mut down) = (shift_up, constant(Constant::SubscriptShiftDown));
    // Scripts of a single letter have fixed positions; those of taller boxes follow the box's edges.
    if nucleus.single.is_none() {
        up = up.max(nucleus.height - constant(Constant::SuperscriptBaselineDropMax));
        down = down.max(nucleus.depth + constant(Constant::SubscriptBaselineDropMin));
    }
    if let Some(above) = &above {
        up = up.max(above.depth + constant(Constant::SuperscriptBottomMin));
    }
    match (&below, &above) {
        (Some(below), None) => down = down.max(below.height - constant(Constant::SubscriptTopMax)),
        (Some(below), Some(above)) => {
            let gap = (up - above.depth) - (below.height - down);
            let short = constant(Constant::SubSuperscriptGapMin) - gap;
            if short > Pt::ZERO {
                down += short;
                let bottom = up - above.depth;
                let lift = (constant(Constant::SuperscriptBottomMaxWithSubscript) - bottom).max(Pt::ZERO).min(short);
                up += lift;
                down -= lift;
            }
        }
        _ => {}
    }
    let single = nucleus.single;
    let slant = nucleus.slant;
    let start = nucleus.width;
    let (top, bottom) = (nucleus.height, -nucleus.depth);
    let mut whole = Boxed::space(start);
    whole.put(Pt::ZERO, Pt::ZERO, nucleus);
    let mut end = start;
    if let Some(above) = above {
        // The edges that could touch: the bottom of the script and the top of the letter.
        let edges = [(up - above.depth, Corner::TopRight), (top, Corner::TopRight)];
        let kern = cut_in(builder, single, above.single, edges, up);
        let x = start + kern;
        end = end.max(x + above.width);
        whole.put(x, up, above);
    }
    if let Some(below) = below {
        let edges = [(below.height - down, Corner::BottomRight), (bottom, Corner::BottomRight)];
        let kern = cut_in(builder, single, below.single, edges, -down);
        let x = start - slant + kern;
        end = end.max(x + below.width);
        whole.put(x, -down, below);
    }
    whole.width = end + constant(Constant::SpaceAfterScript);
    whole
}

/// Sets `nucleus` with scripts above and below it.
pub(super) fn limits(
    builder: &Builder<'_, '_, '_>,
    nucleus: Boxed,
    below: Option<Boxed>,
    above: Option<Boxed>,
    class: Class,
    context: &Context,
) -> Boxed {
    let constant = |name| glyphs::constant(builder, name, context);
    let widest = [&below, &above].into_iter().flatten().map(|limit| limit.width).fold(Pt::ZERO, Pt::max);
    let nucleus = match longer_arrow(builder, &nucleus, class, widest + ARROW_ENDS * context.size() * 2.0, context) {
        Some(longer) => longer,
        None => nucleus,
    };
    let slant = nucleus.slant / 2.0;
    let width = widest.max(nucleus.width);
    let (height, depth) = (nucleus.height, nucleus.depth);
    let mut whole = nucleus.centred_in(width);
    let centre = |limit: &Boxed| (width - limit.width) / 2.0;
    if let Some(above) = above {
        let rise = constant(Constant::UpperLimitBaselineRiseMin);
        let up = height + rise.max(constant(Constant::UpperLimitGapMin) + above.depth);
        whole.put(centre(&above) + slant, up, above);
    }
    if let Some(below) = below {
        let drop = constant(Constant::LowerLimitBaselineDropMin);
        let down = depth + drop.max(constant(Constant::LowerLimitGapMin) + below.height);
        whole.put(centre(&below) - slant, -down, below);
    }
    whole
}

/// Stretches an arrow to the width of the text above it.
fn longer_arrow(
    builder: &Builder<'_, '_, '_>,
    nucleus: &Boxed,
    class: Class,
    wanted: Pt,
    context: &Context,
) -> Option<Boxed> {
    let [(_, super::boxes::Mark::Glyph { character, .. })] = nucleus.marks.as_slice() else { return None };
    let arrow = matches!(character, '←'..='↔' | '⇐'..='⇔' | '⟵'..='⟺' | '↼'..='⇌' | '↦' | '↪' | '↩' | '=');
    if class != Class::Rel || !arrow || wanted <= nucleus.width {
        return None;
    }
    let mut longer = glyphs::stretched(builder, *character, Axis::Horizontal, wanted, context)?;
    longer.single = None;
    Some(longer)
}

/// Whether a prime follows the next element.
pub(super) fn prime_follows(builder: &Builder<'_, '_, '_>) -> bool {
    let end = || skipped(builder, builder.at);
    builder.primes && !is_prime(builder.events.get(builder.at)) && !is_prime_script(builder, builder.at) && {
        let end = end();
        is_prime(builder.events.get(end)) || is_prime_script(builder, end)
    }
}

/// Whether the script command at `at` has a prime as its base: in `f'_1` both belong to the f.
fn is_prime_script(builder: &Builder<'_, '_, '_>, at: usize) -> bool {
    matches!(builder.events.get(at), Some(Event::Script { position: ScriptPosition::Right, .. }))
        && is_prime(builder.events.get(at + 1))
}

/// Returns the end of the element that begins at `at`.
pub(super) fn skipped(builder: &Builder<'_, '_, '_>, at: usize) -> usize {
    let (mut at, mut wanted, mut groups) = (at, 1usize, 0usize);
    while let Some(event) = builder.events.get(at).filter(|_| wanted > 0) {
        at += 1;
        match event {
            Event::Begin(_) => groups += 1,
            Event::End => groups = groups.saturating_sub(1),
            _ => {}
        }
        if groups > 0 {
            continue;
        }
        wanted = wanted - 1 + arguments(event);
    }
    at
}

/// Adds the next element with the primes that follow it.
pub(super) fn primed(
    builder: &mut Builder<'_, '_, '_>,
    context: &Context,
    entries: &mut Vec<Entry>,
) -> Result<(), tex::Error> {
    let (mut below, mut above) = (None, None);
    let mut inner = Vec::new();
    match builder.events.get(builder.at) {
        Some(Event::Script { ty, position: ScriptPosition::Right }) => {
            builder.at += 1;
            list::element(builder, &mut context.clone(), &mut inner)?;
            (below, above) = script_arguments(builder, *ty, context)?;
        }
        _ => list::element(builder, &mut context.clone(), &mut inner)?,
    }
    let class = match inner.as_slice() {
        [Entry::Atom { class, .. }] => *class,
        // The prime has no base, only a space or a change of colour before it.
        _ => Class::Ord,
    };
    let mut count = 0;
    loop {
        if is_prime(builder.events.get(builder.at)) {
            builder.at += 1;
            count += 1;
        } else if is_prime_script(builder, builder.at) {
            let Some(Event::Script { ty, .. }) = builder.events.get(builder.at) else { break };
            builder.at += 2;
            let (more_below, more_above) = script_arguments(builder, *ty, context)?;
            let primes = primes(builder, count + 1, context)?;
            above = Some(joined(Some(primes), joined(above, more_above)).unwrap_or_default());
            below = joined(below, more_below);
            count = 0;
            break;
        } else {
            break;
        }
    }
    if count > 0 {
        let primes = primes(builder, count, context)?;
        above = joined(Some(primes), above);
    }
    let body = scripts(builder, row(inner, context), below, above, context);
    entries.push(Entry::Atom { class, body });
    Ok(())
}

/// Sets `count` primes as a superscript.
pub(super) fn primes(builder: &mut Builder<'_, '_, '_>, count: usize, context: &Context) -> Result<Boxed, tex::Error> {
    let context = context.styled(context.style.superscript());
    let mut left = count;
    let mut whole: Option<Boxed> = None;
    while left > 0 {
        let some = left.min(PRIMES.len());
        left -= some;
        whole = joined(whole, Some(glyphs::glyph(builder, PRIMES[some - 1], &context)?));
    }
    Ok(whole.unwrap_or_default())
}

fn is_prime(event: Option<&Event<'_>>) -> bool {
    matches!(event, Some(Event::Content(Content::Ordinary { content: '′', .. })))
}

/// Returns how many elements `event` takes.
fn arguments(event: &Event<'_>) -> usize {
    use pulldown_latex::event::Visual;
    match event {
        Event::Script { ty: ScriptType::SubSuperscript, .. } => 3,
        Event::Script { .. } | Event::Visual(Visual::Root | Visual::Fraction(_)) => 2,
        Event::Visual(Visual::SquareRoot | Visual::Negation) => 1,
        _ => 0,
    }
}

fn joined(first: Option<Boxed>, second: Option<Boxed>) -> Option<Boxed> {
    match (first, second) {
        (Some(mut first), Some(second)) => {
            first.append(second);
            Some(first)
        }
        (first, second) => first.or(second),
    }
}

/// Returns the kerning of a script, which makes it follow the outline of the letter. At the heights of both edges that
/// could touch, the kerns of letter and script are added; the larger sum is used (OpenType, MathKernInfo).
fn cut_in(
    builder: &Builder<'_, '_, '_>,
    letter: Option<Single>,
    script: Option<Single>,
    edges: [(Pt, Corner); 2],
    shift: Pt,
) -> Pt {
    let Some(letter) = letter else { return Pt::ZERO };
    let kern = |single: Single, corner, height: Pt| {
        builder.math.kern(single.glyph, corner, Em::of(height, single.size)) * single.size
    };
    let sums = edges.map(|(height, corner)| {
        let opposite = if corner == Corner::TopRight { Corner::BottomLeft } else { Corner::TopLeft };
        let of_script = script.map_or(Pt::ZERO, |script| kern(script, opposite, height - shift));
        kern(letter, corner, height) + of_script
    });
    sums[0].max(sums[1])
}
