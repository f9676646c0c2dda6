//! Make-up of pages on which wide content spans several columns.
//!
//! A page is a stack of **bands**: the columns of a stretch of text, or a **block** that spans all of them, such as the
//! title block or a long table. Columns above a block, and on the last page, are balanced. What may float, such as a wide
//! picture, is lifted out of the text and stands at the head or the foot of some columns of the page where it belongs,
//! or else at the head of the next page; the text flows round it. A pull quote may also stand in the middle of the
//! columns, which flow past it.
//!
//! Pages are made one after the other. For each, several places of the floating content are tried, and the columns that
//! [`super::breaks`] fills at the lowest cost are kept. It looks ahead by about one column, so time is linear in the number
//! of pages.

use std::collections::VecDeque;
use std::ops::Range;

use super::back::ColophonForm;
use super::breaks::{Fill, Filled, Gap, Matter, balanced_page, choose, fill_page};
use super::slug::{Break, Floating, Slug, snap};
use super::variants::NoteCalls;
use super::{BlockContext, Composer, back, matter, variants};
use crate::units::Pt;

/// Share of a page after the current one that is looked at, so that this one does not end at the next one's expense.
const AHEAD: f64 = 0.34;
/// A band of columns has at least so many lines; with less room, the page ends.
const LEAST_BAND: f64 = 4.0;
/// Maximum share of a page's height that floating content takes up at its head.
const MOST_FLOATS: f64 = 0.7;
/// Minimum number of lines of text above and below something in the middle of a column.
const LEAST_STRETCH: usize = 6;
/// Cost of floating content at the foot of columns, and directly below a block such as the title.
const AT_FOOT: f64 = 1_000.0;
const BELOW_BLOCK: f64 = 12_000.0;
/// The same, if text stands beside it.
const BESIDE_TEXT: f64 = 2_000.0;
/// Cost of each column between floating content and its place in the text.
const ASIDE: f64 = 3_000.0;
/// Text with no more lines above a block is not divided into columns.
const FEW_LINES: usize = 9;
/// Fewer lines than this below something at the head of a balanced column look lost.
const REMNANT: f64 = 3.5;
/// Slugs that may be moved in all while paragraphs are set again, so that time stays linear in the length of an article.
const MOST_WORK: usize = 4_000_000;
/// Longer articles are not made up again for the sake of their last pages.
pub(super) const MOST_PAGES: usize = 12;
/// Number of slugs before a block that stay with it, such as the lines of its heading.
const MOST_KEPT: usize = 6;

/// Makes up all pages: for each, one [`Fill`] for each column. Content that spans columns is in the fill of its first
/// one.
///
/// A last page with too few lines looks like an accident. Then the title block stands some lines lower, or all pages get
/// a line more or some lines less, if that helps.
pub(super) fn pages<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) -> Vec<Fill> {
    let (had, nodes) = (composer.galley.extent(), composer.setter.structure.nodes.len());
    back::colophon_across(composer, page, ColophonForm::Open);
    let mut found = shape(composer);
    // A page without any text is worse than a close colophon.
    if composer.colophon.is_some() && found.text == Pt::ZERO {
        composer.galley.truncate(had);
        composer.setter.structure.truncate(nodes);
        back::colophon_across(composer, page, ColophonForm::Close);
        found = shape(composer);
    }
    (composer.lines, composer.sink) = (composer.design.lines.saturating_add_signed(found.more), found.sink);
    all(composer, Care::Final)
}

/// What is changed on all pages so that the last one has enough lines.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// The end of the content of the last page, apart from the colophon, up to that of a good one.
    end: Pt,
    /// The end of the article's text and notes there.
    text: Pt,
    /// Lines that pages have more than in the design.
    more: isize,
    /// Lines by which the title block stands lower.
    sink: isize,
}

fn shape(composer: &mut Composer<'_>) -> Shape {
    let design = composer.design;
    let alone = composer.article.bound.is_empty();
    let foot = design.first_baseline + design.grid(design.lines as f64);
    let longer = foot + design.leading <= design.folio;
    let tried = [(0, 0), (0, -1), (1, 0), (1, -1), (0, 1), (0, 2), (0, 3), (0, 4), (-1, 0), (-1, 2), (-1, 4)];
    let tried = tried.into_iter().filter(|(more, _)| longer || *more <= 0);
    let goal = design.grid(design.last_lines as f64);
    // Notes are text, though they come after all figures.
    let part = |slug: &&Slug| slug.after_figures && slug.decor.is_some();
    let parts = composer.galley.slugs().iter().position(|slug| part(&slug)).or(composer.colophon);
    let mut found: Vec<Shape> = Vec::new();
    for (more, sink) in tried {
        (composer.lines, composer.sink) = (design.lines.saturating_add_signed(more), sink);
        let fills = all(composer, Care::Draft);
        let one = fills.len() <= design.columns.count;
        let text = if one { goal } else { end(composer, &fills, parts) };
        let end = if one { goal } else { end(composer, &fills, composer.colophon).min(goal) };
        found.push(Shape { end, text, more, sink });
        if end >= goal || !alone || fills.len() > MOST_PAGES * design.columns.count {
            break;
        }
    }
    let first = found.first().copied().unwrap_or_default();
    found.into_iter().fold(first, |best, one| if one.end > best.end + Pt(0.1) { one } else { best })
}

/// Returns the end of the content of the last page before slug `part`, if there is such a part.
fn end(composer: &Composer<'_>, fills: &[Fill], part: Option<usize>) -> Pt {
    let count = composer.design.columns.count;
    let last = fills.len().saturating_sub(1) / count * count;
    let own = |(slug, _): &&(usize, Pt)| part.is_none_or(|first| *slug < first);
    let slugs = fills[last..].iter().flat_map(|fill| fill.slugs.iter().filter(own));
    slugs.map(|(slug, top)| *top + composer.galley.slugs()[*slug].height).fold(Pt::ZERO, Pt::max)
}

/// How much work is done for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Care {
    /// Paragraphs stay as they are set.
    Draft,
    /// Paragraphs are set with a line more or less where columns would be short.
    Final,
}

fn all(composer: &mut Composer<'_>, care: Care) -> Vec<Fill> {
    let heads: Vec<Pt> = composer.galley.heads().iter().map(|head| head.height).collect();
    let mut work = if care == Care::Draft { 0 } else { MOST_WORK };
    let mut fills = Vec::new();
    let mut moved = 0;
    for run in matter::runs(composer) {
        let (start, end) = (run.start.saturating_add_signed(moved), run.end.saturating_add_signed(moved));
        let mut state = State { end, at: start, waiting: None, floats: VecDeque::new() };
        while !state.is_done() {
            fills.extend(next_page(composer, &mut state, (&heads, care), &mut work));
        }
        // The slugs of later runs get other numbers when paragraphs are set again.
        moved += state.end as isize - end as isize;
    }
    fills
}

/// Makes the next page. Setting paragraphs again takes from `work` as many units as there are slugs, all of which move.
fn next_page(
    composer: &mut Composer<'_>,
    state: &mut State,
    (heads, care): (&[Pt], Care),
    work: &mut usize,
) -> Vec<Fill> {
    let before = state.clone();
    let mut maker = Maker::new(composer, state, (heads, care));
    let fills = maker.page();
    let short = std::mem::take(&mut maker.short);
    let length = composer.galley.len();
    if short.is_empty() || *work < length {
        return fills;
    }
    *work -= length;
    if !set_again(composer, short, heads) {
        return fills;
    }
    *state = State { end: before.end + composer.galley.len() - length, ..before };
    Maker::new(composer, state, (heads, care)).page()
}

/// Sets paragraphs of columns that are short in another number of lines, if that is better. Returns whether any is.
fn set_again(composer: &mut Composer<'_>, short: Vec<Short>, heads: &[Pt]) -> bool {
    let called = vec![0; composer.galley.len()];
    let calls = NoteCalls { notes: &[], called: &called };
    let mut picked = Vec::new();
    for Short { part, room, next } in short {
        let wanting = part.start..next;
        let mut choices = variants::choices(composer, calls, std::slice::from_ref(&wanting), &part);
        choices.retain(|_, choice| choice.end + part.start <= part.end);
        if choices.is_empty() {
            continue;
        }
        let matter = Matter {
            slugs: &composer.galley.slugs()[part.clone()],
            called: &called[part.clone()],
            heads,
            grid: composer.design.leading,
            first: &room.heights,
            gaps: &room.gaps,
            height: composer.height(),
            columns: composer.design.columns.count,
            ..Matter::default()
        };
        let picks = choose(&matter, &choices).picks;
        let picks = picks.into_iter().filter(|pick| pick.slug + part.start < next).collect();
        picked.extend(variants::picked(picks, choices, part.start));
    }
    picked.sort_by_key(|(slugs, _)| slugs.start);
    let any = !picked.is_empty();
    if any {
        variants::replace(composer, picked);
    }
    any
}

/// What is left for the next page.
#[derive(Clone, Debug)]
struct State {
    /// The end of the text.
    end: usize,
    /// The next slug.
    at: usize,
    /// The first of the figures in one column that wait for room.
    waiting: Option<usize>,
    /// Floating content that spans columns and waits for the next page.
    floats: VecDeque<Range<usize>>,
}

/// A band with columns that are short, although text follows: what was looked at to fill it, the room, and the slug after
/// its last one.
struct Short {
    part: Range<usize>,
    room: Room,
    next: usize,
}

/// What makes one page.
struct Maker<'c> {
    state: &'c mut State,
    slugs: &'c [Slug],
    /// Heights of the repeated headers of tables.
    heads: &'c [Pt],
    care: Care,
    grid: Pt,
    /// Height of a page.
    height: Pt,
    /// Number of columns.
    count: usize,
    /// Lines by which the title block stands lower than usual.
    sink: isize,
    /// The bands with short columns.
    short: Vec<Short>,
}

/// A page that is being made.
struct PageMaker {
    fills: Vec<Fill>,
    /// The end of the last band.
    top: Pt,
    /// Whether the last band is a block.
    below_block: bool,
}

/// The room for a band of columns.
#[derive(Clone)]
struct Room {
    heights: Vec<Pt>,
    gaps: Vec<Vec<Gap>>,
}

/// A place for floating content.
#[derive(Clone, Copy)]
struct Place {
    /// Its first column.
    column: usize,
    /// Its top.
    top: Pt,
    /// The bounds of the gap in the text.
    gap: Gap,
    /// What it costs in itself.
    cost: f64,
    /// Whether it is at the foot of the page.
    foot: bool,
    /// Whether text must reach beyond it.
    inside: bool,
}

impl State {
    fn is_done(&self) -> bool {
        self.at >= self.end && self.waiting.is_none() && self.floats.is_empty()
    }
}

impl<'c> Maker<'c> {
    fn new(composer: &'c Composer<'_>, state: &'c mut State, (heads, care): (&'c [Pt], Care)) -> Self {
        Maker {
            state,
            slugs: composer.galley.slugs(),
            heads,
            care,
            grid: composer.design.leading,
            height: composer.height(),
            count: composer.design.columns.count,
            sink: composer.sink,
            short: Vec::new(),
        }
    }

    /// Makes the next page.
    fn page(&mut self) -> Vec<Fill> {
        let before = (self.state.at, self.state.waiting, self.state.floats.len());
        let mut page = PageMaker { fills: vec![Fill::default(); self.count], top: Pt::ZERO, below_block: false };
        // A block at the page's head, such as a title, stays above what waited.
        while !self.state.is_done() {
            let whole = if self.state.waiting.is_none()
                && self.state.at < self.state.end
                && self.block_at(self.state.at).is_some()
            {
                self.floats_below(&mut page) && self.block(&mut page)
            } else if self.state.at >= self.state.end && self.state.waiting.is_none() {
                self.floats_below(&mut page)
            } else {
                self.text(&mut page)
            };
            if !whole || self.height - page.top < self.grid * LEAST_BAND {
                break;
            }
        }
        if before == (self.state.at, self.state.waiting, self.state.floats.len()) {
            self.force(&mut page);
        }
        page.fills
    }

    /// Places one slug that is higher than a page, so that there is an end.
    fn force(&mut self, page: &mut PageMaker) {
        let slug = if let Some(range) = self.state.floats.pop_front() {
            for slug in range.clone().skip(1) {
                page.fills[0].slugs.push((slug, Pt::ZERO));
            }
            range.start
        } else {
            self.state.at += 1;
            self.state.at - 1
        };
        page.fills[0].slugs.push((slug, Pt::ZERO));
        page.fills[0].end = self.slugs[slug].height;
    }

    /// Returns the end of the block that begins at slug `first`, or of as much of it as fills this page; `None` if it is ordinary text. Slugs that stay with the
    /// block, such as its heading, are part of it.
    fn block_at(&self, first: usize) -> Option<usize> {
        let kept = self.slugs[first..self.state.end].iter().take(MOST_KEPT);
        let kept = kept.take_while(|slug| !slug.is_block() && slug.after == Break::Never && !slug.floats()).count();
        let start = if self.slugs[first].before > Pt::ZERO { first + kept } else { first };
        if start > first && self.slugs.get(start).is_none_or(|block| block.after_figures) {
            return None;
        }
        let end = self.window(start.min(self.state.end), self.state.end, 1);
        let blocks = self.slugs[start.min(end)..end].iter().take_while(|slug| slug.is_block()).count();
        (blocks > 0).then_some(start + blocks)
    }

    /// Returns the end of the text that begins at the next slug and goes to the next block, or of as much of it as has to be
    /// looked at for this page.
    fn text_end(&self) -> usize {
        let limit = self.window(self.state.at, self.state.end, self.count);
        let text = self.slugs[self.state.at..limit].iter().take_while(|slug| !slug.is_block()).count();
        let end = self.state.at + text;
        // Nothing of the text belongs to the parts that follow it.
        if end == limit || self.slugs.get(end).is_none_or(|block| block.after_figures) {
            return end;
        }
        let kept = self.slugs[self.state.at..end].iter().rev().take(MOST_KEPT);
        let kept = kept.take_while(|slug| slug.after == Break::Never && !slug.floats()).count();
        // What has room above it begins something, such as a heading; other lines are the end of a paragraph.
        let first = (end - kept..end).find(|&slug| self.slugs[slug].before > Pt::ZERO).unwrap_or(end);
        if first == self.state.at { end } else { first }
    }

    /// Sets the next block below what is on the page. Returns whether all of it is there.
    fn block(&mut self, page: &mut PageMaker) -> bool {
        let Some(end) = self.block_at(self.state.at) else { return true };
        let opens = page.top == Pt::ZERO && self.slugs[self.state.at].opens;
        let (above, under) = match opens {
            true if !self.slugs[self.state.at].bleeds() => (self.sink.max(0), self.sink.min(0)),
            true => (0, self.sink.min(1)),
            false => (0, 0),
        };
        let top = match page.top {
            Pt::ZERO => self.grid * above as f64,
            top if page.below_block => top,
            top => top + self.grid,
        };
        let window = self.window(self.state.at, end, 1);
        let matter = Matter {
            columns: 1,
            first: &[self.height],
            gaps: &[vec![(Pt::ZERO, top)]],
            ..self.matter(self.state.at..window)
        };
        let filled = fill_page(&matter, 0);
        let next = filled.next + self.state.at;
        let Some(fill) = filled.fills.into_iter().next().filter(|fill| !fill.slugs.is_empty()) else { return false };
        let bottom = fill.end;
        // A heading of what follows in columns needs room for some of it.
        let heads = next == end && self.slugs[end - 1].after == Break::Never && end < self.state.end;
        if heads && page.top > Pt::ZERO && self.height - bottom < self.grid * (LEAST_BAND + 1.0) {
            return false;
        }
        // What stays together goes to the next page together, if it was not at the head of this one.
        if next < end && self.slugs[next - 1].after == Break::Never && page.top > Pt::ZERO {
            return false;
        }
        page.add(0, fill, self.state.at);
        let below = (self.slugs[next - 1].below + self.grid * under as f64).max(Pt::ZERO);
        // A heading stands close to what follows it.
        let usual = if heads { Pt::ZERO } else { self.grid };
        page.top = snap(bottom, self.grid) + if below > Pt::ZERO { snap(below, self.grid) } else { usual };
        page.below_block = true;
        self.state.at = next;
        next == end
    }

    /// Sets floating content that waits below what is on the page, across all columns. Returns whether all of it has
    /// room.
    fn floats_below(&mut self, page: &mut PageMaker) -> bool {
        while let Some(range) = self.state.floats.front().cloned() {
            let top = if page.top > Pt::ZERO && page.below_block { page.top } else { page.gap(self.grid) };
            let height = self.height_of(&range);
            if (top + height).0 > self.height.0 + 0.001 {
                return false;
            }
            self.put(page, &range, 0, top);
            page.top = snap(top + height, self.grid) + self.grid;
            page.below_block = true;
            self.state.floats.pop_front();
        }
        true
    }

    /// Fills columns below what is on the page with text and the content that floats in it. Returns whether the text up
    /// to the next block is complete.
    fn text(&mut self, page: &mut PageMaker) -> bool {
        let end = self.text_end();
        let top = if page.below_block { page.top } else { page.gap(self.grid) };
        let mut room = Room { heights: vec![self.height; self.count], gaps: vec![vec![(Pt::ZERO, top)]; self.count] };
        let mut placed: Vec<(Range<usize>, Place)> = Vec::new();
        self.waiting_at_head(&mut room, &mut placed, top);
        let mut filled = self.columns(&room, end);
        let mut seen = self.state.at;
        let mut quotes = self.waiting_quotes();
        while let Some(float) = quotes.pop_front().or_else(|| self.float_in(seen..filled.next)) {
            seen = seen.max(float.end);
            // Pull quotes have no place of their own in the text, so they keep no order with pictures.
            let ordered = placed.iter().filter(|(one, _)| self.is_quote(one) == self.is_quote(&float));
            let before = ordered.map(|(float, place)| (self.columns_of(float), *place)).collect::<Vec<_>>();
            let after_others = self.state.floats.iter().any(|one| self.is_quote(one) == self.is_quote(&float));
            match self.best_place((&room, &before), &filled, &float, (page, top), end).filter(|_| !after_others) {
                Some((place, better)) => {
                    room = self.with(&room, &float, place);
                    filled = better;
                    placed.push((float, place));
                }
                None => self.state.floats.push_back(float),
            }
        }
        // What is placed in the text of a later page after all waits for that page.
        self.state.floats.retain(|float| float.start < filled.next || filled.next == end);
        let mut bottom = top;
        let complete = filled.next == end && filled.waiting.is_none();
        raise(&mut placed, self.height - filled.foot);
        for (float, place) in &placed {
            self.put(page, float, place.column, place.top);
        }
        if !complete && self.state.waiting.is_none() && filled.fills.iter().any(|fill| fill.short > 0) {
            let part = self.state.at..self.window(self.state.at, end, self.count);
            self.short.push(Short { part, room: room.clone(), next: filled.next });
        }
        for (column, fill) in filled.fills.into_iter().enumerate() {
            bottom = bottom.max(fill.end);
            page.add(column, fill, 0);
        }
        for (float, place) in &placed {
            bottom = bottom.max(place.top + self.height_of(float));
        }
        self.state.at = filled.next;
        self.state.waiting = filled.waiting;
        page.top = snap(bottom, self.grid);
        page.below_block = false;
        complete
    }

    /// Takes out the pull quotes that wait.
    fn waiting_quotes(&mut self) -> VecDeque<Range<usize>> {
        let (quotes, others) = std::mem::take(&mut self.state.floats).into_iter().partition(|one| self.is_quote(one));
        self.state.floats = others;
        quotes
    }

    /// Places pictures and tables that waited at the head of the columns.
    fn waiting_at_head(&mut self, room: &mut Room, placed: &mut Vec<(Range<usize>, Place)>, top: Pt) {
        let mut used = top;
        while let Some(index) = self.state.floats.iter().position(|float| !self.is_quote(float)) {
            let float = self.state.floats[index].clone();
            let height = self.height_of(&float) + self.grid;
            if used + height > top + (self.height - top) * MOST_FLOATS && used > top {
                break;
            }
            if used + height > self.height - self.grid * LEAST_BAND && top > Pt::ZERO {
                break;
            }
            let place =
                Place { column: 0, top: used, gap: (used, used + height), cost: 0.0, foot: false, inside: false };
            *room = self.with(room, &float, place);
            placed.push((float, place));
            used += height;
            self.state.floats.remove(index);
        }
    }

    /// Finds the best place for `float` in columns that are filled as in `filled`, and how the columns are filled then.
    /// `None` if it would be on another page than its place in the text.
    fn best_place(
        &self,
        (room, before): (&Room, &[(usize, Place)]),
        filled: &Filled,
        float: &Range<usize>,
        (page, top): (&PageMaker, Pt),
        end: usize,
    ) -> Option<(Place, Filled)> {
        let anchor = filled.column_of(float.start).unwrap_or(self.count - 1);
        let mut best: Option<(f64, Place, Filled)> = None;
        for place in self.places(room, float, anchor, (page, top)) {
            // What comes first in the text stands further to the start or further up.
            let after = |(width, one): &(usize, Place)| place.top >= one.top || place.column >= one.column + width;
            if !before.iter().all(after) {
                continue;
            }
            let better = self.columns(&self.with(room, float, place), end);
            let there = float.start < better.next || better.next == end;
            let reached = || {
                let columns = place.column..place.column + self.columns_of(float);
                let fills = better.fills.get(columns.clone()).filter(|fills| fills.len() == columns.len());
                fills.is_some_and(|fills| fills.iter().all(|fill| fill.end > place.gap.1))
            };
            if !there || place.inside && !reached() {
                continue;
            }
            let cost = place.cost + better.cost;
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, place, better));
            }
        }
        best.map(|(_, place, filled)| (place, filled))
    }

    /// Returns the places that are tried for `float`, whose place in the text is in column `anchor`.
    fn places(&self, room: &Room, float: &Range<usize>, anchor: usize, (page, top): (&PageMaker, Pt)) -> Vec<Place> {
        let width = self.columns_of(float);
        let height = self.height_of(float);
        let mut found = Vec::new();
        // The opening picture stands beside the beginning of the text, at the end of the lines.
        let opens = self.slugs[float.start].opens;
        let first = if opens { self.count - width } else { 0 };
        for column in first..=self.count - width {
            let columns = column..column + width;
            let aside = if columns.contains(&anchor) {
                0
            } else {
                columns.start.abs_diff(anchor).min(anchor.abs_diff(columns.end))
            };
            let aside = ASIDE * aside as f64;
            let taken = |from: Pt, to: Pt| {
                let gaps = room.gaps[columns.clone()].iter().flatten();
                gaps.clone().any(|gap| gap.0 < to && from < gap.1)
                    || room.heights[columns.clone()].iter().any(|foot| *foot < to)
            };
            // Below what is at the head of these columns already.
            let head = |column: &Vec<Gap>| {
                column.iter().fold(top, |y, gap| if gap.0 <= y + Pt(0.1) { y.max(gap.1) } else { y })
            };
            let heads = || room.gaps[columns.clone()].iter().map(head);
            let feet = || room.heights[columns.clone()].iter().copied();
            let (head, foot) = (heads().fold(top, Pt::max), feet().fold(self.height, Pt::min));
            // Below what stands in some of the columns only, there would be holes.
            let even = (heads().all(|one| one == head), feet().all(|one| one == foot));
            let roomy = foot - head - height >= self.grid * LEAST_STRETCH as f64;
            let end = head + height + self.grid;
            if roomy && even.0 && !taken(head + Pt(0.1), end) {
                // The text begins below the title, not below something else.
                let under = if column == 0 { BELOW_BLOCK } else { BESIDE_TEXT };
                let cost = aside + if page.below_block { under } else { 0.0 };
                found.push(Place { column, top: head, gap: (head, end), cost, foot: false, inside: false });
            }
            let from = snap(foot - height - self.grid, self.grid);
            if roomy && even.1 && !opens && !taken(from, foot) {
                let cost = aside + AT_FOOT;
                let gap = (from, foot);
                found.push(Place { column, top: foot - height, gap, cost, foot: true, inside: false });
            }
            if self.is_quote(float) {
                let lines = (self.height / self.grid).round() as usize;
                let middle = |line: &usize| line % 6 == 0;
                for line in (LEAST_STRETCH..lines.saturating_sub(LEAST_STRETCH)).filter(middle) {
                    let from = self.grid * line as f64;
                    let to = from + height + self.grid * 2.0;
                    let clear = from >= top + self.grid * LEAST_STRETCH as f64
                        && to <= self.height - self.grid * LEAST_STRETCH as f64
                        && !taken(from - self.grid * LEAST_STRETCH as f64, to + self.grid * LEAST_STRETCH as f64);
                    if clear {
                        let off = (line as f64 / lines as f64 - 0.4).abs();
                        let cost = aside + off * 4_000.0 - 4_000.0;
                        found.push(Place {
                            column,
                            top: from + self.grid,
                            gap: (from, to),
                            cost,
                            foot: false,
                            inside: true,
                        });
                    }
                }
            }
        }
        found
    }

    /// Returns `room` without the place of `float`.
    fn with(&self, room: &Room, float: &Range<usize>, place: Place) -> Room {
        let mut room = room.clone();
        for column in place.column..place.column + self.columns_of(float) {
            if place.foot {
                room.heights[column] = room.heights[column].min(place.gap.0);
            } else {
                room.gaps[column].push(place.gap);
                room.gaps[column].sort_by(|one, other| one.0.0.total_cmp(&other.0.0));
            }
        }
        room
    }

    /// Fills columns in `room` with the text up to `end`. If all of it fits, the columns are balanced.
    fn columns(&self, room: &Room, end: usize) -> Filled {
        let base = self.state.waiting.unwrap_or(self.state.at);
        let window = self.window(base, end, self.count);
        let matter = Matter { first: &room.heights, gaps: &room.gaps, ..self.matter(base..window) };
        let start = self.state.at - base;
        let filled = fill_page(&matter, start);
        if !filled.done || window < end {
            return filled.moved(base);
        }
        let least = self.least_lines(end);
        let balanced = balanced_page(&matter, start, (least, self.care == Care::Final)).unwrap_or(filled);
        if self.care == Care::Draft {
            return balanced.moved(base);
        }
        // One or two lines below a picture look lost. The text stands beside it instead, if there is room.
        let without = self.without_remnants(room, &balanced);
        let beside =
            without.and_then(|gaps| balanced_page(&Matter { gaps: &gaps, ..matter.clone() }, start, (least, true)));
        beside.unwrap_or(balanced).moved(base)
    }

    /// Returns the gaps of `room`, with those columns closed that have only a few lines below what is at their head;
    /// `None` if there are none, or only such columns.
    fn without_remnants(&self, room: &Room, filled: &Filled) -> Option<Vec<Vec<Gap>>> {
        let mut gaps = room.gaps.clone();
        let mut closed = 0;
        for (column, gaps) in gaps.iter_mut().enumerate() {
            let head = gaps.iter().map(|gap| gap.1).fold(Pt::ZERO, Pt::max);
            let end = filled.fills.get(column).map_or(Pt::ZERO, |fill| fill.end);
            if gaps.len() > 1 && end > head && end - head < self.grid * REMNANT {
                gaps.push((head, self.height));
                closed += 1;
            }
        }
        (1..self.count).contains(&closed).then_some(gaps)
    }

    /// Returns how many lines the columns above the block at `end` have at least: a few lines, such as those between two
    /// listings, stay in one column.
    fn least_lines(&self, end: usize) -> usize {
        let block = self.slugs[end..self.state.end].iter().find(|slug| slug.is_block());
        let text = self.slugs[self.state.at..end].iter().filter(|slug| !slug.spans());
        let few = text.map(|slug| slug.before + slug.height).sum::<Pt>() <= self.grid * FEW_LINES as f64;
        if few && block.is_some_and(|block| !block.after_figures) { FEW_LINES } else { 1 }
    }

    fn matter(&self, part: Range<usize>) -> Matter<'_> {
        Matter {
            slugs: &self.slugs[part],
            heads: self.heads,
            grid: self.grid,
            height: self.height,
            columns: self.count,
            ..Matter::default()
        }
    }

    /// Returns the end of what has to be looked at to fill `columns` columns from slug `first` on.
    fn window(&self, first: usize, end: usize, columns: usize) -> usize {
        let room = self.height * (columns as f64 * (1.0 + AHEAD));
        let mut sum = Pt::ZERO;
        let within = |slug: &&Slug| {
            sum += if slug.floats_across() { Pt::ZERO } else { slug.before + slug.height };
            sum <= room
        };
        let count = self.slugs[first..end].iter().take_while(within).count();
        first + count.max(1).min(end - first)
    }

    /// Returns the first floating content that spans columns in `part`.
    fn float_in(&self, part: Range<usize>) -> Option<Range<usize>> {
        let first = part.clone().find(|&slug| self.slugs[slug].floats_across())?;
        let more = self.slugs[first..self.state.end].array_windows();
        let more = more.take_while(|[one, next]| one.after == Break::Never && next.floats_across()).count();
        Some(first..first + more + 1)
    }

    fn columns_of(&self, float: &Range<usize>) -> usize {
        self.slugs[float.start].columns.min(self.count)
    }

    fn is_quote(&self, float: &Range<usize>) -> bool {
        self.slugs[float.start].inside
    }

    fn height_of(&self, float: &Range<usize>) -> Pt {
        let slugs = &self.slugs[float.clone()];
        let between: Pt = slugs.iter().skip(1).map(|slug| slug.before).sum();
        snap(slugs.iter().map(|slug| slug.height).sum::<Pt>() + between, self.grid)
    }

    fn put(&self, page: &mut PageMaker, float: &Range<usize>, column: usize, top: Pt) {
        let mut y = top;
        for slug in float.clone() {
            y += if slug == float.start { Pt::ZERO } else { self.slugs[slug].before };
            page.fills[column].slugs.push((slug, y));
            y += self.slugs[slug].height;
        }
        page.fills[column].end = page.fills[column].end.max(y);
    }
}

/// Raises what is at the foot of a page `by` as much as the columns above it are shorter.
fn raise(placed: &mut [(Range<usize>, Place)], by: Pt) {
    placed.iter_mut().filter(|(_, place)| place.foot).for_each(|(_, place)| place.top = place.top - by);
}

impl PageMaker {
    /// Returns where the next band begins: a blank line below the last one.
    fn gap(&self, grid: Pt) -> Pt {
        if self.top > Pt::ZERO { self.top + grid } else { Pt::ZERO }
    }

    /// Adds the content of a band's column, whose slugs are numbered from `first` on.
    fn add(&mut self, column: usize, fill: Fill, first: usize) {
        let page = &mut self.fills[column];
        page.slugs.extend(fill.slugs.into_iter().map(|(slug, top)| (slug + first, top)));
        page.head = page.head.or(fill.head);
        page.end = page.end.max(fill.end);
        page.short = fill.short;
    }
}

impl Slug {
    /// Whether it spans several columns.
    pub(super) fn spans(&self) -> bool {
        self.columns > 1
    }

    /// Whether it reaches beyond the top of the text, as a picture at the page's edge does.
    fn bleeds(&self) -> bool {
        self.frame.items.iter().any(|(at, _)| at.y < Pt(-1.0))
    }

    fn floats(&self) -> bool {
        self.floating == Floating::Yes
    }

    /// Whether it is lifted out of the text and spans several columns.
    pub(super) fn floats_across(&self) -> bool {
        self.spans() && self.floats()
    }

    /// Whether it keeps its place in the text and spans all columns.
    fn is_block(&self) -> bool {
        self.spans() && !self.floats()
    }
}
