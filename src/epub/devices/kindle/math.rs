//! Converts formulas to text if letters and scripts in a line can express them, else to a picture with the TeX source
//! as its alternative text.
//!
//! MathML is not among the elements that Kindle Format 8 supports ("HTML and CSS Tags Supported in Kindle Format 8").
//! A converter drops its tags, so a fraction would become two adjacent letters.

use super::error::Undrawn;
use super::{Drawn, Formulas};
use crate::diag::{Diagnostic, Diagnostics};
use crate::epub::tree::{Child, Element, Error, Tree, ns};
use crate::epub::xml::{Attributes, Markup};
use crate::layout::FormulaForm;

/// A picture of at least this width, in em, is set to the width of the page, since a wider one would be cut off.
const PAGE: f64 = 22.0;

/// Replaces all formulas in `tree`.
pub(super) fn replace(tree: &mut Tree, formulas: &mut Formulas, diagnostics: &mut Diagnostics) -> Result<(), Error> {
    for math in tree.all(ns::MATHML, "math") {
        let tex = tree.get(math, "alttext").unwrap_or_default();
        let display = tree.get(math, "display").as_deref() == Some("block");
        let form = if display { FormulaForm::Display } else { FormulaForm::Inline };
        if let Some(parent) = tree.parent(math).filter(|_| display) {
            // A picture is as wide as its formula, so the classes that reduce wide MathML are removed.
            if tree.get(parent, "class").is_some_and(|class| class.starts_with("math")) {
                tree.set(parent, "class", "math");
            }
        }
        let new = match words(tree, math) {
            Some(words) => words,
            None => match formulas.picture(&tex, form) {
                Ok(drawn) => picture(&drawn, &tex, form),
                Err(reason) => source(&tex, &reason, diagnostics),
            },
        };
        tree.replace_by(math, new.as_str())?;
    }
    Ok(())
}

fn picture(drawn: &Drawn, tex: &str, form: FormulaForm) -> Markup {
    let style = match (drawn.width >= PAGE, form) {
        (true, _) => "width: 100%".to_owned(),
        (false, FormulaForm::Display) => format!("height: {:.2}em", drawn.height),
        (false, FormulaForm::Inline) => format!("height: {:.2}em; vertical-align: -{:.2}em", drawn.height, drawn.depth),
    };
    let attributes = Attributes::new().with("xmlns", ns::XHTML).with("class", "formula").with("src", &drawn.path);
    let mut out = Markup::new();
    out.empty("img", &attributes.with("alt", tex).with("style", &style));
    out
}

fn source(tex: &str, reason: &Undrawn, diagnostics: &mut Diagnostics) -> Markup {
    let message = format!("the formula `{tex}` is shown as its TeX source in the edition for Kindle: {reason}");
    diagnostics.push(Diagnostic::warning("unknown-tex", message).help("write it in a simpler way"));
    let mut out = Markup::new();
    out.leaf("code", &Attributes::new().with("xmlns", ns::XHTML).with("class", "tex").with("dir", "ltr"), tex);
    out
}

/// Returns the formula `math` as text, if text can express it.
fn words(tree: &mut Tree, math: Element) -> Option<Markup> {
    let mut line = Line::default();
    line.children(tree, math)?;
    let attributes = Attributes::new().with("xmlns", ns::XHTML).with("class", "formula").with("dir", "ltr");
    let mut out = Markup::new();
    out.open("span", &attributes);
    out.raw(line.out.as_str());
    out.close("span");
    Some(out)
}

/// A formula that becomes a line of text.
#[derive(Default)]
struct Line {
    out: Markup,
    last: Last,
    script: Script,
}

/// The previous item.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// Nothing that a binary operator could follow.
    #[default]
    Nothing,
    Operand,
    Space,
}

/// Whether a script is open; nested scripts require a picture.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Script {
    #[default]
    None,
    Open,
}

/// Relations that all faces have; they are set with space around them.
const RELATIONS: &str = "=<>≤≥≠≈≡→←∈";
/// Binary operators that all faces have; they are set with space around them.
const OPERATORS: &str = "+−-±×·÷";
/// Other symbols that all faces have; they are set without space.
const OTHERS: &str = "()[]{}|,;:!/.'′∞…∂%°*";

impl Line {
    fn children(&mut self, tree: &mut Tree, element: Element) -> Option<()> {
        for child in tree.content(element) {
            match child {
                Child::Element(element) => self.element(tree, element)?,
                Child::Text(text) => tree.words(text).trim().is_empty().then_some(())?,
            }
        }
        Some(())
    }

    fn element(&mut self, tree: &mut Tree, element: Element) -> Option<()> {
        if tree.get(element, "mathvariant").is_some_and(|variant| variant != "normal") {
            return None;
        }
        match tree.local_name(element).to_owned().as_str() {
            "mrow" | "mstyle" => self.children(tree, element),
            "mi" => self.letters(tree, element),
            "mn" => self.plain(&tree.text(element)),
            "mo" => self.operator(&tree.text(element)),
            "mtext" => {
                let text = tree.text(element);
                self.out.text(&text);
                self.last = if text.ends_with(['\u{a0}', ' ']) { Last::Space } else { Last::Operand };
                Some(())
            }
            "mspace" => {
                self.space();
                Some(())
            }
            "msub" => self.script(tree, element, "sub"),
            "msup" => self.script(tree, element, "sup"),
            _ => None,
        }
    }

    /// A single letter is a variable and italic, a word is a function (MathML 3 §3.2.3).
    fn letters(&mut self, tree: &mut Tree, element: Element) -> Option<()> {
        let (text, upright) = (tree.text(element), tree.get(element, "mathvariant").is_some());
        let mut characters = text.chars();
        match (characters.next()?, characters.next()) {
            (letter, None) if is_letter(letter) && !upright => {
                self.out.leaf("i", &Attributes::new(), &text);
                self.last = Last::Operand;
                Some(())
            }
            _ => self.plain(&text),
        }
    }

    fn plain(&mut self, text: &str) -> Option<()> {
        let known = |sign: char| sign.is_ascii_digit() || is_letter(sign) || is_known(sign);
        text.chars().all(known).then(|| self.out.text(text))?;
        self.last = Last::Operand;
        Some(())
    }

    fn operator(&mut self, text: &str) -> Option<()> {
        let mut characters = text.chars();
        let sign = match (characters.next(), characters.next()) {
            (None | Some('\u{2061}'..='\u{2064}'), None) => return Some(()),
            // More faces have the middle dot of text than the math operator.
            (Some('\u{22c5}'), None) => '\u{b7}',
            (Some(sign), None) => sign,
            _ => return None,
        };
        let between = RELATIONS.contains(sign) || OPERATORS.contains(sign);
        if !between {
            self.plain(text)?;
            self.last = if "([{,;|".contains(sign) { Last::Nothing } else { Last::Operand };
            if matches!(sign, ',' | ';') && self.script == Script::None {
                self.space();
            }
            return Some(());
        }
        if self.script == Script::Open || self.last == Last::Nothing {
            self.out.text(&sign.to_string());
        } else {
            self.space();
            // A line may end after a relation.
            let after = if RELATIONS.contains(sign) { " " } else { "\u{a0}" };
            self.out.text(&format!("{sign}{after}"));
        }
        self.last = Last::Nothing;
        Some(())
    }

    fn space(&mut self) {
        if self.last != Last::Space {
            self.out.text("\u{a0}");
            self.last = Last::Space;
        }
    }

    fn script(&mut self, tree: &mut Tree, element: Element, name: &str) -> Option<()> {
        let parts: Vec<Element> =
            tree.elements(element).into_iter().filter(|&part| tree.parent(part) == Some(element)).collect();
        let [base, script] = parts[..] else { return None };
        if self.script == Script::Open {
            return None;
        }
        // The limits of sums and integrals are above and below them, which text cannot express.
        if tree.text(base).contains(['∑', '∏', '∫', '⋃', '⋂']) {
            return None;
        }
        self.element(tree, base)?;
        if matches!(tree.text(script).as_str(), "′" | "″" | "‴") {
            return self.plain(&tree.text(script));
        }
        let before = std::mem::replace(&mut self.last, Last::Nothing);
        self.script = Script::Open;
        self.out.open(name, &Attributes::new());
        self.element(tree, script)?;
        self.out.close(name);
        self.script = Script::None;
        self.last = before;
        Some(())
    }
}

/// Latin and Greek letters, which all of Kindle's faces have.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, 'Α'..='Ω' | 'α'..='ω' | 'ϑ' | 'ϕ' | 'ϵ')
}

fn is_known(character: char) -> bool {
    [RELATIONS, OPERATORS, OTHERS].iter().any(|signs| signs.contains(character)) || matches!(character, '″' | '‴')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the replacement of `<math>inner</math>`.
    fn replaced(inner: &str) -> String {
        let xhtml = format!(
            "<html xmlns=\"{}\"><body><p><math xmlns=\"{}\" alttext=\"x\" display=\"inline\">{inner}</math></p></body></html>",
            ns::XHTML,
            ns::MATHML
        );
        let mut tree = Tree::parse(&xhtml).unwrap();
        replace(&mut tree, &mut Formulas::default(), &mut Diagnostics::new()).unwrap();
        let written = tree.write_text();
        written.split_once("<p>").unwrap().1.split_once("</p>").unwrap().0.to_owned()
    }

    fn text(inner: &str) -> String {
        let replaced = replaced(inner);
        let inside =
            replaced.strip_prefix("<span class=\"formula\" dir=\"ltr\">").and_then(|text| text.strip_suffix("</span>"));
        inside.unwrap_or_else(|| panic!("no text: {replaced}")).to_owned()
    }

    #[test]
    fn letters_and_scripts_become_text() {
        assert_eq!(
            text("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>"),
            "<i>E</i>\u{a0}= <i>m</i><i>c</i><sup>2</sup>"
        );
        assert_eq!(
            text("<msub><mi>a</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub>"),
            "<i>a</i><sub><i>i</i>+1</sub>"
        );
        assert_eq!(text("<mo>−</mo><mn>1</mn>"), "−1");
        assert_eq!(text("<mi>f</mi><mo>(</mo><mo>−</mo><mi>x</mi><mo>)</mo>"), "<i>f</i>(−<i>x</i>)");
        assert_eq!(text("<mi>sin</mi><mo>\u{2061}</mo><mspace width=\"0.1em\"/><mi>α</mi>"), "sin\u{a0}<i>α</i>");
        assert_eq!(text("<mi>x</mi><mtext>\u{a0}if &lt; </mtext><mi>y</mi>"), "<i>x</i>\u{a0}if &lt; <i>y</i>");
    }

    #[test]
    fn all_else_becomes_a_picture_with_its_source() {
        for inner in [
            "<mfrac><mi>a</mi><mi>b</mi></mfrac>",
            "<msqrt><mi>x</mi></msqrt>",
            "<msup><mi>e</mi><msup><mi>x</mi><mn>2</mn></msup></msup>",
            "<msub><mo>∑</mo><mi>i</mi></msub>",
            "<mi>ℝ</mi>",
            "<mi mathvariant=\"bold\">x</mi>",
        ] {
            let replaced = replaced(inner);
            assert!(
                replaced.starts_with("<img class=\"formula\" src=\"images/formula_1.png\" alt=\"x\""),
                "{replaced}"
            );
            assert!(replaced.contains("vertical-align: -0."), "{replaced}");
        }
    }
}
