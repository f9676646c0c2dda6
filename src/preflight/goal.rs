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
