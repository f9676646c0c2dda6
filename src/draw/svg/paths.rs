//! Converts usvg's tree to painted paths.

use resvg::tiny_skia::{PathSegment, Point, Transform};
use resvg::usvg::{self, BlendMode, ClipPath, FillRule, LineCap, LineJoin, Node, PaintOrder, SpreadMethod, Tree};

use crate::draw::shapes::{
    Cap, Fill, Gradient, Group, Join, Layer, Line, Mark, Outline, Paint, Pen, Rule, Segment, Stop, Stroke,
};
use crate::style::Color;
use crate::units::Size;

/// Maximum number of segments in one outline.
const MAX_SEGMENTS: usize = 512 << 10;
/// Maximum number of segments in all outlines together; beyond it, pixels are smaller.
const MAX_COMPOSED: usize = 2 << 20;

/// Converts `tree`, scaled to fill `size`, in points from the lower left corner; `None` if only pixels can express it.
pub(super) fn shapes(tree: &Tree, size: Size) -> Option<Group> {
    let (width, height) = (size.width.0, size.height.0);
    let own = tree.size();
    let (across, down) = (width as f32 / own.width(), height as f32 / own.height());
    // SVG has its origin at the top.
    let base = Transform::from_row(across, 0.0, 0.0, -down, 0.0, height as f32);
    Composed::default().group(tree.root(), base)
}

/// The marks that have been converted so far.
#[derive(Default)]
struct Composed {
    segments: usize,
}

impl Composed {
    fn group(&mut self, group: &usvg::Group, transform: Transform) -> Option<Group> {
        if group.mask().is_some() || !group.filters().is_empty() {
            return None;
        }
        let blend = blend_mode(group.blend_mode())?;
        let transform = transform.pre_concat(group.transform());
        let mut clips = Vec::new();
        if let Some(clip) = group.clip_path() {
            self.clip(clip, transform, &mut clips)?;
        }
        let opacity = group.opacity().get();
        let apart = opacity < 1.0 || group.blend_mode() != BlendMode::Normal || group.isolate();
        let marks = if apart { Self::default().children(group, transform) } else { self.children(group, transform) }?;
        Some(Group { clips, layer: apart.then_some(Layer { opacity, blend }), marks })
    }

    fn children(&mut self, group: &usvg::Group, transform: Transform) -> Option<Vec<Mark>> {
        let mut marks = Vec::new();
        for child in group.children() {
            match child {
                Node::Group(group) => marks.push(Mark::Group(self.group(group, transform)?)),
                Node::Path(path) => self.path(path, transform, &mut marks)?,
                Node::Text(text) => marks.push(Mark::Group(self.group(text.flattened(), transform)?)),
                Node::Image(_) => return None,
            }
            if self.segments > MAX_COMPOSED {
                return None;
            }
        }
        Some(marks)
    }

    fn clip(&mut self, clip: &ClipPath, transform: Transform, clips: &mut Vec<(Outline, Rule)>) -> Option<()> {
        if let Some(outer) = clip.clip_path() {
            self.clip(outer, transform, clips)?;
        }
        let [Node::Path(path)] = clip.root().children() else { return None };
        let transform = transform.pre_concat(clip.transform()).pre_concat(clip.root().transform());
        let rule = path.fill().map_or(Rule::NonZero, rule);
        clips.push((self.outline(path, transform), rule));
        Some(())
    }

    fn path(&mut self, path: &usvg::Path, transform: Transform, marks: &mut Vec<Mark>) -> Option<()> {
        if !path.is_visible() {
            return Some(());
        }
        if path.data().len() > MAX_SEGMENTS {
            return None;
        }
        match path.paint_order() {
            PaintOrder::FillAndStroke => {
                marks.extend(self.fill(path, transform)?);
                marks.extend(self.stroke(path, transform)?);
            }
            PaintOrder::StrokeAndFill => {
                marks.extend(self.stroke(path, transform)?);
                marks.extend(self.fill(path, transform)?);
            }
        }
        Some(())
    }

    /// Converts the fill of `path`, if it has one. The outer result is `None` if shapes cannot express it.
    fn fill(&mut self, path: &usvg::Path, transform: Transform) -> Option<Option<Mark>> {
        let bounds = path.data().bounds();
        let Some(fill) = path.fill().filter(|_| bounds.width() > 0.0 && bounds.height() > 0.0) else {
            return Some(None);
        };
        let paint = match fill.paint() {
            usvg::Paint::Color(color) => Paint::Color(plain(*color)),
            paint => Paint::Gradient(gradient(paint, transform)?),
        };
        let outline = self.outline(path, transform);
        Some(Some(Mark::Fill(Fill { outline, rule: rule(fill), paint, opacity: fill.opacity().get() })))
    }

    /// Converts the stroke of `path`, if it has one. The outer result is `None` if shapes cannot express it.
    fn stroke(&mut self, path: &usvg::Path, transform: Transform) -> Option<Option<Mark>> {
        let Some(stroke) = path.stroke() else { return Some(None) };
        let usvg::Paint::Color(color) = stroke.paint() else { return None };
        // The pen is round only under a uniform scale; otherwise it must be transformed too.
        let (scale, within, matrix) = match similar(transform) {
            Some(scale) => (scale, transform, None),
            None => (1.0, Transform::identity(), Some(row(transform))),
        };
        let (outline, pen) = (self.outline(path, within), pen(stroke, scale));
        let opacity = stroke.opacity().get();
        Some(Some(Mark::Stroke(Stroke { outline, pen, color: plain(*color), opacity, matrix })))
    }

    /// Converts the outline of `path`; quadratic curves become cubic ones.
    fn outline(&mut self, path: &usvg::Path, transform: Transform) -> Outline {
        let mapped = |mut point: Point| {
            transform.map_point(&mut point);
            [point.x, point.y]
        };
        let mut last = Point::zero();
        let mut segments = Vec::with_capacity(path.data().len());
        for segment in path.data().segments() {
            segments.push(match segment {
                PathSegment::MoveTo(to) => Segment::Move(mapped(to)),
                PathSegment::LineTo(to) => Segment::Line(mapped(to)),
                PathSegment::QuadTo(control, to) => {
                    let toward = |from: Point| {
                        Point::from_xy((from.x + 2.0 * control.x) / 3.0, (from.y + 2.0 * control.y) / 3.0)
                    };
                    Segment::Curve([toward(last), toward(to), to].map(mapped))
                }
                PathSegment::CubicTo(one, two, to) => Segment::Curve([one, two, to].map(mapped)),
                PathSegment::Close => Segment::Close,
            });
            if let PathSegment::MoveTo(to)
            | PathSegment::LineTo(to)
            | PathSegment::QuadTo(_, to)
            | PathSegment::CubicTo(_, _, to) = segment
            {
                last = to;
            }
        }
        self.segments += segments.len();
        Outline { segments }
    }
}

/// Converts the line style of `stroke`, with lengths multiplied by `scale`.
fn pen(stroke: &usvg::Stroke, scale: f64) -> Pen {
    let scaled = |length: f32| f64::from(length) * scale;
    Pen {
        width: scaled(stroke.width().get()),
        cap: match stroke.linecap() {
            LineCap::Butt => Cap::Butt,
            LineCap::Round => Cap::Round,
            LineCap::Square => Cap::Square,
        },
        join: match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => Join::Miter,
            LineJoin::Round => Join::Round,
            LineJoin::Bevel => Join::Bevel,
        },
        miter_limit: stroke.miterlimit().get(),
        dashes: stroke
            .dasharray()
            .map(|dashes| (dashes.iter().map(|dash| scaled(*dash)).collect(), scaled(stroke.dashoffset()))),
    }
}

/// Converts a gradient; `None` for patterns, and for gradients that repeat or reflect.
fn gradient(paint: &usvg::Paint, transform: Transform) -> Option<Gradient> {
    let (line, gradient): (_, &usvg::BaseGradient) = match paint {
        usvg::Paint::LinearGradient(line) => (Line::Straight([line.x1(), line.y1(), line.x2(), line.y2()]), line),
        usvg::Paint::RadialGradient(circle) => {
            let (inner, outer) = (circle.fr().get(), circle.r().get());
            (Line::Circles([circle.fx(), circle.fy(), inner, circle.cx(), circle.cy(), outer]), circle)
        }
        usvg::Paint::Color(_) | usvg::Paint::Pattern(_) => return None,
    };
    if gradient.spread_method() != SpreadMethod::Pad {
        return None;
    }
    let stop = |stop: &usvg::Stop| Stop {
        offset: stop.offset().get(),
        color: plain(stop.color()),
        opacity: stop.opacity().get(),
    };
    let stops = gradient.stops().iter().map(stop).collect();
    Some(Gradient { line, stops, matrix: row(transform.pre_concat(gradient.transform())) })
}

fn plain(usvg::Color { red, green, blue }: usvg::Color) -> Color {
    Color { red, green, blue }
}

fn rule(fill: &usvg::Fill) -> Rule {
    match fill.rule() {
        FillRule::NonZero => Rule::NonZero,
        FillRule::EvenOdd => Rule::EvenOdd,
    }
}

fn row(transform: Transform) -> [f64; 6] {
    let Transform { sx, ky, kx, sy, tx, ty } = transform;
    [sx, ky, kx, sy, tx, ty].map(f64::from)
}

/// Returns the scale of `transform` if it is nearly the same in all directions.
fn similar(transform: Transform) -> Option<f64> {
    let Transform { sx, ky, kx, sy, .. } = transform;
    let (across, down) = (sx.hypot(ky), kx.hypot(sy));
    let skew = sx * kx + ky * sy;
    let close = (across - down).abs() <= 0.02 * across && skew.abs() <= 0.02 * across * down;
    close.then_some(f64::from(across * down).sqrt())
}

/// Returns the name of a blend mode in PDF (ISO 32000-1 §11.3.5), which does not have all of SVG's.
fn blend_mode(mode: BlendMode) -> Option<&'static str> {
    Some(match mode {
        BlendMode::PlusLighter => return None,
        BlendMode::Normal => "Normal",
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
    })
}
