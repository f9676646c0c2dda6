//! Restores the case of SVG's element and attribute names, which HTML ignores (HTML §13.2.6.5). The elements are in
//! [`super::elements`].

/// Names of attributes that contain capitals.
const ATTRIBUTES: &[&str] = &[
    "attributeName",
    "attributeType",
    "baseFrequency",
    "baseProfile",
    "calcMode",
    "clipPathUnits",
    "contentScriptType",
    "contentStyleType",
    "diffuseConstant",
    "edgeMode",
    "externalResourcesRequired",
    "filterRes",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "requiredFonts",
    "requiredFormats",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "timelineBegin",
    "viewBox",
    "viewTarget",
    "xChannelSelector",
    "yChannelSelector",
    "zoomAndPan",
];

/// Returns the correct name of an attribute.
pub(super) fn attribute(name: &str) -> String {
    cased(name, ATTRIBUTES.iter().copied())
}

/// Returns `name` in the spelling of `known`, else in lower case.
pub(super) fn cased(name: &str, mut known: impl Iterator<Item = &'static str> + Clone) -> String {
    // Nearly all names are spelled correctly.
    let plain = name.bytes().all(|byte| !byte.is_ascii_uppercase()) && name.len() < 4;
    if plain || known.clone().any(|known| known == name) {
        return name.to_owned();
    }
    known.find(|known| known.eq_ignore_ascii_case(name)).map_or_else(|| name.to_ascii_lowercase(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_the_case_of_svg() {
        assert_eq!(
            ["FILL", "viewbox", "VIEWBOX", "stddeviation", "data-X", "d"].map(attribute).join(" "),
            "fill viewBox viewBox stdDeviation data-x d"
        );
    }
}
