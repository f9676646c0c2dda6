//! Page breaking: finds the cheapest way to fill columns with slugs, by dynamic programming.
//!
//! A page with one column counts as a column; a page with several is a sequence of columns. A **state** is the
//! beginning of a column: the next slug of the text, the next figure that waits for the top of a column, and the next
//! line of the notes. From each state one column is filled slug by slug ([`fill`]), and every place where it may end
//! leads to another state, at a cost ([`costs`]). States are visited in order, so that each has its final cost when it
//! is left (Plass 1981, §2). The cases that make the general problem hard are excluded: figures and notes keep their
//! order, and a figure stands at its place in the text or at the top of the first column that has room for it.
//!
//! A paragraph may have several [`Setting`]s, with one line more or less than the best one, and other slugs may have
//! more room above them. At such a choice the filling of a column forks. Ways that reach the same height are merged
//! again, and the cheaper one is kept. So a column is filled in only a few ways at once, one for each number of lines
//! gained or lost.
//!
//! A state leads to at most as many others as fit into a column, and only the last [`fill::MOST_WAITING`] figures may
//! still wait, so time is linear in the number of columns.

mod costs;
mod fill;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use super::slug::{Floating, Slug};
use crate::units::Pt;
pub(super) use fill::Pick;

/// A line of a note.
#[derive(Clone, Debug)]
pub(super) struct NoteLine {
    /// Its slug, whose height includes the room above it.
    pub slug: Slug,
    /// Number of lines of the same note before it, and after it.
    pub siblings: (usize, usize),
}

/// Balanced columns that end within so many lines of each other are even.
const EVEN: f64 = 1.0;
/// Balanced columns are tried with fewer than so many lines less than the highest one.
const MOST_SHORTER: usize = 3;

/// From where to where a column is taken by something that spans columns. Both are on the grid.
pub(super) type Gap = (Pt, Pt);

/// The input of page breaking.
#[derive(Clone, Debug, Default)]
pub(super) struct Matter<'a> {
    /// The slugs of the text.
    pub slugs: &'a [Slug],
    /// The lines of all notes, in the order of the calls.
    pub notes: &'a [NoteLine],
    /// For each slug, the number of note lines that are called up to its end.
    pub called: &'a [usize],
    /// Heights of the repeated headers.
    pub heads: &'a [Pt],
    /// Distance between grid lines.
    pub grid: Pt,
    /// Heights of the first columns, if something stands above them.
    pub first: &'a [Pt],
    /// Gaps in these columns, from the top down, which the text flows past.
    pub gaps: &'a [Vec<Gap>],
    /// Height of all other columns.
    pub height: Pt,
    /// Number of columns on a page.
    pub columns: usize,
    /// Height of the gap with the rule above the notes.
    pub note_gap: Pt,
    /// Whether pages face each other, so that they should end at the same height. The first page stands alone, on the right.
    pub facing: bool,
    /// Minimum height of text on the last page; with less, the page looks like an accident.
    pub least_last: Pt,
    /// Height of what follows the text on the last page without being part of it: the colophon.
    pub tail: Pt,
}

/// Paragraphs with several settings, by their first slug.
pub(super) type Choices = BTreeMap<usize, Choice>;

/// The other settings of a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The slug after the paragraph's last one.
    pub end: usize,
    /// The other settings.
    pub settings: Vec<Setting>,
}

/// Another setting of a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// Its lines.
    pub slugs: Vec<Slug>,
    /// For each line, the number of note lines that are called up to its end.
    pub called: Vec<usize>,
    /// How much more it costs than the first setting.
    pub cost: f64,
    /// How many more grid lines it takes than the first setting.
    pub change: isize,
}

/// A filled column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fill {
    /// Slugs with their tops, from the top of the column down.
    pub slugs: Vec<(usize, Pt)>,
    /// The repeated header with its top.
    pub head: Option<(usize, Pt)>,
    /// The lines of notes.
    pub notes: Range<usize>,
    /// The end of the text.
    pub end: Pt,
    /// How many lines it is short.
    pub short: usize,
}

/// Breaks `matter` into columns. The columns of the last page are balanced.
pub(super) fn break_pages(matter: &Matter) -> Vec<Fill> {
    let choices = Choices::new();
    let breaker = Breaker::new(matter, &choices);
    let (path, _) = breaker.shortest(State::default());
    let mut fills = breaker.fills(&path);
    if matter.columns > 1 {
        let last_page = fills.len().saturating_sub(1) / matter.columns * matter.columns;
        if let Some(balanced) = breaker.balanced(path[last_page]) {
            fills.truncate(last_page);
            fills.extend(balanced);
        }
    }
    fills
}

/// The columns of one page, filled from some slug on.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    /// The columns; fewer than the page has if the text ends before.
    pub fills: Vec<Fill>,
    /// The slug after the last one.
    pub next: usize,
    /// The first figure that waits for the next page.
    pub waiting: Option<usize>,
    /// What these columns and the next ones cost.
    pub cost: f64,
    /// Whether everything is on the page.
    pub done: bool,
    /// The foot of the columns: that of the page, unless they are balanced.
    pub foot: Pt,
}

impl Filled {
    /// Returns it with all slugs numbered from `first` on.
    pub fn moved(mut self, first: usize) -> Self {
        self.fills.iter_mut().flat_map(|fill| &mut fill.slugs).for_each(|(slug, _)| *slug += first);
        Filled { next: self.next + first, waiting: self.waiting.map(|slug| slug + first), ..self }
    }

    /// Returns the column in which slug `index`, or the one before it, stands.
    pub fn column_of(&self, index: usize) -> Option<usize> {
        self.fills.iter().rposition(|fill| fill.slugs.iter().any(|(slug, _)| *slug <= index))
    }
}

/// Fills the columns of a page with the slugs of `matter` from number `start` on. Figures before that waited for this
/// page.
pub(super) fn fill_page(matter: &Matter, start: usize) -> Filled {
    let choices = Choices::new();
    let breaker = Breaker::new(matter, &choices);
    let from = State { spot: Spot::before(start), ..State::default() };
    let (path, cost) = breaker.shortest(from);
    breaker.filled(&path, cost)
}

/// Fills the columns of a page with all slugs of `matter` from number `start` on, at the least height in which they fit,
/// which is at least `lines` below what is at their heads. If `even`, lines are moved so that they end alike.
pub(super) fn balanced_page(matter: &Matter, start: usize, (lines, even): (usize, bool)) -> Option<Filled> {
    let choices = Choices::new();
    let from = State { spot: Spot::before(start), ..State::default() };
    let most = matter.height;
    let taken = |gaps: &Vec<Gap>| gaps.iter().filter(|gap| gap.1 < matter.height).map(|gap| gap.1 - gap.0).sum::<Pt>();
    let slugs = matter.slugs.iter().filter(|slug| slug.columns <= 1).map(|slug| slug.height).sum::<Pt>();
    let least = (slugs + matter.gaps.iter().map(taken).sum::<Pt>()) / matter.columns as f64;
    let taken_by = |(gaps, foot): (&Vec<Gap>, &Pt)| {
        // A gap that reaches to the foot closes its column.
        let open = gaps.iter().filter(|gap| gap.1 < matter.height);
        open.map(|gap| gap.1).fold(Pt::ZERO, Pt::max) + matter.height - *foot
    };
    let most_taken = matter.gaps.iter().zip(matter.first).map(taken_by).fold(Pt::ZERO, Pt::max);
    let head = matter.gaps.iter().filter_map(|gaps| gaps.first()).map(|gap| gap.1).fold(Pt::ZERO, Pt::max);
    let shortest = (head / matter.grid + lines as f64).max(most_taken / matter.grid);
    let lines = |height: Pt| (height / matter.grid).floor().max(0.0) as usize;
    // Slugs before the first one that have been placed already count too, so this may be too high by a little.
    let least = if start == 0 { lines(least) } else { 1 }.max(shortest.ceil() as usize);
    let fitted = |height: Pt, shorter: &[usize]| {
        // What is at the feet of columns moves up with them.
        let first = matter.first.iter().enumerate().map(|(column, most)| {
            let less = matter.grid * shorter.get(column).copied().unwrap_or(0) as f64;
            (*most - (matter.height - height) - less).max(Pt::ZERO)
        });
        let first: Vec<Pt> = first.collect();
        let matter = Matter { first: &first, ..matter.clone() };
        let breaker = Breaker::new(&matter, &choices);
        let (path, cost) = breaker.shortest(from);
        let fits = path.len() <= matter.columns + 1 && cost < costs::FORBIDDEN;
        fits.then(|| Filled { foot: height, ..breaker.filled(&path, cost) })
    };
    let (height, filled) = (least..=lines(most)).find_map(|lines| {
        let height = matter.grid * lines as f64;
        Some((height, fitted(height, &[])?))
    })?;
    Some(if even { evened(matter, filled, |shorter| fitted(height, shorter)) } else { filled })
}

/// Returns `filled`, or the same columns with lines moved to the last one so that they end more alike.
fn evened(matter: &Matter, filled: Filled, fitted: impl Fn(&[usize]) -> Option<Filled>) -> Filled {
    let spread = |filled: &Filled| {
        let ends = || (0..matter.columns).map(|column| filled.fills.get(column).map_or(Pt::ZERO, |fill| fill.end));
        ends().fold(Pt::ZERO, Pt::max) - ends().fold(matter.height, Pt::min)
    };
    // Columns with something at the feet of some end there and not with the text.
    let closed = matter.gaps.iter().flatten().any(|gap| gap.1 == matter.height);
    let plain = !closed && matter.first.iter().all(|height| *height == matter.height);
    if !plain || spread(&filled) <= matter.grid * EVEN || filled.fills.len() < matter.columns {
        return filled;
    }
    let ways = MOST_SHORTER.pow(matter.columns as u32 - 1);
    let shorter = (1..ways).map(|way| {
        let less = |column: u32| way / MOST_SHORTER.pow(column) % MOST_SHORTER;
        (0..matter.columns as u32 - 1).map(less).collect::<Vec<usize>>()
    });
    let others = shorter.filter_map(|shorter| fitted(&shorter));
    others.fold(filled, |best, other| if spread(&other) + Pt(0.1) < spread(&best) { other } else { best })
}

/// The settings that were chosen, and how good the pages become with them.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// The paragraphs that are better in another setting than their first.
    pub picks: Vec<Pick>,
    /// Whether the last page has enough text, or there is only one page.
    pub ends_well: bool,
    /// For each column but the last, the number of lines that it is short.
    pub short: Vec<usize>,
}

/// Chooses the paragraphs of `choices` that are better in another setting.
pub(super) fn choose(matter: &Matter, choices: &Choices) -> Chosen {
    let breaker = Breaker::new(matter, choices);
    let (path, _) = breaker.shortest(State::default());
    let mut chosen = Chosen { ends_well: true, ..Chosen::default() };
    for (index, &[from, to]) in path.array_windows().enumerate() {
        let (mut picks, end) = breaker.picks(from, to);
        chosen.picks.append(&mut picks);
        if index + 2 == path.len() {
            chosen.ends_well = index == 0 || !breaker.is_stray(end);
        } else {
            chosen.short.push(breaker.lines_short(from.column, end, from.note..to.note));
        }
    }
    chosen
}

/// A place between slugs. Places inside a setting are ordered after the beginning of its paragraph and before its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    /// The next slug; inside another setting, the first slug of the paragraph.
    slug: usize,
    /// Index of the setting, from 1; 0 for the first setting.
    setting: usize,
    /// The next line of that setting.
    line: usize,
}

impl Spot {
    fn before(slug: usize) -> Self {
        Spot { slug, setting: 0, line: 0 }
    }
}

/// The beginning of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    spot: Spot,
    /// Number of figures that have been placed: index into the list of floating slugs.
    figure: usize,
    /// Index of the next note line.
    note: usize,
    /// Number of columns before it. Columns of the same height are not counted further, so that states can be merged.
    column: usize,
    /// Its side of the spread.
    side: Side,
}

/// The side of a spread, if pages face each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    /// The page faces no other, or its side does not matter.
    #[default]
    Alone,
    /// A left-hand page.
    Verso,
    /// A right-hand page; the facing page is so many lines short.
    Recto(usize),
}

/// A state that was reached, with its cost and its predecessor.
#[derive(Clone, Copy, Debug)]
struct Reached {
    cost: f64,
    from: State,
}

struct Breaker<'a> {
    matter: &'a Matter<'a>,
    choices: &'a Choices,
    /// Indices of the floating slugs.
    figures: Vec<usize>,
    /// For each slug, the number of floating slugs before it; the last entry is their total.
    figures_before: Vec<usize>,
    /// Prefix sums of the heights of the note lines.
    note_heights: Vec<Pt>,
}

impl<'a> Breaker<'a> {
    fn new(matter: &'a Matter<'a>, choices: &'a Choices) -> Self {
        let floats = |slug: &&Slug| slug.floating == Floating::Yes && !slug.spans();
        let figures = matter.slugs.iter().enumerate().filter(|(_, slug)| floats(slug)).map(|(index, _)| index);
        let figures: Vec<usize> = figures.collect();
        let mut figures_before = Vec::with_capacity(matter.slugs.len() + 1);
        let mut seen = 0;
        for index in 0..=matter.slugs.len() {
            seen += usize::from(figures.get(seen).is_some_and(|figure| *figure < index));
            figures_before.push(seen);
        }
        let mut note_heights = vec![Pt::ZERO];
        for line in matter.notes {
            note_heights.push(note_heights[note_heights.len() - 1] + line.slug.height);
        }
        Self { matter, choices, figures, figures_before, note_heights }
    }

    /// Returns how many figures before slug `next` still wait, if `placed` of them are placed.
    fn waiting(&self, placed: usize, next: usize) -> usize {
        self.figures_before[next].saturating_sub(placed)
    }

    /// Returns the states along the cheapest way from `start` to the end, and its cost.
    fn shortest(&self, start: State) -> (Vec<State>, f64) {
        let mut open = BTreeMap::from([(start, Reached { cost: 0.0, from: start })]);
        let mut settled = BTreeMap::new();
        let mut best: Option<(State, f64)> = None;
        while let Some((state, reached)) = open.pop_first() {
            crate::halt::point();
            settled.insert(state, reached);
            if self.is_end(state) {
                // The end may be reached in other states, after another number of columns.
                best = best.filter(|best| best.1 <= reached.cost).or(Some((state, reached.cost)));
                continue;
            }
            for (next, more) in self.candidates(state) {
                let cost = reached.cost + more;
                let best = open.entry(next).or_insert(Reached { cost, from: state });
                if cost < best.cost {
                    *best = Reached { cost, from: state };
                }
            }
        }
        let (end, cost) = best.unwrap_or((start, 0.0));
        let mut path = vec![end];
        while let Some(reached) = path.last().filter(|&&state| state != start).and_then(|state| settled.get(state)) {
            path.push(reached.from);
        }
        path.reverse();
        (path, cost)
    }

    fn is_end(&self, state: State) -> bool {
        state.spot.slug == self.matter.slugs.len()
            && state.figure == self.figures.len()
            && state.note == self.matter.notes.len()
    }

    fn height(&self, column: usize) -> Pt {
        self.matter.first.get(column).copied().unwrap_or(self.matter.height)
    }

    /// Returns the columns of the first page along `path`, which costs `cost`.
    fn filled(&self, path: &[State], cost: f64) -> Filled {
        let last = self.matter.columns.min(path.len() - 1);
        let end = path[last];
        let waiting = self.figures.get(end.figure).copied().filter(|&figure| figure < end.spot.slug);
        let done = path.len() <= self.matter.columns + 1;
        Filled { fills: self.fills(&path[..=last]), next: end.spot.slug, waiting, cost, done, foot: self.matter.height }
    }

    fn fills(&self, path: &[State]) -> Vec<Fill> {
        path.array_windows().map(|&[from, to]| self.fill(from, to)).collect()
    }

    /// Fills the columns of one page with everything after `from`, at the least height in which it fits; `None` if
    /// that would need a forbidden break.
    fn balanced(&self, from: State) -> Option<Vec<Fill>> {
        let most = (self.height(from.column) / self.matter.grid).floor() as usize;
        (1..=most).find_map(|lines| {
            let matter = Matter { first: &[], height: self.matter.grid * lines as f64, ..self.matter.clone() };
            let breaker = Breaker::new(&matter, self.choices);
            let (path, cost) = breaker.shortest(State { column: 0, ..from });
            (path.len() <= matter.columns + 1 && cost < costs::FORBIDDEN).then(|| breaker.fills(&path))
        })
    }
}
