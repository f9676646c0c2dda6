//! Page designs as data: where the text stands on the paper, and how each kind of text looks.
//!
//! A design has one **grid**: the leading of its running text. Every line of running text has its baseline at
//! `first_baseline + n * leading`; everything else takes up a whole number of grid lines, or is padded to one.
//!
//! Lengths along a line are named for a page that reads from left to right; an article in a right-to-left script gets
//! the mirrored page. To add a design, add a file with a function that returns it, and a line in [`by_name`].

mod article;

use crate::layout::Color;
use crate::layout::inline::{Alignment, Caps, Family, Figures, Weight};
use crate::units::{Em, Pt, Size};

/// Papers that designs are made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm (ISO 216).
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

impl Paper {
    /// Its size.
    pub const fn size(self) -> Size {
        match self {
            Paper::A4 => Size { width: Pt(595.28), height: Pt(841.89) },
            Paper::Letter => Size { width: Pt(612.0), height: Pt(792.0) },
        }
    }

    /// The paper called `name`, in any case.
    pub fn by_name(name: &str) -> Option<Paper> {
        match name.to_ascii_lowercase().as_str() {
            "a4" => Some(Paper::A4),
            "letter" => Some(Paper::Letter),
            _ => None,
        }
    }
}

/// Names of all designs, for help texts.
pub const NAMES: &[&str] = &["article"];

/// The design called `name` on `paper`; `None` where there is none.
pub fn by_name(name: &str, paper: Paper) -> Option<Design> {
    match name {
        "article" => Some(Design::article(paper)),
        _ => None,
    }
}

/// A page design: everything about how pages look.
#[derive(Clone, Debug)]
pub struct Design {
    /// Its name.
    pub name: &'static str,
    /// Size of the page.
    pub paper: Size,
    /// Distance between baselines: the grid.
    pub leading: Pt,
    /// From the paper's edge to the text, on the side where lines start.
    pub margin: Pt,
    /// Width of the text.
    pub measure: Pt,
    /// Column beside the text for captions and credits, if there is one.
    pub side: Option<SideColumn>,
    /// Baseline of the first line, from the page's top.
    pub first_baseline: Pt,
    /// Lines on a full page.
    pub lines: usize,
    /// Baseline of the running head, if there is one.
    pub head: Option<Pt>,
    /// Baseline of the folio.
    pub folio: Pt,
    /// How each kind of text is set.
    pub styles: Styles,
    /// Indents, gaps and the like.
    pub spacing: Spacing,
    /// Colours of what is not text.
    pub inks: Inks,
}

impl Default for Design {
    fn default() -> Self {
        Design::article(Paper::A4)
    }
}

impl Design {
    /// The design for articles: one column of text with captions and credits in a narrow column beside it.
    pub fn article(paper: Paper) -> Design {
        article::design(paper)
    }

    /// Height of the text on a full page.
    pub fn height(&self) -> Pt {
        self.leading * self.lines as f64
    }

    /// Width of text and side column together.
    pub fn full_width(&self) -> Pt {
        self.measure + self.side.map_or(Pt::ZERO, |side| side.gap + side.width)
    }

    /// `count` lines of the grid.
    pub fn grid(&self, count: f64) -> Pt {
        self.leading * count
    }
}

/// A column beside the text.
#[derive(Clone, Copy, Debug)]
pub struct SideColumn {
    /// Between it and the text.
    pub gap: Pt,
    /// Its width.
    pub width: Pt,
}

/// How one kind of text looks, apart from its width, language and direction.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Family.
    pub family: Family,
    /// Weight.
    pub weight: Weight,
    /// Whether italic.
    pub italic: bool,
    /// Size.
    pub size: Pt,
    /// Distance between baselines.
    pub leading: Pt,
    /// Colour.
    pub color: Color,
    /// Added between letters.
    pub tracking: Em,
    /// Forms of figures.
    pub figures: Figures,
    /// Forms of capitals.
    pub caps: Caps,
    /// How lines fill the measure.
    pub align: Alignment,
    /// Whether words may be hyphenated.
    pub hyphenate: bool,
}

impl Type {
    /// Upright serif, `size` on `leading`, justified and hyphenated: what the others are told apart from.
    pub const fn serif(size: f64, leading: f64) -> Type {
        Type {
            family: Family::Serif,
            weight: Weight::Regular,
            italic: false,
            size: Pt(size),
            leading: Pt(leading),
            color: Color::BLACK,
            tracking: Em(0.0),
            figures: Figures::OldStyle,
            caps: Caps::AsWritten,
            align: Alignment::Justified,
            hyphenate: true,
        }
    }

    /// Upright sans, `size` on `leading`, ragged and not hyphenated.
    pub const fn sans(size: f64, leading: f64) -> Type {
        Type {
            family: Family::Sans,
            figures: Figures::Lining,
            align: Alignment::Start,
            hyphenate: false,
            ..Type::serif(size, leading)
        }
    }

    /// The same in semi-bold.
    pub const fn semibold(self) -> Type {
        Type { weight: Weight::SemiBold, ..self }
    }

    /// The same in italics.
    pub const fn italic(self) -> Type {
        Type { italic: true, ..self }
    }

    /// The same in `color`.
    pub const fn ink(self, color: Color) -> Type {
        Type { color, ..self }
    }

    /// The same in `caps`, `tracking` apart.
    pub const fn capitals(self, caps: Caps, tracking: f64) -> Type {
        Type { caps, tracking: Em(tracking), ..self }
    }

    /// The same, filling lines as `align` says; only justified text keeps its hyphens.
    pub const fn aligned(self, align: Alignment) -> Type {
        Type { align, hyphenate: self.hyphenate && matches!(align, Alignment::Justified), ..self }
    }
}

/// How each kind of text is set.
#[derive(Clone, Debug)]
pub struct Styles {
    /// Running text.
    pub body: Type,
    /// The line above the title.
    pub kicker: Type,
    /// The title.
    pub title: Type,
    /// A title too long for [`Styles::title`].
    pub long_title: Type,
    /// The deck below the title.
    pub deck: Type,
    /// Authors and date.
    pub byline: Type,
    /// Headings of levels 2 to 6.
    pub headings: [Type; 5],
    /// Quotations of blocks.
    pub quote: Type,
    /// Pulled-out passages.
    pub pull: Type,
    /// Text of callouts.
    pub callout: Type,
    /// Titles of callouts.
    pub callout_title: Type,
    /// Code.
    pub code: Type,
    /// Formulas shown as their source.
    pub math: Type,
    /// Cells of tables.
    pub cell: Type,
    /// Header cells of tables.
    pub header_cell: Type,
    /// Captions.
    pub caption: Type,
    /// Credit lines.
    pub credit: Type,
    /// Terms of definition lists.
    pub term: Type,
    /// Bullets.
    pub bullet: Type,
    /// Boxes of tasks.
    pub task: Type,
    /// Ornament between sections.
    pub ornament: Type,
    /// Notes.
    pub note: Type,
    /// Disclaimer.
    pub disclaimer: Type,
    /// Labels of parts that the design adds, such as `Related reading`.
    pub label: Type,
    /// Titles of related articles.
    pub related_title: Type,
    /// Blurbs of related articles.
    pub related_blurb: Type,
    /// Where related articles are.
    pub related_source: Type,
    /// Colophon.
    pub colophon: Type,
    /// Running heads.
    pub head: Type,
    /// Folios.
    pub folio: Type,
}

/// Indents, gaps and the like.
#[derive(Clone, Debug)]
pub struct Spacing {
    /// Indent of paragraphs after the first, in ems of the running text.
    pub indent: Em,
    /// The same for Chinese, Japanese and Korean text, where custom asks for two characters.
    pub cjk_indent: Em,
    /// Words of the first paragraph in small capitals, at least and at most.
    pub lead_in: (usize, usize),
    /// Indent of a list's items.
    pub list: Pt,
    /// Between the label of an item and its text.
    pub label_gap: Pt,
    /// Inset of quotations, on both sides.
    pub quote: Pt,
    /// Inset of pulled-out passages, on both sides.
    pub pull: Pt,
    /// From the bar of a callout to its text.
    pub callout: Pt,
    /// Thickness of that bar.
    pub bar: Pt,
    /// Room around code on its ground.
    pub code: Pt,
    /// Between columns of a table.
    pub column_gap: Pt,
    /// Room above and below the text of a table's row, together.
    pub row: Pt,
    /// Between pictures side by side.
    pub picture_gap: Pt,
    /// What a picture is less high than its grid lines: its top stands at the height of capitals of the first line.
    pub picture_trim: Pt,
    /// Height of the cover at most, in grid lines.
    pub cover_lines: usize,
    /// Thickness of rules.
    pub rule: Pt,
    /// Length of the rule above notes.
    pub note_rule: Pt,
    /// Text is not set narrower than this, however deep it is nested.
    pub least_measure: Pt,
}

/// Colours of what is not text.
#[derive(Clone, Debug)]
pub struct Inks {
    /// Rules.
    pub rule: Color,
    /// Ground of code.
    pub code: Color,
    /// Bars of callouts that inform.
    pub bar: Color,
    /// Bars of callouts that warn.
    pub warning: Color,
    /// Links in text.
    pub link: Color,
}
