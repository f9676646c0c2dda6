//! Long and dense matter on pages: nothing is cut off, nothing overlaps, nothing is lost, and headers are repeated.

use std::collections::BTreeMap;

use crate::common::boxes::{TextBox, around, assert_apart, assert_inside, assert_read_once, text_boxes};
use offprint::design::{Design, NAMES, NotePlace, Paper, by_name, papers};
use offprint::diag::Diagnostics;
use offprint::layout::{Anchor, Item, Owner, Pages, StructRole, typeset};
use offprint::read::{NoFiles, Options, read};
use offprint::source::Source;
use offprint::text::Fonts;

/// Every design on A4, and the smallest paper.
fn designs() -> Vec<Design> {
    let mut designs: Vec<Design> = NAMES.iter().filter_map(|name| by_name(name, Paper::A4)).collect();
    let small = NAMES.iter().find(|name| papers(name).contains(&Paper::A5)).expect("a design for A5");
    designs.extend(by_name(small, Paper::A5));
    designs
}

fn set(markdown: &str, design: &Design) -> Pages {
    let source = Source::new("matter.md", format!("# Harbour matters\n\n{markdown}"));
    let article = read(&source, &Options::default(), &NoFiles, &mut Diagnostics::new()).expect("it is an article");
    typeset(&article, design, &Fonts::bundled(), &mut Diagnostics::new())
}

const HEADS: [&str; 9] = ["Pier", "Depth", "Length", "Built", "Stone", "Cranes", "Owner", "Lights", "Remarks"];

/// A table of 9 columns, each cell with a word of its own.
fn table(rows: usize) -> String {
    let filler = ["", "granite", "mended in spring", "two of them", "north side, by the old customs house"];
    let mut text = format!("| {} |\n|{}\n", HEADS.join(" | "), ":--|--:|".repeat(4) + "---|");
    for row in 0..rows {
        let cells = (0..9).map(|column| format!("c{row}x{column} {}", filler[(row * 7 + column) % 5 * (column / 8)]));
        text.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
    }
    text
}

#[test]
fn a_table_of_nine_columns_and_two_hundred_rows() {
    let text = table(200);
    for design in designs() {
        let pages = set(&format!("Some words before it.\n\n{text}\nSome words after it.\n"), &design);
        assert_apart(&pages);
        assert_inside(&pages, &design);
        let cells = (0..200).flat_map(|row| (0..9).map(move |column| format!("c{row}x{column}")));
        assert_read_once(&pages, cells.chain(HEADS.map(str::to_owned)));
        assert_headers(&pages, &design);
    }
}

/// The column of a cell's first word.
fn column(text: &TextBox) -> Option<usize> {
    let (row, column) = text.text.split(' ').next()?.strip_prefix('c')?.split_once('x')?;
    row.parse::<usize>().ok()?;
    column.parse().ok()
}

/// Every page with cells of a column has the column's header above them: read once, then only seen. No row comes with
/// it; only the first column stands beside each part of a table that is set in parts.
fn assert_headers(pages: &Pages, design: &Design) {
    let mut read = [0; 9];
    for (number, page) in pages.pages.iter().enumerate() {
        let boxes = text_boxes(page);
        let again = |text: &&TextBox| text.owner == Owner::Artifact && column(text).is_some_and(|column| column > 0);
        assert!(!boxes.iter().any(|text| again(&text)), "{}: page {number} repeats a row", design.name);
        for (index, head) in HEADS.iter().enumerate() {
            let heads: Vec<_> = boxes.iter().filter(|text| text.text.trim() == *head).collect();
            read[index] += heads.iter().filter(|text| text.owner != Owner::Artifact).count();
            if let Some(first) = boxes.iter().find(|text| column(text) == Some(index)) {
                let above = heads.iter().any(|head| head.bottom <= first.top + 1.0);
                assert!(above, "{}: page {number} has no {head}", design.name);
            }
        }
    }
    assert_eq!(read, [1; 9], "{}", design.name);
}

#[test]
fn a_table_too_wide_for_any_page_keeps_its_cells_and_its_rows() {
    let head: Vec<String> = (0..30).map(|column| format!("Column{column}")).collect();
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(30));
    for row in 0..40 {
        let cells: Vec<String> = (0..30).map(|column| format!("c{row}x{column}")).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    for design in designs() {
        let pages = set(&text, &design);
        assert_apart(&pages);
        assert_inside(&pages, &design);
        assert_read_once(&pages, (0..40).flat_map(|row| (0..30).map(move |column| format!("c{row}x{column}"))));
        let rows = pages.structure.nodes.iter().filter(|node| node.role == StructRole::TR);
        let cells: Vec<usize> = rows.map(|row| row.children.len()).collect();
        assert_eq!(cells, [30; 41], "{}: one table, whatever it looks like", design.name);
    }
}

#[test]
fn a_row_higher_than_a_page_goes_on() {
    let long: Vec<String> = (0..1_500).map(|word| format!("w{word}y")).collect();
    let text = format!("| A | B |\n|---|---|\n| one | {} |\n| two | end |\n", long.join(" "));
    for design in designs() {
        let pages = set(&text, &design);
        assert_apart(&pages);
        assert_inside(&pages, &design);
        assert_read_once(&pages, long.iter().cloned());
    }
}

#[test]
fn sixty_notes_on_ten_pages() {
    let mut text = String::new();
    for note in 0..60 {
        let words = "the tide comes in over the flats and the boats begin to swing at their moorings ".repeat(5);
        text.push_str(&format!("Paragraph p{note}q {words}[^{note}] and {words}\n\n"));
        text.push_str(&format!(
            "[^{note}]: Note n{note}q {}.\n\n",
            "with words that explain it at some length ".repeat(note % 6)
        ));
    }
    for design in designs() {
        let pages = set(&text, &design);
        assert_apart(&pages);
        assert_inside(&pages, &design);
        assert_read_once(&pages, (0..60).flat_map(|note| [format!("p{note}q"), format!("n{note}q")]));
        let mut places: BTreeMap<Anchor, usize> = BTreeMap::new();
        for (number, page) in pages.pages.iter().enumerate() {
            for (_, placed) in &page.frame.items {
                if let Item::Anchor(anchor) = placed.item {
                    places.entry(anchor).or_insert(number);
                }
            }
        }
        let calls = places.iter().filter_map(|(anchor, page)| match anchor {
            Anchor::NoteCall(note) => Some((*note, *page)),
            _ => None,
        });
        let calls: Vec<_> = calls.collect();
        assert_eq!(calls.len(), 60);
        for (note, page) in calls {
            let at = places.get(&Anchor::Note(note)).copied();
            let right = at.is_some_and(|at| if design.notes == NotePlace::End { at >= page } else { at == page });
            assert!(right, "{}: {note:?} on page {at:?}, called on page {page}", design.name);
        }
    }
}

#[test]
fn a_listing_of_three_hundred_lines() {
    let mut lines = Vec::new();
    for step in 0..50 {
        lines.push(format!("/// Computes step {step} of the tables of the tides."));
        lines.push(format!("fn f{step}z(height: f64, rate: &'static str) -> Option<u32> {{"));
        lines.push(format!(
            "    let label = format!(\"a{step}z {{}} {{}}\", height, rate); // {}",
            "long ".repeat(step % 30)
        ));
        lines.push(format!("    Some(b{step}z(label, {step}))"));
        lines.push("}".to_owned());
        lines.push(String::new());
    }
    let text = format!("Some words.\n\n```rust {{.numberLines}} {{3-5}}\n{}\n```\n\nMore words.\n", lines.join("\n"));
    for design in designs() {
        let pages = set(&text, &design);
        assert_apart(&pages);
        assert_inside(&pages, &design);
        assert_read_once(&pages, (0..50).flat_map(|step| ["f", "a", "b"].map(|name| format!("{name}{step}z"))));
        let listings = pages.structure.nodes.iter().filter(|node| node.role == StructRole::Code).count();
        assert_eq!(listings, 1, "a listing is one element, whatever its colours");
        assert_code(&pages, &lines.join(""));
        assert_numbers(&pages, lines.len());
    }
}

/// What is copied out of the listing is what was written.
fn assert_code(pages: &Pages, wanted: &str) {
    let mut code = String::new();
    for text in pages.pages.iter().flat_map(text_boxes) {
        if around(pages, text.owner, |role| role == StructRole::Code).is_some() {
            code.push_str(&text.text);
        }
    }
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(solid(&code), solid(wanted));
}

/// Lines have numbers from 1 to `last`, which are not part of the text.
fn assert_numbers(pages: &Pages, last: usize) {
    let numbers = pages.pages.iter().flat_map(text_boxes).filter(|text| text.owner == Owner::Artifact);
    let numbers: Vec<usize> = numbers.filter_map(|text| text.text.trim().parse().ok()).collect();
    assert_eq!(numbers, (1..=last).collect::<Vec<_>>());
}

#[test]
fn forty_formulas() {
    let formulas =
        ["\\frac{a_1 + b^2}{\\sqrt{c}}", "\\sum_{i=0}^{n} x_i", "\\int_0^1 f(x)\\,dx = \\frac{\\pi}{4}", "E = mc^2"];
    let mut text = String::new();
    for number in 0..40 {
        text.push_str(&format!(
            "Before p{number}q there is $x_{{{number}}}$ in a line of text that goes on for a while.\n\n"
        ));
        text.push_str(&format!("$$\n{}\n$$\n\n", formulas[number % 4]));
    }
    for design in designs() {
        let pages = set(&text, &design);
        assert_apart(&pages);
        assert_inside(&pages, &design);
        assert_read_once(&pages, (0..40).map(|number| format!("p{number}q")));
        let formulas = pages.structure.nodes.iter().filter(|node| node.role == StructRole::Formula);
        assert!(formulas.count() >= 40, "{}", design.name);
    }
}
