//! Pictures that a script loads when the reader scrolls to them, and their copies for readers without scripts.
//!
//! A page contains such a picture twice: as an `img` with its address in `data-src` and a tiny picture or nothing in
//! `src`, and completely in a `noscript` beside it. One of them must be dropped.

use crate::read::tree::{Element, Node};

/// Attributes that hold the address until a script moves it to `src`.
const LAZY: [&str; 8] = [
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-full-src",
    "data-srcset",
    "data-lazy-srcset",
    "data-lazy",
    "data-echo",
];

/// Removes the copies from `nodes`, or the placeholders if only a copy shows the picture.
pub(super) fn drop_copies(nodes: &mut Vec<Node>) {
    let is_noscript = |node: &Node| matches!(node, Node::Element(element) if element.name == "noscript");
    if !nodes.iter().any(is_noscript) {
        return;
    }
    let mut gone = vec![false; nodes.len()];
    for at in 0..nodes.len() {
        if !is_noscript(&nodes[at]) {
            continue;
        }
        let beside = [neighbour(nodes, (0..at).rev()), neighbour(nodes, at + 1..nodes.len())];
        for other in beside.into_iter().flatten().filter(|other| !gone[*other]) {
            let (Some(lazy), Some(copy)) = (only_image(&nodes[other]), only_image(&nodes[at])) else { continue };
            if is_placeholder(lazy) {
                gone[other] = true;
                break;
            }
            if is_lazy(lazy) || is_same(lazy, copy) {
                gone[at] = true;
                break;
            }
        }
    }
    let mut gone = gone.into_iter();
    nodes.retain(|_| !gone.next().unwrap_or_default());
}

/// Returns the first of `places` in `nodes` that is not white space, if it is an element.
fn neighbour(nodes: &[Node], mut places: impl Iterator<Item = usize>) -> Option<usize> {
    let at = places.find(|&at| !matches!(&nodes[at], Node::Text(text, _) if text.trim().is_empty()))?;
    matches!(&nodes[at], Node::Element(element) if element.name != "noscript").then_some(at)
}

/// Returns the picture in `node`, if `node` contains nothing else.
fn only_image(node: &Node) -> Option<&Element> {
    let mut node = node;
    loop {
        let Node::Element(element) = node else { return None };
        if element.name == "img" {
            return Some(element);
        }
        if element.name == "picture" {
            return element.children.iter().find_map(|child| match child {
                Node::Element(image) if image.name == "img" => Some(image),
                _ => None,
            });
        }
        let counts = |child: &&Node| match child {
            Node::Text(text, _) => !text.trim().is_empty(),
            Node::Element(element) => element.name != "figcaption",
        };
        let mut rest = element.children.iter().filter(counts);
        node = rest.next()?;
        if rest.next().is_some() {
            return None;
        }
    }
}

fn is_lazy(image: &Element) -> bool {
    LAZY.iter().any(|name| image.attribute(name).is_some_and(|value| !value.is_empty()))
}

/// Whether `image` is only a placeholder for another.
fn is_placeholder(image: &Element) -> bool {
    let source = image.attribute("src").unwrap_or_default();
    let named = ["placeholder", "blank.", "spacer.", "pixel.", "lazy", "loading.", "transparent.", "1x1."];
    let set = image.attribute("srcset").is_some_and(|set| !set.is_empty());
    !is_lazy(image)
        && !set
        && (source.is_empty() || source.starts_with("data:") || named.iter().any(|name| source.contains(name)))
}

/// Whether both show the same picture, possibly in two sizes.
fn is_same(one: &Element, other: &Element) -> bool {
    let name = |image: &Element| image.attribute("src").and_then(name);
    name(one).is_some() && name(one) == name(other)
}

/// Returns a file name without its folder, size and extension.
fn name(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    let name = path.rsplit('/').find(|part| !part.is_empty())?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let size = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x') && part.contains('x');
    let stem = stem.rsplit_once(['-', '_']).filter(|(_, part)| size(part)).map_or(stem, |(stem, _)| stem);
    Some(stem.to_ascii_lowercase()).filter(|stem| !stem.is_empty())
}
