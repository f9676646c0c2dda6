//! The illustrations of a book with their pages: for the list of illustrations, and for the credits of pictures.
//!
//! Pictures are found on the pages, after the text is broken into pages, in the order in which they are placed.
//!
//! Limits: a picture in a line of text is no illustration. Neither is one that the input names without providing it,
//! since it is on no page.

use std::collections::{BTreeMap, VecDeque};

use super::breaks::Fill;
use super::{Bookmark, Composer};
use crate::article::{Article, AssetId, Block, BlockKind, Figure, NodeId, Visit, plain_text, walk_blocks};
use crate::layout::{Anchor, Item, Owner};
use crate::units::Point;

/// A book with more illustrations than this has a list of them.
const MANY: usize = 6;
/// Maximum length of an entry of that list, in characters; it is cut at a word.
const LONGEST: usize = 140;

/// A figure that is on a page.
pub(super) struct Illustration<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// Its article.
    pub article: &'a Article,
    /// The number of its page.
    pub page: usize,
    /// Where links to it lead.
    pub anchor: Anchor,
    /// Its slug.
    slug: usize,
}

/// A figure of an article that is not found yet.
struct Wanted<'a> {
    figure: &'a Figure,
    /// Its block; `None` for the cover.
    block: Option<NodeId>,
    found: bool,
}

/// Returns the illustrations on the pages whose columns are `text`, and makes each of them a place that links lead to.
pub(super) fn illustrations<'a>(composer: &mut Composer<'a>, text: &[Fill]) -> Vec<Illustration<'a>> {
    let columns = composer.design.columns.count.max(1);
    let mut pages: BTreeMap<usize, usize> = BTreeMap::new();
    for (column, fill) in text.iter().enumerate() {
        pages.extend(fill.slugs.iter().map(|(slug, _)| (*slug, column / columns + 1)));
    }
    let starts: Vec<usize> = composer.openings.iter().map(|(first, _)| *first).collect();
    let mut found = Vec::new();
    for (number, article) in composer.article.bound.iter().enumerate() {
        let Some(&first) = starts.get(number) else { break };
        let end = starts.get(number + 1).copied().unwrap_or(composer.galley.len());
        found.extend(of_article(composer, article, first..end, &pages));
    }
    for one in &found {
        let known = matches!(one.anchor, Anchor::Block(node) if composer.targets.contains(&node));
        if let Some(slug) = composer.galley.since(one.slug).first_mut().filter(|_| !known) {
            slug.frame.items.insert(0, (Point::default(), placed_anchor(one.anchor)));
        }
    }
    found
}

fn placed_anchor(anchor: Anchor) -> crate::layout::Placed {
    crate::layout::Placed { owner: Owner::Artifact, item: Item::Anchor(anchor) }
}

/// Returns the illustrations of `article`, whose slugs are `range`.
fn of_article<'a>(
    composer: &Composer<'a>,
    article: &'a Article,
    range: std::ops::Range<usize>,
    pages: &BTreeMap<usize, usize>,
) -> Vec<Illustration<'a>> {
    let mut wanted = figures(article);
    let mut by_asset: BTreeMap<AssetId, VecDeque<usize>> = BTreeMap::new();
    for (index, one) in wanted.iter().enumerate() {
        for asset in one.figure.pictures.iter().filter_map(|picture| picture.asset.as_ref().ok()) {
            by_asset.entry(*asset).or_default().push_back(index);
        }
    }
    let mut found = Vec::new();
    for (slug, content) in composer.galley.slugs()[range.clone()].iter().enumerate() {
        for (_, placed) in &content.frame.items {
            let Item::Picture { asset, .. } = &placed.item else { continue };
            let Some(index) = by_asset.get_mut(asset).and_then(VecDeque::pop_front) else { continue };
            let (slug, one) = (slug + range.start, &mut wanted[index]);
            let anchor = one.block.or(article.opening).map(Anchor::Block);
            if let (Some(&page), Some(anchor), false) = (pages.get(&slug), anchor, one.found) {
                found.push(Illustration { figure: one.figure, article, page, anchor, slug });
            }
            one.found = true;
        }
    }
    found
}

/// Returns the cover and the figures of `article` in reading order.
fn figures(article: &Article) -> Vec<Wanted<'_>> {
    let cover = article.cover.iter().map(|figure| Wanted { figure, block: None, found: false });
    let mut found: Vec<Wanted<'_>> = cover.collect();
    walk_blocks(&article.blocks, &mut |visit| {
        if let Visit::Block(Block { kind: BlockKind::Figure(figure), id, .. }) = visit {
            found.push(Wanted { figure, block: Some(*id), found: false });
        }
    });
    found
}

/// Returns the entries of the list of illustrations, if there are many: what each of them shows.
pub(super) fn entries(illustrations: &[Illustration<'_>]) -> Vec<(Bookmark, usize)> {
    let entry = |one: &Illustration<'_>| {
        let title = words_for(one.figure)?;
        Some((Bookmark { title, level: 1, anchor: one.anchor, slug: one.slug }, one.page))
    };
    let entries: Vec<(Bookmark, usize)> = illustrations.iter().filter_map(entry).collect();
    if entries.len() > MANY { entries } else { Vec::new() }
}

/// Returns what `figure` shows: its caption, or else the alternative text of its first picture.
fn words_for(figure: &Figure) -> Option<String> {
    let caption = plain_text(&figure.caption).split_whitespace().collect::<Vec<_>>().join(" ");
    // The dots of the leader would seem to continue a full stop.
    let caption = caption.strip_suffix('.').filter(|text| !text.ends_with('.')).unwrap_or(&caption).to_owned();
    let text = match caption.is_empty() {
        false => caption,
        true => figure.pictures.iter().find_map(|picture| figure.alternative(picture))?,
    };
    Some(super::furniture::shorten(text.trim(), LONGEST)).filter(|text| !text.is_empty())
}
