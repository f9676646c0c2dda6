//! Shapes the characters of a paragraph: glyphs with exact widths.
//!
//! The text is cut into runs of one look, face, script and direction. Each run is shaped as a whole, with the
//! surrounding text as context. Clusters, the smallest pieces after which a line can end, carry the widths that line
//! breaking adds up.

use std::cell::RefCell;
use std::ops::Range;

use harfrust::{
    Buffer, Direction as Flow, Feature, GlyphInfo, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag,
};
use unicode_bidi::Level;
use unicode_script::Script as UnicodeScript;

use crate::article::Direction;
use crate::kept::{Held, Left};
use crate::text::{FontId, Fonts, SameFaces};
use crate::units::{Em, Pt};

use super::super::Glyph;
use super::collect::{Look, Paragraph, Position, scaled_script};
use super::itemize::{itemize, levels, look_in, substitute};
use super::words::{self, Words};
use super::{Caps, Family, Figures, Setter, capitals};

/// A glyph run: glyphs of one look, face, script and direction.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub range: Range<usize>,
    /// Index into [`Paragraph::segments`].
    pub segment: usize,
    pub font: FontId,
    /// Bidirectional embedding level (UAX #9); odd levels run from right to left.
    pub level: Level,
    pub script: UnicodeScript,
    /// Look, after substitution of missing small capitals and superscripts.
    pub look: Look,
    pub kind: RunKind,
    /// Glyphs in visual order.
    pub glyphs: Vec<Glyph>,
    /// Whether justification may add space between letters: not where they join.
    pub spaced: bool,
    /// Byte offsets in the paragraph where a line break requires reshaping; sorted.
    pub unsafe_breaks: Vec<u32>,
}

/// The content of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum RunKind {
    Glyphs,
    /// Characters that no font has, drawn as boxes of this width.
    Boxes,
    /// A picture or a part of a formula, with this width.
    Fixed(Pt),
    LineBreak,
}

/// The smallest piece of a paragraph after which a line can end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cluster {
    pub start: usize,
}

/// The measures of a piece of text that line breaking adds up, in points.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Amount {
    /// Width of glyphs other than spaces.
    pub solid: f64,
    /// Width of stretchable spaces.
    pub space: f64,
    /// Sum of the font sizes of all glyphs that tracking affects.
    pub track: f64,
    /// Width of pictures and boxes.
    pub fixed: f64,
    /// Sum of the font sizes of ideographs.
    pub ideographs: f64,
}

impl Amount {
    pub fn natural(&self) -> f64 {
        self.solid + self.space + self.fixed
    }

    pub fn minus(&self, other: &Self) -> Self {
        Self {
            solid: self.solid - other.solid,
            space: self.space - other.space,
            track: self.track - other.track,
            fixed: self.fixed - other.fixed,
            ideographs: self.ideographs - other.ideographs,
        }
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self {
            solid: self.solid + other.solid,
            space: self.space + other.space,
            track: self.track + other.track,
            fixed: self.fixed + other.fixed,
            ideographs: self.ideographs + other.ideographs,
        }
    }
}

/// A shaped paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Shaped {
    pub runs: Vec<Run>,
    /// Clusters in logical order.
    pub clusters: Vec<Cluster>,
    /// `sums[n]` is the sum of the first `n` clusters.
    pub sums: Vec<Amount>,
}

impl Shaped {
    /// Returns the measures of the text before byte `at`. The characters inside a cluster, such as a ligature, share
    /// its width evenly.
    pub fn sum_before(&self, at: usize, text: &str) -> Amount {
        let next = self.clusters.partition_point(|cluster| cluster.start < at);
        let boundary = self.clusters.get(next).map_or(text.len(), |cluster| cluster.start);
        if boundary == at || next == 0 {
            return self.sums[next];
        }
        let start = self.clusters[next - 1].start;
        let share = text[start..at].chars().count() as f64 / text[start..boundary].chars().count().max(1) as f64;
        let mut sum = self.sums[next - 1];
        let whole = self.sums[next].minus(&sum);
        sum.solid += whole.solid * share;
        sum.track += whole.track * share;
        sum
    }

    /// Returns the index of the run that contains byte `at`.
    pub fn run_at(&self, at: usize) -> usize {
        self.runs.partition_point(|run| run.range.end <= at).min(self.runs.len() - 1)
    }
}

/// The key of a shaping plan; there are few in a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlanKey {
    font: FontId,
    features: Features,
    script: UnicodeScript,
    rtl: bool,
    lang: String,
}

/// OpenType features that a look requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Features {
    caps: Caps,
    figures: Figures,
    position: Position,
    family: Family,
    spaced: bool,
}

/// A shaping plan, and the words that were shaped with it.
pub(super) struct Plan {
    key: PlanKey,
    features: Vec<Feature>,
    plan: ShapePlan,
    pub words: Words,
}

/// Maximum number of plans and of words that are kept for the next article. An article in one language has some ten
/// plans and a thousand words.
const MOST_KEPT: (usize, usize) = (64, 12_000);

thread_local! {
    /// The plans of the last article that was set on this thread. A word has the same glyphs in every article.
    static KEPT: RefCell<Held<(SameFaces, Vec<Plan>)>> = RefCell::new(Held::new(&LEFT));
}
static LEFT: Left<(SameFaces, Vec<Plan>)> = Left::new();

/// Fonts and shaping plans, each made once.
pub(super) struct Shapers<'a> {
    faces: SameFaces,
    fonts: Vec<(FontId, ShaperFont<'a, 'static>)>,
    pub plans: Vec<Plan>,
    buffer: Option<Buffer>,
}

impl std::fmt::Debug for Shapers<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shapers({} fonts, {} plans)", self.fonts.len(), self.plans.len())
    }
}

impl Shapers<'_> {
    /// Shapers for `fonts`, with the plans of the last article that was set in the same faces on this thread.
    pub fn of(fonts: &Fonts) -> Self {
        let faces = fonts.same_faces();
        let kept = KEPT.with_borrow_mut(|kept| kept.value().take()).filter(|(of, _)| *of == faces);
        let plans = kept.map(|(_, plans)| plans).unwrap_or_default();
        Self { faces, fonts: Vec::new(), plans, buffer: Some(Buffer::new()) }
    }
}

impl Drop for Shapers<'_> {
    fn drop(&mut self) {
        let mut plans = std::mem::take(&mut self.plans);
        if plans.len() > MOST_KEPT.0 {
            plans.clear();
        }
        if plans.iter().map(|plan| plan.words.len()).sum::<usize>() > MOST_KEPT.1 {
            plans.iter_mut().for_each(|plan| plan.words = Words::new());
        }
        // While a thread ends, the place for its plans may be gone already.
        let _ = KEPT.try_with(|kept| *kept.borrow_mut().value() = Some((self.faces.clone(), plans)));
    }
}

/// Cuts `paragraph` into runs, shapes them and adds up their widths.
pub(super) fn shape(setter: &mut Setter<'_>, paragraph: &Paragraph, dir: Direction) -> Shaped {
    let levels = levels(&paragraph.text, dir);
    let mut runs = itemize(setter, paragraph, levels.as_deref());
    for run in &mut runs {
        shape_run(setter, paragraph, run);
    }
    add_up(paragraph, runs)
}

/// Returns the width of a Unicode space of fixed width (Unicode Standard §6.2, table 6-2). Narrow ones are a fifth of
/// an em, as French compositors set them.
fn space_width(character: char) -> Option<Em> {
    Some(Em(match character {
        '\u{2000}' | '\u{2002}' | '\u{2007}' => 0.5,
        '\u{2001}' | '\u{2003}' | '\u{3000}' => 1.0,
        '\u{2004}' => 1.0 / 3.0,
        '\u{2005}' => 0.25,
        '\u{2006}' => 1.0 / 6.0,
        '\u{2008}' | '\u{2009}' | '\u{202f}' => 0.2,
        '\u{200a}' => 0.1,
        '\u{205f}' => 4.0 / 18.0,
        _ => return None,
    }))
}

/// Whether justification may widen a character.
pub(super) fn is_stretchable(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}')
}

pub(super) fn is_ideographic(script: UnicodeScript) -> bool {
    matches!(script, UnicodeScript::Han | UnicodeScript::Hiragana | UnicodeScript::Katakana | UnicodeScript::Bopomofo)
}

/// Shapes `run` in the context of `paragraph`.
pub(super) fn shape_run(setter: &mut Setter<'_>, paragraph: &Paragraph, run: &mut Run) {
    crate::halt::point();
    if run.kind != RunKind::Glyphs {
        return;
    }
    shape_once(setter, paragraph, run, run.look.caps == Caps::Upper);
    if matches!(run.look.script, Position::Superior | Position::Inferior) && !substituted(setter, paragraph, run) {
        run.look = scaled_script(run.look);
        shape_once(setter, paragraph, run, false);
    }
    if run.look.caps == Caps::Small && !substituted(setter, paragraph, run) {
        // Reduced capitals at 0.85 are the usual substitute if a face has no small capitals for the script.
        run.look.size = run.look.size * 0.85;
        run.look.tracking += Em(0.05);
        run.look.caps = Caps::AsWritten;
        shape_once(setter, paragraph, run, true);
    }
}

/// Whether every letter and digit of `run` got a glyph other than its default one.
fn substituted(setter: &Setter<'_>, paragraph: &Paragraph, run: &Run) -> bool {
    let Some(font) = setter.fonts.font(run.font) else { return true };
    let charmap = font.charmap();
    run.glyphs.iter().all(|glyph| {
        let character = paragraph.text[glyph.text.start as usize..].chars().next().unwrap_or(' ');
        let changes = match run.look.caps {
            Caps::Small => character.is_lowercase(),
            _ => character.is_alphanumeric(),
        };
        !changes || charmap.map_unicode(character).is_none_or(|nominal| nominal.to_u32() != u32::from(glyph.id))
    })
}

fn shape_once(setter: &mut Setter<'_>, paragraph: &Paragraph, run: &mut Run, upper: bool) {
    let mut buffer = setter.shapers.buffer.take().unwrap_or_default();
    if upper || !words::shape_words(setter, paragraph, run, &mut buffer) {
        shape_whole(setter, paragraph, run, upper, &mut buffer);
    }
    setter.shapers.buffer = Some(buffer);
}

/// Shapes `run` in one piece.
pub(super) fn shape_whole(
    setter: &mut Setter<'_>,
    paragraph: &Paragraph,
    run: &mut Run,
    upper: bool,
    buffer: &mut Buffer,
) {
    let text = &paragraph.text[run.range.clone()];
    // Whether there are spaces for which the face has no glyph of the right width.
    let mut spaces = false;
    buffer.clear();
    let cluster = |offset: usize| (run.range.start + offset) as u32;
    if upper {
        let lang = &paragraph.langs[run.look.lang].0;
        capitals::capitals(text, lang, |offset, capital| buffer.push(capital.into(), cluster(offset)));
    } else {
        for (offset, character) in text.char_indices() {
            let character = match substitute(character) {
                Some(other) if !setter.fonts.covers(run.font, character) => {
                    spaces |= other == ' ';
                    other
                }
                _ => character,
            };
            buffer.push(character.into(), cluster(offset));
        }
    }
    buffer.set_pre_context(&paragraph.text[..run.range.start]);
    buffer.set_post_context(&paragraph.text[run.range.end..]);
    run.glyphs.clear();
    run.unsafe_breaks.clear();
    let plan = setter.plan_of(run, paragraph);
    if plan.is_some_and(|plan| setter.shape_buffer(buffer, plan)) {
        let (rtl, end) = (run.level.is_rtl(), run.range.end as u32);
        (run.glyphs, run.unsafe_breaks) = read_glyphs(buffer, rtl, end, setter.units(run.font));
    }
    if spaces {
        for glyph in &mut run.glyphs {
            let character = paragraph.text[glyph.text.start as usize..].chars().next();
            glyph.advance = character.and_then(space_width).unwrap_or(glyph.advance);
        }
    }
}

impl<'a> Setter<'a> {
    /// Shapes `buffer` with plan number `plan`. Returns false on failure.
    pub(super) fn shape_buffer(&mut self, buffer: &mut Buffer, plan: usize) -> bool {
        let Some(font) = self.shaper(self.shapers.plans[plan].key.font) else { return false };
        let Plan { features, plan, .. } = &self.shapers.plans[plan];
        buffer.set_direction(plan.direction());
        buffer.set_script(plan.script());
        buffer.set_language(plan.language().cloned());
        let options = ShapeOptions::new().plan(Some(plan)).features(features);
        harfrust::shape(&self.shapers.fonts[font].1, buffer, options).is_ok()
    }

    /// Returns the units per em of `font`.
    pub(super) fn units(&self, font: FontId) -> f64 {
        self.fonts.font(font).map_or(1000.0, |font| f64::from(font.units_per_em().max(1)))
    }

    fn shaper(&mut self, id: FontId) -> Option<usize> {
        if let Some(known) = self.shapers.fonts.iter().position(|(font, _)| *font == id) {
            return Some(known);
        }
        let fonts: &'a crate::text::Fonts = self.fonts;
        self.shapers.fonts.push((id, ShaperFont::new(fonts.font(id)?)));
        Some(self.shapers.fonts.len() - 1)
    }

    /// Returns the number of the plan for face, features, script and language of `run`; `None` if its font is invalid.
    pub(super) fn plan_of(&mut self, run: &Run, paragraph: &Paragraph) -> Option<usize> {
        let lang = &paragraph.langs[run.look.lang].0;
        let wanted = Features {
            caps: run.look.caps,
            figures: run.look.figures,
            position: run.look.script,
            family: run.look.family,
            spaced: run.look.tracking.0 != 0.0,
        };
        let rtl = run.level.is_rtl();
        let same = |key: &PlanKey| {
            key.font == run.font
                && key.features == wanted
                && key.script == run.script
                && key.rtl == rtl
                && key.lang == *lang
        };
        if let Some(known) = self.shapers.plans.iter().position(|plan| same(&plan.key)) {
            return Some(known);
        }
        let features = features(&wanted);
        let tag = u32::from_be_bytes(run.script.as_iso15924_tag().to_be_bytes());
        let script = Script::from_iso15924_tag(Tag::from_u32(tag));
        let flow = if rtl { Flow::RightToLeft } else { Flow::LeftToRight };
        let language = Language::new(lang);
        let plan = ShapePlan::new(self.fonts.font(run.font)?, flow, script, language.as_ref(), &features);
        let key = PlanKey { font: run.font, features: wanted, script: run.script, rtl, lang: lang.clone() };
        self.shapers.plans.push(Plan { key, features, plan, words: Words::new() });
        Some(self.shapers.plans.len() - 1)
    }
}

fn features(look: &Features) -> Vec<Feature> {
    let on = |tag: &[u8; 4]| Feature::new(Tag::new(tag), 1, ..);
    let off = |tag: &[u8; 4]| Feature::new(Tag::new(tag), 0, ..);
    let mut features = Vec::new();
    match look.caps {
        Caps::Small => features.push(on(b"smcp")),
        Caps::Upper => features.push(on(b"case")),
        Caps::AsWritten => {}
    }
    match look.figures {
        _ if look.family == Family::Mono => {}
        // In EB Garamond, `onum` alone gives tabular figures.
        Figures::OldStyle => features.extend([on(b"onum"), on(b"pnum")]),
        Figures::Lining => features.extend([on(b"lnum"), on(b"pnum")]),
        Figures::Tabular => features.extend([on(b"lnum"), on(b"tnum")]),
    }
    match look.position {
        Position::Superior => features.push(on(b"sups")),
        Position::Inferior => features.push(on(b"subs")),
        Position::Fraction => features.push(on(b"frac")),
        Position::Baseline => {}
    }
    // Ligatures would change the meaning of code, and are conspicuous in spaced text.
    if look.family == Family::Mono {
        features.extend([off(b"liga"), off(b"calt")]);
    } else if look.spaced {
        features.push(off(b"liga"));
    }
    features
}

/// Reads the glyphs of a shaped buffer, and the sorted offsets where a break would change them. Text ranges come from
/// the buffer's clusters; the last one ends at `end`.
pub(super) fn read_glyphs(buffer: &Buffer, rtl: bool, end: u32, units: f64) -> (Vec<Glyph>, Vec<u32>) {
    let infos = buffer.glyph_infos();
    let mut glyphs = Vec::with_capacity(infos.len());
    let mut unsafe_breaks = Vec::new();
    let nexts = next_clusters(infos, rtl);
    for ((info, position), next) in infos.iter().zip(buffer.glyph_positions()).zip(nexts) {
        if info.unsafe_to_break() {
            unsafe_breaks.push(info.cluster);
        }
        glyphs.push(Glyph {
            id: info.glyph_id as u16,
            advance: Em(f64::from(position.x_advance) / units),
            dx: Em(f64::from(position.x_offset) / units),
            dy: Em(f64::from(position.y_offset) / units),
            text: info.cluster..next.unwrap_or(end),
        });
    }
    unsafe_breaks.sort_unstable();
    unsafe_breaks.dedup();
    (glyphs, unsafe_breaks)
}

/// Returns for each glyph the cluster that follows its own in the text. It works in one pass, since a cluster may have
/// any number of glyphs: a letter under ten thousand accents is one cluster.
fn next_clusters(infos: &[GlyphInfo], rtl: bool) -> Vec<Option<u32>> {
    let mut nexts = vec![None; infos.len()];
    let mut after: Option<(u32, Option<u32>)> = None;
    let mut see = |index: usize| {
        let cluster = infos[index].cluster;
        let next = match after {
            Some((other, _)) if other > cluster => Some(other),
            Some((_, next)) => next,
            None => None,
        };
        nexts[index] = next;
        after = Some((cluster, next));
    };
    if rtl {
        (0..infos.len()).for_each(&mut see)
    } else {
        (0..infos.len()).rev().for_each(&mut see)
    }
    nexts
}

/// Makes the clusters and their prefix sums.
fn add_up(paragraph: &Paragraph, runs: Vec<Run>) -> Shaped {
    let count: usize = runs.iter().map(|run| run.glyphs.len().max(1)).sum();
    let mut shaped =
        Shaped { runs: Vec::new(), clusters: Vec::with_capacity(count), sums: Vec::with_capacity(count + 1) };
    shaped.sums.push(Amount::default());
    let mut sum = Amount::default();
    for run in &runs {
        if run.kind != RunKind::Glyphs {
            for (offset, _) in paragraph.text[run.range.clone()].char_indices() {
                sum.fixed += fixed_width(run).0;
                shaped.clusters.push(Cluster { start: run.range.start + offset });
                shaped.sums.push(sum);
            }
            continue;
        }
        let ideographic = is_ideographic(run.script);
        let mut add = |glyph: &Glyph| {
            let start = glyph.text.start as usize;
            if shaped.clusters.last().is_none_or(|last| last.start < start) {
                shaped.clusters.push(Cluster { start });
                shaped.sums.push(sum);
            }
            let amount = glyph_amount(paragraph, run, glyph, ideographic);
            sum = sum.plus(&amount);
            if let Some(last) = shaped.sums.last_mut() {
                *last = sum;
            }
        };
        match run.level.is_rtl() {
            true => run.glyphs.iter().rev().for_each(&mut add),
            false => run.glyphs.iter().for_each(&mut add),
        }
    }
    shaped.runs = runs;
    shaped
}

/// Returns the width of each character in a run without glyphs.
pub(super) fn fixed_width(run: &Run) -> Pt {
    match run.kind {
        RunKind::Fixed(width) => width,
        RunKind::Boxes => run.look.size * 0.7,
        RunKind::Glyphs | RunKind::LineBreak => Pt::ZERO,
    }
}

/// Returns the measures of one glyph.
pub(super) fn glyph_amount(paragraph: &Paragraph, run: &Run, glyph: &Glyph, ideographic: bool) -> Amount {
    let size = run.look.size.0;
    let width = (glyph.advance + run.look.tracking).0 * size;
    let space = paragraph.text[glyph.text.start as usize..].chars().next().is_some_and(is_stretchable);
    Amount {
        solid: if space { 0.0 } else { width },
        space: if space { width } else { 0.0 },
        track: if run.spaced { size } else { 0.0 },
        fixed: 0.0,
        ideographs: if ideographic { size } else { 0.0 },
    }
}

/// Returns the part `range` of `run`, reshaped if its edges require it.
pub(super) fn part(setter: &mut Setter<'_>, paragraph: &Paragraph, run: &Run, range: Range<usize>) -> Run {
    let inner = glyphs_in(run, &range);
    let mut part = Run { range, glyphs: run.glyphs[inner.clone()].to_vec(), unsafe_breaks: Vec::new(), ..*run };
    if run.kind == RunKind::Glyphs && (cuts(run, part.range.start) || cuts(run, part.range.end)) {
        part.look = look_in(run.script, paragraph.segments[run.segment].look);
        shape_run(setter, paragraph, &mut part);
    }
    part
}

/// Whether a break at byte `at` changes the glyphs of `run`.
fn cuts(run: &Run, at: usize) -> bool {
    if at <= run.range.start || at >= run.range.end {
        return false;
    }
    let glyph = match run.level.is_rtl() {
        true => first_before(run, at).checked_sub(1).and_then(|index| run.glyphs.get(index)),
        false => run.glyphs.get(first_from(run, at)),
    };
    let boundary = glyph.is_some_and(|glyph| glyph.text.start as usize == at);
    !boundary || run.unsafe_breaks.binary_search(&(at as u32)).is_ok()
}

/// Returns the indices of the glyphs of `run` whose clusters start in `range`.
fn glyphs_in(run: &Run, range: &Range<usize>) -> Range<usize> {
    match run.level.is_rtl() {
        true => first_before(run, range.end)..first_before(run, range.start),
        false => first_from(run, range.start)..first_from(run, range.end),
    }
}

/// In left-to-right text, returns the index of the first glyph whose cluster starts at or after `at`.
fn first_from(run: &Run, at: usize) -> usize {
    run.glyphs.partition_point(|glyph| (glyph.text.start as usize) < at)
}

/// In right-to-left text, returns the index of the first glyph whose cluster starts before `at`.
fn first_before(run: &Run, at: usize) -> usize {
    run.glyphs.partition_point(|glyph| (glyph.text.start as usize) >= at)
}
