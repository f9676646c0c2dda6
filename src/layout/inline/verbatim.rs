//! Sets lines of code: white space counts, and nothing is hyphenated.
//!
//! A line that is wider than the measure continues on the next one, after a mark. The mark is drawn, not text, so what
//! is copied out of the PDF is the original code.

use std::ops::Range;

use crate::article::Inline;
use crate::units::{Em, Point, Pt, Size};

use super::super::{Area, Color, Frame, Item, Owner, StructId};
use super::collect::{self, Paragraph};
use super::opportunities::{BreakKind, Opportunity};
use super::shape::{self, Shaped};
use super::{Alignment, Line, Setter, TextStyle, build};

/// Columns between tab stops.
const TAB: usize = 4;
/// Additional indent of a continuation line in columns, including the mark.
const CONTINUATION: f64 = 2.0;
/// Maximum share of the measure that a continuation line's own indent takes up.
const DEEPEST_CONTINUATION: f64 = 0.4;
/// Number of slices that approximate the triangular head of the mark; no eye sees the steps.
const SLICES: usize = 10;
const MARK_COLOR: Color = Color::grey(0x6b);

/// Colours of stretches of a line, in order, in bytes.
pub(super) type Inks = [(Range<usize>, Color)];

/// Sets one line of code; the result has several lines if it is too wide.
pub(super) fn lines(setter: &mut Setter<'_>, line: &str, inks: &Inks, style: &TextStyle, owner: StructId) -> Vec<Line> {
    let style = TextStyle { align: Alignment::Start, indent: Pt::ZERO, hyphenate: false, ..style.clone() };
    let text = expand_tabs(line);
    let length = text.len();
    let mut paragraph = collect::collect(setter, &[Inline::Text(text)], &style, owner);
    // If characters were left out, offsets in the line are unknown.
    if paragraph.text.len() == length {
        color(&mut paragraph, line, inks);
    }
    if paragraph.text.is_empty() {
        let mut line = Line::default();
        line.frame.size.width = style.measure;
        return vec![line];
    }
    let shaped = shape::shape(setter, &paragraph, style.dir);
    let column = column(&paragraph, &shaped, &style);
    let indented = continuation(&paragraph.text, style.measure, column);
    let mut lines = Vec::new();
    for range in cut(&paragraph, &shaped, style.measure, indented) {
        let indent = if range.start > 0 { indented } else { Pt::ZERO };
        let mut line = part(setter, &paragraph, &shaped, range, &style);
        if indent > Pt::ZERO {
            go_on(&mut line, indent, column, &style);
        }
        lines.push(line);
    }
    lines
}

/// Applies the colours `inks` to the only segment of `paragraph`. Their offsets refer to `line`, with tabs as written.
fn color(paragraph: &mut Paragraph, line: &str, inks: &Inks) {
    let (Some(plain), 1) = (paragraph.segments.first().cloned(), paragraph.segments.len()) else { return };
    if inks.is_empty() {
        return;
    }
    paragraph.segments.clear();
    let mut at = 0;
    let mut add = |range: Range<usize>, ink: Option<Color>| {
        if !range.is_empty() {
            let mut segment = plain.clone();
            segment.look.color = ink.unwrap_or(segment.look.color);
            segment.range = range;
            paragraph.segments.push(segment);
        }
    };
    for (range, ink) in inks {
        let (start, end) = (expanded(line, range.start), expanded(line, range.end));
        add(at..start, None);
        add(start..end, Some(*ink));
        at = end;
    }
    add(at..plain.range.end, None);
}

/// Converts the offset `at` in `line` to the one after its tabs are expanded to spaces.
fn expanded(line: &str, at: usize) -> usize {
    if line.contains('\t') { expand_tabs(&line[..at]).len() } else { at }
}

/// Returns the indent of continuation lines: slightly more than the line's own, unless that leaves too little room.
fn continuation(text: &str, measure: Pt, column: Pt) -> Pt {
    let own = column * (text.len() - text.trim_start_matches(' ').len()) as f64;
    own.min(measure * DEEPEST_CONTINUATION) + column * CONTINUATION
}

fn expand_tabs(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut column = 0;
    for character in line.chars() {
        if character == '\t' {
            let spaces = TAB - column % TAB;
            text.extend(std::iter::repeat_n(' ', spaces));
            column += spaces;
        } else {
            text.push(character);
            column += 1;
        }
    }
    text
}

/// Returns the width of a column: that of the first cluster, since the face is monospaced.
fn column(paragraph: &Paragraph, shaped: &Shaped, style: &TextStyle) -> Pt {
    let first = shaped.clusters.get(1).map_or(paragraph.text.len(), |cluster| cluster.start);
    let width = Pt(shaped.sum_before(first, &paragraph.text).natural());
    width.min(style.size)
}

/// Cuts the text into pieces that each fit on a line, after a space if there is one in the last third of it.
fn cut(paragraph: &Paragraph, shaped: &Shaped, measure: Pt, indent: Pt) -> Vec<Range<usize>> {
    let text = &paragraph.text;
    let mut ranges = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let room = if start == 0 { measure } else { measure - indent };
        let before = shaped.sum_before(start, text);
        let fits = |at: usize| shaped.sum_before(at, text).minus(&before).natural() <= room.0 + 1e-6;
        let end = if fits(text.len()) { text.len() } else { last_that_fits(shaped, start, text.len(), fits) };
        let space = text[start..end].rfind(' ').map(|space| start + space + 1);
        let end = match space {
            Some(space) if end < text.len() && space > start + (end - start) * 2 / 3 => space,
            _ => end,
        };
        ranges.push(start..end);
        start = end;
    }
    ranges
}

/// Returns the last cluster boundary after `start` up to which everything fits; at least one cluster after it.
fn last_that_fits(shaped: &Shaped, start: usize, length: usize, fits: impl Fn(usize) -> bool) -> usize {
    let first = shaped.clusters.partition_point(|cluster| cluster.start <= start);
    let rest = &shaped.clusters[first..];
    let count = rest.partition_point(|cluster| fits(cluster.start)).max(1);
    rest.get(count - 1).map_or(length, |cluster| cluster.start)
}

fn part(
    setter: &mut Setter<'_>,
    paragraph: &Paragraph,
    shaped: &Shaped,
    range: Range<usize>,
    style: &TextStyle,
) -> Line {
    let edge = |at: usize| Opportunity {
        next: at,
        end: at,
        kind: BreakKind::Plain,
        penalty: 0.0,
        hyphen: false,
        before: shaped.sum_before(at, &paragraph.text),
        after: shaped.sum_before(at, &paragraph.text),
        end_hang: 0.0,
        start_hang: 0.0,
    };
    build::build(setter, paragraph, shaped, (&edge(range.start), &edge(range.end)), (style, Pt::ZERO))
}

/// Indents the continuation line `line` by `indent`, and marks it.
fn go_on(line: &mut Line, indent: Pt, column: Pt, style: &TextStyle) {
    for (at, _) in &mut line.frame.items {
        at.x += indent;
    }
    mark(style.size, indent - column * CONTINUATION, &mut line.frame);
}

/// Draws the continuation mark, an arrow, into `frame` at `x`. It is not text, because it would be copied with the
/// code.
pub(super) fn mark(size: Pt, x: Pt, frame: &mut Frame) {
    let (length, head, half, stroke) = (Em(0.5), Em(0.2), Em(0.15), Em(0.06));
    let tile = |from: Em, width: Em, height: Em| Area {
        at: Point::new(from * size, (half - height * 0.5) * size),
        size: Size::new(width * size, height * size),
    };
    let slice = head * (1.0 / SLICES as f64);
    let slices = (0..SLICES).map(|index| {
        let left = (SLICES - index) as f64 - 0.5;
        tile(length - head + slice * index as f64, slice, half * (2.0 * left / SLICES as f64))
    });
    let tiles = std::iter::once(tile(Em::ZERO, length - head, stroke)).chain(slices).collect();
    let extent = Size::new(length * size, half * size * 2.0);
    // Its shaft is as high above the baseline as a hyphen.
    let at = Point::new(x + Em(0.05) * size, (Em(-0.3) - half) * size);
    frame.push(at, Owner::Artifact, Item::Mosaic { size: extent, tiles, color: MARK_COLOR });
}
