//! Composes a cover: words and picture on a page of any size, by a design.
//!
//! The foot (publication and date) stands on the lower margin. The body (series, title, subtitle, rule, deck, authors)
//! goes into the room that the picture leaves. The title is tried in falling sizes until everything fits. A long one
//! makes the picture smaller before it becomes small itself; a deck that does not fit beside a long title is left out
//! as a whole. Nothing is ever cut.

mod over;
mod texts;

use super::Fit;
use super::choose::{ENLARGED, PIXELS};
use super::colour::{self, Scheme};
use super::design::{Align, Border, CoverDesign, Ground, Ink, Place};
use super::focus::{self, Part};
use super::picture::Picture;
use super::setting::{Block, Stage, place};
use super::words::Words;
use crate::article::{Direction, Inline};
use crate::layout::{Area, Color, Frame, Item, Owner, StructId};
use crate::units::{Point, Pt, Size};

/// A wide picture above the type is this much higher than it would be uncropped.
const TALLER: f64 = 1.28;
/// The least share of the height for a picture above the type that is not cropped to its full width.
const BAND: f64 = 0.5;
/// By how much the picture gives way to a long title, in parts of the height.
const STEP: f64 = 0.06;
/// Of what remains below a framed picture and its type, so much stays below them, in parts of the height; of more, this
/// share goes above them.
const FREE: f64 = 0.1;
const SINKS: f64 = 0.45;

/// What a cover is composed of.
pub(super) struct Parts<'a> {
    pub design: &'a CoverDesign,
    pub words: &'a Words,
    pub picture: Option<&'a Picture<'a>>,
    pub scheme: Scheme,
    pub fit: Fit,
    /// The credit of the picture, for the foot of a page.
    pub credit: Option<&'a [Inline]>,
}

/// A composed cover.
#[derive(Default)]
pub(super) struct Composition {
    pub frame: Frame,
    /// Where the picture is, and what part of it.
    pub picture: Option<(Area, Part)>,
    /// The least contrast of type, on pixels where it stands on a picture.
    pub contrast: f64,
}

/// The page while it is composed.
struct Sheet<'p, 'a> {
    parts: &'p Parts<'p>,
    size: Size,
    /// Left edge and width of the type.
    left: Pt,
    measure: Pt,
    dir: Direction,
    figure: StructId,
    stage: &'p mut Stage<'a>,
}

/// What stands above something else in a column.
enum Piece {
    Block(Block),
    Rule(Size),
}

/// The body: pieces with the room above each.
#[derive(Default)]
struct Body {
    pieces: Vec<(Pt, Piece)>,
    /// Added to the room above the next piece.
    air: Pt,
    /// Number of hyphens that were added to the title.
    hyphens: usize,
}

impl Body {
    fn push(&mut self, gap: Pt, piece: Piece) {
        let gap = if self.pieces.is_empty() { Pt::ZERO } else { gap + std::mem::take(&mut self.air) };
        self.pieces.push((gap, piece));
    }

    fn height(&self) -> Pt {
        let piece = |piece: &Piece| match piece {
            Piece::Block(block) => block.height(),
            Piece::Rule(size) => size.height,
        };
        self.pieces.iter().map(|(gap, one)| *gap + piece(one)).sum()
    }
}

/// The foot, set.
struct Foot {
    /// Blocks with the top of each and whether it stands at the end of the line.
    blocks: Vec<(Block, Pt, bool)>,
    /// The credit, which keeps its links.
    credit: Option<(Block, Pt)>,
    top: Pt,
}

/// Composes a cover of `size` from `parts`.
pub(super) fn compose(parts: &Parts<'_>, size: Size, stage: &mut Stage<'_>) -> Composition {
    let margin = size.height * parts.design.margin;
    let (dir, figure) = (stage.dir, stage.figure);
    let measure = size.width - margin * 2.0;
    let mut sheet = Sheet { parts, size, left: margin, measure, dir, figure, stage };
    sheet.compose()
}

impl Sheet<'_, '_> {
    fn compose(&mut self) -> Composition {
        let mut frame = Frame { size: self.size, items: Vec::new() };
        let ground = Item::Rule { size: self.size, color: self.parts.scheme.ground };
        frame.push(Point::default(), Owner::Content(self.figure), ground);
        let picture = self.parts.picture.filter(|_| self.parts.design.picture.place != Place::None);
        match (self.parts.design.picture.place, picture) {
            (Place::Behind, Some(picture)) => self.on_picture(picture, frame),
            (_, picture) => self.beside_picture(picture, frame),
        }
    }

    /// Returns `part` of the height.
    fn high(&self, part: f64) -> Pt {
        self.size.height * part
    }

    fn color(&self, ink: Ink) -> Color {
        let scheme = &self.parts.scheme;
        match ink {
            Ink::Plain => scheme.ink,
            Ink::Soft => scheme.soft,
            Ink::Accent => scheme.accent,
        }
    }

    /// Composes type on the ground, below a picture if there is one.
    fn beside_picture(&mut self, picture: Option<&Picture<'_>>, mut frame: Frame) -> Composition {
        let design = self.parts.design;
        let foot = self.foot();
        let bottom = foot.top - self.high(design.foot.gap);
        let series = if picture.is_none() { self.series() } else { None };
        let highest = match &series {
            Some(series) => self.high(design.margin) + series.height() + self.high(design.title.gap),
            None => self.high(design.margin),
        };
        let places = self.places(picture);
        let tops: Vec<Pt> = match picture {
            Some(_) => {
                places.iter().map(|place| place.at.y + place.size.height + self.high(design.title.gap)).collect()
            }
            None => self.tops().into_iter().map(|top| top.max(highest)).collect(),
        };
        let rooms: Vec<Pt> = tops.iter().map(|top| bottom - *top).collect();
        let (room, body) = self.body(&rooms, picture.is_some());
        let height = body.height();
        let down = self.down(bottom - tops[room] - height);
        let shown = picture.map(|picture| {
            let Area { at, size } = places[room];
            self.show(picture, Area { at: Point::new(at.x, at.y + down), size }, &mut frame)
        });
        let top = match design.align {
            // Centred type without a picture stands a little above the middle of its room.
            Align::Center if picture.is_none() => tops[room] + ((bottom - tops[room] - height) * 0.30).max(Pt::ZERO),
            _ => tops[room] + down,
        };
        self.border(&mut frame);
        if let Some(series) = series {
            self.put(&mut frame, series, self.high(design.margin));
        }
        self.place_body(&mut frame, body, top);
        self.place_foot(&mut frame, foot);
        let scheme = &self.parts.scheme;
        let inks = [scheme.ink, scheme.soft, scheme.accent];
        let contrast = inks.map(|ink| colour::contrast(ink, scheme.ground)).into_iter().fold(f64::INFINITY, f64::min);
        Composition { frame, picture: shown, contrast }
    }

    /// Returns how far a framed picture and the type below it move down if `left` remains below them: at the top of an
    /// empty page a wide picture would seem to be lost.
    fn down(&self, left: Pt) -> Pt {
        match self.parts.design.picture.place {
            Place::Framed => ((left - self.high(FREE)) * SINKS).max(Pt::ZERO),
            Place::None | Place::Above | Place::Behind => Pt::ZERO,
        }
    }

    /// Returns the places that the picture may take up, from the largest.
    fn places(&self, picture: Option<&Picture<'_>>) -> Vec<Area> {
        let Some(picture) = picture else { return Vec::new() };
        let spec = self.parts.design.picture;
        let framed = spec.place == Place::Framed;
        let edge = if framed { self.high(spec.margin) } else { Pt::ZERO };
        let width = self.size.width - edge * 2.0;
        let natural = (width / picture.aspect()) / self.size.height;
        let most = match (framed, self.parts.fit) {
            (true, _) | (false, Fit::Contain) => spec.share.min(natural),
            // A wide picture gets a lower place, so that less of it is cropped.
            (false, _) => (natural * TALLER).clamp(BAND.min(spec.share), spec.share.max(BAND)),
        };
        let mut share = most;
        let mut places = Vec::new();
        loop {
            places.push(self.place_of(picture, self.high(share), edge, width));
            if share <= spec.least || places.len() > 12 {
                return places;
            }
            share = (share - STEP).max(spec.least.min(most));
        }
    }

    /// Returns the area of the picture at a height of at most `height`.
    fn place_of(&self, picture: &Picture<'_>, height: Pt, edge: Pt, width: Pt) -> Area {
        let whole = self.parts.design.picture.place == Place::Framed || self.parts.fit == Fit::Contain;
        if !whole {
            return Area { at: Point::default(), size: Size::new(width, height) };
        }
        // A tiny picture is not blown up.
        let pixel = self.size.width / PIXELS;
        let largest = if picture.scales { Pt(f64::INFINITY) } else { pixel * (picture.size.1 * ENLARGED) };
        let height = height.min(largest).min(width / picture.aspect());
        let size = Size::new(height * picture.aspect(), height);
        let slack = width - size.width;
        let framed = self.parts.design.picture.place == Place::Framed;
        let x = match (self.parts.design.align, self.dir) {
            (Align::Start, Direction::Ltr) if framed => edge,
            (Align::Start, Direction::Rtl) if framed => edge + slack,
            _ => edge + slack * 0.5,
        };
        Area { at: Point::new(x, edge), size }
    }

    /// Puts `picture` at `place`, cropped as far as the place requires.
    fn show(&self, picture: &Picture<'_>, place: Area, frame: &mut Frame) -> (Area, Part) {
        let focus = if self.parts.fit == Fit::Cover { (0.5, 0.5) } else { picture.focus };
        let part = focus::crop(picture.size, (place.size.width.0, place.size.height.0), focus);
        let [left, top, width, height] = part;
        let whole = Size::new(place.size.width / width, place.size.height / height);
        let whole = Area { at: Point::new(-(whole.width * left), -(whole.height * top)), size: whole };
        let cropped = width < 0.999 || height < 0.999;
        let item = match cropped {
            true => Item::Detail { asset: picture.id, size: place.size, whole },
            false => Item::Picture { asset: picture.id, size: place.size },
        };
        frame.push(place.at, Owner::Content(self.figure), item);
        (place, if cropped { part } else { focus::WHOLE })
    }

    /// Returns where the body may begin if there is no picture, from the design's place upwards.
    fn tops(&self) -> Vec<Pt> {
        let title = &self.parts.design.title;
        let mut tops = Vec::new();
        let mut top = title.top;
        while top > title.highest + 1e-9 {
            tops.push(self.high(top));
            top -= STEP;
        }
        tops.push(self.high(title.highest));
        tops
    }

    /// Returns how far `block` moves to stand at the end of the line.
    fn shift(&self, block: &Block, at_end: bool) -> Pt {
        let slack = self.measure - block.width;
        match (at_end, self.dir) {
            (false, _) => Pt::ZERO,
            (true, Direction::Ltr) => slack,
            (true, Direction::Rtl) => -slack,
        }
    }

    fn place_foot(&self, frame: &mut Frame, foot: Foot) {
        for (block, top, at_end) in foot.blocks {
            let shift = self.shift(&block, at_end);
            let column = (self.measure, self.parts.design.align, self.dir);
            place(frame, block, (self.left + shift, top), column, Some(self.figure));
        }
        if let Some((block, top)) = foot.credit {
            let column = (self.measure, self.parts.design.align, self.dir);
            place(frame, block, (self.left, top), column, None);
        }
    }

    fn place_body(&self, frame: &mut Frame, body: Body, top: Pt) {
        let mut y = top;
        for (gap, piece) in body.pieces {
            y += gap;
            match piece {
                Piece::Block(block) => {
                    let height = block.height();
                    self.put(frame, block, y);
                    y += height;
                }
                Piece::Rule(size) => {
                    let slack = self.measure - size.width;
                    let x = match (self.parts.design.align, self.dir) {
                        (Align::Start, Direction::Ltr) => Pt::ZERO,
                        (Align::Start, Direction::Rtl) => slack,
                        (Align::Center, _) => slack * 0.5,
                    };
                    let item = Item::Rule { size, color: self.color(Ink::Accent) };
                    frame.push(Point::new(self.left + x, y), Owner::Content(self.figure), item);
                    y += size.height;
                }
            }
        }
    }

    /// Places `block` with its top at `y`.
    fn put(&self, frame: &mut Frame, block: Block, y: Pt) {
        place(frame, block, (self.left, y), (self.measure, self.parts.design.align, self.dir), Some(self.figure));
    }

    /// Draws the lines around the cover.
    fn border(&self, frame: &mut Frame) {
        if self.parts.design.border == Border::None {
            return;
        }
        for (inset, stroke) in [(0.040, 0.0028), (0.0475, 0.0009)] {
            let inset = self.high(inset);
            let size = Size::new(self.size.width - inset * 2.0, self.size.height - inset * 2.0);
            let stroke = self.high(stroke).max(Pt(0.25));
            let item = Item::Outline { size, stroke, color: self.color(Ink::Accent), text: None };
            frame.push(Point::new(inset, inset), Owner::Content(self.figure), item);
        }
    }
}

/// Returns the colours of a cover.
pub(super) fn scheme(
    design: &CoverDesign,
    picture: Option<&Picture<'_>>,
    seed: Color,
    accent: Option<Color>,
) -> Scheme {
    match (picture, accent) {
        (Some(_), Some(accent)) => Scheme::of_seed(accent, design.ground),
        (Some(picture), None) => Scheme::of_picture(&picture.clusters, design.ground),
        (None, _) => Scheme::of_seed(seed, if design.ground == Ground::Near { Ground::Seed } else { design.ground }),
    }
}
