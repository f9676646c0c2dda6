//! Sets lines: from inlines and a style to lines that fit a measure.
//!
//! [`Setter`] is the only entry. It resolves styles to faces, orders bidirectional text, shapes it, finds the legal
//! breaks, chooses among them and justifies. It also makes the inline structure elements (links, calls of notes, code,
//! text in another language) below the element that it is given.

mod break_lines;
mod build;
mod capitals;
mod collect;
mod fractions;
mod glue;
mod hyphens;
mod initial;
mod itemize;
mod literal;
mod opportunities;
mod recipe;
mod rivers;
mod ruby;
mod shape;
mod unspaced;
mod verbatim;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use crate::article::address::{self, Refusal};
use crate::article::{Article, Direction, Inline, Lang, NoteId, ShelvedId};
use crate::design::EndMark;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;
pub use crate::style::{Alignment, Caps, Family, Figures, Weight};
use crate::tex;
use crate::text::{Fonts, fonts, user};
use crate::units::{Em, Pt};

use super::math::MathFont;
use super::{Color, Destination, Frame, StructId, StructRole, Structure};
use break_lines::{Broken, Count, Edge, Goal, break_lines};
use collect::Paragraph;
pub use initial::InitialStyle;
use opportunities::{Breaking, Literals, Opportunity};
use shape::{Shaped, Shapers};

/// The style in which a text is set.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// Family.
    pub family: Family,
    /// Weight.
    pub weight: Weight,
    /// Whether the text is italic; emphasis inside it is then upright.
    pub italic: bool,
    /// Font size.
    pub size: Pt,
    /// Leading, the distance between baselines; zero for a single line.
    pub leading: Pt,
    /// Colour of text.
    pub color: Color,
    /// Tracking.
    pub tracking: Em,
    /// Style of digits.
    pub figures: Figures,
    /// Capitalisation.
    pub caps: Caps,
    /// Number of words at the start that are set in small capitals.
    pub lead_in: usize,
    /// Alignment of lines in the measure.
    pub align: Alignment,
    /// Whether words may be hyphenated.
    pub hyphenate: bool,
    /// The measure, that is the width of the lines.
    pub measure: Pt,
    /// Indent of the first line; negative for a hanging one.
    pub indent: Pt,
    /// Language.
    pub lang: Lang,
    /// Direction of the paragraph.
    pub dir: Direction,
}

/// A line that can be placed on a page.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its items. The origin is where the left edge of the measure meets the baseline, so most items have `y` 0; the
    /// frame's width is that of the measure.
    pub frame: Frame,
    /// Extra room that it needs above ordinary text; more than zero only with tall pictures or formulas.
    pub extra: Pt,
    /// Extra room that it needs below the baseline.
    pub below: Pt,
    /// Extents of the formulas on it.
    pub formulas: Vec<Reach>,
    /// Width from its first to its last visible glyph.
    pub width: Pt,
    /// The widest justified space on it, in ems of the text before the space.
    pub gap: Em,
    /// Whether it ends in a hyphen that hyphenation added.
    pub hyphenated: bool,
    /// Notes called for the first time on it.
    pub notes: Vec<NoteId>,
}

/// A paragraph set with another number of lines.
#[derive(Clone, Debug)]
pub struct Variant<T> {
    /// Number of additional lines; negative for fewer.
    pub delta: isize,
    /// The result.
    pub set: T,
    /// How much worse it is than the first setting, in demerits.
    pub worse: f64,
}

/// Text that has been set and can be set again with another number of lines.
#[derive(Debug)]
pub struct SetText {
    paragraph: Paragraph,
    style: TextStyle,
    broken: Broken,
    literals: Literals,
    /// The shaped text and where its lines may end, as far as there was room to keep them.
    kept: Option<Kept>,
}

/// What need not be found out again when a paragraph is set again.
#[derive(Debug)]
struct Kept {
    shaped: Shaped,
    opportunities: Vec<Opportunity>,
}

/// Bytes of text whose shaped form a setter keeps: an article of 15,000 words. One byte of text takes some 100 bytes.
const MOST_KEPT: usize = 100_000;

/// One attempt to set a paragraph.
struct Attempt {
    lines: Vec<Line>,
    broken: Broken,
    align: Alignment,
    literals: Literals,
    opportunities: Vec<Opportunity>,
}

/// How far an item extends beyond the letters of its line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reach {
    /// Left edge.
    pub from: Pt,
    /// Right edge.
    pub to: Pt,
    /// Height above the baseline.
    pub height: Pt,
    /// Depth below the baseline.
    pub depth: Pt,
    /// Set for items, such as ruby, that may come as close to the line above as its letters allow. The value is the
    /// assumed depth of these letters, used if their real depth is not known.
    pub below_letters: Option<Pt>,
}

/// Sets text. There is one for each document, which shapes each word only once;
/// words are kept for the next document of the thread.
#[derive(Debug)]
pub struct Setter<'a> {
    article: &'a Article,
    fonts: &'a Fonts,
    /// The structure to which lines add their elements.
    pub structure: Structure,
    /// Reports of content that could not be set as written.
    pub diagnostics: Diagnostics,
    /// Colour of links.
    pub link_color: Color,
    /// The source span of the text that is being set, for diagnostics.
    pub span: Option<Span>,
    shapers: Shapers<'a>,
    /// The math face, read when the first formula comes.
    math: Option<Rc<MathFont<'a>>>,
    called: BTreeSet<NoteId>,
    /// Invalid addresses that have been reported.
    refused: BTreeSet<String>,
    targets: collect::Targets,
    /// The mark at the end of the paragraph that is set next.
    end_mark: Option<Mark>,
    missing: BTreeSet<char>,
    purpose: Purpose,
    /// Bytes of text whose shaped form may still be kept.
    keepable: usize,
}

/// A mark at the end of a text.
#[derive(Clone, Debug)]
pub struct Mark {
    /// What it is.
    pub kind: EndMark,
    /// Its colour.
    pub color: Color,
}

/// What text is collected for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Setting,
    /// Measuring only: nothing is printed, calls of notes do not count, nothing is reported.
    Measuring,
}

impl Attempt {
    /// Whether justification left a space that looks like a hole.
    fn gapes(&self) -> bool {
        self.lines.iter().any(|line| line.gap > recipe::WIDEST_SPACE)
    }
}

/// Whether `inline` is or contains code.
fn holds_code(inline: &Inline) -> bool {
    match inline {
        Inline::Code(_) | Inline::Math { .. } => true,
        Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
            content.iter().any(holds_code)
        }
        _ => false,
    }
}

impl<'a> Setter<'a> {
    /// Creates a setter for the text of `article` with `fonts`.
    pub fn new(article: &'a Article, fonts: &'a Fonts) -> Self {
        Self {
            article,
            fonts,
            structure: Structure::default(),
            diagnostics: Diagnostics::new(),
            link_color: Color::BLACK,
            span: None,
            shapers: Shapers::of(fonts),
            math: None,
            called: BTreeSet::new(),
            refused: BTreeSet::new(),
            targets: collect::Targets::default(),
            end_mark: None,
            missing: BTreeSet::new(),
            purpose: Purpose::Setting,
            keepable: MOST_KEPT,
        }
    }

    /// Returns the names of the families `used`, for the colophon.
    pub fn family_names(&self, used: &[Family]) -> String {
        let family = |id| user::family_of(self.fonts, self.fonts.wanted(id));
        let faces = [(Family::Serif, fonts::SERIF), (Family::Sans, fonts::SANS)];
        let faces = faces.into_iter().filter(|(family, _)| used.contains(family));
        let mut names: Vec<String> = faces.filter_map(|(_, face)| family(face)).collect();
        names.dedup();
        names.join(", ")
    }

    /// Sets `mark` at the end of the paragraph that is set next.
    pub fn end_with(&mut self, mark: Option<Mark>) {
        self.end_mark = mark;
    }

    /// Sets `inlines` in `style` as content of `owner`. Returns at least one line.
    pub fn lines(&mut self, inlines: &[Inline], style: &TextStyle, owner: StructId) -> Vec<Line> {
        self.paragraph(inlines, style, owner).0
    }

    /// Sets `inlines` as [`Setter::lines`] does. Also returns what is needed to set the text again with more or fewer
    /// lines.
    pub fn paragraph(&mut self, inlines: &[Inline], style: &TextStyle, owner: StructId) -> (Vec<Line>, SetText) {
        let owner = self.home(owner, inlines);
        let paragraph = collect::collect(self, inlines, style, owner);
        self.set(paragraph, style)
    }

    fn set(&mut self, paragraph: Paragraph, style: &TextStyle) -> (Vec<Line>, SetText) {
        let (Attempt { lines, broken, align, literals, opportunities }, shaped) = self.broken(&paragraph, style);
        let can_vary = align == Alignment::Justified && broken.can_vary();
        let kept = self.keepable.checked_sub(paragraph.text.len()).filter(|_| can_vary).map(|left| {
            self.keepable = left;
            Kept { shaped, opportunities }
        });
        let text = SetText { paragraph, style: TextStyle { align, ..style.clone() }, broken, literals, kept };
        (lines, text)
    }

    /// Sets `text` again with each of `deltas` more lines (fewer if negative), unless that makes a line unacceptably
    /// loose. The results say how much worse they are, in demerits.
    ///
    /// The structure already has the elements of the text, so these lines replace the first setting.
    pub fn variants(&mut self, text: &SetText, deltas: &[isize]) -> Vec<Variant<Vec<Line>>> {
        let style = &text.style;
        if style.align != Alignment::Justified || text.paragraph.text.is_empty() || !text.broken.can_vary() {
            return Vec::new();
        }
        let ratio = text.broken.worst.max(recipe::VARIANT_RATIO);
        let count = |delta: isize| text.broken.ends.len().checked_add_signed(delta).filter(|&count| count > 0);
        let can_fill = |lines: &usize| text.broken.can_fill(*lines, ratio, &goal(&text.paragraph, style));
        let counts = deltas.iter().filter_map(|&delta| Some((delta, count(delta).filter(can_fill)?)));
        let counts: Vec<_> = counts.collect();
        if counts.is_empty() {
            return Vec::new();
        }
        let found_again;
        let Kept { shaped, opportunities } = match &text.kept {
            Some(kept) => kept,
            None => {
                found_again = self.found_again(text);
                &found_again
            }
        };
        let set = counts.into_iter().filter_map(|(delta, lines)| {
            let count = Count::Exactly { lines, ratio };
            let goal = Goal { count, ..goal(&text.paragraph, style) };
            let broken = rivers::without_rivers(opportunities, &goal, break_lines(opportunities, &goal)?);
            let worse = (broken.demerits - text.broken.demerits).max(0.0);
            let set = self.build(&text.paragraph, shaped, opportunities, &broken, style);
            Some(Variant { delta, set, worse })
        });
        set.collect()
    }

    fn found_again(&mut self, text: &SetText) -> Kept {
        let style = &text.style;
        let shaped = shape::shape(self, &text.paragraph, style.dir);
        let breaking = Breaking {
            measure: goal(&text.paragraph, style).narrowest(),
            edge: Edge::Straight,
            literals: text.literals,
        };
        let opportunities = opportunities::opportunities(&text.paragraph, &shaped, breaking);
        Kept { shaped, opportunities }
    }

    /// Sets `text` as code: its line ends and white space are kept. `inks` are the colours of stretches of it, in
    /// order, as ranges of bytes. A line that is wider than the measure continues on the next line after a mark, and
    /// never runs past the edge.
    pub fn verbatim(
        &mut self,
        text: &str,
        inks: &[(Range<usize>, Color)],
        style: &TextStyle,
        owner: StructId,
    ) -> Vec<Vec<Line>> {
        let (mut start, mut inks) = (0, inks);
        let mut set = |line: &str| {
            let end = start + line.len();
            inks = &inks[inks.partition_point(|(range, _)| range.end <= start)..];
            let here = inks.iter().take_while(|(range, _)| range.start < end);
            let within = |at: usize| at.clamp(start, end) - start;
            let here: Vec<_> = here.map(|(range, ink)| (within(range.start)..within(range.end), *ink)).collect();
            start = end + 1;
            verbatim::lines(self, line, &here, style, owner)
        };
        text.split('\n').map(&mut set).collect()
    }

    /// Measures `inlines` in `style`: the widest unbreakable part, and everything on one line.
    ///
    /// Has no side effects: structure and diagnostics stay as they were.
    pub fn content_widths(&mut self, inlines: &[Inline], style: &TextStyle) -> (Pt, Pt) {
        let kept = self.structure.nodes.len();
        let style = TextStyle { hyphenate: false, ..style.clone() };
        self.purpose = Purpose::Measuring;
        let paragraph = collect::collect(self, inlines, &style, StructId(0));
        let shaped = shape::shape(self, &paragraph, style.dir);
        self.purpose = Purpose::Setting;
        self.structure.truncate(kept);
        opportunities::content_widths(&paragraph, &shaped)
    }

    /// Shapes a paragraph, breaks it and builds its lines. Also returns its breaks.
    ///
    /// If the spaces of a justified paragraph would gape, code and addresses may break at their own punctuation marks.
    /// If that does not help, the paragraph is set ragged.
    fn broken(&mut self, paragraph: &Paragraph, style: &TextStyle) -> (Attempt, Shaped) {
        let align = style.align;
        if paragraph.text.is_empty() {
            let mut line = Line::default();
            line.frame.size.width = style.measure;
            let (broken, literals) = (Broken::default(), Literals::Whole);
            let empty = Attempt { lines: vec![line], broken, align, literals, opportunities: Vec::new() };
            return (empty, Shaped::default());
        }
        let shaped = shape::shape(self, paragraph, style.dir);
        let usual = self.attempt(paragraph, &shaped, style, Literals::Whole);
        if align != Alignment::Justified || !usual.gapes() {
            return (usual, shaped);
        }
        let at_marks = self.attempt(paragraph, &shaped, style, Literals::AtMarks);
        if !at_marks.gapes() {
            return (at_marks, shaped);
        }
        let ragged = TextStyle { align: Alignment::Start, ..style.clone() };
        (self.attempt(paragraph, &shaped, &ragged, Literals::AtMarks), shaped)
    }

    fn attempt(&mut self, paragraph: &Paragraph, shaped: &Shaped, style: &TextStyle, literals: Literals) -> Attempt {
        let mut goal = goal(paragraph, style);
        let breaking = Breaking { measure: goal.narrowest(), edge: goal.edge, literals };
        let opportunities = opportunities::opportunities(paragraph, shaped, breaking);
        let mut broken = break_lines(&opportunities, &goal).unwrap_or_default();
        if style.align == Alignment::Balanced && (2..=recipe::BALANCED_LINES).contains(&broken.ends.len()) {
            goal.measure = balance(&opportunities, &goal, broken.ends.len());
            broken = break_lines(&opportunities, &goal).unwrap_or_default();
        } else if style.align == Alignment::Justified {
            broken = rivers::without_rivers(&opportunities, &goal, broken);
        }
        let lines = self.build(paragraph, shaped, &opportunities, &broken, style);
        Attempt { lines, broken, align: style.align, literals, opportunities }
    }

    /// Returns the element for the content of `inlines`. This is `owner`, or a new paragraph in it if `owner` is a cell
    /// or the body of a list item and `inlines` contain code: code must stand in a block of text (ISO 32000-1
    /// §14.8.4.4).
    fn home(&mut self, owner: StructId, inlines: &[Inline]) -> StructId {
        let role = self.structure.node(owner).role;
        let holds_blocks = matches!(role, StructRole::TD { .. } | StructRole::TH { .. } | StructRole::LBody);
        if self.purpose == Purpose::Setting && holds_blocks && inlines.iter().any(holds_code) {
            return self.structure.add(Some(owner), StructRole::P);
        }
        owner
    }

    fn build(
        &mut self,
        paragraph: &Paragraph,
        shaped: &Shaped,
        opportunities: &[Opportunity],
        broken: &Broken,
        style: &TextStyle,
    ) -> Vec<Line> {
        let mut from = 0;
        let mut lines = Vec::with_capacity(broken.ends.len());
        for (index, &end) in broken.ends.iter().enumerate() {
            let edges = (&opportunities[from], &opportunities[end]);
            let inset = paragraph.initial.as_ref().filter(|initial| index < initial.lines);
            let inset = inset.map_or(Pt::ZERO, |initial| initial.inset);
            lines.push(build::build(self, paragraph, shaped, edges, (style, inset)));
            from = end;
        }
        if let (Some(initial), Some(first)) = (&paragraph.initial, lines.first_mut()) {
            initial.put(first);
        }
        lines
    }

    /// Returns the math face.
    pub(super) fn math(&mut self) -> Option<Rc<MathFont<'a>>> {
        if self.math.is_none() {
            self.math = MathFont::new(self.fonts).map(Rc::new);
        }
        self.math.clone()
    }

    /// Returns the destination of a link to `url`. An invalid address gives `None` and a warning. A relative one is
    /// kept as it is.
    pub(super) fn outside(&mut self, url: &str) -> Option<Destination> {
        match address::check(url) {
            Err(refusal) if refusal != Refusal::Relative => {
                if self.purpose == Purpose::Setting && self.refused.insert(url.to_owned()) {
                    let mut warning = refusal.warning(url);
                    warning.span = self.span;
                    self.diagnostics.push(warning);
                }
                None
            }
            _ => Some(Destination::Url(url.into())),
        }
    }

    /// Returns the destination of a link to another article of the library.
    pub(super) fn shelved(&self, id: ShelvedId, fragment: Option<&str>) -> Option<Destination> {
        let shelved = self.article.shelved.get(id.0 as usize)?;
        Some(Destination::Url(shelved.href(fragment).into()))
    }

    /// Reports that a formula is shown as its source, and why.
    pub(super) fn formula_refused(&mut self, reason: &tex::Error) {
        if self.purpose == Purpose::Setting {
            let message = format!("a formula is shown as its TeX source in the PDF: {reason}");
            let help = "use commands of LaTeX's and amsmath's math mode";
            let mut warning = Diagnostic::warning("math-as-source", message).help(help);
            warning.span = self.span;
            self.diagnostics.push(warning);
        }
    }
}

/// Returns the requirements of `style` on the lines of `paragraph`.
fn goal(paragraph: &Paragraph, style: &TextStyle) -> Goal {
    let edge = if style.align == Alignment::Justified { Edge::Straight } else { Edge::Ragged };
    let inset = paragraph.initial.as_ref().map_or((0, Pt::ZERO), |initial| (initial.lines, initial.inset));
    Goal { measure: style.measure, indent: style.indent, inset, size: style.size, edge, count: Count::Best }
}

/// Finds the smallest measure in which the text still has `lines` lines, so that all are about equally long.
fn balance(opportunities: &[Opportunity], goal: &Goal, lines: usize) -> Pt {
    let (mut low, mut high) = (goal.measure / lines as f64 * 0.8, goal.measure);
    // Ten bisections find the measure to a thousandth.
    for _ in 0..10 {
        let middle = (low + high) / 2.0;
        let fits = break_lines(opportunities, &Goal { measure: middle, ..*goal }).unwrap_or_default().ends;
        let mut from = 0;
        let overfull = fits.iter().any(|&end| {
            let width = opportunities[end].before.minus(&opportunities[from].after).natural();
            from = end;
            width > middle.0
        });
        if fits.len() <= lines && !overfull {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests;
