//! Fractions, binomials and roots (The TeXbook, appendix G, rules 11 and 15).

use super::boxes::Boxed;
use super::font::{Axis, Constant};
use super::style::Context;
use super::{Builder, glyphs, list};
use crate::tex;
use crate::units::{Em, Pt, Size};

/// Space at both ends of a fraction, for a possible delimiter.
const ENDS: Em = Em(0.1);

/// Sets the next two elements as a fraction, with a line of `thickness`; `None` for the default thickness.
pub(super) fn fraction(
    builder: &mut Builder<'_, '_, '_>,
    thickness: Option<Pt>,
    context: &Context,
) -> Result<Boxed, tex::Error> {
    let over = list::argument(builder, &context.styled(context.style.numerator()))?;
    let under = list::argument(builder, &context.styled(context.style.denominator()))?;
    let thickness = thickness.unwrap_or_else(|| glyphs::constant(builder, Constant::FractionRuleThickness, context));
    let inner = over.width.max(under.width);
    let (over, under) = (over.centred_in(inner), under.centred_in(inner));
    let (up, down) = match thickness > Pt::ZERO {
        true => fraction_shifts(builder, &over, &under, thickness, context),
        false => stack_shifts(builder, &over, &under, context),
    };
    let ends = ENDS * context.size();
    let mut whole = Boxed::space(inner + ends * 2.0);
    whole.put(ends, up, over);
    if thickness > Pt::ZERO {
        let bottom = glyphs::axis(builder, context) - thickness / 2.0;
        whole.put(ends, Pt::ZERO, Boxed::rule(Size::new(inner, thickness), bottom, context.color));
    }
    whole.put(ends, -down, under);
    Ok(whole)
}

/// Returns the distances of numerator and denominator from the baseline.
fn fraction_shifts(
    builder: &Builder<'_, '_, '_>,
    over: &Boxed,
    under: &Boxed,
    thickness: Pt,
    context: &Context,
) -> (Pt, Pt) {
    let display = context.style.is_display();
    let choose = |in_display, in_text| glyphs::constant(builder, if display { in_display } else { in_text }, context);
    let up = choose(Constant::FractionNumeratorDisplayStyleShiftUp, Constant::FractionNumeratorShiftUp);
    let down = choose(Constant::FractionDenominatorDisplayStyleShiftDown, Constant::FractionDenominatorShiftDown);
    let above = choose(Constant::FractionNumDisplayStyleGapMin, Constant::FractionNumeratorGapMin);
    let below = choose(Constant::FractionDenomDisplayStyleGapMin, Constant::FractionDenominatorGapMin);
    let axis = glyphs::axis(builder, context);
    let least_up = axis + thickness / 2.0 + above + over.depth;
    let least_down = below + under.height - (axis - thickness / 2.0);
    (up.max(least_up), down.max(least_down))
}

/// Returns the distances for a stack, that is a fraction without a line.
fn stack_shifts(builder: &Builder<'_, '_, '_>, over: &Boxed, under: &Boxed, context: &Context) -> (Pt, Pt) {
    let display = context.style.is_display();
    let choose = |in_display, in_text| glyphs::constant(builder, if display { in_display } else { in_text }, context);
    let up = choose(Constant::StackTopDisplayStyleShiftUp, Constant::StackTopShiftUp);
    let down = choose(Constant::StackBottomDisplayStyleShiftDown, Constant::StackBottomShiftDown);
    let least = choose(Constant::StackDisplayStyleGapMin, Constant::StackGapMin);
    let gap = (up - over.depth) - (under.height - down);
    let short = (least - gap).max(Pt::ZERO) / 2.0;
    (up + short, down + short)
}

/// Sets the root of the next element. If `degree`, the element after that is the degree of the root.
pub(super) fn root(builder: &mut Builder<'_, '_, '_>, degree: bool, context: &Context) -> Result<Boxed, tex::Error> {
    let inner = list::argument(builder, &context.styled(context.style.cramped()))?;
    let degree = match degree {
        true => {
            let style = context.style.superscript().superscript();
            Some(list::argument(builder, &context.styled(style))?)
        }
        false => None,
    };
    let rule = glyphs::constant(builder, Constant::RadicalRuleThickness, context);
    let least = match context.style.is_display() {
        true => glyphs::constant(builder, Constant::RadicalDisplayStyleVerticalGap, context),
        false => glyphs::constant(builder, Constant::RadicalVerticalGap, context),
    };
    let wanted = inner.extent() + least + rule;
    let Some(sign) = glyphs::stretched(builder, '√', Axis::Vertical, wanted, context) else {
        return Err(tex::Error::NoRootSign);
    };
    // The sign is rarely exactly as high as necessary: half of the excess goes above the radicand.
    let gap = least + (sign.extent() - wanted).max(Pt::ZERO) / 2.0;
    let top = inner.height + gap + rule;
    let (sign_extent, sign_width) = (sign.extent(), sign.width);
    let sign_up = top - sign.height;
    let mut whole = Boxed::default();
    let mut x = Pt::ZERO;
    if let Some(degree) = degree {
        x = (glyphs::constant(builder, Constant::RadicalKernBeforeDegree, context)
            + degree.width
            + glyphs::constant(builder, Constant::RadicalKernAfterDegree, context))
        .max(Pt::ZERO);
        let start = x - glyphs::constant(builder, Constant::RadicalKernAfterDegree, context) - degree.width;
        let raise = builder.math.factor(Constant::RadicalDegreeBottomRaisePercent);
        let up = top - sign_extent + sign_extent * raise + degree.depth;
        whole.put(start, up, degree);
    }
    whole.put(x, sign_up, sign);
    let start = x + sign_width;
    let width = inner.width;
    whole.put(start, Pt::ZERO, Boxed::rule(Size::new(width, rule), top - rule, context.color));
    whole.put(start, Pt::ZERO, inner);
    whole.height += glyphs::constant(builder, Constant::RadicalExtraAscender, context);
    whole.width = start + width;
    Ok(whole)
}
