//! Page breaks: the cheapest way to fill pages with slugs, found by dynamic programming.
//!
//! A **state** is a page's beginning: the next slug of the text, the next figure that waits for a page's top, and the
//! next line of the notes. From each state one page is filled slug by slug, and every place where it may end leads to
//! another state. States are visited in order, so each is settled before it is left (Plass 1981, §2, without the cases
//! that make the problem hard: figures and notes keep their order, and a figure stands where it is in the text, or at
//! the top of the first page that has room for it).
//!
//! A state is left for at most a page's worth of others, so time is linear in the number of pages.

use std::collections::BTreeMap;
use std::ops::Range;

use super::slug::{Break, Floating, Slug, snap};
use crate::units::Pt;

/// A break that leaves a single line of a paragraph, a heading without text, or half a row: worse than all others
/// together on a page.
const FORBIDDEN: f64 = 1e6;
/// A page with a slug higher than itself: the layout avoids them, so this is for rounding alone.
const OVERFULL: f64 = 1e9;
/// For the square of the lines that a page is short of, up to [`FEW_LINES`].
const SHORT: f64 = 2_000.0;
/// Beyond these lines a page is short for a reason that all can see, such as a figure: one such page is better than two,
const FEW_LINES: f64 = 3.0;
/// so each further line costs less than those before.
const VERY_SHORT: f64 = 4_000.0;
/// For each page that a figure stands after its place.
const FIGURE_AWAY: f64 = 500.0;
/// A note that goes on on the next page.
const NOTE_SPLIT: f64 = 8_000.0;
/// A last page with less than [`LAST_LINES`] lines looks like an accident.
const STRAY_LAST_PAGE: f64 = 30_000.0;
/// Lines of text that a last page should have at least.
const LAST_LINES: f64 = 5.0;
/// Pages shorter than this by more lines are considered only where there is no other way: it keeps the number of
/// states small.
const SHORT_LINES: f64 = 12.0;
/// Lines of a note on each side of a split.
const NOTE_LINES: usize = 2;

/// A line of a note.
#[derive(Clone, Debug)]
pub(super) struct NoteLine {
    /// Its slug; its height includes the room above it.
    pub slug: Slug,
    /// Lines of the same note before it, and after it.
    pub siblings: (usize, usize),
}

/// What is to be broken into pages.
#[derive(Debug)]
pub(super) struct Matter<'a> {
    /// The text.
    pub slugs: &'a [Slug],
    /// All lines of all notes, in the order of the calls.
    pub notes: &'a [NoteLine],
    /// For each slug the number of note lines that belong to it and those before it.
    pub called: &'a [usize],
    /// Heights of the headers that are repeated.
    pub heads: &'a [Pt],
    /// Distance of baselines.
    pub grid: Pt,
    /// Height of a page.
    pub height: Pt,
    /// Room for the rule above notes.
    pub note_gap: Pt,
}

/// The beginning of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// The next slug.
    slug: usize,
    /// Figures that are placed: index into the list of floating slugs.
    figure: usize,
    /// The next line of the notes.
    note: usize,
}

/// A filled page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fill {
    /// Slugs with their tops, in order down the page.
    pub slugs: Vec<(usize, Pt)>,
    /// Header repeated, with its top.
    pub head: Option<(usize, Pt)>,
    /// Lines of notes.
    pub notes: Range<usize>,
    /// End of the text.
    pub end: Pt,
}

/// A state that was reached: at what cost, and from where.
#[derive(Clone, Copy, Debug)]
struct Reached {
    cost: f64,
    from: State,
}

/// A place where a page may end.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    next: State,
    cost: f64,
    short: f64,
}

/// Breaks `matter` into pages.
pub(super) fn break_pages(matter: &Matter) -> Vec<Fill> {
    let breaker = Breaker::new(matter);
    let path = breaker.shortest();
    path.windows(2).map(|pair| breaker.fill(pair[0], pair[1])).collect()
}

struct Breaker<'a> {
    matter: &'a Matter<'a>,
    /// Indices of the slugs that may float.
    figures: Vec<usize>,
    /// Sum of the heights of the first n note lines.
    note_heights: Vec<Pt>,
}

/// A page while it is filled.
#[derive(Clone, Debug, Default)]
struct Cursor {
    y: Pt,
    /// Room that what is placed last wants below.
    below: Pt,
    /// Figures that are placed.
    figure: usize,
    /// The slug that was placed last.
    last: Option<usize>,
    /// Whether text has begun.
    text: bool,
}

impl<'a> Breaker<'a> {
    fn new(matter: &'a Matter<'a>) -> Self {
        let floats = |slug: &&Slug| slug.floating == Floating::Yes;
        let figures = matter.slugs.iter().enumerate().filter(|(_, slug)| floats(slug)).map(|(index, _)| index);
        let mut note_heights = vec![Pt::ZERO];
        for line in matter.notes {
            note_heights.push(note_heights[note_heights.len() - 1] + line.slug.height);
        }
        Self { matter, figures: figures.collect(), note_heights }
    }

    /// The states along the cheapest way, from the beginning to the end.
    fn shortest(&self) -> Vec<State> {
        let start = State::default();
        let end = State { slug: self.matter.slugs.len(), figure: self.figures.len(), note: self.matter.notes.len() };
        let mut open = BTreeMap::from([(start, Reached { cost: 0.0, from: start })]);
        let mut settled = BTreeMap::new();
        while let Some((state, reached)) = open.pop_first() {
            settled.insert(state, reached);
            if state == end {
                break;
            }
            for candidate in self.candidates(state) {
                let cost = reached.cost + candidate.cost;
                let best = open.entry(candidate.next).or_insert(Reached { cost, from: state });
                if cost < best.cost {
                    *best = Reached { cost, from: state };
                }
            }
        }
        let mut path = vec![end];
        while let Some(reached) = path.last().filter(|&&state| state != start).and_then(|state| settled.get(state)) {
            path.push(reached.from);
        }
        path.reverse();
        path
    }

    /// Where a page that begins at `state` may end.
    fn candidates(&self, state: State) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut forced = None;
        self.walk(state, &mut |cursor, next| {
            match self.candidate(state, cursor, next) {
                Ok(candidate) => found.push(candidate),
                Err(fallback) => forced = fallback.or(forced),
            }
            true
        });
        let least = found.iter().map(|candidate| candidate.short).fold(f64::INFINITY, f64::min);
        if found.is_empty() {
            found.push(forced.unwrap_or_else(|| self.overfull(state)));
        } else {
            found.retain(|candidate| candidate.short <= SHORT_LINES.max(least));
            found.iter_mut().for_each(|candidate| candidate.cost += shortness(candidate.short, least));
        }
        found
    }

    /// Fills a page from `state`, telling `see` after each slug where the page stands and which slug comes next, until
    /// the page is full or `see` has had enough.
    fn walk(&self, state: State, see: &mut dyn FnMut(&Cursor, usize) -> bool) {
        let mut cursor = Cursor { figure: state.figure, ..Cursor::default() };
        while let Some(&index) = self.figures.get(cursor.figure).filter(|&&index| index < state.slug) {
            if !self.place(&mut cursor, index, &mut |_, _| {}) {
                break;
            }
            cursor.figure += 1;
        }
        if !see(&cursor, state.slug) {
            return;
        }
        for index in state.slug..self.matter.slugs.len() {
            let floats = self.matter.slugs[index].floating == Floating::Yes;
            let waits = floats && self.figures.get(cursor.figure).is_some_and(|&first| first < index);
            let placed = !waits && self.place(&mut cursor, index, &mut |_, _| {});
            if placed && floats {
                cursor.figure += 1;
            }
            if !placed && !floats || !see(&cursor, index + 1) {
                return;
            }
        }
    }

    /// Puts slug `index` below what is on the page, if it fits, and tells `put` the tops.
    fn place(&self, cursor: &mut Cursor, index: usize, put: &mut dyn FnMut(Option<Pt>, Pt)) -> bool {
        let slug = &self.matter.slugs[index];
        let floats = slug.floating == Floating::Yes;
        let head = slug.head.filter(|_| !cursor.text && !floats);
        let mut top = slug.top(cursor.y, cursor.below, self.matter.grid);
        let head_top = head.map(|_| top);
        if let Some(head) = head {
            top += self.matter.heads[head];
        }
        if (top + slug.height).0 > self.matter.height.0 + 0.001 {
            return false;
        }
        put(head_top, top);
        *cursor = Cursor {
            y: top + slug.height,
            below: slug.below,
            last: Some(index),
            text: cursor.text || !floats,
            ..*cursor
        };
        true
    }

    /// The page ended at `cursor` before slug `next`; if it must not end so, the way out in need.
    fn candidate(&self, state: State, cursor: &Cursor, next: usize) -> Result<Candidate, Option<Candidate>> {
        let done = next == self.matter.slugs.len();
        let called = if done { self.matter.notes.len() } else { self.called_before(next) };
        let room = self.matter.height - snap(cursor.y, self.matter.grid);
        let (note, split) = self.notes_in(state.note, called, room);
        let next = State { slug: next, figure: cursor.figure, note };
        if next == state {
            return Err(None);
        }
        let used = snap(cursor.y, self.matter.grid) + self.note_area(state.note..note);
        let short = ((self.matter.height - used) / self.matter.grid).max(0.0).floor();
        let waiting = self.figures[cursor.figure..].iter().take_while(|&&index| index < next.slug).count();
        let whole = done && waiting == 0 && note == self.matter.notes.len();
        let allowed = match cursor.last.map(|last| self.matter.slugs[last].after) {
            _ if done => Some(0.0),
            Some(Break::Cost(cost)) => Some(f64::from(cost)),
            Some(Break::Never) => None,
            None => Some(0.0),
        };
        let cost = if whole { self.last_page(cursor.y) } else { 0.0 }
            + FIGURE_AWAY * waiting as f64
            + allowed.unwrap_or(FORBIDDEN)
            + split.unwrap_or(FORBIDDEN);
        let candidate = Candidate { next, cost, short: if whole { 0.0 } else { short } };
        if allowed.is_some() && split.is_some() { Ok(candidate) } else { Err(Some(candidate)) }
    }

    fn last_page(&self, y: Pt) -> f64 {
        if y < self.matter.grid * LAST_LINES { STRAY_LAST_PAGE } else { 0.0 }
    }

    fn called_before(&self, slug: usize) -> usize {
        slug.checked_sub(1).map_or(0, |last| self.matter.called[last])
    }

    /// How far the notes from line `first` up to line `called` go in `room`, and at what cost; `None` where a note
    /// would be split as no note should be.
    fn notes_in(&self, first: usize, called: usize, room: Pt) -> (usize, Option<f64>) {
        if self.note_area(first..called).0 <= room.0 + 0.001 {
            return (called, Some(0.0));
        }
        let fits = |line: &usize| self.note_area(first..*line).0 <= room.0 + 0.001;
        let most = (first..called).rev().find(fits).unwrap_or(first);
        let tidy = |&line: &usize| {
            let (before, after) = self.matter.notes[line].siblings;
            before >= NOTE_LINES && after + 1 >= NOTE_LINES && called - line == after + 1
        };
        match (first..=most).rev().find(tidy) {
            Some(line) if line > first => (line, Some(NOTE_SPLIT)),
            _ => (most, None),
        }
    }

    /// Height of the foot of a page with these lines of notes.
    fn note_area(&self, lines: Range<usize>) -> Pt {
        if lines.is_empty() {
            return Pt::ZERO;
        }
        let height = self.note_heights[lines.end] - self.note_heights[lines.start];
        snap(height + self.matter.note_gap, self.matter.grid)
    }

    /// A page for the next thing alone, which is too high for one.
    fn overfull(&self, state: State) -> Candidate {
        let next = match self.figures.get(state.figure).filter(|&&index| index < state.slug) {
            Some(_) => State { figure: state.figure + 1, ..state },
            None if state.slug < self.matter.slugs.len() => {
                let floats = self.matter.slugs[state.slug].floating == Floating::Yes;
                State { slug: state.slug + 1, figure: state.figure + usize::from(floats), ..state }
            }
            None => State { note: state.note + 1, ..state },
        };
        Candidate { next, cost: OVERFULL, short: 0.0 }
    }

    /// The page from `state` to `next`, with the places of everything on it.
    fn fill(&self, state: State, next: State) -> Fill {
        let mut fill = Fill { notes: state.note..next.note, ..Fill::default() };
        let mut cursor = Cursor { figure: state.figure, ..Cursor::default() };
        let waiting = self.figures[state.figure..next.figure].iter().copied().filter(|&index| index < state.slug);
        let inline = |&index: &usize| {
            let slug = &self.matter.slugs[index];
            slug.floating == Floating::No || self.figures[state.figure..next.figure].contains(&index)
        };
        for index in waiting.chain((state.slug..next.slug).filter(inline)) {
            let mut at = None;
            if self.place(&mut cursor, index, &mut |head, top| at = Some((head, top))) {
                let (head, top) = at.unwrap_or_default();
                fill.head = fill.head.or(self.matter.slugs[index].head.zip(head));
                fill.slugs.push((index, top));
            } else {
                fill.slugs.push((index, cursor.y));
            }
        }
        fill.end = cursor.y;
        fill
    }
}

/// The cost of a page that is `lines` short where it could not have been less than `least` lines short.
///
/// What could have been filled counts in full.
fn shortness(lines: f64, least: f64) -> f64 {
    let few = least.min(FEW_LINES);
    let more = lines - least;
    SHORT * (few + more) * (few + more) + VERY_SHORT * (least - few)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::NoteId;
    use crate::layout::flow::slug::Start;

    const GRID: Pt = Pt(16.0);
    const LINES: f64 = 10.0;

    fn line(after: Break) -> Slug {
        Slug { height: GRID, after, ..Slug::default() }
    }

    /// A paragraph of `count` lines, as the composer makes it.
    fn paragraph(count: usize) -> Vec<Slug> {
        let after = |index: usize| index + 1 == count || index > 0 && count - index > 2;
        (0..count).map(|index| line(if after(index) { Break::FREE } else { Break::Never })).collect()
    }

    fn figure(lines: f64) -> Slug {
        Slug { height: GRID * lines, floating: Floating::Yes, before: GRID, below: GRID, ..line(Break::FREE) }
    }

    /// Breaks slugs, each of which calls notes of these numbers of lines.
    fn pages(slugs: &[Slug], notes: &[usize], heads: &[Pt]) -> Vec<Fill> {
        let lines = notes.iter().flat_map(|&count| {
            (0..count).map(move |index| NoteLine {
                slug: Slug { height: Pt(12.0), ..Slug::default() },
                siblings: (index, count - index - 1),
            })
        });
        let lines: Vec<NoteLine> = lines.collect();
        let mut reached = 0;
        let called: Vec<usize> = (slugs.iter())
            .map(|slug| {
                let last = slug.notes.iter().map(|note| note.0 as usize + 1).max().unwrap_or(0);
                reached = reached.max(notes[..last].iter().sum());
                reached
            })
            .collect();
        break_pages(&Matter {
            slugs,
            notes: &lines,
            called: &called,
            heads,
            grid: GRID,
            height: GRID * LINES,
            note_gap: Pt(8.0),
        })
    }

    fn on(page: &Fill) -> Vec<usize> {
        page.slugs.iter().map(|&(slug, _)| slug).collect()
    }

    #[test]
    fn every_slug_is_on_one_page_in_order() {
        let slugs: Vec<Slug> = (1..30).flat_map(|count| paragraph(count % 7 + 1)).collect();
        let placed: Vec<usize> = pages(&slugs, &[], &[]).iter().flat_map(on).collect();
        assert_eq!(placed, (0..slugs.len()).collect::<Vec<_>>());
    }

    #[test]
    fn no_line_of_a_paragraph_stands_alone() {
        for shift in 0..9 {
            let slugs = [paragraph(shift + 1), paragraph(5), paragraph(3), paragraph(4), paragraph(6)].concat();
            for page in pages(&slugs, &[], &[]) {
                let last = *on(&page).last().expect("a page has something on it");
                assert_ne!(slugs[last].after, Break::Never, "the page ends inside what belongs together");
            }
        }
    }

    #[test]
    fn what_cannot_be_broken_and_does_not_fit_is_broken_where_the_page_is_full() {
        let slugs = vec![line(Break::Never); 35];
        let placed: Vec<usize> = pages(&slugs, &[], &[]).iter().map(|page| page.slugs.len()).collect();
        assert_eq!(placed.iter().sum::<usize>(), 35);
        assert_eq!(placed.len(), 4);
    }

    #[test]
    fn something_higher_than_a_page_gets_a_page() {
        let slugs = [paragraph(2), vec![Slug { height: GRID * 14.0, ..line(Break::FREE) }], paragraph(2)].concat();
        assert_eq!(pages(&slugs, &[], &[]).iter().map(on).collect::<Vec<_>>(), [vec![0, 1], vec![2], vec![3, 4]]);
    }

    #[test]
    fn text_goes_on_before_a_figure_that_does_not_fit() {
        let slugs = [paragraph(6), vec![figure(5.0)], paragraph(8)].concat();
        let pages = pages(&slugs, &[], &[]);
        assert_eq!(on(&pages[0]), [0, 1, 2, 3, 4, 5, 7, 8, 9, 10]);
        assert_eq!(on(&pages[1])[0], 6, "the figure stands at the top of the next page");
        assert_eq!(pages[1].slugs[1].1, GRID * 6.0, "with a line of room below it");
    }

    #[test]
    fn figures_keep_their_order() {
        let slugs = [paragraph(6), vec![figure(6.0)], paragraph(1), vec![figure(1.0)], paragraph(9)].concat();
        let placed: Vec<usize> = pages(&slugs, &[], &[]).iter().flat_map(on).collect();
        let at = |slug: usize| placed.iter().position(|&placed| placed == slug);
        assert!(at(6) < at(8), "{placed:?}");
        assert_eq!(placed.len(), slugs.len());
    }

    #[test]
    fn a_note_stands_on_the_page_of_its_call() {
        let mut slugs = paragraph(20);
        for (call, note) in [(3, 0), (9, 1), (11, 2)] {
            slugs[call].notes = vec![NoteId(note)];
        }
        let ends = [2, 5, 6];
        for page in pages(&slugs, &[2, 3, 1], &[]) {
            for (call, end) in [3, 9, 11].into_iter().zip(ends) {
                let here = on(&page).contains(&call);
                assert_eq!(here, page.notes.contains(&(end - 1)), "note of line {call}");
            }
        }
    }

    #[test]
    fn a_note_longer_than_its_page_goes_on_on_the_next() {
        let mut slugs = paragraph(12);
        slugs[4].notes = vec![NoteId(0)];
        let pages = pages(&slugs, &[25], &[]);
        let notes: Vec<usize> = pages.iter().flat_map(|page| page.notes.clone()).collect();
        assert_eq!(notes, (0..25).collect::<Vec<_>>(), "all of its lines, in order");
        assert!(pages.iter().all(|page| page.notes.len() != 1), "at least two on a page");
    }

    #[test]
    fn a_table_that_goes_on_begins_with_its_header() {
        let mut slugs = vec![Slug { start: Start::Flow, ..line(Break::FREE) }; 25];
        slugs[2..].iter_mut().for_each(|slug| slug.head = Some(0));
        let pages = pages(&slugs, &[], &[Pt(20.0)]);
        assert_eq!(pages[0].head, None);
        assert_eq!(pages[1].head, Some((0, Pt::ZERO)));
        assert_eq!(pages[1].slugs[0].1, Pt(20.0), "the row stands below it");
    }

    #[test]
    fn a_long_text_takes_time_in_proportion() {
        let slugs: Vec<Slug> = (0..4_000).flat_map(|count| paragraph(count % 6 + 2)).collect();
        assert!(pages(&slugs, &[], &[]).len() > 1_500);
    }
}
