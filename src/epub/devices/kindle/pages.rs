//! Adapts text files to Kindle's converters.
//!
//! Kindle Format 8 supports neither sibling selectors nor generated content. Where the common style sheet uses them,
//! this module adds a class or writes the generated text.

use super::{Formulas, math};
use crate::diag::Diagnostics;
use crate::epub::tree::{Element, Error, Tree, ns};

/// A screen with this many CSS pixels across shows a picture at its natural size; other screens scale it.
const SCREEN: f64 = 600.0;
/// Maximum height of a picture, as a share of the screen's width: a page is about 4 : 3, and needs room for a caption.
const HIGH: f64 = 1.1;

/// Converts `xhtml` to a file of the edition.
pub(super) fn adapt(xhtml: &str, formulas: &mut Formulas, diagnostics: &mut Diagnostics) -> Result<String, Error> {
    let mut tree = Tree::parse(xhtml)?;
    math::replace(&mut tree, formulas, diagnostics)?;
    for element in tree.elements(tree.root()) {
        match tree.local_name(element) {
            // These elements are not supported; their replacements mean nearly the same.
            "s" => tree.rename(element, ns::XHTML, "del"),
            "abbr" => tree.rename(element, ns::XHTML, "span"),
            "p" | "tr" => follow(&mut tree, element),
            "img" => size(&mut tree, element),
            "dt" => colon(&mut tree, element),
            // Cards are for screens of the common style sheet.
            "td" | "th" => tree.unset(element, "data-label"),
            _ => {}
        }
    }
    take_apart_inner_tables(&mut tree);
    for text in tree.texts(tree.root()) {
        let words = tree.words(text);
        if words.contains(is_refused) {
            let words: String = words.chars().filter_map(common).collect();
            tree.set_words(text, &words);
        }
    }
    Ok(tree.write_text())
}

/// Adds a class to an element that follows one of the same kind.
fn follow(tree: &mut Tree, element: Element) {
    let before = tree.previous(element);
    if before.is_some_and(|before| tree.local_name(before) == tree.local_name(element)) {
        let class = tree.get(element, "class").map_or("next".to_owned(), |class| format!("{class} next"));
        tree.set(element, "class", &class);
    }
}

/// Gives a picture a single dimension, in per cent or by its class, instead of two in pixels ("Controlling Image
/// Aspect Ratio").
fn size(tree: &mut Tree, img: Element) {
    let [width, height] =
        ["width", "height"].map(|name| tree.get(img, name).and_then(|pixels| pixels.parse::<f64>().ok()));
    ["width", "height"].iter().for_each(|name| tree.unset(img, name));
    let (Some(width), Some(height)) = (width, height) else { return };
    if tree.get(img, "class").is_some_and(|class| class != "icon") {
        let percent = (width / SCREEN).min(HIGH * width / height.max(1.0)).min(1.0) * 100.0;
        tree.set(img, "style", &format!("width: {:.0}%", percent.max(1.0)));
    }
}

/// Writes the colon after a term of the credits as text; other readers generate it.
fn colon(tree: &mut Tree, term: Element) {
    let list = tree.parent(term).and_then(|row| tree.parent(row));
    let class = list.and_then(|list| tree.get(list, "class"));
    if matches!(class.as_deref(), Some("parts" | "edition")) {
        tree.append_words(term, ":");
    }
}

/// Converts tables inside cells to plain divisions ("Create Simple HTML Tables": Enhanced Typesetting does not support
/// nested tables).
fn take_apart_inner_tables(tree: &mut Tree) {
    let inner: Vec<Element> =
        tree.all(ns::XHTML, "table").into_iter().filter(|&table| is_in_table(tree, table)).collect();
    for table in inner {
        for part in tree.elements(table) {
            let name = match tree.local_name(part) {
                "caption" => "p",
                "table" | "thead" | "tbody" | "tr" | "th" | "td" => "div",
                _ => continue,
            };
            tree.rename(part, ns::XHTML, name);
            ["scope", "colspan", "rowspan", "class"].iter().for_each(|name| tree.unset(part, name));
        }
    }
}

fn is_in_table(tree: &Tree, element: Element) -> bool {
    let mut around = tree.parent(element);
    while let Some(outer) = around {
        if tree.local_name(outer) == "table" {
            return true;
        }
        around = tree.parent(outer);
    }
    false
}

/// Whether `character` is a space or mark that breaks selecting, looking up and line breaking ("Use Supported
/// Characters and Spaces").
fn is_refused(character: char) -> bool {
    common(character) != Some(character)
}

/// Returns the replacement of `character`.
fn common(character: char) -> Option<char> {
    match character {
        '\u{2007}' | '\u{202f}' => Some('\u{a0}'),
        '\u{2000}'..='\u{200a}' | '\u{205f}' => Some(' '),
        '\u{ad}' | '\u{2060}' | '\u{feff}' => None,
        character => Some(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapted(body: &str) -> String {
        let xhtml = format!("<html xmlns=\"{}\"><head><title>T</title></head><body>{body}</body></html>", ns::XHTML);
        let file = adapt(&xhtml, &mut Formulas::default(), &mut Diagnostics::new()).unwrap();
        file.split_once("<body>").unwrap().1.split_once("</body>").unwrap().0.to_owned()
    }

    /// Tests the list "HTML and CSS Tags Supported in Kindle Format 8", which has no `E + F`.
    #[test]
    fn what_follows_one_of_its_kind_has_a_class() {
        assert_eq!(
            adapted("<p>A</p>\n<p class=\"b\">B</p><ul><li>C</li></ul><p>D</p>"),
            "<p>A</p>\n<p class=\"b next\">B</p><ul><li>C</li></ul><p>D</p>"
        );
    }

    /// Tests the list "HTML and CSS Tags Supported in Kindle Format 8".
    #[test]
    fn elements_off_the_list_become_others() {
        assert_eq!(
            adapted("<p><s>A</s> <abbr title=\"T\">B</abbr></p>"),
            "<p><del>A</del> <span title=\"T\">B</span></p>"
        );
    }

    /// Tests the list "HTML and CSS Tags Supported in Kindle Format 8", which has no `::after`.
    #[test]
    fn terms_of_the_credits_end_in_a_colon_that_is_text() {
        assert_eq!(
            adapted("<dl class=\"parts\"><div><dt>A</dt><dd>B</dd></div></dl><dl><dt>C</dt></dl>"),
            "<dl class=\"parts\"><div><dt>A:</dt><dd>B</dd></div></dl><dl><dt>C</dt></dl>"
        );
    }

    /// Tests the rule "Controlling Image Aspect Ratio".
    #[test]
    fn a_picture_has_one_measure_in_percent() {
        let img = |class: &str, width: u32, height: u32| {
            adapted(&format!("<img class=\"{class}\" alt=\"\" src=\"x\" width=\"{width}\" height=\"{height}\"/>"))
        };
        assert_eq!(img("figure", 1200, 800), "<img class=\"figure\" alt=\"\" src=\"x\" style=\"width: 100%\"/>");
        assert_eq!(img("figure", 300, 100), "<img class=\"figure\" alt=\"\" src=\"x\" style=\"width: 50%\"/>");
        assert_eq!(img("figure", 1000, 2000), "<img class=\"figure\" alt=\"\" src=\"x\" style=\"width: 55%\"/>");
        assert_eq!(img("icon", 20, 20), "<img class=\"icon\" alt=\"\" src=\"x\"/>");
    }

    /// Tests the rule "Create Simple HTML Tables".
    #[test]
    fn no_table_stands_in_a_table_and_no_word_is_lost() {
        let inner = "<table class=\"wide\"><caption>A</caption><tbody><tr><th scope=\"row\">B</th><td>C</td></tr></tbody></table>";
        assert_eq!(
            adapted(&format!("<table><tbody><tr><td>{inner}</td></tr></tbody></table>")),
            "<table><tbody><tr><td><div><p>A</p><div><div><div>B</div><div>C</div></div></div></div></td></tr></tbody></table>"
        );
    }

    /// Tests the list "HTML and CSS Tags Supported in Kindle Format 8", which has no `data-label`.
    #[test]
    fn cells_do_not_name_their_columns() {
        assert_eq!(
            adapted("<table><tbody><tr><td data-label=\"A\">B</td></tr></tbody></table>"),
            "<table><tbody><tr><td>B</td></tr></tbody></table>"
        );
    }

    /// Tests the rule "Use Supported Characters and Spaces".
    #[test]
    fn spaces_are_common_ones() {
        assert_eq!(adapted("<p>A\u{2009}B\u{202f}C\u{ad}D\u{200c}E</p>"), "<p>A B\u{a0}CD\u{200c}E</p>");
    }
}
