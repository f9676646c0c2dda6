//! Searches the looseness of a design at which an article takes the wanted number of pages.
//!
//! The length of an article grows with the looseness of its design ([`copyfitted`](crate::design::custom::copyfitted)),
//! though in steps. So the search first tries the end of the range that lies in the right direction, then places between
//! it and the unchanged design, guessed from the lengths. If the goal lies between two steps, such as those of the
//! leading, it tries the farther one with its lines moved back a little. Each try costs as much as setting the article, so
//! there are at most [`TRIES`] of them, or twice [`TRIES_OF_TWO`]. Of several settings that reach the goal, the one with the
//! least change is taken.

use std::cmp::Ordering;

use super::PageGoal;
use crate::diag::Error;

/// Maximum number of tries for one number of pages, after the first setting.
const TRIES: usize = 9;
/// Maximum number of tries for each of two numbers of pages.
const TRIES_OF_TWO: usize = 5;
/// Number of these tries that are kept for moving lines back.
const TRIES_BACK: usize = 3;
/// Number of tries that may reduce the change once the goal is reached.
const REFINEMENTS: usize = 2;
/// No try is made for a smaller reduction of the change than this: nobody would see it.
const INVISIBLE: f64 = 0.04;
/// Share of the last page that should be filled.
pub(super) const FULL: f64 = 2.0 / 3.0;
/// Where the places on the two sides of the goal are closer than this, there is only one step between them.
const NARROW: f64 = 0.08;
/// How far from the limit between two numbers of pages a guess aims, in pages.
const AIM: f64 = 0.08;
/// The ends of the range that are tried. Scripts with high letters, such as Devanagari, take more room if the leading is
/// less than they need, so the last one may not be the tightest.
const ENDS: [f64; 3] = [1.0, 0.7, 0.45];
/// The second and third end are tried only if the first one fails by less than this, as a logarithm of lengths.
const NEAR: f64 = 0.25;
/// The part of the range at either end that no guess falls into.
const EDGE: f64 = 0.1;

/// The number of pages that is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// So many, the last of them full to [`FULL`].
    Exactly(usize),
    /// No more than so many.
    AtMost(usize),
}

/// How far a design is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Looseness {
    /// From −1 (as tight as its bounds allow) to 1 (as loose as they allow).
    pub looseness: f64,
    /// How far its lines then move back, from 0 to 1.
    pub back: f64,
}

impl Looseness {
    fn of(looseness: f64) -> Self {
        Self { looseness, back: 0.0 }
    }
}

/// An article set with some looseness.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trial<T> {
    /// The looseness.
    pub looseness: f64,
    /// Number of pages.
    pub pages: usize,
    /// The share of the last page that is filled.
    pub filled: f64,
    /// What was set.
    pub set: T,
}

/// How an article is set with some looseness.
pub(super) type Try<'a, T> = &'a mut dyn FnMut(Looseness) -> Result<Trial<T>, Error>;

impl<T> Trial<T> {
    /// Its length in pages. A last page without text counts too.
    pub(super) fn length(&self) -> f64 {
        self.pages as f64 - 1.0 + self.filled.max(0.01)
    }
}

impl Target {
    /// Whether `trial` is too short, right or too long.
    fn judge<T>(self, trial: &Trial<T>) -> Ordering {
        match self {
            Self::AtMost(most) if trial.pages <= most => Ordering::Equal,
            Self::AtMost(_) => Ordering::Greater,
            Self::Exactly(pages) => match trial.pages.cmp(&pages) {
                Ordering::Equal if trial.filled < FULL - 1e-6 => Ordering::Less,
                order => order,
            },
        }
    }

    /// Returns the length nearest to one that is `judged` so, with which the target is met.
    fn limit(self, judged: Ordering) -> f64 {
        match self {
            Self::AtMost(pages) => pages as f64 - AIM,
            Self::Exactly(pages) if judged == Ordering::Less => pages as f64 - 1.0 + FULL + AIM,
            Self::Exactly(pages) => pages as f64 - AIM,
        }
    }

    /// How far `trial` is from the target: the number of pages first, then the last page, then the change.
    fn distance<T>(self, trial: &Trial<T>) -> (usize, f64, f64) {
        let (pages, filled) = match self {
            Self::AtMost(most) => (trial.pages.saturating_sub(most), FULL),
            Self::Exactly(pages) => (trial.pages.abs_diff(pages), trial.filled),
        };
        let lacks = if pages == 0 { (FULL - filled).max(0.0) } else { 0.0 };
        (pages, lacks, trial.looseness.abs())
    }

    /// Returns by how much an article of this length is too long, or too short to begin the last page.
    fn missing(self, length: f64) -> Option<Missing> {
        let (Self::AtMost(pages) | Self::Exactly(pages)) = self;
        let by = match length.ceil().total_cmp(&(pages as f64)) {
            Ordering::Equal => return None,
            Ordering::Less => length - (pages as f64 - 1.0),
            Ordering::Greater => length - pages as f64,
        };
        Some(Missing { pages, by })
    }

    fn is_better<T>(self, one: &Trial<T>, other: &Trial<T>) -> bool {
        let (one, other) = (self.distance(one), self.distance(other));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)).then(one.2.total_cmp(&other.2)) == Ordering::Less
    }
}

/// The result of a search.
pub(super) struct Found<T> {
    /// The best setting.
    pub best: Trial<T>,
    /// How far the nearest setting is from the target, if the target is outside the range.
    pub missing: Option<Missing>,
}

/// By how much the setting at the end of the range fails to reach a number of pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Missing {
    /// The number of pages.
    pub pages: usize,
    /// How much too long the article is, in pages; too short if negative.
    pub by: f64,
}

/// Searches a setting that meets the target, from `natural`, the setting in the unchanged design.
///
/// # Errors
/// Those of `try_`.
pub(super) fn search<T>(target: Target, natural: Trial<T>, try_: Try<'_, T>) -> Result<Found<T>, Error> {
    search_within(target, natural, TRIES, try_)
}

fn search_within<T>(target: Target, natural: Trial<T>, tries: usize, try_: Try<'_, T>) -> Result<Found<T>, Error> {
    let start = target.judge(&natural);
    if start == Ordering::Equal {
        return Ok(Found { best: natural, missing: None });
    }
    let near = (0.0, natural.length());
    let mut search = Search { target, start, near, far: None, best: natural, left: tries, reached: false };
    let missing = search.try_ends(try_)?;
    if let Some(far) = search.far {
        search.close_in(far, try_)?;
        search.move_back(try_)?;
        return Ok(Found { best: search.best, missing: None });
    }
    Ok(Found { best: search.best, missing })
}

/// The looseness of a setting, and the length that it gives.
type Place = (f64, f64);

/// A search that is under way.
struct Search<T> {
    target: Target,
    /// Whether the unchanged design is too short or too long.
    start: Ordering,
    /// The place nearest to the goal that is still like the unchanged design.
    near: Place,
    /// The place nearest to it on the other side, which may be the goal.
    far: Option<Place>,
    best: Trial<T>,
    /// Number of tries left.
    left: usize,
    /// Whether the goal is reached.
    reached: bool,
}

impl<T> Search<T> {
    /// Makes a try, and returns its length and how it is judged.
    fn try_at(&mut self, change: Looseness, try_: Try<'_, T>) -> Result<(f64, Ordering), Error> {
        self.left = self.left.saturating_sub(1);
        let trial = try_(change)?;
        let (length, judged) = (trial.length(), self.target.judge(&trial));
        self.reached |= judged == Ordering::Equal;
        if self.target.is_better(&trial, &self.best) {
            self.best = trial;
        }
        Ok((length, judged))
    }

    /// Tries the ends of the range. If none is on the other side of the goal, returns by how much they miss it.
    fn try_ends(&mut self, try_: Try<'_, T>) -> Result<Option<Missing>, Error> {
        let sign = if self.start == Ordering::Greater { -1.0 } else { 1.0 };
        let mut missing: Option<Missing> = None;
        for end in ENDS.map(|end| end * sign) {
            let (length, judged) = self.try_at(Looseness::of(end), try_)?;
            missing = nearest(missing, self.target.missing(length));
            if judged != self.start {
                self.far = Some((end, length));
                break;
            }
            if (length / self.target.limit(self.start)).ln().abs() > NEAR {
                break;
            }
        }
        Ok(missing)
    }

    /// Tries places between those on the two sides of the goal.
    fn close_in(&mut self, mut far: Place, try_: Try<'_, T>) -> Result<(), Error> {
        let mut refinements = REFINEMENTS;
        let mut last = None;
        let kept = |near: Place, far: Place| if (far.0 - near.0).abs() < NARROW { TRIES_BACK } else { TRIES_BACK - 1 };
        while self.left > if self.reached { 0 } else { kept(self.near, far) } {
            if self.reached && (refinements == 0 || (far.0 - self.near.0).abs() < INVISIBLE) {
                break;
            }
            refinements -= usize::from(self.reached);
            // Lengths change in steps, so a guess may fall on the same side again and again.
            let stuck = last == Some(self.start);
            let at = if stuck { f64::midpoint(self.near.0, far.0) } else { self.guess(far) };
            let (length, judged) = self.try_at(Looseness::of(at), try_)?;
            if judged == self.start {
                self.near = (at, length)
            } else {
                far = (at, length)
            }
            last = Some(judged);
        }
        self.far = Some(far);
        Ok(())
    }

    /// If the goal lies between two steps, tries the farther one with its lines moved back a little.
    fn move_back(&mut self, try_: Try<'_, T>) -> Result<(), Error> {
        let Some((looseness, _)) = self.far else { return Ok(()) };
        let (mut too_little, mut too_much) = (0.0, 1.0);
        while !self.reached && self.left > 0 {
            let back = f64::midpoint(too_little, too_much);
            let (_, judged) = self.try_at(Looseness { looseness, back }, try_)?;
            if judged == self.start { too_much = back } else { too_little = back }
        }
        Ok(())
    }

    /// Guesses where between the two places the length is that of the goal. Lengths change by factors.
    fn guess(&self, far: Place) -> f64 {
        let near = self.near;
        let part = (self.target.limit(self.start) / near.1).ln() / (far.1 / near.1).ln();
        let part = if part.is_finite() { part.clamp(EDGE, 1.0 - EDGE) } else { 0.5 };
        near.0 + (far.0 - near.0) * part
    }
}

/// Returns the smaller one of two distances.
fn nearest(one: Option<Missing>, other: Option<Missing>) -> Option<Missing> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.by.abs() < one.by.abs() { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// Searches a setting that meets `goal`; of two multiples, the nearest one is tried first. If neither can be reached, the
/// setting in the unchanged design is returned, since the pages after the last one are empty in any case.
///
/// # Errors
/// Those of `try_`.
pub(super) fn reach<T: Clone>(goal: PageGoal, natural: Trial<T>, try_: Try<'_, T>) -> Result<Found<T>, Error> {
    let (below, above) = goal.around(natural.pages);
    // A last page that is not full is no reason to have fewer pages.
    let Some(below) = below.filter(|_| above != natural.pages) else {
        let unchanged = natural.clone();
        let found = search(Target::Exactly(above), natural, try_)?;
        let met = goal.is_met(found.best.pages) || matches!(goal, PageGoal::Exactly(_));
        return Ok(if met { found } else { Found { best: unchanged, ..found } });
    };
    let change = |target: Target| (target.limit(target.judge(&natural)) / natural.length()).ln().abs();
    let mut targets = [Target::Exactly(above), Target::Exactly(below)];
    if change(targets[1]) < change(targets[0]) {
        targets.swap(0, 1);
    }
    let mut best: Option<Trial<T>> = None;
    let mut missing: Option<Missing> = None;
    for target in targets {
        let found = search_within(target, natural.clone(), TRIES_OF_TWO, try_)?;
        if target.judge(&found.best) == Ordering::Equal {
            return Ok(found);
        }
        let fuller = best.as_ref().is_none_or(|best| found.best.filled > best.filled);
        if goal.is_met(found.best.pages) && fuller {
            best = Some(found.best);
        }
        missing = nearest(missing, found.missing);
    }
    Ok(Found { best: best.unwrap_or(natural), missing })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets an article of `length` pages in a design that makes it up to `by` times as long or short, in steps of a
    /// thirtieth of a page. Counts the tries.
    fn setter(length: f64, by: f64, tries: &mut usize) -> impl FnMut(Looseness) -> Result<Trial<()>, Error> {
        move |Looseness { looseness, back }| {
            assert_eq!(back, 0.0, "there are no steps");
            *tries += 1;
            Ok(trial(length * by.powf(looseness), looseness))
        }
    }

    fn trial(length: f64, looseness: f64) -> Trial<()> {
        let length = ((length * 30.0).ceil() / 30.0).max(1.0 / 30.0);
        let pages = length.ceil().max(1.0);
        Trial { looseness, pages: pages as usize, filled: length - (pages - 1.0), set: () }
    }

    fn fitted(length: f64, by: f64, goal: &str) -> (Found<()>, usize) {
        let mut tries = 0;
        let found = reach(goal.parse().unwrap(), trial(length, 0.0), &mut setter(length, by, &mut tries));
        (found.unwrap(), tries)
    }

    fn is_about(missing: Option<Missing>, pages: usize, by: f64) -> bool {
        missing.is_some_and(|missing| missing.pages == pages && (missing.by - by).abs() < 0.05)
    }

    #[test]
    fn every_length_within_the_bounds_is_fitted_with_a_full_last_page() {
        for tenth in 8..400 {
            let length = f64::from(tenth) / 10.0;
            for goal in 1..=20 {
                let (found, tries) = fitted(length, 1.5, &goal.to_string());
                let (least, most) = (length / 1.5, length * 1.5);
                let goal_pages = f64::from(goal);
                let at = format!("{length} to {goal}: {} pages at {}", found.best.pages, found.best.looseness);
                assert!(tries <= TRIES, "{at}");
                if least < goal_pages - 0.1 && most > goal_pages - 1.0 + FULL + 0.1 {
                    assert_eq!(found.best.pages, goal as usize, "{at}");
                    assert!(found.best.filled >= FULL - 1e-6, "{at}: {}", found.best.filled);
                } else if least > goal_pages + 0.1 || most < goal_pages - 1.1 {
                    assert!(found.missing.is_some() && found.best.pages != goal as usize, "{at}");
                }
            }
        }
    }

    #[test]
    fn no_more_is_changed_than_necessary() {
        for (length, goal) in [(3.1, "3"), (3.5, "3"), (3.3, "4"), (6.2, "6"), (6.2, "7"), (2.2, "3")] {
            let (found, _) = fitted(length, 1.5, goal);
            let pages: f64 = goal.parse().unwrap();
            let limit = if pages < length { pages } else { pages - 1.0 + FULL };
            let least = ((limit / length).ln() / 1.5_f64.ln()).abs();
            assert!(found.best.looseness.abs() < least + 0.2, "{length} to {goal}: {} > {least}", found.best.looseness);
        }
    }

    #[test]
    fn what_fits_is_not_changed() {
        for (length, goal) in [(3.9, "4"), (3.7, "multiple-of-4"), (0.8, "1"), (0.7, "multiple-of-1")] {
            let (found, tries) = fitted(length, 1.5, goal);
            assert_eq!((found.best.looseness, tries), (0.0, 0), "{length} to {goal}");
        }
    }

    #[test]
    fn the_nearest_multiple_that_can_be_reached_is_taken() {
        for (length, goal, pages) in [
            (4.3, "multiple-of-4", 4),
            (6.9, "multiple-of-4", 8),
            (5.4, "multiple-of-4", 4),
            // These have the right number already, but the last page is not full.
            (3.4, "multiple-of-2", 4),
            (7.1, "multiple-of-2", 8),
            (9.0, "multiple-of-8", 8),
            (17.5, "multiple-of-16", 16),
        ] {
            let (found, tries) = fitted(length, 1.5, goal);
            assert_eq!(found.best.pages, pages, "{length} to {goal}");
            assert!(found.best.filled >= FULL - 1e-6 && tries <= TRIES_OF_TWO * 2, "{length} to {goal}: {tries}");
        }
    }

    #[test]
    fn a_goal_out_of_reach_gives_the_nearest_number_or_for_multiples_no_change() {
        let (found, _) = fitted(5.5, 1.2, "3");
        assert_eq!(found.best.pages, 5);
        assert!(is_about(found.missing, 3, 1.6), "{:?}", found.missing);
        let (found, _) = fitted(1.5, 1.2, "4");
        assert_eq!((found.best.pages, found.best.looseness), (2, 0.0), "as many pages as without a change");
        assert!(is_about(found.missing, 4, -1.2), "{:?}", found.missing);
        let (found, _) = fitted(5.8, 1.1, "multiple-of-4");
        assert_eq!((found.best.pages, found.best.looseness), (6, 0.0));
        assert!(is_about(found.missing, 8, -0.6), "{:?}", found.missing);
    }

    #[test]
    fn a_last_page_that_cannot_be_filled_is_as_full_as_possible() {
        let (found, _) = fitted(3.2, 1.1, "4");
        assert_eq!((found.best.pages, found.best.looseness), (4, 1.0));
        assert!(found.missing.is_none() && found.best.filled > 0.4);
    }

    #[test]
    fn at_most_is_met_by_less() {
        let mut tries = 0;
        let found = search(Target::AtMost(4), trial(4.4, 0.0), &mut setter(4.4, 1.5, &mut tries)).unwrap();
        assert!(found.best.pages == 4 && found.best.looseness > -0.5 && found.best.looseness < 0.0);
        let found = search(Target::AtMost(9), trial(4.4, 0.0), &mut |_| unreachable!()).unwrap();
        assert_eq!(found.best.looseness, 0.0);
        let found = search(Target::AtMost(2), trial(4.4, 0.0), &mut setter(4.4, 1.5, &mut tries)).unwrap();
        assert!(is_about(found.missing, 2, 0.95), "{:?}", found.missing);
    }

    #[test]
    fn lines_move_back_where_the_goal_is_between_two_steps() {
        let stepped = |Looseness { looseness, back }: Looseness| {
            let step = (looseness * 4.0).trunc() / 4.0;
            Ok(trial(8.1 * 1.5_f64.powf(step) * 1.08_f64.powf(-back * step.signum()), looseness))
        };
        for goal in 7..=10 {
            let found = search(Target::Exactly(goal), trial(8.1, 0.0), &mut { stepped }).unwrap();
            assert!(found.best.pages == goal && found.best.filled >= FULL - 1e-6, "{goal}: {:?}", found.best);
        }
    }

    #[test]
    fn errors_end_the_search() {
        let natural = trial(4.4, 0.0);
        assert!(search(Target::Exactly(4), natural, &mut |_| Err(Error::Cancelled)).is_err());
    }
}
