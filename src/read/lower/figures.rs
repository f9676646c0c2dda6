//! Lowers pictures with their captions and credits.

use super::inlines::{alternative, clean, first_of_srcset, is_small, is_space};
use super::{Lower, credits, inlines, sizes, tidy};
use crate::article::{Alt, Block, BlockKind, Extent, Figure, Inline, Length, Picture, Style};
use crate::read::pictures;
use crate::read::tree::{Element, Node};
use crate::source::Span;

/// Lowers an `img` to a picture, or to a link if it embeds a page.
pub(super) fn picture(lower: &mut Lower<'_, '_, '_>, mut element: Element) -> Option<Inline> {
    let span = element.span;
    if element.has_class(|class| class.contains("avatar")) {
        element.attributes.retain(|(name, _)| name != "alt");
        element.attributes.push(("alt".into(), String::new()));
    }
    let wiki = element.attribute("wiki").map(|kind| kind == "named");
    let mut address = picture_address(&mut element)?;
    if wiki.is_some() {
        // In tables, `\|` separates the address from the rest.
        address.truncate(address.trim_end_matches('\\').len());
    }
    if wiki.is_some() && !pictures::has_picture_extension(&address) {
        return embedded_page(lower, &address, &element, span);
    }
    let mut extent = sizes::stated(&element);
    let alt = match wiki {
        Some(named) => {
            let (words, size) = embed_words(&element.text());
            extent = size.unwrap_or(extent);
            if named && !words.is_empty() { Alt::Text(words) } else { Alt::NotStated }
        }
        None => alternative(&element),
    };
    let title = element.take("title");
    let asset = lower.gallery.picture(&address, span, lower.report);
    if asset.is_err() && alt == Alt::Decorative {
        return None;
    }
    let mut picture = Picture { asset, alt, title, link: None, extent, span };
    picture.extent = lower.gallery.size(&picture).map_or(extent, |natural| sizes::news(extent, natural));
    Some(Inline::Picture(picture))
}

/// Lowers `![[page]]` to a link to the page.
fn embedded_page(lower: &mut Lower<'_, '_, '_>, address: &str, element: &Element, span: Span) -> Option<Inline> {
    lower.warn("embedded-page", format!("the embedded page `{address}` becomes a link"), span);
    let target = inlines::target_of(lower, address, span)?;
    let text = element.text();
    let text = if text.is_empty() { address.to_owned() } else { text };
    Some(Inline::Link { target, title: None, content: vec![Inline::Text(text)] })
}

/// Adds the blocks of a paragraph with `content`: pictures on lines of their own become figures.
pub(super) fn paragraph(lower: &mut Lower<'_, '_, '_>, content: Vec<Inline>, span: Span, blocks: &mut Vec<Block>) {
    if !content.iter().any(|inline| matches!(inline, Inline::Picture(_))) {
        return lines(lower, content, span, blocks);
    }
    let mut words: Vec<Inline> = Vec::new();
    let mut pictures: Vec<Picture> = Vec::new();
    for line in picture_lines(lower, content) {
        match line {
            Line::Pictures(more) => {
                lines(lower, std::mem::take(&mut words), span, blocks);
                pictures.extend(more);
            }
            Line::Words(line) => {
                if !pictures.is_empty() {
                    plain_figure(lower, std::mem::take(&mut pictures), span, blocks);
                }
                words.extend(line);
            }
        }
    }
    if !pictures.is_empty() {
        plain_figure(lower, pictures, span, blocks);
    }
    lines(lower, words, span, blocks);
}

/// Adds a paragraph, if there are any words; a display formula alone becomes a block.
fn lines(lower: &mut Lower<'_, '_, '_>, content: Vec<Inline>, span: Span, blocks: &mut Vec<Block>) {
    let content = tidy(content);
    let kind = match content.as_slice() {
        [] => return,
        [Inline::Math { tex, display: true }] => BlockKind::Math(tex.clone()),
        [Inline::Text(text)] if is_toc_mark(text) => return,
        _ => BlockKind::Paragraph(content),
    };
    let block = lower.block(kind, span);
    blocks.push(block);
}

/// Splits `content` into lines, and large pictures off both ends of a line.
fn picture_lines(lower: &Lower<'_, '_, '_>, content: Vec<Inline>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut rest = content.into_iter().peekable();
    while rest.peek().is_some() {
        let mut line: Vec<Inline> = Vec::new();
        let mut end = None;
        for inline in rest.by_ref() {
            if inline == Inline::LineBreak || inline == Inline::Text("\n".into()) {
                end = Some(inline);
                break;
            }
            line.push(inline);
        }
        split_line(lower, line, end, &mut lines);
    }
    lines
}

fn split_line(lower: &Lower<'_, '_, '_>, mut line: Vec<Inline>, end: Option<Inline>, lines: &mut Vec<Line>) {
    let any = line.iter().any(|inline| matches!(inline, Inline::Picture(_)));
    if any && line.iter().all(|inline| matches!(inline, Inline::Picture(_)) || is_space(inline)) {
        return lines.push(Line::Pictures(line.into_iter().filter_map(into_picture).collect()));
    }
    let stands_apart = |inline: &Inline| match inline {
        Inline::Picture(picture) => picture.asset.is_ok() && !is_small(picture, |picture| lower.gallery.size(picture)),
        inline => is_space(inline),
    };
    let lead = line.iter().take_while(|inline| stands_apart(inline)).count();
    let before: Vec<Picture> = line.drain(..lead).filter_map(into_picture).collect();
    let tail = line.iter().rev().take_while(|inline| stands_apart(inline)).count();
    let after: Vec<Picture> = line.split_off(line.len() - tail).into_iter().filter_map(into_picture).collect();
    if !before.is_empty() {
        lines.push(Line::Pictures(before));
    }
    line.extend(end);
    lines.push(Line::Words(line));
    if !after.is_empty() {
        lines.push(Line::Pictures(after));
    }
}

fn plain_figure(lower: &mut Lower<'_, '_, '_>, pictures: Vec<Picture>, span: Span, blocks: &mut Vec<Block>) {
    push_figure(lower, pictures, Vec::new(), Vec::new(), span, blocks);
}

/// Adds a figure; a credit at the end of its caption is split off, unless markup states one.
fn push_figure(
    lower: &mut Lower<'_, '_, '_>,
    mut pictures: Vec<Picture>,
    caption: Vec<Inline>,
    stated: Vec<Inline>,
    span: Span,
    blocks: &mut Vec<Block>,
) {
    let mut caption = tidy(caption);
    if caption.is_empty()
        && let [picture] = pictures.as_mut_slice()
        && picture.title.as_deref().is_some_and(|title| Some(title) != picture.alt.text())
    {
        caption = picture.title.take().map(Inline::Text).into_iter().collect();
    }
    let (caption, credit) = credits::of_caption(lower, caption, stated, span);
    let figure = lower.block(BlockKind::Figure(Figure { pictures, caption, credit, span }), span);
    blocks.push(figure);
}

/// Lowers an HTML `figure`.
pub(super) fn figure(lower: &mut Lower<'_, '_, '_>, mut element: Element, blocks: &mut Vec<Block>) {
    let span = element.span;
    let stated = sizes::stated(&element);
    let extent = Extent { width: stated.width, widest: stated.widest, ..Extent::default() };
    let captions: Vec<Element>;
    (captions, element.children) = take_captions(std::mem::take(&mut element.children));
    let (mut caption, mut stated) = (Vec::new(), Vec::new());
    for mut part in captions {
        lower.note_anchors(&part);
        for credit in credits::take_marked(&mut part) {
            stated.extend((!stated.is_empty()).then(|| Inline::Text(" ".into())));
            stated.extend(inlines::inlines(lower, super::flatten(credit)));
        }
        if !caption.is_empty() {
            caption.push(Inline::Text(" ".into()));
        }
        caption.extend(inlines::inlines(lower, super::flatten(part)));
    }
    let inner = lower.flow(element.children);
    let mut pictures = Vec::new();
    let mut others = Vec::new();
    for block in inner {
        match block.kind {
            BlockKind::Figure(figure) => {
                pictures.extend(figure.pictures);
                if !figure.caption.is_empty() || figure.credit.is_some() {
                    caption.extend(caption.last().is_some().then(|| Inline::Text(" ".into())));
                    caption.extend(figure.caption);
                    caption.extend(figure.credit.into_iter().flat_map(|credit| credit.verbatim));
                }
            }
            _ => others.push(block),
        }
    }
    blocks.append(&mut others);
    if pictures.is_empty() {
        caption.extend(stated);
        return caption_of_others(lower, caption, span, blocks);
    }
    // The width of a figure applies to its only picture, as in `<figure style="width: 50%">`.
    if let [picture] = pictures.as_mut_slice()
        && !extent.is_empty()
        && picture.extent.width.is_none_or(|width| matches!(width, Length::Column(share) if share >= 1.0))
    {
        let natural = lower.gallery.size(picture);
        picture.extent = natural.map_or(extent, |natural| sizes::news(extent, natural));
    }
    push_figure(lower, pictures, caption, stated, span, blocks);
}

/// Lowers a caption of a listing, quotation or table: as an attribution, or a table's caption.
fn caption_of_others(lower: &mut Lower<'_, '_, '_>, caption: Vec<Inline>, span: Span, blocks: &mut Vec<Block>) {
    let caption = tidy(caption);
    match blocks.last_mut().map(|block| &mut block.kind) {
        _ if caption.is_empty() => {}
        Some(BlockKind::Quote { attribution, .. }) if attribution.is_empty() => *attribution = caption,
        Some(BlockKind::Table(table)) if table.caption.is_empty() => table.caption = caption,
        _ => {
            let line = lower.block(BlockKind::Paragraph(caption), span);
            blocks.push(line);
        }
    }
}

/// Lowers a template tag for a figure inside a line; its caption makes it a figure later.
pub(super) fn tag_figure_inline(lower: &mut Lower<'_, '_, '_>, mut element: Element, out: &mut Vec<Inline>) {
    let mut caption: Vec<String> = Vec::new();
    caption.extend(element.take("caption"));
    let stated = caption.first().cloned().unwrap_or_default();
    // Hugo shows the title above the caption.
    let title = element.take("title").filter(|title| *title != stated);
    let link = element.take("link").and_then(|link| inlines::target_of(lower, &link, element.span));
    let credit = credit_source(&mut element);
    let mut image = Element { name: "img", attributes: element.attributes, span: element.span, ..Element::default() };
    image.attributes.retain(|(name, _)| name != "wiki");
    let Some(Inline::Picture(mut picture)) = picture(lower, image) else { return };
    picture.link = link;
    out.push(Inline::Text("\n".into()));
    out.push(Inline::Picture(picture));
    out.push(Inline::Text("\n".into()));
    if title.is_some() || !caption.is_empty() {
        let mut content = Vec::new();
        if let Some(title) = title {
            content.push(Inline::Styled { style: Style::Strong, content: line(lower, &title) });
            content.extend((!caption.is_empty()).then(|| Inline::Text(" ".into())));
        }
        content.extend(line(lower, &caption.join(" ")));
        out.push(Inline::Styled { style: Style::Emphasis, content });
        out.push(Inline::Text("\n".into()));
    }
    if let Some(credit) = credit {
        let content = line(lower, &credit);
        credits::mark(lower, content, out);
    }
}

/// Parses Markdown or HTML inside an attribute.
pub(super) fn line(lower: &mut Lower<'_, '_, '_>, text: &str) -> Vec<Inline> {
    crate::read::markdown::line_with(text, lower.gallery)
}

/// Splits the text after the bar of an embedded picture into words and size: Obsidian's `![[quay.png|300]]` and
/// `![[quay.png|The quay|300x200]]`.
fn embed_words(text: &str) -> (String, Option<Extent>) {
    let (words, last) = text.rsplit_once('|').unwrap_or(("", text));
    let size = sizes::behind_bar(last);
    let words = if size.is_some() { words } else { text };
    (clean(words).split_whitespace().collect::<Vec<_>>().join(" "), size)
}

enum Line {
    Pictures(Vec<Picture>),
    Words(Vec<Inline>),
}

fn into_picture(inline: Inline) -> Option<Picture> {
    match inline {
        Inline::Picture(picture) => Some(picture),
        _ => None,
    }
}

/// Whether `text` is another tool's marker for a table of contents, which outputs have anyway.
fn is_toc_mark(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "[toc]" | "[[toc]]" | "[[_toc_]]" | "{:toc}" | "${toc}")
}

/// Returns the credit in `attr` and `attrlink` of Hugo's `figure`, as Markdown.
fn credit_source(element: &mut Element) -> Option<String> {
    let credit = element.take("attr").or_else(|| element.take("credit"))?;
    let license = element.take("license").map(|license| format!(", {license}")).unwrap_or_default();
    Some(match element.take("attrlink") {
        Some(link) if !credit.contains("](") => format!("[{credit}]({link}){license}"),
        _ => credit + &license,
    })
}

/// Returns the address of a picture, also from attributes that a script would read.
fn picture_address(element: &mut Element) -> Option<String> {
    let lazy = ["data-src", "data-original", "data-lazy-src", "data-full-src"];
    let source = element.take("src");
    let placeholder = source.as_deref().is_none_or(|source| source.starts_with("data:"));
    let better = lazy.into_iter().find_map(|name| element.take(name)).or_else(|| first_of_srcset(element));
    if placeholder { better.or(source) } else { source }
}

/// Removes the captions from `children`, however deep in divisions. Also returns the rest.
fn take_captions(children: Vec<Node>) -> (Vec<Element>, Vec<Node>) {
    let mut captions = Vec::new();
    let mut rest = Vec::new();
    for child in children {
        match child {
            // A credit may stand beside the caption: `<p class="image-credit">Ann Lee</p>`.
            Node::Element(element) if element.name == "figcaption" || credits::is_marked_line(&element) => {
                captions.push(element);
            }
            Node::Element(mut element) if matches!(element.name, "div" | "p") && element.block => {
                let (inner, kept) = take_captions(std::mem::take(&mut element.children));
                captions.extend(inner);
                element.children = kept;
                rest.push(Node::Element(element));
            }
            node => rest.push(node),
        }
    }
    (captions, rest)
}
