//! Sets displayed formulas: centred, with their numbers at the margin, on whole grid lines.

use super::line_slugs::{ASCENT, DESCENT};
use super::slug::{Break, Slug, Start, put, snap};
use super::{BlockContext, Composer, placing};
use crate::article::{Block, Direction, Inline};
use crate::layout::inline::TextStyle;
use crate::layout::math::{self, FormulaPart, Request, Set};
use crate::layout::{StructId, StructRole};
use crate::source::Span;
use crate::tex;
use crate::units::{Em, Point, Pt, Size};

/// Minimum visible room above and below a display.
const ROOM: Em = Em(0.55);
/// Minimum distance between a formula and its number.
const BEFORE_NUMBER: Em = Em(1.0);
/// Indent of the continuation lines of a broken formula.
const TURNED: Em = Em(2.0);
/// Minimum factor by which a formula that is too wide is reduced before it extends into the side column.
const SMALLER: f64 = 0.8;
/// Minimum factor by which a formula is reduced that extends into the side column and is still too wide.
const SMALLEST: f64 = 0.55;
/// Cost of a page break before a display, which belongs to the text before it.
const BEFORE_DISPLAY: u32 = 30_000;
/// Cost of a page break between rows of a formula, if breaks between them are allowed at all (see `TALL`).
const BETWEEN_ROWS: u32 = 4_000;
/// A page break between rows is allowed only if the rows take up more than this share of a page.
const TALL: f64 = 0.5;

/// A row with its place.
struct Placed {
    x: Pt,
    set: Set,
    number: Option<(Pt, Set)>,
}

pub(super) fn math<'a>(composer: &mut Composer<'a>, block: &Block, tex: &str, place: &BlockContext<'a>) {
    let owner = composer.element(block, place, StructRole::Formula);
    composer.setter.structure.node(owner).alt = Some(tex.to_owned());
    match set_formula(composer, tex, owner, place) {
        Ok(rows) => push_formula(composer, rows, place),
        Err(reason) => {
            composer.setter.span = Some(block.span);
            composer.setter.formula_refused(&reason);
            formula_source(composer, tex, owner, place);
        }
    }
    composer.galley.next.flush();
}

/// Sets the rows of a display, each at its place between the edges of `place`.
fn set_formula<'a>(
    composer: &mut Composer<'a>,
    tex: &str,
    owner: StructId,
    place: &BlockContext<'a>,
) -> Result<Vec<Placed>, tex::Error> {
    let size = place.body.size;
    let request = Request { tex, size, color: place.body.color, owner };
    let rows = math::display(&mut composer.setter, &request)?;
    let needed = |rows: &[math::Row]| rows.iter().map(|row| least(row, size)).fold(Pt::ZERO, Pt::max);
    let wide = needed(&rows);
    if wide <= place.width {
        return Ok(placed(rows, place, size));
    }
    let roomy = match place.depth <= 1 && composer.galley.is_in_text() && placing::side_is_free(composer) {
        true => placing::full_width(composer, place),
        false => *place,
    };
    let (place, share) = match place.width / wide {
        share if share >= SMALLER => (*place, share),
        _ => (roomy, (roomy.width / wide).min(1.0)),
    };
    if share < SMALLEST {
        return Err(tex::Error::TooWide);
    }
    let size = size * if share < 1.0 { share * 0.995 } else { 1.0 };
    let rows = math::display(&mut composer.setter, &Request { size, ..request })?;
    Ok(placed(rows, &place, size))
}

fn push_formula(composer: &mut Composer<'_>, rows: Vec<Placed>, place: &BlockContext) {
    composer.galley.discourage_break(BEFORE_DISPLAY);
    let size = place.body.size;
    let extent: Pt = rows.iter().map(|row| row.set.height + row.set.depth).sum();
    let line = place.body.leading.max(place.unit);
    let (above, below) = (DESCENT * size, ASCENT * size - line);
    let whole = snap(extent + ROOM * size * 2.0 + above + below, composer.design.leading);
    // The visible room is the same above and below.
    let seen = (whole - extent - above - below) / 2.0;
    let below = (seen + below).max(Pt::ZERO);
    let above = whole - extent - below;
    let apart = extent > composer.design.leading * (composer.design.lines as f64 * TALL);
    let count = rows.len();
    let mut slug = Slug::default();
    let mut y = above;
    for (index, row) in rows.into_iter().enumerate() {
        y += row.set.height;
        let depth = row.set.depth;
        put(&mut slug.frame, row.x, y, row.set.frame);
        if let Some((x, number)) = row.number {
            put(&mut slug.frame, x, y, number.frame);
        }
        y += depth;
        let last = index + 1 == count;
        if last || apart {
            let height = y + if last { below } else { Pt::ZERO };
            let after = if last { Break::FREE } else { Break::Cost(BETWEEN_ROWS) };
            let start = if composer.galley.len() == 0 || !apart || index == 0 { Start::Grid } else { Start::Flow };
            let start = if !composer.galley.is_in_text() { Start::Flow } else { start };
            composer.galley.push(Slug { height, after, start, ..std::mem::take(&mut slug) }, place, line);
            y = Pt::ZERO;
        }
    }
}

/// Sets the source of a formula that cannot be set.
fn formula_source<'a>(composer: &mut Composer<'a>, tex: &str, owner: StructId, place: &BlockContext<'a>) {
    composer.galley.next.space(place.unit);
    let first = composer.galley.len();
    let place = BlockContext { dir: Direction::Ltr, ..*place };
    for line in tex.lines().map(str::trim).filter(|line| !line.is_empty()) {
        composer.set_text(line, &composer.design.styles.math, &place, owner);
    }
    composer.galley.keep_together(first);
    composer.galley.next.space(place.unit);
}

/// Sets a paragraph that contains displays; its text continues after each of them.
pub(super) fn paragraph_with_displays<'a>(
    composer: &mut Composer<'a>,
    content: &'a [Inline],
    style: &TextStyle,
    owner: StructId,
    span: Span,
    place: &BlockContext<'a>,
) {
    let mut style = style.clone();
    for stretch in content.chunk_by(|one, next| !is_display(one) && !is_display(next)) {
        composer.setter.span = Some(span);
        match stretch {
            [Inline::Math { tex, display: true }] => {
                let formula = composer.add(owner, StructRole::Formula);
                composer.setter.structure.node(formula).alt = Some(tex.clone());
                match set_formula(composer, tex, formula, place) {
                    Ok(rows) => push_formula(composer, rows, place),
                    Err(reason) => {
                        composer.setter.formula_refused(&reason);
                        formula_source(composer, tex, formula, place);
                    }
                }
            }
            text => {
                let text = trimmed(text);
                if text.is_empty() {
                    continue;
                }
                let lines = composer.setter.lines(&text, &style, owner);
                composer.galley.push_lines(lines, &place.body, place);
            }
        }
        style = TextStyle { lead_in: 0, indent: Pt::ZERO, ..style };
    }
}

/// Whether `inline` is a displayed formula.
pub(super) fn is_display(inline: &Inline) -> bool {
    matches!(inline, Inline::Math { display: true, .. })
}

/// Returns `text` without leading and trailing white space and line breaks.
fn trimmed(text: &[Inline]) -> Vec<Inline> {
    let blank = |inline: &Inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::LineBreak => true,
        _ => false,
    };
    let start = text.iter().position(|inline| !blank(inline)).unwrap_or(text.len());
    let end = text.iter().rposition(|inline| !blank(inline)).map_or(start, |last| last + 1);
    let mut kept = text[start..end].to_vec();
    if let Some(Inline::Text(first)) = kept.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(Inline::Text(last)) = kept.last_mut() {
        *last = last.trim_end().to_owned();
    }
    kept
}

/// Returns the minimum width of `row`: its widest part and its number.
fn least(row: &math::Row, size: Pt) -> Pt {
    let turned = if row.parts.len() > 1 { TURNED * size } else { Pt::ZERO };
    let widest = row.parts.iter().map(|part| part.set.width).fold(Pt::ZERO, Pt::max);
    let whole = width(&row.parts);
    whole.min(widest + turned) + number_width(row, size)
}

/// Returns the width that the number takes up at the margin.
fn number_width(row: &math::Row, size: Pt) -> Pt {
    row.tag.as_ref().map_or(Pt::ZERO, |tag| tag.width + BEFORE_NUMBER * size)
}

fn width(parts: &[FormulaPart]) -> Pt {
    let gaps = parts.iter().take(parts.len().saturating_sub(1)).map(|part| part.gap).sum::<Pt>();
    parts.iter().map(|part| part.set.width).sum::<Pt>() + gaps
}

/// Places each row; a row that is too wide is broken.
fn placed(rows: Vec<math::Row>, place: &BlockContext, size: Pt) -> Vec<Placed> {
    let mut all = Vec::new();
    for row in rows {
        let number = number_width(&row, size);
        let room = place.width - number;
        let lines = broken(row.parts, room, TURNED * size);
        let many = lines.len() > 1;
        let indent = |index: usize| if index == 0 { Pt::ZERO } else { TURNED * size };
        let block = lines.iter().enumerate().map(|(index, set)| indent(index) + set.width).fold(Pt::ZERO, Pt::max);
        // The block is centred in the measure, if the number leaves room for that.
        let middle = ((place.width - block) / 2.0).min(room - block).max(Pt::ZERO);
        let count = lines.len();
        let mut tag = row.tag;
        for (index, set) in lines.into_iter().enumerate() {
            let x = place.x + middle + if many { indent(index) } else { Pt::ZERO };
            let number = if index + 1 == count { tag.take() } else { None };
            let number = number.map(|number| (place.x + place.width - number.width, number));
            let mut line = Placed { x, set, number };
            if many && index + 1 < count {
                line.set.depth += Em(0.3) * size;
            }
            all.push(line);
        }
    }
    all
}

/// Breaks `parts` into as many lines as they need. Each line is filled, and ends at the cheapest place in its second
/// half.
fn broken(parts: Vec<FormulaPart>, room: Pt, turned: Pt) -> Vec<Set> {
    let mut lines = Vec::new();
    let mut rest = parts.as_slice();
    while !rest.is_empty() {
        let room = if lines.is_empty() { room } else { room - turned };
        let fitting =
            (1..=rest.len()).take_while(|&count| count == 1 || width(&rest[..count]) <= room).last().unwrap_or(1);
        let mut end = fitting;
        if fitting < rest.len() {
            let worth = |count: &usize| width(&rest[..*count]).0 >= room.0 * 0.5;
            let price = |&count: &usize| (rest[count - 1].penalty, std::cmp::Reverse(count));
            let best = (1..=fitting)
                .filter(worth)
                .min_by(|a, b| price(a).partial_cmp(&price(b)).expect("penalties are numbers"));
            end = best.unwrap_or(fitting);
        }
        lines.push(joined(&rest[..end]));
        rest = &rest[end..];
    }
    lines
}

/// Sets parts side by side.
fn joined(parts: &[FormulaPart]) -> Set {
    let mut whole = Set { height: Pt(f64::MIN), depth: Pt(f64::MIN), ..Set::default() };
    for (index, part) in parts.iter().enumerate() {
        whole.frame.append(Point::new(whole.width, Pt::ZERO), part.set.frame.clone());
        whole.height = whole.height.max(part.set.height);
        whole.depth = whole.depth.max(part.set.depth);
        whole.width += part.set.width + if index + 1 < parts.len() { part.gap } else { Pt::ZERO };
    }
    whole.frame.size = Size::new(whole.width, whole.height + whole.depth);
    whole
}
