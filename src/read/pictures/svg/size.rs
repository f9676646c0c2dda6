//! The size that a drawing states.

/// Default size of an SVG in CSS pixels, if it states none (CSS 2.2 §10.3.2).
pub(super) const DEFAULT: (u32, u32) = (300, 150);

/// Returns the size in the root's style, else in its attributes, else that of its view box.
pub(super) fn declared(attributes: &[(String, String)]) -> (u32, u32) {
    let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.trim());
    let boxed: Vec<f64> = get("viewBox")
        .unwrap_or_default()
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter_map(|number| number.parse().ok())
        .collect();
    let of_box = match boxed.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    };
    let size = match (side(attributes, "width"), side(attributes, "height"), of_box) {
        (Some(width), Some(height), _) => Some((width, height)),
        (Some(width), None, Some((w, h))) => Some((width, width * h / w)),
        (None, Some(height), Some((w, h))) => Some((height * w / h, height)),
        (_, _, of_box) => of_box,
    };
    size.map_or(DEFAULT, |(width, height)| (whole(width), whole(height)))
}

/// Returns the width or height in the root's style, else in its attribute.
pub(super) fn side(attributes: &[(String, String)], wanted: &str) -> Option<f64> {
    let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let styled = get("style").and_then(|style| {
        let mut declarations = style.split(';').filter_map(|part| part.split_once(':'));
        declarations.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
    });
    match styled.map(|(_, value)| value.split('!').next().unwrap_or_default().trim()) {
        Some(value) if !value.eq_ignore_ascii_case("auto") => length(value),
        _ => get(wanted).and_then(length),
    }
}

fn whole(length: f64) -> u32 {
    length.round().clamp(1.0, 6000.0) as u32
}

/// Parses a length in CSS pixels (CSS Values 4 §6.2); `None` for percentages.
pub(super) fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let factor = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "q" => 96.0 / 101.6,
        "em" | "rem" => 16.0,
        "ex" | "ch" => 8.0,
        _ => return None,
    };
    digits.trim().parse::<f64>().ok().filter(|value| *value > 0.0 && value.is_finite()).map(|value| value * factor)
}
