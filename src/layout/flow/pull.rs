//! Pull quotes: passages in large type between two rules, or between none if the design has none.
//!
//! A pull quote is set in one piece. Like a figure, it does not belong to the running text, so it may float to the top
//! of the next page. The room above it looks as large as the room below it: above, it begins at the baseline of a line,
//! below, it ends at the letters of one.

use super::beside::SideNote;
use super::slug::{Floating, Slug, snap};
use super::{BlockContext, Composer, blocks, boxed, placing, slug, spans};
use crate::article::{Block, Inline, NoteId, Visit, walk_blocks, walk_inlines};
use crate::design::{PullPlace, Type};
use crate::layout::inline::Alignment;
use crate::layout::{Frame, Item, Owner};
use crate::units::{Em, Point, Pt, Size};

/// Thickness of the rules.
const RULE: Pt = Pt(0.5);
/// Between a rule and the letters, in lines of the grid.
const GAP: f64 = 0.6;
/// Between the passage and the line that says whose it is, in lines of the grid.
const CREDIT: f64 = 0.25;
/// Maximum length of a pull quote in the side column, in characters; how much smaller it is there, and how much closer
/// its lines are.
const LONGEST_BESIDE: usize = 160;
const SMALLER: f64 = 14.0 / 18.0;
const CLOSER: f64 = 18.0 / 24.0;
/// Height of most letters of a line that begins with a capital; and how far a line seems to reach below its baseline.
const HEIGHT: Em = Em(0.65);
const DEPTH: Em = Em(0.12);

/// Sets a pull quote, whose text stands in `inner`.
pub(super) fn pull_quote<'a>(
    composer: &mut Composer<'a>,
    blocks: &'a [Block],
    attribution: &'a [Inline],
    inner: &BlockContext<'a>,
    place: &BlockContext<'a>,
) {
    if beside(composer, blocks, attribution, inner, place) {
        return;
    }
    let floats = composer.is_running_text(place);
    let spanned = if floats { spans::of_quote(composer) } else { 1 };
    let inner = match spanned > 1 {
        true => BlockContext { parent: inner.parent, body: inner.body, ..placing::across(composer, inner, spanned) },
        false => *inner,
    };
    let words = words(composer, blocks, attribution, &inner);
    let notes = words.notes.clone();
    let slug = match composer.galley.is_in_text() {
        true => on_grid(composer, words, &inner),
        false => boxed(words.frame, words.height, Floating::No),
    };
    let floating = if floats && (notes.is_empty() || spanned > 1) { Floating::Yes } else { Floating::No };
    let slug = Slug { notes, columns: spanned, inside: spanned > 1, floating, ..slug };
    if floating == Floating::Yes {
        let room = composer.room_around_figures(place);
        return composer.galley.push_floating(slug, place, room);
    }
    composer.galley.next.space(place.unit);
    composer.galley.push(slug, place, place.body.leading);
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
}

/// Sets a short pull quote in the side column, beside the line before it, if the design has its pull quotes there.
fn beside<'a>(
    composer: &mut Composer<'a>,
    blocks: &'a [Block],
    attribution: &'a [Inline],
    inner: &BlockContext<'a>,
    place: &BlockContext<'a>,
) -> bool {
    let wanted = composer.design.pull_quotes == PullPlace::Side && composer.is_running_text(place);
    let side = placing::side_place(composer, place).filter(|_| wanted && blocks::length(blocks) <= LONGEST_BESIDE);
    let side = side.filter(|_| !calls_notes(blocks, attribution));
    let last = composer.galley.slugs().last().filter(|slug| slug.floating == Floating::No && slug.columns <= 1);
    let (Some(side), Some(_)) = (side, last) else { return false };
    let kind = inner.body;
    let kind = Type { size: kind.size * SMALLER, leading: kind.leading * CLOSER, align: Alignment::Start, ..kind };
    let words = words(composer, blocks, attribution, &BlockContext { body: kind, parent: inner.parent, ..side });
    // Numbers from the end are free: there are not so many notes.
    let id = NoteId(u32::MAX - composer.side_pulls);
    composer.side_pulls += 1;
    composer.notes.beside.insert(id, SideNote { frame: words.frame, height: words.height, calls: words.notes });
    if let Some(last) = composer.galley.last_mut() {
        last.notes.push(id);
    }
    true
}

fn calls_notes(blocks: &[Block], attribution: &[Inline]) -> bool {
    let mut found = false;
    let mut see = |visit: Visit<'_>| found |= matches!(visit, Visit::Inline(Inline::NoteCall(_)));
    walk_blocks(blocks, &mut see);
    walk_inlines(attribution, &mut see);
    found
}

/// Joins passage and credit line, from the upper to the lower rule; without rules, from the capitals of the first line
/// to the last baseline.
fn words<'a>(
    composer: &mut Composer<'a>,
    blocks: &'a [Block],
    attribution: &'a [Inline],
    inner: &BlockContext<'a>,
) -> Slug {
    let ruled = composer.design.spacing.pull_rules;
    let gap = if ruled { composer.design.grid(GAP) } else { Pt::ZERO };
    let mut frame = Frame::default();
    rule(composer, &mut frame, inner, Pt::ZERO);
    // The first slug begins a leading above its baseline.
    let mut y = gap + HEIGHT * inner.body.size - inner.body.leading;
    let mut notes = Vec::new();
    let passage = composer.apart(|composer| composer.blocks(blocks, inner));
    let credit = composer.apart(|composer| {
        if !attribution.is_empty() {
            blocks::set_attribution(composer, attribution, inner);
        }
    });
    let first_of_credit = passage.len();
    for (index, slug) in passage.into_iter().chain(credit).enumerate() {
        y += match index {
            0 => Pt::ZERO,
            _ if index == first_of_credit => composer.design.grid(CREDIT),
            _ => slug.before,
        };
        slug::put(&mut frame, Pt::ZERO, y, slug.frame);
        notes.extend(slug.notes);
        y += slug.height;
    }
    let end = if ruled { y + DEPTH * inner.body.size + gap } else { y };
    rule(composer, &mut frame, inner, end);
    Slug { notes, ..boxed(frame, end, Floating::No) }
}

fn rule(composer: &Composer<'_>, frame: &mut Frame, place: &BlockContext, y: Pt) {
    if composer.design.spacing.pull_rules {
        let item = Item::Rule { size: Size::new(place.width, RULE), color: composer.design.inks.rule };
        frame.push(Point::new(place.x, y), Owner::Artifact, item);
    }
}

/// Puts `words` on whole lines of the grid, a little low: the line above ends at its baseline, where the slug begins,
/// and the letters of the line below begin some way below the slug's end.
fn on_grid(composer: &Composer<'_>, words: Slug, inner: &BlockContext) -> Slug {
    let body = composer.design.styles.body;
    let height = snap(words.height, composer.design.leading);
    let lower = composer.design.leading - HEIGHT * body.size + DEPTH * body.size;
    let lower = if composer.design.spacing.pull_rules { lower } else { lower + DEPTH * inner.body.size };
    let top = ((height - words.height + lower) / 2.0).max(Pt::ZERO);
    let mut frame = Frame::default();
    slug::put(&mut frame, Pt::ZERO, top, words.frame);
    boxed(frame, height, Floating::No)
}

#[cfg(test)]
mod tests {
    use crate::design::{Design, NAMES, Paper, PullPlace, Spacing, by_name};
    use crate::diag::Diagnostics;
    use crate::layout::{Item, Pages, typeset};
    use crate::read;
    use crate::source::Source;
    use crate::text::Fonts;
    use crate::units::Pt;

    fn set(design: &Design) -> Pages {
        let words =
            "The crane stood at the end of the quay, and nobody asked about it, and nobody moved it. ".repeat(5);
        let quote = "<blockquote class=\"pullquote\"><p>We would not have moved it.</p><cite>Ann</cite></blockquote>";
        let text = format!("---\nlang: en\ntitle: Cranes\n---\n\n{words}\n\n{quote}\n\n{words}\n\n{words}\n");
        let source = Source::new("a.md", text);
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        typeset(&article, design, &Fonts::bundled(), &mut Diagnostics::new())
    }

    /// Returns the tops of the thin rules, and the baselines of text of the size `size`.
    fn heights(pages: &Pages, size: Pt) -> (Vec<f64>, Vec<f64>) {
        let (mut rules, mut lines) = (Vec::new(), Vec::new());
        for (at, placed) in &pages.pages[0].frame.items {
            match &placed.item {
                Item::Rule { size, .. } if size.height == super::RULE => rules.push(at.y.0),
                Item::Text(run) if run.size == size && lines.last() != Some(&at.y.0) => lines.push(at.y.0),
                _ => {}
            }
        }
        (rules, lines)
    }

    #[test]
    fn it_stands_between_two_rules_with_as_much_room_above_as_below() {
        for name in NAMES {
            let design = Design { pull_quotes: PullPlace::Text, ..by_name(name, Paper::A4).unwrap() };
            let pages = set(&design);
            let (rules, lines) = heights(&pages, design.styles.body.size);
            let [upper, lower] = rules[..] else { panic!("{name}: {rules:?}") };
            if design.columns.count > 1 {
                continue;
            }
            let above = lines.iter().filter(|line| **line < upper).fold(0.0, |a: f64, b| a.max(*b));
            let below = lines.iter().filter(|line| **line > lower).fold(f64::INFINITY, |a: f64, b| a.min(*b));
            let letters = design.styles.body.size.0 * 0.65;
            let (above, below) = (upper - above, below - letters - lower);
            assert!((above - below).abs() < 3.0 && above > 12.0, "{name}: {above} {below}");
        }
    }

    #[test]
    fn a_design_may_have_no_rules() {
        let plain = Design::article(Paper::A4);
        let spacing = Spacing { pull_rules: false, ..plain.spacing.clone() };
        let design = Design { spacing, pull_quotes: PullPlace::Text, ..plain };
        assert!(heights(&set(&design), Pt(0.0)).0.is_empty());
    }
}
