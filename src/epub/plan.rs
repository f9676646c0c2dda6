//! What goes into which file, settled before anything is written: links need to know where their target will be.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::{
    Article, AssetId, Block, BlockKind, Direction, Figure, Inline, Lang, NodeId, NoteId, Picture, Target, Visit,
    name_text, plain_text, walk_blocks, walk_inlines,
};

/// A file with text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Document {
    /// The page of a book with its title alone.
    HalfTitle,
    /// The page with the title.
    Title,
    /// A chapter, counted from 0.
    Chapter(usize),
    /// The related articles of an article: of the only one, or of one that is bound, counted from 1, with its disclaimer.
    Related(usize),
    /// Credits, rights and source.
    Credits,
}

impl Document {
    /// Path of the file below `OEBPS/`.
    pub(super) fn path(self) -> String {
        match self {
            Self::HalfTitle => "half-title.xhtml".into(),
            Self::Title => "title.xhtml".into(),
            Self::Chapter(index) => format!("chapter-{}.xhtml", index + 1),
            Self::Related(0) => "related.xhtml".into(),
            Self::Related(number) => format!("related-{number}.xhtml"),
            Self::Credits => "credits.xhtml".into(),
        }
    }
}

/// A block with the language and direction of the groups around it, which chapters may cut through.
#[derive(Clone, Copy)]
pub(super) struct ChapterPiece<'a> {
    /// The block.
    pub(super) block: &'a Block,
    /// Its language, where it differs from the article's.
    pub(super) lang: Option<&'a Lang>,
    /// Its direction, where it differs from the article's.
    pub(super) dir: Option<Direction>,
}

/// The blocks of one file.
pub(super) struct Chapter<'a> {
    /// The article that they are of.
    pub(super) article: &'a Article,
    /// Whether the article begins here, below a title of its own: one that is bound into a book.
    pub(super) opens: bool,
    /// The blocks; the chapter's heading, if it has one, comes first.
    pub(super) pieces: Vec<ChapterPiece<'a>>,
    /// Whether it goes on with the chapter before it, which was too long for one file.
    pub(super) continues: bool,
}

impl<'a> Chapter<'a> {
    /// Identifier and text of the heading that opens it.
    pub(super) fn heading(&self) -> Option<(&'a str, String)> {
        match &self.pieces.first()?.block.kind {
            BlockKind::Heading { level: ..=2, slug, content } => Some((slug, name_text(content))),
            _ => None,
        }
    }
}

/// Where the text is cut into files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Split {
    /// Nowhere; an article is one file.
    None,
    /// Before every heading of level 1.
    Level1,
    /// Before every heading of level 1 or 2.
    #[default]
    Level2,
}

impl Split {
    /// Whether a heading of `level` begins a file.
    fn at(self, level: u8) -> bool {
        match self {
            Self::None => false,
            Self::Level1 => level <= 1,
            Self::Level2 => level <= 2,
        }
    }
}

/// Bytes that a file should not go beyond: many readers lay out a whole file at once and refuse or crawl beyond some
/// 300 KB (Adobe's engine, which older e-readers share, is the strictest).
const LONGEST: usize = 240_000;

/// Fewer figures than this have no list of their own.
const FIGURES_LISTED: usize = 4;

/// A figure as a list of figures has it.
pub(super) struct ListedFigure {
    /// Address.
    pub(super) href: String,
    /// Caption, or else what it shows.
    pub(super) title: String,
}

/// Where everything is.
pub(super) struct Plan<'a> {
    /// The chapters.
    pub(super) chapters: Vec<Chapter<'a>>,
    places: BTreeMap<NodeId, Home>,
    anchors: BTreeMap<NodeId, NodeId>,
    linked: BTreeSet<NodeId>,
    slugs: BTreeMap<NodeId, &'a str>,
    assets: BTreeSet<AssetId>,
    /// Figures of the text that have words.
    figures: Vec<(NodeId, Document, String)>,
}

/// Where a block is.
#[derive(Clone, Copy)]
pub(super) enum Home {
    /// In this file.
    File(Document),
    /// In this note, wherever that is.
    Note(NoteId),
}

impl<'a> Plan<'a> {
    /// The plan of `article`.
    pub(super) fn of(article: &'a Article, split: Split) -> Self {
        let mut plan = Self {
            chapters: Vec::new(),
            places: BTreeMap::new(),
            anchors: BTreeMap::new(),
            linked: BTreeSet::new(),
            slugs: BTreeMap::new(),
            assets: BTreeSet::new(),
            figures: Vec::new(),
        };
        for (number, one) in article.articles().enumerate() {
            if number > 0 {
                plan.chapters.push(Chapter { article: one, opens: true, pieces: Vec::new(), continues: false });
            }
            plan.split(one, split);
        }
        plan.survey(article);
        plan
    }

    /// The article that the file at `place` is of, in `whole`.
    pub(super) fn article(&self, place: Document, whole: &'a Article) -> &'a Article {
        match place {
            Document::HalfTitle | Document::Title | Document::Credits => whole,
            Document::Chapter(index) => self.chapters.get(index).map_or(whole, |chapter| chapter.article),
            Document::Related(number) => whole.articles().nth(number).unwrap_or(whole),
        }
    }

    /// The figures of the text, in order, if there are enough for a list.
    pub(super) fn listed_figures(&self) -> Vec<ListedFigure> {
        let listed = |(node, place, title): &(NodeId, Document, String)| ListedFigure {
            href: format!("{}#{}", place.path(), anchor(*node)),
            title: title.clone(),
        };
        self.figures.iter().map(listed).collect()
    }

    /// Whether `asset` is shown.
    pub(super) fn uses(&self, asset: AssetId) -> bool {
        self.assets.contains(&asset)
    }

    /// Identifier that the element of `block` needs, if something links to it.
    pub(super) fn id(&self, block: &Block) -> Option<String> {
        match &block.kind {
            BlockKind::Heading { slug, .. } => Some(slug.clone()),
            _ => self.linked.contains(&block.id).then(|| anchor(block.id)),
        }
    }

    /// Where `node` is, and the identifier of its element.
    pub(super) fn find(&self, node: NodeId) -> Option<(Home, String)> {
        let node = self.anchors.get(&node).copied().unwrap_or(node);
        let id = self.slugs.get(&node).map_or_else(|| anchor(node), |slug| (*slug).to_owned());
        Some((*self.places.get(&node)?, id))
    }

    /// Cuts the text of `article` before headings, and between blocks where a file would become too long.
    fn split(&mut self, article: &'a Article, split: Split) {
        let mut pieces = Vec::new();
        self.flatten(&article.blocks, None, None, &mut pieces);
        let mut length = 0;
        let mut below_heading = false;
        for piece in pieces {
            let heading = match piece.block.kind {
                BlockKind::Heading { level, .. } => Some(level),
                _ => None,
            };
            // A title alone is no chapter.
            let open = self.chapters.last().is_some_and(|chapter| chapter.opens && chapter.pieces.is_empty());
            let starts = heading.is_some_and(|level| split.at(level)) && !open;
            let more = bytes(piece.block);
            let full = length > 0 && length + more > LONGEST && !below_heading;
            below_heading = heading.is_some();
            length = if starts || full { more } else { length + more };
            match self.chapters.last_mut() {
                Some(chapter) if !starts && !full => chapter.pieces.push(piece),
                _ => {
                    let continues = full && !starts;
                    self.chapters.push(Chapter { article, opens: false, pieces: vec![piece], continues });
                }
            }
        }
    }

    /// Lists the blocks of `blocks` with groups taken apart.
    fn flatten(
        &mut self,
        blocks: &'a [Block],
        lang: Option<&'a Lang>,
        dir: Option<Direction>,
        pieces: &mut Vec<ChapterPiece<'a>>,
    ) {
        for block in blocks {
            let (lang, dir) = (block.lang.as_ref().or(lang), block.dir.or(dir));
            let BlockKind::Group(inner) = &block.kind else {
                pieces.push(ChapterPiece { block, lang, dir });
                continue;
            };
            let first = pieces.len();
            self.flatten(inner, lang, dir, pieces);
            if let Some(piece) = pieces.get(first) {
                self.anchors.insert(block.id, piece.block.id);
            }
        }
    }

    /// Notes where every block is, what is linked to and which pictures are shown.
    fn survey(&mut self, article: &'a Article) {
        for (index, chapter) in std::mem::take(&mut self.chapters).into_iter().enumerate() {
            if chapter.opens {
                self.places.extend(chapter.article.opening.map(|title| (title, Home::File(Document::Chapter(index)))));
            }
            for piece in &chapter.pieces {
                self.see_blocks(std::slice::from_ref(piece.block), Home::File(Document::Chapter(index)));
            }
            self.chapters.push(chapter);
        }
        for (index, note) in article.notes.iter().enumerate() {
            self.see_blocks(&note.blocks, Home::Note(NoteId(index as u32)));
        }
        for (number, one) in article.articles().enumerate() {
            let disclaimer = if number == 0 { Document::Credits } else { Document::Related(number) };
            self.see_blocks(&one.disclaimer, Home::File(disclaimer));
            one.cover.iter().for_each(|cover| self.see_figure(cover));
            let lines = one.related.iter().flat_map(|related| [&related.title, &related.blurb]);
            for line in lines.chain([&one.meta.title, &one.meta.subtitle]) {
                walk_inlines(line, &mut |visit| self.see(visit, Home::File(Document::Related(number))));
            }
            self.linked.extend(one.related.iter().filter_map(|related| related.bound));
        }
        if self.figures.len() < FIGURES_LISTED {
            self.figures.clear();
        }
        self.linked.extend(self.figures.iter().map(|(node, ..)| *node));
        let linked: Vec<NodeId> = self.linked.iter().filter_map(|node| self.anchors.get(node).copied()).collect();
        self.linked.extend(linked);
    }

    fn see_blocks(&mut self, blocks: &'a [Block], home: Home) {
        walk_blocks(blocks, &mut |visit| self.see(visit, home));
    }

    fn see(&mut self, visit: Visit<'a>, home: Home) {
        match visit {
            Visit::Block(block) => {
                self.places.insert(block.id, home);
                match &block.kind {
                    BlockKind::Heading { slug, .. } => drop(self.slugs.insert(block.id, slug)),
                    BlockKind::Figure(figure) => {
                        if let (Home::File(place @ Document::Chapter(_)), Some(title)) = (home, words(figure)) {
                            self.figures.push((block.id, place, title));
                        }
                        self.see_figure(figure);
                    }
                    _ => {}
                }
            }
            Visit::Inline(Inline::Link { target: Target::Block(node), .. }) => drop(self.linked.insert(*node)),
            Visit::Inline(Inline::Picture(picture)) => self.see_picture(picture),
            Visit::Inline(_) => {}
        }
    }

    fn see_figure(&mut self, figure: &'a Figure) {
        figure.pictures.iter().for_each(|picture| self.see_picture(picture));
        let credit = figure.credit.iter().flat_map(|credit| &credit.verbatim);
        for inline in figure.caption.iter().chain(credit) {
            walk_inlines(std::slice::from_ref(inline), &mut |visit| self.see(visit, Home::File(Document::Credits)));
        }
    }

    fn see_picture(&mut self, picture: &'a Picture) {
        self.assets.extend(picture.asset.as_ref().ok());
        if let Some(Target::Block(node)) = &picture.link {
            self.linked.insert(*node);
        }
    }
}

/// The words by which a figure is known: its caption, or else what it shows.
fn words(figure: &Figure) -> Option<String> {
    let caption = plain_text(&figure.caption);
    let shown = || figure.pictures.iter().find_map(|picture| picture.alt.text()).map(str::to_owned);
    Some(caption).filter(|caption| !caption.trim().is_empty()).or_else(shown)
}

/// About how many bytes of XHTML `block` becomes, notes aside.
fn bytes(block: &Block) -> usize {
    /// Start tag, end tag and attributes.
    const ELEMENT: usize = 40;
    let mut sum = 0;
    walk_blocks(std::slice::from_ref(block), &mut |visit| {
        sum += match visit {
            Visit::Inline(Inline::Text(text)) => text.len() + text.len() / 16,
            Visit::Inline(Inline::Code(text)) => ELEMENT + text.len(),
            // In colours, every other word is an element.
            Visit::Block(Block { kind: BlockKind::Code { text, .. }, .. }) => ELEMENT + 4 * text.len(),
            Visit::Inline(Inline::Math { tex, .. }) | Visit::Block(Block { kind: BlockKind::Math(tex), .. }) => {
                20 * tex.len()
            }
            Visit::Inline(_) | Visit::Block(_) => ELEMENT,
        };
    });
    sum
}

/// Identifier of a block that is no heading. Slugs hold no dot, so the two cannot clash.
pub(super) fn anchor(node: NodeId) -> String {
    format!("b.{}", node.0)
}
