//! Inline elements that hold blocks, as in `<b><p>…</p></b>`.
//!
//! HTML forbids them and articles are full of them; browsers give the form to every line of text in the blocks, and so
//! do we: such an element puts its form on a stack, its children are read as blocks, and each line of text that is met
//! on the way stands in the forms on the stack. No element is ever put into another one to be read again, so the depth of
//! recursion is that of the source.
//!
//! Limits: a form of the same meaning as one around it says nothing. [`MOST_COPIES`] elements and [`MOST_COPIED`] bytes
//! of attributes are written anew in this way; after that the words stay and the forms go, with a warning.

use super::{Lower, inlines};
use crate::article::Block;
use crate::diag::Diagnostic;
use crate::read::html::Attributes;
use crate::read::tree::{Element, Node};
use crate::source::Span;

/// Most elements that are written anew around lines: far more than any page has, and no more than memory holds.
const MOST_COPIES: usize = 500_000;

/// Most bytes of attributes that are written anew, for an address of megabytes around a million of lines.
const MOST_COPIED: usize = 16 << 20;

/// An inline element around blocks, which their lines of text get instead.
pub(super) struct OuterElement {
    name: &'static str,
    attributes: Attributes,
    span: Span,
}

/// The inline elements around the blocks in work, outermost first, and what may still be spent on them.
#[derive(Default)]
pub(super) struct OuterElements {
    open: Vec<OuterElement>,
    copies: usize,
    copied: usize,
}

/// Adds the blocks in `element`, an inline one; its form goes to each line of text in them.
pub(super) fn around_blocks(lower: &mut Lower<'_, '_, '_>, element: Element, blocks: &mut Vec<Block>) {
    let Element { name, attributes, children, span, .. } = element;
    let known = lower.forms.open.iter().any(|form| inlines::same_form(form.name, name));
    let counts = inlines::has_form(name) && !known;
    let title = attributes.iter().find(|(key, _)| name == "a" && key == "title").map(|(_, title)| title.clone());
    if counts {
        // The names of the place are noted already, and language and direction go to the blocks.
        let kept = |name: &str| !matches!(name, "id" | "name" | "lang" | "xml:lang" | "dir");
        let attributes = attributes.into_iter().filter(|(name, _)| kept(name)).collect();
        lower.forms.open.push(OuterElement { name, attributes, span });
    }
    let inner = lower.flow(children);
    if counts {
        lower.forms.open.pop();
    }
    // Lines have one link, and its title; a link without a line has no place for one.
    if known || inner.is_empty() {
        inlines::warn_of_title(lower, title, span);
    }
    blocks.extend(inner);
}

/// The nodes of a line of text, in the forms around it.
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
        // Said once; what is spent stays spent.
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
