//! Limits on untrusted SVG: a few lines that refer to each other can expand beyond any machine's memory.
//!
//! Before usvg resolves references, [`check`] adds up the size that they expand to. Before resvg draws,
//! [`check_painting`] adds up the pixels that it will touch: each group with an effect needs a layer of its own.
//!
//! Limits: these are estimates. Which elements a style rule affects is judged only by the names in its selectors.

use std::collections::HashMap;

use resvg::tiny_skia::Transform;
use resvg::usvg::filter::{Filter, Kind};
use resvg::usvg::roxmltree::{Document, Node, NodeId};
use resvg::usvg::{Group, ImageKind, Node as Drawn, Paint, Path, Pattern, Tree};

use crate::draw::Error;

/// Maximum nesting, including references: usvg and resvg recurse on the stack of the thread.
const MAX_DEPTH: u32 = 96;

/// Maximum number of bytes of markup, including references.
const MAX_UNFOLDED: u64 = 32 << 20;

/// Estimated bytes of an element, apart from its attributes.
const ELEMENT: u64 = 64;

/// Maximum number of attributes of an element: the parser compares each with all others.
const MAX_ATTRIBUTES: usize = 512;

/// Maximum number of pairs of characters in a text, where elements count as characters: to place one of them, usvg
/// looks at all of them.
const MAX_SETTING: usize = 400_000_000;

/// Estimated bytes of a character when it is set.
const TEXT: u64 = 50;

/// Maximum number of pairs of rules and elements: usvg tries each rule on each element.
const MAX_STYLING: usize = 50_000_000;

/// Maximum number of pairs of definitions and elements: usvg searches for cycles from each definition.
const MAX_CIRCLES: usize = 100_000_000;

/// Maximum number of pixels that painting touches; a full page at 300 dpi has 8 million.
const MAX_PAINTED: f64 = 256e6;

/// Rejects markup that would take too long even to parse.
pub(super) fn check_markup(text: &str) -> Result<(), Error> {
    let crowded = text.split('<').any(|tag| tag.bytes().filter(|byte| *byte == b'=').count() > MAX_ATTRIBUTES);
    if crowded { Err(Error::TooComplex) } else { Ok(()) }
}

/// Rejects a document that is nested too deeply or expands to too much.
pub(super) fn check(document: &Document<'_>) -> Result<(), Error> {
    let named = |names: &[&str]| {
        document.descendants().filter(|node| names.contains(&node.tag_name().name())).collect::<Vec<_>>()
    };
    let elements = document.descendants().filter(Node::is_element).count();
    let style: String = named(&["style"]).iter().flat_map(Node::children).filter_map(|node| node.text()).collect();
    let definitions = named(&["clipPath", "mask", "pattern", "filter", "marker"]).len();
    if elements.saturating_mul(style.matches('{').count()) > MAX_STYLING
        || elements.saturating_mul(definitions) > MAX_CIRCLES
        || named(&["text"]).into_iter().map(setting).sum::<usize>() > MAX_SETTING
    {
        return Err(Error::TooComplex);
    }
    let ids = document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let rules = style.split('}').filter(|rule| rule.contains('#') && rule.contains("url(")).collect();
    let mut measure = Measure { ids, rules, known: HashMap::new() };
    let whole = measure.weigh(document.root_element(), 0)?;
    if whole.bytes > MAX_UNFOLDED { Err(Error::TooComplex) } else { Ok(()) }
}

/// The weight of an element with all of its content and references.
#[derive(Clone, Copy)]
struct Weight {
    bytes: u64,
    depth: u32,
}

struct Measure<'a, 'input> {
    ids: HashMap<&'a str, Node<'a, 'input>>,
    /// Style rules with references.
    rules: Vec<&'a str>,
    /// Weights of elements. An element that is still being weighed counts as nothing, as usvg breaks cycles.
    known: HashMap<NodeId, Weight>,
}

impl<'a, 'input> Measure<'a, 'input> {
    fn weigh(&mut self, node: Node<'a, 'input>, depth: u32) -> Result<Weight, Error> {
        if let Some(known) = self.known.get(&node.id()) {
            return if depth + known.depth > MAX_DEPTH { Err(Error::TooDeep) } else { Ok(*known) };
        }
        if depth >= MAX_DEPTH {
            return Err(Error::TooDeep);
        }
        self.known.insert(node.id(), Weight { bytes: 0, depth: 0 });
        let own: usize = node.attributes().map(|attribute| attribute.value().len() + 8).sum();
        let mut weight = Weight { bytes: own as u64 + ELEMENT, depth: 0 };
        for child in node.children() {
            if child.is_element() {
                self.add(&mut weight, child, depth, 1)?;
            } else {
                weight.bytes += TEXT * child.text().map_or(0, |text| text.len() as u64);
            }
        }
        for target in self.targets(node) {
            let times = if target.tag_name().name() == "marker" { corners(node) } else { 1 };
            self.add(&mut weight, target, depth, times)?;
        }
        self.known.insert(node.id(), weight);
        Ok(weight)
    }

    fn add(&mut self, to: &mut Weight, node: Node<'a, 'input>, depth: u32, times: u64) -> Result<(), Error> {
        let part = self.weigh(node, depth + 1)?;
        to.bytes = to.bytes.saturating_add(part.bytes.saturating_mul(times));
        to.depth = to.depth.max(part.depth + 1);
        Ok(())
    }

    /// Returns the elements that `node` refers to and that usvg copies for each reference; gradients are shared.
    fn targets(&self, node: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
        let by_attributes = node.attributes().map(|attribute| attribute.value());
        let class = node.attribute("class").unwrap_or_default();
        let names = || class.split_whitespace().chain(node.attribute("id")).chain([node.tag_name().name(), "*", "["]);
        let by_style = self.rules.iter().copied().filter(|rule| {
            let selector = rule.split('{').next().unwrap_or_default();
            names().any(|name| selector.contains(name))
        });
        let found = by_attributes.chain(by_style).flat_map(references).filter_map(|id| self.ids.get(id).copied());
        found.filter(|target| !target.tag_name().name().ends_with("Gradient")).collect()
    }
}

/// Finds the identifiers that `text` refers to: `#id` as a whole, or `url(#id)` in it.
fn references(text: &str) -> impl Iterator<Item = &str> {
    let whole = text.trim().strip_prefix('#');
    let parts = text.split("url(").skip(1).filter_map(|part| {
        let part = part.trim_start_matches([' ', '"', '\'']).strip_prefix('#')?;
        part.split([')', '"', '\'', ' ']).next()
    });
    whole.into_iter().chain(parts)
}

/// Estimates the work of placing the characters of a text.
fn setting(text: Node<'_, '_>) -> usize {
    let characters: usize = text.descendants().filter(Node::is_text).filter_map(|node| node.text()).map(str::len).sum();
    let elements = text.descendants().filter(Node::is_element).count();
    let all = characters + 8 * elements;
    all.saturating_mul(all)
}

/// Estimates the number of vertices of a shape: a marker may be drawn at each.
fn corners(node: Node<'_, '_>) -> u64 {
    let length = |name| node.attribute(name).map_or(0, str::len);
    2 + (length("d") + length("points")) as u64 / 4
}

/// Rejects a tree that takes too much work to paint with `transform` on a canvas of `pixels`.
pub(super) fn check_painting(tree: &Tree, transform: Transform, pixels: u32) -> Result<(), Error> {
    let mut work = Work { canvas: f64::from(pixels), pixels: 0.0 };
    work.group(tree.root(), transform);
    if work.pixels <= MAX_PAINTED { Ok(()) } else { Err(Error::TooComplex) }
}

struct Work {
    canvas: f64,
    pixels: f64,
}

impl Work {
    fn group(&mut self, group: &Group, transform: Transform) {
        // Once over the limit, the tree is rejected whatever follows.
        if self.pixels > MAX_PAINTED || self.pixels.is_nan() {
            return;
        }
        let transform = transform.pre_concat(group.transform());
        if group.should_isolate() {
            let bounds = group.layer_bounding_box();
            // resvg draws at most five times the canvas in each direction.
            let layer = area(bounds.width(), bounds.height(), transform).min(self.canvas * 25.0);
            self.pixels += layer * 2.0;
            if let Some(clip) = group.clip_path() {
                self.pixels += layer;
                self.group(clip.root(), transform.pre_concat(clip.transform()));
                clip.clip_path().into_iter().for_each(|clip| self.group(clip.root(), transform));
            }
            if let Some(mask) = group.mask() {
                self.pixels += layer;
                self.group(mask.root(), transform);
                mask.mask().into_iter().for_each(|mask| self.group(mask.root(), transform));
            }
            group.filters().iter().for_each(|filter| self.filter(filter, layer, transform));
        }
        for child in group.children() {
            match child {
                Drawn::Group(group) => self.group(group, transform),
                Drawn::Path(path) => self.path(path, transform),
                Drawn::Text(text) => self.group(text.flattened(), transform),
                Drawn::Image(image) if let ImageKind::SVG(tree) = image.kind() => self.group(tree.root(), transform),
                Drawn::Image(image) => self.pixels += area(image.size().width(), image.size().height(), IDENTITY),
            }
        }
    }

    fn path(&mut self, path: &Path, transform: Transform) {
        let bounds = path.stroke_bounding_box();
        // Filling is far cheaper than compositing.
        self.pixels += area(bounds.width(), bounds.height(), transform).min(self.canvas) / 16.0;
        let paints = path.fill().map(|fill| fill.paint()).into_iter().chain(path.stroke().map(|stroke| stroke.paint()));
        for paint in paints {
            if let Paint::Pattern(pattern) = paint {
                self.pattern(pattern, transform);
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern, transform: Transform) {
        let (across, down) = transform.pre_concat(pattern.transform()).get_scale();
        let transform = Transform::from_scale(across, down);
        self.pixels += area(pattern.rect().width(), pattern.rect().height(), transform);
        self.group(pattern.root(), transform);
    }

    fn filter(&mut self, filter: &Filter, layer: f64, transform: Transform) {
        let (across, down) = transform.get_scale();
        for primitive in filter.primitives() {
            let factor = match primitive.kind() {
                Kind::Turbulence(noise) => 4.0 + 4.0 * f64::from(noise.num_octaves()),
                Kind::Morphology(shape) => {
                    1.0 + f64::from(shape.radius_x().get() * across) * f64::from(shape.radius_y().get() * down)
                }
                Kind::ConvolveMatrix(kernel) => {
                    2.0 + f64::from(kernel.matrix().columns()) * f64::from(kernel.matrix().rows())
                }
                Kind::Image(image) => {
                    self.group(image.root(), transform);
                    2.0
                }
                _ => 2.0,
            };
            self.pixels += layer * factor;
        }
    }
}

const IDENTITY: Transform = Transform { sx: 1.0, kx: 0.0, ky: 0.0, sy: 1.0, tx: 0.0, ty: 0.0 };

/// Estimates the number of pixels of a transformed rectangle.
fn area(width: f32, height: f32, transform: Transform) -> f64 {
    let (across, down) = transform.get_scale();
    f64::from(width) * f64::from(across) * f64::from(height) * f64::from(down)
}
