//! Sets the words of a cover: the body in the largest size that fits, and the foot.

use super::{Body, Foot, Piece, Sheet};
use crate::article::Inline;
use crate::cover::design::{self, Align, Ink};
use crate::cover::lines::{MOST_WORDS, Measured};
use crate::cover::setting::{Block, Type};
use crate::units::{Pt, Size};

/// Titles of at least this size get a smaller picture before a smaller size, and a deck beside them.
const COMFORTABLE: f64 = 0.048;
/// Titles are hyphenated at most at this size, and only if a word is wider than the cover at the size `WHOLE` too.
const HYPHENATED: f64 = 0.0581;
const WHOLE: f64 = 0.036;
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

impl Sheet<'_, '_> {
    /// Sets the body for the first of `rooms` in which it can be set well. Returns the index of that room.
    pub(super) fn body(&mut self, rooms: &[Pt], with_series: bool) -> (usize, Body) {
        let title = &self.parts.design.title;
        let comfortable = title.sizes.iter().take_while(|size| **size >= COMFORTABLE).count();
        let narrow = self.narrowness();
        for (steps, with_deck) in
            [(0..comfortable, true), (0..comfortable, false), (comfortable..title.sizes.len(), false)]
        {
            for (index, room) in rooms.iter().enumerate() {
                for step in steps.clone() {
                    let (size, lines) = (title.sizes[step], title.lines[step]);
                    let next = title.sizes.get(step + 1).copied().unwrap_or_default();
                    // A word that is only a little too wide gets a size of its own.
                    let size = narrow.filter(|most| (next.max(WHOLE)..size).contains(most)).unwrap_or(size);
                    let hyphenate = match narrow {
                        Some(most) if size <= most => false,
                        // A word is too wide at this size: a smaller one, or else a hyphen.
                        Some(most) if most >= WHOLE || size > HYPHENATED => continue,
                        Some(_) => true,
                        None => false,
                    };
                    let body = self.body_at((size, lines), hyphenate, (with_series, with_deck));
                    if let Some(body) = body.filter(|body| body.height() <= *room) {
                        return (index, body);
                    }
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
            if let Some(found) = self.body_at((size, usize::MAX), hyphenate, (with_series, false)) {
                body = found;
                if body.height() <= room {
                    break;
                }
            }
        }
        (last, body)
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
        let divided = if hyphenate { None } else { self.divided(&kind) };
        let title = divided.as_deref().unwrap_or(&words.title);
        let mut title = self.stage.set(title, &kind, self.measure, ink);
        if title.count() > lines {
            return None;
        }
        if design.align == Align::Start {
            self.stage.align_optically(&mut title);
        }
        if with_series && let Some(series) = self.series() {
            body.push(Pt::ZERO, Piece::Block(series));
        }
        let gap = if body.pieces.is_empty() { Pt::ZERO } else { self.high(design.series.gap) };
        body.push(gap, Piece::Block(title));
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

    /// Returns the title with the ends of its lines; `None` if it is more than plain words.
    pub(super) fn divided(&mut self, kind: &Type) -> Option<Vec<Inline>> {
        let [Inline::Text(title)] = self.parts.words.title.as_slice() else { return None };
        let words: Vec<&str> = title.split(' ').filter(|word| !word.is_empty()).collect();
        if words.len() > MOST_WORDS {
            return None;
        }
        let stage = &mut *self.stage;
        let mut width = |text: &str| stage.widths(&[Inline::Text(text.to_owned())], kind).1.0;
        let space = width("n n") - 2.0 * width("n");
        let words = words.into_iter().map(|word| (word, width(word))).collect();
        let measured = Measured { words, space };
        // A little less than the measure, since kerning across spaces is not counted.
        let ends = measured.divided(self.measure.0 * 0.99)?;
        let mut lines = Vec::new();
        let mut first = 0;
        for end in ends {
            let line: Vec<&str> = measured.words[first..end].iter().map(|(word, _)| *word).collect();
            let last = end == measured.words.len();
            // The space is not shown, but separates the words in copied text.
            lines.push(Inline::Text(line.join(" ") + if last { "" } else { " " }));
            if !last {
                lines.push(Inline::LineBreak);
            }
            first = end;
        }
        Some(lines)
    }

    pub(super) fn add_subtitle(&mut self, body: &mut Body, title: Pt) {
        let (design, words) = (self.parts.design, self.parts.words);
        if words.subtitle.is_empty() {
            return;
        }
        let mut kind = Type::of(&design.subtitle, self.size.height);
        kind.size = kind.size.min(title * SUBTITLE);
        kind.hyphenate = self.stage.widths(&words.subtitle, &kind).0 > self.measure;
        let block = self.stage.set(&words.subtitle, &kind, self.measure, self.color(kind.ink));
        body.push(self.high(design.subtitle.gap), Piece::Block(block));
    }

    pub(super) fn add_deck(&mut self, body: &mut Body, title: Pt) {
        let (design, words) = (self.parts.design, self.parts.words);
        if words.deck.is_empty() {
            return;
        }
        let mut kind = Type::of(&design.deck, self.size.height);
        kind.size = kind.size.min(title * DECK);
        let block = self.stage.set(&words.deck, &kind, self.measure, self.color(kind.ink));
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
        let color = self.color(kind.ink);
        let mut block = self.stage.set(&content, &kind, self.measure, color);
        for _ in 0..3 {
            if block.count() <= words.lines {
                break;
            }
            kind.size = kind.size * LAST_RESORT;
            block = self.stage.set(&content, &kind, self.measure, color);
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
