//! Designs for pages that share a sheet of paper: half sheets that are folded or stand side by side, and sheets with
//! room for handwriting.
//!
//! Pages that are typeset for a whole sheet and then reduced have type that nobody chose: captions of 4 points, lines
//! of the full length. So the design itself changes: a page of a booklet is half of a sheet, with the type of a small
//! book and its outer things outside. It goes on the sheet at its own size.
//!
//! Limits: `4up` has no design of its own, since its purpose is to save paper; its pages are reduced.

use super::{PaperSize, fit, foot};
use crate::design::{Columns, Design, Hand, by_name, papers};
use crate::units::{Pt, Size};

/// Paper with a longer side than this is a sheet, whose half is a page; smaller paper is a page itself. Half of
/// Letter's height is less, and so is A5.
pub(crate) const SMALL_FORMAT: Pt = Pt(700.0);
/// Share of the width of a sheet that the text takes up beside the room for notes.
pub(crate) const BESIDE_NOTES: f64 = 0.55;
/// How much wider the inner margin of a booklet is than the outer one: the fold takes up as much.
const BINDING: Pt = Pt(4.0 * Pt::MM.0);
/// Sizes of paper that differ by less than this are the same: half of A4 is a fifth of a millimetre from A5.
const SAME: Pt = Pt(3.0);
/// Minimum size of running text that is reduced to fit a half sheet.
const LEAST_SIZE: Pt = Pt(9.5);
/// Minimum size of all type, below which there would be a warning.
const LEAST_PRINT: Pt = Pt(7.0);
/// Minimum distance between the baselines of running text.
const LEAST_LEADING: Pt = Pt(12.5);
/// Text from this size on is for readers who need it, so it is never reduced.
const LARGE_PRINT: Pt = Pt(16.0);
/// What becomes of the size of running text on half of the paper: from 12 points on A4 to 10.75 on A5.
const HALF_SIZE: f64 = 0.895;
/// Measure on half sheets, in ems: about 62 letters at least, for which margins get narrower, and 70 at most.
const HALF_MEASURE: (f64, f64) = (23.5, 26.6);
/// Margins do not become narrower than this for it: 15 mm.
const LEAST_MARGIN: Pt = Pt(15.0 * Pt::MM.0);
/// Minimum width of one of several columns on half sheets, in ems: about 52 letters.
const HALF_COLUMN: f64 = 20.0;
/// Measure beside the room for notes, in ems: its limits, and what is chosen beyond them.
const NOTES_MEASURE: (f64, f64) = (24.0, 28.5);
const NOTES_CHOSEN: (f64, f64) = (25.0, 27.5);
/// Left margin beside the room for notes, as a share of the sheet's width: enough for a binder's holes.
const NOTES_MARGIN: f64 = 0.08;
/// Distance between baselines beside the room for notes: 6 mm, on which one can write. The next constant is the most
/// that it may be, in ems of running text.
const NOTES_LEADING: Pt = Pt(17.0);
const NOTES_LOOSEST: f64 = 1.5;

/// How pages share a sheet of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Half sheets that are folded and stapled.
    Booklet,
    /// Half sheets side by side.
    TwoUp,
    /// Whole sheets, partly left for handwriting.
    Notes,
}

/// Returns the design called `name` for pages that share sheets of `paper`; `None` if there is none, or not for this
/// paper. Small paper is the page itself.
pub fn imposed(name: &str, paper: PaperSize, share: Share) -> Option<Design> {
    let whole = paper.design(name)?;
    let mut design = match share {
        Share::Booklet | Share::TwoUp if is_sheet(&whole) => on_half(name, &whole)?,
        _ => whole,
    };
    arrange(&mut design, share);
    Some(design)
}

/// Changes `design`, which may be a user's own, for pages that share sheets of its paper.
pub fn impose(design: &mut Design, share: Share) {
    if share != Share::Notes && is_sheet(design) {
        to_half(design);
    }
    arrange(design, share);
}

fn is_sheet(design: &Design) -> bool {
    design.paper.width.max(design.paper.height) > SMALL_FORMAT
}

/// Returns half of `sheet`, upright.
fn half(sheet: Size) -> Size {
    let (short, long) = (sheet.width.min(sheet.height), sheet.width.max(sheet.height));
    Size::new(long / 2.0, short)
}

/// Returns the design called `name` for half of the paper of `whole`.
fn on_half(name: &str, whole: &Design) -> Option<Design> {
    let size = half(whole.paper);
    let same = |one: Pt, other: Pt| (one - other).abs() < SAME;
    let is_half = |size: Size, paper: Size| same(size.width, paper.width) && same(size.height, paper.height);
    if let Some(paper) = papers(name).iter().copied().find(|paper| is_half(size, paper.size())) {
        return by_name(name, paper);
    }
    // The designs for large papers are made smaller. Others are fitted from the design for the most similar paper.
    let mut design = whole.clone();
    match papers(name).iter().any(|paper| paper.size().height <= SMALL_FORMAT) {
        true => PaperSize::Other(size).design(name),
        false => {
            to_half(&mut design);
            Some(design)
        }
    }
}

/// Fits `design` to half of its paper.
fn to_half(design: &mut Design) {
    let size = design.styles.body.size;
    fit::to_paper(design, half(design.paper));
    if size < LARGE_PRINT {
        // The designs for large papers have several lines more and letters a little larger than those for small ones.
        let least = if design.has_spans() { LEAST_SIZE } else { LEAST_SIZE.min(size) };
        fit::to_size(design, (size * HALF_SIZE).max(least));
        open_to(design, LEAST_LEADING);
        design.styles.all_mut().for_each(|kind| kind.size = kind.size.max(LEAST_PRINT));
    }
    let em = design.styles.body.size;
    if design.columns.count > 1 && design.measure < em * HALF_COLUMN {
        design.measure = design.text_width();
        design.columns = Columns::ONE;
    }
    if design.columns.count == 1 && design.side.is_none() {
        let (left, right) = (design.margin, design.paper.width - design.margin - design.measure);
        let widest = (design.paper.width - LEAST_MARGIN * 2.0).max(design.measure);
        let measure = design.measure.max((em * HALF_MEASURE.0).min(widest)).min(em * HALF_MEASURE.1);
        design.margin = left + (design.measure - measure) * (left / (left + right));
        design.measure = measure;
    }
}

fn arrange(design: &mut Design, share: Share) {
    match share {
        Share::Booklet => bind(design),
        Share::TwoUp => {
            design.duplex = true;
            design.first_page = Hand::Left;
        }
        Share::Notes => beside_notes(design),
    }
}

/// Lets the pages face each other, with the binding offset at the fold.
fn bind(design: &mut Design) {
    let free = design.paper.width - design.text_width();
    let inner = (free - BINDING) / 2.0 + BINDING;
    design.margin = if design.duplex { design.margin.max(inner) } else { inner };
    design.duplex = true;
}

/// Sets the text on [`BESIDE_NOTES`] of the paper, at a size at which its lines have a readable length.
fn beside_notes(design: &mut Design) {
    let measure = design.paper.width * BESIDE_NOTES;
    let size = design.styles.body.size;
    let ems = measure / size;
    let wanted = if ems > NOTES_MEASURE.1 {
        measure / NOTES_CHOSEN.1
    } else if ems < NOTES_MEASURE.0 && size < LARGE_PRINT {
        (measure / NOTES_CHOSEN.0).max(LEAST_SIZE.min(size))
    } else {
        size
    };
    (design.side, design.columns, design.duplex) = (None, Columns::ONE, false);
    if wanted != size {
        fit::to_size(design, wanted);
    }
    (design.measure, design.margin) = (measure, design.paper.width * NOTES_MARGIN);
    if NOTES_LEADING / design.styles.body.size <= NOTES_LOOSEST {
        open_to(design, NOTES_LEADING);
    }
}

/// Sets the leading to at least `leading`.
fn open_to(design: &mut Design, leading: Pt) {
    if design.leading < leading {
        let foot = foot(design);
        fit::scale_leading(design, leading / design.leading);
        fit::fill_height(design, foot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::custom::check::conflicts;
    use crate::design::{NAMES, Paper};

    const SHARES: [Share; 3] = [Share::Booklet, Share::TwoUp, Share::Notes];

    #[test]
    fn every_design_has_readable_pages_on_every_sheet() {
        let sheets = [
            PaperSize::Named(Paper::A4),
            PaperSize::Named(Paper::Letter),
            PaperSize::Other(Size::new(Pt(841.89), Pt(1190.55))),
            PaperSize::Other(Size::new(Pt(792.0), Pt(1224.0))),
            PaperSize::Other(Size::new(Pt(500.0), Pt(710.0))),
        ];
        for name in NAMES {
            for share in SHARES {
                for sheet in sheets {
                    let made = [imposed(name, sheet, share), sheet.design(name)];
                    let [design, mut own] = made.map(|design| design.unwrap());
                    own.name = "x";
                    impose(&mut own, share);
                    for design in [design, own] {
                        let at = format!("{name} {sheet:?} {share:?} {}", design.name);
                        let conflicts: Vec<_> = conflicts(&design).into_iter().map(|one| one.message).collect();
                        assert!(conflicts.is_empty(), "{at}: {conflicts:?}");
                        let (size, leading) = (design.styles.body.size, design.leading);
                        let smallest = design.styles.clone().all_mut().map(|kind| kind.size.0).fold(f64::MAX, f64::min);
                        assert!(smallest >= 7.0, "{at}: {smallest}");
                        // Half of B3 or tabloid is a whole page of a magazine, with its narrow columns.
                        let columns = design.has_spans();
                        let readable = if columns { Pt(9.4) } else { Pt(9.5) };
                        assert!(size >= readable && leading >= Pt(12.35), "{at}: {size:?} on {leading:?}");
                        let ems = design.measure / size;
                        // Large print on half of B4 is in short lines, but it is large.
                        let least = if size >= LARGE_PRINT || columns { 15.0 } else { 20.0 };
                        assert!((least..29.6).contains(&ems), "{at}: {ems} em");
                        let right = design.paper.width - design.margin - design.text_width();
                        assert!(design.margin > Pt(24.0) && right > Pt(24.0), "{at}");
                    }
                }
            }
        }
    }

    #[test]
    fn half_of_a_sheet_is_a_page_and_small_paper_is_one_itself() {
        let paper = |paper, share| imposed("article", PaperSize::Named(paper), share).unwrap().paper;
        for share in [Share::Booklet, Share::TwoUp] {
            assert_eq!(paper(Paper::A4, share), Paper::A5.size());
            assert_eq!(paper(Paper::Letter, share), Size::new(Pt(396.0), Pt(612.0)));
            assert_eq!(paper(Paper::A5, share), Paper::A5.size());
            assert_eq!(paper(Paper::SixByNine, share), Paper::SixByNine.size());
        }
        assert_eq!(paper(Paper::A4, Share::Notes), Paper::A4.size());
        assert!(imposed("handout", PaperSize::Named(Paper::A5), Share::Booklet).is_none());
    }

    #[test]
    fn a_booklet_has_its_wider_margin_at_the_fold() {
        for name in ["article", "book", "handout"] {
            let design = imposed(name, PaperSize::Named(Paper::A4), Share::Booklet).unwrap();
            let outer = design.paper.width - design.margin - design.text_width();
            assert!(design.duplex && design.margin - outer >= BINDING - Pt(0.001), "{name}");
        }
    }

    #[test]
    fn the_text_beside_notes_takes_up_its_share_of_the_sheet() {
        for paper in [Paper::A4, Paper::Letter] {
            let design = imposed("article", PaperSize::Named(paper), Share::Notes).unwrap();
            assert!((design.measure / paper.size().width - 0.55).abs() < 1e-9);
            assert_eq!((design.leading, design.styles.body.size), (Pt(17.0), Pt(12.0)));
        }
    }
}
