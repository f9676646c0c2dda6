//! Reads MathML in an article: as markup for e-books, and as TeX, from which pages are set.
//!
//! The markup is rewritten from what [`tree`] parsed, so that it is always valid. TeX that the author put beside it
//! (an annotation) is used if it can be parsed; otherwise [`tex`] generates TeX.
//!
//! Limits: only presentation elements; unknown elements are replaced by their content, and content markup by its text.

mod markup;
mod tex;
mod tree;

/// Maximum length of a formula in bytes; a longer one is treated as text.
const LONGEST: usize = 200_000;

/// A formula read from MathML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Formula {
    /// The content of `math`.
    pub markup: String,
    /// Its TeX; `None` if there is none that can be parsed.
    pub tex: Option<String>,
    /// Its text.
    pub text: String,
    /// Whether it is displayed.
    pub display: bool,
}

/// Reads `source`, a `math` element; `None` if it is empty or too large.
pub(super) fn read(source: &str) -> Option<Formula> {
    if source.len() > LONGEST {
        return None;
    }
    let root = tree::parse(source)?;
    let readable = |tex: &str| !tex.trim().is_empty() && is_readable(tex);
    // If the tool that made the MathML kept the original TeX in an `annotation`, that is what the author wrote.
    let noted = root.annotation.as_deref().map(without_style).filter(|tex| readable(tex));
    let made = || Some(tex::of(&root.children)).filter(|tex| readable(tex));
    // `alttext` is often words ("x squared"); only with TeX's signs in it is it TeX.
    let stated = || root.alttext.clone().filter(|tex| tex.contains(['\\', '^', '_']) && readable(tex));
    let tex = noted.map(str::to_owned).or_else(made).or_else(stated);
    let text = root.text();
    let markup = markup::of(&root.children);
    (!text.trim().is_empty()).then_some(Formula { markup, tex, text, display: root.display })
}

/// Whether the formula parser accepts `tex`.
fn is_readable(tex: &str) -> bool {
    let Ok(source) = crate::tex::prepared(tex) else { return false };
    let storage = pulldown_latex::Storage::new();
    crate::tex::events(&source, &storage).is_ok()
}

/// Removes the style that some tools put around the whole TeX.
fn without_style(tex: &str) -> &str {
    let inner = tex.trim().strip_prefix("{\\displaystyle").and_then(|inner| inner.strip_suffix('}'));
    inner.unwrap_or(tex).trim()
}

/// Returns TeX that shows `text`.
pub(super) fn as_text(text: &str) -> String {
    let mut out = "\\text{".to_owned();
    for word in text.split_whitespace() {
        if out.len() > 6 {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !matches!(c, '\\' | '{' | '}' | '$' | '%' | '#' | '&' | '_' | '^' | '~')));
    }
    out + "}"
}

/// Returns TeX that shows `text`, as [`as_text`] does, but keeps white space at its ends.
fn as_text_spaced(text: &str) -> String {
    let inner = as_text(text);
    let inner = &inner["\\text{".len()..inner.len() - 1];
    let blank = |is: bool| if is { " " } else { "" };
    let (before, after) = (blank(text.starts_with(' ')), blank(text.ends_with(' ')));
    format!("\\text{{{before}{inner}{after}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tex(inner: &str) -> String {
        read(&format!("<math>{inner}</math>")).and_then(|formula| formula.tex).unwrap_or_default().replace(' ', "")
    }

    #[test]
    fn presentation_markup_is_said_in_tex() {
        for (inner, wanted) in [
            ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "\\frac{1}{2}"),
            ("<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mi>α</mi>", "{x}^{2}+\\alpha"),
            ("<msubsup><mi>a</mi><mi>i</mi><mi>n</mi></msubsup>", "{a}_{i}^{n}"),
            ("<msqrt><mi>x</mi><mo>−</mo><mn>1</mn></msqrt>", "\\sqrt{x-1}"),
            ("<mroot><mi>x</mi><mn>3</mn></mroot>", "\\sqrt[3]{x}"),
            (
                "<munderover><mo>&sum;</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn></mrow><mi>n</mi></munderover>",
                "\\sum_{i=0}^{n}",
            ),
            ("<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>", "\\lim_{x\\to0}"),
            ("<mover><mi>v</mi><mo>→</mo></mover>", "\\vec{v}"),
            ("<mover><mi>x</mi><mo>¯</mo></mover>", "\\bar{x}"),
            ("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", "\\sinx"),
            ("<mi mathvariant=\"double-struck\">R</mi>", "\\mathbb{R}"),
            ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "\\left(a,b\\right)"),
            ("<mtext>if </mtext><mi>x</mi><mo>&lt;</mo><mn>0</mn>", "\\text{if}x<0"),
            (
                "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd>\
                 <mtd><mn>1</mn></mtd></mtr></mtable>",
                "\\begin{matrix}1&0\\\\0&1\\end{matrix}",
            ),
        ] {
            assert_eq!(tex(inner), wanted, "{inner}");
        }
    }

    #[test]
    fn brackets_grow_with_what_is_in_them() {
        let half = "<mfrac><mn>1</mn><mn>2</mn></mfrac>";
        assert_eq!(tex(&format!("<mrow><mo>(</mo>{half}<mo>)</mo></mrow>")), "\\left(\\frac{1}{2}\\right)");
        assert_eq!(tex("<mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow>"), "(x)");
        let cases = "<mrow><mo>{</mo><mtable><mtr><mtd><mi>x</mi></mtd></mtr></mtable></mrow>";
        assert_eq!(tex(cases), "\\left\\{\\begin{matrix}x\\end{matrix}\\right.");
    }

    #[test]
    fn tex_beside_it_is_preferred() {
        let noted = "<semantics><mi>x</mi><annotation encoding=\"application/x-tex\">{\\displaystyle x^{2}}</annotation>\
            </semantics>";
        assert_eq!(tex(noted), "x^{2}");
        let formula = read(&format!("<math display='block'>{noted}</math>")).expect("is one");
        assert_eq!((formula.markup.as_str(), formula.text.as_str(), formula.display), ("<mi>x</mi>", "x", true));
    }

    #[test]
    fn markup_is_valid_whatever_came_in() {
        let markup = |inner: &str| read(&format!("<math>{inner}</math>")).map(|formula| formula.markup);
        for (inner, wanted) in [
            ("<mfrac><mn>1</mn></mfrac>", "<mfrac><mn>1</mn><mrow></mrow></mfrac>"),
            ("<msup><mi>x</mi><mn>2</mn><mn>3</mn></msup>", "<msup><mi>x</mi><mrow><mn>2</mn><mn>3</mn></mrow></msup>"),
            ("x<b>y</b>", "<mtext>x</mtext><mtext>y</mtext>"),
            ("<mi onclick=\"x\" id=\"a\" mathvariant=\"bold\">x</mi>", "<mi mathvariant=\"bold\">x</mi>"),
            ("<mtable><mi>x</mi></mtable>", "<mtable><mtr><mtd><mi>x</mi></mtd></mtr></mtable>"),
            ("<m:mrow><m:mi>a &amp; b</m:mi></m:mrow>", "<mrow><mi>a &amp; b</mi></mrow>"),
            ("<mi>x</mi><script>alert()</script>", "<mi>x</mi>"),
            ("<mo stretchy=\"maybe\" lspace=\"0em\">+</mo>", "<mo lspace=\"0em\">+</mo>"),
        ] {
            assert_eq!(markup(inner).as_deref(), Some(wanted), "{inner}");
        }
        assert_eq!(markup(""), None);
    }

    #[test]
    fn hostile_markup_ends_soon() {
        for text in ["<mrow>".repeat(50_000), "<mfrac>".repeat(500), format!("<math>{}", "<mi>x</mi>".repeat(20_000))] {
            let start = crate::effort::Effort::start();
            let _ = read(&format!("<math>{text}</math>"));
            assert!(start.spent().as_secs() < 5);
        }
    }
}
