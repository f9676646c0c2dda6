//! Decides whether an article gets the side column of its design.
//!
//! A side column is worth its room if it lives: if captions, credits or notes stand in it on nearly every page. Beside
//! other articles it is a broad empty margin. So the decision is made once for a whole article. First the article is
//! measured roughly, by letters and lines, since most articles have nothing for the column. If it might live, the
//! article is set with it, and the pages are looked at.

use super::flow::{PIXEL, TALLEST, Typeset, room_for_words};
use super::{Item, Owner};
use crate::article::{
    Article, Asset, AssetId, Block, BlockKind, Direction, Figure, Inline, QuoteKind, Visit, walk_blocks,
};
use crate::design::{Design, Hand, NotePlace, PullPlace, SideUse};
use crate::units::Pt;

/// Share of an article's pages on which the column may be empty.
const EMPTY: f64 = 0.15;
/// Share of the column that notes may fill, and share of its height that one note may.
const NOTES: f64 = 0.55;
const LONGEST_NOTE: f64 = 0.3;
/// Average width of a letter, in ems.
const LETTER: f64 = 0.42;
/// Estimated height of a figure, as a share of the page.
const FIGURE: f64 = 0.3;
/// A table of so many columns may well need the width of the side column too.
const MANY_COLUMNS: usize = 5;
/// Items narrower than this in the side column, such as the end of a title, are not content of it.
const TOUCHES: Pt = Pt(12.0);

/// Whether `article` may have so much for the side column of `design` that it is worth trying.
pub(super) fn may_live(article: &Article, design: &Design) -> bool {
    match design.side_use {
        SideUse::Always => true,
        SideUse::Needed => {
            let mut measure = Measure::new(article, design);
            for article in article.articles() {
                measure.begin(article);
                if design.qr && article.meta.source_url.is_some() {
                    measure.uses();
                }
                walk_blocks(&article.blocks, &mut |visit| measure.see(visit));
            }
            lives(&measure.pages())
        }
    }
}

/// Whether the notes of `article` may stand in the side column of `design`: there are not too many, and none is long or
/// holds anything but paragraphs.
pub(super) fn has_room_for_notes(article: &Article, design: &Design) -> bool {
    let Some(side) = design.side else { return false };
    let kind = design.styles.caption;
    let line = side.width / (kind.size * LETTER);
    let page = line * (design.height() / kind.leading);
    let lengths = article.notes.iter().map(|note| {
        let plain = note.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        let mut length = if plain { line } else { f64::INFINITY };
        walk_blocks(&note.blocks, &mut |visit| {
            if let Visit::Inline(Inline::Text(text) | Inline::Code(text)) = visit {
                length += text.chars().count() as f64;
            }
        });
        length
    });
    let lengths: Vec<f64> = lengths.collect();
    let mut text = Measure::new(article, design);
    for article in article.articles() {
        text.begin(article);
        walk_blocks(&article.blocks, &mut |visit| text.see(visit));
    }
    let room = page * text.pages().len() as f64;
    !lengths.is_empty()
        && lengths.iter().all(|length| *length <= page * LONGEST_NOTE)
        && lengths.iter().sum::<f64>() <= room * NOTES
}

fn is_turned(index: usize, design: &Design) -> bool {
    (index % 2 == 1) != (design.first_page == Hand::Left)
}

/// Whether the side column, set in `design`, has content on enough pages. The colophon counts where there is something
/// else: for it alone, nobody needs a column.
pub(super) fn is_alive(set: &Typeset, article: &Article, design: &Design) -> bool {
    if design.side_use == SideUse::Always {
        return true;
    }
    let Some(side) = design.side else { return false };
    let (top, bottom) = (design.first_baseline - design.leading, design.first_baseline + design.height());
    let mut by_others = false;
    // A page that a picture fills has no column.
    let pages = set.pages.pages.iter().enumerate().filter(|(_, page)| page.area.size.width > Pt::ZERO);
    let used = pages.map(|(index, page)| {
        // On left-hand pages the columns are exchanged.
        let first = (article.meta.dir == Direction::Rtl) != (design.duplex && is_turned(index, design));
        let before = if first { Pt::ZERO } else { design.measure + side.gap };
        let start = page.area.at.x + before;
        let in_column = page.frame.items.iter().filter(|(at, placed)| {
            let width = match &placed.item {
                Item::Text(run) => run.width(),
                Item::Picture { size, .. } | Item::Rule { size, .. } | Item::Mosaic { size, .. } => size.width,
                _ => return false,
            };
            let inside = at.x + width > start + TOUCHES && at.x < start + side.width - TOUCHES;
            inside && top < at.y && at.y < bottom
        });
        let mut used = false;
        for (_, placed) in in_column {
            used = true;
            by_others |= match (&placed.item, placed.owner) {
                (_, Owner::Content(_)) => !set.is_colophon(placed.owner),
                // Grounds of code; the colophon has a thin rule above it.
                (Item::Rule { size, .. }, _) => size.height > TOUCHES,
                _ => false,
            };
        }
        used
    });
    let used: Vec<bool> = used.collect();
    by_others && lives(&used)
}

/// Whether a column that is in `used` on these pages is not empty too often. That only the first and the last page use
/// it is not enough: most articles have a date and a colophon.
fn lives(used: &[bool]) -> bool {
    let empty = used.iter().filter(|used| !**used).count();
    empty as f64 <= used.len() as f64 * EMPTY
}

/// A rough measure of pages: how far down the text has come, and which pages have something for the column.
struct Measure<'a> {
    /// Letters that fit on a page of plain text, and in a line.
    page: f64,
    line: f64,
    /// Letters so far; pictures and listings count as many as their room would hold.
    letters: f64,
    /// Whether notes stand in the column, and whether pull quotes do.
    notes_beside: bool,
    pulls_beside: bool,
    /// Width of the text, and height up to which pictures are set.
    measure: Pt,
    tallest: Pt,
    /// Widths and heights of pictures.
    assets: &'a [Asset],
    used: Vec<bool>,
}

impl<'a> Measure<'a> {
    fn new(article: &'a Article, design: &Design) -> Self {
        let line = design.measure / (design.styles.body.size * LETTER);
        Self {
            page: line * design.lines as f64,
            line,
            letters: 0.0,
            notes_beside: design.notes == NotePlace::Side,
            pulls_beside: design.pull_quotes == PullPlace::Side,
            measure: design.measure,
            tallest: design.height() * TALLEST,
            assets: &article.assets,
            used: Vec::new(),
        }
    }

    /// Begins an article of a book, or the only one, with its title block.
    fn begin(&mut self, article: &Article) {
        self.letters = self.pages().len() as f64 * self.page;
        if let Some(cover) = &article.cover {
            self.figure(cover);
        }
        self.letters += self.line * 6.0;
    }

    fn see(&mut self, visit: Visit<'_>) {
        match visit {
            Visit::Inline(Inline::Text(text) | Inline::Code(text)) => self.letters += text.chars().count() as f64,
            Visit::Inline(Inline::NoteCall(_)) if self.notes_beside => self.uses(),
            Visit::Block(block) => self.block(block),
            Visit::Inline(_) => {}
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            // Half of its last line is empty on average.
            BlockKind::Paragraph(_) => self.letters += self.line * 0.5,
            BlockKind::Heading { .. } => self.letters += self.line * 2.0,
            BlockKind::Code { text, .. } => {
                self.letters += self.line * 0.75 * text.lines().count() as f64;
                if text.lines().any(|line| line.chars().count() as f64 > self.line) {
                    self.uses();
                }
            }
            BlockKind::Table(table) if table.align.len() >= MANY_COLUMNS => self.uses(),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Quote { kind: QuoteKind::Pull, .. } if self.pulls_beside => self.uses(),
            _ => {}
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let shown = figure.pictures.iter().any(|picture| picture.asset.is_ok());
        if shown && !self.has_room_beside(figure) && (figure.credit.is_some() || !figure.caption_to_show().is_empty()) {
            self.uses();
        }
        if shown {
            self.letters += self.page * FIGURE;
        }
    }

    /// Whether `figure` is so narrow that its caption stands beside it in the text.
    fn has_room_beside(&self, figure: &Figure) -> bool {
        let [picture] = figure.pictures.as_slice() else { return false };
        let asset = picture.asset.as_ref().ok().and_then(|AssetId(id)| self.assets.get(*id as usize));
        asset.filter(|asset| asset.height > 0).is_some_and(|asset| {
            let natural = Pt(f64::from(asset.height) * PIXEL);
            let width = self.tallest.min(natural) * (f64::from(asset.width) / f64::from(asset.height));
            width < self.measure - room_for_words()
        })
    }

    /// The page that has been reached has something for the column.
    fn uses(&mut self) {
        let page = (self.letters / self.page) as usize;
        self.used.resize(self.used.len().max(page + 1), false);
        self.used[page] = true;
    }

    /// For each page so far, whether it has something for the column.
    fn pages(&self) -> Vec<bool> {
        let count = ((self.letters / self.page).ceil() as usize).max(self.used.len());
        (0..count).map(|page| self.used.get(page).copied().unwrap_or(false)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Paper;
    use crate::diag::Diagnostics;
    use crate::layout::{Pages, typeset};
    use crate::read;
    use crate::source::Source;
    use crate::text::Fonts;

    const PARAGRAPH: &str = "The harbour was quiet, and the crane stood where it had stood since the winter of the \
        great ice. Nobody asked about it, and nobody moved it. Gulls sat on its arm in a row.\n\n";

    fn set(text: &str, design: &Design) -> Pages {
        let source = Source::new("a.md", format!("---\nlang: en\n---\n\n# The crane\n\n{text}\n"));
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        typeset(&article, design, &Fonts::bundled(), &mut Diagnostics::new())
    }

    /// Returns where lines of running text begin and end.
    fn edges(pages: &Pages, design: &Design) -> (f64, f64) {
        let items = pages.pages.iter().flat_map(|page| &page.frame.items);
        let runs = items.filter_map(|(at, placed)| match &placed.item {
            Item::Text(run) if run.size == design.styles.body.size => Some((at.x.0, (at.x + run.width()).0)),
            _ => None,
        });
        runs.fold((f64::INFINITY, 0.0), |(left, right), run| (left.min(run.0), f64::max(right, run.1)))
    }

    #[test]
    fn text_without_anything_beside_it_stands_in_the_middle_of_the_page() {
        let design = Design::article(Paper::A4);
        let (left, right) = edges(&set(&PARAGRAPH.repeat(40), &design), &design);
        assert!((left + right - design.paper.width.0).abs() < 6.0, "{left} to {right}");
        assert!(right - left > 330.0, "{left} to {right}");
        let kept = Design { side_use: SideUse::Always, ..design.clone() };
        let (left, right) = edges(&set(&PARAGRAPH.repeat(40), &kept), &kept);
        assert!((left - design.margin.0).abs() < 3.0 && right < (design.margin + design.measure).0 + 3.0);
    }

    #[test]
    fn long_lines_of_code_are_as_wide_as_beside_a_side_column() {
        let design = Design::article(Paper::A4);
        let code = format!("```\n{}\n```\n\n", "x".repeat(70));
        let pages = set(&format!("{}{code}```\nshort\n```\n\n{PARAGRAPH}", PARAGRAPH.repeat(30)), &design);
        let grounds = pages.pages.iter().flat_map(|page| &page.frame.items).filter_map(|(at, placed)| {
            let Item::Rule { size, color } = &placed.item else { return None };
            (*color == design.inks.code).then_some((at.x, size.width))
        });
        let grounds: Vec<(Pt, Pt)> = grounds.collect();
        assert_eq!(grounds.len(), 2);
        assert_eq!(grounds[0], grounds[1], "listings have one width");
        assert_eq!(grounds[0].1, design.full_width());
        assert!((grounds[0].0 * 2.0 + grounds[0].1 - design.paper.width).abs() < Pt(0.1), "{grounds:?}");
    }

    /// Makes an article with a note in each paragraph; each note has so many sentences.
    fn noted(paragraphs: usize, sentences: usize) -> String {
        let text = (0..paragraphs).map(|n| format!("{}[^{n}] And so on.\n\n{PARAGRAPH}", PARAGRAPH.trim_end()));
        let notes = (0..paragraphs).map(|n| format!("[^{n}]: N{n}x. {}\n", "Said at the quay. ".repeat(sentences)));
        text.chain(notes).collect()
    }

    /// Returns where the text of note `number` begins: its page and place.
    fn note(pages: &Pages, number: usize) -> (usize, f64, f64) {
        let mark = format!("N{number}x.");
        let items = pages.pages.iter().enumerate();
        let mut found = items.flat_map(|(page, one)| one.frame.items.iter().map(move |item| (page, item)));
        let found = found.find_map(|(page, (at, placed))| match &placed.item {
            Item::Text(run) if run.text.contains(&mark) => Some((page, at.x.0, at.y.0)),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("{mark} is lost"))
    }

    #[test]
    fn notes_stand_beside_their_calls_in_order() {
        let design = Design::article(Paper::A4);
        let pages = set(&noted(14, 1), &design);
        let notes: Vec<_> = (0..14).map(|number| note(&pages, number)).collect();
        let side = (design.margin + design.measure).0;
        assert!(notes.iter().all(|note| note.1 > side), "{notes:?}");
        assert!(notes.array_windows().all(|[a, b]| (a.0, a.2) < (b.0, b.2)), "{notes:?}");
    }

    #[test]
    fn notes_too_many_for_the_side_column_stand_at_the_foot() {
        let design = Design::article(Paper::A4);
        let pages = set(&noted(14, 14), &design);
        let side = (design.margin + design.measure).0;
        assert!((0..14).all(|number| note(&pages, number).1 < side));
        let foot = Design { notes: NotePlace::Foot, ..design.clone() };
        assert!((0..14).all(|number| note(&set(&noted(14, 1), &foot), number).1 < side));
    }

    #[test]
    fn a_call_of_a_note_that_is_not_there_stays_a_call() {
        let source = Source::new("a.md", format!("---\nlang: en\n---\n\n# The crane\n\n{}\n", noted(14, 1)));
        let mut article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        article.notes.clear();
        for notes in [NotePlace::Side, NotePlace::Foot] {
            let design = Design { notes, side_use: SideUse::Always, ..Design::article(Paper::A4) };
            let pages = typeset(&article, &design, &Fonts::bundled(), &mut Diagnostics::new());
            assert!(pages.pages.len() > 1, "{notes:?}");
        }
    }

    #[test]
    fn nobody_needs_the_column_for_the_colophon_alone() {
        let design = Design::article(Paper::A4);
        let table = "| a | b | c | d | e |\n|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 |\n";
        let text = format!("---\nlang: en\nrights: Quay Press\n---\n\n# The crane\n\n{PARAGRAPH}{table}\n{PARAGRAPH}");
        let source = Source::new("a.md", text);
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        assert!(may_live(&article, &design), "five columns may be wide");
        let pages = typeset(&article, &design, &Fonts::bundled(), &mut Diagnostics::new());
        let (left, right) = edges(&pages, &design);
        assert!((left + right - design.paper.width.0).abs() < 12.0, "{left} to {right}");
    }

    #[test]
    fn short_pull_quotes_stand_in_the_column_and_long_ones_in_the_text() {
        let design = Design::article(Paper::A4);
        let place = |words: &str, design: &Design| {
            let quote = format!("<blockquote class=\"pullquote\"><p>N0x. {words}</p></blockquote>\n\n");
            let text = format!("{}{quote}{}{}", PARAGRAPH.repeat(3), PARAGRAPH, noted(5, 1).replace("N0x", "N9x"));
            note(&set(&text, design), 0).1
        };
        let side = (design.margin + design.measure).0;
        assert!(place("Nobody moved it.", &design) > side);
        assert!(place(&"Nobody moved it. ".repeat(12), &design) < side);
        assert!(place("Nobody moved it.", &Design { pull_quotes: PullPlace::Text, ..design.clone() }) < side);
    }

    #[test]
    fn margins_that_the_user_made_uneven_stay() {
        let design = Design::article(Paper::A4);
        let punched = Design { margin: design.margin + Pt(45.0), side: design.side, ..design.clone() };
        let alone = punched.without_side_column();
        assert_eq!(alone.margin - alone.overhang, punched.margin);
        assert!(alone.margin + alone.measure + alone.overhang <= design.paper.width);
    }
}
