//! The number of pages that a PDF should have.

use std::fmt;
use std::num::NonZero;
use std::str::FromStr;

use serde::Serialize;

/// A number of pages that an article is fitted to.
///
/// ```
/// use offprint::PageGoal;
///
/// let goal: PageGoal = "multiple-of-4".parse()?;
/// assert!(goal.is_met(8) && !goal.is_met(6));
/// assert_eq!(goal.to_string(), "multiple-of-4");
/// # Ok::<(), offprint::job::GoalError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageGoal {
    /// So many pages.
    Exactly(NonZero<usize>),
    /// A multiple of so many pages, as sections of printed sheets have.
    MultipleOf(NonZero<usize>),
}

/// The text is no number of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalError;

impl fmt::Display for GoalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a number of pages from 1 up, such as 4, or multiple-of-4")
    }
}

impl std::error::Error for GoalError {}

/// What stands before the number of [`PageGoal::MultipleOf`].
const MULTIPLE: &str = "multiple-of-";

impl PageGoal {
    /// Whether a PDF of so many pages has the number that is wanted.
    pub fn is_met(self, pages: usize) -> bool {
        match self {
            Self::Exactly(wanted) => pages == wanted.get(),
            Self::MultipleOf(of) => pages > 0 && pages.is_multiple_of(of.get()),
        }
    }

    /// Returns the numbers of pages that meet the goal and are next to `pages`: the lower one, if there is one, and the
    /// one that is not lower.
    pub(super) fn around(self, pages: usize) -> (Option<usize>, usize) {
        match self {
            Self::Exactly(wanted) => (None, wanted.get()),
            Self::MultipleOf(of) => {
                let of = of.get();
                let below = pages.saturating_sub(1) / of * of;
                ((below > 0).then_some(below), pages.max(1).next_multiple_of(of))
            }
        }
    }
}

impl FromStr for PageGoal {
    type Err = GoalError;

    fn from_str(text: &str) -> Result<Self, GoalError> {
        let number = |text: &str| text.trim().parse().map_err(|_| GoalError);
        match text.trim().strip_prefix(MULTIPLE) {
            Some(of) => number(of).map(Self::MultipleOf),
            None => number(text).map(Self::Exactly),
        }
    }
}

impl fmt::Display for PageGoal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(pages) => write!(f, "{pages}"),
            Self::MultipleOf(of) => write!(f, "{MULTIPLE}{of}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_are_numbers_or_multiples() {
        for text in ["1", "4", "multiple-of-4", "multiple-of-16"] {
            assert_eq!(text.parse::<PageGoal>().map(|goal| goal.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["", "0", "-1", "4.5", "four", "multiple-of-0", "multiple-of-", "multiple of 4", "multiple-of--4"]
        {
            assert_eq!(wrong.parse::<PageGoal>(), Err(GoalError), "{wrong}");
        }
    }

    #[test]
    fn multiples_are_next_to_a_number() {
        let around = |goal: &str, pages| goal.parse::<PageGoal>().map(|goal| goal.around(pages));
        assert_eq!(around("multiple-of-4", 1), Ok((None, 4)));
        assert_eq!(around("multiple-of-4", 4), Ok((None, 4)));
        assert_eq!(around("multiple-of-4", 5), Ok((Some(4), 8)));
        assert_eq!(around("multiple-of-4", 8), Ok((Some(4), 8)));
        assert_eq!(around("multiple-of-1", 3), Ok((Some(2), 3)));
        assert_eq!(around("7", 3), Ok((None, 7)));
    }
}
