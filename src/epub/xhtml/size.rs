//! Writes the stated size of a picture as attributes and style.
//!
//! `width` and `height` are whole CSS pixels in XHTML (HTML §4.8.17), and the book's style sheet sets heights to
//! `auto`, so that a narrow screen never distorts a picture. The style attribute states what these cannot express:
//! shares of the column, ems, and two sides that change the picture's proportions.

use crate::article::{Extent, Length};

/// CSS pixels per point.
const PIXELS: f64 = 96.0 / 72.0;
/// Two proportions are considered equal if they differ by no more than this.
const SAME: f64 = 0.02;

/// Returns width and height in pixels. A picture with a relative size keeps its natural size here, which tells the
/// reading system its proportions in advance.
pub(super) fn attributes(extent: &Extent, natural: (u32, u32)) -> (u32, u32) {
    let sides = [extent.width, extent.height, extent.widest, extent.tallest];
    let relative = |length: &Length| matches!(length, Length::Column(_) | Length::Ems(_));
    if sides.iter().flatten().any(relative) { natural } else { extent.pixels_in(natural, f64::INFINITY) }
}

/// Returns the style of a picture of `natural` pixels, if a size is stated.
pub(super) fn style(extent: &Extent, natural: (u32, u32)) -> Option<String> {
    let (width, height) = (f64::from(natural.0.max(1)), f64::from(natural.1.max(1)));
    let side = |length: Option<Length>, own: f64| length.map(|length| css(length, own));
    let mut rules = match (side(extent.width, width), side(extent.height, height)) {
        (None, None) => Vec::new(),
        (Some(width), None) => vec![format!("width: {width}")],
        (None, Some(height)) => vec![format!("height: {height}"), "width: auto".into()],
        (Some(across), Some(down)) => match proportion(extent, (width, height)) {
            Some(own) if (own / (width / height) - 1.0).abs() <= SAME => vec![format!("width: {across}")],
            // On a narrower screen the height follows the width.
            Some(own) => {
                vec![format!("width: {across}"), format!("aspect-ratio: {}", number(own)), "object-fit: fill".into()]
            }
            None => vec![format!("width: {across}"), format!("height: {down}"), "object-fit: fill".into()],
        },
    };
    match extent.widest {
        // The style sheet limits pictures to the column; an absolute size must not lift that limit.
        Some(Length::Column(share)) => rules.push(format!("max-width: {}%", number(share * 100.0))),
        Some(_) if extent.width.is_none() && extent.height.is_none() => {
            let limited = Extent { tallest: None, ..*extent }.pixels_in(natural, f64::INFINITY);
            if limited.0 < natural.0 {
                rules.push(format!("width: {}px", limited.0));
            }
        }
        _ => {}
    }
    rules.extend(side(extent.tallest, height).map(|tallest| format!("max-height: {tallest}; width: auto")));
    (!rules.is_empty()).then(|| rules.join("; "))
}

/// Returns stated width by stated height, if both have the same kind of unit.
fn proportion(extent: &Extent, (width, height): (f64, f64)) -> Option<f64> {
    let absolute = |length, own| match length {
        Some(Length::Fixed(points)) => Some(points.0 * PIXELS),
        Some(Length::Natural(share)) => Some(share * own),
        _ => None,
    };
    match (extent.width, extent.height) {
        (Some(Length::Ems(across)), Some(Length::Ems(down))) => Some(across / down),
        (across, down) => Some(absolute(across, width)? / absolute(down, height)?),
    }
}

/// Writes `length` in CSS; `own` is the natural length in pixels.
fn css(length: Length, own: f64) -> String {
    match length {
        Length::Fixed(points) => format!("{}px", number(points.0 * PIXELS)),
        Length::Ems(count) => format!("{}em", number(count)),
        Length::Column(share) => format!("{}%", number(share.min(1.0) * 100.0)),
        Length::Natural(share) => format!("{}px", number(own * share)),
    }
}

/// Writes `value` with at most two decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Pt;

    fn wide(length: Length) -> Extent {
        Extent { width: Some(length), ..Extent::default() }
    }

    #[track_caller]
    fn is(extent: Extent, wanted: Option<&str>) {
        assert_eq!(style(&extent, (400, 200)).as_deref(), wanted);
    }

    #[test]
    fn every_length_has_its_unit() {
        is(Extent::default(), None);
        is(wide(Length::Fixed(Pt(12.0))), Some("width: 16px"));
        is(wide(Length::Column(0.25)), Some("width: 25%"));
        is(wide(Length::Column(1.5)), Some("width: 100%"));
        is(wide(Length::Natural(0.5)), Some("width: 200px"));
        is(Extent { height: Some(Length::Ems(1.5)), ..Extent::default() }, Some("height: 1.5em; width: auto"));
        is(Extent { widest: Some(Length::Column(0.5)), ..Extent::default() }, Some("max-width: 50%"));
        is(Extent { widest: Some(Length::Fixed(Pt(900.0))), ..Extent::default() }, None);
    }

    #[test]
    fn two_sides_out_of_proportion_both_hold() {
        let both = |height| Extent { height: Some(Length::Fixed(Pt(height))), ..wide(Length::Fixed(Pt(75.0))) };
        is(both(37.5), Some("width: 100px"));
        is(both(75.0), Some("width: 100px; aspect-ratio: 1; object-fit: fill"));
    }

    #[test]
    fn attributes_are_whole_pixels_or_the_pictures_own() {
        assert_eq!(attributes(&wide(Length::Fixed(Pt(12.0))), (400, 200)), (16, 8));
        assert_eq!(attributes(&wide(Length::Column(0.5)), (400, 200)), (400, 200));
        assert_eq!(attributes(&Extent::default(), (400, 200)), (400, 200));
    }
}
