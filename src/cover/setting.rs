//! Sets the words of a cover: lines with the height of their ink, so that nothing touches and nothing is cut.
//!
//! A block of lines is measured from the top of the capitals of its first line to the baseline of its last. Scripts
//! that reach higher or lower than Latin ones, such as Devanagari or Arabic, are measured by their outlines.

use std::collections::BTreeMap;

use super::design::{Align, Ink, Title, Words};
use crate::article::{Article, Direction, Inline, Lang};
use crate::layout::inline::{Alignment, Figures, Line, Setter, TextStyle};
use crate::layout::{Area, Frame, GlyphRun, Item, Owner, StructId, StructRole, Structure};
use crate::style::{Caps, Color, Family, Weight};
use crate::text::fonts::{self, Strength};
use crate::text::{FontId, Fonts, PathSink, trace};
use crate::units::{Em, Point, Pt, Size};

/// Height of capitals in the bundled families, in ems: EB Garamond has 650 of 1000, Source Sans 3 has 660.
pub(super) const CAPITALS: f64 = 0.65;
/// Height of the letters that are higher than capitals, such as `h` and `Ä`.
const ASCENT: f64 = 0.72;
/// How far letters reach below the baseline without counting as deep.
const DEPTH: f64 = 0.24;
/// At most one letter in this many may be missing in the fonts.
const MISSING: usize = 5;
/// Minimum distance between the ink of two lines, in ems.
const AIR: f64 = 0.08;

/// How words are set, at one size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub family: Family,
    pub weight: Weight,
    pub italic: bool,
    pub caps: Caps,
    pub tracking: f64,
    pub size: Pt,
    /// Distance of the baselines, in sizes.
    pub leading: f64,
    pub hyphenate: bool,
    pub ink: Ink,
}

impl Type {
    /// Returns the type of `words` on a cover of the height `height`.
    pub(super) fn of(words: &Words, height: Pt) -> Self {
        Self {
            family: words.font.into(),
            weight: words.weight.into(),
            italic: words.italic,
            caps: words.caps.into(),
            tracking: words.tracking,
            size: height * words.size,
            leading: words.leading,
            hyphenate: false,
            ink: words.ink,
        }
    }

    /// Returns the type of the title at `size`.
    pub(super) fn of_title(title: &Title, size: Pt, hyphenate: bool) -> Self {
        Self {
            family: title.font.into(),
            weight: title.weight.into(),
            italic: false,
            caps: title.caps.into(),
            tracking: title.tracking,
            size,
            leading: title.leading,
            hyphenate,
            ink: Ink::Plain,
        }
    }
}

/// Lines that are set.
#[derive(Debug, Default)]
pub(super) struct Block {
    lines: Vec<Line>,
    /// Size of the type.
    size: Pt,
    /// Distance of the baselines.
    leading: Pt,
    /// From the top of the first line's capitals, or of its ink if that is higher, to its baseline.
    above: Pt,
    /// How far the last line reaches below its baseline, beyond ordinary letters.
    below: Pt,
    /// The widest line.
    pub width: Pt,
}

impl Block {
    /// Returns the number of lines.
    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    /// Returns the number of lines that end in a hyphen which is not in the text.
    pub(super) fn hyphens(&self) -> usize {
        self.lines.iter().filter(|line| line.hyphenated).count()
    }

    /// Returns where its lines are if its top is at `top`, in a column that begins at `left` and is `measure` wide.
    pub(super) fn areas(&self, (left, top): (Pt, Pt), (measure, align, dir): (Pt, Align, Direction)) -> Vec<Area> {
        let mut baseline = top + self.above;
        let mut areas = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let slack = measure - line.width;
            let x = match (align, dir) {
                (Align::Center, _) => left + slack * 0.5,
                (Align::Start, Direction::Ltr) => left,
                (Align::Start, Direction::Rtl) => left + slack,
            };
            let (above, below) = (self.size * ASCENT.max(self.above / self.size), self.size * DEPTH);
            let size = Size::new(line.width.max(Pt(1.0)), above + below);
            areas.push(Area { at: Point::new(x, baseline - above), size });
            baseline += self.leading;
        }
        areas
    }

    /// Returns the height from the top of the first line to the foot of the last.
    pub(super) fn height(&self) -> Pt {
        self.above + self.leading * self.lines.len().saturating_sub(1) as f64 + self.below
    }
}

/// Sets the words of one cover. Everything belongs to one structure element, the cover's figure.
pub(super) struct Stage<'a> {
    setter: Setter<'a>,
    fonts: &'a Fonts,
    lang: &'a Lang,
    pub dir: Direction,
    pub figure: StructId,
    /// The extent of each glyph.
    known: BTreeMap<(FontId, u16), Extent>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(article: &'a Article, fonts: &'a Fonts) -> Self {
        let mut setter = Setter::new(article, fonts);
        let document = setter.structure.add(None, StructRole::Document);
        let figure = setter.structure.add(Some(document), StructRole::Figure);
        let (lang, dir) = (&article.meta.lang, article.meta.dir);
        Self { setter, fonts, lang, dir, figure, known: BTreeMap::new() }
    }

    /// Returns the structure of what was set: the figure, and the elements of [`Stage::text`].
    pub(super) fn into_structure(self) -> Structure {
        self.setter.structure
    }

    pub(super) fn structure(&mut self) -> &mut Structure {
        &mut self.setter.structure
    }

    /// Whether the fonts have most letters of `inlines`; a title of boxes is worse than none.
    pub(super) fn can_set(&self, inlines: &[Inline]) -> bool {
        let text = crate::article::plain_text(inlines);
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        let (mut all, mut missing) = (0, 0);
        for letter in letters {
            let has = || {
                let bundled = self.fonts.covers(fonts::SERIF, letter);
                bundled || self.fonts.fallback(letter, Strength::Regular, &self.lang.0).is_some()
            };
            all += 1;
            missing += usize::from(!letter.is_ascii() && !has());
        }
        missing * MISSING <= all
    }

    fn style(&self, kind: &Type, measure: Pt, color: Color) -> TextStyle {
        TextStyle {
            family: kind.family,
            weight: kind.weight,
            italic: kind.italic,
            size: kind.size,
            leading: kind.size * kind.leading,
            color,
            tracking: Em(kind.tracking),
            figures: Figures::Lining,
            caps: kind.caps,
            lead_in: 0,
            // Centred lines are balanced too; they are moved when they are placed.
            align: Alignment::Balanced,
            hyphenate: kind.hyphenate,
            measure,
            indent: Pt::ZERO,
            lang: self.lang.clone(),
            dir: self.dir,
        }
    }

    /// Returns the width of the widest part of `inlines` that cannot be broken without a hyphen, and of all on one line.
    pub(super) fn widths(&mut self, inlines: &[Inline], kind: &Type) -> (Pt, Pt) {
        let style = self.style(kind, Pt(1e4), Color::BLACK);
        self.setter.content_widths(inlines, &style)
    }

    /// Sets `inlines` in lines of `measure`.
    pub(super) fn set(&mut self, inlines: &[Inline], kind: &Type, measure: Pt, color: Color) -> Block {
        let style = self.style(kind, measure, color);
        let elements = self.setter.structure.nodes.len();
        let lines = self.setter.lines(inlines, &style, self.figure);
        // Elements inside of the figure, such as for code, are of no use: the cover is one picture.
        self.setter.structure.truncate(elements);
        let extents: Vec<(f64, f64)> = lines.iter().map(|line| self.ink(&line.frame, kind.size)).collect();
        let between = extents.array_windows().map(|[(_, below), (above, _)]| below + above + AIR);
        let leading = between.fold(kind.leading, f64::max);
        let first = extents.first().map_or(0.0, |(above, _)| *above);
        let last = extents.last().map_or(0.0, |(_, below)| *below);
        Block {
            size: kind.size,
            leading: kind.size * leading,
            above: kind.size * if is_tall(inlines) { first.max(CAPITALS) } else { CAPITALS },
            below: kind.size * (last - DEPTH).max(0.0),
            width: lines.iter().map(|line| line.width).fold(Pt::ZERO, Pt::max),
            lines,
        }
    }

    /// Sets `inlines` as content of a paragraph of its own, with links.
    pub(super) fn text(&mut self, inlines: &[Inline], kind: &Type, measure: Pt, color: Color) -> Block {
        let owner = self.setter.structure.add(Some(StructId(0)), StructRole::P);
        let style = TextStyle { align: Alignment::Start, ..self.style(kind, measure, color) };
        self.setter.link_color = color;
        let lines = self.setter.lines(inlines, &style, owner);
        let width = lines.iter().map(|line| line.width).fold(Pt::ZERO, Pt::max);
        Block {
            size: kind.size,
            leading: kind.size * kind.leading,
            above: kind.size * CAPITALS,
            below: Pt::ZERO,
            width,
            lines,
        }
    }

    /// Returns how far the ink of a line reaches above and below its baseline, in ems of `size`.
    fn ink(&mut self, line: &Frame, size: Pt) -> (f64, f64) {
        let (mut above, mut below) = (0.0_f64, 0.0_f64);
        for (at, placed) in &line.items {
            match &placed.item {
                Item::Text(run) => {
                    let (up, down) = self.run(run);
                    above = above.max(up - at.y / size);
                    below = below.max(down + at.y / size);
                }
                Item::Outline { size: extent, .. } | Item::Rule { size: extent, .. } => {
                    above = above.max(-(at.y / size));
                    below = below.max((at.y + extent.height) / size);
                }
                _ => {}
            }
        }
        (above, below)
    }

    fn run(&mut self, run: &GlyphRun) -> (f64, f64) {
        let (mut above, mut below) = (0.0_f64, 0.0_f64);
        for glyph in &run.glyphs {
            let Extent { top, bottom, .. } = self.glyph(run.font, glyph.id);
            above = above.max(top + glyph.dy.0);
            below = below.max(-(bottom + glyph.dy.0));
        }
        (above, below)
    }

    /// Returns the extent of a glyph's outline in ems.
    fn glyph(&mut self, font: FontId, glyph: u16) -> Extent {
        let fonts = self.fonts;
        *self.known.entry((font, glyph)).or_insert_with(|| {
            let mut points = Points::default();
            let units = trace(fonts, font, glyph, &mut points).unwrap_or(1000.0);
            points.extent(units)
        })
    }

    /// Moves each line of `block` so that the ink of its first letter, not the white beside it, is at the edge. At the
    /// size of a title that white is seen: a round letter seems to be indented. An opening quotation mark stands before
    /// the edge if it is at most `hang` wide.
    pub(super) fn align_optically(&mut self, block: &mut Block, hang: Pt) {
        for line in &mut block.lines {
            let runs = line.frame.items.iter().filter_map(|(at, placed)| match &placed.item {
                Item::Text(run) if !run.text.trim().is_empty() => Some((at.x, run)),
                _ => None,
            });
            let shift = match self.dir {
                Direction::Ltr => runs.min_by(|one, other| one.0.0.total_cmp(&other.0.0)).and_then(|(_, run)| {
                    let glyph = run.glyphs.first()?;
                    let bearing = self.known.get(&(run.font, glyph.id))?.left;
                    let mark = run.size * glyph.advance.0;
                    match run.text.starts_with(['“', '„', '‘', '‚', '«', '‹', '"']) {
                        true => (mark <= hang).then(|| -mark),
                        false => run.text.starts_with(char::is_alphanumeric).then(|| run.size * -bearing),
                    }
                }),
                Direction::Rtl => runs.max_by(|one, other| one.0.0.total_cmp(&other.0.0)).and_then(|(_, run)| {
                    let glyph = run.glyphs.last()?;
                    let bearing = glyph.advance.0 - self.known.get(&(run.font, glyph.id))?.right;
                    run.text.starts_with(char::is_alphanumeric).then(|| run.size * bearing)
                }),
            };
            let shift = shift.filter(|shift| shift.abs() < line.width * 0.2).unwrap_or_default();
            line.frame.items.iter_mut().for_each(|(at, _)| at.x += shift);
        }
    }
}

/// Whether `inlines` have letters of a script whose height is not that of Latin capitals.
fn is_tall(inlines: &[Inline]) -> bool {
    use unicode_script::{Script, UnicodeScript};
    let simple = |letter: char| {
        matches!(
            letter.script(),
            Script::Latin | Script::Greek | Script::Cyrillic | Script::Armenian | Script::Common | Script::Inherited
        )
    };
    !crate::article::plain_text(inlines).chars().all(simple)
}

/// The extent of a glyph in ems, from its origin on the baseline; y points up.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// The outermost points of a path. Control points count, which lie a little outside of the curves.
#[derive(Default)]
struct Points {
    /// Left, right, bottom and top; `None` for an empty path.
    outermost: Option<[f32; 4]>,
}

impl Points {
    fn see(&mut self, x: f32, y: f32) {
        let [left, right, bottom, top] = self.outermost.unwrap_or([x, x, y, y]);
        self.outermost = Some([left.min(x), right.max(x), bottom.min(y), top.max(y)]);
    }

    fn extent(&self, units: f64) -> Extent {
        let [left, right, bottom, top] = self.outermost.unwrap_or_default().map(|part| f64::from(part) / units);
        Extent { left, right, top, bottom }
    }
}

impl PathSink for Points {
    fn move_to(&mut self, x: f32, y: f32) {
        self.see(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.see(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.see(x1, y1);
        self.see(x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.see(x1, y1);
        self.see(x2, y2);
        self.see(x, y);
    }

    fn close(&mut self) {}
}

/// Places `block` with its top at `top`, in a column that begins at `left` and is `measure` wide. With `figure`,
/// everything belongs to it, and nothing can be clicked.
pub(super) fn place(
    frame: &mut Frame,
    block: Block,
    (left, top): (Pt, Pt),
    (measure, align, dir): (Pt, Align, Direction),
    figure: Option<StructId>,
) {
    let mut baseline = top + block.above;
    for line in block.lines {
        let slack = (measure - line.width) * 0.5;
        let shift = match (align, dir) {
            (Align::Start, _) => Pt::ZERO,
            (Align::Center, Direction::Ltr) => slack,
            (Align::Center, Direction::Rtl) => -slack,
        };
        for (at, mut placed) in line.frame.items {
            if let Some(figure) = figure {
                if matches!(placed.item, Item::Link { .. } | Item::Anchor(_)) {
                    continue;
                }
                placed.owner = Owner::Content(figure);
            }
            frame.items.push((at + Point::new(left + shift, baseline), placed));
        }
        baseline += block.leading;
    }
}
