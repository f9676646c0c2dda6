//! The list of contents: headings with the numbers of their pages.
//!
//! It is made when the pages of the text are known. It stands on pages of its own before them, numbered apart, so its
//! length changes none of the numbers in it. Its elements have their place in the structure from the start.

use super::breaks::Fill;
use super::slug::{Break, Slug, put, snap};
use super::{Bookmark, Composer, Place, slug};
use crate::article::{Block, BlockKind, Inline, Visit, walk_blocks};
use crate::layout::inline::Alignment;
use crate::layout::{Anchor, Destination, Frame, Item, Owner, StructId, StructRole};
use crate::units::{Point, Pt, Size};

/// Room for the number of a page, in ems.
const NUMBER: f64 = 2.5;

impl<'a> Composer<'a> {
    /// Keeps the place for the list of contents, if the article gets one: what is set so far then has its own page, and
    /// the text opens below a repeated title.
    pub(super) fn reserve_contents(&mut self, page: &Place<'a>) {
        if !self.article.bound.is_empty() {
            let parent = self.add(page.parent, StructRole::Sect);
            self.contents = Some((parent, self.galley.slugs.len()));
            return;
        }
        let Some(contents) = self.design.contents.filter(|_| self.banner.is_none()) else { return };
        let mut sections = 0;
        walk_blocks(&self.article.blocks, &mut |visit| {
            let section = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 2, .. });
            sections += usize::from(matches!(visit, Visit::Block(block) if section(block)));
        });
        if sections >= contents.least {
            let parent = self.add(page.parent, StructRole::Sect);
            self.contents = Some((parent, self.galley.slugs.len()));
            self.repeat_title(page);
        }
    }

    /// The title above the text, for the eye alone: it is read where it stands first.
    fn repeat_title(&mut self, page: &Place<'a>) {
        let kind = self.design.styles.long_title;
        let style = self.style(&kind, page);
        let title = Inline::Text(self.article.meta.title_text());
        let mut frame = Frame::default();
        let mut y = self.design.grid(self.design.opening.sink as f64);
        for line in self.setter.lines(&[title], &style, StructId(0)) {
            y += kind.leading;
            put(&mut frame, page.x, y, slug::as_artifact(&line.frame, Owner::Furniture));
        }
        self.galley.pending.gap = Pt::ZERO;
        self.galley.push(Slug { frame, height: snap(y, self.design.leading), ..Slug::default() }, page, kind.leading);
        self.galley.space(self.design.grid(self.design.opening.below));
    }

    /// The list, of the headings that stand in the columns `text`.
    pub(super) fn contents_slugs(&mut self, page: &Place<'a>, text: &[Fill]) -> Vec<Slug> {
        let Some((parent, _)) = self.contents else { return Vec::new() };
        // A book lists its articles and their sections.
        let deepest = match self.design.contents {
            Some(contents) if self.article.bound.is_empty() => contents.deepest,
            _ => 2,
        };
        let headings: Vec<Bookmark> = (self.galley.outline.iter())
            .filter(|entry| matches!(entry.anchor, Anchor::Block(_)) && entry.level <= deepest)
            .cloned()
            .collect();
        let first = if self.article.bound.is_empty() { 2 } else { 1 };
        let columns = self.design.columns.count.max(1);
        let page_of = |slug: usize| {
            let column = text.iter().position(|fill| fill.slugs.iter().any(|(index, _)| *index == slug));
            column.map(|column| (column / columns + 1).to_string())
        };
        let place = Place { parent, ..*page };
        self.apart(|composer| {
            composer.contents_heading(&place);
            let list = composer.add(parent, StructRole::Toc);
            let mut inner = None;
            let mut last = list;
            for heading in headings {
                let Some(label) = page_of(heading.slug) else { continue };
                let holder = match heading.level {
                    level if level <= first => list,
                    _ => *inner.get_or_insert_with(|| composer.add(last, StructRole::Toc)),
                };
                let item = composer.add(holder, StructRole::TocItem);
                if heading.level <= first {
                    (last, inner) = (item, None);
                }
                let depth = heading.level.saturating_sub(first);
                composer.contents_entry((&heading, depth), &label, &Place { parent: item, ..place });
            }
        })
    }

    fn contents_heading(&mut self, place: &Place<'a>) {
        let kind = self.design.styles.headings[0];
        let owner = self.add(place.parent, StructRole::H(2));
        self.setter.structure.node(owner).title = Some(self.words.contents.to_owned());
        self.mark_language(owner);
        let sink = self.design.grid(self.design.opening.sink as f64);
        self.galley.push(Slug { height: sink, ..Slug::default() }, place, Pt::ZERO);
        let first = self.galley.slugs.len();
        self.set_text(self.words.contents, &kind, place, owner);
        self.galley.slugs[first..].iter_mut().for_each(|slug| slug.after = Break::Never);
        self.galley.space(place.unit);
    }

    /// A heading and the page that it is on, the whole line a link.
    fn contents_entry(&mut self, (heading, depth): (&Bookmark, u8), label: &str, place: &Place<'a>) {
        let kind = self.design.styles.body.aligned(Alignment::Start);
        let indent = self.design.spacing.list * f64::from(depth);
        let owner = self.add(place.parent, StructRole::Reference);
        let outer = place.indented(indent, self.design.spacing.least_measure);
        let number = kind.size * NUMBER;
        let x = if outer.rtl() { outer.x + number } else { outer.x };
        let words = Place { x, width: outer.width - number, ..outer };
        let mut frame = Frame::default();
        let mut y = Pt::ZERO;
        let style = self.style(&kind, &words);
        for line in self.setter.lines(&[Inline::Text(heading.title.clone())], &style, owner) {
            y += kind.leading;
            put(&mut frame, words.x, y, line.frame);
        }
        let style = self.style(&kind.aligned(Alignment::End), &outer);
        for line in self.setter.lines(&[Inline::Text(label.to_owned())], &style, owner) {
            put(&mut frame, outer.x, y, line.frame);
        }
        let link = Item::Link { size: Size::new(outer.width, y), to: Destination::Anchor(heading.anchor) };
        let below = kind.leading * 0.25;
        frame.push(Point::new(outer.x, below), Owner::Content(owner), link);
        if depth == 0 {
            self.galley.space(place.unit * 0.5);
        }
        self.galley.push(Slug { frame, height: y, after: Break::FREE, ..Slug::default() }, place, kind.leading);
    }
}
