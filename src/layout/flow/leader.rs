//! Leaders: the dots that lead the eye from an entry of a list to its page number.
//!
//! The dots of all lines stand below one another, since they are counted from the page numbers. They are artifacts: a
//! screen reader would read each of them.

use super::{BlockContext, Composer, slug};
use crate::article::Inline;
use crate::design::Type;
use crate::layout::inline::Alignment;
use crate::layout::{Frame, Owner, StructId};
use crate::units::{Point, Pt};

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
    let Some(dot) = dot.map(|line| slug::as_artifact(&line.frame, Owner::Artifact)) else { return };
    let end = if words.rtl() { words.x - number } else { words.x + words.width + number };
    for index in 0..count.min(MOST) {
        let from_end = em * (1.5 + GAP + PITCH * index as f64);
        // The frame of a line is as wide as its column, with the dot at its start.
        let x = if words.rtl() { end + from_end - words.width } else { end - from_end };
        frame.append(Point::new(x, y), dot.clone());
    }
}
