//! Avoids a last page with only a few lines.
//!
//! Such a page looks like an accident. Either the pages before it take its lines, or they give it some of theirs:
//! paragraphs are set with a line more or less, the title block moves down, and as a last means every page becomes one
//! line longer or shorter. Only what reaches the goal is done.

use std::ops::Range;

use super::breaks::{Choice, Choices, Chosen, Fill, Matter, NoteLine, Setting, choose};
use super::slug::{Slug, put};
use super::variants::{NoteCalls, Room, choices, improved, picked, replace};
use super::{Composer, matter};
use crate::layout::Item;
use crate::units::Pt;

/// Number of pages at the end whose paragraphs may be set again.
const PAGES: usize = 5;
/// Settings of paragraphs that cost more than this have visibly wide or narrow spaces. No page is worth that.
const COSTLIEST: f64 = 700.0;
/// Maximum number of lines by which the title block moves down.
const SINK: usize = 7;
/// Cost of each of these lines.
const SINK_COST: f64 = 700.0;
/// Pages may become short by so much ([`holes`]), such as one page by two lines. More would be worse than a last page with
/// few lines.
const HOLES: f64 = 2.0;
/// How much a page that is short by one line counts, in units of [`holes`].
const NEARLY_FULL: f64 = 0.1;
/// Minimum distance between the last baseline and the page number, in lines.
const ABOVE_FOLIO: f64 = 1.0;

/// Returns `fills`, or others whose last page has enough lines.
pub(super) fn without_stray_end(composer: &mut Composer<'_>, notes: &[NoteLine], fills: Vec<Fill>) -> Vec<Fill> {
    if composer.design.columns.count > 1 || fills.len() < 2 || !ends_badly(composer, &fills) {
        return fills;
    }
    let runs = matter::runs(composer);
    let called = composer.notes.called(composer.galley.slugs(), notes);
    let Some(run) = runs.last() else { return fills };
    let calls = NoteCalls { notes, called: &called };
    let tail = tail(&fills, run, &called);
    let lines = composer.design.lines;
    let mut heights = vec![lines];
    // Of several articles in one book, no one has longer pages than the others.
    if runs.len() == 1 {
        let foot = composer.design.first_baseline + composer.design.grid(lines as f64);
        let longer = foot + composer.design.grid(ABOVE_FOLIO) <= composer.design.folio;
        heights.extend([lines + 1].into_iter().filter(|_| longer).chain([lines - 1]));
    }
    let mut choices = paragraphs(composer, calls, &fills, &tail, run);
    // The title of a longer article is too far from its last page to move for it.
    if tail.start == run.start {
        lower_opening(composer, calls, run.start, &mut choices);
    }
    let goal = composer.design.grid(composer.design.last_lines as f64);
    let short: Vec<usize> = fills.iter().rev().skip(1).map(|fill| fill.short).collect();
    let before = uneven(&short);
    let mut found: Option<(f64, usize, Chosen)> = None;
    for height in heights {
        composer.lines = height;
        let choose = |matter: &Matter| choose(&Matter { least_last: goal, ..matter.clone() }, &choices);
        let chosen = matter::matter(composer, notes, &called, run.clone(), choose);
        let uneven = uneven(&chosen.short);
        if chosen.ends_well && found.as_ref().is_none_or(|(best, ..)| uneven < *best) {
            found = Some((uneven, height, chosen));
        }
        if found.as_ref().is_some_and(|(best, ..)| *best <= before) {
            break;
        }
    }
    composer.lines = lines;
    let most = holes(short.into_iter()).max(HOLES);
    match found.filter(|(_, _, chosen)| holes(chosen.short.iter().copied()) <= most) {
        Some((_, height, chosen)) => {
            let mut picked = picked(chosen.picks, choices, run.start);
            picked.sort_by_key(|(slugs, _)| slugs.start);
            replace(composer, picked);
            (composer.lines, composer.least_last) = (height, composer.design.last_lines as f64);
            let fills = matter::text_fills(composer, notes);
            let short = fills.iter().rev().skip(1).map(|fill| fill.short);
            if holes(short) == 0.0 { fills } else { improved(composer, notes, fills, Room::Give) }
        }
        None => fills,
    }
}

/// Returns the part of `run` on its last [`PAGES`] pages, so that few paragraphs are set again however long the article
/// is. It begins on a page to which nothing was carried over: no figure that waited, and no rest of a note.
fn tail(fills: &[Fill], run: &Range<usize>, called: &[usize]) -> Range<usize> {
    let mut end = 0;
    let mut start = run.start;
    for (index, fill) in fills.iter().enumerate() {
        let first = fill.slugs.iter().map(|(slug, _)| *slug).min();
        if let Some(first) = first.filter(|first| *first > run.start && *first >= end)
            && fill.notes.start == called[first - 1]
            && index + PAGES <= fills.len()
        {
            start = first;
        }
        end = fill.slugs.iter().map(|(slug, _)| slug + 1).max().unwrap_or(end).max(end);
    }
    start..run.end
}

/// Measures how uneven the feet of pages are: by [`holes`], and a little by the pages that are short by one line.
fn uneven(short: &[usize]) -> f64 {
    holes(short.iter().copied()) + NEARLY_FULL * short.iter().filter(|lines| **lines == 1).count() as f64
}

/// Measures how visibly pages are short: by the squares of the lines that are missing beyond the first, which nobody
/// sees.
fn holes(short: impl Iterator<Item = usize>) -> f64 {
    short.map(|lines| (lines.saturating_sub(1) as f64).powi(2)).sum()
}

/// Whether the last of `fills` has too few lines of text.
pub(super) fn ends_badly(composer: &Composer<'_>, fills: &[Fill]) -> bool {
    let Some(last) = fills.last() else { return false };
    let slugs = composer.galley.slugs();
    let text = last.slugs.iter().filter(|(slug, _)| composer.colophon.is_none_or(|first| *slug < first));
    let end = text.map(|(slug, top)| *top + slugs[*slug].height).fold(Pt::ZERO, Pt::max);
    end < composer.design.grid(composer.design.last_lines as f64)
}

/// Returns the other settings of the paragraphs on the last pages, in the slugs `tail` of `run`.
fn paragraphs(
    composer: &mut Composer<'_>,
    calls: NoteCalls<'_>,
    fills: &[Fill],
    tail: &Range<usize>,
    run: &Range<usize>,
) -> Choices {
    let first = fills[fills.len().saturating_sub(PAGES)..].iter().flat_map(|fill| &fill.slugs).map(|(slug, _)| *slug);
    let first = first.min().unwrap_or(tail.start).max(tail.start);
    let mut choices = choices(composer, calls, std::slice::from_ref(&(first..run.end)), run);
    choices.values_mut().for_each(|choice| choice.settings.retain(|setting| setting.cost <= COSTLIEST));
    choices.retain(|_, choice| !choice.settings.is_empty());
    choices
}

/// Adds to `choices` that the title block, whose first slug is `first`, stands some lines lower. Below a picture it stays.
fn lower_opening(composer: &Composer<'_>, calls: NoteCalls<'_>, first: usize, choices: &mut Choices) {
    let Some(opening) = composer.galley.slugs().get(first).filter(|slug| !shows_picture(slug)) else { return };
    let called = vec![calls.called[first] - first.checked_sub(1).map_or(0, |last| calls.called[last])];
    let lowered = (1..=SINK).map(|lines| {
        let by = composer.design.grid(lines as f64);
        let mut slug = Slug { frame: Default::default(), height: opening.height + by, ..opening.clone() };
        put(&mut slug.frame, Pt::ZERO, by, opening.frame.clone());
        Setting { slugs: vec![slug], called: called.clone(), cost: SINK_COST * lines as f64, change: 0 }
    });
    let choice = Choice { end: 1, settings: lowered.collect() };
    choices.entry(0).or_insert(choice);
}

fn shows_picture(slug: &Slug) -> bool {
    slug.frame.items.iter().any(|(_, placed)| matches!(placed.item, Item::Picture { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Design, Paper};
    use crate::diag::Diagnostics;
    use crate::layout::{Pages, typeset};
    use crate::read;
    use crate::source::Source;
    use crate::text::Fonts;

    fn set(paragraphs: usize) -> (Pages, Design) {
        let text = "Boats leave the harbour before dawn, when the water is flat and the gulls are still asleep on the \
            breakwater. By noon they are back with whatever the sea has given them, and the market begins.\n\n";
        let source = Source::new("a.md", format!("---\nlang: en\n---\n\n# Boats\n\n{}", text.repeat(paragraphs)));
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        let design = Design::article(Paper::A4);
        (typeset(&article, &design, &Fonts::bundled(), &mut Diagnostics::new()), design)
    }

    /// Returns the baselines of running text on page `number`.
    fn baselines(pages: &Pages, design: &Design, number: usize) -> Vec<f64> {
        let items = pages.pages[number].frame.items.iter();
        let body = items.filter_map(|(at, placed)| match &placed.item {
            Item::Text(run) if run.size == design.styles.body.size => Some(at.y.0),
            _ => None,
        });
        let mut found: Vec<f64> = body.collect();
        found.sort_by(f64::total_cmp);
        found.dedup();
        found
    }

    #[test]
    fn no_last_page_has_only_a_few_lines() {
        let mut ends = Vec::new();
        for paragraphs in 8..30 {
            let (pages, design) = set(paragraphs);
            let last = pages.pages.len() - 1;
            if last > 0 {
                ends.push((paragraphs, baselines(&pages, &design, last).len()));
                for page in 0..last {
                    let lines = baselines(&pages, &design, page);
                    let foot = design.first_baseline + design.grid(design.lines as f64 - 1.0);
                    assert!(
                        (lines[lines.len() - 1] - foot.0).abs() < design.leading.0 * 3.0 + 0.1,
                        "{paragraphs}: {lines:?}"
                    );
                }
            }
        }
        assert!(ends.len() > 10 && ends.iter().all(|end| end.1 >= 12), "{ends:?}");
    }

    #[test]
    fn in_a_long_article_no_page_in_the_middle_begins_lower() {
        let mut stray = 0;
        for paragraphs in 150..172 {
            let (pages, design) = set(paragraphs);
            stray += usize::from(pages.pages.len() > PAGES + 1);
            for page in 1..pages.pages.len() {
                let first = baselines(&pages, &design, page)[0];
                assert!((first - design.first_baseline.0).abs() < 0.1, "{paragraphs}, page {}: {first}", page + 1);
            }
        }
        assert!(stray > 10, "the articles are not long");
    }

    #[test]
    fn a_colophon_that_says_only_what_made_it_is_a_small_line_beside_the_page_number() {
        let (pages, design) = set(20);
        let made = |(_, placed): &&(crate::units::Point, crate::layout::Placed)| matches!(&placed.item, Item::Text(run) if run.text.contains("Made"));
        let items = || pages.pages.iter().flat_map(|page| &page.frame.items);
        let found: Vec<_> = items().filter(made).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0.y, design.folio);
        let text: String = items()
            .filter_map(|(_, placed)| if let Item::Text(run) = &placed.item { Some(run.text.as_str()) } else { None })
            .collect();
        assert!(!text.contains("Credits") && !text.contains("CREDITS"), "{text}");
    }
}
