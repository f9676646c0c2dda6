//! Exchanges text and side column on left-hand pages, so that the column is always at the outer edge.
//!
//! Slugs are set for right-hand pages, before it is known which page they are on. On a left-hand page, what stands in
//! the column of text moves to its end edge, what stands in the side column moves to the other side, and what is as
//! wide as both stays where it is.

use super::{Composer, furniture, placing};
use crate::article::Direction;
use crate::layout::{Frame, Item, Placed};
use crate::units::{Point, Pt};

/// Tolerance for rounding and for punctuation that protrudes into the margin.
const TOUCH: Pt = Pt(2.0);

/// The columns of a page on which they are exchanged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exchange {
    /// Left edge of the side column and of the text, as slugs have them.
    side: Pt,
    text: Pt,
    /// Width of the text.
    measure: Pt,
    /// How far each of them moves to the right.
    side_by: Pt,
    text_by: Pt,
}

impl Exchange {
    /// Returns what is to be exchanged on page `index`; `None` if everything stays.
    pub fn on(composer: &Composer<'_>, index: usize) -> Option<Self> {
        let side = composer.design.side.filter(|_| furniture::turned(composer, index))?;
        let (measure, beside) = (composer.design.measure, composer.design.beside());
        Some(match composer.article.meta.dir {
            Direction::Rtl => {
                Exchange { side: Pt::ZERO, text: beside, measure, side_by: measure + side.gap, text_by: -beside }
            }
            Direction::Ltr => {
                let at = measure + side.gap;
                Exchange { side: at, text: Pt::ZERO, measure, side_by: -at, text_by: beside }
            }
        })
    }

    /// Moves the items of a slug that was set `width` wide.
    pub fn slug(&self, width: Pt, mut frame: Frame) -> Frame {
        let wide = width > self.measure + TOUCH || frame.items.iter().any(|item| self.spans(item));
        if !wide {
            frame.items.iter_mut().for_each(|(at, placed)| at.x += self.by(at.x, width_of(placed)));
        }
        frame
    }

    /// Moves a ground or bar from `x`, which is `width` wide.
    pub fn ground(&self, x: Pt, width: Pt) -> Pt {
        if width > self.measure + TOUCH { x } else { x + self.by(x, width) }
    }

    /// Whether an item reaches over both columns.
    fn spans(&self, (at, placed): &(Point, Placed)) -> bool {
        let end = at.x + width_of(placed);
        let (first, second) = if self.text < self.side { (self.text, self.side) } else { (self.side, self.text) };
        at.x < second - TOUCH && end > second + TOUCH && at.x >= first - TOUCH * 4.0
    }

    fn by(&self, x: Pt, width: Pt) -> Pt {
        let middle = x + width / 2.0;
        let in_side = match self.text < self.side {
            true => middle >= self.text + self.measure + (self.side - self.text - self.measure) / 2.0,
            false => middle < self.text - TOUCH,
        };
        if in_side { self.side_by } else { self.text_by }
    }
}

fn width_of(placed: &Placed) -> Pt {
    match &placed.item {
        Item::Text(run) => run.width(),
        other => placing::extent(other).width,
    }
}

#[cfg(test)]
mod tests {
    use crate::design::{Design, Paper};
    use crate::layout::{GlyphRun, Item, typeset};
    use crate::read;
    use crate::source::Source;
    use crate::text::Fonts;
    use crate::units::Pt;

    #[test]
    fn the_side_column_is_outside_on_both_pages() {
        let words = "Some words about a river. ".repeat(12);
        let called: String = (0..24).map(|note| format!("{words}[^{note}]\n\n")).collect();
        let notes: String = (0..24).map(|note| format!("[^{note}]: Noteword.\n")).collect();
        for lang in ["en", "ar"] {
            let text = format!("---\nlang: {lang}\n---\n\n# River\n\n{called}{notes}");
            let article =
                read::read(&Source::new("a.md", text), &read::Options::default(), &read::NoFiles, &mut Vec::new())
                    .unwrap();
            let design = Design { duplex: true, ..Design::article(Paper::A4) };
            let pages = typeset(&article, &design, &Fonts::bundled(), &mut Vec::new());
            assert!(pages.pages.len() >= 3);
            for (number, page) in pages.pages.iter().enumerate() {
                let runs = |is: &dyn Fn(&GlyphRun) -> bool| -> Vec<Pt> {
                    let items = page.frame.items.iter();
                    let found = items.filter_map(|(at, placed)| match &placed.item {
                        Item::Text(run) if is(run) => Some(at.x),
                        _ => None,
                    });
                    found.collect()
                };
                let notes = runs(&|run| run.text.contains("Noteword"));
                let text = runs(&|run| run.size == design.styles.body.size && run.text.contains("words about"));
                assert!(!notes.is_empty() && !text.is_empty(), "page {number}");
                let right_hand = (number % 2 == 0) == (lang == "en");
                let beside = notes.iter().all(|note| text.iter().all(|line| (note > line) == right_hand));
                assert!(beside, "{lang}, page {number}: notes at {notes:?}, text at {text:?}");
            }
        }
    }
}
