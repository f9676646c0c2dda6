//! Avoids rivers: white gaps that stand below each other and run down through several lines.
//!
//! Total fit does not see them, since the demerits of a line know nothing of the gaps in the line above. So rivers are
//! looked for in the chosen lines, and a paragraph that has one is broken again without one of the breaks beside it. A
//! result is taken if the river costs more than what its lines lose. It has the same number of lines, so pages stay as
//! they are.

use std::ops::Range;

use super::break_lines::{Broken, Edge, Goal, break_lines, flexibility};
use super::opportunities::{BreakKind, Opportunity};
use super::recipe;
use super::shape::Amount;

/// A run of gaps on so many lines counts.
const LEAST: usize = 3;
/// A run on so many lines is a river that readers see.
const VISIBLE: usize = 4;
/// Gaps belong to one river if they overlap by this share of a space.
const OVERLAP: f64 = 0.5;
/// Demerits of rivers below which no other lines are looked for: a single run of three lines is not seen.
const SEEN: f64 = recipe::RIVER / 2.0;
/// Maximum number of times that a paragraph is improved; each removes a river.
const ROUNDS: usize = 4;
/// Maximum number of lines of a river at which other breaks are tried. Text that repeats one word may have a river through
/// all of its lines; each try breaks the whole paragraph again.
const TRIED: usize = 12;
/// After this many possible lines were compared ([`Broken::effort`]), no other breaks are tried. Ordinary paragraphs need a
/// hundredth of it.
const EFFORT: usize = 1_000_000;
/// Penalty that keeps a break from being chosen.
const AVOIDED: f64 = 20_000.0;

/// A gap between words: its edges, and on how many lines up to here gaps stand below each other.
#[derive(Clone, Copy, Debug)]
struct Gap {
    from: f64,
    to: f64,
    lines: usize,
    /// Whether a gap of the next line stands below it.
    continued: bool,
}

/// Returns `broken`, or other lines in the same number with fewer rivers. The demerits of the rivers that are left are
/// added to its own.
pub(super) fn without_rivers(opportunities: &[Opportunity], goal: &Goal, broken: Broken) -> Broken {
    let long = broken.ends.len() > recipe::VARIANT_LINES;
    if goal.edge != Edge::Straight || broken.ends.len() < VISIBLE || long {
        return broken;
    }
    let mut effort = broken.effort;
    let mut best = broken;
    let mut found = rivers(opportunities, goal, &best.ends);
    for _ in 0..ROUNDS {
        let Some(river) = found.iter().max_by_key(|river| river.len()).cloned() else { break };
        if cost(&found) < SEEN {
            break;
        }
        let mut changed = opportunities.to_vec();
        let mut better = None;
        let mut least = best.demerits + cost(&found);
        // The break before the river decides where its first line starts.
        for line in tried(river.start.saturating_sub(1)..river.end.min(best.ends.len() - 1)) {
            if effort > EFFORT {
                break;
            }
            let avoided = best.ends[line];
            changed[avoided].penalty = AVOIDED;
            let other = break_lines(&changed, goal);
            changed[avoided].penalty = opportunities[avoided].penalty;
            effort += other.as_ref().map_or(best.effort, |other| other.effort);
            let other = other.filter(|other| other.ends.len() == best.ends.len() && other.demerits < least);
            let Some(other) = other else { continue };
            let left = rivers(opportunities, goal, &other.ends);
            if other.demerits + cost(&left) < least {
                least = other.demerits + cost(&left);
                better = Some((other, left));
            }
        }
        let Some((other, left)) = better else { break };
        (best, found) = (Broken { amount: best.amount, ..other }, left);
    }
    Broken { demerits: best.demerits + cost(&found), ..best }
}

/// Returns the lines of a river at which other breaks are tried: of many `lines` those in the middle, because two halves of a
/// river are seen least.
fn tried(lines: Range<usize>) -> Range<usize> {
    let left_out = lines.len().saturating_sub(TRIED);
    let start = lines.start + left_out / 2;
    start..start + lines.len() - left_out
}

/// Returns the demerits of `rivers`, which grow with the square of their lengths: a longer one is seen sooner.
fn cost(rivers: &[Range<usize>]) -> f64 {
    let beyond = |river: &Range<usize>| (river.len() + 1 - LEAST) as f64 / (VISIBLE + 1 - LEAST) as f64;
    rivers.iter().map(|river| recipe::RIVER * beyond(river).powi(2)).sum()
}

/// Returns the rivers in the lines that end at `ends`, as ranges of lines.
fn rivers(opportunities: &[Opportunity], goal: &Goal, ends: &[usize]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut above, mut here) = (Vec::new(), Vec::new());
    let mut from = 0;
    for (line, &end) in ends.iter().enumerate() {
        gaps(&opportunities[from..=end], goal, line, line + 1 == ends.len(), &mut here);
        continue_runs(&mut above, &mut here);
        found.extend(ended(&above, line));
        std::mem::swap(&mut above, &mut here);
        from = end;
    }
    found.extend(ended(&above, ends.len()));
    found
}

/// Returns the rivers that end above `line`; `gaps` are those of the line before.
fn ended(gaps: &[Gap], line: usize) -> impl Iterator<Item = Range<usize>> {
    let ended = gaps.iter().filter(|gap| gap.lines >= LEAST && !gap.continued);
    ended.map(move |gap| line - gap.lines..line)
}

/// Puts the gaps between words of line number `line`, which is all between the first and the last of `opportunities`, into
/// `gaps`.
fn gaps(opportunities: &[Opportunity], goal: &Goal, line: usize, last: bool, gaps: &mut Vec<Gap>) {
    gaps.clear();
    let [from, inner @ .., to] = opportunities else { return };
    let text = to.before.minus(&from.after);
    let indent = if line == 0 { goal.indent.0 } else { 0.0 };
    let inset = if line < goal.inset.0 { goal.inset.1.0 } else { 0.0 };
    let start = indent + inset - from.start_hang;
    let slack = goal.measure.0 - start + to.end_hang - text.natural();
    let (stretch, shrink) = flexibility(&text);
    let natural = slack > 0.0 && (last || to.kind == BreakKind::Mandatory);
    let taken = if natural { 0.0 } else { slack.clamp(-shrink, stretch) };
    // What scaling and tracking cannot take goes to the spaces.
    let rest = if natural { 0.0 } else { (slack - taken).max(0.0) / text.space.max(1e-3) };
    let flexible = if taken < 0.0 { shrink } else { stretch };
    let width = |amount: &Amount| {
        let part = amount.minus(&from.after);
        let (stretch, shrink) = flexibility(&part);
        let share = if taken < 0.0 { shrink } else { stretch } / flexible.max(1e-3);
        start + part.natural() + taken * share + rest * part.space
    };
    for place in inner.iter().filter(|place| place.after.space > place.before.space) {
        gaps.push(Gap { from: width(&place.before), to: width(&place.after), lines: 1, continued: false });
    }
}

/// Counts for each gap of a line the lines up to here on which gaps stand below each other.
fn continue_runs(above: &mut [Gap], here: &mut [Gap]) {
    let mut first = 0;
    for gap in here {
        let least = (gap.to - gap.from) * OVERLAP;
        first += above[first..].iter().take_while(|other| other.to < gap.from + least).count();
        let overlap = |other: &Gap| other.to.min(gap.to) - other.from.max(gap.from) >= least;
        if let Some(other) = above.get_mut(first).filter(|other| overlap(other)) {
            other.continued = true;
            gap.lines = other.lines + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::inline::break_lines::Count;
    use crate::units::Pt;

    /// Words of these widths with spaces of 3 pt between them, as opportunities.
    fn words(widths: &[f64]) -> Vec<Opportunity> {
        let mut amount = Amount::default();
        let place = |before: Amount, after: Amount, kind| Opportunity {
            next: 0,
            end: 0,
            kind,
            penalty: 0.0,
            hyphen: false,
            before,
            after,
            end_hang: 0.0,
            start_hang: 0.0,
        };
        let mut places = vec![place(amount, amount, BreakKind::Plain)];
        for (index, width) in widths.iter().enumerate() {
            amount.solid += width;
            let before = amount;
            let last = index + 1 == widths.len();
            amount.space += if last { 0.0 } else { 3.0 };
            places.push(place(before, amount, if last { BreakKind::Mandatory } else { BreakKind::Plain }));
        }
        places
    }

    #[test]
    fn a_long_river_is_parted_in_its_middle() {
        assert_eq!(tried(3..3 + TRIED), 3..3 + TRIED);
        assert_eq!(tried(10..30), 14..26);
        assert!(tried(5..5).is_empty());
    }

    fn goal(measure: f64) -> Goal {
        let (indent, size) = (Pt::ZERO, Pt(10.0));
        Goal { measure: Pt(measure), indent, inset: (0, Pt::ZERO), size, edge: Edge::Straight, count: Count::Best }
    }

    #[test]
    fn gaps_below_each_other_are_a_river_and_gaps_that_shift_are_none() {
        // Three words a line, so that there are two gaps; in the second text each line shifts them by more than a gap.
        let straight = words(&[20.0, 30.0, 44.0].repeat(5));
        assert_eq!(rivers(&straight, &goal(100.0), &[3, 6, 9, 12, 15]), [0..5, 0..5]);
        let widths: Vec<f64> =
            (0..5).flat_map(|line| [20.0 + 4.0 * f64::from(line), 30.0, 44.0 - 4.0 * f64::from(line)]).collect();
        assert!(rivers(&words(&widths), &goal(100.0), &[3, 6, 9, 12, 15]).is_empty());
    }

    #[test]
    fn a_stretched_line_moves_its_gaps() {
        // The second line is 8 pt short, so its gaps are 7 pt wide, and reach below those of the first.
        let places = words(&[20.0, 30.0, 44.0, 20.0, 30.0, 36.0, 20.0, 30.0, 44.0, 20.0, 30.0, 44.0]);
        let mut found = Vec::new();
        gaps(&places[3..=6], &goal(100.0), 1, false, &mut found);
        let edges: Vec<(f64, f64)> = found.iter().map(|gap| (gap.from.round(), gap.to.round())).collect();
        assert_eq!(edges.len(), 2);
        assert!(edges[0].1 - edges[0].0 >= 6.0 && edges[1].1 > 60.0, "{edges:?}");
    }

    #[test]
    fn most_rivers_are_avoided() {
        let (mut before, mut after, mut seed) = (0, 0, 1_u32);
        for _ in 0..60 {
            let mut width = || {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                f64::from(3 + (seed >> 24) % 16)
            };
            let text = words(&std::iter::repeat_with(&mut width).take(250).collect::<Vec<_>>());
            let best = break_lines(&text, &goal(300.0)).unwrap();
            let lines = best.ends.len();
            let visible = |ends: &[usize]| {
                rivers(&text, &goal(300.0), ends).iter().filter(|river| river.len() >= VISIBLE).count()
            };
            before += visible(&best.ends);
            let chosen = without_rivers(&text, &goal(300.0), best);
            after += visible(&chosen.ends);
            assert_eq!(chosen.ends.len(), lines);
        }
        assert!(before > 50 && after * 4 < before * 3, "{before} {after}");
    }
}
