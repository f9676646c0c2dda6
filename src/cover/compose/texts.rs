//! Sets the words of a cover: the body in the largest size that fits, and the foot.

use super::{Body, Foot, Piece, Sheet};
use crate::article::Inline;
use crate::cover::design::{self, Align, Ink};
use crate::cover::lines::{self, Measured};
use crate::cover::setting::{Block, Type};
use crate::units::{Pt, Size};

/// Titles of at least this size get a smaller picture before a smaller size, and a deck beside them.
const COMFORTABLE: f64 = 0.048;
/// The same for titles in capitals, which are larger at the same size.
const SMALL_CAPITALS: f64 = 0.04;
/// Titles are hyphenated at most at this size, and only if a word is wider than the cover at the size `WHOLE` too.
const HYPHENATED: f64 = 0.0581;
const WHOLE: f64 = 0.036;
const WHOLE_CAPITALS: f64 = 0.0285;
/// Minimum size of a title that has fewer hyphens than at a larger one.
const FEWER_HYPHENS: f64 = 0.036;
/// The widest word may take up this share of a line; the setter breaks wider ones anywhere.
const WIDEST: f64 = 0.92;
/// Factor from one size to the next below the design's smallest, and the number of such sizes.
const LAST_RESORT: f64 = 0.86;
const LAST_RESORTS: i32 = 14;
/// Other words that need so many lines more than they should have are left out as a whole.
const OVERLONG: usize = 2;
/// Words of the title after a colon have at most this share of its size, and the deck this one.
const SUBTITLE: f64 = 0.64;
const DECK: f64 = 0.58;
/// A title of three lines or more is ragged if its narrowest line has less than this share of the widest; it gets the
/// next size if its lines differ so much less there.
const RAGGED: f64 = 0.63;
const MORE_EVEN: f64 = 0.1;
/// A title that ends a line at a hyphen gets a size at which it does not, but where its lines differ so much more.
const LESS_EVEN: f64 = 0.3;
/// The least that such a title keeps of the size that it could have.
const NOT_MUCH: f64 = 0.66;
/// Below titles of more than this size there is more room, by this share of what they have more.
const SMALL: f64 = 0.05;
const AIR: f64 = 0.28;
/// A quotation mark before the title may stand in the margin, up to this share of it.
const HANG: f64 = 0.55;

impl Sheet<'_, '_> {
    /// Sets the body for the first of `rooms` in which it can be set well. Returns the index of that room.
    pub(super) fn body(&mut self, rooms: &[Pt], with_series: bool) -> (usize, Body) {
        let title = &self.parts.design.title;
        let narrow = self.narrowness();
        let capitals = title.caps == design::CapsStyle::Upper;
        let (whole, small) = if capitals { (WHOLE_CAPITALS, SMALL_CAPITALS) } else { (WHOLE, COMFORTABLE) };
        // A word that cannot stay whole may become small rather than have one hyphen more.
        let least = if narrow.is_some_and(|most| most < whole) { FEWER_HYPHENS } else { small };
        let comfortable = title.sizes.iter().take_while(|size| **size >= least).count();
        let measured = self.measured(&self.parts.words.title, &Type::of_title(title, Pt(100.0), false));
        for (steps, with_deck) in
            [(0..comfortable, true), (0..comfortable, false), (comfortable..title.sizes.len(), false)]
        {
            for (index, room) in rooms.iter().enumerate() {
                let mut hyphenated: Option<Body> = None;
                // The largest size at which the title could be set.
                let mut largest = None;
                for step in steps.clone() {
                    let (size, lines) = (title.sizes[step], title.lines[step]);
                    let next = title.sizes.get(step + 1).copied().unwrap_or_default();
                    // A word that is only a little too wide gets a size of its own.
                    let size = narrow.filter(|most| (next.max(whole)..size).contains(most)).unwrap_or(size);
                    let hyphenate = match narrow {
                        Some(most) if size <= most => false,
                        // A word is too wide at this size: a smaller one, or else a hyphen.
                        Some(most) if most >= whole || size > HYPHENATED => continue,
                        Some(_) => true,
                        None => false,
                    };
                    let body = self.body_at((size, lines), hyphenate, (with_series, with_deck), measured.as_ref());
                    let Some(body) = body.filter(|body| body.height() <= *room) else { continue };
                    let largest = *largest.get_or_insert(size);
                    let smaller = &title.sizes[step + 1..steps.end.max(step + 1)];
                    let smaller = smaller.iter().filter(|smaller| **smaller >= largest * NOT_MUCH);
                    if self.is_ragged(measured.as_ref(), size, smaller) {
                        continue;
                    }
                    if !hyphenate {
                        return (index, body);
                    }
                    if hyphenated.as_ref().is_none_or(|other| body.hyphens < other.hyphens) {
                        hyphenated = Some(body);
                    }
                }
                if let Some(body) = hyphenated {
                    return (index, body);
                }
            }
        }
        let last = rooms.len().saturating_sub(1);
        let room = rooms.get(last).copied().unwrap_or_default();
        let mut size = title.sizes.last().copied().unwrap_or(WHOLE);
        let mut body = Body::default();
        for _ in 0..LAST_RESORTS {
            size *= LAST_RESORT;
            let hyphenate = narrow.is_some_and(|most| size > most);
            let set = self.body_at((size, usize::MAX), hyphenate, (with_series, false), measured.as_ref());
            if let Some(found) = set {
                body = found;
                if body.height() <= room {
                    break;
                }
            }
        }
        (last, body)
    }

    /// Whether the title at `size` is worse than at one of the sizes `next`: it has a short line among others while its
    /// lines are fewer and more equal there, as in `“We Were / Never / Asked”`, or ends a line at a hyphen.
    fn is_ragged<'s>(&self, title: Option<&Measured>, size: f64, next: impl Iterator<Item = &'s f64>) -> bool {
        let divided = |size: f64| title?.divided(self.measure / self.high(size));
        let Some(one) = divided(size) else { return false };
        let short = one.lines.len() > 2 && one.evenness < RAGGED;
        if !short && !one.splits {
            return false;
        }
        next.filter_map(|size| divided(*size)).any(|other| {
            let more_even = other.lines.len() < one.lines.len() && other.evenness > one.evenness + MORE_EVEN;
            let whole = one.splits && !other.splits && other.evenness > one.evenness - LESS_EVEN;
            (short && more_even) || whole
        })
    }

    /// Returns the largest size of the title at which no word has to be broken; `None` if there is no title.
    pub(super) fn narrowness(&mut self) -> Option<f64> {
        let (parts, height) = (self.parts, self.size.height);
        let kind = Type::of_title(&parts.design.title, height * WHOLE, false);
        let (widest, _) = self.stage.widths(&parts.words.title, &kind);
        (widest > Pt::ZERO).then(|| WHOLE * (self.measure * WIDEST / widest))
    }

    /// Sets the body with a title of `size`; `None` if it would need more than `lines` lines.
    pub(super) fn body_at(
        &mut self,
        (size, lines): (f64, usize),
        hyphenate: bool,
        (with_series, with_deck): (bool, bool),
        measured: Option<&Measured>,
    ) -> Option<Body> {
        let parts = self.parts;
        let (design, words) = (parts.design, parts.words);
        let (ink, height) = (self.color(Ink::Plain), self.size.height);
        let mut body = Body::default();
        if words.title.is_empty() {
            self.add_authors(&mut body);
            return Some(body);
        }
        let kind = Type::of_title(&design.title, height * size, hyphenate);
        let divided = measured.filter(|_| !hyphenate).and_then(|measured| divided(measured, self.measure / kind.size));
        let title = divided.as_deref().unwrap_or(&words.title);
        let mut title = self.stage.set(title, &kind, self.measure, ink);
        if title.count() > lines {
            return None;
        }
        if design.align == Align::Start {
            self.stage.align_optically(&mut title, self.high(design.margin * HANG));
        }
        if with_series && let Some(series) = self.series() {
            body.push(Pt::ZERO, Piece::Block(series));
        }
        let gap = if body.pieces.is_empty() { Pt::ZERO } else { self.high(design.series.gap) };
        body.hyphens = title.hyphens();
        body.push(gap, Piece::Block(title));
        // The room below large type is seen as smaller.
        body.air = self.high((size - SMALL).max(0.0) * AIR);
        self.add_subtitle(&mut body, kind.size);
        if design.rule.length > 0.0 {
            let size = Size::new(self.high(design.rule.length), self.high(design.rule.thickness));
            body.push(self.high(design.rule.gap), Piece::Rule(size));
        }
        if with_deck {
            self.add_deck(&mut body, kind.size);
        }
        self.add_authors(&mut body);
        Some(body)
    }

    /// Measures the pieces of `words`, in sizes of `kind`; `None` if they are not plain or too many.
    fn measured(&mut self, words: &[Inline], kind: &Type) -> Option<Measured> {
        let [Inline::Text(text)] = words else { return None };
        let pieces = lines::pieces(text)?;
        let stage = &mut *self.stage;
        let mut width = |text: &str| stage.widths(&[Inline::Text(text.to_owned())], kind).1 / kind.size;
        let space = width("n n") - 2.0 * width("n");
        let pieces = pieces.into_iter().map(|piece| (width(&piece.text), piece)).map(|(width, piece)| (piece, width));
        Some(Measured { pieces: pieces.collect(), space })
    }

    /// Sets `words` below the title in lines of about equal width.
    fn set_evenly(&mut self, words: &[Inline], kind: &Type) -> Block {
        let measured = if kind.hyphenate { None } else { self.measured(words, kind) };
        let divided = measured.and_then(|measured| divided(&measured, self.measure / kind.size));
        let color = self.color(kind.ink);
        self.stage.set(divided.as_deref().unwrap_or(words), kind, self.measure, color)
    }

    pub(super) fn add_subtitle(&mut self, body: &mut Body, title: Pt) {
        let (design, words) = (self.parts.design, self.parts.words);
        if words.subtitle.is_empty() {
            return;
        }
        let mut kind = Type::of(&design.subtitle, self.size.height);
        kind.size = kind.size.min(title * SUBTITLE);
        kind.hyphenate = self.stage.widths(&words.subtitle, &kind).0 > self.measure;
        let block = self.set_evenly(&words.subtitle, &kind);
        body.push(self.high(design.subtitle.gap), Piece::Block(block));
    }

    pub(super) fn add_deck(&mut self, body: &mut Body, title: Pt) {
        let (design, words) = (self.parts.design, self.parts.words);
        if words.deck.is_empty() {
            return;
        }
        let mut kind = Type::of(&design.deck, self.size.height);
        kind.size = kind.size.min(title * DECK);
        let block = self.set_evenly(&words.deck, &kind);
        if block.count() <= design.deck.lines && block.width <= self.measure + self.high(0.002) {
            body.push(self.high(design.deck.gap), Piece::Block(block));
        }
    }

    pub(super) fn add_authors(&mut self, body: &mut Body) {
        let design = self.parts.design;
        let parts = self.parts;
        if let Some(block) = self.line(&parts.words.authors, &design.author) {
            body.push(self.high(design.author.gap), Piece::Block(block));
        }
    }

    pub(super) fn series(&mut self) -> Option<Block> {
        let parts = self.parts;
        self.line(&parts.words.series, &parts.design.series)
    }

    /// Sets `text`, a little smaller if it has more lines than `words` should have.
    pub(super) fn line(&mut self, text: &str, words: &design::Words) -> Option<Block> {
        if text.is_empty() {
            return None;
        }
        let content = [Inline::Text(text.to_owned())];
        let mut kind = Type::of(words, self.size.height);
        let mut block = self.set_evenly(&content, &kind);
        for _ in 0..3 {
            if block.count() <= words.lines {
                break;
            }
            kind.size = kind.size * LAST_RESORT;
            block = self.set_evenly(&content, &kind);
        }
        // A list of fifty authors or a paragraph as publisher would push the title off the cover.
        (block.count() <= words.lines + OVERLONG).then_some(block)
    }

    /// Sets publication, date and credit from the lower margin upwards.
    pub(super) fn foot(&mut self) -> Foot {
        let parts = self.parts;
        let design = parts.design;
        let gap = self.high(design.foot.size * 0.75);
        let mut bottom = self.size.height - self.high(design.margin);
        let credit = parts.credit.map(|credit| self.credit(credit)).map(|block| {
            let top = bottom - block.height();
            bottom = top - gap * 1.4;
            (block, top)
        });
        let mut foot = Foot { blocks: Vec::new(), credit, top: bottom };
        let publication = self.line(&parts.words.publication, &design.foot);
        let date = self.line(&parts.words.date, &design.foot);
        let beside = match (&publication, &date) {
            (Some(one), Some(other)) => {
                let together = one.width + other.width + self.high(design.foot.size * 2.0);
                design.align == Align::Start && one.count() == 1 && together <= self.measure
            }
            _ => false,
        };
        if beside {
            let top = bottom - publication.as_ref().map_or(Pt::ZERO, Block::height);
            foot.blocks.extend(publication.map(|block| (block, top, false)));
            foot.blocks.extend(date.map(|block| (block, top, true)));
            foot.top = top;
            return foot;
        }
        for block in date.into_iter().chain(publication) {
            let top = bottom - block.height();
            foot.blocks.push((block, top, false));
            foot.top = top;
            bottom = top - gap;
        }
        foot
    }

    /// Sets the credit, as small as those beside pictures in the text.
    pub(super) fn credit(&mut self, credit: &[Inline]) -> Block {
        let mut kind = Type::of(&self.parts.design.foot, self.size.height);
        kind.caps = crate::style::Caps::AsWritten;
        kind.tracking = 0.0;
        kind.size = (self.size.height * 0.0088).max(Pt(6.5));
        self.stage.text(credit, &kind, self.measure, self.color(Ink::Soft))
    }
}

/// Returns the lines of `measured` at a measure of so many sizes; `None` if a part of it is wider.
fn divided(measured: &Measured, measure: f64) -> Option<Vec<Inline>> {
    let mut inlines = Vec::new();
    for line in measured.divided(measure)?.lines {
        if !inlines.is_empty() {
            inlines.push(Inline::LineBreak);
        }
        inlines.push(Inline::Text(line));
    }
    Some(inlines)
}
