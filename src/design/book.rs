//! The book design: one column of EB Garamond with margins mirrored on facing pages, an opening on a right-hand page,
//! and a table of contents.
//!
//! On A4 and Letter the measure stays that of a book, with larger type; the margins grow towards the outer edge and
//! the foot, in the approximate proportion 2 : 3 (Tschichold, "The Form of the Book").

use super::article::{inks, spacing, styles};
use super::{
    Columns, Contents, CreditsPlace, Design, EndMark, Hand, LineNumbers, Links, NotePlace, Opening, Paper, PartTitles,
    PortraitPlace, PullPlace, SideUse, Spacing, SpanPictures, Styles, Type,
};
use crate::style::{Alignment, Caps, Color, Figures};
use crate::units::{Em, Pt};

/// Minimum type size.
const LEAST: Pt = Pt(7.0);
/// Colour of secondary text, as in the article design.
const GREY: Color = Color::grey(102);

/// Dimensions that depend on the paper, in points.
struct Numbers {
    size: f64,
    leading: f64,
    inner: f64,
    measure: f64,
    first_baseline: f64,
    lines: usize,
    head: f64,
    folio: f64,
    sink: usize,
}

/// Returns the design on `paper`.
pub fn design(paper: Paper) -> Design {
    let numbers = numbers(paper);
    let (size, leading) = (numbers.size / 12.0, numbers.leading / 16.0);
    Design {
        name: "book",
        paper: paper.size(),
        leading: Pt(numbers.leading),
        margin: Pt(numbers.inner),
        duplex: true,
        first_page: Hand::Right,
        measure: Pt(numbers.measure),
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
        first_baseline: Pt(numbers.first_baseline),
        lines: numbers.lines,
        head: Some(Pt(numbers.head)),
        folio: Pt(numbers.folio),
        opening: Opening { sink: numbers.sink, below: 3.0 },
        portrait: PortraitPlace::Beside,
        drop_cap: 0,
        end_mark: EndMark::None,
        masthead: String::new(),
        foot: String::new(),
        folio_format: super::FOLIO.to_owned(),
        contents: Some(Contents { least: 3, deepest: 3 }),
        credits: CreditsPlace::End,
        parts: PartTitles::Page,
        links: Links::None,
        qr: false,
        related_qr: false,
        styles: serif(styles()).scaled(size, leading, LEAST).with_body(numbers.size),
        spacing: Spacing { cover_lines: 14, ..spacing().scaled(size) },
        inks: inks(),
        line_numbers: LineNumbers::AsAsked,
        fit: super::FitBounds::TEXT,
    }
}

fn numbers(paper: Paper) -> Numbers {
    match paper {
        Paper::SixByNine => Numbers {
            size: 11.0,
            leading: 14.5,
            inner: 72.0,
            measure: 292.0,
            first_baseline: 72.0,
            lines: 36,
            head: 45.0,
            folio: 612.0,
            sink: 4,
        },
        Paper::A5 => Numbers {
            size: 10.75,
            leading: 14.0,
            inner: 69.0,
            measure: 285.0,
            first_baseline: 66.0,
            lines: 34,
            head: 42.0,
            folio: 560.0,
            sink: 4,
        },
        Paper::A4 => Numbers {
            size: 12.5,
            leading: 17.0,
            inner: 104.0,
            measure: 336.0,
            first_baseline: 104.0,
            lines: 37,
            head: 70.0,
            folio: 762.0,
            sink: 5,
        },
        Paper::Letter => Numbers {
            size: 12.5,
            leading: 17.0,
            inner: 110.0,
            measure: 336.0,
            first_baseline: 94.0,
            lines: 35,
            head: 62.0,
            folio: 716.0,
            sink: 5,
        },
    }
}

/// Sets headings, heads and title in the serif family, as in a book; captions, tables and labels stay in the sans.
fn serif(article: Styles) -> Styles {
    let balanced = Alignment::Balanced;
    let small = |size: f64| Type::serif(size, 16.0).capitals(Caps::Small, 0.06).aligned(balanced);
    let plain = |size: f64| Type::serif(size, 16.0).aligned(balanced);
    Styles {
        kicker: Type::serif(12.0, 16.0).capitals(Caps::Small, 0.08).aligned(Alignment::Start),
        title: Type { tracking: Em(-0.005), figures: Figures::Lining, ..plain(30.0) }.on(32.0),
        long_title: Type { figures: Figures::Lining, ..plain(22.0) }.on(24.0),
        byline: Type::serif(11.0, 16.0).aligned(balanced),
        headings: [
            small(13.5),
            plain(13.0).italic(),
            Type::serif(12.0, 16.0).capitals(Caps::Small, 0.05).aligned(balanced),
            plain(12.0).italic(),
            plain(12.0),
        ],
        head: Type::serif(10.5, 16.0).italic().aligned(Alignment::Start).ink(GREY),
        folio: Type::serif(11.0, 16.0).aligned(Alignment::End),
        ..article
    }
}
