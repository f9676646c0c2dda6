//! Drop caps on pages: where they stand, and what is read.

use crate::design::{Design, Paper};
use crate::diag::Diagnostics;
use crate::layout::{Initial, Item, Pages, typeset};
use crate::read;
use crate::source::Source;
use crate::text::Fonts;
use crate::units::{Point, Pt};

const REST: &str = "he crane had stood at the end of the quay since the winter of the great ice, and nobody asked \
    about it, and nobody moved it; gulls sat on its arm in a row, and the harbour was quiet until the boats came in \
    from the bank with their lamps lit, one after the other, as they had in the years before the war.";

fn with_drop_cap(lines: usize) -> Design {
    Design { drop_cap: lines, ..Design::article(Paper::A4) }
}

fn set(text: &str, design: &Design) -> Pages {
    let source = Source::new("a.md", format!("---\nlang: en\ntitle: Cranes\n---\n\n{text}\n"));
    let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
    typeset(&article, design, &Fonts::bundled(), &mut Diagnostics::new())
}

fn initials(pages: &Pages) -> Vec<(Point, &Initial)> {
    let items = pages.pages.iter().flat_map(|page| &page.frame.items);
    let found = items.filter_map(|(at, placed)| match &placed.item {
        Item::Initial(initial) => Some((*at, &**initial)),
        _ => None,
    });
    found.collect()
}

/// Returns baseline and left edge of the lines of running text.
fn lines(pages: &Pages, design: &Design) -> Vec<(Pt, Pt)> {
    let mut lines: Vec<(Pt, Pt)> = Vec::new();
    for (at, placed) in &pages.pages[0].frame.items {
        let Item::Text(run) = &placed.item else { continue };
        if run.size != design.styles.body.size {
            continue;
        }
        match lines.last_mut() {
            Some((y, x)) if *y == at.y => *x = x.min(at.x),
            _ => lines.push((at.y, at.x)),
        }
    }
    lines
}

#[test]
fn the_letter_stands_between_capitals_and_baseline_and_the_lines_beside_it_are_indented() {
    for count in 2..=4 {
        let design = with_drop_cap(count);
        let pages = set(&format!("H{}", &REST[1..]), &design);
        let (at, initial) = initials(&pages)[0];
        let lines = lines(&pages, &design);
        let foot = at.y + initial.size.height;
        // The feet of Garamond's serifs reach a little below the baseline.
        assert!((foot - lines[count - 1].0).abs() < Pt(0.5), "{count}: {foot:?} {lines:?}");
        let above = lines[0].0 - at.y;
        assert!(above > design.styles.body.size * 0.35 && above < design.styles.body.size * 0.7, "{count}: {above:?}");
        let right = at.x + initial.size.width;
        assert!(lines[..count].iter().all(|line| line.1 > right), "{count}: {right:?} {lines:?}");
        assert!(lines[..count].iter().all(|line| line.1 < right + Pt(8.0)), "{count}: {right:?} {lines:?}");
        assert!((lines[count].1 - at.x).abs() < Pt(1.0), "{count}: the outline is at the margin: {at:?} {lines:?}");
    }
}

#[test]
fn a_letter_that_reaches_below_its_lines_has_one_more_beside_it() {
    let design = with_drop_cap(3);
    let pages = set(&format!("Q{}", REST.replacen("he", "uite a", 1)), &design);
    let (at, initial) = initials(&pages)[0];
    assert!(lines(&pages, &design)[..4].iter().all(|line| line.1 > at.x + initial.size.width));
}

#[test]
fn the_word_is_read_as_a_whole() {
    let rest = REST.replacen("he", "ake", 1);
    for (written, begins) in [
        (format!("T{REST}"), "The crane"),
        (format!("\u{201c}T{rest}\u{201d}"), "\u{201c}Take crane"),
        (format!("A {rest}"), "A ake crane"),
        (format!("É{rest}"), "Éake crane"),
    ] {
        let design = with_drop_cap(3);
        let pages = set(&written, &design);
        let (at, initial) = initials(&pages)[0];
        let mut text = initial.word();
        let width: Pt = initial.text.iter().map(|run| run.width()).sum();
        let end = at + initial.text_at + Point::new(width, Pt::ZERO);
        let (y, x) = lines(&pages, &design)[0];
        assert!((end.y - y).abs() < Pt(0.01) && (end.x - x).abs() < Pt(0.01), "{written}: {end:?} {x:?} {y:?}");
        for (_, placed) in &pages.pages[0].frame.items {
            if let Item::Text(run) = &placed.item
                && run.size == design.styles.body.size
            {
                text.push_str(&run.text);
            }
        }
        assert!(text.starts_with(begins), "{text}");
    }
}

#[test]
fn what_cannot_have_a_drop_cap_is_set_as_before() {
    for text in [
        format!("1984 t{REST}"),
        format!("*The* t{REST}"),
        format!("[The](https://e.org) t{REST}"),
        format!("`The` t{REST}"),
        format!("😀 t{REST}"),
        format!("https://e.org/The t{REST}"),
        format!("src/The/crane t{REST}"),
        "The crane stood there, and nobody asked.".to_owned(),
        format!("> T{REST}"),
        format!("- T{REST}"),
        format!("## Heading\n\nT{REST}"),
        format!("<p align=\"center\">T{REST}</p>"),
        format!("$x$ T{REST}"),
        format!("The letter $\\frac{{a}}{{b}}$ t{REST}"),
        "紙とインク".repeat(40),
        "ورق وحبر ".repeat(40),
        "कागज़ और स्याही ".repeat(40),
        "T\n".to_owned(),
        "A \\\n b".to_owned(),
    ] {
        let pages = set(&text, &with_drop_cap(3));
        assert!(initials(&pages).is_empty(), "{text}");
        let plain = set(&text, &with_drop_cap(0));
        assert_eq!(format!("{:?}", plain.pages), format!("{:?}", pages.pages), "{text}");
    }
}

#[test]
fn the_lines_beside_it_stay_on_one_page() {
    // Titles of several lengths put the beginning at several heights.
    for lines in 9..18 {
        let design = Design { lines, last_lines: 0, ..with_drop_cap(3) };
        let pages = set(&format!("T{REST}\n\n").repeat(3), &design);
        let (at, _) = initials(&pages)[0];
        let page = pages
            .pages
            .iter()
            .find(|page| {
                page.frame.items.iter().any(|(it, placed)| *it == at && matches!(placed.item, Item::Initial(_)))
            })
            .unwrap();
        let after = page.frame.items.iter().filter(|(it, placed)| {
            it.y > at.y + design.leading
                && matches!(&placed.item, Item::Text(run) if run.size == design.styles.body.size)
        });
        let mut ys: Vec<i64> = after.map(|(at, _)| at.y.0 as i64).collect();
        ys.dedup();
        assert!(ys.len() >= 2, "{lines} lines: {ys:?}");
    }
}

#[test]
fn a_letter_too_wide_for_its_column_is_none_and_long_words_stay_within_the_lines_beside_it() {
    let narrow = Design { measure: Pt(70.0), side: None, ..with_drop_cap(5) };
    assert!(initials(&set(&format!("W{REST}"), &narrow)).is_empty());
    let design = Design { measure: Pt(130.0), side: None, ..with_drop_cap(3) };
    let pages = set(&format!("Donau{} t{REST}", "dampfschifffahrt"), &design);
    assert_eq!(initials(&pages).len(), 1);
    let edge = design.margin + design.measure + Pt(8.0);
    for (at, placed) in &pages.pages[0].frame.items {
        if let Item::Text(run) = &placed.item
            && run.size == design.styles.body.size
            && !run.text.trim().is_empty()
        {
            assert!(at.x + run.width() <= edge, "{}", run.text);
        }
    }
}
