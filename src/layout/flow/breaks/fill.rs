//! Fills a column with slugs, one after the other.

use super::{Breaker, Choice, Fill, Gap, Setting, Spot, State};
use crate::layout::flow::slug::{Break, Floating, Slug};
use crate::units::Pt;

/// Maximum number of lines that the paragraphs on one column may gain or lose together; more would be visible.
const MOST_CHANGE: isize = 2;

/// Maximum number of figures that wait for a later column at once. Text flows past a figure that does not fit, so
/// without a limit each of a thousand consecutive pictures could wait with any number of others, and every combination
/// would be tried.
pub(super) const MOST_WAITING: usize = 8;

/// Cost of a gap between lines that should stay together, such as a heading and its text.
const SPLIT: f64 = 20_000.0;
/// Cost of each line that is left empty above a gap.
const HOLE: f64 = 3_000.0;

/// The room in a column.
#[derive(Clone, Copy)]
pub(super) struct Room<'m> {
    height: Pt,
    gaps: &'m [Gap],
}

/// A paragraph that is set in another setting than its first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::layout::flow) struct Pick {
    /// Its first slug.
    pub slug: usize,
    /// Index of the setting.
    pub setting: usize,
}

/// A partly filled column, and the choices that led to it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    pub y: Pt,
    /// Where its current stretch begins: at the top, or below a gap.
    base: Pt,
    /// Minimum room below the last slug.
    below: Pt,
    /// Number of figures placed.
    pub figure: usize,
    /// The cost of a break after the last slug; `None` for an empty column.
    pub after: Option<Break>,
    /// Number of note lines called so far.
    pub called: usize,
    /// Whether the column has text already.
    text: bool,
    /// The cost of the chosen settings.
    pub cost: f64,
    /// Number of lines gained over the first settings.
    change: isize,
    /// The chosen settings: index of the last one in a list of [`Link`].
    chosen: Option<usize>,
}

/// A chosen setting, linked to the previous one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pick: Pick,
    before: Option<usize>,
}

/// Called after each slug with the state of the column and the next place.
type See<'a> = &'a mut dyn FnMut(&Way, Spot);

impl Breaker<'_> {
    /// Fills a column from `state` in every possible way, until it is full.
    pub(super) fn walk(&self, state: State, chosen: &mut Vec<Link>, see: See) {
        let room = self.room(state.column);
        let mut way = Way { figure: state.figure, called: self.called_before(state.spot), ..Way::default() };
        while let Some(&index) = self.figures.get(way.figure).filter(|&&index| index < state.spot.slug) {
            if self.place(&mut way, &self.matter.slugs[index], room).is_none() {
                break;
            }
            way.figure += 1;
        }
        see(&way, state.spot);
        let mut next = state.spot.slug;
        let mut ways = vec![way];
        if let Some((choice, setting)) = self.setting(state.spot) {
            let rest = state.spot.line..setting.slugs.len();
            ways.retain_mut(|way| rest.clone().all(|line| self.line(way, state.spot, line, room, see)));
            next = choice.end;
        }
        while next < self.matter.slugs.len() && !ways.is_empty() {
            if self.matter.slugs[next].after_figures {
                ways.retain(|way| self.waiting(way.figure, next) == 0);
            }
            match self.choices.get(&next) {
                Some(choice) => {
                    ways = self.fork(&ways, (next, choice), room, chosen, see);
                    next = choice.end;
                }
                None => {
                    ways.retain_mut(|way| self.step(way, next, room, see));
                    next += 1;
                }
            }
        }
    }

    /// Adds slug `index` to the column, or lets it wait if it floats. Returns whether the column continues.
    fn step(&self, way: &mut Way, index: usize, room: Room<'_>, see: See) -> bool {
        let slug = &self.matter.slugs[index];
        if slug.floats_across() {
            // It is placed elsewhere, and the text closes up without it.
            see(way, Spot::before(index + 1));
            return true;
        }
        let floats = slug.floating == Floating::Yes;
        let waits = floats && self.figures.get(way.figure).is_some_and(|&first| first < index);
        let placed = !waits && self.place(way, slug, room).is_some();
        if placed && floats {
            way.figure += 1;
        }
        if !placed && (!floats || self.waiting(way.figure, index + 1) > MOST_WAITING) {
            return false;
        }
        way.called = self.matter.called.get(index).copied().unwrap_or(0);
        see(way, Spot::before(index + 1));
        true
    }

    /// Continues with every setting of the paragraph that begins at `first`. Of ways that lead to the same state the
    /// cheapest is kept.
    fn fork(
        &self,
        ways: &[Way],
        (first, choice): (usize, &Choice),
        room: Room<'_>,
        chosen: &mut Vec<Link>,
        see: See,
    ) -> Vec<Way> {
        let mut ends: Vec<Way> = Vec::new();
        let mut add = |way: Way| {
            let alike = |end: &&mut Way| end.y == way.y && end.below == way.below && end.figure == way.figure;
            match ends.iter_mut().find(alike) {
                Some(end) if end.cost <= way.cost => {}
                Some(end) => *end = way,
                None => ends.push(way),
            }
        };
        for way in ways {
            let mut as_set = *way;
            if (first..choice.end).all(|index| self.step(&mut as_set, index, room, see)) {
                add(as_set);
            }
            for (index, setting) in choice.settings.iter().enumerate() {
                let change = way.change + setting.change;
                if change.abs() > MOST_CHANGE {
                    continue;
                }
                let pick = Pick { slug: first, setting: index };
                chosen.push(Link { pick, before: way.chosen });
                let mut way = Way { cost: way.cost + setting.cost, change, chosen: Some(chosen.len() - 1), ..*way };
                let spot = Spot { slug: first, setting: index + 1, line: 0 };
                if (0..setting.slugs.len()).all(|line| self.line(&mut way, spot, line, room, see)) {
                    add(way);
                }
            }
        }
        ends
    }

    /// Adds a line of the setting at `spot` to the column. Returns whether there was room.
    fn line(&self, way: &mut Way, spot: Spot, line: usize, room: Room<'_>, see: See) -> bool {
        let Some((_, setting)) = self.setting(spot) else { return false };
        if self.place(way, &setting.slugs[line], room).is_none() {
            return false;
        }
        way.called = setting.called[line];
        see(way, self.after(Spot { line, ..spot }));
        true
    }

    /// Places `slug` below the content of the column, if it fits, past gaps. Returns the tops of its repeated header and of
    /// itself.
    fn place(&self, way: &mut Way, slug: &Slug, room: Room<'_>) -> Option<(Option<Pt>, Pt)> {
        let floats = slug.floating == Floating::Yes;
        let head = slug.head.filter(|_| !way.text && !floats);
        let more = head.map_or(Pt::ZERO, |head| self.matter.heads[head]);
        let head_top = way.base + slug.top(way.y - way.base, way.below, self.matter.grid);
        let meets = |gap: &&Gap| head_top + Pt(0.001) < gap.1 && head_top + more + slug.height > gap.0 + Pt(0.001);
        if let Some(gap) = room.gaps.iter().find(meets) {
            let cost = way.cost + self.jump(way, gap);
            let mut below = Way { y: gap.1, base: gap.1, below: Pt::ZERO, cost, ..*way };
            let placed = self.place(&mut below, slug, room)?;
            *way = below;
            return Some(placed);
        }
        let top = head_top + more;
        if (top + slug.height).0 > room.height.0 + 0.001 {
            return None;
        }
        way.y = top + slug.height;
        way.below = slug.below;
        way.after = Some(slug.after);
        way.text |= !floats;
        Some((head.map(|_| head_top), top))
    }

    /// Returns the cost of ending the text above `gap`, and of going on below it.
    fn jump(&self, way: &Way, gap: &Gap) -> f64 {
        let short = ((gap.0 - way.y) / self.matter.grid + 1e-6).floor().max(0.0);
        match way.after {
            None => 0.0,
            Some(Break::Never) => SPLIT + HOLE * short,
            Some(Break::Cost(cost)) => f64::from(cost) * 0.25 + HOLE * short,
        }
    }

    fn room(&self, column: usize) -> Room<'_> {
        Room { height: self.height(column), gaps: self.matter.gaps.get(column).map_or(&[], Vec::as_slice) }
    }

    /// Returns the setting that `spot` is in, unless it is the first.
    fn setting(&self, spot: Spot) -> Option<(&Choice, &Setting)> {
        let choice = self.choices.get(&spot.slug).filter(|_| spot.setting > 0)?;
        Some((choice, &choice.settings[spot.setting - 1]))
    }

    /// Returns the place after the slug at `spot`.
    pub(super) fn after(&self, spot: Spot) -> Spot {
        match self.setting(spot) {
            Some((choice, setting)) if spot.line + 1 == setting.slugs.len() => Spot::before(choice.end),
            Some(_) => Spot { line: spot.line + 1, ..spot },
            None => Spot::before(spot.slug + 1),
        }
    }

    fn called_before(&self, spot: Spot) -> usize {
        match self.setting(spot).filter(|_| spot.line > 0) {
            Some((_, setting)) => setting.called[spot.line - 1],
            None => spot.slug.checked_sub(1).and_then(|last| self.matter.called.get(last).copied()).unwrap_or(0),
        }
    }

    /// Returns the choices made for the column from `state` to `end`, and where its content ends.
    pub(super) fn picks(&self, state: State, end: State) -> (Vec<Pick>, Pt) {
        let mut all = Vec::new();
        let mut best: Option<(f64, Way)> = None;
        self.walk(state, &mut all, &mut |way, next| {
            if let Some(cost) = self.cost_of(state, way, next, end).filter(|_| next == end.spot)
                && best.is_none_or(|best| cost < best.0)
            {
                best = Some((cost, *way));
            }
        });
        let way = best.map(|(_, way)| way).unwrap_or_default();
        let picks = std::iter::successors(way.chosen, |&index| all[index].before).map(|index| all[index].pick);
        (picks.collect(), way.y)
    }

    /// Returns the column from `state` to `next`, with the places of its content.
    ///
    /// This repeats the one way in which [`Breaker::walk`] reached `next`. Settings are no longer chosen here: the
    /// slugs of the paragraphs have been replaced by those that [`Breaker::picks`] returned.
    pub(super) fn fill(&self, state: State, next: State) -> Fill {
        let mut fill = Fill { notes: state.note..next.note, ..Fill::default() };
        let mut way = Way::default();
        let (first, end) = (state.spot.slug, next.spot.slug);
        // The figures of this column. Those from earlier columns stand at its top.
        let figures = &self.figures[state.figure..next.figure];
        let waited = figures.iter().copied().filter(|&index| index < first);
        // A figure that had no room is left out of the text around it; a later column has it at its top.
        let stays = |&index: &usize| {
            let slug = &self.matter.slugs[index];
            !slug.floats_across() && (slug.floating == Floating::No || figures.contains(&index))
        };
        for index in waited.chain((first..end).filter(stays)) {
            let slug = &self.matter.slugs[index];
            // A slug that is too high for any column stands at the top and runs past the end.
            let (head, top) = self.place(&mut way, slug, self.room(state.column)).unwrap_or((None, way.y));
            // A table that continues from the column before repeats its header above its first row here.
            fill.head = fill.head.or(slug.head.zip(head));
            fill.slugs.push((index, top));
        }
        fill.end = way.y;
        fill.short = self.lines_short(state.column, way.y, fill.notes.clone());
        fill
    }
}
