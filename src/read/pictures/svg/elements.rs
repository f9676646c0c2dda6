//! SVG elements that need special treatment: the case of their names, and what happens to their content.

use self::Content::{Dropped, Empty, Open};
use super::case;

/// What an element may contain.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    /// Anything.
    Open,
    /// Only descriptions and animations: other elements are moved out, after it.
    Empty,
    /// Nothing: it is removed with its content.
    Dropped,
}

/// The elements whose names contain capitals, and those that are not [`Open`]; sorted by bytes.
const ELEMENTS: &[(&str, Content)] = &[
    ("altGlyph", Open),
    ("altGlyphDef", Open),
    ("altGlyphItem", Open),
    ("animate", Empty),
    ("animateColor", Open),
    ("animateMotion", Open),
    ("animateTransform", Empty),
    ("audio", Dropped),
    ("circle", Empty),
    ("clipPath", Open),
    ("ellipse", Empty),
    ("embed", Dropped),
    ("feBlend", Empty),
    ("feColorMatrix", Empty),
    ("feComponentTransfer", Open),
    ("feComposite", Empty),
    ("feConvolveMatrix", Empty),
    ("feDiffuseLighting", Open),
    ("feDisplacementMap", Empty),
    ("feDistantLight", Empty),
    ("feDropShadow", Empty),
    ("feFlood", Empty),
    ("feFuncA", Empty),
    ("feFuncB", Empty),
    ("feFuncG", Empty),
    ("feFuncR", Empty),
    ("feGaussianBlur", Empty),
    ("feImage", Empty),
    ("feMerge", Open),
    ("feMergeNode", Empty),
    ("feMorphology", Empty),
    ("feOffset", Empty),
    ("fePointLight", Empty),
    ("feSpecularLighting", Open),
    ("feSpotLight", Empty),
    ("feTile", Empty),
    ("feTurbulence", Empty),
    ("flowDiv", Open),
    ("flowLine", Open),
    ("flowPara", Open),
    ("flowRegion", Open),
    ("flowRoot", Open),
    ("flowSpan", Open),
    ("foreignObject", Open),
    ("glyphRef", Open),
    ("handler", Dropped),
    ("iframe", Dropped),
    ("image", Empty),
    ("line", Empty),
    ("linearGradient", Open),
    ("listener", Dropped),
    ("math", Dropped),
    ("metadata", Dropped),
    ("mpath", Empty),
    ("object", Dropped),
    ("path", Empty),
    ("polygon", Empty),
    ("polyline", Empty),
    ("radialGradient", Open),
    ("rect", Empty),
    ("script", Dropped),
    ("set", Empty),
    ("solidColor", Open),
    ("stop", Empty),
    ("textArea", Open),
    ("textPath", Open),
    ("use", Empty),
    ("video", Dropped),
];

/// Returns the name of an element in SVG's spelling.
pub(super) fn name(name: &str) -> String {
    case::cased(name, ELEMENTS.iter().map(|(known, _)| *known))
}

/// Whether the element `name` is removed with its content.
pub(super) fn is_dropped(name: &str) -> bool {
    content(name) == Dropped
}

/// Whether the element `name` may contain only descriptions and animations.
pub(super) fn is_empty(name: &str) -> bool {
    content(name) == Empty
}

fn content(name: &str) -> Content {
    ELEMENTS.iter().find(|(known, _)| *known == name).map_or(Open, |(_, content)| *content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_the_case_of_svg() {
        assert_eq!(
            ["RECT", "Path", "LINEARGRADIENT", "fegaussianblur", "clipPath", "Unknown"].map(name).join(" "),
            "rect path linearGradient feGaussianBlur clipPath unknown"
        );
    }

    #[test]
    fn each_element_stands_in_the_table_once() {
        assert!(ELEMENTS.is_sorted_by(|(one, _), (next, _)| one < next));
        assert!(is_empty("rect") && is_dropped("script") && !is_empty("linearGradient") && !is_dropped("g"));
    }
}
