//! Sizes that authors state for pictures: `width`, `height`, `style`, `zoom`, and a size after a bar.
//!
//! Attributes come from HTML, from attribute lists of Markdown (`{width=25%}`, `{: width="200" }`) and from template
//! tags; a style overrides them, as in browsers. Values that are not lengths are ignored. Limits: no `calc()`, no
//! style sheets, no heights in per cent.

use crate::article::{Extent, Length};
use crate::read::tree::Element;
use crate::units::Pt;

/// Points per CSS pixel.
const PIXEL: f64 = 0.75;
/// Assumed width of a column in pixels.
const COLUMN: u32 = 600;
/// Two proportions are considered equal if they differ by no more than this.
const SAME: f64 = 0.02;
/// A side of at most this many pixels belongs to a tracking pixel, or to a placeholder for a picture that a script
/// loads.
const NO_SIZE: f64 = 2.0;

/// Returns the size that `element` states.
pub(super) fn stated(element: &Element) -> Extent {
    let attribute = |name| element.attribute(name).and_then(|value| length(value, Pixels::Assumed));
    let mut extent = Extent { width: attribute("width"), height: upright(attribute("height")), ..Extent::default() };
    if let Some(share) = element.attribute("scale").and_then(share) {
        extent.width = extent.width.or(Some(Length::Natural(share)));
    }
    if let Some(style) = element.attribute("style") {
        follow(style, &mut extent);
    }
    extent.widest = extent.widest.filter(|widest| !matches!(widest, Length::Column(share) if *share >= 1.0));
    extent
}

/// Returns `extent` without values that state nothing new about a picture of `natural` pixels: its natural size, or a
/// size larger than a column if the picture is larger too.
pub(super) fn news(extent: Extent, natural: (u32, u32)) -> Extent {
    if extent.is_empty() {
        return extent;
    }
    let tiny = |length: Option<Length>| matches!(length, Some(Length::Fixed(Pt(points))) if points <= NO_SIZE * PIXEL);
    if tiny(extent.width) || tiny(extent.height) {
        return Extent::default();
    }
    let aspect = |(width, height): (u32, u32)| f64::from(width.max(1)) / f64::from(height.max(1));
    let stated = extent.pixels(natural);
    let alike = (aspect(stated) / aspect(natural) - 1.0).abs() <= SAME;
    let same = stated.0.abs_diff(natural.0) <= 1 && stated.1.abs_diff(natural.1) <= 1;
    let relative = [extent.width, extent.widest].iter().flatten().any(|length| matches!(length, Length::Column(_)));
    if !relative && alike && (same || stated.0 >= COLUMN && natural.0 >= COLUMN) {
        return Extent::default();
    }
    // A size rounded to whole pixels counts as proportional.
    if alike && extent.width.is_some() { Extent { height: None, ..extent } } else { extent }
}

/// Parses the size after a bar, as in `![[picture.png|100x50]]`.
pub(super) fn behind_bar(text: &str) -> Option<Extent> {
    let number = |text: &str| {
        let digits = !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten().map(|pixels: f64| Length::Fixed(Pt(pixels * PIXEL)))
    };
    let text = text.trim();
    match text.split_once(['x', 'X', '×']) {
        Some((width, height)) => {
            let sides = (number(width.trim()), number(height.trim()));
            let only = |side: &str| side.trim().is_empty();
            let known = (sides.0.is_some() || only(width)) && (sides.1.is_some() || only(height));
            (known && sides != (None, None)).then_some(Extent { width: sides.0, height: sides.1, ..Extent::default() })
        }
        None => number(text).map(|width| Extent { width: Some(width), ..Extent::default() }),
    }
}

/// Adds the sizes in `style` to `extent`.
fn follow(style: &str, extent: &mut Extent) {
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim();
        let length = length(value, Pixels::Stated);
        match name.trim().to_ascii_lowercase().as_str() {
            "width" | "inline-size" if value == "auto" => extent.width = None,
            "height" | "block-size" if value == "auto" => extent.height = None,
            "width" | "inline-size" => extent.width = length.or(extent.width),
            "height" | "block-size" => extent.height = upright(length).or(extent.height),
            "max-width" | "max-inline-size" => extent.widest = length,
            "max-height" | "max-block-size" => extent.tallest = upright(length),
            "zoom" => extent.width = share(value).map(Length::Natural).or(extent.width),
            // The picture is fitted into a box of that size; the box is not the size of the picture.
            "object-fit" if matches!(value, "contain" | "cover" | "scale-down" | "none") => {
                extent.widest = extent.width.take().or(extent.widest);
                extent.tallest = extent.height.take().or(extent.tallest);
            }
            _ => {}
        }
    }
}

/// Whether a number without a unit means pixels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pixels {
    /// A number without a unit, or with an unknown one, is a number of pixels, as in HTML's attributes.
    Assumed,
    /// A number without a unit is not a length, as in CSS.
    Stated,
}

/// Parses a length.
fn length(text: &str, pixels: Pixels) -> Option<Length> {
    let text = text.trim().trim_end_matches(';').to_ascii_lowercase();
    let text = text.trim_start_matches('+');
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let unit = text[end..].trim();
    // LaTeX's `\textwidth` alone is the whole width.
    let number: f64 = if end == 0 && unit.starts_with('\\') { 1.0 } else { text[..end].parse().ok()? };
    if !number.is_finite() || number <= 0.0 || number > 1e6 {
        return None;
    }
    let fixed = |points: f64| Some(Length::Fixed(Pt(number * points)));
    match unit {
        "px" => fixed(PIXEL),
        "pt" => fixed(1.0),
        "pc" => fixed(12.0),
        "in" => fixed(72.0),
        "cm" => fixed(72.0 / 2.54),
        "mm" => fixed(72.0 / 25.4),
        "q" => fixed(72.0 / 101.6),
        "em" | "rem" => Some(Length::Ems(number)),
        "ex" | "ch" => Some(Length::Ems(number / 2.0)),
        "%" | "vw" | "vi" => Some(Length::Column(number / 100.0)),
        "\\textwidth" | "\\linewidth" | "\\columnwidth" => Some(Length::Column(number)),
        _ if pixels == Pixels::Assumed => fixed(PIXEL),
        _ => None,
    }
}

/// Parses a share of a picture's natural size: `50%`, `0.5`, or `50` for a scale.
fn share(text: &str) -> Option<f64> {
    let text = text.trim();
    let number: f64 = text.trim_end_matches('%').trim().parse().ok()?;
    let share = if text.ends_with('%') || number > 10.0 { number / 100.0 } else { number };
    (share.is_finite() && (0.01..=10.0).contains(&share)).then_some(share)
}

/// Returns a height, unless it is relative to a height that is unknown.
fn upright(length: Option<Length>) -> Option<Length> {
    length.filter(|length| !matches!(length, Length::Column(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(attributes: &[(&str, &str)]) -> Extent {
        let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        stated(&Element { name: "img", attributes, ..Element::default() })
    }

    fn wide(length: Length) -> Extent {
        Extent { width: Some(length), ..Extent::default() }
    }

    #[test]
    fn lengths_have_the_units_of_html_css_and_pandoc() {
        let cases = [
            ("16", Length::Fixed(Pt(12.0))),
            ("200px", Length::Fixed(Pt(150.0))),
            (" 25% ", Length::Column(0.25)),
            ("10em", Length::Ems(10.0)),
            ("2.54cm", Length::Fixed(Pt(72.0))),
            ("1in", Length::Fixed(Pt(72.0))),
            ("30pt", Length::Fixed(Pt(30.0))),
            ("300x", Length::Fixed(Pt(225.0))),
            ("0.5\\textwidth", Length::Column(0.5)),
        ];
        for (text, wanted) in cases {
            assert_eq!(of(&[("width", text)]), wide(wanted), "{text}");
        }
        for text in ["", "auto", "0", "-5", "wide", "NaN", "calc(1px)"] {
            assert_eq!(of(&[("width", text)]), Extent::default(), "{text}");
        }
    }

    #[test]
    fn a_style_wins_over_attributes() {
        assert_eq!(
            of(&[("width", "800"), ("height", "600"), ("style", "width: 50%; height: auto")]),
            wide(Length::Column(0.5))
        );
        assert_eq!(of(&[("style", "max-width:100%;height:auto")]), Extent::default());
        assert_eq!(of(&[("style", "zoom: 50%")]), wide(Length::Natural(0.5)));
        assert_eq!(of(&[("style", "WIDTH:2.54cm !important")]), wide(Length::Fixed(Pt(72.0))));
        assert_eq!(of(&[("style", "height: 50vh; width: 12")]), Extent::default());
    }

    #[test]
    fn a_size_behind_a_bar_is_one_of_pixels() {
        assert_eq!(behind_bar("300"), Some(wide(Length::Fixed(Pt(225.0)))));
        let both = Extent { height: Some(Length::Fixed(Pt(37.5))), ..wide(Length::Fixed(Pt(75.0))) };
        assert_eq!(behind_bar("100x50"), Some(both));
        for text in ["", "x", "a 3", "3 men", "100xy", "1234567"] {
            assert_eq!(behind_bar(text), None, "{text}");
        }
    }

    #[test]
    fn what_says_nothing_new_is_nothing() {
        let fixed = |pixels: f64| Some(Length::Fixed(Pt(pixels * PIXEL)));
        let both = |width, height| Extent { width: fixed(width), height: fixed(height), ..Extent::default() };
        assert_eq!(news(both(200.0, 100.0), (200, 100)), Extent::default());
        assert_eq!(news(both(1024.0, 683.0), (2048, 1365)), Extent::default());
        assert_eq!(news(both(1.0, 1.0), (400, 300)), Extent::default());
        assert_eq!(news(both(300.0, 201.0), (1600, 1067)), Extent { height: None, ..both(300.0, 0.0) });
        assert_eq!(news(both(100.0, 50.0), (400, 400)), both(100.0, 50.0));
        assert_eq!(news(wide(Length::Column(1.0)), (900, 600)), wide(Length::Column(1.0)));
    }
}
