//! The handout design: two dense columns, everything at seven eighths of the article's size.
//!
//! The leading is reduced a little more than the size, so that titles have sizes of their own, which are not larger
//! than their leading. Quotations, callouts and code are a little smaller than seven eighths, and the byline a little
//! larger: between them and the text there must be a difference that is seen at this size.

use super::article::{inks, spacing, styles};
use super::{
    Columns, CreditsPlace, Design, EndMark, FitBounds, Hand, LineNumbers, Links, NotePlace, Opening, Paper, PartTitles,
    PortraitPlace, PullPlace, SideUse, Spacing, SpanPictures, Styles, Type,
};
use crate::units::Pt;

/// Minimum type size.
const LEAST: Pt = Pt(7.0);
/// Minimum size of running text that is fitted to a number of pages.
const LEAST_BODY: Pt = Pt(9.0);
/// Size of running text.
const BODY: f64 = 10.5;
/// Sizes relative to those of the article design.
const SCALE: f64 = BODY / 12.0;
/// Grid.
const LEADING: f64 = 13.0;

/// Returns the design on `paper`, which must be a large one.
pub fn design(paper: Paper) -> Design {
    let (measure, first_baseline, lines, head, folio) = match paper {
        Paper::Letter => (245.0, 60.0, 52, 38.0, 758.0),
        _ => (236.6, 62.0, 56, 40.0, 811.0),
    };
    Design {
        name: "handout",
        paper: paper.size(),
        leading: Pt(LEADING),
        margin: Pt(51.0),
        duplex: false,
        first_page: Hand::Right,
        measure: Pt(measure),
        columns: Columns { count: 2, gutter: Pt(20.0) },
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
        head: Some(Pt(head)),
        folio: Pt(folio),
        opening: Opening { sink: 0, below: 1.0 },
        portrait: PortraitPlace::Beside,
        drop_cap: 0,
        end_mark: EndMark::None,
        masthead: String::new(),
        foot: String::new(),
        folio_format: super::FOLIO.to_owned(),
        contents: None,
        credits: CreditsPlace::End,
        parts: PartTitles::Heading,
        links: Links::Footnote,
        qr: false,
        related_qr: false,
        styles: small(styles().scaled(SCALE, LEADING / 16.0, LEAST).with_body(BODY)),
        spacing: Spacing { cover_lines: 14, ..spacing().scaled(SCALE) },
        inks: inks(),
        line_numbers: LineNumbers::AsAsked,
        fit: FitBounds { least_size: LEAST_BODY, ..FitBounds::TEXT },
    }
}

/// Sets the sizes that are not those of the article in proportion.
fn small(styles: Styles) -> Styles {
    let at = |kind: Type, size: f64| Type { size: Pt(size), ..kind };
    Styles {
        title: at(styles.title, 26.0).on(26.0),
        long_title: at(styles.long_title, 20.0).on(20.0),
        byline: at(styles.byline, 8.5),
        quote: at(styles.quote, 9.5),
        callout: at(styles.callout, 9.5),
        code: at(styles.code, 7.75),
        ..styles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sizes fall from the title to the credits, as they do in the article design.
    #[test]
    fn the_hierarchy_is_the_right_way_up() {
        for paper in [Paper::A4, Paper::Letter] {
            let styles = design(paper).styles;
            let [h2, h3, h4, ..] = styles.headings.map(|kind| kind.size.0);
            assert_eq!((h2, h3, h4), (11.5, 10.5, 10.5));
            let falling = [&styles.title, &styles.long_title, &styles.deck, &styles.headings[0], &styles.body];
            assert!(falling.iter().map(|kind| -kind.size.0).is_sorted_by(|one, other| one < other));
            let falling = [&styles.body, &styles.quote, &styles.byline, &styles.code, &styles.cell, &styles.credit];
            assert!(falling.iter().map(|kind| -kind.size.0).is_sorted_by(|one, other| one < other));
            let sizes = [styles.quote, styles.callout, styles.code, styles.cell, styles.byline].map(|kind| kind.size.0);
            assert_eq!(sizes, [9.5, 9.5, 7.75, 7.5, 8.5]);
        }
    }
}
