//! Ruby: annotations at half size above their base text (JLREQ §3.3, Simple Placement of Ruby).
//!
//! Base text and annotation are set on separate lines, one above the other. They form one box in the paragraph, as a
//! part of a formula does: lines make room for tall boxes, and the paragraph may be broken before and after them.
//!
//! JLREQ assumes a leading that is wide enough for ruby from the start, and keeps it. If a design's leading is
//! smaller, annotations are reduced slightly to fit between the lines, which stay on the grid. A line moves down only
//! if the annotation would become too small, or would touch letters of the line above.
//!
//! Limits: an annotation that is wider than its base text takes up that width, and a box is never broken. Base text
//! with notes or pictures, or wider than the measure, is set in the line, followed by its annotation in brackets.

use super::collect::{Collector, FORMULA, InlineContext};
use super::{Alignment, Line, TextStyle};
use crate::article::{Inline, Style, plain_text};
use crate::layout::{Frame, StructRole, math};
use crate::units::{Em, Point, Pt};

/// Usual size of an annotation relative to its base text. The next constant is the minimum.
const SIZE: f64 = 0.5;
const SMALLEST: f64 = 0.36;
/// Ascent and descent of letters around the baseline: of Latin and other scripts, and of ideographs.
const LETTERS: (Em, Em) = (Em(0.74), Em(0.24));
const IDEOGRAPHS: (Em, Em) = (Em(0.85), Em(0.08));
/// Minimum distance between base text and annotation, in ems of the base text.
const GAP: Em = Em(0.02);
/// Assumed depth of the letters in the line above, if it is not known: of ideographs, and of letters with descenders.
const ABOVE: (Em, Em) = (Em(0.1), Em(0.25));
/// Represents annotated ideographs in the rules of line breaking; it is never printed.
const IDEOGRAPH: &str = "\u{4e00}";
/// A measure in which every text fits on one line.
const BOUNDLESS: Pt = Pt(100_000.0);

impl Collector<'_, '_, '_> {
    /// Adds ruby text.
    pub(super) fn ruby(&mut self, content: &[Inline], place: InlineContext) {
        let mut rest = content;
        while let Some(at) = rest.iter().position(|inline| annotation(inline).is_some()) {
            let (base, after) = rest.split_at(at);
            if let Some(text) = annotation(&after[0]) {
                self.annotated(base, text, place);
            }
            rest = &after[1..];
        }
        self.inlines(rest, place);
    }

    fn annotated(&mut self, base: &[Inline], text: &[Inline], place: InlineContext) {
        let kept = self.setter.structure.nodes.len();
        let set = (is_plain(base) && is_plain(text) && !place.printed).then(|| self.stacked(base, text, place));
        match set.flatten() {
            Some(set) => {
                let ideographs = plain_text(base).chars().any(is_ideograph);
                self.paragraph.math.push(set);
                let index = self.paragraph.math.len() - 1;
                self.push(if ideographs { IDEOGRAPH } else { FORMULA }, super::collect::Content::Math(index), place);
            }
            None => {
                self.setter.structure.truncate(kept);
                self.inlines(base, place);
                self.text(" (", place);
                self.inlines(text, place);
                self.text(")", place);
            }
        }
    }

    /// Sets `text` above `base`; `None` if that is wider than the measure.
    fn stacked(&mut self, base: &[Inline], text: &[Inline], place: InlineContext) -> Option<math::Set> {
        let look = place.look;
        let style = TextStyle {
            family: look.family,
            weight: look.weight,
            italic: look.italic,
            size: look.size,
            leading: self.leading,
            color: look.color,
            tracking: look.tracking,
            figures: look.figures,
            caps: look.caps,
            lead_in: 0,
            align: Alignment::Start,
            hyphenate: false,
            measure: BOUNDLESS,
            indent: Pt::ZERO,
            lang: self.paragraph.langs[look.lang].clone(),
            dir: crate::article::Direction::Ltr,
        };
        let ruby = self.setter.structure.add(Some(place.owner), StructRole::Ruby);
        let owner = self.setter.structure.add(Some(ruby), StructRole::RubyBase);
        let below = one(self.setter.lines(base, &style, owner))?;
        let owner = self.setter.structure.add(Some(ruby), StructRole::RubyText);
        let (of_base, of_text) = (reach(base), reach(text));
        let tallest = |line: &Line, least: Pt| line.formulas.iter().map(|reach| reach.height).fold(least, Pt::max);
        let foot = tallest(&below, of_base.0 * look.size) + GAP * look.size;
        let small = TextStyle { size: self.size(look.size, foot, of_text), ..style };
        let above = one(self.setter.lines(text, &small, owner))?;
        let width = below.width.max(above.width);
        if width > self.measure {
            return None;
        }
        let rise = foot + of_text.1 * small.size;
        let height = rise + tallest(&above, of_text.0 * small.size);
        let squares = matches!(self.paragraph.langs[0].primary(), "ja" | "zh" | "yue" | "ko" | "lzh" | "wuu");
        let below_letters = Some(if squares { ABOVE.0 } else { ABOVE.1 } * look.size);
        let mut frame = Frame::default();
        frame.append(Point::new((width - below.width) / 2.0, Pt::ZERO), below.frame);
        frame.append(Point::new((width - above.width) / 2.0, -rise), above.frame);
        Some(math::Set { frame, width, height, depth: of_base.1 * look.size, below_letters })
    }

    /// Returns the size of annotations that fit between base text of `size` and the line above. `foot` is the distance
    /// from the baseline of the base text to the bottom of the annotation; `reach` is the annotation's ascent and
    /// descent.
    fn size(&self, size: Pt, foot: Pt, reach: (Em, Em)) -> Pt {
        let room = self.leading - (ABOVE.0 + GAP) * size - foot;
        let fitting = room.0 / (reach.0 + reach.1).0;
        // If the line must move down anyway, annotations get their regular size.
        if fitting < SMALLEST * size.0 { size * SIZE } else { Pt(fitting.min(SIZE * size.0)) }
    }
}

/// Returns ascent and descent of `inlines`.
fn reach(inlines: &[Inline]) -> (Em, Em) {
    if plain_text(inlines).chars().any(is_ideograph) { IDEOGRAPHS } else { LETTERS }
}

/// Returns the only one of `lines`.
fn one(mut lines: Vec<Line>) -> Option<Line> {
    if lines.len() == 1 { lines.pop() } else { None }
}

fn annotation(inline: &Inline) -> Option<&[Inline]> {
    match inline {
        Inline::Styled { style: Style::RubyText, content } => Some(content),
        _ => None,
    }
}

/// Whether `inlines` are plain text, without anything that has a place in the paragraph, such as note calls.
fn is_plain(inlines: &[Inline]) -> bool {
    let text = !plain_text(inlines).trim().is_empty();
    text && inlines.iter().all(|inline| match inline {
        Inline::Text(_) | Inline::Code(_) => true,
        Inline::Styled { content, .. } | Inline::Span { content, .. } => is_plain(content),
        _ => false,
    })
}

/// Whether `c` fills a square.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
