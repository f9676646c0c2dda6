//! What is on pages, as boxes: for tests that nothing is cut off and nothing overlaps.

use offprint::design::Design;
use offprint::layout::{Item, Owner, Page, Pages, StructId, StructRole};

/// How far letters reach above and below their baseline, as shares of the size. Ascenders and descenders reach a little
/// further, but not on lines of the same text set solid.
const ABOVE: f64 = 0.68;
const BELOW: f64 = 0.18;
/// Punctuation that hangs over the edge of the text, and the rounding of sums.
const HANGING: f64 = 9.0;
/// Kerning, and letters that lean over their neighbours.
const TOUCH: f64 = 0.8;

/// Text with its extent on a page, in points from its top left corner.
#[derive(Clone, Debug)]
pub struct TextBox {
    pub text: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub owner: Owner,
}

impl TextBox {
    fn overlaps(&self, other: &TextBox) -> bool {
        self.left + TOUCH < other.right
            && other.left + TOUCH < self.right
            && self.top + TOUCH < other.bottom
            && other.top + TOUCH < self.bottom
    }
}

/// All text on `page` that can be seen.
pub fn text_boxes(page: &Page) -> Vec<TextBox> {
    let boxes = page.frame.items.iter().filter_map(|(at, placed)| match &placed.item {
        Item::Text(run) if !run.text.trim().is_empty() => Some(TextBox {
            text: run.text.clone(),
            left: at.x.0,
            top: at.y.0 - run.size.0 * ABOVE,
            right: at.x.0 + run.width().0,
            bottom: at.y.0 + run.size.0 * BELOW,
            owner: placed.owner,
        }),
        _ => None,
    });
    boxes.collect()
}

/// The element of `role` that `owner` is or stands in.
pub fn around(pages: &Pages, owner: Owner, role: impl Fn(StructRole) -> bool) -> Option<StructId> {
    let Owner::Content(id) = owner else { return None };
    let mut next = Some(id);
    while let Some(id) = next {
        let node = &pages.structure.nodes[id.0 as usize];
        if role(node.role) {
            return Some(id);
        }
        next = node.parent;
    }
    None
}

/// Asserts that no text stands on other text. Inside a formula, parts of letters may: roots and accents reach over.
#[track_caller]
pub fn assert_apart(pages: &Pages) {
    let formula = |text: &TextBox| around(pages, text.owner, |role| role == StructRole::Formula);
    for (number, page) in pages.pages.iter().enumerate() {
        let mut boxes = text_boxes(page);
        boxes.sort_by(|a, b| a.top.total_cmp(&b.top));
        for (index, one) in boxes.iter().enumerate() {
            for other in boxes[index + 1..].iter().take_while(|other| other.top < one.bottom) {
                let same_formula = formula(one).is_some() && formula(one) == formula(other);
                assert!(!one.overlaps(other) || same_formula, "page {}: {one:?} and {other:?}", number + 1);
            }
        }
    }
}

/// Asserts that text, rules and pictures stand in the column of text and what is beside it, running heads apart.
#[track_caller]
pub fn assert_inside(pages: &Pages, design: &Design) {
    // Without a side column, wide blocks reach beyond the text on either side.
    let hang = if design.side.is_some() { 10.0 } else { design.overhang.0 };
    let width = design.text_width().0 + hang * 2.0;
    let top = (design.first_baseline - design.leading).0;
    // All pages may be a line longer, so that the last one is not nearly empty.
    let bottom = top + (design.height() + design.leading).0;
    for (number, page) in pages.pages.iter().enumerate() {
        let mirrored = design.duplex && number % 2 == 1;
        let left = if mirrored { (page.size.width - design.margin).0 - width + hang } else { design.margin.0 - hang };
        // The line beside the page number says what the article was made with.
        let foot = |text: &TextBox| text.bottom > (design.folio - design.styles.folio.size).0;
        for text in text_boxes(page).into_iter().filter(|text| text.owner != Owner::Furniture && !foot(text)) {
            let inside = text.left >= left - HANGING
                && text.right <= left + width + HANGING
                && text.top >= top - HANGING
                && text.bottom <= bottom + design.leading.0 / 2.0;
            assert!(inside, "page {}: {text:?} is outside {left} + {width}, {top} to {bottom}", number + 1);
        }
        for (at, placed) in page.frame.items.iter().filter(|(_, placed)| placed.owner != Owner::Furniture) {
            let size = match placed.item {
                Item::Rule { size, .. } | Item::Picture { size, .. } | Item::Outline { size, .. } => size,
                _ => continue,
            };
            let inside = at.x.0 >= left - 1.0
                && (at.x + size.width).0 <= left + width + 1.0
                && at.y.0 >= top - 1.0
                && (at.y + size.height).0 <= bottom + design.leading.0;
            assert!(inside, "page {}: {:?} at {at:?} is outside {left} + {width}", number + 1, placed.item);
        }
    }
}

/// The text that is read out, in the order of the pages.
pub fn content(pages: &Pages) -> String {
    let boxes = pages.pages.iter().flat_map(text_boxes);
    boxes.filter(|text| matches!(text.owner, Owner::Content(_))).map(|text| text.text).collect::<Vec<_>>().join(" ")
}

/// Asserts that each of `words` is read once.
#[track_caller]
pub fn assert_read_once(pages: &Pages, words: impl IntoIterator<Item = String>) {
    let text = content(pages);
    for word in words {
        let count = text.split(|c: char| !c.is_alphanumeric()).filter(|found| *found == word).count();
        assert_eq!(count, 1, "{word}");
    }
}
