//! Passages set off from the text: callouts, details, pull quotes, boxes.

use super::lists::take_checkbox;
use super::{Lower, figures, inlines, is_pull, tidy};
use crate::article::{Block, BlockKind, CalloutKind, Inline, ListItem, QuoteKind};
use crate::read::tree::{Element, Node};
use crate::source::Span;

/// A callout's marker, as in `> [!warning]- Title`.
pub(super) struct Marker {
    kind: CalloutKind,
    name: String,
    /// Length of the marker in the first text of the quotation.
    length: usize,
}

/// Finds the marker at the start of a block quotation, as GitHub and Obsidian write callouts.
pub(super) fn marked(quote: &Element) -> Option<Marker> {
    let Some(Node::Element(paragraph)) = quote.children.first().filter(|_| quote.markdown) else { return None };
    let Some(Node::Text(text, _)) = paragraph.children.first() else { return None };
    let (name, rest) = text.strip_prefix("[!")?.split_once(']')?;
    if name.is_empty() || name.contains(['\n', '[']) {
        return None;
    }
    let folded = rest.starts_with('-');
    let length = text.len() - rest.len() + usize::from(rest.starts_with(['-', '+']));
    let name = name.split('|').next().unwrap_or(name).trim().to_owned();
    // A folded warning is still a warning.
    let kind = match kind(&name) {
        CalloutKind::Note if folded => CalloutKind::Details,
        kind => kind,
    };
    Some(Marker { kind, name, length })
}

/// Returns the kind of callout called `name`.
fn kind(name: &str) -> CalloutKind {
    match name.to_lowercase().as_str() {
        "tip" | "tips" | "hint" | "success" | "check" | "done" | "pro-tip" => CalloutKind::Tip,
        "important" | "key" => CalloutKind::Important,
        "warning" | "attention" | "warn" | "alert-warning" => CalloutKind::Warning,
        "caution" | "danger" | "error" | "failure" | "fail" | "missing" | "bug" | "alert-danger" => {
            CalloutKind::Caution
        }
        "details" => CalloutKind::Details,
        _ => CalloutKind::Note,
    }
}

/// Returns the title of a callout whose author gave none: its name, or nothing if labels have a name for the kind
/// ([`crate::read::resolve`] adds that).
fn default_title(name: &str) -> Vec<Inline> {
    let name = name.replace(['-', '_'], " ").to_lowercase();
    if matches!(name.trim(), "" | "note" | "tip" | "important" | "warning" | "caution" | "details") {
        return Vec::new();
    }
    let mut letters = name.chars();
    vec![Inline::Text(letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect())]
}

pub(super) fn marked_callout(
    lower: &mut Lower<'_, '_, '_>,
    mut quote: Element,
    marker: Marker,
    blocks: &mut Vec<Block>,
) {
    let Some(Node::Element(first)) = quote.children.first_mut() else { return };
    if let Some(Node::Text(text, _)) = first.children.first_mut() {
        text.drain(..marker.length);
    }
    let title = first_line(&mut first.children);
    let title = tidy(inlines::inlines(lower, title));
    let span = quote.span;
    let inner = lower.flow(quote.children);
    callout(
        lower,
        marker.kind,
        if title.is_empty() { default_title(&marker.name) } else { title },
        inner,
        span,
        blocks,
    );
}

pub(super) fn callout(
    lower: &mut Lower<'_, '_, '_>,
    kind: CalloutKind,
    title: Vec<Inline>,
    inner: Vec<Block>,
    span: Span,
    blocks: &mut Vec<Block>,
) {
    if inner.is_empty() && title.is_empty() {
        return;
    }
    let callout = lower.block(BlockKind::Callout { kind, title, blocks: inner }, span);
    blocks.push(callout);
}

/// Lowers an `aside`, `div`, `section`, `details` or a template's callout.
pub(super) fn division(lower: &mut Lower<'_, '_, '_>, mut element: Element, blocks: &mut Vec<Block>) {
    if element.name == "details" {
        return details(lower, element, blocks);
    }
    if element.has_class(is_pull) {
        return lower.quotation(element, QuoteKind::Pull, blocks);
    }
    if let Some(name) = callout_name(&element) {
        return box_of(lower, element, &name, blocks);
    }
    if let Some(done) = take_checkbox(&mut element) {
        return task(lower, element, done, blocks);
    }
    let inner = lower.flow(element.children);
    blocks.extend(inner);
}

/// Whether class, identifier or label of an element say that it holds related articles.
pub(super) fn names_related(element: &Element) -> bool {
    const NAMES: [&str; 12] = [
        "related",
        "read-next",
        "readnext",
        "read-more",
        "readmore",
        "recommended",
        "see-also",
        "further-reading",
        "yarpp",
        "more-stories",
        "more-articles",
        "you-may",
    ];
    let said = ["class", "id", "aria-label"].into_iter().filter_map(|name| element.attribute(name));
    said.map(str::to_ascii_lowercase).any(|said| NAMES.iter().any(|name| said.contains(name)))
}

fn details(lower: &mut Lower<'_, '_, '_>, mut element: Element, blocks: &mut Vec<Block>) {
    let span = element.span;
    let summary = element.children.iter().position(|node| matches!(node, Node::Element(e) if e.name == "summary"));
    let title = match summary.map(|at| element.children.remove(at)) {
        Some(Node::Element(summary)) => tidy(inlines::inlines(lower, super::flatten(summary))),
        _ => Vec::new(),
    };
    let title = if title.is_empty() { default_title("details") } else { title };
    let inner = lower.flow(element.children);
    callout(lower, CalloutKind::Details, title, inner, span, blocks);
}

fn box_of(lower: &mut Lower<'_, '_, '_>, mut element: Element, name: &str, blocks: &mut Vec<Block>) {
    let span = element.span;
    let stated = element.take("title").or_else(|| element.take("heading"));
    let title = element.children.iter().position(|node| matches!(node, Node::Element(e) if e.name == "offprint-title"));
    let title = match (title.map(|at| element.children.remove(at)), stated) {
        (Some(Node::Element(title)), _) => tidy(inlines::inlines(lower, super::flatten(title))),
        (_, Some(title)) => figures::line(lower, &title),
        _ => Vec::new(),
    };
    let mut inner = lower.flow(element.children);
    let default = default_title(name);
    match title {
        title if title.is_empty() => callout(lower, kind(name), default, inner, span, blocks),
        // A box with only a title shows it as its text.
        title if inner.is_empty() => {
            inner.push(lower.block(BlockKind::Paragraph(title), span));
            callout(lower, kind(name), default, inner, span, blocks);
        }
        title => callout(lower, kind(name), title, inner, span, blocks),
    }
}

/// Lowers a checkbox with its text, outside of any list; adjacent ones form a list.
fn task(lower: &mut Lower<'_, '_, '_>, element: Element, done: bool, blocks: &mut Vec<Block>) {
    let span = element.span;
    let item = ListItem { task: Some(done), value: None, blocks: lower.flow(element.children) };
    match blocks.last_mut().map(|block| &mut block.kind) {
        Some(BlockKind::List { numbering: None, items, .. }) if items.iter().all(|item| item.task.is_some()) => {
            items.push(item);
        }
        _ => {
            let list = lower.block(BlockKind::List { numbering: None, tight: true, items: vec![item] }, span);
            blocks.push(list);
        }
    }
}

/// Returns the name of the callout `element`, by its element or its classes.
fn callout_name(element: &Element) -> Option<String> {
    if element.name == "offprint-callout" {
        return Some(element.attribute("type").unwrap_or("note").to_owned());
    }
    let classes = element.attribute("class")?.to_ascii_lowercase();
    let named =
        |class: &&str| ["note", "tip", "info", "warning", "caution", "danger", "important", "hint"].contains(class);
    let is_box = |class: &str| ["admonition", "callout", "alert", "usa-alert"].contains(&class);
    let bare: Vec<&str> = classes
        .split_ascii_whitespace()
        .map(|class| {
            ["alert-", "callout-", "admonition-", "usa-alert--"]
                .into_iter()
                .find_map(|p| class.strip_prefix(p))
                .unwrap_or(class)
        })
        .collect();
    let wanted = bare.iter().copied().any(is_box) || bare.len() == 1;
    let name = bare.iter().find(|class| named(class)).copied();
    if wanted { name.or_else(|| bare.iter().copied().any(is_box).then_some("note")).map(str::to_owned) } else { None }
}

/// Removes the nodes of the first line from `nodes`.
fn first_line(nodes: &mut Vec<Node>) -> Vec<Node> {
    let mut line = Vec::new();
    let mut rest = std::mem::take(nodes).into_iter();
    for node in rest.by_ref() {
        match node {
            Node::Text(text, span) if text.contains('\n') => {
                let (before, after) = text.split_once('\n').unwrap_or((&text, ""));
                line.push(Node::Text(before.to_owned(), span));
                nodes.push(Node::Text(after.to_owned(), span));
                break;
            }
            Node::Element(element) if element.name == "br" => break,
            node => line.push(node),
        }
    }
    nodes.extend(rest);
    line
}
