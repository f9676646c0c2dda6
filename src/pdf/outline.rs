//! Bookmarks (ISO 32000-1 §12.3.3), nested, and page labels (§12.4.2).

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::links::destination;
use super::object::text;
use super::sheets::Spot;
use super::surface::PaintedPage;
use crate::layout::{OutlineEntry, roman};

/// An entry with its position in the tree.
struct Item {
    parent: Option<usize>,
    /// Its index among the children of its parent.
    place: usize,
    children: Vec<usize>,
    /// Number of all its descendants.
    below: i64,
}

/// Adds the bookmarks to `document`, all of them expanded. Returns the number of the outline; `None` without
/// bookmarks.
pub(super) fn add_outline(
    entries: &[OutlineEntry],
    spots: &[Spot],
    page_ids: &[ObjectId],
    document: &mut Document,
) -> Option<ObjectId> {
    let entries: Vec<&OutlineEntry> = entries.iter().filter(|entry| entry.page < spots.len()).collect();
    let (items, top) = nest(&entries);
    let (first, last) = (*top.first()?, *top.last()?);
    let outline = document.new_object_id();
    let ids: Vec<ObjectId> = items.iter().map(|_| document.new_object_id()).collect();
    for (index, (item, entry)) in items.iter().zip(&entries).enumerate() {
        let siblings = item.parent.map_or(&top, |parent| &items[parent].children);
        let spot = &spots[entry.page];
        let mut dict = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => item.parent.map_or(outline, |parent| ids[parent]),
            "Dest" => destination(page_ids[spot.surface], spot.point(entry.at)),
        };
        if let Some(before) = item.place.checked_sub(1) {
            dict.set("Prev", ids[siblings[before]]);
        }
        if let Some(next) = siblings.get(item.place + 1) {
            dict.set("Next", ids[*next]);
        }
        if let (Some(first), Some(last)) = (item.children.first(), item.children.last()) {
            dict.set("First", ids[*first]);
            dict.set("Last", ids[*last]);
            dict.set("Count", item.below);
        }
        document.set_object(ids[index], dict);
    }
    let count = items.len() as i64;
    let root = dictionary! { "Type" => "Outlines", "First" => ids[first], "Last" => ids[last], "Count" => count };
    document.set_object(outline, root);
    Some(outline)
}

/// Builds the tree that the levels of `entries` describe. Also returns its top level.
fn nest(entries: &[&OutlineEntry]) -> (Vec<Item>, Vec<usize>) {
    let (mut items, mut top): (Vec<Item>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut open: Vec<usize> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|above| entries[*above].level >= entry.level) {
            open.pop();
        }
        let parent = open.last().copied();
        let siblings = match parent {
            Some(parent) => &mut items[parent].children,
            None => &mut top,
        };
        let place = siblings.len();
        siblings.push(index);
        open.iter().for_each(|above| items[*above].below += 1);
        open.push(index);
        items.push(Item { parent, place, children: Vec::new(), below: 0 });
    }
    (items, top)
}

/// Returns the labels of `pages` as ranges: consecutive numbers form one range.
pub(super) fn page_labels(pages: &[PaintedPage]) -> Dictionary {
    let mut ranges = Vec::new();
    let mut expected = None;
    for (index, page) in pages.iter().enumerate() {
        let label = Label::of(&page.label);
        if expected != Some(label) {
            ranges.extend([Object::Integer(index as i64), label.range(&page.label).into()]);
        }
        expected = label.next();
    }
    dictionary! { "Nums" => Object::Array(ranges) }
}

/// A parsed page label.
#[derive(Clone, Copy, PartialEq)]
enum Label {
    Decimal(u32),
    /// Lower-case roman.
    Roman(u32),
    Other,
}

impl Label {
    fn of(label: &str) -> Self {
        let plain = |number: &u32| *number > 0 && number.to_string() == label;
        if let Some(number) = label.parse().ok().filter(plain) {
            return Label::Decimal(number);
        }
        (1..=100).find(|number| roman(*number) == label).map_or(Label::Other, Label::Roman)
    }

    /// Returns the label of the next page if it continues the range.
    fn next(self) -> Option<Self> {
        match self {
            Label::Decimal(number) => Some(Label::Decimal(number.checked_add(1)?)),
            Label::Roman(number) => Some(Label::Roman(number + 1)),
            Label::Other => None,
        }
    }

    fn range(self, label: &str) -> Dictionary {
        match self {
            Label::Decimal(number) => dictionary! { "S" => "D", "St" => i64::from(number) },
            Label::Roman(number) => dictionary! { "S" => "r", "St" => i64::from(number) },
            Label::Other => dictionary! { "P" => text(label) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Page, Pages};
    use crate::pdf::sheets;
    use crate::units::Point;

    #[test]
    fn levels_nest_and_counts_hold_all_below() {
        let entry = |level| OutlineEntry { title: String::new(), level, page: 0, at: Point::default() };
        let entries = [1, 2, 3, 2, 1].map(entry);
        let (items, top) = nest(&entries.iter().collect::<Vec<_>>());
        assert_eq!(top, [0, 4]);
        assert_eq!(items[0].children, [1, 3]);
        assert_eq!(items.iter().map(|item| item.below).collect::<Vec<_>>(), [3, 1, 0, 0, 0]);
    }

    #[test]
    fn labels_that_count_up_are_one_range() {
        let page = |label: &str| Page { label: label.into(), ..Page::default() };
        let pages = ["Cover", "iii", "iv", "1", "2", "3", "5"].map(page);
        let pages = Pages { pages: pages.into(), ..Pages::default() };
        let labels = page_labels(&sheets::surfaces(&pages));
        let starts: Vec<i64> =
            labels.get(b"Nums").unwrap().as_array().unwrap().iter().step_by(2).map(|at| at.as_i64().unwrap()).collect();
        assert_eq!(starts, [0, 1, 3, 6]);
    }
}
