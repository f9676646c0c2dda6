//! Copyfitting: changes a design so that an article takes more or less paper.
//!
//! One number says how far a design is changed, from −1 (as tight as its [bounds](crate::design::FitBounds) allow) over
//! 0 (unchanged) to 1 (as loose as they allow). Each measure acts in a part of that range of its own, the least
//! noticeable first: room around headings and figures, heights of pictures, breaks of paragraphs, leading, size.
//!
//! The text keeps its place on the paper. Room around headings and figures changes by whole lines, and the leading to one that fills
//! the height of the text with a whole number of lines, so that the grid stays a grid.

use super::fit;
use crate::design::{Design, FitBounds};
use crate::units::{Em, Pt};

/// Where in the range each measure acts.
const GAPS: (f64, f64) = (0.0, 0.15);
const PICTURES: (f64, f64) = (0.15, 0.3);
const PARAGRAPHS: (f64, f64) = (0.3, 0.45);
const LEADING: (f64, f64) = (0.45, 0.7);
const SIZE: (f64, f64) = (0.7, 1.0);
/// Text from this size on is for readers who need it: it does not become smaller than this (RNIB, "Clear Print").
const LARGE_PRINT: Pt = Pt(16.0);
/// Minimum size of all other type, unless the design has smaller type.
const LEAST_PRINT: Pt = Pt(7.0);
/// Minimum leading of notes and other small text in paragraphs, in ems.
const SMALL_LEADING: f64 = 1.2;
/// Maximum share by which the size changes when lines move back: nobody would see it.
const BACK: f64 = 0.03;
/// Empty lines above the title by which an opening changes when gaps double.
const SINK: f64 = 8.0;
/// Minimum margin of pages that are tightened to save paper: 15 mm.
const LEAST_MARGIN: Pt = Pt(42.5);

/// Returns `design` with a looseness from −1 (as tight as its bounds allow) to 1 (as loose as they allow). `back`, from 0
/// to 1, moves its lines back without a change of the grid: paragraphs first, then the size a little.
pub(crate) fn copyfitted(design: &Design, looseness: f64, back: f64) -> Design {
    let FitBounds { gaps, pictures, paragraphs, leading, size, least_size } = design.fit;
    let size_most = size.1.max(1.0);
    let mut fitted = design.clone();
    let scope = |own: f64, (least, most): (f64, f64), (from, to): (f64, f64)| {
        let end = if looseness < 0.0 { least.min(own) } else { most.max(own) };
        own + (end - own) * ((looseness.abs() - from) / (to - from)).clamp(0.0, 1.0)
    };
    self::gaps(&mut fitted, scope(1.0, gaps, GAPS));
    fitted.spacing.picture_scale *= scope(1.0, pictures, PICTURES);
    let opposite = if looseness < 0.0 { paragraphs.1 } else { paragraphs.0 };
    let set = scope(design.spacing.looseness, paragraphs, PARAGRAPHS);
    fitted.spacing.looseness = set + (opposite - set) * (back * 2.0).min(1.0);
    let body = design.styles.body.size;
    let floor = if body >= LARGE_PRINT { least_size.max(LARGE_PRINT) } else { least_size };
    let least = (body * size.0).max(floor).min(body);
    let to = (scope(body.0, (least.0, body.0 * size.1), SIZE), scope(design.leading / body, leading, LEADING));
    if to != (body.0, design.leading / body) {
        set_type(&mut fitted, design, (Pt(to.0), to.1), leading);
    }
    let part = (back * 2.0 - 1.0).max(0.0) * BACK;
    if part > 0.0 {
        let size = Pt(to.0 * if looseness < 0.0 { 1.0 + part } else { 1.0 - part });
        let grid = fitted.leading;
        set_size(&mut fitted, size.max(least).min(body * size_most));
        let ems = grid / fitted.styles.body.size;
        // Smaller type on the same grid may have a little more leading than the bounds say, but never less.
        set_grid(&mut fitted, design, (ems, (leading.0, leading.1 * (1.0 + BACK * 1.1))));
        keep_small_type_readable(&mut fitted, design);
    }
    fitted
}

/// Returns `design` with a tightness from 0 (unchanged) to 1 (as tight as allowed), to save paper: margins give way too.
/// `back` moves its lines back as in [`copyfitted`].
pub(crate) fn tightened(design: &Design, tightness: f64, back: f64) -> Design {
    let part = (tightness / GAPS.1).min(1.0);
    let nearer = |margin: Pt| Pt(margin.0 + (LEAST_MARGIN.min(margin) - margin).0 * part);
    let paper = design.paper;
    let mut wide = design.clone();
    if part > 0.0 {
        fit::to_margins(
            &mut wide,
            &super::Margins {
                top: nearer(fit::top(design)),
                right: nearer(paper.width - design.margin - design.text_width()),
                bottom: nearer(paper.height - super::foot(design)),
                left: nearer(design.margin),
            },
        );
    }
    copyfitted(&wide, -tightness, back)
}

/// Multiplies room around headings and figures and at the opening by `by`, in whole lines.
fn gaps(design: &mut Design, by: f64) {
    let spacing = &mut design.spacing;
    let (above, around) = (spacing.section_above, spacing.section_above + spacing.section_below);
    let room = whole_lines(around, by);
    // Listings and other blocks have a line below them. A heading with less above it would leave the grid.
    spacing.section_above = (above * room / around.max(1e-9)).max(above.min(1.0)).min(room);
    spacing.section_below = room - spacing.section_above;
    spacing.heading_above = whole_lines(spacing.heading_above, by);
    // Above and below together, whole lines.
    spacing.figure_gap = whole_lines(spacing.figure_gap * 2.0, by) / 2.0;
    let sink = (design.opening.sink as f64 + ((by - 1.0) * SINK).round()).max(0.0) as usize;
    design.opening.sink = sink.min(design.lines / 3).max(sink.min(design.opening.sink));
    design.opening.below = whole_lines(design.opening.below, by);
}

/// Returns `lines` times `by`, in whole lines more or less, and at least one line if there was one.
fn whole_lines(lines: f64, by: f64) -> f64 {
    (lines + (lines * (by - 1.0)).round()).max(lines.min(1.0))
}

/// Sets running text of `fitted` at `size` with a leading of `ems`, within the bounds `leading` unless that of `design` is
/// not. The text keeps its top, its foot and its measure, as far as lines stay readable.
fn set_type(fitted: &mut Design, design: &Design, (size, ems): (Pt, f64), leading: (f64, f64)) {
    if size != fitted.styles.body.size {
        set_size(fitted, size);
    }
    set_grid(fitted, design, (ems, leading));
    keep_small_type_readable(fitted, design);
}

/// Sets running text at `size`, and everything else in proportion, but the measure only if lines would become too long.
fn set_size(fitted: &mut Design, size: Pt) {
    let (alone, least) = (fitted.alone * fitted.styles.body.size, fitted.spacing.least_size);
    let longest = fit::WIDEST.max(fitted.alone.0);
    fit::to_size(fitted, size);
    fitted.alone = Em((alone / size).min(longest));
    fitted.spacing.least_size = fitted.spacing.least_size.max(least.min(LEAST_PRINT));
}

/// Sets the leading nearest to `ems`, within the bounds `least` and `most`, that fills the height of the text of `design`
/// with whole lines.
fn set_grid(fitted: &mut Design, design: &Design, (ems, (least, most)): (f64, (f64, f64))) {
    let size = fitted.styles.body.size;
    let depth = super::foot(design) - fitted.first_baseline;
    let own = design.leading / design.styles.body.size;
    let fewest = (depth / (size * most.max(own)) - 1e-6).ceil();
    let most = (depth / (size * least.min(own)) + 1e-6).floor();
    let spaces = (depth / (size * ems)).round().max(fewest).min(most).max(1.0);
    let leading = depth / spaces;
    fit::scale_leading(fitted, leading / fitted.leading);
    fitted.lines = spaces as usize + 1;
}

/// Undoes changes that make small type too small, or its lines too close.
fn keep_small_type_readable(fitted: &mut Design, design: &Design) {
    let by = fitted.styles.body.size / design.styles.body.size;
    let mut own = design.styles.clone();
    for (kind, own) in fitted.styles.all_mut().zip(own.all_mut()) {
        kind.size = kind.size.max(LEAST_PRINT.min(own.size));
    }
    let (styles, own) = (&mut fitted.styles, &design.styles);
    for (kind, own) in [
        (&mut styles.note, own.note),
        (&mut styles.disclaimer, own.disclaimer),
        (&mut styles.caption, own.caption),
        (&mut styles.code, own.code),
        (&mut styles.related_blurb, own.related_blurb),
    ] {
        kind.leading = kind.leading.max((own.leading * by).min(kind.size * SMALL_LEADING));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::custom::check::conflicts;
    use crate::design::custom::{PaperSize, Share, imposed};
    use crate::design::{NAMES, by_name, papers};

    /// Every design on each of its papers, and on half of large sheets.
    fn designs() -> Vec<Design> {
        let all = NAMES.iter().flat_map(|name| papers(name).iter().map(move |paper| (name, *paper)));
        let shared = [Share::Booklet, Share::TwoUp, Share::Notes];
        all.flat_map(|(name, paper)| {
            let shares = shared.into_iter().filter_map(move |share| imposed(name, PaperSize::Named(paper), share));
            by_name(name, paper).into_iter().chain(shares)
        })
        .collect()
    }

    /// Estimates the number of letters on a full page of text without a side column.
    fn capacity(design: &Design) -> f64 {
        let design = design.without_side_column();
        let width = design.measure * design.columns.count as f64;
        (width / design.styles.body.size) * design.lines as f64
    }

    fn steps() -> impl Iterator<Item = f64> {
        (-16..=16).map(|step| f64::from(step) / 16.0)
    }

    #[test]
    fn every_step_keeps_to_the_bounds_and_the_place_of_the_text() {
        for design in designs() {
            let size = design.styles.body.size;
            let bounds = design.fit;
            for (looseness, back) in steps().flat_map(|looseness| [0.0, 0.4, 1.0].map(|back| (looseness, back))) {
                let at = format!("{} {:?} {looseness} {back}", design.name, design.paper);
                let fitted = copyfitted(&design, looseness, back);
                let said: Vec<_> = conflicts(&fitted).into_iter().map(|conflict| conflict.message).collect();
                assert!(said.is_empty(), "{at}: {said:?}");
                let body = fitted.styles.body.size;
                assert!(body >= (size * bounds.size.0).max(bounds.least_size).min(size) - Pt(1e-6), "{at}: {body:?}");
                assert!(body <= size * bounds.size.1 + Pt(1e-6), "{at}: {body:?}");
                let ems = (fitted.leading / body, design.leading / size);
                assert!(ems.0 >= bounds.leading.0.min(ems.1) - 1e-6, "{at}: {ems:?}");
                assert!(ems.0 <= bounds.leading.1.max(ems.1) * (1.0 + back * 0.04) + 1e-6, "{at}: {ems:?}");
                assert_eq!(fitted.styles.body.leading, fitted.leading, "{at}");
                assert!((super::super::foot(&fitted) - super::super::foot(&design)).abs() < Pt(0.01), "{at}");
                assert!((fit::top(&fitted) - fit::top(&design)).abs() < Pt(0.01), "{at}");
                let measure = fitted.without_side_column().measure;
                let own = design.without_side_column().measure;
                assert!(measure <= own + Pt(0.01) && measure / body <= (own / size).max(29.6), "{at}: {measure:?}");
                let own = design.styles.clone().all_mut().map(|kind| kind.size.0).fold(f64::MAX, f64::min);
                let smallest = fitted.styles.clone().all_mut().map(|kind| kind.size.0).fold(f64::MAX, f64::min);
                assert!(smallest >= own.min(7.0) - 1e-6, "{at}: {smallest}");
            }
        }
    }

    #[test]
    fn looser_pages_hold_less() {
        for design in designs() {
            let holds: Vec<f64> = steps().map(|looseness| capacity(&copyfitted(&design, looseness, 0.0))).collect();
            assert!(
                holds.array_windows().all(|[tight, loose]| *tight >= loose * 0.98),
                "{} {:?}: {holds:?}",
                design.name,
                design.paper
            );
            assert!(holds[0] > holds[16] * 1.05 && holds[16] > holds[32] * 1.1, "{}: {holds:?}", design.name);
        }
    }

    #[test]
    fn nothing_changes_at_the_middle_and_gaps_come_first() {
        for design in designs() {
            let same = |one: &Design, other: &Design| {
                serde_json::to_string(one).unwrap() == serde_json::to_string(other).unwrap()
            };
            assert!(same(&design, &copyfitted(&design, 0.0, 0.0)), "{}", design.name);
            for looseness in [-0.4, 0.4] {
                let fitted = copyfitted(&design, looseness, 0.0);
                assert_eq!((fitted.leading, fitted.lines), (design.leading, design.lines), "{}", design.name);
                assert_eq!(fitted.styles.body.size, design.styles.body.size);
                assert_ne!(fitted.spacing.picture_scale, design.spacing.picture_scale);
            }
        }
    }

    #[test]
    fn room_around_headings_is_whole_lines() {
        let design = Design::default();
        for (looseness, around, sink) in [(-1.0, 1.0, 0), (-0.01, 2.0, 0), (0.01, 2.0, 0), (1.0, 3.0, 4)] {
            let fitted = copyfitted(&design, looseness, 0.0);
            let spacing = &fitted.spacing;
            assert!((spacing.section_above + spacing.section_below - around).abs() < 1e-9, "{looseness}");
            assert!(spacing.section_above > spacing.section_below * 2.0, "a heading stands at its text");
            assert!(spacing.heading_above >= 1.0 && spacing.heading_above.fract() == 0.0);
            assert_eq!(fitted.opening.sink, sink, "{looseness}");
        }
    }

    #[test]
    fn bounds_that_a_design_exceeds_do_not_pull_it_back() {
        let mut design = Design::default();
        design.fit.size = (1.0, 1.0);
        design.fit.leading = (1.5, 1.2);
        for looseness in [-1.0, 1.0] {
            let fitted = copyfitted(&design, looseness, 0.0);
            assert_eq!(fitted.styles.body.size, design.styles.body.size);
            assert_eq!(fitted.leading, design.leading);
        }
    }

    #[test]
    fn tightening_saves_more_paper_with_each_step() {
        for name in NAMES {
            for &paper in papers(name) {
                let design = by_name(name, paper).unwrap();
                let mut before = capacity(&design) * 0.98;
                for step in 0..=16 {
                    let tight = tightened(&design, f64::from(step) / 16.0, 0.0);
                    let said: Vec<_> = conflicts(&tight).into_iter().map(|conflict| conflict.message).collect();
                    assert!(said.is_empty(), "{name} {paper:?} {step}: {said:?}");
                    assert!(tight.leading / tight.styles.body.size >= 1.2 - 1e-9, "{name} {paper:?} {step}");
                    let holds = capacity(&tight);
                    assert!(holds >= before, "{name} {paper:?} {step}: {holds} after {before}");
                    before = holds * 0.98;
                }
                // A magazine has dense type and narrow margins already.
                let least = if design.has_spans() { 1.04 } else { 1.3 };
                assert!(capacity(&tightened(&design, 1.0, 0.0)) > capacity(&design) * least, "{name} {paper:?}");
            }
        }
    }
}
