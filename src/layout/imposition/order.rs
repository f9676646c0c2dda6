//! The order of pages: sides of sheets in printing order, front and back alternating.

use super::Imposition;

/// A side: for each of its cells, the index of its page, if any. Cells are in reading order.
pub(super) type Side = Vec<Option<usize>>;

/// Returns the sides that `pages` pages need.
pub(super) fn sides(kind: Imposition, pages: usize) -> Vec<Side> {
    match kind {
        Imposition::Booklet => booklet(pages),
        _ => in_order(pages, kind.per_side()),
    }
}

/// Puts pages in sequence, `per_side` on each side.
fn in_order(pages: usize, per_side: usize) -> Vec<Side> {
    let side = |first: usize| (first..first + per_side).map(|page| (page < pages).then_some(page)).collect();
    (0..pages).step_by(per_side).map(side).collect()
}

/// Arranges pages for saddle stitching: the sheets are nested and folded once. Each carries two pages of the first
/// half, on front and back, and their counterparts of the second half. Blank pages come last.
fn booklet(pages: usize) -> Vec<Side> {
    let last = pages.next_multiple_of(4);
    let there = |page: usize| (page < pages).then_some(page);
    let front = |sheet: usize| vec![there(last - 1 - 2 * sheet), there(2 * sheet)];
    let back = |sheet: usize| vec![there(2 * sheet + 1), there(last - 2 - 2 * sheet)];
    (0..last / 4).flat_map(|sheet| [front(sheet), back(sheet)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the sides with pages counted from 1, and 0 for an empty cell.
    fn numbers(kind: Imposition, pages: usize) -> Vec<Vec<usize>> {
        sides(kind, pages)
            .iter()
            .map(|side| side.iter().map(|page| page.map_or(0, |page| page + 1)).collect())
            .collect()
    }

    #[test]
    fn a_booklet_pairs_first_and_last() {
        assert_eq!(numbers(Imposition::Booklet, 8), [[8, 1], [2, 7], [6, 3], [4, 5]]);
        assert_eq!(numbers(Imposition::Booklet, 5), [[0, 1], [2, 0], [0, 3], [4, 5]]);
        assert_eq!(numbers(Imposition::Booklet, 1), [[0, 1], [0, 0]]);
        assert!(numbers(Imposition::Booklet, 0).is_empty());
    }

    /// The test folds the sheets: leafing through the nested sheets gives the pages in order.
    #[test]
    fn a_folded_booklet_reads_in_order() {
        for pages in 1..=40 {
            let sides = numbers(Imposition::Booklet, pages);
            let (fronts, backs): (Vec<_>, Vec<_>) = sides.chunks(2).map(|sheet| (&sheet[0], &sheet[1])).unzip();
            let first_half = fronts.iter().zip(&backs).flat_map(|(front, back)| [front[1], back[0]]);
            let second_half = fronts.iter().zip(&backs).rev().flat_map(|(front, back)| [back[1], front[0]]);
            let read: Vec<usize> = first_half.chain(second_half).collect();
            let wanted: Vec<usize> = (1..=read.len()).map(|page| if page <= pages { page } else { 0 }).collect();
            assert_eq!(read, wanted);
        }
    }

    #[test]
    fn the_last_side_may_have_empty_places() {
        assert_eq!(numbers(Imposition::FourUp, 5), [[1, 2, 3, 4], [5, 0, 0, 0]]);
        assert_eq!(numbers(Imposition::TwoUp, 4), [[1, 2], [3, 4]]);
    }
}
