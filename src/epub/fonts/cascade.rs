//! Determines which face each element is set in, from the part of CSS that decides it.
//!
//! A font subset contains only the characters that are set in it, so it must be known which face a reading system will
//! use for each; and the reading system follows the style sheet. This module supports weight, slope, family and small
//! capitals, in selectors of elements, classes, `:lang()` and descendants. A rule with another selector that sets one
//! of these is ignored; a test ensures that the style sheet has none.

use crate::layout::inline::Family;

/// The properties of text that decide about its face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) family: Family,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) small_caps: bool,
}

/// The changes that a rule makes to a [`Look`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) family: Option<Family>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) small_caps: Option<bool>,
}

impl Change {
    fn apply(self, look: Look) -> Look {
        Look {
            family: self.family.unwrap_or(look.family),
            bold: self.bold.unwrap_or(look.bold),
            italic: self.italic.unwrap_or(look.italic),
            small_caps: self.small_caps.unwrap_or(look.small_caps),
        }
    }

    /// Parses the declarations of a rule.
    pub(super) fn read(declarations: &str) -> Self {
        let mut change = Self::default();
        for (name, value) in declarations.split(';').filter_map(|declaration| declaration.split_once(':')) {
            let value = value.trim();
            match name.trim() {
                "font-weight" => {
                    change.bold = Some(value == "bold" || value.parse().is_ok_and(|number: u16| number >= 600))
                }
                "font-style" => change.italic = Some(value != "normal"),
                "font-variant" | "font-variant-caps" => change.small_caps = Some(value.contains("small-caps")),
                "font-family" if value.contains("monospace") => change.family = Some(Family::Mono),
                _ => {}
            }
        }
        change
    }
}

/// An element, with the properties that selectors use.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) classes: Vec<String>,
    /// Its language, possibly inherited.
    pub(super) lang: String,
}

/// A selector without combinators: `p.note:lang(en)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Compound {
    element: Option<String>,
    classes: Vec<String>,
    lang: Option<String>,
}

impl Compound {
    /// Parses a selector; `None` if it is of another kind.
    fn read(text: &str) -> Option<Self> {
        let mut compound = Self::default();
        let mut rest = text;
        let word = |text: &str| text.find(['.', ':']).unwrap_or(text.len());
        let (element, after) = rest.split_at(word(rest));
        compound.element = (!element.is_empty()).then(|| element.to_owned());
        rest = after;
        while !rest.is_empty() {
            if let Some(lang) = rest.strip_prefix(":lang(") {
                let (lang, after) = lang.split_once(')')?;
                compound.lang = Some(lang.to_owned());
                rest = after;
            } else {
                let class = rest.strip_prefix('.')?;
                let (class, after) = class.split_at(word(class));
                compound.classes.push(class.to_owned());
                rest = after;
            }
        }
        let plain = |text: &String| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (compound.element.iter().all(plain) && compound.classes.iter().all(plain)).then_some(compound)
    }

    fn fits(&self, element: &Element) -> bool {
        let speaks =
            |lang: &str| element.lang.strip_prefix(lang).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        self.element.as_ref().is_none_or(|name| *name == element.name)
            && self.classes.iter().all(|class| element.classes.contains(class))
            && self.lang.as_deref().is_none_or(speaks)
    }
}

/// A rule.
#[derive(Clone, Debug)]
struct Rule {
    /// The selector from the outermost compound to that of the element itself.
    selector: Vec<Compound>,
    change: Change,
    rank: (Origin, usize, usize),
}

/// The origin of a rule; author rules override those of the user agent (CSS Cascading §6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Reader,
    Author,
}

impl Rule {
    fn fits(&self, path: &[Element]) -> bool {
        let (Some((last, outer)), Some((element, around))) = (self.selector.split_last(), path.split_last()) else {
            return false;
        };
        let mut around = around.iter().rev();
        last.fits(element) && outer.iter().rev().all(|wanted| around.any(|element| wanted.fits(element)))
    }
}

/// The default rules of every user agent (HTML §15.3).
const READERS: &str = "strong, b, th, h1, h2, h3, h4, h5, h6 { font-weight: bold }
    em, i, cite, var, dfn, address { font-style: italic }
    code, pre, kbd, samp { font-family: monospace }";

/// The rules of a style sheet that affect faces.
#[derive(Clone, Debug)]
pub(super) struct Cascade(Vec<Rule>);

impl Cascade {
    /// Combines the rules of `sheet` with the defaults of user agents.
    pub(super) fn of(sheet: &str) -> Self {
        let mut cascade = Self(Vec::new());
        for (origin, sheet) in [(Origin::Reader, READERS), (Origin::Author, sheet)] {
            for (selectors, declarations) in rules(&without_comments(sheet)) {
                cascade.push(origin, selectors, Change::read(declarations));
            }
        }
        cascade
    }

    /// Adds a rule after all others.
    pub(super) fn add(&mut self, selectors: &str, change: Change) {
        self.push(Origin::Author, selectors, change);
    }

    fn push(&mut self, origin: Origin, selectors: &str, change: Change) {
        if change == Change::default() {
            return;
        }
        for selector in selectors.split(',') {
            let compounds: Option<Vec<_>> = selector.split_whitespace().map(Compound::read).collect();
            let Some(selector) = compounds else { continue };
            // Specificity (Selectors Level 4 §17); no selector has an identifier.
            let of = |compound: &Compound| {
                let classes = compound.classes.len() + usize::from(compound.lang.is_some());
                1000 * classes + usize::from(compound.element.is_some())
            };
            let specificity = selector.iter().map(of).sum();
            self.0.push(Rule { selector, change, rank: (origin, specificity, self.0.len()) });
        }
    }

    /// Returns the look of text in the last element of `path`; `outer` is the look of its parent.
    pub(super) fn look(&self, path: &[Element], outer: Look) -> Look {
        let mut fitting: Vec<&Rule> = self.0.iter().filter(|rule| rule.fits(path)).collect();
        fitting.sort_by_key(|rule| rule.rank);
        fitting.into_iter().fold(outer, |look, rule| rule.change.apply(look))
    }
}

fn without_comments(sheet: &str) -> String {
    let mut plain = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// Returns selectors and declarations of each rule of `sheet`, except those inside at-rules such as `@media`.
fn rules(sheet: &str) -> Vec<(&str, &str)> {
    let mut rules = Vec::new();
    let mut rest = sheet;
    while let Some((head, body)) = rest.split_once('{') {
        // `@charset` and `@import` end with a semicolon.
        let head = head.rsplit(';').next().unwrap_or(head).trim();
        let end = if head.starts_with('@') { end_of_block(body) } else { body.find('}').unwrap_or(body.len()) };
        if !head.starts_with('@') {
            rules.push((head, &body[..end]));
        }
        rest = body.get(end + 1..).unwrap_or_default();
    }
    rules
}

/// Returns the end of the block whose content `body` starts with.
fn end_of_block(body: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { family: Family::Serif, bold: false, italic: false, small_caps: false };

    fn path(elements: &[(&str, &str, &str)]) -> Vec<Element> {
        let element = |&(name, classes, lang): &(&str, &str, &str)| Element {
            name: name.to_owned(),
            classes: classes.split_whitespace().map(str::to_owned).collect(),
            lang: lang.to_owned(),
        };
        elements.iter().map(element).collect()
    }

    fn look(sheet: &str, elements: &[(&str, &str, &str)]) -> Look {
        let (cascade, path) = (Cascade::of(sheet), path(elements));
        (1..=path.len()).fold(PLAIN, |outer, end| cascade.look(&path[..end], outer))
    }

    #[test]
    fn the_more_specific_rule_wins_and_then_the_later_one() {
        let sheet = "p.lead { font-style: italic } p { font-style: normal; font-weight: bold } p { font-weight: 400 }";
        assert_eq!(look(sheet, &[("p", "lead", "en")]), Look { italic: true, ..PLAIN });
        assert_eq!(look(sheet, &[("p", "", "en")]), PLAIN);
        assert!(look("", &[("p", "", "en"), ("strong", "", "en")]).bold);
    }

    #[test]
    fn what_is_inside_and_what_is_in_a_language_is_found() {
        let sheet =
            "/* a {} */ aside.quote p { font-style: italic } :lang(ar) em { font-style: normal; font-weight: bold }
            @media print { p { font-weight: bold } } code { font-family: monospace, monospace }";
        assert!(look(sheet, &[("aside", "quote", "en"), ("div", "", "en"), ("p", "", "en")]).italic);
        assert_eq!(look(sheet, &[("p", "", "en")]), PLAIN);
        let arabic = look(sheet, &[("p", "", "ar-EG"), ("em", "", "ar-EG")]);
        assert_eq!(arabic, Look { bold: true, ..PLAIN });
        assert_eq!(look(sheet, &[("p", "", "en"), ("code", "", "en")]).family, Family::Mono);
    }

    #[test]
    fn no_rule_of_the_style_sheet_sets_faces_in_a_way_that_is_not_understood() {
        let sheet = without_comments(super::super::super::STYLE);
        let mut known = 0;
        for (selectors, declarations) in rules(&sheet) {
            if Change::read(declarations) == Change::default() {
                continue;
            }
            for selector in selectors.split(',') {
                assert!(selector.split_whitespace().all(|part| Compound::read(part).is_some()), "{selector}");
                known += 1;
            }
        }
        assert!(known > 20, "{known}");
        let at_rules: Vec<&str> = sheet.split('@').skip(1).map(|rest| &rest[..end_of_block(rest)]).collect();
        let faces = ["font-family", "font-weight", "font-style", "font-variant"];
        assert!(at_rules.iter().all(|rule| faces.iter().all(|face| !rule.contains(face))), "{at_rules:?}");
    }
}
