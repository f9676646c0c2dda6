//! Draws pages as operations, in marked-content sequences that the structure refers to (ISO 32000-1 §14.6).
//!
//! Consecutive items of one owner share a sequence. Only this module converts coordinates: layout measures downwards
//! from the top, PDF upwards from the bottom.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{Color as Ink, CurTransMat, DictItem, Greyscale, Op, PaintMode, Rect, Rgb, XObjectId, XObjectTransform};

use super::glyphs::UsedFaces;
use super::images::{Images, Veil};
use super::kids::{Kid, Kids};
use super::object::{hundredths, text_bytes};
use super::sheets::{self, Spot};
use super::surface::{Bounds, PaintedPage};
use super::text::{MarkedGlyphs, TextWriter};
use crate::article::{AssetId, Lang};
use crate::layout::{
    Anchor, Area, Color, Destination, Frame, Initial, Item, Owner, Pages, PathStep, StructId, StructNode, StructRole,
    Structure,
};
use crate::units::{Point, Pt, Size};

/// Everything drawn, and what was recorded while drawing.
pub(super) struct Painted<'a> {
    /// The pages of the file; these are sheets if pages are printed on sheets.
    pub pages: Vec<PaintedPage>,
    /// For each typeset page, its place in the file.
    pub spots: Vec<Spot>,
    /// Content of each structure element.
    pub kids: Kids,
    /// Areas that can be clicked, in reading order.
    pub links: Vec<Link<'a>>,
    /// Where links lead.
    pub anchors: BTreeMap<Anchor, LinkTarget<'a>>,
    /// For each structure element with pictures or formulas: their bounding box, and the page of the file where the
    /// element begins.
    pub bounds: BTreeMap<StructId, (usize, Bounds)>,
    /// Formulas whose source has already been given as ActualText.
    told: BTreeSet<StructId>,
}

/// Where a link leads.
pub(super) struct LinkTarget<'a> {
    /// Index of the page in the file.
    pub page: usize,
    /// Position on the page, in PDF's coordinates.
    pub at: Point,
    /// The label of the page.
    pub label: &'a str,
}

/// An area that can be clicked.
pub(super) struct Link<'a> {
    /// Index of the page.
    pub page: usize,
    /// Its rectangle.
    pub area: Bounds,
    /// Where it leads.
    pub to: &'a Destination,
    /// The structure element that it belongs to.
    pub owner: StructId,
}

/// Draws `pages`, each at its spot.
///
/// Pages are drawn in reading order, whatever sheet they are on, so the content of an element that continues on
/// another page is in reading order in the structure.
pub(super) fn paint<'a>(pages: &'a Pages, faces: &UsedFaces<'_>, images: &Images) -> Painted<'a> {
    let mut painted = Painted {
        pages: sheets::surfaces(pages),
        spots: sheets::spots(pages),
        kids: Kids::new(&pages.structure),
        links: Vec::new(),
        anchors: BTreeMap::new(),
        bounds: BTreeMap::new(),
        told: BTreeSet::new(),
    };
    for (index, page) in pages.pages.iter().enumerate() {
        crate::halt::point();
        let spot = painted.spots[index];
        let ops = Painter::new(&mut painted, &pages.structure, spot, faces, images).paint(&page.frame, &page.label);
        sheets::put(&mut painted.pages[spot.surface].ops, &spot, ops);
    }
    for (index, sheet) in pages.sheets.sides.iter().enumerate() {
        let spot = Spot::whole(index, sheet.size);
        let ops = Painter::new(&mut painted, &pages.structure, spot, faces, images).paint(&sheet.frame, &sheet.label);
        painted.pages[index].ops.extend(ops);
    }
    painted
}

/// Draws one page.
struct Painter<'p, 'a, 'f> {
    painted: &'p mut Painted<'a>,
    structure: &'a Structure,
    images: &'f Images,
    spot: Spot,
    text: TextWriter<'f>,
    /// The owner of the open sequence, if more items can be added to it.
    open: Option<Owner>,
    /// Whether any sequence is open.
    marked: bool,
    ops: Vec<Op>,
}

impl<'p, 'a, 'f> Painter<'p, 'a, 'f> {
    fn new(
        painted: &'p mut Painted<'a>,
        structure: &'a Structure,
        spot: Spot,
        faces: &'f UsedFaces<'f>,
        images: &'f Images,
    ) -> Self {
        let text = TextWriter::new(faces);
        Self { painted, structure, images, spot, text, open: None, marked: false, ops: Vec::new() }
    }

    /// Returns the operations that draw `frame`, the page with the label `label`.
    fn paint(mut self, frame: &'a Frame, label: &'a str) -> Vec<Op> {
        for (at, placed) in &frame.items {
            crate::halt::point();
            match &placed.item {
                Item::Anchor(anchor) => {
                    let place = LinkTarget { page: self.spot.surface, at: self.spot.point(*at), label };
                    self.painted.anchors.entry(*anchor).or_insert(place);
                }
                Item::Link { size, to } => self.link(placed.owner, self.bounds(*at, *size), to),
                item => self.draw(*at, placed.owner, item),
            }
        }
        self.end();
        self.ops
    }

    fn up(&self, at: Point) -> Point {
        Point::new(at.x, self.spot.height - at.y)
    }

    fn bounds(&self, at: Point, size: Size) -> Bounds {
        let top = (self.spot.height - at.y).0;
        [at.x.0, top - size.height.0, at.x.0 + size.width.0, top]
    }

    fn link(&mut self, owner: Owner, area: Bounds, to: &'a Destination) {
        // A link must be in the structure (ISO 14289-1 §7.18.5), so furniture has none.
        let Owner::Content(owner) = owner else { return };
        self.painted.kids.add(owner, Kid::Link { index: self.painted.links.len() });
        let (page, area) = (self.spot.surface, self.spot.area(area));
        self.painted.links.push(Link { page, area, to, owner });
    }

    /// Opens a sequence of `owner`, unless it is open already.
    fn begin(&mut self, owner: Owner) {
        if self.open == Some(owner) {
            return;
        }
        self.end();
        self.open = Some(owner);
        let op = match owner {
            Owner::Artifact => Op::BeginMarkedContent { tag: "Artifact".into() },
            Owner::Furniture => properties("Artifact", [("Type", DictItem::Name(b"Pagination".to_vec()))]),
            Owner::Content(id) => {
                let (tag, mcid) = self.content(id);
                match self.formula(id) {
                    Some(source) => {
                        let actual = DictItem::String { data: text_bytes(source), literal: true };
                        // Poppler uses the ActualText of spans only.
                        properties("Span", [("MCID", mcid), ("ActualText", actual)])
                    }
                    None => properties(tag, [("MCID", mcid)]),
                }
            }
        };
        self.ops.push(op);
        self.marked = true;
    }

    /// Returns the ActualText of a formula's sequence: its source where it begins, and an empty text where it
    /// continues on another line or page. Single glyphs would make no sense to a reader, and their order is not that
    /// of the source.
    fn formula(&mut self, id: StructId) -> Option<&'a str> {
        let node = &self.structure.nodes[id.0 as usize];
        let source = node.alt.as_deref().filter(|_| is_set_formula(node))?;
        Some(if self.painted.told.insert(id) { source } else { "" })
    }

    /// Whether items of `owner` belong to a formula that is read as a whole.
    fn is_formula(&self, owner: Owner) -> bool {
        matches!(owner, Owner::Content(id) if is_set_formula(&self.structure.nodes[id.0 as usize]))
    }

    /// Whether items of `owner` belong to a figure, whose rules are part of the picture.
    fn is_figure(&self, owner: Owner) -> bool {
        matches!(owner, Owner::Content(id) if self.structure.nodes[id.0 as usize].role == StructRole::Figure)
    }

    /// Opens a separate sequence for content of `owner` with an ActualText or a language of its own.
    ///
    /// A span nested in the owner's sequence would be shorter, but poppler's text of the structure loses what follows
    /// such a span.
    fn begin_span(&mut self, owner: Owner, actual: Option<&str>, lang: Option<&Lang>) {
        let (Owner::Content(id), true) = (owner, actual.is_some() || lang.is_some()) else {
            return self.begin(owner);
        };
        self.end();
        let (_, mcid) = self.content(id);
        let text = |text: &str| DictItem::String { data: text_bytes(text), literal: true };
        let entries =
            [("MCID", Some(mcid)), ("ActualText", actual.map(text)), ("Lang", lang.map(|lang| text(&lang.0)))];
        let entries = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        let properties = DictItem::Dict { map: entries.collect() };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".into(), properties });
        self.marked = true;
    }

    /// Adds a sequence to the content of `id`; returns its tag and number.
    fn content(&mut self, id: StructId) -> (&'static str, DictItem) {
        let page = self.spot.surface;
        let owners = &mut self.painted.pages[page].owners;
        let mcid = owners.len();
        owners.push(id);
        (self.painted.kids.add(id, Kid::Content { page, mcid }), DictItem::Int(mcid as i64))
    }

    /// Closes the open sequence.
    fn end(&mut self) {
        self.flush();
        self.open = None;
        if std::mem::take(&mut self.marked) {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    /// Closes the open text object.
    fn flush(&mut self) {
        if let Some(text) = self.text.finish() {
            self.ops.push(Op::Unknown { key: text, value: Vec::new() });
        }
    }

    fn draw(&mut self, at: Point, owner: Owner, item: &Item) {
        match item {
            Item::Text(run) if self.is_formula(owner) => {
                self.begin(owner);
                self.text.part(self.up(at), run, &MarkedGlyphs::whole(run));
                self.grow(
                    owner,
                    self.bounds(at + Point::new(Pt::ZERO, -run.size * 0.7), Size::new(run.width(), run.size)),
                );
            }
            Item::Text(run) => {
                for part in self.text.parts(run) {
                    self.begin_span(owner, part.actual, run.lang.as_ref());
                    self.text.part(self.up(at), run, &part);
                }
            }
            Item::Rule { size, color } => {
                self.begin(owner);
                self.flush();
                let bounds = self.bounds(at, *size);
                if self.is_figure(owner) {
                    self.grow(owner, bounds);
                }
                self.fill(bounds, *color);
            }
            Item::Outline { size, stroke, color, text } => {
                self.begin_span(owner, text.as_deref(), None);
                self.flush();
                self.outline(self.bounds(at, *size), stroke.0, *color, text.is_some());
            }
            Item::Picture { asset, size } => {
                self.begin(owner);
                self.flush();
                let bounds = self.bounds(at, *size);
                self.grow(owner, bounds);
                self.picture(*asset, bounds);
            }
            Item::Mosaic { size, tiles, color } => {
                self.begin(owner);
                self.flush();
                self.grow(owner, self.bounds(at, *size));
                self.mosaic(at, tiles, *color);
            }
            Item::Initial(initial) => self.initial(at, owner, initial),
            Item::Detail { asset, size, whole } => {
                self.begin(owner);
                self.flush();
                let bounds = self.bounds(at, *size);
                self.grow(owner, bounds);
                self.detail(*asset, bounds, self.bounds(at + whole.at, whole.size));
            }
            Item::Scrim { size, color, opacity, solid, edge } => {
                self.begin(owner);
                self.flush();
                let veil = Veil::new(*color, (*opacity, *solid), *edge);
                self.stretch(veil.key(), self.bounds(at, *size), 1);
            }
            Item::Link { .. } | Item::Anchor(_) => {}
        }
    }

    /// Draws the part of a picture that is inside of `part`; all of it would fill `whole`.
    fn detail(&mut self, asset: AssetId, part: Bounds, whole: Bounds) {
        if self.images.get(asset).is_none() {
            return self.fill(part, Color::grey(0xE6));
        }
        let [left, bottom, right, top] = part.map(|length| sheets::short(length, 2));
        let corners = format!("{left} {bottom} m {right} {bottom} l {right} {top} l {left} {top} l h W n");
        self.ops.extend([Op::SaveGraphicsState, Op::Unknown { key: corners, value: Vec::new() }]);
        self.picture(asset, whole);
        self.ops.push(Op::RestoreGraphicsState);
    }

    /// Draws a drop cap with its top left corner at `at`, and writes its letter as invisible text.
    fn initial(&mut self, at: Point, owner: Owner, initial: &Initial) {
        self.begin(owner);
        self.flush();
        let mut path = self.text.fill(initial.color);
        let place = |point: Point| {
            let point = self.up(at + point);
            format!("{} {}", sheets::short(point.x.0, 2), sheets::short(point.y.0, 2))
        };
        for step in &initial.path {
            path.push_str(&match *step {
                PathStep::Move(to) => format!("{} m\n", place(to)),
                PathStep::Line(to) => format!("{} l\n", place(to)),
                PathStep::Curve(one, other, to) => format!("{} {} {} c\n", place(one), place(other), place(to)),
                PathStep::Close => "h\n".to_owned(),
            });
        }
        path.push('f');
        self.ops.push(Op::Unknown { key: path, value: Vec::new() });
        self.text.hide();
        let mut start = at + initial.text_at;
        for run in &initial.text {
            for part in self.text.parts(run) {
                self.begin_span(owner, part.actual, None);
                self.text.part(self.up(start), run, &part);
            }
            start.x += run.width();
        }
        self.text.show_again();
    }

    /// Fills `tiles`, whose origin is `at`, as one path.
    fn mosaic(&mut self, at: Point, tiles: &[Area], color: Color) {
        let mut path = self.text.fill(color);
        for tile in tiles {
            // Rounds positions, not sizes, so that neighbouring tiles still touch.
            let [left, bottom, right, top] = self.bounds(at + tile.at, tile.size).map(hundredths);
            let [x, y, width, height] =
                [left, bottom, right - left, top - bottom].map(|length| sheets::short(length as f64 / 100.0, 2));
            path.push_str(&format!("{x} {y} {width} {height} re\n"));
        }
        if !tiles.is_empty() {
            path.push('f');
            self.ops.push(Op::Unknown { key: path, value: Vec::new() });
        }
    }

    /// Extends the bounding box of the element of `owner` by `bounds`.
    fn grow(&mut self, owner: Owner, bounds: Bounds) {
        if let Owner::Content(id) = owner {
            let there = self.spot.area(bounds);
            let (began, known) = self.painted.bounds.entry(id).or_insert((self.spot.surface, there));
            if *began == self.spot.surface {
                *known = union(*known, there);
            }
        }
    }

    fn fill(&mut self, bounds: Bounds, color: Color) {
        if !self.text.fill(color).is_empty() {
            self.ops.push(Op::SetFillColor { col: ink(color) });
        }
        self.ops.push(Op::DrawRectangle { rectangle: rectangle(bounds, PaintMode::Fill) });
    }

    fn outline(&mut self, [left, bottom, right, top]: Bounds, stroke: f64, color: Color, stand_in: bool) {
        let inset = stroke / 2.0;
        let path = [left + inset, bottom + inset, right - inset, top - inset];
        self.ops.extend([
            Op::SetOutlineColor { col: ink(color) },
            Op::SetOutlineThickness { pt: point(stroke) },
            Op::DrawRectangle { rectangle: rectangle(path, PaintMode::Stroke) },
        ]);
        if stand_in {
            self.text.stand_in(Point::new(Pt(left), Pt(bottom)), Pt(top - bottom));
        }
    }

    /// Draws a picture, or a light box if it cannot be decoded.
    fn picture(&mut self, asset: AssetId, bounds: Bounds) {
        match self.images.get(asset) {
            Some(image) => self.stretch(image.key.clone(), bounds, image.orientation),
            None => self.fill(bounds, Color::grey(0xE6)),
        }
    }

    /// Draws the object `key`, which fills the unit square, so that it fills `bounds`.
    fn stretch(&mut self, key: String, bounds: Bounds, orientation: u8) {
        self.ops.extend([
            Op::SaveGraphicsState,
            Op::SetTransformationMatrix { matrix: placement(orientation, bounds) },
            Op::UseXobject {
                id: XObjectId(key),
                transform: XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() },
            },
            Op::RestoreGraphicsState,
        ]);
    }
}

/// Whether `node` is a formula set with glyphs and rules, not shown as its source.
fn is_set_formula(node: &StructNode) -> bool {
    node.role == StructRole::Formula
}

/// Returns the matrix that maps the unit square of an image to `bounds`, rotated by its EXIF `orientation`.
fn placement(orientation: u8, [left, bottom, right, top]: Bounds) -> CurTransMat {
    let (width, height) = (right - left, top - bottom);
    // Where the image's lower left, lower right and upper left corners go, as fractions of the rectangle.
    let [a, b, c, d, e, f] = match orientation {
        2 => [-1, 0, 0, 1, 1, 0],
        3 => [-1, 0, 0, -1, 1, 1],
        4 => [1, 0, 0, -1, 0, 1],
        5 => [0, -1, -1, 0, 1, 1],
        6 => [0, -1, 1, 0, 0, 1],
        7 => [0, 1, 1, 0, 0, 0],
        8 => [0, 1, -1, 0, 1, 0],
        _ => [1, 0, 0, 1, 0, 0],
    }
    .map(f64::from);
    let matrix = [a * width, b * height, c * width, d * height, left + e * width, bottom + f * height];
    CurTransMat::Raw(matrix.map(rounded))
}

fn union(one: Bounds, other: Bounds) -> Bounds {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

fn properties<const N: usize>(tag: &str, entries: [(&str, DictItem); N]) -> Op {
    let map = entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } }
}

fn rounded(value: f64) -> f32 {
    hundredths(value) as f32 / 100.0
}

fn point(value: f64) -> printpdf::Pt {
    printpdf::Pt(rounded(value))
}

fn rectangle([left, bottom, right, top]: Bounds, mode: PaintMode) -> Rect {
    let mut rectangle = Rect::from_xywh(point(left), point(bottom), point(right - left), point(top - bottom));
    rectangle.mode = Some(mode);
    rectangle
}

fn ink(color: Color) -> Ink {
    let part = |level: u8| (f32::from(level) * 1000.0 / 255.0).round() / 1000.0;
    if color.red == color.green && color.green == color.blue {
        return Ink::Greyscale(Greyscale { percent: part(color.red), icc_profile: None });
    }
    Ink::Rgb(Rgb { r: part(color.red), g: part(color.green), b: part(color.blue), icc_profile: None })
}
