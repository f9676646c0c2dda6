//! Drop caps: the first letter of a text, as high as several lines, with the lines beside it indented.
//!
//! The letter is fitted by its outline. Its capital height reaches from the baseline of the last line beside it to the
//! capitals of the first line, or to the small capitals where the text begins with such; its outline, not its side
//! bearing, stands at the margin. A quotation mark before it is small and hangs in the margin.
//!
//! It is drawn as a path. Before the rest of its word, where nothing is to be seen, stands the same letter as invisible
//! text ([`crate::layout::Initial`]): so search and copying find whole words, which no reader could put together from a
//! large letter on a lower line.
//!
//! Limits: only Latin, Greek, Cyrillic and Armenian capitals are set so, in text that runs from left to right and begins
//! with plain text. The lines beside the letter have one edge; they do not follow its outline.

use unicode_script::{Script, UnicodeScript as _};
use unicode_segmentation::UnicodeSegmentation;

use super::shape::{self, Run, RunKind};
use super::{Caps, Line, Purpose, SetText, Setter, TextStyle, build, collect};
use crate::article::{Direction, Inline, Style};
use crate::layout::{Color, GlyphRun, Initial, Item, Owner, PathStep, Placed, StructId};
use crate::text::{PathSink, trace};
use crate::units::{Em, Point, Pt, Size};

/// Between the letter and the lines beside it, in ems of the text.
const GAP: Em = Em(0.35);
/// Size of a quotation mark before the letter, in ems of the text, and its distance from the letter.
const MARK_SIZE: f64 = 1.8;
const MARK_GAP: Em = Em(0.15);
/// Letters that reach below their last line by more than this share of the leading touch the line below.
const DEEP: f64 = 0.3;
/// Share of the measure that the letter may take up with its gap.
const WIDEST: f64 = 0.45;
/// Share of the last line beside the letter that the text must fill at least; so a paragraph cannot lose that line.
const LAST_LINE: f64 = 0.4;
/// Maximum number of characters of the letter: accents are characters of their own.
const LONGEST: usize = 6;
/// Marks that may stand before the letter.
const MARKS: [char; 12] =
    ['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{201e}', '\u{201a}', '«', '‹', '"', '\'', '¿', '¡'];
/// Those of them that stand on the baseline.
const LOW_MARKS: [char; 2] = ['\u{201e}', '\u{201a}'];

/// What is wanted of a drop cap.
#[derive(Clone, Copy, Debug)]
pub struct InitialStyle {
    /// The number of lines that it is high.
    pub lines: usize,
    /// Its colour.
    pub color: Color,
}

/// A drop cap, ready to be placed on the first line of its paragraph.
#[derive(Clone, Debug)]
pub(super) struct DropCap {
    /// Lines that are indented.
    pub lines: usize,
    /// Their indent.
    pub inset: Pt,
    /// Whether the text goes on with the rest of the letter's word.
    pub within_word: bool,
    item: Initial,
    at: Point,
    owner: StructId,
}

impl DropCap {
    /// Adds the letter to the first line, whose text begins beside it.
    pub fn put(&self, line: &mut Line) {
        let placed = Placed { owner: Owner::Content(self.owner), item: Item::Initial(Box::new(self.item.clone())) };
        line.frame.items.insert(0, (self.at, placed));
    }
}

/// The beginning of a text, taken apart.
#[derive(Debug, PartialEq)]
struct Head<'t> {
    /// Opening quotation marks.
    mark: &'t str,
    /// The letter.
    letter: &'t str,
    /// Whether a space follows it.
    alone: bool,
    /// The rest of the text.
    rest: &'t str,
}

impl Setter<'_> {
    /// Sets `inlines` as [`Setter::paragraph`] does, with their first letter as a drop cap; `None` if the text is too
    /// short for one, or begins with something else.
    pub fn with_initial(
        &mut self,
        inlines: &[Inline],
        style: &TextStyle,
        owner: StructId,
        wish: InitialStyle,
    ) -> Option<(Vec<Line>, SetText)> {
        let (Inline::Text(text), more) = inlines.split_first()? else { return None };
        let head = head(text, &style.lang.0).filter(|_| style.dir == Direction::Ltr && wish.lines > 1)?;
        if !more.iter().all(is_plain) || head.rest.is_empty() && more.is_empty() {
            return None;
        }
        let drop_cap = self.drop_cap(&head, style, owner, wish)?;
        if drop_cap.inset > style.measure * WIDEST {
            return None;
        }
        let lines = wish.lines as f64;
        let (_, natural) = self.content_widths(inlines, style);
        if natural + drop_cap.inset * lines < style.measure * (lines - 1.0 + LAST_LINE) {
            return None;
        }
        let mut rest = vec![Inline::Text(head.rest.to_owned())];
        rest.extend_from_slice(more);
        // The words in small capitals are counted by the spaces between them.
        let lead_in = style.lead_in.saturating_sub(usize::from(head.alone));
        let style = TextStyle { lead_in, indent: Pt::ZERO, ..style.clone() };
        let mut paragraph = collect::collect(self, &rest, &style, owner);
        paragraph.initial = Some(drop_cap);
        let (mut lines, text) = self.set(paragraph, &style);
        let short = wish.lines.saturating_sub(lines.len());
        if let Some(last) = lines.last_mut().filter(|_| short > 0) {
            last.below = last.below.max(style.leading * short as f64);
        }
        Some((lines, text))
    }

    /// Makes the drop cap of a text that begins with `head`.
    fn drop_cap(&mut self, head: &Head<'_>, style: &TextStyle, owner: StructId, wish: InitialStyle) -> Option<DropCap> {
        let plain = TextStyle { lead_in: 0, ..style.clone() };
        let capitals = self.outline_of("H", &plain)?;
        let letter = self.outline_of(head.letter, &plain)?;
        let small = TextStyle { caps: Caps::Small, ..plain.clone() };
        let first = if style.lead_in > 0 { self.outline_of("x", &small)? } else { capitals.clone() };
        let high = if letter.font == capitals.font { capitals.top() } else { letter.top() };
        let baseline = style.leading * (wish.lines - 1) as f64;
        let by = (baseline + first.top()) / high.max(Pt(0.1));
        let (inset, deep) = (letter.width() * by + GAP * style.size, letter.bottom() * -by);
        let mut path = letter.moved(by, Point::new(letter.left() * -by, baseline));
        if !head.mark.is_empty() {
            let mark = self.outline_of(head.mark, &plain)?;
            let left = -(MARK_GAP * style.size) - mark.right() * MARK_SIZE;
            let down = match head.mark.starts_with(LOW_MARKS) {
                true => baseline,
                false => mark.top() * MARK_SIZE - first.top(),
            };
            path.extend(mark.moved(MARK_SIZE, Point::new(left, down)));
        }
        let extent = Extent::of(&path)?;
        let at = extent.at;
        path.iter_mut().for_each(|step| *step = step.map(|point| point - at));
        let word = format!("{}{}{}", head.mark, head.letter, if head.alone { " " } else { "" });
        let text = self.runs_of(&word, &plain)?;
        let width: Pt = text.iter().map(GlyphRun::width).sum();
        let text_at = Point::new(inset - width, Pt::ZERO) - at;
        let lines = wish.lines + usize::from(deep > style.leading * DEEP);
        let item = Initial { size: extent.size, color: wish.color, path, text, text_at };
        Some(DropCap { lines, inset, within_word: !head.alone, item, at, owner })
    }

    /// Returns `text` as glyph runs in `style`; `None` if it has letters that no font has.
    fn runs_of(&mut self, text: &str, style: &TextStyle) -> Option<Vec<GlyphRun>> {
        self.purpose = Purpose::Measuring;
        let paragraph = collect::collect(self, &[Inline::Text(text.to_owned())], style, StructId(0));
        let shaped = shape::shape(self, &paragraph, style.dir);
        self.purpose = Purpose::Setting;
        let drawn = |run: Run| (run.kind == RunKind::Glyphs).then(|| build::run_alone(&paragraph, run));
        shaped.runs.into_iter().map(drawn).collect()
    }

    /// Returns the outline of `text` in `style`, with its origin at the start of the baseline.
    fn outline_of(&mut self, text: &str, style: &TextStyle) -> Option<Letters> {
        let mut runs = self.runs_of(text, style)?;
        let run = runs.pop().filter(|_| runs.is_empty())?;
        let mut pen = Pen::default();
        let mut x = Em::ZERO;
        for glyph in &run.glyphs {
            pen.offset = (x + glyph.dx, glyph.dy);
            pen.units = self.units(run.font);
            trace(self.fonts, run.font, glyph.id, &mut pen)?;
            x += glyph.advance + run.tracking;
        }
        let size = run.size;
        let path: Vec<PathStep> =
            pen.path.iter().map(|step| step.map(|point| Point::new(point.x * size.0, point.y * size.0))).collect();
        Some(Letters { extent: Extent::of(&path)?, path, font: run.font })
    }
}

/// Whether `inline` is text on the baseline, without formulas, pictures, ruby and line breaks.
fn is_plain(inline: &Inline) -> bool {
    match inline {
        Inline::Text(_) | Inline::Code(_) | Inline::NoteCall(_) => true,
        Inline::Styled { style, content } => *style != Style::Ruby && content.iter().all(is_plain),
        Inline::Link { content, .. } | Inline::Span { content, .. } => content.iter().all(is_plain),
        Inline::Math { .. } | Inline::Picture(_) | Inline::LineBreak => false,
    }
}

/// Takes apart the beginning of `text`; `None` if it does not begin with a capital letter.
fn head<'t>(text: &'t str, lang: &str) -> Option<Head<'t>> {
    let text = text.trim_start();
    let is_space = |c: char| c.is_whitespace() || c == '\u{2060}';
    let marked = text.trim_start_matches(MARKS);
    let after_mark = if marked.len() < text.len() { marked.trim_start_matches(is_space) } else { marked };
    let mark = text[..text.len() - marked.len()].trim_end();
    if mark.chars().count() > 2 {
        return None;
    }
    let letter = match after_mark.get(..2) {
        // One letter in Dutch, written with two.
        Some("IJ") if lang.starts_with("nl") => "IJ",
        _ => after_mark.graphemes(true).next()?,
    };
    let first = letter.chars().next().filter(|_| letter.chars().nth(LONGEST).is_none())?;
    let script = matches!(first.script(), Script::Latin | Script::Greek | Script::Cyrillic | Script::Armenian);
    if !script || !first.is_uppercase() {
        return None;
    }
    let rest = &after_mark[letter.len()..];
    let alone = rest.starts_with(is_space);
    Some(Head { mark, letter, alone, rest: rest.trim_start_matches(is_space) })
}

/// The outline of some letters, in points with y pointing down.
#[derive(Clone, Debug)]
struct Letters {
    path: Vec<PathStep>,
    extent: Extent,
    font: crate::text::FontId,
}

impl Letters {
    /// How far it reaches above the baseline.
    fn top(&self) -> Pt {
        -self.extent.at.y
    }

    /// How far it reaches below the baseline, as a negative number.
    fn bottom(&self) -> Pt {
        -(self.extent.at.y + self.extent.size.height)
    }

    fn left(&self) -> Pt {
        self.extent.at.x
    }

    fn right(&self) -> Pt {
        self.extent.at.x + self.extent.size.width
    }

    fn width(&self) -> Pt {
        self.extent.size.width
    }

    /// Returns the path `by` times as large, with the start of its baseline at `to`.
    fn moved(&self, by: f64, to: Point) -> Vec<PathStep> {
        self.path.iter().map(|step| step.map(|point| Point::new(point.x * by + to.x, point.y * by + to.y))).collect()
    }
}

/// A rectangle around a path. Control points count; in fonts, they are within the outermost points of the curves.
#[derive(Clone, Copy, Debug)]
struct Extent {
    at: Point,
    size: Size,
}

impl Extent {
    fn of(path: &[PathStep]) -> Option<Self> {
        let points = path.iter().flat_map(PathStep::points);
        let corners = points.map(|point| (point, point));
        let (low, high) = corners.reduce(|(low, high), (point, _)| {
            let low = Point::new(low.x.min(point.x), low.y.min(point.y));
            (low, Point::new(high.x.max(point.x), high.y.max(point.y)))
        })?;
        Some(Self { at: low, size: Size::new(high.x - low.x, high.y - low.y) })
    }
}

/// Collects outlines, in ems with y pointing down.
#[derive(Default)]
struct Pen {
    path: Vec<PathStep>,
    /// Where the glyph's origin is, with y pointing up.
    offset: (Em, Em),
    units: f64,
    last: Point,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> Point {
        let (dx, dy) = self.offset;
        Point::new(Pt(f64::from(x) / self.units + dx.0), Pt(-(f64::from(y) / self.units + dy.0)))
    }
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.last = self.point(x, y);
        self.path.push(PathStep::Move(self.last));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.last = self.point(x, y);
        self.path.push(PathStep::Line(self.last));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, middle, to) = (self.last, self.point(x1, y1), self.point(x, y));
        let third =
            |end: Point| Point::new(end.x + (middle.x - end.x) * (2.0 / 3.0), end.y + (middle.y - end.y) * (2.0 / 3.0));
        self.path.push(PathStep::Curve(third(from), third(to), to));
        self.last = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.last = self.point(x, y);
        self.path.push(PathStep::Curve(self.point(x1, y1), self.point(x2, y2), self.last));
    }

    fn close(&mut self) {
        self.path.push(PathStep::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Option<(&str, &str, bool, &str)> {
        head(text, "en").map(|head| (head.mark, head.letter, head.alone, head.rest))
    }

    #[test]
    fn a_capital_is_taken_with_what_belongs_to_it() {
        for (text, expected) in [
            ("The sea", ("", "T", false, "he sea")),
            ("  A man came", ("", "A", true, "man came")),
            ("\u{201c}Why?\u{201d} he said", ("\u{201c}", "W", false, "hy?\u{201d} he said")),
            ("«\u{202f}Une fille", ("«", "U", false, "ne fille")),
            ("\u{201e}Der Krieg", ("\u{201e}", "D", false, "er Krieg")),
            ("¿Quién vive?", ("¿", "Q", false, "uién vive?")),
            ("E\u{301}tat de", ("", "E\u{301}", false, "tat de")),
            ("Ёлка в лесу", ("", "Ё", false, "лка в лесу")),
            ("I\u{2019}m here", ("", "I", false, "\u{2019}m here")),
            ("IJsland", ("", "I", false, "Jsland")),
        ] {
            assert_eq!(split(text), Some(expected), "{text}");
        }
        assert_eq!(head("IJsland ligt", "nl-BE").map(|head| head.letter), Some("IJ"));
    }

    #[test]
    fn nothing_but_capitals_of_scripts_that_have_them_becomes_a_drop_cap() {
        let accents = format!("A{} way", "\u{301}".repeat(4000));
        assert_eq!(split(&accents), None, "a heap of accents");
        for text in [
            "1984 was",
            "iPhone",
            "紙と",
            "ورق",
            "कागज़",
            "😀 Hello",
            "(And so",
            "— Yes",
            "",
            "…",
            "𝐓he",
            "\u{201c}\u{201c}\u{201c}A",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
