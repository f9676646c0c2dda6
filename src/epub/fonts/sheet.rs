//! Writes the part of the style sheet for embedded faces: the faces themselves, and which text is set in them.
//!
//! Families, weights, slopes, small capitals and figures are the design's. Sizes, colours and margins are those of the
//! plain style sheet, which leaves them to the reader.

use std::fmt::Write as _;

use super::cascade::Change;
use crate::article::Lang;
use crate::design::{Styles, Type};
use crate::layout::inline::{Caps, Family, Figures, Weight};
use crate::text::clusters::letter_of;
use crate::text::user::Style;

/// A rule of the part.
pub(super) struct Rule {
    /// Its selectors.
    pub(super) selectors: String,
    /// The family that it sets, if any.
    family: Option<Family>,
    /// Its other declarations.
    declarations: String,
}

impl Rule {
    /// Returns the properties of the face that the rule changes.
    pub(super) fn change(&self) -> Change {
        Change { family: self.family, ..Change::read(&self.declarations) }
    }
}

/// Languages in scripts whose letters join, hang from a line or carry marks, so that letterspacing would separate
/// them.
const NEVER_SPACED: [&str; 36] = [
    "ar", "fa", "ur", "ps", "ug", "ckb", "sd", "ks", "syr", "nqo", "mn-Mong", "ff-Adlm", "rhg", "hi", "mr", "ne", "sa",
    "mai", "bho", "kok", "bn", "as", "pa", "gu", "or", "ta", "te", "kn", "ml", "si", "th", "lo", "km", "my", "bo",
    "dz",
];

/// Returns the rules for `styles` in an article in `lang`.
pub(super) fn rules(styles: &Styles, lang: &Lang) -> Vec<Rule> {
    let kinds: [(&str, &Type); 25] = [
        ("h1.title", &styles.title),
        ("p.subtitle", &styles.deck),
        ("p.series", &styles.kicker),
        ("p.byline, p.facts", &styles.byline),
        ("h2", &styles.headings[0]),
        ("h3", &styles.headings[1]),
        ("h4", &styles.headings[2]),
        ("h5", &styles.headings[3]),
        ("h6", &styles.headings[4]),
        ("blockquote", &styles.quote),
        ("aside.pullquote p", &styles.pull),
        ("aside.callout", &styles.callout),
        ("p.callout-title", &styles.callout_title),
        ("td", &styles.cell),
        ("th", &styles.header_cell),
        ("figcaption, caption", &styles.caption),
        ("p.credit", &styles.credit),
        ("dt", &styles.term),
        ("aside.footnote", &styles.note),
        ("section.disclaimer", &styles.disclaimer),
        ("p.related-title", &styles.related_title),
        ("p.blurb", &styles.related_blurb),
        (".attribution-list", &styles.colophon),
        ("dl.edition", &styles.colophon),
        ("p.made-with", &styles.colophon),
    ];
    // Old-style figures match lower-case letters, which most other scripts than Latin do not have.
    let lining = styles.body.figures == Figures::OldStyle && letter_of(lang.primary()).is_some();
    let body = &Type { figures: if lining { Figures::Lining } else { styles.body.figures }, ..styles.body };
    let declarations = figures(body.figures).to_owned();
    let mut rules = vec![Rule { selectors: "body".to_owned(), family: Some(body.family), declarations }];
    for (selectors, kind) in kinds {
        rules.push(rule(selectors, kind, body));
        if kind.italic {
            rules.push(upright_inside(selectors));
        }
    }
    rules.push(Rule {
        selectors: "code, pre, kbd, .tex".to_owned(),
        family: Some(Family::Mono),
        declarations: "font-style: normal; font-variant-caps: normal; letter-spacing: normal; \
            font-variant-ligatures: none; font-variant-numeric: normal"
            .to_owned(),
    });
    rules.push(Rule {
        selectors: NEVER_SPACED.map(|lang| format!(":lang({lang})")).join(", "),
        family: None,
        declarations: "letter-spacing: normal !important".to_owned(),
    });
    rules
}

/// Makes the rule that sets `selectors` in the style of `kind`. It names a family only if that differs from the family
/// of `body`. So elements in the body's family follow a reader's choice of another face.
fn rule(selectors: &str, kind: &Type, body: &Type) -> Rule {
    let weight = if kind.weight == Weight::Regular { "normal" } else { "bold" };
    let slope = if kind.italic { "italic" } else { "normal" };
    let mut declarations = format!("font-weight: {weight}; font-style: {slope}");
    if kind.caps == Caps::Small {
        let _ = write!(declarations, "; font-variant-caps: small-caps; letter-spacing: {}em", kind.tracking.0);
    }
    if kind.figures != body.figures {
        let _ = write!(declarations, "; {}", figures(kind.figures));
    }
    let family = (kind.family != body.family).then_some(kind.family);
    Rule { selectors: selectors.to_owned(), family, declarations }
}

/// Sets emphasis inside italics upright.
fn upright_inside(selectors: &str) -> Rule {
    let inner = selectors.split(", ").flat_map(|outer| ["em", "cite"].map(|inner| format!("{outer} {inner}")));
    let selectors = inner.collect::<Vec<_>>().join(", ");
    Rule { selectors, family: None, declarations: "font-style: normal".to_owned() }
}

fn figures(figures: Figures) -> &'static str {
    match figures {
        Figures::OldStyle => "font-variant-numeric: oldstyle-nums proportional-nums",
        Figures::Lining => "font-variant-numeric: lining-nums proportional-nums",
        Figures::Tabular => "font-variant-numeric: lining-nums tabular-nums",
    }
}

/// A face in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Face {
    /// Its family name in the style sheet.
    pub(super) family: String,
    /// Its style in the family.
    pub(super) style: Style,
    /// Its file.
    pub(super) path: String,
}

/// Writes the style sheet for `faces`; `stack` returns the families to search for characters, best first.
pub(super) fn write(faces: &[Face], rules: &[Rule], stack: impl Fn(Family) -> Vec<String>) -> String {
    let mut sheet = "\n/* The faces of the article's design, embedded. */\n".to_owned();
    faces.iter().for_each(|face| sheet.push_str(&declaration(face)));
    for rule in rules {
        let family = rule.family.map(|family| format!("font-family: {}; ", families(&stack(family), family)));
        let _ = writeln!(sheet, "{} {{ {}{}; }}", rule.selectors, family.unwrap_or_default(), rule.declarations);
    }
    sheet
}

fn declaration(face: &Face) -> String {
    let (weight, slope) = match face.style {
        Style::Regular => ("normal", "normal"),
        Style::Italic => ("normal", "italic"),
        Style::Bold => ("bold", "normal"),
        Style::BoldItalic => ("bold", "italic"),
    };
    let family = quoted(&face.family);
    let path = &face.path;
    format!("@font-face {{ font-family: {family}; font-weight: {weight}; font-style: {slope}; src: url({path}); }}\n")
}

/// Lists `names`, followed by the generic family.
fn families(names: &[String], family: Family) -> String {
    let own = match family {
        Family::Serif => "serif",
        Family::Sans => "sans-serif",
        // Browsers reduce the font size if the generic family `monospace` is named only once.
        Family::Mono => "monospace, monospace",
    };
    names.iter().map(|name| quoted(name)).chain([own.to_owned()]).collect::<Vec<_>>().join(", ")
}

/// Writes `name` as a CSS string; characters that could end it are dropped.
fn quoted(name: &str) -> String {
    let plain: String =
        name.chars().filter(|character| !character.is_control() && !"\"\\<>".contains(*character)).collect();
    format!("\"{plain}\"")
}
