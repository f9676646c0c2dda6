//! Link annotations (ISO 32000-1 §12.5.6.5) and destinations.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::content::{Link, Painted};
use super::object::{bytes, number, numbers, text};
use crate::article::{Article, Block, BlockKind, Visit, walk_blocks};
use crate::layout::{Anchor, Destination, StructNode};
use crate::units::Point;

/// Links to an address up to this length, in bytes, each have an action of their own.
const SHORT: usize = 1000;
/// Number of characters of a longer address in the description of its link.
const DESCRIBED: usize = 200;

/// Returns the annotation of `link`; `key` is its key in the parent tree.
///
/// PDF/UA requires a description (`Contents`, ISO 14289-1 §7.18.5), PDF/A the print flag (ISO 19005-3 §6.3.2).
pub(super) fn annotation(
    link: &Link<'_>,
    key: usize,
    painted: &Painted<'_>,
    pages: &[ObjectId],
    node: &StructNode,
) -> Dictionary {
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => numbers(&link.area),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "StructParent" => key as i64,
        "P" => pages[link.page],
    };
    let described = node.title.as_deref().or(node.alt.as_deref());
    match link.to {
        Destination::Url(url) if is_long(url) => {
            let start: String = url.chars().take(DESCRIBED).chain(['…']).collect();
            annotation.set("Contents", text(described.unwrap_or(&start)));
        }
        Destination::Url(url) => {
            annotation.set("Contents", text(described.unwrap_or(url)));
            annotation.set("A", action(url));
        }
        Destination::Anchor(anchor) => {
            let place = painted.anchors.get(anchor);
            let label = place.map(|place| place.label).unwrap_or_default();
            annotation.set("Contents", text(described.unwrap_or(&format!("→ {label}"))));
            if let Some(place) = place {
                annotation.set("Dest", destination(pages[place.page], place.at));
            }
        }
    }
    annotation
}

/// Whether all links to `url` share one action object: a long address fills many lines, each with a link.
pub(super) fn is_long(url: &str) -> bool {
    url.len() > SHORT
}

/// Returns the action of a link to `url`.
pub(super) fn action(url: &str) -> Dictionary {
    dictionary! { "S" => "URI", "URI" => bytes(uri(url)) }
}

/// Returns a destination: page and position, keeping the reader's zoom.
pub(super) fn destination(page: ObjectId, at: Point) -> Object {
    vec![Object::Reference(page), "XYZ".into(), number(at.x.0), number(at.y.0), Object::Null].into()
}

/// Returns the tree of names (ISO 32000-1 §7.9.6) by which other files link to the headings of `article`; `None` if it has
/// none. A book has none: other articles know nothing of it.
pub(super) fn named_destinations(article: &Article, painted: &Painted<'_>, pages: &[ObjectId]) -> Option<Dictionary> {
    let mut names = BTreeMap::new();
    walk_blocks(&article.blocks, &mut |visit| {
        if let Visit::Block(Block { id, kind: BlockKind::Heading { slug, .. }, .. }) = visit
            && let Some(place) = painted.anchors.get(&Anchor::Block(*id))
        {
            names.entry(slug.as_bytes()).or_insert_with(|| destination(pages[place.page], place.at));
        }
    });
    let names = names.into_iter().flat_map(|(name, place)| [bytes(name), place]);
    let names: Vec<Object> = names.collect();
    (!names.is_empty()).then(|| dictionary! { "Names" => names })
}

/// Converts `url` to the 7-bit form that a URI action requires (§12.6.4.7), by percent-encoding other characters.
fn uri(url: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`');
    utf8_percent_encode(url, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn addresses_are_ascii_and_what_is_escaped_stays() {
        assert_eq!(uri("https://example.org/ä b?q=%20#x"), "https://example.org/%C3%A4%20b?q=%20#x");
    }
}
