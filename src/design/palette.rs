//! Colours of syntax highlighting.

use crate::highlight::Token;
use crate::style::Color;

/// The colour of each token class; plain code is black.
///
/// Code may be printed in grey, so the most important classes also differ in lightness: plain text, then keywords,
/// then strings, then comments. Every colour has a contrast of at least 4.5 : 1 on the grounds of code (WCAG 2.2
/// §1.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Palette {
    /// Keywords.
    pub keyword: Color,
    /// Strings.
    pub string: Color,
    /// Comments and line numbers.
    pub comment: Color,
    /// Numbers and constants.
    pub number: Color,
    /// Names of functions.
    pub function: Color,
    /// Types.
    pub kind: Color,
    /// Keys, attributes, variables.
    pub name: Color,
    /// Directives, prompts.
    pub meta: Color,
    /// Lines that a diff adds.
    pub inserted: Color,
    /// Lines that a diff removes.
    pub deleted: Color,
}

impl Palette {
    /// For print: dark inks, so that thin letters stay sharp.
    pub(crate) const PRINT: Palette = Palette {
        keyword: Color::rgb(0x7a, 0x10, 0x55),
        string: Color::rgb(0x1f, 0x65, 0x3a),
        comment: Color::rgb(0x66, 0x62, 0x5c),
        number: Color::rgb(0x8a, 0x3e, 0x06),
        function: Color::rgb(0x17, 0x3f, 0x8a),
        kind: Color::rgb(0x0b, 0x4f, 0x5c),
        name: Color::rgb(0x5a, 0x34, 0x12),
        meta: Color::rgb(0x5b, 0x4a, 0x8a),
        inserted: Color::rgb(0x1f, 0x65, 0x3a),
        deleted: Color::rgb(0x9e, 0x2a, 0x1c),
    };

    /// Returns the colour of `token`.
    pub(crate) fn of(&self, token: Token) -> Color {
        match token {
            Token::Keyword => self.keyword,
            Token::String => self.string,
            Token::Comment => self.comment,
            Token::Number => self.number,
            Token::Function => self.function,
            Token::Type => self.kind,
            Token::Name => self.name,
            Token::Meta => self.meta,
            Token::Inserted => self.inserted,
            Token::Deleted => self.deleted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{NAMES, by_name, papers};

    /// Relative luminance (WCAG 2.2).
    fn luminance(color: Color) -> f64 {
        let part = |level: u8| {
            let level = f64::from(level) / 255.0;
            if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(color.red) + 0.7152 * part(color.green) + 0.0722 * part(color.blue)
    }

    fn contrast(dark: Color, light: Color) -> f64 {
        (luminance(light) + 0.05) / (luminance(dark) + 0.05)
    }

    #[test]
    fn code_can_be_read_on_its_grounds_in_every_design() {
        for name in NAMES {
            for &paper in papers(name) {
                let inks = by_name(name, paper).expect("the design is there").inks;
                for token in Token::ALL {
                    for ground in [inks.code, inks.marked] {
                        let contrast = contrast(inks.palette.of(token), ground);
                        assert!(contrast >= 4.5, "{name}: {token:?} has {contrast:.2}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_main_classes_are_told_apart_in_grey() {
        let palette = Palette::PRINT;
        let steps = [Color::BLACK, palette.keyword, palette.string, palette.comment];
        for pair in steps.windows(2) {
            let apart = contrast(pair[0], pair[1]);
            assert!(apart >= 1.15, "{pair:?}: {apart:.2}");
        }
    }
}
