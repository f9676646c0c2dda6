//! Formulas in the text as MathML: each is moved into an attribute, so that Markdown does not interpret it and blank
//! lines do not divide it.
//!
//! Limits: a formula that is not closed stays HTML, of which the letters are shown.

use super::Rewriter;
use super::meaning::escape;
use crate::read::protected::protected;
use crate::read::report::Places;

/// The beginnings and ends of formulas.
const FORMS: [(&str, &str); 3] = [("<math", "</math>"), ("<m:math", "</m:math>"), ("<mml:math", "</mml:math>")];

/// Moves the formulas of `text` into attributes; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    let forms: Vec<_> = FORMS.iter().filter(|(open, _)| text.contains(open)).collect();
    if forms.is_empty() {
        return None;
    }
    let code = protected(text);
    let mut starts: Vec<(usize, &str)> =
        forms.iter().flat_map(|(open, close)| text.match_indices(open).map(|(at, _)| (at, *close))).collect();
    starts.sort_unstable();
    let mut out = Rewriter::new(text);
    let mut exhausted: Vec<&str> = Vec::new();
    for (at, close) in starts {
        if code.holds(at) || at < out.at || exhausted.contains(&close) {
            continue;
        }
        let Some(length) = text[at..].find(close).map(|length| length + close.len()) else {
            exhausted.push(close);
            continue;
        };
        out.copy_to(at);
        out.replace(at + length, &format!("<offprint-math source=\"{}\">", escape(&text[at..at + length])));
    }
    if out.at == 0 {
        return None;
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn formulas_go_into_attributes_and_code_stays() {
        let (text, _) = rewrite("A <math>\n\n<mi>x_a*b</mi></math> b `<math></math>`").expect("has one");
        assert_eq!(
            text,
            "A <offprint-math source=\"&lt;math&gt; &lt;mi&gt;x_a*b&lt;/mi&gt;&lt;/math&gt;\"> b `<math></math>`"
        );
        assert!(rewrite("`<math></math>`").is_none() && rewrite("<math> open").is_none());
    }
}
