//! Mastheads, lines at the foot, page numbers with their count, colours of sections, and marks at the end of the text.

use crate::design::{Design, EndMark, Inks, Paper};
use crate::diag::Diagnostics;
use crate::layout::{Color, Item, Owner, Pages, typeset};
use crate::read;
use crate::source::Source;
use crate::text::Fonts;

const HEAD: &str = "lang: en\ntitle: Cranes\ndate: 2024-03-05\npublication: The Harbour Review\ntags: [ports, cranes]";
const WORDS: &str = "The crane stood at the end of the quay, and nobody asked about it, and nobody moved it. ";

fn set(head: &str, text: &str, design: &Design) -> Pages {
    let source = Source::new("a.md", format!("---\n{head}\n---\n\n{text}\n"));
    let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
    typeset(&article, design, &Fonts::bundled(), &mut Diagnostics::new())
}

/// Returns the furniture of each page.
fn furniture(pages: &Pages) -> Vec<Vec<String>> {
    let of_page = |page: &crate::layout::Page| {
        let mut lines: Vec<(i64, String)> = Vec::new();
        for (at, placed) in &page.frame.items {
            if let (Owner::Furniture, Item::Text(run)) = (placed.owner, &placed.item) {
                match lines.last_mut() {
                    Some((y, text)) if *y == at.y.0 as i64 && !text.ends_with('\n') => text.push_str(&run.text),
                    _ => lines.push((at.y.0 as i64, run.text.clone())),
                }
            }
        }
        lines.into_iter().map(|(_, text)| text).collect()
    };
    pages.pages.iter().map(of_page).collect()
}

#[test]
fn masthead_and_foot_are_filled_in() {
    let design = Design {
        masthead: "{publication} · {date}".into(),
        foot: "{title} | {publication}".into(),
        folio_format: "{page} / {pages}".into(),
        ..Design::article(Paper::A4)
    };
    let pages = set(HEAD, &format!("{}\n\n", WORDS.repeat(4)).repeat(30), &design);
    let count = pages.pages.len();
    let found = furniture(&pages);
    assert!(count > 1);
    let first = found[0].join("\n");
    assert!(first.contains("The Harbour Review · 5 March 2024"), "{first}");
    assert!(first.contains(&format!("1 / {count}")) && first.contains("Cranes | The Harbour Review"), "{first}");
    let second = found[1].join("\n");
    assert!(!second.contains("5 March 2024") && second.contains(&format!("2 / {count}")), "{second}");
}

#[test]
fn a_part_without_a_value_goes_with_its_separator() {
    let design = Design { masthead: "{publication} · {date}".into(), ..Design::article(Paper::A4) };
    for (head, expected) in [
        ("title: A", None),
        ("title: A\ndate: 2024-03-05", Some("5 March 2024")),
        ("title: A\npublisher: Quay", Some("Quay")),
        ("title: A\nurl: https://www.example.org/a", Some("example.org")),
    ] {
        let found = furniture(&set(&format!("lang: en\n{head}"), WORDS, &design)).concat();
        let told = found.iter().find(|text| text.trim() != "1").map(String::as_str);
        assert_eq!(told, expected, "{head}: {found:?}");
    }
}

#[test]
fn the_mark_at_the_end_is_no_content_and_stands_where_text_ends() {
    let red = Color::rgb(140, 42, 30);
    let inks = Inks { end_mark: red, ..Design::article(Paper::A4).inks };
    for (end, marked) in [
        ("Quiet.", true),
        ("- One\n- Two", true),
        ("> Quiet.", true),
        ("Quiet.\n\n***", true),
        ("```\ncode\n```", false),
        ("| a | b |\n|---|---|\n| 1 | 2 |", false),
        ("$$x = 1$$", false),
        ("## Heading", false),
    ] {
        for kind in [EndMark::Square, EndMark::Text("∎".into())] {
            let design = Design { end_mark: kind.clone(), inks: inks.clone(), ..Design::article(Paper::A4) };
            let pages = set(HEAD, &format!("{WORDS}\n\n{end}"), &design);
            let items = pages.pages.iter().flat_map(|page| &page.frame.items);
            let marks: Vec<_> = items
                .filter(|(_, placed)| match &placed.item {
                    Item::Rule { color, .. } => *color == red,
                    Item::Text(run) => run.color == red && !run.text.trim().is_empty(),
                    _ => false,
                })
                .collect();
            assert_eq!(marks.len(), usize::from(marked), "{end} {kind:?}");
            assert!(marks.iter().all(|(_, placed)| placed.owner == Owner::Artifact), "{end}");
        }
    }
}

#[test]
fn the_kicker_has_the_colour_of_its_section() {
    let red = Color::rgb(140, 42, 30);
    let plain = Design::article(Paper::A4);
    let sections = vec![("Ports".to_owned(), red)];
    let design = Design { inks: Inks { sections, ..plain.inks.clone() }, ..plain.clone() };
    let kicker = |head: &str| {
        let pages = set(head, WORDS, &design);
        let items = pages.pages[0].frame.items.iter();
        items
            .filter_map(|(_, placed)| match &placed.item {
                Item::Text(run) if run.text.to_lowercase().contains("ports") || run.text.contains("sea") => {
                    Some(run.color)
                }
                _ => None,
            })
            .next()
    };
    assert_eq!(kicker(HEAD), Some(red));
    assert_eq!(kicker("lang: en\ntitle: A\ntags: [sea, PORTS]"), Some(red));
    assert_eq!(kicker("lang: en\ntitle: A\ntags: [sea]"), Some(plain.styles.kicker.color));
}

#[test]
fn biographies_stand_after_the_text_and_before_the_credits() {
    let head = "lang: en\ntitle: A\nauthor: Ann Other\nbio: A sailor of the old school.\nrights: Quay Press";
    // Credits of magazines stand across the columns, which are filled from the first one.
    for name in crate::design::NAMES.iter().filter(|name| **name != "magazine") {
        let pages = set(head, WORDS, &crate::design::by_name(name, Paper::A4).unwrap());
        let items = pages.pages.iter().flat_map(|page| &page.frame.items);
        let text: String = items
            .filter_map(|(_, placed)| match (&placed.item, placed.owner) {
                (Item::Text(run), Owner::Content(_)) => Some(run.text.as_str()),
                _ => None,
            })
            .collect();
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{name}: {words} is lost in {text}"));
        assert!(at("moved it.") < at("sailor of the old school"), "{name}: {text}");
        assert!(at("sailor of the old school") < at("Quay Press"), "{name}: {text}");
        assert!(text.contains("Ann Other. A sailor"), "{name}: {text}");
    }
}

#[test]
fn a_portrait_picture_may_fill_a_page_before_the_article() {
    use super::asset;
    use crate::article::{Alt, AssetId, Extent, Figure, Inline, Picture};
    let source = Source::new("a.md", format!("---\n{HEAD}\n---\n\n{WORDS}\n"));
    for ((width, height), fills) in
        [((1200, 1600), true), ((1600, 1200), false), ((600, 800), false), ((900, 2400), false)]
    {
        let mut article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        article.assets.push(asset((width, height)));
        let picture = Picture {
            asset: Ok(AssetId(0)),
            alt: Alt::Text("A crane".into()),
            title: None,
            link: None,
            extent: Extent::default(),
            span: Default::default(),
        };
        let caption = vec![Inline::Text("Quayside in the year of the ice.".into())];
        article.cover = Some(Figure { pictures: vec![picture], caption, ..Figure::default() });
        for side_use in [crate::design::SideUse::Needed, crate::design::SideUse::Always] {
            let portrait = crate::design::PortraitPlace::Page;
            let design = Design { portrait, side_use, masthead: "{publication}".into(), ..Design::article(Paper::A4) };
            let pages = typeset(&article, &design, &Fonts::bundled(), &mut Diagnostics::new());
            let items = |page: usize| pages.pages[page].frame.items.iter();
            let filled =
                items(0).any(|(_, placed)| matches!(placed.item, Item::Detail { size, .. } if size == design.paper));
            assert_eq!(filled, fills, "{width} x {height}");
            let text: String = pages
                .pages
                .iter()
                .flat_map(|page| &page.frame.items)
                .filter_map(|(_, placed)| match &placed.item {
                    Item::Text(run) if matches!(placed.owner, Owner::Content(_)) => Some(run.text.as_str()),
                    _ => None,
                })
                .collect();
            assert_eq!(text.matches("Quayside in the year").count(), 1, "{width} x {height}: {text}");
            let opening = usize::from(fills);
            assert_eq!(pages.pages[opening].label, "1");
            assert!(furniture(&pages)[opening].concat().contains("The Harbour Review"));
            assert_eq!(pages.outline[0].page, opening);
        }
    }
}
