//! Page designs as data: where the text stands on the paper, and how each kind of text looks.
//!
//! A design has one **grid**: the leading of its running text. Every line of running text has its baseline at
//! `first_baseline + n * leading`; everything else takes up, or is padded to, a whole number of grid lines.
//!
//! Lengths along a line are named for a page that reads from left to right; an article in a right-to-left script gets
//! the mirrored page. To add a design, add a file with a function that returns it, and a line in [`by_name`].

mod article;
mod book;
mod bounds;
pub mod custom;
mod error;
mod handout;
mod large_print;
mod magazine;
mod palette;
mod spacing;
mod styles;

pub use bounds::FitBounds;
pub use error::{Error, Fault};
pub use palette::Palette;
pub use spacing::{Inks, Paragraphs, Spacing};
pub use styles::{Styles, Type};

use crate::text::user::closest;
use crate::units::{Em, Pt, Size};

/// Papers that designs are made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm (ISO 216).
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
    /// 148 × 210 mm (ISO 216).
    A5,
    /// 6 × 9 in, a common book size.
    SixByNine,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Paper; 4] = [Paper::A4, Paper::Letter, Paper::A5, Paper::SixByNine];

    /// Returns its name, which [`Paper::by_name`] accepts.
    pub const fn name(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::Letter => "letter",
            Paper::A5 => "a5",
            Paper::SixByNine => "6x9",
        }
    }

    /// Its size.
    pub const fn size(self) -> Size {
        match self {
            Paper::A4 => Size { width: Pt(595.28), height: Pt(841.89) },
            Paper::Letter => Size { width: Pt(612.0), height: Pt(792.0) },
            Paper::A5 => Size { width: Pt(419.53), height: Pt(595.28) },
            Paper::SixByNine => Size { width: Pt(432.0), height: Pt(648.0) },
        }
    }

    /// Finds the paper called `name`, in any case.
    pub fn by_name(name: &str) -> Option<Paper> {
        Paper::ALL.into_iter().find(|paper| name.eq_ignore_ascii_case(paper.name()))
    }
}

/// Lines of text on a last page. With fewer, it looks like an accident.
const LAST_LINES: usize = 12;
/// Measure of text without a side column, in ems: about 72 letters a line.
const ALONE: Em = Em(28.0);
/// A page number alone.
const FOLIO: &str = "{page}";
/// Margins that differ by less than this are made equal where no side column explains the difference.
const UNEVEN: Pt = Pt(24.0);

/// Names of all designs, for help texts.
pub const NAMES: &[&str] = &["article", "book", "handout", "large-print", "magazine"];

/// Returns the design called `name` on `paper`; `None` if there is none, see [`papers`].
pub fn by_name(name: &str, paper: Paper) -> Option<Design> {
    if !papers(name).contains(&paper) {
        return None;
    }
    match name {
        "article" => Some(Design::article(paper)),
        "book" => Some(book::design(paper)),
        "handout" => Some(handout::design(paper)),
        "large-print" => Some(large_print::design(paper)),
        "magazine" => Some(magazine::design(paper)),
        _ => None,
    }
}

/// Returns the name of the design that `text` was most likely meant to be.
pub fn closest_name(text: &str) -> Option<&'static str> {
    closest(text, NAMES.iter().copied())
}

/// Returns the papers that the design called `name` is made for; empty if there is no such design.
///
/// On small papers, several columns or 18-point type would leave lines of less than forty characters.
pub fn papers(name: &str) -> &'static [Paper] {
    match name {
        "article" | "book" => &Paper::ALL,
        "handout" | "large-print" | "magazine" => &[Paper::A4, Paper::Letter],
        _ => &[],
    }
}

/// Which lines of code are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum LineNumbers {
    /// The lines of those listings whose authors request it.
    #[default]
    AsAsked,
    /// The lines of all listings.
    Always,
}

/// Where the credits of a book stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum CreditsPlace {
    /// On pages of their own at the end.
    #[default]
    End,
    /// After the imprint, on the back of the title page.
    Imprint,
}

/// Where the titles of parts of a book stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum PartTitles {
    /// Above the first article of the part.
    #[default]
    Heading,
    /// On right-hand pages of their own.
    Page,
}

/// The side of the spine on which a page stands, for text that runs from left to right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Hand {
    /// The right-hand side, as the first page of a book.
    #[default]
    Right,
    /// The left-hand side, as the first of two pages side by side on a sheet.
    Left,
}

/// A page design: everything about how pages look.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Design {
    /// Its name.
    pub name: &'static str,
    /// Size of the page.
    pub paper: Size,
    /// Distance between baselines, which is the grid.
    pub leading: Pt,
    /// Distance from the paper's edge to the text at the start edge. On the left-hand pages of a
    /// [duplex](Design::duplex) design it is the distance at the end edge, so that it is always at the spine.
    pub margin: Pt,
    /// Whether pages face each other as in a book: margins, running heads and folios are mirrored.
    pub duplex: bool,
    /// The side of the spine on which the first of facing pages stands.
    pub first_page: Hand,
    /// Width of the text, or of one column if there are several.
    pub measure: Pt,
    /// Columns of text.
    pub columns: Columns,
    /// Whether the title block and wide pictures, pull quotes, tables and listings span several columns. Then notes stand
    /// at the end of the article.
    pub spans: bool,
    /// How much room pictures get where they may span columns.
    pub span_pictures: SpanPictures,
    /// Columns of articles that are very short or have much code, in a design whose content spans columns.
    pub least_columns: usize,
    /// Column beside the text for captions and credits, if there is one.
    pub side: Option<SideColumn>,
    /// Which articles get that column.
    pub side_use: SideUse,
    /// Measure of an article that has nothing for that column, in ems of running text.
    pub alone: Em,
    /// Where notes stand.
    pub notes: NotePlace,
    /// Where pull quotes stand.
    pub pull_quotes: PullPlace,
    /// Lines of text that a last page should have: the pages before it take what would be less, or give it some of their
    /// own. Zero if it may have as few as come.
    pub last_lines: usize,
    /// How far wide tables, listings and pictures reach beyond the text at either side. A design with a side column
    /// has none: what is wide there extends into the column.
    pub overhang: Pt,
    /// Baseline of the first line, from the page's top.
    pub first_baseline: Pt,
    /// Lines on a full page.
    pub lines: usize,
    /// Baseline of the running head, if there is one.
    pub head: Option<Pt>,
    /// Baseline of the folio.
    pub folio: Pt,
    /// How the article opens.
    pub opening: Opening,
    /// Where a portrait picture at the opening stands.
    pub portrait: PortraitPlace,
    /// Number of lines that the first letter of an article is high; less than 2 if it is like the others.
    pub drop_cap: usize,
    /// The mark at the end of an article's text.
    pub end_mark: EndMark,
    /// What stands above the title on an article's first page, with [placeholders](PLACEHOLDERS); empty for nothing.
    pub masthead: String,
    /// What stands at the foot of pages, on the other side than the page number; empty for nothing.
    pub foot: String,
    /// The page number: `{page}`, and what stands around it.
    pub folio_format: String,
    /// The table of contents, if the design has one.
    pub contents: Option<Contents>,
    /// Where the credits of a book stand.
    pub credits: CreditsPlace,
    /// Where the titles of parts of a book stand.
    pub parts: PartTitles,
    /// How the targets of links are printed.
    pub links: Links,
    /// Whether a QR code shows where the article was published.
    pub qr: bool,
    /// Whether related articles have QR codes of their addresses, in a design whose content spans columns.
    pub related_qr: bool,
    /// How each kind of text is set.
    pub styles: Styles,
    /// Indents, gaps and the like.
    pub spacing: Spacing,
    /// Colours other than those of text.
    pub inks: Inks,
    /// Which lines of code are numbered.
    pub line_numbers: LineNumbers,
    /// How far it may change so that an article takes a given number of pages.
    pub fit: FitBounds,
}

/// How much room pictures get where they may span columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum SpanPictures {
    /// As much as the text leaves, and its last page.
    #[default]
    Auto,
    /// Panoramas span all columns, landscapes two.
    Large,
    /// Wide pictures span two columns.
    Medium,
    /// Only panoramas span two columns.
    Small,
}

/// What may stand in braces in the texts of a design, such as [`Design::masthead`].
pub const PLACEHOLDERS: [&str; 6] = ["page", "pages", "date", "publication", "title", "author"];

/// The mark at the end of an article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum EndMark {
    /// There is none.
    #[default]
    None,
    /// A small square.
    Square,
    /// Characters.
    Text(String),
}

/// How the addresses of links are printed, for readers on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Links {
    /// The address is not printed.
    #[default]
    None,
    /// The address is printed as a note at the foot of the page.
    Footnote,
    /// The address stands in brackets after the text of the link.
    Inline,
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

    /// Width of the side column and the gap before it; zero if there is none.
    pub(crate) fn beside(&self) -> Pt {
        self.side.map_or(Pt::ZERO, |side| side.gap + side.width)
    }

    /// Maximum width of what is wider than the text: text and side column together, or the text with its overhang.
    pub(crate) fn full_width(&self) -> Pt {
        self.measure + if self.side.is_some() { self.beside() } else { self.overhang * 2.0 }
    }

    /// Returns the width of everything between the margins: columns, or text and side column.
    pub fn text_width(&self) -> Pt {
        let more = self.columns.count.saturating_sub(1) as f64;
        self.measure + self.beside() + (self.measure + self.columns.gutter) * more
    }

    /// Whether wide content spans several columns.
    pub(crate) fn has_spans(&self) -> bool {
        self.spans && self.columns.count > 1
    }

    /// Returns the design with `count` columns on the same width.
    pub(crate) fn in_columns(&self, count: usize) -> Design {
        let gutter = self.columns.gutter;
        let measure = (self.text_width() - gutter * count.saturating_sub(1) as f64) / count.max(1) as f64;
        Design { measure, columns: Columns { count, gutter }, ..self.clone() }
    }

    /// Returns the width of `count` columns with the gutters between them.
    pub(crate) fn columns_width(&self, count: usize) -> Pt {
        self.measure * count as f64 + self.columns.gutter * count.saturating_sub(1) as f64
    }

    /// Returns the design for an article that has nothing for the side column: the text, a little wider, stands in the
    /// middle of the page, and what is wide keeps the width that it has beside such a column.
    pub(crate) fn without_side_column(&self) -> Design {
        let full = self.full_width();
        let measure = self.measure.max((self.alone * self.styles.body.size).min(full));
        let (left, right) = (self.margin, self.paper.width - self.margin - full);
        // Margins that differ by much are the user's wish, such as room for punched holes.
        let even = !self.duplex && (left - right).abs() < UNEVEN;
        let left = if even { (left + right) / 2.0 } else { left };
        let overhang = (full - measure) / 2.0;
        Design { side: None, measure, overhang, margin: left + overhang, ..self.clone() }
    }

    /// Returns the height of `count` grid lines.
    pub(crate) fn grid(&self, count: f64) -> Pt {
        self.leading * count
    }
}

/// Columns of text. A design has several of them or a side column, not both.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Columns {
    /// Their number.
    pub count: usize,
    /// Distance between two columns.
    pub gutter: Pt,
}

impl Columns {
    /// One column.
    pub(crate) const ONE: Columns = Columns { count: 1, gutter: Pt::ZERO };
}

/// How an article opens.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Opening {
    /// Empty grid lines above the title block.
    pub sink: usize,
    /// Grid lines between the title block and the text.
    pub below: f64,
}

/// A table of contents with page numbers. With it, the title block has a page of its own.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Contents {
    /// Number of level-2 headings at which a table of contents is added.
    pub least: usize,
    /// The deepest level of headings in it.
    pub deepest: u8,
}

/// Which articles get the side column of their design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum SideUse {
    /// Articles that have something for it on nearly every page.
    #[default]
    Needed,
    /// All articles.
    Always,
}

/// Where notes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum NotePlace {
    /// At the foot of the page.
    #[default]
    Foot,
    /// In the side column, beside their calls; at the foot if there is no such column, or if they are too many or too
    /// long for it.
    Side,
    /// At the end of the article.
    End,
}

/// Where a portrait picture at the opening stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum PortraitPlace {
    /// Above the title, with its caption beside it.
    #[default]
    Beside,
    /// On a page of its own before the article, to the edges of the paper.
    Page,
}

/// Where pull quotes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum PullPlace {
    /// In the text.
    #[default]
    Text,
    /// In the side column, if there is one; long ones in the text.
    Side,
}

/// A column beside the text.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct SideColumn {
    /// Distance to the text.
    pub gap: Pt,
    /// Its width.
    pub width: Pt,
}
