//! Makes a design take less paper: margins and gaps are reduced first, then the leading, then the size.

use super::fit;
use crate::design::Design;
use crate::units::Pt;

/// Minimum size of type, in points, and as a share of the design's own size (the next constant): type becomes no
/// smaller than either.
const LEAST_SIZE: Pt = Pt(9.0);
const LEAST_SHARE: f64 = 0.75;
/// Minimum size of large print (RNIB, "Clear Print": 16 points and more).
const LARGE_PRINT: Pt = Pt(16.0);
/// Minimum leading, in ems of running text: closer lines run into each other.
const LEAST_LEADING: f64 = 1.2;
/// Minimum margin: 15 mm.
const LEAST_MARGIN: Pt = Pt(42.5);

/// Returns `design` with a tightness from 0 (unchanged) to 1 (as tight as allowed).
pub(crate) fn tightened(design: &Design, tightness: f64) -> Design {
    let mut tight = design.clone();
    // Each measure acts in its own part of the range, so that the least noticeable comes first.
    let part = |from: f64, to: f64| ((tightness - from) / (to - from)).clamp(0.0, 1.0);
    gaps(&mut tight, part(0.0, 0.4));
    leading(&mut tight, part(0.2, 0.8));
    size(&mut tight, part(0.4, 1.0));
    margins(&mut tight, design, part(0.0, 0.4));
    tight
}

fn between(from: f64, to: f64, part: f64) -> f64 {
    from + (to.min(from) - from) * part
}

fn gaps(design: &mut Design, part: f64) {
    let spacing = &mut design.spacing;
    // The room above and below a heading together stays a whole number of lines, so it changes in whole steps.
    if part >= 0.5 && spacing.section_above + spacing.section_below > 1.0 {
        (spacing.section_above, spacing.section_below) = (1.0, 0.0);
    }
    spacing.cover_lines = between(spacing.cover_lines as f64, 8.0, part).round() as usize;
    design.opening.sink = between(design.opening.sink as f64, 0.0, part).round() as usize;
    design.opening.below = between(design.opening.below, 1.0, part).round();
}

fn leading(design: &mut Design, part: f64) {
    let size = design.styles.body.size;
    let tight = between(design.leading / size, LEAST_LEADING, part);
    fit::scale_leading(design, tight * size.0 / design.leading.0);
}

fn size(design: &mut Design, part: f64) {
    let from = design.styles.body.size;
    let least = if from >= LARGE_PRINT { LARGE_PRINT } else { (from * LEAST_SHARE).max(LEAST_SIZE) };
    fit::to_size(design, Pt(between(from.0, least.0, part)));
}

/// Moves the edges of the text of `tight` from those of `design` towards the paper's edges.
fn margins(tight: &mut Design, design: &Design, part: f64) {
    let paper = design.paper;
    let nearer = |margin: Pt| Pt(between(margin.0, LEAST_MARGIN.0, part));
    fit::to_margins(
        tight,
        &super::Margins {
            top: nearer(fit::top(design)),
            right: nearer(paper.width - design.margin - design.text_width()),
            bottom: nearer(paper.height - super::foot(design)),
            left: nearer(design.margin),
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::custom::check::conflicts;
    use crate::design::{NAMES, by_name, papers};

    /// Estimates the number of letters on a full page.
    fn capacity(design: &Design) -> f64 {
        let width = design.measure * design.columns.count as f64;
        (width / design.styles.body.size) * design.lines as f64
    }

    #[test]
    fn every_step_holds_more_and_keeps_to_the_bounds() {
        for name in NAMES {
            for &paper in papers(name) {
                let design = by_name(name, paper).unwrap();
                let mut before = capacity(&design) * 0.98;
                for step in 0..=16 {
                    let tight = tightened(&design, f64::from(step) / 16.0);
                    let conflicts: Vec<_> = conflicts(&tight).into_iter().map(|conflict| conflict.message).collect();
                    assert!(conflicts.is_empty(), "{name} {paper:?} {step}: {conflicts:?}");
                    let (size, holds) = (tight.styles.body.size, capacity(&tight));
                    assert!(
                        size.0 >= 9.0 - 1e-9 && size >= design.styles.body.size * 0.74,
                        "{name} {paper:?}: {size:?}"
                    );
                    assert!(tight.leading / size >= 1.2 - 1e-9, "{name} {paper:?} {step}");
                    assert!(holds >= before, "{name} {paper:?} {step}: {holds} after {before}");
                    before = holds * 0.98;
                }
                // A magazine has dense type and narrow margins already.
                let least = if design.has_spans() { 1.04 } else { 1.3 };
                assert!(capacity(&tightened(&design, 1.0)) > capacity(&design) * least, "{name} {paper:?}");
            }
        }
    }
}
