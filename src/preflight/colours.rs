//! Colours of type, rules and grounds.

use std::collections::BTreeMap;

use super::view::View;
use super::{Finding, Kind, gamut};
use crate::layout::Item;
use crate::source::Span;
use crate::style::Color;

/// Where a colour is used.
struct Used {
    page: usize,
    span: Option<Span>,
    /// The last page that it was seen on, and the number of pages so far.
    last: usize,
    pages: usize,
}

pub(super) fn check(view: &View<'_>, found: &mut Vec<Finding>) {
    let mut used: BTreeMap<Color, Used> = BTreeMap::new();
    for (page, _, placed) in view.items() {
        let color = match &placed.item {
            Item::Text(run) => run.color,
            Item::Initial(initial) => initial.color,
            Item::Rule { color, .. }
            | Item::Outline { color, .. }
            | Item::Mosaic { color, .. }
            | Item::Scrim { color, .. } => *color,
            Item::Picture { .. } | Item::Detail { .. } | Item::Link { .. } | Item::Anchor(_) => continue,
        };
        let place = || Used { page, span: view.span(placed.owner), last: page, pages: 1 };
        let known = used.entry(color).or_insert_with(place);
        if known.last != page {
            (known.last, known.pages) = (page, known.pages + 1);
        }
    }
    for (color, used) in used {
        let distance = gamut::distance(color);
        if !gamut::is_beyond(color) {
            continue;
        }
        let Color { red, green, blue } = color;
        let message = format!(
            "coated paper cannot hold the colour #{red:02x}{green:02x}{blue:02x}{}: it will be duller",
            on_pages(used.pages)
        );
        found.push(Finding::new(Kind::OutOfGamut, message).on(Some(used.page), used.span).measuring(distance));
    }
}

/// Returns ` on 3 pages`, or nothing for one.
pub(super) fn on_pages(pages: usize) -> String {
    if pages > 1 { format!(" on {pages} pages") } else { String::new() }
}
