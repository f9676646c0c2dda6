//! Lines: from inlines and a style to lines that fit a measure.
//!
//! [`Setter`] is the one entry. It resolves styles to faces, orders bidirectional text, shapes it, finds the legal
//! breaks, chooses among them and justifies. It also makes the structure elements that stand inside a line (links,
//! calls of notes, code, stretches in another language), below the element that it is given.

use crate::article::{Article, Direction, Inline, Lang, NoteId};
use crate::diag::Diagnostics;
use crate::text::Fonts;
use crate::units::{Em, Pt};

use super::{Color, Frame, StructId, Structure};

/// Kinds of faces that a design uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Family {
    /// For text.
    #[default]
    Serif,
    /// For small matter: captions, labels, running heads.
    Sans,
    /// For code.
    Mono,
}

/// Weights that the bundled families have; one that a family lacks becomes the nearest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 400
    #[default]
    Regular,
    /// 600
    SemiBold,
    /// 700
    Bold,
}

/// How lines fill the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Both edges straight; the last line at its natural width.
    #[default]
    Justified,
    /// Straight where lines start.
    Start,
    /// Straight where lines start, all lines of about the same width: for headings.
    Balanced,
    /// Centred.
    Center,
    /// Straight where lines end.
    End,
}

/// Forms of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Figures {
    /// Old-style, proportional: for running text.
    #[default]
    OldStyle,
    /// Lining, tabular: for tables.
    Tabular,
    /// Lining, proportional: beside capitals.
    Lining,
}

/// Forms of capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Caps {
    /// As written.
    #[default]
    AsWritten,
    /// All capitals; the written form stays in the text that is searched and copied.
    Upper,
    /// Small capitals for small letters.
    Small,
}

/// How a text is set.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// Family.
    pub family: Family,
    /// Weight.
    pub weight: Weight,
    /// Whether italic; emphasis inside is then upright.
    pub italic: bool,
    /// Font size.
    pub size: Pt,
    /// Colour of text.
    pub color: Color,
    /// Added between letters.
    pub tracking: Em,
    /// Forms of figures.
    pub figures: Figures,
    /// Forms of capitals.
    pub caps: Caps,
    /// How many words at the start are set in small capitals.
    pub lead_in: usize,
    /// How lines fill the measure.
    pub align: Alignment,
    /// Whether words may be hyphenated.
    pub hyphenate: bool,
    /// Width of the lines.
    pub measure: Pt,
    /// Indent of the first line; negative for a hanging one.
    pub indent: Pt,
    /// Language.
    pub lang: Lang,
    /// Direction of the paragraph.
    pub dir: Direction,
}

/// A line, ready to be placed.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its items. The origin is where the measure's left edge meets the baseline, so most have `y` 0; the frame's
    /// width is that of the measure.
    pub frame: Frame,
    /// Room that it needs above the baseline beyond that of ordinary text: more than zero only with tall pictures.
    pub extra: Pt,
    /// Width of what is on it, from its first to its last visible glyph.
    pub width: Pt,
    /// Whether it ends in a hyphen that hyphenation put there.
    pub hyphenated: bool,
    /// Notes that are called for the first time on it.
    pub notes: Vec<NoteId>,
}

/// Sets text. One for each document: it keeps what is shaped once.
#[derive(Debug)]
pub struct Setter<'a> {
    article: &'a Article,
    fonts: &'a Fonts,
    /// The structure to which lines add their elements.
    pub structure: Structure,
    /// What could not be set as written.
    pub diagnostics: Diagnostics,
}

impl<'a> Setter<'a> {
    /// A setter for the text of `article` in `fonts`.
    pub fn new(article: &'a Article, fonts: &'a Fonts) -> Self {
        Self { article, fonts, structure: Structure::default(), diagnostics: Diagnostics::new() }
    }

    /// Sets `inlines` in `style` as content of `owner`; there is at least one line.
    pub fn lines(&mut self, inlines: &[Inline], style: &TextStyle, owner: StructId) -> Vec<Line> {
        let _ = (inlines, style, owner, self.article, self.fonts);
        vec![Line::default()]
    }

    /// Sets `text` with its own line ends and white space, as code is; a line wider than the measure goes on below,
    /// with a mark, and never past the edge.
    pub fn verbatim(&mut self, text: &str, style: &TextStyle, owner: StructId) -> Vec<Line> {
        let _ = (text, style, owner);
        vec![Line::default()]
    }

    /// Widths of `inlines` in `style`: of the widest part that cannot be broken, and of all on one line.
    pub fn content_widths(&mut self, inlines: &[Inline], style: &TextStyle) -> (Pt, Pt) {
        let _ = (inlines, style);
        (Pt::ZERO, Pt::ZERO)
    }
}
