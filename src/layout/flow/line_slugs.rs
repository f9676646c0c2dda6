//! Makes slugs of the lines of a paragraph.

use super::letters;
use super::slug::{Break, Slug, Start, snap};
use crate::design::Type;
use crate::layout::inline::{Line, Reach};
use crate::units::{Em, Point, Pt};

/// How far descenders are assumed to reach below the baseline; the next constant is how far ascenders reach above it.
pub(super) const DESCENT: Em = Em(0.25);
pub(super) const ASCENT: Em = Em(0.68);
/// Minimum distance between formulas in neighbouring lines.
const LINE_GAP: Em = Em(0.02);
/// Cost of a page break after a line that ends in a hyphen.
pub(super) const HYPHEN_AT_PAGE_END: u32 = 5_000;

/// Makes slugs of the lines of a paragraph.
pub(super) fn line_slugs(grid: Pt, mut lines: Vec<Line>, kind: &Type, x: Pt) -> Vec<Slug> {
    room_for_formulas(&mut lines, kind);
    let count = lines.len();
    let slugs = lines.into_iter().enumerate().map(|(index, content)| {
        let after = after_line(index, count, content.hyphenated);
        let start = if index > 0 && kind.leading != grid { Start::Flow } else { Start::Grid };
        Slug { after, start, ..line_slug(grid, content, kind.leading, x) }
    });
    slugs.collect()
}

/// Makes a slug of `line` with its left edge at `x`.
pub(super) fn line_slug(grid: Pt, line: Line, leading: Pt, x: Pt) -> Slug {
    let extra = if line.extra > Pt::ZERO { snap(line.extra, grid) } else { Pt::ZERO };
    let baseline = leading + extra;
    let below = if line.below > Pt::ZERO { snap(line.below, grid) } else { Pt::ZERO };
    let height = baseline + below;
    let mut frame = line.frame;
    frame.items.iter_mut().for_each(|(at, _)| *at = *at + Point::new(x, baseline));
    Slug { frame, height, notes: line.notes, ..Slug::default() }
}

/// Returns the cost of a page break after line `index` of a paragraph of `count` lines: at least two stay together on
/// each side.
pub(super) fn after_line(index: usize, count: usize, hyphenated: bool) -> Break {
    let left = count - index - 1;
    let hyphen = if hyphenated { HYPHEN_AT_PAGE_END } else { 0 };
    if left == 0 || index > 0 && left > 1 { Break::Cost(hyphen) } else { Break::Never }
}

/// Makes room above and below lines whose formulas would touch their neighbours.
fn room_for_formulas(lines: &mut [Line], kind: &Type) {
    if lines.iter().all(|line| line.formulas.is_empty()) {
        return;
    }
    let size = kind.size;
    let text = Reach {
        from: Pt::ZERO,
        to: Pt(f64::INFINITY),
        height: ASCENT * size,
        depth: DESCENT * size,
        below_letters: None,
    };
    let gap = LINE_GAP * size - kind.leading;
    // The text of a line is assumed to reach from edge to edge. A formula counts only where it stands.
    let mut before = vec![text];
    for index in 0..lines.len() {
        let (above, rest) = lines.split_at_mut(index);
        let line = &mut rest[0];
        let now = || std::iter::once(&text).chain(&line.formulas);
        let depth = |upper: &Reach, lower: &Reach| match lower.below_letters {
            Some(unknown) if upper.to == text.to => {
                above.last().map_or(unknown, |above| letters::depth(&above.frame, lower.from, lower.to))
            }
            _ => upper.depth,
        };
        let meeting = before.iter().flat_map(|upper| now().map(move |lower| (upper, lower)));
        let meeting = meeting.filter(|(upper, lower)| upper.from < lower.to && lower.from < upper.to);
        let short = meeting.map(|(upper, lower)| depth(upper, lower) + lower.height + gap).fold(Pt::ZERO, Pt::max);
        line.extra = line.extra.max(short);
        before = now().copied().collect();
    }
    if let Some(last) = lines.last_mut() {
        let short = last.formulas.iter().map(|formula| formula.depth + text.height + gap);
        last.below = short.fold(Pt::ZERO, Pt::max);
    }
}
