//! Type on a picture that fills the cover: on its calm side, over a veil as thin as the type allows.

use super::{Body, Composition, Foot, Piece, Sheet};
use crate::cover::Fit;
use crate::cover::choose::{self, Side};
use crate::cover::colour::Lab;
use crate::cover::contrast::{Backdrop, Veil, area};
use crate::cover::picture::Picture;
use crate::layout::{Area, Color, Edge, Frame, Item, Owner};
use crate::units::{Point, Pt, Size};

/// Lightness of a veil over a dark picture and over a bright one, and the lightness from which a picture is bright.
const NIGHT: f64 = 0.15;
const DAY: f64 = 0.97;
const BRIGHT: f64 = 0.74;
/// Contrast aimed at on a picture: a little more than the 4.5 of WCAG 2.2 §1.4.3.
const AIM: f64 = 4.7;
/// The same for small type, whose lines have at most this height in parts of the cover's: what is restless beneath it disturbs it more.
const AIM_SMALL: f64 = 6.5;
const SMALL: f64 = 0.0225;
/// Highest opacity of a veil.
const DENSEST: f64 = 0.94;

impl Sheet<'_, '_> {
    /// Composes type on a picture that fills the page.
    pub(super) fn on_picture(&mut self, picture: &Picture<'_>, mut frame: Frame) -> Composition {
        let design = self.parts.design;
        let foot = self.foot();
        let (visible, part) = match self.parts.fit {
            Fit::Contain => {
                let place = self.place_of(picture, self.size.height, Pt::ZERO, self.size.width);
                let down = (self.size.height - place.size.height) * 0.5;
                self.show(picture, Area { at: Point::new(place.at.x, down), ..place }, &mut frame)
            }
            _ => self.show(picture, Area { at: Point::default(), size: self.size }, &mut frame),
        };
        let (side, _) = choose::calm_side(picture, part);
        let room = self.high(1.0 - design.title.highest - design.margin) - (self.size.height - foot.top);
        let (_, body) = self.body(&[room * 0.75, room], true);
        let height = body.height();
        let bottom = foot.top - self.high(design.foot.gap);
        let top = if side == Side::Top { self.high(design.title.top.max(design.margin)) } else { bottom - height };
        let mut backdrop = Backdrop::new(picture, part, self.size);
        let beneath = area((self.left, top), self.measure, top + height);
        let bright = backdrop.lightness(if side == Side::Top {
            beneath
        } else {
            area((self.left, top), self.measure, self.size.height)
        });
        let colours = self.colours_on(bright > BRIGHT);
        let edge = if side == Side::Top { Edge::Top } else { Edge::Bottom };
        let mut types = self.lines_of(&body, top);
        let feet = self.lines_of_foot(&foot);
        if side == Side::Foot {
            types.extend(&feet);
        }
        let mut veils = vec![self.veil(&mut backdrop, edge, &types, colours)];
        if side == Side::Top && !feet.is_empty() {
            veils.push(self.veil(&mut backdrop, Edge::Bottom, &feet, colours));
        }
        for veil in veils.iter().flatten() {
            let Veil { area, color, opacity, solid, edge } = *veil;
            let item = Item::Scrim { size: area.size, color, opacity, solid, edge };
            frame.push(area.at, Owner::Content(self.figure), item);
        }
        let first = frame.items.len();
        self.place_body(&mut frame, body, top);
        self.place_foot(&mut frame, foot);
        // Set in the colours of the ground; on the picture all type has one of two inks.
        for (_, placed) in &mut frame.items[first..] {
            match &mut placed.item {
                Item::Text(run) => run.color = colours.0,
                Item::Rule { color, .. } | Item::Outline { color, .. } => *color = colours.0,
                _ => {}
            }
        }
        let contrast = types.iter().chain(&feet).map(|area| backdrop.contrast(colours.0, *area));
        let contrast = contrast.fold(f64::INFINITY, f64::min);
        Composition { frame, picture: Some((visible, part)), contrast }
    }

    /// Returns where the lines of `body` are if its top is at `top`.
    fn lines_of(&self, body: &Body, top: Pt) -> Vec<Area> {
        let mut y = top;
        let mut areas = Vec::new();
        for (gap, piece) in &body.pieces {
            y += *gap;
            match piece {
                Piece::Block(block) => {
                    areas.extend(block.areas((self.left, y), (self.measure, self.parts.design.align, self.dir)));
                    y += block.height();
                }
                Piece::Rule(size) => y += size.height,
            }
        }
        areas
    }

    /// Returns where the lines of `foot` are.
    fn lines_of_foot(&self, foot: &Foot) -> Vec<Area> {
        let column = (self.measure, self.parts.design.align, self.dir);
        let mut areas: Vec<Area> = Vec::new();
        for (block, top, at_end) in &foot.blocks {
            areas.extend(block.areas((self.left + self.shift(block, *at_end), *top), column));
        }
        areas.extend(foot.credit.iter().flat_map(|(block, top)| block.areas((self.left, *top), column)));
        areas
    }

    /// Returns the colours of type and veil on a picture.
    fn colours_on(&self, bright: bool) -> (Color, Color) {
        let ground = Lab::of(self.parts.scheme.ground);
        let (chroma, hue) = (ground.chroma(), ground.hue());
        match bright {
            true => (Lab::polar(0.18, chroma.min(0.03), hue).color(), Lab::polar(DAY, chroma.min(0.015), hue).color()),
            false => (Color::grey(255), Lab::polar(NIGHT, chroma.min(0.04), hue).color()),
        }
    }

    /// Lays a veil at `edge` that makes type readable in all of `types`, as thin as possible.
    fn veil(&self, backdrop: &mut Backdrop, edge: Edge, types: &[Area], (ink, color): (Color, Color)) -> Option<Veil> {
        let spec = self.parts.design.scrim;
        let reached = types.iter().map(|area| match edge {
            Edge::Top => area.at.y + area.size.height,
            Edge::Bottom => self.size.height - area.at.y,
        });
        let reached = reached.fold(Pt::ZERO, Pt::max);
        let at = |growth: f64| {
            // It grows in three ways at once: further, denser, and solid over more of the type.
            let height = reached.max(self.high(spec.reach).min(reached * 1.6)) + self.high(0.06 + 0.12 * growth);
            let height = height.min(self.size.height);
            let solid = ((reached / height) * (0.25 + 0.75 * growth)).min(0.98);
            let opacity = spec.opacity + (DENSEST - spec.opacity) * growth;
            let y = if edge == Edge::Top { Pt::ZERO } else { self.size.height - height };
            let area = Area { at: Point::new(Pt::ZERO, y), size: Size::new(self.size.width, height) };
            Veil { area, color, opacity, solid, edge }
        };
        let mut reads = |growth: f64| {
            backdrop.veil(at(growth));
            let reads = types.iter().all(|area| backdrop.contrast(ink, *area) >= self.aim(*area));
            backdrop.lift();
            reads
        };
        let (mut least, mut most) = (0.0, 1.0);
        if reads(least) {
            most = least;
        }
        while most - least > 0.04 {
            let middle = (least + most) / 2.0;
            if reads(middle) { most = middle } else { least = middle }
        }
        let veil = at(most);
        backdrop.veil(veil);
        Some(veil)
    }

    /// Returns the contrast that type in `area` should have.
    fn aim(&self, area: Area) -> f64 {
        if area.size.height <= self.high(SMALL) { AIM_SMALL } else { AIM }
    }
}
