//! Writes formulas: TeX becomes MathML, which reading systems can speak and draw; if that fails, the source is shown
//! as code.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Storage, push_mathml};

use super::super::tree;
use super::super::xml::Attributes;
use super::Writer;
use crate::diag::Diagnostic;
use crate::epub::files::Math;
use crate::tex;

/// Whether a formula is inline or displayed.
#[derive(Clone, Copy)]
enum FormulaForm {
    Inline,
    Display,
}

/// Writes an inline formula.
pub(super) fn formula(writer: &mut Writer<'_>, tex: &str, display: bool) {
    let form = if display { FormulaForm::Display } else { FormulaForm::Inline };
    match write_mathml(writer, tex, form) {
        Some(math) => writer.out.raw(&math),
        None => writer.out.leaf("code", &Attributes::class("tex").with("dir", "ltr"), tex),
    }
}

/// Writes a displayed formula.
pub(super) fn display(writer: &mut Writer<'_>, tex: &str, attributes: Attributes) {
    match write_mathml(writer, tex, FormulaForm::Display) {
        Some(math) => {
            writer.out.open("div", &attributes.with("class", class(&math)));
            writer.out.raw(&math);
            writer.out.close("div");
        }
        None => {
            writer.out.open("pre", &attributes.with("class", "tex"));
            writer.out.leaf("code", &Attributes::new(), tex);
            writer.out.close("pre");
        }
    }
}

/// Returns the MathML that the author wrote for the formula.
fn written(writer: &Writer<'_>, tex: &str, form: FormulaForm) -> Option<String> {
    let inner = writer.article.articles().find_map(|article| article.mathml.get(tex))?;
    let display = match form {
        FormulaForm::Inline => "inline",
        FormulaForm::Display => "block",
    };
    let math = format!("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"{display}\">{inner}</math>");
    tree::mathml(&math, tex.trim()).ok()
}

fn write_mathml(writer: &mut Writer<'_>, tex: &str, form: FormulaForm) -> Option<String> {
    let written = written(writer, tex, form);
    match written.map_or_else(|| mathml(tex, form), Ok) {
        Ok(math) => {
            writer.math = Math::Present;
            Some(math)
        }
        Err(reason) => {
            let message = format!("a formula is shown as its TeX source: {reason}");
            let help = "use commands of LaTeX's and amsmath's math mode";
            writer.diagnostics.push(Diagnostic::warning("unknown-tex", message).at(writer.span).help(help));
            None
        }
    }
}

/// Number of letters and symbols in a line that a phone can show: formulas are not broken into lines, and pages do not
/// scroll sideways.
const PHONE: usize = 36;

/// Returns the class of a displayed formula, which reduces it if it is too wide for a phone.
fn class(math: &str) -> &'static str {
    match math.split("<mtr").map(signs).max().unwrap_or_default() {
        ..=PHONE => "math",
        length if length <= PHONE * 5 / 4 => "math wide",
        _ => "math crowded",
    }
}

/// Counts letters and symbols in `math`, without tags.
fn signs(math: &str) -> usize {
    let texts = math.split('<').filter_map(|part| part.split_once('>'));
    texts.map(|(_, text)| text.chars().filter(|sign| !sign.is_whitespace()).count()).sum()
}

/// Converts `tex` to MathML with the source as its alternative text.
fn mathml(tex: &str, form: FormulaForm) -> Result<String, tex::Error> {
    let source = tex::prepared(tex)?;
    if source.contains(tex::PHANTOMS) {
        return Err(tex::Error::Invisible);
    }
    // A number at the margin becomes one after the formula, and a frame is dropped.
    let source = source.replace(tex::TAG, "\u{2003}").replace(tex::FRAME, "");
    let storage = Storage::new();
    let events = tex::events(&source, &storage)?;
    let display_mode = match form {
        FormulaForm::Inline => DisplayMode::Inline,
        FormulaForm::Display => DisplayMode::Block,
    };
    let config = RenderConfig { display_mode, xml: true, ..RenderConfig::default() };
    let mut markup = String::new();
    let events = events.into_iter().map(Ok::<_, std::fmt::Error>);
    push_mathml(&mut markup, events, config).map_err(|error| tex::Error::Markup(error.to_string()))?;
    // pulldown-latex 0.8 omits the space before this attribute, which all sized delimiters have.
    let markup = escape_strays(&markup).replace("\"minsize=", "\" minsize=");
    tree::mathml(&markup.replace("&nbsp;", "\u{a0}"), tex.trim()).map_err(|error| tex::Error::Markup(error.to_string()))
}

/// Escapes `<` and `&` that pulldown-latex 0.8 writes unescaped.
fn escape_strays(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let after = &found[1..];
        let begins = match found.as_bytes()[0] {
            b'<' => after.starts_with(|next: char| next.is_ascii_alphabetic() || next == '/'),
            _ => after.split_once(';').is_some_and(|(name, _)| {
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
            }),
        };
        out.push_str(match (begins, found.as_bytes()[0]) {
            (true, b'<') => "<",
            (true, _) => "&",
            (false, b'<') => "&lt;",
            (false, _) => "&amp;",
        });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_becomes_mathml_with_its_source() {
        let math = mathml("\\frac{a}{b} < 1", FormulaForm::Inline).unwrap();
        assert!(math.contains("alttext=\"\\frac{a}{b} &lt; 1\""), "{math}");
        assert!(math.contains("<mfrac>"), "{math}");
    }

    #[test]
    fn only_long_formulas_are_made_smaller() {
        let of = |tex: &str| class(&mathml(tex, FormulaForm::Display).unwrap());
        assert_eq!(of("x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}"), "math");
        assert_eq!(of(&["a_1 + b_2 - c_3"; 5].join(" = ")), "math wide");
        assert_eq!(of(&["a_1 + b_2 - c_3"; 12].join(" = ")), "math crowded");
        let rows = ["a_1 + b_2 &= c_3"; 12].join(r"\\");
        assert_eq!(of(&format!(r"\begin{{aligned}}{rows}\end{{aligned}}")), "math");
    }

    #[test]
    fn commands_that_the_parser_does_not_know_are_rewritten() {
        assert!(mathml(r"\bigl( x \bigr)", FormulaForm::Inline).unwrap().contains("minsize"));
        let tagged = mathml(r"x = y \tag{7} \label{a}", FormulaForm::Display).unwrap();
        assert!(tagged.contains("(7)") && !tagged.contains(tex::TAG), "{tagged}");
        assert!(mathml(r"\operatorname*{argmax}_x f", FormulaForm::Display).unwrap().contains("argmax"));
        let framed = mathml(r"\boxed{x}", FormulaForm::Inline).unwrap();
        assert!(!framed.contains(tex::FRAME), "{framed}");
        // Formulas that would show garbage or lose something are rejected.
        assert!(mathml(r"\phantom{x}", FormulaForm::Inline).is_err());
        assert!(mathml(r"\sideset{_1}{_2}\prod", FormulaForm::Inline).is_err());
    }

    #[test]
    fn spaces_in_text_are_kept() {
        let math = mathml("x \\text{ if it rains}", FormulaForm::Inline).unwrap();
        assert!(math.contains("<mtext>\u{a0}if it rains</mtext>"), "{math}");
    }

    #[test]
    fn what_is_no_tex_is_refused() {
        assert!(mathml("\\nosuchcommand{a}", FormulaForm::Inline).is_err());
        assert!(mathml(&"{".repeat(10_000), FormulaForm::Display).is_err());
        assert!(mathml("\\frac{a", FormulaForm::Display).is_err());
    }
}
