//! A QR code (ISO/IEC 18004) of the article's web address, for readers of the printed page who have a telephone at
//! hand.
//!
//! It stands in the side column beside the title, or else at the head of the colophon, together with the address in
//! words. Its modules are rectangles, not pixels, and it is tagged as a figure with alternative text.
//!
//! Limits: imposition that reduces pages reduces the code too. At half its size its modules are still a quarter of a
//! millimetre, which a telephone can read from close by.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use super::line::link;
use super::slug::{Break, Floating, Slug, Start, put};
use super::{BlockContext, Composer, boxed, placing};
use crate::article::Inline;
use crate::diag::Diagnostic;
use crate::layout::{Area, Color, Frame, Item, Owner, StructId, StructRole};
use crate::units::{Point, Pt, Size};

/// Minimum side of the symbol: 20 mm.
const SIDE: Pt = Pt(20.0 * Pt::MM.0);
/// Minimum side of a module: half a millimetre, which is six dots of a 300-dpi printer.
const MODULE: Pt = Pt(0.5 * Pt::MM.0);
/// Width of the quiet zone around the symbol, in modules (ISO/IEC 18004 §9.1).
const QUIET: f64 = 4.0;
/// Maximum version of the symbol: 77 modules, about 400 characters, 39 mm.
const LARGEST: u8 = 15;
/// Minimum width for the address beside the symbol.
const BESIDE: Pt = Pt(90.0);
/// Estimated number of lines of the address in a narrow column.
const ADDRESS_LINES: f64 = 4.0;

/// A QR code with its dimensions.
#[derive(Clone, Debug)]
pub(super) struct Symbol {
    address: String,
    /// Its side, without the quiet zone.
    side: Pt,
    /// Width of the quiet zone.
    quiet: Pt,
    /// Dark modules; adjacent ones are merged.
    tiles: Vec<Area>,
}

impl Symbol {
    /// Encodes `address`; `None` if it is too long.
    ///
    /// The error correction level is M, or higher if that needs no larger symbol. The mask is chosen by the penalty
    /// rules of the standard, so the same address always gives the same symbol.
    fn of(address: &str) -> Option<Self> {
        Self::at_least(address, SIDE)
    }

    /// Encodes `address` as [`Symbol::of`] does, in the smallest symbol that can be read.
    pub(super) fn small(address: &str) -> Option<Self> {
        Self::at_least(address, Pt::ZERO)
    }

    /// Its side, without the quiet zone.
    pub(super) fn side(&self) -> Pt {
        self.side
    }

    /// Puts the symbol at `at`, as part of `parent`.
    pub(super) fn set(&self, composer: &mut Composer<'_>, frame: &mut Frame, at: Point, parent: StructId) {
        let figure = composer.add(parent, StructRole::Figure);
        composer.setter.structure.node(figure).alt = Some(format!("QR: {}", self.address));
        let size = Size::new(self.side, self.side);
        let item = Item::Mosaic { size, tiles: self.tiles.clone(), color: Color::BLACK };
        frame.push(at, Owner::Content(figure), item);
    }

    fn at_least(address: &str, side: Pt) -> Option<Self> {
        let (segments, mask): (_, Option<Mask>) = (QrSegment::make_segments(address), None);
        let code = QrCode::encode_segments_advanced(
            &segments,
            QrCodeEcc::Medium,
            Version::MIN,
            Version::new(LARGEST),
            mask,
            true,
        );
        let code = code.ok()?;
        let module = MODULE.max(side / f64::from(code.size()));
        let mut tiles = Vec::new();
        for row in 0..code.size() {
            let mut column = 0;
            while column < code.size() {
                let first = column;
                while code.get_module(column, row) {
                    column += 1;
                }
                if column > first {
                    let at = Point::new(module * f64::from(first), module * f64::from(row));
                    tiles.push(Area { at, size: Size::new(module * f64::from(column - first), module) });
                }
                column += 1;
            }
        }
        let side = module * f64::from(code.size());
        Some(Self { address: address.to_owned(), side, quiet: module * QUIET, tiles })
    }
}

/// Makes the QR code if the design requests one, or reports why there is none.
pub(super) fn make_qr(composer: &mut Composer<'_>) {
    if !composer.design.qr {
        return;
    }
    let address = composer.article.meta.source_url.as_deref().filter(|url| url.contains("://"));
    let Some(address) = address else {
        let what = "there is no QR code: the article does not say where it was published";
        let help = "name the address in its front matter, such as `canonical_url: https://example.org/article`";
        return composer.setter.diagnostics.push(Diagnostic::warning("qr-without-address", what).help(help));
    };
    composer.qr = Symbol::of(address);
    if composer.qr.is_none() {
        let what = format!("there is no QR code: the address has {} characters", address.chars().count());
        let help = "a shorter address, of up to about 400 characters, can have one";
        composer.setter.diagnostics.push(Diagnostic::warning("qr-too-long", what).help(help));
    }
}

/// Returns the column beside the title, if there is a code that fits into it.
pub(super) fn qr_side<'a>(composer: &Composer<'a>, page: &BlockContext<'a>) -> Option<BlockContext<'a>> {
    let side = placing::side_place(composer, page)?;
    let symbol = composer.qr.as_ref()?;
    (symbol.side + symbol.quiet <= side.width).then_some(side)
}

/// Sets the code and its address in `place`. Also returns their total height.
pub(super) fn place_qr<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>) -> Option<(Frame, Pt)> {
    let symbol = composer.qr.take()?;
    Some(set_qr(composer, &symbol, place))
}

/// Sets the code above the entries of the colophon, if it is not placed elsewhere.
pub(super) fn qr_in_colophon<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>) {
    let Some(symbol) = composer.qr.clone() else { return };
    let (frame, height) = set_qr(composer, &symbol, place);
    composer.galley.next.space(symbol.quiet);
    let slug = boxed(frame, height, Floating::No);
    composer.galley.push(Slug { start: Start::Flow, after: Break::Never, ..slug }, place, Pt::ZERO);
    composer.galley.next.space(symbol.quiet);
}

/// Estimates the height of code and address in the colophon.
pub(super) fn qr_estimate(composer: &Composer<'_>, place: &BlockContext) -> Pt {
    let leading = composer.design.styles.colophon.leading;
    let height = |symbol: &Symbol| match beside(symbol, place) {
        Some(_) => symbol.side + symbol.quiet * 2.0,
        None => symbol.side + symbol.quiet * 3.0 + leading * ADDRESS_LINES,
    };
    composer.qr.as_ref().map_or(Pt::ZERO, height)
}

fn set_qr<'a>(composer: &mut Composer<'a>, symbol: &Symbol, place: &BlockContext<'a>) -> (Frame, Pt) {
    let parent = composer.add(place.parent, StructRole::Div);
    let mut frame = Frame::default();
    symbol.set(composer, &mut frame, Point::new(place.start(symbol.side), Pt::ZERO), parent);
    let owner = composer.add(parent, StructRole::P);
    let (column, top) = match beside(symbol, place) {
        Some(column) => (column, Pt::ZERO),
        None => (*place, symbol.side + symbol.quiet),
    };
    let bottom = set_address(composer, &mut frame, &symbol.address, &column, top, owner);
    (frame, bottom.max(symbol.side))
}

/// Sets `address` below `top` and returns where it ends.
fn set_address(
    composer: &mut Composer<'_>,
    frame: &mut Frame,
    address: &str,
    place: &BlockContext,
    top: Pt,
    owner: StructId,
) -> Pt {
    let kind = composer.design.styles.colophon;
    let style = composer.style(&kind, place);
    let words = [link(address, vec![Inline::Text(address.to_owned())])];
    // The first line is aligned with the symbol, or stands right below its quiet zone.
    let mut baseline = top + kind.size * 0.75;
    for line in composer.setter.lines(&words, &style, owner) {
        put(frame, place.x, baseline, line.frame);
        baseline += kind.leading;
    }
    baseline - kind.leading + kind.size * 0.25
}

/// Returns the room beside `symbol` in `place`, if the address fits there.
fn beside<'a>(symbol: &Symbol, place: &BlockContext<'a>) -> Option<BlockContext<'a>> {
    let taken = symbol.side + symbol.quiet.max(Pt(12.0));
    let width = place.width - taken;
    let x = if place.rtl() { place.x } else { place.x + taken };
    (width >= BESIDE).then_some(BlockContext { x, width, ..*place })
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

    #[test]
    fn a_symbol_is_large_enough_and_has_its_three_corners() {
        let symbol = Symbol::of("https://example.org/essays/a-measured-walk").unwrap();
        assert!(symbol.side >= SIDE - Pt(0.01));
        let module = symbol.quiet / QUIET;
        assert!(module >= MODULE);
        // A finder pattern begins with seven dark modules in a row (ISO/IEC 18004 §6.3.3.1).
        let long = |tile: &&Area| (tile.size.width / module - 7.0).abs() < 0.01;
        let rows: Vec<f64> = symbol.tiles.iter().filter(long).map(|tile| (tile.at.y / module).round()).collect();
        let last = (symbol.side / module).round() - 1.0;
        for row in [0.0, 6.0, last - 6.0, last] {
            assert!(rows.contains(&row), "row {row}");
        }
        assert!(symbol.tiles.iter().all(|tile| tile.at.x + tile.size.width <= symbol.side + Pt(0.01)));
    }

    #[test]
    fn a_long_address_gets_a_larger_symbol_and_an_endless_one_none() {
        let address = |length: usize| format!("https://example.org/{}", "a".repeat(length));
        let sides = [20, 200, 380].map(|length| Symbol::of(&address(length)).unwrap().side);
        assert!(sides[0] <= sides[1] && sides[1] < sides[2]);
        assert!(Symbol::of(&address(2000)).is_none());
    }

    fn set(front_matter: &str, text: &str, paper: Paper) -> (Pages, Diagnostics) {
        let source = Source::new("qr.md", format!("---\nlang: en\n{front_matter}---\n\n# Codes\n\n{text}\n"));
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        let design = Design { qr: true, ..Design::article(paper) };
        let mut found = Diagnostics::new();
        (typeset(&article, &design, &Fonts::bundled(), &mut found), found)
    }

    /// Returns the symbols, each with its page, left edge and alternative text.
    fn symbols(pages: &Pages) -> Vec<(usize, f64, String)> {
        let mut found = Vec::new();
        for (number, page) in pages.pages.iter().enumerate() {
            for (at, placed) in &page.frame.items {
                if let (Item::Mosaic { .. }, Owner::Content(owner)) = (&placed.item, placed.owner) {
                    let node = &pages.structure.nodes[owner.0 as usize];
                    assert_eq!(node.role, StructRole::Figure);
                    found.push((number, at.x.0, node.alt.clone().unwrap()));
                }
            }
        }
        found
    }

    #[test]
    fn the_symbol_stands_beside_the_title_or_in_the_colophon_with_its_address() {
        let address = "https://example.org/essays/codes";
        let front_matter = format!("canonical_url: {address}\n");
        let (pages, found) = set(&front_matter, "A short text.", Paper::A4);
        let design = Design::article(Paper::A4);
        let beside = symbols(&pages);
        assert_eq!(beside.len(), 1);
        assert!(beside[0].0 == 0 && beside[0].1 > (design.margin + design.measure).0 && beside[0].2.contains(address));
        assert!(found.is_empty(), "{found:?}");
        // A small page has no side column.
        let long = "Many words of a long text. ".repeat(400);
        let (pages, _) = set(&front_matter, &long, Paper::A5);
        let below = symbols(&pages);
        assert_eq!(below.len(), 1);
        assert_eq!(below[0].0, pages.pages.len() - 1);
        let links = |pages: &Pages| {
            let items = pages.pages.iter().flat_map(|page| &page.frame.items);
            let to = |(_, placed): &&(Point, crate::layout::Placed)| matches!(&placed.item, Item::Link { to: crate::layout::Destination::Url(url), .. } if **url == *address);
            items.filter(to).count()
        };
        assert!(links(&pages) >= 1);
    }

    #[test]
    fn without_an_address_there_is_a_warning_and_no_symbol() {
        let (pages, found) = set("", "A short text.", Paper::A4);
        assert!(symbols(&pages).is_empty());
        assert_eq!(found.iter().map(|diagnostic| &*diagnostic.code).collect::<Vec<_>>(), ["qr-without-address"]);
    }
}
