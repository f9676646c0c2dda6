//! Sets listings: coloured code on a ground, with line numbers and highlighted lines if requested.
//!
//! If the lines of a listing do not fit, its type becomes slightly smaller; if that is not enough, all listings of the
//! article extend beyond the text. Lines that are still too wide continue on the next line after a mark. Page breaks at
//! empty lines cost little.

use super::line_slugs::line_slug;
use super::slug::{Break, Decor, Slug, Start, put, snap};
use super::{BlockContext, Composer, placing, slug};
use crate::article::{Article, Block, BlockKind, CodeLines, Direction, Inline, Style, Visit, walk_blocks};
use crate::design::{Design, LineNumbers, Type};
use crate::highlight::highlight;
use crate::layout::inline::{Alignment, Line};
use crate::layout::{Anchor, Color, Frame, Item, Owner, StructId, StructRole};
use crate::units::{Point, Pt, Size};

/// A listing of up to this many lines should stand on one page.
const SHORT: usize = 24;
/// Cost of a page break inside a short listing: as much as a page that is two or three lines short.
const BREAK_IN_SHORT: u32 = 15_000;
/// Cost of a page break at an empty line of a short listing: about as much as a page that is two lines short.
const BREAK_IN_SHORT_AT_GAP: u32 = 8_000;
/// Cost of a page break between lines of a longer listing that belong together. A page that is two lines short is
/// better.
const BREAK_INSIDE: u32 = 9_000;
/// Cost of a page break in a longer listing before an unindented line, which usually begins something new.
const BREAK_BEFORE_OUTER: u32 = 4_000;
/// Number of lines that stay together at both ends of a listing.
const TOGETHER: usize = 3;
/// Advance of every letter of the monospaced face, in ems (JetBrains Mono).
const MONO_ADVANCE: f64 = 0.6;
/// Factor by which code may be reduced to fit its lines.
const SMALLEST: f64 = 0.86;
/// Factor by which code is reduced before its listings become wider than the text.
const NARROWER: f64 = 0.92;
/// Size of line numbers relative to the code's.
const NUMBER: f64 = 0.8;
/// Distance between line numbers and code, in ems of the code.
const NUMBER_GAP: f64 = 1.0;
/// Width of the bar beside highlighted lines.
const MARK_BAR: Pt = Pt(2.0);

/// A listing with its dimensions.
struct Listing<'l> {
    /// Left edge and width of its ground.
    ground: (Pt, Pt),
    kind: Type,
    lines: &'l CodeLines,
    /// First line number, and the width of the column of numbers; `None` without line numbers.
    numbers: Option<(u32, Pt)>,
}

/// Returns the title of a listing, such as a file name: a bold paragraph directly before it. The reader makes such a
/// paragraph of the title in the info string.
pub(super) fn title(blocks: &[Block]) -> Option<&[Inline]> {
    let [Block { kind: BlockKind::Paragraph(content), .. }, Block { kind: BlockKind::Code { .. }, .. }, ..] = blocks
    else {
        return None;
    };
    matches!(content.as_slice(), [Inline::Styled { style: Style::Strong, .. }]).then_some(content)
}

/// Sets the title of the next listing and keeps it with the listing.
pub(super) fn listing_title<'a>(
    composer: &mut Composer<'a>,
    block: &Block,
    content: &[Inline],
    place: &BlockContext<'a>,
) {
    if composer.targets.contains(&block.id) {
        composer.galley.next.anchor(Anchor::Block(block.id));
    }
    composer.setter.span = Some(block.span);
    let owner = composer.element(block, place, StructRole::P);
    composer.galley.next.space(place.unit);
    let first = composer.galley.len();
    composer.set(content, &composer.design.styles.caption, place, owner);
    composer.galley.keep_with_next(first);
    composer.galley.next.settle_space(place.unit * 0.25);
}

/// The code of an article.
pub(super) struct Code<'a> {
    /// The language that the author states.
    pub language: Option<&'a str>,
    /// The code.
    pub text: &'a str,
    /// Numbering and highlighting of its lines.
    pub lines: &'a CodeLines,
}

pub(super) fn code<'a>(
    composer: &mut Composer<'a>,
    block: &'a Block,
    Code { language, text, lines }: Code<'_>,
    place: &BlockContext<'a>,
) {
    // Code is an inline element, so it must stand inside a block element (ISO 32000-1 §14.8.4.4).
    let paragraph = composer.element(block, place, StructRole::P);
    let owner = composer.add(paragraph, StructRole::Code);
    let pad = composer.design.spacing.code;
    let numbers = first_number(composer, lines).map(|first| (first, number_room(composer, first, text)));
    let aside = pad * 2.0 + numbers.map_or(Pt::ZERO, |(_, room)| room);
    let outer = BlockContext { dir: Direction::Ltr, ..room_for_code(composer, text, aside, place) };
    let wide = composer.design.has_spans() && outer.width > place.width;
    let spanned = composer.galley.span(if wide { composer.design.columns.count } else { 1 });
    let inner = BlockContext { x: outer.x + aside - pad, width: outer.width - aside, ..outer };
    let inks = &composer.design.inks;
    let drop = composer.design.spacing.ground_drop;
    let ground = Decor { x: outer.x, width: outer.width, color: inks.code, drop, outer: place.decor };
    let decor = placing::decorate(composer, place, ground);
    let kind = code_type(composer, text, inner.width);
    let style = composer.style(&kind, &inner);
    let palette = &inks.palette;
    let tokens = language.and_then(|language| highlight(language, text)).unwrap_or_default();
    let colors: Vec<_> = tokens.into_iter().map(|(range, token)| (range, palette.of(token))).collect();
    let set = composer.setter.verbatim(text, &colors, &style, owner);
    let listing = Listing { ground: (outer.x, outer.width), kind, lines, numbers };
    composer.galley.next.space_for_box(place.unit);
    push_listing(composer, set, text, &listing, &BlockContext { decor, ..inner });
    composer.galley.span(spanned);
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
}

fn first_number(composer: &Composer<'_>, lines: &CodeLines) -> Option<u32> {
    lines.first.or((composer.design.line_numbers == LineNumbers::Always).then_some(1))
}

/// Returns the width of the column of line numbers for `text`, numbered from `first` on.
fn number_room(composer: &Composer<'_>, first: u32, text: &str) -> Pt {
    let last = u64::from(first) + text.lines().count() as u64;
    let digits = last.to_string().len() as f64;
    composer.design.styles.code.size * (MONO_ADVANCE * NUMBER * digits + NUMBER_GAP)
}

/// Whether `article` has a listing whose lines are longer than the measure even in smaller type. Then all of its
/// listings get the full width: grounds of two widths in one article look like a mistake.
pub(super) fn are_wide(article: &Article, design: &Design) -> bool {
    let room = (design.measure - design.spacing.code * 2.0) / (design.styles.code.size * MONO_ADVANCE * NARROWER);
    let mut wide = false;
    walk_blocks(&article.blocks, &mut |visit| {
        if let Visit::Block(Block { kind: BlockKind::Code { text, .. }, .. }) = visit {
            wide = wide || longest(text) > room;
        }
    });
    wide
}

/// Returns the area for a listing in `place`: the full width in the running text, if the listings of the article are
/// wide.
fn room_for_code<'a>(composer: &Composer<'a>, text: &str, aside: Pt, place: &BlockContext<'a>) -> BlockContext<'a> {
    let narrow = composer.design.styles.code.size * NARROWER * MONO_ADVANCE * longest(text) + aside <= place.width;
    // Inside lists and quotations a listing keeps its indent, unless it needs the room.
    let alike = composer.wide_code && !composer.design.has_spans() && composer.is_running_text(place);
    let wide = composer.wide_code && (alike || place.depth <= 1 && !narrow);
    if wide && composer.galley.is_in_text() && placing::side_is_free(composer) {
        placing::full_width(composer, place)
    } else {
        *place
    }
}

/// Returns the type for code in `width`: slightly smaller if that makes all lines fit.
fn code_type(composer: &Composer<'_>, text: &str, width: Pt) -> Type {
    let kind = composer.design.styles.code;
    let fitting = width.0 / (kind.size.0 * MONO_ADVANCE * longest(text)).max(1.0);
    let small = (SMALLEST..1.0).contains(&fitting) && kind.size * fitting >= composer.design.spacing.least_size;
    // Rounding must not break a line that just fits.
    if small { Type { size: kind.size * (fitting * 0.999), ..kind } } else { kind }
}

/// Adds a listing: its ground is a whole number of grid lines high, with the code centred in it.
fn push_listing(composer: &mut Composer<'_>, set: Vec<Vec<Line>>, text: &str, listing: &Listing, place: &BlockContext) {
    let kind = listing.kind;
    let breaks = breaks(text);
    let count: usize = set.iter().map(Vec::len).sum();
    let height = kind.leading * count as f64;
    let room = snap(height + composer.design.spacing.code, composer.design.leading) - height;
    // Letters hang from the top of their line's box, so slightly more room below looks even.
    let (above, below) = (room * 0.4, room * 0.6);
    let mut left = count;
    for (index, parts) in set.into_iter().enumerate() {
        let last_part = parts.len() - 1;
        for (part, line) in parts.into_iter().enumerate() {
            let mut slug = line_slug(composer.galley.grid(), line, kind.leading, place.x);
            line_furniture(composer, &mut slug.frame, (index, part == 0), listing, place);
            let first = left == count;
            left -= 1;
            if first {
                slug.height += above;
                slug.frame.items.iter_mut().for_each(|(at, _)| at.y += above);
            }
            if left == 0 {
                slug.height += below;
            }
            let after = if part < last_part { Break::Never } else { breaks[index] };
            let start = if first && composer.galley.is_in_text() { Start::Grid } else { Start::Flow };
            composer.galley.push(Slug { after, start, ..slug }, place, kind.leading + above);
        }
    }
}

/// Draws the number of line `index`, and the ground of a highlighted line. Both are artifacts, so that they are not
/// copied with the code.
fn line_furniture(
    composer: &mut Composer<'_>,
    frame: &mut Frame,
    (index, first_part): (usize, bool),
    listing: &Listing,
    place: &BlockContext,
) {
    let kind = listing.kind;
    let mut behind = Frame::default();
    if listing.lines.is_marked(index) {
        let (x, width) = listing.ground;
        let top = composer.design.spacing.ground_drop.0;
        let inks = &composer.design.inks;
        let mut rule = |width: Pt, color: Color| {
            let size = Size::new(width, kind.leading);
            behind.push(Point::new(x, top), Owner::Artifact, Item::Rule { size, color });
        };
        rule(width, inks.marked);
        rule(MARK_BAR, inks.palette.comment);
    }
    if let Some((first, room)) = listing.numbers.filter(|_| first_part) {
        let number = (u64::from(first) + index as u64).to_string();
        let width = room - kind.size * NUMBER_GAP;
        let column = BlockContext { x: place.x - room, width, ..*place };
        let ink = composer.design.inks.palette.comment;
        let kind = Type { size: kind.size * NUMBER, ..kind.ink(ink).aligned(Alignment::End) };
        let style = composer.style(&kind, &column);
        let lines = composer.setter.lines(&[Inline::Text(number)], &style, StructId(0));
        for line in lines.into_iter().take(1) {
            let line = slug::as_artifact(&line.frame, Owner::Artifact);
            put(&mut behind, column.x, kind.leading, line);
        }
    }
    if !behind.items.is_empty() {
        behind.append(Point::default(), std::mem::take(frame));
        *frame = behind;
    }
}

/// Returns the cost of a page break after each line of `text`.
fn breaks(text: &str) -> Vec<Break> {
    let lines: Vec<&str> = text.split('\n').collect();
    let count = lines.len();
    let short = count <= SHORT;
    let together = TOGETHER.min(count / 3).max(2);
    let filled = |lines: &[&str]| lines.iter().filter(|line| !line.trim().is_empty()).take(TOGETHER).count();
    let after = |index: usize| {
        if index + 1 == count {
            return Break::FREE;
        }
        // Empty lines do not count towards the lines that stay together at both ends.
        let (done, left) = (filled(&lines[..=index]), filled(&lines[index + 1..]));
        if done < together || left < together {
            return Break::Never;
        }
        let gap = lines[index].trim().is_empty();
        Break::Cost(match (short, gap) {
            (true, true) => BREAK_IN_SHORT_AT_GAP,
            (true, false) => BREAK_IN_SHORT,
            (false, true) => 0,
            (false, false) if lines[index + 1].starts_with([' ', '\t', '}', ')', ']']) => BREAK_INSIDE,
            // An empty line at the top of a page looks like a mistake.
            (false, false) if lines[index + 1].trim().is_empty() => BREAK_INSIDE,
            (false, false) => BREAK_BEFORE_OUTER,
        })
    };
    (0..count).map(after).collect()
}

/// Returns the number of columns of the longest line of `text`; tabs count as four.
fn longest(text: &str) -> f64 {
    let columns = |line: &str| line.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>();
    text.lines().map(columns).max().unwrap_or(0) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_listings_go_over_pages_at_empty_lines() {
        let text = ["fn a() {", "    b();", "    c();", "}", ""].repeat(8).join("\n");
        let breaks = breaks(&text);
        assert_eq!(breaks[4], Break::FREE, "after the empty line");
        assert!(matches!(breaks[3], Break::Cost(cost) if cost > 0), "an empty line at a page's top");
        assert!(matches!(breaks[5], Break::Cost(cost) if cost > 0), "inside what belongs together");
        assert_eq!(breaks[..2], [Break::Never, Break::Never]);
        assert_eq!(breaks[breaks.len() - 3..], [Break::Never, Break::Never, Break::FREE]);
    }

    #[test]
    fn a_line_below_an_empty_one_is_not_left_alone() {
        let breaks = breaks("a\nb\nc\nd\n\ne");
        assert_eq!(breaks[3..5], [Break::Never, Break::Never]);
    }

    #[test]
    fn short_listings_stay_whole_where_they_can() {
        let cost = |text: &str| breaks(text).iter().filter(|cost| matches!(cost, Break::Cost(1..))).count();
        assert_eq!(breaks("a\nb"), [Break::Never, Break::FREE]);
        assert_eq!(cost("a\nb\nc\nd\ne\nf"), 3);
    }
}
