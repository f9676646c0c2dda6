//! Type that is too small, and boxes in place of characters.

use std::collections::BTreeMap;

use unicode_script::{Script, UnicodeScript};

use super::colours::on_pages;
use super::view::View;
use super::{Finding, Kind};
use crate::layout::{self, Item};
use crate::source::Span;
use crate::text;

/// Text of one size that is too small.
struct Small {
    page: usize,
    span: Option<Span>,
    text: String,
    /// The last page that has such text, and the number of pages with it.
    last: usize,
    pages: usize,
}

/// Boxes in place of a character, or of the letters of a script.
struct Missing {
    page: usize,
    span: Option<Span>,
    script: Script,
    first: char,
    boxes: usize,
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

/// Reports the letters of a script together, since a font that has one has the others, and other characters each.
fn boxes(view: &View<'_>, found: &mut Vec<Finding>) {
    let mut missing: BTreeMap<(&str, Option<char>), Missing> = BTreeMap::new();
    for (page, _, placed) in view.items() {
        let Item::Outline { text: Some(text), .. } = &placed.item else { continue };
        let Some(first) = text.chars().next() else { continue };
        let script = first.script();
        let single = matches!(script, Script::Common | Script::Inherited | Script::Unknown).then_some(first);
        let place = || Missing { page, span: view.span(placed.owner), script, first, boxes: 0 };
        missing.entry((script.full_name(), single)).or_insert_with(place).boxes += 1;
    }
    for ((_, single), missing) in missing {
        let Missing { page, span, script, first, boxes } = missing;
        let times = if boxes == 1 { "a box".to_owned() } else { format!("{boxes} boxes") };
        let code = format!("{first} (U+{:04X})", u32::from(first));
        let what = match single {
            Some(_) => code,
            None => format!("letters of the script {}, the first of them {code}", text::script_name(script)),
        };
        let nothing = if single.is_some() { "no font has it" } else { "no font has them" };
        let message = format!("{times} in place of {what}: {nothing}");
        found.push(Finding::new(Kind::MissingGlyph, message).on(Some(page), span).measuring(boxes as f64));
    }
}
