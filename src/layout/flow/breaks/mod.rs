//! Page breaks: the cheapest way to fill columns with slugs, found by dynamic programming.
//!
//! A page of one column is a column here; pages of several are columns that follow each other. A **state** is the
//! beginning of a column: the next slug of the text, the next figure that waits for a column's top, and the next line of
//! the notes. From each state one column is filled slug by slug ([`fill`]), and every place where it may end leads to
//! another state, at a price ([`costs`]). States are visited in order, so each is settled before it is left (Plass 1981,
//! §2, without the cases that make the problem hard: figures and notes keep their order, and a figure stands where it is
//! in the text, or at the top of the first column that has room for it).
//!
//! Paragraphs may come in several [`Setting`]s, of one line more or less than the best one, and other slugs with more
//! room above them. Where there is such a choice, the filling of a column forks; ways that come out at the same height are one again, the cheaper of them. So
//! a column is filled in a few ways at once, one for each number of lines gained or lost on it.
//!
//! A state is left for at most a column's worth of others, and of the figures before it only the last
//! [`fill::MOST_WAITING`] may still wait, so time is linear in the number of columns.

mod costs;
mod fill;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use super::slug::{Floating, Slug};
use crate::units::Pt;
use fill::Pick;

/// A line of a note.
#[derive(Clone, Debug)]
pub(super) struct NoteLine {
    /// Its slug; its height includes the room above it.
    pub slug: Slug,
    /// Lines of the same note before it, and after it.
    pub siblings: (usize, usize),
}

/// What is to be broken into columns.
#[derive(Clone, Debug)]
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
    /// Heights of the first columns, where something stands above them.
    pub first: &'a [Pt],
    /// Height of all others.
    pub height: Pt,
    /// Columns of a page.
    pub columns: usize,
    /// Room for the rule above notes.
    pub note_gap: Pt,
    /// Whether pages lie side by side, the first one alone, and should end at the same height.
    pub facing: bool,
}

/// Paragraphs that may be set in another way, by their first slug.
pub(super) type Choices = BTreeMap<usize, Choice>;

/// A paragraph, and how else it may be set.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The slug after its last one.
    pub end: usize,
    /// The other settings.
    pub settings: Vec<Setting>,
}

/// Another setting of a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// Its lines.
    pub slugs: Vec<Slug>,
    /// For each of them the number of note lines that belong to it and all before it.
    pub called: Vec<usize>,
    /// What it costs more than the first setting.
    pub cost: f64,
    /// Grid lines that it takes more than the first setting.
    pub change: isize,
}

/// A filled column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fill {
    /// Slugs with their tops, in order down the column.
    pub slugs: Vec<(usize, Pt)>,
    /// Header repeated, with its top.
    pub head: Option<(usize, Pt)>,
    /// Lines of notes.
    pub notes: Range<usize>,
    /// End of the text.
    pub end: Pt,
    /// Lines that it is short of.
    pub short: usize,
}

/// Breaks `matter` into columns. Where several make a page, those of the last page are as long as each other.
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

/// Which paragraphs of `choices` are better set in another way: the first slug of each, and the number of its setting.
pub(super) fn choose(matter: &Matter, choices: &Choices) -> Vec<Pick> {
    let breaker = Breaker::new(matter, choices);
    let (path, _) = breaker.shortest(State::default());
    path.array_windows().flat_map(|&[from, to]| breaker.picks(from, to)).collect()
}

/// A place between slugs. Those inside of a setting come after its paragraph's beginning and before its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    /// The next slug; inside of another setting, the first of the paragraph.
    slug: usize,
    /// Number of the setting, from 1; 0 for the first one.
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
    /// Figures that are placed: index into the list of floating slugs.
    figure: usize,
    /// The next line of the notes.
    note: usize,
    /// Columns before it, as far as their heights differ.
    column: usize,
    /// Which side of a spread it is.
    side: Side,
}

/// A side of a spread; only where pages face each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    /// It faces none, or it does not matter.
    #[default]
    Alone,
    /// On the left.
    Verso,
    /// On the right of a page that is so many lines short.
    Recto(usize),
}

/// A state that was reached: at what cost, and from where.
#[derive(Clone, Copy, Debug)]
struct Reached {
    cost: f64,
    from: State,
}

struct Breaker<'a> {
    matter: &'a Matter<'a>,
    choices: &'a Choices,
    /// Indices of the slugs that may float.
    figures: Vec<usize>,
    /// For each slug how many that may float come before it; then, how many there are.
    figures_before: Vec<usize>,
    /// Sum of the heights of the first n note lines.
    note_heights: Vec<Pt>,
}

impl<'a> Breaker<'a> {
    fn new(matter: &'a Matter<'a>, choices: &'a Choices) -> Self {
        let floats = |slug: &&Slug| slug.floating == Floating::Yes;
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

    /// How many figures before slug `next` still wait, of which the first `placed` do not.
    fn waiting(&self, placed: usize, next: usize) -> usize {
        self.figures_before[next].saturating_sub(placed)
    }

    /// The states along the cheapest way from `start` to the end, and its cost.
    fn shortest(&self, start: State) -> (Vec<State>, f64) {
        let mut open = BTreeMap::from([(start, Reached { cost: 0.0, from: start })]);
        let mut settled = BTreeMap::new();
        let mut best: Option<(State, f64)> = None;
        while let Some((state, reached)) = open.pop_first() {
            settled.insert(state, reached);
            if self.is_end(state) {
                // There may be others, after another number of columns.
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

    fn fills(&self, path: &[State]) -> Vec<Fill> {
        path.array_windows().map(|&[from, to]| self.fill(from, to)).collect()
    }

    /// What comes after `from` on one page, its columns of the least height in which it fits; `None` where that would
    /// break what belongs together.
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
