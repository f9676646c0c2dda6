//! Lowers inline elements that contain blocks, as in `<b><p>…</p></b>`.
//!
//! HTML forbids them, but many articles contain them. Browsers apply the style to every line of text in the blocks, and
//! so do we. Such an element is pushed on a stack, its children are read as blocks, and each line of text inside is
//! wrapped in the elements on the stack. No element is put into another one to be read again, so the recursion is as
//! deep as the source.
//!
//! Limits: a style that an outer element already has is dropped. At most [`MOST_COPIES`] elements and [`MOST_COPIED`]
//! bytes of attributes are copied in this way; after that, words are kept without the styles, with a warning.

use super::{Lower, inlines};
use crate::article::Block;
use crate::diag::Diagnostic;
use crate::read::html::Attributes;
use crate::read::tree::{Element, Node};
use crate::source::Span;

/// Maximum number of elements that are copied around lines: far more than any page has, but few enough for memory.
const MOST_COPIES: usize = 500_000;

/// Maximum number of bytes of attributes that are copied, in case of an address of megabytes around a million lines.
const MOST_COPIED: usize = 16 << 20;

/// An inline element around blocks, whose lines of text are wrapped in it instead.
pub(super) struct OuterElement {
    name: &'static str,
    attributes: Attributes,
    span: Span,
}

/// The inline elements around the current blocks, outermost first, and the remaining budget for copies.
#[derive(Default)]
pub(super) struct OuterElements {
    open: Vec<OuterElement>,
    copies: usize,
    copied: usize,
}

/// Adds the blocks in the inline element `element`, which is applied to each line of text in them.
pub(super) fn around_blocks(lower: &mut Lower<'_, '_, '_>, element: Element, blocks: &mut Vec<Block>) {
    let Element { name, attributes, children, span, .. } = element;
    let known = lower.forms.open.iter().any(|form| inlines::same_form(form.name, name));
    let counts = inlines::has_form(name) && !known;
    let title = attributes.iter().find(|(key, _)| name == "a" && key == "title").map(|(_, title)| title.clone());
    if counts {
        // Anchors have been recorded already, and language and direction are applied to the blocks.
        let kept = |name: &str| !matches!(name, "id" | "name" | "lang" | "xml:lang" | "dir");
        let attributes = attributes.into_iter().filter(|(name, _)| kept(name)).collect();
        lower.forms.open.push(OuterElement { name, attributes, span });
    }
    let inner = lower.flow(children);
    if counts {
        lower.forms.open.pop();
    }
    // A line takes one link with a title, and a link without any line has no place for its title.
    if known || inner.is_empty() {
        inlines::warn_of_title(lower, title, span);
    }
    blocks.extend(inner);
}

/// Returns the nodes of a line of text, wrapped in the elements around it.
pub(super) fn formed(lower: &mut Lower<'_, '_, '_>, nodes: Vec<Node>) -> Vec<Node> {
    if lower.forms.open.is_empty() || nodes.iter().all(is_blank) {
        return nodes;
    }
    let bytes =
        |form: &OuterElement| form.attributes.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    lower.forms.copies += lower.forms.open.len();
    lower.forms.copied += lower.forms.open.iter().map(bytes).sum::<usize>();
    if lower.forms.copies > MOST_COPIES || lower.forms.copied > MOST_COPIED {
        if let Some(form) = lower.forms.open.first() {
            let message = format!("`<{}>` around too many blocks: from here on, lines do not have its form", form.name);
            lower.report.say_once(Diagnostic::warning("too-many-forms", message).at(form.span));
        }
        // This is reported only once, since the budget stays used up.
        lower.forms.open.clear();
        return nodes;
    }
    lower.forms.open.iter().rev().fold(nodes, |children, form| {
        let OuterElement { name, attributes, span } = form;
        let element = Element { name, attributes: attributes.clone(), span: *span, children, ..Element::default() };
        vec![Node::Element(element)]
    })
}

/// Whether `node` is white space.
pub(super) fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Text(text, _) if text.trim().is_empty())
}
