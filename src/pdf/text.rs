//! Text in the content stream: glyph runs as text objects (ISO 32000-1 §9.4).
//!
//! The operators are written here as characters and go through printpdf as one unknown operator per text object: its
//! own text operators make an object per glyph. To keep that a string, codes above 127 are escaped in octal; they are
//! rare, since glyphs are numbered by frequency.
//!
//! A run is one `TJ`: the numbers in it are the difference between where the widths of the font lead and where the
//! glyphs are placed, rounded to thousandths of an em without adding up. All lengths are tracked as they are written.

use std::fmt::Write as _;

use super::glyphs::{Cluster, UsedFace, UsedFaces, clusters};
use super::object::{hundredths, text_bytes};
use crate::layout::{Color, Glyph, GlyphRun};
use crate::text::FontId;
use crate::units::Point;

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
        if self.out.is_empty() {
            self.out.push_str("BT\n");
            self.line = (0, 0);
        }
        self.set(run);
        self.move_to(at);
        let span = self.open_span(run, face);
        self.show(run, face, span);
        if span == Span::Whole {
            self.out.push_str("EMC\n");
        }
    }

    /// Brings the text state to that of `run`.
    fn set(&mut self, run: &GlyphRun) {
        let fill = self.fill(run.color);
        self.out.push_str(&fill);
        let font = Some((run.font, hundredths(run.size.0)));
        if self.state.font != font {
            self.state.font = font;
            let _ = write!(self.out, "/F{} ", run.font.0);
            write_scaled(&mut self.out, hundredths(run.size.0), 2);
            self.out.push_str(" Tf\n");
        }
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

    /// Begins a span around the run if it needs one.
    fn open_span(&mut self, run: &GlyphRun, face: &UsedFace<'_>) -> Span {
        let actual = match &run.actual_text {
            Some(text) => Some(text.as_str()),
            None if reordered(run) && !reads(run, face) => Some(run.text.as_str()),
            None => None,
        };
        if actual.is_none() && run.lang.is_none() {
            return Span::None;
        }
        self.out.push_str("/Span<<");
        if let Some(lang) = &run.lang {
            self.out.push_str("/Lang");
            write_string(&mut self.out, lang.0.bytes());
        }
        if let Some(text) = actual {
            self.out.push_str("/ActualText");
            write_string(&mut self.out, text_bytes(text).into_iter());
        }
        self.out.push_str(">>BDC\n");
        Span::Whole
    }

    /// Shows the glyphs of `run`; clusters that their glyphs do not spell get their text, unless all of it has.
    fn show(&mut self, run: &GlyphRun, face: &UsedFace<'_>, span: Span) {
        let spelled = span == Span::Whole && (run.actual_text.is_some() || reordered(run));
        let mut line = Showing::new(run, face, self.state.tracking);
        for cluster in clusters(run) {
            let actual = !spelled && !cluster.text.is_empty() && !face.reads(&cluster);
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

/// Whether a span stands around a run.
#[derive(Clone, Copy, PartialEq)]
enum Span {
    None,
    Whole,
}

/// Whether the glyphs of `run` stand in another order than its characters, as those of right-to-left text do.
fn reordered(run: &GlyphRun) -> bool {
    run.glyphs.windows(2).any(|pair| pair[1].text.start < pair[0].text.start)
}

/// Whether the glyphs of `run` in their order spell its text.
fn reads(run: &GlyphRun, face: &UsedFace<'_>) -> bool {
    let shown = run.glyphs.iter().map(|glyph| face.texts[face.number(glyph.id) as usize]);
    shown.flat_map(str::bytes).eq(run.text.bytes())
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
