//! Text in the content stream: glyph runs as text objects (ISO 32000-1 §9.4).
//!
//! The operators are written here as characters and go through printpdf as one unknown operator per text object: its
//! own text operators make an object per glyph. To keep that a string, codes above 127 are escaped in octal; they are
//! rare, since glyphs are numbered by frequency.
//!
//! A run is one `TJ`: the numbers in it are the difference between where the widths of the font lead and where the
//! glyphs are placed, rounded to thousandths of an em without adding up. All lengths are tracked as they are written.
//!
//! Right-to-left text stands in visual order, as readers expect: they turn it round themselves, character by
//! character. So it has no ActualText as a whole, which poppler would turn round too.

use std::fmt::Write as _;

use super::glyphs::{Cluster, UsedFace, UsedFaces, clusters};
use super::object::{hundredths, text_bytes};
use crate::layout::{Color, Glyph, GlyphRun};
use crate::text::FontId;
use crate::units::{Em, Point, Pt};

/// Text state (§9.3) as the page has it; lengths in hundredths, or as said.
#[derive(Clone, Copy, PartialEq)]
struct State {
    font: Option<(FontId, i64)>,
    color: Color,
    /// `Tz`, in hundredths of a percent.
    scale: i64,
    /// `Tc`, in ten thousandths of a point.
    tracking: i64,
    /// `Ts`.
    rise: i64,
}

impl Default for State {
    fn default() -> Self {
        Self { font: None, color: Color::BLACK, scale: 100_00, tracking: 0, rise: 0 }
    }
}

/// Writes the text of a page.
pub(super) struct TextWriter<'a> {
    faces: &'a UsedFaces<'a>,
    state: State,
    /// The text object so far; empty outside of one.
    out: String,
    /// Where the line matrix is, in hundredths.
    line: (i64, i64),
}

impl<'a> TextWriter<'a> {
    /// A writer for a new page.
    pub fn new(faces: &'a UsedFaces<'a>) -> Self {
        Self { faces, state: State::default(), out: String::new(), line: (0, 0) }
    }

    /// The text object written since the last call, if any.
    pub fn finish(&mut self) -> Option<String> {
        if self.out.is_empty() {
            return None;
        }
        self.out.push_str("ET");
        Some(std::mem::take(&mut self.out))
    }

    /// The operators that fill in `color` from now on; empty if it is set.
    pub fn fill(&mut self, color: Color) -> String {
        let mut out = String::new();
        if self.state.color != color {
            self.state.color = color;
            write_color(&mut out, color);
        }
        out
    }

    /// Writes `run` at `at`, the start of its baseline in PDF's coordinates.
    pub fn run(&mut self, at: Point, run: &GlyphRun) {
        let Some(face) = self.faces.get(&run.font) else { return };
        if run.glyphs.is_empty() {
            return;
        }
        self.begin();
        self.set(run);
        self.move_to(at);
        let spanned = self.open_span(run);
        self.show(run, face);
        if spanned {
            self.out.push_str("EMC\n");
        }
    }

    /// Begins a text object, unless one is open.
    fn begin(&mut self) {
        if self.out.is_empty() {
            self.out.push_str("BT\n");
            self.line = (0, 0);
        }
    }

    /// Lets readers find `text` at `at`, where something else is drawn: an invisible glyph stands for it.
    pub fn stand_in(&mut self, at: Point, size: Pt, text: &str) {
        let Some((id, _)) = self.faces.iter().find(|(_, face)| face.widths.len() > 1) else { return };
        self.begin();
        self.set_font(*id, size);
        self.move_to(at);
        self.out.push_str("/Span<</ActualText");
        write_string(&mut self.out, text_bytes(text).into_iter());
        // Any glyph will do; the first is in every subset. Mode 3 draws nothing (§9.3.6).
        self.out.push_str(">>BDC\n3 Tr\n(\0\x01)Tj\n0 Tr\nEMC\n");
    }

    /// Brings the text state to that of `run`.
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
        let tracking = hundredths(run.tracking.0 * run.size.0 * 100.0);
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

    /// Begins a span around the run if it has a language or text of its own.
    fn open_span(&mut self, run: &GlyphRun) -> bool {
        if run.actual_text.is_none() && run.lang.is_none() {
            return false;
        }
        self.out.push_str("/Span<<");
        if let Some(lang) = &run.lang {
            self.out.push_str("/Lang");
            write_string(&mut self.out, lang.0.bytes());
        }
        if let Some(text) = &run.actual_text {
            self.out.push_str("/ActualText");
            write_string(&mut self.out, text_bytes(text).into_iter());
        }
        self.out.push_str(">>BDC\n");
        true
    }

    /// Shows the glyphs of `run`; clusters that their glyphs do not spell get their text, unless all of it has.
    fn show(&mut self, run: &GlyphRun, face: &UsedFace<'_>) {
        let mut line = Showing::new(run, face, self.state.tracking);
        for cluster in clusters(run) {
            // A mark off the baseline starts a line of its own in some readers, so its cluster is held together.
            let split = cluster.glyphs.len() > 1 && cluster.glyphs.iter().any(|glyph| glyph.dy != Em::ZERO);
            let spelled = cluster.text.is_empty() || (face.reads(&cluster) && !split);
            let actual = run.actual_text.is_none() && !spelled;
            if actual {
                line.close(&mut self.out);
                self.out.push_str("/Span<</ActualText");
                write_string(&mut self.out, text_bytes(cluster.text).into_iter());
                self.out.push_str(">>BDC\n");
            }
            self.cluster(&cluster, &mut line, run);
            if actual {
                line.close(&mut self.out);
                self.out.push_str("EMC\n");
            }
        }
        line.close(&mut self.out);
    }

    fn cluster(&mut self, cluster: &Cluster<'_>, line: &mut Showing<'_>, run: &GlyphRun) {
        for glyph in cluster.glyphs {
            let rise = hundredths(glyph.dy.0 * run.size.0);
            if rise != self.state.rise {
                line.close(&mut self.out);
                self.state.rise = rise;
                write_scaled(&mut self.out, rise, 2);
                self.out.push_str(" Ts\n");
            }
            line.glyph(&mut self.out, glyph);
        }
        if self.state.rise != 0 {
            line.close(&mut self.out);
            self.state.rise = 0;
            self.out.push_str("0 Ts\n");
        }
    }
}

/// A run as its array is written.
struct Showing<'a> {
    face: &'a UsedFace<'a>,
    /// Tracking as written and as wanted, in thousandths of an em.
    tracking: (f64, f64),
    /// Where the next glyph is wanted and where the pen is, in thousandths of an em.
    wanted: f64,
    pen: f64,
    /// What is open.
    open: Open,
}

/// What part of `[(…)]TJ` is open.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Array,
    String,
}

impl<'a> Showing<'a> {
    fn new(run: &GlyphRun, face: &'a UsedFace<'a>, tracking: i64) -> Self {
        let written = tracking as f64 / 10.0 / run.size.0.max(0.01);
        let tracking = (written, run.tracking.0 * 1000.0);
        Self { face, tracking, wanted: 0.0, pen: 0.0, open: Open::Nothing }
    }

    fn glyph(&mut self, out: &mut String, glyph: &Glyph) {
        let number = self.face.number(glyph.id);
        let back = hundredths((self.pen - self.wanted) / 100.0 - glyph.dx.0 * 10.0);
        if self.open == Open::Nothing {
            out.push('[');
            self.open = Open::Array;
        }
        if back != 0 {
            if self.open == Open::String {
                out.push(')');
            }
            let _ = write!(out, "{back}");
            self.pen -= back as f64;
            self.open = Open::Array;
        }
        if self.open == Open::Array {
            out.push('(');
            self.open = Open::String;
        }
        number.to_be_bytes().into_iter().for_each(|byte| write_byte(out, byte));
        self.pen += self.face.widths[number as usize] + self.tracking.0;
        self.wanted += glyph.advance.0 * 1000.0 + self.tracking.1;
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

/// Writes `value`, which counts units of 10^-`digits`, without superfluous zeros.
fn write_scaled(out: &mut String, value: i64, digits: usize) {
    let unit = 10_i64.pow(digits as u32);
    if value < 0 {
        out.push('-');
    }
    let (whole, fraction) = (value.abs() / unit, value.abs() % unit);
    if whole != 0 || fraction == 0 {
        let _ = write!(out, "{whole}");
    }
    if fraction != 0 {
        let decimals = format!(".{fraction:0digits$}");
        out.push_str(decimals.trim_end_matches('0'));
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

fn write_string(out: &mut String, bytes: impl Iterator<Item = u8>) {
    out.push('(');
    bytes.for_each(|byte| write_byte(out, byte));
    out.push(')');
}

fn write_byte(out: &mut String, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend(['\\', char::from(byte)]),
        b'\r' => out.push_str("\\r"),
        0x80.. => _ = write!(out, "\\{byte:03o}"),
        _ => out.push(char::from(byte)),
    }
}
