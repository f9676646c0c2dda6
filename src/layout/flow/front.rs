//! The title block: cover, kicker, title, deck, authors and date.

use super::figures::{Canvas, TALLEST};
use super::slug::{Break, Floating, Slug, put, snap};
use super::{Banner, Bookmark, Composer, Place, boxed, figures};
use crate::article::{Contributor, Figure, Inline, Role, Target, plain_text};
use crate::labels::Labels;
use crate::layout::{Anchor, Frame, StructRole};
use crate::units::Pt;

/// A title that would fill more lines than this is set smaller.
const TITLE_LINES: f64 = 3.4;
/// A cover that would be narrower than this share of text and side column is set as wide as the text instead.
const NEARLY_WIDE: f64 = 0.9;
/// Caption and credit of a wide cover stand beside the title up to this share of the page's height.
const BESIDE_TITLE: f64 = 0.2;
/// The order in which parts in an article are named.
const ROLES: [Role; 6] =
    [Role::Author, Role::Editor, Role::Translator, Role::Illustrator, Role::Photographer, Role::Contributor];

impl<'a> Composer<'a> {
    /// The title block. Where there are several columns it stands above them all, and the cover in the first.
    pub(super) fn title_block(&mut self, page: &Place<'a>) {
        let cover = self.current.cover.as_ref().filter(|cover| cover.pictures.iter().any(|p| p.asset.is_ok()));
        if self.design.columns.count > 1 && self.article.bound.is_empty() {
            let area = Place { parent: page.parent, ..self.text_area(page.parent) };
            self.sink(&area);
            self.titles(&area, false);
            self.raise_banner();
            cover.and_then(|cover| self.cover(cover, page));
        } else {
            let words = cover.and_then(|cover| self.cover(cover, page));
            if cover.is_none() {
                self.sink(page);
            }
            let first = self.galley.slugs.len();
            let qr = self.qr_side(page).filter(|_| words.is_none());
            self.titles(page, words.is_some() || qr.is_some());
            self.galley.keep_together(first.saturating_sub(1));
            let words = words.or_else(|| self.place_qr(&qr?));
            if let Some((words, height)) = words {
                self.hang_words(first, words, height);
            }
            if let Some(last) = self.galley.slugs.last_mut() {
                last.after = Break::Never;
            }
            self.galley.space(self.design.grid(self.design.opening.below));
        }
        self.set_called_notes(page);
        self.galley.pending.flush = true;
    }

    /// Kicker, title, deck, authors and date; the title keeps to the text's measure if it has to be `narrow`.
    fn titles(&mut self, page: &Place<'a>, narrow: bool) {
        if let Some(kicker) = self.current.kicker() {
            let owner = self.add(page.parent, StructRole::P);
            self.set_text(&kicker, &self.design.styles.kicker, page, owner);
            self.galley.space(page.unit * 0.5);
        }
        self.title(page, narrow);
        self.deck(page);
        self.byline(page);
    }

    /// Takes what is set so far out of the columns.
    fn raise_banner(&mut self) {
        let (mut frame, mut y, mut space) = (Frame::default(), Pt::ZERO, Pt::ZERO);
        for slug in std::mem::take(&mut self.galley.slugs) {
            let top = slug.top(y, space, self.design.leading);
            (y, space) = (top + slug.height, slug.below);
            put(&mut frame, Pt::ZERO, top, slug.frame);
            self.galley.pending.notes.extend(slug.notes);
        }
        self.galley.pending.gap = Pt::ZERO;
        // The bookmark of the title leads to the first page, which begins with the first slug of the text.
        self.galley.outline.iter_mut().for_each(|entry| entry.slug = 0);
        let below = self.design.grid(self.design.opening.below);
        self.banner = Some(Banner { frame, height: snap(y + below, self.design.leading) });
    }

    /// Text and side column together, or all columns.
    fn whole_width(&self, place: &Place<'a>) -> Place<'a> {
        Place { x: Pt::ZERO, width: self.design.text_width(), ..*place }
    }

    /// Sets the cover; gives caption and credit, if they belong beside the title instead of beside the cover.
    fn cover(&mut self, cover: &'a Figure, page: &Place<'a>) -> Option<(Frame, Pt)> {
        let parent = self.add(page.parent, StructRole::Div);
        let place = Place { parent, ..*page };
        let (shown, _) = self.sort_pictures(cover);
        let tallest = self.design.grid(self.design.spacing.cover_lines as f64) - self.design.spacing.picture_trim;
        // On a small page so many lines are more than there are.
        let tallest = tallest.min(self.design.height() * TALLEST);
        let full = self.design.full_width();
        let fits: f64 = shown.iter().map(|(_, asset, _)| figures::aspect(asset)).sum();
        let wide = tallest * fits >= full * NEARLY_WIDE;
        let column = if wide { self.full_width(&place) } else { place };
        let mut canvas = Canvas::default();
        self.pictures(&mut canvas, cover, &shown, &column, tallest);
        let room = match canvas.size.width > self.design.measure {
            true => self.design.height() * BESIDE_TITLE,
            false => canvas.size.height + self.design.leading,
        };
        let side = self.side_place(&place).filter(|side| self.caption_height(cover, side) <= room);
        let mut beside_title = None;
        let height = match side {
            Some(side) if canvas.size.width > self.design.measure => {
                let mut words = Canvas::default();
                let height = self.words_beside(&mut words, cover, &side);
                canvas.notes.append(&mut words.notes);
                canvas.rest = words.rest;
                beside_title = height.map(|height| (words.frame, height));
                None
            }
            Some(side) => self.words_beside(&mut canvas, cover, &side),
            None => self.caption_below(&mut canvas, cover, &place),
        };
        let slug = boxed(canvas.frame, height.unwrap_or(canvas.size.height), Floating::No);
        self.galley.push(Slug { notes: canvas.notes, ..slug }, &place, place.body.leading);
        self.galley.slugs.append(&mut canvas.rest);
        self.galley.space(page.unit);
        beside_title
    }

    /// Puts caption and credit of the cover beside the title, level with slug `first`.
    fn hang_words(&mut self, first: usize, words: Frame, height: Pt) {
        let Some(slug) = self.galley.slugs.get_mut(first) else { return };
        put(&mut slug.frame, Pt::ZERO, self.design.styles.caption.leading * 0.5, words);
        self.side_taken = Some((first, height));
    }

    /// Whether nothing hangs into the side column at the place of the next slug.
    pub(super) fn side_is_free(&self) -> bool {
        let Some((first, height)) = self.side_taken else { return true };
        let mut y = Pt::ZERO;
        self.galley.slugs[first..].iter().any(|slug| {
            y += slug.before + slug.height;
            y > height
        })
    }

    /// Lowers what follows to where the title begins, with room for the kicker where there is none: so titles stand at
    /// one height in all articles.
    fn sink(&mut self, page: &Place) {
        let kicker = self.design.styles.kicker.leading + page.unit * 0.5;
        let room = if self.current.kicker().is_none() { snap(kicker, self.design.leading) } else { Pt::ZERO };
        let height = self.design.grid(self.design.opening.sink as f64) + room;
        if height > Pt::ZERO {
            self.galley.push(Slug { height, ..Slug::default() }, page, Pt::ZERO);
        }
    }

    fn title(&mut self, page: &Place<'a>, narrow: bool) {
        let meta = &self.current.meta;
        let owner = self.add(page.parent, StructRole::H(1));
        let text = meta.title_text();
        let node = self.setter.structure.node(owner);
        node.title = Some(text.clone());
        node.block = self.current.opening;
        match self.current.opening.map(Anchor::Block) {
            Some(anchor) => {
                self.galley.pending.anchors.push(anchor);
                self.galley.outline.push(Bookmark { title: text, level: 1, anchor, slug: self.galley.slugs.len() });
            }
            None => self.galley.part(text, 1),
        }
        let place = if narrow { *page } else { self.whole_width(page) };
        let kind = self.design.styles.title;
        let style = self.style(&kind, &place);
        let (_, length) = self.setter.content_widths(&meta.title, &style);
        let long = length > place.width * TITLE_LINES;
        let kind = if long { self.design.styles.long_title } else { kind };
        self.set(&meta.title, &kind, &place, owner);
        self.galley.space(page.unit * 0.5);
    }

    fn deck(&mut self, page: &Place<'a>) {
        let meta = &self.current.meta;
        if !plain_text(&meta.subtitle).trim().is_empty() {
            let owner = self.add(page.parent, StructRole::P);
            self.set(&meta.subtitle, &self.design.styles.deck, page, owner);
            self.galley.space(page.unit * 0.5);
        }
    }

    fn byline(&mut self, page: &Place<'a>) {
        let mut line = Vec::new();
        for role in ROLES {
            let people = self.current.meta.contributors.iter().filter(|who| who.role == role);
            append(&mut line, names(self.words, role, &people.collect::<Vec<_>>()));
        }
        let meta = &self.current.meta;
        if let Some(date) = &meta.date {
            append(&mut line, vec![Inline::Text(self.words.date(date))]);
        }
        let day = |iso: &str| iso.split('T').next().unwrap_or_default().to_owned();
        if let Some(date) = meta
            .modified
            .as_ref()
            .filter(|modified| meta.date.as_ref().is_none_or(|date| day(&date.iso) != day(&modified.iso)))
        {
            append(&mut line, vec![Inline::Text(format!("{} {}", self.words.updated, self.words.date(date)))]);
        }
        if !line.is_empty() {
            let owner = self.add(page.parent, StructRole::P);
            self.set(&line, &self.design.styles.byline, page, owner);
        }
    }
}

/// Appends `more` to `line`, with a dot between them.
pub(super) fn append(line: &mut Vec<Inline>, more: Vec<Inline>) {
    if !line.is_empty() && !more.is_empty() {
        line.push(Inline::Text(" · ".into()));
    }
    line.extend(more);
}

/// The line that names `people`, each linked to where they are at home.
fn names(words: &Labels, role: Role, people: &[&Contributor]) -> Vec<Inline> {
    if people.is_empty() {
        return Vec::new();
    }
    let pattern = words.credit(role, "\0");
    let (before, after) = pattern.split_once('\0').unwrap_or((&pattern, ""));
    let mut line = vec![Inline::Text(before.to_owned())];
    for (index, who) in people.iter().enumerate() {
        if index > 0 {
            line.push(Inline::Text(", ".into()));
        }
        let name = vec![Inline::Text(who.name.clone())];
        match &who.url {
            Some(url) => line.push(Inline::Link { target: Target::Url(url.clone()), title: None, content: name }),
            None => line.extend(name),
        }
        if let Some(place) = &who.affiliation {
            line.push(Inline::Text(format!(" ({place})")));
        }
    }
    line.push(Inline::Text(after.to_owned()));
    line.retain(|inline| *inline != Inline::Text(String::new()));
    line
}
