//! Ruby: annotations in half the size above their text (JLREQ §3.3, Simple Placement of Ruby).
//!
//! Text and annotation are set on lines of their own, one above the other, and stand in the paragraph as one box, as a
//! part of a formula does: the lines make room for what is tall, and the paragraph may be broken before and after it.
//!
//! JLREQ keeps the distance of lines wherever there is ruby, and has it wide enough from the start. Where the leading of
//! a design is less, annotations become a little smaller, so that they stand between the lines and these stay on the
//! grid; only where that would be too small, or letters of the line above reach into them, a line moves down.
//!
//! Limits: an annotation that is wider than its text takes that room for itself, and one box is never broken. What holds
//! notes or pictures, or is wider than the measure, is set in the line with its annotation in brackets.

use super::collect::{Collector, FORMULA, InlineContext};
use super::{Alignment, Line, TextStyle};
use crate::article::{Inline, Style, plain_text};
use crate::layout::{Frame, StructRole, math};
use crate::units::{Em, Point, Pt};

/// Size of an annotation, as a share of its text, and the smallest one.
const SIZE: f64 = 0.5;
const SMALLEST: f64 = 0.36;
/// How far letters reach above and below the baseline: Latin and others, and ideographs.
const LETTERS: (Em, Em) = (Em(0.74), Em(0.24));
const IDEOGRAPHS: (Em, Em) = (Em(0.85), Em(0.08));
/// Least room between text and annotation, in ems of the text.
const GAP: Em = Em(0.02);
/// How deep the letters of the line above reach, where it is not known: ideographs, and letters with descenders.
const ABOVE: (Em, Em) = (Em(0.1), Em(0.25));
/// Stands for annotated ideographs in the rules of line breaking: any of them, of which nothing is set.
const IDEOGRAPH: &str = "\u{4e00}";
/// A measure that every text fits in on one line.
const BOUNDLESS: Pt = Pt(100_000.0);

impl Collector<'_, '_, '_> {
    /// Adds text with annotations.
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

    /// `text` above `base`; `None` where that is wider than the measure.
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

    /// The size of annotations, which reach so far from their baseline, between the `foot` above text of `size` and the
    /// line above.
    fn size(&self, size: Pt, foot: Pt, reach: (Em, Em)) -> Pt {
        let room = self.leading - (ABOVE.0 + GAP) * size - foot;
        let fitting = room.0 / (reach.0 + reach.1).0;
        // What has to move down anyway is set as it should be.
        if fitting < SMALLEST * size.0 { size * SIZE } else { Pt(fitting.min(SIZE * size.0)) }
    }
}

/// How far `inlines` reach above and below their baseline.
fn reach(inlines: &[Inline]) -> (Em, Em) {
    if plain_text(inlines).chars().any(is_ideograph) { IDEOGRAPHS } else { LETTERS }
}

/// The only one of `lines`.
fn one(mut lines: Vec<Line>) -> Option<Line> {
    if lines.len() == 1 { lines.pop() } else { None }
}

fn annotation(inline: &Inline) -> Option<&[Inline]> {
    match inline {
        Inline::Styled { style: Style::RubyText, content } => Some(content),
        _ => None,
    }
}

/// Whether `inlines` are text and nothing that belongs to a place in the paragraph.
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
