//! Type that is too small, and boxes in place of characters.

use std::collections::BTreeMap;

use super::colours::on_pages;
use super::view::View;
use super::{Finding, Kind};
use crate::layout::{self, Item};
use crate::source::Span;

/// Text of one size that is too small.
struct Small {
    page: usize,
    span: Option<Span>,
    text: String,
    /// The last page that has such text, and the number of pages with it.
    last: usize,
    pages: usize,
}

pub(super) fn check(view: &View<'_>, found: &mut Vec<Finding>) {
    small(view, found);
    boxes(view, found);
}

/// Reports each size once: on reduced pages all text of a kind has it.
fn small(view: &View<'_>, found: &mut Vec<Finding>) {
    let mut sizes: BTreeMap<u32, Small> = BTreeMap::new();
    for piece in layout::too_small(view.pages) {
        let page = piece.page;
        let first = || Small { page, span: view.span(piece.owner), text: piece.text.clone(), last: page, pages: 1 };
        let known = sizes.entry((piece.size.0 * 10.0).round() as u32).or_insert_with(first);
        if known.last != page {
            (known.last, known.pages) = (page, known.pages + 1);
        }
    }
    for (tenths, small) in sizes {
        let size = f64::from(tenths) / 10.0;
        let (pages, least) = (on_pages(small.pages), layout::LEAST_PRINT.0);
        let message = format!("text is printed at {size:.1} pt{pages}, less than {least} pt: “{}”", small.text);
        found.push(Finding::new(Kind::SmallPrint, message).on(Some(small.page), small.span).measuring(size));
    }
}

fn boxes(view: &View<'_>, found: &mut Vec<Finding>) {
    let mut missing: BTreeMap<&str, (usize, Option<Span>, usize)> = BTreeMap::new();
    for (page, _, placed) in view.items() {
        if let Item::Outline { text: Some(text), .. } = &placed.item {
            missing.entry(text).or_insert_with(|| (page, view.span(placed.owner), 0)).2 += 1;
        }
    }
    for (text, (page, span, count)) in missing {
        let codes: Vec<String> = text.chars().map(|character| format!("U+{:04X}", u32::from(character))).collect();
        let times = if count == 1 { "a box".to_owned() } else { format!("{count} boxes") };
        let message = format!("{times} in place of {} ({text}): no font has it", codes.join(" "));
        found.push(Finding::new(Kind::MissingGlyph, message).on(Some(page), span).measuring(count as f64));
    }
}
