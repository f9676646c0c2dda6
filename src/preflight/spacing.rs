//! Word spaces: too wide ones, and rivers.
//!
//! A river is a chain of word spaces in successive lines of a paragraph, each of which lies below the one before by at
//! least half a normal space. Four in a row happen by chance; from five on the eye follows them.

use super::view::View;
use super::{Finding, Kind};
use crate::article::NodeId;
use crate::layout::{GlyphRun, Item, Owner, StructRole};
use crate::source::Span;
use crate::units::{Point, Pt};

/// Maximum width of a word space, in ems.
const WIDEST: f64 = 0.85;
/// Width of a normal space, in ems.
const NORMAL: f64 = 0.25;
/// Minimum number of lines of a river.
const RIVER: usize = 5;
/// Lines of a paragraph are closer than this, in ems.
const LEADING: f64 = 2.2;

/// A line of a paragraph.
struct Line {
    page: usize,
    y: Pt,
    size: Pt,
    /// Word spaces: left and right edge.
    gaps: Vec<(f64, f64)>,
    /// Left edge of the first letter and right edge of the last.
    ink: (f64, f64),
}

/// Lines of one paragraph on one page.
struct Paragraph {
    block: NodeId,
    span: Option<Span>,
    lines: Vec<Line>,
}

pub(super) fn check(view: &View<'_>, found: &mut Vec<Finding>) {
    for paragraph in paragraphs(view) {
        gaps(&paragraph, view, found);
        rivers(&paragraph, found);
    }
}

fn paragraphs(view: &View<'_>) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (page, at, placed) in view.items() {
        let Item::Text(run) = &placed.item else { continue };
        let Some(block) = view.block(placed.owner).filter(|_| is_text(view, placed.owner)) else { continue };
        let continues = paragraphs
            .last()
            .is_some_and(|last| last.block == block && last.lines.last().is_some_and(|line| line.page == page));
        if !continues {
            paragraphs.push(Paragraph { block, span: view.span(placed.owner), lines: Vec::new() });
        }
        let Some(paragraph) = paragraphs.last_mut() else { continue };
        add(&mut paragraph.lines, page, at, run);
    }
    paragraphs
}

/// Whether `owner` is running text: not code, a table, or a line of contents, where the author or the layout aligns.
fn is_text(view: &View<'_>, owner: Owner) -> bool {
    let aligned = |role: StructRole| {
        let cell = matches!(role, StructRole::TD { .. } | StructRole::TH { .. } | StructRole::Table);
        cell || matches!(role, StructRole::Code | StructRole::TocItem | StructRole::Formula)
    };
    let mut paragraph = false;
    for role in view.roles(owner) {
        if aligned(role) {
            return false;
        }
        paragraph |= role == StructRole::P;
    }
    paragraph
}

/// Adds `run` to the last of `lines`, or begins a new one.
fn add(lines: &mut Vec<Line>, page: usize, at: Point, run: &GlyphRun) {
    // Raised figures belong to the line beside them.
    let same = lines.last().is_some_and(|line| (line.y - at.y).abs().0 < line.size.0 * 0.6);
    if !same {
        lines.push(Line { page, y: at.y, size: run.size, gaps: Vec::new(), ink: (f64::MAX, f64::MIN) });
    }
    let Some(line) = lines.last_mut() else { return };
    let mut x = at.x.0;
    for glyph in &run.glyphs {
        let width = ((glyph.advance + run.tracking) * run.size * run.scale).0;
        let text = run.text.get(glyph.text.start as usize..glyph.text.end as usize).unwrap_or_default();
        if matches!(text, " " | "\u{a0}") {
            line.gaps.push((x, x + width));
        } else if !text.trim().is_empty() {
            line.ink = (line.ink.0.min(x), line.ink.1.max(x + width));
        }
        x += width;
    }
}

impl Line {
    /// Iterates over the spaces between words.
    fn between(&self) -> impl Iterator<Item = (f64, f64)> {
        let inside = |(left, right): &&(f64, f64)| *left > self.ink.0 && *right < self.ink.1;
        self.gaps.iter().filter(inside).copied()
    }
}

fn gaps(paragraph: &Paragraph, view: &View<'_>, found: &mut Vec<Finding>) {
    let widest = |line: &Line| line.between().map(|(left, right)| (right - left) / line.size.0).fold(0.0, f64::max);
    let wide = paragraph.lines.iter().map(|line| (line, widest(line))).filter(|(_, width)| *width > WIDEST);
    let wide: Vec<(&Line, f64)> = wide.collect();
    let Some((line, width)) = wide.iter().max_by(|(_, one), (_, other)| one.total_cmp(other)) else { return };
    let lines = if wide.len() == 1 { "a line".to_owned() } else { format!("{} lines", wide.len()) };
    let points = width * line.size.0 * view.scale(line.page);
    let message = format!("{lines} with word spaces over {WIDEST} em, the widest of {points:.1} pt");
    found.push(Finding::new(Kind::WideGap, message).on(Some(line.page), paragraph.span).measuring(*width));
}

fn rivers(paragraph: &Paragraph, found: &mut Vec<Finding>) {
    // Each space of the line before, with the number of lines that its river has run through.
    let mut above: Vec<((f64, f64), usize)> = Vec::new();
    let mut before: Option<&Line> = None;
    let mut longest = 0;
    let mut page = None;
    for line in &paragraph.lines {
        let follows = before.is_some_and(|before| {
            let step = (line.y - before.y).0;
            step > 0.0 && step < LEADING * line.size.0
        });
        if !follows {
            above.clear();
        }
        let least = NORMAL * line.size.0 / 2.0;
        let here = line.between().map(|(left, right)| {
            let meets = |other: &(f64, f64)| right.min(other.1) - left.max(other.0) >= least;
            let longest = above.iter().filter(|(other, _)| meets(other)).map(|(_, length)| *length).max();
            ((left, right), longest.unwrap_or(0) + 1)
        });
        let here: Vec<((f64, f64), usize)> = here.collect();
        if let Some(length) = here.iter().map(|(_, length)| *length).max().filter(|length| *length > longest) {
            (longest, page) = (length, Some(line.page));
        }
        (above, before) = (here, Some(line));
    }
    if longest >= RIVER {
        let message = format!("word spaces form a river through {longest} lines");
        found.push(Finding::new(Kind::River, message).on(page, paragraph.span).measuring(longest as f64));
    }
}
