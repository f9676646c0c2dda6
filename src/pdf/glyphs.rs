//! Determines which glyphs a document uses, and what text each represents.
//!
//! ToUnicode maps each glyph to a single text for the whole document: the one that it shows most often. Where it shows
//! another text, the content stream states that as ActualText (see [`super::text`]).

use std::collections::BTreeMap;

use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};
use subsetter::GlyphRemapper;

use crate::diag::Error;
use crate::layout::{Glyph, GlyphRun, Item, Pages};
use crate::text::{Face, FontId, Fonts};
use crate::units::Em;

/// The text of a glyph about which nothing is known: U+FFFD, since PDF/A requires a text for every glyph.
const UNKNOWN: &str = "\u{FFFD}";

/// Maximum length of a glyph's text in bytes: ToUnicode allows 512 bytes of UTF-16 (Adobe Technical Note 5411).
const LONGEST_TEXT: usize = 128;

/// Every face that the pages use.
pub(super) type UsedFaces<'a> = BTreeMap<FontId, UsedFace<'a>>;

/// A face with its used glyphs.
pub(super) struct UsedFace<'a> {
    /// The face.
    pub face: &'a Face,
    /// Its parsed tables.
    pub tables: FontRef<'a>,
    /// Maps old to new glyph numbers; the new ones are assigned by decreasing frequency.
    pub numbers: GlyphRemapper,
    /// For each new number, the advance in thousandths of an em, as the file states it.
    pub widths: Vec<f64>,
    /// For each new number, the text that it represents.
    pub texts: Vec<&'a str>,
}

/// Glyphs that show the same characters together: a cluster.
pub(super) struct Cluster<'a> {
    /// The glyphs, in visual order.
    pub glyphs: &'a [Glyph],
    /// The characters.
    pub text: &'a str,
    /// Whether the text runs from right to left, so that the last glyph shows the first character.
    pub backwards: bool,
}

/// The clusters of `run` in visual order.
pub(super) fn clusters(run: &GlyphRun) -> impl Iterator<Item = Cluster<'_>> {
    let backwards = backwards(run);
    run.glyphs.chunk_by(|one, next| one.text == next.text).map(move |glyphs| {
        let range = glyphs[0].text.start as usize..glyphs[0].text.end as usize;
        Cluster { glyphs, text: run.text.get(range).unwrap_or_default(), backwards }
    })
}

/// Whether the characters of `run` go from right to left.
pub(super) fn backwards(run: &GlyphRun) -> bool {
    run.glyphs.array_windows().any(|[one, next]| next.text.start < one.text.start)
}

impl<'a> Cluster<'a> {
    /// Iterates over the glyphs in the order of the characters.
    fn logical(&self) -> impl Iterator<Item = &'a Glyph> + use<'a> {
        let (glyphs, last) = (self.glyphs, self.glyphs.len() - 1);
        let backwards = self.backwards;
        (0..=last).map(move |index| &glyphs[if backwards { last - index } else { index }])
    }
}

/// Collects the faces and glyphs of `pages`.
///
/// # Errors
/// If a face that is used cannot be read.
pub(super) fn collect<'a>(pages: &'a Pages, fonts: &'a Fonts) -> Result<UsedFaces<'a>, Error> {
    let mut uses: BTreeMap<FontId, Uses<'a>> = BTreeMap::new();
    for (_, placed) in pages.pages.iter().flat_map(|page| &page.frame.items) {
        let runs = match &placed.item {
            Item::Text(run) => std::slice::from_ref(run),
            Item::Initial(initial) => &initial.text,
            _ => continue,
        };
        runs.iter().for_each(|run| count(run, uses.entry(run.font).or_default()));
    }
    uses.into_iter().map(|(id, uses)| Ok((id, UsedFace::new(fonts.face(id), &uses)?))).collect()
}

/// The glyphs of a face that are used.
#[derive(Default)]
struct Uses<'a> {
    /// For each glyph, one more than its index in `seen`; 0 if it is not used.
    places: Vec<u16>,
    /// The glyphs, in the order in which they are used first.
    seen: Vec<(u16, Use<'a>)>,
}

impl<'a> Uses<'a> {
    fn of(&mut self, glyph: u16) -> &mut Use<'a> {
        let id = usize::from(glyph);
        if self.places.len() <= id {
            self.places.resize(id + 1, 0);
        }
        if self.places[id] == 0 {
            self.seen.push((glyph, Use::default()));
            // A face has at most 65,535 glyphs (OpenType, maxp).
            self.places[id] = self.seen.len() as u16;
        }
        &mut self.seen[usize::from(self.places[id]) - 1].1
    }
}

/// How often a glyph is used, and which text it shows.
#[derive(Clone, Copy, Default)]
struct Use<'a> {
    count: u32,
    /// The text that it shows alone, chosen by majority vote (Boyer and Moore 1981) so that one pass is enough.
    alone: Option<&'a str>,
    votes: u32,
    /// The text that it shows as a part of a larger cluster.
    part: Option<&'a str>,
}

fn count<'a>(run: &'a GlyphRun, uses: &mut Uses<'a>) {
    for cluster in clusters(run) {
        let (text, count) = (cluster.text, cluster.glyphs.len());
        for (index, glyph) in cluster.logical().enumerate() {
            uses.of(glyph.id).see(text, index, count);
        }
    }
}

impl<'a> Use<'a> {
    /// Records that the glyph is number `index` of `count` glyphs that show `text`.
    fn see(&mut self, text: &'a str, index: usize, count: usize) {
        self.count += 1;
        if text.is_empty() {
        } else if count > 1 {
            self.part.get_or_insert_with(|| char_of(text, index));
        } else if self.alone == Some(text) {
            self.votes += 1;
        } else if self.votes == 0 {
            (self.alone, self.votes) = (Some(text), 1);
        } else {
            self.votes -= 1;
        }
    }
}

/// Returns the character of `text` at `index`, or its last one.
fn char_of(text: &str, index: usize) -> &str {
    let (at, char) = text.char_indices().nth(index).or(text.char_indices().last()).unwrap_or_default();
    text.get(at..at + char.len_utf8()).unwrap_or_default()
}

impl<'a> UsedFace<'a> {
    fn new(face: &'a Face, uses: &Uses<'a>) -> Result<Self, Error> {
        let tables = FontRef::from_index(&face.data, face.index).map_err(|error| unreadable(face, error))?;
        let per_em = f64::from(tables.head().map_err(|error| unreadable(face, error))?.units_per_em().max(1));
        let advances = tables.hmtx().map_err(|error| unreadable(face, error))?;
        let mut order: Vec<(u16, Use<'a>)> = uses.seen.iter().copied().filter(|(id, _)| *id != 0).collect();
        order.sort_unstable_by_key(|(id, used)| (std::cmp::Reverse(used.count), *id));
        let missing = uses.seen.iter().copied().find(|(id, _)| *id == 0).unwrap_or_default();
        let mut used =
            Self { face, tables: tables.clone(), numbers: GlyphRemapper::new(), widths: Vec::new(), texts: Vec::new() };
        for (id, shown) in [missing].into_iter().chain(order) {
            used.numbers.remap(id);
            let advance = advances.advance(GlyphId::from(id)).unwrap_or_default();
            used.widths.push((f64::from(advance) * 1e5 / per_em).round() / 100.0);
            let shown = shown.alone.or(shown.part);
            used.texts.push(shown.filter(|shown| shown.len() <= LONGEST_TEXT).unwrap_or(UNKNOWN));
        }
        Ok(used)
    }

    /// Returns the new number of `glyph`; 0 if it is not used.
    pub fn number(&self, glyph: u16) -> u16 {
        self.numbers.get(glyph).unwrap_or_default()
    }

    /// Whether a reader can derive the text of `cluster` from its glyphs.
    ///
    /// Some readers start a new line at a mark off the baseline, so such a cluster is marked as a whole.
    pub fn spells(&self, cluster: &Cluster<'_>) -> bool {
        let lone = cluster.glyphs.len() == 1 || cluster.glyphs.iter().all(|glyph| glyph.dy == Em::ZERO);
        cluster.text.is_empty() || (lone && self.reads(cluster))
    }

    /// Whether the texts of the glyphs add up to that of `cluster`.
    fn reads(&self, cluster: &Cluster<'_>) -> bool {
        let mut rest = cluster.text;
        let all = cluster.logical().all(|glyph| {
            let after = rest.strip_prefix(self.texts[self.number(glyph.id) as usize]);
            after.inspect(|after| rest = after).is_some()
        });
        all && rest.is_empty()
    }
}

/// Returns the error for a face that cannot be used.
pub(super) fn unreadable(face: &Face, reason: impl std::fmt::Display) -> Error {
    Error::Output { format: "PDF", reason: format!("the font {} cannot be used: {reason}", face.name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Color;
    use crate::text::fonts::SERIF;
    use crate::units::Pt;

    #[test]
    fn the_most_frequent_glyphs_have_the_lowest_numbers_and_each_its_text() {
        let fonts = Fonts::bundled();
        let text = "xbbaaab";
        let charmap = fonts.font(SERIF).unwrap().charmap();
        let id = |letter: char| charmap.map_unicode(letter).unwrap().to_u32() as u16;
        let glyph = |(at, letter): (usize, char)| Glyph {
            id: id(letter),
            advance: Em(0.5),
            dx: Em::ZERO,
            dy: Em::ZERO,
            text: at as u32..at as u32 + 1,
        };
        let run = GlyphRun {
            font: SERIF,
            size: Pt(10.0),
            color: Color::BLACK,
            scale: 1.0,
            tracking: Em::ZERO,
            text: text.into(),
            glyphs: text.char_indices().map(glyph).collect(),
            actual_text: None,
            lang: None,
        };
        let mut uses = Uses::default();
        count(&run, &mut uses);
        let used = UsedFace::new(fonts.face(SERIF), &uses).unwrap();
        // Equally frequent ones are in the order of the face.
        assert_eq!(['a', 'b', 'x', 'q'].map(|letter| used.number(id(letter))), [1, 2, 3, 0]);
        assert_eq!(used.texts, [UNKNOWN, "a", "b", "x"]);
    }
}
