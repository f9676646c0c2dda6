//! The few values that most people want to change: size, margins, accent colour, font. They are the same on the
//! command line and at the top of a `design.toml`; each also adjusts everything that depends on it.

use super::check::{conflicts, contrast};
use super::value::{absolute, no_colour, parse_color};
use super::{FontWish, fit};
use crate::design::{Design, Error};
use crate::diag::{Diagnostic, Diagnostics};
use crate::style::Color;
use crate::units::Pt;

/// Range of the size of running text.
pub(super) const SIZES: (Pt, Pt) = (Pt(6.0), Pt(36.0));
/// Minimum margin: most printers cannot print closer to the paper's edge than about 6 mm.
const LEAST_MARGIN: Pt = Pt(17.0);
/// Maximum share of the paper's side that a margin may take up.
const MOST_MARGIN: f64 = 0.4;
/// Minimum contrast of readable text (WCAG 2.2 §1.4.3).
const CONTRAST: f64 = 4.5;

/// Values that override those of a design.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Size of running text; everything else is scaled in proportion.
    pub size: Option<Pt>,
    /// Margins of the page.
    pub margins: Option<Margins>,
    /// Colour of rules, bars, links and labels.
    pub accent: Option<Color>,
    /// Family name, or path of a font file, for running text.
    pub font: Option<String>,
}

/// Margins around text and side column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// Above the capitals of the first line.
    pub top: Pt,
    /// At the end of lines; the outer margin of a book.
    pub right: Pt,
    /// Below the baseline of the last line.
    pub bottom: Pt,
    /// At the start of lines; the inner margin of a book.
    pub left: Pt,
}

impl Margins {
    /// Parses one length for all margins, two for vertical and horizontal ones, three for top, horizontal and bottom,
    /// or four from the top clockwise, as in CSS; separated by commas or spaces.
    ///
    /// # Errors
    /// If they cannot be used.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
        let lengths = parts.map(absolute).collect::<Result<Vec<_>, _>>()?;
        let margins = match lengths[..] {
            [all] => Margins { top: all, right: all, bottom: all, left: all },
            [y, x] => Margins { top: y, right: x, bottom: y, left: x },
            [top, x, bottom] => Margins { top, right: x, bottom, left: x },
            [top, right, bottom, left] => Margins { top, right, bottom, left },
            _ => return Err(Error::MarginCount { count: lengths.len() }),
        };
        match [margins.top, margins.right, margins.bottom, margins.left].iter().find(|margin| **margin < LEAST_MARGIN) {
            Some(small) => Err(Error::MarginTooSmall { margin: *small, least: LEAST_MARGIN }),
            None => Ok(margins),
        }
    }
}

/// Parses a font size.
///
/// # Errors
/// If it cannot be used.
pub fn parse_size(text: &str) -> Result<Pt, Error> {
    let size = absolute(text)?;
    match size >= SIZES.0 && size <= SIZES.1 {
        true => Ok(size),
        false => Err(Error::TextSize { written: text.to_owned(), least: SIZES.0, most: SIZES.1 }),
    }
}

/// Parses a colour.
///
/// # Errors
/// If it is not a colour.
pub fn parse_accent(text: &str) -> Result<Color, Error> {
    parse_color(text).ok_or_else(|| no_colour(text).expecting("a colour written #rrggbb, such as #1a4c80"))
}

impl Overrides {
    /// Changes `design`. Returns warnings about unusual results.
    ///
    /// # Errors
    /// If text does not fit on the paper with these values.
    pub fn apply(&self, design: &mut Design) -> Result<Diagnostics, Error> {
        let mut warnings = Diagnostics::new();
        if let Some(size) = self.size {
            fit::to_size(design, size);
        }
        if let Some(margins) = self.margins {
            within(design, &margins)?;
            fit::to_margins(design, &margins);
        }
        if let Some(accent) = self.accent {
            warnings.extend(set_accent(design, accent));
        }
        match conflicts(design).into_iter().next() {
            Some(conflict) if self.size.is_some() || self.margins.is_some() => {
                Err(Error::Conflict { message: conflict.message })
            }
            _ => Ok(warnings),
        }
    }

    /// Returns the requested font, as a font for running text.
    pub fn font_wish(&self, design: &Design) -> Option<FontWish> {
        let name = self.font.clone()?;
        Some(FontWish { family: design.styles.body.family, style: None, name, span: None })
    }
}

/// Rejects margins that leave too little of the paper.
fn within(design: &Design, margins: &Margins) -> Result<(), Error> {
    let (width, height) = (design.paper.width * MOST_MARGIN, design.paper.height * MOST_MARGIN);
    let sides = [(margins.top, height), (margins.right, width), (margins.bottom, height), (margins.left, width)];
    match sides.into_iter().find(|(margin, most)| margin > most) {
        Some((margin, most)) => Err(Error::MarginTooLarge { margin, most }),
        None => Ok(()),
    }
}

/// Colours rules and bars with `accent`, and text with a shade of it that is dark enough to be read.
fn set_accent(design: &mut Design, accent: Color) -> Option<Diagnostic> {
    let text = readable(accent);
    design.inks.bar = accent;
    design.inks.rule = accent;
    design.inks.link = text;
    design.inks.end_mark = accent;
    for kind in [&mut design.styles.kicker, &mut design.styles.label, &mut design.styles.callout_title] {
        kind.color = text;
    }
    let ratio = (contrast(accent, Color::grey(255)) * 10.0).floor() / 10.0;
    let hex = |color: Color| format!("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
    (text != accent).then(|| {
        let message = format!(
            "the accent {} has a contrast of {ratio}:1 to white; links and labels are set in the darker {}, which has {CONTRAST}:1",
            hex(accent),
            hex(text)
        );
        Diagnostic::warning("contrast", message)
    })
}

/// Returns the lightest shade of `color` that is readable on white.
fn readable(color: Color) -> Color {
    let shade = |percent: u16| {
        let part = |level: u8| (u16::from(level) * percent / 100) as u8;
        Color::rgb(part(color.red), part(color.green), part(color.blue))
    };
    let readable = |shade: &Color| contrast(*shade, Color::grey(255)) >= CONTRAST;
    (0..=100).rev().map(shade).find(readable).unwrap_or(Color::BLACK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_are_counted_as_in_css() {
        let sides = |text: &str| Margins::parse(text).map(|m| [m.top.0, m.right.0, m.bottom.0, m.left.0]);
        assert_eq!(sides("72"), Ok([72.0; 4]));
        assert_eq!(sides("1in,2in"), Ok([72.0, 144.0, 72.0, 144.0]));
        assert_eq!(sides("20 30 40"), Ok([20.0, 30.0, 40.0, 30.0]));
        assert_eq!(sides("20pt, 30pt, 40pt, 50pt"), Ok([20.0, 30.0, 40.0, 50.0]));
        for wrong in ["", "1,2,3,4,5", "2px", "5", "-2cm", "2cm,x"] {
            assert!(sides(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn text_in_the_accent_colour_can_be_read() {
        let mut design = Design::default();
        let bright = Color::rgb(255, 170, 0);
        let overrides = Overrides { accent: Some(bright), ..Overrides::default() };
        let warnings = overrides.apply(&mut design).unwrap();
        assert_eq!(design.inks.bar, bright, "a bar is no text");
        assert!(contrast(design.inks.link, Color::grey(255)) >= CONTRAST);
        assert!(warnings[0].message.contains("#ffaa00 has a contrast of 1.9:1"), "{}", warnings[0].message);
        let dark = Overrides { accent: Some(Color::rgb(20, 60, 120)), ..Overrides::default() };
        assert_eq!(dark.apply(&mut design), Ok(vec![]));
        assert_eq!(design.inks.link, Color::rgb(20, 60, 120));
    }

    #[test]
    fn a_size_scales_everything_and_lines_stay_readable() {
        for name in crate::design::NAMES {
            let plain = crate::design::by_name(name, crate::design::Paper::A4).unwrap();
            for size in [8.0, 10.0, 13.0, 16.0, 20.0, 24.0] {
                let mut design = plain.clone();
                let overrides = Overrides { size: Some(Pt(size)), ..Overrides::default() };
                assert_eq!(overrides.apply(&mut design), Ok(vec![]), "{name} at {size}");
                let by = size / plain.styles.body.size.0;
                assert!((design.styles.body.size.0 - size).abs() < 1e-9, "{name} at {size}");
                assert!((design.leading.0 - plain.leading.0 * by).abs() < 1e-9, "{name} at {size}");
                assert!(
                    (design.styles.title.leading - plain.styles.title.leading * by).abs() < Pt(1e-9),
                    "{name} at {size}"
                );
                let ems = design.measure.0 / size;
                assert!(ems < 31.0 || ems <= plain.measure / plain.styles.body.size, "{name} at {size}: {ems} em");
                assert!(design.margin + design.text_width() <= design.paper.width - Pt(17.0), "{name} at {size}");
            }
        }
    }

    #[test]
    fn margins_are_kept() {
        let mut design = Design::default();
        let margins = Margins::parse("3cm 2cm").unwrap();
        let overrides = Overrides { margins: Some(margins), ..Overrides::default() };
        assert_eq!(overrides.apply(&mut design), Ok(vec![]));
        let capitals = design.first_baseline - design.styles.body.size * 0.7;
        assert!((capitals - margins.top).abs() < Pt(0.01), "{capitals:?}");
        assert_eq!(design.margin, margins.left);
        assert!(design.paper.width - design.margin - design.text_width() >= margins.right - Pt(0.01));
        let foot = super::super::foot(&design);
        let left = design.paper.height - margins.bottom - foot;
        assert!(left > Pt(-0.01) && left < design.leading, "as many lines as fit: {left:?}");
    }

    #[test]
    fn margins_that_leave_nothing_are_refused() {
        let overrides = |text: &str| Overrides { margins: Some(Margins::parse(text).unwrap()), ..Overrides::default() };
        let why = overrides("3cm,12cm").apply(&mut Design::default()).unwrap_err().to_string();
        assert!(why.contains("238pt at most"), "{why}");
    }

    #[test]
    fn narrow_margins_leave_room_for_the_page_number() {
        let mut design = Design::default();
        let overrides = Overrides { margins: Some(Margins::parse("17pt").unwrap()), ..Overrides::default() };
        assert_eq!(overrides.apply(&mut design), Ok(vec![]));
        assert_eq!(design.head, None, "there is no room above the text");
        assert!(design.folio <= design.paper.height - Pt(9.0));
    }
}
