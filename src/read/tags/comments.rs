//! Comments of Obsidian, `%%like this%%`, which are not meant to be read, like those of HTML.
//!
//! A doubled per cent sign may be a mistake: a comment begins where a word could, is closed, and is not empty.

use super::Rewriter;
use crate::read::protected::protected;
use crate::read::report::Places;

const MARK: &str = "%%";

/// Removes such comments from `text`; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    text.matches(MARK).nth(1)?;
    let code = protected(text);
    let marks: Vec<usize> = text.match_indices(MARK).map(|(at, _)| at).filter(|at| !code.holds(*at)).collect();
    let mut out = Rewriter::new(text);
    let mut rest = marks.as_slice();
    while let [open, tail @ ..] = rest {
        rest = tail;
        let before = text[..*open].chars().next_back();
        if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '\\' || letter == '%') {
            continue;
        }
        let Some((&close, after)) = tail.split_first() else { break };
        if text[open + MARK.len()..close].trim().is_empty() {
            continue;
        }
        out.copy_to(*open);
        out.replace(close + MARK.len(), "");
        rest = after;
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

    fn rewritten(text: &str) -> String {
        rewrite(text).map_or(text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn comments_go_in_a_line_and_over_several() {
        assert_eq!(rewritten("One. %%Ask her.%% Two."), "One.  Two.");
        assert_eq!(rewritten("One.\n\n%%\nNot yet\n\nnor this\n%%\n\nTwo."), "One.\n\n\n\nTwo.");
    }

    #[test]
    fn per_cent_signs_and_code_stay() {
        for text in ["From 50%% to 60%% of it.", "`%%a%%` is code", "%%%%", "Just %% here."] {
            assert_eq!(rewritten(text), text);
        }
    }
}
