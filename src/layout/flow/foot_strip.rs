//! The colophon of a design with several columns: a strip below all of them, at the foot of the last page. So notes
//! stand at the feet of their columns, above nothing else, and the credits come last.
//!
//! Where the last page has no room for it, its columns become shorter. If that is not enough, the last lines of the text go to another page with it. Only a colophon that is
//! longer than that follows the text in the last column.

use super::back::{self, ColophonForm};
use super::breaks::{Fill, NoteLine};
use super::slug::{put, snap};
use super::{BlockContext, Composer, matter};
use crate::layout::Frame;
use crate::units::Pt;

/// Sets the colophon below the columns of the last page, whose columns are the last of `fills`, and makes room for it.
/// Positions in the frame are measured from the top of the text.
pub(super) fn colophon<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    notes: &[NoteLine],
    fills: &mut Vec<Fill>,
) -> Option<Frame> {
    if composer.design.columns.count < 2 || fills.is_empty() {
        return None;
    }
    colophon_across(composer, page, notes, fills)
        .or_else(|| below_shorter_columns(composer, page, notes, (&mut *fills, 1)))
        .or_else(|| on_next_page(composer, page, notes, fills))
        .or_else(|| below_shorter_columns(composer, page, notes, (&mut *fills, 2)))
}

/// Breaks the last page again with shorter columns, if its text fits on `most` pages of them, and sets the colophon
/// below the last ones.
fn below_shorter_columns<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    notes: &[NoteLine],
    (fills, most): (&mut Vec<Fill>, usize),
) -> Option<Frame> {
    let count = composer.design.columns.count;
    let last = (fills.len() - 1) / count * count;
    let (first, end) =
        (fills[last..].iter().flat_map(|fill| &fill.slugs).map(|(slug, _)| *slug).min()?, composer.galley.len());
    let called = composer.notes.called(composer.galley.slugs(), notes);
    // Figures and notes that were carried over from the page before belong to a break that is not made again.
    let whole = fills[last..].iter().map(|fill| fill.slugs.len()).sum::<usize>() == end - first;
    if !whole || fills[last].notes.start != first.checked_sub(1).map_or(0, |before| called[before]) {
        return None;
    }
    let area = composer.text_area(page.parent);
    let strip = back::colophon_estimate(composer, &area) + composer.design.leading;
    let lines = (strip / composer.design.leading).ceil() as usize;
    composer.lines = composer.lines.checked_sub(lines)?;
    let shorter = matter::fills_of(composer, notes, &called, first..end);
    composer.lines += lines;
    if shorter.len() > count * most {
        return None;
    }
    let mut tried = fills[..last].to_vec();
    tried.extend(shorter);
    let strip = colophon_across(composer, page, notes, &tried)?;
    *fills = tried;
    Some(strip)
}

/// Sets the colophon below the columns of a page that is added for it, with the last lines of the text.
fn on_next_page<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    notes: &[NoteLine],
    fills: &mut Vec<Fill>,
) -> Option<Frame> {
    // The text is broken as if the colophon followed it, which takes its last lines along.
    let (had, nodes) = (composer.galley.extent(), composer.setter.structure.nodes.len());
    let end = composer.galley.len();
    back::colophon(composer, page, ColophonForm::Close);
    let mut longer = matter::text_fills(composer, notes);
    composer.galley.truncate(had);
    composer.setter.structure.truncate(nodes);
    composer.colophon = None;
    for fill in &mut longer {
        fill.slugs.retain(|(slug, _)| *slug < end);
        let bottom = |(slug, top): &(usize, Pt)| *top + composer.galley.slugs()[*slug].height;
        fill.end = fill.slugs.iter().map(bottom).fold(Pt::ZERO, Pt::max);
    }
    while longer.last().is_some_and(|fill| fill.slugs.is_empty() && fill.notes.is_empty()) {
        longer.pop();
    }
    let strip = colophon_across(composer, page, notes, &longer)?;
    *fills = longer;
    Some(strip)
}

/// Sets the colophon below the columns of the last page, if there is room.
fn colophon_across<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    notes: &[NoteLine],
    fills: &[Fill],
) -> Option<Frame> {
    let count = composer.design.columns.count;
    let last = (fills.len() - 1) / count * count;
    let grid = composer.design.leading;
    let used = |fill: &Fill| matter::used(composer, notes, fill);
    let banner = composer.banner.as_ref().filter(|_| last == 0).map_or(Pt::ZERO, |banner| banner.height);
    let free = composer.height() - banner - fills[last..].iter().map(used).fold(Pt::ZERO, Pt::max);
    let area = composer.text_area(page.parent);
    if back::colophon_estimate(composer, &area) + grid > free {
        return None;
    }
    let entries = composer.galley.outline().len();
    let slugs = composer.apart(|composer| back::colophon(composer, &area, ColophonForm::Open));
    composer.galley.lead_nowhere(entries);
    composer.colophon = None;
    let height: Pt = slugs.iter().map(|slug| slug.before + slug.height).sum();
    let mut frame = Frame::default();
    let mut y = composer.height() - height;
    for slug in slugs {
        y += slug.before;
        put(&mut frame, Pt::ZERO, y, slug.frame);
        y += slug.height;
    }
    composer.strip = snap(height + grid, grid);
    Some(frame)
}

#[cfg(test)]
mod tests {
    use crate::design::{Paper, by_name};
    use crate::layout::{Item, typeset};
    use crate::read;
    use crate::source::Source;
    use crate::text::Fonts;

    #[test]
    fn credits_of_a_handout_stand_below_the_notes_of_all_columns() {
        let words = "Some words about a river. ".repeat(30);
        for paragraphs in [2, 4, 9, 12, 13, 14] {
            let called: String = (0..paragraphs).map(|note| format!("{words}[^{note}]\n\n")).collect();
            let notes: String =
                (0..paragraphs).map(|note| format!("[^{note}]: The text of noteword {note}.\n")).collect();
            let text = format!("---\nlang: en\nlicense: CC BY 4.0\n---\n\n# River\n\n{called}{notes}");
            let article =
                read::read(&Source::new("a.md", text), &read::Options::default(), &read::NoFiles, &mut Vec::new())
                    .unwrap();
            let design = by_name("handout", Paper::A4).unwrap();
            let pages = typeset(&article, &design, &Fonts::bundled(), &mut Vec::new());
            let last = pages.pages.last().unwrap();
            let found = |text: &str| {
                let runs = last.frame.items.iter().filter_map(|(at, placed)| match &placed.item {
                    Item::Text(run) if run.text.contains(text) => Some(at.y),
                    _ => None,
                });
                runs.collect::<Vec<_>>()
            };
            let credits = found("CC BY");
            assert_eq!(credits.len(), 1, "{paragraphs}");
            for note in found("noteword") {
                assert!(note < credits[0], "{paragraphs}: a note at {note:?} below the credits at {:?}", credits[0]);
            }
            assert!(credits[0] < design.folio - design.leading, "{paragraphs}");
        }
    }
}
