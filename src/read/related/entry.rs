//! Single entries in Markdown and HTML: items of lists, rows of tables, links after a label.
//!
//! An entry begins with a link, its title. Before it may stand a picture, a date and signs; after it, set off by
//! punctuation or on a line of its own, its author, date and blurb.

use super::text::{self, LONG, Level, facts, is_name, weight};
use super::words::{Classes, classes};
use crate::article::{
    Block, BlockKind, Definition, Inline, ListItem, Picture, Related, Table, Target, Visit, plain_text, walk_blocks,
};
use crate::source::Span;

/// Signs between links, and between a link and its blurb.
const SIGNS: [char; 20] =
    [' ', ',', ';', '·', '|', '/', '•', '&', '–', '—', '-', ':', '：', '、', '｜', '\u{a0}', '→', '»', '›', '+'];

/// Returns the words of `block`.
pub(super) fn words(block: &Block) -> usize {
    let mut sum = 0.0;
    let mut add = |text: &str| sum += weight(text);
    walk_blocks(std::slice::from_ref(block), &mut |visit| match visit {
        Visit::Inline(Inline::Text(text)) => add(text),
        Visit::Block(Block { kind: BlockKind::Code { text, .. }, .. }) => add(text),
        _ => {}
    });
    sum as usize
}

/// Whether a paragraph or quotation is longer than any part of related articles.
pub(super) fn is_text_long(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(_) | BlockKind::Quote { .. } => words(block) > LONG,
        _ => false,
    }
}

pub(super) fn has_link(line: &[Inline]) -> bool {
    line.iter().any(|inline| match inline {
        Inline::Link { .. } => true,
        Inline::Styled { content, .. } | Inline::Span { content, .. } => has_link(content),
        _ => false,
    })
}

/// Returns words and address of the link that is all of `line`, but for styles and for signs before it.
pub(super) fn only_link(line: &[Inline]) -> Option<(&[Inline], &str)> {
    let mut found = None;
    for inline in line {
        match inline {
            Inline::Text(text) if !text.chars().any(char::is_alphanumeric) => {}
            Inline::LineBreak => {}
            Inline::Link { target: Target::Url(url), content, .. } if found.is_none() && is_page(url) => {
                found = Some((content.as_slice(), url.as_str()));
            }
            Inline::Styled { content, .. } | Inline::Span { content, .. } if found.is_none() => {
                found = Some(only_link(content)?);
            }
            _ => return None,
        }
    }
    found.filter(|(content, _)| has_words(content))
}

pub(super) fn has_words(content: &[Inline]) -> bool {
    let pictures = content.iter().all(|inline| matches!(inline, Inline::Picture(_)));
    !pictures && plain_text(content).chars().any(char::is_alphanumeric)
}

/// Whether `url` may lead to an article.
pub(super) fn is_page(url: &str) -> bool {
    let scheme = ["mailto:", "tel:", "javascript:", "data:"].iter().any(|scheme| url.starts_with(scheme));
    !scheme && !url.starts_with('#') && !url.is_empty()
}

/// Returns the picture that is all of `line`, possibly as a link.
pub(super) fn only_picture(line: &[Inline]) -> Option<Picture> {
    let mut said = line.iter().filter(|inline| !is_blank(inline));
    match (said.next()?, said.next()) {
        (Inline::Picture(picture), None) => Some(picture.clone()),
        (Inline::Link { content, .. } | Inline::Styled { content, .. }, None) => only_picture(content),
        _ => None,
    }
}

pub(super) fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::LineBreak => true,
        _ => false,
    }
}

/// Returns the address of the only link of `line`, if that stands last and its words ask to read on.
pub(super) fn button(line: &[Inline]) -> Option<&str> {
    let (last, before) = line.split_last()?;
    let Inline::Link { target: Target::Url(url), content, .. } = last else { return None };
    let found = classes(&plain_text(content));
    let asks = found.has(Classes::BUTTON) || found.has(Classes::ARTICLES) || found.has(Classes::RELATED);
    (asks && !has_link(before) && is_page(url)).then_some(url)
}

/// Returns the entries of a list; `None` if one of its items is none.
pub(super) fn items(items: &[ListItem], span: Span, level: Level) -> Option<Vec<Related>> {
    let linked: Option<Vec<Related>> = items.iter().map(item).collect();
    linked.filter(|entries| !entries.is_empty()).or_else(|| {
        let bare = items.iter().map(|item| bare_title(item, span));
        bare.collect::<Option<Vec<_>>>().filter(|entries| level == Level::Articles && !entries.is_empty())
    })
}

/// An item without a link is a title only below a heading that names articles.
fn bare_title(item: &ListItem, span: Span) -> Option<Related> {
    let [Block { kind: BlockKind::Paragraph(line), span: own, .. }] = item.blocks.as_slice() else { return None };
    let plain = line.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::Styled { .. }));
    let text = plain_text(line);
    let span = Span::new(own.start.max(span.start), own.end);
    (plain && !has_link(line) && text::is_title(&text) && weight(&text) >= 2.5).then(|| Related {
        title: line.clone(),
        span,
        ..Related::default()
    })
}

fn item(item: &ListItem) -> Option<Related> {
    if item.blocks.iter().map(words).sum::<usize>() > LONG {
        return None;
    }
    let mut picture = None;
    let mut blocks = item.blocks.iter();
    let mut entry = loop {
        let block = blocks.next()?;
        match &block.kind {
            BlockKind::Figure(figure) if figure.pictures.len() == 1 && figure.caption.is_empty() => {
                picture = figure.pictures.first().cloned();
            }
            BlockKind::Paragraph(line) if only_picture(line).is_some() => picture = only_picture(line),
            BlockKind::Paragraph(line) | BlockKind::Heading { content: line, .. } => {
                break titled_address(line, block.span).or_else(|| of_line(line.clone(), block.span))?;
            }
            _ => return None,
        }
    };
    blocks.try_for_each(|block| add_block(&mut entry, block))?;
    set_picture(&mut entry, picture);
    Some(entry)
}

/// Reads a title with its bare address: `Title: https://…`.
fn titled_address(line: &[Inline], span: Span) -> Option<Related> {
    let [Inline::Text(before), Inline::Link { target: Target::Url(url), content, .. }] = line else { return None };
    let title = before.trim_end().strip_suffix([':', '：', '–', '—', '-'])?.trim();
    let is_bare = url.contains("://") && plain_text(content).trim() == url;
    (is_bare && text::is_title(title) && weight(title) >= 2.0 && facts(title).is_none()).then(|| Related {
        title: vec![Inline::Text(title.to_owned())],
        url: Some(url.clone()),
        span,
        ..Related::default()
    })
}

/// Gives `entry` its picture, if it has none yet.
fn set_picture(entry: &mut Related, picture: Option<Picture>) {
    if entry.picture.is_empty() {
        entry.picture = picture.map(super::picture_line).unwrap_or_default();
    }
}

/// Adds a further block of an entry to it.
fn add_block(entry: &mut Related, block: &Block) -> Option<()> {
    match &block.kind {
        BlockKind::Paragraph(line) => add_line(entry, line),
        BlockKind::Quote { blocks, attribution, .. } if attribution.is_empty() => {
            blocks.iter().try_for_each(|block| add_block(entry, block))?;
        }
        BlockKind::Rule => {}
        BlockKind::Figure(figure)
            if figure.pictures.len() == 1 && figure.caption.is_empty() && figure.credit.is_none() =>
        {
            set_picture(entry, figure.pictures.first().cloned());
        }
        _ => return None,
    }
    Some(())
}

fn add_line(entry: &mut Related, line: &[Inline]) {
    if let Some((author, date)) = facts(&plain_text(line)) {
        entry.author = entry.author.take().or(author);
        entry.date = entry.date.take().or(date);
        return;
    }
    if !entry.blurb.is_empty() {
        entry.blurb.push(Inline::Text(" ".into()));
    }
    entry.blurb.extend_from_slice(line);
}

/// Reads a line that begins with a link.
pub(super) fn of_line(line: Vec<Inline>, span: Span) -> Option<Related> {
    let mut entry = Related { span, ..Related::default() };
    let (mut rest, mut prefix) = (line, None);
    loop {
        if rest.is_empty() {
            return None;
        }
        match rest.remove(0) {
            Inline::Picture(picture) => set_picture(&mut entry, Some(picture)),
            Inline::LineBreak => {}
            Inline::Text(before) if !before.chars().any(char::is_alphanumeric) => {}
            Inline::Text(before) => match facts(&before) {
                Some(found) => (entry.author, entry.date) = found,
                // "Part 1: [Title](…)": the words belong to the title.
                None if is_prefix(&before) && prefix.is_none() => prefix = Some(before),
                None => return None,
            },
            Inline::Link { content, .. } if only_picture(&content).is_some() => {
                set_picture(&mut entry, only_picture(&content))
            }
            Inline::Link { target: Target::Url(url), content, .. } if is_page(&url) && has_words(&content) => {
                let words = prefix.take().map(Inline::Text);
                (entry.title, entry.url) = (words.into_iter().chain(content).collect(), Some(url));
                break;
            }
            Inline::Styled { content, .. } | Inline::Span { content, .. } if has_link(&content) => {
                rest.splice(0..0, content);
            }
            Inline::Styled { content, .. } => (entry.author, entry.date) = facts(&plain_text(&content))?,
            _ => return None,
        }
    }
    let found = classes(&plain_text(&entry.title));
    if found.has(Classes::BUTTON) || found.has(Classes::FURNITURE) && weight(&plain_text(&entry.title)) < 2.0 {
        return None;
    }
    after_link(&mut entry, rest)?;
    Some(entry)
}

/// Whether `text` before a link names its part or kind: "Part 1: ", "Video – ".
fn is_prefix(text: &str) -> bool {
    let bare = text.trim();
    bare.ends_with([':', '：', '–', '—', '|']) && weight(bare) <= 3.0 && !bare.contains([',', '.', '('])
}

/// Reads what follows the link of `entry`: facts, or a blurb that is set off from it.
pub(super) fn after_link(entry: &mut Related, mut rest: Vec<Inline>) -> Option<()> {
    let text = plain_text(&rest);
    if !text.chars().any(char::is_alphanumeric) {
        return Some(());
    }
    let bare = text.trim_matches(|c: char| SIGNS.contains(&c));
    if let Some((author, date)) = facts(bare).or_else(|| is_name_after(&text)) {
        entry.author = entry.author.take().or(author);
        entry.date = entry.date.take().or(date);
        return Some(());
    }
    let apart = matches!(rest.first(), Some(Inline::LineBreak))
        || !text.trim_start().starts_with(char::is_lowercase)
        || weight(&text) <= 8.0;
    apart.then_some(())?;
    while matches!(rest.first(), Some(Inline::LineBreak)) {
        rest.remove(0);
    }
    if let Some(Inline::Text(text)) = rest.first_mut() {
        *text = text.trim_start_matches(SIGNS).to_owned();
    }
    rest.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    entry.blurb = rest;
    Some(())
}

/// "[Title](…) (Anna Kern)", "[Title](…) – Anna Kern".
fn is_name_after(text: &str) -> Option<(Option<String>, Option<crate::article::Date>)> {
    let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let several = inner.contains(' ') && is_name(inner) && !is_publication(inner);
    several.then(|| (Some(inner.to_owned()), None))
}

/// Whether `text` has a word of publications or an abbreviation: "(USDA Digital Strategy Playbook)" is no author.
fn is_publication(text: &str) -> bool {
    const WORDS: [&str; 56] = [
        "playbook",
        "blog",
        "post",
        "magazine",
        "journal",
        "times",
        "news",
        "review",
        "press",
        "guide",
        "guides",
        "report",
        "reports",
        "handbook",
        "manual",
        "podcast",
        "newsletter",
        "gazette",
        "herald",
        "tribune",
        "courier",
        "post",
        "guardian",
        "chronicle",
        "weekly",
        "daily",
        "radio",
        "media",
        "institute",
        "university",
        "foundation",
        "agency",
        "department",
        "office",
        "ministry",
        "video",
        "article",
        "strategy",
        "digital",
        "group",
        "lab",
        "labs",
        "network",
        "zeitung",
        "zeitschrift",
        "magazin",
        "verlag",
        "handbuch",
        "revue",
        "revista",
        "rivista",
        "periódico",
        "diario",
        "journalen",
        "tidning",
        "library",
    ];
    let known = |word: &str| WORDS.contains(&word.to_lowercase().as_str());
    let letters = |word: &str| word.chars().count() >= 3 && word.chars().all(char::is_uppercase);
    text.split_whitespace().any(|word| known(word) || letters(word))
}

/// Returns the entries of a list of definitions: the terms are links, the definitions blurbs.
pub(super) fn definitions(definitions: &[Definition], span: Span) -> Option<Vec<Related>> {
    let of = |definition: &Definition| {
        let [term] = definition.terms.as_slice() else { return None };
        let (title, url) = only_link(term)?;
        let mut entry = Related { title: title.to_vec(), url: Some(url.to_owned()), span, ..Related::default() };
        let mut blocks = definition.definitions.iter().flatten();
        blocks.try_for_each(|block| add_block(&mut entry, block))?;
        Some(entry)
    };
    definitions.iter().map(of).collect()
}

/// A row of a title and a bare address: the words are the title.
fn name_by_text(entry: &mut Related) {
    let is_bare = entry.url.as_deref() == Some(plain_text(&entry.title).trim());
    if is_bare && !entry.blurb.is_empty() && text::is_title(&plain_text(&entry.blurb)) {
        entry.title = std::mem::take(&mut entry.blurb);
    }
}

/// Returns the entries of a table that only places links beside each other: each cell is the title of one.
fn cells(table: &Table, span: Span) -> Option<Vec<Related>> {
    let mut entries = Vec::new();
    for block in table.body.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks) {
        let BlockKind::Paragraph(line) = &block.kind else { return None };
        let (title, url) = only_link(line)?;
        let text = plain_text(title);
        // A row of a title, its author and its address is one entry.
        let part = text.trim() == url || weight(&text) < 2.0 || weight(&text) <= 3.0 && is_name(&text);
        (!part && text::is_title(&text) && !classes(&text).has(Classes::BUTTON)).then_some(())?;
        entries.push(Related { title: title.to_vec(), url: Some(url.to_owned()), span, ..Related::default() });
    }
    (entries.len() > table.body.len()).then_some(entries)
}

/// Returns the entries of a table with a link in each row or cell, and the words of its head.
pub(super) fn table(table: &Table, span: Span) -> Option<(Vec<Related>, String)> {
    if !table.caption.is_empty() {
        return None;
    }
    let rows = table.body.iter().map(|row| {
        let mut entry = Related { span, ..Related::default() };
        for block in row.cells.iter().flat_map(|cell| &cell.blocks) {
            match &block.kind {
                BlockKind::Paragraph(line) if entry.title.is_empty() && only_link(line).is_some() => {
                    let (title, url) = only_link(line)?;
                    (entry.title, entry.url) = (title.to_vec(), Some(url.to_owned()));
                }
                _ => add_block(&mut entry, block)?,
            }
        }
        name_by_text(&mut entry);
        (!entry.title.is_empty()).then_some(entry)
    });
    let entries: Vec<Related> = cells(table, span).or_else(|| rows.collect::<Option<_>>())?;
    let mut head = Vec::new();
    for block in table.head.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks) {
        if let BlockKind::Paragraph(line) = &block.kind {
            head.push(plain_text(line));
        }
    }
    head.retain(|text| !text.trim().is_empty());
    (!entries.is_empty()).then(|| (entries, head.join(" | ")))
}
