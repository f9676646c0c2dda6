//! Sets formulas: from TeX to placed glyphs and rules.
//!
//! [`pulldown_latex`] parses the source into events; this module sets them as TeX does (Knuth, The TeXbook, appendix
//! G), with constants from the face's MATH table in place of TeX's font parameters. A formula becomes a list of atoms,
//! each a box of glyphs and rules; the classes of neighbouring atoms determine the space between them. A
//! [`FormulaPart`] is a piece after which a line can end; a display is one or more [`Row`]s.
//!
//! Limits: equations are not numbered automatically, only by `\tag`. A formula that the parser or the face cannot
//! handle is refused as a whole, with the reason, and the caller shows its source.

mod accent;
mod boxes;
mod font;
mod fraction;
mod glyphs;
mod letters;
mod list;
mod scripts;
mod spacing;
mod stretch;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod text;

use pulldown_latex::Storage;
use pulldown_latex::event::{Event, Grouping};

use super::inline::Setter;
use super::{Color, Frame, Glyph, GlyphRun, Item, Owner, StructId};
use crate::tex;
use crate::text::fonts::MATH;
use crate::units::{Em, Point, Pt, Size};
use boxes::{Boxed, Mark};
use font::Constant;
pub(in crate::layout) use font::MathFont;
use style::{Context, Level, Style};

/// Items placed around the left end of a baseline, with their dimensions.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    /// The items; the origin is the left end of the baseline.
    pub frame: Frame,
    /// Width.
    pub width: Pt,
    /// Height above the baseline.
    pub height: Pt,
    /// Depth below the baseline.
    pub depth: Pt,
    /// See [`crate::layout::inline::Reach::below_letters`].
    pub below_letters: Option<Pt>,
}

/// A part of a formula, after which a line can end.
#[derive(Clone, Debug, Default)]
pub(super) struct FormulaPart {
    /// The part.
    pub set: Set,
    /// Space before the next part on the same line.
    pub gap: Pt,
    /// Penalty of a line break after it.
    pub penalty: f64,
}

/// A row of a display.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Its parts; a single one if the surrounding rows determine its position.
    pub parts: Vec<FormulaPart>,
    /// The equation number at the margin.
    pub tag: Option<Set>,
}

/// The parameters of a formula.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'t> {
    /// The source.
    pub tex: &'t str,
    /// Size of its letters.
    pub size: Pt,
    /// Colour.
    pub color: Color,
    /// The structure element that it is content of.
    pub owner: StructId,
}

/// Sets an inline formula.
pub(super) fn inline(setter: &mut Setter<'_>, request: &Request<'_>) -> Result<Vec<FormulaPart>, tex::Error> {
    let mut rows = set(setter, request, Level::Text)?;
    let last = rows.pop().unwrap_or_default();
    if rows.is_empty() { Ok(last.parts) } else { Err(tex::Error::Lines) }
}

/// Sets a displayed formula.
pub(super) fn display(setter: &mut Setter<'_>, request: &Request<'_>) -> Result<Vec<Row>, tex::Error> {
    set(setter, request, Level::Display)
}

fn set(setter: &mut Setter<'_>, request: &Request<'_>, level: Level) -> Result<Vec<Row>, tex::Error> {
    let source = tex::prepared(request.tex)?;
    let storage = Storage::new();
    let events = tex::events(&source, &storage)?;
    let math = setter.math().ok_or(tex::Error::NoMathFace)?;
    let mut builder = Builder::new(setter, &math, &events, request.owner);
    let scripts = [Constant::ScriptPercentScaleDown, Constant::ScriptScriptPercentScaleDown];
    let [script, script_script] = scripts.map(|name| request.size * math.factor(name));
    let context = Context {
        style: Style::new(level),
        font: None,
        color: request.color,
        sizes: [request.size, script, script_script],
    };
    let rows = builder.formula(&context)?;
    builder.finished()?;
    Ok(rows)
}

/// Walks through the events of a formula.
struct Builder<'s, 'a, 'e> {
    setter: &'s mut Setter<'a>,
    math: &'s MathFont<'a>,
    events: &'e [Event<'e>],
    /// Index of the next event.
    at: usize,
    depth: usize,
    /// Whether the current list is between delimiters, where `\middle` may stand.
    inside_delimiters: bool,
    /// Whether the formula has any primes.
    primes: bool,
    /// The number of the current row.
    tag: Option<Boxed>,
    owner: StructId,
}

impl<'s, 'a, 'e> Builder<'s, 'a, 'e> {
    fn new(setter: &'s mut Setter<'a>, math: &'s MathFont<'a>, events: &'e [Event<'e>], owner: StructId) -> Self {
        use pulldown_latex::event::Content;
        let prime = |event: &Event<'_>| matches!(event, Event::Content(Content::Ordinary { content: '′', .. }));
        let primes = events.iter().any(prime);
        Self { setter, math, events, at: 0, depth: 0, inside_delimiters: false, primes, tag: None, owner }
    }

    /// Returns the rows of the formula.
    fn formula(&mut self, context: &Context) -> Result<Vec<Row>, tex::Error> {
        if let Some(grouping) = self.rows_of_display() {
            self.at += 1;
            let rows = match grouping {
                Grouping::Equation { .. } => self.formula(context)?,
                _ => {
                    let rows = table::rows(self, grouping, context)?;
                    rows.into_iter().map(|row| self.row_of(row)).collect()
                }
            };
            if self.events.get(self.at) == Some(&Event::End) {
                self.at += 1;
            }
            return Ok(rows);
        }
        let entries = list::list(self, *context)?;
        let cut = if context.style.is_display() { spacing::Cut::Before } else { spacing::Cut::After };
        let parts = spacing::parts(entries, context, cut);
        let part = |part: spacing::BoxedPart| FormulaPart {
            set: self.placed(part.body),
            gap: part.gap,
            penalty: part.penalty,
        };
        let parts = parts.into_iter().map(part).collect();
        let tag = self.tag.take();
        Ok(vec![Row { parts, tag: tag.map(|tag| self.placed(tag)) }])
    }

    /// Returns the environment that makes up the whole formula, if its rows can be set separately.
    fn rows_of_display(&self) -> Option<&'e Grouping> {
        let Some(Event::Begin(grouping)) = self.events.get(self.at) else { return None };
        let rows = matches!(
            grouping,
            Grouping::Align { .. }
                | Grouping::Aligned
                | Grouping::Alignat { .. }
                | Grouping::Alignedat { .. }
                | Grouping::Gather { .. }
                | Grouping::Gathered
                | Grouping::Multline
                | Grouping::Split
                | Grouping::Equation { .. }
        );
        let mut depth = 0usize;
        let end = self.events[self.at..].iter().position(|event| {
            match event {
                Event::Begin(_) => depth += 1,
                Event::End => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        let rest = &self.events[self.at + end + 1..];
        (rows && rest.iter().all(|event| *event == Event::End)).then_some(grouping)
    }

    fn row_of(&self, row: table::Row) -> Row {
        let part = FormulaPart { set: self.placed(row.body), ..FormulaPart::default() };
        Row { parts: vec![part], tag: row.tag.map(|tag| self.placed(tag)) }
    }

    /// Checks that no events are left.
    fn finished(&self) -> Result<(), tex::Error> {
        if self.at < self.events.len() { Err(tex::Error::StrayLineEnd) } else { Ok(()) }
    }

    /// Converts `body` to items. Adjacent glyphs become one run.
    fn placed(&self, body: Boxed) -> Set {
        let mut frame = Frame { size: Size::new(body.width, body.extent()), items: Vec::new() };
        let owner = Owner::Content(self.owner);
        let mut open: Option<OpenRun> = None;
        for (at, mark) in body.marks {
            match mark {
                Mark::Glyph { id, size, color, character } => {
                    let advance = self.math.advance(id);
                    if !open.as_ref().is_some_and(|run| run.joins(at, size, color)) {
                        flush(open.take(), owner, &mut frame);
                    }
                    open.get_or_insert_with(|| OpenRun::new(at, size, color)).push(at, id, advance, character);
                }
                Mark::Rule { size, color } => {
                    flush(open.take(), owner, &mut frame);
                    frame.push(at, owner, Item::Rule { size, color });
                }
                Mark::Item(item) => {
                    flush(open.take(), owner, &mut frame);
                    frame.push(at, owner, item);
                }
            }
        }
        flush(open, owner, &mut frame);
        Set { frame, width: body.width, height: body.height, depth: body.depth, below_letters: None }
    }
}

/// A glyph run that can still be extended.
struct OpenRun {
    /// Position of its first glyph.
    start: Point,
    /// Position of the pen after its last glyph.
    end: Pt,
    run: GlyphRun,
}

impl OpenRun {
    fn new(at: Point, size: Pt, color: Color) -> Self {
        Self { start: at, end: at.x, run: empty_run(size, color) }
    }

    /// Whether a glyph at `at` continues the run.
    fn joins(&self, at: Point, size: Pt, color: Color) -> bool {
        let near = (at.x - self.end).abs() < size;
        self.run.size == size && self.run.color == color && (self.start.y - at.y).abs() < Pt(0.005) && near
    }

    /// Adds a glyph at `at`; the advance of the previous glyph covers the space between them.
    fn push(&mut self, at: Point, id: u16, advance: Em, character: char) {
        let run = &mut self.run;
        if let Some(last) = run.glyphs.last_mut() {
            last.advance += Em::of(at.x - self.end, run.size);
        }
        let from = run.text.len() as u32;
        run.text.push(character);
        let text = from..run.text.len() as u32;
        run.glyphs.push(Glyph { id, advance, dx: Em::ZERO, dy: Em::ZERO, text });
        self.end = at.x + advance * run.size;
    }
}

fn empty_run(size: Pt, color: Color) -> GlyphRun {
    GlyphRun {
        font: MATH,
        size,
        color,
        scale: 1.0,
        tracking: Em::ZERO,
        text: String::new(),
        glyphs: Vec::new(),
        actual_text: None,
        lang: None,
    }
}

fn flush(open: Option<OpenRun>, owner: Owner, frame: &mut Frame) {
    if let Some(OpenRun { start, run, .. }) = open {
        frame.push(start, owner, Item::Text(run));
    }
}
