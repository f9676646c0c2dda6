//! Pages: slugs, notes, grounds and bars, running heads and folios, each at its place on the paper.

use super::breaks::{Fill, Matter, NoteLine, break_pages};
use super::*;
use crate::diag::Diagnostic;
use crate::layout::{OutlineEntry, Page};
use crate::units::Size;

/// Pages at most: a limit for hostile input, far above any article.
const MOST_PAGES: usize = 2_000;
/// Room for the rule above notes, in grid lines.
const NOTE_GAP: f64 = 0.6;
/// Title in the running head, in characters at most; it is cut at a word.
const HEAD_TITLE: usize = 64;
/// Author in the running head likewise.
const HEAD_AUTHOR: usize = 40;

/// What all pages share.
struct Furniture {
    head: Frame,
    left: Pt,
}

impl<'a> Composer<'a> {
    /// Breaks what is composed into pages, adds the colophon, and places everything.
    pub(super) fn pages(mut self, page: &Place<'a>, diagnostics: &mut Diagnostics) -> Pages {
        let furniture = self.furniture();
        let mut notes = self.note_lines();
        let mut fills = self.fills(&notes);
        let beside = self.colophon_beside(page, &fills);
        if beside.is_none() {
            self.colophon(page);
            fills = self.fills(&notes);
        }
        if fills.len() > MOST_PAGES {
            fills.truncate(MOST_PAGES);
            let what = format!("the article fills more than {MOST_PAGES} pages; the PDF ends there");
            diagnostics.push(Diagnostic::warning("page-limit", what).help("split it into several articles"));
        }
        let mut slugs = std::mem::take(&mut self.slugs);
        let mut places = vec![(0, Point::default()); slugs.len()];
        let mut pages = Vec::with_capacity(fills.len());
        for (index, fill) in fills.iter().enumerate() {
            let last = index + 1 == fills.len();
            let beside = beside.as_ref().filter(|_| last);
            pages.push(self.page_of((index, beside), fill, &furniture, (&mut slugs, &mut notes), &mut places));
        }
        let outline = self.bookmarks(&places, &furniture, pages.len() - 1);
        diagnostics.append(&mut self.setter.diagnostics);
        Pages { pages, structure: self.setter.structure, outline }
    }

    fn fills(&self, notes: &[NoteLine]) -> Vec<Fill> {
        let called = self.called(notes);
        let heads: Vec<Pt> = self.heads.iter().map(|head| head.height).collect();
        break_pages(&Matter {
            slugs: &self.slugs,
            notes,
            called: &called,
            heads: &heads,
            grid: self.design.leading,
            height: self.design.height(),
            note_gap: self.design.grid(NOTE_GAP),
        })
    }

    /// The colophon at the foot of the side column of the last page, if nothing else is there; from the text's top.
    fn colophon_beside(&mut self, page: &Place<'a>, fills: &[Fill]) -> Option<Frame> {
        let side = self.side_place(page)?;
        let fill = fills.last()?;
        let taken = |&&(slug, _): &&(usize, Pt)| reaches(&self.slugs[slug].frame, &side);
        let used = fill.slugs.iter().rev().find(taken).map_or(Pt::ZERO, |(slug, top)| *top + self.slugs[*slug].height);
        let free = self.design.height() - used;
        if self.colophon_estimate(&side) > free.min(self.design.height() * 0.6) {
            return None;
        }
        let entries = self.outline.len();
        let slugs = self.apart(|composer| composer.colophon(&side));
        self.outline[entries..].iter_mut().for_each(|entry| entry.2 = usize::MAX);
        self.colophon = None;
        let height: Pt = slugs.iter().map(|slug| slug.before + slug.height).sum();
        let mut frame = Frame::default();
        let mut y = self.design.height() - height;
        for slug in slugs {
            y += slug.before;
            put(&mut frame, Pt::ZERO, y, slug.frame);
            y += slug.height;
        }
        Some(frame)
    }

    /// All lines of all notes.
    fn note_lines(&mut self) -> Vec<NoteLine> {
        let mut lines = Vec::new();
        for (index, note) in std::mem::take(&mut self.notes).into_iter().enumerate() {
            let count = note.len();
            let calls: Vec<NoteId> = note.iter().flat_map(|slug| slug.notes.iter().copied()).collect();
            let reach = self.last_note(&calls).unwrap_or(index).max(index);
            for (number, mut slug) in note.into_iter().enumerate() {
                let before = if number == 0 { Pt::ZERO } else { slug.before };
                slug.height += before;
                slug.frame.items.iter_mut().for_each(|(at, _)| at.y += before);
                lines.push(NoteLine { slug, siblings: (number, count - number - 1) });
            }
            self.note_ends.push((lines.len(), reach));
        }
        // A note that a note calls belongs to the same page.
        for index in (0..self.note_ends.len()).rev() {
            let reach = self.note_ends[index].1;
            self.note_ends[index].1 = reach.max(self.note_ends[reach].1);
        }
        lines
    }

    /// The last of the notes `ids`, by its place among all.
    fn last_note(&self, ids: &[NoteId]) -> Option<usize> {
        ids.iter().filter_map(|id| self.note_order[id.0 as usize]).max()
    }

    /// For each slug how many lines of notes it and those before it have called for.
    fn called(&self, notes: &[NoteLine]) -> Vec<usize> {
        let mut most = 0;
        let called = self.slugs.iter().map(|slug| {
            if let Some(note) = self.last_note(&slug.notes) {
                let (_, reach) = self.note_ends[note];
                most = most.max(self.note_ends[reach].0);
            }
            most.min(notes.len())
        });
        called.collect()
    }

    fn page_of(
        &mut self,
        (index, beside): (usize, Option<&Frame>),
        fill: &Fill,
        furniture: &Furniture,
        (slugs, notes): (&mut [Slug], &mut [NoteLine]),
        places: &mut [(usize, Point)],
    ) -> Page {
        let paper = self.design.paper;
        let origin = Point::new(furniture.left, self.design.first_baseline - self.design.leading);
        let mut frame = Frame { size: paper, items: Vec::new() };
        let shift = self.colophon_shift(fill, notes);
        let top = |slug: usize, y: Pt| match shift {
            Some((first, by)) if slug >= first => y + by,
            _ => y,
        };
        self.grounds(&mut frame, origin, fill, slugs);
        if let Some((head, y)) = fill.head {
            frame.append(origin + Point::new(Pt::ZERO, y), self.heads[head].frame.clone());
        }
        for &(slug, y) in &fill.slugs {
            let at = origin + Point::new(Pt::ZERO, top(slug, y));
            places[slug] = (index, at);
            frame.append(at, std::mem::take(&mut slugs[slug].frame));
        }
        self.foot(&mut frame, origin, &mut notes[fill.notes.clone()]);
        if let Some(colophon) = beside {
            frame.append(origin, colophon.clone());
        }
        self.furnish(&mut frame, index, furniture);
        Page { size: paper, label: (index + 1).to_string(), frame }
    }

    /// From which slug on the last page is moved to its foot, and how far.
    fn colophon_shift(&self, fill: &Fill, notes: &[NoteLine]) -> Option<(usize, Pt)> {
        let first = self.colophon.filter(|first| fill.slugs.iter().any(|(slug, _)| slug == first))?;
        let notes = &notes[fill.notes.clone()];
        let foot = if notes.is_empty() {
            Pt::ZERO
        } else {
            let height: Pt = notes.iter().map(|line| line.slug.height).sum();
            snap(height + self.design.grid(NOTE_GAP), self.design.leading)
        };
        Some((first, (self.design.height() - foot - fill.end).max(Pt::ZERO)))
    }

    /// Grounds and bars behind the slugs of a page: one for each stretch.
    fn grounds(&self, frame: &mut Frame, origin: Point, fill: &Fill, slugs: &[Slug]) {
        let mut extents: Vec<(usize, Pt, Pt)> = Vec::new();
        for &(index, top) in &fill.slugs {
            let bottom = top + slugs[index].height;
            let mut decor = slugs[index].decor;
            while let Some(id) = decor {
                match extents.iter_mut().rev().take(DEEPEST * 2).find(|extent| extent.0 == id) {
                    Some(extent) => extent.2 = bottom,
                    None => extents.push((id, top, bottom)),
                }
                decor = self.decors[id].outer;
            }
        }
        extents.sort_by_key(|extent| extent.0);
        for (id, top, bottom) in extents {
            let Decor { x, width, color, drop, .. } = self.decors[id];
            let size = Size::new(width, bottom + drop.1 - (top + drop.0));
            frame.push(origin + Point::new(x, top + drop.0), Owner::Artifact, Item::Rule { size, color });
        }
    }

    /// Notes at the foot of a page, below a short rule.
    fn foot(&self, frame: &mut Frame, origin: Point, notes: &mut [NoteLine]) {
        if notes.is_empty() {
            return;
        }
        let height: Pt = notes.iter().map(|line| line.slug.height).sum();
        let mut y = self.design.height() - height;
        let width = self.design.spacing.note_rule;
        let page = self.page(StructId(0));
        let rule = Item::Rule { size: Size::new(width, self.design.spacing.rule), color: self.design.inks.rule };
        let gap = self.design.styles.note.leading * 0.25;
        frame.push(origin + Point::new(page.start(width), y - gap), Owner::Artifact, rule);
        for line in notes {
            frame.append(origin + Point::new(Pt::ZERO, y), std::mem::take(&mut line.slug.frame));
            y += line.slug.height;
        }
    }

    /// The running head: set once for all pages.
    fn furniture(&mut self) -> Furniture {
        let meta = &self.article.meta;
        let mut head = Frame::default();
        let page = self.text_area(StructId(0));
        let kind = self.design.styles.head;
        let author = shorten(&meta.authors().collect::<Vec<_>>().join(", "), HEAD_AUTHOR);
        let title = shorten(&meta.title_text(), HEAD_TITLE);
        for (text, align) in [(author, Alignment::Start), (title, Alignment::End)] {
            if let Some(line) = self.furniture_line(&text, &kind.aligned(align), &page) {
                head.append(Point::default(), line);
            }
        }
        let rtl = meta.dir == Direction::Rtl;
        let margin = self.design.margin;
        let left = if rtl { self.design.paper.width - margin - self.design.text_width() } else { margin };
        Furniture { head, left }
    }

    fn furniture_line(&mut self, text: &str, kind: &Type, place: &Place) -> Option<Frame> {
        if text.trim().is_empty() {
            return None;
        }
        let style = self.style(kind, place);
        let line = self.setter.lines(&[Inline::Text(text.to_owned())], &style, StructId(0)).into_iter().next()?;
        Some(slug::as_artifact(&line.frame, Owner::Furniture))
    }

    fn furnish(&mut self, frame: &mut Frame, index: usize, furniture: &Furniture) {
        if let Some(y) = self.design.head.filter(|_| index > 0) {
            frame.append(Point::new(furniture.left, y), furniture.head.clone());
        }
        let place = self.text_area(StructId(0));
        let folio = self.design.styles.folio;
        if let Some(line) = self.furniture_line(&(index + 1).to_string(), &folio, &place) {
            frame.append(Point::new(furniture.left, self.design.folio), line);
        }
    }

    /// Bookmarks at the places of their slugs.
    fn bookmarks(&self, places: &[(usize, Point)], furniture: &Furniture, last: usize) -> Vec<OutlineEntry> {
        let mut level = 0;
        let entries = self.outline.iter().map(|(title, wanted, slug)| {
            level = (*wanted).min(level + 1);
            let (page, at) = places.get(*slug).copied().unwrap_or((last, Point::default()));
            OutlineEntry { title: title.clone(), level, page, at: Point::new(furniture.left, at.y) }
        });
        entries.collect()
    }
}

/// Whether something in `frame` stands in the column `side`.
fn reaches(frame: &Frame, side: &Place) -> bool {
    frame.items.iter().any(|(at, placed)| {
        let width = match &placed.item {
            Item::Text(run) => run.width(),
            other => super::figures::extent(other).width,
        };
        at.x + width > side.x + Pt(1.0) && at.x < side.x + side.width - Pt(1.0)
    })
}

/// `text` in at most `most` characters, cut at a word.
fn shorten(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '–', '—', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_ends_at_a_word_in_the_running_head() {
        assert_eq!(shorten("Short", 10), "Short");
        assert_eq!(shorten("One two, three four", 12), "One two…");
        assert_eq!(shorten("äöüäöüäöü", 4), "äöüä…");
    }
}
