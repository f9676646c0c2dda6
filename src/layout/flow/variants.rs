//! Sets paragraphs with one line more or less than is best for them, if that makes better pages.
//!
//! Pages are first broken with every paragraph in its best setting. If a page is then short, ends in a hyphen, or is a
//! nearly empty last page, its paragraphs are also set in other settings, and pages are broken again with this choice
//! ([`super::breaks`]). The chosen setting replaces the first one. Good pages cost no extra time. If paragraphs do not
//! help enough, a little more room is given above headings, lists or listings.

use super::breaks::{Choice, Choices, Fill, NoteLine, Pick, Setting, choose};
use super::line_slugs::line_slugs;
use super::slug::{Break, Floating, Slug};
use super::{BlockContext, Composer, HYPHEN_AT_PAGE_END, after_line, matter};
use crate::article::{Inline, NoteId};
use crate::design::Type;
use crate::layout::inline::{Alignment, InitialStyle, Line, SetText, TextStyle, Variant};
use crate::layout::{Owner, StructId, StructRole};
use crate::units::Pt;
use std::ops::Range;

/// Maximum number of times that pages are improved.
const ROUNDS: usize = 2;
/// Pages that are short by no more lines than this get no room above headings.
const GOOD_ENOUGH: usize = 1;
/// Cost of an extra line of room above a block that is set apart, on a page that is short by more than [`GOOD_ENOUGH`].
/// It makes such room better than two blank lines at the foot of the page.
const MORE_ROOM: f64 = 5_000.0;
/// A last page with fewer grid lines than this looks empty. Other pages should give it lines, or take all of its lines.
const LAST_LINES: f64 = 5.0;
/// Number of pages before such a last page that may give it lines, or take its lines.
const BEFORE_LAST: usize = 3;
/// Cost of any setting other than the best one.
const OTHER_SETTING: f64 = 300.0;
/// Demerits of lines (Knuth & Plass 1981) that equal one unit of page cost. A line at the limit of its stretch has
/// about 12,000; five such lines are worse than a page that is one line short.
const DEMERITS: f64 = 35.0;
/// Demerits that a line more or less may cost a paragraph, for each of its lines, where the design's looseness is 1 or −1:
/// lines at three quarters of their stretch.
const LOOSENED: f64 = 1_500.0;
/// Paragraphs of so many lines or fewer keep their number of lines whatever the looseness.
const FEW_LINES: usize = 2;

/// Whether more room may be given to blocks that are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// More room may be given.
    Give,
    /// No more room may be given, because it is needed for something else.
    Keep,
}

/// A paragraph that can be set again.
#[derive(Debug)]
pub(super) struct Again {
    /// Its slugs.
    pub slugs: Range<usize>,
    /// Number of lines that it has more than its text is best set in.
    delta: isize,
    /// Number of items on its first slug that are not part of its text: labels and anchors.
    lead: usize,
    /// Number of lines that stay together because they stand beside a drop cap.
    together: usize,
    text: SetText,
    /// The other settings, once they have been tried: pages may be improved several times.
    tried: Option<Vec<Variant<Vec<Line>>>>,
    kind: Type,
    x: Pt,
}

/// Sets `inlines` as a paragraph that can be set again.
pub(super) fn set_paragraph(
    composer: &mut Composer<'_>,
    inlines: &[Inline],
    style: &TextStyle,
    place: &BlockContext,
    owner: StructId,
) {
    let set = composer.setter.paragraph(inlines, style, owner);
    push_paragraph(composer, set, style, place, 0);
}

/// Sets `inlines` as [`set_paragraph`] does, with the first letter as a drop cap if the design has such.
pub(super) fn set_opening(
    composer: &mut Composer<'_>,
    inlines: &[Inline],
    style: &TextStyle,
    place: &BlockContext,
    owner: StructId,
) {
    let lines = composer.design.drop_cap;
    let wish = InitialStyle { lines, color: composer.design.inks.drop_cap };
    match composer.setter.with_initial(inlines, style, owner, wish) {
        Some(set) => push_paragraph(composer, set, style, place, lines),
        None => set_paragraph(composer, inlines, style, place, owner),
    }
}

/// Adds the lines of a paragraph, of which the first ones stay `together`.
fn push_paragraph(
    composer: &mut Composer<'_>,
    (mut lines, text): (Vec<Line>, SetText),
    style: &TextStyle,
    place: &BlockContext,
    together: usize,
) {
    let mut delta = 0;
    if composer.design.spacing.looseness != 0.0 && composer.galley.is_in_text() {
        (lines, delta) = loosened(composer, &text, lines, together);
    }
    let items = lines.first().map_or(0, |line| line.frame.items.len());
    let first = composer.galley.len();
    composer.galley.push_lines(lines, &place.body, place);
    hold(composer.galley.since(first), together);
    if composer.galley.is_in_text() && style.align == Alignment::Justified {
        let lead = composer.galley.slugs()[first].frame.items.len() - items;
        let slugs = first..composer.galley.len();
        composer.galley.can_be_set_again(Again {
            slugs,
            delta,
            lead,
            together,
            text,
            tried: None,
            kind: place.body,
            x: place.x,
        });
    }
}

/// Returns the lines of `text`, currently `lines`, and by how many they became more: with one line more or less, if the
/// design's looseness asks for it and the spaces allow it.
fn loosened(composer: &mut Composer<'_>, text: &SetText, lines: Vec<Line>, together: usize) -> (Vec<Line>, isize) {
    let looseness = composer.design.spacing.looseness;
    let wanted = if looseness < 0.0 { -1 } else { 1 };
    // A single line that becomes two would be seen, and a drop cap needs its lines.
    if lines.len() <= FEW_LINES.max(together) {
        return (lines, 0);
    }
    let called = |lines: &[Line]| lines.iter().flat_map(|line| &line.notes).copied().collect::<Vec<NoteId>>();
    let most = looseness.abs() * LOOSENED * lines.len() as f64;
    let found = composer.setter.variants(text, &[wanted]).into_iter().find(|variant| variant.worse <= most);
    match found.filter(|variant| called(&variant.set) == called(&lines)) {
        Some(variant) => (variant.set, wanted),
        None => (lines, 0),
    }
}

/// Forbids page breaks between the first `together` lines of a paragraph.
fn hold(lines: &mut [Slug], together: usize) {
    lines.iter_mut().take(together.saturating_sub(1)).for_each(|slug| slug.after = Break::Never);
}

/// Returns `fills`, or better ones with some paragraphs in other settings.
pub(super) fn improved(composer: &mut Composer<'_>, notes: &[NoteLine], mut fills: Vec<Fill>, room: Room) -> Vec<Fill> {
    for round in 0..ROUNDS {
        let room = if round + 1 == ROUNDS { room } else { Room::Keep };
        let mut chosen: Vec<(Range<usize>, Vec<Slug>)> = Vec::new();
        let called = composer.notes.called(composer.galley.slugs(), notes);
        let mut filled = fills.iter().peekable();
        for run in matter::runs(composer) {
            let of_run = |fill: &&Fill| fill.slugs.first().is_none_or(|(slug, _)| run.contains(slug));
            let fills = std::iter::from_fn(|| filled.next_if(of_run)).filter(|fill| !fill.slugs.is_empty());
            let fills: Vec<Fill> = fills.cloned().collect();
            chosen.extend(better(composer, NoteCalls { notes, called: &called }, &fills, run, (round, room)));
        }
        if chosen.is_empty() {
            continue;
        }
        chosen.sort_by_key(|(slugs, _)| slugs.start);
        replace(composer, chosen);
        fills = matter::text_fills(composer, notes);
    }
    fills
}

/// The notes of the text, and where they are called.
#[derive(Clone, Copy)]
pub(super) struct NoteCalls<'n> {
    /// The lines of all notes.
    pub notes: &'n [NoteLine],
    /// For each slug, the number of note lines called up to its end.
    pub called: &'n [usize],
}

/// Chooses other settings for paragraphs of `run`, which currently fills `fills`.
fn better(
    composer: &mut Composer<'_>,
    calls: NoteCalls<'_>,
    fills: &[Fill],
    run: Range<usize>,
    (round, room): (usize, Room),
) -> Vec<(Range<usize>, Vec<Slug>)> {
    let wanting = wanting(composer, fills, round);
    let mut choices = choices(composer, calls, &wanting, &run);
    if room == Room::Give {
        more_room(composer, calls.called, fills, &run, &mut choices);
    }
    if choices.is_empty() {
        return Vec::new();
    }
    let start = run.start;
    let picks = matter::matter(composer, calls.notes, calls.called, run, |matter| choose(matter, &choices).picks);
    picked(picks, choices, start)
}

/// Returns the slugs to replace, and those to put in their place. `start` is the first slug of the part of the text.
pub(super) fn picked(picks: Vec<Pick>, mut choices: Choices, start: usize) -> Vec<(Range<usize>, Vec<Slug>)> {
    let chosen = picks.iter().filter_map(|pick| {
        let mut choice = choices.remove(&pick.slug)?;
        let setting = choice.settings.swap_remove(pick.setting);
        Some((pick.slug + start..choice.end + start, setting.slugs))
    });
    chosen.collect()
}

/// Adds to `choices` an extra line of room above blocks that are set apart, on pages that are still too short.
fn more_room(composer: &Composer<'_>, called: &[usize], fills: &[Fill], part: &Range<usize>, choices: &mut Choices) {
    let first_note = part.start.checked_sub(1).map_or(0, |last| called[last]);
    let last = fills.len().saturating_sub(1);
    for fill in fills[..last].iter().filter(|fill| fill.short > GOOD_ENOUGH) {
        let below_top = fill.slugs.iter().filter(|(_, top)| *top > Pt::ZERO);
        for &(index, _) in below_top {
            let slug = &composer.galley.slugs()[index];
            let spaced = slug.before >= composer.design.leading && slug.floating == Floating::No;
            let apart = stands_apart(composer, slug)
                || index > 0 && stands_apart(composer, &composer.galley.slugs()[index - 1]);
            if spaced && apart && !choices.contains_key(&(index - part.start)) {
                let slug = Slug { before: slug.before + composer.design.leading, ..slug.clone() };
                let called = vec![called[index] - first_note];
                let setting = Setting { slugs: vec![slug], called, cost: MORE_ROOM, change: 0 };
                choices.insert(index - part.start, Choice { end: index + 1 - part.start, settings: vec![setting] });
            }
        }
    }
}

/// Whether `slug` belongs to a block that is set apart from running text. Between two paragraphs separated by a blank
/// line, a second one would look like a mistake.
fn stands_apart(composer: &Composer<'_>, slug: &Slug) -> bool {
    let nodes = &composer.setter.structure.nodes;
    let owner = slug.frame.items.iter().find_map(|(_, placed)| match placed.owner {
        Owner::Content(owner) => Some(owner),
        _ => None,
    });
    let around = || std::iter::successors(owner, |id| nodes[id.0 as usize].parent);
    let roles = || around().map(|id| nodes[id.0 as usize].role);
    let in_line = roles().any(|role| role == StructRole::P);
    slug.decor.is_some()
        || roles().any(|role| match role {
            StructRole::H(_) | StructRole::L { .. } | StructRole::BlockQuote | StructRole::Table => true,
            // Code, formulas and pictures in a line are part of its paragraph.
            StructRole::Code | StructRole::Formula | StructRole::Figure => !in_line,
            _ => false,
        })
}

/// Returns the slugs of the pages that could be improved.
fn wanting(composer: &Composer<'_>, fills: &[Fill], round: usize) -> Vec<Range<usize>> {
    let mut pages = vec![false; fills.len()];
    let last = fills.len().saturating_sub(1);
    for (index, fill) in fills.iter().enumerate() {
        let hyphen = fill.slugs.last().map(|(slug, _)| composer.galley.slugs()[*slug].after);
        let hyphen = matches!(hyphen, Some(Break::Cost(cost)) if cost >= HYPHEN_AT_PAGE_END);
        if index < last && (fill.short > 0 || hyphen) {
            pages[index.saturating_sub(round)..=index + 1].fill(true);
        }
    }
    if last > 0 && fills[last].end < composer.design.grid(LAST_LINES) {
        pages[last.saturating_sub(BEFORE_LAST)..].fill(true);
    }
    let slugs = fills.iter().zip(pages).filter(|(fill, wanting)| *wanting && !fill.slugs.is_empty());
    slugs
        .map(|(fill, _)| {
            // Figures that waited for this page come first in the list, but the page begins with its first slug of
            // text.
            let kept = || fill.slugs.iter().map(|(slug, _)| *slug);
            let first = kept().filter(|&slug| composer.galley.slugs()[slug].floating == Floating::No).min();
            first.unwrap_or(fill.slugs[0].0)..kept().max().map_or(0, |slug| slug + 1)
        })
        .collect()
}

/// Returns the other settings of the paragraphs with slugs in `wanting`, numbered from the beginning of `part`.
pub(super) fn choices(
    composer: &mut Composer<'_>,
    NoteCalls { notes, called }: NoteCalls<'_>,
    wanting: &[Range<usize>],
    part: &Range<usize>,
) -> Choices {
    if wanting.is_empty() {
        return Choices::new();
    }
    let first_note = part.start.checked_sub(1).map_or(0, |last| called[last]);
    let mut paragraphs = composer.galley.take_paragraphs();
    let mut choices = Choices::new();
    let mut wanting = wanting.iter().peekable();
    let of_part = paragraphs.partition_point(|again| again.slugs.start < part.start);
    for again in &mut paragraphs[of_part..] {
        while wanting.next_if(|range| range.end <= again.slugs.start).is_some() {}
        let Some(range) = wanting.peek() else { break };
        if range.start >= again.slugs.end {
            continue;
        }
        let before = again.slugs.start.checked_sub(1).map_or(0, |last| called[last]);
        let settings = settings(composer, again).into_iter().map(|Variant { delta, set: slugs, worse: cost }| {
            let called = composer.notes.called_from(before, &slugs, notes).map(|called| called - first_note).collect();
            Setting { slugs, called, cost, change: delta }
        });
        let settings: Vec<Setting> = settings.collect();
        if !settings.is_empty() {
            choices.insert(again.slugs.start - part.start, Choice { end: again.slugs.end - part.start, settings });
        }
    }
    composer.galley.return_paragraphs(paragraphs);
    choices
}

/// Sets a paragraph with one line less and one line more, as far as possible. Returns the slugs and their costs.
fn settings(composer: &mut Composer<'_>, again: &mut Again) -> Vec<Variant<Vec<Slug>>> {
    let set = &composer.galley.slugs()[again.slugs.clone()];
    let count = set.len();
    let kept = |(index, slug): (usize, &Slug)| {
        slug.after == Break::Never
            && index + 1 < count
            && index + 1 >= again.together
            && after_line(index, count, false) != Break::Never
    };
    if set.iter().enumerate().any(kept) {
        return Vec::new();
    }
    let two_lines =
        |delta: &&isize| count.checked_add_signed(**delta).is_some_and(|lines| lines >= again.together.max(2));
    let deltas: Vec<isize> = [-1, 1].iter().filter(two_lines).map(|delta| delta + again.delta).collect();
    if again.tried.is_none() {
        again.tried = Some(composer.setter.variants(&again.text, &deltas));
    }
    let again = &*again;
    let found = again.tried.iter().flatten();
    let slugs = |Variant { delta, set, worse }: &Variant<Vec<Line>>| {
        let set = setting(composer, again, set.clone())?;
        Some(Variant { delta: delta - again.delta, set, worse: OTHER_SETTING + worse / DEMERITS })
    };
    found.filter_map(slugs).collect()
}

/// Makes slugs of a paragraph set in `lines`; `None` if they would call its notes in another order.
fn setting(composer: &Composer<'_>, again: &Again, lines: Vec<Line>) -> Option<Vec<Slug>> {
    let set = &composer.galley.slugs()[again.slugs.clone()];
    let (first, last) = (&set[0], &set[set.len() - 1]);
    let called = |slugs: &mut dyn Iterator<Item = &NoteId>| slugs.copied().collect::<Vec<_>>();
    let had = called(&mut set.iter().flat_map(|slug| &slug.notes));
    let has = called(&mut lines.iter().flat_map(|line| &line.notes));
    if had != has {
        return None;
    }
    let mut slugs = line_slugs(composer.galley.grid(), lines, &again.kind, again.x);
    hold(&mut slugs, again.together);
    slugs.iter_mut().for_each(|slug| slug.decor = first.decor);
    let end = slugs.len() - 1;
    (slugs[end].after, slugs[end].below) = (last.after, last.below);
    slugs[0].before = first.before;
    slugs[0].start = first.start;
    let text = std::mem::take(&mut slugs[0].frame.items);
    slugs[0].frame.items = first.frame.items[..again.lead].iter().cloned().chain(text).collect();
    Some(slugs)
}

/// Replaces slugs by others, and adjusts all indices of slugs.
pub(super) fn replace(composer: &mut Composer<'_>, chosen: Vec<(Range<usize>, Vec<Slug>)>) {
    let mut by = 0;
    let more = |(old, new): &(Range<usize>, Vec<Slug>)| {
        by += new.len() as isize - old.len() as isize;
        (old.end, by)
    };
    // For each replaced paragraph: its end, and by how much the slugs after it move.
    let moves: Vec<(usize, isize)> = chosen.iter().map(more).collect();
    let moved = |index: usize| {
        let before = moves.partition_point(|(end, _)| *end <= index);
        index.saturating_add_signed(before.checked_sub(1).map_or(0, |last| moves[last].1))
    };
    composer.galley.replace(chosen, moved);
    composer.colophon = composer.colophon.map(moved);
    composer.openings.iter_mut().for_each(|(first, _)| *first = moved(*first));
    composer.part_pages.iter_mut().for_each(|first| *first = moved(*first));
    composer.contents = composer.contents.map(|(parent, first)| (parent, moved(first)));
}
