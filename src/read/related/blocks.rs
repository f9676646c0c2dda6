//! Related articles in Markdown and HTML: a section or box at the end, and lines within the text.
//!
//! The end of an article is read from its last section up. A section of references, notes or the like stays; a section
//! or box headed by words of [`super::words`] is related articles if its blocks have their form ([`super::shape`]). Any
//! other section ends the search.

use std::ops::Range;

use super::entry::{self, is_text_long, words};
use super::links;
use super::shape::{self, Entries, Unit};
use super::text::{self, Level, Role};
use crate::article::{Article, Block, BlockKind, Figure, Inline, Related, plain_text};
use crate::diag::Diagnostics;
use crate::source::Span;

/// Maximum number of sections and boxes that are looked at.
const TRIES: usize = 40;
/// Maximum number of blocks at the end of a section among which a label is looked for.
const NEAR: usize = 30;
/// Maximum number of words that may follow the related articles of a section without being more article.
const REMAINDER: usize = 40;

/// Moves related articles at the end out of the text, and notes those within it. `marked` are the elements whose
/// classes say that they hold related articles.
pub(in crate::read) fn collect(article: &mut Article, marked: &[Span], diagnostics: &mut Diagnostics) {
    let mut regions = regions(&article.blocks, marked);
    regions.sort_by_key(|(range, _)| range.start);
    let mut found = Vec::new();
    within(&article.blocks, &regions, &mut found);
    let mut left_out = Vec::new();
    for (range, entries) in regions.into_iter().rev() {
        let mut start = range.start;
        article.blocks.drain(range);
        // A section break before the section is no longer needed.
        while start > 0 && matches!(article.blocks[start - 1].kind, BlockKind::Rule) {
            start -= 1;
            article.blocks.remove(start);
        }
        found.extend(entries.related);
        left_out.extend(entries.left_out);
    }
    found.sort_by_key(|entry| entry.span);
    super::add(&mut article.related, found);
    super::report(left_out, diagnostics);
}

type Region = (Range<usize>, Entries);

/// Finds related articles at the end of `blocks`.
fn regions(blocks: &[Block], marked: &[Span]) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    // Everything from `end` on is understood; headings from `cards` on may be titles of entries.
    let (mut end, mut cards) = (blocks.len(), blocks.len());
    for _ in 0..TRIES {
        let heading = blocks[..cards].iter().rposition(|block| matches!(block.kind, BlockKind::Heading { .. }));
        let start = heading.map_or(0, |at| at + 1);
        if cards == end
            && let Some(region) = box_or_label(blocks, start..end, marked)
        {
            (end, cards) = (region.0.start, region.0.start);
            found.push(region);
            continue;
        }
        let Some(at) = heading else { break };
        let Some(text) = unlinked_heading(&blocks[at]) else {
            cards = at;
            continue;
        };
        match text::role(&text) {
            Role::Head(level) | Role::HeadOrButton(level) => {
                let reason = format!("heading “{text}”");
                let Some(region) = section(blocks, at..end, level, &reason, true) else { break };
                (end, cards) = (at, at);
                found.push(region);
            }
            Role::Back if cards == end => (end, cards) = (at, at),
            _ if is_small(&blocks[at..cards]) => cards = at,
            _ => break,
        }
    }
    found
}

/// Returns the text of a heading that is no link.
fn unlinked_heading(block: &Block) -> Option<String> {
    match &block.kind {
        BlockKind::Heading { content, .. } if entry::only_link(content).is_none() => Some(plain_text(content)),
        _ => None,
    }
}

/// Whether `blocks` are short enough to be the heading and blurb of an entry.
fn is_small(blocks: &[Block]) -> bool {
    blocks.len() <= 6 && !blocks.iter().any(is_text_long)
}

/// Reads the section at `range`, whose first block is its heading or label. Below a heading, a short rest may follow:
/// a note, or a line about the article.
fn section(blocks: &[Block], range: Range<usize>, level: Level, reason: &str, rest_allowed: bool) -> Option<Region> {
    let units = units_of(&blocks[range.start + 1..range.end], range.start + 1, level);
    let entries = shape::parse(&units, level, reason)?;
    let end = units.get(entries.end).map_or(range.end, |unit| unit.place);
    let whole_blocks =
        entries.end == 0 || units.get(entries.end).is_none_or(|next| next.place != units[entries.end - 1].place);
    let rest = &blocks[end..range.end];
    let stays = rest.is_empty() || rest_allowed && is_remainder(rest);
    (whole_blocks && stays).then_some((range.start..end, entries))
}

/// Whether `rest` is too little to be more article.
fn is_remainder(rest: &[Block]) -> bool {
    let is_line = |block: &Block| match &block.kind {
        BlockKind::Paragraph(_) | BlockKind::Rule | BlockKind::Figure(_) | BlockKind::Quote { .. } => true,
        BlockKind::Group(inner) => is_remainder(inner),
        BlockKind::Heading { .. } => false,
        _ => false,
    };
    rest.iter().all(is_line) && rest.iter().map(words).sum::<usize>() <= REMAINDER
}

/// Finds a box or a label at the end of the section at `range`.
fn box_or_label(blocks: &[Block], range: Range<usize>, marked: &[Span]) -> Option<Region> {
    if let Some(region) = marked_by_class(blocks, range.clone(), marked) {
        return Some(region);
    }
    let from = range.start.max(range.end.saturating_sub(NEAR));
    for at in (from..range.end).rev() {
        let region = match &blocks[at].kind {
            BlockKind::Paragraph(content) => label(blocks, at, range.end, content),
            BlockKind::Quote { .. } => line(blocks, at, range.end).or_else(|| titled_box(blocks, at, range.end)),
            BlockKind::Callout { .. } => titled_box(blocks, at, range.end),
            _ => None,
        };
        if region.is_some() {
            return region;
        }
        if is_text_long(&blocks[at]) || matches!(blocks[at].kind, BlockKind::Code { .. } | BlockKind::Math(_)) {
            return None;
        }
    }
    None
}

/// Reads the elements marked by their classes at the end of the section at `range`.
fn marked_by_class(blocks: &[Block], range: Range<usize>, marked: &[Span]) -> Option<Region> {
    let last = blocks.get(range.end.checked_sub(1)?)?;
    let around = marked.iter().rfind(|span| span.start <= last.span.start && last.span.end <= span.end)?;
    let inside = |block: &Block| around.start <= block.span.start && block.span.end <= around.end;
    let count = blocks[range.clone()].iter().rev().take_while(|block| inside(block)).count();
    let start = range.end - count;
    let units = units_of(&blocks[start..range.end], start, Level::Articles);
    let entries = shape::parse(&units, Level::Articles, "the class of its element")?;
    (entries.end == units.len()).then_some((start..range.end, entries))
}

/// Reads the paragraph `at` as a label with entries below it or in it.
fn label(blocks: &[Block], at: usize, end: usize, content: &[Inline]) -> Option<Region> {
    if let Some(region) = line(blocks, at, end) {
        return Some(region);
    }
    let text = plain_text(content);
    if at + 1 >= end || entry::has_link(content) {
        return None;
    }
    let level = match text::role(&text) {
        Role::Head(level) | Role::HeadOrButton(level) if text.len() <= 80 || text::is_lead_in(&text) => level,
        // A sentence introduces a list, not the next paragraph.
        _ if matches!(blocks[at + 1].kind, BlockKind::List { .. }) && text::is_lead_sentence(&text) => Level::Related,
        _ => return None,
    };
    let reason = format!("label “{}”", text.trim_end_matches([':', ' ']));
    let (range, mut entries) = section(blocks, at..end, level, &reason, false)?;
    // More than a heading is lost with a sentence, so a note quotes it.
    if text::is_lead_in(&text) || text::is_lead_sentence(&text) {
        entries.left_out.push((text, blocks[at].span));
    }
    Some((range, entries))
}

/// Reads the block `at` as a line that holds its entries, and what follows as lines of the page.
fn line(blocks: &[Block], at: usize, end: usize) -> Option<Region> {
    line_of(&blocks[at], Place::End)?;
    let units = units_of(&blocks[at..end], at, Level::Articles);
    let entries = shape::parse(&units, Level::Articles, "")?;
    (entries.end == units.len()).then_some((at..end, entries))
}

/// Reads the box `at` of related articles, and what follows as lines of the page.
fn titled_box(blocks: &[Block], at: usize, end: usize) -> Option<Region> {
    let mut entries = boxed(&blocks[at])?;
    let rest = &blocks[at + 1..end];
    let added = units_of(rest, at + 1, Level::Loose);
    let of_page = |unit: &Unit| matches!(unit.role, Some(Role::Furniture | Role::Button | Role::Rule));
    added.iter().all(of_page).then_some(())?;
    let lines = added.iter().filter(|unit| unit.role != Some(Role::Rule));
    entries.left_out.extend(lines.map(|unit| (unit.text.clone(), unit.span)));
    Some((at..end, entries))
}

/// Returns the entries of a callout or quotation that is titled as related articles, or begins with such a line, or
/// holds nothing but lines with labels.
fn boxed(block: &Block) -> Option<Entries> {
    let (title, blocks) = match &block.kind {
        BlockKind::Callout { title, blocks, .. } => (plain_text(title), blocks.as_slice()),
        BlockKind::Quote { blocks, attribution, .. } if attribution.is_empty() => (String::new(), blocks.as_slice()),
        _ => return None,
    };
    let head = |text: &str| match text::role(text) {
        Role::Head(level) | Role::HeadOrButton(level) => Some(level),
        _ => None,
    };
    let (level, title, inner) = match (head(&title), blocks.split_first()?) {
        (Some(level), _) => (level, title, blocks),
        (None, (Block { kind: BlockKind::Paragraph(first), .. }, rest))
            if !entry::has_link(first) && !rest.is_empty() =>
        {
            let first = plain_text(first);
            (head(&first)?, first, rest)
        }
        _ if blocks.iter().all(|block| line_of(block, Place::Within).is_some()) => {
            (Level::Articles, String::new(), blocks)
        }
        _ => return None,
    };
    let units = units_of(inner, 0, level);
    let entries = shape::parse(&units, level, &format!("box “{}”", title.trim_end_matches([':', ' '])))?;
    (entries.end == units.len()).then_some(entries)
}

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the end of the article, where links to the previous and the next one are.
    End,
    /// Within the text.
    Within,
}

/// Returns the entries of a paragraph or quotation that is a label with links.
fn line_of(block: &Block, place: Place) -> Option<Vec<Related>> {
    match &block.kind {
        BlockKind::Paragraph(content) => links::line(content, block.span, place == Place::End),
        BlockKind::Quote { blocks, attribution, .. } if attribution.is_empty() => match blocks.as_slice() {
            [only] => line_of(only, place),
            _ => None,
        },
        _ => None,
    }
}

/// Adds the related articles that lines and boxes within the text name; they stay where they are.
fn within(blocks: &[Block], regions: &[Region], found: &mut Vec<Related>) {
    for (at, block) in blocks.iter().enumerate() {
        if regions.iter().any(|(range, _)| range.contains(&at)) {
            continue;
        }
        let entries = match &block.kind {
            BlockKind::Callout { .. } => boxed(block).map(|entries| entries.related),
            BlockKind::Quote { .. } => {
                line_of(block, Place::Within).or_else(|| boxed(block).map(|entries| entries.related))
            }
            _ => line_of(block, Place::Within),
        };
        let because = |entry: Related| Related { because: format!("{}, within the text", entry.because), ..entry };
        found.extend(entries.into_iter().flatten().map(because));
    }
}

/// Returns the units of `blocks`, the first of which has the number `first`.
fn units_of(blocks: &[Block], first: usize, level: Level) -> Vec<Unit> {
    let mut units = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        add_units(block, first + at, level, &mut units);
    }
    units
}

fn add_units(block: &Block, place: usize, level: Level, units: &mut Vec<Unit>) {
    let span = block.span;
    let bare = |role: Role| Unit { role: Some(role), span, place, ..Unit::default() };
    match &block.kind {
        BlockKind::Heading { content, .. } => units.push(heading(content, span, place)),
        BlockKind::Paragraph(content) => units.push(paragraph(block, content, place)),
        BlockKind::Group(inner) => inner.iter().for_each(|block| add_units(block, place, level, units)),
        BlockKind::Rule | BlockKind::PageBreak => units.push(bare(Role::Rule)),
        BlockKind::Figure(figure) => units.push(picture(figure, place)),
        BlockKind::Quote { blocks, .. } => match (line_of(block, Place::End), blocks.as_slice()) {
            (Some(whole), _) => units.push(Unit { whole, ..bare(Role::Whole) }),
            (None, [only]) => add_units(only, place, level, units),
            _ => units.push(bare(Role::Foreign)),
        },
        BlockKind::List { items, .. } => match entry::items(items, span, level) {
            Some(entries) => {
                units.extend(entries.into_iter().map(|entry| Unit { whole: vec![entry], ..bare(Role::Whole) }));
            }
            None => units.push(bare(Role::Foreign)),
        },
        BlockKind::Definitions(definitions) => match entry::definitions(definitions, span) {
            Some(whole) => units.push(Unit { whole, ..bare(Role::Whole) }),
            None => units.push(bare(Role::Foreign)),
        },
        BlockKind::Table(table) => match entry::table(table, span) {
            Some((whole, head)) => {
                if !head.is_empty() {
                    units.push(Unit { text: head, ..bare(Role::Furniture) });
                }
                units.push(Unit { whole, ..bare(Role::Whole) });
            }
            None => units.push(bare(Role::Foreign)),
        },
        BlockKind::Callout { .. } | BlockKind::Code { .. } | BlockKind::Math(_) => units.push(bare(Role::Foreign)),
    }
}

/// A heading below that of the section is the title of an entry.
fn heading(content: &[Inline], span: Span, place: usize) -> Unit {
    let text = plain_text(content);
    let (content, url) = match entry::only_link(content) {
        Some((title, url)) => (title.to_vec(), Some(url.to_owned())),
        None => (content.to_vec(), None),
    };
    let role = match text::role(&text) {
        role @ (Role::Head(_) | Role::HeadOrButton(_) | Role::Back) if url.is_none() => role,
        _ => Role::Title,
    };
    Unit { text, content, role: Some(role), url, span, place, ..Unit::default() }
}

fn paragraph(block: &Block, content: &[Inline], place: usize) -> Unit {
    let span = block.span;
    let unit = Unit { span, place, ..Unit::default() };
    if let Some(whole) = line_of(block, Place::End) {
        return Unit { whole, role: Some(Role::Whole), text: plain_text(content), ..unit };
    }
    if let Some((title, url)) = entry::only_link(content) {
        let text = plain_text(title);
        // A linked picture that is missing leaves the address of its link: it belongs to the title of its card.
        if text.trim() == url && !url.contains("://") {
            return Unit { text, role: Some(Role::Address), ..unit };
        }
        let role = match text::role(&text) {
            role @ (Role::Button | Role::HeadOrButton(_) | Role::Furniture) => role,
            _ => Role::Title,
        };
        return Unit { text, content: title.to_vec(), url: Some(url.to_owned()), role: Some(role), ..unit };
    }
    if let Some(picture) = entry::only_picture(content) {
        return Unit { picture: super::picture_line(picture), role: Some(Role::Picture), ..unit };
    }
    if let Some(whole) = links::links(content, span) {
        return Unit { whole, role: Some(Role::Whole), text: plain_text(content), ..unit };
    }
    if let Some(entry) =
        entry::of_line(content.to_vec(), span).filter(|entry| !entry.blurb.is_empty() || entry.date.is_some())
    {
        return Unit { whole: vec![entry], role: Some(Role::Whole), text: plain_text(content), ..unit };
    }
    let text = plain_text(content);
    let role = text::role(&text);
    let url = entry::button(content).map(str::to_owned);
    // A paragraph with a link in its middle is text.
    let role =
        if entry::has_link(content) && url.is_none() && !matches!(role, Role::Furniture | Role::Facts | Role::Back) {
            Role::Foreign
        } else {
            role
        };
    Unit { text, content: content.to_vec(), role: Some(role), url, ..unit }
}

fn picture(figure: &Figure, place: usize) -> Unit {
    let role = if figure.pictures.len() == 1 { Role::Picture } else { Role::Foreign };
    let picture = figure.pictures.first().cloned();
    let url = picture.as_ref().and_then(|picture| match &picture.link {
        Some(crate::article::Target::Url(url)) => Some(url.clone()),
        _ => None,
    });
    let role = if plain_text(&figure.caption).is_empty() && figure.credit.is_none() { role } else { Role::Foreign };
    let picture = picture.map(super::picture_line).unwrap_or_default();
    Unit { picture, url, role: Some(role), span: figure.span, place, ..Unit::default() }
}
