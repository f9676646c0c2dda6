//! Pages: slugs, notes, grounds and bars, running heads and folios, each at its place on the paper.

use super::back::Form;
use super::breaks::{Fill, Matter, NoteLine, break_pages};
use super::furniture::{Furniture, Shows};
use super::slug::{Decor, Slug, put, snap};
use super::variants::Room;
use super::{Composer, DEEPEST, Place};
use crate::article::Direction;
use crate::design::Columns;
use crate::diag::Diagnostics;
use crate::layout::{Frame, Item, OutlineEntry, Owner, Page, Pages, Sheets, StructId, roman};
use crate::units::{Point, Pt, Size};
use std::collections::BTreeSet;
use std::ops::Range;

/// Room for the rule above notes, in grid lines.
const NOTE_GAP: f64 = 0.6;

/// A page before anything is on it.
struct Sheet {
    /// What fills its columns.
    columns: Vec<Fill>,
    /// Its label as printed.
    label: String,
    /// What stands around them.
    shows: Shows,
}

impl<'a> Composer<'a> {
    /// Breaks what is composed into pages, adds the colophon and the list of contents, and places everything.
    pub(super) fn pages(mut self, page: &Place<'a>, diagnostics: &mut Diagnostics) -> Pages {
        let whole = self.furniture();
        let mut notes = self.notes.lines();
        let fills = self.text_fills(&notes);
        // Room that is given away before the colophon has its own would push it to another page.
        let room = if self.design.side.is_some() { Room::Give } else { Room::Keep };
        let mut fills = self.improved(&notes, fills, room);
        let beside = if self.article.bound.is_empty() { self.colophon_beside(page, &fills) } else { None };
        if beside.is_none() {
            fills = self.colophon_below(page, &notes, fills.len());
            fills = self.improved(&notes, fills, Room::Give);
        }
        let mut sheets = self.front_sheets(page, &notes, &fills);
        let front = sheets.len();
        let columns = self.design.columns.count.max(1);
        for (index, columns) in fills.chunks(columns).enumerate() {
            let first = columns.first().and_then(|fill| fill.slugs.first()).map(|(slug, _)| *slug);
            let opens = index == 0 || self.openings.iter().any(|(opening, _)| Some(*opening) == first);
            let shows = if opens { Shows::Folio } else { Shows::All };
            sheets.push(Sheet { columns: columns.to_vec(), label: (index + 1).to_string(), shows });
        }
        let mut slugs = std::mem::take(&mut self.galley.slugs);
        let mut places = vec![(0, Point::default()); slugs.len()];
        let mut pages = Vec::with_capacity(sheets.len());
        let openings = std::mem::take(&mut self.openings);
        let mut furniture = &whole;
        for (index, sheet) in sheets.iter().enumerate() {
            let beside = beside.as_ref().filter(|_| index + 1 == sheets.len());
            if let Some((first, _)) = sheet.columns.iter().find_map(|fill| fill.slugs.first())
                && let Some((_, heads)) = openings.iter().rfind(|(opening, _)| opening <= first)
                && index >= front
            {
                furniture = heads;
            }
            pages.push(self.page_of((index, beside), sheet, furniture, (&mut slugs, &mut notes), &mut places));
        }
        let outline = self.bookmarks(&places, front, pages.len() - 1);
        diagnostics.append(&mut self.setter.diagnostics);
        let facing = self.design.duplex;
        Pages { pages, structure: self.setter.structure, outline, facing, sheets: Sheets::default() }
    }

    /// The pages before the text: the title's, and the list of contents, so many that the text begins on a right-hand
    /// page.
    fn front_sheets(&mut self, page: &Place<'a>, notes: &[NoteLine], text: &[Fill]) -> Vec<Sheet> {
        let Some((_, title)) = self.contents else { return Vec::new() };
        let mut sheets: Vec<Sheet> = Vec::new();
        let label = |sheets: &[Sheet]| roman(sheets.len() as u32 + 1);
        let count = self.design.columns.count.max(1);
        for fills in self.fills(notes, &self.notes.called(&self.galley.slugs, notes), 0..title).chunks(count) {
            sheets.push(Sheet { columns: fills.to_vec(), label: label(&sheets), shows: Shows::Nothing });
        }
        let slugs = self.contents_slugs(page, text);
        let first = self.galley.slugs.len();
        self.galley.slugs.extend(slugs);
        for fills in self
            .fills(notes, &self.notes.called(&self.galley.slugs, notes), first..self.galley.slugs.len())
            .chunks(count)
        {
            sheets.push(Sheet { columns: fills.to_vec(), label: label(&sheets), shows: Shows::Folio });
        }
        if self.design.duplex && sheets.len() % 2 == 1 {
            sheets.push(Sheet { columns: vec![Fill::default()], label: label(&sheets), shows: Shows::Nothing });
        }
        sheets
    }

    /// The slugs of the text, without a title that has its own page.
    pub(super) fn text_part(&self) -> Range<usize> {
        self.contents.map_or(0, |(_, title)| title)..self.galley.slugs.len()
    }

    /// The text by what begins a page: all of it, or each article of a book, or what stands after a page break.
    pub(super) fn runs(&self) -> Vec<Range<usize>> {
        let part = self.text_part();
        let inner = self.openings.iter().map(|(first, _)| *first).chain(self.galley.page_starts.iter().copied());
        let inner = inner.filter(|first| *first > part.start && *first < part.end);
        let starts: BTreeSet<usize> = std::iter::once(part.start).chain(inner).collect();
        let starts: Vec<usize> = starts.into_iter().collect();
        let ends = starts[1..].iter().copied().chain([part.end]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// What fills the columns of the text.
    pub(super) fn text_fills(&self, notes: &[NoteLine]) -> Vec<Fill> {
        let columns = self.design.columns.count.max(1);
        let called = self.notes.called(&self.galley.slugs, notes);
        let mut fills = Vec::new();
        for run in self.runs() {
            fills.resize_with(fills.len().next_multiple_of(columns), Fill::default);
            fills.extend(self.fills(notes, &called, run));
        }
        fills
    }

    /// What fills the columns that begin with slug `part.start` and end with the last of `part`.
    fn fills(&self, notes: &[NoteLine], called: &[usize], part: Range<usize>) -> Vec<Fill> {
        let (first, first_note) = (part.start, part.start.checked_sub(1).map_or(0, |last| called[last]));
        let mut fills = self.matter(notes, called, part, break_pages);
        for fill in &mut fills {
            fill.slugs.iter_mut().for_each(|(slug, _)| *slug += first);
            fill.notes = fill.notes.start + first_note..fill.notes.end + first_note;
        }
        fills
    }

    /// Does `work` with what is to be broken into columns of `part`; the notes `called` are those of all slugs, found once
    /// for all articles of a book.
    pub(super) fn matter<T>(
        &self,
        notes: &[NoteLine],
        called: &[usize],
        part: Range<usize>,
        work: impl FnOnce(&Matter) -> T,
    ) -> T {
        let heads: Vec<Pt> = self.galley.heads.iter().map(|head| head.height).collect();
        let before = |slug: usize| slug.checked_sub(1).map_or(0, |last| called[last]);
        let first_note = before(part.start);
        let last_note = if part.end == self.galley.slugs.len() { notes.len() } else { before(part.end) };
        let called: Vec<usize> = called[part.clone()].iter().map(|called| called - first_note).collect();
        let height = self.design.height();
        let banner = self.banner.as_ref().filter(|_| part.start == self.text_part().start);
        let banner = banner.map(|banner| vec![height - banner.height; self.design.columns.count]);
        work(&Matter {
            slugs: &self.galley.slugs[part],
            notes: &notes[first_note..last_note],
            called: &called,
            heads: &heads,
            grid: self.design.leading,
            first: &banner.unwrap_or_default(),
            height,
            columns: self.design.columns.count.max(1),
            note_gap: self.design.grid(NOTE_GAP),
            facing: self.design.duplex && self.design.columns.count <= 1,
        })
    }

    /// The colophon at the foot of the side column of the last page, if nothing else is there; from the text's top.
    fn colophon_beside(&mut self, page: &Place<'a>, fills: &[Fill]) -> Option<Frame> {
        let side = self.side_place(page)?;
        let fill = fills.last()?;
        let taken = |&&(slug, _): &&(usize, Pt)| reaches(&self.galley.slugs[slug].frame, &side);
        let used =
            fill.slugs.iter().rev().find(taken).map_or(Pt::ZERO, |(slug, top)| *top + self.galley.slugs[*slug].height);
        let free = self.design.height() - used;
        if self.colophon_estimate(&side) > free.min(self.design.height() * 0.6) {
            return None;
        }
        let entries = self.galley.outline.len();
        let slugs = self.apart(|composer| composer.colophon(&side, Form::Open));
        self.galley.outline[entries..].iter_mut().for_each(|entry| entry.slug = usize::MAX);
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

    /// Adds the colophon below the text, in the form that keeps it from a page of its own, and breaks all again;
    /// without it there are `before` columns.
    fn colophon_below(&mut self, page: &Place<'a>, notes: &[NoteLine], before: usize) -> Vec<Fill> {
        if !self.article.bound.is_empty() {
            // What is said of all articles has a page of its own.
            let heads = self.furniture();
            self.openings.push((self.galley.slugs.len(), heads));
            self.colophon(page, Form::Open);
            return self.text_fills(notes);
        }
        let pages = |columns: usize| columns.div_ceil(self.design.columns.count.max(1));
        let before = pages(before);
        let had =
            (self.galley.slugs.len(), self.galley.outline.len(), self.setter.structure.nodes.len(), self.galley.parts);
        self.colophon(page, Form::Open);
        let fills = self.text_fills(notes);
        if pages(fills.len()) == before {
            return fills;
        }
        self.galley.slugs.truncate(had.0);
        self.galley.outline.truncate(had.1);
        self.setter.structure.truncate(had.2);
        self.galley.parts = had.3;
        self.colophon(page, Form::Close);
        self.text_fills(notes)
    }

    fn page_of(
        &mut self,
        (index, beside): (usize, Option<&Frame>),
        sheet: &Sheet,
        furniture: &Furniture,
        (slugs, notes): (&mut [Slug], &mut [NoteLine]),
        places: &mut [(usize, Point)],
    ) -> Page {
        let paper = self.design.paper;
        let mut frame = Frame { size: paper, items: Vec::new() };
        let above = match self.banner.take_if(|_| index == 0) {
            Some(banner) => {
                frame.append(Point::new(self.left(index), self.top()), banner.frame);
                banner.height
            }
            None => Pt::ZERO,
        };
        let height = self.design.height() - above;
        for (column, fill) in sheet.columns.iter().enumerate() {
            let origin = self.origin(index, column) + Point::new(Pt::ZERO, above);
            let mut placed = |slug: usize, at| places[slug] = (index, at);
            self.column(&mut frame, (origin, height), fill, (&mut *slugs, &mut *notes), &mut placed);
        }
        if let Some(colophon) = beside {
            frame.append(self.origin(index, 0), colophon.clone());
        }
        self.furnish(&mut frame, index, &sheet.label, sheet.shows, furniture);
        Page { size: paper, label: sheet.label.clone(), area: self.type_area(index), frame }
    }

    /// Where the top left corner of a column of page `index` is.
    fn origin(&self, index: usize, column: usize) -> Point {
        let Columns { count, gutter } = self.design.columns;
        let rtl = self.article.meta.dir == Direction::Rtl;
        let before = if rtl { count.saturating_sub(column + 1) } else { column };
        let x = (self.design.measure + gutter) * before as f64;
        Point::new(self.left(index) + x, self.top())
    }

    /// Top of the text.
    fn top(&self) -> Pt {
        self.design.first_baseline - self.design.leading
    }

    /// Puts what fills a column, `height` high, at `origin`, and tells `placed` where each slug is.
    fn column(
        &mut self,
        frame: &mut Frame,
        (origin, height): (Point, Pt),
        fill: &Fill,
        (slugs, notes): (&mut [Slug], &mut [NoteLine]),
        placed: &mut dyn FnMut(usize, Point),
    ) {
        let shift = self.colophon_shift(fill, notes, height);
        let top = |slug: usize, y: Pt| match shift {
            Some((first, by)) if slug >= first => y + by,
            _ => y,
        };
        self.grounds(frame, origin, fill, slugs);
        if let Some((head, y)) = fill.head {
            frame.append(origin + Point::new(Pt::ZERO, y), self.galley.heads[head].frame.clone());
        }
        for &(slug, y) in &fill.slugs {
            let at = origin + Point::new(Pt::ZERO, top(slug, y));
            placed(slug, at);
            frame.append(at, std::mem::take(&mut slugs[slug].frame));
        }
        self.foot(frame, origin + Point::new(Pt::ZERO, height), &mut notes[fill.notes.clone()]);
    }

    /// From which slug on the last page is moved to its foot, and how far.
    fn colophon_shift(&self, fill: &Fill, notes: &[NoteLine], height: Pt) -> Option<(usize, Pt)> {
        let first = self.colophon.filter(|first| fill.slugs.iter().any(|(slug, _)| slug == first))?;
        let notes = &notes[fill.notes.clone()];
        let foot = if notes.is_empty() {
            Pt::ZERO
        } else {
            let lines: Pt = notes.iter().map(|line| line.slug.height).sum();
            snap(lines + self.design.grid(NOTE_GAP), self.design.leading)
        };
        Some((first, (height - foot - fill.end).max(Pt::ZERO)))
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
                decor = self.galley.decors[id].outer;
            }
        }
        extents.sort_by_key(|extent| extent.0);
        for (id, top, bottom) in extents {
            let Decor { x, width, color, drop, .. } = self.galley.decors[id];
            let size = Size::new(width, bottom + drop.1 - (top + drop.0));
            frame.push(origin + Point::new(x, top + drop.0), Owner::Artifact, Item::Rule { size, color });
        }
    }

    /// Notes above the foot of a column, below a short rule.
    fn foot(&self, frame: &mut Frame, foot: Point, notes: &mut [NoteLine]) {
        if notes.is_empty() {
            return;
        }
        let height: Pt = notes.iter().map(|line| line.slug.height).sum();
        let mut y = -height;
        let width = self.design.spacing.note_rule;
        let page = self.page(StructId(0));
        let rule = Item::Rule { size: Size::new(width, self.design.spacing.rule), color: self.design.inks.rule };
        let gap = self.design.styles.note.leading * 0.25;
        frame.push(foot + Point::new(page.start(width), y - gap), Owner::Artifact, rule);
        for line in notes {
            frame.append(foot + Point::new(Pt::ZERO, y), std::mem::take(&mut line.slug.frame));
            y += line.slug.height;
        }
    }

    /// Bookmarks at the places of their slugs; the list of contents has one too, after the title's.
    fn bookmarks(&self, places: &[(usize, Point)], front: usize, last: usize) -> Vec<OutlineEntry> {
        let mut level = 0;
        let entry = |title: &str, level: u8, (page, at): (usize, Point)| {
            let at = Point::new(self.left(page), at.y);
            OutlineEntry { title: title.to_owned(), level, page, at }
        };
        let entries = self.galley.outline.iter().map(|bookmark| {
            level = bookmark.level.min(level + 1);
            let place = places.get(bookmark.slug).copied().unwrap_or((last, Point::default()));
            entry(&bookmark.title, level, place)
        });
        let mut entries: Vec<OutlineEntry> = entries.collect();
        if let Some((_, title)) = self.contents {
            let after = entries.iter().take_while(|entry| entry.page < front).count();
            let page = places.get(title - 1).map_or(0, |place| place.0 + 1);
            entries.insert(after, entry(self.words.contents, 2, (page, Point::default())));
        }
        entries
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
