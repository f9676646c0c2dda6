//! Converts gradients to shadings (ISO 32000-1 §8.7.4.5): opaque ones that extend their end colours.

use printpdf::DictItem;

use super::super::{dictionary, name};
use crate::draw::{Gradient, Line, Stop};

/// Converts `gradient`; `None` if PDF's shadings cannot express it.
pub(super) fn of(gradient: &Gradient) -> Option<DictItem> {
    let (kind, ends): (_, &[f32]) = match &gradient.line {
        Line::Straight(ends) => (2, ends),
        Line::Circles(ends) => {
            let [focus_x, focus_y, inner, x, y, outer] = *ends;
            // If the inner circle is not inside the outer one, the two formats draw different cones.
            if (focus_x - x).hypot(focus_y - y) + inner >= outer {
                return None;
            }
            (3, ends)
        }
    };
    if gradient.stops.iter().any(|stop| stop.opacity != 1.0) {
        return None;
    }
    Some(dictionary([
        ("ShadingType", DictItem::Int(kind)),
        ("ColorSpace", name("DeviceRGB")),
        ("Coords", reals(ends.iter().copied())),
        ("Extend", DictItem::Array(vec![DictItem::Bool(true), DictItem::Bool(true)])),
        ("Function", function(&gradient.stops)?),
    ]))
}

/// Returns a function from 0–1 to the colours of `stops`: a stitching function of linear ones (§7.10.4).
fn function(stops: &[Stop]) -> Option<DictItem> {
    let mut colors: Vec<(f32, [f32; 3])> = stops.iter().map(|stop| (stop.offset, color(stop))).collect();
    let (first, last) = (*colors.first()?, *colors.last()?);
    if first.0 > 0.0 {
        colors.insert(0, (0.0, first.1));
    }
    if last.0 < 1.0 {
        colors.push((1.0, last.1));
    }
    let part = |[(_, one), (_, other)]: &[(f32, [f32; 3]); 2]| {
        dictionary([
            ("FunctionType", DictItem::Int(2)),
            ("Domain", reals([0.0, 1.0])),
            ("C0", reals(*one)),
            ("C1", reals(*other)),
            ("N", DictItem::Int(1)),
        ])
    };
    let parts: Vec<DictItem> = colors.array_windows().map(part).collect();
    let bounds = colors.get(1..colors.len() - 1).unwrap_or_default().iter().map(|(offset, _)| *offset);
    Some(dictionary([
        ("FunctionType", DictItem::Int(3)),
        ("Domain", reals([0.0, 1.0])),
        ("Bounds", reals(bounds)),
        ("Encode", reals(parts.iter().flat_map(|_| [0.0, 1.0]))),
        ("Functions", DictItem::Array(parts)),
    ]))
}

fn color(stop: &Stop) -> [f32; 3] {
    let color = stop.color;
    [color.red, color.green, color.blue].map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0)
}

fn reals(values: impl IntoIterator<Item = f32>) -> DictItem {
    DictItem::Array(values.into_iter().map(DictItem::Real).collect())
}
