//! The number of pages that was asked for.

use super::{Finding, Kind};
use crate::job::PageGoal;
use crate::layout::Pages;

/// Returns what is wrong if `pages` do not have the number that `goal` asks for. It is measured in per cent of that
/// number, or of the next multiple.
pub(super) fn check(pages: &Pages, goal: PageGoal) -> Option<Finding> {
    let count = pages.pages.len();
    if goal.is_met(count) {
        return None;
    }
    let wanted = match goal {
        PageGoal::Exactly(wanted) => wanted.get(),
        PageGoal::MultipleOf(of) => count.max(1).next_multiple_of(of.get()),
    };
    let percent = count as f64 * 100.0 / wanted as f64;
    let asked = match goal {
        PageGoal::Exactly(_) => format!("the {wanted} that are asked for"),
        PageGoal::MultipleOf(of) => format!("the next multiple of {of}, {wanted}"),
    };
    let message = format!("the PDF has {count} pages, {percent:.0} % of {asked}");
    // The first page that is too many, or else the last one.
    let page = if count > wanted { wanted } else { count.saturating_sub(1) };
    Some(Finding::new(Kind::PageCount, message).on(Some(page), None).measuring(percent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Page;

    fn found(goal: &str, count: usize) -> Option<(Option<usize>, f64, String)> {
        let pages = Pages { pages: vec![Page::default(); count], ..Pages::default() };
        let found = check(&pages, goal.parse().unwrap())?;
        Some((found.page, found.measured.unwrap(), found.message))
    }

    #[test]
    fn pages_beyond_the_wanted_number_are_found_with_their_share() {
        assert_eq!(found("4", 4), None);
        assert_eq!(found("multiple-of-4", 8), None);
        let (page, percent, message) = found("4", 5).unwrap();
        assert_eq!((page, percent), (Some(5), 125.0), "the first page that is too many");
        assert_eq!(message, "the PDF has 5 pages, 125 % of the 4 that are asked for");
        let (page, percent, _) = found("4", 3).unwrap();
        assert_eq!((page, percent), (Some(3), 75.0));
        let (page, percent, message) = found("multiple-of-4", 6).unwrap();
        assert_eq!((page, percent), (Some(6), 75.0));
        assert_eq!(message, "the PDF has 6 pages, 75 % of the next multiple of 4, 8");
    }
}
