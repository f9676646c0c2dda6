//! The article design: EB Garamond at about 70 characters a line; on large papers, a side column for captions and
//! credits.

use super::{
    Columns, CreditsPlace, Design, EndMark, Hand, Inks, LineNumbers, Links, NotePlace, Opening, Palette, Paper,
    Paragraphs, PartTitles, PortraitPlace, PullPlace, SideColumn, SideUse, Spacing, SpanPictures, Styles, Type,
};
use crate::style::{Alignment, Caps, Color, Family, Figures};
use crate::units::{Em, Pt};

/// Secondary text: 60 % black, with a contrast of 5.7 : 1 on white (WCAG 2.2 §1.4.3 requires 4.5 : 1).
const GREY: Color = Color::grey(102);
/// Minimum type size.
const LEAST: Pt = Pt(7.0);

/// Returns the design on `paper`.
pub fn design(paper: Paper) -> Design {
    match paper {
        Paper::A4 => {
            let format =
                Format { margin: 84.0, first_baseline: 88.0, lines: 43, head: 52.0, folio: 796.0, side: 108.0 };
            with_side_column(paper, format)
        }
        Paper::Letter => {
            let format =
                Format { margin: 88.0, first_baseline: 80.0, lines: 41, head: 48.0, folio: 756.0, side: 116.0 };
            with_side_column(paper, format)
        }
        Paper::A5 | Paper::SixByNine => small(paper),
    }
}

/// Parameters of papers with a side column; lengths in points.
struct Format {
    /// Left margin.
    margin: f64,
    /// First baseline, from the top.
    first_baseline: f64,
    /// Lines of text.
    lines: usize,
    /// Baseline of the running head, from the top.
    head: f64,
    /// Baseline of the page number, from the top.
    folio: f64,
    /// Width of the side column.
    side: f64,
}

fn with_side_column(paper: Paper, format: Format) -> Design {
    let Format { margin, first_baseline, lines, head, folio, side } = format;
    Design {
        name: "article",
        paper: paper.size(),
        leading: Pt(16.0),
        margin: Pt(margin),
        duplex: false,
        first_page: Hand::Right,
        measure: Pt(318.0),
        columns: Columns::ONE,
        spans: false,
        span_pictures: SpanPictures::Auto,
        least_columns: 1,
        side: Some(SideColumn { gap: Pt(18.0), width: Pt(side) }),
        side_use: SideUse::Needed,
        alone: super::ALONE,
        notes: NotePlace::Side,
        pull_quotes: PullPlace::Side,
        last_lines: super::LAST_LINES,
        overhang: Pt::ZERO,
        first_baseline: Pt(first_baseline),
        lines,
        head: Some(Pt(head)),
        folio: Pt(folio),
        opening: Opening { sink: 0, below: 2.0 },
        portrait: PortraitPlace::Beside,
        drop_cap: 0,
        end_mark: EndMark::None,
        masthead: String::new(),
        foot: String::new(),
        folio_format: super::FOLIO.to_owned(),
        contents: None,
        credits: CreditsPlace::End,
        parts: PartTitles::Heading,
        links: Links::None,
        qr: false,
        related_qr: false,
        styles: styles(),
        spacing: spacing(),
        inks: inks(),
        line_numbers: LineNumbers::AsAsked,
        fit: super::FitBounds::TEXT,
    }
}

/// Returns the design for papers without room for a side column: captions stand below their figures.
///
/// Measure and grid are those of [`super::book`] on these papers; both margins are equal.
fn small(paper: Paper) -> Design {
    let book = super::book::design(paper);
    let (size, leading) = (book.styles.body.size.0 / 12.0, book.leading.0 / 16.0);
    Design {
        name: "article",
        margin: (book.paper.width - book.measure) / 2.0,
        duplex: false,
        first_page: Hand::Right,
        opening: Opening { sink: 0, below: 2.0 },
        contents: None,
        credits: CreditsPlace::End,
        parts: PartTitles::Heading,
        links: Links::None,
        qr: false,
        related_qr: false,
        styles: Styles { body: book.styles.body, ..styles().scaled(size * 0.98, leading, LEAST) },
        ..book
    }
}

pub(super) fn inks() -> Inks {
    Inks {
        rule: Color::grey(150),
        code: Color::grey(245),
        marked: Color::rgb(236, 231, 214),
        palette: Palette::PRINT,
        bar: Color::grey(170),
        warning: Color::rgb(158, 52, 28),
        // Dark enough to read as text (9 : 1 on white), blue enough to be recognised on a screen.
        link: Color::rgb(24, 74, 128),
        drop_cap: Color::BLACK,
        end_mark: Color::rgb(24, 74, 128),
        sections: Vec::new(),
    }
}

pub(super) fn styles() -> Styles {
    let ragged = Alignment::Start;
    let body = Type::serif(12.0, 16.0);
    Styles {
        body,
        kicker: Type::sans(8.5, 16.0).semibold().capitals(Caps::Upper, 0.08),
        title: title(32.0, 32.0),
        long_title: title(24.0, 24.0),
        deck: body_like(16.0, 24.0).italic().aligned(Alignment::Balanced),
        byline: Type::sans(9.0, 16.0).aligned(Alignment::Balanced).ink(GREY),
        headings: headings(),
        quote: Type::serif(11.0, 16.0),
        pull: body_like(18.0, 24.0).italic(),
        callout: Type::serif(11.0, 16.0),
        callout_title: Type::sans(9.0, 16.0).semibold(),
        code: Type { family: Family::Mono, ..Type::sans(9.0, 12.0) },
        math: Type { family: Family::Mono, ..Type::sans(9.0, 16.0).aligned(Alignment::Center) },
        cell: Type { figures: Figures::Tabular, ..Type::sans(8.5, 12.0) },
        header_cell: Type { figures: Figures::Tabular, ..Type::sans(8.5, 12.0).semibold() },
        caption: Type::sans(8.5, 12.0),
        credit: Type::sans(7.0, 12.0).ink(GREY),
        term: Type::sans(10.0, 16.0).semibold(),
        bullet: body.aligned(ragged),
        task: Type::sans(11.0, 16.0),
        ornament: body.aligned(Alignment::Center),
        note: Type::serif(9.5, 12.0),
        disclaimer: Type::serif(9.5, 12.0).italic(),
        label: Type::sans(8.5, 16.0).semibold().capitals(Caps::Upper, 0.08),
        related_title: Type::serif(10.5, 14.0).aligned(ragged),
        related_blurb: Type::serif(9.5, 12.0).aligned(ragged).ink(Color::grey(70)),
        related_source: Type::sans(8.0, 12.0).ink(GREY),
        colophon: Type::sans(7.5, 12.0).ink(GREY),
        head: Type::sans(8.0, 16.0).ink(GREY),
        folio: body_like(10.0, 16.0).aligned(Alignment::End),
    }
}

fn body_like(size: f64, leading: f64) -> Type {
    Type::serif(size, leading).aligned(Alignment::Start)
}

/// Large type looks loose at its normal spacing, so the tracking is negative.
fn title(size: f64, leading: f64) -> Type {
    Type { tracking: Em(-0.01), figures: Figures::Lining, ..Type::serif(size, leading).aligned(Alignment::Balanced) }
}

fn headings() -> [Type; 5] {
    let balanced = Alignment::Balanced;
    [
        Type::sans(13.0, 16.0).semibold().aligned(balanced),
        Type::serif(12.0, 16.0).italic().aligned(balanced),
        Type::serif(12.0, 16.0).capitals(Caps::Small, 0.05).aligned(balanced),
        Type::sans(9.5, 16.0).semibold().aligned(balanced),
        Type::sans(9.5, 16.0).aligned(balanced),
    ]
}

pub(super) fn spacing() -> Spacing {
    Spacing {
        indent: Em(1.0),
        cjk_indent: Em(2.0),
        paragraphs: Paragraphs::Indented,
        lead_in: (3, 5),
        section_above: 1.5,
        section_below: 0.5,
        heading_above: 1.0,
        figure_gap: 1.0,
        list: Pt(18.0),
        label_gap: Pt(6.0),
        quote: Pt(18.0),
        pull: Pt(24.0),
        pull_rules: true,
        callout: Pt(14.0),
        bar: Pt(2.0),
        bar_drop: (Pt(8.0), Pt(4.0)),
        ground_drop: (Pt(3.0), Pt(3.0)),
        caption_gap: Pt(4.0),
        code: Pt(8.0),
        column_gap: Pt(12.0),
        row: Pt(4.0),
        picture_gap: Pt(8.0),
        picture_trim: Pt(8.0),
        cover_lines: 18,
        picture_scale: 1.0,
        looseness: 0.0,
        rule: Pt(0.4),
        note_rule: Pt(60.0),
        least_measure: Pt(120.0),
        least_size: LEAST,
    }
}
