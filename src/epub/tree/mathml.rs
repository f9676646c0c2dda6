//! Converts formulas to the form that EPUB accepts: presentation MathML 3.

use super::nodes::NodeId;
use super::{Error, Tree, ns};

/// Style attributes that MathML Core allows on every element.
const STYLES: [&str; 2] = ["displaystyle", "scriptlevel"];

/// Returns `markup`, one `math` element, with `tex` as its alternative text and without anything that is not
/// presentation MathML 3.
///
/// # Errors
/// If `markup` is not well-formed.
pub(in crate::epub) fn mathml(markup: &str, tex: &str) -> Result<String, Error> {
    let mut tree = Tree::parse(markup)?;
    let alttext = crate::epub::xml::clean(tex);
    tree.set(tree.root, "alttext", &alttext);
    style_with_mstyle(&mut tree);
    Ok(tree.xml_of(tree.root))
}

/// Moves `displaystyle` and `scriptlevel` to `mstyle`: MathML 3 (§3.3.4) allows them only there and on tables, MathML
/// Core on every element.
///
/// `<mfrac displaystyle="true">…</mfrac>` becomes `<mstyle displaystyle="true"><mfrac>…</mfrac></mstyle>`.
fn style_with_mstyle(tree: &mut Tree) {
    let inner: Vec<NodeId> = tree.elements(tree.root).into_iter().filter(|&element| element != tree.root).collect();
    for element in inner {
        let has = STYLES.map(|style| tree.get(element, style).map(|value| (style, value)));
        if has.iter().all(Option::is_none) {
            continue;
        }
        match tree.local_name(element) {
            "mstyle" | "mtable" => {}
            "mrow" => tree.rename(element, ns::MATHML, "mstyle"),
            // No element can be put around rows and cells.
            "mtr" | "mtd" => STYLES.iter().for_each(|style| tree.unset(element, style)),
            _ => {
                STYLES.iter().for_each(|style| tree.unset(element, style));
                let attributes: Vec<(&str, String)> = has.into_iter().flatten().collect();
                tree.wrap(element, (ns::MATHML, "mstyle"), &attributes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mathml;

    #[test]
    fn styles_of_formulas_stand_on_mstyle() {
        let math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mrow displaystyle=\"false\" scriptlevel=\"0\">\
            <mi>x</mi></mrow><mfrac displaystyle=\"true\"><mn>1</mn><mn>2</mn></mfrac></math>";
        let written = mathml(math, "x").unwrap();
        assert!(written.contains("<mstyle displaystyle=\"false\" scriptlevel=\"0\"><mi>x</mi></mstyle>"), "{written}");
        assert!(written.contains("<mstyle displaystyle=\"true\"><mfrac><mn>1</mn>"), "{written}");
    }

    #[test]
    fn rows_and_cells_lose_their_styles() {
        let math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mtable displaystyle=\"true\">\
            <mtr scriptlevel=\"1\"><mtd displaystyle=\"true\"><mi>x</mi></mtd></mtr></mtable></math>";
        let written = mathml(math, "x").unwrap();
        assert!(
            written.contains("<mtable displaystyle=\"true\"><mtr><mtd><mi>x</mi></mtd></mtr></mtable>"),
            "{written}"
        );
    }
}
