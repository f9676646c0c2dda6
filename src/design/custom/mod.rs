//! Designs of the user's: a `design.toml` that starts from one of ours and sets whatever it names.
//!
//! `read` is pure: which fonts the file asks for comes back as [`FontWish`]es, and [`crate::disk`] finds them on the
//! disk. What may be set is in one table (`keys`), from which [`print()`] also writes a design as a commented file that
//! reads back as itself.

mod check;
mod fit;
mod keys;
mod overrides;
mod print;
mod read;
#[cfg(test)]
mod tests;
mod tighten;
mod value;

pub use overrides::{Margins, Overrides, parse_accent, parse_size};
pub use print::print;
pub use read::FontWish;
pub(crate) use read::read;
pub(crate) use tighten::tightened;

use super::{Design, Error, NAMES, Paper, by_name, papers};
use crate::units::{Pt, Size};

/// A size of paper: one that designs are made for, or any other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PaperSize {
    /// One that has a name.
    Named(Paper),
    /// Another; designs for the nearest paper with a name are fitted to it.
    Other(Size),
}

/// Papers from a playing card to a poster.
const PAPER_SIDES: (f64, f64) = (140.0, 5000.0);

impl Default for PaperSize {
    fn default() -> Self {
        PaperSize::Named(Paper::default())
    }
}

impl PaperSize {
    /// The paper that `text` names (`a4`) or measures (`150mm x 220mm`, width first).
    ///
    /// # Errors
    /// What is wrong with it.
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

    /// The design called `name` on this paper; `None` where there is none, or not for this paper.
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

/// The paper most like `size` that the design called `name` is made for.
fn nearest(name: &str, size: Size) -> Option<Paper> {
    let distance = |paper: &Paper| {
        let other = paper.size();
        (size.width - other.width).abs() + (size.height - other.height).abs()
    };
    let by_distance = |one: &Paper, other: &Paper| distance(one).0.total_cmp(&distance(other).0);
    papers(name).iter().copied().min_by(by_distance)
}

/// What to say of the design called `name`, which is not made for `paper`.
pub fn not_made_for(name: &str, paper: PaperSize) -> String {
    let papers = Vec::from_iter(papers(name).iter().map(|paper| paper.name())).join(", ");
    let paper = match paper {
        PaperSize::Named(paper) => paper.name(),
        PaperSize::Other(_) => "that size",
    };
    format!("the design `{name}` is not made for the paper {paper}; it is made for {papers}, and for sizes in mm or in")
}

/// `paper` as it is written in a `design.toml`.
fn paper_written(paper: Size) -> String {
    let named = Paper::ALL.into_iter().find(|named| named.size() == paper);
    named.map_or_else(|| format!("{}pt x {}pt", paper.width.0, paper.height.0), |named| named.name().to_owned())
}

/// Bottom of the last line's letters on a full page of `design`, about: a third of the body below the baseline.
fn foot(design: &Design) -> Pt {
    design.first_baseline + design.leading * (design.lines.max(1) - 1) as f64
}
