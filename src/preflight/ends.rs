//! The last page.
//!
//! It is filled as far as its content hangs together from the top: a colophon or a note at the foot of a page does not
//! fill it. The whole is what the fullest page has.

use super::view::View;
use super::{Finding, Kind};
use crate::layout::{Item, Owner, Page, Placed};
use crate::units::{Point, Pt};

/// The share of a page that the last one must fill.
const LEAST: f64 = 0.25;
/// Content further apart than five lines does not hang together.
const APART: Pt = Pt(70.0);
/// Height and depth of a line, as shares of its size.
const HEIGHT: f64 = 0.75;
const DEPTH: f64 = 0.25;

/// Upper and lower edge of something on a page.
type Extent = (Pt, Pt);

pub(super) fn check(view: &View<'_>, found: &mut Vec<Finding>) {
    let pages: Vec<(usize, &Page)> = view.text_pages().collect();
    // An article of one page is as long as it is.
    let [_, .., (index, page)] = &pages[..] else { return };
    let extents: Vec<Vec<Extent>> = pages.iter().map(|(_, page)| extents(page)).collect();
    let all = || extents.iter().flatten();
    let top = all().map(|(top, _)| *top).fold(Pt(f64::MAX), Pt::min);
    let whole = all().map(|(_, end)| *end).fold(Pt::ZERO, Pt::max) - top;
    let last = extents.last().map_or(top, |last| hanging(last, top));
    let share = ((last - top) / whole.max(Pt(1.0))).max(0.0);
    if share >= LEAST {
        return;
    }
    let message = format!("the last page is filled to {:.0} %, less than a quarter", share * 100.0);
    let first = page.frame.items.iter().find_map(|(_, placed)| view.span(placed.owner));
    found.push(Finding::new(Kind::ShortLastPage, message).on(Some(*index), first).measuring(share));
}

/// Returns upper and lower edges of what is on `page`, from the top.
fn extents(page: &Page) -> Vec<Extent> {
    let mut extents: Vec<Extent> = page.frame.items.iter().filter_map(|(at, placed)| extent(*at, placed)).collect();
    extents.sort_by(|(one, _), (other, _)| one.0.total_cmp(&other.0));
    extents
}

fn extent(at: Point, placed: &Placed) -> Option<Extent> {
    if !matches!(placed.owner, Owner::Content(_)) {
        return None;
    }
    let height = match &placed.item {
        Item::Text(run) => return Some((at.y - run.size * HEIGHT, at.y + run.size * DEPTH)),
        Item::Rule { size, .. }
        | Item::Outline { size, .. }
        | Item::Mosaic { size, .. }
        | Item::Picture { size, .. }
        | Item::Detail { size, .. } => size.height,
        Item::Initial(initial) => initial.size.height,
        Item::Scrim { .. } | Item::Link { .. } | Item::Anchor(_) => return None,
    };
    Some((at.y, at.y + height))
}

/// Returns where the content that hangs together from `top` ends.
fn hanging(extents: &[Extent], top: Pt) -> Pt {
    let mut end = top;
    for (start, below) in extents {
        if *start - end > APART {
            break;
        }
        end = end.max(*below);
    }
    end
}
