//! The pages as the checks see them: content by page, with its place in the article and its size on paper.

use std::collections::{BTreeMap, HashMap};

use crate::article::{Article, AssetId, Block, BlockKind, Figure, Inline, NodeId, Picture, Visit, walk_blocks};
use crate::layout::{Item, Owner, Page, Pages, Placed, StructId, StructRole};
use crate::source::Span;
use crate::units::Point;

/// Pages and article.
pub(super) struct View<'a> {
    pub pages: &'a Pages,
    pub article: &'a Article,
    /// The block of the article that each structure element belongs to.
    blocks: Vec<Option<NodeId>>,
    /// The place of each block in the source.
    spans: HashMap<NodeId, Span>,
    /// The same, in the order of the source.
    starts: Vec<(usize, NodeId)>,
    /// The first page of each block.
    first: HashMap<NodeId, usize>,
    /// The scale at which each page is printed.
    scales: Vec<f64>,
}

/// A picture of the article, and the block that it stands in; `None` for the cover.
pub(super) struct Use<'a> {
    pub picture: &'a Picture,
    pub block: Option<&'a Block>,
    /// The place of the picture, or of the block with it; `None` if neither is known.
    pub span: Option<Span>,
}

impl<'a> View<'a> {
    pub fn new(pages: &'a Pages, article: &'a Article) -> Self {
        let mut blocks: Vec<Option<NodeId>> = Vec::with_capacity(pages.structure.nodes.len());
        for node in &pages.structure.nodes {
            // A parent comes before its children.
            let inherited = node.parent.and_then(|parent| *blocks.get(parent.0 as usize)?);
            blocks.push(node.block.or(inherited));
        }
        let mut spans = HashMap::new();
        each_block(article, &mut |block| {
            spans.extend(known(block.span).map(|span| (block.id, span)));
        });
        let mut starts: Vec<(usize, NodeId)> = spans.iter().map(|(id, span)| (span.start, *id)).collect();
        starts.sort_unstable_by_key(|(start, id)| (*start, id.0));
        let mut scales = vec![1.0; pages.pages.len()];
        for placed in pages.sheets.sides.iter().flat_map(|side| &side.pages) {
            if let Some(scale) = scales.get_mut(placed.page) {
                *scale = placed.scale;
            }
        }
        let mut view = Self { pages, article, blocks, spans, starts, first: HashMap::new(), scales };
        let mut first = HashMap::new();
        for (page, _, placed) in view.items() {
            if let Some(block) = view.block(placed.owner) {
                first.entry(block).or_insert(page);
            }
        }
        view.first = first;
        view
    }

    /// Iterates over everything that is on the pages, with the index of the page and the position on it.
    pub fn items(&self) -> impl Iterator<Item = (usize, Point, &'a Placed)> {
        let pages = self.pages.pages.iter().enumerate();
        pages.flat_map(|(index, page)| page.frame.items.iter().map(move |(at, placed)| (index, *at, placed)))
    }

    /// Iterates over the pages that are not covers, with their indices.
    pub fn text_pages(&self) -> impl Iterator<Item = (usize, &'a Page)> {
        // Covers have no type area.
        self.pages.pages.iter().enumerate().filter(|(_, page)| page.area.size.height.0 > 0.0)
    }

    /// Returns the scale at which the page with this index is printed.
    pub fn scale(&self, page: usize) -> f64 {
        self.scales.get(page).copied().unwrap_or(1.0)
    }

    /// Returns the block that `owner` belongs to.
    pub fn block(&self, owner: Owner) -> Option<NodeId> {
        match owner {
            Owner::Content(StructId(id)) => *self.blocks.get(id as usize)?,
            Owner::Artifact | Owner::Furniture => None,
        }
    }

    /// Returns the place of the block that `owner` belongs to.
    pub fn span(&self, owner: Owner) -> Option<Span> {
        self.spans.get(&self.block(owner)?).copied()
    }

    /// Returns the first page of what stands at `span`.
    pub fn page_of(&self, span: Span) -> Option<usize> {
        let after = self.starts.partition_point(|(start, _)| *start <= span.start);
        // Outer blocks begin before inner ones; one of several that begin together may have no element.
        self.starts[..after].iter().rev().take(8).find_map(|(_, block)| self.first.get(block).copied())
    }

    /// Returns the roles of `owner` and of the elements around it, the innermost first.
    pub fn roles(&self, owner: Owner) -> impl Iterator<Item = StructRole> {
        let nodes = &self.pages.structure.nodes;
        let first = match owner {
            Owner::Content(id) => nodes.get(id.0 as usize),
            Owner::Artifact | Owner::Furniture => None,
        };
        std::iter::successors(first, |node| nodes.get(node.parent?.0 as usize)).map(|node| node.role)
    }

    /// Lists the pictures of the article, the cover first, then in reading order.
    pub fn uses(&self) -> Vec<Use<'a>> {
        let mut uses = Vec::new();
        let of_figure = |figure: &'a Figure, block: Option<&'a Block>| {
            figure.pictures.iter().map(move |picture| Use {
                picture,
                block,
                span: known(picture.span).or(known(figure.span)),
            })
        };
        if let Some(figure) = &self.article.cover {
            uses.extend(of_figure(figure, None));
        }
        let inline = |inline: &'a Inline, block: &'a Block, uses: &mut Vec<Use<'a>>| {
            if let Inline::Picture(picture) = inline {
                uses.push(Use { picture, block: Some(block), span: known(picture.span).or(known(block.span)) });
            }
        };
        for blocks in texts(self.article) {
            let mut last = None;
            walk_blocks(blocks, &mut |visit| match visit {
                Visit::Block(block) => {
                    last = Some(block);
                    if let BlockKind::Figure(figure) = &block.kind {
                        uses.extend(of_figure(figure, Some(block)));
                    }
                }
                Visit::Inline(found) => last.into_iter().for_each(|block| inline(found, block, &mut uses)),
            });
        }
        uses
    }

    /// Returns for each printed picture the index of its first page.
    pub fn pages_of_pictures(&self) -> BTreeMap<AssetId, usize> {
        let mut pages = BTreeMap::new();
        for (page, _, placed) in self.items() {
            if let Item::Picture { asset, .. } | Item::Detail { asset, .. } = placed.item {
                pages.entry(asset).or_insert(page);
            }
        }
        pages
    }
}

/// Returns `span` if it is one: the empty one at the start stands for an unknown place.
pub(super) fn known(span: Span) -> Option<Span> {
    (span != Span::default()).then_some(span)
}

/// Iterates over the texts of `article`.
fn texts(article: &Article) -> impl Iterator<Item = &[Block]> {
    let notes = article.notes.iter().map(|note| &note.blocks[..]);
    std::iter::once(&article.blocks[..]).chain(notes).chain([&article.disclaimer[..]])
}

fn each_block<'a>(article: &'a Article, see: &mut dyn FnMut(&'a Block)) {
    for blocks in texts(article) {
        walk_blocks(blocks, &mut |visit| {
            if let Visit::Block(block) = visit {
                see(block);
            }
        });
    }
}
