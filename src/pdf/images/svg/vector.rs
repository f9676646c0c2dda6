//! SVG as PDF operators: a form XObject (ISO 32000-1 §8.10) that fills the unit square, as an image does.
//!
//! Coordinates are written in points of the placed size. A group with opacity or a blend mode is a form of its own, a
//! transparency group. [`form`] gives up where PDF would need much more than that: masks, filters, patterns, pictures,
//! gradients on strokes or with transparency, clips of several shapes.

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream};
use resvg::tiny_skia::{PathSegment, Point, Transform};
use resvg::usvg::{
    BlendMode, ClipPath, Color, Fill, FillRule, Group, LineCap, LineJoin, Node, Paint, PaintOrder, Path, Stroke, Tree,
};

use super::super::{dictionary, name};
use super::shading;
use crate::pdf::object::deflate;
use crate::units::Size;

/// Longest content that is kept: from there on, pixels are smaller.
const MAX_CONTENT: usize = 4 << 20;

/// `tree` as a form, unless it has what only pixels can say.
pub(super) fn form(tree: &Tree, size: Size) -> Option<ExternalStream> {
    let (width, height) = (size.width.0, size.height.0);
    let own = tree.size();
    let (across, down) = (width as f32 / own.width(), height as f32 / own.height());
    // From SVG's axes, with the origin at the top, to PDF's.
    let base = Transform::from_row(across, 0.0, 0.0, -down, 0.0, height as f32);
    let mut content = Content { extent: [width, height], ..Content::default() };
    content.matrix([1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0]);
    content.group(tree.root(), base)?;
    Some(content.into_form([1.0, 1.0]))
}

/// Whether content is composed apart before it is put on what is there (ISO 32000-1 §11.6.6).
#[derive(Clone, Copy, Default, PartialEq)]
enum Transparency {
    /// Where something in it is transparent.
    #[default]
    AsNeeded,
    /// In any case.
    Group,
}

/// Operators and what they name.
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
        // Isolated: what is behind the picture takes no part in its blending.
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
        ExternalStream { dict, content: deflate(self.out.as_bytes()), compress: false }
    }

    fn group(&mut self, group: &Group, transform: Transform) -> Option<()> {
        if group.mask().is_some() || !group.filters().is_empty() || group.blend_mode() == BlendMode::PlusLighter {
            return None;
        }
        let transform = transform.pre_concat(group.transform());
        if !group.should_isolate() {
            return self.children(group, transform);
        }
        self.op("q");
        if let Some(clip) = group.clip_path() {
            self.clip(clip, transform)?;
        }
        let opacity = group.opacity().get();
        if opacity < 1.0 || group.blend_mode() != BlendMode::Normal || group.isolate() {
            let mut inner = Content { extent: self.extent, transparency: Transparency::Group, ..Content::default() };
            inner.children(group, transform)?;
            self.state(opacity, opacity, group.blend_mode());
            let key = format!("X{}", self.forms.len());
            self.out += &format!("/{key} Do\n");
            self.forms.insert(key, DictItem::Stream { stream: inner.into_form(self.extent) });
        } else {
            self.children(group, transform)?;
        }
        self.op("Q");
        Some(())
    }

    fn children(&mut self, group: &Group, transform: Transform) -> Option<()> {
        for child in group.children() {
            match child {
                Node::Group(group) => self.group(group, transform)?,
                Node::Path(path) => self.path(path, transform)?,
                Node::Text(text) => self.group(text.flattened(), transform)?,
                Node::Image(_) => return None,
            }
            if self.out.len() > MAX_CONTENT {
                return None;
            }
        }
        Some(())
    }

    fn clip(&mut self, clip: &ClipPath, transform: Transform) -> Option<()> {
        if let Some(outer) = clip.clip_path() {
            self.clip(outer, transform)?;
        }
        let [Node::Path(path)] = clip.root().children() else { return None };
        let transform = transform.pre_concat(clip.transform()).pre_concat(clip.root().transform());
        self.outline(path, transform);
        self.op(if path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd) { "W* n" } else { "W n" });
        Some(())
    }

    fn path(&mut self, path: &Path, transform: Transform) -> Option<()> {
        if !path.is_visible() {
            return Some(());
        }
        if path.data().len() > MAX_CONTENT / 8 {
            return None;
        }
        match path.paint_order() {
            PaintOrder::FillAndStroke => {
                self.fill(path, transform)?;
                self.stroke(path, transform)
            }
            PaintOrder::StrokeAndFill => {
                self.stroke(path, transform)?;
                self.fill(path, transform)
            }
        }
    }

    fn fill(&mut self, path: &Path, transform: Transform) -> Option<()> {
        let bounds = path.data().bounds();
        let Some(fill) = path.fill().filter(|_| bounds.width() > 0.0 && bounds.height() > 0.0) else {
            return Some(());
        };
        let Paint::Color(color) = fill.paint() else { return self.shade(path, fill, transform) };
        let opacity = fill.opacity().get();
        if opacity < 1.0 {
            self.op("q");
            self.state(opacity, 1.0, BlendMode::Normal);
        }
        self.color(*color, "rg");
        self.outline(path, transform);
        self.op(if fill.rule() == FillRule::EvenOdd { "f*" } else { "f" });
        if opacity < 1.0 {
            self.op("Q");
        }
        Some(())
    }

    /// Fills with a gradient: what is inside the path of an endless surface.
    fn shade(&mut self, path: &Path, fill: &Fill, transform: Transform) -> Option<()> {
        if fill.opacity().get() < 1.0 {
            return None;
        }
        let (shading, own) = shading::of(fill.paint())?;
        self.op("q");
        self.outline(path, transform);
        self.op(if fill.rule() == FillRule::EvenOdd { "W* n" } else { "W n" });
        self.matrix(row(transform.pre_concat(own)));
        let key = format!("S{}", self.shadings.len());
        self.out += &format!("/{key} sh\n");
        self.shadings.insert(key, shading);
        self.op("Q");
        Some(())
    }

    fn stroke(&mut self, path: &Path, transform: Transform) -> Option<()> {
        let Some(stroke) = path.stroke() else { return Some(()) };
        let Paint::Color(color) = stroke.paint() else { return None };
        self.op("q");
        if stroke.opacity().get() < 1.0 {
            self.state(1.0, stroke.opacity().get(), BlendMode::Normal);
        }
        self.color(*color, "RG");
        // The pen is round only where the axes are alike; elsewhere PDF has to transform it too.
        if let Some(scale) = similar(transform) {
            self.pen(stroke, scale);
            self.outline(path, transform);
        } else {
            self.matrix(row(transform));
            self.pen(stroke, 1.0);
            self.outline(path, Transform::identity());
        }
        self.op("S Q");
        Some(())
    }

    fn pen(&mut self, stroke: &Stroke, scale: f64) {
        self.number(f64::from(stroke.width().get()) * scale, 4);
        let cap = match stroke.linecap() {
            LineCap::Butt => 0,
            LineCap::Round => 1,
            LineCap::Square => 2,
        };
        let join = match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => 0,
            LineJoin::Round => 1,
            LineJoin::Bevel => 2,
        };
        self.out += &format!("w {cap} J {join} j ");
        self.number(stroke.miterlimit().get().into(), 3);
        self.op("M");
        if let Some(dashes) = stroke.dasharray() {
            self.out.push('[');
            dashes.iter().for_each(|dash| self.number(f64::from(*dash) * scale, 3));
            self.out.push(']');
            self.number(f64::from(stroke.dashoffset()) * scale, 3);
            self.op("d");
        }
    }

    /// Constructs the path; lines and curves only, as PDF has no quadratic curves.
    fn outline(&mut self, path: &Path, transform: Transform) {
        let mut last = Point::zero();
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(to) => self.points(transform, [to], "m"),
                PathSegment::LineTo(to) => self.points(transform, [to], "l"),
                PathSegment::QuadTo(control, to) => {
                    let toward = |from: Point| {
                        Point::from_xy((from.x + 2.0 * control.x) / 3.0, (from.y + 2.0 * control.y) / 3.0)
                    };
                    self.points(transform, [toward(last), toward(to), to], "c");
                }
                PathSegment::CubicTo(one, two, to) => self.points(transform, [one, two, to], "c"),
                PathSegment::Close => self.op("h"),
            }
            if let PathSegment::MoveTo(to)
            | PathSegment::LineTo(to)
            | PathSegment::QuadTo(_, to)
            | PathSegment::CubicTo(_, _, to) = segment
            {
                last = to;
            }
        }
    }

    fn points<const N: usize>(&mut self, transform: Transform, points: [Point; N], operator: &str) {
        // In the path's own units a step can be large on the page.
        let places = if transform.is_identity() { 6 } else { 3 };
        for mut point in points {
            transform.map_point(&mut point);
            self.number(point.x.into(), places);
            self.number(point.y.into(), places);
        }
        self.op(operator);
    }

    fn color(&mut self, color: Color, operator: &str) {
        for part in [color.red, color.green, color.blue] {
            self.number(f64::from(part) / 255.0, 3);
        }
        self.op(operator);
    }

    fn state(&mut self, fill: f32, stroke: f32, blend: BlendMode) {
        let thousandths = |part: f32| (part * 1000.0).round() as i64;
        let mode = blend_mode(blend);
        let key = format!("{mode}{}-{}", thousandths(fill), thousandths(stroke));
        self.out += &format!("/{key} gs\n");
        let part = |part: f32| DictItem::Real(thousandths(part) as f32 / 1000.0);
        self.states.insert(key, dictionary([("BM", name(mode)), ("ca", part(fill)), ("CA", part(stroke))]));
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

fn row(transform: Transform) -> [f64; 6] {
    let Transform { sx, ky, kx, sy, tx, ty } = transform;
    [sx, ky, kx, sy, tx, ty].map(f64::from)
}

/// The scale of `transform` where it is nearly the same in all directions.
fn similar(transform: Transform) -> Option<f64> {
    let Transform { sx, ky, kx, sy, .. } = transform;
    let (across, down) = (sx.hypot(ky), kx.hypot(sy));
    let skew = sx * kx + ky * sy;
    let close = (across - down).abs() <= 0.02 * across && skew.abs() <= 0.02 * across * down;
    close.then_some(f64::from(across * down).sqrt())
}

/// PDF's name of a blend mode (ISO 32000-1 §11.3.5); it has none for the sum.
fn blend_mode(mode: BlendMode) -> &'static str {
    match mode {
        BlendMode::Normal | BlendMode::PlusLighter => "Normal",
        BlendMode::Multiply => "Multiply",
        BlendMode::Screen => "Screen",
        BlendMode::Overlay => "Overlay",
        BlendMode::Darken => "Darken",
        BlendMode::Lighten => "Lighten",
        BlendMode::ColorDodge => "ColorDodge",
        BlendMode::ColorBurn => "ColorBurn",
        BlendMode::HardLight => "HardLight",
        BlendMode::SoftLight => "SoftLight",
        BlendMode::Difference => "Difference",
        BlendMode::Exclusion => "Exclusion",
        BlendMode::Hue => "Hue",
        BlendMode::Saturation => "Saturation",
        BlendMode::Color => "Color",
        BlendMode::Luminosity => "Luminosity",
    }
}
