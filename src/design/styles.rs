//! How each kind of text is set.

use crate::style::{Alignment, Caps, Color, Family, Figures, Weight};
use crate::units::{Em, Pt};

/// The type style of one kind of text, apart from its width, language and direction.
#[derive(Clone, Copy, Debug, serde::Serialize)]
#[non_exhaustive]
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
    /// Tracking.
    pub tracking: Em,
    /// Style of figures.
    pub figures: Figures,
    /// Style of capitals.
    pub caps: Caps,
    /// Alignment of lines.
    pub align: Alignment,
    /// Whether words may be hyphenated.
    pub hyphenate: bool,
}

impl Type {
    /// Upright serif, `size` on `leading`, justified and hyphenated: the base of the other styles.
    pub(crate) const fn serif(size: f64, leading: f64) -> Type {
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
    pub(crate) const fn sans(size: f64, leading: f64) -> Type {
        Type {
            family: Family::Sans,
            figures: Figures::Lining,
            align: Alignment::Start,
            hyphenate: false,
            ..Type::serif(size, leading)
        }
    }

    /// Returns the style in semi-bold.
    pub(crate) const fn semibold(self) -> Type {
        Type { weight: Weight::SemiBold, ..self }
    }

    /// Returns the style in italics.
    pub(crate) const fn italic(self) -> Type {
        Type { italic: true, ..self }
    }

    /// Returns the style with another leading.
    pub(super) const fn on(self, leading: f64) -> Type {
        Type { leading: Pt(leading), ..self }
    }

    /// Returns the style in another colour.
    pub(crate) const fn ink(self, color: Color) -> Type {
        Type { color, ..self }
    }

    /// Returns the style with `caps` and `tracking`.
    pub(crate) const fn capitals(self, caps: Caps, tracking: f64) -> Type {
        Type { caps, tracking: Em(tracking), ..self }
    }

    /// Returns the style with another alignment; only justified text stays hyphenated.
    pub(crate) const fn aligned(self, align: Alignment) -> Type {
        Type { align, hyphenate: self.hyphenate && matches!(align, Alignment::Justified), ..self }
    }
}

/// How each kind of text is set.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Styles {
    /// Running text.
    pub body: Type,
    /// The line above the title.
    pub kicker: Type,
    /// The title.
    pub title: Type,
    /// A title that is too long for [`Styles::title`].
    pub long_title: Type,
    /// The subtitle below the title.
    pub deck: Type,
    /// Authors and date.
    pub byline: Type,
    /// Headings of levels 2 to 6.
    pub headings: [Type; 5],
    /// Block quotations.
    pub quote: Type,
    /// Pull quotes.
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
    /// Checkboxes of tasks.
    pub task: Type,
    /// The ornament between sections.
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
    /// Addresses of related articles.
    pub related_source: Type,
    /// Colophon.
    pub colophon: Type,
    /// Running heads.
    pub head: Type,
    /// Folios.
    pub folio: Type,
}

impl Styles {
    /// Iterates over every kind of text.
    pub(crate) fn all_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let Styles {
            body,
            kicker,
            title,
            long_title,
            deck,
            byline,
            headings,
            quote,
            pull,
            callout,
            callout_title,
            code,
            math,
            cell,
            header_cell,
            caption,
            credit,
            term,
            bullet,
            task,
            ornament,
            note,
            disclaimer,
            label,
            related_title,
            related_blurb,
            related_source,
            colophon,
            head,
            folio,
        } = self;
        let others = [
            body,
            kicker,
            title,
            long_title,
            deck,
            byline,
            quote,
            pull,
            callout,
            callout_title,
            code,
            math,
            cell,
            header_cell,
            caption,
            credit,
            term,
            bullet,
            task,
            ornament,
            note,
            disclaimer,
            label,
            related_title,
            related_blurb,
            related_source,
            colophon,
            head,
            folio,
        ];
        others.into_iter().chain(headings)
    }

    /// Returns the styles with sizes multiplied by `size` and leadings by `leading`. Sizes are rounded to quarters of
    /// a point, and none is below `least`.
    pub(super) fn scaled(mut self, size: f64, leading: f64, least: Pt) -> Styles {
        for kind in self.all_mut() {
            let quarters = Pt((kind.size.0 * size * 4.0).round() / 4.0);
            kind.size = quarters.max(least);
            kind.leading = kind.leading * leading;
        }
        self
    }

    /// Returns the styles with running text of exactly `size`.
    pub(super) fn with_body(mut self, size: f64) -> Styles {
        self.body.size = Pt(size);
        self
    }
}
