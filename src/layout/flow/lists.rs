//! Sets lists and definition lists.

use super::slug::{Break, Slug};
use super::{BlockContext, Composer, Paragraphs, blocks, label};
use crate::article::{Block, Definition, ListItem, Marks, Numbering, Numerals};
use crate::design::Type;
use crate::layout::{ListNumbering, StructRole};
use crate::units::Pt;

/// Bullets by nesting depth.
const BULLETS: [&str; 3] = ["•", "–", "◦"];
/// Cost of a page break that separates one item from the rest of its list.
const LONE_ITEM: u32 = 3_000;
/// Maximum number of lines of a term that are kept with its definition.
const LONGEST_TERM: usize = 8;
/// Width of a digit, in ems, rounded up.
const FIGURE_WIDTH: f64 = 0.52;
/// Width of the letters in alphabetic and Roman numerals, in ems: few are as wide as an `m`.
const LETTER_WIDTH: f64 = 0.56;
const CAPITAL_WIDTH: f64 = 0.74;

pub(super) fn list<'a>(
    composer: &mut Composer<'a>,
    block: &'a Block,
    numbers: Option<Numbering>,
    tight: bool,
    items: &'a [ListItem],
    place: &BlockContext<'a>,
) {
    let numbering = match numbers.map(|numbers| numbers.numerals) {
        None => ListNumbering::Disc,
        Some(Numerals::Decimal) => ListNumbering::Decimal,
        Some(Numerals::LowerAlpha) => ListNumbering::LowerAlpha,
        Some(Numerals::UpperAlpha) => ListNumbering::UpperAlpha,
        Some(Numerals::LowerRoman) => ListNumbering::LowerRoman,
        Some(Numerals::UpperRoman) => ListNumbering::UpperRoman,
    };
    let parent = composer.element(block, place, StructRole::L { numbering });
    let nested = place.paragraphs != Paragraphs::Indented;
    let gap = if tight { Pt::ZERO } else { place.unit };
    let apart = !tight || !nested || in_column(composer, place);
    if apart {
        composer.galley.next.space(place.unit);
    }
    let labels: Vec<String> = match numbers {
        Some(numbers) => numbers.numbers(items).into_iter().map(|number| numbers.label(number)).collect(),
        None => Vec::new(),
    };
    let indent = list_indent(composer, numbers, &labels, place);
    let paragraphs = if tight { Paragraphs::Tight } else { Paragraphs::Spaced };
    let inner = BlockContext { paragraphs, ..place.indented(indent, composer.design.spacing.least_measure) };
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            composer.galley.next.space(gap);
        }
        set_item(composer, item, labels.get(index), &BlockContext { parent, ..*place }, &inner);
        if items.len() > 2 && (index == 0 || index + 2 == items.len()) {
            composer.galley.discourage_break(LONE_ITEM);
        }
    }
    if apart {
        composer.galley.next.space(place.unit);
    }
    composer.galley.next.flush();
}

/// Whether `place` is the full column of running text.
fn in_column(composer: &Composer<'_>, place: &BlockContext) -> bool {
    composer.galley.is_in_text() && place.paragraphs != Paragraphs::Tight && place.width == composer.design.measure
}

/// Returns the indent that makes room for `labels`.
fn list_indent(composer: &Composer<'_>, numbers: Option<Numbering>, labels: &[String], place: &BlockContext) -> Pt {
    // A punctuation mark is half as wide as a digit.
    let width = |label: &String| {
        let marks = numbers.map_or(0, |numbers| if numbers.marks == Marks::Parentheses { 2 } else { 1 });
        let signs = label.chars().count().saturating_sub(marks) as f64;
        let sign = match numbers.map(|numbers| numbers.numerals) {
            None | Some(Numerals::Decimal) => FIGURE_WIDTH,
            Some(Numerals::LowerAlpha | Numerals::LowerRoman) => LETTER_WIDTH,
            Some(Numerals::UpperAlpha | Numerals::UpperRoman) => CAPITAL_WIDTH,
        };
        signs * sign + marks as f64 * FIGURE_WIDTH / 2.0
    };
    let ems = labels.iter().map(width).fold(FIGURE_WIDTH * 1.5, f64::max);
    let label = place.body.size * ems;
    composer.design.spacing.list.max(label + composer.design.spacing.label_gap)
}

fn set_item<'a>(
    composer: &mut Composer<'a>,
    item: &'a ListItem,
    number: Option<&String>,
    place: &BlockContext<'a>,
    inner: &BlockContext<'a>,
) {
    let li = composer.add(place.parent, StructRole::LI);
    let label = composer.add(li, StructRole::Lbl);
    let body = composer.add(li, StructRole::LBody);
    let (text, kind) = label_of(composer, item, number, place);
    label::hang_label(composer, &text, &kind, label, place, inner);
    let count = composer.galley.len();
    // The list has already requested the room above the item.
    let above = composer.galley.next.gap();
    for (index, block) in item.blocks.iter().enumerate() {
        blocks::block(composer, block, &BlockContext { parent: body, ..*inner });
        if index == 0 && composer.galley.len() > count && above < place.unit {
            composer.galley.since(count).iter_mut().take(1).for_each(|slug| slug.before = above);
        }
    }
    if composer.galley.len() == count {
        let slug = Slug { height: place.body.leading, after: Break::FREE, ..Slug::default() };
        composer.galley.push(slug, inner, place.body.leading);
    }
}

fn label_of(composer: &Composer<'_>, item: &ListItem, number: Option<&String>, place: &BlockContext) -> (String, Type) {
    let styles = &composer.design.styles;
    let small = |kind: Type| Type { size: kind.size.min(place.body.size), leading: place.body.leading, ..kind };
    match (item.task, number) {
        (Some(done), _) => (if done { "☑" } else { "☐" }.to_owned(), small(styles.task)),
        (None, Some(number)) => (number.clone(), small(styles.bullet)),
        (None, None) => (BULLETS[bullet_depth(composer, place)].to_owned(), small(styles.bullet)),
    }
}

/// Returns the number of enclosing lists, derived from the indents, up to the number of bullets.
fn bullet_depth(composer: &Composer<'_>, place: &BlockContext) -> usize {
    let nested = place.paragraphs != Paragraphs::Indented && composer.galley.is_in_text();
    let indent = composer.design.measure - place.width;
    let depth = (indent / composer.design.spacing.list).floor().max(0.0) as usize;
    if nested { depth.min(BULLETS.len() - 1) } else { 0 }
}

pub(super) fn definitions<'a>(
    composer: &mut Composer<'a>,
    block: &'a Block,
    definitions: &'a [Definition],
    place: &BlockContext<'a>,
) {
    let parent = composer.element(block, place, StructRole::L { numbering: ListNumbering::None });
    let spacing = &composer.design.spacing;
    let inner = place.indented(spacing.list, spacing.least_measure);
    for definition in definitions {
        composer.galley.next.space(place.unit);
        let li = composer.add(parent, StructRole::LI);
        let label = composer.add(li, StructRole::Lbl);
        for term in &definition.terms {
            let first = composer.galley.len();
            composer.set(term, &Type { leading: place.body.leading, ..composer.design.styles.term }, place, label);
            if composer.galley.len() - first <= LONGEST_TERM {
                composer.galley.keep_together(first);
            }
            composer.galley.hold_last();
        }
        let body = composer.add(li, StructRole::LBody);
        for blocks in &definition.definitions {
            composer.galley.next.flush();
            composer.galley.next.settle_space(Pt::ZERO);
            composer.blocks(blocks, &BlockContext { parent: body, paragraphs: composer.paragraphs(), ..inner });
            composer.galley.next.unsettle();
        }
    }
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
}
