//! Checks on finished pages what each design promises.

use super::*;
use crate::design::{NAMES, by_name, papers};

fn book(paper: Paper) -> Design {
    by_name("book", paper).unwrap()
}

/// Makes an article with `sections` headings, each followed by paragraphs.
fn sectioned(sections: usize) -> Article {
    let mut maker = Maker::new(11);
    let mut blocks = Vec::new();
    for _ in 0..sections {
        blocks.push(maker.heading(2));
        blocks.extend((0..9).map(|_| maker.paragraph(150)));
        blocks.push(maker.heading(3));
        blocks.extend((0..4).map(|_| maker.paragraph(150)));
    }
    let notes = maker.notes;
    let mut article = maker.article(0, Direction::Ltr);
    article.blocks = blocks;
    article.notes = (1..=notes)
        .map(|number| Note { number: number as usize, label: "n".into(), span: Default::default(), blocks: Vec::new() })
        .collect();
    article
        .meta
        .contributors
        .push(crate::article::Contributor { name: "Ada Author".into(), ..crate::article::Contributor::default() });
    article
}

/// Returns the glyph runs of running text on page `number`.
fn body<'a>(pages: &'a Pages, design: &'a Design, number: usize) -> impl Iterator<Item = (Point, &'a GlyphRun)> {
    let text = |owner: Owner| {
        let apart = |role| matches!(role, StructRole::Note | StructRole::Toc | StructRole::H(_) | StructRole::Table);
        around(&pages.structure, owner, |role| role == StructRole::P).is_some()
            && around(&pages.structure, owner, apart).is_none()
    };
    runs(pages)
        .filter(move |(page, _, owner, run)| *page == number && text(*owner) && run.size == design.styles.body.size)
        .map(|(_, at, _, run)| (at, run))
}

#[test]
fn facing_pages_have_their_inner_margins_at_the_spine() {
    let design = book(Paper::SixByNine);
    for (dir, inner_at_left) in [(Direction::Ltr, 0), (Direction::Rtl, 1)] {
        let article = Article { meta: crate::article::Meta { dir, ..sectioned(2).meta }, ..sectioned(2) };
        let pages = set(&article, &design);
        assert!(pages.facing && pages.pages.len() > 3);
        for number in 0..4 {
            let edge = body(&pages, &design, number).map(|(at, _)| at.x.0).fold(f64::INFINITY, f64::min);
            let inner = number % 2 == inner_at_left;
            let left = if inner { design.margin } else { design.paper.width - design.margin - design.measure };
            // Quotation marks and other punctuation protrude slightly into the margin.
            assert!((edge - left.0).abs() < 3.0, "page {number} begins at {edge}, not {left:?}");
        }
    }
}

#[test]
fn heads_and_folios_of_a_book_stand_at_the_outer_edge() {
    let design = book(Paper::A5);
    let pages = set(&sectioned(2), &design);
    for (number, page) in pages.pages.iter().enumerate().skip(1) {
        let furniture = runs(&pages).filter(|(at, _, owner, _)| *at == number && *owner == Owner::Furniture);
        let lines: Vec<(Point, &GlyphRun)> = furniture.map(|(_, at, _, run)| (at, run)).collect();
        let verso = number % 2 == 1;
        let margin = design.paper.width - design.margin - design.measure;
        assert!(lines.iter().any(|(_, run)| run.text.trim() == page.label), "page {number} has its folio");
        let author = lines.iter().any(|(_, run)| run.text.contains("Ada"));
        assert_eq!(author, verso, "the author stands over left-hand pages");
        let left = lines.iter().map(|(at, _)| at.x.0).fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|(at, run)| at.x.0 + run.width().0).fold(0.0, f64::max);
        let outer = if verso { left - margin.0 } else { design.paper.width.0 - margin.0 - right };
        assert!(outer.abs() < 4.0, "page {number}: {outer} from the outer edge");
    }
}

#[test]
fn the_numbers_in_the_contents_are_those_printed_on_the_pages() {
    for paper in Paper::ALL {
        let pages = set(&sectioned(5), &book(paper));
        let mut entries: BTreeMap<u32, (String, Option<Anchor>)> = BTreeMap::new();
        for page in &pages.pages {
            for (_, placed) in &page.frame.items {
                let entry = around(&pages.structure, placed.owner, |role| role == StructRole::TocItem);
                let Some(StructId(entry)) = entry else { continue };
                let entry = entries.entry(entry).or_default();
                match &placed.item {
                    Item::Text(run) => entry.0.push_str(&run.text),
                    Item::Link { to: Destination::Anchor(anchor), .. } => entry.1 = Some(*anchor),
                    _ => {}
                }
            }
        }
        assert_eq!(entries.len(), 10);
        for (text, anchor) in entries.values() {
            let holds = |page: &&crate::layout::Page| {
                let is = |placed: &crate::layout::Placed| matches!(placed.item, Item::Anchor(a) if Some(a) == *anchor);
                page.frame.items.iter().any(|(_, placed)| is(placed))
            };
            let page = pages.pages.iter().find(holds).expect("the heading has its anchor");
            let number = text.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next().unwrap();
            assert_eq!(number, page.label, "{text}");
        }
    }
}

#[test]
fn the_contents_are_tagged_as_such_and_come_before_the_text() {
    let pages = set(&sectioned(3), &book(Paper::A5));
    let nodes = &pages.structure.nodes;
    let items = nodes.iter().filter(|node| node.role == StructRole::TocItem);
    for item in items {
        let parent = item.parent.map(|id| nodes[id.0 as usize].role);
        assert_eq!(parent, Some(StructRole::Toc));
        assert_eq!(nodes[item.children[0].0 as usize].role, StructRole::Reference);
    }
    let children = &nodes[0].children;
    let is = |wanted: StructRole| children.iter().position(|id| nodes[id.0 as usize].role == wanted);
    assert!(is(StructRole::H(1)) < is(StructRole::Sect) && is(StructRole::Sect) < is(StructRole::H(2)));
}

#[test]
fn the_text_of_a_book_opens_on_a_right_hand_page_numbered_one() {
    for sections in [0, 3, 40] {
        let pages = set(&sectioned(sections), &book(Paper::A5));
        let first = pages.pages.iter().position(|page| page.label == "1").unwrap();
        assert_eq!(first % 2, 0, "{sections} sections");
        assert_eq!(first > 0, sections >= 3, "a list of contents needs headings");
        let labels: Vec<&str> = pages.pages[..first].iter().map(|page| page.label.as_str()).collect();
        assert_eq!(labels, ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"][..first]);
        let text = pages.pages[first..].iter().enumerate().all(|(index, page)| page.label == (index + 1).to_string());
        assert!(text);
    }
}

#[test]
fn a_short_article_has_no_contents() {
    let pages = set(&sectioned(2), &book(Paper::A5));
    assert!(pages.structure.nodes.iter().all(|node| node.role != StructRole::Toc));
    assert_eq!(pages.pages[0].label, "1");
}

#[test]
fn large_print_is_large_and_has_no_hyphens() {
    for paper in [Paper::A4, Paper::Letter] {
        let design = by_name("large-print", paper).unwrap();
        for seed in 1..4 {
            let pages = set(&Maker::new(seed).article(28, Direction::Ltr), &design);
            for (page, at, owner, run) in runs(&pages) {
                // Note calls are raised, and so are scripts in formulas.
                let scripts = |role| matches!(role, StructRole::Reference | StructRole::Formula);
                let raised = around(&pages.structure, owner, scripts).is_some();
                let small = run.size < Pt(14.0) && !raised;
                assert!(!small, "page {page}, {at:?}: “{}” is {:?}", run.text, run.size);
                // A word that is wider than its cell must be broken.
                let cell = around(&pages.structure, owner, |role| {
                    matches!(role, StructRole::TD { .. } | StructRole::TH { .. })
                });
                let hyphen = run.actual_text.as_deref() == Some("\u{ad}");
                assert!(!hyphen || cell.is_some(), "page {page}: “{}”", run.text);
            }
        }
    }
}

#[test]
fn the_title_of_a_handout_stands_above_both_columns() {
    let design = by_name("handout", Paper::A4).unwrap();
    let mut article = sectioned(3);
    article.meta.title = vec![Inline::Text(WORDS.join(" "))];
    let pages = set(&article, &design);
    let second = design.margin + design.measure + design.columns.gutter;
    let title: Vec<(Point, &GlyphRun)> = runs(&pages)
        .filter(|(.., owner, _)| around(&pages.structure, *owner, |role| role == StructRole::H(1)).is_some())
        .map(|(_, at, _, run)| (at, run))
        .collect();
    assert!(title.iter().any(|(at, run)| at.x + run.width() > second), "the title spans the gutter");
    let lowest = title.iter().map(|(at, _)| at.y.0).fold(0.0, f64::max);
    for (at, run) in body(&pages, &design, 0) {
        assert!(at.y.0 > lowest, "“{}” stands beside the title", run.text);
        assert!(at.y < design.first_baseline + design.height(), "“{}” is below the text", run.text);
    }
    assert!(body(&pages, &design, 0).any(|(at, _)| at.x > second), "text goes on in the second column");
}

#[test]
fn text_runs_down_the_first_column_and_then_the_second() {
    for (dir, first_is_left) in [(Direction::Ltr, true), (Direction::Rtl, false)] {
        let design = by_name("handout", Paper::Letter).unwrap();
        let mut article = sectioned(4);
        article.meta.dir = dir;
        let pages = set(&article, &design);
        assert!(pages.pages.len() >= 2);
        let edge = design.margin + design.measure + design.columns.gutter / 2.0;
        for number in 0..pages.pages.len() {
            let mut last = (false, 0.0);
            for (at, run) in body(&pages, &design, number) {
                let now = ((at.x < edge) != first_is_left, at.y.0);
                assert!(now.0 >= last.0, "page {number}: “{}” goes back a column", run.text);
                assert!(now.0 != last.0 || now.1 >= last.1 - 0.01, "page {number}: “{}” goes back up", run.text);
                last = now;
            }
        }
    }
}

#[test]
fn a_title_begins_at_one_height_with_and_without_a_kicker() {
    for name in NAMES {
        let design = by_name(name, Paper::A4).unwrap();
        let mut article = sectioned(1);
        let title = |article: &Article| {
            let pages = set(article, &design);
            let mut all = runs(&pages);
            let found =
                all.find(|(.., owner, _)| around(&pages.structure, *owner, |role| role == StructRole::H(1)).is_some());
            found.map(|(_, at, ..)| at.y.0).unwrap()
        };
        article.meta.tags.clear();
        let without = title(&article);
        article.meta.tags.push("Harbours".into());
        assert!((without - title(&article)).abs() < 0.001, "{name}");
    }
}

#[test]
fn designs_name_the_papers_that_they_are_made_for() {
    for name in NAMES {
        for paper in Paper::ALL {
            let design = by_name(name, paper);
            assert_eq!(design.is_some(), papers(name).contains(&paper), "{name} on {paper:?}");
            let Some(design) = design else { continue };
            assert_eq!(design.name, *name);
            assert!(design.margin + design.text_width() < design.paper.width, "{name} on {paper:?} is too wide");
            let last = design.first_baseline + design.leading * (design.lines - 1) as f64;
            assert!(last < design.folio - Pt(8.0), "{name} on {paper:?}: text reaches the folio");
            assert!(design.folio < design.paper.height - Pt(20.0));
        }
    }
    assert!(by_name("pamphlet", Paper::A4).is_none() && papers("pamphlet").is_empty());
}

#[test]
fn lines_of_running_text_are_of_a_length_that_can_be_read() {
    for name in NAMES {
        for paper in papers(name) {
            let design = by_name(name, *paper).unwrap();
            let ems = design.measure / design.styles.body.size;
            // About 2.6 letters of these faces fill an em, so lines hold 57 to 72 letters (Bringhurst, §2.1.2).
            // The narrow columns of magazines hold 44.
            let least = if design.has_spans() { 16.5 } else { 22.0 };
            assert!((least..28.0).contains(&ems), "{name} on {paper:?}: {ems} ems");
        }
    }
}

#[test]
fn the_colophon_names_the_families_that_the_design_uses() {
    for (name, garamond) in [("large-print", false), ("article", true)] {
        let pages = set(&sectioned(1), &by_name(name, Paper::A4).unwrap());
        let text: String = runs(&pages).map(|(.., run)| run.text.as_str()).collect();
        assert!(text.contains("Source Sans"), "{name}");
        assert_eq!(text.contains("EB Garamond"), garamond, "{name}");
    }
}

/// Sets an article with every kind of content in every design, on every paper.
fn everything() -> impl Iterator<Item = (String, Article, Design, Pages)> {
    let combinations = NAMES.iter().flat_map(|name| papers(name).iter().map(move |paper| (*name, *paper)));
    combinations.enumerate().map(|(seed, (name, paper))| {
        let dir = if seed % 5 == 4 { Direction::Rtl } else { Direction::Ltr };
        let article = Maker::new(seed as u64 + 40).article(24, dir);
        // A drop cap is no run of glyphs; it has tests of its own.
        let design = Design { drop_cap: 0, ..by_name(name, paper).unwrap() };
        let pages = set(&article, &design);
        (format!("{name} on {paper:?}"), article, design, pages)
    })
}

#[test]
fn every_design_keeps_every_word_inside_its_pages_and_apart_from_others() {
    for (what, article, design, pages) in everything() {
        let mut text = String::new();
        let mut by_page: BTreeMap<usize, Vec<(Point, &GlyphRun)>> = BTreeMap::new();
        for (page, at, _, run) in runs(&pages) {
            let inside = at.x.0 >= 0.0 && at.x + run.width() <= design.paper.width && at.y < design.paper.height;
            assert!(inside, "{what}, page {page}: “{}” at {at:?}", run.text);
            if !run.text.trim().is_empty() {
                by_page.entry(page).or_default().push((at, run));
            }
        }
        for (_, placed) in pages.pages.iter().flat_map(|page| &page.frame.items) {
            let listed = around(&pages.structure, placed.owner, |role| role == StructRole::Toc).is_some();
            match (&placed.item, placed.owner) {
                (Item::Text(run), Owner::Content(_)) if !listed => text.push_str(&run.text),
                (Item::Initial(initial), Owner::Content(_)) => text.push_str(&initial.word()),
                _ => {}
            }
        }
        let text = text.replace(['\u{ad}', '\u{2010}', '-', ' '], "");
        for mark in marks(&article) {
            assert_eq!(text.matches(&mark).count(), 1, "{what}: {mark}");
        }
        for (page, mut runs) in by_page {
            runs.sort_by(|a, b| a.0.y.0.total_cmp(&b.0.y.0));
            for (index, (at, run)) in runs.iter().enumerate() {
                for (other_at, other) in &runs[index + 1..] {
                    if other_at.y - at.y > run.size.min(other.size) * 0.6 {
                        break;
                    }
                    let beside =
                        at.x + run.width() <= other_at.x + Pt(1.5) || other_at.x + other.width() <= at.x + Pt(1.5);
                    assert!(beside, "{what}, page {page}: “{}” and “{}” at {at:?}", run.text, other.text);
                }
            }
        }
    }
}
