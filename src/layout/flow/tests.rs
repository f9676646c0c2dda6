//! Tests over whole pages: generated articles of many shapes, each checked for faults that a typographer would
//! correct.

mod books;
mod designs;
mod formulas;
mod furniture;
mod initials;
mod magazine;
mod maker;

use std::collections::BTreeMap;

use super::{placing, typeset};
use crate::article::{
    Align, Alt, Article, Asset, AssetId, Block, BlockKind, CalloutKind, Cell, Credit, Definition, Direction, Extent,
    Figure, ImageKind, Inline, Lang, ListItem, Missing, NodeId, Note, NoteId, Numbering, Picture, QuoteKind, Related,
    Row, Style, Table, Visit, walk_blocks, walk_inlines,
};
use crate::design::{Design, NotePlace, Paper};
use crate::diag::Diagnostics;
use crate::layout::{Anchor, Destination, GlyphRun, Item, Owner, Pages, StructId, StructRole, Structure};
use crate::text::Fonts;
use crate::units::{Point, Pt};
use maker::{Maker, WORDS};

fn asset((width, height): (u32, u32)) -> Asset {
    let bytes: &[u8] = &[];
    Asset {
        name: "p".into(),
        kind: ImageKind::Png,
        bytes: bytes.into(),
        width,
        height,
        orientation: 1,
        embedded: Default::default(),
    }
}

fn set(article: &Article, design: &Design) -> Pages {
    let typeset = |design: &Design| typeset(article, design, &Fonts::bundled(), usize::MAX, &mut Diagnostics::new());
    let beside = typeset(design);
    // What does not fit beside the text stands at its foot, as in `layout::typeset`.
    if beside.crowded { typeset(&Design { notes: NotePlace::Foot, ..design.clone() }).pages } else { beside.pages }
}

/// Typesets many generated articles on both papers and in both directions.
fn samples() -> Vec<(Article, Design, Pages)> {
    let sample = |seed: u64| {
        let dir = if seed % 4 == 3 { Direction::Rtl } else { Direction::Ltr };
        let article = Maker::new(seed).article(28, dir);
        let design = Design::article(if seed.is_multiple_of(2) { Paper::A4 } else { Paper::Letter });
        let pages = set(&article, &design);
        (article, design, pages)
    };
    (1..9).map(sample).collect()
}

/// Iterates over glyph runs with page and position.
fn runs(pages: &Pages) -> impl Iterator<Item = (usize, Point, Owner, &GlyphRun)> {
    pages.pages.iter().enumerate().flat_map(|(page, content)| {
        content.frame.items.iter().filter_map(move |(at, placed)| match &placed.item {
            Item::Text(run) => Some((page, *at, placed.owner, run)),
            _ => None,
        })
    })
}

/// Returns the nearest element, from `owner` outwards, for which `wanted` holds.
fn around(structure: &Structure, owner: Owner, wanted: impl Fn(StructRole) -> bool) -> Option<StructId> {
    let Owner::Content(id) = owner else { return None };
    let mut next = Some(id);
    while let Some(id) = next {
        let node = &structure.nodes[id.0 as usize];
        if wanted(node.role) {
            return Some(id);
        }
        next = node.parent;
    }
    None
}

fn in_note(structure: &Structure, owner: Owner) -> bool {
    around(structure, owner, |role| role == StructRole::Note).is_some()
}

#[test]
fn nothing_is_outside_the_page() {
    for (_, design, pages) in samples() {
        for (number, page) in pages.pages.iter().enumerate() {
            assert_eq!(page.size, design.paper);
            for (at, placed) in &page.frame.items {
                let (width, above) = match &placed.item {
                    Item::Text(run) => (run.width(), Pt::ZERO),
                    other => (placing::extent(other).width, placing::extent(other).height),
                };
                let inside = at.x.0 >= 0.0
                    && at.y.0 >= 0.0
                    && (at.x + width).0 <= design.paper.width.0
                    && (at.y + above).0 <= design.paper.height.0;
                assert!(inside, "page {number}: {:?} at {at:?}", placed.item);
            }
        }
    }
}

#[test]
fn running_text_is_on_the_grid() {
    for (_, design, pages) in samples() {
        let body = design.styles.body;
        let formula = |role| role == StructRole::Formula;
        for (page, at, owner, run) in runs(&pages).filter(|(.., run)| run.size == body.size) {
            // A display stands in the middle of its lines.
            if around(&pages.structure, owner, formula).is_some() {
                continue;
            }
            let lines = (at.y - design.first_baseline) / design.leading;
            assert!((lines - lines.round()).abs() < 0.001, "page {page}: {} is off by {lines}", run.text);
            assert!(lines < pages.grid.lines as f64, "page {page}: {} is below the text", run.text);
        }
    }
}

#[test]
fn lines_do_not_overlap() {
    for (_, _, pages) in samples() {
        let mut by_page: BTreeMap<usize, Vec<(Point, &GlyphRun)>> = BTreeMap::new();
        for (page, at, _, run) in runs(&pages).filter(|(.., run)| run.size.0 > 7.4 && !run.text.trim().is_empty()) {
            by_page.entry(page).or_default().push((at, run));
        }
        for (page, mut runs) in by_page {
            runs.sort_by(|a, b| a.0.y.0.total_cmp(&b.0.y.0));
            for (index, (at, run)) in runs.iter().enumerate() {
                for (other_at, other) in &runs[index + 1..] {
                    let apart = other_at.y - at.y;
                    if apart > Pt(9.0) {
                        break;
                    }
                    let beside =
                        at.x + run.width() <= other_at.x + Pt(1.0) || other_at.x + other.width() <= at.x + Pt(1.0);
                    assert!(beside, "page {page}: “{}” and “{}” at {at:?}", run.text, other.text);
                }
            }
        }
    }
}

#[test]
fn no_line_of_a_paragraph_is_alone_on_its_page() {
    for (_, _, pages) in samples() {
        // For each paragraph and page, its baselines.
        let mut lines: BTreeMap<u32, BTreeMap<usize, Vec<i64>>> = BTreeMap::new();
        for (page, at, owner, run) in runs(&pages) {
            let Some(paragraph) = around(&pages.structure, owner, |role| role == StructRole::P) else { continue };
            if run.size.0 < 9.0 || in_note(&pages.structure, owner) {
                continue;
            }
            let baselines = lines.entry(paragraph.0).or_default().entry(page).or_default();
            let y = at.y.0.round() as i64;
            if baselines.iter().all(|other| (other - y).abs() > 6) {
                baselines.push(y);
            }
        }
        for (paragraph, pages) in lines.iter().filter(|(_, pages)| pages.len() > 1) {
            assert!(pages.values().all(|lines| lines.len() >= 2), "paragraph {paragraph}: {pages:?}");
        }
    }
}

#[test]
fn a_heading_has_text_below_it() {
    for (_, _, pages) in samples() {
        let heading = |role| matches!(role, StructRole::H(_));
        for (page, at, owner, run) in runs(&pages) {
            if around(&pages.structure, owner, heading).is_none() {
                continue;
            }
            let below = runs(&pages).filter(|(other, place, owner, _)| {
                let text = *owner != Owner::Furniture && !in_note(&pages.structure, *owner);
                *other == page && place.y > at.y && text && around(&pages.structure, *owner, heading).is_none()
            });
            assert!(below.count() >= 1, "page {page}: {} stands alone", run.text);
        }
    }
}

#[test]
fn a_note_is_on_the_page_of_its_call() {
    for (article, _, pages) in samples() {
        let mut places: BTreeMap<Anchor, usize> = BTreeMap::new();
        for (number, page) in pages.pages.iter().enumerate() {
            for (_, placed) in &page.frame.items {
                if let Item::Anchor(anchor) = &placed.item {
                    places.entry(*anchor).or_insert(number);
                }
            }
        }
        for note in (0..article.notes.len()).map(|id| NoteId(id as u32)) {
            assert_eq!(places.get(&Anchor::NoteCall(note)), places.get(&Anchor::Note(note)), "{note:?}");
            assert!(places.contains_key(&Anchor::Note(note)), "{note:?} is lost");
        }
    }
}

#[test]
fn every_word_is_there_once() {
    for (article, _, pages) in samples() {
        let mut text = String::new();
        for (_, _, _, run) in runs(&pages).filter(|(_, _, owner, _)| matches!(owner, Owner::Content(_))) {
            text.push_str(&run.text);
        }
        let text = text.replace(['\u{ad}', '\u{2010}', '-', ' '], "");
        let marks = marks(&article);
        assert!(marks.len() > 20);
        for mark in marks {
            let found = text.matches(&mark).count();
            assert_eq!(found, 1, "{mark}");
        }
    }
}

/// Returns the unique words that must be printed.
fn marks(article: &Article) -> Vec<String> {
    let mut marks = Vec::new();
    let mut see = |visit: Visit| {
        if let Visit::Inline(Inline::Text(text)) = visit {
            marks.extend(text.split(' ').filter(|word| word.starts_with('M')).map(str::to_owned));
        }
    };
    walk_blocks(&article.blocks, &mut see);
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut see));
    article.related.iter().for_each(|entry| walk_inlines(&entry.title, &mut see));
    article.related.iter().for_each(|entry| walk_inlines(&entry.blurb, &mut see));
    article.credits().into_iter().for_each(|(_, credit)| walk_inlines(&credit.verbatim, &mut see));
    marks
}

#[test]
fn the_header_of_a_table_is_repeated_and_read_once() {
    let mut maker = Maker::new(1);
    let head = vec![maker.row(3, true)];
    let body = (0..90).map(|_| maker.row(3, false)).collect();
    let table = Table { align: vec![Align::Start; 3], head, body, caption: Vec::new() };
    let mut article = Article { blocks: vec![maker.block(BlockKind::Table(table))], ..Article::default() };
    article.meta.title = maker.text(3);
    let pages = set(&article, &Design::default());
    let owners: Vec<(usize, bool)> = (runs(&pages))
        .filter(|(.., run)| run.text.starts_with("M1x"))
        .map(|(page, _, owner, _)| (page, owner == Owner::Artifact))
        .collect();
    assert_eq!(owners[..2], [(0, false), (1, true)]);
}

/// Found by chance (`tests/conformance/random.rs`): veraPDF refuses a THead that has no TBody beside it.
#[test]
fn a_table_of_header_rows_alone_has_a_body() {
    let mut maker = Maker::new(1);
    let head = vec![maker.row(2, true)];
    let table = Table { align: vec![Align::Start; 2], head, body: Vec::new(), caption: Vec::new() };
    let article = Article { blocks: vec![maker.block(BlockKind::Table(table))], ..Article::default() };
    let nodes = set(&article, &Design::default()).structure.nodes;
    let count = |role| nodes.iter().filter(|node| node.role == role).count();
    assert_eq!((count(StructRole::THead), count(StructRole::TBody), count(StructRole::TR)), (0, 1, 1));
}

/// PDF/UA-1 §7.2 requires rows of equal length, counting spans. A cell that spans two rows was once tagged as one row
/// high.
#[test]
fn a_table_too_wide_for_columns_keeps_its_spans_in_its_tags() {
    let mut maker = Maker::new(2);
    let mut first = maker.row(40, false);
    first.cells[0].rows = 2;
    let body = vec![first, maker.row(39, false)];
    let table = Table { align: vec![Align::Start; 40], head: Vec::new(), body, caption: Vec::new() };
    let article = Article { blocks: vec![maker.block(BlockKind::Table(table))], ..Article::default() };
    let structure = set(&article, &Design::default()).structure;
    let rows: Vec<Vec<u16>> = (structure.nodes.iter().filter(|node| node.role == StructRole::TR))
        .map(|row| {
            let cells = row.children.iter().filter_map(|&cell| match structure.nodes[cell.0 as usize].role {
                StructRole::TD { rows, .. } => Some(rows),
                _ => None,
            });
            cells.collect()
        })
        .collect();
    assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [40, 39]);
    assert_eq!(rows[0][..2], [2, 1]);
}

#[test]
fn text_closes_up_where_a_figure_has_moved_on() {
    let mut maker = Maker::new(4);
    let mut blocks: Vec<Block> =
        (0..12).map(|_| maker.block(BlockKind::Paragraph(vec![Inline::Text(WORDS.join(" ").repeat(3))]))).collect();
    let picture = Picture {
        asset: Ok(AssetId(1)),
        alt: Alt::Text("A quay".into()),
        title: None,
        link: None,
        extent: Extent::default(),
        span: Default::default(),
    };
    let figure = Figure { pictures: vec![picture], ..Figure::default() };
    blocks.insert(8, maker.block(BlockKind::Figure(figure)));
    let mut article = Article { blocks, ..maker.article(0, Direction::Ltr) };
    article.meta.subtitle.clear();
    let design = Design::default();
    let pages = set(&article, &design);
    let on_page = |number: usize| pages.pages[number].frame.items.iter();
    assert!(!on_page(0).any(|(_, placed)| matches!(placed.item, Item::Picture { .. })), "the figure has to move");
    let body = |item: &Item| matches!(item, Item::Text(run) if run.size == design.styles.body.size);
    let mut lines: Vec<i64> =
        on_page(0).filter(|(_, placed)| body(&placed.item)).map(|(at, _)| at.y.0.round() as i64).collect();
    lines.dedup();
    assert!(lines.len() > 30 && lines.windows(2).all(|pair| pair[1] - pair[0] == 16), "{lines:?}");
}

#[test]
fn a_long_paragraph_is_one_element() {
    let mut maker = Maker::new(2);
    let long = (0..1_500).map(|_| WORDS[maker.below(WORDS.len())]).collect::<Vec<_>>().join(" ");
    let mut article =
        Article { blocks: vec![maker.block(BlockKind::Paragraph(vec![Inline::Text(long)]))], ..Article::default() };
    article.meta.title = maker.text(3);
    let pages = set(&article, &Design::default());
    let mut owners: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (page, _, owner, _) in runs(&pages) {
        if let Owner::Content(id) = owner {
            owners.entry(id.0).or_default().push(page);
        }
    }
    let spread = owners.values().filter(|pages| pages.first() == Some(&0) && pages.last() >= Some(&1));
    assert_eq!(spread.count(), 1);
}

#[test]
fn deep_nesting_is_set_in_a_measure_that_can_be_read() {
    let mut maker = Maker::new(3);
    let mut block = maker.paragraph(10);
    for _ in 0..80 {
        let items = vec![ListItem { task: None, value: None, blocks: vec![block] }];
        block = maker.block(BlockKind::List { numbering: None, tight: true, items });
        let (title, blocks) = (maker.text(2), vec![block]);
        block = maker.block(BlockKind::Callout { kind: CalloutKind::Tip, title, blocks });
    }
    let mut article = Article { blocks: vec![block], ..Article::default() };
    article.meta.title = maker.text(3);
    let design = Design::default();
    let pages = set(&article, &design);
    let text = runs(&pages).filter(|(.., owner, run)| *owner != Owner::Furniture && run.size > Pt(8.0));
    for (_, at, _, run) in text.filter(|(.., run)| run.text != "Credits") {
        assert!(at.x + run.width() <= design.paper.width && at.x < design.margin + design.measure, "{}", run.text);
    }
}

#[test]
fn an_article_of_a_title_alone_is_a_page() {
    let mut article = Article::default();
    article.meta.title = vec![Inline::Text("Alone".into())];
    let pages = set(&article, &Design::default());
    assert_eq!(pages.pages.len(), 1);
    assert_eq!(pages.outline[0].title, "Alone");
}

#[test]
fn a_page_that_reads_from_right_to_left_is_mirrored() {
    let mut article = Maker::new(5).article(3, Direction::Rtl);
    article.blocks.truncate(1);
    let design = Design::default();
    let pages = set(&article, &design);
    let left = design.paper.width - design.margin - design.measure;
    let body = runs(&pages).filter(|(.., owner, run)| matches!(owner, Owner::Content(_)) && run.size == Pt(12.0));
    let least = body.map(|(_, at, ..)| at.x.0).fold(f64::INFINITY, f64::min);
    assert!(least >= left.0 - 12.0, "text begins at {least}, the side column ends before {left:?}");
}

/// Makes a paragraph that is the label of the content after it.
fn label(maker: &mut Maker, words: &str) -> Block {
    let content = vec![Inline::Text(words.to_owned())];
    maker.block(BlockKind::Paragraph(vec![Inline::Styled { style: Style::Label, content }]))
}

/// Returns left edge and page of the first text that begins with `words`.
fn place_of(pages: &Pages, words: &str) -> (usize, f64) {
    let found = runs(pages).find(|(_, _, _, run)| run.text.starts_with(words));
    let (page, at, ..) = found.unwrap_or_else(|| panic!("no {words}"));
    (page, at.x.0)
}

#[test]
fn the_label_of_a_tab_is_flush_and_stays_with_what_follows() {
    for before in 1..45 {
        let mut maker = Maker::new(5);
        let mut blocks: Vec<Block> = (0..before).map(|_| maker.paragraph(3)).collect();
        for name in ["Bus", "Ferry"] {
            blocks.push(label(&mut maker, name));
            let content = vec![Inline::Text(format!("{name}line of text"))];
            blocks.push(maker.block(BlockKind::Paragraph(content)));
        }
        let article = Article { blocks, ..Article::default() };
        let pages = set(&article, &Design::article(Paper::A4));
        for name in ["Bus", "Ferry"] {
            let (label, text) = (place_of(&pages, name), place_of(&pages, &format!("{name}line")));
            assert_eq!(label.0, text.0, "{name} after {before} paragraphs");
            assert!((label.1 - text.1).abs() < 1.0, "both flush: {label:?} {text:?}");
        }
    }
}

#[test]
fn any_number_of_labels_alone_fills_pages() {
    let mut maker = Maker::new(6);
    let blocks = (0..300).map(|index| label(&mut maker, &format!("Tab {index}"))).collect();
    let article = Article { blocks, ..Article::default() };
    let pages = set(&article, &Design::article(Paper::A4));
    assert!(pages.pages.len() < 20, "{}", pages.pages.len());
}

#[test]
fn a_missing_picture_in_few_words_does_not_hold_a_heading_at_the_foot_of_a_page() {
    for before in 20..45 {
        let mut maker = Maker::new(7);
        let mut blocks: Vec<Block> = (0..before).map(|_| maker.paragraph(3)).collect();
        blocks.push(maker.heading(2));
        let picture = Picture {
            asset: Err(Missing { url: None }),
            alt: Alt::Text("Gone".into()),
            title: None,
            link: None,
            extent: Extent::default(),
            span: Default::default(),
        };
        let figure = Figure { pictures: vec![picture], ..Figure::default() };
        blocks.push(maker.block(BlockKind::Figure(figure)));
        blocks.push(maker.block(BlockKind::Paragraph(vec![Inline::Text("Textbelow of the heading".into())])));
        let article = Article { blocks, ..Article::default() };
        let pages = set(&article, &Design::article(Paper::A4));
        assert_eq!(place_of(&pages, "Gone").0, place_of(&pages, "Textbelow").0, "after {before} paragraphs");
    }
}

/// Makes ruby text with an annotation.
fn ruby(base: &str, text: &str) -> Inline {
    let above = Inline::Styled { style: Style::RubyText, content: vec![Inline::Text(text.to_owned())] };
    Inline::Styled { style: Style::Ruby, content: vec![Inline::Text(base.to_owned()), above] }
}

/// Returns the baselines of text at the size of running text on the first page, in points from the first one.
fn baselines(content: Vec<Inline>) -> Vec<f64> {
    let mut maker = Maker::new(8);
    let article = Article { blocks: vec![maker.block(BlockKind::Paragraph(content))], ..Article::default() };
    let design = Design::article(Paper::A4);
    let pages = set(&article, &design);
    let in_text = |run: &GlyphRun| run.size == design.styles.body.size;
    let mut found: Vec<f64> = runs(&pages).filter(|(_, _, _, run)| in_text(run)).map(|(_, at, ..)| at.y.0).collect();
    found.dedup_by(|a, b| (*a - *b).abs() < 0.01);
    let first = found[0];
    found.iter().map(|y| y - first).collect()
}

#[test]
fn ruby_stands_between_lines_and_moves_one_down_only_where_letters_reach_into_it() {
    let even = || "common sense seems sane as we are now. ".repeat(4);
    let line = |above: String| vec![Inline::Text(above), ruby("name", "nu"), Inline::Text(" and more of it".into())];
    let steps = |content| baselines(content).windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<f64>>();
    assert!(steps(line(even())).iter().all(|step| (step - 16.0).abs() < 0.01), "{:?}", steps(line(even())));
    let deep = "gypsy gypsy gypsy gypsy gypsy gypsy gypsy gypsy gypsy ".repeat(3);
    let moved = steps(line(deep));
    let grid = |step: &f64| (step / 16.0 - (step / 16.0).round()).abs() < 0.01;
    assert!(moved.iter().all(grid) && moved.iter().any(|step| *step > 20.0), "{moved:?}");
}
