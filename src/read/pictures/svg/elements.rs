//! The elements of SVG of which something has to be known: the case of their names, and what becomes of what is in them.

use self::Content::{Dropped, Empty, Open};
use super::case;

/// What may stand in an element.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    /// Whatever stands there.
    Open,
    /// Nothing but what describes or moves the element: others come out and follow it.
    Empty,
    /// It goes with all that is in it.
    Dropped,
}

/// The elements whose names are not in small letters, and those that are not [`Open`]; in the order of bytes.
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

/// The name of an element in the case that SVG has it in.
pub(super) fn name(name: &str) -> String {
    case::cased(name, ELEMENTS.iter().map(|(known, _)| *known))
}

/// Whether the element `name` goes with all that is in it.
pub(super) fn is_dropped(name: &str) -> bool {
    content(name) == Dropped
}

/// Whether no other elements stand in the element `name` but what describes or moves it.
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
