//! The magazine design: three narrow columns on one baseline grid, and whatever is wide spans several of them.
//!
//! Title, deck and opening picture stand across all columns. Wide pictures, pull quotes, tables and listings take two or
//! three columns; the text flows round them. Notes stand at the end of the article, since a column of 56 mm has no room
//! for them at its foot.
//!
//! Very short articles, and those that consist of code to a good part, have two wider columns.

use super::article::{inks, spacing, styles};
use super::{
    Columns, CreditsPlace, Design, EndMark, FitBounds, Hand, LineNumbers, Links, NotePlace, Opening, Paper, PartTitles,
    PortraitPlace, PullPlace, SideUse, Spacing, SpanPictures, Styles, Type,
};
use crate::style::{Alignment, Caps, Family};
use crate::units::{Em, Pt};

/// Minimum type size.
const LEAST: Pt = Pt(7.0);
/// Minimum size of running text that is fitted to a number of pages.
const LEAST_BODY: Pt = Pt(8.75);
/// Lines that a last page should have: a quarter of it.
const LAST_LINES: usize = 15;
/// Running text.
const BODY: f64 = 9.4;
/// Grid.
const LEADING: f64 = 12.5;
/// Gutter: 5 mm.
const GUTTER: Pt = Pt(14.17);

/// Returns the design on `paper`, which must be a large one.
pub fn design(paper: Paper) -> Design {
    // 56 mm on A4; the margins on Letter are about the same.
    let (margin, measure, first_baseline, lines, head, folio) = match paper {
        Paper::Letter => (48.7, 162.08, 57.0, 55, 32.0, 761.0),
        _ => (45.36, 158.74, 59.0, 58, 33.0, 809.0),
    };
    Design {
        name: "magazine",
        paper: paper.size(),
        leading: Pt(LEADING),
        margin: Pt(margin),
        duplex: false,
        first_page: Hand::Right,
        measure: Pt(measure),
        columns: Columns { count: 3, gutter: GUTTER },
        spans: true,
        span_pictures: SpanPictures::Auto,
        least_columns: 2,
        side: None,
        side_use: SideUse::Needed,
        alone: super::ALONE,
        notes: NotePlace::End,
        pull_quotes: PullPlace::Text,
        last_lines: LAST_LINES,
        overhang: Pt::ZERO,
        first_baseline: Pt(first_baseline),
        lines,
        head: Some(Pt(head)),
        folio: Pt(folio),
        opening: Opening { sink: 0, below: 2.0 },
        portrait: PortraitPlace::Beside,
        drop_cap: 3,
        end_mark: EndMark::Square,
        masthead: String::new(),
        foot: String::new(),
        folio_format: super::FOLIO.to_owned(),
        contents: None,
        credits: CreditsPlace::End,
        parts: PartTitles::Heading,
        links: Links::None,
        qr: false,
        related_qr: true,
        styles: magazine_styles(),
        spacing: magazine_spacing(),
        inks: inks(),
        line_numbers: LineNumbers::AsAsked,
        fit: FitBounds { leading: (1.2, 1.45), size: (0.9, 1.1), least_size: LEAST_BODY, ..FitBounds::TEXT },
    }
}

fn magazine_styles() -> Styles {
    let at = |kind: Type, size: f64, leading: f64| Type { size: Pt(size), leading: Pt(leading), ..kind };
    let styles = styles().scaled(BODY / 12.0, LEADING / 16.0, LEAST).with_body(BODY);
    let [h2, h3, h4, h5, h6] = styles.headings;
    Styles {
        kicker: at(styles.kicker, 8.0, LEADING),
        title: at(styles.title, 38.0, 40.0),
        long_title: at(styles.long_title, 24.0, 27.0),
        deck: at(styles.deck, 15.0, 18.75),
        byline: at(styles.byline, 8.5, LEADING),
        headings: [at(h2, 11.0, LEADING), at(h3, 10.0, LEADING), h4, at(h5, 8.5, LEADING), at(h6, 8.5, LEADING)],
        quote: at(styles.quote, 8.8, LEADING),
        pull: at(styles.pull, 17.0, 21.0),
        callout: at(styles.callout, 8.8, LEADING),
        callout_title: at(styles.callout_title, 8.0, LEADING),
        code: at(styles.code, 7.5, 10.0),
        math: at(styles.math, 7.5, LEADING),
        cell: at(styles.cell, 7.5, 10.0),
        header_cell: at(styles.header_cell, 7.5, 10.0),
        caption: at(styles.caption, 7.5, 10.0),
        credit: at(styles.credit, 7.0, 10.0),
        task: Type { family: Family::Sans, ..at(styles.task, 8.5, LEADING) },
        note: at(styles.note, 8.0, 10.0),
        disclaimer: at(styles.disclaimer, 8.4, 10.5),
        label: at(styles.label, 7.5, LEADING).capitals(Caps::Upper, 0.08),
        related_title: at(styles.related_title, 10.5, LEADING),
        related_blurb: at(styles.related_blurb, 8.8, 11.0),
        related_source: at(styles.related_source, 7.0, 10.0),
        colophon: at(styles.colophon, 7.0, 10.0),
        head: at(styles.head, 7.5, LEADING),
        folio: at(styles.folio, 9.0, LEADING).aligned(Alignment::End),
        ..styles
    }
}

fn magazine_spacing() -> Spacing {
    Spacing {
        indent: Em(1.0),
        lead_in: (3, 5),
        list: Pt(13.0),
        quote: Pt(9.0),
        pull: Pt::ZERO,
        callout: Pt(9.0),
        code: Pt(5.0),
        column_gap: Pt(9.0),
        picture_gap: Pt(7.0),
        // The cap height of running text is .65 em: pictures begin with the capitals of the line beside them.
        picture_trim: Pt(LEADING - BODY * 0.65),
        cover_lines: 31,
        least_measure: Pt(90.0),
        ..spacing().scaled(BODY / 12.0)
    }
}
