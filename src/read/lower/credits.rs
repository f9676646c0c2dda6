//! Credits of pictures, in the places where authors put them: in the caption, in markup that says so, in the line below,
//! in the alternative text.
//!
//! What attributes and classes call a credit is one by definition, and never part of the caption. A line below a picture
//! is one only if [`credit`] reads all of it as one; in italics it is a caption otherwise.

use std::collections::HashSet;

use super::inlines::is_space;
use super::{Lower, tidy};
use crate::article::walk_mut::each_block;
use crate::article::{Block, BlockKind, Credit, Figure, Inline, Style, plain_text};
use crate::diag::Diagnostic;
use crate::read::credit;
use crate::read::tree::{Element, Node};
use crate::source::Span;

/// Maximum number of words in an italic line after a picture that counts as its caption.
const CAPTION_WORDS: usize = 60;

/// Maximum number of words in a plain paragraph after a picture that counts as its caption, if a credit ends it.
const PLAIN_WORDS: usize = 40;

/// Wordings that markup says are credits, as plain text.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// Those of attributes and classes.
    stated: HashSet<String>,
    /// Those of comments, which are dropped if no picture stands before them.
    remarks: HashSet<String>,
}

/// Adds the credit that a comment holds to `out`, as a line of its own.
pub(super) fn remark(lower: &mut Lower<'_, '_, '_>, content: Vec<Inline>, out: &mut Vec<Inline>) {
    let content = tidy(content);
    let alone = out.iter().all(is_space);
    if content.is_empty() || !alone && !follows_picture(out) {
        return;
    }
    lower.credits.remarks.insert(plain_text(&content));
    out.push(Inline::Text("\n".into()));
    out.push(Inline::Styled { style: Style::Emphasis, content });
    out.push(Inline::Text("\n".into()));
}

/// Whether the last of `inlines` is a picture, but for white space.
pub(super) fn follows_picture(inlines: &[Inline]) -> bool {
    let last = inlines.iter().rev().find(|inline| !is_space(inline));
    matches!(last, Some(Inline::Picture(_)))
}

/// Whether `text` is a credit as a whole.
pub(super) fn is_credit(text: &str) -> bool {
    credit::beside(&[Inline::Text(text.trim().to_owned())]).is_some()
}

/// Adds the credit `content` of the picture before it to `out`, as a line of its own.
pub(super) fn mark(lower: &mut Lower<'_, '_, '_>, content: Vec<Inline>, out: &mut Vec<Inline>) {
    let content = tidy(content);
    if content.is_empty() {
        return;
    }
    lower.credits.stated.insert(plain_text(&content));
    out.push(Inline::Text("\n".into()));
    out.push(Inline::Styled { style: Style::Emphasis, content });
    out.push(Inline::Text("\n".into()));
}

/// Whether the classes of `element` say that it holds a picture's credit.
pub(super) fn is_marked(element: &Element) -> bool {
    element.has_class(|class| {
        let class = class.to_ascii_lowercase();
        ["credit", "attribution", "photographer", "photo-by", "image-source", "photo-source", "img-source"]
            .iter()
            .any(|mark| class.contains(mark))
    })
}

/// Removes from a caption what its markup says is the credit.
pub(super) fn take_marked(caption: &mut Element) -> Vec<Element> {
    if is_marked(caption) {
        let children = std::mem::take(&mut caption.children);
        return vec![Element { name: "span", children, span: caption.span, ..Element::default() }];
    }
    let mut found = Vec::new();
    for child in std::mem::take(&mut caption.children) {
        match child {
            Node::Element(element) if is_marked(&element) || is_credited_cite(&element) => {
                found.push(Element { name: "span", ..element });
            }
            Node::Element(mut element) => {
                found.extend(take_marked(&mut element));
                caption.children.push(Node::Element(element));
            }
            node => caption.children.push(node),
        }
    }
    found
}

/// Whether `element` is a `cite` with a credit in it, rather than the title of a work, or small print or words apart that
/// are one: `The quay <small>Ann Lee / CC BY 4.0</small>`.
fn is_credited_cite(element: &Element) -> bool {
    matches!(element.name, "cite" | "small" | "span") && is_credit(&element.text())
}

/// Divides `caption` into description and credit; `stated` is what markup says is the credit.
pub(super) fn of_caption(
    lower: &mut Lower<'_, '_, '_>,
    caption: Vec<Inline>,
    stated: Vec<Inline>,
    span: Span,
) -> (Vec<Inline>, Option<Credit>) {
    let stated = tidy(stated);
    if !stated.is_empty() {
        return with_stated(caption, stated);
    }
    if caption.is_empty() {
        return (caption, None);
    }
    let split = credit::split_caption(&caption);
    if let Some(label) = &split.doubtful {
        let message =
            format!("this caption looks like a credit, was not taken as one: `{label}` may name what is shown");
        let help = "write it as `Photo: NAME, LICENCE, via SOURCE` if it is one";
        lower.report.say(Diagnostic::note("credit-not-taken", message).at(span).help(help));
    }
    (split.caption, split.credit)
}

/// Returns `caption`, and the credit `stated` with the label that may end the caption: `Quadcopter | Source:`.
fn with_stated(caption: Vec<Inline>, stated: Vec<Inline>) -> (Vec<Inline>, Option<Credit>) {
    let text = plain_text(&caption);
    let (caption, wording) = match credit::dangling_label(&text) {
        Some(at) => {
            let (before, label) = credit::divide_at(&caption, at);
            (before, [label, vec![Inline::Text(" ".into())], stated].concat())
        }
        None => (caption, stated),
    };
    let mut credit = credit::parse(&wording);
    credit.reasons.push("the markup says so".to_owned());
    let title = plain_text(&caption);
    // A title of its own stands in bold before a caption: neither alone is the picture's.
    let titled = matches!(caption.first(), Some(Inline::Styled { style: Style::Strong, .. })) && caption.len() > 1;
    if credit.title.is_none() && !title.trim().is_empty() && !titled {
        credit.title = Some(title.trim().trim_end_matches('.').to_owned());
    }
    (caption, Some(credit))
}

/// Gives figures the captions and credits in the blocks directly after them.
pub(super) fn beside_figures(blocks: Vec<Block>, lower: &mut Lower<'_, '_, '_>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        if let Some(Block { kind: BlockKind::Figure(figure), .. }) = out.last_mut()
            && figure.credit.is_none()
            && adopt(figure, &mut block, lower)
        {
            figure.span.end = block.span.end;
            super::credits_below::by_place(&mut out);
            continue;
        }
        out.push(block);
    }
    out
}

/// Settles the marked lines that no picture took: comments are dropped, and only captions are set in italics.
pub(super) fn settle(blocks: &mut Vec<Block>, lower: &Lower<'_, '_, '_>) {
    if !lower.credits.remarks.is_empty() {
        blocks.retain(|block| !is_remark(block, lower));
        each_block(blocks, &mut |block| drop_remarks(block, lower));
    }
    if !lower.credits.stated.is_empty() {
        each_block(blocks, &mut |block| unmark(block, lower));
    }
}

fn drop_remarks(block: &mut Block, lower: &Lower<'_, '_, '_>) {
    match &mut block.kind {
        BlockKind::Quote { blocks, .. } | BlockKind::Callout { blocks, .. } => {
            blocks.retain(|block| !is_remark(block, lower))
        }
        BlockKind::List { items, .. } => {
            items.iter_mut().for_each(|item| item.blocks.retain(|block| !is_remark(block, lower)));
        }
        _ => {}
    }
}

fn unmark(block: &mut Block, lower: &Lower<'_, '_, '_>) {
    let BlockKind::Paragraph(content) = &mut block.kind else { return };
    let marked = |inline: &Inline| match inline {
        Inline::Styled { style: Style::Emphasis, content } => lower.credits.stated.contains(plain_text(content).trim()),
        _ => false,
    };
    if content.iter().any(marked) {
        let plain = std::mem::take(content).into_iter().flat_map(|inline| match inline {
            Inline::Styled { content, .. } if lower.credits.stated.contains(plain_text(&content).trim()) => content,
            other => vec![other],
        });
        *content = tidy(plain.collect());
    }
}

/// Lowers the block `element`, whose classes say that it holds a picture's credit, to a line of its own.
pub(super) fn marked_line(lower: &mut Lower<'_, '_, '_>, element: Element, blocks: &mut Vec<Block>) {
    let span = element.span;
    let content = super::inlines::inlines(lower, super::flatten(element));
    let mut out = Vec::new();
    mark(lower, content, &mut out);
    let line = lower.block(BlockKind::Paragraph(tidy(out)), span);
    blocks.push(line);
}

/// Whether the classes of the block `element` say that it holds a picture's credit, and it is a short line.
pub(super) fn is_marked_line(element: &Element) -> bool {
    if !is_marked(element) || holds_picture(element) {
        return false;
    }
    let text = element.text();
    text.len() <= 400 && !text.trim().is_empty()
}

fn holds_picture(element: &Element) -> bool {
    element.children.iter().any(|child| match child {
        Node::Element(child) => {
            matches!(child.name, "img" | "picture" | "table" | "ul" | "ol" | "pre" | "figure") || holds_picture(child)
        }
        Node::Text(..) => false,
    })
}

/// Whether `block` is a comment that no picture took.
fn is_remark(block: &Block, lower: &Lower<'_, '_, '_>) -> bool {
    let remarks = &lower.credits.remarks;
    !remarks.is_empty()
        && matches!(&block.kind, BlockKind::Paragraph(content) if remarks.contains(plain_text(content).trim()))
}

/// Takes caption or credit of `figure` from the block after it; otherwise returns false, with the block unchanged.
pub(super) fn adopt(figure: &mut Figure, block: &mut Block, lower: &mut Lower<'_, '_, '_>) -> bool {
    let span = block.span;
    match &mut block.kind {
        BlockKind::Paragraph(content) => adopt_line(figure, content, span, lower),
        BlockKind::Heading { level: 5.., content, .. } => adopt_credit(figure, content),
        BlockKind::Quote { blocks, attribution, .. } if attribution.is_empty() => match blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(content), .. }] => adopt_credit(figure, content),
            _ => false,
        },
        _ => false,
    }
}

fn adopt_credit(figure: &mut Figure, content: &[Inline]) -> bool {
    figure.credit = titled(credit::beside(content), figure);
    figure.credit.is_some()
}

/// Gives a credit without a title the figure's caption as its title.
fn titled(credit: Option<Credit>, figure: &Figure) -> Option<Credit> {
    let caption = plain_text(&figure.caption);
    credit.map(|mut credit| {
        if credit.title.is_none() && !caption.trim().is_empty() {
            credit.title = Some(caption.trim().trim_end_matches('.').to_owned());
        }
        credit
    })
}

fn adopt_line(figure: &mut Figure, content: &mut Vec<Inline>, span: Span, lower: &mut Lower<'_, '_, '_>) -> bool {
    if let Some((caption, stated)) = marked_end(content, lower) {
        if !figure.caption.is_empty() && !caption.is_empty() {
            return false;
        }
        let caption = if caption.is_empty() { std::mem::take(&mut figure.caption) } else { caption };
        (figure.caption, figure.credit) = with_stated(caption, stated);
        return true;
    }
    if figure.caption.is_empty()
        && let Some(caption) = italic_line(content)
    {
        (figure.caption, figure.credit) = of_caption(lower, caption, Vec::new(), span);
        return true;
    }
    if plain_text(content).split_whitespace().nth(CAPTION_WORDS).is_some() {
        return false;
    }
    if adopt_credit(figure, content) {
        return true;
    }
    if figure.caption.is_empty()
        && plain_text(content).split_whitespace().nth(PLAIN_WORDS).is_none()
        && let Some(split) = credit::caption_line(content)
    {
        (figure.caption, figure.credit) = (split.caption, split.credit);
        return true;
    }
    false
}

/// Returns the content of a line that ends in what markup says is a credit: caption and credit.
fn marked_end(content: &[Inline], lower: &Lower<'_, '_, '_>) -> Option<(Vec<Inline>, Vec<Inline>)> {
    if lower.credits.stated.is_empty() {
        return None;
    }
    let last = content.iter().rposition(|inline| !is_space(inline))?;
    let Inline::Styled { content: wording, .. } = &content[last] else { return None };
    if !lower.credits.stated.contains(plain_text(wording).trim()) {
        return None;
    }
    let mut before = content[..last].to_vec();
    let caption = italic_line(&mut before).unwrap_or(before);
    Some((tidy(caption), wording.clone()))
}

/// Returns the content of a short paragraph that is wholly italic or small; otherwise `None`, with the paragraph
/// unchanged.
fn italic_line(content: &mut Vec<Inline>) -> Option<Vec<Inline>> {
    let italic = |inline: &Inline| {
        matches!(inline, Inline::Styled { style: Style::Emphasis | Style::Small | Style::Cite, .. }) || is_space(inline)
    };
    if content.is_empty()
        || !content.iter().all(italic)
        || plain_text(content).split_whitespace().count() > CAPTION_WORDS
    {
        return None;
    }
    let parts = std::mem::take(content).into_iter().flat_map(|inline| match inline {
        Inline::Styled { content, .. } => content,
        other => vec![other],
    });
    Some(tidy(parts.collect()))
}

/// Gives figures without a credit the one in their alternative text.
pub(super) fn alternatives(blocks: &mut [Block]) {
    each_block(blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &mut block.kind
            && figure.credit.is_none()
            && let [picture] = figure.pictures.as_slice()
            && let Some(alt) = picture.alt.text().filter(|alt| alt.contains([' ', ':', '：', '©', '/']))
        {
            figure.credit = credit::in_alternative(alt);
        }
    });
}
