//! The table of everything that a `design.toml` may set: one line for each value of a design.
//!
//! Reading, printing and messages all use it, so a new field of [`Design`] needs a line here (a test enforces that).

use super::value::{Scale, Slot};
use crate::design::{Design, Styles, Type};
use crate::units::Pt;

/// A value in `T`: where it is, and what it may be.
pub(super) struct Field<T: 'static> {
    /// Its key in the file, with its table: `page.measure`.
    pub name: &'static str,
    /// Smallest and largest value, in the unit of its slot.
    pub range: (f64, f64),
    /// What a percentage refers to.
    pub percent: Percent,
    /// Its description.
    pub doc: &'static str,
    /// Gives access to the value.
    pub slot: fn(&mut T) -> Slot<'_>,
}

/// What a percentage refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Percent {
    /// Percentages are not allowed.
    Nothing,
    /// The paper's width.
    Width,
    /// The paper's height.
    Height,
    /// The font size.
    Size,
}

const fn page(
    name: &'static str,
    range: (f64, f64),
    doc: &'static str,
    slot: for<'a> fn(&'a mut Design) -> Slot<'a>,
) -> Field<Design> {
    Field { name, range, percent: Percent::Nothing, doc, slot }
}

const fn kind(
    name: &'static str,
    range: (f64, f64),
    doc: &'static str,
    slot: for<'a> fn(&'a mut Type) -> Slot<'a>,
) -> Field<Type> {
    Field { name, range, percent: Percent::Nothing, doc, slot }
}

impl<T> Field<T> {
    const fn of(self, percent: Percent) -> Self {
        Self { percent, ..self }
    }
}

/// For values without a range: names, colours and flags.
const ANY: (f64, f64) = (0.0, 0.0);
/// Range of positions on a page.
const ON_PAGE: (f64, f64) = (0.0, 5000.0);
/// Range of thin or short lengths.
const SMALL: (f64, f64) = (0.0, 144.0);
/// Range of the room around headings, in lines.
const GAP: (f64, f64) = (0.0, 10.0);

use Percent::{Height, Size, Width};

/// Values of the page, of spacing, of copyfitting and of colours.
pub(super) static PAGE: &[Field<Design>] = &[
    page(
        "page.leading",
        (6.0, 72.0),
        "Distance between baselines: the grid; all other leadings are scaled in proportion",
        |d| Slot::Length(&mut d.leading),
    )
    .of(Size),
    page("page.margin", ON_PAGE, "From the paper's edge to the text, where lines start", |d| {
        Slot::Length(&mut d.margin)
    })
    .of(Width),
    page("page.measure", (60.0, 5000.0), "Width of the text", |d| Slot::Length(&mut d.measure)).of(Width),
    page("page.side-width", (40.0, 1000.0), "Width of the column beside the text, for captions and credits", |d| {
        Slot::SideWidth(&mut d.side)
    })
    .of(Width),
    page("page.side-gap", SMALL, "Between the text and that column", |d| Slot::SideGap(&mut d.side)).of(Width),
    page("page.side-use", ANY, "Which articles get that column", |d| Slot::SideUse(&mut d.side_use)),
    page("page.alone", (10.0, 60.0), "Measure of articles that have nothing for that column", |d| {
        Slot::Ems(&mut d.alone)
    }),
    page(
        "page.overhang",
        SMALL,
        "How far wide tables, listings and pictures reach beyond the text, where there is no column beside it",
        |d| Slot::Length(&mut d.overhang),
    )
    .of(Width),
    page("page.last-lines", (0.0, 100.0), "Lines of text that the last page should have; 0 for any number", |d| {
        Slot::Count(&mut d.last_lines)
    }),
    page("page.pull-quotes", ANY, "Where pull quotes stand", |d| Slot::PullQuotes(&mut d.pull_quotes)),
    page("page.notes", ANY, "Where notes stand", |d| Slot::Notes(&mut d.notes)),
    page("page.first-baseline", ON_PAGE, "Baseline of the first line, from the paper's top", |d| {
        Slot::Length(&mut d.first_baseline)
    })
    .of(Height),
    page("page.lines", (6.0, 400.0), "Lines on a full page", |d| Slot::Count(&mut d.lines)),
    page("page.head", ON_PAGE, "Baseline of the running head, from the paper's top", |d| Slot::Optional(&mut d.head))
        .of(Height),
    page("page.folio", ON_PAGE, "Baseline of the page number, from the paper's top", |d| Slot::Length(&mut d.folio))
        .of(Height),
    page("page.duplex", ANY, "Whether margins, heads and page numbers are mirrored on facing pages", |d| {
        Slot::Flag(&mut d.duplex)
    }),
    page("page.first-page", ANY, "The side of the spine on which the first of facing pages stands", |d| {
        Slot::Hand(&mut d.first_page)
    }),
    page("page.columns", (1.0, 4.0), "Columns of text; the measure is that of one", |d| {
        Slot::Count(&mut d.columns.count)
    }),
    page("page.gutter", SMALL, "Between two columns", |d| Slot::Length(&mut d.columns.gutter)),
    page("page.spans", ANY, "Whether title, wide pictures, pull quotes, tables and code span several columns", |d| {
        Slot::Flag(&mut d.spans)
    }),
    page("page.span-pictures", ANY, "How much room pictures get, where they may span columns", |d| {
        Slot::SpanPictures(&mut d.span_pictures)
    }),
    page(
        "page.least-columns",
        (1.0, 4.0),
        "Columns of very short articles and of those with much code, where content spans columns",
        |d| Slot::Count(&mut d.least_columns),
    ),
    page("page.opening-sink", (0.0, 40.0), "Empty lines above the title", |d| Slot::Count(&mut d.opening.sink)),
    page("page.opening-below", GAP, "Lines between the title block and the text", |d| {
        Slot::Lines(&mut d.opening.below)
    }),
    page("page.portrait", ANY, "Where a portrait picture at the opening stands", |d| Slot::Portrait(&mut d.portrait)),
    page(
        "page.drop-cap",
        (0.0, 5.0),
        "Lines that the first letter of an article is high; 0 for a letter like the others",
        |d| Slot::Count(&mut d.drop_cap),
    ),
    page("page.end-mark", ANY, "The mark at the end of an article's text", |d| Slot::EndMark(&mut d.end_mark)),
    page("page.masthead", ANY, "What stands above the title of an article", |d| Slot::Masthead(&mut d.masthead)),
    page("page.foot", ANY, "What stands at the foot of pages, opposite the page number", |d| {
        Slot::Pattern(&mut d.foot)
    }),
    page("page.folio-format", ANY, "The page number, and what stands around it", |d| Slot::Folio(&mut d.folio_format)),
    page(
        "page.contents-least",
        (1.0, 1000.0),
        "Number of level-2 headings at which a table of contents is added",
        |d| Slot::ContentsLeast(&mut d.contents),
    ),
    page("page.contents-deepest", (2.0, 6.0), "The lowest level of headings in that list", |d| {
        Slot::ContentsDepth(&mut d.contents)
    }),
    page("page.parts", ANY, "Where the titles of parts of a book stand", |d| Slot::Parts(&mut d.parts)),
    page("page.credits", ANY, "Where the credits of a book stand", |d| Slot::Credits(&mut d.credits)),
    page("page.line-numbers", ANY, "Which lines of code are numbered", |d| Slot::LineNumbers(&mut d.line_numbers)),
    page("page.qr", ANY, "Whether a QR code shows where the article was published", |d| Slot::Flag(&mut d.qr)),
    page("page.related-qr", ANY, "Whether related articles have QR codes, where content spans columns", |d| {
        Slot::Flag(&mut d.related_qr)
    }),
    page("page.links", ANY, "How the addresses that links lead to are printed", |d| Slot::Links(&mut d.links)),
    page("spacing.indent", (0.0, 10.0), "Indent of paragraphs after the first", |d| Slot::Ems(&mut d.spacing.indent)),
    page("spacing.cjk-indent", (0.0, 10.0), "The same in Chinese, Japanese and Korean", |d| {
        Slot::Ems(&mut d.spacing.cjk_indent)
    }),
    page(
        "spacing.lead-in",
        (0.0, 20.0),
        "Words of the first paragraph in small capitals, at least and at most; [0, 0] for none",
        |d| Slot::Span(&mut d.spacing.lead_in),
    ),
    page("spacing.section-above", GAP, "Room above headings of level 2, in lines", |d| {
        Slot::Lines(&mut d.spacing.section_above)
    }),
    page("spacing.section-below", GAP, "Room below them, in lines", |d| Slot::Lines(&mut d.spacing.section_below)),
    page("spacing.heading-above", GAP, "Room above other headings, in lines", |d| {
        Slot::Lines(&mut d.spacing.heading_above)
    }),
    page("spacing.figure-gap", GAP, "Room above and below figures and pulled-out passages, in lines", |d| {
        Slot::Lines(&mut d.spacing.figure_gap)
    }),
    page("spacing.paragraphs", ANY, "How paragraphs are separated", |d| Slot::Paragraphs(&mut d.spacing.paragraphs)),
    page("spacing.list", SMALL, "Indent of the items of lists", |d| Slot::Length(&mut d.spacing.list)),
    page("spacing.label-gap", SMALL, "Between the label of an item and its text", |d| {
        Slot::Length(&mut d.spacing.label_gap)
    }),
    page("spacing.quote", SMALL, "Inset of quotations, on both sides", |d| Slot::Length(&mut d.spacing.quote)),
    page("spacing.pull", SMALL, "Inset of pulled-out passages, on both sides", |d| Slot::Length(&mut d.spacing.pull)),
    page("spacing.pull-rules", ANY, "Whether these stand between two rules", |d| Slot::Flag(&mut d.spacing.pull_rules)),
    page("spacing.callout", SMALL, "From the bar of a callout to its text", |d| Slot::Length(&mut d.spacing.callout)),
    page("spacing.bar", (0.0, 36.0), "Thickness of that bar", |d| Slot::Length(&mut d.spacing.bar)),
    page("spacing.bar-drop-top", SMALL, "How far below the line's box that bar begins", |d| {
        Slot::Length(&mut d.spacing.bar_drop.0)
    }),
    page("spacing.bar-drop-bottom", SMALL, "How far below the last line's box it ends", |d| {
        Slot::Length(&mut d.spacing.bar_drop.1)
    }),
    page("spacing.ground-drop-top", SMALL, "How far below the first line's box the ground of code begins", |d| {
        Slot::Length(&mut d.spacing.ground_drop.0)
    }),
    page("spacing.ground-drop-bottom", SMALL, "How far below the last line's box it ends", |d| {
        Slot::Length(&mut d.spacing.ground_drop.1)
    }),
    page("spacing.caption-gap", SMALL, "Between a picture and a caption below it", |d| {
        Slot::Length(&mut d.spacing.caption_gap)
    }),
    page("spacing.code", SMALL, "Room around code on its ground", |d| Slot::Length(&mut d.spacing.code)),
    page("spacing.column-gap", SMALL, "Between columns of a table", |d| Slot::Length(&mut d.spacing.column_gap)),
    page("spacing.row", SMALL, "Room above and below the text of a table's row, together", |d| {
        Slot::Length(&mut d.spacing.row)
    }),
    page("spacing.picture-gap", SMALL, "Between pictures side by side", |d| Slot::Length(&mut d.spacing.picture_gap)),
    page("spacing.picture-trim", (0.0, 36.0), "How much lower a picture is than its grid lines", |d| {
        Slot::Length(&mut d.spacing.picture_trim)
    }),
    page("spacing.cover-lines", (2.0, 400.0), "Height of the cover at most, in lines", |d| {
        Slot::Count(&mut d.spacing.cover_lines)
    }),
    page("spacing.picture-scale", (0.25, 1.6), "Height of pictures, as a factor of the usual maximum", |d| {
        Slot::Factor(&mut d.spacing.picture_scale)
    }),
    page(
        "spacing.looseness",
        (-1.0, 1.0),
        "How readily paragraphs are set with a line less (below 0) or more than is best for them",
        |d| Slot::Factor(&mut d.spacing.looseness),
    ),
    page("spacing.rule", (0.0, 12.0), "Thickness of rules", |d| Slot::Length(&mut d.spacing.rule)),
    page("spacing.note-rule", (0.0, 1000.0), "Length of the rule above notes", |d| {
        Slot::Length(&mut d.spacing.note_rule)
    }),
    page("spacing.least-measure", (40.0, 1000.0), "Text is not set narrower, however deep it is nested", |d| {
        Slot::Length(&mut d.spacing.least_measure)
    }),
    page("spacing.least-size", (3.0, 72.0), "Tables are not set smaller to make them fit", |d| {
        Slot::Length(&mut d.spacing.least_size)
    }),
    page(
        "fit.gaps",
        (0.25, 3.0),
        "Room around headings and figures and at the opening, as a factor, for --fit and --max-sheets",
        |d| Slot::Factors(&mut d.fit.gaps),
    ),
    page("fit.pictures", (0.25, 1.6), "Height of pictures, as a factor", |d| Slot::Factors(&mut d.fit.pictures)),
    page("fit.paragraphs", (-1.0, 1.0), "Looseness of paragraphs, see spacing.looseness", |d| {
        Slot::Factors(&mut d.fit.paragraphs)
    }),
    page("fit.leading", (1.0, 2.0), "Leading, in ems of running text", |d| Slot::Factors(&mut d.fit.leading)),
    page("fit.size", (0.5, 2.0), "Size of type, as a factor", |d| Slot::Factors(&mut d.fit.size)),
    page("fit.least-size", (6.0, 36.0), "Running text does not become smaller, whatever that factor is", |d| {
        Slot::Length(&mut d.fit.least_size)
    }),
    page("colors.rule", ANY, "Rules", |d| Slot::Color(&mut d.inks.rule)),
    page("colors.code", ANY, "Ground of code", |d| Slot::Color(&mut d.inks.code)),
    page("colors.marked", ANY, "Ground of lines of code that the author marks", |d| Slot::Color(&mut d.inks.marked)),
    page("colors.bar", ANY, "Bars of callouts that inform", |d| Slot::Color(&mut d.inks.bar)),
    page("colors.warning", ANY, "Bars of callouts that warn", |d| Slot::Color(&mut d.inks.warning)),
    page("colors.link", ANY, "Links in text", |d| Slot::Color(&mut d.inks.link)),
    page("colors.end-mark", ANY, "The mark at the end of the text", |d| Slot::Color(&mut d.inks.end_mark)),
    page("colors.drop-cap", ANY, "The drop cap", |d| Slot::Color(&mut d.inks.drop_cap)),
    page("colors.palette.keyword", ANY, "Keywords in code", |d| Slot::Color(&mut d.inks.palette.keyword)),
    page("colors.palette.string", ANY, "Strings", |d| Slot::Color(&mut d.inks.palette.string)),
    page("colors.palette.comment", ANY, "Comments, and the numbers of lines", |d| {
        Slot::Color(&mut d.inks.palette.comment)
    }),
    page("colors.palette.number", ANY, "Numbers and constants", |d| Slot::Color(&mut d.inks.palette.number)),
    page("colors.palette.function", ANY, "Names of functions", |d| Slot::Color(&mut d.inks.palette.function)),
    page("colors.palette.kind", ANY, "Types", |d| Slot::Color(&mut d.inks.palette.kind)),
    page("colors.palette.name", ANY, "Keys, attributes, variables", |d| Slot::Color(&mut d.inks.palette.name)),
    page("colors.palette.meta", ANY, "Directives, prompts", |d| Slot::Color(&mut d.inks.palette.meta)),
    page("colors.palette.inserted", ANY, "Lines that a diff adds", |d| Slot::Color(&mut d.inks.palette.inserted)),
    page("colors.palette.deleted", ANY, "Lines that a diff takes away", |d| Slot::Color(&mut d.inks.palette.deleted)),
];

/// Values of each kind of text.
pub(super) static TYPE: &[Field<Type>] = &[
    kind("size", (3.0, 200.0), "Font size", |t| Slot::Length(&mut t.size)).of(Size),
    kind("leading", (3.0, 300.0), "Distance between baselines", |t| Slot::Length(&mut t.leading)).of(Size),
    kind("family", ANY, "Family of faces", |t| Slot::Family(&mut t.family)),
    kind("weight", ANY, "Weight; if the family lacks it, the nearest one is used", |t| Slot::Weight(&mut t.weight)),
    kind("italic", ANY, "Whether italic", |t| Slot::Flag(&mut t.italic)),
    kind("color", ANY, "Colour", |t| Slot::Color(&mut t.color)),
    kind("tracking", (-0.2, 1.0), "Added between letters", |t| Slot::Ems(&mut t.tracking)),
    kind("figures", ANY, "Forms of figures", |t| Slot::Figures(&mut t.figures)),
    kind("caps", ANY, "Forms of capitals", |t| Slot::Caps(&mut t.caps)),
    kind("align", ANY, "How lines fill the measure", |t| Slot::Align(&mut t.align)),
    kind("hyphenate", ANY, "Whether words may be hyphenated", |t| Slot::Flag(&mut t.hyphenate)),
];

/// A kind of text.
pub(super) struct Style {
    /// Its table below `text`.
    pub name: &'static str,
    /// Its description.
    pub doc: &'static str,
    /// Gives access to its style.
    pub at: fn(&mut Styles) -> &mut Type,
}

const fn style(name: &'static str, doc: &'static str, at: for<'a> fn(&'a mut Styles) -> &'a mut Type) -> Style {
    Style { name, doc, at }
}

/// The kinds of text; running text comes first, since ems of others may refer to its size.
pub(super) static STYLES: &[Style] = &[
    style("body", "Running text", |s| &mut s.body),
    style("kicker", "The line above the title", |s| &mut s.kicker),
    style("title", "The title", |s| &mut s.title),
    style("long-title", "A title too long for `title`", |s| &mut s.long_title),
    style("deck", "The deck below the title", |s| &mut s.deck),
    style("byline", "Authors and date", |s| &mut s.byline),
    style("h2", "Headings of level 2", |s| &mut s.headings[0]),
    style("h3", "Headings of level 3", |s| &mut s.headings[1]),
    style("h4", "Headings of level 4", |s| &mut s.headings[2]),
    style("h5", "Headings of level 5", |s| &mut s.headings[3]),
    style("h6", "Headings of level 6", |s| &mut s.headings[4]),
    style("quote", "Quotations", |s| &mut s.quote),
    style("pull", "Pulled-out passages", |s| &mut s.pull),
    style("callout", "Callouts", |s| &mut s.callout),
    style("callout-title", "Titles of callouts", |s| &mut s.callout_title),
    style("code", "Code", |s| &mut s.code),
    style("math", "Formulas shown as their source", |s| &mut s.math),
    style("cell", "Cells of tables", |s| &mut s.cell),
    style("header-cell", "Header cells of tables", |s| &mut s.header_cell),
    style("caption", "Captions", |s| &mut s.caption),
    style("credit", "Credit lines", |s| &mut s.credit),
    style("term", "Terms of definition lists", |s| &mut s.term),
    style("bullet", "Bullets", |s| &mut s.bullet),
    style("task", "Boxes of tasks", |s| &mut s.task),
    style("ornament", "Ornament between sections", |s| &mut s.ornament),
    style("note", "Notes", |s| &mut s.note),
    style("disclaimer", "Disclaimer", |s| &mut s.disclaimer),
    style("label", "Labels of parts that Offprint adds, such as `Related reading`", |s| &mut s.label),
    style("related-title", "Titles of related articles", |s| &mut s.related_title),
    style("related-blurb", "Blurbs of related articles", |s| &mut s.related_blurb),
    style("related-source", "Where related articles are", |s| &mut s.related_source),
    style("colophon", "Colophon", |s| &mut s.colophon),
    style("head", "Running heads", |s| &mut s.head),
    style("folio", "Page numbers", |s| &mut s.folio),
];

/// A value of a design, found by its key.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// A value of the page.
    Page(&'static Field<Design>),
    /// A value of a kind of text.
    Text(&'static Style, &'static Field<Type>),
}

impl Key {
    /// Iterates over all keys in printing order.
    pub fn all() -> impl Iterator<Item = Key> {
        let text = STYLES.iter().flat_map(|style| TYPE.iter().map(move |field| Key::Text(style, field)));
        PAGE.iter().map(Key::Page).chain(text)
    }

    /// Finds the key with this path.
    pub fn find(path: &str) -> Option<Key> {
        match path.strip_prefix("text.").and_then(|rest| rest.split_once('.')) {
            Some((style, field)) => {
                let style = STYLES.iter().find(|known| known.name == style)?;
                Some(Key::Text(style, TYPE.iter().find(|known| known.name == field)?))
            }
            None => PAGE.iter().find(|field| field.name == path).map(Key::Page),
        }
    }

    /// Returns its path: `text.body.size`.
    pub fn path(&self) -> String {
        match self {
            Key::Page(field) => field.name.to_owned(),
            Key::Text(style, field) => format!("text.{}.{}", style.name, field.name),
        }
    }

    /// Gives access to its value in `design`.
    pub fn slot<'a>(&self, design: &'a mut Design) -> Slot<'a> {
        match self {
            Key::Page(field) => (field.slot)(design),
            Key::Text(style, field) => (field.slot)((style.at)(&mut design.styles)),
        }
    }

    /// Returns its smallest and largest value.
    pub fn range(&self) -> (f64, f64) {
        match self {
            Key::Page(field) => field.range,
            Key::Text(_, field) => field.range,
        }
    }

    /// Returns the lengths that relative units refer to.
    pub fn scale(&self, design: &mut Design) -> Scale {
        let line = design.leading;
        let body = design.styles.body.size;
        match self {
            Key::Page(field) => Scale { em: body, line, whole: whole(field.percent, design, body) },
            Key::Text(style, field) => {
                // The size itself is relative to that of running text.
                let own = if field.name == "size" { body } else { (style.at)(&mut design.styles).size };
                Scale { em: own, line, whole: whole(field.percent, design, own) }
            }
        }
    }
}

fn whole(percent: Percent, design: &Design, size: Pt) -> Option<Pt> {
    match percent {
        Percent::Nothing => None,
        Percent::Width => Some(design.paper.width),
        Percent::Height => Some(design.paper.height),
        Percent::Size => Some(size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the names of a value's fields from its debug form; `indent` is the nesting level.
    fn fields(debug: &str, indent: usize) -> Vec<String> {
        let lead = " ".repeat(indent);
        let own = debug.lines().filter_map(|line| line.strip_prefix(&lead)?.split_once(':'));
        own.map(|(name, _)| name.to_owned()).filter(|name| !name.starts_with([' ', '}', ')'])).collect()
    }

    #[test]
    fn every_field_of_a_design_has_a_key() {
        let design = Design::default();
        let known: Vec<String> = Key::all().map(|key| key.path()).collect();
        let has = |path: &str| known.iter().any(|key| key.starts_with(path));
        // These have no key under `page.`: a design's name cannot be set, its paper has a key of its own, and the
        // others are groups that are checked below.
        let told = ["name", "paper", "styles", "spacing", "inks", "fit"];
        for field in fields(&format!("{design:#?}"), 4).iter().filter(|field| !told.contains(&field.as_str())) {
            assert!(has(&format!("page.{}", field.replace('_', "-"))), "no key for Design::{field}");
        }
        for field in fields(&format!("{:#?}", design.spacing), 4) {
            assert!(has(&format!("spacing.{}", field.replace('_', "-"))), "no key for Spacing::{field}");
        }
        for field in fields(&format!("{:#?}", design.fit), 4) {
            assert!(has(&format!("fit.{}", field.replace('_', "-"))), "no key for FitBounds::{field}");
        }
        for field in fields(&format!("{:#?}", design.inks.palette), 4) {
            assert!(has(&format!("colors.palette.{field}")), "no key for Palette::{field}");
        }
        // Sections have names of the user's own, see `read`.
        for field in fields(&format!("{:#?}", design.inks), 4).iter().filter(|field| *field != "sections") {
            assert!(has(&format!("colors.{}", field.replace('_', "-"))), "no key for Inks::{field}");
        }
        for field in fields(&format!("{:#?}", design.styles), 4).iter().filter(|field| *field != "headings") {
            assert!(has(&format!("text.{}.", field.replace('_', "-"))), "no key for Styles::{field}");
        }
        for field in fields(&format!("{:#?}", design.styles.body), 4) {
            assert!(has(&format!("text.body.{}", field.replace('_', "-"))), "no key for Type::{field}");
        }
    }

    #[test]
    fn keys_are_found_by_their_paths_and_there_is_one_of_each() {
        let mut paths: Vec<String> = Key::all().map(|key| key.path()).collect();
        assert!(paths.iter().all(|path| Key::find(path).is_some_and(|key| key.path() == *path)));
        let count = paths.len();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), count);
    }
}
