//! The style sheet of the edition.

use crate::article::Direction;

/// The rules of the edition; `START` and `END` are replaced by the sides where lines begin and end.
const RULES: &str = include_str!("kindle.css");

/// Marks the part of the common style sheet that is not for Kindle: settings of body text ("Body Text Must Use
/// Defaults"), and colours for dark screens, for which Kindle has no media query.
const CUT: &str = "/* Not for Kindle";

/// Makes the style sheet of the edition from the `common` one.
pub(in crate::epub::devices) fn style(common: &str, dir: Direction) -> String {
    let common = common.split_once(CUT).map_or(common, |(before, _)| before);
    let (start, end) = match dir {
        Direction::Ltr => ("left", "right"),
        Direction::Rtl => ("right", "left"),
    };
    format!("{common}{}", RULES.replace("START", start).replace("END", end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMON: &str = include_str!("../../style.css");

    /// Returns selectors and declarations of `sheet`, without comments.
    fn rules(sheet: &str) -> Vec<(String, String)> {
        let plain: String = sheet.split("*/").filter_map(|part| part.split("/*").next()).collect();
        let rules = plain.split('}').filter_map(|rule| rule.split_once('{'));
        rules.map(|(selector, body)| (selector.trim().to_owned(), body.trim().to_owned())).collect()
    }

    /// Returns the declarations of all rules with `selector`, alone or in a list.
    fn of(sheet: &str, selector: &str) -> String {
        let rules = rules(sheet).into_iter().filter(|(list, _)| list.split(',').any(|one| one.trim() == selector));
        rules.map(|(_, body)| body).collect()
    }

    /// Tests the rule "Body Text Must Use Defaults".
    #[test]
    fn running_text_is_set_as_the_reader_wants() {
        let sheet = style(COMMON, Direction::Ltr);
        for selector in ["*", "html", "body", "section", "p", "section.chapter > p", ":lang(ar)", ":lang(hi)"] {
            let body = of(&sheet, selector);
            for property in ["font-size", "font-family", "line-height", "color", "background"] {
                assert!(!body.contains(property), "{selector} sets {property}: {body}");
            }
        }
        assert!(of(&sheet, "body").contains("margin: 0") && !of(&sheet, "body").contains("padding"));
        assert!(of(COMMON, "html").contains("line-height"), "other readers have no setting of their own");
    }

    /// Tests the rule "Negative Values". An indent needs its padding, which the common sheet sets with a logical
    /// property.
    #[test]
    fn nothing_hangs_over_the_edge() {
        let sheet = style(COMMON, Direction::Ltr);
        for (selector, body) in rules(&sheet) {
            let negative = ["margin", "text-indent", "padding"]
                .iter()
                .any(|property| body.split(';').any(|one| one.trim().starts_with(property) && one.contains(": -")));
            if negative {
                let last = rules(&sheet).into_iter().rfind(|(other, _)| *other == selector).unwrap().1;
                assert!(last.contains("text-indent: 0"), "{selector} {{ {body} }}");
            }
        }
    }

    /// Tests the list "HTML and CSS Tags Supported in Kindle Format 8". It has no selectors of siblings or of children
    /// by number, no generated content and no logical values.
    #[test]
    fn what_shows_the_structure_is_said_in_words_that_kindle_knows() {
        for (selector, body) in rules(RULES).iter().filter(|(selector, _)| !selector.contains("::")) {
            for unknown in ["+", "~", ":first", ":last", ":nth"] {
                assert!(!selector.contains(unknown), "{selector}");
            }
            for unknown in ["-inline-", "max-", "start", "end;", "flex"] {
                assert!(!body.contains(unknown), "{selector} {{ {body} }}");
            }
        }
        let sheet = style(COMMON, Direction::Rtl);
        assert!(of(&sheet, "p.next").contains("text-indent: 1.3em"));
        assert!(of(&sheet, "ul").ends_with("padding-right: 1.5em;"), "{}", of(&sheet, "ul"));
    }

    /// Tests the "Media Query Guidelines": Kindle's media queries are `amzn-kf8` and `amzn-et`.
    #[test]
    fn no_media_query_is_one_that_kindle_does_not_know() {
        assert!(COMMON.contains("@media") && !style(COMMON, Direction::Ltr).contains("@media"));
    }
}
