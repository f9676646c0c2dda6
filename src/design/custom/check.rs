//! Checks that the values of a design fit together: text on the paper, and dark enough to be read.

use super::keys::{PAGE, STYLES};
use super::value::{Slot, rounded};
use crate::design::Design;
use crate::style::Color;
use crate::units::Pt;

/// Minimum contrast of readable text (WCAG 2.2 §1.4.3).
const CONTRAST: f64 = 4.5;

/// Minimum leading in ems: lines set closer run into each other. Titles are set solid, at 1.
const LEAST_LEADING: f64 = 0.9;

/// A conflict between values: the keys involved, the most likely culprit first, and a message.
pub(super) struct Conflict {
    /// Keys.
    pub keys: Vec<String>,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Returns the parts of a design that do not fit on the paper.
pub(super) fn conflicts(design: &Design) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut say = |keys: &[&str], message| {
        found.push(Conflict { keys: keys.iter().map(|key| (*key).to_owned()).collect(), message });
    };
    let (paper, right) = (design.paper, design.margin + design.measure + design.beside());
    if right > paper.width + Pt(0.01) {
        let over = rounded((right - paper.width).0);
        let most = rounded((paper.width - design.margin - (design.text_width() - design.measure)).0);
        let what = if design.side.is_some() { "margin, text and side column" } else { "margin and text" };
        let message = format!(
            "{what} together are {over}pt wider than the paper, which is {}pt wide; with this margin the measure can \
             be {most}pt at most",
            rounded(paper.width.0)
        );
        say(&["page.measure", "page.margin", "page.side-width", "page.side-gap", "paper"], message);
    }
    let foot = super::foot(design);
    if foot > paper.height {
        let most = ((paper.height - design.first_baseline) / design.leading).floor().max(0.0);
        let message = format!(
            "{} lines of {}pt end {}pt below the paper, which is {}pt high; there is room for {most}",
            design.lines,
            rounded(design.leading.0),
            rounded((foot - paper.height).0),
            rounded(paper.height.0)
        );
        say(&["page.lines", "page.leading", "page.first-baseline", "paper"], message);
    } else if design.folio < foot + design.leading * 0.75 {
        let message = format!(
            "the page number at {}pt overlaps the text, whose last baseline is at {}pt; put it at {}pt or more",
            rounded(design.folio.0),
            rounded(foot.0),
            rounded((foot + design.leading * 0.75).0)
        );
        say(&["page.folio", "page.lines", "page.leading", "page.first-baseline"], message);
    }
    if design.folio > paper.height {
        let message = format!(
            "the page number at {}pt is below the paper, which is {}pt high",
            rounded(design.folio.0),
            rounded(paper.height.0)
        );
        say(&["page.folio", "paper"], message);
    }
    if let Some(head) = design.head.filter(|head| *head > design.first_baseline - design.leading * 0.75) {
        let message = format!(
            "the running head at {}pt overlaps the text, whose first baseline is at {}pt; put it at {}pt or less, or \
             set it to false",
            rounded(head.0),
            rounded(design.first_baseline.0),
            rounded((design.first_baseline - design.leading * 0.75).0)
        );
        say(&["page.head", "page.first-baseline"], message);
    }
    if super::fit::top(design) < Pt::ZERO {
        let message = format!(
            "the first line at {}pt extends above the top of the paper; put its baseline at {}pt or more",
            rounded(design.first_baseline.0),
            rounded((design.first_baseline - super::fit::top(design)).0)
        );
        say(&["page.first-baseline", "text.body.size"], message);
    }
    if design.columns.count > 1 && design.side.is_some() {
        let message = "there are several columns and a side column; there can be one or the other".to_owned();
        say(&["page.side-width", "page.columns"], message);
    }
    if design.opening.sink * 2 > design.lines {
        let message = format!(
            "{} empty lines above the title are more than half of the {} lines of a page",
            design.opening.sink, design.lines
        );
        say(&["page.opening-sink", "page.lines"], message);
    }
    let mut styles = design.styles.clone();
    for style in STYLES {
        let kind = (style.at)(&mut styles);
        let least = kind.size * LEAST_LEADING;
        if kind.leading < least - Pt(0.01) {
            let message = format!(
                "lines of {}pt, {}pt apart, run into each other; set the leading to {}pt or more",
                rounded(kind.size.0),
                rounded(kind.leading.0),
                rounded(least.0)
            );
            let keys = ["leading", "size"].map(|field| format!("text.{}.{field}", style.name));
            found.push(Conflict { keys: keys.into_iter().chain(["page.leading".to_owned()]).collect(), message });
        }
    }
    found
}

/// Returns values that are possible but probably not intended.
pub(super) fn oddities(design: &Design) -> Vec<(String, String)> {
    let leading = design.styles.body.leading;
    if (leading - design.leading).abs() < Pt(0.01) {
        return Vec::new();
    }
    let message = format!(
        "running text has a leading of {}pt and the grid one of {}pt, so its lines do not stand on the grid; \
         `page.leading` sets both",
        rounded(leading.0),
        rounded(design.leading.0)
    );
    vec![("text.body.leading".to_owned(), message)]
}

/// Returns texts that are too pale: their keys, and a message.
pub(super) fn pale(design: &Design) -> Vec<(String, String)> {
    let mut styles = design.styles.clone();
    let white = Color::grey(255);
    let texts = STYLES.iter().map(|style| {
        let ground = if style.name == "code" { design.inks.code } else { white };
        (format!("text.{}.color", style.name), (style.at)(&mut styles).color, ground)
    });
    let mut texts: Vec<_> = texts.collect();
    texts.push(("colors.link".to_owned(), design.inks.link, white));
    let mut sample = design.clone();
    for key in PAGE.iter().filter(|key| key.name.starts_with("colors.palette.")) {
        if let Slot::Color(color) = (key.slot)(&mut sample) {
            let (ground, marked) = (design.inks.code, design.inks.marked);
            let worse = if contrast(*color, marked) < contrast(*color, ground) { marked } else { ground };
            texts.push((key.name.to_owned(), *color, worse));
        }
    }
    let found = texts.into_iter().filter_map(|(key, color, ground)| {
        let message = told_if_pale(&key, color, ground)?;
        Some((key, message))
    });
    found.collect()
}

/// Returns the message that the text with the colour `key` is too pale, if it is.
pub(super) fn told_if_pale(key: &str, color: Color, ground: Color) -> Option<String> {
    let ratio = contrast(color, ground);
    (ratio < CONTRAST).then(|| {
        let ratio = (ratio * 10.0).floor() / 10.0;
        format!(
            "`{key}` has a contrast of {ratio}:1 to its ground; text that everybody can read has {CONTRAST}:1 or more"
        )
    })
}

/// Returns the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
pub(super) fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns the relative luminance (WCAG 2.2).
fn luminance(color: Color) -> f64 {
    let linear = |level: u8| {
        let level = f64::from(level) / 255.0;
        if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast(Color::BLACK, Color::grey(255)) - 21.0).abs() < 1e-9);
        assert!((contrast(Color::grey(0x77), Color::grey(255)) - 4.48).abs() < 0.01);
        assert!((contrast(Color::grey(0x76), Color::grey(255)) - 4.54).abs() < 0.01);
    }

    #[test]
    fn our_own_designs_are_sound() {
        for name in crate::design::NAMES {
            for &paper in crate::design::papers(name) {
                let design = crate::design::by_name(name, paper).unwrap();
                assert!(conflicts(&design).is_empty(), "{name}: {}", conflicts(&design)[0].message);
                assert!(pale(&design).is_empty(), "{name}: {}", pale(&design)[0].1);
            }
        }
    }
}
