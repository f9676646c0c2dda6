//! Tests of page breaking, with slugs made by hand.

use super::*;
use crate::article::NoteId;
use crate::layout::flow::slug::{Break, Start};

const GRID: Pt = Pt(16.0);
const LINES: f64 = 10.0;
static NONE_CALLED: [usize; 100] = [0; 100];

fn line(after: Break) -> Slug {
    Slug { height: GRID, after, ..Slug::default() }
}

/// Makes a paragraph of `count` lines, as the composer does.
fn paragraph(count: usize) -> Vec<Slug> {
    let after = |index: usize| index + 1 == count || index > 0 && count - index > 2;
    (0..count).map(|index| line(if after(index) { Break::FREE } else { Break::Never })).collect()
}

fn figure(lines: f64) -> Slug {
    Slug { height: GRID * lines, floating: Floating::Yes, before: GRID, below: GRID, ..line(Break::FREE) }
}

/// Breaks slugs that call notes with these numbers of lines.
fn pages(slugs: &[Slug], notes: &[usize], heads: &[Pt]) -> Vec<Fill> {
    let lines = notes.iter().flat_map(|&count| {
        (0..count).map(move |index| NoteLine {
            slug: Slug { height: Pt(12.0), ..Slug::default() },
            siblings: (index, count - index - 1),
        })
    });
    let lines: Vec<NoteLine> = lines.collect();
    let mut reached = 0;
    let called: Vec<usize> = (slugs.iter())
        .map(|slug| {
            let last = slug.notes.iter().map(|note| note.0 as usize + 1).max().unwrap_or(0);
            reached = reached.max(notes[..last].iter().sum());
            reached
        })
        .collect();
    break_pages(&Matter { notes: &lines, called: &called, heads, ..matter(slugs) })
}

/// Makes another setting of a paragraph: `count` lines instead of `from`.
fn setting(from: usize, count: usize) -> Setting {
    let change = count as isize - from as isize;
    Setting { slugs: paragraph(count), called: vec![0; count], cost: 100.0, change }
}

/// Makes the input of page breaking from slugs without notes.
fn matter(slugs: &[Slug]) -> Matter<'_> {
    Matter {
        slugs,
        notes: &[],
        called: &NONE_CALLED[..slugs.len().min(100)],
        heads: &[],
        grid: GRID,
        first: &[],
        gaps: &[],
        height: GRID * LINES,
        columns: 1,
        note_gap: Pt(8.0),
        facing: false,
        least_last: GRID * 5.0,
        tail: Pt::ZERO,
    }
}

fn on(page: &Fill) -> Vec<usize> {
    page.slugs.iter().map(|&(slug, _)| slug).collect()
}

#[test]
fn every_slug_is_on_one_page_in_order() {
    let slugs: Vec<Slug> = (1..30).flat_map(|count| paragraph(count % 7 + 1)).collect();
    let placed: Vec<usize> = pages(&slugs, &[], &[]).iter().flat_map(on).collect();
    assert_eq!(placed, (0..slugs.len()).collect::<Vec<_>>());
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    for shift in 0..9 {
        let slugs = [paragraph(shift + 1), paragraph(5), paragraph(3), paragraph(4), paragraph(6)].concat();
        for page in pages(&slugs, &[], &[]) {
            let last = *on(&page).last().expect("a page has something on it");
            assert_ne!(slugs[last].after, Break::Never, "the page ends inside what belongs together");
        }
    }
}

#[test]
fn what_cannot_be_broken_and_does_not_fit_is_broken_where_the_page_is_full() {
    let slugs = vec![line(Break::Never); 35];
    let placed: Vec<usize> = pages(&slugs, &[], &[]).iter().map(|page| page.slugs.len()).collect();
    assert_eq!(placed.iter().sum::<usize>(), 35);
    assert_eq!(placed.len(), 4);
}

#[test]
fn something_higher_than_a_page_gets_a_page() {
    let slugs = [paragraph(2), vec![Slug { height: GRID * 14.0, ..line(Break::FREE) }], paragraph(2)].concat();
    assert_eq!(pages(&slugs, &[], &[]).iter().map(on).collect::<Vec<_>>(), [vec![0, 1], vec![2], vec![3, 4]]);
}

#[test]
fn text_goes_on_before_a_figure_that_does_not_fit() {
    let slugs = [paragraph(6), vec![figure(5.0)], paragraph(8)].concat();
    let pages = pages(&slugs, &[], &[]);
    assert_eq!(on(&pages[0]), [0, 1, 2, 3, 4, 5, 7, 8, 9, 10]);
    assert_eq!(on(&pages[1])[0], 6, "the figure stands at the top of the next page");
    assert_eq!(pages[1].slugs[1].1, GRID * 6.0, "with a line of room below it");
}

#[test]
fn figures_keep_their_order() {
    let slugs = [paragraph(6), vec![figure(6.0)], paragraph(1), vec![figure(1.0)], paragraph(9)].concat();
    let placed: Vec<usize> = pages(&slugs, &[], &[]).iter().flat_map(on).collect();
    let at = |slug: usize| placed.iter().position(|&placed| placed == slug);
    assert!(at(6) < at(8), "{placed:?}");
    assert_eq!(placed.len(), slugs.len());
}

#[test]
fn a_note_stands_on_the_page_of_its_call() {
    let mut slugs = paragraph(20);
    for (call, note) in [(3, 0), (9, 1), (11, 2)] {
        slugs[call].notes = vec![NoteId(note)];
    }
    let ends = [2, 5, 6];
    for page in pages(&slugs, &[2, 3, 1], &[]) {
        for (call, end) in [3, 9, 11].into_iter().zip(ends) {
            let here = on(&page).contains(&call);
            assert_eq!(here, page.notes.contains(&(end - 1)), "note of line {call}");
        }
    }
}

#[test]
fn a_note_longer_than_its_page_goes_on_on_the_next() {
    let mut slugs = paragraph(12);
    slugs[4].notes = vec![NoteId(0)];
    let pages = pages(&slugs, &[25], &[]);
    let notes: Vec<usize> = pages.iter().flat_map(|page| page.notes.clone()).collect();
    assert_eq!(notes, (0..25).collect::<Vec<_>>(), "all of its lines, in order");
    assert!(pages.iter().all(|page| page.notes.len() != 1), "at least two on a page");
}

#[test]
fn a_table_that_goes_on_begins_with_its_header() {
    let mut slugs = vec![Slug { start: Start::Flow, ..line(Break::FREE) }; 25];
    slugs[2..].iter_mut().for_each(|slug| slug.head = Some(0));
    let pages = pages(&slugs, &[], &[Pt(20.0)]);
    assert_eq!(pages[0].head, None);
    assert_eq!(pages[1].head, Some((0, Pt::ZERO)));
    assert_eq!(pages[1].slugs[0].1, Pt(20.0), "the row stands below it");
}

#[test]
fn a_long_text_takes_time_in_proportion() {
    let slugs: Vec<Slug> = (0..4_000).flat_map(|count| paragraph(count % 6 + 2)).collect();
    assert!(pages(&slugs, &[], &[]).len() > 1_500);
}

#[test]
fn the_first_columns_may_be_shorter_than_the_others() {
    let slugs = paragraph(30);
    let matter = Matter { first: &[GRID * 4.0, GRID * 6.0], ..matter(&slugs) };
    assert_eq!(break_pages(&matter).iter().map(|column| column.slugs.len()).collect::<Vec<_>>(), [4, 6, 10, 10]);
}

#[test]
fn the_columns_of_the_last_page_are_as_long_as_each_other() {
    let slugs = [paragraph(10), paragraph(10), paragraph(6), paragraph(7)].concat();
    let columns = break_pages(&Matter { columns: 2, ..matter(&slugs) });
    assert_eq!(columns.iter().map(|column| column.slugs.len()).collect::<Vec<_>>(), [10, 10, 6, 7]);
    let placed: Vec<usize> = columns.iter().flat_map(on).collect();
    assert_eq!(placed, (0..slugs.len()).collect::<Vec<_>>());
}

#[test]
fn facing_pages_end_at_one_height_where_that_is_no_worse() {
    let block = |lines: usize| [vec![line(Break::Never); lines - 1], vec![line(Break::FREE)]].concat();
    // The recto must be one line short; a looser paragraph could fill the verso, but should not.
    let slugs = [block(10), paragraph(9), block(9), block(10)].concat();
    let wider = Setting { cost: 500.0, ..setting(9, 10) };
    let choices = Choices::from([(10, Choice { end: 19, settings: vec![wider] })]);
    assert_eq!(choose(&matter(&slugs), &choices).picks, [Pick { slug: 10, setting: 0 }]);
    assert!(choose(&Matter { facing: true, ..matter(&slugs) }, &choices).picks.is_empty());
}

#[test]
fn a_paragraph_takes_a_line_more_where_that_fills_the_page() {
    // Nine lines fit before the heading with its text; the second paragraph can become longer.
    let heading = vec![line(Break::Never); 2];
    let slugs = [paragraph(4), paragraph(5), heading, paragraph(8)].concat();
    let setting = |count: usize| setting(5, count);
    let choices = Choices::from([(4, Choice { end: 9, settings: vec![setting(4), setting(6)] })]);
    assert_eq!(choose(&matter(&slugs), &choices).picks, [Pick { slug: 4, setting: 1 }]);
    let dear = Setting { cost: 100_000.0, ..setting(6) };
    let choices = Choices::from([(4, Choice { end: 9, settings: vec![dear] })]);
    assert_eq!(choose(&matter(&slugs), &choices).picks, [], "not at any price");
}

#[test]
fn a_page_may_end_inside_another_setting() {
    // With one more line in the long paragraph, two lines instead of one remain for the last page.
    let slugs = [paragraph(4), paragraph(21)].concat();

    let choices = Choices::from([(4, Choice { end: 25, settings: vec![setting(21, 20)] })]);
    assert_eq!(choose(&matter(&slugs[..25]), &choices).picks, [], "five lines on the last page are enough");
    let slugs = [paragraph(4), paragraph(17)].concat();
    let choices = Choices::from([(4, Choice { end: 21, settings: vec![setting(17, 16)] })]);
    assert_eq!(choose(&matter(&slugs), &choices).picks, [Pick { slug: 4, setting: 0 }], "two full pages");
}

#[test]
fn no_figure_of_the_text_stands_after_what_ends_it() {
    let end = Slug { after_figures: true, ..line(Break::Never) };
    let slugs =
        [paragraph(6), vec![figure(8.0)], vec![figure(8.0)], paragraph(2), vec![end, line(Break::FREE)]].concat();
    let placed: Vec<usize> = pages(&slugs, &[], &[]).iter().flat_map(on).collect();
    let at = |slug: usize| placed.iter().position(|&placed| placed == slug);
    assert_eq!(placed.len(), slugs.len());
    assert!(at(6) < at(10) && at(7) < at(10), "{placed:?}");
}

#[test]
fn a_figure_higher_than_a_page_does_not_keep_what_ends_the_text_away() {
    let end = Slug { after_figures: true, ..line(Break::FREE) };
    let slugs = [paragraph(4), vec![figure(40.0)], vec![end]].concat();
    let placed: Vec<usize> = pages(&slugs, &[], &[]).iter().flat_map(on).collect();
    assert_eq!(placed, [0, 1, 2, 3, 4, 5]);
}
