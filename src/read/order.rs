//! The places of articles in an order that their authors state: numbers in a series, weights of pages.

use serde_json::Value;

use crate::article::Meta;

/// Keys for the place of a page among others, without capitals and signs: Hugo and Zola (`weight`), Just the Docs
/// (`nav_order`), Docusaurus (`sidebar_position`), Quarto (`order`), WordPress (`menu_order`) and themes.
const WEIGHTS: [&str; 12] = [
    "weight",
    "navorder",
    "sidebarposition",
    "order",
    "menuorder",
    "sidebarorder",
    "navweight",
    "navposition",
    "pageorder",
    "sortorder",
    "sort",
    "position",
];

/// Keys of a mapping that has one of [`WEIGHTS`]: Starlight (`sidebar: {order: 1}`), Eleventy's navigation.
const HOLDERS: [&str; 4] = ["sidebar", "eleventynavigation", "nav", "navigation"];

/// Keys for the number of an article in its series, apart from those of the series itself.
const NUMBERS: [&str; 5] = ["part", "episode", "chapter", "installment", "partnumber"];

/// Returns the number of the article in its series.
pub(super) fn in_series(meta: &Meta) -> Option<f64> {
    let series = meta.series.as_ref()?;
    let stated = series.position.as_deref().and_then(number_in);
    stated.or_else(|| first_of(meta, &NUMBERS)).or_else(|| among_pages(meta))
}

/// Returns the place of the article among the pages of its folder.
pub(super) fn among_pages(meta: &Meta) -> Option<f64> {
    first_of(meta, &WEIGHTS).or_else(|| {
        let holder = |(key, value): (&String, &Value)| {
            let fields = value.as_object().filter(|_| HOLDERS.contains(&&*bare(key)))?;
            WEIGHTS.iter().find_map(|wanted| fields.iter().find(|(key, _)| bare(key) == *wanted).and_then(number))
        };
        meta.extra.iter().find_map(holder)
    })
}

fn first_of(meta: &Meta, keys: &[&str]) -> Option<f64> {
    keys.iter().find_map(|wanted| meta.extra.iter().find(|(key, _)| bare(key) == *wanted).and_then(number))
}

/// Returns `key` without capitals and signs.
fn bare(key: &str) -> String {
    key.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn number((_, value): (&String, &Value)) -> Option<f64> {
    value.as_f64().or_else(|| number_in(value.as_str()?)).filter(|number| number.is_finite())
}

/// Returns the first number in `text`, such as that of `Part 3` or `3/5`.
fn number_in(text: &str) -> Option<f64> {
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    let digits = |text: &str| text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let whole = start + digits(&text[start..]);
    let fraction = text[whole..].strip_prefix('.').map_or(0, digits);
    let end = if fraction > 0 { whole + 1 + fraction } else { whole };
    let before = if text[..start].ends_with('-') && start == 1 { 0 } else { start };
    text[before..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_words() {
        let rows = [
            ("3", Some(3.0)),
            ("Part 3", Some(3.0)),
            ("3/5", Some(3.0)),
            ("2.5", Some(2.5)),
            ("2. the end", Some(2.0)),
            ("-1", Some(-1.0)),
            ("no. -", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(number_in(text), expected, "{text}");
        }
    }
}
