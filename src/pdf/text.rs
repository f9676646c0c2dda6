//! Text in the content stream: glyph runs as text objects (ISO 32000-1 §9.4).
//!
//! The operators are written as text, and passed through printpdf as one unknown operator for each text object:
//! printpdf's own text operators would make an object for each glyph. To keep that text valid, codes above 127 are
//! escaped in octal; they are rare, since glyphs are numbered by frequency.
//!
//! A run is one `TJ`. Its numbers are the differences between the font's widths and the actual glyph positions,
//! rounded to thousandths of an em so that errors do not add up. Lengths are tracked as they are written.
//!
//! Right-to-left text is in visual order, as readers expect: they reverse it themselves, character by character. So it
//! has no ActualText as a whole, which poppler would reverse too.

use std::fmt::Write as _;

use super::glyphs::{UsedFace, UsedFaces, backwards, clusters};
use super::object::{LONGEST, hundredths};
use crate::layout::{Color, Glyph, GlyphRun};
use crate::text::FontId;
use crate::units::{Em, Point, Pt};

/// Current text state (§9.3); lengths are in hundredths, unless stated otherwise.
#[derive(Clone, Copy, PartialEq)]
struct State {
    font: Option<(FontId, i64)>,
    color: Color,
    /// Horizontal scaling (`Tz`), in hundredths of a percent.
    scale: i64,
    /// Tracking (`Tc`), in ten thousandths of a point.
    tracking: i64,
    /// Rise of the baseline (`Ts`).
    rise: i64,
}

impl Default for State {
    fn default() -> Self {
        Self { font: None, color: Color::BLACK, scale: 10_000, tracking: 0, rise: 0 }
    }
}

/// Writes the text of a page.
pub(super) struct TextWriter<'a> {
    faces: &'a UsedFaces<'a>,
    state: State,
    /// The current text object; empty outside of one.
    out: String,
    /// Position of the line matrix, in hundredths.
    line: (i64, i64),
}

impl<'a> TextWriter<'a> {
    /// Creates a writer for a new page.
    pub fn new(faces: &'a UsedFaces<'a>) -> Self {
        Self { faces, state: State::default(), out: String::new(), line: (0, 0) }
    }

    /// Returns the text object written since the last call, if any.
    pub fn finish(&mut self) -> Option<String> {
        if self.out.is_empty() {
            return None;
        }
        self.out.push_str("ET");
        Some(std::mem::take(&mut self.out))
    }

    /// Returns the operators that set the fill colour to `color`; empty if it is set already.
    pub fn fill(&mut self, color: Color) -> String {
        let mut out = String::new();
        if self.state.color != color {
            self.state.color = color;
            write_color(&mut out, color);
        }
        out
    }

    /// Splits `run` into parts, in the order of the characters. A part either needs no ActualText or has one of its
    /// own.
    pub fn parts<'r>(&self, run: &'r GlyphRun) -> Vec<MarkedGlyphs<'r>> {
        let Some(face) = self.faces.get(&run.font).filter(|_| !run.glyphs.is_empty()) else { return Vec::new() };
        if let Some(text) = &run.actual_text {
            return vec![MarkedGlyphs { x: Pt::ZERO, glyphs: &run.glyphs, actual: Some(text) }];
        }
        let mut parts: Vec<MarkedGlyphs<'r>> = Vec::new();
        let (mut x, mut first) = (Em::ZERO, 0);
        for cluster in clusters(run) {
            let end = first + cluster.glyphs.len();
            let actual = (!face.spells(&cluster)).then_some(cluster.text);
            match parts.last_mut() {
                Some(part) if part.actual.is_none() && actual.is_none() => {
                    part.glyphs = &run.glyphs[first - part.glyphs.len()..end];
                }
                _ => parts.push(MarkedGlyphs { x: x * run.size * run.scale, glyphs: cluster.glyphs, actual }),
            }
            x += cluster.glyphs.iter().map(|glyph| glyph.advance + run.tracking).sum();
            first = end;
        }
        if backwards(run) {
            parts.reverse();
        }
        parts
    }

    /// Writes `part` of `run`; `at` is the start of its baseline in PDF's coordinates.
    pub fn part(&mut self, at: Point, run: &GlyphRun, part: &MarkedGlyphs<'_>) {
        let Some(face) = self.faces.get(&run.font) else { return };
        self.begin();
        self.set(run);
        self.move_to(Point::new(at.x + part.x, at.y));
        self.show(run, face, part);
    }

    /// Begins a text object, unless one is open.
    fn begin(&mut self) {
        if self.out.is_empty() {
            self.out.push_str("BT\n");
            self.line = (0, 0);
        }
    }

    /// Begins text that is not drawn; readers find it all the same (§9.3.6).
    pub fn hide(&mut self) {
        self.begin();
        self.out.push_str("3 Tr\n");
    }

    /// Ends text that is not drawn.
    pub fn show_again(&mut self) {
        self.begin();
        self.out.push_str("0 Tr\n");
    }

    /// Writes an invisible glyph at `at`, which tells readers where something else is drawn.
    pub fn stand_in(&mut self, at: Point, size: Pt) {
        let Some((id, _)) = self.faces.iter().find(|(_, face)| face.widths.len() > 1) else { return };
        self.begin();
        self.set_font(*id, size);
        self.move_to(at);
        // Any glyph will do; the first one is in every subset. Mode 3 draws nothing (§9.3.6).
        self.out.push_str("3 Tr\n(\0\x01)Tj\n0 Tr\n");
    }

    /// Changes the text state to that of `run`.
    fn set(&mut self, run: &GlyphRun) {
        let fill = self.fill(run.color);
        self.out.push_str(&fill);
        self.set_font(run.font, run.size);
        let scale = hundredths(run.scale * 100.0);
        if self.state.scale != scale {
            self.state.scale = scale;
            write_scaled(&mut self.out, scale, 2);
            self.out.push_str(" Tz\n");
        }
        self.track(tracking_of(run));
    }

    fn track(&mut self, tracking: i64) {
        if self.state.tracking != tracking {
            self.state.tracking = tracking;
            write_scaled(&mut self.out, tracking, 4);
            self.out.push_str(" Tc\n");
        }
    }

    fn set_font(&mut self, id: FontId, size: Pt) {
        let size = hundredths(size.0);
        if self.state.font != Some((id, size)) {
            self.state.font = Some((id, size));
            let _ = write!(self.out, "/F{} ", id.0);
            write_scaled(&mut self.out, size, 2);
            self.out.push_str(" Tf\n");
        }
    }

    fn move_to(&mut self, at: Point) {
        let (x, y) = (hundredths(at.x.0), hundredths(at.y.0));
        if (x, y) == self.line {
            return;
        }
        write_scaled(&mut self.out, x - self.line.0, 2);
        self.out.push(' ');
        write_scaled(&mut self.out, y - self.line.1, 2);
        self.out.push_str(" Td\n");
        self.line = (x, y);
    }

    fn show(&mut self, run: &GlyphRun, face: &UsedFace<'_>, part: &MarkedGlyphs<'_>) {
        let tracking = self.state.tracking as f64 / 10.0 / run.size.0.max(0.01);
        let mut line = Showing { face, tracking, pen: 0.0, open: Open::Nothing, length: 0 };
        let mut wanted = 0.0;
        let mut placed: Vec<(f64, &Glyph)> = Vec::with_capacity(part.glyphs.len());
        for glyph in part.glyphs {
            placed.push((wanted + glyph.dx.0 * 1000.0, glyph));
            wanted += (glyph.advance + run.tracking).0 * 1000.0;
        }
        if part.actual.is_some() {
            // Readers take the position of such text from its first glyph, so that must not be an accent.
            placed.sort_by_key(|(_, glyph)| glyph.dy != Em::ZERO);
        }
        let last = placed.len() - 1;
        for (index, (at, glyph)) in placed.into_iter().enumerate() {
            self.rise(&mut line, hundredths(glyph.dy.0 * run.size.0));
            if index == last && part.actual.is_some() {
                // Readers take the end of such text from its last glyph. If that were not where the next text starts,
                // they would insert a space.
                line.close(&mut self.out);
                let width = face.widths[face.number(glyph.id) as usize];
                self.track(hundredths((wanted - at - width) * run.size.0 / 10.0));
            }
            line.glyph(&mut self.out, at, glyph.id);
        }
        self.rise(&mut line, 0);
        line.close(&mut self.out);
        self.track(tracking_of(run));
    }

    fn rise(&mut self, line: &mut Showing<'_>, rise: i64) {
        if rise != self.state.rise {
            line.close(&mut self.out);
            self.state.rise = rise;
            write_scaled(&mut self.out, rise, 2);
            self.out.push_str(" Ts\n");
        }
    }
}

/// Returns `Tc` of `run`, in ten thousandths of a point.
fn tracking_of(run: &GlyphRun) -> i64 {
    hundredths(run.tracking.0 * run.size.0 * 100.0)
}

/// Glyphs of a run that share a marked-content sequence.
pub(super) struct MarkedGlyphs<'a> {
    /// Distance from the start of the run.
    x: Pt,
    glyphs: &'a [Glyph],
    /// Their ActualText, if the glyphs do not spell it.
    pub actual: Option<&'a str>,
}

impl<'a> MarkedGlyphs<'a> {
    /// Returns all of `run` as one part, without ActualText.
    pub fn whole(run: &'a GlyphRun) -> Self {
        Self { x: Pt::ZERO, glyphs: &run.glyphs, actual: None }
    }
}

/// The state while the array of a run is written.
struct Showing<'a> {
    face: &'a UsedFace<'a>,
    /// Tracking as written, in thousandths of an em.
    tracking: f64,
    /// Position of the pen, in thousandths of an em.
    pen: f64,
    /// The open part of the array.
    open: Open,
    /// Number of glyphs in the open string.
    length: usize,
}

/// Which part of `[(…)]TJ` is open.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Array,
    String,
}

impl Showing<'_> {
    /// Shows `glyph` at the position `wanted`, in thousandths of an em from the start.
    fn glyph(&mut self, out: &mut String, wanted: f64, glyph: u16) {
        let number = self.face.number(glyph);
        let back = hundredths((self.pen - wanted) / 100.0);
        if self.open == Open::Nothing {
            out.push('[');
            self.open = Open::Array;
        }
        // The length of a string is limited, and a line of zero-width characters may have any number of glyphs.
        if back == 0 && self.open == Open::String && self.length >= LONGEST / 2 {
            out.push(')');
            self.open = Open::Array;
        }
        if back != 0 {
            if self.open == Open::String {
                out.push(')');
            }
            write_scaled(out, back, 0);
            self.pen -= back as f64;
            self.open = Open::Array;
        }
        if self.open == Open::Array {
            out.push('(');
            self.open = Open::String;
            self.length = 0;
        }
        self.length += 1;
        number.to_be_bytes().into_iter().for_each(|byte| write_byte(out, byte));
        self.pen += self.face.widths[number as usize] + self.tracking;
    }

    fn close(&mut self, out: &mut String) {
        out.push_str(match self.open {
            Open::Nothing => "",
            Open::Array => "]TJ\n",
            Open::String => ")]TJ\n",
        });
        self.open = Open::Nothing;
    }
}

/// Writes `value`, in units of 10^-`digits`, without trailing zeros. It is called for every line and space of a text, so
/// it makes no strings of its own.
fn write_scaled(out: &mut String, value: i64, digits: usize) {
    let unit = 10_u64.pow(digits as u32);
    let (whole, mut fraction) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    if value < 0 {
        out.push('-');
    }
    if whole != 0 || fraction == 0 {
        write_whole(out, whole);
    }
    if fraction != 0 {
        out.push('.');
        let mut place = unit / 10;
        while fraction != 0 {
            out.push(char::from(b'0' + (fraction / place % 10) as u8));
            fraction %= place;
            place /= 10;
        }
    }
}

/// Writes an integer; the formatting of the standard library takes several times as long.
fn write_whole(out: &mut String, value: u64) {
    let mut place = 1;
    while value / place >= 10 {
        place *= 10;
    }
    while place != 0 {
        out.push(char::from(b'0' + (value / place % 10) as u8));
        place /= 10;
    }
}

fn write_color(out: &mut String, color: Color) {
    let mut part = |level: u8| {
        write_scaled(out, (i64::from(level) * 1000 + 127) / 255, 3);
        out.push(' ');
    };
    part(color.red);
    if color.red == color.green && color.green == color.blue {
        return out.push_str("g\n");
    }
    part(color.green);
    part(color.blue);
    out.push_str("rg\n");
}

fn write_byte(out: &mut String, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend(['\\', char::from(byte)]),
        b'\r' => out.push_str("\\r"),
        0x80.. => _ = write!(out, "\\{byte:03o}"),
        _ => out.push(char::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::write_scaled;

    #[test]
    fn numbers_are_written_as_short_as_possible() {
        let written = |value, digits| {
            let mut out = String::new();
            write_scaled(&mut out, value, digits);
            out
        };
        let cases = [(0, 2, "0"), (5, 2, ".05"), (50, 2, ".5"), (-5, 2, "-.05"), (100, 2, "1"), (-1234, 2, "-12.34")];
        for (value, digits, expected) in cases {
            assert_eq!(written(value, digits), expected);
        }
        assert_eq!([written(-7, 0), written(1000, 0), written(1001, 3)], ["-7", "1000", "1.001"]);
        assert_eq!(written(i64::MIN, 0), i64::MIN.to_string());
    }
}
