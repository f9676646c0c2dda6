//! Make-up of pages on which wide content spans several columns.
//!
//! A page is a stack of **bands**: the columns of a stretch of text, or a **block** that spans all of them, such as the
//! title block or a long table. Columns above a block, and on the last page, are balanced. What may float, such as a wide
//! picture, is lifted out of the text and stands at the head or the foot of some columns of the page where it belongs,
//! or else at the head of the next page; the text flows round it. A pull quote may also stand in the middle of the
//! columns, which flow past it.
//!
//! Pages are made one after the other. For each, several places of the floating content are tried, and the columns that
//! [`super::breaks`] fills at the lowest cost are kept. It looks ahead by about one column, so time is linear in the number
//! of pages.

mod bands;
mod fill;
mod floats;

use std::collections::VecDeque;
use std::ops::Range;

use super::back::ColophonForm;
use super::breaks::{Fill, Gap, Matter, choose};
use super::slug::{Floating, Slug};
use super::variants::NoteCalls;
use super::{BlockContext, Composer, back, matter, variants};
use crate::units::Pt;

/// Slugs that may be moved in all while paragraphs are set again, so that time stays linear in the length of an article.
const MOST_WORK: usize = 4_000_000;
/// Longer articles are not made up again for the sake of their last pages.
pub(super) const MOST_PAGES: usize = 12;

/// Makes up all pages: for each, one [`Fill`] for each column. Content that spans columns is in the fill of its first
/// one.
///
/// A last page with too few lines looks like an accident. Then the title block stands some lines lower, or all pages get
/// a line more or some lines less, if that helps.
pub(super) fn pages<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) -> Vec<Fill> {
    let (had, nodes) = (composer.galley.extent(), composer.setter.structure.nodes.len());
    back::colophon_across(composer, page, ColophonForm::Open);
    let mut found = shape(composer);
    // A page without any text is worse than a close colophon.
    if composer.colophon.is_some() && found.text == Pt::ZERO {
        composer.galley.truncate(had);
        composer.setter.structure.truncate(nodes);
        back::colophon_across(composer, page, ColophonForm::Close);
        found = shape(composer);
    }
    (composer.lines, composer.sink) = (composer.design.lines.saturating_add_signed(found.more), found.sink);
    all(composer, Care::Final)
}

/// What is changed on all pages so that the last one has enough lines.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// The end of the content of the last page, apart from the colophon, up to that of a good one.
    end: Pt,
    /// The end of the article's text and notes there.
    text: Pt,
    /// Lines that pages have more than in the design.
    more: isize,
    /// Lines by which the title block stands lower.
    sink: isize,
}

fn shape(composer: &mut Composer<'_>) -> Shape {
    let design = composer.design;
    let alone = composer.article.bound.is_empty();
    let foot = design.first_baseline + design.grid(design.lines as f64);
    let longer = foot + design.leading <= design.folio;
    // White above a title is part of the design; a picture at the page's edge cannot move.
    let sinks = !composer.galley.slugs().first().is_some_and(Slug::bleeds);
    let lower = [(0, 2), (0, 4), (0, 6), (0, 8), (0, 10), (-1, 6), (-1, 10), (-2, 10)];
    let lower = lower.into_iter().filter(|_| sinks);
    let tried = [(0, 0), (0, -1), (1, 0), (1, -1)].into_iter().chain(lower).chain([(-1, 0), (-2, 0)]);
    let tried = tried.filter(|(more, _)| longer || *more <= 0);
    let goal = design.grid(design.last_lines as f64);
    // Notes are text, though they come after all figures.
    let part = |slug: &&Slug| slug.after_figures && slug.decor.is_some();
    let parts = composer.galley.slugs().iter().position(|slug| part(&slug)).or(composer.colophon);
    let mut found: Vec<Shape> = Vec::new();
    for (more, sink) in tried {
        (composer.lines, composer.sink) = (design.lines.saturating_add_signed(more), sink);
        let fills = all(composer, Care::Draft);
        let one = fills.len() <= design.columns.count;
        let text = if one { goal } else { end(composer, &fills, parts) };
        let end = if one { goal } else { end(composer, &fills, composer.colophon).min(goal) };
        found.push(Shape { end, text, more, sink });
        if end >= goal || !alone || fills.len() > MOST_PAGES * design.columns.count {
            break;
        }
    }
    let first = found.first().copied().unwrap_or_default();
    found.into_iter().fold(first, |best, one| if one.end > best.end + Pt(0.1) { one } else { best })
}

/// Returns the end of the content of the last page before slug `part`, if there is such a part.
fn end(composer: &Composer<'_>, fills: &[Fill], part: Option<usize>) -> Pt {
    let count = composer.design.columns.count;
    let last = fills.len().saturating_sub(1) / count * count;
    let own = |(slug, _): &&(usize, Pt)| part.is_none_or(|first| *slug < first);
    let slugs = fills[last..].iter().flat_map(|fill| fill.slugs.iter().filter(own));
    slugs.map(|(slug, top)| *top + composer.galley.slugs()[*slug].height).fold(Pt::ZERO, Pt::max)
}

/// How much work is done for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Care {
    /// Paragraphs stay as they are set.
    Draft,
    /// Paragraphs are set with a line more or less where columns would be short.
    Final,
}

fn all(composer: &mut Composer<'_>, care: Care) -> Vec<Fill> {
    let heads: Vec<Pt> = composer.galley.heads().iter().map(|head| head.height).collect();
    let mut work = if care == Care::Draft { 0 } else { MOST_WORK };
    let mut fills = Vec::new();
    let mut moved = 0;
    let runs = matter::runs(composer).into_iter();
    let runs: Vec<_> = runs.map(|run| (matter::begins_right(composer, &run), run)).collect();
    for (right, run) in runs {
        let columns = composer.design.columns.count.max(1) * if right { 2 } else { 1 };
        fills.resize_with(fills.len().next_multiple_of(columns), Fill::default);
        let (start, end) = (run.start.saturating_add_signed(moved), run.end.saturating_add_signed(moved));
        let mut state = State { end, at: start, waiting: None, floats: VecDeque::new() };
        while !state.is_done() {
            fills.extend(next_page(composer, &mut state, (&heads, care), &mut work));
        }
        // The slugs of later runs get other numbers when paragraphs are set again.
        moved += state.end as isize - end as isize;
    }
    fills
}

/// Makes the next page. Setting paragraphs again takes from `work` as many units as there are slugs, all of which move.
fn next_page(
    composer: &mut Composer<'_>,
    state: &mut State,
    (heads, care): (&[Pt], Care),
    work: &mut usize,
) -> Vec<Fill> {
    let before = state.clone();
    let mut maker = Maker::new(composer, state, (heads, care));
    let fills = maker.page();
    let short = std::mem::take(&mut maker.short);
    let length = composer.galley.len();
    if short.is_empty() || *work < length {
        return fills;
    }
    *work -= length;
    if !set_again(composer, short, heads) {
        return fills;
    }
    *state = State { end: before.end + composer.galley.len() - length, ..before };
    Maker::new(composer, state, (heads, care)).page()
}

/// Sets paragraphs of columns that are short in another number of lines, if that is better. Returns whether any is.
fn set_again(composer: &mut Composer<'_>, short: Vec<Short>, heads: &[Pt]) -> bool {
    let called = vec![0; composer.galley.len()];
    let calls = NoteCalls { notes: &[], called: &called };
    let mut picked = Vec::new();
    for Short { part, room, next } in short {
        let wanting = part.start..next;
        let mut choices = variants::choices(composer, calls, std::slice::from_ref(&wanting), &part);
        choices.retain(|_, choice| choice.end + part.start <= part.end);
        if choices.is_empty() {
            continue;
        }
        let matter = Matter {
            slugs: &composer.galley.slugs()[part.clone()],
            called: &called[part.clone()],
            heads,
            grid: composer.design.leading,
            first: &room.heights,
            gaps: &room.gaps,
            height: composer.height(),
            columns: composer.design.columns.count,
            ..Matter::default()
        };
        let picks = choose(&matter, &choices).picks;
        let picks = picks.into_iter().filter(|pick| pick.slug + part.start < next).collect();
        picked.extend(variants::picked(picks, choices, part.start));
    }
    picked.sort_by_key(|(slugs, _)| slugs.start);
    let any = !picked.is_empty();
    if any {
        variants::replace(composer, picked);
    }
    any
}

/// What is left for the next page.
#[derive(Clone, Debug)]
struct State {
    /// The end of the text.
    end: usize,
    /// The next slug.
    at: usize,
    /// The first of the figures in one column that wait for room.
    waiting: Option<usize>,
    /// Floating content that spans columns and waits for the next page.
    floats: VecDeque<Range<usize>>,
}

impl State {
    fn is_done(&self) -> bool {
        self.at >= self.end && self.waiting.is_none() && self.floats.is_empty()
    }
}

/// A band with columns that are short, although text follows: what was looked at to fill it, the room, and the slug after
/// its last one.
struct Short {
    part: Range<usize>,
    room: Room,
    next: usize,
}

/// What makes one page.
struct Maker<'c> {
    state: &'c mut State,
    slugs: &'c [Slug],
    /// Heights of the repeated headers of tables.
    heads: &'c [Pt],
    care: Care,
    grid: Pt,
    /// Height of a page.
    height: Pt,
    /// Number of columns.
    count: usize,
    /// Lines by which the title block stands lower than usual.
    sink: isize,
    /// The bands with short columns.
    short: Vec<Short>,
}

/// The room for a band of columns.
#[derive(Clone)]
struct Room {
    heights: Vec<Pt>,
    gaps: Vec<Vec<Gap>>,
}

impl Slug {
    /// Whether it spans several columns.
    pub(super) fn spans(&self) -> bool {
        self.columns > 1
    }

    /// Whether it reaches beyond the top of the text, as a picture at the page's edge does.
    fn bleeds(&self) -> bool {
        self.frame.items.iter().any(|(at, _)| at.y < Pt(-1.0))
    }

    fn floats(&self) -> bool {
        self.floating == Floating::Yes
    }

    /// Whether it is lifted out of the text and spans several columns.
    pub(super) fn floats_across(&self) -> bool {
        self.spans() && self.floats()
    }

    /// Whether it keeps its place in the text and spans all columns.
    fn is_block(&self) -> bool {
        self.spans() && !self.floats()
    }
}
