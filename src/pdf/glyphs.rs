//! Which glyphs a document uses, and what they stand for.
//!
//! A glyph stands for one text in the whole document (that is all ToUnicode can say): the one that it shows most
//! often. Where it shows another, the content stream says so (ActualText, see [`super::text`]).

use std::collections::BTreeMap;

use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};
use subsetter::GlyphRemapper;

use crate::diag::Error;
use crate::layout::{Glyph, GlyphRun, Item, Pages};
use crate::text::{Face, FontId, Fonts};
use crate::units::Em;

/// Stands for a glyph of which nothing is known: U+FFFD, since PDF/A wants every glyph mapped.
const UNKNOWN: &str = "\u{FFFD}";

/// Bytes of what a glyph stands for at most: ToUnicode holds 512 (Adobe Technical Note 5411), in UTF-16.
const LONGEST_TEXT: usize = 128;

/// Every face that the pages use.
pub(super) type UsedFaces<'a> = BTreeMap<FontId, UsedFace<'a>>;

/// A face and the glyphs that are used of it.
pub(super) struct UsedFace<'a> {
    /// The face.
    pub face: &'a Face,
    /// Its tables.
    pub tables: FontRef<'a>,
    /// Old and new numbers, the new ones by falling frequency.
    pub numbers: GlyphRemapper,
    /// By new number: advance in thousandths of an em, as the file will state it.
    pub widths: Vec<f64>,
    /// By new number: what it stands for.
    pub texts: Vec<&'a str>,
}

/// Glyphs that show the same characters together.
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
    /// The glyphs in the order of the characters.
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
    let mut uses: BTreeMap<FontId, Vec<Use<'a>>> = BTreeMap::new();
    for (_, placed) in pages.pages.iter().flat_map(|page| &page.frame.items) {
        if let Item::Text(run) = &placed.item {
            count(run, uses.entry(run.font).or_default());
        }
    }
    uses.into_iter().map(|(id, uses)| Ok((id, UsedFace::new(fonts.face(id), &uses)?))).collect()
}

/// How often a glyph is used, and what for.
#[derive(Clone, Copy, Default)]
struct Use<'a> {
    count: u32,
    /// What it shows alone; by majority vote (Boyer and Moore 1981), so that one pass is enough.
    alone: Option<&'a str>,
    votes: u32,
    /// What it shows of a larger cluster.
    part: Option<&'a str>,
}

fn count<'a>(run: &'a GlyphRun, uses: &mut Vec<Use<'a>>) {
    for cluster in clusters(run) {
        let (text, count) = (cluster.text, cluster.glyphs.len());
        for (index, glyph) in cluster.logical().enumerate() {
            let id = glyph.id as usize;
            if uses.len() <= id {
                uses.resize(id + 1, Use::default());
            }
            uses[id].see(text, index, count);
        }
    }
}

impl<'a> Use<'a> {
    /// Notes that the glyph is number `index` of `count` that show `text`.
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

/// The character of `text` at `index`, or its last.
fn char_of(text: &str, index: usize) -> &str {
    let (at, char) = text.char_indices().nth(index).or(text.char_indices().last()).unwrap_or_default();
    text.get(at..at + char.len_utf8()).unwrap_or_default()
}

impl<'a> UsedFace<'a> {
    fn new(face: &'a Face, uses: &[Use<'a>]) -> Result<Self, Error> {
        let tables = FontRef::from_index(&face.data, face.index).map_err(|error| unreadable(face, error))?;
        let per_em = f64::from(tables.head().map_err(|error| unreadable(face, error))?.units_per_em().max(1));
        let advances = tables.hmtx().map_err(|error| unreadable(face, error))?;
        let mut order: Vec<usize> = (1..uses.len()).filter(|&id| uses[id].count > 0).collect();
        order.sort_by_key(|&id| std::cmp::Reverse(uses[id].count));
        let mut used =
            Self { face, tables: tables.clone(), numbers: GlyphRemapper::new(), widths: Vec::new(), texts: Vec::new() };
        for id in [0].into_iter().chain(order) {
            used.numbers.remap(id as u16);
            let advance = advances.advance(GlyphId::new(id as u32)).unwrap_or_default();
            used.widths.push((f64::from(advance) * 1e5 / per_em).round() / 100.0);
            let shown = uses.get(id).and_then(|used| used.alone.or(used.part));
            used.texts.push(shown.filter(|shown| shown.len() <= LONGEST_TEXT).unwrap_or(UNKNOWN));
        }
        Ok(used)
    }

    /// The new number of `glyph`; 0 for one that was not seen.
    pub fn number(&self, glyph: u16) -> u16 {
        self.numbers.get(glyph).unwrap_or_default()
    }

    /// Whether readers get the text of `cluster` from its glyphs.
    ///
    /// A mark off the baseline starts a line of its own in some readers, so its cluster is held together.
    pub fn spells(&self, cluster: &Cluster<'_>) -> bool {
        let lone = cluster.glyphs.len() == 1 || cluster.glyphs.iter().all(|glyph| glyph.dy == Em::ZERO);
        cluster.text.is_empty() || (lone && self.reads(cluster))
    }

    /// Whether the texts of the glyphs make that of `cluster`.
    fn reads(&self, cluster: &Cluster<'_>) -> bool {
        let mut rest = cluster.text;
        let all = cluster.logical().all(|glyph| {
            let after = rest.strip_prefix(self.texts[self.number(glyph.id) as usize]);
            after.inspect(|after| rest = after).is_some()
        });
        all && rest.is_empty()
    }
}

/// The error for a face that cannot be used.
pub(super) fn unreadable(face: &Face, reason: impl std::fmt::Display) -> Error {
    Error::Output { format: "PDF", reason: format!("the font {} cannot be used: {reason}", face.name) }
}
