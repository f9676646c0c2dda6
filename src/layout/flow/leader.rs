//! Leaders: the dots that lead the eye from an entry of a list to its page number.
//!
//! The dots of all lines stand below one another, since they are counted from the page numbers. They are artifacts: a
//! screen reader would read each of them.

use super::{BlockContext, Composer};
use crate::article::Inline;
use crate::design::Type;
use crate::layout::inline::Alignment;
use crate::layout::{Frame, Glyph, GlyphRun, Item, Owner, StructId};
use crate::units::{Em, Point, Pt};

/// Space before the first and after the last dot, in ems.
const GAP: f64 = 0.6;
/// Distance between two dots, in ems.
const PITCH: f64 = 0.5;
/// Minimum number of dots: fewer lead nowhere.
const LEAST: usize = 3;
/// Maximum number of dots, for very wide paper.
const MOST: usize = 400;

/// Adds dots at the height `y` of `frame`, between the edge of the words, which are `used` wide in the column `words`,
/// and that of the page numbers, whose column is `number` wide.
pub(super) fn add(
    composer: &mut Composer<'_>,
    frame: &mut Frame,
    kind: &Type,
    words: &BlockContext,
    (used, number, y): (Pt, Pt, Pt),
) {
    let em = kind.size;
    // The widest page number of a book has three figures; the dots end before all numbers at the same place.
    let room = words.width + number - em * (1.5 + GAP) - used - em * GAP;
    let count = (room / (em * PITCH)).floor().max(0.0) as usize;
    if count < LEAST {
        return;
    }
    let style = composer.style(&kind.aligned(Alignment::Start), words);
    let dot = composer.setter.lines(&[Inline::Text(".".into())], &style, StructId(0)).into_iter().next();
    let items = dot.map(|line| line.frame.items).unwrap_or_default();
    let Some(run) = items.into_iter().find_map(|(_, placed)| match placed.item {
        Item::Text(run) => Some(run),
        _ => None,
    }) else {
        return;
    };
    let Some(run) = repeated(run, count.min(MOST)) else { return };
    let (near, far) = (em * (1.5 + GAP), run.width());
    let x = if words.rtl() { words.x - number + near } else { words.x + words.width + number - near - far };
    frame.push(Point::new(x, y), Owner::Artifact, Item::Text(run));
}

/// Returns `count` times the dot in `run`, in one run.
fn repeated(run: GlyphRun, count: usize) -> Option<GlyphRun> {
    let glyph = run.glyphs.first()?.clone();
    let dot = |index: usize| {
        let index = index as u32;
        Glyph { advance: Em(PITCH), text: index..index + 1, ..glyph.clone() }
    };
    Some(GlyphRun { text: ".".repeat(count), glyphs: (0..count).map(dot).collect(), tracking: Em(0.0), ..run })
}
