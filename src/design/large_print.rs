//! The large-print design, for readers with low vision: Source Sans 18/24, ragged, without hyphens, italics or small
//! capitals. Paragraphs are separated by an empty line, nothing is smaller than 14 points, and there are no running
//! heads.

use super::article::{inks, spacing};
use super::{
    Columns, CreditsPlace, Design, EndMark, FitBounds, Hand, LineNumbers, Links, NotePlace, Opening, Paper, Paragraphs,
    PartTitles, PortraitPlace, PullPlace, SideUse, Spacing, SpanPictures, Styles, Type,
};
use crate::style::{Alignment, Color, Family, Figures};
use crate::units::{Em, Pt};

/// Minimum type size.
const LEAST: Pt = Pt(14.0);
/// Minimum size of running text that is fitted to a number of pages (RNIB, "Clear Print": 16 points and more).
const LEAST_BODY: Pt = Pt(16.0);

/// Returns the design on `paper`, which must be a large one.
pub fn design(paper: Paper) -> Design {
    let (measure, first_baseline, lines, folio) = match paper {
        Paper::Letter => (476.0, 84.0, 27, 754.0),
        _ => (459.0, 90.0, 29, 802.0),
    };
    Design {
        name: "large-print",
        paper: paper.size(),
        leading: Pt(24.0),
        margin: Pt(72.0),
        duplex: false,
        first_page: Hand::Right,
        measure: Pt(measure),
        columns: Columns::ONE,
        spans: false,
        span_pictures: SpanPictures::Auto,
        least_columns: 1,
        side: None,
        side_use: SideUse::Needed,
        alone: super::ALONE,
        notes: NotePlace::Foot,
        pull_quotes: PullPlace::Text,
        last_lines: super::LAST_LINES,
        overhang: Pt::ZERO,
        first_baseline: Pt(first_baseline),
        lines,
        head: None,
        folio: Pt(folio),
        opening: Opening { sink: 0, below: 1.5 },
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
        spacing: large_spacing(),
        inks: super::Inks { rule: Color::grey(90), bar: Color::grey(90), ..inks() },
        line_numbers: LineNumbers::AsAsked,
        fit: FitBounds { least_size: LEAST_BODY, ..FitBounds::TEXT },
    }
}

fn styles() -> Styles {
    let body = Type::sans(18.0, 24.0);
    let small = Type::sans(16.0, 20.0);
    let least = Type::sans(14.0, 18.0);
    let mono = |size, leading| Type { family: Family::Mono, ..Type::sans(size, leading) };
    let heading = |size: f64| Type::sans(size, 24.0).semibold().aligned(Alignment::Balanced);
    let cell = Type { figures: Figures::Tabular, ..small };
    Styles {
        body,
        kicker: Type::sans(16.0, 24.0).semibold(),
        title: Type { tracking: Em(-0.01), ..Type::sans(36.0, 42.0).semibold().aligned(Alignment::Balanced) },
        long_title: Type::sans(28.0, 36.0).semibold().aligned(Alignment::Balanced),
        deck: Type::sans(22.0, 30.0).aligned(Alignment::Balanced),
        byline: Type::sans(16.0, 24.0).aligned(Alignment::Balanced),
        headings: [heading(24.0), heading(20.0), heading(18.0), heading(18.0), heading(18.0)],
        quote: body,
        pull: Type::sans(22.0, 30.0).semibold(),
        callout: body,
        callout_title: body.semibold(),
        code: mono(14.0, 20.0),
        math: Type { align: Alignment::Center, ..mono(14.0, 24.0) },
        cell,
        header_cell: cell.semibold(),
        caption: small,
        credit: least,
        term: body.semibold(),
        bullet: body,
        task: body,
        ornament: body.aligned(Alignment::Center),
        note: small,
        disclaimer: small,
        label: heading(20.0),
        related_title: Type::sans(18.0, 24.0).semibold(),
        related_blurb: small,
        related_source: least,
        colophon: least,
        head: least,
        folio: Type::sans(16.0, 24.0).aligned(Alignment::End),
    }
}

fn large_spacing() -> Spacing {
    Spacing {
        paragraphs: Paragraphs::Spaced,
        indent: Em(0.0),
        cjk_indent: Em(0.0),
        lead_in: (0, 0),
        bar: Pt(3.0),
        cover_lines: 10,
        rule: Pt(0.75),
        least_measure: Pt(240.0),
        least_size: LEAST,
        ..spacing().scaled(1.5)
    }
}
