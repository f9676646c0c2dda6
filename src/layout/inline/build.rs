//! Builds lines of placed items from the chosen breaks.
//!
//! A line is cut out of the shaped runs, reshaped at its edges if a ligature or a kerning pair is cut through,
//! justified with its true widths, put into visual order, and emitted in reading order.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use crate::article::Direction;
use crate::units::{Em, Point, Pt, Size};

use super::super::math;
use super::super::{Anchor, Color, Frame, Glyph, GlyphRun, Item, Owner};
use super::break_lines::flexibility;
use super::collect::{self, Content, Decoration, Paragraph, Segment};
use super::opportunities::{BreakKind, Opportunity};
use super::recipe::{self, GLYPH_SCALING, TRACKING_SHRINK, TRACKING_STRETCH};
use super::shape::{self, Amount, Run, RunKind, Shaped};
use super::{Alignment, Line, Reach, Setter, TextStyle, verbatim};

/// Thickness of rules under and through text, in ems.
const RULE: Em = Em(0.05);
/// Ground of highlighted text: black on it has a contrast of 17:1.
const HIGHLIGHT: Color = Color::rgb(0xff, 0xf2, 0xb8);
/// Height of a link's area above and below the baseline.
const LINK_ABOVE: Em = Em(0.82);
const LINK_BELOW: Em = Em(0.28);

/// How the slack of a line is distributed.
#[derive(Clone, Copy, Debug)]
struct Justification {
    /// Factor for the widths of spaces.
    spaces: f64,
    /// Horizontal scaling of glyph runs.
    scale: f64,
    tracking: Em,
}

/// The part of a run that is on a line.
struct Piece {
    run: Run,
    level: Level,
    /// Set when the pieces are ordered.
    x: Pt,
    width: Pt,
    role: PieceRole,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PieceRole {
    Text,
    /// The hyphen that hyphenation adds at the end of a line.
    Hyphen,
    /// The space at the end of a line, which takes up no room but separates words in copied text.
    Space,
}

/// Builds the line between the opportunities `from` and `to`, with its start `inset`.
pub(super) fn build(
    setter: &mut Setter<'_>,
    paragraph: &Paragraph,
    shaped: &Shaped,
    (from, to): (&Opportunity, &Opportunity),
    (style, inset): (&TextStyle, Pt),
) -> Line {
    let range = from.next..to.end.max(from.next);
    let first = from.next == 0;
    let last = to.next == paragraph.text.len() || to.kind == BreakKind::Mandatory;
    let mut pieces = cut(setter, paragraph, shaped, range.clone());
    if to.kind == BreakKind::Hyphen {
        pieces.extend(hyphen(setter, paragraph, &pieces));
    }
    let amount = total(paragraph, &pieces);
    let hang = hang(paragraph, &pieces, first);
    let indent = if first { style.indent + inset } else { inset };
    let room = style.measure - indent;
    let justification = match style.align {
        Alignment::Justified => justify(&amount, room + hang.0 + hang.1, last),
        _ => Justification { spaces: 1.0, scale: 1.0, tracking: Em::ZERO },
    };
    pieces.extend(trailing_space(setter, paragraph, shaped, range.end..to.next, style.dir));
    let mut line = Line { hyphenated: to.kind == BreakKind::Hyphen, ..Line::default() };
    line.frame.size = Size::new(style.measure, Pt::ZERO);
    line.width = measure(&mut pieces, paragraph, &justification);
    // Spaces in text are a third of an em wide before justification, those in code half an em. So a space looks like a
    // hole only if it is widened by more than this factor.
    if justification.spaces > 1.5 {
        line.gap = widest_space(&pieces, paragraph);
    }
    let start = start(style, indent, room, line.width, hang);
    order(&mut pieces, start);
    emit(paragraph, &pieces, &justification, &mut line);
    call_notes(paragraph, from.next..to.next, &pieces, &mut line);
    if to.kind == BreakKind::Mark {
        let end = if style.dir == Direction::Rtl { start } else { start + line.width };
        verbatim::mark(style.size, end, &mut line.frame);
    }
    line
}

/// Cuts the parts of the runs that are in `range`.
fn cut(setter: &mut Setter<'_>, paragraph: &Paragraph, shaped: &Shaped, range: Range<usize>) -> Vec<Piece> {
    if range.is_empty() {
        return Vec::new();
    }
    let first = shaped.run_at(range.start);
    let runs = shaped.runs[first..].iter().take_while(|run| run.range.start < range.end);
    let mut pieces = Vec::new();
    for run in runs {
        let inner = run.range.start.max(range.start)..run.range.end.min(range.end);
        if run.kind != RunKind::LineBreak && !inner.is_empty() {
            let part = shape::part(setter, paragraph, run, inner);
            pieces.push(Piece::new(part, PieceRole::Text));
        }
    }
    pieces
}

impl Piece {
    fn new(run: Run, role: PieceRole) -> Self {
        Self { level: run.level, run, x: Pt::ZERO, width: Pt::ZERO, role }
    }
}

/// Shapes a hyphen in the face of the last piece.
fn hyphen(setter: &mut Setter<'_>, paragraph: &Paragraph, pieces: &[Piece]) -> Option<Piece> {
    let last = pieces.last()?;
    let font = setter.fonts.font(last.run.font)?;
    let charmap = font.charmap();
    let id = charmap.map_unicode('-').or_else(|| charmap.map_unicode('\u{2010}'))?;
    let advance = font.glyph_metrics().h_advance(id);
    let advance = Em(f64::from(advance) / f64::from(font.units_per_em().max(1)));
    let end = last.run.range.end;
    let mut run = Run { range: end..end, glyphs: Vec::new(), ..last.run.clone() };
    // The hyphen is not in the text, so its glyph gets an empty text range, at the last character.
    let at = paragraph.text[..end].char_indices().next_back().map_or(0, |(at, _)| at) as u32;
    run.glyphs.push(Glyph { id: id.to_u32() as u16, advance, dx: Em::ZERO, dy: Em::ZERO, text: at..at });
    Some(Piece::new(run, PieceRole::Hyphen))
}

/// Adds one space after the line, so that its last word and the first word of the next line do not run together in
/// copied text.
fn trailing_space(
    setter: &mut Setter<'_>,
    paragraph: &Paragraph,
    shaped: &Shaped,
    range: Range<usize>,
    dir: Direction,
) -> Option<Piece> {
    let space = paragraph.text[range.clone()].chars().next().filter(|&character| character == ' ')?;
    let end = range.start + space.len_utf8();
    let run = &shaped.runs[shaped.run_at(range.start)];
    let mut piece = Piece::new(shape::part(setter, paragraph, run, range.start..end), PieceRole::Space);
    // The space stands at the end of the paragraph's direction, whatever run precedes it (UAX #9, L1).
    piece.level = if dir == Direction::Rtl { Level::rtl() } else { Level::ltr() };
    Some(piece)
}

fn total(paragraph: &Paragraph, pieces: &[Piece]) -> Amount {
    let mut amount = Amount::default();
    for piece in pieces {
        amount = amount.plus(&piece_amount(paragraph, piece));
    }
    amount
}

fn piece_amount(paragraph: &Paragraph, piece: &Piece) -> Amount {
    let run = &piece.run;
    if run.kind != RunKind::Glyphs {
        let count = paragraph.text[run.range.clone()].chars().count();
        return Amount { fixed: shape::fixed_width(run).0 * count as f64, ..Amount::default() };
    }
    let ideographic = shape::is_ideographic(run.script);
    let amounts = run.glyphs.iter().map(|glyph| match piece.role {
        PieceRole::Hyphen => Amount {
            solid: ((glyph.advance + run.look.tracking) * run.look.size).0,
            track: if run.spaced { run.look.size.0 } else { 0.0 },
            ..Amount::default()
        },
        _ => shape::glyph_amount(paragraph, run, glyph, ideographic),
    });
    amounts.fold(Amount::default(), |sum, amount| sum.plus(&amount))
}

/// Returns how far the line protrudes at its start and its end; only for left-to-right text.
fn hang(paragraph: &Paragraph, pieces: &[Piece], first: bool) -> (Pt, Pt) {
    let hanging = |piece: &&Piece| {
        piece.run.kind == RunKind::Glyphs && !piece.level.is_rtl() && piece.run.look.family != super::Family::Mono
    };
    let width = |piece: &Piece, glyph: &Glyph| glyph.advance * piece.run.look.size;
    let character = |glyph: &Glyph| paragraph.text[glyph.text.start as usize..glyph.text.end as usize].chars();
    let start = pieces.first().filter(hanging).filter(|_| !first).and_then(|piece| {
        let glyph = piece.run.glyphs.first()?;
        Some(width(piece, glyph) * recipe::left_protrusion(character(glyph).next()?))
    });
    let end = pieces.last().filter(hanging).and_then(|piece| {
        let glyph = piece.run.glyphs.last()?;
        let last = if piece.role == PieceRole::Hyphen { '-' } else { character(glyph).next_back()? };
        Some(width(piece, glyph) * recipe::right_protrusion(last))
    });
    (start.unwrap_or_default(), end.unwrap_or_default())
}

/// Distributes the slack: in proportion up to ratio ±1, the rest to the spaces.
fn justify(amount: &Amount, room: Pt, last: bool) -> Justification {
    let slack = room.0 - amount.natural();
    let natural = Justification { spaces: 1.0, scale: 1.0, tracking: Em::ZERO };
    if last && slack >= 0.0 {
        return natural;
    }
    let (stretch, shrink) = flexibility(amount);
    let flexible = if slack > 0.0 { stretch } else { shrink };
    if flexible <= 0.0 {
        return natural;
    }
    let ratio = (slack / flexible).clamp(-1.0, 1.0);
    let scale = 1.0 + ratio * GLYPH_SCALING;
    let mut tracking = if ratio > 0.0 { TRACKING_STRETCH * ratio } else { TRACKING_SHRINK * ratio };
    let room = (room.0 - amount.fixed) / scale - amount.solid;
    if amount.ideographs > amount.space && amount.track > 0.0 {
        tracking = Em((room - amount.space) / amount.track).min(recipe::IDEOGRAPH_TRACKING);
    }
    if amount.space <= 0.0 {
        return Justification { spaces: 1.0, scale, tracking };
    }
    let spaces = (room - amount.track * tracking.0) / amount.space;
    Justification { spaces: spaces.max(0.5), scale, tracking }
}

/// Justifies the glyphs and measures the pieces. Returns the width of everything visible.
fn measure(pieces: &mut [Piece], paragraph: &Paragraph, justification: &Justification) -> Pt {
    let mut seen = Pt::ZERO;
    for piece in pieces {
        let run = &mut piece.run;
        if run.kind != RunKind::Glyphs {
            let count = paragraph.text[run.range.clone()].chars().count();
            piece.width = shape::fixed_width(run) * count as f64;
        } else {
            if piece.role == PieceRole::Text {
                stretch_spaces(run, paragraph, justification.spaces);
            }
            let tracking = tracking(run, justification);
            let advances: Em = run.glyphs.iter().map(|glyph| glyph.advance + tracking).sum();
            piece.width = advances * run.look.size * justification.scale;
        }
        if piece.role != PieceRole::Space {
            seen += piece.width;
        }
    }
    seen
}

/// Returns the widest space between or in pieces, in ems of the text before it. Spaces in code are wide from the
/// start, so they are compared to the surrounding text.
fn widest_space(pieces: &[Piece], paragraph: &Paragraph) -> Em {
    let mut widest = Em::ZERO;
    let mut before: Option<Pt> = None;
    for piece in pieces.iter().filter(|piece| piece.role == PieceRole::Text) {
        let size = piece.run.look.size;
        for glyph in &piece.run.glyphs {
            let space = paragraph.text[glyph.text.start as usize..].chars().next().is_some_and(shape::is_stretchable);
            if space {
                let code = piece.run.look.family == super::Family::Mono;
                let measured = if code { size / collect::MONO_SIZE } else { before.unwrap_or(size).min(size) };
                widest = widest.max(Em(glyph.advance.0 * size.0 / measured.0.max(0.01)));
            } else if piece.run.look.rise == Pt::ZERO {
                before = Some(size);
            }
        }
    }
    widest
}

fn stretch_spaces(run: &mut Run, paragraph: &Paragraph, factor: f64) {
    if factor == 1.0 {
        return;
    }
    let tracking = run.look.tracking;
    for glyph in &mut run.glyphs {
        let character = paragraph.text[glyph.text.start as usize..].chars().next();
        if character.is_some_and(shape::is_stretchable) {
            glyph.advance = (glyph.advance + tracking) * factor - tracking;
        }
    }
}

fn tracking(run: &Run, justification: &Justification) -> Em {
    let justified = if run.spaced { justification.tracking } else { Em::ZERO };
    run.look.tracking + justified
}

/// Returns the position of the first visible item.
fn start(style: &TextStyle, indent: Pt, room: Pt, width: Pt, (hang_start, hang_end): (Pt, Pt)) -> Pt {
    let rtl = style.dir == Direction::Rtl;
    let left = if rtl { Pt::ZERO } else { indent };
    let spare = room - width;
    match style.align {
        Alignment::Center => left + spare / 2.0,
        Alignment::End if rtl => left,
        Alignment::End => left + spare + hang_end,
        _ if rtl => left + spare,
        _ => left - hang_start,
    }
}

/// Puts the pieces into visual order (UAX #9, L2) and positions them.
fn order(pieces: &mut [Piece], start: Pt) {
    let levels: Vec<Level> = pieces.iter().map(|piece| piece.level).collect();
    let mut x = start;
    let visual: Vec<usize> = match levels.iter().all(|level| level.is_ltr()) {
        true => (0..levels.len()).collect(),
        false => BidiInfo::reorder_visual(&levels),
    };
    // A space at the end of a right-to-left line protrudes at the left.
    if let Some(&first) = visual.first().filter(|&&first| pieces[first].role == PieceRole::Space) {
        x -= pieces[first].width;
    }
    for index in visual {
        pieces[index].x = x;
        x += pieces[index].width;
    }
}

/// Adds the items of the pieces to the line's frame.
///
/// `order` gave each piece its position from left to right, but the pieces themselves are still in reading order. Their
/// items keep that order, since the PDF's text is copied and read aloud in it.
fn emit(paragraph: &Paragraph, pieces: &[Piece], justification: &Justification, line: &mut Line) {
    for piece in pieces {
        let segment = &paragraph.segments[piece.run.segment];
        // Decorations come before the letters, so that a highlight lies behind them.
        decorate(piece, segment, &mut line.frame);
        match &piece.run.kind {
            RunKind::Glyphs => glyphs(paragraph, piece, segment, justification, &mut line.frame),
            RunKind::Boxes => boxes(paragraph, piece, segment, &mut line.frame),
            RunKind::Fixed(_) => match segment.content {
                Content::Math(index) => formula(piece, segment, &paragraph.math[index], line),
                Content::Picture { .. } => picture(piece, segment, line),
                Content::Square(side) => {
                    let item = Item::Rule { size: Size::new(side, side), color: segment.look.color };
                    line.frame.push(Point::new(piece.x, -side), segment.owner, item);
                }
                // A gap in a formula is only room. Text and line breaks never have a fixed width, so they do not occur
                // here.
                Content::MathGap(_) | Content::Text | Content::LineBreak => {}
            },
            RunKind::LineBreak => {}
        }
    }
    // Links come after all pieces, since a link's area reaches across several of them, as in "[a *b* c](x)".
    links(paragraph, pieces, &mut line.frame);
}

fn glyphs(paragraph: &Paragraph, piece: &Piece, segment: &Segment, justification: &Justification, frame: &mut Frame) {
    let run = &piece.run;
    let base = run.range.start as u32;
    let hyphen = piece.role == PieceRole::Hyphen;
    let text = if hyphen { "-" } else { &paragraph.text[run.range.clone()] };
    let moved = |glyph: &Glyph| {
        let range = if hyphen { 0..1 } else { glyph.text.start - base..glyph.text.end - base };
        Glyph { text: range, ..glyph.clone() }
    };
    let item = GlyphRun {
        font: run.font,
        size: run.look.size,
        color: segment.look.color,
        scale: justification.scale,
        tracking: tracking(run, justification),
        text: text.to_owned(),
        glyphs: run.glyphs.iter().map(moved).collect(),
        actual_text: hyphen.then(|| "\u{ad}".to_owned()),
        lang: None,
    };
    let at = Point::new(piece.x, -run.look.rise);
    frame.push(at, segment.owner, Item::Text(item));
}

/// Returns the glyphs of `run` as they are, without a line.
pub(super) fn run_alone(paragraph: &Paragraph, run: Run) -> GlyphRun {
    let base = run.range.start as u32;
    let moved = |glyph: Glyph| Glyph { text: glyph.text.start - base..glyph.text.end - base, ..glyph };
    GlyphRun {
        font: run.font,
        size: run.look.size,
        color: run.look.color,
        scale: 1.0,
        tracking: run.look.tracking,
        text: paragraph.text[run.range].to_owned(),
        glyphs: run.glyphs.into_iter().map(moved).collect(),
        actual_text: None,
        lang: None,
    }
}

/// Draws a box for each character that no font has.
fn boxes(paragraph: &Paragraph, piece: &Piece, segment: &Segment, frame: &mut Frame) {
    let size = piece.run.look.size;
    let width = shape::fixed_width(&piece.run);
    for (index, character) in paragraph.text[piece.run.range.clone()].chars().enumerate() {
        let x = piece.x + width * index as f64 + size * 0.06;
        let item = Item::Outline {
            size: Size::new(width - size * 0.12, size * 0.64),
            stroke: size * 0.04,
            color: segment.look.color,
            text: Some(character.to_string()),
        };
        frame.push(Point::new(x, size * -0.64), segment.owner, item);
    }
}

fn picture(piece: &Piece, segment: &Segment, line: &mut Line) {
    let Content::Picture { asset, size, below } = segment.content else { return };
    line.frame.push(Point::new(piece.x, below - size.height), segment.owner, Item::Picture { asset, size });
    line.extra = line.extra.max(size.height - below - segment.look.size);
}

/// Places a part of a formula. A formula inside a superscript, such as that of a note call, stands on the baseline like
/// any other.
fn formula(piece: &Piece, segment: &Segment, set: &math::Set, line: &mut Line) {
    let rise = segment.look.rise;
    line.frame.append(Point::new(piece.x, -rise), set.frame.clone());
    let (from, to) = (piece.x, piece.x + set.width);
    let (height, depth) = (set.height + rise, set.depth - rise);
    line.formulas.push(Reach { from, to, height, depth, below_letters: set.below_letters });
}

/// Draws decorations behind, under or through a piece.
fn decorate(piece: &Piece, segment: &Segment, frame: &mut Frame) {
    let size = piece.run.look.size;
    let (color, top, height) = match segment.look.decoration {
        Decoration::None => return,
        Decoration::Highlight => (HIGHLIGHT, size * -0.78, size * 1.04),
        Decoration::Strike => (segment.look.color, size * -0.24, RULE * size),
        Decoration::Underline => (segment.look.color, size * 0.12, RULE * size),
    };
    if piece.role != PieceRole::Space {
        let item = Item::Rule { size: Size::new(piece.width, height), color };
        frame.push(Point::new(piece.x, top), Owner::Artifact, item);
    }
}

/// Adds one area for each link on the line, across all its adjacent pieces.
fn links(paragraph: &Paragraph, pieces: &[Piece], frame: &mut Frame) {
    let mut areas: Vec<(usize, Pt, Pt)> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.role != PieceRole::Space) {
        let Some(link) = paragraph.segments[piece.run.segment].link else { continue };
        let (start, end) = (piece.x, piece.x + piece.width);
        match areas.last_mut() {
            Some((known, from, to)) if *known == link && (start.0 - to.0).abs() < 0.1 => {
                (*from, *to) = (from.min(start), to.max(end));
            }
            Some((known, from, to)) if *known == link && (from.0 - end.0).abs() < 0.1 => {
                (*from, *to) = (from.min(start), to.max(end));
            }
            _ => areas.push((link, start, end)),
        }
    }
    let size = pieces.iter().map(|piece| piece.run.look.size).fold(Pt::ZERO, Pt::max);
    for (link, from, to) in areas {
        let (owner, destination) = &paragraph.links[link];
        let extent = Size::new(to - from, (LINK_ABOVE + LINK_BELOW) * size);
        let item = Item::Link { size: extent, to: destination.clone() };
        frame.push(Point::new(from, -(LINK_ABOVE * size)), Owner::Content(*owner), item);
    }
}

/// Records the note calls on the line, and makes the first call of each note an anchor.
fn call_notes(paragraph: &Paragraph, range: Range<usize>, pieces: &[Piece], line: &mut Line) {
    for (at, note, first) in &paragraph.calls {
        if *first && range.contains(at) {
            line.notes.push(*note);
            let x = pieces.iter().find(|piece| piece.run.range.contains(at)).map_or(Pt::ZERO, |piece| piece.x);
            line.frame.push(Point::new(x, Pt::ZERO), Owner::Artifact, Item::Anchor(Anchor::NoteCall(*note)));
        }
    }
}
