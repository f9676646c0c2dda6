//! User designs: a `design.toml` that starts from one of ours and overrides any of its values.
//!
//! `read` is pure: it returns the requested fonts as [`FontWish`]es, and [`crate::disk`] finds them. One table
//! (`keys`) lists everything that can be set. [`print()`] uses it too, to write a design as a commented file that
//! reads back as the same design.

mod check;
mod copyfit;
mod fit;
mod imposed;
mod keys;
mod overrides;
mod print;
mod read;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use copyfit::{copyfitted, tightened};
pub(crate) use imposed::{BESIDE_NOTES, SMALL_FORMAT};
pub use imposed::{Share, impose, imposed};
pub use overrides::{Margins, Overrides, parse_accent, parse_size};
pub use print::print;
pub use read::FontWish;
pub(crate) use read::read;

use super::{Design, Error, NAMES, Paper, by_name, papers};
use crate::units::{Pt, Size};

/// A paper size: one that designs are made for, or any other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PaperSize {
    /// One that has a name.
    Named(Paper),
    /// Another size; the design for the most similar named paper is fitted to it.
    Other(Size),
}

/// Range of paper sides in points, from a playing card to a poster.
const PAPER_SIDES: (f64, f64) = (140.0, 5000.0);

impl Default for PaperSize {
    fn default() -> Self {
        PaperSize::Named(Paper::default())
    }
}

impl PaperSize {
    /// Parses the name of a paper (`a4`) or its size (`150mm x 220mm`, width first).
    ///
    /// # Errors
    /// If it is neither.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if let Some(paper) = Paper::by_name(text.trim()) {
            return Ok(PaperSize::Named(paper));
        }
        let Some((width, height)) = text.split_once(['x', '×']) else {
            return Err(Error::UnknownPaper { written: text.to_owned() });
        };
        let side = |text: &str| {
            let side = value::absolute(text)?;
            match (PAPER_SIDES.0..=PAPER_SIDES.1).contains(&side.0) {
                true => Ok(side),
                false => {
                    let (least, most) = PAPER_SIDES;
                    Err(Error::PaperSide { written: text.trim().to_owned(), least, most })
                }
            }
        };
        Ok(PaperSize::Other(Size::new(side(width)?, side(height)?)))
    }

    /// Returns the design called `name` on this paper; `None` if there is none, or not for this paper.
    pub fn design(self, name: &str) -> Option<Design> {
        match self {
            PaperSize::Named(paper) => by_name(name, paper),
            PaperSize::Other(size) => {
                let mut design = by_name(name, nearest(name, size)?)?;
                fit::to_paper(&mut design, size);
                Some(design)
            }
        }
    }
}

/// Returns the paper most similar to `size` for which the design called `name` is made.
fn nearest(name: &str, size: Size) -> Option<Paper> {
    let distance = |paper: &Paper| {
        let other = paper.size();
        (size.width - other.width).abs() + (size.height - other.height).abs()
    };
    let by_distance = |one: &Paper, other: &Paper| distance(one).0.total_cmp(&distance(other).0);
    papers(name).iter().copied().min_by(by_distance)
}

/// Returns the message that the design called `name` is not made for `paper`.
pub fn not_made_for(name: &str, paper: PaperSize) -> String {
    let papers = Vec::from_iter(papers(name).iter().map(|paper| paper.name())).join(", ");
    let paper = match paper {
        PaperSize::Named(paper) => paper.name(),
        PaperSize::Other(_) => "that size",
    };
    format!("the design `{name}` is not made for the paper {paper}; it is made for {papers}, and for sizes in mm or in")
}

/// Formats `paper` as in a `design.toml`.
fn paper_written(paper: Size) -> String {
    let named = Paper::ALL.into_iter().find(|named| named.size() == paper);
    named.map_or_else(|| format!("{}pt x {}pt", paper.width.0, paper.height.0), |named| named.name().to_owned())
}

/// Estimates the bottom of the last line on a full page of `design`: a third of the body below the baseline.
fn foot(design: &Design) -> Pt {
    design.first_baseline + design.leading * (design.lines.max(1) - 1) as f64
}
