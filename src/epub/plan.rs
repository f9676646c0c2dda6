//! Decides what goes into which file, before anything is written: links need to know the file of their target.

use std::collections::{BTreeMap, BTreeSet};

use super::cuts::Split;
use crate::article::{
    Article, AssetId, Block, BlockKind, Direction, Figure, Inline, Lang, NodeId, NoteId, Picture, Target, Visit,
    name_text, plain_text, walk_blocks, walk_inlines,
};

/// A part of the text. It is a file, unless it stands at the end of another part's file ([`Plan::file`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Document {
    /// The half-title of a book.
    HalfTitle,
    /// The title page.
    Title,
    /// The title page of a part of a book, counted from 0.
    Part(usize),
    /// A chapter, counted from 0.
    Chapter(usize),
    /// Related articles: of the only article, or of a bound article, counted from 1, together with its disclaimer.
    Related(usize),
    /// Credits, rights and source.
    Credits,
}

impl Document {
    /// Returns the path of its file below `OEBPS/`, if it has a file of its own.
    pub(super) fn path(self) -> String {
        match self {
            Self::HalfTitle => "half-title.xhtml".into(),
            Self::Title => "title.xhtml".into(),
            Self::Part(index) => format!("part-{}.xhtml", index + 1),
            Self::Chapter(index) => format!("chapter-{}.xhtml", index + 1),
            Self::Related(0) => "related.xhtml".into(),
            Self::Related(number) => format!("related-{number}.xhtml"),
            Self::Credits => "credits.xhtml".into(),
        }
    }
}

/// A block with the language and direction of its enclosing groups, which chapters may divide.
#[derive(Clone, Copy)]
pub(super) struct ChapterPiece<'a> {
    /// The block.
    pub(super) block: &'a Block,
    /// Its language, if it differs from the article's.
    pub(super) lang: Option<&'a Lang>,
    /// Its direction, if it differs from the article's.
    pub(super) dir: Option<Direction>,
}

/// The blocks of one file.
pub(super) struct Chapter<'a> {
    /// The article that they belong to.
    pub(super) article: &'a Article,
    /// Whether its article begins here, with its title block.
    pub(super) opens: bool,
    /// The blocks; the chapter's heading, if it has one, comes first.
    pub(super) pieces: Vec<ChapterPiece<'a>>,
}

impl<'a> Chapter<'a> {
    /// Returns identifier and text of the heading that opens it.
    pub(super) fn heading(&self) -> Option<(&'a str, String)> {
        match &self.pieces.first()?.block.kind {
            BlockKind::Heading { level: ..=2, slug, content } => Some((slug, name_text(content))),
            _ => None,
        }
    }
}

/// Approximate maximum length of a file in bytes: many reading systems lay out a whole file at once, and fail or slow
/// down beyond some 300 KB (Adobe's engine, which older e-readers use, is the strictest).
const LONGEST: usize = 240_000;

/// Minimum number of figures for a list of figures.
const FIGURES_LISTED: usize = 4;

/// An entry of the list of figures.
pub(super) struct ListedFigure {
    /// Address.
    pub(super) href: String,
    /// Caption, or else the alternative text.
    pub(super) title: String,
}

/// Where the title block of an article that is not a book stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TitleBlock {
    /// Above the text.
    AboveText,
    /// On a page of its own.
    OwnPage,
}

/// The assignment of content to files.
pub(super) struct Plan<'a> {
    /// The chapters.
    pub(super) chapters: Vec<Chapter<'a>>,
    /// The parts that stand at the end of another one's file.
    ends: BTreeMap<Document, Document>,
    places: BTreeMap<NodeId, Home>,
    anchors: BTreeMap<NodeId, NodeId>,
    linked: BTreeSet<NodeId>,
    slugs: BTreeMap<NodeId, &'a str>,
    /// Pictures of the text, and of the covers of bound articles.
    assets: BTreeSet<AssetId>,
    /// Pictures of the cover.
    cover: BTreeSet<AssetId>,
    /// Figures of the text that have a caption or alternative text.
    figures: Vec<(NodeId, Document, String)>,
}

/// The place of a block.
#[derive(Clone, Copy)]
pub(super) enum Home {
    /// In this file.
    File(Document),
    /// In this note, whichever file that is in.
    Note(NoteId),
}

impl<'a> Plan<'a> {
    /// Makes the plan of `article`. A book has a title page in any case.
    pub(super) fn of(article: &'a Article, split: Split, title: TitleBlock) -> Self {
        let mut plan = Self {
            chapters: Vec::new(),
            ends: BTreeMap::new(),
            places: BTreeMap::new(),
            anchors: BTreeMap::new(),
            linked: BTreeSet::new(),
            slugs: BTreeMap::new(),
            assets: BTreeSet::new(),
            cover: BTreeSet::new(),
            figures: Vec::new(),
        };
        let is_book = !article.bound.is_empty();
        for (number, one) in article.articles().enumerate() {
            if number > 0 || !is_book && title == TitleBlock::AboveText {
                plan.chapters.push(Chapter { article: one, opens: true, pieces: Vec::new() });
            }
            plan.split(one, split);
            if split.keeps_ends() && (number > 0 || !is_book) {
                plan.end(number);
            }
        }
        plan.survey(article);
        plan
    }

    /// Puts what follows the text of article `number` at the end of the last file so far: its related articles, and
    /// the credits. The credits of a book are a page of their own.
    fn end(&mut self, number: usize) {
        let Some(last) = self.chapters.len().checked_sub(1).map(Document::Chapter) else { return };
        self.ends.insert(Document::Related(number), last);
        if number == 0 {
            self.ends.insert(Document::Credits, last);
        }
    }

    /// Returns the part whose file contains `place`; it is `place` itself, if that has a file of its own.
    pub(super) fn file(&self, place: Document) -> Document {
        self.ends.get(&place).copied().unwrap_or(place)
    }

    /// Returns an identifier for an element of ours, which no heading has.
    pub(super) fn own_id(&self, name: &str) -> String {
        let taken = self.slugs.values().any(|slug| *slug == name);
        // Identifiers of headings do not contain a dot.
        if taken { format!("part.{name}") } else { name.to_owned() }
    }

    /// Returns the identifier of the title of `article` above its text.
    pub(super) fn title_id(&self, article: &Article) -> String {
        article.opening.map_or_else(|| self.own_id("title"), anchor)
    }

    /// Returns the article of `whole` that the file at `place` belongs to.
    pub(super) fn article(&self, place: Document, whole: &'a Article) -> &'a Article {
        match place {
            Document::HalfTitle | Document::Title | Document::Part(_) | Document::Credits => whole,
            Document::Chapter(index) => self.chapters.get(index).map_or(whole, |chapter| chapter.article),
            Document::Related(number) => whole.articles().nth(number).unwrap_or(whole),
        }
    }

    /// Returns the figures of the text, in order, if there are enough for a list.
    pub(super) fn listed_figures(&self) -> Vec<ListedFigure> {
        let listed = |(node, place, title): &(NodeId, Document, String)| ListedFigure {
            href: format!("{}#{}", self.file(*place).path(), anchor(*node)),
            title: title.clone(),
        };
        self.figures.iter().map(listed).collect()
    }

    /// Whether the text shows `asset`.
    pub(super) fn is_in_text(&self, asset: AssetId) -> bool {
        self.assets.contains(&asset)
    }

    /// Whether the article names `asset` for its cover.
    pub(super) fn is_on_cover(&self, asset: AssetId) -> bool {
        self.cover.contains(&asset)
    }

    /// Returns the identifier for the element of `block`, if something links to it.
    pub(super) fn id(&self, block: &Block) -> Option<String> {
        match &block.kind {
            BlockKind::Heading { slug, .. } => Some(slug.clone()),
            _ => self.linked.contains(&block.id).then(|| anchor(block.id)),
        }
    }

    /// Returns the place of `node`, and the identifier of its element.
    pub(super) fn find(&self, node: NodeId) -> Option<(Home, String)> {
        let node = self.anchors.get(&node).copied().unwrap_or(node);
        let id = self.slugs.get(&node).map_or_else(|| anchor(node), |slug| (*slug).to_owned());
        Some((*self.places.get(&node)?, id))
    }

    /// Splits the text of `article` as `split` says, and between blocks if a file would become too long.
    fn split(&mut self, article: &'a Article, split: Split) {
        let mut pieces = Vec::new();
        self.flatten(&article.blocks, None, None, &mut pieces);
        let mut cuts = split.cuts(&pieces).into_iter().peekable();
        let mut length = 0;
        let mut below_heading = false;
        for (index, piece) in pieces.into_iter().enumerate() {
            // A title alone is not a chapter.
            let open = self.chapters.last().is_some_and(|chapter| chapter.opens && chapter.pieces.is_empty());
            let starts = cuts.next_if_eq(&index).is_some() && !open;
            let more = bytes(piece.block);
            let full = length > 0 && length + more > LONGEST && !below_heading;
            below_heading = matches!(piece.block.kind, BlockKind::Heading { .. });
            length = if starts || full { more } else { length + more };
            match self.chapters.last_mut() {
                Some(chapter) if !starts && !full => chapter.pieces.push(piece),
                _ => self.chapters.push(Chapter { article, opens: false, pieces: vec![piece] }),
            }
        }
    }

    /// Flattens groups in `blocks`.
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

    /// Records the place of every block, the targets of links, and the pictures that are shown.
    fn survey(&mut self, article: &'a Article) {
        let parts = article.parts.iter().enumerate();
        self.places.extend(parts.map(|(index, part)| (part.opening, Home::File(Document::Part(index)))));
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
            one.cover.iter().for_each(|cover| self.see_cover(cover, number));
            let lines = one.related.iter().flat_map(|related| [&related.picture, &related.title, &related.blurb]);
            for line in lines.chain([&one.meta.title, &one.meta.subtitle]).chain(&one.meta.about_authors) {
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

    /// Sees the cover of article `number`: that of a bound article is a figure of the text.
    fn see_cover(&mut self, cover: &'a Figure, number: usize) {
        if number > 0 {
            return self.see_figure(cover);
        }
        let text = std::mem::take(&mut self.assets);
        self.see_figure(cover);
        self.cover = std::mem::replace(&mut self.assets, text);
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

/// Returns the title of a figure: its caption, or else its alternative text.
fn words(figure: &Figure) -> Option<String> {
    let caption = plain_text(&figure.caption);
    let shown = || figure.pictures.iter().find_map(|picture| picture.alt.text()).map(str::to_owned);
    Some(caption).filter(|caption| !caption.trim().is_empty()).or_else(shown)
}

/// Estimates the length of `block` as XHTML in bytes, without notes.
fn bytes(block: &Block) -> usize {
    /// Bytes of start tag, end tag and attributes.
    const ELEMENT: usize = 40;
    let mut sum = 0;
    walk_blocks(std::slice::from_ref(block), &mut |visit| {
        sum += match visit {
            Visit::Inline(Inline::Text(text)) => text.len() + text.len() / 16,
            Visit::Inline(Inline::Code(text)) => ELEMENT + text.len(),
            // In highlighted code, every other word is an element.
            Visit::Block(Block { kind: BlockKind::Code { text, .. }, .. }) => ELEMENT + 4 * text.len(),
            Visit::Inline(Inline::Math { tex, .. }) | Visit::Block(Block { kind: BlockKind::Math(tex), .. }) => {
                20 * tex.len()
            }
            Visit::Inline(_) | Visit::Block(_) => ELEMENT,
        };
    });
    sum
}

/// Returns the identifier of a block other than a heading. It contains a dot, so it cannot be the same as one made from
/// a heading.
pub(super) fn anchor(node: NodeId) -> String {
    format!("b.{}", node.0)
}
