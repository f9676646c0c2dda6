//! Checks on finished pages what a design promises whose content spans columns.

use super::*;
use crate::design::by_name;
use crate::read;
use crate::source::Source;

fn magazine(paper: Paper) -> Design {
    Design { drop_cap: 0, ..by_name("magazine", paper).unwrap() }
}

/// Makes an article of `text`, whose assets have the sizes of [`Maker::article`].
fn article(text: &str) -> Article {
    let source = Source::new("a.md", format!("---\nlang: en\n---\n\n# The harbour\n\n{text}\n"));
    read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap()
}

const PARAGRAPH: &str = "The harbour was quiet, and the crane stood where it had stood since the winter of the great \
    ice. Nobody asked about it, and nobody moved it, and gulls sat on its arm in a row.\n\n";

/// Returns an article with so many paragraphs, and before number `at` a picture that is `size` pixels large.
fn with_picture(paragraphs: usize, at: usize, size: (u32, u32)) -> Article {
    let mut article = article(&PARAGRAPH.repeat(paragraphs));
    article.assets = vec![asset(size)];
    let picture = Picture {
        asset: Ok(AssetId(0)),
        alt: Alt::Text("A crane".into()),
        link: None,
        extent: Extent::default(),
        title: None,
        span: Default::default(),
    };
    let figure = Figure { pictures: vec![picture], ..Figure::default() };
    let block = Block { kind: BlockKind::Figure(figure), ..article.blocks[0].clone() };
    article.blocks.insert(at, Block { id: NodeId(9_000), ..block });
    article
}

/// Returns the pictures: page, place and width.
fn pictures(pages: &Pages) -> Vec<(usize, Point, Pt)> {
    let items = pages.pages.iter().enumerate().flat_map(|(page, one)| one.frame.items.iter().map(move |i| (page, i)));
    let found = items.filter_map(|(page, (at, placed))| match &placed.item {
        Item::Picture { size, .. } => Some((page, *at, size.width)),
        _ => None,
    });
    found.collect()
}

/// Returns the runs of body text: page, column and place.
fn lines(pages: &Pages, design: &Design) -> Vec<(usize, usize, Point)> {
    let step = design.measure + design.columns.gutter;
    let found = runs(pages).filter(|(_, _, owner, run)| {
        run.size == design.styles.body.size && matches!(owner, Owner::Content(_)) && !run.text.trim().is_empty()
    });
    found.map(|(page, at, ..)| (page, ((at.x - design.margin + Pt(3.0)) / step) as usize, at)).collect()
}

#[test]
fn lines_of_all_columns_stand_on_one_grid() {
    let design = magazine(Paper::A4);
    let pages = set(&with_picture(40, 12, (2000, 1300)), &design);
    let lines = lines(&pages, &design);
    assert!((0..3).all(|column| lines.iter().any(|line| line.1 == column)));
    for (page, column, at) in lines {
        let off = ((at.y - design.first_baseline) / design.leading).fract();
        assert!(off.min(1.0 - off) < 0.01, "page {page}, column {column}: {at:?}");
    }
}

#[test]
fn a_wide_picture_spans_columns_and_its_edges_are_theirs() {
    let design = magazine(Paper::A4);
    let step = design.measure + design.columns.gutter;
    for (size, columns) in [((2000, 1300), 2), ((3000, 1200), 3), ((700, 1000), 1), ((120, 90), 1)] {
        let pages = set(&with_picture(60, 20, size), &design);
        let found = pictures(&pages);
        assert_eq!(found.len(), 1, "{size:?}");
        let (_, at, width) = found[0];
        if size.0 > 300 {
            assert!((width - design.columns_width(columns)).abs() < Pt(0.1), "{size:?}: {width:?}");
        }
        let column = (at.x - design.margin) / step;
        assert!((column - column.round()).abs() < 0.01, "{size:?} at {at:?}");
        // No line of the text runs through it.
        let bottom = at.y + width * (f64::from(size.1) / f64::from(size.0));
        for (page, column, line) in lines(&pages, &design).into_iter().filter(|line| line.0 == found[0].0) {
            let beside = line.x > at.x + width || line.x < at.x - step * 0.9;
            let apart = line.y <= at.y || line.y > bottom;
            assert!(beside || apart, "{size:?}, page {page}, column {column}: {line:?} in {at:?}");
        }
    }
}

#[test]
fn columns_of_the_last_page_end_within_two_lines() {
    let design = magazine(Paper::A4);
    for paragraphs in [12, 17, 25, 34, 41, 52] {
        let pages = set(&article(&PARAGRAPH.repeat(paragraphs)), &design);
        let last = pages.pages.len() - 1;
        let lines = lines(&pages, &design);
        let end = |column: usize| {
            let of_column = lines.iter().filter(|line| line.0 == last && line.1 == column);
            of_column.map(|line| line.2.y.0).fold(0.0, f64::max)
        };
        let ends = [end(0), end(1), end(2)];
        let apart =
            ends.iter().fold(0.0, |most, one| f64::max(most, *one)) - ends.iter().fold(1e9, |a, b| f64::min(a, *b));
        assert!(apart <= design.leading.0 * 2.0 + 0.1, "{paragraphs}: {ends:?}");
    }
}

#[test]
fn text_runs_through_the_columns_in_reading_order() {
    for (dir, paper) in [(Direction::Ltr, Paper::A4), (Direction::Rtl, Paper::Letter)] {
        let design = magazine(paper);
        let mut article = with_picture(50, 20, (2000, 1300));
        article.meta.dir = dir;
        let pages = set(&article, &design);
        assert!(pages.pages.len() > 1);
        let mut lines = lines(&pages, &design);
        if dir == Direction::Rtl {
            lines.iter_mut().for_each(|line| line.1 = 2 - line.1);
        }
        // Elements of the structure are in the order of the text.
        let order: Vec<u32> = runs(&pages)
            .filter(|(_, _, _, run)| run.size == design.styles.body.size && !run.text.trim().is_empty())
            .filter_map(|(_, _, owner, _)| if let Owner::Content(id) = owner { Some(id.0) } else { None })
            .collect();
        let mut read: Vec<_> = lines.iter().zip(&order).map(|(line, owner)| (*owner, line.0, line.1)).collect();
        read.sort_by_key(|line| (line.1, line.2));
        assert!(read.array_windows().all(|[a, b]| a.0 <= b.0), "{dir:?}: {read:?}");
    }
}

#[test]
fn the_opening_stays_on_one_page() {
    let design = magazine(Paper::A4);
    for words in [1, 40, 100] {
        let mut article = article(&PARAGRAPH.repeat(9));
        article.meta.title = vec![Inline::Text("harbour ".repeat(words))];
        article.meta.subtitle = vec![Inline::Text("A deck of several words ".repeat(6))];
        let pages = set(&article, &design);
        let title = |(page, _, owner, _): (usize, Point, Owner, &GlyphRun)| {
            around(&pages.structure, owner, |role| role == StructRole::H(1)).map(|_| page)
        };
        assert!(runs(&pages).filter_map(title).all(|page| page == 0), "{words}");
    }
}

#[test]
fn a_title_of_more_than_three_lines_is_set_smaller() {
    let design = magazine(Paper::A4);
    let size = |words: usize| {
        let mut article = article(PARAGRAPH);
        article.meta.title = vec![Inline::Text("harbours and cranes ".repeat(words))];
        let pages = set(&article, &design);
        let mut title = runs(&pages)
            .filter(|(.., owner, _)| around(&pages.structure, *owner, |role| role == StructRole::H(1)).is_some());
        title.next().map(|(.., run)| run.size.0).unwrap()
    };
    let sizes: Vec<f64> = [1, 5, 6, 9, 30].map(size).to_vec();
    assert!(sizes.array_windows().all(|[a, b]| a >= b), "{sizes:?}");
    assert!(sizes[0] == design.styles.title.size.0 && sizes[4] == design.styles.long_title.size.0, "{sizes:?}");
    assert!(sizes.iter().any(|size| *size < sizes[0] && *size > sizes[4]), "{sizes:?}");
}

#[test]
fn very_short_articles_and_those_with_much_code_have_two_columns() {
    let design = magazine(Paper::A4);
    let columns = |text: &str| super::super::with_fewer_columns(&article(text), &design).map(|few| few.columns.count);
    let listing =
        format!("```rust\n{}```\n\n", "let harbour = crane.and(gulls).on(arm).in_a_row_of(seven);\n".repeat(12));
    assert_eq!(columns(PARAGRAPH), Some(2));
    assert_eq!(columns(&PARAGRAPH.repeat(30)), None);
    assert_eq!(columns(&format!("{}{listing}", PARAGRAPH.repeat(10)).repeat(4)), Some(2));
    assert_eq!(columns(&format!("{}{listing}", PARAGRAPH.repeat(60))), None);
    let always = Design { least_columns: 3, ..design.clone() };
    assert!(super::super::with_fewer_columns(&article(PARAGRAPH), &always).is_none());
}

#[test]
fn columns_above_wide_code_are_balanced_and_the_text_goes_on_below() {
    let design = magazine(Paper::A4);
    let code = format!("```\n{}\n```\n\n", "x".repeat(90));
    let text = format!("{}{code}{}", PARAGRAPH.repeat(7), PARAGRAPH.repeat(9));
    let pages = set(&article(&text), &design);
    let ground = pages.pages[0].frame.items.iter().find_map(|(at, placed)| match &placed.item {
        Item::Rule { size, color } if *color == design.inks.code => Some((*at, size.width)),
        _ => None,
    });
    let (ground, width) = ground.expect("the listing is on the first page");
    assert_eq!(width, design.text_width());
    let lines = lines(&pages, &design);
    for column in 0..3 {
        let of_column = || lines.iter().filter(move |line| line.0 == 0 && line.1 == column);
        let above = of_column().filter(|line| line.2.y < ground.y).map(|line| line.2.y.0).fold(0.0, f64::max);
        assert!(ground.y.0 - above < design.leading.0 * 4.0, "column {column} ends at {above}, above {ground:?}");
        assert!(of_column().any(|line| line.2.y > ground.y), "column {column}");
    }
}

#[test]
fn notes_stand_at_the_end_in_columns() {
    let design = magazine(Paper::A4);
    let called: String = (0..9).map(|n| format!("{}[^{n}]\n\n", PARAGRAPH.trim_end())).collect();
    let notes: String = (0..9).map(|n| format!("[^{n}]: N{n}x. Said at the quay.\n")).collect();
    let pages = set(&article(&format!("{called}{notes}")), &design);
    let lowest =
        lines(&pages, &design).iter().map(|line| (line.0, line.2.y.0)).fold((0, 0.0), |a, b| if b > a { b } else { a });
    for n in 0..9 {
        let mark = format!("N{n}x.");
        let found: Vec<(usize, f64)> =
            runs(&pages).filter(|(.., run)| run.text.contains(&mark)).map(|(page, at, ..)| (page, at.y.0)).collect();
        assert_eq!(found.len(), 1, "{mark}");
        assert!(found[0] > lowest, "{mark} at {found:?}, text to {lowest:?}");
    }
}

#[test]
fn related_articles_have_codes_of_their_addresses_unless_the_design_has_none() {
    let mut article = article(&PARAGRAPH.repeat(20));
    let url = |number: usize| Some(format!("https://example.org/harbours/{number}"));
    article.related = (0..3)
        .map(|number| Related { title: vec![Inline::Text("A harbour".into())], url: url(number), ..Related::default() })
        .collect();
    article.related[2].url = Some("../harbours".into());
    let codes = |design: &Design| {
        let pages = set(&article, design);
        let items = pages.pages.iter().flat_map(|page| &page.frame.items);
        items.filter(|(_, placed)| matches!(placed.item, Item::Mosaic { .. })).count()
    };
    let design = magazine(Paper::A4);
    assert_eq!(codes(&design), 2);
    assert_eq!(codes(&Design { related_qr: false, ..design }), 0);
}
