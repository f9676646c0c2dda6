//! Classes of atoms and the space between them (The TeXbook, chapter 18 and appendix G, rules 5, 6 and 20).

use crate::units::{Em, Pt};

use super::boxes::Boxed;
use super::style::Context;

/// The class of an atom, which determines the space to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Ord,
    Op,
    Bin,
    Rel,
    Open,
    Close,
    Punct,
    Inner,
}

/// Space between neighbours: rows for the left one, columns for the right one, in the order of [`Class`]. 1 to 3 are
/// thin, medium and thick spaces; negative values are dropped in scripts.
const GAPS: [[i8; 8]; 8] = [
    [0, 1, -2, -3, 0, 0, 0, -1],
    [1, 1, 0, -3, 0, 0, 0, -1],
    [-2, -2, 0, 0, -2, 0, 0, -2],
    [-3, -3, 0, 0, -3, 0, 0, -3],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 1, -2, -3, 0, 0, 0, -1],
    [-1, -1, 0, -1, -1, -1, -1, -1],
    [-1, 1, -2, -3, -1, 0, -1, -1],
];

/// Thin, medium and thick spaces: 3, 4 and 5 eighteenths of an em.
pub(super) const THIN: Em = Em(3.0 / 18.0);
const MEDIUM: Em = Em(4.0 / 18.0);
const THICK: Em = Em(5.0 / 18.0);

/// Penalties of a line break after a relation, and after a binary operator. TeX's 500 and 700 are meant for wider
/// measures.
const AFTER_RELATION: f64 = 250.0;
const AFTER_OPERATOR: f64 = 380.0;
/// Penalty after a comma. TeX has no break there, but long lists of values need one.
const AFTER_COMMA: f64 = 450.0;
/// Penalty after a comma in a display, where another formula often follows.
const AFTER_COMMA_IN_DISPLAY: f64 = 200.0;
/// Penalty after `\quad`, where another formula begins.
const AFTER_QUAD: f64 = 100.0;
const QUAD: Em = Em(0.9);
/// Added to the penalty inside parentheses.
const INSIDE: f64 = 150.0;

/// A member of a list of atoms.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Atom {
        class: Class,
        body: Boxed,
    },
    /// Space that the author requests.
    Space(Pt),
    /// `\middle`: as high as the delimiters around it.
    Fence(char),
}

/// A box after which a line can end.
#[derive(Clone, Debug, Default)]
pub(super) struct BoxedPart {
    pub body: Boxed,
    /// Space before the next part, if both are on one line.
    pub gap: Pt,
    /// Penalty of a line break after it; the last part has none.
    pub penalty: f64,
}

/// The side of an operator on which a line is broken: after it in running text, before it in a display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    After,
    Before,
}

/// Makes binary operators without operands ordinary atoms: the sign of a number, the star of `a^*`.
fn settle(entries: &mut [Entry]) {
    let mut before: Option<usize> = None;
    for index in 0..entries.len() {
        let Entry::Atom { class, .. } = entries[index] else { continue };
        let left = before.map(|before| class_of(&entries[before]));
        let settled = match (left, class) {
            (None | Some(Class::Bin | Class::Op | Class::Rel | Class::Open | Class::Punct), Class::Bin) => Class::Ord,
            _ => class,
        };
        if let (Some(before), Some(Class::Bin), Class::Rel | Class::Close | Class::Punct) = (before, left, settled) {
            set_class(&mut entries[before], Class::Ord);
        }
        set_class(&mut entries[index], settled);
        before = Some(index);
    }
    if let Some(last) = before.filter(|&last| class_of(&entries[last]) == Class::Bin) {
        set_class(&mut entries[last], Class::Ord);
    }
}

fn class_of(entry: &Entry) -> Class {
    if let Entry::Atom { class, .. } = entry { *class } else { Class::Ord }
}

fn set_class(entry: &mut Entry, to: Class) {
    if let Entry::Atom { class, .. } = entry {
        *class = to;
    }
}

fn gap(left: Class, right: Class, context: &Context) -> Pt {
    let kind = GAPS[left as usize][right as usize];
    if kind < 0 && context.style.is_script() {
        return Pt::ZERO;
    }
    let width = match kind.abs() {
        0 => Em::ZERO,
        1 => THIN,
        2 => MEDIUM,
        _ => THICK,
    };
    width * context.size()
}

/// Sets the list as one box.
pub(super) fn row(entries: Vec<Entry>, context: &Context) -> Boxed {
    // A single glyph keeps the properties that scripts need.
    if let [Entry::Atom { body, .. }] = entries.as_slice() {
        return body.clone();
    }
    let mut whole = Boxed::default();
    for part in parts(entries, context, Cut::After) {
        let gap = part.gap;
        whole.append(part.body);
        whole.width += gap;
    }
    whole
}

/// Cuts the list where lines may end.
pub(super) fn parts(mut entries: Vec<Entry>, context: &Context, cut: Cut) -> Vec<BoxedPart> {
    settle(&mut entries);
    let mut parts = vec![BoxedPart::default()];
    let mut left: Option<Class> = None;
    let mut open = 0usize;
    for entry in entries {
        let last = parts.last_mut().expect("there is a first part");
        match entry {
            Entry::Space(width) if last.penalty > 0.0 || (width >= QUAD * context.size() && left.is_some()) => {
                last.gap += width;
                if width >= QUAD * context.size() {
                    last.penalty = AFTER_QUAD;
                }
            }
            Entry::Space(width) => last.body.width += width,
            Entry::Fence(_) => {}
            Entry::Atom { class, body } => {
                let before = left.replace(class);
                let gap = before.map_or(Pt::ZERO, |left| gap(left, class, context));
                match class {
                    Class::Open => open += 1,
                    Class::Close => open = open.saturating_sub(1),
                    _ => {}
                }
                let inside = if open > 0 { INSIDE } else { 0.0 };
                let penalty = match class {
                    Class::Rel => AFTER_RELATION + inside,
                    Class::Bin => AFTER_OPERATOR + inside,
                    Class::Punct if cut == Cut::Before => AFTER_COMMA_IN_DISPLAY + inside,
                    Class::Punct => AFTER_COMMA + inside,
                    _ => 0.0,
                };
                let first = before.is_none();
                let before = matches!(before, Some(Class::Rel));
                let operator = matches!(class, Class::Rel | Class::Bin);
                if cut == Cut::Before && operator && !first && !before {
                    last.gap += gap;
                    last.penalty = penalty;
                    parts.push(BoxedPart { body, ..BoxedPart::default() });
                    continue;
                }
                // There is no break between two relations, such as the colon and the equals sign of ":=".
                if last.penalty > 0.0 && class != Class::Rel {
                    last.gap += gap;
                    let penalty = if cut == Cut::Before && operator { 0.0 } else { penalty };
                    parts.push(BoxedPart { body, gap: Pt::ZERO, penalty });
                    continue;
                }
                last.body.width += gap + std::mem::take(&mut last.gap);
                last.body.append(body);
                last.penalty = if cut == Cut::Before && operator { 0.0 } else { penalty };
            }
        }
    }
    parts
}
