//! Writes the shapes of a drawing as PDF operators: a form XObject (ISO 32000-1 §8.10) that fills the unit square, as
//! an image does.
//!
//! Coordinates are in points of the placed size. A group with opacity or a blend mode becomes a transparency group, a
//! form of its own. [`form`] gives up on what would need much more, such as gradients with transparency.

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream};

use super::super::{dictionary, name};
use super::shading;
use crate::deflate;
use crate::draw::{Cap, Fill, Gradient, Group, Join, Mark, Outline, Paint, Pen, Rule, Segment, Stroke};
use crate::style::Color;
use crate::units::Size;

/// Maximum length of the content; a longer one would be larger than pixels.
const MAX_CONTENT: usize = 4 << 20;

/// The blend mode of marks that simply cover the backdrop.
const NORMAL: &str = "Normal";

/// Makes a form of `shapes`, whose coordinates are points of `size`. Returns `None` if only pixels can express them.
pub(super) fn form(shapes: &Group, size: Size) -> Option<ExternalStream> {
    let (width, height) = (size.width.0, size.height.0);
    let mut content = Content { extent: [width, height], ..Content::default() };
    content.matrix([1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0]);
    content.group(shapes)?;
    Some(content.into_form([1.0, 1.0]))
}

/// Whether content is a transparency group, composed separately before it is put on the backdrop (ISO 32000-1
/// §11.6.6).
#[derive(Clone, Copy, Default, PartialEq)]
enum Transparency {
    /// The content is a transparency group only if something in it is transparent.
    #[default]
    AsNeeded,
    /// The content is always a transparency group.
    Group,
}

/// Operators and the resources that they name.
#[derive(Default)]
struct Content {
    out: String,
    extent: [f64; 2],
    transparency: Transparency,
    states: BTreeMap<String, DictItem>,
    forms: BTreeMap<String, DictItem>,
    shadings: BTreeMap<String, DictItem>,
}

impl Content {
    fn into_form(self, [width, height]: [f64; 2]) -> ExternalStream {
        let mut resources = BTreeMap::new();
        for (key, map) in [("ExtGState", self.states), ("XObject", self.forms), ("Shading", self.shadings)] {
            if !map.is_empty() {
                resources.insert(key.to_owned(), DictItem::Dict { map });
            }
        }
        // Isolated: the backdrop of the picture does not affect the blending inside.
        let group = [("S", name("Transparency")), ("I", DictItem::Bool(true)), ("CS", name("DeviceRGB"))];
        let bounds = [0.0, 0.0, width, height].map(|value| DictItem::Real(value as f32));
        let mut dict = vec![
            ("Type", name("XObject")),
            ("Subtype", name("Form")),
            ("BBox", DictItem::Array(bounds.into())),
            ("Filter", name("FlateDecode")),
        ];
        if self.transparency == Transparency::Group || resources.contains_key("ExtGState") {
            dict.push(("Group", dictionary(group)));
        }
        dict.push(("Resources", DictItem::Dict { map: resources }));
        let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        ExternalStream { dict, content: deflate::zlib(self.out.as_bytes()), compress: false }
    }

    fn group(&mut self, group: &Group) -> Option<()> {
        if group.clips.is_empty() && group.layer.is_none() {
            return self.marks(&group.marks);
        }
        self.op("q");
        for (outline, rule) in &group.clips {
            self.outline(outline, 3);
            self.op(clip(*rule));
        }
        match &group.layer {
            Some(layer) => {
                let mut inner =
                    Content { extent: self.extent, transparency: Transparency::Group, ..Content::default() };
                inner.marks(&group.marks)?;
                self.state(layer.opacity, layer.opacity, layer.blend);
                let key = format!("X{}", self.forms.len());
                self.out += &format!("/{key} Do\n");
                self.forms.insert(key, DictItem::Stream { stream: inner.into_form(self.extent) });
            }
            None => self.marks(&group.marks)?,
        }
        self.op("Q");
        Some(())
    }

    fn marks(&mut self, marks: &[Mark]) -> Option<()> {
        for mark in marks {
            match mark {
                Mark::Group(group) => self.group(group)?,
                Mark::Fill(fill) => self.fill(fill)?,
                Mark::Stroke(stroke) => self.stroke(stroke),
            }
            if self.out.len() > MAX_CONTENT {
                return None;
            }
        }
        Some(())
    }

    fn fill(&mut self, fill: &Fill) -> Option<()> {
        let color = match &fill.paint {
            Paint::Color(color) => color,
            Paint::Gradient(gradient) => return self.shade(fill, gradient),
        };
        if fill.opacity < 1.0 {
            self.op("q");
            self.state(fill.opacity, 1.0, NORMAL);
        }
        self.color(*color, "rg");
        self.outline(&fill.outline, 3);
        self.op(if fill.rule == Rule::EvenOdd { "f*" } else { "f" });
        if fill.opacity < 1.0 {
            self.op("Q");
        }
        Some(())
    }

    /// Fills a path with a gradient: clips to it, then paints the unbounded shading.
    fn shade(&mut self, fill: &Fill, gradient: &Gradient) -> Option<()> {
        if fill.opacity < 1.0 {
            return None;
        }
        let shading = shading::of(gradient)?;
        self.op("q");
        self.outline(&fill.outline, 3);
        self.op(clip(fill.rule));
        self.matrix(gradient.matrix);
        let key = format!("S{}", self.shadings.len());
        self.out += &format!("/{key} sh\n");
        self.shadings.insert(key, shading);
        self.op("Q");
        Some(())
    }

    fn stroke(&mut self, stroke: &Stroke) {
        self.op("q");
        if stroke.opacity < 1.0 {
            self.state(1.0, stroke.opacity, NORMAL);
        }
        self.color(stroke.color, "RG");
        // A transformed pen has coordinates of its own, in which a rounding step could be large on the page.
        let mut places = 3;
        if let Some(matrix) = stroke.matrix {
            self.matrix(matrix);
            places = 6;
        }
        self.pen(&stroke.pen);
        self.outline(&stroke.outline, places);
        self.op("S Q");
    }

    fn pen(&mut self, pen: &Pen) {
        self.number(pen.width, 4);
        let cap = match pen.cap {
            Cap::Butt => 0,
            Cap::Round => 1,
            Cap::Square => 2,
        };
        let join = match pen.join {
            Join::Miter => 0,
            Join::Round => 1,
            Join::Bevel => 2,
        };
        self.out += &format!("w {cap} J {join} j ");
        self.number(pen.miter_limit.into(), 3);
        self.op("M");
        if let Some((dashes, offset)) = &pen.dashes {
            self.out.push('[');
            dashes.iter().for_each(|dash| self.number(*dash, 3));
            self.out.push(']');
            self.number(*offset, 3);
            self.op("d");
        }
    }

    /// Writes the path with `places` decimals.
    fn outline(&mut self, outline: &Outline, places: usize) {
        for segment in &outline.segments {
            let (points, operator): (&[[f32; 2]], _) = match segment {
                Segment::Move(to) => (std::slice::from_ref(to), "m"),
                Segment::Line(to) => (std::slice::from_ref(to), "l"),
                Segment::Curve(points) => (points, "c"),
                Segment::Close => (&[], "h"),
            };
            points.as_flattened().iter().for_each(|part| self.number((*part).into(), places));
            self.op(operator);
        }
    }

    fn color(&mut self, color: Color, operator: &str) {
        for part in [color.red, color.green, color.blue] {
            self.number(f64::from(part) / 255.0, 3);
        }
        self.op(operator);
    }

    fn state(&mut self, fill: f32, stroke: f32, blend: &str) {
        let thousandths = |part: f32| (part * 1000.0).round() as i64;
        let key = format!("{blend}{}-{}", thousandths(fill), thousandths(stroke));
        self.out += &format!("/{key} gs\n");
        let part = |part: f32| DictItem::Real(thousandths(part) as f32 / 1000.0);
        self.states.insert(key, dictionary([("BM", name(blend)), ("ca", part(fill)), ("CA", part(stroke))]));
    }

    fn matrix(&mut self, values: [f64; 6]) {
        values.iter().for_each(|value| self.number(*value, 9));
        self.op("cm");
    }

    fn op(&mut self, operator: &str) {
        self.out += operator;
        self.out.push('\n');
    }

    /// Writes `value` with at most `places` decimals, and a space.
    fn number(&mut self, value: f64, places: usize) {
        let value = if value.is_finite() { value.clamp(-1e6, 1e6) } else { 0.0 };
        let written = format!("{value:.places$}");
        let written = written.trim_end_matches('0').trim_end_matches('.');
        self.out += if written == "-0" { "0" } else { written };
        self.out.push(' ');
    }
}

/// Returns the operators that clip to the path.
fn clip(rule: Rule) -> &'static str {
    if rule == Rule::EvenOdd { "W* n" } else { "W n" }
}
